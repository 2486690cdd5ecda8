"""How alike two wordings are: shared words and words of like meaning, names by whom they mean, marked words, polarity.

Pure functions of two contents; nothing depends on what else is in the record, so that an added article changes no score.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from rapidfuzz.distance import LCSseq

from verbale.lexicon import load_words
from verbale.lexicon.wording import contraries, contrary, known, like, negations, weight
from verbale.model import Span

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAME = 0.35
"""What a name weighs: it tells less than rare words, since all of a dispute's statements share names."""
_DAY = 0.6
"""What a day or month weighs: "in January" and "next month" are one token where they mean the same."""
_NUMBER = 0.5


class Token(Struct, frozen=True, gc=False):
    """A word that tells something: its form for comparison, what it weighs, whether it is a name or number."""

    form: str
    weight: float
    name: bool = False
    number: bool = False
    negated: bool = False
    """A negation stands just before it."""


@lru_cache(100_000)
def _token(form: str, weight: float, name: bool = False, number: bool = False, negated: bool = False) -> Token:
    """Return a token, the same one for the same word: a large record has millions."""
    return Token(form, weight, name, number, negated)


class Wording(Struct, frozen=True):
    """A content made ready for comparison."""

    tokens: tuple[Token, ...]
    total: float
    runs: tuple[tuple[str, ...], ...]
    """The words of direct speech and of marked pieces, as they stand."""
    words: tuple[str, ...]
    """All words as they stand."""
    poles: frozenset[str]
    """The words among them that have a contrary."""

    @property
    def forms(self) -> frozenset[str]:
        """What the tokens are, each once; made when it is asked for, since held it would be a fifth of all that is held."""
        return frozenset([t.form for t in self.tokens])


class Likeness(Struct, frozen=True):
    """How one wording stands to another, each figure from 0 to 1."""

    covered: float
    """How much of the one that says less is in the other."""
    mutual: float
    """How much of both is in both (harmonic mean)."""
    run: int
    """The most words that both mark as said, in the same order."""
    run_share: float
    """That run's part of the shorter marked piece."""
    verbatim: int
    """The most words in a row that both have, marked or not."""
    marked: float
    """How alike the two most alike marked pieces of four words and more are, small words included."""
    turned: float
    """How much of the shared words stands under a negation in one and not in the other."""
    contraries: tuple[tuple[str, str], ...]
    """Words that stand against each other."""
    numbers: bool
    """False where both give numbers and none is the same."""
    weight: float
    """What the lighter wording weighs: likeness of a few common words says little."""


@lru_cache(1)
def _empty() -> frozenset[str]:
    return frozenset(load_words("empty_words.txt"))


@lru_cache(200_000)
def fold_word(word: str) -> str:
    """Return a word without case, curly apostrophe and possessive."""
    return word.casefold().replace("’", "'").removesuffix("'s")


_STOP = re.compile(r"[,;:.!?]")
_REACH = 5
"""How many words a negation reaches."""
_QUOTED = re.compile(r"[“\"«„‘]([^“”\"«»„]{2,2000})[”\"»’]")


def counts_of(text: str, names: Sequence[tuple[int, int, str]]) -> Counter[str]:
    """Return how often a document uses each word, and names each actor: what it is all about tells little."""
    found = Counter(fold_word(word) for word in _WORD.findall(text))
    found.update("@" + whom for _, _, whom in names)
    return found


def _told(weight: float, count: int) -> float:
    """Return what a word still tells in a document that uses it so often."""
    return weight / (1.0 + _TOPIC * math.log2(count)) if count > 1 else weight


_TOPIC = 0.5


def wording(
    content: Sequence[Span], names: Sequence[tuple[int, int, str]], direct: bool, counts: Mapping[str, int]
) -> Wording:
    """Make a content ready.

    `names`: (start, end, whom) of the document's names in text order, not overlapping, and its days as `#2022-01`;
    `counts`: see `counts_of`.
    """
    tokens: list[Token] = []
    runs: list[tuple[str, ...]] = []
    starts = [start for start, _, _ in names]
    plain: list[str] = [w for span in content for w in _WORD.findall(span.text)]
    titled = _titled(plain)
    for span in content:
        marked = [(0, len(span.text))] if direct else [(m.start(1), m.end(1)) for m in _QUOTED.finditer(span.text)]
        runs += [tuple(fold_word(w) for w in _WORD.findall(span.text[a:b])) for a, b in marked]
        last = ""
        reach, stop = 0, 0
        for match in _WORD.finditer(span.text):
            word = fold_word(match[0])
            if reach and _STOP.search(span.text, stop, match.start()):
                reach = 0
            stop = match.end()
            here = span.start + match.start()
            near = bisect_left(starts, here + 1) - 1
            whom = names[near][2] if near >= 0 and here < names[near][1] else ""
            if whom.startswith("#"):
                if whom != last:
                    tokens.append(_token(whom, _DAY, name=True))
                last = whom
                continue
            if whom:
                if whom != last:
                    own = _told(_NAME, counts.get("@" + whom, 1))
                    tokens.append(_token("@" + whom, own, name=True, negated=reach > 0))
                last = whom
                continue
            last = ""
            if word in negations() or word.endswith("n't"):
                reach = _REACH
                continue
            reach = max(0, reach - 1)
            if word[0].isdigit():
                tokens.append(_token(word.replace(",", ""), _NUMBER, number=True, negated=reach > 0))
            elif word not in _empty() and (own := _told(weight(word), counts.get(word, 1))) > 0:
                if match[0][0].isupper() and not titled and match.start() and span.text[match.start() - 2] not in ".!?":
                    own = min(own, _told(_NAME, counts.get(word, 1)))  # "Soviet", "Western"
                tokens.append(_token(word, own, negated=reach > 0))
    words = tuple(map(fold_word, plain))
    poles = frozenset(t.form for t in tokens if not t.name and not t.number and contraries(t.form))
    total = sum(t.weight for t in tokens)
    return Wording(tuple(tokens), total, tuple(r for r in runs if r), words, poles or _NONE)


_NONE: frozenset[str] = frozenset()
"""Most wordings have no such word, and each empty set would take room of its own."""


def _titled(plain: Iterable[str]) -> bool:
    """Say whether a content is written as headlines are: most of its longer words with a capital."""
    words = [w for w in plain if len(w) > 3]
    capital = [w for w in words if w[0].isupper()]
    return len(capital) > 0.6 * len(words)


def nearest(word: str, forms: frozenset[str]) -> float:
    """Return how near a word comes to one of a wording's: 1 the same, 0 nothing in common."""
    if word in forms:
        return 1.0
    best = 0.0
    likes = like(word)
    if not forms.isdisjoint(likes):
        best = max(likes[other] for other in forms.intersection(likes))
    if best < _INFLECTED and len(word) >= _STEM and not known(word):
        best = max((_INFLECTED for other in forms if other[:_STEM] == word[:_STEM]), default=best)
    return best


_STEM = 6
_INFLECTED = 0.9


def _cover(part: Wording, forms: frozenset[str]) -> float:
    if not part.total:
        return 0.0
    found = 0.0
    for token in part.tokens:
        if token.form in forms:
            found += token.weight
        elif not token.name and not token.number:
            found += token.weight * nearest(token.form, forms)
    return found / part.total


def _run(left: Wording, right: Wording) -> tuple[int, float]:
    """Return the longest run of marked words in common, and its part of the shorter piece."""
    best, share = 0, 0.0
    for one in left.runs:
        for other in right.runs:
            length = _longest(one, other)
            told = length / max(1, min(len(one), len(other)))
            if (length, told) > (best, share):
                best, share = length, told
    return best, share


@lru_cache(50_000)
def _longest(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    if one == other:
        return len(one)
    marks = {word: chr(index) for index, word in enumerate(dict.fromkeys(other[:_LONGEST]), start=1)}
    if marks.keys().isdisjoint(one):
        return 0
    # a character for each word: then to look for a run is to look for a string
    mine = "".join(marks.get(word, "\0") for word in one[:_LONGEST])
    theirs = "".join(marks[word] for word in other[:_LONGEST])
    best = 0
    for at in range(len(mine)):
        while at + best < len(mine) and mine[at : at + best + 1] in theirs:
            best += 1
    return best


_LONGEST = 400


@lru_cache(50_000)
def _ratio(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return twice the words in common, in order, over all words; 0 for pieces under four words.

    A short piece is held against that stretch of a long one that is most like it.
    """
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < 4 or len(short) > 80:
        return 0.0
    size = len(short) + 1
    if len(long) <= size:
        return _common(short, long)
    # the two meet where they share two words in a row
    places: dict[tuple[str, str], int] = {}
    for at in range(len(short) - 2, -1, -1):
        places[short[at], short[at + 1]] = at
    starts = set()
    for at in range(min(len(long), _LONGEST) - 1):
        offset = places.get((long[at], long[at + 1]))
        if offset is not None:
            starts.add(min(max(at - offset, 0), len(long) - size))
    return max((_common(short, long[at : at + size]) for at in sorted(starts)), default=0.0)


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return round(2 * LCSseq.similarity(one, other) / (len(one) + len(other)), 3)


def overlap(left: Wording, right: Wording) -> float:
    """Return how much of the lighter wording's weight both have word for word: a quick lower bound of likeness."""
    short, long = (left, right) if left.total <= right.total else (right, left)
    forms = long.forms
    return sum(t.weight for t in short.tokens if t.form in forms) / short.total if short.total else 0.0


def compare(left: Wording, right: Wording, *, marks: bool = True) -> Likeness:
    """Compare two wordings; the order does not matter. Without `marks` the marked pieces are not held side by side."""
    left_forms, right_forms = left.forms, right.forms
    one, other = _cover(left, right_forms), _cover(right, left_forms)
    run, share, marked, verbatim = 0, 0.0, 0.0, 0
    if marks:
        run, share = _run(left, right)
        marked = max((_ratio(a, b) for a in left.runs for b in right.runs), default=0.0)
        verbatim = _longest(left.words, right.words)
    common = {t.form: t for t in left.tokens if t.form in right_forms}
    turned = {t.form for t in right.tokens if t.form in common and t.negated != common[t.form].negated}
    numbers = _numbers(left), _numbers(right)
    return Likeness(
        covered=one if left.total < right.total else other if right.total < left.total else min(one, other),
        mutual=2 * one * other / (one + other) if one + other else 0.0,
        run=run,
        run_share=share,
        verbatim=verbatim,
        marked=marked,
        turned=sum(common[f].weight for f in sorted(turned)) / max(1e-9, sum(t.weight for t in common.values())),
        contraries=_against(left, right) if left.poles and right.poles else (),
        numbers=not (numbers[0] and numbers[1] and not numbers[0] & numbers[1]),
        weight=min(left.total, right.total),
    )


def _numbers(side: Wording) -> set[str]:
    return {t.form for t in side.tokens if t.number}


def _against(left: Wording, right: Wording) -> tuple[tuple[str, str], ...]:
    own, other = left.poles - right.forms, right.poles - left.forms
    return tuple(sorted((a, b) for a in own for b in other if contrary(a, b)))
