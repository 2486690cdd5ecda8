"""CSL-JSON: the articles for Zotero, pandoc and every CSL processor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from verbale.export.bibliography import Article, articles
from verbale.export.json import write_object
from verbale.export.urns import urn
from verbale.export.view import View


def write(view: View, path: Path) -> None:
    """Write a list of references."""
    write_object([item(article) for article in articles(view)], path)


def item(article: Article) -> dict[str, Any]:
    """Return one reference; what is not known is left out."""
    found: dict[str, Any] = {"id": article.key, "type": "article-newspaper", "title": article.title}
    if article.outlet:
        found["container-title"] = article.outlet
    if article.author:
        found["author"] = [{"literal": article.author}]
    if article.day:
        found["issued"] = {"date-parts": [_parts(article.day)]}
    elif article.earliest and article.latest:
        found["issued"] = {"date-parts": [_parts(article.earliest), _parts(article.latest)], "circa": True}
    if article.url:
        found["URL"] = article.url
    if article.language:
        found["language"] = article.language
    found["archive_location"] = urn("document", article.id)
    if article.basis:
        found["note"] = f"Date: {article.basis}"
    return found


def _parts(day: str) -> list[int]:
    return [int(part) for part in day.split("-")]
