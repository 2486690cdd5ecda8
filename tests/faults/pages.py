"""Pages made to take a reader's time: each is one trick, repeated until a page has so many bytes."""

from __future__ import annotations

from tests.articles import NORTH

_STORY = "".join(f"<p>{part}</p>" for part in NORTH.split("\n\n"))
_LD = "<script type='application/ld+json'>"
_REPEATED = {
    "unclosed fonts": "<font>x",
    "unclosed bold": "<b>x",
    "unclosed links": "<a href=x>",
    "unclosed paragraphs": "<p>x",
    "unclosed boxes": "<div>x",
    "tables in tables": "<table><tr><td>x",
    "lists in lists": "<ul><li>x",
    "closed what was never open": "</i>x",
    "paragraphs in fonts": "<font><p>x",
    "forms in forms": "<form>x",
    "comments": "<!--",
    "signs less than": "<",
    "ampersands": "&",
    "entities": "&#x41",
    "scripts": "<script>",
    "sections of characters": "<![CDATA[",
    "line breaks": "<br>",
    "spans": "<span>x</span>",
    "boxes of few words": "<div>x y z</div>",
    "a long list of links": "<li><a href=/x>words of it</a></li>",
    "boxes of long names": f"<div class='{'c' * 150}'>x",
    "days": "<p>2019-03-0",
    "days in spans": "<span>1 2 2019 3 4 2018</span>",
    "the same paragraph": "<p>The same words again and again.</p>",
}
_LONG = {
    "digits": "1", "fractions": "1/2/", "spaces": " ", "hard spaces": "\xa0\n", "one word": "a", "commas": ",",
    "opening marks": "\u201c", "hyphens": "-", "dots": ".", "colons": ": ", "brackets": "(", "capitals": "A. ",
}  # fmt: skip
_HEADS = {
    "a title of bars": ("<title>", "a|", "</title>"),
    "a title of dashes": ("<title>", " - x", "</title>"),
    "an address": ("<link rel=canonical href='http://", "a.", "com'>"),
    "many days in the head": ("", "<meta name=date content=2019-01-01>", ""),
    "graphs in graphs": (_LD, '{"@graph":[', "</script>"),
    "many graphs": ("", _LD + '{"@type":"NewsArticle"}</script>', ""),
    "document types": ("", "<!doctype ", ">"),
}


def _times(piece: str, size: int) -> str:
    return piece * (size // len(piece))


def pages(size: int) -> dict[str, str]:
    """Return all of them at about so many characters."""
    found = {name: f"<html><body>{_STORY}{_times(piece, size)}" for name, piece in _REPEATED.items()}
    found |= {name: f"<html><body>{_STORY}<p>{_times(piece, size)}x" for name, piece in _LONG.items()}
    for name, (before, piece, after) in _HEADS.items():
        found[name] = f"<html><head>{before}{_times(piece, size)}{after}</head><body>{_STORY}</body></html>"
    words = " ".join(f"a{number}=1" for number in range(2000))
    found["many attributes, often"] = f"<html><body>{_STORY}" + _times(f"<p {words}>", size)
    found["very many attributes"] = f"<html><body>{_STORY}<p {_times('a=1 ', size)}>"
    found["lines before the text"] = f"<html><body>{_STORY}<pre>{_times(chr(10), size)}x"
    found["a byline without end"] = f"<html><body><span class=author>{_times('By a ', size)}</span>{_STORY}"
    return found
