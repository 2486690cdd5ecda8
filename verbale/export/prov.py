"""PROV-O as JSON-LD: what each statement and event was quoted from, what each coding used, and which person judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from verbale.collation.judgements import is_person
from verbale.export.json import write_object
from verbale.export.rows import EvidenceRow
from verbale.export.urns import iri, place, urn
from verbale.export.view import View
from verbale.model import row_id

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "verbale": "urn:verbale:term:",
    "label": "rdfs:label",
    "value": "prov:value",
    "source": {"@id": "dcterms:source", "@type": "@id"},
    "sha256": "verbale:sha256",
    "locator": "verbale:locator",
    "reason": "rdfs:comment",
    "verdict": "verbale:verdict",
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "used": {"@id": "prov:used", "@type": "@id"},
    "generated": {"@id": "prov:generated", "@type": "@id"},
    "hadMember": {"@id": "prov:hadMember", "@type": "@id"},
}  # fmt: skip
"""Written into the file: a reader fetches nothing."""


def write(view: View, path: Path) -> None:
    """Write one graph."""
    write_object({"@context": CONTEXT, "@graph": list(_graph(view))}, path)


def _graph(view: View) -> Iterator[dict[str, Any]]:
    coders = set()
    for document_id in view.store.document_ids():
        yield from _document(view, document_id)
        coding = view.page(document_id).coding
        if coding is not None:
            coders.add(coding.coder)
    for coder in sorted(coders):
        yield {
            "@id": _software(coder),
            "@type": ["prov:SoftwareAgent", "prov:Agent"],
            "label": f"verbale, coder {coder}",
        }
    for statement in view.store.statements():
        row = view.statement(statement)
        readings = [
            (r.attribution_id, r.document_id, [e for e in r.evidence if e.field == "content"]) for r in row.readings
        ]
        yield from _entity("statement", row.id, f"{row.speaker or 'somebody'}: {row.act}", readings)
    for event in view.store.events():
        told = view.event(event)
        accounts = [
            (a.event_mention_id, a.document_id, [e for e in a.evidence if e.field == "trigger"]) for a in told.accounts
        ]
        yield from _entity("event", told.id, f"{told.type} ({told.status})", accounts)
    yield from _judgements(view)


def _software(coder: str) -> str:
    return urn("software", row_id("coder", coder))


def _document(view: View, document_id: str) -> Iterator[dict[str, Any]]:
    page = view.page(document_id)
    receipts = view.store.receipts(document_id)
    found: dict[str, Any] = {
        "@id": urn("document", document_id),
        "@type": "prov:Entity",
        "label": page.title,
        "sha256": sorted({r.raw_sha256 for r in receipts}),
        "locator": sorted({r.locator for r in receipts}),
    }
    if page.document.url:
        found["source"] = iri(page.document.url)
    if page.document.outlet:
        outlet = urn("outlet", page.document.outlet.id)
        found["wasAttributedTo"] = outlet
        yield {"@id": outlet, "@type": ["prov:Agent", "prov:Organization"], "label": page.document.outlet.name}
    yield found
    if page.coding is not None:
        yield {
            "@id": urn("coding", document_id),
            "@type": "prov:Activity",
            "label": page.coding.coder,
            "used": urn("document", document_id),
            "wasAssociatedWith": _software(page.coding.coder),
        }


def _entity(
    kind: str, row: str, label: str, parts: list[tuple[str, str, list[EvidenceRow]]]
) -> Iterator[dict[str, Any]]:
    yield {
        "@id": urn(kind, row),
        "@type": ["prov:Entity", "prov:Collection"],
        "label": label,
        "hadMember": [urn("row", part) for part, _, _ in parts],
    }
    for part, document_id, words in parts:
        yield {
            "@id": urn("row", part),
            "@type": "prov:Entity",
            "wasGeneratedBy": urn("coding", document_id),
            "wasDerivedFrom": urn("document", document_id),
            "wasQuotedFrom": [place(e) for e in words],
        }
        for e in words:
            yield {
                "@id": place(e),
                "@type": "prov:Entity",
                "value": e.text,
                "wasDerivedFrom": urn("document", document_id),
            }


def _judgements(view: View) -> Iterator[dict[str, Any]]:
    for j in view.store.judgements():
        if not is_person(j.by):
            continue
        agent = urn("person", row_id("person", j.by))
        yield {"@id": agent, "@type": ["prov:Agent", "prov:Person"], "label": j.by}
        yield {
            "@id": urn("judgement", row_id("judgement", j.left, j.right, j.by, j.verdict)),
            "@type": "prov:Entity",
            "wasAttributedTo": agent,
            "wasDerivedFrom": [urn("row", j.left), urn("row", j.right)],
            "verdict": j.verdict,
            "reason": j.reason,
        }
