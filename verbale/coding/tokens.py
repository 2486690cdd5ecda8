"""Words with their places: the light tokens that the rules read."""

from __future__ import annotations

import re

from msgspec import Struct

_TOKEN = re.compile(r"\w+(?:[.’'‑-]\w+)*|[^\w\s]")


class Token(Struct, frozen=True, gc=False):
    """A word or a mark at `[start, end)`; `low` is its case-folded form."""

    start: int
    end: int
    low: str
    upper: bool
    """True where it begins with a capital letter."""

    @property
    def word(self) -> bool:
        """True for a word or number, False for a punctuation mark."""
        return self.low[0].isalnum() or self.low[0] == "_"


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of `text[start:end]`; "Ukraine’s" is one word, "U.S." gives "U.S" and a stop."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        low = word.casefold()
        first, last = match.span()
        found.append(Token(first, last, low if word.isascii() else low.replace("’", "'"), word[0].isupper()))
    return found
