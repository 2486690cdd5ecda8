"""The decoder finds the best path, for many sequences at once as for each alone."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np

from verbale.language.decode import spans, viterbi


def test_it_agrees_with_trying_every_path() -> None:
    draw = np.random.default_rng(3)
    lengths = np.array([1, 4, 6, 5])
    scores = draw.normal(size=(4, 6, 3)).astype(np.float32)
    moves = draw.normal(size=(4, 3, 3)).astype(np.float32)
    first = draw.normal(size=(4, 3)).astype(np.float32)
    tags = viterbi(scores, lengths, moves, first)
    for row, length in enumerate(lengths.tolist()):

        def value(path: tuple[int, ...], row: int = row) -> float:
            steps = sum(float(moves[row, a, b]) for a, b in pairwise(path))
            return float(first[row, path[0]]) + steps + sum(float(scores[row, i, t]) for i, t in enumerate(path))

        best = max(product(range(3), repeat=length), key=value)
        assert tuple(tags[row, :length].tolist()) == best
        assert not tags[row, length:].any()


def test_nothing_in_nothing_out() -> None:
    empty = np.zeros((0, 0, 3), dtype=np.float32)
    none = np.zeros(0, dtype=np.int64)
    assert viterbi(empty, none, np.zeros((0, 3, 3), dtype=np.float32), np.zeros((0, 3), dtype=np.float32)).size == 0


def test_spans_begin_anew_at_each_begin() -> None:
    assert spans(np.array([1, 2, 1, 2, 2, 0, 1])) == [(0, 2), (2, 5), (6, 7)]
    assert spans(np.array([0, 2, 0])) == [(1, 2)]
