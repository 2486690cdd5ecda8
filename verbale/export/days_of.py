"""What a pair of days (`earliest`, `latest`) allows to be said of a date, no more."""

from __future__ import annotations

from datetime import date, timedelta


def exact(earliest: str | None, latest: str | None) -> str | None:
    """Return the day where it is one day, else None."""
    return earliest if earliest is not None and earliest == latest else None


def known_part(earliest: str | None, latest: str | None) -> str | None:
    """Return the day, month or year that both ends share (`2021-12-24`, `2021-12`, `2021`), else None."""
    if earliest is None or latest is None:
        return None
    for length in (10, 7, 4):
        if earliest[:length] == latest[:length]:
            return earliest[:length]
    return None


def length(earliest: str | None, latest: str | None) -> int | None:
    """Return how many days the range holds, or None where a side is open."""
    if earliest is None or latest is None:
        return None
    return (date.fromisoformat(latest) - date.fromisoformat(earliest)).days + 1


def next_day(day: str) -> str:
    """Return the day after."""
    given = date.fromisoformat(day)
    return given.isoformat() if given == date.max else (given + timedelta(days=1)).isoformat()
