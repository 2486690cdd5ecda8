"""W3C Web Annotations (JSON-LD): each reading of a statement and each account of an event, on the words of its article.

A target's source is the stored text (`urn:verbale:document:ID`), because positions hold for it and not for a page of the web,
whose address stands beside. Offsets are code points, as the recommendation wants them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from verbale.export.json import write_object
from verbale.export.rows import EvidenceRow
from verbale.export.urns import iri, urn
from verbale.export.view import View

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""Named, never fetched: `verbale/export/contexts/anno.json` holds the terms used here, for readers without a network."""
_AROUND = 32


def write(view: View, path: Path) -> None:
    """Write one collection with one page, statements first."""
    items = [*_readings(view), *_accounts(view)]
    page = {"id": "urn:verbale:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": CONTEXT,
        "id": "urn:verbale:annotations",
        "type": "AnnotationCollection",
        "label": "Statements and events, at their words",
        "total": len(items),
        "first": page,
    }
    write_object(collection, path)


def _readings(view: View) -> Iterator[dict[str, Any]]:
    for statement in view.store.statements():
        row = view.statement(statement)
        for reading in row.readings:
            described = f"{row.speaker or reading.speaker or 'Somebody'}: {row.act} ({row.mode})"
            bodies = [_tag(row.act), _text(described), _about("statement", row.id)]
            words = [e for e in reading.evidence if e.field == "content"]
            yield _annotation(view, reading.attribution_id, bodies, words)


def _accounts(view: View) -> Iterator[dict[str, Any]]:
    for event in view.store.events():
        row = view.event(event)
        for account in row.accounts:
            who, whom = ", ".join(row.actors), ", ".join(row.recipients)
            bodies = [_tag(row.type), _text(f"{who} → {whom}: {account.status}"), _about("event", row.id)]
            words = [e for e in account.evidence if e.field == "trigger"]
            yield _annotation(view, account.event_mention_id, bodies, words)


def _tag(value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _text(value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": value}


def _about(kind: str, row_id: str) -> dict[str, str]:
    return {"type": "SpecificResource", "purpose": "identifying", "source": urn(kind, row_id)}


def _annotation(view: View, row_id: str, bodies: list[dict[str, str]], words: Iterable[EvidenceRow]) -> dict[str, Any]:
    return {
        "id": urn("annotation", row_id),
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
        "target": [_target(view, e) for e in words],
    }


def _target(view: View, words: EvidenceRow) -> dict[str, Any]:
    document = view.page(words.document_id).document
    text = document.text
    source: dict[str, Any] = {"id": urn("document", document.id), "type": "Text", "format": "text/plain"}
    if document.language != "und":
        source["language"] = document.language
    if document.url:
        source["via"] = iri(document.url)
    quote = {
        "type": "TextQuoteSelector",
        "exact": words.text,
        "prefix": text[max(words.start - _AROUND, 0) : words.start],
        "suffix": text[words.end : words.end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": words.start, "end": words.end}
    return {"type": "SpecificResource", "source": source, "selector": [position, quote]}
