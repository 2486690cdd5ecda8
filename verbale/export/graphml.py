"""GraphML: the actors' network for Gephi, yEd, Cytoscape, igraph, networkx."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from verbale.export.files import write_text
from verbale.export.markup import HEADER, attributes, element
from verbale.export.network import network
from verbale.export.view import View

_KEYS = (
    ("label", "node", "string"), ("kind", "node", "string"), ("country", "node", "string"), ("sector", "node", "string"),
    ("key", "node", "string"), ("relation", "edge", "string"), ("weight", "edge", "double"), ("rows", "edge", "string"),
    ("words", "edge", "string"), ("text", "edge", "string"),
)  # fmt: skip


def write(view: View, path: Path) -> None:
    """Write the network; parallel edges have their own ids, `weight` counts the rows behind an edge."""
    write_text(_pieces(view), path)


def _data(values: dict[str, object]) -> str:
    return "".join(element("data", value, key=key) for key, value in values.items() if value is not None)


def _pieces(view: View) -> Iterator[str]:
    found = network(view)
    yield HEADER + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name, where, kind in _KEYS:
        yield f'<key{attributes(id=name)} for="{where}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph id="record" edgedefault="directed">\n'
    for actor in found.actors:
        values: dict[str, object] = {"label": actor.name, "kind": actor.kind, "country": actor.country, "sector": actor.sector,
                  "key": actor.lexicon_key}  # fmt: skip
        yield f"<node{attributes(id=actor.id)}>{_data(values)}</node>\n"
    for tie in found.ties:
        edge = attributes(id=tie.id, source=tie.source, target=tie.target)
        values = {"relation": tie.relation, "weight": len(tie.rows), "rows": " ".join(tie.rows), "words": tie.words,
                  "text": tie.first.text}  # fmt: skip
        yield f"<edge{edge}>{_data(values)}</edge>\n"
    yield "</graph>\n</graphml>\n"
