"""How the days of two accounts stand to each other: the same, able to be one, or apart."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Literal

from verbale.model import When

Standing = Literal["same", "overlap", "open", "unknown", "apart"]


@cache
def number(day: str) -> int:
    """Return an ISO day as a day number."""
    return dt.date.fromisoformat(day).toordinal()


def limits(when: When | None) -> tuple[int | None, int | None]:
    """Return the first and last day that a date admits, None where a side is open."""
    if when is None:
        return None, None
    return number(when.earliest) if when.earliest else None, number(when.latest) if when.latest else None


def last_written(written: When | None) -> int | None:
    """Return the last day on which a document can have been written."""
    return number(written.latest) if written and written.latest else None


def gap(
    left: When | None, left_written: When | None, right: When | None, right_written: When | None
) -> tuple[Standing, int]:
    """Return how two days stand, and the days between them.

    "same": one known day. "overlap": two ranges with days in common. "open": nothing more is known than that neither was
    after its article. "apart": no day can be both. "unknown": no article's day is known either.
    """
    (a, b), (c, d) = limits(left), limits(right)
    if b is None or d is None:
        one, other = b or last_written(left_written), d or last_written(right_written)
        return ("unknown", 0) if one is None or other is None else ("open", abs(one - other))
    if a is not None and c is not None:
        if a == b == c == d:
            return "same", 0
        between = max(a, c) - min(b, d)
        return ("overlap", 0) if between <= 0 else ("apart", between)
    if a is None and c is None:
        return "open", abs(b - d)
    first, last = (a, d) if a is not None else (c, b)
    assert first is not None
    return ("open", last - first) if last >= first else ("apart", first - last)
