"""Find the noun phrase that speaks: the subject before a reporting verb, or the noun phrase after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from verbale.coding.attributions.cues import ADVERBS, AUXILIARIES, DETERMINERS
from verbale.coding.tokens import Token
from verbale.lexicon import load_table, load_words
from verbale.lexicon.verbs import forms

PRONOUNS = frozenset("he she they it we i who".split())
_PREPOSITIONS = frozenset(
    "of for in on at from to with by during after before since until against over under about amid despite following "
    "through via within without between among as into toward towards because than".split()
)
_CLAUSE = frozenset(
    "that which who whom while although though because if whether when where whereas but and or unless".split()
)
_HONORIFICS = frozenset("mr mrs ms dr messrs sen rep gen gov lt col maj capt prof rev hon".split())
_BODIES = frozenset(
    "agency ministry television radio newspaper daily government military army police broadcaster media parliament embassy "
    "presidency authority service channel".split()
)
_INSIDE = frozenset("of for in at from to on with the and".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A speaker's phrase: tokens `first..last`."""

    first: int
    last: int


@cache
def head_nouns() -> frozenset[str]:
    """Return the nouns by which the press describes a speaker without a name."""
    return frozenset(word.casefold() for word in load_words("speakers.txt"))


@cache
def _saying() -> frozenset[str]:
    """Finite forms of the strong reporting verbs: whose subject one is cannot lie on its other side."""
    found = set()
    for row in load_table("cues.tsv"):
        if row["strong"] == "yes" and " " not in row["lemma"]:
            inflected = forms(row["lemma"])
            found.update({inflected.past, inflected.third})
    return frozenset(
        found - {"demands", "claims", "reports", "pledges", "promises", "notes", "stresses", "warns"} | {"warns"}
    )


def is_speaker_like(tokens: Sequence[Token], first: int, last: int, named: Sequence[bool]) -> bool:
    """Say whether tokens `first..last` can name a speaker: a name, a pronoun or a describing noun stands among them."""
    heads = head_nouns()
    return any(
        named[i] or tokens[i].low in heads or tokens[i].low.removesuffix("'s") in heads or tokens[i].low in PRONOUNS
        for i in range(first, last + 1)
    )


def _adds(token: Token) -> bool:
    """Say whether a word only adds to a verb: an adverb, "has", "may"; not the name "May" or "Will"."""
    return token.low in ADVERBS or (token.low in AUXILIARIES and not (token.upper and token.low in _NAMES_TOO))


_NAMES_TOO = frozenset({"may", "will"})


def _boundary(token: Token) -> bool:
    return not token.word and token.low not in {"-", "'", "’", ".", "&", "/"}


def _trim(tokens: Sequence[Token], first: int, last: int, timed: Sequence[bool]) -> Phrase | None:
    """Drop what leads into the phrase: conjunctions, adverbs, days."""
    while first <= last and (
        not tokens[first].word
        or tokens[first].low in ADVERBS
        or (
            tokens[first].low
            in {"and", "but", "or", "so", "while", "as", "when", "that", "because", "if", "although", "on", "in", "for"}
            and (first + 1 > last or timed[first + 1] or tokens[first].low not in {"on", "in", "for"})
        )
        or timed[first]
    ):
        first += 1
    while last >= first and (not tokens[last].word or timed[last] or _adds(tokens[last])):
        last -= 1
    while last > first and tokens[last].low in _PREPOSITIONS:
        last -= 1
    return Phrase(first, last) if first <= last else None


def subject_before(
    tokens: Sequence[Token],
    cue_first: int,
    floor: int,
    masked: Sequence[bool],
    timed: Sequence[bool],
    named: Sequence[bool],
) -> Phrase | None:
    """Return the noun phrase that is the subject of the verb at `cue_first`, looking left no further than `floor`."""
    index = cue_first - 1
    while index >= floor and (
        _adds(tokens[index])
        or tokens[index].low == "to"
        or timed[index]
        or (tokens[index].low in {"on", "in"} and index + 1 < len(tokens) and timed[index + 1])
    ):
        index -= 1
    if index >= floor and tokens[index].low in {"and", "but", "then"} and not masked[index]:
        return None  # "raised the prospect of sanctions and said": the subject is the earlier verb's
    while index >= floor and tokens[index].low in {",", ")"}:
        # ", Ukraine's foreign minister, said": an apposition or a relative clause; the name stands before it
        opening = index - 1
        mark = "(" if tokens[index].low == ")" else ","
        while opening >= floor and tokens[opening].low != mark:
            opening -= 1
        if opening < floor:
            break
        inner = tokens[opening + 1 : index]
        if (inner and all(t.low in ADVERBS or not t.word for t in inner)) or (
            any(timed[i] for i in range(opening + 1, index)) and len(inner) < 8
        ):
            index = opening - 1  # "Putin, however, said", "Lavrov, on Monday, said"
            while index >= floor and (tokens[index].low in ADVERBS or timed[index]):
                index -= 1
            break
        if not inner or any(masked[i] for i in range(opening + 1, index)):
            return None
        left = opening - 1
        while left >= floor and not _boundary(tokens[left]) and not masked[left]:
            left -= 1
        lead = _trim(tokens, left + 1, opening - 1, timed)
        if lead is None or not is_speaker_like(tokens, lead.first, lead.last, named):
            # the chunk between the commas is itself the subject: "On Monday, the minister, said"
            chunk = _trim(tokens, opening + 1, index - 1, timed)
            if (
                chunk
                and inner[0].low not in {"who", "which", "where", "when"}
                and is_speaker_like(tokens, chunk.first, chunk.last, named)
            ):
                return _narrow(tokens, chunk, timed, named) or chunk  # "However, Berg had another view, saying …"
            return None
        if inner[0].low in {
            "who",
            "which",
            "whose",
            "where",
            "when",
            "while",
            "speaking",
            "citing",
            "asked",
            "quoting",
            "referring",
            "addressing",
        }:
            return _narrow(tokens, lead, timed, named)
        first = _narrow(tokens, lead, timed, named)
        return Phrase(first.first, index - 1) if first else None
    last = index
    while index >= floor and not _boundary(tokens[index]) and not masked[index]:
        if tokens[index].low in _CLAUSE - {"and", "or", "who"} and index < last:
            break
        if index < last and tokens[index].low in _saying() and not tokens[index].upper:
            break  # "the Kremlin said Putin had demanded"
        index -= 1
    phrase = _trim(tokens, index + 1, last, timed)
    if phrase is None:
        return None
    result = _narrow(tokens, phrase, timed, named)
    if result and index > floor and tokens[index].low == "," and result.first == phrase.first:
        # "Dmytro Kuleba, Ukraine's foreign minister said": the chunk describes the name before the comma
        opener = tokens[result.first]
        title = not any(
            named[i] and tokens[i].upper and not tokens[i].low.endswith("'s")
            for i in range(result.first, result.last + 1)
        )
        if (
            title
            and not (
                tokens[result.last].low in _BODIES and opener.low.endswith("'s")
            )  # "…, Ada Berg, Oslo's news agency said"
            and (opener.low in DETERMINERS or opener.low.endswith("'s"))
            and index - 1 >= floor
            and named[index - 1]
        ):
            left = index - 1
            while left >= floor and not _boundary(tokens[left]) and not masked[left]:
                left -= 1
            lead = _trim(tokens, left + 1, index - 1, timed)
            if lead and lead.last - lead.first < 5:
                return Phrase(lead.first, result.last)
    return result


def _narrow(tokens: Sequence[Token], phrase: Phrase, timed: Sequence[bool], named: Sequence[bool]) -> Phrase | None:
    """Cut a chunk down to the noun phrase at its end."""
    first, last = phrase.first, phrase.last
    for index in range(first + 1, last + 1):
        if tokens[index].low in AUXILIARIES and not tokens[index].upper:
            last = index - 1  # "the government has in principle": what follows is the verb's
            break
    while last > first and timed[last]:
        last -= 1
    if tokens[first].low in _PREPOSITIONS:
        # "After the talks Lavrov said": the noun phrase begins where names begin again after the prepositional one
        index = last
        while index > first and (
            named[index] or tokens[index].upper or tokens[index].low in head_nouns() or tokens[index].low in DETERMINERS
        ):
            index -= 1
        if index == last:
            return None
        first = index + 1
        if tokens[index].low in _PREPOSITIONS:
            return None
    if "and" in {tokens[i].low for i in range(first, last + 1)}:
        # "X met Y and Z said": a verb before "and" means that the subject is only what follows it
        for index in range(last, first, -1):
            if tokens[index].low == "and" and not (
                named[index - 1] or tokens[index - 1].upper or tokens[index - 1].low in head_nouns()
            ):
                if index < last:
                    first = index + 1
                break
    if last - first > 18:
        return None
    if not is_speaker_like(tokens, first, last, named):
        return None
    # a pronoun subject is one word; of "the envoy, who said" the phrase before the relative pronoun speaks
    if tokens[last].low == "who":
        stop = last - 1
        if stop >= 0 and tokens[stop].low == ",":
            stop -= 1
        start = stop
        while (
            start >= 0
            and not _boundary(tokens[start])
            and (named[start] or tokens[start].upper or tokens[start].low in head_nouns() | DETERMINERS | _INSIDE)
        ):
            start -= 1
        while start < stop and tokens[start + 1].low in _INSIDE - {"the"}:
            start += 1
        return Phrase(start + 1, stop) if start < stop else None
    if tokens[last].low in PRONOUNS:
        return Phrase(last, last)
    return Phrase(first, last)


def subject_after(
    tokens: Sequence[Token],
    start: int,
    ceiling: int,
    masked: Sequence[bool],
    timed: Sequence[bool],
    named: Sequence[bool],
) -> Phrase | None:
    """Return the noun phrase that follows the verb in "…, said a ministry spokesman on Friday"."""
    index = start
    while index < ceiling and tokens[index].low in ADVERBS:
        index += 1
    first = index
    while index < ceiling and not masked[index]:
        token = tokens[index]
        if _boundary(token) or timed[index]:
            break
        if token.low in _PREPOSITIONS and token.low not in _INSIDE:
            break
        if token.low in {"in", "on", "at", "to"} and not (
            index + 1 < ceiling and tokens[index + 1].upper and not timed[index + 1]
        ):
            break
        if token.low in _CLAUSE - {"and"} or token.low in AUXILIARIES:
            break
        # "said Mr. el-Sayed", "said a U.S. official"
        ends = token.low == "." and tokens[index - 1].low not in _HONORIFICS and "." not in tokens[index - 1].low
        if ends and index + 1 < ceiling and not tokens[index + 1].upper:
            break
        index += 1
    last = index - 1
    while last >= first and (not tokens[last].word or tokens[last].low in _PREPOSITIONS | ADVERBS | {"and", "the"}):
        last -= 1
    if last < first or not is_speaker_like(tokens, first, last, named):
        return None
    if (
        last + 2 < ceiling
        and tokens[last + 1].low == ","
        and named[last + 2]
        and not masked[last + 2]
        and not tokens[last].upper
    ):
        # "said Egypt's foreign minister, Sameh Shoukry."
        stop = last + 2
        while stop + 1 < ceiling and named[stop + 1] and tokens[stop + 1].word and not masked[stop + 1]:
            stop += 1
        if stop + 1 >= ceiling or not tokens[stop + 1].word:
            return Phrase(first, stop)
    return Phrase(first, last)
