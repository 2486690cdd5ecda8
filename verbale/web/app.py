"""The application: which page answers which address, and what is said where something is wrong."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from verbale.errors import RecordError, UsageError
from verbale.web.guard import LOCAL, Guard, guard_of
from verbale.web.library import Desk, Library
from verbale.web.pages import (
    about,
    actors,
    adding,
    changes,
    disagreements,
    documents,
    events,
    home,
    map,
    network,
    outlets,
    positions,
    review,
    search,
    statements,
    timeline,
    undertakings,
    undertakings_map,
)
from verbale.web.schema import openapi
from verbale.web.shown import FORMATS, Shown, answer
from verbale.web.writer import Writer

Page = Callable[[Desk, Request], Shown | Response]
STATIC = Path(__file__).with_name("static")

PAGES: Final[tuple[tuple[str, Page], ...]] = (
    ("/", home.page),
    ("/statements", statements.listing),
    ("/statements/{id}", statements.one),
    ("/documents", documents.listing),
    ("/documents/{id}", documents.one),
    ("/events", events.listing),
    ("/events/{id}", events.one),
    ("/deployments", events.deployments),
    ("/contacts", network.page),
    ("/map", map.page),
    ("/actors", actors.listing),
    ("/actors/{id}", actors.one),
    ("/timeline", timeline.page),
    ("/positions", positions.matrix),
    ("/positions/{actor}/{issue}", positions.one),
    ("/deadlines", positions.deadlines),
    ("/disagreements", disagreements.listing),
    ("/undertakings", undertakings.listing),
    ("/undertakings/map", undertakings_map.page),
    ("/undertakings/stated", undertakings.stated),
    ("/undertakings/{instrument}", undertakings.one),
    ("/undertakings/{instrument}/map", undertakings_map.page),
    ("/undertakings/{instrument}/sheet.docx", undertakings.word),
    ("/undertakings/{instrument}/sheet.html", undertakings.printed),
    ("/undertakings/{instrument}/clocks.ics", undertakings.calendar),
    ("/undertakings/{instrument}/{provision}", undertakings.provision),
    ("/outlets", outlets.listing),
    ("/outlets/{id}", outlets.one),
    ("/search", search.page),
    ("/review", review.page),
    ("/add", adding.page),
    ("/rows/{id}", about.row),
    ("/-/about", about.page),
)


class Twins:
    """Middleware: `/statements.json` is `/statements` in another form."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the ending off the address and keep it."""
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            path, _, ending = scope["path"].rpartition(".")
            if path and ending in FORMATS:
                scope = {**scope, "path": "/" if path == "/index" else path, "verbale.format": ending}
        await self.app(scope, receive, send)


def _endpoint(page: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        library: Library = request.app.state.library
        with library.lend() as desk:
            return answer(request, desk, page(desk, request))

    return endpoint


def _health(request: Request) -> Response:
    library: Library = request.app.state.library
    try:
        with library.lend() as desk:
            counts = desk.index.counts if guard_of(request).is_in(request) else {}
            return JSONResponse({"status": "ok", **counts})
    except RecordError as error:
        reason = str(error) if guard_of(request).is_in(request) else "the record cannot be read"
        return JSONResponse({"status": "failing", "reason": reason}, 503)


def _wrong(request: Request, error: Exception) -> Response:
    """Say what is wrong, in the form in which the page would have answered."""
    status, told = 500, "Something went wrong here; the record is untouched."
    if isinstance(error, HTTPException):
        status, told = error.status_code, error.detail
    elif isinstance(error, UsageError):
        status, told = 400, str(error)
    elif isinstance(error, RecordError):
        status, told = 503, str(error)
    form = request.scope.get("verbale.format", "html")
    if form == "json":
        return JSONResponse({"error": told}, status)
    if form == "csv":
        return PlainTextResponse(told, status)
    return answer(request, None, Shown("wrong.html", told, context={"told": told, "code": status}, status=status))


class _Static(StaticFiles):
    """Files of the package; an address that says which version may be kept for long."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response


def make_app(
    path: str | Path,
    *,
    read_only: bool = False,
    hosts: frozenset[str] = LOCAL,
    token: str | None = None,
) -> Starlette:
    """Return the application that shows a record. `hosts` are the names it answers to; `token`, where set, is asked for."""
    library = Library(Path(path))
    writer = Writer(Path(path))
    adder = adding.Adder(Path(path))

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if not read_only:
            writer.start()
        yield
        adder.close()
        writer.close()
        library.close()

    routes: list[Route | Mount] = [Route(address, _endpoint(page)) for address, page in PAGES]
    routes += [
        Route("/-/health", _health),
        Route("/-/openapi", lambda _: Response(openapi(), media_type="application/json")),
        Route("/-/login", about.login, methods=["GET", "POST"]),
        Mount("/static", _Static(directory=STATIC), name="static"),
    ]
    if not read_only:
        routes.append(Route("/add", adding.add, methods=["POST"]))
        routes += [Route(f"/review/{what}", do, methods=["POST"]) for what, do in changes.ACTIONS]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, hosts=hosts, token=token), Middleware(Twins)],
        exception_handlers={HTTPException: _wrong, UsageError: _wrong, RecordError: _wrong, 500: _wrong},
        lifespan=lifespan,
    )
    app.state.library = library
    app.state.writer = writer
    app.state.adder = adder
    app.state.read_only = read_only
    app.state.name = Path(path).name
    return app
