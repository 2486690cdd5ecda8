"""Networks of actors. Reader: networkx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from verbale.record import Record


def _ties(graph: Any) -> set[tuple[str, str, str]]:
    names = {node: data["label"] for node, data in graph.nodes(data=True)}
    return {(names[a], data["relation"], names[b]) for a, b, data in graph.edges(data=True)}


EXPECTED = {
    ("Jon Vale", "spoke to", "Ada Berg"),
    ("Ada Berg", "spoke about", "Norway"),
    ("Iceland", "threaten", "Norway"),
    ("Norwegian forces", "assault", "Icelandic soldiers"),
}


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networkx_reads_who_spoke_to_whom_and_who_met(record: Record, tmp_path: Path, name: str) -> None:
    networkx: Any = pytest.importorskip("networkx", reason="networkx is not installed")
    target = tmp_path / f"net.{name}"
    record.export(target)
    graph = networkx.read_graphml(target) if name == "graphml" else networkx.read_gexf(target)
    ties = _ties(graph)
    assert ties >= EXPECTED
    assert {frozenset((a, b)) for a, relation, b in ties if relation == "consulted"} == {
        frozenset(("Ada Berg", "Jon Vale"))
    }
    assert {frozenset((a, b)) for a, relation, b in ties if relation == "is to consult"} == {
        frozenset(("Norway", "Iceland"))
    }
    for _, _, data in graph.edges(data=True):
        rows = data["rows"].split()
        assert data["weight"] == len(rows)
        assert all(record.store.statement(row) or record.store.event(row) for row in rows)
        document, _, span = data["words"].partition("#")
        start, end = map(int, span.split("-"))
        stored = record.store.document(document)
        assert stored is not None
        # what XML cannot carry is replaced one for one
        assert data["text"] == stored.text[start:end].replace("\x0b", "\ufffd")
