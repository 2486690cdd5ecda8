"""GEXF 1.2: the actors' network for Gephi and its kin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from verbale.export.files import write_text
from verbale.export.markup import HEADER, attributes, element
from verbale.export.network import network
from verbale.export.view import View

_OF_NODES = ("kind", "country", "sector", "key")
_OF_EDGES = ("relation", "rows", "words", "text")


def write(view: View, path: Path) -> None:
    """Write the network; `weight` counts the rows behind an edge."""
    write_text(_pieces(view), path)


def _declared(of: str, names: tuple[str, ...]) -> str:
    declared = "".join(element("attribute", id=f"{of}-{name}", title=name, type="string") for name in names)
    return f'<attributes class="{of}" mode="static">{declared}</attributes>\n'


def _values(of: str, values: dict[str, str | None]) -> str:
    given = (
        element("attvalue", for_=f"{of}-{name}", value=value) for name, value in values.items() if value is not None
    )
    return f"<attvalues>{''.join(given)}</attvalues>"


def _pieces(view: View) -> Iterator[str]:
    found = network(view)
    yield HEADER + '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield (
        '<graph defaultedgetype="directed" mode="static">\n'
        + _declared("node", _OF_NODES)
        + _declared("edge", _OF_EDGES)
    )
    yield "<nodes>\n"
    for actor in found.actors:
        values = {"kind": actor.kind, "country": actor.country, "sector": actor.sector, "key": actor.lexicon_key}
        yield f"<node{attributes(id=actor.id, label=actor.name)}>{_values('node', values)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for tie in found.ties:
        edge = attributes(id=tie.id, source=tie.source, target=tie.target, label=tie.relation, weight=len(tie.rows))
        values = {"relation": tie.relation, "rows": " ".join(tie.rows), "words": tie.words, "text": tie.first.text}
        yield f"<edge{edge}>{_values('edge', values)}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"
