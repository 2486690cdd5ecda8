"""Which of the fourteen acts a report is: by its reporting word, and for a plain "said" by what is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import get_args

from verbale.coding.attributions.found import Found
from verbale.lexicon import load_table
from verbale.model import Act


@cache
def _rules() -> tuple[tuple[Act, frozenset[str], re.Pattern[str]], ...]:
    acts: dict[str, Act] = {act: act for act in get_args(Act)}
    return tuple(
        (acts[r["act"]], frozenset(r["only"].split(",")), re.compile(r["pattern"], re.I))
        for r in load_table("acts.tsv")
    )


def act_of(found: Found, content: Sequence[str]) -> Act:
    """Return the act of a report."""
    if found.act_known:
        return found.act
    words = " ".join(content)[:600]
    for act, only, pattern in _rules():
        if found.act in only and pattern.search(words):
            return act
    return found.act
