"""Labelled reports of real articles: what readers let stand of what the coder gave, what they mended or struck out, what it lacked.

The labels (`labels/attributions`) name places; the words stand in a record of the same articles:

    verbale add reports.db abp_world/open/articles.jsonl.gz reuters21578/open/articles.jsonl.gz
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from training.labels.articles import rows_of
from training.labels.check import FOLDER
from verbale.language.tagged import Piece

LEARNED, KEPT_APART = FOLDER / "attributions" / "learned.jsonl", FOLDER / "attributions" / "kept_apart.jsonl"
Pieces = tuple[Piece, ...]
NONE = frozenset({"no", "dup"})
"""Verdicts on what is no report, and on one that stands there twice."""
APART = 10
"""Every so many-th article is left out of the networks' lessons: what weighs their answers is fitted on it."""


class Row(Struct, frozen=True, array_like=True):
    """One report, or what the coder took for one."""

    content: Pieces
    cue: Pieces
    source: Pieces
    verdict: str
    """`ok`; `content` or `who`: mended, the words are as they should be; `missed`: the coder lacked it; `no`: nothing is said;
    `dup`. In articles kept apart `yes`, or `either` where it can be argued."""
    names: tuple[str, ...] = ()
    """The speaker's, where readers gave one."""
    other: Pieces = ()
    """The content as the second reader ends or begins it, where it does that otherwise."""


def read_rows(path: Path) -> dict[str, tuple[Row, ...]]:
    """Return the labelled reports of each article, by the digest of its text."""
    return rows_of(path, Row)


def apart(text: str) -> bool:
    """Say whether an article, named by the digest of its text, is left out of the networks' lessons."""
    return int(text[:8], 16) % APART == 0
