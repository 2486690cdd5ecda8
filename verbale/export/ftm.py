"""FollowTheMoney entities, one JSON object a line: actors, articles, offices, events, and who is on record in which article.

A statement is a `Documentation` link between its speaker and an article: role is the act, `proof`'s words stand in `summary`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from verbale.export.days_of import known_part
from verbale.export.json import write_objects
from verbale.export.rows import DocumentRow, EventRow, StatementRow
from verbale.export.urns import place
from verbale.export.view import View
from verbale.lexicon import load_table
from verbale.lexicon.institutions import POLITY_KINDS, kind_of
from verbale.store import Actor, Event


class Entity(Struct, frozen=True):
    """One entity as FollowTheMoney reads it; every property is a list of texts."""

    id: str
    schema: str
    properties: dict[str, tuple[str, ...]]


_SCHEMATA = {"person": "Person", "organisation": "Organization", "polity": "PublicBody", "office": "PublicBody",
             "group": "LegalEntity"}  # fmt: skip


def write(view: View, path: Path) -> None:
    """Write the entities, those that are referred to first."""
    write_objects(_entities(view), path)


def _entity(entity_id: str, schema: str, **properties: str | tuple[str, ...] | None) -> Entity:
    given = {
        name: (value,) if isinstance(value, str) else tuple(dict.fromkeys(v for v in value if v))
        for name, value in properties.items()
        if value
    }
    return Entity(entity_id, schema, {name: values for name, values in given.items() if values})


def _entities(view: View) -> Iterator[Entity]:
    known = set()
    for actor in sorted(view.store.actors(), key=lambda a: a.id):
        if actor.kind in _SCHEMATA:
            known.add(actor.id)
            yield _actor(view, actor)
    for row in view.documents():
        yield _article(view, row)
    for statement in view.store.statements():
        if statement.speaker_id in known:
            yield from _said(view.statement(statement))
    for event in view.store.events():
        yield _event(view.event(event), event, known)


def _actor(view: View, actor: Actor) -> Entity:
    state = actor.country if actor.country and kind_of(actor.country) in POLITY_KINDS else None
    posts = tuple(p.title for p in view.store.posts(actor.id))
    described = "; ".join(dict.fromkeys(posts)) or None
    return _entity(
        actor.id, _SCHEMATA[actor.kind], name=actor.name, alias=actor.aliases, summary=described,
        description=f"belongs to {actor.country}" if actor.country else None,
        country=_codes().get(state or "", "").lower(),
    )  # fmt: skip


@cache
def _codes() -> dict[str, str]:
    return {row["alpha3"]: row["alpha2"] for row in load_table("country_codes.tsv")}


def _article(view: View, row: DocumentRow) -> Entity:
    document = view.page(row.id).document
    return _entity(
        row.id, "Article", title=row.title, publisher=row.outlet or None, author=row.byline,
        publishedAt=known_part(row.earliest, row.latest), sourceUrl=row.url, bodyText=document.text,
    )  # fmt: skip


def _said(row: StatementRow) -> Iterator[Entity]:
    for reading in row.readings:
        words = tuple(e for e in reading.evidence if e.field == "content")
        yield _entity(
            reading.attribution_id, "Documentation", entity=row.speaker_id, document=reading.document_id, role=row.act,
            date=known_part(row.earliest, row.latest), summary=tuple(e.text for e in words),
            description=tuple(place(e) for e in words), recordId=row.id, proof=reading.document_id,
            publisher=reading.outlet or None, sourceUrl=reading.url,
        )  # fmt: skip


def _event(row: EventRow, event: Event, known: set[str]) -> Entity:
    words = row.evidence("trigger")
    parties = [*row.actors, "→", *row.recipients] if row.recipients else [*row.actors]
    return _entity(
        row.id, "Event", name=f"{row.type}: {' '.join(parties)}".strip(": "), keywords=(row.type, row.mode or "", row.status),
        date=known_part(row.earliest, row.latest), location=row.place,
        involved=tuple(i for i in (*event.actor_ids, *event.recipient_ids) if i in known),
        summary=tuple(e.text for e in words), description=tuple(place(e) for e in words), recordId=row.id,
        proof=tuple(e.document_id for e in words),
    )  # fmt: skip
