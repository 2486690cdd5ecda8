"""An article's text with its layers marked, cut on the server: offsets are code points, which browsers do not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct


class Mark(Struct, frozen=True, order=True):
    """Words of an article that something is known of."""

    start: int
    end: int
    layer: str
    """`said`, `speaker`, `cue`, `name`, `time`, `trigger`, `at`."""
    key: str = ""
    """Id of the row."""
    tip: str = ""
    """What is known, in words."""
    link: str = ""
    style: str = ""


class Bit(Struct, frozen=True):
    """A run of text over which the same marks lie."""

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]
    """Those that begin here."""

    @property
    def classes(self) -> str:
        """The style classes of all its layers."""
        names = [f"m-{m.layer}" for m in self.marks] + [m.style for m in self.marks if m.style]
        return " ".join(dict.fromkeys(names))

    @property
    def link(self) -> str:
        """Where it leads: the narrowest mark with a link wins."""
        linked = [m for m in self.marks if m.link]
        return min(linked, key=lambda m: m.end - m.start).link if linked else ""

    @property
    def tip(self) -> str:
        """What is known of it, the narrowest mark's first."""
        tips = [m.tip for m in sorted(self.marks, key=lambda m: m.end - m.start) if m.tip]
        return " · ".join(dict.fromkeys(tips))


def bits(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Bit]:
    """Cut `text[start:end]` wherever a mark begins or ends; the bits' texts together are that text."""
    if start >= end:
        return
    mine = sorted(
        (m for m in marks if m.start < end and start < m.end), key=lambda m: (m.start, -m.end, m.layer, m.key)
    )
    edges = sorted({start, end, *(p for m in mine for p in (m.start, m.end) if start < p < end)})
    live: list[Mark] = []
    coming = 0
    for low, high in pairwise(edges):
        live = [m for m in live if m.end > low]
        opens = []
        while coming < len(mine) and mine[coming].start <= low:
            live.append(mine[coming])
            if mine[coming].start == low:
                opens.append(mine[coming])
            coming += 1
        yield Bit(text[low:high], tuple(live), tuple(opens))


def paragraphs(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Yield the places of a segment's paragraphs: what blank lines part."""
    at = start
    while at < end:
        stop = text.find("\n\n", at, end)
        stop = end if stop < 0 else stop
        if text[at:stop].strip():
            yield at, stop
        at = stop
        while at < end and text[at] in "\n\r":
            at += 1
