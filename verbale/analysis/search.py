"""Statements by meaning: how much of what is asked a statement says, in the same words, in words like them, or as a whole.

Words count by what they tell; names are held to names. What is asked is then held to what is said as a whole, by what the
shipped encoder makes of both (vectors.py). A statement's score depends on nothing but itself and the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from verbale.analysis.akin import akin
from verbale.analysis.facts import Facts, Said
from verbale.analysis.vectors import Vectors
from verbale.collation.likeness import fold_word
from verbale.lexicon import load_words
from verbale.lexicon.wording import contrary, known, weight

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LEAST = 0.35
"""By words alone, a statement that says less of what is asked is no answer."""
_NEAR = 0.3
"""By words and as a whole, likewise."""
_ALL = 4000
"""So many statements are all read as a whole, once each: some two thousandths of a second."""
_SOME = 600
"""Of more than that, so many are: the most likely by their words."""
_NAME = 0.8
_STEM = 6


class Match(Struct, frozen=True):
    """A statement that says what is asked."""

    statement_id: str
    score: float
    """From 0 to 1: the mean of how much of the query its words say and how near it is as a whole."""
    words: tuple[str, ...]
    """The query's words that it has or is like."""


def _near(word: str) -> dict[str, float]:
    """Return the words that answer a query's word, with how well."""
    found = {word: 1.0, **akin(word)}
    for other in (word + "s", word.removesuffix("s"), word + "ed", word + "ing"):
        found.setdefault(other, 0.9)
    return {other: score for other, score in found.items() if not contrary(word, other)}


def find_by_meaning(
    facts: Facts, query: str, *, keep: Callable[[Said], bool] = lambda _: True, limit: int = 20
) -> list[Match]:
    """Return the statements that say what is asked, the nearest first. `keep` says which may be looked at.

    What a statement says is held to the query twice: word by word, and as a whole (vectors.py). Where there are no weights
    words decide alone.
    """
    by_words = _by_words(facts, query, keep)
    if not by_words:
        return []
    if not Vectors.there():
        found = [m for m in by_words if m.score >= _LEAST]
        return sorted(found, key=lambda m: (-m.score, m.statement_id))[: max(limit, 0)]
    if len(by_words) > _ALL:
        # of a great many the most likely by words are read: any order that is the same each time will do
        by_words = sorted(by_words, key=lambda m: (-m.score, m.statement_id))[:_SOME]
    said = facts.memo.get("said by id")
    if not isinstance(said, dict):
        said = facts.memo["said by id"] = {s.id: s for s in facts.said}
    vectors = facts.memo.get("vectors")
    if not isinstance(vectors, Vectors):
        vectors = facts.memo["vectors"] = Vectors(Path(f"{facts.path}.vectors"))
    whole = vectors.of([said[m.statement_id].content for m in by_words]) @ Vectors().of([query])[0]
    # rounded, for the last digits are the processor's own
    found = [
        Match(m.statement_id, round((m.score + max(float(w), 0.0)) / 2, 3), m.words)
        for m, w in zip(by_words, whole, strict=True)
    ]
    near = [m for m in found if m.score >= _NEAR]
    return sorted(near, key=lambda m: (-m.score, m.statement_id))[: max(limit, 0)]


def _by_words(facts: Facts, query: str, keep: Callable[[Said], bool]) -> list[Match]:
    """Return of each statement how much of the query its words say, 0 where nothing; none where the query says nothing."""
    empty = frozenset(load_words("empty_words.txt"))
    words = [w for w in dict.fromkeys(fold_word(m) for m in _WORD.findall(query)) if w not in empty]
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
        covered = sum(told[w] * score for w, score in best.items()) / total
        length = len(said.content)
        score = covered * (1.0 if length < 200 else 0.95 if length < 500 else 0.9)
        found.append(Match(said.id, round(score, 4), tuple(sorted(best, key=lambda w: (-told[w] * best[w], w)))))
    return found


def _forms(said: Said, facts: Facts) -> Iterable[str]:
    for match in _WORD.finditer(said.content):
        yield fold_word(match[0])
    for match in _WORD.finditer(facts.name(said.speaker_id) or ""):
        yield fold_word(match[0])


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
