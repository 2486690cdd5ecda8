"""The dispute on one page: what it is about, who, what was said last, what is due, what differs, who wrote when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from starlette.requests import Request

from verbale.analysis.results import Deadline
from verbale.web.charts import Coverage, coverage
from verbale.web.choosing import latest
from verbale.web.library import Desk
from verbale.web.lines import lines
from verbale.web.shown import Shown, format_of
from verbale.web.sides import differing
from verbale.web.worked import deadlines_of, issues_of

_LATEST = 8
_PARTIES = 8
_DUE = 6


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
    said = index.kept("latest", lambda: latest(index.first, index.last, np.arange(len(index.ids)))[:_LATEST])
    shown_lines = lines(desk, [index.ids[n] for n in said])
    disputes = differing(desk, index.disagreements[:5])
    first, last = index.kept("span", lambda: _span(desk))
    issues = issues_of(desk)
    due = deadlines_of(desk)
    data: dict[str, Any] = {
        "counts": index.counts,
        "from": first,
        "to": last,
        "parties": index.kept("parties", lambda: _parties(desk)),
        "latest": shown_lines,
        "disagreements": disputes,
        "issues": issues or (),
        "deadlines": due or (),
    }
    drawn: Coverage | None = index.kept("coverage", lambda: coverage(list(index.articles.values())))
    context = {
        **data,
        "coverage": drawn,
        "span": (first, last),
        "collated": desk.store.is_collated() if len(index.articles) < 2000 else True,
        "worked": issues is not None,
        "words": index.kept("words", lambda: _words(desk)),
        "due": _due(due or ()),
    }
    if format_of(request) == "json":
        return Shown("home.html", "", data=data)
    return Shown("home.html", "The dispute on one page", rows=shown_lines, context=context)


def _due(deadlines: Sequence[Deadline]) -> list[Deadline]:
    """Return what is still open, the nearest first, then what was due last and is not known to be done."""
    coming = sorted((d for d in deadlines if d.state in ("open", "unknown")), key=lambda d: (d.latest or "9999", d.id))
    past = [d for d in deadlines if d.state in ("overdue on record", "late")]
    past.sort(key=lambda d: (d.latest or d.earliest or "", d.id), reverse=True)
    return [*coming, *past][:_DUE]


def _words(desk: Desk) -> list[tuple[str, str, int]]:
    """Return who and what is named most, besides the parties themselves."""
    parties = {p for p, _ in desk.index.party.counts()[:_PARTIES]}
    named = [w for w in desk.index.actors.values() if w.id not in parties and w.kind not in ("person",)]
    return [(w.id, w.name, w.mentions) for w in named[:10]]
