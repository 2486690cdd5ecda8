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
from verbale.coding.times.names import period_bounds
from verbale.coding.times.seen import point_of
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
        span = points.bounds(form.pattern) if form.kind == "date" and form.weekday is not None else None
        disagrees = span is not None and span[0].weekday() != form.weekday
        return "as written, though its day of the week disagrees" if disagrees else "as written"
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
