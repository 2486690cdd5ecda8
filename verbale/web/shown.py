"""From what a page found to HTML, JSON or CSV: one answer in three forms, at addresses that differ in their ending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from verbale import __version__
from verbale.export import csv
from verbale.web import wording
from verbale.web.guard import NAME_COOKIE, guard_of
from verbale.web.library import Desk

FORMATS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
PAGE = 50
"""Rows on one page."""
EXPORT = 5000
"""Rows in one file, where a list is asked for as a whole (`?all=1`)."""
_LAST_PAGE = 100_000


class Shown(Struct):
    """What a page found."""

    template: str
    title: str
    rows: Sequence[Any] | None = None
    """For JSON and CSV; the wire rows. None where the page is one thing, `data`."""
    data: object = None
    """For JSON, where it is not just the rows."""
    context: Mapping[str, Any] = msgspec.field(default_factory=dict)
    total: int | None = None
    """How many rows there are on all pages."""
    status: int = 200


class Asked(dict[str, str]):
    """What a page was asked; what was not asked is empty."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def environment() -> Environment:
    """Return the templates; everything that they print is escaped."""
    made = Environment(
        loader=PackageLoader("verbale.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(wording.FILTERS)
    made.globals.update(version=__version__, address=address)
    return made


def address(path: str, asked: Mapping[str, Any] | None = None, **changes: Any) -> str:
    """Return an address with the given questions; a change to None or '' leaves one out."""
    merged = {**(asked or {}), **changes}
    kept = [(k, str(v)) for k, v in merged.items() if v not in (None, "")]
    return f"{path}?{urlencode(kept)}" if kept else path


def page_number(request: Request) -> int:
    """Return the page asked for, from 1."""
    asked = request.query_params.get("page", "1")
    return min(int(asked), _LAST_PAGE) if asked.isdecimal() and asked.isascii() and int(asked[:7]) > 0 else 1


def page_size(request: Request) -> int:
    """Return how many rows a page has; a file that was asked for as a whole has more."""
    return EXPORT if request.query_params.get("all") == "1" and format_of(request) != "html" else PAGE


def page_of(request: Request, items: Any) -> Any:
    """Return the items of the page asked for: a part of a sequence or of an array."""
    size = page_size(request)
    start = (page_number(request) - 1) * size
    return items[start : start + size]


def number(request: Request, name: str) -> int | None:
    """Return a number asked for, or None."""
    asked = request.query_params.get(name, "")
    return int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 9 else None


def missing(what: str) -> HTTPException:
    """Return the error for a thing that is not in the record."""
    return HTTPException(404, f"There is no {what} of this name in the record.")


def format_of(request: Request) -> str:
    """Return `html`, `json` or `csv`."""
    return str(request.scope.get("verbale.format", "html"))


def answer(request: Request, desk: Desk | None, shown: Shown | Response) -> Response:
    """Return what a page found in the form asked for."""
    if isinstance(shown, Response):
        return shown
    form = format_of(request)
    headers = {"Vary": "Cookie"}
    if shown.total is not None:
        headers["X-Total-Count"] = str(shown.total)
        now = page_number(request)
        if now * page_size(request) < shown.total:
            following = address(f"{request.scope['path']}.{form}", request.query_params, page=now + 1)
            headers["Link"] = f'<{following}>; rel="next"'
    if form == "json":
        given = shown.data if shown.rows is None else list(shown.rows)
        body = msgspec.json.format(msgspec.json.encode(given), indent=1)
        return Response(body, shown.status, headers, FORMATS["json"])
    if form == "csv":
        if shown.rows is None:
            raise HTTPException(404, "This page has no table; its .json has all that it says.")
        return Response(
            "".join(csv.lines(shown.rows)).encode("utf-8", "replace"), shown.status, headers, FORMATS["csv"]
        )
    html = environment().get_template(shown.template).render({**_around(request, desk, shown), **shown.context})
    return Response(html.encode("utf-8", "replace"), shown.status, headers, "text/html; charset=utf-8")


def _around(request: Request, desk: Desk | None, shown: Shown) -> dict[str, Any]:
    asked = Asked(request.query_params)
    path = str(request.scope["path"])
    total = shown.total or 0
    return {
        "title": shown.title,
        "path": path,
        "asked": asked,
        "twins": {form: address(f"{'/index' if path == '/' else path}.{form}", asked) for form in FORMATS
                  if form == "json" or shown.rows is not None},
        "total": shown.total,
        "whole": {form: address(f"{path}.{form}", {**asked, "all": 1, "page": None}) for form in FORMATS}
                 if total > PAGE and shown.rows is not None and path != "/" else {},
        "page": page_number(request),
        "pages": (total + PAGE - 1) // PAGE,
        "counts": desk.index.counts if desk else {},
        "record_name": request.app.state.name,
        "read_only": request.app.state.read_only,
        "form_token": guard_of(request).form_token(request),
        "reviewer": request.cookies.get(NAME_COOKIE, ""),
        "page_of_row": desk.index.address if desk else str,
        "called": desk.index.called if desk else str,
        "part": request.query_params.get("part") == "1",
    }  # fmt: skip


def go(path: str, status: int = 303) -> Response:
    """Return a redirect to another page of ours."""
    return RedirectResponse(path, status)
