"""Figures as intervals, three-valued comparisons, clocks."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from verbale.analysis.undertakings.deadlines import in_time
from verbale.analysis.undertakings.model import Test as Comparison
from verbale.analysis.undertakings.model import Unit
from verbale.analysis.undertakings.quantities import Quantity, compare, conjunction, disjunction, quantity
from verbale.analysis.undertakings.times import When, duration, later, when
from verbale.errors import UsageError

FIGURES = st.floats(0, 1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("words", "least", "most", "unit"),
    [
        ("some 12,800", 12160, 13440, None), ("fewer than 9,000", 0, 9000, None), ("nearly 100,000", 90000, 100000, None),
        ("205 kg of uranium", 205, 205, "kg_U"), ("205 kg", 205, 205, "kg"), ("brigade", 1500, 6000, None),
        ("10,000 to 15,000", 10000, 15000, None), ("tens of thousands", 20000, 99999, None), ("3.67 %", 3.67, 3.67, "%"),
        ("2.5 million", 2.5e6, 2.5e6, None), ("300 miles", 300, 300, "mi"), (1700, 1700, 1700, None),
    ],
)  # fmt: skip
def test_figures_are_read(words: str | int, least: float, most: float, unit: str | None) -> None:
    found = quantity(words)
    assert found is not None
    assert (found.least, found.most, found.unit) == (least, most, unit)


@pytest.mark.parametrize("words", ["", "many", True, float("nan"), "2021-12-15 or so", [3, 1], ["x"]])
def test_what_is_no_figure_is_none_or_harmless(words: str | float | bool | list[object]) -> None:
    found = quantity(words)
    assert found is None or isinstance(words, str)


@given(FIGURES, FIGURES, FIGURES, st.sampled_from([">", ">=", "<", "<=", "=="]), st.floats(0, 1))
def test_a_comparison_that_is_sure_holds_of_every_value(a: float, b: float, limit: float, mark: str, at: float) -> None:
    low, high = min(a, b), max(a, b)
    field = {">": "gt", ">=": "ge", "<": "lt", "<=": "le", "==": "eq"}[mark]
    test = replace(Comparison(), **{field: limit})
    answer = compare(Quantity(low, high), test).truth
    inside = min(high, low + (high - low) * at)
    exact = compare(Quantity(inside, inside), test).truth
    assert exact is not None
    if answer is not None:
        assert exact is answer


def test_a_mass_without_its_substance_is_not_compared() -> None:
    units = [Unit("kg_U", "kg_UF6", 1.4793)]
    test = Comparison(gt=300, unit="kg_UF6")
    assert compare(Quantity(205, 205, "kg_U"), test, units).truth is True
    assert compare(Quantity(202, 202, "kg_U"), test, units).truth is False
    assert compare(Quantity(205, 205, "kg"), test, units).truth is None


def test_open_answers_stay_open() -> None:
    assert conjunction([True, None]) is None
    assert conjunction([None, False]) is False
    assert disjunction([False, None]) is None
    assert disjunction([None, True]) is True


def test_the_end_of_a_month_is_rounded_only_where_the_rule_says_how() -> None:
    start = when("2015-01-31T12:00Z")
    assert str(later(start, "P1M")) == "2015-02-28T12:00Z/2015-03-01T12:00Z"
    assert str(later(start, "P1M", "down")) == "2015-02-28T12:00Z"
    assert str(later(when("2016-02-29T00:00Z"), "P1Y", "up")) == "2017-03-01T00:00Z"


def test_zones_are_kept_apart() -> None:
    assert str(when("2015-02-15T00:00+02:00")) == "2015-02-14T22:00Z"


@pytest.mark.parametrize("text", ["2021-13-01", "yesterday", "2022-02-02/2022-02-01", "[2022-01-01,", "2021-02-30", ""])
def test_a_wrong_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        when(text)


@pytest.mark.parametrize("text", ["P", "PT", "48h", "P1", "P1DT", "-P1D"])
def test_a_wrong_duration_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        duration(text)


@given(st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2100, 1, 1)), st.integers(0, 400), st.integers(0, 9000))
def test_a_longer_time_ends_later(start: dt.datetime, days: int, hours: int) -> None:
    at = start.replace(tzinfo=dt.UTC)
    first = later(When(at, at), f"P{days}D")
    assert later(When(at, at), f"P{days}DT{hours}H").first >= first.first


def test_in_time_admits_doubt() -> None:
    due = when("2022-02-13T18:00Z")
    assert in_time(when("2022-02-13T17:59Z"), due) is True
    assert in_time(when("2022-02-13T18:01Z"), due) is False
    assert in_time(when("2022-02-13"), due) is None
    assert in_time(None, due) is None
    assert in_time(None, None) is True
