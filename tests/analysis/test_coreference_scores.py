"""The scores of coreference that the benchmarks print, on groupings small enough to work out by hand."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.coreference import assigned, coreference

GOLD = [("a", "one"), ("a", "two"), ("a", "two"), ("b", "one"), ("b", "two")]


def test_a_grouping_scored_against_itself_is_right() -> None:
    same = coreference(GOLD, ["x", "x", "x", "y", "y"])
    assert same.conll == pytest.approx(1.0)
    assert same.pairs.prf == same.across.prf == (1.0, 1.0, 1.0)


def test_scores_worked_out_by_hand() -> None:
    # a = {0, 1, 2}, b = {3, 4}; given: {0, 1}, {2, 3}, {4}
    score = coreference(GOLD, ["x", "x", "y", "y", "z"])
    assert score.pairs.prf[:2] == (1 / 2, 1 / 4)
    assert score.across.prf[:2] == (1 / 2, 1 / 3)
    assert score.muc.prf[:2] == (1 / 2, 1 / 3)
    assert score.bcubed.precision == pytest.approx((1 + 1 + 0.5 + 0.5 + 1) / 5)
    assert score.bcubed.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2) / 5)
    assert score.ceafe.precision == pytest.approx((4 / 5 + 2 / 3) / 3)
    assert score.ceafe.recall == pytest.approx((4 / 5 + 2 / 3) / 2)


def test_singletons_and_nothing_at_all() -> None:
    alone = coreference(GOLD, list("vwxyz"))
    assert alone.pairs.recall == alone.muc.f1 == 0.0
    assert alone.bcubed.precision == 1.0
    assert coreference([], []).bcubed.f1 == 0.0


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.floats(0, 1), min_size=5, max_size=5), min_size=n, max_size=n)
    )
)
def test_the_best_assignment_is_the_best(worth: list[list[float]]) -> None:
    best = max(
        sum(row[c] for row, c in zip(worth, order, strict=False)) for order in permutations(range(5), len(worth))
    )
    assert assigned(worth) == pytest.approx(best)
