"""Points of the calendar, written as TIMEX3 values (`1998-W02`, `1989-Q3`, `199`, `BC0480-06`): arithmetic, bounds, EDTF.

A point is a string whose length and marks give its grain, from a century to a minute. All functions are total: what is no
day of the calendar has no bounds, and stays as written.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Grain = Literal["CE", "DE", "Y", "H", "Q", "SN", "M", "W", "WE", "D", "T", "?"]

_SHAPES: tuple[tuple[re.Pattern[str], Grain], ...] = (
    (re.compile(r"\d{4}-\d\d-\d\d$"), "D"),
    (re.compile(r"\d{4}-\d\d$"), "M"),
    (re.compile(r"\d{4}$"), "Y"),
    (re.compile(r"\d{4}-W\d\d$"), "W"),
    (re.compile(r"\d{4}-W\d\d-WE$"), "WE"),
    (re.compile(r"\d{4}-Q[1-4]$"), "Q"),
    (re.compile(r"\d{4}-H[12]$"), "H"),
    (re.compile(r"\d{4}-(?:SP|SU|FA|WI)$"), "SN"),
    (re.compile(r"\d{3}$"), "DE"),
    (re.compile(r"\d{2}$"), "CE"),
    (re.compile(r"\d{4}-\d\d-\d\dT"), "T"),
)
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_SEASON_EDTF = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


@lru_cache(maxsize=4096)
def grain(point: str) -> Grain:
    """Return how fine a point is; `?` for one before our era or with unknown parts."""
    for shape, name in _SHAPES:
        if shape.match(point):
            return name
    return "?"


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none such."""
    if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def week_of(day: date) -> str:
    """Return the ISO week of a day as a point."""
    iso = day.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=4096)
def bounds(point: str) -> tuple[date, date] | None:
    """Return the first and last day of a point; None where it has unknown parts or lies outside the calendar."""
    kind = grain(point)
    try:
        if kind in ("D", "T"):
            day = date.fromisoformat(point[:10])
            return day, day
        if kind == "CE":
            return date(max(int(point) * 100, 1), 1, 1), date(int(point) * 100 + 99, 12, 31)
        if kind == "DE":
            return date(max(int(point) * 10, 1), 1, 1), date(int(point) * 10 + 9, 12, 31)
        if kind == "?":
            return None
        year = int(point[:4])
        if kind == "Y":
            return date(year, 1, 1), date(year, 12, 31)
        if kind == "M":
            month = int(point[5:7])
            return date(year, month, 1), _month_end(year, month)
        if kind in ("W", "WE"):
            first = date.fromisocalendar(year, int(point[6:8]), 6 if kind == "WE" else 1)
            return first, first + timedelta(days=1 if kind == "WE" else 6)
        if kind == "Q":
            month = int(point[6]) * 3
            return date(year, month - 2, 1), _month_end(year, month)
        if kind == "H":
            month = int(point[6]) * 6
            return date(year, month - 5, 1), _month_end(year, month)
        start, end = _SEASON_MONTHS[point[5:7]]
        return date(year, start, 1), _month_end(year + (end < start), end)
    except (ValueError, OverflowError):
        return None


def first_day(point: str) -> date | None:
    """Return the first day of a point."""
    found = bounds(point)
    return found[0] if found else None


def add_months(day: date, months: int) -> date | None:
    """Move a day by months, to the month's last day where it has no such day; None outside the calendar."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def of_day(day: date, unit: str) -> str:
    """Return the point of the given unit in which a day lies."""
    if unit == "D":
        return day.isoformat()
    if unit == "W":
        return week_of(day)
    if unit == "WE":
        return week_of(day) + "-WE"
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "H":
        return f"{day.year:04d}-H{(day.month + 5) // 6}"
    if unit == "DE":
        return f"{day.year // 10:03d}"
    if unit == "CE":
        return f"{day.year // 100:02d}"
    return f"{day.year:04d}"


def _shift_bc(point: str, unit: str, count: int) -> str:
    match = re.match(r"BC(\d{4})", point)
    if match is None or unit != "Y":
        return ""
    year = int(match.group(1)) - count
    return f"BC{year:04d}" if year > 0 else f"{1 - year:04d}"


def shift(point: str, unit: str, count: int) -> str:
    """Move a point by `count` units and return the point of that unit there; '' where that is unknown.

    A point that is coarser than the unit gives nothing: no day lies "three days after June".
    """
    if point.startswith("BC"):
        return _shift_bc(point, unit, count)
    if unit == "SN" and grain(point) == "SN":
        return f"{int(point[:4]) + count:04d}{point[4:]}"
    base = first_day(point)
    if base is None:
        return ""
    kind = grain(point)
    try:
        if unit == "D":
            return (base + timedelta(days=count)).isoformat() if kind in ("D", "T") else ""
        if unit in ("W", "WE", "FN"):
            if kind not in ("D", "T", "W", "WE"):
                return ""
            return of_day(base + timedelta(days=7 * count * (2 if unit == "FN" else 1)), "WE" if unit == "WE" else "W")
        if unit == "M":
            moved = add_months(base, count) if kind in ("D", "T", "W", "WE", "M") else None
            return of_day(moved, "M") if moved else ""
        if unit in ("Q", "H"):
            moved = add_months(base.replace(day=1), count * (3 if unit == "Q" else 6))
            return of_day(moved, unit) if moved and kind not in ("Y", "DE", "CE") else ""
        years = count * {"DE": 10, "CE": 100, "ML": 1000}.get(unit, 1)
        year = base.year + years
        if not 1 <= year <= 9999:
            return ""
        return of_day(date(year, 1, 1), unit if unit in ("DE", "CE") else "Y")
    except OverflowError:
        return ""


def shift_same(point: str, months: int) -> str:
    """Move a point by months and keep its own grain ("a year earlier" from a quarter is that quarter of the year before)."""
    base = first_day(point)
    kind = grain(point)
    if base is None or kind == "?":
        return ""
    moved = add_months(base, months)
    if moved is None:
        return ""
    if kind == "SN":
        return f"{moved.year:04d}{point[4:]}"
    return of_day(moved, "D" if kind == "T" else kind)


def edtf(point: str) -> str:
    """Return a point as EDTF (seasons, quarters and halves by their level 1 and 2 codes)."""
    if point.startswith("BC"):
        match = re.match(r"BC(\d{4})(-\d\d(?:-\d\d)?)?$", point)
        return f"-{int(match.group(1)) - 1:04d}{match.group(2) or ''}" if match else ""
    kind = grain(point)
    if kind == "SN":
        return f"{point[:4]}-{_SEASON_EDTF[point[5:7]]}"
    if kind == "Q":
        return f"{point[:4]}-{32 + int(point[6])}"
    if kind == "H":
        return f"{point[:4]}-{39 + int(point[6])}"
    if kind == "DE":
        return point + "X"
    if kind == "CE":
        return point + "XX"
    if kind == "WE":
        found = bounds(point)
        return f"{found[0].isoformat()}/{found[1].isoformat()}" if found else ""
    if kind in ("D", "M", "Y", "W"):
        return point if bounds(point) else ""
    return ""


PARTS = ("START", "MID", "END", "HALF1", "HALF2", "WEEK1", "WEEK2", "WEEK3", "WEEK4", "WEEK5")
"""The parts of a point that a form's `mod` may name: thirds, halves, the weeks of a month."""


def narrowed(point: str, mod: str) -> tuple[date, date] | None:
    """Return the bounds of a part of a point; all of it where `mod` names none."""
    found = bounds(point)
    if found is None or mod not in PARTS:
        return found
    first, last = found
    days = (last - first).days + 1
    if mod.startswith("WEEK"):
        start = first + timedelta(days=7 * (int(mod[4]) - 1)) if mod != "WEEK5" else last - timedelta(days=6)
        return max(first, min(start, last)), min(last, start + timedelta(days=6))
    if mod.startswith("HALF"):
        half = first + timedelta(days=max(days // 2 - 1, 0))
        return (first, half) if mod == "HALF1" else (min(half + timedelta(days=1), last), last)
    third = days // 3
    if third == 0:
        return found
    if mod == "START":
        return first, first + timedelta(days=days - 2 * third - 1)
    if mod == "MID":
        return first + timedelta(days=third), last - timedelta(days=third)
    return last - timedelta(days=days - 2 * third - 1), last


def easter(year: int, orthodox: bool = False) -> date | None:
    """Return Easter Sunday (Gregorian computus; the Julian one given in Gregorian days where `orthodox`)."""
    if not 1583 <= year <= 4099:
        return None
    a = year % 19
    if orthodox:
        d = (19 * a + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        julian = date(year, month, day + 1)
        return julian + timedelta(days=year // 100 - year // 400 - 2)
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """Return the nth weekday of a month (0 = Monday; -1 for the last)."""
    days = [d for d in range(1, calendar.monthrange(year, month)[1] + 1) if date(year, month, d).weekday() == weekday]
    try:
        return date(year, month, days[nth - 1 if nth > 0 else nth])
    except IndexError:
        return None


def clamp(day: date, days: int) -> date:
    """Move a day by a number of days and stay inside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return _LAST if days > 0 else _FIRST
