"""The year of a dateline that names only day and month ("MOSCOW, Dec 16 (Agency) -"), from dated neighbours on the story.

Most agency copy carries no year. A neighbour is a dated document that names some of the same rare names; the year is taken
only where neighbours within two months agree on one and none speaks for another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from verbale.coding.times import explicit_dates
from verbale.model import Coding, Document, When

_NEAR = timedelta(days=60)
_SHARED = 2
"""Persons that a document must have in common with its neighbours of a year; whom very many name does not count."""
_MOST_NEIGHBOURS = 400


class Partial(Struct, frozen=True):
    """Day and month that a document's dateline prints, with no year."""

    month: int
    day: int
    words: str


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
                return Partial(form.month, form.day, " ".join(document.text[segment.start : segment.end].split()))
    return None


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
        if day is None:
            continue
        nearest = min(others, key=lambda other: (abs(day - days[other]), other))
        basis = (
            f"'{partial.words}', the year from {len(others)} dated article{'s' if len(others) > 1 else ''} on the same "
            f"story, the nearest of {days[nearest].isoformat()} ({nearest})"
        )
        found[document_id] = When(day.isoformat(), day.isoformat(), day.isoformat(), basis)
    return found
