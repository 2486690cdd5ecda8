"""How many articles a second: intake, coding, collation and verification apart, and beside what a user might run instead.

`python -m benchmarks.pipeline ARTICLES.jsonl[.gz] [COUNT]` writes its table to `benchmarks/results/pipeline.md`. Articles
are cut or joined to nothing: the table gives words, and the rate for articles of 625 words. CPU seconds of one process.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import verbale
from verbale.coding.coder import Coder
from verbale.model import Document, row_id

RESULT = Path(__file__).parent / "results" / "pipeline.md"


def read(path: Path, count: int) -> list[dict[str, str]]:
    """Return the first `count` articles of a JSONL file."""
    opener: Callable[..., object] = gzip.open if path.suffix == ".gz" else open
    rows = []
    with opener(path, "rt", encoding="utf-8") as lines:  # type: ignore[attr-defined]
        for line in lines:
            rows.append(json.loads(line))
            if len(rows) == count:
                break
    return rows


def clock(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def peers(texts: list[str]) -> list[tuple[str, float]]:
    """Time what a user might run for a part of the job, where it is installed."""
    rows = []
    sample = texts[: max(len(texts) // 10, 20)]
    try:
        from dateparser.search import search_dates
    except ImportError:
        print("dateparser is not installed: left out")
    else:
        search_dates(sample[0][:500])
        rows.append(("dateparser.search, dates alone", clock(lambda: [search_dates(t) for t in sample]) / len(sample)))
    return rows


def main() -> None:
    path, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    rows = read(path, count)
    words = sum(len(r["text"].split()) for r in rows)
    standard = words / 625
    texts = [r["text"] for r in rows]
    Coder().code(verbale_document(texts[0]))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = folder / "a.jsonl"
        source.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        with verbale.open(folder / "r.db") as record:
            seconds = [
                ("intake (JSONL to stored documents)", clock(lambda: record.add(source))),
                ("coding, stored", clock(lambda: record.code())),
                ("collation", clock(record.collate)),
                ("verify", clock(record.verify)),
            ]
            counts = record.counts()
        size = (folder / "r.db").stat().st_size
        with verbale.open(folder / "fast.db") as record:
            record.add(source)
            seconds.append(("coding, stored, `--fast`", clock(lambda: record.code(fast=True))))
    total = sum(s for _, s in seconds[:3])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        f"{len(rows)} articles, {words:,} words; {counts['span']:,} spans, {counts['statement']:,} statements, "
        f"{counts['event']:,} events. One process of a shared 2-core machine, CPU seconds; peak memory {memory:.0f} MB; "
        f"record {size / len(rows) / 1024:.0f} KiB an article.",
        "",
        "| stage | seconds | articles/s | articles of 625 words/s |",
        "|---|---|---|---|",
        *(f"| {name} | {s:.1f} | {len(rows) / s:.0f} | {standard / s:.0f} |" for name, s in seconds),
        f"| **all but verify** | {total:.1f} | {len(rows) / total:.0f} | {standard / total:.0f} |",
    ]
    for name, each in peers(texts):
        lines.append(f"| {name} | | {1 / each:.0f} | {standard / len(rows) / each:.0f} |")
        lines.append(
            f"\nThe whole pipeline runs at {each * len(rows) / total:.1f} times the speed of {name.split(',')[0]}."
        )
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text("# Pipeline speed\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def verbale_document(text: str) -> Document:
    """Return a text as a document."""
    return Document(id=row_id("document", "", text), text=text, language="en")


if __name__ == "__main__":
    main()
