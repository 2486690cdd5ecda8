"""What a statement is about: the words that the trained network named in it, or where it named none, its content.

The network has learned from nineteen thousand reports which words a reader would write over the column of a table of
positions. A small tagger names none: then things are told by small words and lists alone (`things`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from verbale.analysis.facts import Said
from verbale.analysis.things import Thing, is_gerund, thing_named, things_in
from verbale.lexicon import load_table, load_words


def about(said: Said) -> str:
    """Return the words that tell what a statement is about."""
    return said.matters[0] if said.matters else said.content


def things_of(said: Said) -> tuple[Thing, ...]:
    """Return the things that a statement is about, the first one first."""
    if own := own_things(said):
        return own
    meant = " ".join(said.matters).casefold()
    least = _LEAST if meant else 0.0
    return tuple(
        thing
        for thing in _likeliest(things_in(said.content))
        if _share(thing) >= least or (" " in thing.name and thing.name.casefold() in meant)
    )


def _likeliest(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Return things in the order in which readers would call them what a stance is about; of two as likely the first named."""
    worth = {thing: _share(thing) * _LATER**place for place, thing in enumerate(things)}
    return tuple(sorted(things, key=lambda thing: -worth[thing]))


def _share(thing: Thing) -> float:
    """Return how often readers took a thing for what a stance is about."""
    share, seen = _shares().get(thing.word, (0.0, 0))
    return (share * seen + _PRIOR * _UNSEEN) / (seen + _PRIOR)


@cache
def _shares() -> dict[str, tuple[float, int]]:
    return {row["word"]: (int(row["share"]) / 100, int(row["seen"])) for row in load_table("issue_matters.tsv")}


_LEAST = 0.25
"""What the network has not named must be named so often by readers for a statement to be of it."""
_LATER = 0.9
"""What a thing counts beside the one named before it."""
_PRIOR, _UNSEEN = 4, 0.3
"""What a word counts for that readers hardly met."""


def own_things(said: Said) -> tuple[Thing, ...]:
    """Return the things that the network named as what a statement is about; none where its words name nothing by themselves."""
    return _named(said.matters, said.content) if said.matters else ()


@lru_cache(50_000)
def _named(matters: tuple[str, ...], content: str) -> tuple[Thing, ...]:
    named = (thing_named(_without_verb(words, content)) for words in matters)
    return tuple({thing.head: thing for thing in named if thing is not None}.values())


def _without_verb(words: str, content: str) -> str:
    """Return the words of a matter without the verb that they begin with: "veto the bill", "pressuring Norland", "enforcing"."""
    first, _, rest = words.partition(" ")
    lead, _, behind = content.partition(words)
    before = (lead.split()[-1:] or [""])[0].casefold() if behind or lead != content else ""
    if _ANSWERS.match(words) is not None:
        return ""  # "hit back", "respond blow for blow": to what, it does not say
    # "hammering Norland", but "the bidding round"
    verb = rest[:1].isupper() if is_gerund(first) else before in _ASKS and first in _verbs()
    if rest and first.islower() and " of " not in words and verb:
        return rest
    done = before in _DONE and first.endswith("ed")
    if not rest and first.islower() and (done or (is_gerund(first) and _acts_on(behind))):
        return ""  # "the band must be disarmed", "enforcing the quota"
    return words


def _acts_on(behind: str) -> bool:
    """Say whether the words behind a verb begin with what it is done to."""
    after = (behind.split(None, 1) or [""])[0]
    return after.casefold() in _OBJECTS or after[:1].isupper()


@cache
def _verbs() -> frozenset[str]:
    return frozenset(load_words("events_candidates.txt"))


_ANSWERS = re.compile(
    r"(?:respond|retaliat|react|(?:hit|fight|strike|push) back|stand up|step (?:up|back|in)|sit down|act (?:\w+ly|alone))\w*",
    re.I,
)
_ASKS = frozenset("to will would could can must should may might shall not never let".split())
_DONE = frozenset("be been being is are was were get".split())
_OBJECTS = frozenset("the a an its their his her our my your any all this that these those them him us".split())


__all__ = ("about", "own_things", "things_of")
