"""Score which accounts a record takes for one statement, and for one event, on groups that we labelled ourselves.

`python -m benchmarks.grouping [NAME ...] [--errors]`: builds a record of each set (the seeds, the examples, a
dispute of the open corpora) in a temporary folder and scores it against tests/gold/collation/NAME.json. Texts that may
not be redistributed are read from `--data` (`../shared`); sets without them are left out, with a word.

For a second reader: `--blank FOLDER` writes the accounts of each set, each in a group of its own and with its words, to
be grouped without sight of the first reader's labels; `--readers FOLDER` scores the files that came of it against gold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from pathlib import Path

import msgspec

from verbale.analysis.gold import digest
from verbale.analysis.gold_accounts import EventGroup
from verbale.analysis.gold_disagreements import DisagreementGold
from verbale.analysis.gold_groups import Grouped, GroupGold, GroupReport, blank, read_groups, score_groups
from verbale.analysis.gold_match import Score
from verbale.record import Record

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold" / "collation"
APART = frozenset({"khashoggi"})
"""Sets that nothing is tuned on: their totals are shown, their errors never."""
ARTICLES = Path("data/abp_world/open/articles.jsonl.gz")


def texts_of(gold: GroupGold | DisagreementGold, data: Path, scratch: Path) -> Path | None:
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


def reading_of(name: str, folder: Path) -> Path | None:
    """Return a second reader's file of a set: NAME.json, or NAME-b.json as under tests/gold/collation/readers."""
    return next((path for path in (folder / f"{name}.json", folder / f"{name}-b.json") if path.is_file()), None)


def write_blank(gold: GroupGold, texts: dict[str, str], folder: Path) -> None:
    """Write the accounts of a set for a second reader, the words of each in its note."""
    empty = blank(gold)
    rows = {"name": gold.name, "origin": "", "licence": gold.licence, "documents": msgspec.to_builtins(gold.documents)}
    for kind, groups in (("statements", empty.statements), ("events", empty.events)):
        rows[kind] = [
            {
                "group": group.group,
                **({"type": group.type} if isinstance(group, EventGroup) else {}),
                "note": " … ".join(
                    texts.get(a.sha256, "")[start:end] for a in group.accounts for start, end in a.pieces
                ),
                "accounts": [
                    {
                        key: value
                        for key, value in msgspec.to_builtins(account).items()
                        if value != () and value is not False
                    }
                    for account in group.accounts
                ],
            }
            for group in groups
        ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{gold.name}.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def show(gold: GroupGold, report: GroupReport, errors: bool) -> None:
    """Print one set's table, and its faults where they are asked for."""
    apart = ", kept apart: nothing is tuned on it" if gold.name in APART else ""
    print(f"{gold.name}: {len(gold.documents)} documents, {len(gold.statements)} statements{apart}")
    for name in report.missing:
        print(f"  not in the record: {name}")
    for category, measure, *cells in report.rows():
        print(f"{category.ljust(12)}{measure.ljust(26)}" + "".join(cell.rjust(11) for cell in cells))
    for fault in report.faults if errors and not apart else ():
        print(f"{fault.kind} ({fault.category}): {' | '.join(dict.fromkeys(fault.groups))}")
        for file, words in zip(fault.files, fault.words, strict=True):
            print(f"    {file}: {words}")


def total(scores: list[Score]) -> None:
    """Print the pairs of all sets together, those kept apart left out."""
    lines = dict.fromkeys((s.category, s.measure) for s in scores if s.measure != "accounts coded")
    for category, measure in lines:
        same = [s for s in scores if (s.category, s.measure) == (category, measure)]
        whole = Score(
            category, measure, *(sum(n) for n in zip(*((s.right, s.given, s.wanted) for s in same), strict=True))
        )
        print(f"all sets: {category}, {measure}: P {whole.precision:.3f}  R {whole.recall:.3f}  F1 {whole.f1:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="sets to score (default: all)")
    parser.add_argument("--errors", action="store_true", help="list the pairs that are wrong")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared", metavar="FOLDER")
    parser.add_argument(
        "--blank", type=Path, metavar="FOLDER", help="write the accounts, ungrouped, for a second reader"
    )
    parser.add_argument("--readers", type=Path, metavar="FOLDER", help="score a second reader's files, not a record")
    given = parser.parse_args()
    scores: list[Score] = []
    for path in sorted(GOLD.glob("*.json")):
        if path.stem.startswith("actors-") or (given.names and path.stem not in given.names):
            continue
        gold = read_groups(path)
        reading = None if given.readers is None else reading_of(path.stem, given.readers)
        if given.readers is not None and reading is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            articles = texts_of(gold, given.data, Path(folder))
            if articles is None:
                print(f"{gold.name}: left out, its texts are not in {given.data}", file=sys.stderr)
                continue
            with Record.open(Path(folder) / f"{gold.name}.db") as record:
                if given.blank is not None or reading is not None:
                    record.add(articles)
                    texts = {digest(document.text): document.text for document in record.store.documents()}
                    if given.blank is not None:
                        write_blank(gold, texts, given.blank)
                        continue
                    assert reading is not None
                    grouped = Grouped.by_reader(read_groups(reading), texts)
                else:
                    record.build(articles)
                    grouped = Grouped.of(record.store)
        report = score_groups(gold, grouped)
        show(gold, report, given.errors)
        if gold.name not in APART:
            scores += report.scores
    total(scores)


if __name__ == "__main__":
    main()
