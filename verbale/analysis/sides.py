"""The party that each actor's words count for: a state for its ministers, a movement that fights or opposes a state for its own.

"The Taliban" are of Afghanistan and no voice of its government; what rebels or a company say their state does not say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from verbale.lexicon import load_table, load_words
from verbale.store import Actor, Post

_MOVEMENTS = frozenset({"REB", "OPP"})
"""Sectors of those who are of a country and against its government."""
_BODIES = frozenset({"organisation", "office", "group"})
_NAME = re.compile(r"(?<![\w-])[A-Z]\w*(?:-\w+)*(?![\w-])")
_AGAINST = re.compile(
    r"(?:\b(?:against|opposed to|versus)|\b(?:fight|battl|combat|bomb|target|oppos)\w*ing) (?:the )?\Z"
)
"""Before a movement's name: who is told of is not of it."""


_TRADE = "BUS"


@cache
def _of_state() -> frozenset[str]:
    return frozenset(load_words("movements_of_state.txt"))


@cache
def _keys() -> frozenset[str]:
    """Return the lexicon's movements that are a side of their own."""
    rows = load_table("actors/organisations.tsv")
    return frozenset(r["key"] for r in rows if r["sector"] in _MOVEMENTS) - _of_state()


def is_movement(actor: Actor) -> bool:
    """Say whether an actor is a movement beside a state: a side of its own."""
    if actor.lexicon_key in _of_state():
        return False
    return actor.lexicon_key in _keys() or (actor.kind in _BODIES and actor.sector in _MOVEMENTS)


def parties_of(actors: Mapping[str, Actor], posts: Mapping[str, tuple[Post, ...]]) -> dict[str, str]:
    """Return the actor that stands for each actor's side: Ryabkov → Russia. An actor of no known side is its own."""
    by_key = {a.lexicon_key: a.id for a in actors.values() if a.lexicon_key}
    found = {a.id: by_key.get(a.country or "", a.id) for a in actors.values()}
    _set_movements_apart(actors, posts, by_key, found)
    _join_offices(actors, found)
    _set_groups_of_states(actors, found)
    return found


_STATES = re.compile(
    r"(?:the )?(?:[\w-]+ )?"
    r"(?:leaders|envoys|ministers|officials|presidents|diplomats|negotiators|representatives|delegations|ambassadors) "
    r"(?:of|from) (?P<states>[^\n]+)",
    re.I,
)
_PARTED = re.compile(r",? and |, ")


def several_states(name: str) -> list[str]:
    """Return the states that those of a name speak for: "the leaders of Norway, Sweden and Iceland"; none of one alone."""
    told = _STATES.fullmatch(name)
    states = [part.removeprefix("the ") for part in _PARTED.split(told.group("states"))] if told is not None else []
    return states if len(states) > 1 and all(state[:1].isupper() for state in states) else []


def _set_groups_of_states(actors: Mapping[str, Actor], found: dict[str, str]) -> None:
    """Let the first of several states stand for those who speak for all: the others are told of the statement itself."""
    groups = [(a, told[0]) for a in actors.values() if a.lexicon_key is None and (told := several_states(a.name))]
    if not groups:
        return
    states = {n: a.id for a in actors.values() if a.kind == "polity" and a.lexicon_key for n in (*a.aliases, a.name)}
    for actor, first in groups:
        if (state := states.get(first)) is not None and found[actor.id] == actor.id:
            found[actor.id] = state


def _set_movements_apart(
    actors: Mapping[str, Actor],
    posts: Mapping[str, tuple[Post, ...]],
    by_key: Mapping[str, str],
    found: dict[str, str],
) -> None:
    """Part movements from the states that they are of, and give them who speaks for them."""
    movements = [a for a in actors.values() if is_movement(a)]
    found.update((a.id, a.id) for a in movements)
    found.update((a.id, a.id) for a in actors.values() if a.sector == _TRADE)
    names = {n: a.id for a in movements if a.lexicon_key for n in (*a.aliases, a.name) if _NAME.fullmatch(n)}
    for a in actors.values():
        if a.lexicon_key in _keys():
            continue
        held = [p.of for p in posts.get(a.id, ()) if p.of] if a.kind == "person" else []
        over = held[-1] if held else (a.lexicon_key or "").rpartition(".")[0]
        if over in _keys():
            found[a.id] = by_key.get(over, a.id)
        elif a.lexicon_key is None and not held:
            # "the Taliban's ruling council", "a senior Hamas official"
            named = (m for m in _NAME.finditer(a.name) if _AGAINST.search(a.name, 0, m.start()) is None)
            found[a.id] = next((names[m[0]] for m in named if m[0] in names), found[a.id])


def _join_offices(actors: Mapping[str, Actor], found: dict[str, str]) -> None:
    """Give a person's office or government to the state of that person: "the Trump administration"."""
    people: dict[str, str] = {}
    double: set[str] = set()
    for a in actors.values():
        if a.kind != "person" or found[a.id] == a.id:
            continue
        parts = a.name.split()
        for name in {a.name, parts[0], parts[-1]} - {"The", "A", "An"}:
            if name[:1].islower():
                # "the French minister" is nobody's name
                continue
            if people.setdefault(name, found[a.id]) != found[a.id]:
                double.add(name)
    for a in actors.values():
        if found[a.id] != a.id or a.lexicon_key is not None or a.kind not in _BODIES:
            continue
        owner, of, _ = a.name.replace("’", "'").partition("'s ")
        words = owner.split()
        if not of:
            if len(words) < 2 or words[-1].casefold() not in load_words("posts_of_bodies.txt"):
                continue
            words = words[:-1]
        names = [" ".join(words[start:]) for start in range(len(words))]
        found[a.id] = next((people[n] for n in names if n in people and n not in double), a.id)
