"""When do two names in a coding and in gold mean the same one? The rule of the scorer, not of collation.

Two names agree when, written small and without accents, articles, possessives, marks and what follows "in", "at", "on",
1. they are equal, or both stand among the names and aliases of one actor of the gold, or
2. the words of the shorter are words of the longer and both end in the same word ("Peskov", "Kremlin spokesman Dmitry
   Peskov"), or
3. they end in the same word and the words before it look alike ("Sergei Ryabkov", "Deputy Minister Sergey Ryabkov").
Words look alike when they are spelled all but the same; given names when they share the first letter and half the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.fuzz import ratio

_ARTICLES = frozenset({"the", "a", "an"})
_WHERE = frozenset({"in", "at", "aboard", "on", "during"})
_PREPOSITIONS = frozenset({"of", "for", "to", "in", "at", "from", "with"})
_FAMILY = 90.0
"""Least likeness of two family names: "Ryabkov"/"Ryoabkov" 93, "Austria"/"Australia" 88."""
_GIVEN = 50.0
"""Least likeness of two given names that share a first letter: "Sergei"/"Sergey" 83, "Joe"/"Jill" 29."""


@lru_cache(maxsize=4096)
def all_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, small and plain."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"['’]s?(?!\w)", "", plain).replace(".", "")
    return tuple(word for word in re.findall(r"\w+", plain) if word not in _ARTICLES)


def name_words(name: str) -> tuple[str, ...]:
    """Return the words by which a name is compared: "reporters in Moscow" are reporters."""
    words = all_words(name)
    return words[: next((place for place, word in enumerate(words) if place and word in _WHERE), len(words))]


def _alike(left: str, right: str) -> bool:
    return left == right or (min(len(left), len(right)) >= 6 and ratio(left, right) >= _FAMILY)


def agree(left: str, right: str) -> bool:
    """Tell whether two names agree by their words alone."""
    first, second = sorted((name_words(left), name_words(right)), key=len)
    if not first or not second or not _alike(first[-1], second[-1]):
        return False
    before, rest = first[:-1], second[:-1]
    if len(second) > len(first) and rest[-1] in _PREPOSITIONS:
        return False  # "the president of Ukraine" is not Ukraine
    if not before or all(any(_alike(word, other) for other in rest) for word in before):
        return True
    return bool(rest) and before[-1][0] == rest[-1][0] and ratio(before[-1], rest[-1]) >= _GIVEN


class Names:
    """Compares names with the aliases that a gold file declares."""

    def __init__(self, actors: Iterable[Iterable[str]]) -> None:
        self._actor: dict[tuple[str, ...], int] = {}
        for number, names in enumerate(actors):
            for name in names:
                self._actor.setdefault(all_words(name), number)

    def same(self, left: str, right: str) -> bool:
        """Tell whether two names mean the same one."""
        first, second = self._actor.get(all_words(left)), self._actor.get(all_words(right))
        if first is not None and second is not None:
            return first == second
        return agree(left, right)
