"""The trained reader of names: which words name a person, a place or polity, an organisation.

    for name in read_names(text, sentences, marks).found:
        name.start, name.end, name.type, name.probability

It stands on the tagger's lower layers: of what they made of each word, a few layers of its own decide, told what the
lexicon and the rules hold of that word (the marks). Which actor a name means is decided above.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from verbale.language.memory import Page, WindowNames, question
from verbale.language.session import lazily, packed, weights_folder
from verbale.language.tagged import Piece
from verbale.language.tagger import load
from verbale.language.windows import Window
from verbale.language.words import Words

MODEL = "names-1"
TYPES = ("PER", "LOC", "ORG", "MISC")
"""What is told apart; LOC is places and polities, MISC what else has a name: events, works, peoples."""
MARKS = 32
"""How many things can be said of a word before the network reads it, one bit each."""
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Network = Callable[[Floats, Ints, Floats], Floats]
"""States, shapes and marks of a window's words in; scores of out, begin (a type each), inside (a type each) out."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name: offsets into the document, its type, and how sure the network is that just these words are one."""

    start: int
    end: int
    type: str
    probability: float
    shares: tuple[float, ...] = ()
    """What of each of the `TYPES` the network sees in it."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a document, and of each of its words how likely it stands outside all names."""

    found: tuple[Name, ...]
    starts: tuple[int, ...]
    outside: tuple[float, ...]

    def plain(self, start: int, end: int) -> float:
        """Say how likely the words of a span are no name at all: the least of its words' chances."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = bisect_right(self.starts, end - 1)
        return min(self.outside[first:last], default=0.0)


def spread(words: Words, marks: Sequence[tuple[int, int, int]]) -> Floats:
    """Lay marks (start, end, bits), in text order and not overlapping, over the words that begin inside them."""
    row = [0] * len(words)
    at = 0
    for position, start in enumerate(words.starts):
        while at < len(marks) and marks[at][1] <= start:
            at += 1
        if at == len(marks):
            break
        if marks[at][0] <= start:
            row[position] = marks[at][2]
    bits = np.array(row, dtype=np.int64)[:, None] >> np.arange(MARKS)
    return (bits & 1).astype(np.float32)


def decode(
    scores: Floats,
) -> tuple[list[tuple[int, int, int, float]], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return (first, last, type, probability) from the scores of a window's words, each word's share of each type, and
    its chance to be out."""
    raised = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    shares = raised / raised.sum(axis=1, keepdims=True)
    count = len(TYPES)
    begin, inside = shares[:, 1 : 1 + count], shares[:, 1 + count :]
    both = begin + inside
    out = shares[:, 0]
    named = out < 0.5
    found: list[tuple[int, int, int, float]] = []
    total = len(scores)
    at = 0
    while at < total:
        if not named[at]:
            at += 1
            continue
        end = at + 1
        while end < total and named[end] and inside[end].sum() >= begin[end].sum():
            end += 1
        logs = np.log(both[at:end] + 1e-6).mean(axis=0)
        kind = int(logs.argmax())
        found.append((at, end, kind, float(both[at:end, kind].min())))
        at = end
    return found, both, out


class NameReader:
    """Finds names. The same text gives the same result, whatever is read beside it."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def read(
        self,
        words: Words,
        windows: Sequence[Window],
        states: Callable[[Window], Floats],
        marks: Sequence[tuple[int, int, int]],
        pages: Callable[[Window], Page | None] = lambda _window: None,
    ) -> Names:
        """Return the names in words; `states` are the tagger's middle layer, a row a word, asked for where needed."""
        table = spread(words, marks)
        shapes = np.array(words.shapes, dtype=np.int64)
        found: list[Name] = []
        outside: list[float] = []
        for window in windows:
            low, high = window.first, window.last
            page = pages(window)
            number = 0 if page is None else question(table[low:high])
            known = None if page is None else page.names.get(number)
            if known is None:
                known = self._window(states(window), shapes[low:high], table[low:high])
                if page is not None:
                    page.names[number] = known
            outside.extend(known.outside)
            for first, last, kind, probability, shares in known.found:
                start, end = words.starts[low + first], words.ends[low + last - 1]
                found.append(Name(start, end, TYPES[kind], probability, shares))
        return Names(tuple(found), tuple(words.starts), tuple(outside))

    def _window(self, state: Floats, shapes: Ints, marks: Floats) -> WindowNames:
        names, both, out = decode(self._network(state, shapes, marks))
        # rounded: the last bits of a float may differ between processors
        outside = tuple(round(float(value), 3) for value in out.tolist())
        found = []
        for first, last, kind, probability in names:
            shares = tuple(round(float(share), 3) for share in both[first:last].mean(axis=0))
            found.append((first, last, kind, round(probability, 3), shares))
        return WindowNames(tuple(found), outside)


def _session(path: Path) -> Network:
    session = lazily(path)

    def run(states: Floats, shapes: Ints, marks: Floats) -> Floats:
        given = {"states": states[None], "shapes": shapes[None], "marks": marks[None]}
        scores: Floats = session().run(None, given)[0][0]
        return scores

    return run


@cache
def load_names(folder: Path | None = None) -> NameReader | None:
    """Return the reader with the shipped weights (or those in `folder`), loaded once a process; None without weights."""
    path = packed(weights_folder(folder), MODEL)
    return NameReader(_session(path)) if path.exists() else None


def read_names(text: str, sentences: Sequence[Piece], marks: Sequence[tuple[int, int, int]]) -> Names:
    """Return the names of a document, given its sentences and what the lexicon and the rules hold of its words.

    What the tagger made of the document is kept for `Tagger.tag_document`, if that is asked next with these sentences.
    """
    reader = load_names()
    if reader is None:  # lexicon and rules alone
        return Names((), (), ())
    tagger = load()
    words = tagger.words(text, sentences)
    return reader.read(words, tagger.windows(words), partial(tagger.lower, words), marks, partial(tagger.page, words))
