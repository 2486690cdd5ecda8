"""Outlets: who published, and what one outlet carried, left out and named otherwise."""

from __future__ import annotations

from collections import Counter

import numpy as np
from msgspec import Struct
from starlette.requests import Request

from verbale.analysis.results import Label
from verbale.web.library import Desk
from verbale.web.lines import lines
from verbale.web.shown import Shown, format_of, missing, page_of
from verbale.web.sides import of_outlet
from verbale.web.worked import framing_of


class OutletRow(Struct, frozen=True):
    """An outlet with what it carried."""

    id: str
    name: str
    articles: int
    statements: int
    alone: int
    """Statements that no other outlet carries."""


def _rows(desk: Desk) -> list[OutletRow]:
    index = desk.index
    articles: dict[str, int] = {}
    for a in index.articles.values():
        if a.outlet_id:
            articles[a.outlet_id] = articles.get(a.outlet_id, 0) + 1
    carriers = np.bincount(index.carried, minlength=len(index.ids)) if len(index.carried) else np.zeros(0, np.int64)
    single = carriers[index.carried] == 1 if len(index.carried) else np.zeros(0, np.bool_)
    said, alone = dict(index.carrier.counts()), dict(index.carrier.counts(single))
    rows = [OutletRow(i, n, articles.get(i, 0), said.get(i, 0), alone.get(i, 0)) for i, n in index.outlets.items()]
    return sorted(rows, key=lambda o: (-o.articles, o.name.casefold(), o.id))


def _named(desk: Desk, outlet: str) -> list[tuple[Label, str]]:
    """Return how an outlet names actors where most others name them otherwise, with the others' name."""
    framing = framing_of(desk)
    if framing is None:
        return []
    mine: dict[str, Label] = {}
    others: dict[str, Counter[str]] = {}
    for label in framing.labels:
        if label.outlet == outlet:
            best = mine.get(label.about_id)
            if best is None or (label.count, label.label) > (best.count, best.label):
                mine[label.about_id] = label
        else:
            others.setdefault(label.about_id, Counter())[label.label] += label.count
    found = []
    for about, label in mine.items():
        told = others.get(about)
        if told and told[label.label] == 0:
            found.append((label, min(told, key=lambda name: (-told[name], name))))
    return sorted(found, key=lambda f: (-f[0].count, f[0].label))[:12]


def listing(desk: Desk, request: Request) -> Shown:
    """Outlets, those with the most articles first."""
    rows = desk.index.kept("outlets", lambda: _rows(desk))
    shown = page_of(request, rows)
    unknown = sum(1 for a in desk.index.articles.values() if not a.outlet_id)
    return Shown("outlets.html", "Outlets", rows=shown, context={"outlets": shown, "unknown": unknown}, total=len(rows))


def one(desk: Desk, request: Request) -> Shown:
    """One outlet: its articles, what it alone carries, what two others carry and it does not."""
    key = request.path_params["id"]
    index = desk.index
    row = next((o for o in desk.index.kept("outlets", lambda: _rows(desk)) if o.id == key), None)
    if row is None:
        raise missing("outlet")
    if format_of(request) == "json":
        return Shown("outlet.html", row.name, data=row)
    if format_of(request) == "csv":
        return Shown("outlet.html", row.name, rows=[row])
    mine = index.by_outlet(key)
    carriers = np.bincount(index.carried, minlength=len(index.ids))
    alone = np.flatnonzero(mine & (carriers == 1) & (index.independent >= 1))
    missed = np.flatnonzero(~mine & (index.independent >= 2))
    articles = sorted(
        (a for a in index.articles.values() if a.outlet_id == key),
        key=lambda a: (a.earliest or a.latest or "9999", a.id),
    )
    context = {
        "row": row,
        "articles": articles[:30],
        "alone": lines(desk, [index.ids[n] for n in alone[:8]]),
        "alone_count": len(alone),
        "missed": lines(desk, [index.ids[n] for n in missed[:8]]),
        "missed_count": len(missed),
        "acts": index.act.counts(mine),
        "speakers": [(i, index.name(i), n) for i, n in index.speaker.counts(mine)[:10]],
        "named": _named(desk, row.name),
        "differs": of_outlet(desk, key, 6),
    }
    return Shown("outlet.html", row.name, rows=(), context=context)
