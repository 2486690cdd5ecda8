"""Score attributions, acts, modes and speakers on passages that we wrote and labelled ourselves (training/labels).

`python -m benchmarks.labels [FILE ...] [--dev] [--faults]`; `--dev` keeps the disputes that nothing is tuned on.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from training.labels.check import DEV
from verbale.analysis.evaluate import Report, evaluate
from verbale.analysis.gold import Gold, GoldDocument, GoldStatement
from verbale.coding.coder import coder
from verbale.model import Coding, Document, row_id

FOLDER = Path(__file__).parents[1] / "training" / "labels"


def passages(files: list[Path], dev: bool | None) -> list[dict[str, Any]]:
    """Return the labelled passages; of the disputes kept apart (`dev` True), of the others (False), or all (None)."""
    rows = []
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if dev is None or (row["dispute"] in DEV) == dev:
                rows.append(row)
    return rows


def gold_of(rows: list[dict[str, Any]]) -> Gold:
    """Return passages as a gold set."""
    documents = tuple(
        GoldDocument(file=row["id"], statements=tuple(msgspec.convert(s, GoldStatement) for s in row["statements"]))
        for row in rows
    )
    return Gold(name="labels", origin="written and labelled by us", licence="Apache-2.0", documents=documents)


def score(rows: list[dict[str, Any]]) -> Report:
    """Code passages and score them."""
    codings: dict[str, tuple[Document, Coding]] = {}
    for row in rows:
        document = Document(id=row_id("document", "", row["text"]), text=row["text"], language="en")
        codings[row["id"]] = (document, coder().code(document))
    return evaluate(gold_of(rows), codings)


def main() -> None:
    files = [Path(a) for a in sys.argv[1:] if not a.startswith("--")] or sorted(FOLDER.glob("set_*.jsonl"))
    rows = passages(files, True if "--dev" in sys.argv else False if "--train" in sys.argv else None)
    report = score(rows)
    count = sum(len(row["statements"]) for row in rows)
    disputes = len({row["dispute"] for row in rows})
    print(f"{len(rows)} passages of {disputes} disputes, {count} attributions")
    for line in report.rows():
        print("  ".join(cell.rjust(9) if n > 1 else cell.ljust(24) for n, cell in enumerate(line)))
    if "--acts" in sys.argv:
        for wanted, given, times in sorted(report.acts, key=lambda a: -a[2]):
            if wanted != given:
                print(times, wanted, "coded as", given)
    if "--faults" in sys.argv:
        for fault in report.faults:
            print(fault)


if __name__ == "__main__":
    main()
