"""How probable it is that a finding is right: what the layers thought of it, and what its words look like."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from verbale.language.assemble import Found
from verbale.language.words import Words

_NOT_SAID = frozenset("not never to would could may might if cannot n't n’t t".split())
_PARTS = re.compile(r"[^\W\d_]+")
_FAR = 10
MARKS = ("reporting", "words", "few", "distance", "after", "that", "nested", "unsaid", "cue words")
"""What `looks` tells of a finding, in its order; the weights are fitted by training/calibrate.py."""


def looks(text: str, words: Words, found: Sequence[Found], reporting: frozenset[str]) -> list[list[float]]:
    """Return, for each finding of a document, what can be seen in its words."""
    covered = [(first, last, number) for number, one in enumerate(found) for first, last in one.content]
    rows = []
    for number, one in enumerate(found):
        size = sum(last - first for first, last in one.content)
        start = words.starts[one.content[0][0]]
        that = text[max(start - 5, 0) : start + 5].lower()
        cue: list[str] = []
        nested = after = 0.0
        gap = 0
        if one.cue is not None:
            low, high = one.cue
            cue = _PARTS.findall(text[words.starts[low] : words.ends[high - 1]].lower())
            nested = float(any(n != number and a <= low and high <= b for a, b, n in covered))
            after = float(one.content[0][0] > low)
            gap = min(max(a - high, low - b, 0) for a, b in one.content)
        rows.append(
            [
                float(any(word in reporting for word in cue)),
                math.log1p(size),
                float(size < 4),
                min(gap, _FAR) / _FAR,
                after,
                float("that " in that),
                nested,
                float(any(word in _NOT_SAID for word in cue)),
                float(len(cue)),
            ]
        )
    return rows


def probability(weights: Sequence[float], features: Sequence[float]) -> float:
    """Return the logistic of the weighted features, rounded: the last bits of a float may differ between processors.

    Weights fitted before there were this many features go with the first ones.
    """
    total = sum(w * f for w, f in zip(weights, features, strict=False))
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 3)
