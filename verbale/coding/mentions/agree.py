"""Let a document agree with itself: the same words name the same kind of thing wherever they stand in it.

The reader of names sees a window at a time, and a name with little around it ("Starr's office") may be called anything.
What the document's other places say of the same words decides with it; so does a full name, for its last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verbale.language.names import TYPES, Name, Names

_PERSON = TYPES.index("PER")
FULL = 1.0
"""What one full name of a person weighs for its last word, beside a place where that word stands alone."""
AGREED = 0.55
"""What share of the weight a type must have to be everybody's."""
_SUFFIXES = frozenset("jr sr ii iii".split())


def agree(text: str, names: Names) -> Names:
    """Give names that are written alike the type that the document as a whole makes likeliest."""
    surfaces = [_surface(text, name) for name in names.found]
    weights: dict[str, list[float]] = {}
    count: dict[str, int] = {}
    for name, surface in zip(names.found, surfaces, strict=True):
        if not name.shares:
            return names
        _add(weights, surface, name.shares)
        count[surface] = count.get(surface, 0) + 1
    fuller: set[str] = set()
    for name, surface in zip(names.found, surfaces, strict=True):
        parts = surface.split(" ")
        while len(parts) > 1 and parts[-1].strip(".").lower() in _SUFFIXES:
            parts.pop()
        if name.type == "PER" and len(parts) > 1 and parts[-1] in weights and parts[-1] not in fuller:
            fuller.add(parts[-1])
            _add(weights, parts[-1], [FULL * name.probability * (at == _PERSON) for at in range(len(TYPES))])
    found = []
    for name, surface in zip(names.found, surfaces, strict=True):
        if count[surface] > 1 or surface in fuller:
            name = _settled(name, weights[surface])
        found.append(name)
    return Names(tuple(found), names.starts, names.outside)


def _surface(text: str, name: Name) -> str:
    return " ".join(text[name.start : name.end].split()).removeprefix("the ").removeprefix("The ")


def _add(weights: dict[str, list[float]], surface: str, more: Sequence[float]) -> None:
    had = weights.setdefault(surface, [0.0] * len(TYPES))
    for at, value in enumerate(more):
        had[at] += value


def _settled(name: Name, weights: list[float]) -> Name:
    best = max(range(len(TYPES)), key=lambda at: weights[at])
    share = weights[best] / sum(weights)
    if share < AGREED:
        return name
    if TYPES[best] == name.type:
        return replace(name, probability=max(name.probability, round(share, 3)))
    return replace(name, type=TYPES[best], probability=round(share, 3))
