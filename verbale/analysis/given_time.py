"""Time that somebody is given to do a thing: "has until 2 May to sign", "gave the envoy 48 hours to leave", "was told to go within
ten days". Such a day is due whoever tells of it: it needs no word that places it ahead."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from verbale.analysis.due import Dated, Reader
from verbale.lexicon import load_words
from verbale.lexicon.verbs import forms

_UNTIL = re.compile(r"\b(?:until|till)\s+(?:the\s+)?$", re.I)
_HAS_UNTIL = re.compile(r"\b(?:have|has|had)\s+(?:only\s+|just\s+)?(?:until|till)\s+(?:the\s+)?$", re.I)
_WITHIN = re.compile(r"\b(?:within|in)\s+(?:the\s+next\s+)?$", re.I)
_LONG = re.compile(r"P(?:T\d{1,3}H|\d{1,3}[DWM])")
"""Hours, days, weeks, months: years are given to office, not to an answer."""
_TO_DO = re.compile(r"\s+(?:in which\s+|from \w+\s+)?to\s+(?!(?:the|a|an|its|his|her|their)\b)[a-z]+")
_LEFT_OUT = re.compile(r"[.;:]|\b(?:that|which|who|if|unless|no|not|never)\b", re.I)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\s+$", re.I)
_BEHIND = 110
"""Characters before a time in which the verb that gives it is looked for."""


class Given(Struct, frozen=True):
    """Who is given time, and by whom, as far as the sentence names parties."""

    to: str | None
    by: str | None


@cache
def _giving() -> re.Pattern[str]:
    words = sorted({form for lemma in load_words("giving_time.txt") for form in forms(lemma).all})
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.I)


@cache
def _ordering() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(load_words('ordering_time.txt')))})\b", re.I)


def _verb(one: Dated) -> tuple[int, int] | None:
    """Return where in the sentence the words stand that give the time: nothing between them and it opens another clause."""
    before = one.before
    low = max(len(before) - _BEHIND, 0)
    if (has := _HAS_UNTIL.search(before, low)) is not None:
        return has.span()  # "has until"
    if _UNTIL.search(before, low) is not None:
        verbs = list(_giving().finditer(before, low))
    elif one.kind != "duration" or _LONG.fullmatch(one.value) is None:
        return None
    elif _WITHIN.search(before, low) is not None:
        verbs = [v for v in _ordering().finditer(before, low) if re.search(r"\bto\s", before[v.end() :])]
    elif _TO_DO.match(one.sentence, len(before) + len(one.words)):
        verbs = list(_giving().finditer(before, low))
    else:
        return None
    return None if not verbs or _LEFT_OUT.search(before, verbs[-1].end()) is not None else verbs[-1].span()


def gives_time(one: Dated) -> bool:
    """Say whether the words around a time give it to somebody."""
    return _verb(one) is not None


def given_to(one: Dated, reader: Reader) -> Given:
    """Return who is given the time and by whom: the party behind the verb that gives it, and the one before."""
    verb = _verb(one)
    if verb is None:
        return Given(None, None)
    first, last = one.at + verb[0], one.at + verb[1]
    before = reader.parties(one.document_id, one.at, first, free=True)
    behind = reader.parties(one.document_id, last, one.start)
    if (
        _HAS_UNTIL.search(one.sentence, verb[0], verb[1]) is not None
        or _PASSIVE.search(one.before[: verb[0]]) is not None
    ):
        return Given(before[-1] if before else None, None)
    to = behind[0] if behind else None
    return Given(to, next((p for p in before if p != to), None))
