"""Files of labels on real articles: a line an article, named by the digest of its text, with the labelled rows of it.

No words of the articles are in them; these stand in a record of the same articles (`texts_of`).
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from verbale.analysis.gold import digest
from verbale.store import Store

R = TypeVar("R")


class Article(Struct, Generic[R], frozen=True):
    """The labelled rows of one article."""

    text: str
    """Digest of the text as a record holds it."""
    rows: tuple[R, ...]
    article: str = ""
    """Corpus and id there; not known of two."""


def read_articles(path: Path, row: type[R]) -> list[Article[R]]:
    """Return a file of labels, article by article."""
    decoder = msgspec.json.Decoder(Article[row])  # type: ignore[valid-type]
    return [decoder.decode(line) for line in path.read_bytes().splitlines() if not line.startswith(b"#")]


def rows_of(path: Path, row: type[R]) -> dict[str, tuple[R, ...]]:
    """Return the labelled rows of each article, by the digest of its text."""
    return {article.text: article.rows for article in read_articles(path, row)}


def texts_of(record: Path, wanted: Container[str]) -> dict[str, str]:
    """Return the texts that a record holds of the wanted articles, by their digests."""
    with Store.open(record, write=False) as store:
        return {name: d.text for d in store.documents() if (name := digest(d.text)) in wanted}
