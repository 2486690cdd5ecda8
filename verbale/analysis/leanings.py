"""Settle a statement's stance between what rules read in its words and what the trained network takes it for.

The rules know the record: who is a party, who speaks, what is denied. The network has read how the press words stances, in
forty-eight thousand labelled reports; it reads the sentence as a whole. Each has a say, and where they agree it counts twice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from verbale.language.acts import STANCES
from verbale.model import Stance

SHOWN, NONE = 0.75, 0.25
"""What the rules' word adds to a stance's logarithm of probability, and to that of none, where they find none."""
SHOWN_PLAIN, NONE_PLAIN = 0.5, 0.15
"""After a plain "said" the act is the network's too, and rules that go by it tell little more."""
MARKED = 2.0
"""Where the content holds words that take the stance by themselves ("none of their business") after a plain "said", or somebody
insists that a thing be done."""
_LEAST = 1.0
"""Percent, for stances that the record does not write down for being so unlikely."""
_HARD = frozenset({"refuses", "demands", "threatens"})
"""What a red line is besides: where the words draw one and a hard word is likeliest, it is the line (90 of 94 labelled ones)."""


def settled(
    rule: Stance, leanings: Sequence[tuple[Stance, float]], *, conditional: bool, plain: bool, marked: bool = False
) -> Stance:
    """Return the stance that a statement takes; without leanings what the rules say. Of two as likely the rules' counts.

    `conditional`: its words hold a condition; `plain`: its reporting words only tell that something was said; `marked`: its
    content holds words that take the rules' stance whatever was said around them.
    """
    if not leanings:
        return rule
    shares = dict(leanings)
    own: Stance = "accepts" if rule == "accepts if" else rule
    shown, none = (SHOWN_PLAIN, NONE_PLAIN) if plain else (SHOWN, NONE)
    if marked:
        shown = MARKED
    added = none if own == "states" else shown

    def weight(stance: Stance) -> float:
        return math.log(max(shares.get(stance, 0.0), _LEAST)) + added * (stance == own)

    best = max(STANCES, key=lambda stance: (weight(stance), stance == own))
    if own == "red line" and best in _HARD:
        return "red line"
    if marked and own == "refuses" and best == "denies":
        return "refuses"  # both are said with "not"; the words tell which
    return "accepts if" if best == "accepts" and conditional else best


__all__ = ("settled",)
