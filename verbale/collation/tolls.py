"""How many were killed, hurt or held by one article and by another: tolls of one day and one occasion that cannot both be.

"At least 30" and "34" agree; "43" and "52" do not. A toll since the war began is not that of a day, the toll at the airport not
that of the whole city, and no toll of another year is held against this one's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations

from msgspec import Struct

from verbale.collation.accounts import Account, EventAccount
from verbale.collation.days import limits
from verbale.lexicon import load_table
from verbale.lexicon.wording import weight

_ANY = frozenset({"people", "persons", "others", "victims", "individuals", ""})
"""Whoever is counted; "people" and "policemen" are two counts."""
_MOST = frozenset({"civilians", "protesters", "demonstrators", "residents", "villagers"})
"""Who most of the dead are: beside "525 civilians" another speaker's "4,000 people" is another count of the same."""
_FACTOR, _FACTOR_STATE, _FACTOR_OTHER = 4.0, 2.0, 1.6
"""By how much two tolls may differ: of the same people by one source; of one day by one government; else. What differs more
counts something else."""
_BESIDE_FACTOR = 50
"""The same where one article sets the tolls of two speakers side by side."""
_NEXT = 150
"""Characters between two sentences that are side by side."""
_SITES_APART = 1.3
"""The same where only one tells at which site."""
_MORE = 1.3
"""How many times "at least 30" may be: whoever knows of 70 does not say so."""
_MORE_SAME, _FEW = 1.1, 5
"""The same where one source gives both on one day, and how many more that may be at least."""
_BESIDE = 12
"""Characters between an event's trigger and its toll."""
_TEXT = 1200


class Toll(Struct, frozen=True):
    """One account's toll."""

    account: Account | EventAccount
    words: str
    harm: str
    whom: str
    least: float
    most: float
    number: float
    around: frozenset[str]
    """Words of its sentence that tell something."""
    sites: frozenset[str]
    """Words for where it befell, of its own clause where that has any."""
    apart: int
    """How many sites these are: a metro station is one."""
    places: frozenset[str]
    """Names behind the number that tell where: "in Gaza"."""
    years: frozenset[str]
    span: bool
    day: int
    speaker: str | None
    block: str | None
    """Whose voice it is: the ministry's and the police's tolls are one government's."""
    vague: bool
    """No figure but "hundreds", "about a dozen": held only against what stands beside it."""


@cache
def _rows(sort: str) -> dict[str, str]:
    return {row["words"]: row["value"] for row in load_table("toll_words.tsv") if row["class"] == sort}


@cache
def _numbers() -> dict[str, int]:
    return {
        r["word"]: int(r["value"])
        for r in load_table("times_words.tsv")
        if r["class"] == "NUMW" and r["value"].isdigit()
    }


@cache
def _stems() -> tuple[str, ...]:
    """Return beginnings of words of harm, in small letters as in capitals: most sentences have none."""
    return tuple(sorted({form for word in _rows("harm") for form in (word[:4], word[:4].capitalize(), word.upper())}))


@cache
def _vague() -> dict[str, tuple[float, float]]:
    """Return the least and the most that words for many may be."""
    return {words: (float(a), float(b)) for words, value in _rows("vague").items() for a, b in [value.split("-")]}


_PART = re.compile(r"of (?:the|those|them|these)\s+$", re.I)


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


@cache
def _pattern() -> re.Pattern[str]:
    hedges, harms = _any_of(tuple(_rows("hedge"))), _any_of(tuple(_rows("harm")))
    number = rf"(?:\d[\d,]*|no|{_any_of((*_numbers(), *_vague()))})"
    link = r"(?:(?:were|was|had been|have been|has been|have|are|reportedly|also|who)\s+){0,3}"
    return re.compile(
        rf"\b(?:(?P<a>{hedges})\s+)?(?<![\d.,$€£])\b(?P<n>{number})\s+(?P<v>(?:[A-Za-z][\w’'-]*\s+){{0,3}}?){link}(?P<h>{harms})\b"
        rf"|\b(?P<h2>{harms})\s+(?:(?P<a2>{hedges})\s+)?(?P<n2>{number})\b(?!\s*(?:percent|%|years?|days?|hours?))"
        r"(?P<v2>(?:\s+[A-Za-z][\w’'-]*){0,2})"
        r"|\b(?P<h3>death toll|casualties|toll)\b[^.;:!?]{0,60}?"
        r"\b(?:stands?|stood|rose|risen|climbed|reached|was put)\s+(?:(?:at|to)\s+)?"
        rf"(?:(?P<a3>{hedges})\s+)?(?P<n3>\d[\d,]*)\b(?!\s*(?:percent|%|years?|days?|hours?))",
        re.I,
    )


@cache
def _hedged() -> re.Pattern[str]:
    return re.compile(rf"\b({_any_of(tuple(_rows('hedge')))})\s*$", re.I)


_WORD = re.compile(r"[^\W\d_]{3,}")
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_KEPT = _WEEKDAYS | {"including"}
_YEAR = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|\b(?:last|previous) (?:year|month|week)\b|\byears? ago\b",
)
_PLACE = re.compile(r"\b(?:in|at|near|around|outside|of)\s+(?:the\s+)?([A-Z][\w’'-]+)")
_WHERE = 60
"""Characters behind a toll within which its place stands."""


def _range(hedge: str, number: float) -> tuple[float, float]:
    sort = _rows("hedge").get(hedge.casefold(), "")
    if sort == "from":
        return number, _MORE * number
    if sort == "upto":
        return 0.0, number
    return (0.9 * number, 1.1 * number) if sort == "about" else (number, number)


def _whom(words: str) -> str:
    """Return who is counted: the last noun of a few words, "ISIS militants" and "militants" alike."""
    found = [w.casefold() for w in _WORD.findall(words) if w.casefold() not in _LINKING]
    return found[-1] if found else ""


_LINKING = frozenset(
    "and others more than been were have also reportedly in the who including from with when after as on at "
    "injured wounded dead".split()
)


def tolls_of(account: Account | EventAccount, block: Callable[[str], str]) -> list[Toll]:
    """Return the tolls that an account gives, where it is known to two days when its article was written."""
    first, last = limits(account.written)
    if first is None or last is None or last - first > 1 or account.around is None:
        return []
    whole = account.around.text
    if not any(stem in whole for stem in _stems()):
        return []
    if isinstance(account, EventAccount):
        low = account.mention.trigger.start - account.around.start - _BESIDE
        texts, high = [whole], account.mention.trigger.end - account.around.start + _BESIDE
        speaker = None
    else:
        if account.attribution.mode == "direct" and account.head:
            return []
        texts, low, high = [s.text[:_TEXT] for s in account.attribution.content], 0, _TEXT
        speaker = account.speaker_key
    found = []
    for text in texts:
        for match in _pattern().finditer(text):
            if match.end() < low or match.start() > high:
                continue
            if match["v"] and re.search(r"\bmore\s*$", match["v"]):
                continue  # "two more were killed" are others
            if match["v"] and _PART.match(match["v"]):
                continue  # "two of the dead are Malian" counts no dead
            shift = max(0, whole.find(text))
            said = " ".join(
                w.casefold() for w in _WORD.findall(_sentence(whole, shift + match.start(), shift + match.end()))
            )
            number = match["n"] or match["n2"] or match["n3"]
            vague = _vague().get(number.casefold())
            if number[0].isdigit():
                value = float(number.replace(",", ""))
            else:
                value = vague[0] if vague else float(_numbers().get(number.casefold(), 0))
            if any(f" {w} " in f" {said} " for w in _rows("past")):
                continue  # "previously, officials had said 180"
            if value == 1 or (value == 0 and match["n"] is None) or (number.isdigit() and 1900 <= value <= 2100):
                continue
            hedge = match["a"] or match["a2"] or match["a3"] or ""
            if not hedge and match["n"] is not None and match.start() < 3:
                before = _hedged().search(whole, 0, max(0, whole.find(text)))
                hedge = before[1] if before else ""
            least, most = vague or _range(hedge, value)
            sentence = whole if match["n"] is None or len(whole) < _TEXT else text
            told = frozenset(w.casefold() for w in _WORD.findall(sentence))
            own = _sentence(text, match.start(), match.end()) if text != whole else sentence
            folded = " ".join(w.casefold() for w in _WORD.findall(own))
            sites, apart = _sites(_clause(text, match.start(), match.end()))
            if not sites:
                sites, apart = _sites(sentence)
            found.append(
                Toll(
                    account=account,
                    words=match[0].strip(),
                    harm=_rows("harm").get((match["h"] or match["h2"] or "").casefold(), "killed"),
                    whom=_whom(match["v"] or match["v2"] or ""),
                    least=least,
                    most=most,
                    number=value,
                    around=frozenset(
                        w
                        for w in told
                        if (weight(w) >= 0.25 or w in _KEPT or w in _rows("risen")) and w not in _rows("harm")
                    ),
                    sites=sites,
                    apart=apart,
                    places=frozenset(_PLACE.findall(text, match.start(), match.end() + _WHERE)),
                    years=frozenset(m[0].casefold() for m in _YEAR.finditer(own)),
                    span=any(f" {w} " in f" {folded} " for w in _rows("span")),
                    day=last,
                    speaker=speaker,
                    block=block(speaker) if speaker is not None else None,
                    vague=vague is not None,
                )
            )
    return found


_STOP = re.compile(r"[.!?]\s+(?=[A-Z“\"‘])")
_CLAUSE = re.compile(r"[.;:]\s|,\s(?:and|while|but|with)\s")


def _clause(text: str, start: int, end: int) -> str:
    """Return the clause in which a toll stands: the airport of one clause is not the station of the next."""
    first = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    after = _CLAUSE.search(text, end)
    return text[first : after.start() if after else len(text)]


def _sites(text: str) -> tuple[frozenset[str], int]:
    """Return the words for sites in a text, and how many sites they are."""
    words = [w.casefold() for w in _WORD.findall(text)]
    at = [n for n, w in enumerate(words) if w in _rows("site")]
    return frozenset(words[n] for n in at), sum(n - 1 not in at for n in at)


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence of a text in which a toll stands: years and wars of the next are not its own."""
    first = max((m.end() for m in _STOP.finditer(text, 0, start)), default=0)
    after = _STOP.search(text, end)
    return text[first : after.start() if after else len(text)]


def toll_clashes(
    accounts: Sequence[Account | EventAccount], block: Callable[[str], str]
) -> Iterator[tuple[str, Toll, Toll]]:
    """Yield tolls of one occasion that cannot both be, with what befell those counted."""
    filed: defaultdict[tuple[str, int], list[Toll]] = defaultdict(list)
    for account in accounts:
        for toll in tolls_of(account, block):
            for day in (toll.day, toll.day + 1):
                filed[toll.harm, day].append(toll)
    seen: set[tuple[str, str, str, str]] = set()
    for (harm, _), tolls in sorted(filed.items()):
        for one, other in combinations(tolls, 2):
            key = (one.account.id, other.account.id, one.words, other.words)
            if key not in seen and _clash(one, other):
                seen.add(key)
                yield harm, one, other


def _beside(one: Toll, other: Toll) -> bool:
    """Say whether one article sets two speakers' tolls side by side: "the ministry said ...; the movement, ..."."""
    if one.account.document_id != other.account.document_id or None in (one.speaker, other.speaker):
        return False
    if any(_rows("risen").keys() & t.around for t in (one, other)):
        return False  # one article that follows a toll from hour to hour
    a, b = one.account.around, other.account.around
    near = a is not None and b is not None and max(a.start, b.start) - min(a.end, b.end) <= _NEXT
    return near and one.speaker != other.speaker


def _clash(one: Toll, other: Toll) -> bool:
    beside = _beside(one, other)
    if one.account.document_id == other.account.document_id and not beside:
        return False
    by_one = one.speaker is not None and (one.speaker == other.speaker or _one_office(one, other))
    by_state = one.block is not None and one.block == other.block and one.day == other.day
    if (one.vague or other.vague) and not beside:
        return False
    if max(one.least, other.least) <= min(
        _most(t, (by_one or by_state) and one.day == other.day) for t in (one, other)
    ):
        return False
    if (
        one.span != other.span
        or one.years != other.years
        or ("including" in one.around) != ("including" in other.around)
    ):
        return False
    if one.day != other.day and not one.around & other.around & _WEEKDAYS:
        return False  # tolls rise from day to day
    same = one.whom == other.whom
    anybody = _ANY | _MOST if beside else _ANY
    if (
        not same
        and not (one.whom in anybody and other.whom in anybody)
        and (beside or "" not in {one.whom, other.whom})
    ):
        return False
    if one.places and other.places and not one.places & other.places:
        return False
    if beside:
        return (
            not _own_dead(one, other)
            and one.sites == other.sites
            and one.places == other.places
            and max(one.number, other.number) <= _BESIDE_FACTOR * max(1.0, min(one.number, other.number))
        )
    factor = max(one.number, other.number) / max(0.01, min(one.number, other.number))
    shared = (one.around & other.around) - {one.whom, other.whom}
    if one.sites != other.sites and not _whole(one, other) and (not one.sites & other.sites or factor > _SITES_APART):
        return False
    most = _FACTOR if by_one and same and one.whom not in _ANY else _FACTOR_STATE if by_state else _FACTOR_OTHER
    return factor <= most and len(shared) >= (1 if by_one or by_state else 2)


def _own_dead(one: Toll, other: Toll) -> bool:
    """Say whether two states each give a toll, and neither says of whom: each counts its own."""
    states = {t.block for t in (one, other) if t.block is not None and _STATE.fullmatch(t.block)}
    return len(states) == 2 and not one.places and not other.places


_STATE = re.compile(r"[A-Z]{3}")


def _one_office(one: Toll, other: Toll) -> bool:
    """Say whether two tolls are by one office as it is called: "the Health Ministry", "Health Ministry figures"."""
    said = [a.attribution.speaker for a in (one.account, other.account) if isinstance(a, Account)]
    names = [frozenset(w.casefold() for w in _WORD.findall(s.text) if w[0].isupper()) for s in said if s is not None]
    return len(names) == 2 and len(names[0] & names[1]) > 1


def _most(toll: Toll, same: bool) -> float:
    """Return the most that a toll may be: whoever says "at least 500" knows of no 600 on that day, a minister or his ministry."""
    if same and toll.most > toll.least == toll.number:
        return min(toll.most, max(_MORE_SAME * toll.number, toll.number + _FEW))
    return toll.most


def _whole(one: Toll, other: Toll) -> bool:
    """Say whether one tells of the whole and the other names each of its sites: "at the airport and a subway station"."""
    return min(one.apart, other.apart) == 0 and max(one.apart, other.apart) > 1
