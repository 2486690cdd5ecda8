"""Settle a statement's stance between what rules read in its words and what the trained network takes it for.

The rules know the record: who is a party, who speaks, what is denied. The network has read how the press words stances, in
twenty-six thousand labelled reports; it reads the sentence as a whole. Each has a say, and where they agree it counts twice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from verbale.model import Stance

RULES = 0.5
"""What the rules' word adds to a stance's logarithm of probability."""
NONE = 0.0
"""What is added for no stance at all: a stance shown wrongly costs more than one that is missed."""
_LEAST = 1.0
"""Percent, for stances that the record does not write down for being so unlikely."""
_STANCES: tuple[Stance, ...] = (
    "states", "demands", "offers", "accepts", "refuses", "denies", "red line", "threatens", "undecided",
)  # fmt: skip


def settled(rule: Stance, leanings: Sequence[tuple[Stance, float]], conditional: bool) -> Stance:
    """Return the stance that a statement takes; without leanings what the rules say. Of two as likely the rules' counts."""
    if not leanings:
        return rule
    shares = dict(leanings)
    plain = "accepts" if rule == "accepts if" else rule

    def weight(stance: Stance) -> float:
        share = math.log(max(shares.get(stance, 0.0), _LEAST))
        return share + RULES * (stance == plain) + NONE * (stance == "states")

    best = max(_STANCES, key=lambda stance: (weight(stance), stance == plain))
    return "accepts if" if best == "accepts" and conditional else best


__all__ = ("settled",)
