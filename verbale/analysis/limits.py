"""What looks like a stance and is none: own duties told as demands, hostile vows told as offers, and the rows of a table.

"We must be ready" asks nothing of anybody else, "the sanctions should have been lifted" asks nothing any more, and a vow to
impose tariffs offers nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import cast

from msgspec import Struct

from verbale.lexicon import load_table, load_words
from verbale.lexicon.verbs import forms
from verbale.model import Stance

_DUTY = re.compile(
    r"\b(?:must(?! have been)|(?:should|ought to)(?!n't)(?! (?:not |never |also )?have \w)"
    r"(?! (?:the|an?|any|its|his|their|it|they|he|she|we|that|this|(?-i:[A-Z])\w+)\b)|"
    r"(?<!if )(?<!no )(?<!not )(?<!n't )(?<!likely )(?<!probably )need(?:s|ed)? to|"
    r"(?<!going to )(?<!not )(?<!n't )(?<!may )(?<!might )(?<!could )ha(?:s|ve|d) (?:got )?to|got to)\b",
    re.I,
)
_OWN = r"(?:we|i|{more}you and i|our [\w-]+|all of us|us|let us)"
_BETWEEN = r"(?: (?:all|also|still|just|really|now|both|simply|only|first|then|always|each|together|will|would|may|both|too))*\W*$"
_OWN_DIRECT = re.compile(r"\b" + _OWN.format(more="") + _BETWEEN, re.I)
_OWN_TOLD = re.compile(r"\b" + _OWN.format(more=r"it|he|she|they|its [\w-]+|his [\w-]+|their [\w-]+|") + _BETWEEN, re.I)
_ME = re.compile(r"\b(?:I|we|We)\b")
_ME_ASIDE = re.compile(r"\b(?:I|we|We), [^,]{1,40}, $")
_ANY_TOPIC = re.compile(r"\b(?:everything|anything|all|whatever|what|things) (?:that )?(?:[\w.'-]+ ){0,3}$", re.I)
_OBTAINS = re.compile(
    r"\W*(?:not )?(?:also |first |now )?"
    r"(?:see|have|get|hear|receive|obtain|know|be (?:given|consulted|included|heard|told|sure|at the table))\b",
    re.I,
)
_REPORTED = re.compile(
    r"(?<!\bI )(?<!\bwe )(?<!\bhave )\b(?:says?|said|thinks?|thought|argues?|argued|claims?|believes?|"
    r"(?:response|view|position|idea|argument) (?:is|was)) that (?:[\w'-]+ ){0,3}$",
    re.I,
)
"""That others say it: "their answer was that the lock should stay shut"."""
_BEFORE = 70
_NEAR = 50
_AVERTED = re.compile(
    r"\b(?:not|never|stop|halt|end|cease|without|refrain|avoid|avert|prevent|delay|suspend|scrap|drop|lift)\b|n't\b",
    re.I,
)
_CLAUSE = re.compile(r"[.;:?!]|, (?:and|but|or|so) ")


class Duty(Struct, frozen=True):
    """That somebody must do something: what stands before it in its clause, and whether it is the speaker's own affair."""

    before: str
    own: bool


def duties(plain: str, direct: bool) -> Iterator[Duty]:
    """Yield the duties that a content names. `direct`: the words are the speaker's own, so "they" are others."""
    own = _OWN_DIRECT if direct else _OWN_TOLD
    for match in _DUTY.finditer(plain):
        before = plain[max(0, match.start() - _BEFORE) : match.start()]
        parts = _CLAUSE.split(before)
        before = parts[-1]
        # "I was angry, and must say so": the subject of the clause before
        mine = own.search(before) is not None or (
            not before.strip() and len(parts) > 1 and _ME.search(parts[-2]) is not None
        )
        if _OBTAINS.match(plain, match.end()):
            # to see, to get, to be consulted: others are to grant it
            yield Duty("", False)
            continue
        mine = mine or _ME_ASIDE.search(before) is not None or _REPORTED.search(before) is not None
        yield Duty(before, mine or _ANY_TOPIC.search(before) is not None)


@cache
def _hostile() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what a vow of harm says: a verb of harm and its object not far behind, or a deed that is harm by itself."""
    does: defaultdict[str, list[str]] = defaultdict(list)
    for row in load_table("hostile_deeds.tsv"):
        does[row["object"]].append(row["verbs"])
    pieces, alone = [], ""
    for thing, verbs in does.items():
        made = [forms(v) for line in verbs for v in line.split(";")]
        shapes = sorted({re.escape(f) for m in made for f in (m.base, m.gerund, m.participle)}, reverse=True)
        if thing:
            pieces.append(rf"\b(?:{'|'.join(shapes)})\b[^.;]{{0,60}}?\b(?:{thing})")
        else:
            alone = rf"\b(?:{'|'.join(shapes)})\b"
    return re.compile("|".join(pieces), re.I), re.compile(
        rf"(?:^\W*(?:to )?|\b(?:to|will|would|shall)\b (?:\w+ly )?|'ll ){alone}", re.I
    )


@cache
def _harms() -> re.Pattern[str]:
    things = "|".join(load_words("hostile_things.txt"))
    opens = r"^(?!(?:to|that|it|he|she|we|they|if|unless)\b)(?:[\w“\"$%.,-]+ ){0,4}"
    return re.compile(rf"{opens}(?:{things})\b", re.I)


@lru_cache(100_000)
def vows_harm(plain: str, says_little: bool) -> bool:
    """Say whether a promise or readiness is one to harm: "to levy tariffs", "ready to escalate"; promised, "tariffs on goods"."""
    for pattern in _hostile():
        match = pattern.search(plain)
        if match is not None:
            return _AVERTED.search(plain[max(0, match.start() - _NEAR) : match.end()]) is None
    return not says_little and _harms().match(plain) is not None


class _Limit(Struct, frozen=True):
    stances: frozenset[str]
    plain: bool
    cue: Callable[[str], re.Match[str] | None] | None
    fits: Callable[[str], re.Match[str] | None]
    becomes: Stance


@cache
def _limits() -> tuple[_Limit, ...]:
    found = []
    for row in load_table("stance_limits.tsv"):
        begin = "" if row["where"] == "any" else "^"  # tried at one place alone, however long the words are
        pattern = re.compile(f"{begin}(?:{row['pattern']})" + (r"\W*" if row["where"] == "all" else ""), re.I)
        fits = {"begin": pattern.match, "any": pattern.search, "all": pattern.fullmatch}[row["where"]]
        plain = row["cue"] == "plain"
        cue = None if plain or not row["cue"] else re.compile(row["cue"], re.I).search
        found.append(_Limit(frozenset(row["stance"].split(",")), plain, cue, fits, cast(Stance, row["becomes"])))
    return tuple(found)


def limited(stance: Stance, plain: str, cue: str, says_little: bool) -> Stance:
    """Return what a stance comes to once the table of what is none has been read."""
    if stance == "states":
        return stance
    for limit in _limits():
        if stance not in limit.stances and "*" not in limit.stances:
            continue
        if (limit.plain and not says_little) or (limit.cue is not None and limit.cue(cue) is None):
            continue
        if limit.fits(plain):
            return limit.becomes
    return stance
