"""Runs of five words as numbers: what two texts share, counted exactly, in four bytes a run.

Case, accents, marks and typography are folded first, so that only words count. A long text keeps its lowest numbers only;
since the same runs give the same numbers everywhere, what is kept of two texts can still be compared fairly.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]
Flags = NDArray[np.bool_]

RUN = 5
"""Words in a run: two papers that write by themselves hardly ever agree on five words in a row, names and posts apart."""
KEPT = 4096
"""Numbers kept of one text: all of them up to some 4,100 words."""
FULL = 1 << 32
"""The limit of a sketch from which nothing was left out."""

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_PLACES = tuple(
    np.uint64(place)
    for place in (0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3)
)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)

_MARKS = "’“”‘–—…«»•‑„·\u00a0"
"""Marks that the press writes with: without them most English text is plain ASCII, which folds five times as fast."""
_SILENT = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+")
"""Accents that stand apart once a letter is decomposed, soft hyphens, joiners: they make no other word."""
_OTHER_MARKS = re.compile(r"[^\x00-\x7f\w]+")
_ASCII_MARKS = bytes(byte if byte >= 0x80 or chr(byte).isalnum() else 0x20 for byte in range(256))


def fold_words(text: str) -> bytes:
    """Return the words of a text, folded, a blank between: UTF-8, ready to be cut and counted."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    if not text.isascii():
        text = _OTHER_MARKS.sub(" ", _SILENT.sub("", unicodedata.normalize("NFKD", text)))
    return b" ".join(text.casefold().encode("utf-8", "surrogatepass").translate(_ASCII_MARKS).split())


def digest(words: bytes) -> bytes:
    """Return eight bytes that stand for exactly these words."""
    return hashlib.blake2b(words, digest_size=8).digest()


def _spread(words: bytes) -> NDArray[np.uint64]:
    parts = words.split()
    sums = np.fromiter(map(crc32, parts), dtype=np.uint64, count=len(parts)) * _SPREAD
    return np.asarray(sums ^ (sums >> np.uint64(29)), dtype=np.uint64)


def runs(words: bytes, quoted: Flags | None = None) -> tuple[Numbers, Flags]:
    """Return the numbers of a text's runs of five words, sorted, each once, and which stand in quotations alone.

    `quoted` tells it of each word. A text of fewer words than a run has none.
    """
    spread = _spread(words)
    count = len(spread) - RUN + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.bool_)
    mixed = spread[:count] * _PLACES[0]
    for place in range(1, RUN):
        mixed += spread[place : place + count] * _PLACES[place]
    mixed ^= mixed >> np.uint64(30)
    mixed *= _FIRST
    mixed ^= mixed >> np.uint64(27)
    mixed *= _SECOND
    mixed = (mixed >> np.uint64(32)) << np.uint64(1)  # the lowest bit says "quoted", so that prose comes first
    if quoted is not None:
        within = quoted[:count].copy()
        for place in range(1, RUN):
            within &= quoted[place : place + count]
        mixed |= within
    mixed.sort()
    numbers = (mixed >> np.uint64(1)).astype(np.uint32)
    first = np.concatenate(([True], numbers[1:] != numbers[:-1]))
    return numbers[first], (mixed[first] & np.uint64(1)).astype(np.bool_)


def sketch(numbers: Numbers, kept: int = KEPT) -> tuple[bytes, int]:
    """Return the lowest numbers as bytes, and the limit below which none was left out."""
    if len(numbers) <= kept:
        return numbers.astype("<u4").tobytes(), FULL
    return numbers[:kept].astype("<u4").tobytes(), int(numbers[kept])


def numbers_of(sketched: bytes) -> Numbers:
    """Return the numbers of a sketch, without copying them."""
    return np.frombuffer(sketched, dtype="<u4")


def overlap(left: Numbers, left_limit: int, right: Numbers, right_limit: int) -> tuple[int, int, int]:
    """Return how many numbers are shared, and how many each side has, below the limit up to which both are known."""
    limit = min(left_limit, right_limit)
    if limit < FULL:
        left, right = left[: np.searchsorted(left, limit)], right[: np.searchsorted(right, limit)]
    if not len(left) or not len(right):
        return 0, len(left), len(right)
    both = np.concatenate((left, right))
    both.sort()
    return int(np.count_nonzero(both[1:] == both[:-1])), len(left), len(right)


def shared_at(left: Numbers, right: Numbers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where on either side the shared numbers stand."""
    _, mine, theirs = np.intersect1d(left, right, assume_unique=True, return_indices=True)
    return mine, theirs
