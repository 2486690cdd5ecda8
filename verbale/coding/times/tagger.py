"""Tag the expressions of time of a document and place each against its dateline, its sentence's tense, and what stood before.

Two ways of reading. In news, days without a year are seen from the dateline; in a narrative of the past (a history, a
chronology), from the date named last. A document that names many years and few weekdays is a narrative.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from verbale.coding.draft import Sentence
from verbale.coding.times import points
from verbale.coding.times.builders import SPOKEN, TEXT_BASE
from verbale.coding.times.compose import compose, find_names
from verbale.coding.times.forms import Form, format_form
from verbale.coding.times.grammar import Found, find_cores
from verbale.coding.times.resolve import Resolved, anchor_days, candidates, resolve_form
from verbale.coding.times.rules_calendar import numeric_date
from verbale.coding.times.tense import tense_at
from verbale.coding.times.tokens import Tokens, tokenise
from verbale.model import Span, TimeExpression, TimeKind, When, row_id


class Explicit(Struct, frozen=True):
    """What the words of a text say of time by themselves, with no dateline at all."""

    span: Span
    form: Form


@dataclass(slots=True)
class _Item:
    sentence: Sentence
    tokens: Tokens
    found: Found


def _scan(text: str, start: int, end: int, ranges: bool) -> tuple[Tokens, list[Found]]:
    tokens = tokenise(text, start, end)
    cores = find_cores(tokens)
    names = find_names(tokens)
    if names:
        taken = {index for name in names for index in range(name.first, name.last)}
        cores = [core for core in cores if not any(index in taken for index in range(core.first, core.last))]
        cores = sorted([*cores, *names], key=lambda item: item.first)
    return tokens, compose(tokens, cores, ranges)


@lru_cache(maxsize=1)
def _scan_all(text: str, bounds: tuple[tuple[int, int], ...], ranges: bool) -> tuple[tuple[Tokens, list[Found]], ...]:
    """Scan a document's sentences. The last one is kept, for it is read for its day of writing and then for its times."""
    return tuple(_scan(text, start, end, ranges) for start, end in bounds)


def _directed(form: Form, tokens: Tokens, found: Found) -> Form:
    """Put the tense of the sentence in the place of an open direction."""
    if form.kind == "range" and form.first and form.second:
        return replace(form, first=_directed(form.first, tokens, found), second=_directed(form.second, tokens, found))
    if form.base is not None and form.base.direction == SPOKEN:
        return replace(form, base=_directed(form.base, tokens, found))
    if form.direction != SPOKEN:
        return form
    tense = tense_at(tokens, found.first, found.last)
    before = tokens.words[found.first - 1].lower() if found.first else ""
    if form.kind == "rel":
        return replace(form, direction="future" if tense == "future" else "past")
    if form.kind == "weekday":
        after = tokens.words[found.last] if found.last < len(tokens.words) else ""
        if tense == "soft" and after in ("'s", "’s"):
            return replace(form, direction="past")
        if tense in ("future", "soft") or (before in ("until", "by", "before") and tense != "past"):
            return replace(form, direction="future")
        return replace(form, direction="past")
    if "-Q" in form.pattern and tense != "past":
        return replace(form, direction="near")
    if tense == "past" and before not in ("until", "by", "before"):
        return replace(form, direction="past")
    if tense == "future":
        return replace(form, direction="future")
    return replace(form, direction="near")


_YEAR_AGO = Form("rel", unit="Y", offset=-1, name="ago")
_DEICTIC = frozenset({"weekday", "rel"})


def _is_narrative(items: Sequence[_Item], days: tuple[date, date] | None) -> bool:
    """Tell a narrative of the past from news by the dates it names: many years, and hardly a weekday or "last month".

    News that tells a long story keeps its dateline: a wrong year would be a false day.
    """
    forms = [item.found.form for item in items]
    years = sorted(form.year for form in forms if form.kind == "date" and form.year)
    ancient = sum(form.kind == "date" and form.pattern.startswith("BC") for form in forms)
    deictic = sum(form.kind in _DEICTIC and form.base is None for form in forms)
    dated = sum(form.kind == "date" for form in forms)
    if ancient >= 6:
        return True
    if len(years) < (6 if days is None else 8):
        return False
    if days is not None and years[len(years) // 2] >= days[0].year - 1:
        return False
    return deictic * (3 if days is None else 12) < dated


_LINKS = frozenset({"and", "or", "to", "-", "–", "—", "until", "till", "through", ",", "the", "of"})


def _share_years(items: Sequence[_Item]) -> None:
    """Give "March and April 1918", "from October to March 1945" the year that stands behind the last of them."""
    for left, right in zip(reversed(items[:-1]), reversed(items[1:]), strict=True):
        a, b = left.found.form, right.found.form
        if left.sentence is not right.sentence or a.kind != "date" or b.kind != "date" or a.base is not None:
            continue
        if not a.pattern.startswith("XXXX-") or a.pattern.startswith("XXXX-XX") or b.pattern.startswith("X"):
            continue
        gap = [word.lower() for word in left.tokens.words[left.found.last : right.found.first]]
        year = b.pattern[:6] if b.pattern.startswith("BC") else b.pattern[:4]
        if len(gap) <= 3 and gap and all(word in _LINKS for word in gap) and len(year) >= 4 and gap != [","]:
            if not year.startswith("BC") and a.month and b.month and a.month > b.month:
                year = f"{int(year) - 1:04d}"
            left.found.form = replace(a, pattern=year + a.pattern[4:], direction="")


def _settle_order(items: Sequence[_Item]) -> None:
    """Read 01/05/2021 by the order of the document's other numeric dates, where they agree on one."""
    open_ones = [item for item in items if item.found.form.kind == "date" and "|" in item.found.form.pattern]
    if not open_ones:
        return
    orders: set[bool] = set()
    for item in items:
        words = item.tokens.words[item.found.first].split("/")
        if len(words) == 3 and len(words[0]) <= 2 and all(word.isdigit() for word in words):
            orders |= ({True} if int(words[1]) > 12 else set()) | ({False} if int(words[0]) > 12 else set())
    if len(orders) != 1:
        return
    month_first = orders.pop()
    for item in open_ones:
        point = numeric_date(item.tokens.words[item.found.first], month_first)
        if point is not None:
            item.found.form = replace(item.found.form, pattern=point)


def _with_base(form: Form, base: Form) -> Form:
    if form.base is TEXT_BASE or form.base == TEXT_BASE:
        return replace(form, base=base)
    if form.base is not None and form.base.base == TEXT_BASE:
        return replace(form, base=replace(form.base, base=base))
    return form


def _depth(form: Form) -> int:
    return 0 if form.base is None else 1 + _depth(form.base)


def _wants_text(form: Form) -> bool:
    return form.base is not None and (form.base == TEXT_BASE or _wants_text(form.base))


def _without_text(form: Form) -> Form:
    if form.base is None:
        return form
    return replace(form, base=None if form.base == TEXT_BASE else _without_text(form.base))


_RELATIVE = frozenset({"who", "which", "whose", "whom", "where"})
_ASIDE_WORDS = 20
"""So many words back a relative clause is looked for."""
_NAMES_A_DAY = frozenset({"date", "weekday", "rel", "holiday"})


def _aside(item: _Item) -> bool:
    """Say whether an expression stands in a relative clause between commas: "the minister, who resigned on Tuesday, …"."""
    words = item.tokens.words
    for index in range(item.found.first - 1, max(item.found.first - _ASIDE_WORDS, 0), -1):
        if words[index] == ",":
            return False
        if words[index] in _RELATIVE and words[index - 1] == ",":
            return True
    return False


class _Reader:
    """Walks the expressions of a document in order and remembers the date named last, at each grain."""

    def __init__(self, days: tuple[date, date] | None, narrative: bool) -> None:
        self.days = days
        self.narrative = narrative
        self.last: Form | None = None
        self.last_day: Form | None = None
        self.last_fine: Form | None = None
        self.last_quarter: Form | None = None
        self.last_explicit: tuple[int, Form] | None = None

    def place(self, form: Form, paragraph: int) -> Form:
        """Put the date named before in the place of an open base."""
        if form.kind == "range" and form.first and form.second:
            return replace(form, first=self.place(form.first, paragraph), second=self.place(form.second, paragraph))
        if _wants_text(form):
            return self._from_text(form)
        if form == _YEAR_AGO and self.last_quarter is not None and not self.narrative:
            return replace(form, base=self.last_quarter, direction="this")  # "up from $3 million a year ago"
        if form.kind == "date" and form.pattern.startswith("XXXX") and form.base is None:
            return self._year_from_text(form, paragraph)
        if self.narrative and form.kind in ("weekday", "time") and self.last_day is not None:
            return replace(form, base=self.last_day)
        return form

    def _from_text(self, form: Form) -> Form:
        unit = form.unit or (form.base.unit if form.base else "")
        if form.kind in ("weekday", "time") or unit in ("D", "W", "WE"):
            base = self.last_day
        elif unit == "M":
            base = self.last_fine
        elif form.name == "quarter":
            base = None
        elif unit == "Y" and form.offset == -1 and self.last_quarter is not None and not self.narrative:
            return replace(form, base=self.last_quarter, direction="this")
        elif unit == "Q":
            base = self.last_quarter
        else:
            base = self.last
        if form.name == "quarter":
            return self._quarter(form)
        if base is None or _depth(base) > 3:
            # nothing was named before: "two days later" stays open, "a year earlier" is seen from the dateline
            lost = self.narrative or (form.kind == "rel" and form.offset > 0)
            return _with_base(form, Form("unknown")) if lost else _without_text(form)
        return _with_base(form, base)

    def _quarter(self, form: Form) -> Form:
        """Place "the latest quarter", "the year-ago period": the quarter named last, else the last whole one."""
        base = self.last_quarter or Form("rel", unit="Q", offset=-1)
        if form.kind == "rel" and form.unit == "Y":
            return replace(form, name="", base=base, direction="this")
        return replace(form, name="", base=base)

    def _year_from_text(self, form: Form, paragraph: int) -> Form:
        base = None
        if self.narrative:
            base = self.last_fine if form.pattern.startswith("XXXX-XX") else self.last
        elif self.last_explicit is not None and self.last_explicit[0] == paragraph and form.direction != "future":
            base = self.last_explicit[1]
        if base is None or _depth(base) > 3:
            return form
        found = candidates(base, self.days)
        if len(found) != 1:
            return form
        if form.pattern.startswith("XXXX-XX"):
            return replace(form, base=Form("date", pattern=found[0][:10]) if base.absolute else base, direction="near")
        point = found[0]
        if base.absolute:
            year = point[:6] if point.startswith("BC") else self._year_on(form, point)
            base = Form("date", pattern=year)
        return replace(form, base=base, direction="this")

    def _year_on(self, form: Form, point: str) -> str:
        """Return the year of a day without one, read on from a point: January, behind December, is of the next year."""
        year = int(point[:4])
        month = form.month or (int(form.pattern[5:7]) if form.pattern[5:7].isdigit() else None)
        if (
            self.narrative
            and month is not None
            and points.grain(point) in ("D", "T", "M")
            and int(point[5:7]) - month >= 8
        ):
            year += 1
        return f"{year:04d}"

    def see(self, form: Form, paragraph: int) -> None:
        """Remember a date that later words may count from."""
        if form.kind == "range":
            if form.second is not None:
                self.see(form.second, paragraph)
            return
        if form.kind not in ("date", "weekday", "rel", "holiday", "time"):
            return
        if self.narrative and not form.absolute:
            return
        found = candidates(form, self.days)
        grain = points.grain(found[0]) if found else ("D" if form.kind == "weekday" or form.day else "?")
        if found and found[0].startswith("BC"):
            self.last = form
            return
        if grain == "?":
            return
        if grain in ("D", "T"):
            self.last_day = form
        if grain in ("D", "T", "M", "W"):
            self.last_fine = form
        if grain in ("D", "T", "M", "Y", "SN", "Q", "H"):
            self.last = form
        if (
            grain == "Q"
            and form.direction != "this"
            and form.year is None
            and not (form.kind == "rel" and form.base is None)
        ):
            self.last_quarter = form
        if form.kind == "date" and form.year is not None:
            other = self.days is None or not self.days[0].year <= form.year <= self.days[1].year
            self.last_explicit = (paragraph, form) if other and form.day is not None else None


def _kinds(form: Form) -> tuple[TimeKind, str]:
    if form.kind == "duration":
        return "duration", "DURATION"
    if form.kind == "set":
        return "set", "SET"
    if form.kind in ("range", "period"):
        return "range", "DATE"
    if form.kind == "time" or form.part or form.time:
        return "time", "TIME"
    return "date", "DATE"


def _basis(text: str, start: int, end: int, resolved: Resolved) -> str:
    words = " ".join(text[start:end].split())
    return f"'{words}', {resolved.basis}"


def tag_times(
    document_id: str, text: str, sentences: Sequence[Sentence], anchor: When | None, *, ranges: bool = True
) -> tuple[TimeExpression, ...]:
    """Return the expressions of time inside the given sentences, in text order and without overlap.

    `anchor` is the dateline, perhaps only a range; None gives relative expressions no value. `ranges=False` leaves the two
    ends of "between 2014 and 2016" apart, as TIMEX3 corpora annotate them.
    """
    days = anchor_days(anchor)
    items: list[_Item] = []
    bounds = tuple((sentence.start, sentence.end) for sentence in sentences)
    for sentence, (tokens, found) in zip(sentences, _scan_all(text, bounds, ranges), strict=True):
        items += [_Item(sentence, tokens, copy(one)) for one in found]
    _share_years(items)
    _settle_order(items)
    narrative = _is_narrative(items, days)
    reader = _Reader(days, narrative)
    out: list[TimeExpression] = []
    main: Sentence | None = None
    for item in items:
        paragraph = item.sentence.paragraph
        form = reader.place(_directed(item.found.form, item.tokens, item.found), paragraph)
        if form.kind == "rel" and form.name:
            form = replace(form, name="")  # a note to the reader, no part of the form
        aside = _aside(item)
        if not (aside and (main is item.sentence or (main is not None and form.kind == "weekday"))):
            reader.see(form, paragraph)
        if not aside and form.kind in _NAMES_A_DAY:
            main = item.sentence
        resolved = resolve_form(form, days)
        start, end = item.tokens.starts[item.found.first], item.tokens.ends[item.found.last - 1]
        kind, timex_type = _kinds(form)
        out.append(
            TimeExpression(
                id=row_id("time", document_id, start, end),
                span=Span(start, end, text[start:end]),
                kind=kind,
                value=resolved.value,
                earliest=resolved.earliest,
                latest=resolved.latest,
                timex_type=timex_type,  # type: ignore[arg-type]
                timex_value=resolved.timex_value,
                form=format_form(form),
                basis=_basis(text, start, end, resolved),
            )
        )
    return tuple(out)


def explicit_dates(text: str, start: int, end: int) -> tuple[Explicit, ...]:
    """Return what the words of `text[start:end]` say of time with no dateline: full and partial dates, weekdays, relations."""
    tokens, found = _scan(text, start, end, True)
    out: list[Explicit] = []
    for one in found:
        form = _without_text(_directed(one.form, tokens, one))
        out.append(Explicit(Span.of(text, tokens.starts[one.first], tokens.ends[one.last - 1]), form))
    return tuple(out)
