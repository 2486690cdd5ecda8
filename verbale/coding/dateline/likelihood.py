"""How likely a cue is on each candidate day of writing: tables read off news prose, with room for being wrong.

The tables give shares of the distance between the day of writing and the day named, counted on news articles of many
outlets; each is mixed with a flat share, for no cue of prose is certain ("on Friday" may be another Friday).
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from verbale.coding.dateline.cues import Cue

Days = NDArray[np.int64]
"""Candidate days as proleptic ordinals, ascending."""
Scores = NDArray[np.float64]

_LEAD = np.array([0.62, 0.26, 0.045, 0.02, 0.012, 0.013, 0.03])
_REST = np.array([0.42, 0.29, 0.11, 0.06, 0.045, 0.03, 0.045])
_AHEAD = np.array([0.28, 0.16, 0.12, 0.11, 0.10, 0.10, 0.13])
_LAST = np.array([0.08, 0.05, 0.10, 0.15, 0.17, 0.22, 0.23])
_MONTH_PAST = np.array([0.10, 0.15, 0.17, 0.13, 0.10, 0.08, 0.065, 0.05, 0.05, 0.035, 0.04, 0.03])
_MONTH_AHEAD = np.array([0.12, 0.16, 0.13, 0.10, 0.09, 0.07, 0.07, 0.06, 0.06, 0.05, 0.05, 0.04])
_YEAR = {
    -5: 0.002, -4: 0.002, -3: 0.006, -2: 0.01, -1: 0.022, 0: 0.155, 1: 0.175, 2: 0.165, 3: 0.085, 4: 0.05, 5: 0.05,
    6: 0.03, 7: 0.015,
}  # fmt: skip
_YEAR_AHEAD = {
    -6: 0.012, -5: 0.015, -4: 0.02, -3: 0.03, -2: 0.06, -1: 0.1, 0: 0.1, 1: 0.16, 2: 0.13, 3: 0.08, 4: 0.045, 5: 0.03,
    6: 0.02, 7: 0.015,
}  # fmt: skip
"""Years between the latest year named and the year of writing: a year told as past, a year near words of the future."""
_FLAT = 0.12


def _scores(values: object) -> Scores:
    return np.asarray(values, dtype=np.float64)


def score(cue: Cue, days: Days) -> Scores:
    """Return the logarithm of the cue's likelihood on each candidate day, up to a constant."""
    match cue.kind:
        case "claim":
            return _claim(cue, days)
        case "weekday":
            return _weekday(cue, days)
        case "monthday":
            return _monthday(cue, days)
        case "month":
            return _month(cue, days)
        case "day":
            return _day(cue, days)
        case "year":
            return _year(cue, days)
        case "age" | "now" | "week" | "story":
            return _window(cue, days)
        case "era":
            return _era(cue, days)
        case "bound":
            return _bound(cue, days)


def ordinals(cue: Cue) -> tuple[int, int]:
    """Return the first and last day of a cue as ordinals."""
    assert cue.days is not None
    return cue.days[0].toordinal(), cue.days[1].toordinal()


_WRONG = ((-31, -2, 0.10), (-400, -32, 0.20), (-4000, -401, 0.25), (2, 31, 0.06), (32, 400, 0.10), (401, 4000, 0.09))
"""Where the day of writing lies when a claim is wrong (days from the claim, share): mostly before, for templates,
crawlers and reprints print later days than the day of writing."""

_LOOKED_AT = ((-31, -2, 0.15), (-1100, -32, 0.60), (-4000, -1101, 0.15))
"""The same for a bare date above the headline: the day on which the page was looked at."""


def _claim(cue: Cue, days: Days) -> Scores:
    """A claim is right, a day off (time zones, midnight), or wrong: then mostly too late."""
    first, last = ordinals(cue)
    wrong = 1.0 - cue.weight
    out = np.full(days.shape, wrong * 0.1 / 50000.0)
    out[_between(days, first, last)] = cue.weight / (last - first + 1)
    out[_between(days, first - 1, first - 1)] = out[_between(days, last + 1, last + 1)] = wrong * 0.05
    for low, high, share in _LOOKED_AT if cue.printed else _WRONG:
        side = first if high < 0 else last
        out[_between(days, side + low, side + high)] = wrong * share / (high - low + 1)
    return _scores(np.log(out))


def _weekday(cue: Cue, days: Days) -> Scores:
    wanted = cue.weekday or 0
    today = (days + 6) % 7  # ordinal 1 was a Monday
    if cue.offset == -1:
        table, lag = _LAST, (today - wanted) % 7
    elif cue.past:
        table, lag = (_LEAD if cue.lead else _REST), (today - wanted) % 7
    else:
        table, lag = _AHEAD, (wanted - today) % 7
    chance = (1 - _FLAT) * table[lag] + _FLAT / 7
    return _scores(cue.weight * np.log(chance * 7))


def _occurrences(cue: Cue, first: int, last: int) -> Days:
    """Return the days on which the month, day (and weekday) fall, over the candidates and a year around them."""
    found: list[int] = []
    for year in range(date.fromordinal(first).year - 1, min(date.fromordinal(last).year + 1, 9998) + 1):
        try:
            day = date(year, cue.month or 1, cue.monthday or 1)
        except ValueError:
            continue
        if cue.weekday is None or day.weekday() == cue.weekday:
            found.append(day.toordinal())
    return np.array(found, dtype=np.int64)


_MONTHDAY_STEPS = np.array([-1, 0, 1, 2, 7, 30, 90, 180, 370], dtype=np.int64)
_MONTHDAY_PAST = np.array([0.0, 0.11, 0.075, 0.026, 0.009, 0.0052, 0.0018, 0.0012, 0.0])
_MONTHDAY_AHEAD = np.array([0.0, 0.06, 0.05, 0.03, 0.014, 0.006, 0.0018, 0.0008, 0.0])


_DATED_STEPS = np.array([-1, 0, 1, 7, 14, 60, 180, 370], dtype=np.int64)
_DATED_PAST = np.array([0.0, 0.12, 0.13, 0.09, 0.018, 0.002, 0.0003, 0.0001, 0.0])
_DATED_AHEAD = np.array([0.0, 0.05, 0.08, 0.07, 0.03, 0.005, 0.0005, 0.0001, 0.0])
"""A weekday with its date ("Tuesday (December 14th)") is said of days close by."""


def _monthday(cue: Cue, days: Days) -> Scores:
    """A day of a month without its year: the past one is the last such day before, mostly a recent one."""
    found = _occurrences(cue, int(days[0]), int(days[-1]))
    out = np.full(days.shape, 0.05 / 365)
    if not len(found):
        return _scores(np.log(out))
    at = np.searchsorted(found, days, side="right")
    before = np.where(at > 0, days - found[np.maximum(at - 1, 0)], 9999)
    after = np.where(at < len(found), found[np.minimum(at, len(found) - 1)] - days, 9999)
    after = np.where(before == 0, 0, after)
    main, other = (before, after) if cue.past else (after, before)
    table = _MONTHDAY_PAST if cue.past else _MONTHDAY_AHEAD
    if cue.printed:
        out += np.where(before == 0, 0.8, np.where(before == 1, 0.12, np.where(before == 2, 0.02, 0.0)))
        return _scores(np.log(out))
    if cue.weekday is not None:
        table, main = (_DATED_PAST, before) if cue.past else (_DATED_AHEAD, after)
        index = np.searchsorted(_DATED_STEPS, main, side="left")
        return _scores(cue.weight * np.log(0.05 / 365 + table[np.minimum(index, len(table) - 1)]))
    share = 0.03 if cue.past else 0.12
    out += (0.92 - share) * _step(table, main) + share * _step(_MONTHDAY_AHEAD if cue.past else _MONTHDAY_PAST, other)
    return _scores(cue.weight * np.log(out))


def _step(table: Scores, lag: Days) -> Scores:
    index = np.searchsorted(_MONTHDAY_STEPS, lag, side="left")
    return table[np.minimum(index, len(table) - 1)]


def _month(cue: Cue, days: Days) -> Scores:
    """A month without its year."""
    here = month_index(days) % 12 + 1
    wanted = cue.month or 1
    if cue.printed:
        chance = np.where(here == wanted, cue.weight, (1 - cue.weight) / 11)
    elif cue.past:
        chance = (1 - _FLAT) * _MONTH_PAST[(here - wanted) % 12] + _FLAT / 12
    else:
        chance = (1 - _FLAT) * _MONTH_AHEAD[(wanted - here) % 12] + _FLAT / 12
    return _scores((1.0 if cue.printed else cue.weight) * np.log(chance * 12))


def _between(days: Days, first: int, last: int) -> slice:
    """Return where the days from the first to the last one stand."""
    return slice(int(np.searchsorted(days, first)), int(np.searchsorted(days, last, side="right")))


_months: list[tuple[Days, Days]] = []
"""The days last asked for, with their months: all cues of an article ask for the same."""


def month_index(days: Days) -> Days:
    """Return months since January of year 0 for ordinals."""
    if not _months or _months[0][0] is not days:
        _months[:] = [(days, _month_index(days))]
    return _months[0][1]


def _month_index(days: Days) -> Days:
    since_epoch = (days - 719163).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return since_epoch + 1970 * 12


_DAY_STEPS = (
    (-4000, -401, 0.013), (-400, -46, 0.013), (-45, -2, 0.01), (-1, -1, 0.012), (0, 1, 0.158), (2, 7, 0.025), (8, 31, 0.03),
    (32, 365, 0.17), (366, 1100, 0.29), (1101, 4000, 0.14), (4001, 9000, 0.12),
    (9001, 25000, 0.05),
)  # fmt: skip
_DAY_STEPS_WEEKDAY = (
    (-4000, -401, 0.003), (-400, -46, 0.004), (-45, -2, 0.004), (-1, -1, 0.012), (0, 1, 0.45), (2, 7, 0.35),
    (8, 31, 0.13), (32, 365, 0.02), (366, 1100, 0.012), (1101, 4000, 0.008), (4001, 20000, 0.004),
)  # fmt: skip
"""A weekday with its full date ("Monday, October 22, 1962") is mostly said of days close by."""
_DAY_STEPS_AHEAD = (
    (-4000, -401, 0.12), (-400, -46, 0.10), (-45, -2, 0.04), (-1, 1, 0.11), (2, 7, 0.02), (8, 31, 0.02),
    (32, 365, 0.17), (366, 1100, 0.25), (1101, 4000, 0.10), (4001, 9000, 0.06),
    (9001, 25000, 0.03),
)  # fmt: skip


def _day(cue: Cue, days: Days) -> Scores:
    """The latest full date, or month with its year, that a text names: today's, or one of the years before."""
    first, last = ordinals(cue)
    width = last - first
    out = np.full(days.shape, 1e-7)
    steps = _DAY_STEPS_AHEAD if not cue.past else _DAY_STEPS if cue.weekday is None else _DAY_STEPS_WEEKDAY
    for low, high, share in steps:
        extra = width if high >= 0 else 0
        out[_between(days, first + low, first + high + extra)] = share / (high + extra - low + 1)
    return _scores(cue.weight * np.log(out))


def _year(cue: Cue, days: Days) -> Scores:
    """The latest year that a text names."""
    assert cue.days is not None
    lag = month_index(days) // 12 - cue.days[0].year
    out = np.full(days.shape, 0.0008)
    out[lag < 0] = 0.0008 if cue.past else 0.004
    out[lag > 7] = 0.014
    out[lag > 12] = 0.006
    out[lag > 30] = 0.0015
    for step, share in (_YEAR if cue.past else _YEAR_AHEAD).items():
        out[lag == step] = share
    return _scores(cue.weight * np.log(out))


def _window(cue: Cue, days: Days) -> Scores:
    """A stretch in which the day of writing lies, if the words were read rightly; else anything is as likely."""
    first, last = ordinals(cue)
    out = np.full(days.shape, np.log((1 - cue.weight) / 20.0))
    out[_between(days, first, last)] = 0.0
    return out


def _era(cue: Cue, days: Days) -> Scores:
    """A term of office: papers name those who held it before now and then, those who will hold it hardly ever."""
    out = np.full(days.shape, np.log(0.005))
    for since, until in cue.spans:
        first, last = since.toordinal(), until.toordinal() + 10
        later = out[np.searchsorted(days, last, side="right") :]
        np.maximum(later, np.log(1 - cue.weight), out=later)
        out[_between(days, first, last)] = 0.0
    return out


def _bound(cue: Cue, days: Days) -> Scores:
    """Weak: a caption or a copyright line. The day of writing lies on the told side of it, and rather near."""
    first, last = ordinals(cue)
    out = np.full(days.shape, -2.5)
    if cue.past:
        out[_between(days, first, int(days[-1]))] = -1.2
        out[_between(days, first, first + 1100)] = 0.0
    else:
        out[_between(days, int(days[0]), last)] = -1.2
        out[_between(days, last - 1100, last)] = 0.0
    return _scores(cue.weight * out)
