"""A page's whole visible text in document order, cut into blocks that remember where in the page they stood.

Nothing visible is left out here; which block is article and which is furniture is decided elsewhere (`roles`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml.etree import iterwalk

_INVISIBLE = frozenset(
    {"script", "style", "template", "head", "noscript", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
     "video", "map", "datalist", "select", "textarea", "noframes", "frameset"}
)  # fmt: skip
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
     "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
     "sup", "time", "tt", "u", "var", "wbr", "img", "picture", "source", "amp-img", "input", "button", "br"}
)  # fmt: skip
_LABELS = frozenset({"a", "button"})
_LOOSE = frozenset({"td", "th", "div", "body", "center", "section", "article", "main"})
"""Elements in which old pages set whole columns, with line breaks for want of paragraphs."""
_SEPARATORS = ("", "\t", "\n", "\n\n")
# how far apart two blocks stand: a tab (cells), a line break (items), an empty line (everything else)
_GAP = {"td": 1, "th": 1, "li": 2, "tr": 2, "dt": 2, "dd": 2}
_PLACES = frozenset(
    {"nav", "footer", "aside", "header", "form", "figure", "figcaption", "blockquote", "table", "article", "main",
     "address", "time", "button", "li", "dialog", "menu", "cite"}
)  # fmt: skip
_ATTRIBUTES = ("class", "id", "itemprop", "rel", "role", "data-testid", "data-component")
# white space as a browser shows it: runs are one space, and a space that may not break is a space
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0\u2000-\u200a\u202f\u205f]+")
_SPACE_IN_LINE = re.compile(r"[ \t\r\f\v\xa0\u2000-\u200a\u202f\u205f]+")
_UNSEEN = {0xAD: None, 0x200B: None, 0xFEFF: None, 0x2060: None}
"""Signs without width that stand inside words: hyphens that may be, breaks that may be."""
_LINES = re.compile(r"\n{3,}")


@dataclass(slots=True)
class Block:
    """A run of visible text between two block boundaries: `[start, end)` of the page's stored text."""

    start: int
    end: int
    tag: str
    """The nearest block element: `p`, `h2`, `li`, `div` ..."""
    element: int
    """Number of that element on the page."""
    parent: int
    """Number of the block element around it, equal for siblings."""
    places: frozenset[str]
    """Names of the telling elements that it or a part of it lies in: `nav`, `figcaption`, `time` ..."""
    around: tuple[str, ...]
    """Class names, ids and roles of the elements it lies in, from outside to inside, in lower case."""
    own: str
    """Those of its own element alone."""
    inside: str
    """Those of the inline elements in it (`<span class="author">`)."""
    linked: int
    """Characters inside links."""
    cell: int
    """Number of the table cell it lies in, 0 where it lies in none."""


@dataclass(slots=True)
class _Box:
    """A block element on the way down."""

    tag: str
    number: int
    parent: int
    places: frozenset[str]
    around: tuple[str, ...]
    own: str
    cell: int


def _names(element: Any) -> str:
    found = [value for name in _ATTRIBUTES if (value := element.get(name))]
    return " ".join(found)[:200].lower() if found else ""


class _Page:
    """Collects text into blocks."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self._length = 0
        self._run: list[str] = []
        self._inside: list[str] = []
        self._places: set[str] = set()
        self._linked = 0
        self._gap = 0

    def add(self, text: str | None, *, linked: bool, pre: bool) -> None:
        """Add text to the block in progress."""
        if text:
            if not text.isascii():
                text = text.translate(_UNSEEN)
            self._run.append(text if pre else _SPACE.sub(" ", text))
            if linked:
                self._linked += len(text.strip())

    def mark(self, names: str, place: str) -> None:
        """Remember an inline element in the block in progress."""
        if names:
            self._inside.append(names)
        if place:
            self._places.add(place)

    def line(self, box: _Box | None) -> None:
        """Break the line; two breaks, or one outside paragraphs and headings, end the block in progress as well."""
        doubled = (bool(self._run) and self._run[-1] == "\n") or (
            len(self._run) > 1 and self._run[-2] == "\n" and not self._run[-1].strip()
        )
        if doubled:
            self.close(box, 3)
        elif box is not None and box.tag in _LOOSE and any(map(str.strip, self._run)):
            self.close(box, 2)
            self._run.append("\n")
        else:
            self._run.append("\n")

    def close(self, box: _Box | None, gap: int) -> None:
        """End the block in progress, which stands in `box`; the next one stands at least `gap` away."""
        text = ""
        if self._run:
            lines = (_SPACE_IN_LINE.sub(" ", line).strip() for line in "".join(self._run).split("\n"))
            text = _LINES.sub("\n\n", "\n".join(lines).strip())
            self._run.clear()
        if text and box is not None:
            separator = _SEPARATORS[self._gap] if self.blocks else ""
            start = self._length + len(separator)
            self._length = start + len(text)
            self.pieces += (separator, text)
            self.blocks.append(
                Block(
                    start,
                    self._length,
                    box.tag,
                    box.number,
                    box.parent,
                    box.places | self._places,
                    box.around,
                    box.own,
                    " ".join(self._inside),
                    self._linked,
                    box.cell,
                )
            )
            self._gap = 0
        self._inside.clear()
        self._places.clear()
        self._linked = 0
        self._gap = max(self._gap, gap)


def _box(element: Any, tag: str, number: int, above: _Box | None) -> _Box:
    names = _names(element)
    places = above.places if above else frozenset()
    around = above.around if above else ()
    return _Box(
        tag,
        number,
        above.number if above else 0,
        places | {tag} if tag in _PLACES else places,
        (*around[-40:], names) if names else around,
        names,
        number if tag in {"td", "th"} else above.cell if above else 0,
    )


def page_text(root: Any) -> tuple[str, list[Block]]:
    """Return the visible text below an element and its blocks in order; never recursive, however deep the page is."""
    page = _Page()
    boxes: list[_Box] = []
    links = pre = number = 0
    touching = False
    walker = iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in _INVISIBLE:
                walker.skip_subtree()
                continue
            links += tag == "a"
            if tag == "br":
                page.line(boxes[-1] if boxes else None)
            elif tag in _INLINE:
                page.mark(_names(element), tag if tag in _PLACES else "")
                if tag in _LABELS and touching:
                    page.add(" ", linked=False, pre=True)  # two links of a menu that only its style keeps apart
            else:
                above = boxes[-1] if boxes else None
                page.close(above, _GAP.get(tag, 3))
                number += 1
                boxes.append(_box(element, tag, number, above))
                pre += tag == "pre"
            touching = False
            page.add(element.text, linked=links > 0, pre=pre > 0)
            continue
        if tag not in _INVISIBLE:
            links -= tag == "a"
            if tag not in _INLINE:
                page.close(boxes.pop(), _GAP.get(tag, 3))
                pre -= tag == "pre"
        touching = tag in _LABELS and not element.tail
        if element is not root:
            page.add(element.tail, linked=links > 0, pre=pre > 0)
    page.close(boxes[0] if boxes else None, 0)
    return "".join(page.pieces), page.blocks
