"""Meetings that were cancelled or put off: which words say so, and what they leave of the meeting.

A meeting that was called off is told as `denied` (it did not, or will not, take place), one that was put off as
`scheduled` (it is still to come); the words that say so are the evidence of the event's status.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from verbale.coding.events import words as w
from verbale.coding.events.groups import is_adverb
from verbale.coding.events.lexicon import verb_forms, word_class

if TYPE_CHECKING:
    from verbale.coding.events.grammar import Grammar

_PLANNED = frozenset("scheduled planned due set slated expected arranged billed".split())
_OPEN = frozenset(
    "would could may might can should must if unless whether threatened threatens threaten threatening".split()
)
_REACH = 7
"""Words of a noun group that may stand between "cancelled" and the meeting."""


@dataclass(frozen=True, slots=True)
class CalledOff:
    """What became of a meeting, and the places of the words that say so."""

    status: str
    start: int
    end: int


def called_off(grammar: Grammar, start: int, stop: int) -> CalledOff | None:
    """Return what is said to have become of the meeting that a noun tells, None where nothing is said of that.

    `start` begins the noun's group, `stop` ends the phrases that belong to it.
    """
    return _passive(grammar, stop) or _active(grammar, start)


@cache
def off_verbs() -> frozenset[str]:
    """Return the forms of verbs that call meetings off or put them off, alone or with "off"."""
    return frozenset().union(*(verb_forms(name) for name in ("off-verbs", "later-verbs", "off-called", "off-put")))


def _verdict(lows: list[str], i: int) -> tuple[str, int] | None:
    """Return what the words at a place make of a meeting, and where they end."""
    if i >= len(lows):
        return None
    low = lows[i]
    if low in verb_forms("off-verbs"):
        return "denied", i + 1
    if low in verb_forms("later-verbs"):
        return "scheduled", i + 1
    if lows[i + 1 : i + 2] == ["off"]:
        if low in verb_forms("off-called"):
            return "denied", i + 2
        if low in verb_forms("off-put"):
            return "scheduled", i + 2
    return None


def _passive(grammar: Grammar, stop: int) -> CalledOff | None:
    """ "The talks between X and Y, planned for May, WERE CALLED OFF", "will NOT TAKE PLACE"."""
    words, lows = grammar.words, grammar.words.lows
    i = _predicate(grammar, stop)
    if i is None:
        return None
    negated = False
    first = i
    while i < words.n and (
        lows[i] in w.BE or lows[i] in w.HAVE or lows[i] in w.DO or lows[i] in ("will", "shall", "not", "never", "to")
        or lows[i] in w.CONTRACTED or is_adverb(lows[i]) or lows[i] in ("no", "longer")
    ):  # fmt: skip
        if lows[i] in ("not", "never", "no") or lows[i] in w.CONTRACTED:
            negated, first = True, i
        i += 1
    if negated:
        held = lows[i : i + 2] == ["take", "place"] or lows[i : i + 1] in (["happen"], ["held"], ["occur"])
        return CalledOff("denied", first, i + (2 if lows[i] == "take" else 1)) if held else None
    found = _verdict(lows, i)
    # "the talks cancelled by Rome": a participle may stand without "were"; "talks cancel ..." is no predicate
    if found is None or (i == stop and not lows[i].endswith("d")):
        return None
    return CalledOff(found[0], i, found[1])


def _predicate(grammar: Grammar, stop: int) -> int | None:
    """Return where the verb stands whose subject ends at `stop`; what lies between two commas is passed over."""
    words, lows = grammar.words, grammar.words.lows
    if stop >= words.n:
        return None
    if lows[stop] in _PLANNED:
        end = next((j for j in range(stop + 1, min(stop + 9, words.n)) if lows[j] in w.BE or lows[j] in w.HAVE), None)
        return None if end is None or any(low in (",", ";", "and") for low in lows[stop:end]) else end
    if lows[stop] != ",":
        return stop
    for j in range(stop + 1, min(stop + 16, words.n - 1)):
        if lows[j] in (";", ":", "who", "and", "but"):
            return None
        if lows[j] == ",":
            return j + 1 if lows[j + 1] in w.BE or lows[j + 1] in w.HAVE or lows[j + 1] == "will" else None
    return None


def _active(grammar: Grammar, start: int) -> CalledOff | None:
    """ "X CANCELLED a planned meeting with Y", "the POSTPONEMENT of talks"."""
    words, lows = grammar.words, grammar.words.lows
    for j in range(start - 1, max(-1, start - _REACH), -1):
        low = lows[j]
        if low in (",", ";", ":", "that", "after", "before", "during", "in", "on", "at") or low in w.REPORTING:
            return None
        found = _verdict(lows, j)
        if low in word_class("off-nouns"):
            found = "denied", j + 1
        elif low in word_class("later-nouns"):
            found = "scheduled", j + 1
        if found is None or words.mention[j] >= 0:
            continue
        if _unsure(lows, j):
            return CalledOff("scheduled", j, found[1])
        return CalledOff(found[0], j, found[1])
    return None


def _unsure(lows: list[str], verb: int) -> bool:
    """True for "may cancel", "threatened to cancel", "did not cancel": the meeting stands for the time being."""
    for j in range(verb - 1, max(-1, verb - 5), -1):
        low = lows[j]
        if low in _OPEN or low in w.NEGATIONS or low in w.CONTRACTED or low in verb_forms("wish"):
            return True
        if low in (",", ";", ":") or not (is_adverb(low) or low in w.BE or low in w.HAVE or low == "to"):
            return False
    return False
