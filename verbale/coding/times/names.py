"""Named days and stretches: feasts that fall on a day each year, and periods of history with bounds in common use."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache

from verbale.coding.times import points
from verbale.lexicon import load_table


@cache
def holiday_rules() -> dict[str, str]:
    """Return the rule of each feast by its phrase in lower case."""
    return {row["phrase"]: row["rule"] for row in load_table("times_holidays.tsv")}


@lru_cache(maxsize=512)
def holiday_day(name: str, year: int) -> date | None:
    """Return the day of a feast in a year; None where its rule does not say."""
    rule = holiday_rules().get(name, "")
    if not rule or not 1 <= year <= 9999:
        return None
    if rule == "election":
        first = points.nth_weekday(year, 11, 0, 1)
        return first + timedelta(days=1) if first else None
    if rule.startswith("nth:"):
        _, month, weekday, nth = rule.split(":")
        return points.nth_weekday(year, int(month), int(weekday), int(nth))
    if rule.startswith(("easter", "orthodox")):
        sunday = points.easter(year, orthodox=rule.startswith("orthodox"))
        return sunday + timedelta(days=int(re.sub("[a-z]", "", rule))) if sunday else None
    return points.make_day(year, int(rule[:2]), int(rule[3:]))


@cache
def period_phrases() -> dict[str, str]:
    """Return the period's name by its phrase in lower case."""
    return {row["phrase"]: row["name"] for row in load_table("times_periods.tsv")}


@cache
def lone_periods() -> frozenset[str]:
    """Return the phrases that are a time wherever they stand ("9/11")."""
    return frozenset(row["phrase"] for row in load_table("times_periods.tsv") if row["alone"] == "yes")


@cache
def _periods() -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["start"], row["end"] or "") for row in load_table("times_periods.tsv")}


def period_bounds(name: str) -> tuple[str, str] | None:
    """Return the first and last point of a named period; the last is '' where it is still open."""
    return _periods().get(name)
