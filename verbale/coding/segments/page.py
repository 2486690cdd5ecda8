"""Find the article on a page: the run of units that holds its prose, and the headline before it."""

from __future__ import annotations

from collections.abc import Sequence

from verbale.coding.segments.bylines import is_labelled_names, is_name_line
from verbale.coding.segments.units import BULLETS, Unit, straighten

_TAIL_LABELS = (
    "related", "most read", "most popular", "trending", "recommended", "you may", "you might", "leave a", "more from",
    "latest", "comments", "view comments", "top stories", "read next", "also read", "editors' pick", "editor's pick",
    "more stories", "more news", "popular", "don't miss", "around the web", "sponsored", "promoted", "join the",
    "post a", "top rated comments", "all comments",
    "next article", "previous article", "next post", "previous post", "about the author", "post navigation",
)  # fmt: skip
_CLEAN = 0.25
"""A text whose words stand in prose but for this share has been extracted before: what reads like prose stays."""
_GAP = 150
_HEAD = 14


def is_tail_label(unit: Unit) -> bool:
    """Tell whether the unit opens a block of links or comments."""
    return unit.role == "furniture" and unit.words <= 6 and unit.key.startswith(_TAIL_LABELS)


def is_clean(units: Sequence[Unit]) -> bool:
    """Tell whether the text is an extracted article, not a whole page."""
    words = sum(unit.words for unit in units)
    loose = [unit for unit in units if not unit.prose]
    return sum(unit.words for unit in loose) <= _CLEAN * words and (len(loose) <= 40 or len(loose) < 0.5 * len(units))


def body_run(units: Sequence[Unit]) -> tuple[int, int]:
    """Return the first and last index of the run of units with the most prose; (0, -1) where there is none."""
    best, best_run = 0.0, (0, -1)
    total, start = 0.0, 0
    for index, unit in enumerate(units):
        total += _worth(unit)
        if total <= 0.0:
            total, start = 0.0, index + 1
        elif total > best:
            best, best_run = total, (start, index)
    return best_run


def bridge(units: Sequence[Unit], first: int, last: int) -> tuple[int, int]:
    """Take in prose beyond a box of links that tells of the same: an article may be cut in two by "related" or a video.

    Two paragraphs at least, near the run, each with several of its longer words.
    """
    words: set[str] = set()
    for unit in units[first : last + 1]:
        words |= {word for word in _content(unit) if len(word) > 5}
    for step in (-1, 1):
        edge = first if step < 0 else last
        found: list[int] = []
        at = edge + step
        while 0 <= at < len(units) and abs(at - edge) <= _BRIDGE:
            unit = units[at]
            if unit.prose and unit.role in {"", "body"} and len(_content(unit) & words) >= 4:
                found.append(at)
                edge = at if len(found) >= 2 else edge
            at += step
        if len(found) >= 2:
            first, last = (min(found), last) if step < 0 else (first, max(found))
    return first, last


_BRIDGE = 22


def _worth(unit: Unit) -> float:
    if unit.role in {"", "body"}:
        if unit.prose:
            return float(min(unit.words, 60))
        if unit.text[:1] in BULLETS and unit.words >= 4:
            return -1.0
        return -4.0 if unit.quoted else -7.0
    if is_tail_label(unit):
        return -_GAP
    if unit.role in {"caption", "credit", "dateline", "byline"}:
        return -3.0
    return -5.0


def find_headline(units: Sequence[Unit], first: int, title: str | None) -> int | None:
    """Return the index of the headline among the units before the body's first, or None.

    The title that the source gives decides where it stands there; else the unit that shares most words with the first
    paragraphs, is long enough for a headline, and stands near them.
    """
    window = range(max(0, first - _HEAD), first)
    if title:
        wanted = straighten(title).casefold()
        for index in reversed(range(first)):
            key = units[index].key
            if key and (key == wanted or (len(key) > 20 and (key in wanted or wanted in key))):
                return index
    prose: set[str] = set()
    for unit in units[first : first + 12]:
        if unit.role in {"", "body"}:
            prose.update(_content(unit))
    best, chosen = 0.0, None
    for index in window:
        unit = units[index]
        if (
            unit.role
            or is_name_line(unit.text)
            or is_labelled_names(unit.text)
            or unit.inner
            or unit.words < 3
            or unit.words > 34
            or (unit.closed and unit.text[-1] not in "?!\"'…" and unit.words > 14)
        ):
            continue
        shared = len(_content(unit) & prose)
        if not shared and unit.words < 5:
            continue
        score = 2.0 * shared + 0.5 * min(unit.words, 14) - 0.35 * (first - index)
        if unit.closed and unit.text[-1] in ".…":
            score -= 3.0
        if score > best + 0.01:
            best, chosen = score, index
    # of two titles in a row the upper one is the headline, the lower the standfirst
    while chosen is not None and chosen > 0 and _is_title(units[chosen - 1], prose):
        chosen -= 1
    return chosen


def _is_title(unit: Unit, prose: set[str]) -> bool:
    if is_labelled_names(unit.text):
        return False
    return not unit.role and not unit.closed and 4 <= unit.words <= 20 and len(_content(unit) & prose) >= 1


def _content(unit: Unit) -> set[str]:
    return {word for word in (token.strip(".,:;!?\"'()-") for token in unit.key.split()) if len(word) > 3}
