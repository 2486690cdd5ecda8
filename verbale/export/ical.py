"""iCalendar: what is due and what is planned, as entries of a calendar that say how sure their day is.

An entry without a known range of days would be a false day and is left out; the calendar's description says how many.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from verbale.analysis.results import Deadline
from verbale.export.days_of import exact, length, next_day
from verbale.export.files import writing
from verbale.export.rows import EventRow, EvidenceRow
from verbale.export.view import View
from verbale.export.worked import Worked

_WIDEST = 92
"""A range of more days is no entry of a calendar."""
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 127), " ")


class Entry(Struct, frozen=True):
    """One day or range of days in the calendar."""

    uid: str
    earliest: str
    latest: str
    summary: str
    description: tuple[str, ...]
    place: str | None
    cancelled: bool = False

    @property
    def sure(self) -> bool:
        """Whether it is one day."""
        return self.earliest == self.latest


def write(view: View, path: Path) -> None:
    """Write the calendar: deadlines, then planned events, each in order of time."""
    worked = Worked(view)
    entries: list[Entry] = []
    omitted = 0
    planned = {event.id for event in view.store.events(status="scheduled")}
    for found in (*_due(view, worked, planned), *_planned(view)):
        if isinstance(found, Entry):
            entries.append(found)
        else:
            omitted += 1
    stamp = max((d.latest for d in worked.facts.documents.values() if d.latest), default="1970-01-01")
    with writing(path) as out:
        for line in _lines(entries, omitted, stamp):
            out.write(_folded(line))


def _where(words: EvidenceRow) -> str:
    return f"“{words.text}” ({words.document_id}#{words.start}-{words.end})"


def _doubt(when: str | None, earliest: str, latest: str) -> str:
    if exact(earliest, latest):
        return f"Day: {earliest}"
    return f"Not sure to the day: {when or ''}, between {earliest} and {latest}"


def _placed(earliest: str | None, latest: str | None) -> bool:
    days = length(earliest, latest)
    return days is not None and 0 < days <= _WIDEST


def _due(view: View, worked: Worked, planned: set[str]) -> Iterator[Entry | None]:
    for d in worked.deadlines:
        if d.statement_id in planned:
            continue  # it stands in the calendar as what is planned
        if not _placed(d.earliest, d.latest):
            yield None
            continue
        assert d.earliest is not None
        assert d.latest is not None
        description = (
            _doubt(d.due, d.earliest, d.latest),
            f"State on record: {d.state}" + (f", as of {d.as_of}" if d.as_of else ""),
            *(f"{label}: {value}" for label, value in _owing(d) if value),
            f"Set by the words: “{d.words}”",
            *(_where(w) for w in _words(view, d.statement_id)),
            f"Row: {d.statement_id}",
        )
        yield Entry(d.id, d.earliest, d.latest, f"Due: {d.what}", description, None)


def _owing(d: Deadline) -> tuple[tuple[str, str | None], ...]:
    return ("Owed by", d.owed_by), ("Owed to", d.owed_to), ("According to", d.according_to), ("Met by", d.met_by)


def _words(view: View, row: str) -> tuple[EvidenceRow, ...]:
    """Return the words of the statement or event that a deadline rests on."""
    statement = view.store.statement(row)
    if statement is not None:
        return view.statement(statement).evidence("content")[:3]
    event = view.store.event(row)
    return view.event(event).evidence("trigger")[:3] if event is not None else ()


def _planned(view: View) -> Iterator[Entry | None]:
    for event in view.store.events(status="scheduled"):
        row = view.event(event)
        if not _placed(row.earliest, row.latest):
            yield None
            continue
        assert row.earliest is not None
        assert row.latest is not None
        description = (
            _doubt(row.when, row.earliest, row.latest),
            f"Because: {row.basis}",
            f"Told by: {', '.join(row.outlets)}",
            *(_where(w) for w in row.evidence("trigger")[:3]),
            f"Row: {row.id}",
        )
        yield Entry(row.id, row.earliest, row.latest, f"Planned: {_title(row)}", description, row.place)


def _title(row: EventRow) -> str:
    who, whom = ", ".join(row.actors), ", ".join(row.recipients)
    parties = f"{who} – {whom}" if who and whom else who or whom
    what = row.accounts[0].trigger if row.accounts else row.type.lower()
    return f"{parties}: {what}" if parties else what


def _escaped(value: str) -> str:
    cleaned = value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return cleaned.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _lines(entries: list[Entry], omitted: int, stamp: str) -> Iterator[str]:
    told = "What is due and what is planned, as far as the record's articles say."
    if omitted:
        told += f" {omitted} further without a day or a range of at most {_WIDEST} days are left out."
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//verbale//record//EN", "CALSCALE:GREGORIAN")
    yield f"X-WR-CALDESC:{_escaped(told)}"
    for entry in entries:
        yield "BEGIN:VEVENT"
        yield f"UID:{entry.uid}@verbale"
        # The day of the last article stands for "now": the clock is no part of a record
        yield f"DTSTAMP:{stamp.replace('-', '')}T000000Z"
        yield f"DTSTART;VALUE=DATE:{entry.earliest.replace('-', '')}"
        yield f"DTEND;VALUE=DATE:{next_day(entry.latest).replace('-', '')}"
        yield f"SUMMARY:{_escaped(entry.summary if entry.sure else entry.summary + ' (day not sure)')}"
        yield f"DESCRIPTION:{_escaped(chr(10).join(entry.description))}"
        if entry.place:
            yield f"LOCATION:{_escaped(entry.place)}"
        yield f"STATUS:{'CONFIRMED' if entry.sure else 'TENTATIVE'}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _folded(line: str) -> bytes:
    """Return a line folded at 75 octets, never within a character."""
    pieces: list[bytes] = []
    room, piece = 75, b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            room, piece = 74, b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"
