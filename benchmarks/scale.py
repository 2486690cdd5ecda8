"""The whole pipeline on 1,000, 10,000 and 100,000 distinct articles: articles a second, memory, disk; Ray; and the peers.

    python -m benchmarks.scale ARTICLES.jsonl.gz ... --counts 1000 10000 [--peers PYTHON] [--ray 400]

ARTICLES are JSON lines with a `text`. The real ones come first, each text once; where there are fewer than asked for, the
rest are put together from runs of three to seven sentences of eight real ones, by the number of the article alone, so that
none is a copy of another (the table says how many). Every verb runs in a process of its own, as a user would run it, with
the cache of answers off unless the row says so; memory is the sum of the proportional shares (PSS) of all its processes,
looked at five times a second; CPU seconds are those of all its processes, which a busy machine changes little. Writes
benchmarks/results/scale.md, or the file that `--into` names.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.peers import PEERS, STANDARD, machine

RESULT = Path(__file__).parent / "results" / "scale.md"
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
_LEAST_WORDS = 80
_SHARDS = 16
_PEER_TEXTS = 400


@dataclass(frozen=True)
class Cost:
    """What a command took."""

    seconds: float
    megabytes: float
    cpu: float


def real_articles(paths: list[Path]) -> list[str]:
    """Return the distinct texts of the files, in their order; very short ones are no articles."""
    texts: dict[str, None] = {}
    for path in paths:
        opener: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"]
                if len(text.split()) >= _LEAST_WORDS:
                    texts.setdefault(text)
    return list(texts)


def articles(real: list[str], count: int) -> Iterator[str]:
    """Yield so many distinct articles: the real ones, then such as are put together from them."""
    yield from real[:count]
    cut: dict[int, list[str]] = {}
    for number in range(len(real), count):
        choose = random.Random(number)
        parts = [f"Report {number}"]
        words = 0
        while words < STANDARD:
            at = choose.randrange(len(real))
            sentences = cut.setdefault(at, [s for s in _SENTENCE.split(real[at]) if s.strip()])
            if len(cut) > 5000:
                cut.clear()
            first = choose.randrange(max(len(sentences) - 3, 1))
            run = " ".join(sentences[first : first + choose.randint(3, 7)])
            parts.append(run)
            words += len(run.split())
        yield "\n\n".join(parts)


def write(path: Path, texts: Iterator[str], outlets: int = 150) -> int:
    """Write articles as JSON lines and return how many words they have."""
    words = 0
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            words += len(text.split())
            day = f"2021-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
            row = {"text": text, "url": f"https://outlet{number % outlets}.example/{number}", "published": day}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return words


def _tree(root: int) -> list[int]:
    """Return a process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found = [root]
    for process in found:
        found.extend(children.get(process, ()))
    return found


def _pss(process: int) -> int:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except (OSError, ValueError):
        pass
    return 0


def run(*arguments: str | Path, cache: Path | None = None) -> Cost:
    """Run a verb and return what it took."""
    environment = os.environ | {"VERBALE_CACHE": str(cache) if cache else "off", "OMP_NUM_THREADS": "1"}
    began, before = time.perf_counter(), _cpu()
    command = [sys.executable, "-m", "verbale", *map(str, arguments)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(_pss, _tree(process.pid))))
        time.sleep(0.2)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(time.perf_counter() - began, peak / 1024, _cpu() - before)


def _cpu() -> float:
    """Return the CPU seconds of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def size(path: Path) -> float:
    """Return the megabytes of a file or folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def pipeline(folder: Path, source: Path, count: int, words: int, workers: int, fast: bool, collated: bool) -> list[str]:
    """Build a record stage by stage and return the table's rows."""
    record = folder / "r.db"
    mode = ["--fast"] if fast else []
    rows = []
    costs: list[Cost] = []
    name = f"{count:,}{', `--fast`' if fast else ''}"
    stages: list[tuple[str, list[str | Path]]] = [
        ("read", ["add", record, source, "--quiet"]),
        ("code", ["code", record, "--workers", str(workers), "--quiet", *mode]),
    ]
    if collated:
        stages.append(("collate", ["collate", record, "--quiet"]))
    for stage, arguments in stages:
        cost = run(*arguments)
        costs.append(cost)
        rows.append(
            f"| {name} | {stage} | {cost.seconds:.0f} | {cost.cpu:.0f} | {_rates(count, words, cost.seconds)} | "
            f"{cost.megabytes:.0f} | |"
        )
        print(rows[-1], flush=True)
    seconds, memory = sum(c.seconds for c in costs), max(c.megabytes for c in costs)
    disk = size(record)
    whole = "whole" if collated else "whole, without collation"
    rows.append(
        f"| **{name}** | **{whole}** | {seconds:.0f} | {sum(c.cpu for c in costs):.0f} | "
        f"{_rates(count, words, seconds)} | {memory:.0f} | {disk:.0f} |"
    )
    print(rows[-1], flush=True)
    record.unlink()
    return rows


def _rates(count: int, words: int, seconds: float) -> str:
    return f"{count / seconds:.1f} | {words / STANDARD / seconds:.1f}"


def again(folder: Path, source: Path, count: int, words: int, workers: int) -> list[str]:
    """Code with an empty cache of answers, then the same articles again into another record."""
    cache, rows = folder / "answers.db", []
    for what in ("code, cache empty", "code again, cache full"):
        record = folder / "c.db"
        run("add", record, source, "--quiet")
        cost = run("code", record, "--workers", str(workers), "--quiet", cache=cache)
        rows.append(
            f"| {count:,} | {what} | {cost.seconds:.0f} | {cost.cpu:.0f} | {_rates(count, words, cost.seconds)} | "
            f"{cost.megabytes:.0f} | {size(cache):.0f} (cache) |"
        )
        print(rows[-1], flush=True)
        record.unlink()
    return rows


def digest(folder: Path) -> str:
    """Return what all tables of a folder add up to."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return total.hexdigest()


_RAY = """
import os, sys, time, logging
from pathlib import Path
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
import ray
from verbale.engine.ray import run_on_ray
from verbale.shards import Counts, code_shard, plan as planning, plan_shards
planning._PACK_FILES = 1
source, out, workers, fast = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "fast"
began = time.perf_counter()
ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
started = time.perf_counter()
results = [r for _, r in run_on_ray(code_shard, plan_shards([source], out, fast=fast).to_do, workers)]
assert all(isinstance(r, Counts) for r in results), results
print("seconds", started - began, time.perf_counter() - started, sum(r.coded for r in results))
"""


def on_ray(folder: Path, texts: list[str], fast: bool) -> list[str]:
    """Code the same shards with one and with two workers of a local cluster."""
    source = folder / "shards"
    source.mkdir()
    for number in range(_SHARDS):
        write(source / f"{number:02}.jsonl", iter(texts[number::_SHARDS]))
    rows, taken, digests = [], [], []
    for workers in (1, 2):
        out = folder / f"tables{workers}"
        command = [sys.executable, "-c", _RAY, str(source), str(out), str(workers), "fast" if fast else "full"]
        environment = os.environ | {"OMP_NUM_THREADS": "1", "VERBALE_CACHE": "off"}
        told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
        line = next(line for line in told.splitlines() if line.startswith("seconds"))
        start, seconds, coded = (float(part) for part in line.split()[1:])
        taken.append(seconds)
        digests.append(digest(out))
        rows.append(
            f"| Ray, {workers} worker{'s' * (workers > 1)} | {start:.0f} | {seconds:.0f} | {coded / seconds:.1f} |"
        )
        print(rows[-1], flush=True)
    same = "identical bytes" if digests[0] == digests[1] else "BYTES DIFFER"
    rows.append(f"\nTwo workers give {taken[0] / taken[1] / 2:.2f} of twice the speed of one; {same}.")
    print(rows[-1], flush=True)
    return rows


def peers(python: str, texts: list[str]) -> tuple[list[str], list[str]]:
    """Run each peer that can be run on the same articles, one process each."""
    rows, missing = [], []
    for name, (_make, package, what, _share) in PEERS.items():
        command = [python, str(Path(__file__).with_name("peers.py")), "--run", name]
        done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=False)
        if done.returncode:
            missing.append(package if name == package else f"{package} ({name})")
            continue
        found = json.loads(done.stdout.splitlines()[-1])
        rate = found["words"] / STANDARD / found["clock"]
        rows.append(f"| {found['package']} | {what} | {rate:.1f} |")
        print(rows[-1], flush=True)
    return rows, missing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--counts", type=int, nargs="+", default=[1000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--collate-up-to", type=int, default=100_000, help="leave collation out above so many articles")
    parser.add_argument("--only", choices=["full", "fast"], help="one of the two taggers")
    parser.add_argument("--ray", type=int, default=0, help="so many articles on Ray, with one worker and with two")
    parser.add_argument("--peers", help="the interpreter that has the peers installed")
    parser.add_argument("--scratch", type=Path, help="a folder with room: 100,000 articles take 12 GB")
    parser.add_argument("--into", type=Path, default=RESULT, help="the file to write (default: %(default)s)")
    args = parser.parse_args()
    real = real_articles(args.articles)
    lines = [
        "# Scale",
        "",
        f"`python -m benchmarks.scale ARTICLES --counts {' '.join(map(str, args.counts))}`; {machine()}; "
        f"{args.workers} workers; load when it began {os.getloadavg()[0]:.1f}. {len(real):,} real articles; further ones are",
        "put together from runs of their sentences. Seconds by the clock; memory is the sum over all processes (PSS).",
        "",
        "| articles | stage | seconds | CPU s | articles/s | articles of 625 words/s | memory, MB | disk, MB |",
        "|---|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory(dir=args.scratch) as place:
        folder = Path(place)
        for count in args.counts:
            source = folder / "a.jsonl"
            words = write(source, articles(real, count))
            for fast in (False, True):
                if args.only is None or fast == (args.only == "fast"):
                    collated = count <= args.collate_up_to
                    lines += pipeline(folder, source, count, words, args.workers, fast, collated)
            if count == min(args.counts) and args.only != "fast":
                lines += again(folder, source, count, words, args.workers)
        if args.ray:
            lines += ["", f"## Ray: {args.ray:,} articles in {_SHARDS} shards into tables", ""]
            lines += ["| | start, s | seconds | articles/s |", "|---|---|---|---|"]
            lines += on_ray(folder, list(articles(real, args.ray)), args.only == "fast")
        if args.peers:
            texts = list(articles(real, max(args.counts)))[:: max(max(args.counts) // _PEER_TEXTS, 1)][:_PEER_TEXTS]
            found, missing = peers(args.peers, texts)
            lines += ["", f"## Peers: {len(texts)} of the same articles, one process each", ""]
            lines += ["| tool | what it does | articles of 625 words/s |", "|---|---|---|", *found]
            if missing:
                lines += ["", f"Not installed, so not run: {', '.join(missing)}."]
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    args.into.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
