"""Lay an attribution out for the network that reads what is done by saying it, and about which matter: a demand for talks.

The tagger's lower layers have read the window already. Of what they made of each word, a small network on top reads the
words around an attribution, told which of them are its speaker, its reporting words and its content, and what the
lexicon knows of those words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from verbale.language.act_words import buckets
from verbale.language.tagged import Piece
from verbale.language.windows import Window
from verbale.language.words import Words
from verbale.lexicon import load_table
from verbale.lexicon.verbs import forms
from verbale.model import Stance

ACTS = (
    "accept", "accuse", "announce", "assert", "demand", "deny", "expect",
    "praise", "promise", "propose", "refuse", "request", "threaten", "warn",
)  # fmt: skip
"""What the network tells apart, in the order of its outputs."""
STANCES: tuple[Stance, ...] = (
    "states", "demands", "offers", "accepts", "refuses", "denies", "red line", "threatens", "undecided",
)  # fmt: skip
"""The stances that it tells apart, in the order of its outputs; the first is none."""
OTHER, SOURCE, CUE, CONTENT = range(4)
NEAR = 6
LONGEST_MATTER = 5
"""Words that name a matter at most."""
_CONTENT = 30
_WORDS = 64
_LOOKED_AT = 600
_PLAIN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Roles:
    """One attribution as offsets into its document; source and cue may be empty, content may not."""

    source: tuple[Piece, ...]
    cue: tuple[Piece, ...]
    content: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the network reads of one attribution."""

    words: npt.NDArray[np.int64]
    """Numbers of words in the document."""
    roles: npt.NDArray[np.int64]
    """Of each: other, source, cue or content."""
    flags: npt.NDArray[np.float32]
    """What the lexicon says of the reporting words, then of the content: two numbers an act."""
    keys: npt.NDArray[np.int64]
    """Rows of the table of words."""


class ActRead(Struct, frozen=True, array_like=True):
    """What the network makes of one attribution."""

    act: int
    """Index in `ACTS` of the most probable act."""
    probability: float
    stances: tuple[int, ...] = ()
    """How probable each of `STANCES` is, in percent; empty where the weights tell none."""
    nothing: int = 0
    """How probable it is that nothing was said at all (a deed, a title), in percent."""
    matter: tuple[int, ...] = ()
    """First and last of the words that name the matter of a stance, counted from the window's first word; empty where none do
    or the weights tell none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the network makes of one attribution of a document."""

    read: ActRead
    matter: Piece | None = None
    """Where the words stand that name its matter."""


NOT_READ = ActRead(ACTS.index("assert"), 0.0)
"""What is not in a sentence, or read without this network."""


def matter_in(scores: npt.NDArray[np.float32]) -> tuple[int, int] | None:
    """Return the first and last place of the words that most probably name the matter; None where it is likelier that none do.

    `scores`: of each word how far it begins and how far it ends the matter, (1 + words, 2); the first row stands for none.
    """
    whole = scores - scores.max(axis=0)
    whole = whole - np.log(np.exp(whole).sum(axis=0))
    best, found = float(whole[0].sum()), None
    begins, ends = whole[1:, 0], whole[1:, 1]
    for length in range(min(LONGEST_MATTER, len(begins))):
        together = begins[: len(begins) - length] + ends[length:]
        first = int(together.argmax())
        if float(together[first]) > best:
            best, found = float(together[first]), (first, first + length)
    return found


def bare(text: str, start: int, end: int) -> Piece | None:
    """Return a place without the marks at its ends; None where it is nothing else."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return (start, end) if start < end else None


def anchor(words: Words, roles: Roles) -> int:
    """Return the word that decides in which window an attribution is read: its cue's first, else its content's."""
    start = (roles.cue or roles.content)[0][0]
    return min(bisect_right(words.ends, start), len(words) - 1)


def lay_out(text: str, words: Words, window: Window, roles: Roles) -> Sheet:
    """Choose the words of a window that an attribution is read by."""
    marks: dict[int, int] = {}
    left = _CONTENT
    for role, pieces in ((CONTENT, roles.content), (SOURCE, roles.source), (CUE, roles.cue)):
        for start, end in pieces:
            first = max(bisect_right(words.ends, start), window.first)
            last = min(bisect_left(words.starts, end), window.last)
            if role == CONTENT:
                last = min(last, first + left)
                left -= max(last - first, 0)
            elif last - first > _CONTENT // 2:
                last = first + _CONTENT // 2
            for word in range(first, last):
                marks[word] = role
    at = min(max(anchor(words, roles), window.first), window.last - 1)
    marks.setdefault(at, OTHER)
    sentences = {words.sentences[word] for word in marks}
    chosen: list[int] = []
    kinds: list[int] = []
    previous = -1
    marked = sorted(marks)
    for position, word in enumerate(marked):
        low = max(word - NEAR, previous + 1, window.first)
        for other in range(low, word):
            if words.sentences[other] in sentences:
                chosen.append(other)
                kinds.append(OTHER)
        chosen.append(word)
        kinds.append(marks[word])
        previous = word
        following = marked[position + 1] if position + 1 < len(marked) else window.last
        for other in range(word + 1, min(word + 1 + NEAR, following)):
            if words.sentences[other] in sentences:
                chosen.append(other)
                kinds.append(OTHER)
                previous = other
    flags = flags_of(text, roles)
    quoted = all(words.quotes[word] for word, role in marks.items() if role == CONTENT)
    acts = [act for act, flag in zip(ACTS, flags, strict=False) if flag]
    keys = buckets(_words_of(text, roles.cue), _words_of(text, roles.content), quoted, acts)
    return Sheet(
        np.array(chosen[:_WORDS], dtype=np.int64),
        np.array(kinds[:_WORDS], dtype=np.int64),
        flags,
        np.array(keys, dtype=np.int64),
    )


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """Return the lexicon's reporting words in all forms, by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for row in load_table("cues.tsv"):
        inflected = forms(row["lemma"])
        for form in (inflected.base, inflected.third, inflected.past, inflected.participle, inflected.gerund):
            split = tuple(form.split())
            found.setdefault(split[0], []).append((split, ACTS.index(row["act"])))
    return {first: tuple(sorted(items, key=lambda item: -len(item[0]))) for first, items in found.items()}


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((ACTS.index(r["act"]), re.compile(r["pattern"], re.I)) for r in load_table("acts.tsv"))


def cue_words(text: str, roles: Roles) -> list[str]:
    """Return the reporting words in small letters."""
    return _PLAIN.findall(_words_of(text, roles.cue).lower())


def flags_of(text: str, roles: Roles) -> npt.NDArray[np.float32]:
    """Return what the lexicon says: the acts of the reporting words, then those that the content's patterns name."""
    flags = np.zeros(2 * len(ACTS), dtype=np.float32)
    cue = cue_words(text, roles)
    entries = _cues()
    for index, word in enumerate(cue):
        for split, act in entries.get(word, ()):
            if tuple(cue[index : index + len(split)]) == split:
                flags[act] = 1.0
                break
    content = _words_of(text, roles.content)
    for act, pattern in _patterns():
        if pattern.search(content):
            flags[len(ACTS) + act] = 1.0
    return flags


def _words_of(text: str, pieces: Sequence[Piece]) -> str:
    return " ".join(text[start : min(end, start + _LOOKED_AT)] for start, end in pieces)[:_LOOKED_AT]
