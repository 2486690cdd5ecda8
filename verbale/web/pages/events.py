"""Events: the list, and one event with every account of it."""

from __future__ import annotations

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from verbale.web.choosing import events_asked
from verbale.web.library import Desk
from verbale.web.lines import lines, told
from verbale.web.pages.correcting import of_event
from verbale.web.shown import Shown, format_of, go, missing, page_of
from verbale.web.sides import differing
from verbale.web.wording import event_word, short
from verbale.web.worked import deployments_of

_AROUND = 160


def listing(desk: Desk, request: Request) -> Shown:
    """Events in order of time, by what is asked for."""
    asked = {k: v for k, v in request.query_params.items() if v}
    chosen, facets = events_asked(desk.index, asked)
    numbers = np.flatnonzero(chosen)
    ids = [desk.index.event_ids[n] for n in page_of(request, numbers)]
    if format_of(request) == "html":
        context = {"events": told(desk, ids), "facets": facets, "named": desk.index.name}
        return Shown("events.html", "Events", rows=(), context=context, total=len(numbers))
    rows = [desk.view.event(e) for i in ids if (e := desk.store.event(i)) is not None]
    return Shown("events.html", "Events", rows=rows, total=len(numbers))


def deployments(desk: Desk, request: Request) -> Shown:
    """Forces moved, exercised, massed or withdrawn, as somebody tells it."""
    found = deployments_of(desk)
    rows = list(found or ())
    shown = page_of(request, rows)
    context = {"deployments": shown, "worked": found is not None}
    return Shown("deployments.html", "Forces", rows=shown, context=context, total=len(rows))


def one(desk: Desk, request: Request) -> Shown | Response:
    """One event. An event mention's id leads to its event."""
    key = request.path_params["id"]
    event = desk.store.event(key)
    form = format_of(request)
    if event is None:
        found = desk.store.connection.execute(
            "SELECT event_id FROM event_account WHERE event_mention_id = ?", (key,)
        ).fetchone()
        if found is None:
            raise missing("event")
        return go(f"/events/{found[0]}" + ("" if form == "html" else f".{form}"), 302)
    row = desk.view.event(event)
    line = told(desk, [key])[0]
    title = f"{event_word(row.type, row.mode).capitalize()}: {short(', '.join((*row.actors, *row.recipients)), 60)}"
    if form == "csv":
        return Shown("event.html", title, rows=[row])
    if form == "json":
        return Shown("event.html", title, data=row)
    accounts = []
    for account in row.accounts:
        trigger = next(e for e in account.evidence if e.field == "trigger")
        text = desk.view.page(account.document_id).document.text
        low, high = max(0, trigger.start - _AROUND), min(len(text), trigger.end + _AROUND)
        before = text[low : trigger.start].rsplit("\n", 1)[-1]
        after = text[trigger.end : high].split("\n", 1)[0]
        article = desk.index.articles[account.document_id]
        accounts.append((account, trigger, before, after, article))
    context = {
        "row": row,
        "correcting": of_event(row),
        "state": request.app.state.writer.state(),
        "line": line,
        "accounts": accounts,
        "claims": lines(desk, _claims(desk, key)),
        "differs": differing(desk, desk.index.differs.get(key, ())),
    }
    return Shown("event.html", title, rows=[row], context=context)


def _claims(desk: Desk, event_id: str) -> list[str]:
    """Return the statements in which the event is told."""
    found = desk.store.connection.execute(
        "SELECT DISTINCT sa.statement_id FROM event_account x JOIN event_mention e ON e.id = x.event_mention_id "
        "JOIN statement_attribution sa ON sa.attribution_id = e.attribution_id WHERE x.event_id = ? ORDER BY 1",
        (event_id,),
    )
    return [row[0] for row in found]
