"""What this record is and how it was made; and the door, where the pages are open to other machines."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from verbale.web.guard import LOGIN_COOKIE, guard_of
from verbale.web.library import Desk
from verbale.web.shown import Shown, answer, format_of, go, missing


def page(desk: Desk, request: Request) -> Shown:
    """Runs, counts, what was not read."""
    skips = desk.store.skips()
    if format_of(request) == "csv":
        return Shown("about.html", "About this record", rows=list(desk.view.skips()))
    data = {"counts": desk.index.counts, "runs": desk.store.runs(), "skips": skips}
    context = {**data, "skipped": [a for a in desk.index.articles.values() if a.skipped][:50]}
    if format_of(request) == "json":
        return Shown("about.html", "About this record", data=data)
    return Shown("about.html", "About this record", rows=(), context=context)


def row(desk: Desk, request: Request) -> Response:
    """Lead from any id that the record holds to the page on which it stands."""
    key = request.path_params["id"]
    connection = desk.store.connection
    for query, page_ in _FINDERS:
        found = connection.execute(query, (key,)).fetchone()
        if found:
            return go(page_.format(*found), 302)
    raise missing("row")


_FINDERS = (
    ("SELECT id FROM statement WHERE id = ?", "/statements/{}"),
    ("SELECT id FROM event WHERE id = ?", "/events/{}"),
    ("SELECT id FROM actor WHERE id = ?", "/actors/{}"),
    ("SELECT id FROM document WHERE id = ?", "/documents/{}"),
    ("SELECT statement_id FROM statement_attribution WHERE attribution_id = ?", "/statements/{}"),
    ("SELECT event_id FROM event_account WHERE event_mention_id = ?", "/events/{}"),
    (
        'SELECT d.id, min(e.start), max(e."end") FROM attribution a JOIN document d ON d.n = a.document_n JOIN evidence e '
        "ON e.document_n = a.document_n AND e.row_id = a.id AND e.field = 'content' AND e.extra = 0 WHERE a.id = ? GROUP BY d.id",
        "/documents/{0}?at={1}-{2}#{1}-{2}",
    ),
    (
        'SELECT d.id, m.start, m."end" FROM mention m JOIN document d ON d.n = m.document_n WHERE m.id = ?',
        "/documents/{0}?at={1}-{2}#{1}-{2}",
    ),
    (
        'SELECT d.id, t.start, t."end" FROM time_expression t JOIN document d ON d.n = t.document_n WHERE t.id = ?',
        "/documents/{0}?at={1}-{2}#{1}-{2}",
    ),
)


async def login(request: Request) -> Response:
    """Ask for the token that the server printed when it started."""
    told = ""
    if request.method == "POST":
        form = await request.form(max_fields=4, max_files=0)
        guard = guard_of(request)
        cookie = guard.log_in(str(form.get("token", "")))
        if cookie and guard.may_change(request, str(form.get("form_token", ""))):
            response = RedirectResponse("/", 303)
            response.set_cookie(LOGIN_COOKIE, cookie, httponly=True, samesite="strict", path="/")
            return response
        await asyncio.sleep(0.5)  # so that guessing is slow
        told = "That is not the token."
    shown = Shown("login.html", "Log in", context={"told": told}, status=403 if told else 200)
    return answer(request, None, shown)
