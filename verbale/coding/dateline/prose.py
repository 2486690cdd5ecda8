"""Cues in the article's own sentences: weekdays, dates without a year, years, ages, "next month, which is January"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from verbale.coding.dateline.claims import make_day, month_days
from verbale.coding.dateline.cues import Cue
from verbale.coding.draft import Sentence
from verbale.coding.times import Form, explicit_dates, parse_form, tag_times
from verbale.lexicon import load_table
from verbale.lexicon.verbs import forms as verb_forms
from verbale.model import Document, Segment, Span, TimeExpression

_LEAD_SENTENCES = 5
_MOST = 10
_PAST = frozenset({"past", "last"})
_JOINED = frozenset({"which is", "that is", "i.e.", "in", "on", "namely", "", "of"})
_OLD_YEAR = 1500
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE, _HEARERS = 40, 4
"""Letters before a weekday that are read for reporting words; words back to "told" at most."""
_NEXT = re.compile(r"(?:['’]s)?\s+([a-z]+)")
_BEHIND_DAYS = frozenset(
    "after when as in that to with while and by for at over before during against on amid following from of into the a an".split()
)
_BETWEEN = frozenset({"on", "early", "late", "later", "also"})


def prose_cues(document: Document, sentences: Sequence[Sentence]) -> list[Cue]:
    """Return the cues of the coded sentences, each kind and value once, the first mention of it."""
    times = tag_times(document.id, document.text, list(sentences), None)
    lead_end = sentences[min(_LEAD_SENTENCES, len(sentences)) - 1].end if sentences else 0
    return cues_of_times(document.text, times, lead_end)


def cues_of_times(text: str, times: Sequence[TimeExpression], lead_end: int) -> list[Cue]:
    """Return the cues of a text's time expressions; those before `lead_end` tell of the day's news."""
    forms = [(time, parse_form(time.form)) for time in times]
    cues: list[Cue] = []
    cues += _weekdays(text, forms, lead_end)
    cues += _dated(text, forms)
    cues += _ages(text, forms)
    cues += _appositions(text, forms) or _same_month(forms)
    return cues


@cache
def _said() -> frozenset[str]:
    """Return the past forms of reporting words that are one word."""
    return frozenset(verb_forms(row["lemma"]).past for row in load_table("cues.tsv") if " " not in row["lemma"])


def _saying(text: str, start: int) -> bool:
    """Say whether reporting words stand right before a place: "said", "told reporters late on"."""
    words = _WORD.findall(text[max(0, start - _BEFORE) : start])
    while words and words[-1] in _BETWEEN:
        words.pop()
    return bool(words) and (words[-1] in _said() or "told" in words[-_HEARERS:-1])


def _alone(text: str, end: int) -> bool:
    """Say whether a weekday tells when, not which: "fell on Monday after", not "the Monday meeting"."""
    after = _NEXT.match(text, end)
    return after is None or after[1] in _BEHIND_DAYS


def _weekdays(text: str, forms: Sequence[tuple[TimeExpression, Form]], lead_end: int) -> list[Cue]:
    seen: set[tuple[int, bool, int]] = set()
    cues: list[Cue] = []
    leads = 0
    said: dict[int, Span] = {}
    for time, form in forms:
        if form.kind == "weekday" and form.weekday is not None and _saying(text, time.span.start):
            said.setdefault(form.weekday, time.span)
    for time, form in forms:
        if form.base is not None or form.kind != "weekday" or form.weekday is None:
            continue
        if form.direction in {"next", "week+1", "this", "week+0", "near", ""} or len(seen) >= 6:
            continue
        past = form.direction != "future"
        offset = -1 if form.direction in {"week-1", "last"} else 0
        key = (form.weekday, past, offset)
        if key in seen:
            continue
        seen.add(key)
        lead = past and not offset and leads == 0 and time.span.start < lead_end
        leads += lead
        weight = 1.0 if lead else 0.45 if past else 0.35
        cues.append(
            Cue(
                "weekday",
                time.span.text,
                time.span,
                weekday=form.weekday,
                offset=offset,
                past=past,
                lead=lead,
                weight=weight,
                said=said.get(form.weekday, time.span if lead and _alone(text, time.span.end) else None)
                if past
                else None,
            )
        )
    return cues


def _dated(text: str, forms: Iterable[tuple[TimeExpression, Form]]) -> list[Cue]:
    """Dates that name a day, a month or a year. Of full dates only the latest past ones say much."""
    cues: list[Cue] = []
    days: dict[tuple[date, date], Span] = {}
    years: dict[int, Span] = {}
    ahead_days: dict[tuple[date, date], Span] = {}
    ahead_years: dict[int, Span] = {}
    weekdays: dict[tuple[date, date], int] = {}
    yearless: dict[tuple[int | None, int | None, int | None, bool], Span] = {}
    for time, whole in forms:
        parts = tuple(_parts(whole))
        for form in parts:
            if form.kind != "date" or (form.month is None and form.year is None):
                continue
            past = form.direction in _PAST or not form.direction
            if form.year is None:
                if form is not parts[0] and form.month == parts[0].month:
                    continue  # "on April 5-6" is one date
                past = past and _COMING.search(text, max(0, time.span.start - 45), time.span.start) is None
                key = (form.month, form.day, form.weekday, past)
                yearless.setdefault(key, time.span)
            elif form.year < _OLD_YEAR:
                continue
            elif form.month is None:
                (ahead_years if _ahead(text, time.span) else years).setdefault(form.year, time.span)
            else:
                named = _named(form)
                if named is not None:
                    (ahead_days if _ahead(text, time.span) else days).setdefault(named, time.span)
                    if form.weekday is not None:
                        weekdays[named] = form.weekday
    cues += _latest(days, years, weekdays, past=True)
    cues += _latest(ahead_days, ahead_years, weekdays, past=False)
    for (month, day, weekday, past), span in list(yearless.items())[:_MOST]:
        if day is None:
            cues.append(Cue("month", span.text, span, month=month, past=past, weight=0.5))
        else:
            weight = 1.0 if weekday is not None else 0.85
            cues.append(
                Cue("monthday", span.text, span, month=month, monthday=day, weekday=weekday, past=past, weight=weight)
            )
    return cues


_AHEAD = re.compile(
    r"\b(?:will|would|shall|expected|plans?|planned|planning|next|upcoming|election|elections|campaign|race|budget|fiscal"
    r"|targets?|goal|deadline|expires?|scheduled|due|could|should|may|might|aims?|term"
    r"|nominee|candidates?|primary|primaries|bid|hopefuls?|contenders?|ahead|forecasts?|projected|set to|going to"
    r"|re-election|estimate|estimated|estimates|projection|projections|demand for|vision)\b"
)


_COMING = re.compile(
    r"\b(?:in\s+advance\s+of|ahead\s+of|upcoming|forthcoming|scheduled|due|planned|will|would|to\s+be\s+held|annual)\b[^.;]*$"
)
"""Before a day without a year: a day to come, whatever the tense of the sentence ("in advance of the summit on April 5")."""


_UNTIL = re.compile(r"\b(?:by|until|till|before|through)(?: the end of| early| late)?\s$", re.IGNORECASE)


def _ahead(text: str, span: Span) -> bool:
    """Tell whether a full date may lie ahead: a word of the future or of a campaign stands near it."""
    if _UNTIL.search(text[max(0, span.start - 22) : span.start]):
        return True
    return _AHEAD.search(text, max(0, span.start - 60), min(len(text), span.end + 30)) is not None


def _latest(
    days: dict[tuple[date, date], Span],
    years: dict[int, Span],
    weekdays: dict[tuple[date, date], int],
    past: bool,
) -> list[Cue]:
    """Only the latest date that a text names says much of its own day; the others are older still."""
    cues: list[Cue] = []
    latest = max(days, default=None)
    year = max(years, default=None)
    if year is not None and (latest is None or latest[0].year < year):
        cues.append(Cue("year", years[year].text, years[year], (date(year, 1, 1), date(year, 12, 31)), past=past))
    for rank, named in enumerate(sorted(days, reverse=True)[:3]):
        span, weight = days[named], 0.3 if rank else 1.0
        cues.append(Cue("day", span.text, span, named, weekday=weekdays.get(named), past=past, weight=weight))
    return cues


def _parts(form: Form) -> Iterable[Form]:
    if form.kind == "range" and form.first is not None and form.second is not None:
        return (form.first, form.second)
    if form.kind == "time" and form.base is not None:
        return (form.base,)
    return (form,)


def _named(form: Form) -> tuple[date, date] | None:
    assert form.year is not None
    assert form.month is not None
    if form.day is None:
        return month_days(form.year, form.month)
    day = make_day(form.year, form.month, form.day)
    return (day, day) if day else None


_BEGAN = re.compile(
    r"\b(?:began|begun|started|broke out|erupted|since|ago when|signed|annexed|seized|invaded|ended|war|conflict)\b"
)


def _ages(text: str, forms: Sequence[tuple[TimeExpression, Form]]) -> list[Cue]:
    """A year and an age of the same thing: "in 2014 ... which began more than seven years ago" says 2021 or 2022."""
    cues: list[Cue] = []
    told = [(time, form) for time, form in forms if form.kind != "ref"]
    for index, (time, form) in enumerate(told):
        if form.kind != "rel" or form.unit != "Y" or form.base is not None or not -120 < form.offset < -1:
            continue
        for other in (index - 1, index + 1):
            if not 0 <= other < len(told):
                continue
            named, dated = told[other]
            if dated.kind != "date" or dated.year is None or abs(named.span.start - time.span.start) > 300:
                continue
            low = _later(date(dated.year, dated.month or 1, 1), -form.offset)
            high = _later(date(dated.year, dated.month or 12, 28), -form.offset)
            if form.mod in {"BEFORE", "MORE_THAN", "APPROX"}:
                high += timedelta(180)
            if form.mod in {"AFTER", "LESS_THAN", "APPROX"}:
                low -= timedelta(180)
            before = text[max(0, time.span.start - 40) : time.span.start]
            words = f"{named.span.text}, {time.span.text}"
            weight = 0.94 if form.mod == "BEFORE" and _BEGAN.search(before) else 0.6
            if form.offset > -3 and weight < 0.9:
                continue  # "two years ago" stands beside many a year
            cues.append(Cue("age", words, time.span, (low, high), weight=weight))
            break
    return cues[:3]


def _later(day: date, years: int) -> date:
    return date(min(day.year + years, 9998), day.month, min(day.day, 28))


def _appositions(text: str, forms: Sequence[tuple[TimeExpression, Form]]) -> list[Cue]:
    """Two expressions that name one time: "next month, which is January 2022", "last week, on 17 December"."""
    cues: list[Cue] = []
    for (one, first), (two, second) in pairwise(forms):
        between = text[one.span.end : two.span.start]
        if len(between) > 14 or between.strip(" ,(–—-").casefold() not in _JOINED:
            continue
        relative, named = (first, second) if first.kind == "rel" else (second, first)
        if relative.kind != "rel" or named.kind != "date" or relative.base is not None or named.month is None:
            continue
        words, span = text[one.span.start : two.span.end], Span.of(text, one.span.start, two.span.end)
        cue = _joined(relative, named, words, span)
        if cue is not None:
            cues.append(cue)
    return cues


def _same_month(forms: Sequence[tuple[TimeExpression, Form]]) -> list[Cue]:
    """A text that says "next month" and "in January", and names no other month to come, means one month by both."""
    cues: list[Cue] = []
    for offset, ahead, weight in ((1, True, 0.35),):
        relative = next(
            (
                time
                for time, form in forms
                if form.kind == "rel" and form.unit == "M" and form.offset == offset and not form.base
            ),
            None,
        )
        named = {
            form.month: time
            for time, form in forms
            if form.kind == "date"
            and form.month
            and form.year is None
            and form.day is None
            and (form.direction == "future") == ahead
        }
        if relative is None or len(named) != 1:
            continue
        ((month, time),) = named.items()
        words = f"{relative.span.text}, {time.span.text}"
        cues.append(Cue("month", words, time.span, month=(month - 1 - offset) % 12 + 1, weight=weight, printed=True))
    return cues


def _joined(relative: Form, named: Form, words: str, span: Span) -> Cue | None:
    """Return what it says of the day of writing that a relative and a named time are the same."""
    assert named.month is not None
    if relative.unit == "M":
        month = (named.month - 1 - relative.offset) % 12
        if named.year is None:
            return Cue("month", words, span, month=month + 1, weight=0.97, printed=True)
        index = named.year * 12 + named.month - 1 - relative.offset
        days = month_days(index // 12, index % 12 + 1)
        return Cue("now", words, span, days, weight=0.97) if days else None
    if named.year is None or named.day is None:
        return None
    day = make_day(named.year, named.month, named.day)
    if day is None:
        return None
    if relative.unit == "D":
        written = day - timedelta(relative.offset)
        return Cue("now", words, span, (written, written), weight=0.97)
    if relative.unit == "W":
        monday = day - timedelta(day.weekday()) - timedelta(7 * relative.offset)
        return Cue("now", words, span, (monday, monday + timedelta(6)), weight=0.95)
    return None


def weak_cues(document: Document, segments: Sequence[Segment]) -> list[Cue]:
    """Dates in captions and copyright lines bound the day weakly: a photograph is older, a copyright not older."""
    cues: list[Cue] = []
    for segment in segments:
        if segment.role not in {"caption", "credit"} or segment.end - segment.start > 1500 or len(cues) >= 4:
            continue
        words = document.text[segment.start : segment.end]
        for one in explicit_dates(document.text, segment.start, segment.end)[:2]:
            named = _named(one.form) if one.form.kind == "date" and one.form.year and one.form.month else None
            if named is not None:
                cues.append(Cue("bound", words[:60], one.span, named, past=True, weight=0.8))
            elif one.form.kind == "date" and one.form.year and ("©" in words or "opyright" in words):
                year = one.form.year
                cues.append(
                    Cue("bound", words[:60], one.span, (date(year, 1, 1), date(year, 12, 31)), past=False, weight=0.5)
                )
    return cues
