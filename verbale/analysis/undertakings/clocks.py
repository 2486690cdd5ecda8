"""The calendar of clocks: what is due when, as rows and as iCalendar (RFC 5545), made without looking at the time of day."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from msgspec import Struct

from verbale.analysis.undertakings.deadlines import clocks_of, deadline
from verbale.analysis.undertakings.model import Claim, File
from verbale.analysis.undertakings.rows import Undertaking
from verbale.analysis.undertakings.times import when
from verbale.errors import UsageError


class Due(Struct, frozen=True, order=True):
    """Something that is due."""

    first: str
    """ISO instant: the earliest that the time runs out."""
    last: str
    provision: str
    who: str
    what: str
    why: str
    kind: str = "due"
    """due, or meeting: one that is still to come, spread over the days on which it may be."""


def _instant(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def clocks(file: File, claims: Sequence[Claim], bearer: str) -> tuple[Due, ...]:
    """Return what is due of a bearer under a file's rules, as far as clocks have started."""
    found = []
    for provision in file.provisions:
        if not clocks_of(provision):
            continue
        own = [c for c in claims if c.provision in {None, provision.id} and c.mode == "actual"]
        due, notes = deadline(provision, own, file.instrument, bearer)
        if due is not None:
            what = provision.title or provision.act
            found.append(Due(_instant(due.first), _instant(due.last), provision.id, bearer, what, "; ".join(notes)))
    return tuple(sorted(found))


def of_record(undertaking: Undertaking) -> tuple[Due, ...]:
    """Return the clocks of a record's findings, and the deadlines that its statements set."""
    found: set[Due] = set()
    for row in undertaking.rows:
        for finding in row.findings:
            if finding.due is not None and finding.norm == "active":
                day = finding.due.split("/")[-1]
                stamp = day.replace("-", "").replace(":", "")
                found.add(Due(stamp, stamp, row.provision, finding.bearer, row.title, finding.display))
    hanging = [(h, row.provision) for row in undertaking.rows for h in row.hanging]
    listed: set[tuple[str, str]] = set()
    for h, provision in [*hanging, *((h, undertaking.instrument) for h in undertaking.hanging)]:
        days = _days(h.when) if h.when else None
        if days is None or (h.kind, h.id) in listed or not (h.kind == "deadline" or h.state == "scheduled"):
            continue
        listed.add((h.kind, h.id))  # a deadline of several rules is one entry
        first, last = days
        kind = "meeting" if h.kind == "meeting" else "due"
        if h.kind in {"meeting", "deadline"}:
            why = h.state if first == last else f"{h.state}; some day of {h.when}"
            found.add(Due(first, last, provision, "", h.what[:200], why, kind))
    return tuple(sorted(found))


_LONGEST = dt.timedelta(days=62)


def _days(value: str) -> tuple[str, str] | None:
    """Return the first and the last day of an EDTF value; None for one that is open or names no stretch of a month or two."""
    try:
        found = when(value.strip("~?%").replace("~", ""))
    except UsageError:
        return None
    if found.last - found.first > _LONGEST:
        return None
    return found.first.strftime("%Y%m%d"), found.last.strftime("%Y%m%d")


def _escaped(text: str) -> str:
    plain = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Fold a line to 75 bytes, never within a character."""
    lines, now = [], ""
    for c in line:
        if len((now + c).encode()) > 74:
            lines.append(now)
            now = " "
        now += c
    return [*lines, now]


def icalendar(dues: Iterable[Due], name: str, stamp: str) -> str:
    """Return a calendar. `stamp`, an ISO day, is when it was made: given, since nothing here looks at the clock."""
    made = stamp.replace("-", "") + "T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//verbale//undertakings//EN", f"NAME:{_escaped(name)}"]
    for due in sorted(dues):
        uid = hashlib.sha256("\x1f".join([due.provision, due.who, due.last, due.what]).encode()).hexdigest()[:24]
        whole = len(due.last) == 8
        at = (
            f"DTSTART;VALUE=DATE:{due.first if due.kind == 'meeting' else due.last}"
            if whole
            else f"DTSTART:{due.last if due.last.endswith('Z') else due.last + 'Z'}"
        )
        end = (dt.date.fromisoformat(due.last) + dt.timedelta(days=1)) if whole and due.first != due.last else None
        ends = [f"DTEND;VALUE=DATE:{end:%Y%m%d}"] if end is not None and due.kind == "meeting" else []
        head = "Meeting" if due.kind == "meeting" else "Due"
        said = f"{due.who + ': ' if due.who else ''}{due.what}"
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}@verbale", f"DTSTAMP:{made}", at, *ends, f"SUMMARY:{_escaped(f'{head}: {said}')}",
            f"DESCRIPTION:{_escaped(due.provision + '. ' + due.why)}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _folded(line))
