"""What is found in a sentence, before it is settled in time, place and status; and the sentence as it is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from verbale.coding.events.grammar import Grammar
from verbale.coding.events.lexicon import Rule
from verbale.model import Mention, TimeExpression


@dataclass(slots=True)
class Found:
    """An event as words of one sentence: places of words and numbers of parties."""

    rule: Rule
    start: int
    end: int
    """Words of the trigger."""
    anchor: int
    """The word that decides tense and clause: the verb of a group, the head of a nominal."""
    actors: list[int]
    recipients: list[int]
    status: str
    mode: str | None
    confidence: float
    group_start: int
    zone_end: int
    covers: list[int] = field(default_factory=list)
    """Further words that the rule has used up (object words), which begin no event of their own."""
    shadow: tuple[int, int] = (0, 0)
    """Words of what is asked, refused, threatened: no events of their own."""
    off: tuple[int, int] | None = None
    """Words that say that it was called off, or put off."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its parties, times and places, and the day that the text before it tells of."""

    grammar: Grammar
    times: list[TimeExpression]
    places: list[Mention]
    carried: tuple[TimeExpression, bool] | None
    described: tuple[Mention, ...] = ()
    """Parties of the sentence that are no mentions of the document."""
