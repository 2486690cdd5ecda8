"""Words with their places: the light tokens that the rules read."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+(?:[.’'‑-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Token:
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
    return [
        Token(m.start(), m.end(), (word := m.group()).casefold().replace("’", "'"), word[0].isupper())
        for m in _TOKEN.finditer(text, start, end)
    ]
