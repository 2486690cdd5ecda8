"""Parties that nobody names: "Kenyan pilots", "a Turkish court", "refugees".

The record has no use for them as such, so they are no mentions of the document until an event has them as a party.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from verbale.coding.events import words as w
from verbale.coding.events.candidates import candidate_verbs
from verbale.coding.events.lexicon import noun_rules, word_class
from verbale.coding.events.words import Words
from verbale.lexicon import load_table
from verbale.lexicon.actors import fold_phrase, lexicon
from verbale.model import Mention, MentionKind, Span, row_id

_REACH = 5
_DEEDS = frozenset({"MOBILIZE", "RETREAT", "ASSAULT"})
_FUNCTION = (
    w.PREPOSITIONS, w.DETERMINERS, w.SUBORDINATORS, w.MODALS, w.BE, w.HAVE, w.DO, w.REPORTING, w.ADVERBS, w.NEGATIONS,
    w.SUBJECTS, frozenset({"and", "or", "to"}),
)  # fmt: skip
_KIND: dict[str, MentionKind] = {"BUS": "organisation", "MED": "organisation", "JUD": "organisation"}


@cache
def _people() -> dict[str, tuple[str, bool]]:
    return {row["noun"]: (row["sector"], bool(row["alone"])) for row in load_table("events_people.tsv")}


def described(document_id: str, text: str, words: Words) -> Iterator[Mention]:
    """Yield the parties of a sentence that have no mention of their own, in text order."""
    people = _people()
    i = 0
    while i < words.n:
        if words.mention[i] >= 0 or words.time[i] != -1:
            i += 1
            continue
        owner = _polity(words, i)
        last = _head(words, i + 1) if owner else None
        if last is not None:
            sector = people[words.lows[last]][0]
            key = owner if sector == "GOV" else f"{owner}.{sector}"
            yield _mention(document_id, text, words, _begin(words, i), last + 1, sector, key)
            i = last + 1
            continue
        low = words.lows[i]
        if owner and (_deed(words, i + 1) or _wares(words, i) or _joined(words, i + 1)):
            yield _mention(document_id, text, words, _begin(words, i), i + 1, "", owner)
            i += 1
            continue
        end = _company(words, i)
        if end is not None:
            yield _mention(document_id, text, words, i, end, "GOV", None)
            i = end
            continue
        if low in people and people[low][1] and not words.upper[i] and _free(words, i) and not _modifies(words, i):
            yield _mention(document_id, text, words, i, i + 1, people[low][0], None)
        i += 1


def _deed(words: Words, start: int) -> bool:
    """True where the noun for a deed follows whose doers an adjective names: "the RUSSIAN troop build-up"."""
    for j in range(start, min(start + 3, words.n)):
        low = words.lows[j]
        if words.mention[j] >= 0 or words.time[j] != -1 or not (low[0].isalpha() or low == ","):
            return False
        if low in ("and", "or", ","):
            # "RUSSIAN and American negotiators": the next adjective is one with its noun
            return j == start and _takes_a_noun(words, j + 1)
        if any(rule.type in _DEEDS and {"adj", "both"} & rule.flags for rule in noun_rules().get(low, ())):
            return not _modifies(words, j)
    return False


def _wares(words: Words, i: int) -> bool:
    """True where tariffs or a ban lie on what comes from there ("tariffs ON JAPANESE car imports")."""
    if not any(low in ("on", "against") for low in words.lows[max(0, i - 4) : i]):
        return False
    return any(low in word_class("wares") for low in words.lows[i + 1 : i + 4]) or words.lows[i + 1 : i + 2] == ["and"]


def _joined(words: Words, start: int) -> bool:
    """True for the first of two adjectives of one noun ("CHADIAN and Nigerien officials")."""
    return words.lows[start : start + 1] in (["and"], ["or"]) and _takes_a_noun(words, start + 1)


def _takes_a_noun(words: Words, i: int) -> bool:
    if i + 1 >= words.n:
        return False
    if words.mention[i] >= 0:
        return words.mention[i + 1] == words.mention[i] or words.lows[i + 1] in word_class("agents")
    return _polity(words, i) is not None and (_head(words, i + 1) is not None or _deed(words, i + 1))


def _company(words: Words, i: int) -> int | None:
    """Return where words for those just named end: "the two", "both sides", "the pair"."""
    low = words.lows[i]
    following = words.lows[i + 1 : i + 3]
    if low in word_class("powers-of") and following[:1] == ["powers"] and words.mention[i + 1] < 0:
        return None if _modifies(words, i + 1) else i + 2  # "six WORLD POWERS"
    if low not in ("the", "both") or not following or words.mention[i + 1] >= 0:
        return None
    plain = "company-twosome" if low == "the" else "company-states"
    if following[0] in word_class(plain) or (low == "both" and following[0] in word_class("company-people")):
        return None if _modifies(words, i + 1) else i + 2
    if following[0] not in ("two", "three", "four", "pair", "duo") or low != "the":
        return None
    if len(following) > 1 and words.mention[i + 2] < 0:
        if following[1] in word_class("company-states") or following[1] in word_class("company-people"):
            return None if _modifies(words, i + 2) else i + 3
        if (
            following[1].isalpha()
            and (following[1] not in candidate_verbs() or following[1].endswith("s"))
            and not any(following[1] in k for k in _FUNCTION)
        ):
            return None  # "the two dams"
    return i + 2


def _polity(words: Words, i: int) -> str | None:
    """Return the polity whose adjective a word is ("Kenyan")."""
    if not words.upper[i]:
        return None
    phrase = words.lows[i]
    if _begin(words, i) < i:
        phrase = f"{words.lows[i - 1]} {phrase}"  # "the North KOREAN launch" is not the South's
    for entry in lexicon().phrases.get(fold_phrase(phrase), ()):
        if entry.use == "adjective" and entry.kind == "polity":
            return entry.key
    return None


def _begin(words: Words, i: int) -> int:
    """Return where a polity's adjective begins: at "North" in "the North Korean launch"."""
    north = i > 0 and words.upper[i - 1] and words.mention[i - 1] < 0 and words.lows[i - 1] in ("north", "south")
    return i - 1 if north else i


def _head(words: Words, start: int) -> int | None:
    """Return the noun for people that ends the group which goes on at `start`; plain words may stand before it."""
    people = _people()
    found = None
    for j in range(start, min(start + _REACH, words.n)):
        low = words.lows[j]
        if (
            words.mention[j] >= 0
            or words.time[j] != -1
            or not low[0].isalpha()
            or low in w.PREPOSITIONS
            or low in w.DETERMINERS
            or low in w.BE
            or low in w.HAVE
            or low in w.MODALS
            or low in w.REPORTING
            or low in w.SUBORDINATORS
            or low in ("and", "or", "to", "'s", "'")
        ):
            break
        if low in people:
            found = j
        elif found is not None:
            break
    if found is None or _modifies(words, found):
        return None
    return found


def _free(words: Words, i: int) -> bool:
    """True where no name right before a noun says whose people they are: that name's party takes the noun in."""
    return i == 0 or (words.mention[i - 1] < 0 and words.lows[i - 1] not in ("'s", "'"))


def _modifies(words: Words, i: int) -> bool:
    """True where the noun only modifies another, or owns it: "refugee camps", "the pilot's family"."""
    if i + 1 >= words.n or words.mention[i + 1] >= 0 or words.time[i + 1] != -1:
        return False
    after = words.lows[i + 1]
    if after in ("'s", "'"):
        return True
    return (
        after.isalpha()
        and after not in candidate_verbs()
        and not after.endswith(("ly", "ed", "ing"))
        and not any(after in known for known in _FUNCTION)
    )


def _mention(document_id: str, text: str, words: Words, start: int, end: int, sector: str, key: str | None) -> Mention:
    span = Span.of(text, words.starts[start], words.ends[end - 1])
    own = row_id("mention", document_id, span.start, span.end, "event party")
    kind: MentionKind = _KIND.get(sector, "group") if sector else "polity"
    return Mention(own, span, kind, "description", span.text, own, key, confidence=0.6)
