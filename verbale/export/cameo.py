"""CAMEO codes with Goldstein's scale, in the 61 columns of a GDELT 2.0 event table (tab-separated), then four of ours.

A row is a dyad, as in GDELT: an event of two actors and one recipient is two rows. What is denied or hypothetical has no
CAMEO code and is left out; what is scheduled stands as "express intent to" where CAMEO has such a code. A date that is not
one day leaves `Day` empty and fills month or year only where they are sure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations, product
from pathlib import Path

from verbale.export.days_of import exact, known_part
from verbale.export.files import writing
from verbale.export.places import point_of
from verbale.export.rows import EventRow
from verbale.export.view import View
from verbale.lexicon import load_table
from verbale.model import row_id
from verbale.store import Actor, Event

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
          "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Geo_Type", "Geo_Fullname", "Geo_CountryCode", "Geo_ADM1Code", "Geo_ADM2Code", "Geo_Lat", "Geo_Long",
        "Geo_FeatureID")  # fmt: skip
COLUMNS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{which}{name}" for which in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
OWN = ("EventID", "Status", "Words", "Text")
"""Our columns after GDELT's: the record's event, its status, `DOCUMENT#START-END` of each account, their words."""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@cache
def _codes() -> dict[tuple[str, str, str, str], str]:
    return {(r["type"], r["mode"], r["context"], r["status"]): r["code"] for r in load_table("cameo_codes.tsv")}


@cache
def _values() -> dict[str, float]:
    return {row["code"]: float(row["value"]) for row in load_table("cameo_goldstein.tsv")}


def code_of(type: str, mode: str | None, context: str | None, status: str) -> str | None:
    """Return the CAMEO code that fits most exactly, or None."""
    for key in ((mode, context), (mode, ""), ("", context), ("", "")):
        code = _codes().get((type, key[0] or "", key[1] or "", status))
        if code is not None:
            return code
    return None


def goldstein(code: str | None) -> float | None:
    """Return a code's place on Goldstein's scale."""
    return _values()[code] if code is not None else None


def quad(code: str) -> int:
    """Return GDELT's class: verbal cooperation, material cooperation, verbal conflict, material conflict."""
    root = int(code[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4


def escaped(value: str) -> str:
    r"""Return a cell of a tab-separated table: `\t`, `\n`, `\r` and `\\` stand for what would break the row."""
    return value.translate(_ESCAPES)


def write(view: View, path: Path) -> None:
    """Write the table with a header."""
    with writing(path) as out:
        out.write("\t".join((*COLUMNS, *OWN)).encode() + b"\n")
        for event in view.store.events():
            for cells in rows(view, event):
                out.write("\t".join(map(escaped, cells)).encode("utf-8", "replace") + b"\n")


def rows(view: View, event: Event) -> Iterator[list[str]]:
    """Yield an event's dyads."""
    code = code_of(event.type, event.mode, event.context, event.status)
    if code is None:
        return
    row = view.event(event)
    actors: list[Actor | None] = [a for i in event.actor_ids if (a := view.actors_by_id.get(i))]
    recipients: list[Actor | None] = [a for i in event.recipient_ids if (a := view.actors_by_id.get(i))]
    dyads: Iterator[tuple[Actor | None, Actor | None]]
    if event.type == "CONSULT" and len(actors) > 1 and not recipients:
        dyads = permutations(actors, 2)  # all met all
    else:
        dyads = product(actors or [None], recipients or [None])
    for one, other in dyads:
        if one is not None and one is other:
            continue  # both sides of a meeting name everybody
        yield _cells(row, code, one, other, view)


def _cells(row: EventRow, code: str, one: Actor | None, other: Actor | None, view: View) -> list[str]:
    pair = row_id("dyad", row.id, one.id if one else "", other.id if other else "")
    day, part = exact(row.earliest, row.latest), known_part(row.earliest, row.latest)
    words = row.evidence("trigger")
    urls = (view.page(a.document_id).document.url for a in row.accounts)
    return [
        str(int(pair[:15], 16)),
        day.replace("-", "") if day else "",
        part[:7].replace("-", "") if part and len(part) >= 7 else "",
        part[:4] if part else "",
        "",
        *_actor(one),
        *_actor(other),
        "1", code, code[:3], code[:2], str(quad(code)), str(goldstein(code)),
        str(len(row.accounts)), str(len(row.outlets)), str(len({a.document_id for a in row.accounts})), "",
        *[""] * 16,
        *_place(row.place),
        "",
        next((url for url in urls if url), ""),
        row.id, row.status, "; ".join(f"{e.document_id}#{e.start}-{e.end}" for e in words),
        " … ".join(dict.fromkeys(e.text for e in words)),
    ]  # fmt: skip


def _actor(actor: Actor | None) -> list[str]:
    if actor is None:
        return [""] * len(_ACTOR)
    country = actor.country if actor.country and len(actor.country) == 3 and actor.sector != "IGO" else ""
    sector = actor.sector or ""
    return [country + sector, actor.name, country, "", "", "", "", sector, "", ""]


def _place(place: str | None) -> list[str]:
    point = point_of(place)
    if point is None:
        return ["", place or "", "", "", "", "", "", ""]
    return ["4", place or "", point.country, "", "", str(point.latitude), str(point.longitude), ""]
