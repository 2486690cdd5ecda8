"""Facets: which rows a question asks for, and how many there would be with each further answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from verbale.export.days import bounds
from verbale.web.index import NO_DAY, Coded, Index, Numbers, day_number

Mask = NDArray[np.bool_]
_FAR = 4_000_000
_SHOWN = 12
_SHARP = 3
"""Days by which a day may be uncertain to count as known: "one of four Thursdays" is no news."""


class Choice(Struct, frozen=True):
    """One answer to a facet's question."""

    value: str
    label: str
    count: int
    chosen: bool


class Facet(Struct, frozen=True):
    """A question with its answers, those that most rows have first."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    more: int = 0
    """How many answers are not shown."""


def within(first: Numbers, last: Numbers, since: str | None, until: str | None) -> Mask | None:
    """Return which rows may fall into a stretch of time; undated ones do not. None where none is asked for."""
    low, high = bounds(since or None, until or None)
    if low is None and high is None:
        return None
    dated = (first != NO_DAY) | (last != NO_DAY)
    reach = np.where(last == NO_DAY, _FAR, last)
    begin = np.where(first == NO_DAY, -_FAR, first)
    mask: Mask = dated
    if low is not None:
        mask = mask & (reach >= day_number(low))
    if high is not None:
        mask = mask & (begin <= day_number(high))
    return mask


def latest(first: Numbers, last: Numbers, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return rows (in order of time) with the latest first: those of a day that is known, then of a doubtful one, of none."""
    begin, end = first[rows], last[rows]
    sharp = (begin != NO_DAY) & (end != NO_DAY) & (end - begin <= _SHARP)
    dated = ~sharp & ((begin != NO_DAY) | (end != NO_DAY))
    none = ~sharp & ~dated
    return np.concatenate([rows[sharp][::-1], rows[dated][::-1], rows[none]])


class Chooser:
    """Answers given to facets, as masks over all rows; each facet is counted with all answers but its own."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._masks: dict[str, Mask] = {}

    def add(self, name: str, mask: Mask | None) -> None:
        """Take in an answer."""
        if mask is not None:
            self._masks[name] = mask

    def chosen(self, without: str = "") -> Mask:
        """Return the rows that all answers leave, one facet's aside."""
        found = np.ones(self._size, np.bool_)
        for name, mask in self._masks.items():
            if name != without:
                found &= mask
        return found

    def facet(
        self,
        name: str,
        label: str,
        count: Callable[[Mask], Iterable[tuple[str, int]]],
        asked: Mapping[str, str],
        labels: Callable[[str], str] = str,
    ) -> Facet:
        """Return a facet with its counts."""
        now = asked.get(name, "")
        counted = list(count(self.chosen(name)))
        shown = [c for n, c in enumerate(counted) if n < _SHOWN or c[0] == now]
        if now and now not in {value for value, _ in shown}:
            shown.append((now, 0))
        choices = tuple(Choice(value, labels(value), n, value == now) for value, n in shown)
        return Facet(name, label, choices, len(counted) - len(shown))


def statements_asked(index: Index, asked: Mapping[str, str]) -> tuple[Mask, tuple[Facet, ...]]:
    """Return which statements the answers leave, and the facets. Raises UsageError for what is no day."""
    chooser = Chooser(len(index.ids))
    columns: tuple[tuple[str, Coded], ...] = (
        ("party", index.party), ("by", index.speaker), ("to", index.addressee), ("act", index.act), ("mode", index.mode),
    )  # fmt: skip
    for name, column in columns:
        if asked.get(name):
            chooser.add(name, column.mask(asked[name]))
    if asked.get("outlet"):
        chooser.add("outlet", index.by_outlet(asked["outlet"]))
    chooser.add("time", within(index.first, index.last, asked.get("since"), asked.get("until")))
    if asked.get("containing"):
        chooser.add("containing", index.holding(asked["containing"].split()[:20]))
    if asked.get("several"):
        chooser.add("several", index.independent >= 2)
    if asked.get("undated"):
        chooser.add("undated", (index.first == NO_DAY) & (index.last == NO_DAY))
    facets = (
        chooser.facet("party", "Party", index.party.counts, asked, index.name),
        chooser.facet("by", "Speaker", index.speaker.counts, asked, index.name),
        chooser.facet("act", "What the words do", index.act.counts, asked),
        chooser.facet("mode", "Quoted", index.mode.counts, asked),
        chooser.facet("to", "Spoken to", index.addressee.counts, asked, index.name),
        chooser.facet("outlet", "Outlet", index.outlet_counts, asked, lambda o: index.outlets.get(o, o)),
    )
    return chooser.chosen(), facets


def _event_columns(index: Index) -> tuple[tuple[str, Coded], ...]:
    return (
        ("type", index.event_type), ("mode", index.event_mode), ("status", index.event_status), ("place", index.event_place),
    )  # fmt: skip


def events_asked(index: Index, asked: Mapping[str, str]) -> tuple[Mask, tuple[Facet, ...]]:
    """Return which events the answers leave, and the facets. Raises UsageError for what is no day."""
    chooser = Chooser(len(index.event_ids))
    for name, column in _event_columns(index):
        if asked.get(name):
            chooser.add(name, column.mask(asked[name]))
    if asked.get("actor"):
        chooser.add("actor", index.events_with(asked["actor"]))
    chooser.add("time", within(index.event_first, index.event_last, asked.get("since"), asked.get("until")))
    facets = (
        chooser.facet("type", "Kind", index.event_type.counts, asked),
        chooser.facet("mode", "More exactly", index.event_mode.counts, asked),
        chooser.facet("status", "Status", index.event_status.counts, asked),
        chooser.facet("place", "Place", index.event_place.counts, asked),
    )
    return chooser.chosen(), facets
