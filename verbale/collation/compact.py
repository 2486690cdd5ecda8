"""The actors of a record, laid down anew in memory of their own.

What is told of actors rests on words of all chains of mentions. As long as one word in a page of memory is held, the page is,
and the chains of a large record are a third of all that its collation takes: they would be let go, and come to nothing.
"""

from __future__ import annotations

from collections import Counter

import msgspec
from msgspec import Struct

from verbale.collation.actors import ActorFacts, Folded, Join, Post, Relation


class _Actor(Struct, frozen=True, array_like=True):
    key: str
    kind: str
    lexicon_key: str | None
    names: dict[str, int]
    surfaces: dict[str, int]
    mention_ids: list[str]
    kinds: dict[str, int]
    polity: str | None
    sector: str
    posts: tuple[Post, ...]
    named: bool
    bodies: frozenset[str]


class _Folded(Struct, frozen=True, array_like=True):
    actors: list[_Actor]
    relations: tuple[Relation, ...]
    joins: tuple[Join, ...]
    conflicts: tuple[tuple[tuple[str, str], tuple[str, str]], ...]


def pack(folded: Folded) -> bytes:
    """Return the actors of a record as bytes."""
    actors = [
        _Actor(
            a.key, a.kind, a.lexicon_key, a.names, a.surfaces, a.mention_ids, a.kinds, a.polity, a.sector, a.posts, a.named,
            a.bodies,
        )
        for a in folded.actors.values()
    ]  # fmt: skip
    return msgspec.msgpack.encode(_Folded(actors, folded.relations, folded.joins, folded.conflicts))


def unpack(data: bytes) -> Folded:
    """Return the actors of a record from bytes."""
    held = msgspec.msgpack.decode(data, type=_Folded)
    actors: dict[str, ActorFacts] = {}
    of_mention: dict[str, str] = {}
    for a in held.actors:
        actors[a.key] = ActorFacts(
            a.key, a.kind, a.lexicon_key, Counter(a.names), Counter(a.surfaces), a.mention_ids, Counter(a.kinds), a.polity,
            a.sector, a.posts, a.named, a.bodies,
        )  # fmt: skip
        of_mention.update(dict.fromkeys(a.mention_ids, a.key))
    return Folded(actors, of_mention, held.relations, held.joins, held.conflicts)
