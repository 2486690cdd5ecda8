"""TimelineJS 3: statements and events that have a day, as slides; the rest is counted on the title slide."""

from __future__ import annotations

from html import escape
from pathlib import Path

from msgspec import UNSET, Struct, UnsetType

from verbale.export.json import write_object
from verbale.export.rows import EventRow, EvidenceRow, StatementRow
from verbale.export.view import View


class Date(Struct, frozen=True, omit_defaults=True):
    """A day, month or year."""

    year: int
    month: int | None = None
    day: int | None = None


class Words(Struct, frozen=True):
    """What a slide says. TimelineJS reads it as HTML."""

    headline: str
    text: str


class Slide(Struct, frozen=True):
    """One statement or event."""

    start_date: Date
    end_date: Date | UnsetType
    display_date: str
    text: Words
    group: str
    unique_id: str


class Title(Struct, frozen=True):
    """The first slide."""

    text: Words


class Timeline(Struct, frozen=True):
    """All slides."""

    title: Title
    events: tuple[Slide, ...]


def _date(day: str) -> Date:
    year, month, number = (int(part) for part in day.split("-"))
    return Date(year, month, number)


def write(view: View, path: Path) -> None:
    """Write the slides in order of time."""
    slides: list[tuple[str, Slide]] = []
    undated = 0
    for statement in view.store.statements():
        said = view.statement(statement)
        slide = _said(said)
        slides += [(said.earliest or "", slide)] if slide else []
        undated += slide is None
    for event in view.store.events():
        row = view.event(event)
        slide = _happened(row)
        slides += [(row.earliest or "", slide)] if slide else []
        undated += slide is None
    told = f"{len(slides)} statements and events" + (f"; {undated} without a first day are left out" if undated else "")
    title = Title(Words("The record", escape(told)))
    ordered = sorted(slides, key=lambda pair: (pair[0], pair[1].unique_id))
    write_object(Timeline(title, tuple(slide for _, slide in ordered)), path)


def _source(words: tuple[EvidenceRow, ...], outlets: tuple[str, ...]) -> str:
    places = ", ".join(f"{e.document_id}#{e.start}-{e.end}" for e in words)
    return f"<p><small>{escape('; '.join(outlets))}<br>{escape(places)}</small></p>"


def _slide(
    row: StatementRow | EventRow, headline: str, body: str, words: tuple[EvidenceRow, ...], group: str
) -> Slide | None:
    if row.earliest is None:
        return None
    end = _date(row.latest) if row.latest and row.latest != row.earliest else UNSET
    shown = Words(escape(headline), f"<p>{escape(body)}</p>{_source(words, row.outlets)}")
    return Slide(_date(row.earliest), end, row.when or row.earliest, shown, group, row.id)


def _said(row: StatementRow) -> Slide | None:
    quoted = f"“{row.content}”" if row.mode == "direct" else row.content
    return _slide(row, f"{row.speaker or 'Somebody'}: {row.act}", quoted, row.evidence("content"), "statements")


def _happened(row: EventRow) -> Slide | None:
    who, whom = ", ".join(row.actors), ", ".join(row.recipients)
    parties = f"{who} – {whom}" if who and whom else who or whom or "Somebody"
    words = row.evidence("trigger")
    told = " … ".join(dict.fromkeys(e.text for e in words))
    return _slide(row, f"{parties}: {row.type.lower()} ({row.status})", told, words, "events")
