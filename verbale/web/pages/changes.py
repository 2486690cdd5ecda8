"""What people change: judgements of pairs, splits, corrections of fields; each signed, each can be taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final, cast, get_args

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from verbale.analysis.review import coded_row, make_corrections, open_pairs
from verbale.collation.corrections import FIELDS
from verbale.collation.judgements import is_person
from verbale.model import CorrectedField, Correction, Judgement, Verdict
from verbale.store.held import Order
from verbale.web.guard import NAME_COOKIE, guard_of
from verbale.web.library import Library
from verbale.web.writer import Writer

_NAME = 60
_AT_ONCE = 1000
_EDITED = ("speaker", "addressee", "act", "day", "status")


async def _form(request: Request) -> dict[str, str]:
    form = await request.form(max_fields=24, max_files=0)
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


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


async def _done(request: Request, form: dict[str, str], orders: list[Order], back: str) -> Response:
    writer: Writer = request.app.state.writer
    if orders:
        await run_in_threadpool(writer.put, orders)
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
    if verdict not in get_args(Verdict) or left == right:
        raise HTTPException(400, "A judgement says of two different rows: same, different or unsure.")
    judgement = Judgement(left, right, cast(Verdict, verdict), by, None, form.get("reason", "")[:500])
    return await _done(request, form, [Order(judgement)], _back(form))


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
    orders = [Order(Judgement(p.left, p.right, "same", by, None, reason)) for p in pairs]
    return await _done(request, form, orders, "/review?show=history")


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
    return await _done(request, form, orders, f"/rows/{own}")


async def correct(request: Request) -> Response:
    """Correct the fields of a row that stand otherwise in the form than they did, and say whether it is one at all."""
    form = await _form(request)
    by, row = _by(form), form.get("row", "")
    changed = [(f, form[f]) for f in _EDITED if f in form and form[f].strip() != form.get(f"was_{f}", "").strip()]
    if form.get("kept"):
        changed.append(("kept", form["kept"]))
    if not changed:
        raise HTTPException(400, "Nothing was changed.")
    library: Library = request.app.state.library
    found: list[Correction] = []
    with library.lend() as desk:
        for field, value in changed:
            found += make_corrections(
                desk.store, row, field, value[:300], by=by, reason=form.get("reason", "")[:500], at=_now()
            )
    rejected = form.get("kept") == "no"
    back = (
        _back(form)
        if form.get("back")
        else f"/review?show=history&of={found[0].row}"
        if rejected
        else f"/rows/{found[0].row}"
    )
    return await _done(request, form, [Order(correction=c) for c in found], back)


async def retract(request: Request) -> Response:
    """Take back what one has said of a pair, or of a field."""
    form = await _form(request)
    by = form.get("by", "")
    if not is_person(by):
        raise HTTPException(400, "Only people's judgements are taken back here.")
    if form.get("field"):
        if form["field"] not in FIELDS:
            raise HTTPException(400, "There is no such field.")
        field = cast(CorrectedField, form["field"])
        order = Order(correction=Correction(form.get("row", ""), field, "", by, "", 0, 0), retract=True, at=_now())
    else:
        order = Order(Judgement(form.get("left", ""), form.get("right", ""), "unsure", by), retract=True)
    return await _done(request, form, [order], _back(form) if form.get("back") else "/review?show=history")


def _back(form: dict[str, str]) -> str:
    """Return where to go on: a page of ours, never an address from outside."""
    back = form.get("back", "")
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable() else "/review"


ACTIONS: Final[tuple[tuple[str, Callable[[Request], Awaitable[Response]]], ...]] = (
    ("judge", judge),
    ("bulk", bulk),
    ("split", split),
    ("correct", correct),
    ("retract", retract),
)
