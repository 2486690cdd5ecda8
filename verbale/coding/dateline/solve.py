"""Put cues together: a distribution over days of writing, and what of it can be said honestly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from verbale.coding.dateline.cues import Cue
from verbale.coding.dateline.likelihood import Days, Scores, month_index, ordinals, score

FIRST_YEAR, LAST_YEAR = 1850, 2049
_CROWD = {"monthday": 3.0, "month": 3.0, "weekday": 3.0, "era": 6.0}
_MASS = 0.97
"""Share of the distribution that a range must hold."""
_NEARLY = 0.95
_LIKELY = 0.9
_NARROW = 62
"""Days: a range this short rests on words that place it; a longer one on years alone, and must hold more."""
_LONGEST = 1500
"""Days: a longer range says nothing worth storing."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the cues leave."""

    days: Days
    mass: Scores

    def share(self, first: int, last: int) -> float:
        """Return the share of the distribution in `[first, last]`, ordinals."""
        return float(self.mass[(self.days >= first) & (self.days <= last)].sum())

    @property
    def best(self) -> int:
        """The likeliest day, as an ordinal."""
        return int(self.days[int(np.argmax(self.mass))])


def has_year(cues: Sequence[Cue]) -> bool:
    """Tell whether anything says which years are meant at all."""
    return any(cue.kind in {"year", "age", "day", "era", "now", "story", "claim"} for cue in cues)


def solve(cues: Sequence[Cue]) -> Posterior | None:
    """Return the distribution over days, or None where nothing says which years are meant."""
    if not has_year(cues):
        return None
    days = _candidates(cues)
    if not len(days):
        return None
    years = month_index(days) // 12
    prior = np.where((years >= 1995) & (years <= 2030), 0.0, -1.5)  # most of what is read was put online
    return _posterior(cues, days, prior)


def weigh(cues: Sequence[Cue], days: Iterable[int]) -> Posterior:
    """Return the distribution over given days (ordinals, ascending, not empty)."""
    candidates = np.array(list(days), dtype=np.int64)
    return _posterior(cues, candidates, np.zeros(candidates.shape))


def _posterior(cues: Sequence[Cue], days: Days, prior: Scores) -> Posterior:
    total = prior.copy()
    counts = Counter(cue.kind for cue in cues)
    for cue in cues:
        # cues of one kind repeat each other: a picture gallery dates every picture
        crowd = min(1.0, _CROWD.get(cue.kind, 99.0) / counts[cue.kind])
        total += crowd * score(cue, days)
    total -= total.max()
    mass = np.exp(total)
    return Posterior(days, mass / mass.sum())


def _candidates(cues: Sequence[Cue]) -> Days:
    """Return the days worth scoring: the years that the coarse cues leave, and a year around each day that is named."""
    if not any(cue.kind in {"year", "era", "age", "now", "story", "day"} for cue in cues):
        return _around(cues)
    middle = np.array([date(year, 7, 1).toordinal() for year in range(FIRST_YEAR, LAST_YEAR + 1)], dtype=np.int64)
    coarse = np.zeros(middle.shape)
    for cue in cues:
        if cue.kind == "year":
            coarse += score(cue, middle)
        elif cue.kind == "era":
            coarse += _era_by_year(cue)
        elif cue.kind == "day":
            coarse += np.minimum(score(cue, middle), -7.0)  # within the year it may fit better than at its middle
    keep = coarse >= coarse.max() - 9.0
    for cue in cues:
        if cue.days is not None and cue.kind in {"claim", "day", "now", "age", "story"}:
            for year in (cue.days[0].year, cue.days[1].year):
                for near in (year - 1, year, year + 1):
                    if FIRST_YEAR <= near <= LAST_YEAR:
                        keep[near - FIRST_YEAR] = True
    blocks = [
        np.arange(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1, dtype=np.int64)
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        if keep[year - FIRST_YEAR]
    ]
    return np.concatenate(blocks) if blocks else np.array([], dtype=np.int64)


def _era_by_year(cue: Cue) -> Scores:
    """Score an era on whole years: the best of each year's first and last day."""
    return np.maximum(score(cue, _STARTS), score(cue, _ENDS))


_STARTS = np.array([date(year, 1, 1).toordinal() for year in range(FIRST_YEAR, LAST_YEAR + 1)], dtype=np.int64)
_ENDS = np.array([date(year, 12, 31).toordinal() for year in range(FIRST_YEAR, LAST_YEAR + 1)], dtype=np.int64)


def _around(cues: Sequence[Cue]) -> Days:
    found: set[int] = set()
    for cue in cues:
        if cue.kind == "claim":
            first, last = ordinals(cue)
            found.update(range(max(first - 370, 1), last + 371))
    return np.array(sorted(found), dtype=np.int64)


def shortest_range(posterior: Posterior) -> tuple[date, date] | None:
    """Return the shortest stretch of days that is nearly sure; of two far apart the one that is much the likelier.

    None where it is too long to be of use.
    """
    near = stretch(posterior, _NEARLY)
    if near is not None and (near[1] - near[0]).days <= _NARROW:
        return near
    likely = stretch(posterior, _LIKELY)
    if likely is not None and (likely[1] - likely[0]).days <= _NARROW // 2:
        return likely
    return stretch(posterior, _MASS)


def stretch(posterior: Posterior, mass: float) -> tuple[date, date] | None:
    """Return the shortest stretch of days that holds the given share, or None where it is too long to be of use."""
    keep = posterior.mass > 1e-7
    days, weights = posterior.days[keep], posterior.mass[keep]
    cumulative = np.concatenate(([0.0], np.cumsum(weights)))
    ends = np.searchsorted(cumulative, cumulative[:-1] + mass * cumulative[-1] - 1e-12, side="left")
    valid = ends <= len(days)
    starts = np.nonzero(valid)[0]
    if not len(starts):
        return None
    last = np.maximum(ends[starts] - 1, starts)
    lengths = days[last] - days[starts]
    chosen = int(np.argmin(lengths))
    if lengths[chosen] > _LONGEST:
        return None
    return date.fromordinal(int(days[starts[chosen]])), date.fromordinal(int(days[last[chosen]]))


def edtf(first: date, last: date) -> str:
    """Write a stretch of days: a day, a month, a year or an interval."""
    if first == last:
        return first.isoformat()
    if first.day == 1 and (last.toordinal() + 1) == _next_month(last).toordinal() and first.year == last.year:
        if first.month == last.month:
            return f"{first.year:04d}-{first.month:02d}"
        if first.month == 1 and last.month == 12:
            return f"{first.year:04d}"
    return f"{first.isoformat()}/{last.isoformat()}"


def _next_month(day: date) -> date:
    return date(day.year + 1, 1, 1) if day.month == 12 else date(day.year, day.month + 1, 1)
