"""The sentence about a place, in a stretch of an article: enough to show words as they stand."""

from __future__ import annotations

import re

_ENDS = re.compile(
    r"(?<![A-Z]\.[A-Z])(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z][a-z])[.!?][”\"’')]{0,3}\s+(?=[“\"A-Z‘])|\n"
)
"""An end; after an initial or a title ("U.S.", "Mr.", "Sen.") there is none."""


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the start and end of the sentence that holds `[start, end)`; at the edges of `text` it may be cut."""
    first, last = 0, len(text)
    for match in _ENDS.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.end()
            break
    piece = text[first:last]
    lead = len(piece) - len(piece.lstrip())
    return first + lead, first + len(piece.rstrip())
