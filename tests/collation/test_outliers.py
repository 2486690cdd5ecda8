"""A page that says a day far after every article on its story is held only to "not after"; others keep their days."""

from __future__ import annotations

from verbale.collation.outliers import Dated, doubt
from verbale.model import When

PEOPLE = frozenset({"ana-duarte", "luis-ortega", "marie-petit", "hugo-stein"})


def article(name: str, day: str | None, people: frozenset[str] = PEOPLE, kind: str = "source") -> Dated:
    return Dated(name, people, When(day, day, day, "page") if day else None, kind)


NEIGHBOURS = [article("a", "2011-05-03"), article("b", "2011-05-09"), article("c", "2011-06-20")]


def test_a_page_date_years_after_its_story_leaves_an_open_range_with_its_reason() -> None:
    late = article("z", "2014-02-01")
    for order in ([*NEIGHBOURS, late], [late, *NEIGHBOURS[::-1]]):
        found = doubt(order)
        assert set(found) == {"z"}
        assert found["z"].value == "../2014-02-01"
        assert (found["z"].earliest, found["z"].latest) == (None, "2014-02-01")
        assert "all 3 articles that name the same people" in found["z"].basis


def test_what_is_not_refuted_keeps_its_day() -> None:
    assert not doubt([*NEIGHBOURS, article("z", "2012-03-01")]), "taken up again within a year"
    assert not doubt([*NEIGHBOURS[:2], article("z", "2014-02-01")]), "two neighbours are too few"
    assert not doubt([*NEIGHBOURS, article("z", "2014-02-01", kind="agency")]), "an agency's own line"
    assert not doubt([*NEIGHBOURS, article("z", "2014-02-01", frozenset({"ana-duarte", "x", "y"}))]), "other people"
    assert not doubt([*NEIGHBOURS, article("y", "2014-01-01"), article("z", "2014-02-01")]), "a later story of its own"
    assert not doubt([*NEIGHBOURS, article("d", "2013-01-01"), article("z", "2015-02-01")]), "a story of years"
    assert not doubt([*NEIGHBOURS, article("z", None)])


def test_a_next_month_that_does_not_fit_the_page_needs_fewer_people_and_a_neighbour_in_its_month() -> None:
    two = frozenset({"duarte", "ortega"})
    may = [
        Dated(name, frozenset(), When(day, day, day, "page"), "source", two)
        for name, day in (("a", "2011-05-03"), ("b", "2011-05-09"), ("c", "2011-06-20"))
    ]

    def late(month: int | None) -> Dated:
        return Dated("z", frozenset(), When("2014-02-01", "2014-02-01", "2014-02-01", "page"), "source", two, month)

    found = doubt([*may, late(5)])
    assert found["z"].value == "../2014-02-01"
    assert "next month" in found["z"].basis
    assert not doubt([*may, late(None)]), "two people alone refute nothing"
    assert not doubt([*may, late(9)]), "no neighbour was written in that month"
    after = Dated("y", frozenset(), When("2014-01-20", "2014-01-20", "2014-01-20", "page"), "source", two)
    assert not doubt([*may, after, late(5)]), "a later article on the same people"
