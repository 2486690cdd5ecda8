"""Whether two reports tell of one thing said: each is read in its sentence, then its words are held against the other's.

A report is read once, whatever it is compared with; a comparison rests on the two reports and on the figures given with it,
and on nothing else that is read beside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from verbale.language.encoder import Encoder, Floats, load_encoder
from verbale.language.session import lazily, packed, weights_folder
from verbale.language.windows import BUDGET, Window

SIDE, BOTH = "statements-1-side", "statements-1-both"
"""The networks: one reads a report, one compares two."""
BEFORE, CONTENT, AFTER, BETWEEN, CUE, SPEAKER = range(6)
"""What a word is: before what is said, said, after it, in its middle, reporting, of the speaker."""
_BEFORE, _SAID, _AFTER = 24, 64, 10
"""How many words are read before what is said, of it, and after it."""
Ints = npt.NDArray[np.int64]
Mark = tuple[int, int, int]
"""(start, end, what the words there are), in characters of the passage."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report laid out to be read: a row, a role and the first wordpiece for each word."""

    states: Floats
    roles: Ints
    pieces: Ints


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was read: for each word a row to find its like by, one to compare, and how much hangs on it."""

    keys: Floats
    values: Floats
    weights: Floats
    said: npt.NDArray[np.bool_]
    pieces: Ints


def lay_out(encoder: Encoder, passage: str, marks: Iterable[Mark]) -> Sheet | None:
    """Lay out a passage, marks painted in their order; None where no word of it is said."""
    words = encoder.words(passage)
    roles = np.full(len(words), BEFORE, dtype=np.int64)
    for start, end, role in marks:
        if start < len(passage) and end > 0:
            roles[bisect_right(words.ends, max(0, start)) : bisect_left(words.starts, end)] = role
    at = np.nonzero(roles == CONTENT)[0]
    if not len(at):
        return None
    first, last = int(at[0]), int(at[-1]) + 1
    stop = min(last, first + _SAID)
    first, stop = max(0, first - _BEFORE), stop + (_AFTER if stop == last else 0)
    size, high = 0, first
    while high < min(stop, len(words)) and (size := size + len(words.pieces[high])) <= BUDGET - 2:
        high += 1
    if not (roles[first:high] == CONTENT).any():
        return None
    pieces = np.array([words.pieces[n][0] for n in range(first, high)], dtype=np.int64)
    return Sheet(encoder.read(words, Window(first, high)), roles[first:high], pieces)


Side = Callable[[Floats, Ints], tuple[Floats, Floats, Floats]]
Both = Callable[[Report, Report, Floats], float]


class Reader:
    """Reads reports and compares them."""

    def __init__(self, encoder: Encoder, side: Side, both: Both) -> None:
        self._encoder, self._side, self._both = encoder, side, both

    def read(self, passage: str, marks: Iterable[Mark]) -> Report | None:
        """Return a report as it is read; None where nothing in it is said."""
        sheet = lay_out(self._encoder, passage, marks)
        if sheet is None:
            return None
        keys, values, weights = self._side(sheet.states, sheet.roles)
        return Report(keys, values, weights, sheet.roles == CONTENT, sheet.pieces)

    def compare(self, left: Report, right: Report, figures: Sequence[float]) -> float:
        """Return how likely two reports are of one thing said (0 to 1); `figures`: what is known of them besides.

        It does not matter which is left.
        """
        logit = self._both(left, right, np.array(figures, dtype=np.float32))
        return float(1 / (1 + np.exp(-np.float64(logit))))


def _networks(path: Path) -> tuple[Side, Both]:
    one: Callable[[], Any] = lazily(packed(path, SIDE))
    other: Callable[[], Any] = lazily(packed(path, BOTH))

    def side(states: Floats, roles: Ints) -> tuple[Floats, Floats, Floats]:
        keys, values, weights = one().run(None, {"states": states[None], "roles": roles[None]})
        return keys[0], values[0], weights[0]

    def both(left: Report, right: Report, figures: Floats) -> float:
        same = (left.pieces[:, None] == right.pieces[None, :]).astype(np.float32)
        given = {
            "a_keys": left.keys, "a_values": left.values, "a_weights": left.weights, "a_said": left.said,
            "b_keys": right.keys, "b_values": right.values, "b_weights": right.weights, "b_said": right.said,
            "same": same, "figures": figures,
        }  # fmt: skip
        return float(other().run(None, {name: value[None] for name, value in given.items()})[0][0])

    return side, both


@cache
def load_reports(folder: Path | None = None) -> Reader | None:
    """Return the reader with the shipped weights (or those in `folder`), loaded once a process; None without weights."""
    folder, encoder = weights_folder(folder), load_encoder(folder)
    if encoder is None or not packed(folder, SIDE).exists():
        return None
    return Reader(encoder, *_networks(folder))
