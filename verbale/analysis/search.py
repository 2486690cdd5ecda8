"""Statements by meaning: how much of what is asked a statement says, in the same words or in words like them.

Words count by what they tell; names are held to names. A statement's score depends on nothing but itself and the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from verbale.analysis.akin import akin
from verbale.analysis.facts import Facts, Said
from verbale.lexicon import load_words
from verbale.lexicon.wording import contrary, known, weight

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LEAST = 0.35
"""A statement that says less of what is asked is no answer."""
_NAME = 0.8
_STEM = 6


class Match(Struct, frozen=True):
    """A statement that says what is asked."""

    statement_id: str
    score: float
    """From 0 to 1: how much of the query it says, a little less where it says much else."""
    words: tuple[str, ...]
    """The query's words that it has or is like."""


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")


def _near(word: str) -> dict[str, float]:
    """Return the words that answer a query's word, with how well."""
    found = {word: 1.0, **akin(word)}
    for other in (word + "s", word.removesuffix("s"), word + "ed", word + "ing"):
        found.setdefault(other, 0.9)
    return {other: score for other, score in found.items() if not contrary(word, other)}


def find_by_meaning(
    facts: Facts, query: str, *, keep: Callable[[Said], bool] = lambda _: True, limit: int = 20
) -> list[Match]:
    """Return the statements that say what is asked, the nearest first. `keep` says which may be looked at."""
    empty = frozenset(load_words("empty_words.txt"))
    words = [w for w in dict.fromkeys(_fold(m) for m in _WORD.findall(query)) if w not in empty]
    told = {w: max(weight(w), 0.05) if known(w) else _NAME for w in words}
    total = sum(told.values())
    if not total:
        return []
    near = {w: _near(w) for w in words}
    wanted: dict[str, list[tuple[str, float]]] = {}
    for word, likes in near.items():
        for other, score in likes.items():
            wanted.setdefault(other, []).append((word, score))
    stems = {w[:_STEM]: w for w in words if len(w) >= _STEM and not known(w)}
    found: list[Match] = []
    for said in facts.said:
        if not keep(said):
            continue
        best = _best(_forms(said, facts), wanted, stems)
        if not best:
            continue
        covered = sum(told[w] * score for w, score in best.items()) / total
        if covered < _LEAST:
            continue
        length = len(said.content)
        score = covered * (1.0 if length < 200 else 0.95 if length < 500 else 0.9)
        found.append(Match(said.id, round(score, 4), tuple(sorted(best, key=lambda w: (-told[w] * best[w], w)))))
    return sorted(found, key=lambda m: (-m.score, m.statement_id))[: max(limit, 0)]


def _forms(said: Said, facts: Facts) -> Iterable[str]:
    for match in _WORD.finditer(said.content):
        yield _fold(match[0])
    for match in _WORD.finditer(facts.name(said.speaker_id) or ""):
        yield _fold(match[0])


def _best(forms: Iterable[str], wanted: dict[str, list[tuple[str, float]]], stems: dict[str, str]) -> dict[str, float]:
    best: dict[str, float] = {}
    for form in forms:
        for word, score in wanted.get(form, ()):
            if score > best.get(word, 0.0):
                best[word] = score
        stem = stems.get(form[:_STEM])
        if stem is not None and best.get(stem, 0.0) < 0.9:
            best[stem] = 0.9
    return best
