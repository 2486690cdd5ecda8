"""The articles as sources to cite: what BibTeX, RIS and CSL-JSON have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from verbale.export.days_of import known_part
from verbale.export.view import View

_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")


class Article(Struct, frozen=True):
    """One article as a reference."""

    id: str
    key: str
    """For citing: outlet, year and the beginning of the id, of letters, digits and `-` alone."""
    title: str
    outlet: str
    author: str | None
    url: str | None
    language: str | None
    day: str | None
    """The part of the date that is sure: `2021-12-24`, `2021-12`, `2021`."""
    earliest: str | None
    latest: str | None
    basis: str


def flat(value: str) -> str:
    """Return a text in one line, without control characters."""
    return _BLANK.sub(" ", value).strip()


def _key(outlet: str, day: str | None, document_id: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", outlet.casefold().encode("ascii", "ignore").decode()).strip("-") or "article"
    return "-".join((name, *((day[:4],) if day else ()), document_id[:8]))


def articles(view: View) -> Iterator[Article]:
    """Yield the articles in the order in which they were added."""
    for row in view.documents():
        day = known_part(row.earliest, row.latest)
        yield Article(
            row.id, _key(row.outlet, day, row.id), flat(row.title), flat(row.outlet), flat(row.byline or "") or None,
            flat(row.url or "") or None, row.language if row.language != "und" else None, day, row.earliest, row.latest,
            flat(row.basis),
        )  # fmt: skip
