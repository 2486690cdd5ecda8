"""Four outlets, two independent: which accounts count as one source, and why."""

from __future__ import annotations

from itertools import permutations

from tests.collation.stories import RIVAL, WIRE
from verbale.collation.copies import find_families, sign_text
from verbale.collation.independence import Reading, by_document, independent_sources, reading_of


def test_nothing_shared_nothing_folded() -> None:
    found = independent_sources([Reading("a", outlet="a.example"), Reading("b", outlet="b.example"), Reading("c")])
    assert str(found) == "3 outlets, 3 independent"
    assert all(not source.folds for source in found.sources)


def test_no_accounts_no_sources() -> None:
    assert str(independent_sources([])) == "0 outlets, 0 independent"


def test_copies_count_once() -> None:
    found = independent_sources(
        [
            Reading("a", "f", "a.example"),
            Reading("b", "f", "b.example"),
            Reading("c", None, "c.example"),
            Reading("d", "g", "d.example"),
        ]
    )
    assert str(found) == "4 outlets, 3 independent"
    assert found.sources[0].document_ids == ("a", "b")
    assert "copies of one text" in found.sources[0].folds[0].reason


def test_one_outlet_on_one_day_counts_once_and_on_two_days_twice() -> None:
    assert (
        str(
            independent_sources(
                [
                    Reading("a", outlet="a.example", day="2019-10-08"),
                    Reading("b", outlet="a.example", day="2019-10-08"),
                    Reading("c", outlet="a.example", day="2019-10-11"),
                ]
            )
        )
        == "1 outlet, 2 independent"
    )


def test_an_account_of_no_day_is_not_told_apart_from_its_outlets_others() -> None:
    found = independent_sources(
        [
            Reading("a", outlet="a.example", day="2019-10-08"),
            Reading("b", outlet="a.example"),
            Reading("c", outlet="a.example", day="2019-10-11"),
        ]
    )
    assert [source.document_ids for source in found.sources] == [("a", "b"), ("c",)]
    assert "no day" in found.sources[0].folds[0].reason


def test_what_came_through_one_agency_counts_once() -> None:
    found = independent_sources(
        [
            Reading("a", outlet="a.example", relays=("TASS",)),
            Reading("b", outlet="b.example", relays=("Russia’s state news agency TASS",)),
            Reading("c", outlet="c.example", agency="tass.com"),
            Reading("d", outlet="tass.com"),
            Reading("e", outlet="e.example", relays=("RIA Novosti",)),
        ]
    )
    assert str(found) == "5 outlets, 2 independent"
    assert found.sources[0].document_ids == ("a", "b", "c", "d")
    assert {fold.reason for fold in found.sources[0].folds} == {"both have it from tass.com"}


def test_a_relay_that_is_no_outlet_folds_nothing() -> None:
    found = independent_sources(
        [
            Reading("a", outlet="a.example", relays=("the defence ministry",)),
            Reading("b", outlet="b.example", relays=("the defence ministry",)),
        ]
    )
    assert found.independent == 2


def test_an_agencys_own_reports_of_two_days_stay_two() -> None:
    found = independent_sources(
        [
            Reading("a", outlet="reuters.com", day="2019-10-08", agency="reuters.com"),
            Reading("b", outlet="reuters.com", day="2019-10-11", agency="reuters.com"),
        ]
    )
    assert found.independent == 2


def test_folds_go_on_from_one_to_the_next() -> None:
    readings = [
        Reading("a", "f", "a.example"),
        Reading("b", "f", "b.example", relays=("Interfax",)),
        Reading("c", None, "c.example", relays=("Interfax",)),
        Reading("d", None, "d.example"),
    ]
    found = independent_sources(readings)
    assert [source.document_ids for source in found.sources] == [("a", "b", "c"), ("d",)]
    assert all(independent_sources(list(order)) == found for order in permutations(readings))


def test_two_papers_with_one_wire_and_one_that_went_there() -> None:
    signatures = [
        sign_text("a", f"PORT SELM, Oct 8 (Reuters) - {WIRE}", outlet="herald.example"),
        sign_text("b", WIRE, outlet="courier.example"),
        sign_text("c", RIVAL, outlet="post.example"),
        sign_text("d", f"SELM CITY, Oct 8 (Reuters) - {RIVAL[::-1]}", outlet="star.example"),
    ]
    families = by_document(find_families(signatures))
    found = independent_sources([reading_of(signature, families) for signature in signatures])
    assert str(found) == "4 outlets, 2 independent"
    assert found.sources[0].document_ids == ("a", "b", "d")
