"""Who tells, asks or accuses in the passive: "was told by the embassy that …", "asked by Lund, he said …", "accused of …".

The subject of such a verb hears, or is talked about; where no "by" names who speaks, the document does not say.
"""

from __future__ import annotations

import re

from verbale.coding.attributions.cues import ADVERBS, BE, lexicon
from verbale.coding.attributions.found import Found, Line, Page, Place
from verbale.coding.attributions.listeners import noun_phrase

_BY = re.compile(r"\s+by\s+")
_TOLD = frozenset("told warned informed assured advised urged reminded instructed notified cautioned".split())
_ASKED = frozenset({"asked", "questioned", "pressed", "quizzed"})
_FAULTED = frozenset("accused suspected criticized criticised praised condemned blamed faulted mocked thanked".split())
_FAULTS = frozenset({"of", "for", "over"})
_WHAT = frozenset("if whether what why how when who which where".split())
_WHEN = frozenset({"when", "once", "if", "after", "being"})
_HAVE = frozenset({"has", "have", "had", "having"})


def agent_of(page: Page, line: Line, item: Found, place: Place) -> tuple[Place | None] | None:
    """Return who speaks in a passive, (None,) where it does not say, None where the verb is active."""
    if not item.content or item.content[0][0] < item.cue[0][1]:
        return None
    tokens = line.tokens
    if page.text(place).casefold() == "it" and _impersonal(line, place, item.cue[0]):
        return (None,)
    verbs = _TOLD | _ASKED | _FAULTED
    verb = next(
        (i for i in range(len(tokens) - 1, -1, -1) if _within(tokens[i].start, item.cue[0]) and tokens[i].low in verbs),
        None,
    )
    if verb is None:
        return None
    before = verb - 1
    while before >= 0 and (tokens[before].low in ADVERBS or tokens[before].low.endswith("ly") or line.timed[before]):
        before -= 1
    if not _passive(page, line, item, place, verb, before):
        return None
    match = _BY.match(page.draft.text, tokens[verb].end, line.sentence.end)
    if match is None:
        return (None,)
    first = next((i for i, t in enumerate(tokens) if t.start >= match.end()), None)
    if first is None:
        return (None,)
    last = noun_phrase(line, first, len(tokens))
    return (line.place(first, last),) if last >= first else (None,)


def _impersonal(line: Line, place: Place, cue: Place) -> bool:
    """Say whether nobody speaks: "it is often said that …", "it is worth noting that …"."""
    between = [t.low for t in line.tokens if place[1] <= t.start < cue[1]]
    verb = between[-1] if between else ""
    return bool(between) and between[0] in BE and (verb.endswith(("ed", "id")) or "worth" in between)


def _within(offset: int, place: Place) -> bool:
    return place[0] <= offset < place[1]


def _passive(page: Page, line: Line, item: Found, place: Place, verb: int, before: int) -> bool:
    tokens = line.tokens
    low = tokens[verb].low
    lead = tokens[before].low if before >= 0 else ""
    following = tokens[verb + 1].low if verb + 1 < len(tokens) else ""
    if place[1] <= tokens[verb].start and lead in BE:
        return low in _TOLD | _ASKED or following in _FAULTS
    if low in _ASKED and (not lead or lead in _WHEN or (lead == "," and place[0] > tokens[verb].end)):
        # "Asked whether it would last, Berg said …"
        return following in _WHAT | {"by", "about", "on", "to"} and place[0] != tokens[verb].end + 1
    if low in _ASKED and lead == ",":
        return following in {"by", "about"} or (following in _WHAT and _answers(page, item))
    if low in _FAULTED and following in _FAULTS and place[1] <= tokens[verb].start:
        # "was arrested and accused of …"; in "the band it accused of …" the subject stands right before
        return place[1] < tokens[before].start and lead not in _HAVE
    return False


def _answers(page: Page, item: Found) -> bool:
    """Say whether an answer follows a question: "Lund, asked whether it was true, said …"."""
    after = page.draft.text[item.content[-1][1] : item.content[-1][1] + 40].lstrip("\"”’'")
    words = after[1:].casefold().split()[:2]
    return after[:1] == "," and any(word.strip(",.:") in lexicon() for word in words)
