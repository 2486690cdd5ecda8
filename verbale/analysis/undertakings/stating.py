"""What a sentence states that rules test: deployments, activities, measurements, notices, memberships, with figures as intervals.

A pure function of the sentence and of the parties named in it. What is announced, feared, asked for or denied is marked so, and
never counts as conduct. A figure belongs to the party whose forces it counts; a party after "in" or "to" is where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from verbale.analysis.undertakings.bonds import members, notices
from verbale.analysis.undertakings.forces import exercises, forces, launches, weapons
from verbale.analysis.undertakings.sentence import Kind, Mode, Party, Reading, Statable
from verbale.analysis.undertakings.stocks import measured
from verbale.lexicon.actors import fold_phrase, lexicon

__all__ = ["Kind", "Mode", "Party", "Statable", "may_state", "parties_in", "stated_in"]

_MAY = re.compile(
    r"\d|\b(?:troops|soldiers|forces|brigade|battalion|division|exercis|drill|man[oe]+uv|missile|nuclear|"
    r"warship|carrier|bomber|"
    r"notif|notice|inform|invok|member|join|left|leave|quit|withdr|acced|access|enrich|centrifuge|stockpil)",
    re.I,
)


def may_state(text: str) -> bool:
    """Say whether a sentence could state anything: a quick look before the slow one."""
    return _MAY.search(text) is not None


def stated_in(text: str, parties: Sequence[Party]) -> list[Statable]:
    """Return what a sentence states, in the order of kinds; nothing where no rule could use it."""
    s = Reading(text, parties)
    found = list(forces(s))
    found += list(weapons(s, found))
    found += list(exercises(s, found))
    told = list(notices(s))
    # notice of leaving is not leaving
    return [*found, *launches(s), *measured(s), *told, *([] if told else members(s))]


def parties_in(text: str) -> tuple[Party, ...]:
    """Return the states and bodies that a text names, the longest name first: "North Korea" is not Korea."""
    at = [(m.start(), m.end()) for m in _NAMED.finditer(text)]
    found: list[Party] = []
    done = 0
    for n, (start, _) in enumerate(at):
        if start < done or not text[start].isupper():
            continue
        for last in range(min(n + 5, len(at)) - 1, n - 1, -1):
            words = text[start : at[last][1]]
            key = _key_of(words.removesuffix("'s").removesuffix("’s"))
            if key is not None:
                found.append(Party(start, start + len(words), key))
                done = start + len(words)
                break
    return tuple(found)


_NAMED = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


@lru_cache(maxsize=20_000)
def _key_of(words: str) -> str | None:
    entries = lexicon().phrases.get(fold_phrase(words), ())
    # "Let" is no LeT, "European" no EU: an abbreviation is written as one
    named = [
        e for e in entries if e.kind in {"polity", "organisation"} and (not e.surface.isupper() or words.isupper())
    ]
    keys = [e.key.split(".")[0] for e in named]
    known = lexicon().actors
    # a region does nothing ("Europe", "the West")
    return next((k for k in keys if k not in known or known[k].kind != "region"), None)
