"""Words of one matter: those of like meaning, and those that the language of disputes uses for one another."""

from __future__ import annotations

from functools import cache

from verbale.lexicon import load_words
from verbale.lexicon.wording import canonical, contrary, like

AKIN = 0.8
"""How near words of one set are."""


@cache
def _sets() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in load_words("akin.txt"):
        words = frozenset(form for word in line.split() for form in (word, canonical(word)))
        for word in words:
            found[word] = found.get(word, frozenset()) | words
    return found


@cache
def akin(word: str) -> dict[str, float]:
    """Return the words that may stand for a word, with how near they are; its contraries are left out."""
    found = dict(like(word))
    for other in _sets().get(word, ()):
        if other != word and not contrary(word, other):
            found[other] = max(found.get(other, 0.0), AKIN)
    return found
