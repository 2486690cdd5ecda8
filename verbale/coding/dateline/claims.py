"""Days that are claimed: stamps printed in the text, agency datelines, the page's metadata, the address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from verbale.coding.dateline.cues import Cue
from verbale.coding.segments.agency import AgencyLine, find_agency_line
from verbale.coding.times import explicit_dates
from verbale.model import DateClaim, Document, Segment, Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_UPDATED = re.compile(r"updat|modif|edited|revis", re.IGNORECASE)
_LABEL = re.compile(r"publi|updat|posted|issued|dated|modif", re.IGNORECASE)
_URL = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d{1,2}|[a-z]{3})(?:[/-](?P<day>\d{1,2}))?(?=[/-]|$)", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none such or it lies outside the press's time."""
    if not 1700 <= year <= 2049:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_days(text: str, start: int, end: int) -> list[tuple[date, Span]]:
    """Return the full dates in a short stretch, in order."""
    found: list[tuple[date, Span]] = []
    for one in explicit_dates(text, start, end):
        form = one.form
        if form.year and form.month and form.day:
            day = make_day(form.year, form.month, form.day)
            if day is not None:
                found.append((day, one.span))
    return found


def printed_claims(text: str, segments: Sequence[Segment]) -> tuple[list[Cue], AgencyLine | None]:
    """Return the stamps before and behind the article, and the agency's dateline with its day."""
    cues: list[Cue] = []
    agency: AgencyLine | None = None
    headline = next((segment.start for segment in segments if segment.role == "headline"), None)
    body = next((segment.start for segment in segments if segment.role == "body"), len(text))
    for segment in segments:
        if segment.role not in {"dateline", "byline"} or segment.end - segment.start > 300:
            continue
        if segment.start > body and segment.role != "dateline":
            continue
        line = find_agency_line(text, segment.start, segment.end) if segment.role == "dateline" else None
        if line is not None and line.end >= segment.end - 1 and agency is None:
            agency = line
            cues += _agency_day(text, line)
            continue
        words = text[segment.start : segment.end]
        days = full_days(text, segment.start, segment.end)
        # a bare date above the headline is often the day the page was looked at
        masthead = headline is not None and segment.start < headline and not _CLOCK.search(words)
        for index, (day, span) in enumerate(days[:2]):
            updated = _UPDATED.search(text[max(segment.start, span.start - 28) : span.start]) is not None
            if index and day < days[0][0]:
                updated = False
            weight = 0.35 if masthead else 0.9
            if segment.start > body and not _LABEL.search(words):
                weight = 0.4  # behind the article stand the dates of other articles too
            if updated and (index or len(days) == 1):
                weight = 0.6
            cues.append(Cue("claim", f"the stamp {span.text!r}", span, (day, day), weight=weight, printed=masthead))
        if not days and segment.start < body:
            cues += _yearless(text, segment.start, segment.end, "the stamp")[:1]
    return cues, agency


def _agency_day(text: str, line: AgencyLine) -> list[Cue]:
    if line.day is None:
        return []
    full = full_days(text, *line.day)
    if full:
        day, span = full[0]
        return [Cue("claim", f"the dateline {span.text!r}", span, (day, day), weight=0.95)]
    return _yearless(text, *line.day, "the dateline")[:1]


def _yearless(text: str, start: int, end: int, what: str) -> list[Cue]:
    """Return the printed days that lack a year."""
    return [
        Cue(
            "monthday",
            f"{what} {one.span.text!r}",
            one.span,
            month=one.form.month,
            monthday=one.form.day,
            lead=True,
            printed=True,
        )
        for one in explicit_dates(text, start, end)
        if one.form.kind == "date" and one.form.month and one.form.day and one.form.year is None
    ]


def given_claims(document: Document) -> list[Cue]:
    """Return what the page's metadata and address claim, each claimed day once for each kind of source."""
    cues: list[Cue] = []
    seen: set[tuple[date, date, str]] = set()
    published = any(claim.kind == "published" for claim in document.date_claims)
    for claim in sorted(document.date_claims):
        days = _iso_days(claim)
        if days is None:
            continue
        family = claim.source.split(":", 1)[0]
        if (*days, family) in seen:
            continue
        if family == "htmldate" and any(
            other is not claim and _iso_days(other) == days for other in document.date_claims
        ):
            continue  # it read the page's own tags: the same claim, not a second witness
        seen.add((*days, family))
        if claim.kind == "crawled" or (claim.kind == "modified" and published):
            cues.append(Cue("bound", f"{claim.source} {claim.value}", None, days, past=False, weight=0.6))
        else:
            weight = {"published": 0.8, "modified": 0.5, "unknown": 0.8}[claim.kind]
            cues.append(Cue("claim", f"{claim.source} {claim.value}", None, days, weight=weight))
    if document.url:
        match = _URL.search(document.url)
        days = _url_days(match) if match else None
        if days is not None and (*days, "url") not in seen:
            cues.append(Cue("claim", f"the address {match.group() if match else ''}", None, days, weight=0.93))
    return cues


def _iso_days(claim: DateClaim) -> tuple[date, date] | None:
    match = _ISO.match(claim.value)
    if match is None:
        return None
    year, month, day = int(match.group(1)), int(match.group(2)), match.group(3)
    if day:
        found = make_day(year, month, int(day))
        return (found, found) if found else None
    return month_days(year, month)


def month_days(year: int, month: int) -> tuple[date, date] | None:
    """Return the first and last day of a month."""
    first = make_day(year, month, 1)
    following = make_day(year + (month == 12), month % 12 + 1, 1)
    if first is None or following is None:
        return None
    return first, date.fromordinal(following.toordinal() - 1)


def _url_days(match: re.Match[str]) -> tuple[date, date] | None:
    year, month = int(match.group("year")), match.group("month").casefold()
    if month.isdigit():
        number = int(month)
    elif month in _MONTHS:
        number = _MONTHS.index(month) + 1
    else:
        return None
    if not 1 <= number <= 12:
        return None
    if match.group("day"):
        day = make_day(year, number, int(match.group("day")))
        return (day, day) if day else None
    return month_days(year, number)
