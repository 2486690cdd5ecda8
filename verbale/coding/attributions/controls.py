"""Whose words a participle or an infinitive is behind somebody's name: "called Lund to tell him", "faulted Lund for saying".

The nearest name is not always its subject: who is called up does not tell, who is faulted does.
"""

from __future__ import annotations

from functools import cache

from verbale.coding.attributions.cues import ADVERBS
from verbale.coding.attributions.found import Found, Line, Place
from verbale.coding.attributions.indirect import first_subject
from verbale.coding.attributions.listeners import noun_phrase
from verbale.coding.attributions.speakers import PRONOUNS, subject_before
from verbale.lexicon import load_words
from verbale.lexicon.verbs import forms

_FOR = frozenset({"for", "of", "over"})
_REACHES = 14
"""Words that may stand between who is faulted and what for."""


@cache
def _contacts() -> frozenset[str]:
    """Return the past and present forms of verbs by which somebody is reached in order to be told."""
    return frozenset(form for lemma in load_words("reached.txt") for form in (forms(lemma).past, forms(lemma).third))


@cache
def _faults() -> frozenset[str]:
    """Return the forms of verbs that take whom they fault, and "for" what he did."""
    return frozenset(form for lemma in load_words("faulting.txt") for form in forms(lemma).all)


def controller(line: Line, item: Found, place: Place) -> Place | None:
    """Return whose words the reporting words are, where the speaker found stands beside them by accident; else None."""
    if not item.cue or place[1] > item.cue[0][0] or place[0] < line.sentence.start:
        return None
    tokens = line.tokens
    cue = next((i for i, t in enumerate(tokens) if t.start >= item.cue[0][0]), len(tokens))
    first = next((i for i, t in enumerate(tokens) if t.start >= place[0]), len(tokens))
    if cue >= len(tokens) or cue - first <= 0 or any(line.quoted[first : cue + 1]):
        return None
    faulted = _faulted(line, item, place, cue)
    if faulted is not None:
        return faulted
    beside = all(tokens[i].low in ADVERBS or line.timed[i] for i in range(first, cue) if tokens[i].start >= place[1])
    if not beside or first < 1:
        return None
    before = tokens[first - 1].low
    if tokens[cue].low == "to" and before in _contacts():
        subject = subject_before(tokens, first - 1, 0, line.quoted, line.timed, line.named)
        return line.place(subject.first, subject.last) if subject is not None else None
    if before == "to" and first > 1 and tokens[cue].low.endswith("ing") and tokens[first - 2].low in _messages():
        subject = first_subject(line, first - 1)
        return line.place(subject.first, subject.last) if subject is not None else None
    return None


@cache
def _messages() -> frozenset[str]:
    return frozenset(load_words("messages.txt"))


def _faulted(line: Line, item: Found, place: Place, cue: int) -> Place | None:
    """Return whom somebody faults "for saying" or "of plotting": the words are his."""
    tokens = line.tokens
    lead = cue if tokens[cue].low in _FOR else cue - 1
    if tokens[lead].low not in _FOR or lead + 1 >= len(tokens) or not tokens[lead + 1].low.endswith("ing"):
        return None
    for verb in range(lead - 1, max(lead - _REACHES, 0), -1):
        if tokens[verb].low not in _faults() or line.quoted[verb] or tokens[verb].start < place[1]:
            continue
        last = noun_phrase(line, verb + 1, lead)
        if last <= verb or not (line.named[last] or tokens[last].low in PRONOUNS | {"him", "her", "them"}):
            return None
        return line.place(verb + 1, last)
    return None
