"""Linked data. Readers: pyld and rdflib (with every network loader refused), followthemoney."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.export.conftest import TITLE, text_of
from verbale.export.annotations import CONTEXT
from verbale.record import Record

OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
RDF_VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"


def _loader() -> Callable[..., dict[str, Any]]:
    def load(url: str, options: object = None) -> dict[str, Any]:
        assert url == CONTEXT, f"{url} would be fetched"
        text = resources.files("verbale.export").joinpath("contexts/anno.json").read_text(encoding="utf-8")
        return {"contextUrl": None, "documentUrl": url, "document": json.loads(text)}

    return load


def test_annotations_expand_and_select_the_words(record: Record, tmp_path: Path) -> None:
    jsonld: Any = pytest.importorskip("pyld.jsonld", reason="pyld is not installed")
    record.export(tmp_path / "a.json", format="annotations")
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert data["@context"] == CONTEXT
    (collection,) = jsonld.expand(data, {"documentLoader": _loader()})
    annotations = [n for n in _nodes(collection) if f"{OA}Annotation" in n.get("@type", ())]
    readings = sum(len(s.readings) for s in record.statements()) + sum(len(e.accounts) for e in record.events())
    assert len(annotations) == readings == data["total"]
    for annotation in annotations:
        assert annotation[f"{OA}hasBody"]
        for target in annotation[f"{OA}hasTarget"]:
            source = target[f"{OA}hasSource"][0]["@id"].removeprefix("urn:verbale:document:")
            words = text_of(record, source)
            position, quote = target[f"{OA}hasSelector"]
            start, end = (int(position[f"{OA}{side}"][0]["@value"]) for side in ("start", "end"))
            assert quote[f"{OA}exact"][0]["@value"] == words[start:end]
            assert words[:start].endswith(quote[f"{OA}prefix"][0]["@value"])
            assert words[end:].startswith(quote[f"{OA}suffix"][0]["@value"])


def _nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(node for inner in value.values() for node in _nodes(inner))]
    return [node for inner in value for node in _nodes(inner)] if isinstance(value, list) else []


def _graph(path: Path) -> Any:
    rdflib: Any = pytest.importorskip("rdflib", reason="rdflib is not installed")
    return rdflib.Graph().parse(path, format="json-ld")


def test_provenance_leads_from_rows_to_words(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rdflib import RDF, URIRef

    monkeypatch.setattr("socket.socket", None)
    left, right = (e.accounts[0].event_mention_id for e in record.events()[:2])
    record.judge(left, right, "unsure", by="Eve Ørn", reason="<?>")
    record.export(tmp_path / "p.json", format="prov")
    graph = _graph(tmp_path / "p.json")
    quoted = list(graph.subject_objects(URIRef(f"{PROV}wasQuotedFrom")))
    assert quoted
    for _, words in quoted:
        document, _, fragment = str(words).removeprefix("urn:verbale:document:").partition("#char=")
        start, end = map(int, fragment.split(","))
        assert str(graph.value(words, URIRef(f"{PROV}value"))) == text_of(record, document)[start:end]
    assert len(list(graph.subjects(RDF.type, URIRef(f"{PROV}Activity")))) == 2
    persons = [str(o) for s in graph.subjects(RDF.type, URIRef(f"{PROV}Person")) for o in graph.objects(s)]
    assert "Eve Ørn" in persons


def test_schema_org_has_quotations_claims_and_events(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rdflib import RDF, Namespace

    monkeypatch.setattr("socket.socket", None)
    schema = Namespace("https://schema.org/")
    record.export(tmp_path / "s.json", format="schema.org")
    graph = _graph(tmp_path / "s.json")
    modes = [s.mode for s in record.statements()]
    assert len(list(graph.subjects(RDF.type, schema.Quotation))) == sum(m != "indirect" for m in modes)
    assert len(list(graph.subjects(RDF.type, schema.Claim))) == modes.count("indirect")
    assert TITLE in {str(o) for o in graph.objects(None, schema.headline)}
    assert any(str(o) == "https://schema.org/EventScheduled" for o in graph.objects(None, schema.eventStatus))
    by = {str(graph.value(o, schema.name)) for o in graph.objects(None, schema.spokenByCharacter)}
    assert by == {"Ada Berg", "Jon Vale"}
    for words in graph.subjects(schema.isPartOf, None):
        document, _, fragment = str(words).removeprefix("urn:verbale:document:").partition("#char=")
        start, end = map(int, fragment.split(","))
        assert str(graph.value(words, schema.text)) == text_of(record, document)[start:end]


def test_followthemoney_takes_every_entity(record: Record, tmp_path: Path) -> None:
    followthemoney: Any = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    record.export(tmp_path / "e.jsonl", format="followthemoney")
    lines = (tmp_path / "e.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    entities = {}
    for line in lines:
        raw = json.loads(line)
        # cleaned=False: FollowTheMoney checks every value and drops what it does not take
        proxy = followthemoney.EntityProxy.from_dict(raw, cleaned=False)
        assert set(proxy.properties) == set(raw["properties"]), raw
        entities[proxy.id] = proxy
    assert len(entities) == len(lines)
    countries = {p.caption: p.get("country") for p in entities.values() if p.schema.is_a("LegalEntity")}
    assert countries["Norway"] == countries["Jon Vale"] == ["no"]
    assert {p.schema.name for p in entities.values()} >= {"Person", "PublicBody", "Article", "Documentation", "Event"}
    for link in (p for p in entities.values() if p.schema.name == "Documentation"):
        assert entities[link.first("entity")].schema.is_a("LegalEntity")
        article = entities[link.first("document")]
        assert any(words in article.first("bodyText") for words in link.get("summary"))
