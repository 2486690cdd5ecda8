"""Who spoke to whom, who spoke about whom, who met or called whom, who did what to whom: the network of a record's actors."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from msgspec import Struct

from verbale.export.rows import EvidenceRow
from verbale.export.view import View
from verbale.model import row_id
from verbale.store import Actor, Statement


class Tie(Struct, frozen=True):
    """All rows that tie one actor to another in one way."""

    id: str
    source: str
    target: str
    relation: str
    """`spoke to`, `spoke about`, `consulted` (has no direction), or what was done, in lower case: `threaten`, `aid` ..."""
    rows: tuple[str, ...]
    """Ids of the statements or events."""
    first: EvidenceRow
    """The words of the first of them."""

    @property
    def words(self) -> str:
        """Where the first row's words stand."""
        return f"{self.first.document_id}#{self.first.start}-{self.first.end}"


class Network(Struct, frozen=True):
    """Actors that are tied to another, and their ties."""

    actors: tuple[Actor, ...]
    ties: tuple[Tie, ...]


_Found = tuple[str, str, str, str, EvidenceRow]


def network(view: View) -> Network:
    """Return the network, in an order that never changes."""
    gathered: dict[tuple[str, str, str], list[tuple[str, EvidenceRow]]] = {}
    for source, relation, target, row, words in (*_spoken(view), *_done(view)):
        if source != target and source in view.actors_by_id and target in view.actors_by_id:
            gathered.setdefault((source, relation, target), []).append((row, words))
    ties = tuple(
        Tie(row_id("tie", *key), key[0], key[2], key[1], tuple(dict.fromkeys(r for r, _ in rows)), rows[0][1])
        for key, rows in sorted(gathered.items())
    )
    tied = {actor for tie in ties for actor in (tie.source, tie.target)}
    actors = tuple(sorted((view.actors_by_id[i] for i in tied), key=lambda a: (a.name, a.id)))
    return Network(actors, ties)


def _spoken(view: View) -> Iterator[_Found]:
    actor_of = {m: a.id for a in view.actors_by_id.values() for m in a.mention_ids}
    for statement in view.store.statements():
        if statement.speaker_id is None:
            continue
        row = view.statement(statement)
        words = next(iter(row.evidence("content")), None)
        if words is None:
            continue
        if statement.addressee_id is not None:
            yield statement.speaker_id, "spoke to", statement.addressee_id, row.id, words
        for about in _named(view, statement, actor_of):
            yield statement.speaker_id, "spoke about", about, row.id, words


def _named(view: View, statement: Statement, actor_of: dict[str, str]) -> list[str]:
    """Return the actors whom a statement's readings name in what is said."""
    found: set[str] = set()
    for reading in view.store.readings(statement.id):
        mentions = view.page(reading.document_id).mentions.values()
        for mention in mentions:
            inside = any(s.start <= mention.span.start and mention.span.end <= s.end for s in reading.content)
            if inside and mention.id in actor_of:
                found.add(actor_of[mention.id])
    return sorted(found)


def _done(view: View) -> Iterator[_Found]:
    for event in view.store.events():
        if event.status in {"denied", "hypothetical"}:
            continue
        words = next(iter(view.event(event).evidence("trigger")), None)
        if words is None:
            continue
        if event.type == "CONSULT":
            relation = "consulted" if event.status == "happened" else "is to consult"
            everybody = sorted({*event.actor_ids, *event.recipient_ids})
            sides = combinations(everybody, 2) if not event.recipient_ids or not event.actor_ids else None
            pairs = sides or ((min(p), max(p)) for p in product(event.actor_ids, event.recipient_ids))
            for one, other in sorted(set(pairs)):
                yield one, relation, other, event.id, words
        else:
            relation = event.type.lower() if event.status == "happened" else f"is to {event.type.lower()}"
            for one, other in product(event.actor_ids, event.recipient_ids):
                yield one, relation, other, event.id, words
