"""Violence, protest and military developments in the columns of an ACLED table (CSV), then five of ours.

Only what ACLED holds is written: events that happened, of the types in `lexicon/acled_types.tsv`. Counts of the dead are not
coded and stay empty. `time_precision` 1 is a day, 2 a week, 3 a month; where less is known there is no `event_date`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from verbale.export.csv import guarded, line
from verbale.export.days_of import known_part, length
from verbale.export.files import writing
from verbale.export.places import point_of
from verbale.export.view import View
from verbale.lexicon import load_table
from verbale.store import Actor, Event

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale",
    "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
OWN = ("event_date_latest", "document_id", "start", "end", "text")
_INTER = {"GOV": "State forces", "MIL": "State forces", "COP": "State forces", "SPY": "State forces", "REB": "Rebel group",
          "OPP": "Protesters", "CVL": "Civilians", "IGO": "External/Other forces"}  # fmt: skip


@cache
def _types() -> dict[tuple[str, str], tuple[str, str, str]]:
    return {(r["type"], r["mode"]): (r["disorder"], r["event"], r["sub"]) for r in load_table("acled_types.tsv")}


def type_of(type: str, mode: str | None) -> tuple[str, str, str] | None:
    """Return ACLED's disorder type, event type and sub-event type, or None where ACLED has no such events."""
    return _types().get((type, mode or "")) or _types().get((type, ""))


def write(view: View, path: Path) -> None:
    """Write the table, events in order of time."""
    with writing(path) as out:
        out.write(line((*COLUMNS, *OWN)).encode())
        for event in view.store.events(status="happened"):
            cells = _cells(view, event)
            if cells is not None:
                out.write(line(map(guarded, cells)).encode("utf-8", "replace"))


def _precision(earliest: str | None, latest: str | None) -> str:
    days = length(earliest, latest)
    return "" if days is None or days > 31 else "1" if days == 1 else "2" if days <= 7 else "3"


def _cells(view: View, event: Event) -> list[str] | None:
    kinds = type_of(event.type, event.mode)
    if kinds is None:
        return None
    row = view.event(event)
    actors = [a for i in event.actor_ids if (a := view.actors_by_id.get(i))]
    recipients = [a for i in event.recipient_ids if (a := view.actors_by_id.get(i))]
    precision = _precision(row.earliest, row.latest)
    part, point = known_part(row.earliest, row.latest), point_of(row.place)
    words = next(iter(row.evidence("trigger")))
    civilians = kinds[1] == "Violence against civilians"
    return [
        row.id,
        (row.earliest or "") if precision else "",
        part[:4] if part else "",
        precision,
        *kinds,
        *_side(actors),
        *_side(recipients),
        "",
        "Civilian targeting" if civilians else "",
        "", "", point.country if point else "", "", "", "",
        row.place or "",
        str(point.latitude) if point else "",
        str(point.longitude) if point else "",
        "2" if point else "",
        "; ".join(row.outlets),
        "",
        " … ".join(dict.fromkeys(e.text for e in row.evidence("trigger"))),
        "", "", "",
        (row.latest or "") if precision and row.latest != row.earliest else "",
        words.document_id, str(words.start), str(words.end), words.text,
    ]  # fmt: skip


def _side(actors: list[Actor]) -> list[str]:
    if not actors:
        return ["", "", ""]
    first, *others = actors
    return [first.name, "; ".join(a.name for a in others), _INTER.get(first.sector or "", "")]
