"""Whether what may be a report is one: what the trained head, the tagger and the rules say of it, weighed together.

The weights (`lexicon/heard.tsv`) are fitted on reports of real articles that readers let stand or struck out.
"""

from __future__ import annotations

import math
from functools import cache

from verbale.coding.attributions.found import Found, Page, extent
from verbale.coding.attributions.learned import is_heard, is_strong
from verbale.language.acts import ACTS, ActRead
from verbale.lexicon import load_table

LEAST, DOUBTFUL = 0.5, 0.8
"""From here up something was said: of what a rule or the tagger is sure of, and of what neither is."""
NOTHING = 96
"""From this on, in percent, nothing was said that a party's position could be told by."""
NO_STANCE = 60
"""Below this, in percent, of "no stance" a position is told ("wants", "opposes"): it is written down, though nobody speaks."""
_CERTAIN = 99.5


def odds(percent: float) -> float:
    """Return the logarithm of the odds of a probability in percent, never endless."""
    share = min(max(percent, 100 - _CERTAIN), _CERTAIN) / 100
    return math.log(share / (1 - share))


def figures(page: Page, item: Found, read: ActRead) -> dict[str, float]:
    """Return what tells whether a report is one, figure by figure."""
    nothing, belief = odds(read.nothing), odds(100 * item.confidence)
    direct = float(item.mode == "direct")
    noun = float("noun:" in item.rule)
    return {
        "one": 1.0,
        "nothing": nothing,
        "nothing, direct": nothing * direct,
        "belief": belief,
        "belief, doubtful": belief * item.doubtful,
        "doubtful": float(item.doubtful),
        "direct": direct,
        "mixed": float(item.mode == "mixed"),
        "strong": float(is_strong(page, item)),
        "heard": float(is_heard(page, item)),
        "by both": float("+" in item.rule),
        "by rule": float(not item.rule.startswith("attribution")),
        "noun": noun,
        "no stance": (read.stances[0] if read.stances else 100) / 100,
        "length": math.log1p(extent(item.content)),
        "no cue": float(not item.cue),
        "no speaker": float(item.speaker is None),
    }


@cache
def _weights() -> dict[str, float]:
    return {row["figure"]: float(row["weight"]) for row in load_table("heard.tsv")}


def probability(page: Page, item: Found, read: ActRead) -> float:
    """Return how probable it is that something was said."""
    weights = _weights()
    total = sum(weights.get(name, 0.0) * value for name, value in figures(page, item, read).items())
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)


_POSITIONS = frozenset(ACTS.index(act) for act in ("accept", "refuse"))
"""Acts that tell where a party stands by their verb alone."""


def takes_stance(read: ActRead) -> bool:
    """Say whether the trained head takes a report for somebody's position."""
    return bool(read.stances) and (read.stances[0] < NO_STANCE or read.act in _POSITIONS)


def is_said(page: Page, item: Found, read: ActRead) -> bool:
    """Say whether a report is one that is written down: something was said, or a party's position is told."""
    if not read.stances:
        return not item.doubtful  # weights that tell no stances
    if takes_stance(read) and not item.doubtful:
        return read.nothing < NOTHING or item.mode != "indirect"
    return probability(page, item, read) >= (DOUBTFUL if item.doubtful else LEAST)
