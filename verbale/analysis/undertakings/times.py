"""Instants as intervals, and the time that a clock runs.

A day is an interval of 24 hours; "25 or 26 January" one of 48. A deadline counted from a day is as uncertain as that day.
Days and weeks are counted in hours; months and years by the calendar, and where the day does not exist the answer is an
interval unless the rule says how it rounds.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from msgspec import Struct

from verbale.errors import UsageError

_UTC = dt.UTC
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)")
_DURATION = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?)?"
)
_FIRST, _LAST = dt.datetime.min.replace(tzinfo=_UTC), dt.datetime.max.replace(tzinfo=_UTC)


class When(Struct, frozen=True, order=True):
    """From the first to the last instant that something may have been at; both inclusive."""

    first: dt.datetime
    last: dt.datetime

    def __str__(self) -> str:
        if self.first == self.last:
            end = self.first.time() == dt.time.max
            return self.first.date().isoformat() if end else shown(self.first)
        if self.last - self.first <= dt.timedelta(days=1) and self.first.time() == dt.time(0):
            return self.first.date().isoformat()
        if self.first.time() == dt.time(0) and self.last.time() >= dt.time(23, 59):
            return f"{self.first.date().isoformat()}/{self.last.date().isoformat()}"
        return f"{shown(self.first)}/{shown(self.last)}"

    def before(self, other: When) -> bool | None:
        """Say whether this lies wholly before or at the other: None where it cannot be told."""
        if self.last <= other.first:
            return True
        return False if self.first > other.last else None


def shown(instant: dt.datetime) -> str:
    """Return an instant as `2022-02-13T18:00Z`."""
    return instant.astimezone(_UTC).strftime("%Y-%m-%dT%H:%MZ")


def _one(text: str) -> When:
    exact = _INSTANT.fullmatch(text)
    if exact:
        zone = "+00:00" if exact[3] == "Z" else exact[3]
        at = dt.datetime.fromisoformat(f"{exact[1]}T{exact[2]}{zone}").astimezone(_UTC)
        return When(at, at)
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    first = dt.datetime(year, month, day, tzinfo=_UTC)
    if match[3]:
        size = dt.timedelta(days=1)
        last = first + size - dt.timedelta(microseconds=1)
    else:
        end = (12, 31) if not match[2] else (month, calendar.monthrange(year, month)[1])
        last = dt.datetime(year, *end, 23, 59, 59, 999999, tzinfo=_UTC)
        size = last - first
    if match[4]:
        first, last = first - size, last + size
    return When(first, last)


def when(text: str) -> When:
    """Read a day, month, year, instant with its zone, or two of them: `2022-01-25/2022-01-26`, `[2022-01-25,2022-01-26]`."""
    try:
        if text.startswith("[") and text.endswith("]"):
            parts = [_one(p.strip()) for p in text[1:-1].split(",")]
            return When(min(p.first for p in parts), max(p.last for p in parts))
        if "/" in text:
            left, right = text.split("/")
            first = _FIRST if left in {"", ".."} else _one(left).first
            last = _LAST if right in {"", ".."} else _one(right).last
            if first > last:
                raise ValueError(text)
            return When(first, last)
        return _one(text)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is no date: write 2022-02-13, 2022-02, 2022-02-13T18:00Z, or two of them with / between"
        ) from None


def duration(text: str) -> tuple[int, dt.timedelta]:
    """Read `PT48H`, `P15D`, `P2W`, `P18M`, `P15Y`: months, and what is counted in hours. Raises UsageError."""
    match = _DURATION.fullmatch(text)
    if match is None or text in {"P", "PT"} or text.endswith("T"):
        raise UsageError(f"{text!r} is no duration: write PT48H, P15D, P2W, P18M or P15Y")
    years, months, weeks, days, hours, minutes = (int(g or 0) for g in match.groups())
    return years * 12 + months, dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def _moved(start: dt.datetime, months: int, rounding: str | None) -> tuple[dt.datetime, dt.datetime]:
    if not months:
        return start, start
    total = start.year * 12 + start.month - 1 + months
    year, month = divmod(total, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if start.day <= last:
        exact = start.replace(year=year, month=month + 1)
        return exact, exact
    down = start.replace(year=year, month=month + 1, day=last)
    up = down + dt.timedelta(days=1)
    return {"down": (down, down), "up": (up, up)}.get(rounding or "", (down, up))


def later(start: When, text: str, rounding: str | None = None) -> When:
    """Return the end of a time that runs from `start`."""
    months, rest = duration(text)
    try:
        return When(_moved(start.first, months, rounding)[0] + rest, _moved(start.last, months, rounding)[1] + rest)
    except (OverflowError, ValueError):
        return When(_LAST, _LAST)
