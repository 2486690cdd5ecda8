"""The year of a dateline that prints none: from articles on the same people, and from one person only where all fits."""

from __future__ import annotations

from datetime import date

import pytest

from verbale.collation.years import Partial, find_years
from verbale.model import When


def when(day: str) -> When:
    return When(day, day, day, "page")


THURSDAY = frozenset({3})
FERRY = Partial(2, 17, "LISBON, Feb 17 (Agency) -", THURSDAY)
"""17 February was a Thursday in 2011, a Friday in 2012."""


def test_one_person_of_one_time_tells_the_year_where_the_weekday_fits() -> None:
    assert date(2011, 2, 17).weekday() == 3
    names = {"x": ("duarte", "somebody else"), "a": ("ana duarte",), "b": ("ana duarte",)}
    found = find_years({"x": FERRY}, {"a": when("2011-02-10"), "b": when("2011-03-01")}, names)
    assert found["x"].value == "2011-02-17"
    assert "ana duarte" in found["x"].basis


@pytest.mark.parametrize(
    ("dated", "partial", "why"),
    [
        ({"a": "2012-02-10", "b": "2012-03-01"}, FERRY, "the weekday does not fit"),
        ({"a": "2011-02-10"}, FERRY, "one article is too few"),
        ({"a": "2011-02-10", "b": "2014-03-01"}, FERRY, "a person of many years"),
        ({"a": "2011-02-10", "b": "2011-03-01"}, Partial(2, 17, "Feb 17"), "no weekday is named"),
    ],
)
def test_one_person_is_else_no_proof(dated: dict[str, str], partial: Partial, why: str) -> None:
    names = {"x": ("ana duarte",), "a": ("ana duarte",), "b": ("ana duarte",)}
    assert not find_years({"x": partial}, {k: when(v) for k, v in dated.items()}, names), why


def test_two_people_of_one_surname_prove_nothing() -> None:
    names = {"x": ("duarte",), "a": ("ana duarte",), "b": ("rui duarte",)}
    assert not find_years({"x": FERRY}, {"a": when("2011-02-10"), "b": when("2011-03-01")}, names)


def test_two_neighbours_need_a_fitting_weekday() -> None:
    names = dict.fromkeys("xab", ("ana duarte", "luis ortega"))
    given = {"a": when("2011-02-10"), "b": when("2011-03-01")}
    assert find_years({"x": FERRY}, given, names)["x"].value == "2011-02-17"
    assert not find_years({"x": Partial(2, 17, "Feb 17", frozenset({0}))}, given, names), "it only names a Monday"
