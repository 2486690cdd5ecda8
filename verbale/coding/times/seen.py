"""Where a form points, seen from one point of the calendar: the Thursday before it, the January behind it, its next month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from verbale.coding.times import points
from verbale.coding.times.forms import Form
from verbale.coding.times.names import holiday_day


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
