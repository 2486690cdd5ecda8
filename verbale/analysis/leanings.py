"""Settle a statement's stance between what rules read in its words and what the trained network takes it for.

The rules know the record: who is a party, who speaks, what is denied. The network has read how the press words stances, in
twenty-six thousand labelled reports; it reads the sentence as a whole. Each has a say, and where they agree it counts twice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from verbale.model import Stance

SHOWN = 1.0
"""What the rules' word adds to a stance's logarithm of probability."""
NONE = 0.5
"""What it adds to no stance where the reporting words name an act, or are none that is known; after a plain "said" nothing."""
_LEAST = 1.0
"""Percent, for stances that the record does not write down for being so unlikely."""
_STANCES: tuple[Stance, ...] = (
    "states", "demands", "offers", "accepts", "refuses", "denies", "red line", "threatens", "undecided",
)  # fmt: skip


def settled(rule: Stance, leanings: Sequence[tuple[Stance, float]], *, conditional: bool, plain: bool) -> Stance:
    """Return the stance that a statement takes; without leanings what the rules say. Of two as likely the rules' counts.

    `conditional`: its words hold a condition; `plain`: its reporting words only tell that something was said.
    """
    if not leanings:
        return rule
    shares = dict(leanings)
    own: Stance = "accepts" if rule == "accepts if" else rule
    added = SHOWN if own != "states" else 0.0 if plain else NONE

    def weight(stance: Stance) -> float:
        return math.log(max(shares.get(stance, 0.0), _LEAST)) + added * (stance == own)

    best = max(_STANCES, key=lambda stance: (weight(stance), stance == own))
    return "accepts if" if best == "accepts" and conditional else best


__all__ = ("settled",)
