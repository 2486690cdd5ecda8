"""What a document says about its own day: each cue with its words, and nothing decided yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from verbale.model import Span

CueKind = Literal["claim", "weekday", "monthday", "month", "day", "year", "age", "now", "week", "era", "bound", "story"]


@dataclass(frozen=True, slots=True)
class Cue:
    """One piece of evidence on the day of writing."""

    kind: CueKind
    words: str
    """The words, or for a claim where it stood."""
    span: Span | None = None
    days: tuple[date, date] | None = None
    """First and last day that the cue names: a claimed day, a dated event, a month of a year, an era."""
    weekday: int | None = None
    month: int | None = None
    monthday: int | None = None
    offset: int = 0
    """Years for an age; months for "next month"; weeks for "last week"."""
    past: bool = True
    lead: bool = False
    """Stands in the first sentences, where the news of the day stands."""
    weight: float = 1.0
    """For a claim: how often such claims are right. Else the strength of the cue."""
    printed: bool = False
    """Printed as the dateline itself ("MOSCOW, Dec 24"), not told in a sentence; for a claim: above the headline, where
    pages print the day on which they are looked at; for a month: the month of writing, not one that is told of."""
    said: Span | None = None
    """For a weekday: where it stands right behind words that say that something was said ("told reporters on Friday"), or tells
    when the news of the first sentences happened."""
    spans: tuple[tuple[date, date], ...] = ()
    """For an era: the terms of office."""
