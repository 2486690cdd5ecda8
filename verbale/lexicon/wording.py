"""How much a word weighs when two wordings are compared, and how near two words are in meaning."""

from __future__ import annotations

from functools import cache

from verbale.lexicon import load_words, read_text

RAREST = 12
"""The band of a word that the table does not hold."""


@cache
def _table() -> dict[str, tuple[int, str]]:
    rows: dict[str, tuple[int, str]] = {}
    for line in read_text("wording.tsv").splitlines():
        if line.startswith("#"):
            continue
        word, band, like = line.split("\t")
        if band != "band":
            rows[word] = (int(band), like)
    return rows


@cache
def _opposites() -> tuple[tuple[str, str], ...]:
    pairs = []
    for line in read_text("opposites.tsv").splitlines():
        if line and not line.startswith("#"):
            left, right = line.split("\t")
            pairs += [(left, right), (right, left)]
    return tuple(pairs)


def _is(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@cache
def _by_start() -> dict[str, tuple[tuple[str, str], ...]]:
    """The pairs by the first two letters of their left side."""
    found: dict[str, list[tuple[str, str]]] = {}
    for left, right in _opposites():
        found.setdefault(left[:2], []).append((left, right))
    return {start: tuple(pairs) for start, pairs in found.items()}


@cache
def contraries(word: str) -> tuple[str, ...]:
    """Return patterns (`with*`) of the words that say the contrary."""
    return tuple(dict.fromkeys(right for left, right in _by_start().get(word[:2], ()) if _is(word, left)))


def contrary(word: str, other: str) -> bool:
    """Say whether one word says the contrary of another: "accepts", "rejected"."""
    return any(_is(other, pattern) for pattern in contraries(word))


@cache
def negations() -> frozenset[str]:
    """Return the words that negate."""
    return frozenset(load_words("negations.txt"))


@cache
def hollow() -> frozenset[str]:
    """Return the words that tell nothing, negations among them."""
    return negations() | frozenset(load_words("empty_words.txt"))


@cache
def weight(word: str) -> float:
    """Return what a word tells: 0 for words of every article, 1 for rare ones and names."""
    if len(word) < 3 or "'" in word or word in hollow():
        return 0.0  # the table leaves out "on", "I'm": they are common, not rare
    row = _table().get(word)
    band = row[0] if row else RAREST
    return min(band, RAREST) / RAREST


@cache
def _likes() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for word, (_, pairs) in _table().items():
        for pair in pairs.split():
            other, score = pair.rsplit(":", 1)
            found.setdefault(word, {})[other] = found.setdefault(other, {})[word] = int(score) / 100
    return found


@cache
def like(word: str) -> dict[str, float]:
    """Return the words of like meaning with their likeness (0 to 1), contraries left out."""
    return {other: score for other, score in _likes().get(word, {}).items() if not contrary(word, other)}


INFLECTED = 0.8
"""From here up two words are forms of one, or as good as that."""


@cache
def canonical(word: str) -> str:
    """Return one word for a word and its inflected and like forms: "guarantees" for "guarantee"."""
    return min([word, *(other for other, score in like(word).items() if score >= INFLECTED)])


def known(word: str) -> bool:
    """Say whether the table holds a word."""
    return word in _table()
