"""Whose voice is whose: whether words told of two actors can be one party's words.

A spokesman, a ministry, the seat of a presidency and the capital speak for their state; two named persons never speak for
each other, nor two ministries, nor anybody across states.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from verbale.collation.actors import ActorFacts, Folded


class _Party(Struct, frozen=True):
    polity: str | None
    person: bool
    named: bool
    own: str | None
    path: frozenset[str]


class Parties:
    """Answers by actor key, each in constant time."""

    def __init__(self, folded: Folded) -> None:
        self._parties: Mapping[str, _Party] = {key: _party(actor) for key, actor in folded.actors.items()}

    def polity(self, key: str) -> str | None:
        """Return the lexicon key of the state or organisation of an actor, None where it is not known."""
        party = self._parties.get(key)
        return party.polity if party is not None else None

    def person(self, key: str) -> bool:
        """Say whether an actor is somebody."""
        party = self._parties.get(key)
        return party is not None and party.person

    def rivals(self, first: str, second: str) -> bool:
        """Say whether two actors are known to belong to different states or organisations."""
        one, other = self.polity(first), self.polity(second)
        return one is not None and other is not None and one != other

    def same_voice(self, first: str, second: str) -> bool:
        """Say whether what one actor says may stand as said by the other."""
        if first == second:
            return True
        one, other = self._parties.get(first), self._parties.get(second)
        if one is None or other is None or one.polity is None or one.polity != other.polity:
            return False
        if one.own is not None and one.own in other.path:
            return True
        if other.own is not None and other.own in one.path:
            return True
        if one.own is not None or other.own is not None or (one.named and other.named):
            return False
        # an unnamed "Kremlin spokesman" beside a named one, "a US official" beside another: the narrower voice holds the wider
        return bool(one.path) and bool(other.path) and (one.path <= other.path or other.path <= one.path)


def _party(actor: ActorFacts) -> _Party:
    own = actor.lexicon_key if actor.kind != "person" else None
    return _Party(actor.polity, actor.kind == "person", actor.named, own, actor.bodies)
