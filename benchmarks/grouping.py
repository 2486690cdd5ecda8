"""Score which accounts a record takes for one statement, and for one event, on groups that we labelled ourselves.

`python -m benchmarks.grouping [NAME ...] [--errors]`: builds a record of each set (the seeds, the examples, a
dispute of the open corpora) in a temporary folder and scores it against tests/gold/collation/NAME.json. Texts that may
not be redistributed are read from FOLDER (`../shared`); sets without them are left out, with a word.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from pathlib import Path

from verbale.analysis.gold_groups import Grouped, GroupGold, GroupReport, read_groups, score_groups
from verbale.record import Record

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold" / "collation"
ARTICLES = Path("data/abp_world/open/articles.jsonl.gz")


def texts_of(gold: GroupGold, data: Path, scratch: Path) -> Path | None:
    """Return where the articles of a set lie, writing them out of the bulk file where they are in it; None if absent."""
    example = ROOT / "examples" / gold.name
    if example.is_dir():
        return example
    if gold.name == "seeds":
        return data / "seeds" if (data / "seeds").is_dir() else None
    if not (data / ARTICLES).is_file():
        return None
    wanted = {document.file for document in gold.documents}
    out = scratch / f"{gold.name}.jsonl"
    with gzip.open(data / ARTICLES, "rt", encoding="utf-8") as lines, out.open("w", encoding="utf-8") as rows:
        for line in lines:
            row = json.loads(line)
            if row["id"] in wanted:
                rows.write(json.dumps({key: row[key] for key in ("title", "text", "url", "date") if row[key]}) + "\n")
    return out


def score(gold: GroupGold, articles: Path, scratch: Path) -> GroupReport:
    """Build a record of the articles and score its grouping."""
    with Record.open(scratch / f"{gold.name}.db") as record:
        record.build(articles)
        return score_groups(gold, Grouped.of(record.store))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="sets to score (default: all)")
    parser.add_argument("--errors", action="store_true", help="list the pairs that are wrong")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    given = parser.parse_args()
    for path in sorted(GOLD.glob("*.json")):
        if path.stem.startswith("actors-") or (given.names and path.stem not in given.names):
            continue
        gold = read_groups(path)
        with tempfile.TemporaryDirectory() as folder:
            articles = texts_of(gold, given.data, Path(folder))
            if articles is None:
                print(f"{gold.name}: left out, its texts are not in {given.data}", file=sys.stderr)
                continue
            report = score(gold, articles, Path(folder))
        print(f"{gold.name}: {len(gold.documents)} documents, {len(gold.statements)} statements")
        for name in report.missing:
            print(f"  not in the record: {name}")
        for line in report.rows():
            print("  ".join(cell.rjust(9) if n > 1 else cell.ljust(24 * n + 12) for n, cell in enumerate(line)))
        for fault in report.faults if given.errors else ():
            print(f"{fault.kind} ({fault.category}): {' | '.join(fault.groups)}")
            for file, words in zip(fault.files, fault.words, strict=True):
                print(f"    {file}: {words}")


if __name__ == "__main__":
    main()
