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


def page(desk: Desk, request: Request) -> Shown:
    """Calls, meetings, visits and talks between parties."""
    index = desk.index
    met = index.event_type.mask("CONSULT")
    status = request.query_params.get("status", "")
    if status:
        met = met & index.event_status.mask(status)
    between = request.query_params.getlist("between")[:2]
    pairs: Counter[tuple[str, str]] = Counter()
    kept = []
    for n in np.flatnonzero(met):
        own = index.event_parties.get(index.event_ids[n], ())
        parties = sorted({index.actors[a].party_id for a in own if a in index.actors})
        if len(parties) <= 6:
            pairs.update(combinations(parties, 2))
        if not between or set(between) <= set(parties):
            kept.append(index.event_ids[n])
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
