"""Short ways to read something and look at what came of it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from verbale.intake import Delivered, Given, read
from verbale.model import Document, Skip

STORY = (
    "The two delegations met in the capital on Tuesday and parted without an agreement on the border posts. "
    "“We have asked for guarantees and we have heard speeches,” the minister said after the meeting.\n\n"
    "Her counterpart answered that the offer of last month was still on the table. A third round will be held in June."
)


def read_bytes(raw: bytes, mapping: Mapping[str, str] | None = None) -> list[Given]:
    return list(read(["-"], stdin=io.BytesIO(raw), mapping=mapping))


def read_path(*paths: Path | str) -> list[Given]:
    return list(read(paths))


def delivered(given: list[Given]) -> list[Delivered]:
    return [item for item in given if isinstance(item, Delivered)]


def skips(given: list[Given]) -> list[Skip]:
    return [item for item in given if isinstance(item, Skip)]


def only(given: list[Given]) -> Delivered:
    assert len(given) == 1, given
    assert isinstance(given[0], Delivered), given[0]
    check(given[0].document)
    return given[0]


def only_skip(given: list[Given]) -> Skip:
    assert len(given) == 1, given
    assert isinstance(given[0], Skip), given[0]
    return given[0]


def check(document: Document) -> None:
    """Segments must not overlap, must be in order, and must cover everything that is not blank."""
    end = 0
    for segment in document.segments:
        assert segment.start >= end, segment
        assert not document.text[end : segment.start].strip()
        assert document.text[segment.start : segment.end].strip()
        end = segment.end
    if document.segments:
        assert not document.text[end:].strip()


def words(document: Document, role: str) -> list[str]:
    return [document.text[s.start : s.end] for s in document.segments if s.role == role]
