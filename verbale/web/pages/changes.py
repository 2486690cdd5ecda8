"""The one thing that is written: judgements, each signed. Another program may be writing: then they wait their turn."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from verbale.analysis.review import coded_row, open_pairs
from verbale.collation.judgements import is_person
from verbale.errors import RecordError, RecordLocked
from verbale.model import Judgement
from verbale.record import Record
from verbale.web.guard import NAME_COOKIE, guard_of
from verbale.web.library import Library

_QUIET = 1.0
"""Seconds to wait for the next judgement before the record is collated: people judge one pair after the other."""
_AGAIN = 2.0
"""Seconds until a locked record is tried again."""
_NAME = 60
_AT_ONCE = 1000


class Order(Struct, frozen=True):
    """A judgement to be put down or taken back."""

    judgement: Judgement
    retract: bool = False


class Writer:
    """Puts judgements into the record, in order, and has it collated when no more come. One thread, alive on demand."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._orders: list[Order] = []
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._state = ""
        self._dirty = False

    def pending(self) -> set[tuple[str, str]]:
        """Return the pairs judged and not yet written."""
        with self._change:
            return {
                (min(o.judgement.left, o.judgement.right), max(o.judgement.left, o.judgement.right))
                for o in self._orders
            }

    def state(self) -> str:
        """Say what the writer does, in words; empty where it has nothing to do."""
        with self._change:
            return self._state or ("Judgements are being written …" if self._thread is not None else "")

    def put(self, orders: list[Order]) -> None:
        """Take orders; they are written within moments, or as soon as no other program writes."""
        with self._change:
            self._orders += orders
            self._dirty = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="verbale-writer", daemon=True)
                self._thread.start()
            self._change.notify()

    def settle(self, timeout: float = 60.0) -> bool:
        """Wait until nothing is left to write; False where that takes too long."""
        with self._change:
            return self._change.wait_for(lambda: self._thread is None, timeout)

    def close(self) -> None:
        """Write what waits, if that can be done at once."""
        with self._change:
            self._closing = True
            self._change.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(timeout=10)

    def _run(self) -> None:
        while True:
            with self._change:
                if not self._orders and self._dirty and not self._closing:
                    self._change.wait(_QUIET)
                if not self._orders and (not self._dirty or self._closing):
                    self._thread = None
                    self._state = ""
                    self._change.notify_all()
                    return
                orders = list(self._orders)
            try:
                self._write(orders)
            except RecordLocked as error:
                self._state = f"Waiting: {error}"
                with self._change:
                    if self._closing:
                        self._thread = None
                        self._change.notify_all()
                        return
                    self._change.wait(_AGAIN)
            except RecordError as error:
                with self._change:
                    self._state = f"Not written: {error}"
                    self._orders = self._orders[len(orders) :]
                    self._dirty = False
                    self._thread = None
                    self._change.notify_all()
                return

    def _write(self, orders: list[Order]) -> None:
        """Write the orders that wait; with none left, collate."""
        with Record.open(self._path, command="verbale serve") as record:
            if orders:
                for order in orders:
                    j = order.judgement
                    if order.retract:
                        record.store.retract_judgement(j.left, j.right, j.by)
                    else:
                        record.store.put_judgements([j])
                with self._change:
                    self._orders = self._orders[len(orders) :]
                return
            self._state = "Working the judgements into the record …"
            record.collate()
            with self._change:
                self._dirty = bool(self._orders)


async def _form(request: Request) -> dict[str, str]:
    form = await request.form(max_fields=12, max_files=0)
    found = {key: value for key, value in form.items() if isinstance(value, str)}
    if not guard_of(request).may_change(request, found.get("form_token", "")):
        raise HTTPException(403, "This form is out of date, or not ours. Load the page again.")
    return found


def _by(form: dict[str, str]) -> str:
    name = " ".join("".join(c for c in form.get("name", "") if c.isprintable()).split())[:_NAME]
    by = f"person:{name}"
    if not name or not is_person(by):
        raise HTTPException(400, "Say who judges: each judgement is signed with a name.")
    return by


def _done(request: Request, form: dict[str, str], back: str) -> Response:
    response = RedirectResponse(back, 303)
    name = " ".join(form.get("name", "").split())[:_NAME]
    if name.isascii() and name.replace(" ", "").replace(".", "").replace("-", "").isalnum():
        response.set_cookie(NAME_COOKIE, name, max_age=31_536_000, samesite="strict", httponly=True, path="/")
    return response


def _row(request: Request, key: str) -> str:
    """Return the coded row that an id stands for; 404 where there is none."""
    library: Library = request.app.state.library
    with library.lend() as desk:
        return coded_row(desk.store, key)


async def judge(request: Request) -> Response:
    """Say of two rows that they are the same, different, or that nobody can tell."""
    form = await _form(request)
    by, verdict = _by(form), form.get("verdict", "")
    left, right = _row(request, form.get("left", "")), _row(request, form.get("right", ""))
    if verdict not in ("same", "different", "unsure") or left == right:
        raise HTTPException(400, "A judgement says of two different rows: same, different or unsure.")
    judgement = Judgement(left, right, verdict, by, None, form.get("reason", "")[:500])  # type: ignore[arg-type]
    request.app.state.writer.put([Order(judgement)])
    return _done(request, form, _back(form))


async def bulk(request: Request) -> Response:
    """Accept all open pairs that are at least so likely: each becomes a judgement of its own, signed like any other."""
    form = await _form(request)
    by, least = _by(form), form.get("least", "")
    if not least.isdecimal() or not 1 <= int(least) <= 100:
        raise HTTPException(400, "Name a probability from 1 to 100 per cent.")
    library: Library = request.app.state.library
    with library.lend() as desk:
        pairs = [p for p in open_pairs(desk.store) if 100 * p.score >= int(least)][:_AT_ONCE]
    reason = f"accepted with all pairs of {least} % and more"
    request.app.state.writer.put([Order(Judgement(p.left, p.right, "same", by, None, reason)) for p in pairs])
    return _done(request, form, "/review#history")


async def split(request: Request) -> Response:
    """Say of one reading that it is no reading of the statement it stands in: different from every other one."""
    form = await _form(request)
    by = _by(form)
    library: Library = request.app.state.library
    with library.lend() as desk:
        statement = desk.store.statement(form.get("of", ""))
        event = desk.store.event(form.get("of", "")) if statement is None else None
        rows = statement.attribution_ids if statement else event.event_mention_ids if event else ()
    own = form.get("row", "")
    if own not in rows or len(rows) < 2:
        raise HTTPException(400, "This row does not stand there.")
    reason = form.get("reason", "")[:500] or "split"
    orders = [Order(Judgement(own, other, "different", by, None, reason)) for other in rows if other != own]
    request.app.state.writer.put(orders)
    return _done(request, form, "/review?split=1")


async def retract(request: Request) -> Response:
    """Take back what one has said of a pair."""
    form = await _form(request)
    by = form.get("by", "")
    if not is_person(by):
        raise HTTPException(400, "Only people's judgements are taken back here.")
    judgement = Judgement(form.get("left", ""), form.get("right", ""), "unsure", by)
    request.app.state.writer.put([Order(judgement, retract=True)])
    return _done(request, form, "/review#history")


def _back(form: dict[str, str]) -> str:
    """Return where to go on: a page of ours, never an address from outside."""
    back = form.get("back", "")
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable() else "/review"


ACTIONS: Final[tuple[tuple[str, Callable[[Request], Awaitable[Response]]], ...]] = (
    ("judge", judge),
    ("bulk", bulk),
    ("split", split),
    ("retract", retract),
)
