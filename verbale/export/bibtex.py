r"""BibTeX: the articles for LaTeX. Letters stay UTF-8; what TeX would read as a command is escaped."""

from __future__ import annotations

from pathlib import Path

from verbale.export.bibliography import Article, articles
from verbale.export.files import write_text
from verbale.export.urns import urn
from verbale.export.view import View

_ESCAPES = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip
_ADDRESS = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", '"': "%22"})


def write(view: View, path: Path) -> None:
    """Write an entry for each article."""
    write_text((entry(article) for article in articles(view)), path)


def entry(article: Article) -> str:
    """Return one entry; `date` is biblatex's, `year` and `month` are for older styles."""
    fields = [
        ("title", f"{{{article.title.translate(_ESCAPES)}}}"),
        ("journal", article.outlet.translate(_ESCAPES)),
        ("author", f"{{{article.author.translate(_ESCAPES)}}}" if article.author else ""),
        ("date", article.day or _range(article)),
        ("year", article.day[:4] if article.day else ""),
        ("month", article.day[5:7] if article.day and len(article.day) >= 7 else ""),
        ("url", article.url.translate(_ADDRESS) if article.url else ""),
        ("langid", article.language or ""),
        ("note", urn("document", article.id)),
    ]
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    return f"@article{{{article.key},\n{lines}}}\n\n"


def _range(article: Article) -> str:
    return f"{article.earliest}/{article.latest}" if article.earliest and article.latest else ""
