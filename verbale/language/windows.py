"""Pack consecutive sentences into windows that the encoder reads at once.

A window depends on nothing but its document, holds no padding, and is run alone: so the result is the same for every
batch size and number of processes (the int8 network scales its inputs by what stands in the window).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verbale.language.words import Vocabulary, Words

BUDGET = 256
_SLACK = 0.55
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Words `[first, last)` of a document."""

    first: int
    last: int


def cut_windows(words: Words, budget: int = BUDGET) -> list[Window]:
    """Cut at a paragraph's end outside quotations where the last part has one, else at a sentence's end."""
    windows: list[Window] = []
    room = budget - 2
    first = 0
    total = len(words)
    while first < total:
        size = 0
        position = first
        best = -1
        best_rank = -1
        while position < total:
            cost = min(len(words.pieces[position]), room)
            if size + cost > room:
                break
            size += cost
            position += 1
            if position == total:
                best = total
                break
            if words.sentences[position] != words.sentences[position - 1]:
                rank = 0
                if words.paragraphs[position] != words.paragraphs[position - 1]:
                    # a quotation that goes on in the next paragraph opens with a mark again
                    rank = 1 if words.quotes[position] == 3 else 2
                if size < room * _SLACK:
                    rank -= 3
                if rank >= best_rank or best < 0:
                    best, best_rank = position, rank
        if best < 0:
            best = position  # one sentence longer than a window
        windows.append(Window(first, best))
        first = best
    return windows


@dataclass(frozen=True, slots=True)
class Feed:
    """What the network reads of one window, one number per wordpiece; `heads` are the first pieces of the words."""

    ids: Ints
    shapes: Ints
    places: Ints
    quotes: Ints
    heads: Ints


def feed(words: Words, window: Window, vocabulary: Vocabulary, budget: int = BUDGET) -> Feed:
    """Lay the words of a window out as wordpieces between a start and a stop piece."""
    ids = [vocabulary.start]
    shapes = [13]
    places = [4]
    quotes = [0]
    heads: list[int] = []
    part = slice(window.first, window.last)
    columns = zip(words.pieces[part], words.shapes[part], words.places[part], words.quotes[part], strict=True)
    for pieces, shape, place, quote in columns:
        heads.append(len(ids))
        shapes.append(shape)
        places.append(place)
        quotes.append(quote)
        if len(pieces) == 1:
            ids.append(pieces[0])
            continue
        ids += pieces[: budget - 2]
        more = len(ids) - len(shapes)
        shapes += [shape] * more
        places += [4] * more
        quotes += [quote] * more
    ids.append(vocabulary.stop)
    shapes.append(13)
    places.append(4)
    quotes.append(0)
    return Feed(*(np.array(column, dtype=np.int64) for column in (ids, shapes, places, quotes, heads)))
