"""What may be asked for as the first and last day of a list: a day, or a month or a year for its days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from verbale.errors import UsageError

_ASKED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def bounds(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """Return the first and the last day that are asked for, ISO 8601; raises UsageError for what is no day."""
    return (_edge(since, last=False) if since else None), (_edge(until, last=True) if until else None)


def _edge(value: str, last: bool) -> str:
    match = _ASKED.fullmatch(value.strip())
    try:
        if match is None:
            raise ValueError(value)
        year = int(match[1])
        month = int(match[2] or (12 if last else 1))
        day = int(match[3] or (monthrange(year, month)[1] if last else 1))
        return date(year, month, day).isoformat()
    except ValueError as error:
        advice = "Write a day as 2021-12-31, a month as 2021-12 or a year as 2021."
        raise UsageError(f"{value!r} is not a day. {advice}") from error
