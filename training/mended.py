"""Lessons for the tagger out of articles whose reports readers let stand, mended or struck out.

    python -m training.mended RECORD --out mended.jsonl.gz

RECORD holds the articles (`training/attributions.py`). The lines have the layout of `training/polnear.py`, with the sentences
that the coder reads (`read`) and stretches that teach nothing (`skip`). Reports inside of others are left out, as the corpus has
it beside which they are learned, and every tenth article, on which what comes after the tagger is fitted.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.attributions import LEARNED, NONE, Row, apart, read_rows
from verbale.analysis.gold import digest
from verbale.coding.draft import Draft
from verbale.coding.stages import SEGMENTS, SENTENCES
from verbale.language.tagged import Piece
from verbale.model import Document
from verbale.store import Store

BEFORE, AFTER = 250, 60
"""Letters before a report's cue and content, and behind them, in which its speaker stands: farther off one carries on."""


def sentences_of(document: Document) -> tuple[str, list[Piece]]:
    """Return a text and its sentences as the coder reads them."""
    draft = Draft(document)
    SEGMENTS.run(draft)
    SENTENCES.run(draft)
    return draft.text, [(s.start, s.end) for s in draft.sentences]


def lesson(name: str, text: str, sentences: Sequence[Piece], rows: Sequence[Row]) -> dict[str, object]:
    """Return an article as a line of the file."""
    held = [row for row in rows if row.verdict not in NONE]
    outer = [row for row in held if not any(_inside(row, other) for other in held if other is not row)]
    told = [{"cue": row.cue, "source": _source(row), "content": row.content} for row in outer]
    covered = [piece for row in outer for piece in (*row.cue, *row.content)]
    skip = [piece for row in rows if row.verdict == "no" for piece in _apart((*row.cue, *row.content), covered)]
    return {"id": name, "text": text, "read": sentences, "attributions": told, "skip": skip}


def _inside(row: Row, other: Row) -> bool:
    """Say whether a report stands inside another's content."""
    at = row.cue or row.content
    return _within(at, other.content) and (bool(row.cue) or not _within(other.content, row.content))


def _within(pieces: Sequence[Piece], others: Sequence[Piece]) -> bool:
    return all(any(a <= start and end <= b for a, b in others) for start, end in pieces)


def _source(row: Row) -> Sequence[Piece] | None:
    """Return where a report's speaker stands; None where that is not known: it teaches nothing then."""
    if row.verdict == "who":
        return None
    near = (*row.cue, *row.content)
    first, last = min(start for start, _ in near), max(end for _, end in near)
    if row.source and not all(first - BEFORE <= start and end <= last + AFTER for start, end in row.source):
        return None
    return row.source


def _apart(pieces: Sequence[Piece], covered: Sequence[Piece]) -> Iterator[Piece]:
    """Yield what of some pieces others do not cover."""
    for start, end in pieces:
        at = start
        for low, high in sorted(covered):
            if high <= at or low >= end:
                continue
            if low > at:
                yield at, low
            at = max(at, high)
        if at < end:
            yield at, end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--labels", type=Path, default=LEARNED)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    wanted = {name: rows for name, rows in read_rows(args.labels).items() if not apart(name)}
    with Store.open(args.record, write=False) as store, gzip.open(args.out, "wt", encoding="utf-8") as out:
        for document in store.documents():
            name = digest(document.text)
            if name in wanted:
                line = lesson(name, *sentences_of(document), wanted[name])
                out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
