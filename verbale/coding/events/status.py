"""Whether an event happened, is to come, is only thought of, or is denied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from verbale.coding.events import words as w
from verbale.coding.events.groups import is_adverb
from verbale.coding.events.lexicon import BASE, known_verbs, verb_forms, verb_rules, word_class

if TYPE_CHECKING:
    from verbale.coding.events.grammar import Grammar
    from verbale.coding.events.groups import Group

_FUTURE = frozenset({"will", "shall", "'ll"})
_UNREAL = frozenset({"would", "should", "can", "could", "may", "might", "must", "cannot", "'d"})
_REPORTED = frozenset({"saying", "telling", "adding", "announcing", "confirming"})
_IF = frozenset({"if", "unless", "whether", "lest"})
_AHEAD = frozenset({"scheduled", "planned", "due", "expected", "slated", "set"})


def control(grammar: Grammar, start: int) -> tuple[int | None, str]:
    """Return the subject of an infinitive whose "to" stands at `start`, and how its governor colours it.

    The colour is `happened` ("began to", "went on to"), `scheduled` ("is due to", "plans to"), `hypothetical` ("wants
    to", "threatened to", "is able to") or '' where the governor says nothing that we know: then there is no event.
    """
    words, lows = grammar.words, grammar.words.lows
    i = start - 1
    while i >= 0 and (lows[i] in w.ADVERBS or lows[i].endswith("ly") or words.time[i] != -1):
        i -= 1
    if i < 0:
        return None, ""
    low = lows[i]
    if words.mention[i] >= 0 and _headline(grammar, i):
        return grammar.subject(start), "scheduled"
    if low in w.BE:
        return grammar.subject(i), "scheduled"
    colour = ""
    if low in verb_forms("planned"):
        colour = "scheduled"
    elif low in verb_forms("aspect"):
        colour = "happened"
    elif low in verb_forms("wish"):
        colour = "hypothetical"
    if not colour:
        return _purpose(grammar, start)
    j = i
    while j > 0 and (
        lows[j - 1] in w.BE
        or lows[j - 1] in w.HAVE
        or lows[j - 1] in w.MODALS
        or lows[j - 1] in w.DO
        or is_adverb(lows[j - 1])
        or lows[j - 1] in ("not", "any", "no", "its", "their", "his", "her")
        or lows[j - 1] in w.CONTRACTED
    ):
        j -= 1
    if any(lows[k] in w.NEGATIONS or lows[k] in w.CONTRACTED for k in range(j, i)):
        colour = "denied"
    elif colour == "happened" and any(lows[k] in w.MODALS for k in range(j, i)):
        colour = "scheduled" if any(lows[k] in _FUTURE for k in range(j, i)) else "hypothetical"
    possessor = grammar.at_end.get(j - 2) if j >= 2 and lows[j - 1] in ("'s", "'") else None
    if possessor is not None:
        return possessor, colour
    if j == i or lows[j] in ("any", "no"):
        # "denied any plans to", "announced plans to": the plan's verb has the subject
        k = j
        while k > 0 and (lows[k - 1] in known_verbs() or lows[k - 1] in verb_forms("deny") or lows[k - 1] in w.HAVE):
            k -= 1
        if k < j:
            return grammar.subject(k), colour
    if lows[j : j + 1] and lows[j] in ("its", "their", "his", "her"):
        return grammar.clause_subject(j), colour
    return grammar.subject(j), colour


def _purpose(grammar: Grammar, start: int) -> tuple[int | None, str]:
    """Return who travels to do what an infinitive says, and how that is coloured: "will fly to Oslo on Friday TO meet"."""
    words, lows = grammar.words, grammar.words.lows
    for j in range(start - 1, max(-1, start - 12), -1):
        if lows[j] in (",", ";", ":", "and", "that"):
            return None, ""
        if words.mention[j] >= 0 or lows[j] not in verb_forms("motion"):
            continue
        if lows[j].endswith("ing") or lows[j - 1 : j] == ["to"]:
            return None, ""
        k = j
        while k > 0 and (is_adverb(lows[k - 1]) or lows[k - 1] in w.MODALS or lows[k - 1] in w.HAVE):
            k -= 1
        modals = set(lows[k:j]) & w.MODALS
        return grammar.subject(k), "hypothetical" if modals - _FUTURE else "scheduled" if modals else "happened"
    return None, ""


def _headline(grammar: Grammar, i: int) -> bool:
    """True where a line without a full stop has had no verb yet: "Peru's foreign minister | to visit Chile"."""
    lows, verbs = grammar.words.lows, known_verbs()
    return lows[-1] not in (".", "?", "!", "”", '"') and not any(
        lows[j] in verbs or lows[j] in w.BE or lows[j] in w.MODALS or lows[j] in w.REPORTING
        for j in range(i + 1)
        if grammar.words.mention[j] < 0
    )


def _conditional(grammar: Grammar, i: int) -> bool:
    """True where the clause of the word at `i` opens with "if", "unless", "whether"."""
    lows = grammar.words.lows
    verbs = known_verbs()
    seen = 0
    for j in range(i - 1, max(-1, i - 14), -1):
        low = lows[j]
        if low in _IF:
            return True
        if low in (",", ";", ":", "that"):
            return False
        if low in verbs and grammar.words.mention[j] < 0:
            seen += 1
            if seen > 1:
                return False
    return False


def _denied(grammar: Grammar, i: int) -> bool:
    lows = grammar.words.lows
    deny = verb_forms("deny")
    for j in range(i - 1, max(-1, i - 9), -1):
        low = lows[j]
        if low in deny:
            return True
        if low in (",", ";", ":", "after", "when", "while", "but", "and"):
            return False
    return False


def _feared(grammar: Grammar, i: int) -> bool:
    lows = grammar.words.lows
    maybe = word_class("maybe")
    for j in range(i - 1, max(-1, i - 10), -1):
        low = lows[j]
        if low in maybe:
            return True
        if low in (",", ";", ":", "after", "when", "while", "but") or low in w.REPORTING:
            return False
    return False


def _reported(grammar: Grammar, start: int) -> bool:
    lows = grammar.words.lows
    if any(low in _IF for low in lows):
        return False
    return any(
        (low in w.REPORTING and low != "according") or low in _REPORTED for low in lows[max(0, start - 8) : start]
    )


def _shared(grammar: Grammar, group: Group) -> str:
    """Return the status that a verb before "and" hands on: "Chad MUST end its aid AND WITHDRAW its men"."""
    lows = grammar.words.lows
    verb = group.verb
    if group.start < verb or verb < 2 or lows[verb - 1] not in ("and", "or"):
        return ""
    if not any(kinds == {BASE} for _rule, kinds in verb_rules().get(lows[verb], ())):
        return ""
    for j in range(verb - 2, max(-1, verb - 16), -1):
        low = lows[j]
        if low in (";", ":", "that", "who", "which") or low in w.REPORTING:
            return ""
        if low == "to" and lows[j - 1 : j] and lows[j - 1] in verb_forms("planned") | _AHEAD:
            return "scheduled"
        if low in w.MODALS and grammar.words.mention[j] < 0:
            return "denied" if lows[j + 1] in w.NEGATIONS else "scheduled" if low in _FUTURE else "hypothetical"
    return ""


def _unsaid(grammar: Grammar, start: int) -> bool:
    """True for "did not say that Chad was leaving"."""
    lows = grammar.words.lows
    that = next((j for j in range(start - 1, max(-1, start - 9), -1) if lows[j] == "that"), None)
    return (
        that is not None
        and lows[that - 1 : that] in (["say"], ["confirm"], ["mean"], ["announce"])
        and any(low == "not" or low in w.CONTRACTED for low in lows[max(0, that - 4) : that - 1])
    )


def _when_they(grammar: Grammar, group: Group) -> bool:
    """True for "when the two MEET": the present tense of what is still to come."""
    lows = grammar.words.lows
    if group.start < group.verb or lows[group.verb] not in ("meet", "meets") or lows[-1] == "?":
        return False
    return any(low in ("when", "before", "until", "once") for low in lows[max(0, group.start - 7) : group.start])


def status_of(grammar: Grammar, group: Group) -> str | None:
    """Return the status of the event whose verb group this is; None where the words make it no event at all."""
    colour = ""
    shared = _shared(grammar, group)
    if shared:
        return shared
    if _unsaid(grammar, group.start):
        return "hypothetical"
    if _when_they(grammar, group):
        return "scheduled"
    if group.infinitive:
        colour = control(grammar, group.start)[1]
        if not colour:
            return None
    if "that" in grammar.words.lows[max(0, group.start - 8) : group.start] and _feared(grammar, group.start):
        return "hypothetical"
    if group.negated or _denied(grammar, group.start):
        return "denied" if grammar.words.lows[-1] != "?" else "hypothetical"
    if colour and colour != "happened":
        return colour
    if _conditional(grammar, group.start) or grammar.words.lows[-1] == "?":
        return "hypothetical"
    if group.modal in _FUTURE:
        return "scheduled"
    if group.modal == "would" and _reported(grammar, group.start):
        return "scheduled"  # "said it would withdraw" is "will" in the past
    if group.modal in _UNREAL:
        return "hypothetical"
    if group.gerund:
        before = grammar.words.lows[group.start - 1] if group.start > 0 else ""
        if before in word_class("wish") or before in verb_forms("wish") or before == "without":
            return "denied" if before == "without" else "hypothetical"
        if before in verb_forms("planned"):
            return "scheduled"
        if before == "before":
            return "scheduled"
    return "happened"


def status_of_noun(grammar: Grammar, start: int, anchor: int, stop: int, *, definite: bool) -> str:
    """Return the status of a nominal event whose group begins at `start`.

    A definite one ("Russia's annexation of Crimea") is taken as given, whatever the verb before it wants or will do.
    """
    words, lows = grammar.words, grammar.words.lows
    inside = lows[start : anchor + 1]
    while start > 0 and lows[start - 1] in word_class("future") | word_class("maybe") | w.DETERMINERS:
        start -= 1
        inside.insert(0, lows[start])
    if _denied(grammar, start):
        return "denied"
    if any(low in word_class("maybe") for low in inside):
        return "hypothetical"
    if any(low in word_class("future") for low in inside):
        return "scheduled"
    before = lows[max(0, start - 5) : start]
    if "no" in inside or "no" in before[-2:] or "any" in before[-2:]:
        return "denied" if "no" in inside or "no" in before[-2:] else "hypothetical"
    if _feared(grammar, start):
        return "hypothetical"
    if "ahead" in before or ("before" in before and words.n) or ("of" in before[-2:] and "advance" in before):
        return "scheduled"
    j = start - 1
    while not definite and j >= 0 and start - j < 6 and words.mention[j] < 0 and words.time[j] == -1:
        low = lows[j]
        if low in (",", ";", ":", "that", "as", "over") or low in w.REPORTING:
            break
        if low in _FUTURE or (low in verb_forms("planned") and low != "about"):
            return "scheduled"
        if low in _UNREAL or low in _IF or low in verb_forms("wish"):
            return "hypothetical"
        if low in word_class("foreseen") or (low in ("on", "for") and lows[j - 1] in word_class("deal")):
            return "hypothetical"  # "promising the withdrawal", "an accord on the withdrawal"
        if low in known_verbs():
            if lows[j - 1 : j] == ["to"] and j > 1 and lows[j - 2] in verb_forms("wish"):
                return "hypothetical"  # "hoped to establish a dialogue between"
            coloured = _coloured(lows, j)
            if coloured:
                return coloured
            break
        j -= 1
    if before and before[-1] in ("after", "following", "during", "since"):
        return "scheduled" if before[-1] in ("after", "following") and _ahead(lows, stop) else "happened"
    return _told_by(lows, stop) or "happened"


def _coloured(lows: Sequence[str], verb: int) -> str:
    """Return how the auxiliaries of a finite verb colour what is its object ("COULD HAVE led to a withdrawal")."""
    j = verb - 1
    while j >= 0 and (lows[j] in w.HAVE or lows[j] in w.BE or is_adverb(lows[j]) or lows[j] == "not"):
        j -= 1
    low = lows[j] if j >= 0 else ""
    return "scheduled" if low in _FUTURE else "hypothetical" if low in _UNREAL else ""


def _ahead(lows: Sequence[str], stop: int) -> bool:
    """True where what comes after is still to come: "after consultations with Rome, Paris WILL answer"."""
    if lows[stop : stop + 1] != [","]:
        return False
    following = lows[stop + 1 : stop + 9]
    first = next(
        (low for low in following if low in w.MODALS or low in w.BE or low in w.HAVE or low in w.REPORTING), ""
    )
    return first in _FUTURE


def _told_by(lows: Sequence[str], stop: int) -> str:
    """Return the status that the verb gives whose subject a noun is ("talks ARE DUE", "a meeting COULD be held")."""
    following = lows[stop : stop + 1]
    if any(low in _FUTURE or low in _AHEAD for low in following):
        return "scheduled"
    if any(low in _UNREAL for low in following):
        return "hypothetical"
    if not any(low in w.BE or low in w.HAVE for low in following):
        return ""
    j = stop + 1
    while j < len(lows) and (is_adverb(lows[j]) or lows[j] in w.BE):
        j += 1
    return "scheduled" if lows[j : j + 1] and (lows[j] in _AHEAD or lows[j] == "to") else ""
