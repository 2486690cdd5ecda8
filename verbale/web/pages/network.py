"""Contacts: who met or called whom, drawn as a network and listed."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
from starlette.requests import Request

from verbale.web.charts import net
from verbale.web.library import Desk
from verbale.web.lines import told
from verbale.web.shown import Shown, format_of, page_of
from verbale.web.worked import contacts_of

_LARGE = 6


def page(desk: Desk, request: Request) -> Shown:
    """Calls, meetings, visits and talks between parties."""
    index = desk.index
    met = index.event_type.mask("CONSULT")
    status = request.query_params.get("status", "")
    if status:
        met = met & index.event_status.mask(status)
    between = request.query_params.getlist("between")[:2]
    numbers = [int(n) for n in np.flatnonzero(met)]
    pairs = index.kept(f"pairs {status if status in index.event_status.number else ''}", lambda: _pairs(desk, numbers))
    if between:
        wanted = set(between)
        numbers = [n for n in numbers if wanted <= index.parties_of[n]]
    kept = [index.event_ids[n] for n in numbers]
    shown = page_of(request, kept)
    if format_of(request) != "html":
        worked = {c.event_id: c for c in contacts_of(desk) or ()}
        rows = [worked[i] for i in shown if i in worked]
        if rows:
            return Shown("contacts.html", "Contacts", rows=rows, total=len(kept))
        events = [desk.view.event(e) for i in shown if (e := desk.store.event(i)) is not None]
        return Shown("contacts.html", "Contacts", rows=events, total=len(kept))
    names = {party: index.name(party) for pair in pairs for party in pair}
    worked = {c.event_id: c for c in contacts_of(desk) or ()}
    context = {
        "net": net(pairs, names),
        "pairs": [(left, right, index.name(left), index.name(right), n) for (left, right), n in
                  sorted(pairs.items(), key=lambda p: (-p[1], p[0]))[:12]],
        "events": told(desk, shown),
        "worked": worked,
        "between": [index.name(b) for b in between],
        "statuses": index.event_status.counts(index.event_type.mask("CONSULT")),
    }  # fmt: skip
    return Shown("contacts.html", "Contacts", rows=(), context=context, total=len(kept))


def _pairs(desk: Desk, events: list[int]) -> Counter[tuple[str, str]]:
    """Count who met whom; of a large meeting nobody knows who spoke with whom."""
    pairs: Counter[tuple[str, str]] = Counter()
    for n in events:
        parties = desk.index.parties_of[n]
        if 1 < len(parties) <= _LARGE:
            pairs.update(combinations(sorted(parties), 2))
    return pairs
