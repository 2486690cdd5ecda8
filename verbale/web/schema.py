"""What the pages' JSON twins take and give, as an OpenAPI description at `/-/openapi.json`: for programs that ask.

Rows are described by the very types that are encoded, so the description cannot lag behind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import msgspec
from msgspec import Struct

from verbale import __version__
from verbale.analysis.results import Deadline, Deployment, Position
from verbale.analysis.review import OpenPair
from verbale.export.rows import (
    ActorRow,
    DisagreementRow,
    DocumentRow,
    EventRow,
    SearchRow,
    StatementRow,
    TimelineEntry,
)

_SINCE = ("since", "until")
_STATEMENT = ("party", "by", "to", "act", "mode", "outlet", "containing", "several", "undated", *_SINCE)
_EVENT = ("type", "mode", "status", "place", "actor", *_SINCE)
_WORDS: Final[Mapping[str, str]] = {
    "page": "Which page of rows, from 1.",
    "all": "1: up to 5,000 rows on a page.",
    "since": "A day, month or year (`2021-12-17`): what may have happened then or later.",
    "until": "A day, month or year: what may have happened then or before.",
    "q": 'Words to look for; `"a phrase"`, `begin*` and `-not` are understood.',
    "party": "The id of the actor who speaks or for whom somebody speaks.",
    "by": "The id of the actor who speaks.",
    "to": "The id of the actor spoken to.",
    "outlet": "An outlet's id.",
    "containing": "Words that the content holds.",
}


_DAY: Final = {
    "type": "string",
    # a day that any month has: which months have 31 is for no pattern to say
    "pattern": "^(1[0-9]{3}|20[0-9]{2})(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$",
}


class Listed(Struct, frozen=True):
    """A page of rows, or of one row."""

    path: str
    row: Any
    """The type of its rows; None where the page is put together of several things."""
    asked: tuple[str, ...] = ()
    many: bool = True


LISTED: Final[tuple[Listed, ...]] = (
    Listed("/statements", StatementRow, (*_STATEMENT, "order")),
    Listed("/statements/{id}", StatementRow, many=False),
    Listed("/documents", DocumentRow, ("outlet", *_SINCE)),
    Listed("/documents/{id}", None, many=False),
    Listed("/events", EventRow, _EVENT),
    Listed("/events/{id}", EventRow, many=False),
    Listed("/deployments", Deployment),
    Listed("/contacts", None),
    Listed("/actors", ActorRow, ("named", "kind")),
    Listed("/actors/{id}", ActorRow, many=False),
    Listed("/timeline", TimelineEntry, ("party", "kind", *_SINCE)),
    Listed("/positions", Position),
    Listed("/positions/{actor}/{issue}", None, many=False),
    Listed("/deadlines", Deadline),
    Listed("/disagreements", DisagreementRow, ("kind",)),
    Listed("/outlets", None),
    Listed("/outlets/{id}", None, many=False),
    Listed("/search", SearchRow, ("q",)),
    Listed("/review", OpenPair),
    Listed("/-/about", None, many=False),
)


def _parameters(listed: Listed) -> list[dict[str, Any]]:
    names = re.findall(r"\{(\w+)\}", listed.path)
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
    ]
    paged = ("page", "all") if listed.many else ()
    for name in (*listed.asked, *paged):
        said = {"description": _WORDS[name]} if name in _WORDS else {}
        found.append({"name": name, "in": "query", "schema": _DAY if name in _SINCE else {"type": "string"}, **said})
    return found


@cache
def openapi() -> bytes:
    """Return the description as JSON."""
    types = sorted({listed.row for listed in LISTED if listed.row is not None}, key=lambda kind: str(kind.__name__))
    shapes, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    by_type = dict(zip(types, shapes, strict=True))
    components["Error"] = {
        "type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"],
        "additionalProperties": False,
    }  # fmt: skip
    wrong = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    paths: dict[str, Any] = {}
    for listed in LISTED:
        one: dict[str, Any] = by_type[listed.row] if listed.row is not None else {}
        shape = {"type": "array", "items": one} if listed.many else one
        paths[f"{listed.path}.json"] = {
            "get": {
                "parameters": _parameters(listed),
                "responses": {
                    "200": {"description": "What was asked for.", "content": {"application/json": {"schema": shape}}},
                    "400": {"description": "A question that makes no sense, such as a day that is none.", **wrong},
                    "404": {"description": "The record holds no such thing.", **wrong},
                    "503": {"description": "The record cannot be read now.", **wrong},
                },
            }
        }
    described = {
        "openapi": "3.1.0",
        "info": {"title": "verbale", "version": __version__, "description": "A record of a dispute, read by programs."},
        "paths": paths,
        "components": {"schemas": components},
    }
    return msgspec.json.format(msgspec.json.encode(described), indent=1)
