"""Score the list of disagreements on sets that we labelled ourselves: what comes first, what is listed, what is found.

`python -m benchmarks.disagreements [NAME ...] [--errors]`: builds a record of each set in a temporary folder and scores it
against tests/gold/disagreements/NAME.json. Texts that may not be redistributed are read from `--data` (`../shared`); sets
without them are left out, with a word.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.grouping import ROOT, texts_of
from verbale.analysis.gold import digest
from verbale.analysis.gold_disagreements import (
    DisagreementGold,
    DisagreementReport,
    listed_in,
    read_disagreements,
    score_disagreements,
)
from verbale.record import Record

GOLD = ROOT / "tests" / "gold" / "disagreements"


def score(gold: DisagreementGold, articles: Path, scratch: Path) -> DisagreementReport:
    """Build a record of a set and score its list."""
    with Record.open(scratch / f"{gold.name}.db") as record:
        record.build(articles)
        held = frozenset(digest(document.text) for document in record.store.documents())
        return score_disagreements(gold, listed_in(record.store), held)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="sets to score (default: all)")
    parser.add_argument("--errors", action="store_true", help="list what is wrong and what is missed")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared", metavar="FOLDER")
    given = parser.parse_args()
    reports = []
    for path in sorted(GOLD.glob("*.json")):
        if given.names and path.stem not in given.names:
            continue
        gold = read_disagreements(path)
        with tempfile.TemporaryDirectory() as folder:
            articles = texts_of(gold, given.data, Path(folder))
            if articles is None:
                print(f"{gold.name}: left out, its texts are not in {given.data}", file=sys.stderr)
                continue
            report = score(gold, articles, Path(folder))
        reports.append(report)
        print(f"{gold.name}: {len(gold.documents)} documents, {len(gold.disagreements)} labels")
        for cells in report.rows():
            print("  " + "".join(cell.ljust(12) for cell in cells))
        for line in (*(f"wrong: {x}" for x in report.wrong), *(f"missed: {x}" for x in report.missed)):
            if given.errors:
                print("    " + line)
    for measure, right, of in (
        ("first", sum(r.first_right for r in reports), sum(r.first for r in reports)),
        ("listed", sum(r.right for r in reports), sum(r.listed for r in reports)),
        ("labelled", sum(r.found for r in reports), sum(r.wanted for r in reports)),
    ):
        print(f"all sets: {measure}: {right} of {of}" + (f", {right / of:.3f}" if of else ""))


if __name__ == "__main__":
    main()
