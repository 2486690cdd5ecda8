"""schema.org as JSON-LD: articles, who said what in them (`Quotation` where quoted, `Claim` where reported), events, parties."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from verbale.export.days_of import known_part
from verbale.export.json import write_object
from verbale.export.rows import EventRow, StatementRow
from verbale.export.urns import iri, place, urn
from verbale.export.view import View
from verbale.store import Event

CONTEXT = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}, "eventStatus": {"@type": "@vocab"}}
"""Written into the file: a reader fetches nothing."""
_TYPES = {"person": "Person", "polity": "Country", "place": "Place", "document": "CreativeWork"}
_STATES = {"scheduled": "EventScheduled"}


def write(view: View, path: Path) -> None:
    """Write one graph. Events that are denied or only supposed are none and stay out."""
    write_object({"@context": CONTEXT, "@graph": list(_graph(view))}, path)


def _given(**values: Any) -> dict[str, Any]:
    return {name.replace("at_", "@"): value for name, value in values.items() if value not in (None, "", [], ())}


def _graph(view: View) -> Iterator[dict[str, Any]]:
    for row in view.documents():
        yield _given(
            at_id=urn("document", row.id), at_type="NewsArticle", headline=row.title, url=iri(row.url) if row.url else None,
            publisher=_given(at_type="Organization", name=row.outlet) if row.outlet else None,
            author=_given(at_type="Person", name=row.byline) if row.byline else None,
            datePublished=known_part(row.earliest, row.latest), temporal=row.dateline,
            inLanguage=row.language if row.language != "und" else None, identifier=row.id,
        )  # fmt: skip
    for actor in sorted(view.store.actors(), key=lambda a: a.id):
        kind = _TYPES.get(actor.kind, "Organization")
        yield _given(at_id=urn("actor", actor.id), at_type=kind, name=actor.name, alternateName=list(actor.aliases))
    for statement in view.store.statements():
        yield _statement(view.statement(statement))
    for event in view.store.events():
        if event.status not in {"denied", "hypothetical"}:
            yield _event(view.event(event), event)


def _words(row: StatementRow | EventRow, field: str) -> list[dict[str, Any]]:
    return [
        _given(at_id=place(e), at_type="CreativeWork", text=e.text, isPartOf={"@id": urn("document", e.document_id)})
        for e in row.evidence(field)
    ]


def _statement(row: StatementRow) -> dict[str, Any]:
    speaker = {"@id": urn("actor", row.speaker_id)} if row.speaker_id else None
    words = _words(row, "content")
    day = known_part(row.earliest, row.latest)
    common = _given(at_id=urn("statement", row.id), identifier=row.id, text=row.content, dateCreated=day, genre=row.act)
    if row.mode == "indirect":
        return {**common, **_given(at_type="Claim", author=speaker, appearance=words)}
    return {**common, **_given(at_type="Quotation", spokenByCharacter=speaker, citation=words)}


def _event(row: EventRow, event: Event) -> dict[str, Any]:
    who, whom = ", ".join(row.actors), ", ".join(row.recipients)
    return _given(
        at_id=urn("event", row.id), at_type="Event", identifier=row.id, additionalType=f"PLOVER {row.type}",
        name=f"{row.type}: {who} – {whom}" if whom else f"{row.type}: {who}",
        startDate=known_part(row.earliest, row.latest), temporalCoverage=row.when, eventStatus=_STATES.get(row.status),
        location=_given(at_type="Place", name=row.place) if row.place else None,
        organizer=[{"@id": urn("actor", i)} for i in event.actor_ids],
        attendee=[{"@id": urn("actor", i)} for i in event.recipient_ids],
        subjectOf=_words(row, "trigger"),
    )  # fmt: skip
