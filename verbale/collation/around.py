"""The sentence that words stand in, found again from their place: what is told around a statement or an event."""

from __future__ import annotations

import re

from verbale.lexicon import load_abbreviations
from verbale.model import Span

_BEFORE = 400
"""How far back a sentence may begin."""
_AFTER = 300
_END = re.compile(r"[.!?…][”\"’'»)\]]*(?=\s+[\"“‘'«(\[]?[^\W_a-z])|\n")


def _ends(text: str, match: re.Match[str]) -> bool:
    if match[0][0] != ".":
        return True
    word = text[max(0, match.start() - 12) : match.start() + 1].split()[-1:]
    own = word[0].lstrip("(“\"'") if word else ""
    return not (own.casefold() in load_abbreviations() or (len(own) == 2 and own[0].isupper()))


def sentence_around(text: str, start: int, end: int) -> Span:
    """Return the words around `[start, end)` from the end of the sentence before to the end of its own."""
    first = max(0, start - _BEFORE)
    for match in _END.finditer(text, first, start):
        if match.end() <= start and _ends(text, match):
            first = match.end()
    last = min(len(text), end + _AFTER)
    for match in _END.finditer(text, max(start, end - 1), last):
        if match.end() >= end and _ends(text, match):
            last = match.end()
            break
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return Span.of(text, first, last)
