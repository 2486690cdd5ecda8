"""The year of a dateline that names only day and month ("MOSCOW, Dec 16 (Agency) -"), from dated neighbours on the story.

Most agency copy carries no year. A neighbour is a dated document that names some of the same rare names; the year is taken
only where neighbours within two months agree on one and none speaks for another. One person in common is enough where all
that the record has on that person was written within a year, and the article's own weekdays fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from verbale.coding.times import explicit_dates
from verbale.model import Coding, Document, When

_NEAR = timedelta(days=60)
_SHARED = 2
"""Persons that a document must have in common with its neighbours of a year; whom very many name does not count."""
_MOST_NEIGHBOURS = 400
_FEW = 3
"""Neighbours below which the weekday must fit too: two articles of another year may name two of the same people."""
_ONE_SPAN = timedelta(days=300)
"""Within what all articles on a person must have been written for that person alone to tell the year ..."""
_ONE_LEAST = 2
"""... and how many they must be at least."""
_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}


class Partial(Struct, frozen=True):
    """Day and month that a document's dateline prints, with no year."""

    month: int
    day: int
    words: str
    weekdays: frozenset[int] = frozenset()
    """Days of the week that the article names, Monday 0: news tells of its own day."""


def partial_dateline(document: Document, coding: Coding) -> Partial | None:
    """Return the day and month of a dateline without a year, where a document has no better."""
    when = coding.dateline.when
    if when is not None and when.earliest is not None and when.earliest == when.latest:
        return None
    for segment in coding.segments:
        if segment.role != "dateline":
            continue
        for found in explicit_dates(document.text, segment.start, segment.end):
            form = found.form
            if form.year is None and form.month is not None and form.day is not None:
                words = " ".join(document.text[segment.start : segment.end].split())
                return Partial(form.month, form.day, words, _weekdays(coding))
    return None


def _weekdays(coding: Coding) -> frozenset[int]:
    named = (t.form.split(":")[1] for t in coding.times if t.form.startswith("weekday:"))
    return frozenset(_WEEKDAYS[name] for name in named if name in _WEEKDAYS)


def _day(year: int, partial: Partial) -> date | None:
    try:
        return date(year, partial.month, partial.day)
    except ValueError:
        return None


def find_years(
    partials: Mapping[str, Partial],
    dated: Mapping[str, When],
    names: Mapping[str, Sequence[str]],
) -> dict[str, When]:
    """Return datelines for the documents in `partials`, from those in `dated`; `names` gives each one's names.

    Independent of order. Documents whose neighbours speak for two years, or that have none, are left out.
    """
    by_name: dict[str, list[str]] = defaultdict(list)
    days: dict[str, date] = {}
    for document_id, when in sorted(dated.items()):
        if when.earliest and when.latest:
            low, high = date.fromisoformat(when.earliest[:10]), date.fromisoformat(when.latest[:10])
            if high - low <= timedelta(days=14):
                days[document_id] = low
                for name in names.get(document_id, ()):
                    by_name[name].append(document_id)
    found: dict[str, When] = {}
    for document_id, partial in sorted(partials.items()):
        shared: dict[int, set[str]] = defaultdict(set)
        voters: dict[int, set[str]] = defaultdict(set)
        for name in names.get(document_id, ()):
            carriers = by_name.get(name, ())
            if len(carriers) > _MOST_NEIGHBOURS:
                continue
            for other in carriers:
                for year in (days[other].year - 1, days[other].year, days[other].year + 1):
                    day = _day(year, partial)
                    if day is not None and other != document_id and abs(day - days[other]) <= _NEAR:
                        shared[year].add(name)
                        voters[year].add(other)
        years = [year for year in sorted(shared) if len(shared[year]) >= _SHARED]
        if len(years) != 1:
            continue
        (year,) = years
        others = sorted(voters[year])
        day = _day(year, partial)
        if day is None or (len(others) < _FEW and not _sure(day, partial, shared[year], by_name, days)):
            continue
        nearest = min(others, key=lambda other: (abs(day - days[other]), other))
        basis = (
            f"'{partial.words}', the year from {len(others)} dated article{'s' if len(others) > 1 else ''} on the same "
            f"story, the nearest of {days[nearest].isoformat()} ({nearest})"
        )
        found[document_id] = When(day.isoformat(), day.isoformat(), day.isoformat(), basis)
    known = days | {own: date.fromisoformat(when.value) for own, when in found.items()}
    return found | _by_one_person({k: p for k, p in partials.items() if k not in found}, known, names)


def _sure(
    day: date, partial: Partial, shared: Iterable[str], by_name: Mapping[str, Sequence[str]], days: Mapping[str, date]
) -> bool:
    """Say whether few neighbours are enough: the weekday fits, and one of the people is of no other time in this record."""
    if partial.weekdays and day.weekday() not in partial.weekdays:
        return False
    return any(max(held) - min(held) <= _ONE_SPAN for name in shared if (held := [days[d] for d in by_name[name]]))


def _by_one_person(
    partials: Mapping[str, Partial], days: Mapping[str, date], names: Mapping[str, Sequence[str]]
) -> dict[str, When]:
    """Return the years that a single person tells, of whom the record has articles of one stretch of time alone."""
    by_surname: dict[str, set[str]] = defaultdict(set)
    full: dict[str, set[str]] = defaultdict(set)
    for document_id in days:
        for name in names.get(document_id, ()):
            surname = name.split()[-1]
            by_surname[surname].add(document_id)
            if " " in name:
                full[surname].add(name)
    found: dict[str, When] = {}
    for document_id, partial in sorted(partials.items()):
        told: dict[int, tuple[str, list[str]]] = {}
        for name in names.get(document_id, ()):
            surname = name.split()[-1]
            others = sorted(by_surname.get(surname, ()))
            if len(others) < _ONE_LEAST or len(full[surname] | ({name} if " " in name else set())) != 1:
                continue  # nobody, or several of one surname
            first, last = min(days[o] for o in others), max(days[o] for o in others)
            if last - first > _ONE_SPAN:
                continue
            for year in range(first.year - 1, last.year + 2):
                day = _day(year, partial)
                near = [o for o in others if day is not None and abs(day - days[o]) <= _NEAR]
                if day is not None and len(near) >= _ONE_LEAST and day.weekday() in partial.weekdays:
                    told.setdefault(year, (next(iter(full[surname]), name), near))
        if len(told) != 1:
            continue
        ((year, (name, others)),) = told.items()
        day = _day(year, partial)
        assert day is not None
        basis = (
            f"'{partial.words}', the year from {len(others)} dated articles that name {name}, "
            f"of whom this record has none of another time; the weekday fits"
        )
        found[document_id] = When(day.isoformat(), day.isoformat(), day.isoformat(), basis)
    return found
