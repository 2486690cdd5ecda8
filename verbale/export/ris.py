"""RIS: the articles for EndNote, Zotero, Mendeley and library systems."""

from __future__ import annotations

from pathlib import Path

from verbale.export.bibliography import Article, articles
from verbale.export.files import write_text
from verbale.export.urns import urn
from verbale.export.view import View


def write(view: View, path: Path) -> None:
    """Write a reference for each article."""
    write_text((reference(article) for article in articles(view)), path)


def reference(article: Article) -> str:
    """Return one reference; a day that is not sure stands in the notes, not as a date."""
    day = article.day or ""
    lines = [
        ("TY", "NEWS"),
        ("ID", article.key),
        ("TI", article.title),
        ("T2", article.outlet),
        ("AU", article.author or ""),
        ("PY", day[:4]),
        ("DA", day.replace("-", "/") + "/" * (3 - day.count("-")) if day else ""),
        ("UR", article.url or ""),
        ("LA", article.language or ""),
        ("AN", urn("document", article.id)),
        ("N1", f"Date: {article.basis}" if article.basis else ""),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in lines if value) + "ER  - \n\n"
