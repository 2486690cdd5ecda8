"""The verb group around a word that may be a verb: its auxiliaries, voice, negation; or that it is no verb here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from verbale.coding.events import words as w
from verbale.coding.events.lexicon import (
    BASE,
    GERUND,
    PARTICIPLE,
    PAST,
    THIRD,
    noun_rules,
    verb_rules,
    word_class,
)
from verbale.coding.events.words import Words


@dataclass(slots=True)
class Group:
    """A verb group: "has repeatedly been accused", "is due to meet"."""

    start: int
    verb: int
    passive: bool
    negated: bool
    modal: str
    """The modal verb: `will`, `could` ..., '' where none is."""
    infinitive: bool
    gerund: bool
    perfect: bool
    progressive: bool = False


def is_adverb(low: str) -> bool:
    """True for adverbs that may stand in a verb group or beside it."""
    return low in w.ADVERBS or (
        low.endswith("ly") and low not in ("ally", "fly", "reply", "rely", "apply", "supply", "only")
    )


def verb_group(words: Words, verb: int, kinds: frozenset[int]) -> Group | None:
    """Return the verb group of a word that may be a verb, or None where it is no verb here."""
    lows = words.lows
    i = verb - 1
    negated = perfect = progressive = passive = infinitive = False
    modal = ""
    aux = False
    while i >= 0:
        low = lows[i]
        if words.mention[i] >= 0 or low == "'s":
            break
        if words.time[i] != -1 and i > 0 and words.time[i - 1] == -1 and lows[i - 1] not in w.PREPOSITIONS:
            i -= 1  # "has today agreed"
            continue
        if low == "longer" and i > 0 and lows[i - 1] == "no":
            negated = True
            i -= 1  # "will no longer meet"
        elif low in w.CONTRACTED or low in ("not", "never"):
            negated = lows[i + 1] != "only"
            if low in w.CONTRACTED:
                aux = True
        elif low in w.BE:
            aux = True
            nearest = i == verb - 1 or all(
                is_adverb(lows[j]) or lows[j] in ("not", "never") for j in range(i + 1, verb)
            )
            if nearest and not infinitive:
                passive, progressive = PARTICIPLE in kinds, GERUND in kinds
        elif low in w.HAVE:
            aux = perfect = True
        elif low in w.DO:
            aux = True
        elif low in w.MODALS:
            aux = True
            modal = low
            negated = negated or low == "cannot"
        elif low == "to" and not aux and not infinitive:
            infinitive = aux = True
            i -= 1
            break
        elif low == "to" and not infinitive and lows[i + 1] in ("be", "have"):
            infinitive = True
            i -= 1
            break
        elif is_adverb(low):
            pass
        else:
            break
        i -= 1
    start = i + 1
    while start < verb and is_adverb(lows[start]):
        start += 1
    gerund = GERUND in kinds and not progressive
    return (
        Group(start, verb, passive, negated, modal, infinitive, gerund, perfect, progressive)
        if _is_verb(words, verb, start, kinds, aux=aux)
        else None
    )


def _is_verb(words: Words, verb: int, start: int, kinds: frozenset[int], *, aux: bool) -> bool:
    """Tell a verb from a noun or an adjective of the same form by the words beside it."""
    if aux:
        return _agrees(words, verb, kinds)
    lows = words.lows
    low = lows[verb]
    first = start
    while first > 0 and is_adverb(lows[first - 1]) and words.mention[first - 1] < 0:
        first -= 1
    before = lows[first - 1] if first > 0 else ""
    named = first > 0 and words.mention[first - 1] >= 0
    after = lows[verb + 1] if verb + 1 < words.n else "."
    nounish = low in noun_rules() or low in _homographs()
    if before in w.DETERMINERS or before in ("'s", "'"):
        return False
    if kinds <= {BASE}:
        return (
            before in w.SUBJECTS
            or before in w.RELATIVES
            or (
                (named or before in word_class("agents") or before in ("and", "or"))
                and (not nounish or opens_group(words, verb + 1) or (low == "call" and after in ("on", "for")))
            )
        )
    if THIRD in kinds:
        if not nounish:
            return True
        return (
            before in w.SUBJECTS
            or before in w.RELATIVES
            or (
                (named or before in word_class("agents"))
                and (opens_group(words, verb + 1) or after in ("on", "for", "that", "from"))
            )
        )
    if kinds <= {GERUND} and nounish and named:
        # "the bombing suspect" is no verb, "Kerry meeting his counterpart" is one
        return opens_group(words, verb + 1)
    if kinds <= {GERUND}:
        return before not in ("of",) or after != "of"
    if PAST in kinds or PARTICIPLE in kinds:
        # "the accused men", "newly imposed sanctions": an adjective
        return not (start < verb and before in w.DETERMINERS)
    return True


def _agrees(words: Words, verb: int, kinds: frozenset[int]) -> bool:
    """Tell whether the nearest auxiliary takes a word of this form: "have veto powers" has no verb "veto"."""
    i = verb - 1
    while i >= 0 and (is_adverb(words.lows[i]) or words.lows[i] in ("not", "never") or words.time[i] != -1):
        i -= 1
    low = words.lows[i] if i >= 0 else ""
    if low in w.HAVE:
        return PARTICIPLE in kinds
    if low in w.BE:
        return bool(kinds & {PARTICIPLE, GERUND})
    if low in w.MODALS or low in w.DO or low == "to" or low in w.CONTRACTED:
        return BASE in kinds or low in w.CONTRACTED
    return True


@cache
def _homographs() -> frozenset[str]:
    return frozenset(
        form
        for form, rows in verb_rules().items()
        for rule, kinds in rows
        if "homograph" in rule.flags and kinds & {BASE, THIRD}
    )


def opens_group(words: Words, i: int) -> bool:
    """True where a noun group begins at a place."""
    if i >= words.n:
        return False
    low = words.lows[i]
    return (
        words.mention[i] >= 0
        or low in w.DETERMINERS
        or low in w.PRONOUNS
        or (
            low.endswith("s")
            and words.is_word(i)
            and low not in w.PREPOSITIONS
            and low not in w.MODALS
            and low not in w.BE
            and low not in w.HAVE
            and low not in w.REPORTING
            and low not in ("and", "or")
        )
    )
