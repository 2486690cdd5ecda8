"""The map: where events took place or are planned, with the same told as a table beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from starlette.requests import Request

from verbale.web.choosing import Facet, events_asked
from verbale.web.index import NO_DAY, Index, day_of
from verbale.web.library import Desk
from verbale.web.outlines import WIDTH, Frame, frame, middle, outlines
from verbale.web.shown import Shown, format_of
from verbale.web.spots import Spot, spot_of

_NAMED = 14
_MOST = 400
_ENOUGH = 3
"""So many places make a map of their own; with fewer, the parties' states are shown as well."""
_STATES = 10


class PlaceRow(Struct, frozen=True):
    """A place with what happened there; the map's row."""

    place: str
    sort: str
    """`town`, `state` (meant as a whole), or `unknown`: not on the map."""
    latitude: float | None
    longitude: float | None
    events: int
    contacts: int
    first: str | None
    last: str | None
    kinds: str
    """Kinds of event with their numbers, the most first."""


class Mark(Struct, frozen=True):
    """A town on the map."""

    row: PlaceRow
    x: float
    y: float
    r: float
    contact: bool
    """Most of what happened there were talks."""
    label: str
    tx: float
    ty: float
    anchor: str


class Land(Struct, frozen=True):
    """A state on the map; `row` where it is meant as a whole."""

    path: str
    row: PlaceRow | None
    x: float = 0.0
    y: float = 0.0


class Map(Struct, frozen=True):
    """What is drawn."""

    height: float
    lands: tuple[Land, ...]
    disputed: tuple[Land, ...]
    meant: tuple[Land, ...]
    states: tuple[tuple[str, float, float], ...]
    """(name, x, y) of the parties' states in sight."""
    marks: tuple[Mark, ...]


def page(desk: Desk, request: Request) -> Shown:
    """Events by place."""
    asked = {k: v for k, v in request.query_params.items() if v}
    chosen, facets = events_asked(desk.index, asked)
    rows, without = _rows(desk.index, np.flatnonzero(chosen))
    if format_of(request) != "html":
        return Shown("map.html", "Map", rows=rows, total=len(rows))
    spots = {row.place: spot for row in rows if (spot := spot_of(row.place)) is not None}
    parties = desk.index.kept("map parties", lambda: _parties(desk.index))
    shown = desk.index.kept("map frame", lambda: _frame(desk.index, parties))
    context = {
        "rows": rows,
        "without": without,
        "unknown": [row for row in rows if row.sort == "unknown"],
        "map": _drawn(rows, spots, shown, parties) if spots or parties else None,
        "facets": _few(facets),
        "named": desk.index.name,
    }
    return Shown("map.html", "Map", rows=(), context=context, total=int(chosen.sum()))


def _parties(index: Index) -> dict[str, str]:
    """Return the states that speak, by key, those that speak most first."""
    actors = (index.actors[i] for i, _ in index.party.counts() if i in index.actors)
    return {w.key: w.name for w in actors if w.key and middle(w.key) is not None and w.kind == "polity"}


def _frame(index: Index, parties: dict[str, str]) -> Frame:
    """Return the stretch in which events took place; where few did, the parties' states too."""
    rows, _ = _rows(index, np.arange(len(index.event_ids)))
    towns = [(s.longitude, s.latitude) for row in rows if (s := spot_of(row.place)) is not None]
    if len(towns) < _ENOUGH:
        towns += [found for key in list(parties)[:_ENOUGH] if (found := middle(key)) is not None]
    return frame(towns)


def _few(facets: Sequence[Facet]) -> list[Facet]:
    return [f for f in facets if f.name in ("type", "status")]


def _rows(index: Index, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[list[PlaceRow], int]:
    """Return the places of events, the busiest first, and how many events name none."""
    codes = index.event_place.codes[numbers]
    found = []
    for code in np.unique(codes[codes >= 0]):
        here = numbers[codes == code]
        place = index.event_place.names[int(code)]
        spot = spot_of(place)
        mask = np.zeros(len(index.event_ids), np.bool_)
        mask[here] = True
        kinds = index.event_type.counts(mask)
        days = [int(n) for n in (*index.event_first[here], *index.event_last[here]) if n != NO_DAY]
        found.append(
            PlaceRow(
                place, "unknown" if spot is None else "state" if spot.state else "town",
                spot.latitude if spot else None, spot.longitude if spot else None, len(here), dict(kinds).get("CONSULT", 0),
                day_of(min(days)) if days else None, day_of(max(days)) if days else None,
                ", ".join(f"{kind} {n}" for kind, n in kinds[:4]),
            )
        )  # fmt: skip
    found.sort(key=lambda row: (-row.events, row.place))
    return found, int((codes < 0).sum())


def _drawn(rows: Sequence[PlaceRow], spots: dict[str, Spot], shown: Frame, parties: dict[str, str]) -> Map:
    states = {spot.state: row for row in rows if (spot := spots.get(row.place)) is not None and spot.state}
    drawn = outlines(shown)
    lands, meant = [], []
    for outline in drawn.states:
        row = states.get(outline.key)
        if row is None:
            lands.append(Land(outline.path, None))
        else:
            spot = spots[row.place]
            meant.append(Land(outline.path, row, *shown.at(spot.longitude, spot.latitude)))
    towns = [row for row in rows if row.place in spots and spots[row.place].state is None][:_MOST]
    peak = max((row.events for row in towns), default=1)
    marks = []
    taken: list[tuple[float, float, float]] = []
    for n, row in enumerate(towns):
        spot = spots[row.place]
        x, y = shown.at(spot.longitude, spot.latitude)
        r = round(5 + 15 * math.sqrt(row.events / peak), 1)
        label, (tx, ty, anchor) = "", (x, y, "start")
        if n < _NAMED:
            free = _free(row.place, x, y, r, taken)
            if free is not None:
                label, (tx, ty, anchor) = row.place, free
        marks.append(Mark(row, x, y, r, 2 * row.contacts >= row.events, label, tx, ty, anchor))
    seen = {outline.key: outline for outline in drawn.states}
    taken += [(m.x - m.r, m.y + 5, m.x + m.r) for m in marks]
    named: list[tuple[str, float, float]] = []
    for key, name in parties.items():
        land = seen.get(key)
        if land and len(named) < _STATES and (free := _free(name, land.x, land.y, 0, taken, wide=11.5)):
            named.append((name, *free[:2]))
    disputed = tuple(Land(o.path, None) for o in drawn.disputed)
    # the marks stand the largest first, so that none lies hidden under another
    return Map(shown.height, tuple(lands), disputed, tuple(meant), tuple(named), tuple(marks))


def _free(
    name: str, x: float, y: float, r: float, taken: list[tuple[float, float, float]], wide: float = 10.0
) -> tuple[float, float, str] | None:
    """Return where a name can stand beside its town without touching another, None where there is no room.

    Without a town (`r` is 0) it stands in the middle of its place.
    """
    wide *= len(name)
    beside = ((x + r + 5, y + 6, "start"), (x - r - 5, y + 6, "end"))
    above = ((x, y - r - 7, "middle"), (x, y + r + 20, "middle"), (x, y + r + 44, "middle"))
    for tx, ty, anchor in (*beside, *above) if r else above:
        left = tx if anchor == "start" else tx - wide if anchor == "end" else tx - wide / 2
        if left < 2 or left + wide > WIDTH - 2:
            continue
        if all(abs(ty - b) > 21 or left > c or left + wide < a for a, b, c in taken):
            taken.append((left, ty, left + wide))
            return round(tx, 1), round(ty, 1), anchor
    return None
