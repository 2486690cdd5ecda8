"""Find an extractor's paragraphs again in the page's own text: no extractor keeps offsets, and rows need exact words.

Both sides are compared by their letters and digits alone, so white space, marks and inline tags do not matter. Search
is by `str.find`, forward from the last find, so it is linear in practice; where a page makes it more, it is given up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from verbale.intake.blocks import Block

_LONG = 24
"""Letters from which on a find cannot be chance."""
_PIECES = (48, 24, 16)
_STEP = 12
_LOOKS = 200
"""Blocks of the same few words that are looked at for one short paragraph."""
_MISSES = 2000
"""Vain searches of a page after which the rest is given up: a page that hides its text must not cost a quadratic time."""


class Key:
    """The letters of a page's blocks in one string, and which block each belongs to."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.keys = [key_of(text[block.start : block.end]) for block in blocks]
        self.joined = "".join(self.keys)
        self.starts = [0, *accumulate(len(key) for key in self.keys)]
        self.covered = [0] * len(blocks)
        self.misses = 0

    def mark(self, start: int, end: int) -> None:
        """Count the letters `[start, end)` as found in the blocks they belong to."""
        low, high = 0, len(self.keys)
        while low < high:
            middle = (low + high) // 2
            if self.starts[middle + 1] <= start:
                low = middle + 1
            else:
                high = middle
        while low < len(self.keys) and self.starts[low] < end:
            self.covered[low] += min(end, self.starts[low + 1]) - max(start, self.starts[low])
            low += 1

    def find(self, want: str, offset: int, position: int, *, anywhere: bool) -> tuple[int, int]:
        """Find the next piece of a wanted text, as long a one as possible; (-1, 0) where there is none."""
        for size in _PIECES:
            piece = want[offset : offset + size]
            if self.misses > _MISSES or (len(piece) < _PIECES[-1] and offset):
                break
            at = self.joined.find(piece, position)
            if at < 0 and anywhere and size == _PIECES[0]:
                at = self.joined.find(piece)
            if at >= 0:
                return at, len(piece)
            self.misses += 1
        return -1, 0

    def share(self, number: int) -> float:
        """Return which part of a block's letters was found."""
        return min(1.0, self.covered[number] / len(self.keys[number])) if self.keys[number] else 0.0


def key_of(text: str) -> str:
    """Return a text's letters and digits, case folded."""
    return "".join(filter(str.isalnum, text.casefold()))


def align(key: Key, paragraphs: Sequence[str]) -> int:
    """Mark on the page what the extractor took, and return how many of its letters could not be found.

    Long paragraphs are anchors and are placed first; short ones ("Yes.", a crosshead) only count between their anchors
    and as whole blocks, because the same word stands in many a menu.
    """
    wanted = [key_of(paragraph) for paragraph in paragraphs]
    placed: list[tuple[int, int] | None] = []
    lost = 0
    cursor = 0
    for want in wanted:
        found = None
        if len(want) >= _LONG:
            found, missing = _place(key, want, cursor)
            lost += missing
            if found is not None:
                cursor = found[1]
        placed.append(found)
    blocks_of: dict[str, list[int]] = {}
    for number, text in enumerate(key.keys):
        if text and len(text) < _LONG:
            blocks_of.setdefault(text, []).append(number)
    before = 0
    afters = _next_starts(placed, len(key.joined))
    for want, place, after in zip(wanted, placed, afters, strict=True):
        if place is not None:
            before = place[1]
        elif want and len(want) < _LONG:
            same = blocks_of.get(want, [])
            first = bisect_left(same, before, key=key.starts.__getitem__)
            for number in same[first : first + _LOOKS]:
                if key.starts[number + 1] > after:
                    break
                if not key.covered[number]:
                    key.mark(key.starts[number], key.starts[number + 1])
                    before = key.starts[number + 1]
                    break
    return lost


def _next_starts(placed: Sequence[tuple[int, int] | None], last: int) -> list[int]:
    following: list[int] = []
    upcoming = last
    for place in reversed(placed):
        following.append(upcoming)
        if place is not None:
            upcoming = place[0]
    return following[::-1]


def _place(key: Key, want: str, cursor: int) -> tuple[tuple[int, int] | None, int]:
    """Find one long paragraph, whole or in pieces; return its range on the page and how many letters are missing."""
    if key.misses > _MISSES:
        return None, len(want)
    at = key.joined.find(want, cursor)
    if at < 0:
        key.misses += 1
        at = key.joined.find(want)
    if at >= 0:
        key.mark(at, at + len(want))
        return (at, at + len(want)), 0
    # the extractor dropped or added something in the middle: go piece by piece
    first = last = None
    missing = 0
    position = cursor
    offset = 0
    while offset < len(want):
        at, size = key.find(want, offset, position, anywhere=first is None)
        if at < 0:
            missing += min(_STEP, len(want) - offset)
            offset += _STEP
            continue
        end = at + size
        follow = offset + size
        while end < len(key.joined) and follow < len(want) and key.joined[end] == want[follow]:
            end += 1
            follow += 1
        key.mark(at, end)
        first = at if first is None else first
        last = position = end
        offset = follow
    return ((first, last) if first is not None and last is not None else None), missing
