"""The words of one marked sentence that two accounts have otherwise: "doorstep" and "threshold", "can" and "cannot"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from verbale.collation.accounts import Account
from verbale.collation.clashes import Clash
from verbale.collation.days import gap
from verbale.collation.likeness import Likeness
from verbale.collation.wording import Change, differences
from verbale.lexicon.wording import weight
from verbale.store.rows import DisagreementKind

_QUOTED = re.compile(r"[“\"«„‘]([^“”\"«»„]{2,2000})[”\"»’]")
_SHORTEST = 4
_LONGEST = 700
"""Characters of marked words that are held side by side."""
_CUT = re.compile(r"\[|…|\.\.\.|\(")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_CHANGED = 6
"""Most words that may stand for others before the two are no longer one sentence."""


def pieces(account: Account) -> tuple[str, ...]:
    """Return what an account sets between marks, each piece of four words and more."""
    said = account.attribution
    found: list[str] = []
    for span in said.content:
        found += [span.text] if said.mode == "direct" else [m[1] for m in _QUOTED.finditer(span.text)]
    return tuple(p[:_LONGEST] for p in found if len(_WORD.findall(p)) >= _SHORTEST)


_ALIKE, _ALIKE_APART = 0.5, 0.85
"""How alike the marked words of two remarks are that no rule joined, on days that may be one, and on two days."""
_APART_RUN = 6
"""Words in a row that remarks of different days share: who is sworn in in March and named in January says like things."""


def one_remark(one: Account, other: Account, found: Likeness) -> bool:
    """Say whether accounts that no rule joined are plainly of one remark: like words are said on the next occasion too."""
    standing, days = gap(one.spoken, one.written, other.spoken, other.written)
    if standing == "same":
        return True
    if standing == "overlap" or (standing != "unknown" and days <= 1):
        return found.marked >= _ALIKE
    return found.marked >= _ALIKE_APART and found.run >= _APART_RUN


_KEPT = 0.25
"""What the words that stay must weigh together."""


def wording_clashes(
    one: Account, other: Account, found: Likeness, beside: Sequence[str], besides: Sequence[str]
) -> Iterator[Clash]:
    """Yield words of one marked sentence that two accounts have otherwise: "doorstep" and "threshold", "can" and "cannot".

    `beside`, `besides`: all that the articles of the one and of the other set between marks of this voice: who quotes both
    wordings has two sentences.
    """
    if found.marked < 0.6 and found.mutual < _CLOSE:
        return
    mine, theirs = pieces(one), pieces(other)
    parts = found.marked < 0.6
    if parts:
        mine, theirs = (tuple(c for p in held for c in _clauses(p)) for held in (mine, theirs))
    for left in mine:
        if any(_told_so(left, piece) for piece in besides):
            continue
        for right in theirs:
            alike = fuzz.partial_ratio(left, right)
            if alike < 60 or any(_told_so(right, piece) for piece in beside):
                continue
            if any(_nearer(left, p, right, alike) for p in besides) or any(
                _nearer(right, p, left, alike) for p in beside
            ):
                continue  # said twice in like words: each is held against its own
            told = max(
                _changed(left, right, _HEAVY if parts else _KEPT),
                key=lambda c: (c[2], _heaviest(c[1]), c[1].base),
                default=None,
            )
            if told is not None:
                kind, change, sure = told
                values = (_shown(change.base, left), _shown(change.other, right))
                yield Clash(kind, " / ".join(sorted(values)), one, other, values, sure)


_HEAVY = 0.6
"""What the words that stay in a clause must weigh: "I think he ... a very good ..." is said of anybody."""
_TURNED = 0.4
"""What the words must weigh that make a sentence another translation: "he has", "Mr Roe had" is none."""
_CLOSE = 0.4
"""How alike two remarks must be for their clauses to be held against each other."""


def _clauses(piece: str) -> list[str]:
    """Return the clauses of a marked piece that are long enough to be one sentence told twice."""
    return [c for part in _CLAUSE.split(piece) if len(_WORD.findall(c := part.strip())) >= _SHORTEST]


_END = re.compile(r"[.!?;:]\s")
_CLAUSE = re.compile(r"[.!?;,:]\s")


@lru_cache(20_000)
def _told_so(piece: str, other: str) -> bool:
    """Say whether a marked piece stands in another as it is."""
    return len(other) >= 0.9 * len(piece) and fuzz.partial_ratio(piece.strip(" .,"), other) >= 97


_NEARER = 3


def _nearer(piece: str, rival: str, other: str, alike: float) -> bool:
    """Say whether a piece is more like another of the same article than like the one it is held against."""
    if other in rival or len(rival) < 0.6 * len(piece):
        return False
    return fuzz.partial_ratio(piece, rival, score_cutoff=alike + _NEARER) > 0


def _heaviest(change: Change) -> float:
    """Return what the weightiest words of a change weigh together: of two changes in one sentence it is told."""
    return sum(weight(w.casefold()) for w in (*_WORD.findall(change.base), *_WORD.findall(change.other)))


def _shown(words: str, piece: str) -> str:
    """Return words as a list shows them: whole words, no article before."""
    at = piece.find(words)
    if at > 1 and (piece[at - 1] in "’'" or (words[0] in "’'" and piece[at - 1].isalnum())):  # "they're"
        words = piece[piece.rfind(" ", 0, at) + 1 : at] + words
    words = words.strip(" ,;:“”\"'’‘")
    return _ARTICLE.sub("", words) or "left out"


_ARTICLE = re.compile(r"^(?:an?|the)\s+(?=\w)", re.I)


def _window(short: str, long: str) -> str:
    """Return that stretch of a long piece, from word to word, that is most like a short one."""
    found = fuzz.partial_ratio_alignment(short, long)
    if found is None:
        return long
    start, end = found.dest_start, found.dest_end
    while start > 0 and long[start - 1].isalnum():
        start -= 1
    while end < len(long) and long[end].isalnum():
        end += 1
    return long[start:end]


@lru_cache(20_000)
def _changed(left: str, right: str, least: float = _KEPT) -> tuple[tuple[DisagreementKind, Change, float], ...]:
    """Return the changes that alter a sentence which is otherwise the same on both sides."""
    whole = True
    if len(left) * 3 < len(right) * 2:
        cut = _window(left, right)
        whole, right = right.rstrip(' .,!?”"').endswith(cut.rstrip(' .,!?”"')), cut
    elif len(right) * 3 < len(left) * 2:
        cut = _window(right, left)
        whole, left = left.rstrip(' .,!?”"').endswith(cut.rstrip(' .,!?”"')), cut
    changes = differences(left, right)
    equal = [i for i, c in enumerate(changes) if c.sort == "same"]
    if not equal:
        return ()
    inner = changes[equal[0] : equal[-1] + 1]
    kept = sum(max(len(_WORD.findall(c.base)), len(_WORD.findall(c.other))) for c in inner if c.sort == "same")
    lost = sum(max(len(_WORD.findall(c.base)), len(_WORD.findall(c.other))) for c in inner if c.sort != "same")
    heavy = sum(weight(w.casefold()) for c in inner if c.sort == "same" for w in _WORD.findall(c.base))
    if heavy < least or (kept < 6 and kept < 0.8 * min(len(_WORD.findall(left)), len(_WORD.findall(right)))):
        return ()  # "I would ... to do it" is in many sentences
    if kept < _SHORTEST or lost > (1.0 if kept >= 10 else 0.5) * kept:
        return ()
    found: list[tuple[DisagreementKind, Change, float]] = []
    for index, change in enumerate(changes):
        ends = whole and index == len(changes) - 1 and change.base_end >= len(left.rstrip(" .,!?")) - 1
        ends = ends and change.other_end >= len(right.rstrip(" .,!?")) - 1
        if change.sort == "same" or not (equal[0] < index < equal[-1] or (ends and index > equal[-1])):
            continue
        if _CUT.search(left[max(0, change.base_start - 5) : change.base_end + 5]) or _CUT.search(
            right[max(0, change.other_start - 5) : change.other_end + 5]
        ):
            continue
        kind = _telling(change)
        if kind == "garble" and change.sort == "negation" and (_left_out(change) or _negated(left) == _negated(right)):
            continue  # a sentence that one lacks; "nothing ... has ever", "has never"
        if kind == "garble" and change.sort == "negation" and _island(changes, index):
            continue  # "this is not a war. This is help", "this is help"
        if kind == "garble" and not (
            set(_WORD.findall(change.base.casefold())) ^ set(_WORD.findall(change.other.casefold()))
        ) - set(_WORD.findall((left if change.other else right).casefold())):
            continue  # said twice: "at no time, at no time"
        if kind is not None:
            full = min(1.0, (kept + 4) / 14)
            found.append((kind, change, round((0.9 if kind == "wording" else 0.97) * (0.8 + 0.2 * full), 3)))
    inside = [c for c in inner if c.sort != "same" and c.base.strip() and c.other.strip()]
    turns = [c for c in inside if c.sort not in {"slight", "like", "name"}]
    turned = sum(
        max((_weight(w) for w in _WORD.findall(f"{c.base} {c.other}") if w.islower()), default=0.0)
        for c in turns
        if not _one_word(_WORD.findall(c.base), _WORD.findall(c.other))
    )
    many = turned >= _TURNED and len(inside) >= 2 and kept >= _SHORTEST * 2 and lost >= max(_SHORTEST, 0.25 * kept)
    if not found and many and not _CUT.search(left + right):
        # no word alone tells: the sentence is another translation, or told from memory
        return (("wording", max(turns, key=lambda c: (len(c.base) + len(c.other), c.base)), 0.7),)
    other_words = [
        c for c in inside if not _one_word(_WORD.findall(c.base), _WORD.findall(c.other)) and c.sort != "name"
    ]
    places = sum(c.sort != "same" and bool(_WORD.search(c.base + c.other)) for c in inner)
    if not found and other_words and places >= 2 and kept >= _SHORTEST + 2 and not _CUT.search(left + right):
        # small words, but in several places: nobody who writes down what he hears does that
        return (
            (
                "wording",
                _widened(max(other_words, key=lambda c: (len(c.base) + len(c.other), c.base)), left, right),
                0.6,
            ),
        )
    return tuple(found)


def _island(changes: Sequence[Change], index: int) -> bool:
    """Say whether only a word stands between a change and the next: the two are one, and more than a "not"."""
    near = [(index + 1, index + 2), (index - 1, index - 2)]
    return any(
        0 <= beyond < len(changes)
        and changes[beside].sort == "same"
        and changes[beyond].sort != "same"
        and len(_WORD.findall(changes[beside].base)) < 2
        for beside, beyond in near
    )


def _left_out(change: Change) -> bool:
    """Say whether one side lacks more than the "not" and its verb."""
    return (
        not all(_WORD.search(side) for side in (change.base, change.other))
        and len(_WORD.findall(change.base + change.other)) > 2
    )


def _negated(piece: str) -> int:
    """Return how many negations a piece has."""
    return len(_NEGATION.findall(piece))


_NEGATION = re.compile(r"\b(?:not|no|never|nothing|nobody|none|nor|cannot)\b|n[’']t\b", re.I)
_AFTER = re.compile(r"\W{0,3}[\w’'-]+(?:\s[\w’'-]+)?")
_BEFORE = re.compile(r"(?<![\w’'-])[\w’'-]++\s\W?$")


def _widened(change: Change, left: str, right: str) -> Change:
    """Return a change of small words with those around it: "of" and "for" alone tell a reader nothing."""
    ends = [
        m.end() if (m := _AFTER.match(text, at)) else at
        for text, at in ((left, change.base_end), (right, change.other_end))
    ]
    begins = [
        m.start() if (m := _BEFORE.search(text, max(0, at - 30), at)) else at
        for text, at in ((left, change.base_start), (right, change.other_start))
    ]
    return Change(
        change.kind,
        begins[0],
        ends[0],
        begins[1],
        ends[1],
        left[begins[0] : ends[0]],
        right[begins[1] : ends[1]],
        change.sort,
    )


def _telling(change: Change) -> DisagreementKind | None:
    """Return what sort of difference a change makes, None where it makes none."""
    mine, theirs = _WORD.findall(change.base), _WORD.findall(change.other)
    if max(len(mine), len(theirs)) > _CHANGED or abs(len(mine) - len(theirs)) > 3:
        return None
    if _END.search(change.base.rstrip(" .!?")) or _END.search(change.other.rstrip(" .!?")):
        return None  # a sentence ends within: what follows is another
    if change.sort == "negation":
        return "garble"
    if not mine or not theirs:
        return None
    if change.sort == "number":
        if all(any(w[0].isdigit() for w in side) for side in (mine, theirs)):
            return "number"
        if not any(w[0].isdigit() for w in (*mine, *theirs)):
            return None
    if change.sort == "contrary":
        return "garble"
    if change.sort not in {"word", "like", "name", "number"} or _one_word(mine, theirs):
        return None
    heavy = [max((_weight(w) for w in side), default=0.0) for side in (mine, theirs)]
    least = 0.25 if change.sort == "word" else 0.45
    return "wording" if min(heavy) >= least else None


def _weight(word: str) -> float:
    return 0.0 if "’" in word else weight(word.casefold())


def _one_word(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Say whether two runs of words are spellings or forms of one: "defence", "defense"; "use", "used"; "Kyiv", "Kiev"."""
    left, right = ("".join(w for w in side if _weight(w)) or "".join(side) for side in (mine, theirs))
    left, right = left.casefold(), right.casefold()
    stem = 0
    while stem < min(len(left), len(right)) and left[stem] == right[stem]:
        stem += 1
    return stem >= 4 or stem == min(len(left), len(right)) or (stem > 0 and fuzz.ratio(left, right) >= 75)
