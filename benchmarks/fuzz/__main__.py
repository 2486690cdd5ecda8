"""Fuzz one target, or each in turn, led by the code that its inputs reach (atheris, libFuzzer).

    python -m benchmarks.fuzz html --seconds 600        one target
    python -m benchmarks.fuzz --seconds 60              all of them, a minute each
    python -m benchmarks.fuzz html --input FILE         one input again

Needs `pip install 'verbale[fuzz]'`. What was found to reach new code is kept in `build/fuzz/TARGET` and is where the next
run begins; what broke a promise lies in `build/fuzz` as `TARGET-crash-...` and ends the run with 1. Once mended, the
smallest input of its kind goes to `tests/faults/found/TARGET/`, which the tests read again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

PLACE = Path("build/fuzz")
NAMES = ("text", "html", "json", "csv", "feed", "gzip", "gzipped", "zip", "zipped", "warc", "crawled", "files", "coder",
         "coding", "collation")  # fmt: skip
_LED_BY = {"coder": ["verbale.coding"]}
"""What a target is led by where that is not all: the coder's rules, and not the loops around the network."""
_STRETCH = 240
"""Seconds after which a process ends and another goes on with what it found: what leads the fuzzer (not verbale) keeps
about a megabyte of memory for each input of the coder."""
_PACKAGES = ["verbale", "feedparser", "trafilatura", "htmldate", "zipfile", "gzip", "csv", "email"]


def _dictionary(name: str, words: tuple[str, ...]) -> list[str]:
    if not words:
        return []
    path = PLACE / f"{name}.dict"
    rows = ('"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"' for word in words)
    path.write_text("\n".join(rows) + "\n", encoding="ascii")
    return [f"-dict={path}"]


def fuzz(name: str, seconds: int, seed: int) -> None:
    """Fuzz a target in this process; does not return."""
    import atheris

    atheris.enabled_hooks.add("str")
    with atheris.instrument_imports(include=_LED_BY.get(name, _PACKAGES), enable_loader_override=False):
        from benchmarks.fuzz.targets import targets

        target = targets()[name]
        for raw in target.seeds:
            target.warm(raw)  # imports everything that it will import
    corpus = PLACE / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(raw)
    for path in sorted(Path("tests/faults/found").glob(f"{name}/*")):
        (corpus / f"found-{path.name}").write_bytes(path.read_bytes())
    options = [
        f"-max_total_time={seconds}", f"-max_len={target.longest}", f"-seed={seed}", "-timeout=30", "-rss_limit_mb=4096",
        f"-artifact_prefix={PLACE}/{name}-", "-print_final_stats=1", "-verbosity=1", "-reload=0",
        *_dictionary(name, target.words),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], str(corpus), *options], target.run)
    atheris.Fuzz()


def stretches(name: str, seconds: int, seed: int) -> bool:
    """Fuzz a target in processes of its own, one after the other; say what came of it, and whether it kept its promises."""
    log = PLACE / f"{name}.log"
    runs, reached, code, began = 0, "?", 0, time.monotonic()
    while not code and (left := seconds - int(time.monotonic() - began)) > 0:
        command = [
            sys.executable,
            "-m",
            "benchmarks.fuzz",
            name,
            "--seconds",
            str(min(left, _STRETCH)),
            "--seed",
            str(seed),
        ]
        with log.open("wb") as out:
            code = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        runs += sum(int(line.split(":")[-1]) for line in lines if "number_of_executed_units" in line)
        reached = next((line.split("cov: ")[1].split()[0] for line in reversed(lines) if " cov: " in line), reached)
        seed += 1
        if left < _STRETCH:
            break
    print(
        f"{name:10} {runs:>8} inputs, {reached:>6} places reached, {f'BROKEN, see {log}' if code else 'kept'}",
        flush=True,
    )
    return not code


def main() -> None:
    """Fuzz what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="?", choices=NAMES)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--input", type=Path)
    given = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    if given.input:
        from benchmarks.fuzz.targets import targets

        targets()[given.target].warm(given.input.read_bytes())
    elif given.target and given.seconds <= _STRETCH:
        fuzz(given.target, given.seconds, given.seed)
    else:
        broken = [
            name
            for name in ([given.target] if given.target else NAMES)
            if not stretches(name, given.seconds, given.seed)
        ]
        sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
