"""The dispute on one page: what it is about, who, what was said last, what is due, what differs, who wrote when."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct
from starlette.requests import Request

from verbale.web.charts import Coverage, coverage
from verbale.web.choosing import latest
from verbale.web.library import Desk
from verbale.web.lines import lines
from verbale.web.shown import Shown
from verbale.web.worked import deadlines_of, issues_of

_LATEST = 8
_PARTIES = 8


class PartyLine(Struct, frozen=True):
    """A party with what it said."""

    id: str
    name: str
    statements: int
    acts: tuple[tuple[str, int], ...]
    """What its statements do, the most first."""
    speakers: tuple[tuple[str, str, int], ...]
    """(id, name, statements) of those who speak for it."""


def _parties(desk: Desk) -> list[PartyLine]:
    index = desk.index
    found = []
    for party, count in index.party.counts()[:_PARTIES]:
        mask = index.party.mask(party)
        speakers = tuple((i, index.name(i), n) for i, n in index.speaker.counts(mask)[:4] if i != party)
        found.append(PartyLine(party, index.name(party), count, tuple(index.act.counts(mask)[:3]), speakers[:3]))
    return found


def _span(desk: Desk) -> tuple[str, str]:
    days = sorted(
        d for a in desk.index.articles.values() for d in (a.earliest or a.latest, a.latest or a.earliest) if d
    )
    return (days[0], days[-1]) if days else ("", "")


def page(desk: Desk, request: Request) -> Shown:
    """The front page."""
    index = desk.index
    said = latest(index.first, index.last, np.arange(len(index.ids)))
    shown_lines = lines(desk, [index.ids[n] for n in said[:_LATEST]])
    disputes = [desk.view.disagreement(d) for d in index.disagreements[:5]]
    issues = issues_of(desk)
    due = deadlines_of(desk)
    data: dict[str, Any] = {
        "counts": index.counts,
        "from": _span(desk)[0],
        "to": _span(desk)[1],
        "parties": _parties(desk),
        "latest": shown_lines,
        "disagreements": disputes,
        "issues": issues or (),
        "deadlines": due or (),
    }
    drawn: Coverage | None = coverage(list(index.articles.values()))
    context = {
        **data,
        "coverage": drawn,
        "span": _span(desk),
        "acts": index.act.counts(),
        "collated": desk.store.is_collated() if len(index.articles) < 2000 else True,
        "worked": issues is not None,
        "words": _words(desk),
        "due": [d for d in due or () if d.state in ("open", "unknown", "overdue on record", "late")][:6],
    }
    rows = shown_lines
    return (
        Shown("home.html", "The dispute on one page", rows=rows, data=data, context=context)
        if (request.scope.get("verbale.format") != "json")
        else Shown("home.html", "", data=data)
    )


def _words(desk: Desk) -> list[tuple[str, str, int]]:
    """Return who and what is named most, besides the parties themselves."""
    parties = {p for p, _ in desk.index.party.counts()[:_PARTIES]}
    named = [w for w in desk.index.actors.values() if w.id not in parties and w.kind not in ("person",)]
    return [(w.id, w.name, w.mentions) for w in named[:10]]
