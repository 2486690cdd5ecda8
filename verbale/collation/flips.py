"""Whose voices are one since the time before, and were not, or the other way round: what is to be compared anew for that alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable

from verbale.collation.actors import ActorFacts, Folded
from verbale.collation.parties import Parties

Spoken = dict[str, tuple[str, str, bool, tuple[str, ...]]]
"""By actor: its kind, its state, whether it goes by a name, the bodies for which it speaks."""

_PREFIX = "lexicon:"


def spoken_of(folded: Folded) -> Spoken:
    """Return of all actors that may speak for another what decides for whom."""
    return {
        key: (a.kind, a.polity, a.named, tuple(sorted(a.bodies)))
        for key, a in folded.actors.items()
        if a.polity is not None and (a.bodies or (a.lexicon_key is not None and a.kind != "person"))
    }


Flip = tuple[str, str]
"""Two actors whose voices became one, or two."""


def flipped(before: Spoken, now: Spoken, same: Callable[[str, str], bool]) -> list[Flip]:
    """Return each two actors whose voices became one, or two; `same` answers for now."""
    changed = sorted(key for key in before.keys() | now.keys() if before.get(key) != now.get(key))
    if not changed:
        return []
    states = {held[key][1] for held in (before, now) for key in changed if key in held}
    of_state: defaultdict[str, set[str]] = defaultdict(set)
    for held in (before, now):
        for key, (_, state, _, _) in held.items():
            if state in states:
                of_state[state].add(key)
    was = Parties(Folded({key: _actor(key, before) for key, told in before.items() if told[1] in states}, {}, (), ()))
    pairs: set[Flip] = set()
    for key in changed:
        own = {held[key][1] for held in (before, now) if key in held}
        others = {other for state in own for other in of_state[state]} - {key}
        pairs.update(
            (min(key, other), max(key, other)) for other in others if was.same_voice(key, other) != same(key, other)
        )
    return sorted(pairs)


def rarer(pairs: Collection[Flip], names: Iterable[Collection[str]]) -> set[str]:
    """Return of each two actors the one that fewer articles name; `names` has the actors of each article."""
    asked = {key for pair in pairs for key in pair}
    count: Counter[str] = Counter(key for own in names for key in asked.intersection(own))
    return {min(pair, key=lambda key: (count[key], key)) for pair in pairs}


def _actor(key: str, held: Spoken) -> ActorFacts:
    kind, state, named, bodies = held[key]
    own = key.removeprefix(_PREFIX) if key.startswith(_PREFIX) else None
    return ActorFacts(key, kind, own, polity=state, named=named, bodies=frozenset(bodies))
