"""Reports in real articles, labelled with acts and stances: what the network of acts learns from besides our passages.

The labels name places (`labels/reports/*.jsonl`); the words stand in a record of the same articles:

    verbale add reports.db abp_world/open/articles.jsonl.gz reuters21578/open/articles.jsonl.gz
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from training.acts_data import Example, laid_out
from training.labels.articles import rows_of, texts_of
from training.labels.check import FOLDER
from training.score import sentences_of
from verbale.language import load
from verbale.language.acts import Roles
from verbale.language.tagged import Piece
from verbale.language.words import Words, read_words

LEARNED, KEPT_APART = FOLDER / "reports" / "learned.jsonl", FOLDER / "reports" / "kept_apart.jsonl"
LETTERS = {
    "D": "demands", "O": "offers", "A": "accepts", "R": "refuses", "N": "denies", "L": "red line", "T": "threatens",
    "U": "undecided", "S": "states",
}  # fmt: skip
"""How stances are written in the label files; `C` (accepts if) was folded into `A`."""


class Row(Struct, frozen=True, array_like=True):
    """A labelled report; what the second reader said is there of articles that two have read."""

    content: tuple[Piece, ...]
    cue: tuple[Piece, ...]
    speaker: tuple[Piece, ...]
    first_acts: str
    first_stances: str
    first_flags: str
    second_acts: str = ""
    second_stances: str = ""
    second_flags: str | None = None
    matters: tuple[Piece, ...] | None = None
    """The words that name what its stance is about: the first choice, then another; empty where none do; None: not labelled."""

    @property
    def acts(self) -> tuple[str, ...]:
        """The first choice, then all that a reader accepts."""
        return _words(self.first_acts, self.second_acts)

    @property
    def stances(self) -> tuple[str, ...]:
        """The first choice, then all that a reader accepts."""
        return tuple(LETTERS[one] for one in _words(self.first_stances, self.second_stances))

    @property
    def nothing(self) -> bool:
        """All readers hold that nothing was said."""
        return "x" in self.first_flags and "x" in (self.second_flags if self.second_flags is not None else "x")


def _words(*lists: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for one in lists for word in one.split(",") if word))


def read_rows(path: Path) -> dict[str, tuple[Row, ...]]:
    """Return the labelled reports of each article, by the digest of its text."""
    return rows_of(path, Row)


def examples(record: Path, path: Path = LEARNED) -> Iterator[Example]:
    """Yield the labelled reports of the articles that a record holds, in the order of the labels."""
    wanted = read_rows(path)
    texts = texts_of(record, wanted)
    tagger = load()
    for name, rows in wanted.items():
        if name not in texts:
            continue
        many = [Roles(row.speaker, row.cue, row.content) for row in rows]
        words = read_words(texts[name], sentences_of(texts[name]), tagger.vocabulary)
        for number, (row, (states, sheet)) in enumerate(zip(rows, laid_out(tagger, texts[name], many), strict=True)):
            yield Example(
                f"{name[:16]}/{number}", name, "report", "" if row.nothing else row.acts[0], row.acts[1:],
                states, sheet.roles, sheet.flags, sheet.keys, stances=row.stances, nothing=row.nothing,
                matters=_within(row, sheet.words.tolist(), words),
            )  # fmt: skip


def _within(row: Row, chosen: Iterable[int], words: Words) -> tuple[tuple[int, int], ...] | None:
    """Return which of the words that the network reads name the matter; None where nobody said or they stand elsewhere."""
    found = []
    for start, end in row.matters or ():
        places = [at for at, word in enumerate(chosen) if words.starts[word] < end and words.ends[word] > start]
        if places:
            found.append((places[0], places[-1]))
    return tuple(found) if row.matters is not None and bool(found) == bool(row.matters) else None
