"""The timeline: a strip with a lane for each party, and the rows beneath it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from starlette.requests import Request

from verbale.export.days import bounds
from verbale.web.charts import strip
from verbale.web.choosing import Mask, within
from verbale.web.index import NO_DAY, Coded, Index, Numbers, day_number, day_of
from verbale.web.library import Desk
from verbale.web.lines import Line, Told, lines, told
from verbale.web.shown import Shown, format_of, page_of
from verbale.web.wording import ACT_GROUPS, day, event_word, short
from verbale.web.worked import issues_of, placed_of

Rows = NDArray[np.int64]

_LANES = 7
_DOTS = 480


class Entry(Struct, frozen=True):
    """A row of the timeline: a statement or an event."""

    line: Line | None = None
    event: Told | None = None


def page(desk: Desk, request: Request) -> Shown:
    """Statements and events in order of time."""
    asked = request.query_params
    index = desk.index
    said = within(index.first, index.last, asked.get("since"), asked.get("until"))
    done = within(index.event_first, index.event_last, asked.get("since"), asked.get("until"))
    mine = np.arange(len(index.ids)) if said is None else np.flatnonzero(said)
    deeds = np.arange(len(index.event_ids)) if done is None else np.flatnonzero(done)
    if asked.get("kind") == "events":
        mine = mine[:0]
    if asked.get("kind") == "statements":
        deeds = deeds[:0]
    if asked.get("party"):
        mine = mine[index.party.mask(asked["party"])[mine]]
        deeds = np.asarray([n for n in deeds if asked["party"] in index.parties_of[n]], np.int64)
    both = np.concatenate([mine, -1 - deeds])
    kinds = np.concatenate([np.ones(len(mine), np.int8), np.zeros(len(deeds), np.int8)])
    everything = len(mine) == len(index.ids) and len(deeds) == len(index.event_ids)
    first = np.concatenate([index.first[mine], index.event_first[deeds]])
    last = np.concatenate([index.last[mine], index.event_last[deeds]])
    begin = np.where(first == NO_DAY, last, first)

    def sort() -> Rows:
        # the rows of each kind stand in order of their ids already, and the sort is stable
        return both[np.lexsort((kinds, _far(last), _far(begin)))]

    both = index.kept("timeline", sort) if everything else sort()
    shown = [int(n) for n in page_of(request, both)]
    if format_of(request) != "html":
        s = [desk.view.statement(x) for n in shown if n >= 0 and (x := desk.store.statement(index.ids[n])) is not None]
        e = [
            desk.view.event(y) for n in shown if n < 0 and (y := desk.store.event(index.event_ids[-1 - n])) is not None
        ]
        return Shown("timeline.html", "Timeline", rows=list(desk.view.timeline(s, e)), total=len(both))
    by_id = {line.id: line for line in lines(desk, [index.ids[n] for n in shown if n >= 0])}
    events = {one.id: one for one in told(desk, [index.event_ids[-1 - n] for n in shown if n < 0])}
    entries = [
        Entry(line=by_id.get(index.ids[n])) if n >= 0 else Entry(event=events.get(index.event_ids[-1 - n]))
        for n in shown
    ]
    lanes = asked.get("lanes", "")
    placed = placed_of(desk) if lanes == "issues" else None
    if lanes == "issues":
        names = {issue.id: issue.name for issue in issues_of(desk) or ()}
        dots = _by_issue(desk, mine, placed or {}, names)
    else:
        dots = _dots(desk, mine, deeds, by_speaker=lanes == "speakers")
        names = {who: index.name(who) for who in {d[0] for d in dots}}
    since, until = (day_number(bound) for bound in bounds(asked.get("since"), asked.get("until")))
    context = {
        "entries": [x for x in entries if x.line or x.event],
        "strip": strip(dots, names, asked=(since, until) if NO_DAY not in (since, until) and since <= until else None),
        "waits": lanes == "issues" and placed is None,
        "drawn": len(dots),
        "parties": [(i, index.name(i)) for i, _ in index.party.counts()[:10]],
    }
    return Shown("timeline.html", "Timeline", rows=(), context=context, total=len(both))


def _far(days: Numbers) -> Numbers:
    """Put what has no day last."""
    return np.where(days == NO_DAY, np.int32(2**31 - 1), days)


def _dots(desk: Desk, mine: Rows, deeds: Rows, *, by_speaker: bool) -> list[tuple[str, str, str, int, int, str, str]]:
    """Return what is drawn: of the busiest parties or speakers, evenly thinned where there is more than fits."""
    index = desk.index
    column = index.speaker if by_speaker else index.party

    def taking_part(event: int) -> frozenset[str]:
        return frozenset(index.event_parties.get(index.event_ids[event], ())) if by_speaker else index.parties_of[event]

    lanes = {lane for lane, _ in column.counts(_mask(len(index.ids), mine))[:_LANES]}
    if not lanes:
        for n in deeds[:2000]:
            lanes |= taking_part(int(n))
            if len(lanes) >= _LANES:
                break
    found: list[tuple[str, str, str, int, int, str, str]] = []
    dated = mine[(index.first[mine] != NO_DAY) | (index.last[mine] != NO_DAY)]
    lane_codes = np.asarray(sorted(column.number[p] for p in lanes if p in column.number), np.int32)
    dated = dated[np.isin(column.codes[dated], lane_codes)]
    found += [(column.names[column.codes[n]], *_said(index, n)) for n in _thin(dated, _DOTS * 3 // 4)]
    happened = deeds[(index.event_first[deeds] != NO_DAY) | (index.event_last[deeds] != NO_DAY)]
    for n in _thin(happened, _DOTS // 4):
        parties = sorted(taking_part(n) & lanes, key=index.name)
        if parties:
            mode = index.event_mode.names[index.event_mode.codes[n]] if index.event_mode.codes[n] >= 0 else None
            names = ", ".join(index.name(a) for a in index.event_parties.get(index.event_ids[n], ())[:4])
            first, last = int(index.event_first[n]), int(index.event_last[n])
            label = (
                f"{_when(first, last)}, {event_word(index.event_type.names[index.event_type.codes[n]], mode)}: {names}"
            )
            found.append((parties[0], "events", index.event_ids[n], first, last, "d-event", label))
    return sorted(found, key=lambda d: (d[3] if d[3] != NO_DAY else d[4], d[1], d[2]))


def _by_issue(
    desk: Desk, mine: Rows, placed: Mapping[str, str], names: Mapping[str, str]
) -> list[tuple[str, str, str, int, int, str, str]]:
    """Return the statements of the busiest issues, a lane for each; events belong to no issue."""
    index = desk.index
    column = index.kept("issue of", lambda: Coded([placed.get(i) for i in index.ids])) if placed else Coded([])
    counted = column.counts(_mask(len(index.ids), mine)) if placed else []
    kept = [column.number[issue] for issue, _ in counted if issue in names][:_LANES]
    rows = mine[np.isin(column.codes[mine], kept)] if kept else mine[:0]
    rows = rows[(index.first[rows] != NO_DAY) | (index.last[rows] != NO_DAY)]
    found = [(placed[index.ids[n]], *_said(index, n)) for n in _thin(rows, _DOTS)]
    return sorted(found, key=lambda d: (d[3] if d[3] != NO_DAY else d[4], d[1], d[2]))


def _when(first: int, last: int) -> str:
    begin, end = (day_of(n) if n != NO_DAY else ".." for n in (first, last))
    return day(begin if begin == end else f"{begin}/{end}")


def _said(index: Index, n: int) -> tuple[str, str, int, int, str, str]:
    """Return a statement as it is drawn: kind, id, days, style, label."""
    act = index.act.names[index.act.codes[n]]
    speaker = index.name(index.speaker.names[index.speaker.codes[n]]) if index.speaker.codes[n] >= 0 else "?"
    first, last = int(index.first[n]), int(index.last[n])
    label = f"{_when(first, last)}, {speaker}, {act}: {short(index.contents[n], 100)}"
    return "statements", index.ids[n], first, last, "d-" + ACT_GROUPS.get(act, "plain"), label


def _mask(size: int, rows: Rows) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[rows] = True
    return mask


def _thin(rows: Rows, most: int) -> list[int]:
    if len(rows) <= most:
        return [int(n) for n in rows]
    return [int(rows[int(n)]) for n in np.linspace(0, len(rows) - 1, most)]
