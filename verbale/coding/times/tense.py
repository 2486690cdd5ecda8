"""Whether a sentence, near an expression of time, speaks of what was or of what is to come."""

from __future__ import annotations

from functools import cache
from typing import Literal

from verbale.coding.times.tokens import Tokens
from verbale.lexicon import load_table

Tense = Literal["past", "future", "soft", ""]

_STOPS = frozenset(';:“”"«»')
_REACH = 25
_ARTICLES = frozenset("a an the his her its their this that these those".split())
_NO = frozenset("neither Neither nor no No nobody Nobody none None never".split())
_TO_FOLLOW = frozenset("plan plans hope hopes aims".split())


@cache
def _cues() -> dict[str, str]:
    cues: dict[str, str] = {}
    for row in load_table("times_tense.tsv"):
        cues[row["word"]] = row["tense"]
        cues[row["word"].capitalize()] = row["tense"]
    return cues


def _cue(word: str) -> str:
    found = _cues().get(word)
    if found is not None:
        return found
    if word.endswith("ed") and len(word) > 4 and word.islower():
        return "past"
    return ""


def tense_at(tokens: Tokens, first: int, last: int) -> Tense:
    """Return the tense around tokens `[first, last)`: the nearest verb before it in its clause, else the nearest behind.

    "said on Monday he will meet her on Thursday": Monday is past, Thursday is to come.
    """
    words = tokens.words
    beside = words[last] if last < len(words) else ""
    if _cue(beside) == "past" and beside not in ("has", "have"):
        return "past"  # "the judge on Wednesday ruled"
    infinitive = False
    for index in range(first - 1, max(-1, first - _REACH), -1):
        word = words[index]
        if word in _STOPS and (word in ";:" or index < first - 2):
            break
        cue = _cue(word)
        if word in _TO_FOLLOW and words[index + 1] not in ("to", "for"):
            continue  # "plans", "hope" as nouns
        if cue == "past" and index > 0 and words[index - 1] in ("be", "been", "being"):
            # "will be held on Monday", "has been delayed": the auxiliary before it decides
            continue
        if cue == "past" and index > 0 and words[index - 1] in ("to", "will", "would", "is", "are"):
            continue  # an infinitive, or "is needed by", which is of the present
        if word == "to" and index + 1 < len(words) and words[index + 1].isalpha() and words[index + 1].islower():
            infinitive = True
        if cue in ("past", "future"):
            if cue == "past" and word in ("is", "are", "was", "were", "has", "had", "have") and infinitive:
                return (
                    "future"
                    if word in ("is", "are", "was", "were") and words[index + 1] in ("to", "set", "due")
                    else "past"
                )
            return "past" if cue == "past" else "future"
        if cue == "soft" and not (word == "set" and words[index - 1] not in ("is", "are", "was", "were")):
            noun = words[index + 1] == "to" and index + 2 < len(words) and words[index + 2] in _ARTICLES
            if word.endswith("ed") and (noun or index >= first - 2):
                return "past"  # "promised on Sunday" is the promise's day
            denied = words[index + 1] in ("not", "n't") or any(w in _NO for w in words[max(0, index - 8) : index])
            return "past" if denied and word in ("could", "would") else "soft"
    for index in range(last, min(len(words), last + _REACH)):
        word = words[index]
        if word in _STOPS:
            break
        cue = _cue(word)
        if cue == "past" or (cue == "soft" and word.endswith("ed")):
            if (
                word in ("was", "were", "had")
                and index + 1 < len(words)
                and words[index + 1] in ("to", "due", "expected", "scheduled")
            ):
                return "future"
            return "past"
        if cue in ("future", "soft"):
            return "future" if cue == "future" else "soft"
    return ""
