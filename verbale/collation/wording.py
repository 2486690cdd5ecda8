"""Which words differ between two readings of one text, and what kind of difference that is.

Words are compared folded: case, typography, accents, contractions ("don’t", "do not"), figures ("two", "2"), ways of
writing ("per cent", "percent") make no difference. Places are code points of the strings as they were given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import LCSseq

from verbale.lexicon import load_table, load_words
from verbale.lexicon.wording import contrary, like, negations

Kind = Literal["equal", "replace", "insert", "delete"]
Sort = Literal["same", "slight", "like", "word", "name", "date", "number", "negation", "contrary"]

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+(?:[’'][^\W_]+)*|[%$€£]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_STEMS = {"ca": "can", "wo": "will", "sha": "shall"}
_ENDINGS = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'m": "am"}
_LARGEST = 20_000 * 20_000
"""Pairs of words that are compared at once; longer texts are first cut at what is unique in both."""
_ISLAND = 2
_CLAUSE = re.compile(r"[.!?:;“\"]\s*$")


class Change(Struct, frozen=True, order=True):
    """A run of words that two readings share, or have otherwise; the places are empty where one lacks it."""

    kind: Kind
    base_start: int
    base_end: int
    other_start: int
    other_end: int
    base: str
    other: str
    sort: Sort
    """What differs: `slight` words that tell nothing, words of `like` meaning, others, names, dates, numbers, a negation."""


class _Word(Struct, frozen=True):
    form: str
    start: int
    end: int
    mark: Literal["", "name", "date"] = ""


@cache
def _empty() -> frozenset[str]:
    return frozenset(load_words("empty_words.txt")) - negations()


@cache
def _figures() -> dict[str, str]:
    """Return numbers in figures by their words; "one" is a pronoun too."""
    return {row["word"]: row["value"] for row in load_table("times_words.tsv") if row["class"] == "NUMW"} | {
        "one": "one"
    }


@cache
def _units() -> dict[str, str]:
    """Return units of measure as they are called, by what is written for short: "kg", "km"."""
    return {row["short"]: row["word"] for row in load_table("units.tsv")}


@cache
def _days() -> dict[str, str]:
    """Return months and days of the week by their names and by what is written for short."""
    rows = [row for row in load_table("times_words.tsv") if row["class"].startswith(("MONTH", "WEEKDAY"))]
    full = {(row["class"], row["value"]): row["word"] for row in rows}
    return {row["word"]: full.get((row["class"].removesuffix("ABBR"), row["value"]), row["word"]) for row in rows}


def differences(base: str, other: str) -> tuple[Change, ...]:
    """Return the runs of words that two readings share and those in which they differ, in order of both."""
    left, right = list(_words(base)), list(_words(other))
    runs = list(_aligned([word.form for word in left], [word.form for word in right]))
    return tuple(_change(base, other, left, right, run) for run in _tidy(left, right, runs))


def telling(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the differences that may change what is said: all but what is the same, slight or of like meaning."""
    return tuple(change for change in changes if change.sort not in ("same", "slight", "like"))


# -- words -------------------------------------------------------------------------------------------------------------


def _words(text: str) -> Iterator[_Word]:
    for match in _TOKEN.finditer(text):
        start, end, written = match.start(), match.end(), match.group()
        form = _fold(written)
        if form == "cannot":
            yield _Word("can", start, start + 3)
            yield _Word("not", start + 3, end)
            continue
        if written[0].isupper() and form in _days():
            yield _Word(_days()[form], start, end, "date")
            continue
        inside = written[0].isupper() and start > 0 and _CLAUSE.search(text, max(0, start - 4), start) is None
        mark: Literal["", "name"] = "name" if inside else ""
        ending = next((e for e in _ENDINGS if form.endswith(e) and len(form) > len(e)), None)
        if ending is None or len(form) != len(written):
            yield _Word(form, start, end, mark)
            continue
        stem = form[: -len(ending)]
        yield _Word(_STEMS.get(stem, stem) if ending == "n't" else stem, start, end - len(ending), mark)
        yield _Word(_ENDINGS[ending], end - len(ending), end)


def _fold(written: str) -> str:
    if not written.isascii():
        written = _ACCENTS.sub("", unicodedata.normalize("NFKD", written))
    if written.replace(".", "") == "US":
        return "u.s."  # not the pronoun
    form = written.replace("’", "'").casefold().removesuffix("'s").removesuffix("'")
    if form[:1].isdigit():
        return _THOUSANDS.sub("", form)
    if form == "%":
        return "percent"
    form = form.replace(".", "")
    return _units().get(form) or _figures().get(form, form)


# -- runs --------------------------------------------------------------------------------------------------------------

_Run = tuple[bool, int, int, int, int]
"""Whether it is shared, and the words of either side."""


def _aligned(left: Sequence[str], right: Sequence[str]) -> Iterator[_Run]:
    """Yield the longest common run of words, in pieces; what both begin and end with is taken off first."""
    head = 0
    while head < len(left) and head < len(right) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < len(left) - head and tail < len(right) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    if head:
        yield True, 0, head, 0, head
    for a, b, c, d in _pieces(left, right, head, tail):
        if (b - a) * (d - c) > _LARGEST:
            yield False, a, b, c, d
        else:
            for step in LCSseq.opcodes(left[a:b], right[c:d]):
                yield step.tag == "equal", a + step.src_start, a + step.src_end, c + step.dest_start, c + step.dest_end
    if tail:
        yield True, len(left) - tail, len(left), len(right) - tail, len(right)


def _pieces(left: Sequence[str], right: Sequence[str], head: int, tail: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches to compare: all that lies between, or, in huge texts, what lies between unique runs."""
    end_left, end_right = len(left) - tail, len(right) - tail
    a, c = head, head
    if (end_left - head) * (end_right - head) > _LARGEST:
        for b, d in _anchors(left[head:end_left], right[head:end_right]):
            yield a, head + b, c, head + d
            a, c = head + b, head + d
    yield a, end_left, c, end_right


def _anchors(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of runs of three words that are unique in both, in the longest order common to both."""

    def unique(words: Sequence[str]) -> dict[tuple[str, ...], int]:
        found: dict[tuple[str, ...], int] = {}
        for at in range(len(words) - 2):
            run = tuple(words[at : at + 3])
            found[run] = -1 if run in found else at
        return {run: at for run, at in found.items() if at >= 0}

    theirs = unique(right)
    pairs = sorted((at, theirs[run]) for run, at in unique(left).items() if run in theirs)
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(chain[at - 1] if at else -1)
        if at == len(ends):
            ends.append(place)
            chain.append(number)
        else:
            ends[at], chain[at] = place, number
    kept = []
    number = chain[-1] if chain else -1
    while number >= 0:
        kept.append(pairs[number])
        number = before[number]
    return kept[::-1]


def _tidy(left: Sequence[_Word], right: Sequence[_Word], runs: Sequence[_Run]) -> list[_Run]:
    """Join what belongs together: neighbours of one kind, changes around a word that tells nothing, split writing."""
    joined = _joined(runs)
    kept: list[_Run] = []
    for number, run in enumerate(joined):
        if 0 < number < len(joined) - 1 and run[0] and _is_island(left, run, joined[number - 1], joined[number + 1]):
            run = (False, *run[1:])
        kept.append(run)
    return _joined(
        [
            (
                same or "".join(w.form for w in left[a:b]) == "".join(w.form for w in right[c:d]),
                a,
                b,
                c,
                d,
            )
            for same, a, b, c, d in _joined(kept)
        ]
    )


def _is_island(left: Sequence[_Word], run: _Run, before: _Run, after: _Run) -> bool:
    """Say whether a shared "our" or "of the" stands alone amid other words: the phrase is another as a whole."""
    _, a, b, _, _ = run
    if b - a > _ISLAND or any(word.form not in _empty() for word in left[a:b]):
        return False
    return any(change[2] - change[1] != change[4] - change[3] for change in (before, after)) and all(
        max(change[2] - change[1], change[4] - change[3]) > 1 or min(change[2] - change[1], change[4] - change[3]) > 0
        for change in (before, after)
    )


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    result: list[_Run] = []
    for same, a, b, c, d in runs:
        if a == b and c == d:
            continue
        if result and result[-1][0] == same:
            result[-1] = (same, result[-1][1], b, result[-1][3], d)
        else:
            result.append((same, a, b, c, d))
    return result


# -- what differs ------------------------------------------------------------------------------------------------------


def _change(base: str, other: str, left: Sequence[_Word], right: Sequence[_Word], run: _Run) -> Change:
    same, a, b, c, d = run
    mine, theirs = left[a:b], right[c:d]
    base_start, base_end = _place(left, a, b)
    other_start, other_end = _place(right, c, d)
    return Change(
        kind="equal" if same else "insert" if a == b else "delete" if c == d else "replace",
        base_start=base_start,
        base_end=base_end,
        other_start=other_start,
        other_end=other_end,
        base=base[base_start:base_end],
        other=other[other_start:other_end],
        sort="same" if same else _sort(mine, theirs),
    )


def _place(words: Sequence[_Word], first: int, last: int) -> tuple[int, int]:
    if first < last:
        return words[first].start, words[last - 1].end
    at = words[first - 1].end if first else 0
    return at, at


def _sort(mine: Sequence[_Word], theirs: Sequence[_Word]) -> Sort:
    left, right = {word.form for word in mine}, {word.form for word in theirs}
    if sum(w.form in negations() for w in mine) % 2 != sum(w.form in negations() for w in theirs) % 2:
        return "negation"
    only_left, only_right = sorted(left - right - _empty()), sorted(right - left - _empty())
    if any(contrary(one, two) for one in only_left for two in only_right):
        return "contrary"
    if not only_left and not only_right:
        return "slight"
    if any(form[0].isdigit() for form in (*only_left, *only_right)):
        return "number"
    marks = {word.mark for word in mine if word.form in only_left}
    marks |= {word.mark for word in theirs if word.form in only_right}
    if "date" in marks:
        return "date"
    if "name" in marks:
        return "name"
    if all(_has_like(form, only_right) for form in only_left) and all(
        _has_like(form, only_left) for form in only_right
    ):
        return "like"
    return "word"


def _has_like(form: str, others: Sequence[str]) -> bool:
    near = like(form)
    return any(other in near for other in others)
