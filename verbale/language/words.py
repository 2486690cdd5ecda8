"""Cut prose into words and wordpieces, with offsets and the few marks that an uncased model cannot see.

The encoder knows 30,522 lower-case wordpieces. What lower-casing loses (capitals, digits, which way a quotation mark
faces, whether a word stands inside a quotation, where a paragraph starts) goes in as three small numbers per word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

SHAPES = 14
PLACES = 5
QUOTES = 6  # five are used
_PIECES_OF_A_WORD = 100

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*|\S")
_OPENERS = frozenset("“«„‟")
_CLOSERS = frozenset("”»")
_SINGLE = frozenset("'‘’‚‛")
_BEFORE_OPENING = frozenset(" \t\n\r\u00a0([{—–-/\"“‘'")


class Vocabulary:
    """The encoder's wordpieces, longest match first, and what else a word is by itself."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self.unknown = self._ids["[UNK]"]
        self.start = self._ids["[CLS]"]
        self.stop = self._ids["[SEP]"]
        self.read_word = lru_cache(maxsize=100_000)(self._read_word)

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        """Read one piece a line."""
        return cls(path.read_text(encoding="utf-8").splitlines())

    def _read_word(self, word: str) -> tuple[int, tuple[int, ...], bool]:
        """Return a word's shape and pieces, and whether it may be a mark."""
        return _shape(word), self.pieces(word), len(word) == 1 and not word.isalnum()

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a word's pieces."""
        plain = word.lower()
        if not plain.isascii():
            plain = "".join(c for c in unicodedata.normalize("NFD", plain) if unicodedata.category(c) != "Mn")
        if not plain or len(plain) > _PIECES_OF_A_WORD:
            return (self.unknown,)
        found: list[int] = []
        position = 0
        while position < len(plain):
            prefix = "##" if position else ""
            for end in range(len(plain), position, -1):
                number = self._ids.get(prefix + plain[position:end])
                if number is not None:
                    found.append(number)
                    position = end
                    break
            else:
                return (self.unknown,)
        return tuple(found)


@dataclass(slots=True)
class Words:
    """The words of one document's sentences, column by column."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    """Number of the sentence each word stands in."""
    paragraphs: list[int] = field(default_factory=list)
    shapes: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    quotes: list[int] = field(default_factory=list)
    pieces: list[tuple[int, ...]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.starts)


def _shape(word: str) -> int:
    first = word[0]
    if word.isdigit():
        return 5
    if first.isalnum():
        if word.islower():
            return 0
        if len(word) == 1:
            return 3 if first.isupper() else 0
        if word.isupper():
            return 2
        if first.isupper() and word[1:].islower():
            return 1
        return 6 if any(c.isdigit() for c in word) else 4
    if first in _OPENERS:
        return 7
    if first in _CLOSERS:
        return 8
    if first == '"':
        return 9
    if first in _SINGLE:
        return 10
    if first in ".!?…":
        return 11
    if first in ",;:":
        return 12
    return 13


class _QuoteState:
    """Follows quotation marks: 0 outside, 1 inside double marks, 2 inside single ones, 3 opens, 4 closes."""

    def __init__(self) -> None:
        self.double = False
        self.single = False

    @property
    def now(self) -> int:
        """The state of a word that is no mark."""
        return 1 if self.double else 2 if self.single else 0

    def paragraph(self) -> None:
        """End what a paragraph left open: a quotation that goes on opens again with a mark."""
        self.double = False
        self.single = False

    def at(self, text: str, start: int, end: int) -> int:
        """Take in the word `text[start:end]` and return the state it stands in."""
        mark = text[start]
        if end - start == 1 and not mark.isalnum():
            before = text[start - 1] if start else " "
            after = text[end] if end < len(text) else " "
            if mark in _OPENERS:
                self.double = True
                return 3
            if mark in _CLOSERS:
                self.double = False
                return 4
            if mark == '"':
                opens = before in _BEFORE_OPENING and not after.isspace()
                closes = not before.isspace() and not after.isalnum()
                if opens == closes:
                    opens = not self.double
                self.double = opens
                return 3 if opens else 4
            if mark in _SINGLE:
                if (
                    not self.single
                    and mark != "’"
                    and before in _BEFORE_OPENING
                    and after.isalnum()
                    and not after.isdigit()
                ):
                    self.single = True
                    return 3
                if self.single and mark != "‘" and not before.isspace() and not after.isalnum():
                    self.single = False
                    return 4
        return self.now


def read_words(
    text: str, sentences: Iterable[tuple[int, int]], vocabulary: Vocabulary, *, apart: bool = False
) -> Words:
    """Cut the sentences, given in text order, into words; with `apart`, each is a paragraph of its own."""
    words = Words()
    starts, ends, numbers, paragraphs = words.starts, words.ends, words.sentences, words.paragraphs
    shapes, quotes, places, pieces = words.shapes, words.quotes, words.places, words.pieces
    state = _QuoteState()
    read_word = vocabulary.read_word
    inside = 0
    paragraph = -1
    previous = -1
    for number, (first, last) in enumerate(sentences):
        opens_paragraph = apart or previous < 0 or "\n" in text[previous:first] or "\r" in text[previous:first]
        if opens_paragraph:
            paragraph += 1
            state.paragraph()
            inside = 0
        previous = last
        place = 3 if opens_paragraph else 2
        for match in _WORD.finditer(text, first, last):
            start, end = match.span()
            shape, own, mark = read_word(match.group())
            starts.append(start)
            ends.append(end)
            shapes.append(shape)
            if mark:
                quotes.append(state.at(text, start, end))
                inside = state.now
            else:
                quotes.append(inside)
            if place < 2 and start and text[start - 1].isspace():
                place = 1
            places.append(place)
            pieces.append(own)
            place = 0
        numbers += [number] * (len(starts) - len(numbers))
        paragraphs += [paragraph] * (len(starts) - len(paragraphs))
    return words
