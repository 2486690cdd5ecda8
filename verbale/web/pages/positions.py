"""Positions: who holds what on which issue, each cell open into its history; and what is due."""

from __future__ import annotations

from starlette.requests import Request

from verbale.web.library import Desk
from verbale.web.lines import lines
from verbale.web.shown import Shown, format_of, missing, page_of
from verbale.web.worked import deadlines_of, issues_of, positions_of

_COLUMNS = 8
_ROWS = 12


def matrix(desk: Desk, request: Request) -> Shown:
    """Parties by issues."""
    positions = positions_of(desk)
    issues = issues_of(desk)
    found = list(positions or ())
    if format_of(request) != "html":
        return Shown("positions.html", "Positions", rows=page_of(request, found), total=len(found))
    named = {p.issue_id for p in found}
    top = sorted((i for i in issues or () if i.id in named), key=lambda i: (-i.statements, i.name))[:_COLUMNS]
    cells = {(p.actor_id, p.issue_id): p for p in found}
    weight: dict[str, int] = {}
    for p in found:
        weight[p.actor_id] = weight.get(p.actor_id, 0) + len(p.history)
    actors = sorted(weight, key=lambda a: (-weight[a], desk.index.name(a), a))[:_ROWS]
    context = {
        "issues": top,
        "actors": [(a, desk.index.name(a)) for a in actors],
        "cells": cells,
        "worked": positions is not None,
    }
    return Shown("positions.html", "Positions", rows=(), context=context)


def one(desk: Desk, request: Request) -> Shown:
    """One party on one issue, from the first statement to the last."""
    actor, issue = request.path_params["actor"], request.path_params["issue"]
    found = next((p for p in positions_of(desk) or () if p.actor_id == actor and p.issue_id == issue), None)
    if found is None:
        raise missing("position")
    title = f"{found.actor} on {found.issue}"
    if format_of(request) == "csv":
        return Shown("position.html", title, rows=found.history)
    if format_of(request) == "json":
        return Shown("position.html", title, data=found)
    said = {line.id: line for line in lines(desk, [s.statement_id for s in found.history[:400]])}
    others = [p for p in positions_of(desk) or () if p.issue_id == issue and p.actor_id != actor]
    return Shown("position.html", title, rows=(), context={"position": found, "said": said, "others": others})


def deadlines(desk: Desk, request: Request) -> Shown:
    """What is due by when, according to whom."""
    found = deadlines_of(desk)
    rows = list(found or ())
    shown = page_of(request, rows)
    context = {"deadlines": shown, "worked": found is not None}
    return Shown("deadlines.html", "What is due", rows=shown, context=context, total=len(rows))
