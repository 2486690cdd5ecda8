"""Say when a form is, given the dateline: a point, several possible ones, a stretch, or nothing; never a false day.

The dateline may be only a range of days. Then every day of the range is tried, and what comes out differently is given as
"one of": a Thursday, seen from 24-31 December 2021, is `[2021-12-23,2021-12-30]`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from verbale.coding.times import points
from verbale.coding.times.forms import Form, parse_form
from verbale.coding.times.names import holiday_day, period_bounds
from verbale.model import When

_MAX_TRIES = 60
"""Days of a wide dateline that are tried: its ends, and between them at most this many, closer than any month."""
_MAX_LISTED = 8
_PART_TIMES = frozenset({"MO", "AF", "EV", "NI", "MI", "DT"})


class Resolved(Struct, frozen=True):
    """What a form comes to."""

    value: str
    """EDTF, or an ISO 8601 duration or set; '' where it stays unknown."""
    earliest: str | None
    latest: str | None
    timex_value: str
    basis: str


def anchor_days(anchor: When | None) -> tuple[date, date] | None:
    """Return the first and last day that a dateline may be; None where either side is open."""
    if anchor is None or not anchor.earliest or not anchor.latest:
        return None
    try:
        first, last = date.fromisoformat(anchor.earliest[:10]), date.fromisoformat(anchor.latest[:10])
    except ValueError:
        return None
    return (first, last) if first <= last else None


# -- one reference point -----------------------------------------------------------------------------------------------


def _nearest(candidates: Sequence[date], day: date, direction: str, reach: int = 0) -> date | None:
    """Choose among candidate days (one a year, a month ...) by direction.

    Writers leave the year out only of days within about half a year, so that "payable Dec. 15", said in the past tense in
    October, is to come: with a `reach`, a candidate of another year that is further off gives way to the nearest one.
    """
    fit = [c for c in candidates if c < day or (c == day and direction == "past")]
    if direction in ("future", "next"):
        fit = [c for c in candidates if c > day or (c == day and direction == "future")]
    elif direction not in ("past", "last"):
        fit = list(candidates)
    best = min(fit, key=lambda c: (abs((c - day).days), c), default=None)
    far = best is not None and best.year != day.year and abs((best - day).days) > reach
    if reach and far and direction in ("past", "future"):
        return min(candidates, key=lambda c: (abs((c - day).days), c))
    return best


def _weekday(weekday: int, direction: str, ref: str) -> str:
    day = points.first_day(ref)
    kind = points.grain(ref)
    if day is None or kind not in ("D", "T", "W", "WE"):
        return ""
    if direction.startswith("week") or kind in ("W", "WE"):
        weeks = int(direction[4:]) if direction.startswith("week") else 0
        return points.clamp(day, weekday - day.weekday() + 7 * weeks).isoformat()
    back = (day.weekday() - weekday) % 7
    if direction == "last":
        return points.clamp(day, -(back or 7)).isoformat()
    if direction == "next":
        return points.clamp(day, (-back % 7) or 7).isoformat()
    if direction == "future":
        return points.clamp(day, -back % 7).isoformat()
    if direction == "this":
        return points.clamp(day, weekday - day.weekday()).isoformat()
    return points.clamp(day, -back).isoformat()


def _full(pattern: str, year: int) -> str:
    return f"{year:04d}{pattern[4:]}"


def _year_free(form: Form, ref: str) -> str:
    """Find the year of `XXXX-12-14`, `XXXX-12`, `XXXX-Q3`, `XXXX-SU` seen from a point."""
    if ref.startswith("BC"):
        return ref[:6] + form.pattern[4:]
    day = points.first_day(ref)
    if day is None:
        return ""
    direction = form.direction
    if direction == "this":
        return _full(form.pattern, day.year)
    reach = 6 if form.weekday is not None else 1
    found: list[tuple[date, str]] = []
    for year in range(day.year - reach, day.year + reach + 1):
        if not 1 <= year <= 9999:
            continue
        point = _full(form.pattern, year)
        span = points.bounds(point)
        if span is None or (form.weekday is not None and span[0].weekday() != form.weekday):
            continue
        if span[0] <= day <= span[1] and direction in ("past", "future", "near", "this", ""):
            return point
        if direction in ("past", "last"):
            keyed = span[1]
        elif direction in ("future", "next"):
            keyed = span[0]
        else:
            keyed = span[0] if span[0] > day else span[1]
        found.append((keyed, point))
    if direction == "last":
        found = [pair for pair in found if not (points.bounds(pair[1]) or (day, day))[0] <= day <= pair[0]]
    if form.weekday is not None and direction in ("past", "future"):
        direction = "near"  # the day of the week tells the year
    reach = 240 if len(form.pattern) == 10 else 0 if points.grain("2000" + form.pattern[4:]) == "SN" else 320
    chosen = _nearest([pair[0] for pair in found], day, direction, reach)
    if chosen is None:
        return ""
    return next(point for key, point in found if key == chosen)


def _month_free(form: Form, ref: str) -> str:
    """Find the month of `XXXX-XX-24` seen from a point."""
    day = points.first_day(ref)
    if day is None or points.grain(ref) in ("Y", "DE", "CE"):
        return ""
    wanted = int(form.pattern[8:])
    if points.grain(ref) == "M":
        made = points.make_day(day.year, day.month, wanted)
        return made.isoformat() if made else ""
    candidates: list[date] = []
    for months in (-3, -2, -1, 0, 1, 2, 3):
        index = day.year * 12 + day.month - 1 + months
        made = points.make_day(index // 12, index % 12 + 1, wanted)
        if made and (form.weekday is None or made.weekday() == form.weekday):
            candidates.append(made)
    chosen = _nearest(candidates, day, "near" if form.weekday is not None else form.direction)
    return chosen.isoformat() if chosen else ""


def point_of(form: Form, ref: str) -> str:
    """Return the point of a form seen from a reference point ('' where there is none)."""
    kind = form.kind
    if kind == "date":
        if not form.pattern.startswith("XXXX"):
            return form.pattern
        return _month_free(form, ref) if form.pattern.startswith("XXXX-XX-") else _year_free(form, ref)
    if kind == "weekday":
        return _weekday(form.weekday or 0, form.direction, ref)
    if kind == "rel":
        if form.unit == "WE" and form.direction in ("past", "future"):
            day = points.first_day(ref)
            if day is None or points.grain(ref) not in ("D", "T"):
                return ""
            since = (day.weekday() + 2) % 7  # days since Saturday
            return points.of_day(
                points.clamp(day, 7 - since if form.direction == "future" and since > 1 else -since), "WE"
            )
        if form.direction == "this":
            return points.shift_same(ref, {"Y": 12, "Q": 3, "M": 1}.get(form.unit, 0) * form.offset)
        if form.unit in ("H", "MIN", "S"):
            return ref[:10] if points.grain(ref) in ("D", "T") and form.offset == 0 else ""
        return points.shift(ref, "H" if form.unit == "HY" else form.unit, form.offset)
    if kind == "time":
        return ref[:10] if points.grain(ref) in ("D", "T") else ""
    if kind == "holiday":
        return _holiday(form, ref)
    return ""


def _holiday(form: Form, ref: str) -> str:
    if form.pattern:
        found = holiday_day(form.name, int(form.pattern))
        return found.isoformat() if found else form.pattern
    day = points.first_day(ref)
    if day is None:
        return ""
    years = (day.year,) if points.grain(ref) == "Y" else (day.year - 1, day.year, day.year + 1)
    candidates = [found for year in years if (found := holiday_day(form.name, year))]
    chosen = _nearest(candidates, day, form.direction)
    return chosen.isoformat() if chosen else ""


# -- a form against the dateline ---------------------------------------------------------------------------------------


def _references(form: Form, days: tuple[date, date] | None) -> Sequence[str]:
    """Return the points that a form is to be seen from: those of its base, else each possible day of the dateline."""
    if form.base is not None:
        return candidates(form.base, days)
    if days is None:
        return []
    first, last = days
    length = (last - first).days
    step = max(1, length // _MAX_TRIES + (length > _MAX_TRIES))
    tried = [(first + timedelta(days=n)).isoformat() for n in range(0, length + 1, step)]
    return tried if tried[-1] == last.isoformat() else [*tried, last.isoformat()]


@lru_cache(maxsize=4096)
def _candidates(form: Form, days: tuple[date, date] | None) -> tuple[str, ...]:
    fixed = form.kind in ("date", "holiday") and form.pattern != "" and not form.pattern.startswith("X")
    if fixed:
        found = set(point_of(form, "").split("|"))
    else:
        found = {point_of(form, ref) for ref in _references(form, days)}
    found.discard("")
    return tuple(sorted(found))


def candidates(form: Form, days: tuple[date, date] | None) -> tuple[str, ...]:
    """Return the points that a form may be, in time order and without doubles."""
    return _candidates(form, None if form.absolute else days)


def _iso(day: date) -> str:
    return day.isoformat()


def _open_pattern(form: Form) -> tuple[str, str]:
    """Return the EDTF and TIMEX3 values of a form that cannot be placed."""
    if form.kind == "date" and form.pattern.startswith("XXXX"):
        value = form.pattern if re.fullmatch(r"XXXX-\d\d(?:-\d\d)?", form.pattern) else ""
        return value, form.pattern
    if form.kind == "weekday":
        return "", f"XXXX-WXX-{(form.weekday or 0) + 1}"
    if form.kind == "time" or form.time or form.part:
        return "", "XXXX-XX-XX" + _clock_suffix(form)
    return "", "XXXX"


def _clock_suffix(form: Form) -> str:
    clock = form.pattern if form.kind == "time" else form.time
    if clock:
        return "T" + re.sub(r"(Z|[+-]\d\d:\d\d)$", "", clock)
    return "T" + form.part if form.part else ""


def _clock_edtf(form: Form) -> str:
    clock = form.pattern if form.kind == "time" else form.time
    match = re.fullmatch(r"(\d\d)(?::(\d\d))?(?::(\d\d))?(Z|[+-]\d\d:\d\d)?", clock)
    if match is None or match.group(1) == "24":
        return ""
    return f"T{match.group(1)}:{match.group(2) or '00'}:{match.group(3) or '00'}{match.group(4) or ''}"


def _one(form: Form, point: str) -> tuple[str, str | None, str | None, str]:
    """Return value, earliest, latest and TIMEX3 value of a form at one point."""
    value = points.edtf(point)
    span = points.narrowed(point, form.mod)
    earliest, latest = (_iso(span[0]), _iso(span[1])) if span else (None, None)
    clock = _clock_edtf(form) if points.grain(point) == "D" else ""
    vague = form.mod in points.PARTS or form.mod == "APPROX"
    if vague and value and not clock and "/" not in value and points.grain(point) != "W":
        value += "~"
    timex = point
    if points.grain(point) == "D":
        timex += _clock_suffix(form)
        value += clock if value else ""
    if form.mod == "BEFORE":
        earliest = None
    if form.mod == "AFTER":
        latest = None
    return value, earliest, latest, timex


def _several(form: Form, found: Sequence[str]) -> tuple[str, str | None, str | None, str]:
    spans = [span for point in found if (span := points.narrowed(point, form.mod))]
    values = [points.edtf(point) for point in found]
    if not spans or not all(values) or any("/" in value for value in values):
        value = ""
    elif len(values) <= _MAX_LISTED:
        value = f"[{','.join(values)}]"
    else:
        value = f"[{values[0]}..{values[-1]}]"
    earliest = _iso(min(span[0] for span in spans)) if spans else None
    latest = _iso(max(span[1] for span in spans)) if spans else None
    return value, earliest, latest, _open_pattern(form)[1]


def _moved(day: date, length: str, sign: int) -> date | None:
    """Move a day by an ISO 8601 duration of one unit; None where it is longer or vaguer than that."""
    match = re.fullmatch(r"P(?:T(\d{1,6})H|(\d{1,6})([DWMY]))", length)
    if match is None:
        return None
    if match.group(1):
        return points.clamp(day, sign * -(-int(match.group(1)) // 24))
    count, unit = int(match.group(2)), match.group(3)
    if unit in "DW":
        return points.clamp(day, sign * count * (7 if unit == "W" else 1))
    return points.add_months(day, sign * count * (12 if unit == "Y" else 1))


def _resolve_duration(form: Form, days: tuple[date, date] | None) -> tuple[str, str | None, str | None, str]:
    vague = "X" in form.pattern
    value = "" if vague else _plain_duration(form.pattern)
    refs = _references(form, days) if form.direction else []
    spans = [span for ref in (*refs[:1], *refs[-1:]) if (span := points.bounds(ref))]
    if not spans:
        return value, None, None, form.pattern
    first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    past = form.direction == "past"
    start = _moved(first, value, -1) if past else first
    end = last if past else _moved(last, value, 1)
    if start is None or end is None:
        return value, None, None, form.pattern
    return value, _iso(start), _iso(end), form.pattern


def _plain_duration(pattern: str) -> str:
    """Turn TIMEX3's own units (decade, century, quarter, weekend) into ISO 8601."""
    match = re.fullmatch(r"P(\d+)(DE|CE|ML|Q|WE|E|C|L)", pattern)
    if match is None:
        return pattern
    count, unit = int(match.group(1)), match.group(2)
    if unit == "Q":
        return f"P{count * 3}M"
    if unit == "WE":
        return f"P{count * 2}D"
    return f"P{count * {'DE': 10, 'E': 10, 'CE': 100, 'C': 100, 'ML': 1000, 'L': 1000}[unit]}Y"


def _resolve_set(pattern: str) -> tuple[str, str | None, str | None, str]:
    value = "R/" + _plain_duration(pattern) if pattern.startswith("P") and "X" not in pattern else ""
    if re.fullmatch(r"XXXX-WXX-\d.*", pattern):
        value = "R/P1W"
    elif pattern.startswith("XXXX-XX-XX"):
        value = "R/P1D"
    elif re.fullmatch(r"XXXX-(?:\d\d|[QH]\d|[A-Z]{2}).*", pattern):
        value = "R/P1Y"
    return value, None, None, pattern


def _resolve_range(form: Form, days: tuple[date, date] | None) -> tuple[str, str | None, str | None, str]:
    if form.first is None or form.second is None:
        return "", None, None, ""
    first, second = _resolve(form.first, days), _resolve(form.second, days)
    start, end = first[1], second[2]
    timex = f"{first[3]}/{second[3]}"
    if start is None or end is None or start > end:
        return "", None, None, timex
    if not first[0] or not second[0] or first[0].startswith("[") or second[0].startswith("["):
        return "", start, end, timex
    return f"{first[0]}/{second[0]}", start, end, timex


def _resolve_period(form: Form) -> tuple[str, str | None, str | None, str]:
    found = period_bounds(form.name)
    if found is None:
        return "", None, None, ""
    start, end = found
    whole_start, whole_end = points.bounds(start), points.bounds(end) if end else None
    if form.mod == "START" and whole_start:
        return points.edtf(start), _iso(whole_start[0]), _iso(whole_start[1]), start
    if form.mod == "END" and whole_end:
        return points.edtf(end), _iso(whole_end[0]), _iso(whole_end[1]), end
    value = points.edtf(start) if start == end else f"{points.edtf(start)}/{points.edtf(end) if end else '..'}"
    return (
        value,
        _iso(whole_start[0]) if whole_start else None,
        _iso(whole_end[1]) if whole_end else None,
        start if start == end else f"{start}/{end}",
    )


def _resolve(form: Form, days: tuple[date, date] | None) -> tuple[str, str | None, str | None, str]:
    if form.kind == "ref":
        return "", None, None, form.pattern
    if form.kind == "duration":
        return _resolve_duration(form, days)
    if form.kind == "set":
        return _resolve_set(form.pattern)
    if form.kind == "range":
        return _resolve_range(form, days)
    if form.kind == "period":
        return _resolve_period(form)
    if form.kind == "unknown":
        return "", None, None, ""
    found = candidates(form, days)
    if not found:
        value, timex = _open_pattern(form)
        return value, None, None, timex
    return _one(form, found[0]) if len(found) == 1 else _several(form, found)


def _basis(form: Form, days: tuple[date, date] | None) -> str:
    if form.absolute:
        return "as written"
    if form.kind in ("ref", "set", "duration") and not form.direction:
        return "as written"
    line = "no dateline"
    if days is not None:
        first, last = days
        line = f"dateline {first.isoformat()}" + (f" to {last.isoformat()}" if last != first else "")
    if form.base is not None:
        inner = form.base
        found = candidates(inner, days)
        counted = f"counted from {found[0] if len(found) == 1 else 'a day in doubt'}"
        return counted if inner.absolute else f"{counted}, {line}"
    return line


def resolve_form(form: Form, days: tuple[date, date] | None) -> Resolved:
    """Resolve a typed form against the possible days of the dateline."""
    value, earliest, latest, timex = _resolve(form, days)
    return Resolved(value, earliest, latest, timex, _basis(form, days))


def resolve(form: str, anchor: When | None) -> Resolved:
    """Resolve a form's string against a dateline that may be a day, a range of days, or unknown (None)."""
    return resolve_form(parse_form(form), anchor_days(anchor))
