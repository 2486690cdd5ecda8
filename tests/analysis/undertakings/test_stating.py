"""What sentences state: figures as intervals, whose, how sure; measured on sentences of our own and on news by place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.analysis.undertakings.scoring import read, read_places, score, states
from verbale.analysis.undertakings.quantities import quantity
from verbale.analysis.undertakings.stating import parties_in, stated_in

SHARED = Path(__file__).parents[4] / "shared" / "data"


def test_on_labelled_sentences_of_our_own() -> None:
    rows = [(text, labels, states(text)) for text, labels in read()]
    assert len(rows) >= 150
    for part in (rows, rows[1::2]):
        got = score(part)
        assert got["precision"] >= 0.92, got
        assert got["recall"] >= 0.9, got
        assert got["bearer"] >= 0.9, got
        assert got["mode"] >= 0.95, got


def test_on_news_by_place() -> None:
    if not (SHARED / "abp_world").is_dir():
        pytest.skip("the open data are not beside the project")
    rows = [(text, labels, states(text)) for text, labels in read_places(SHARED)]
    assert len(rows) >= 60
    got = score(rows)
    assert got["precision"] >= 0.85, got
    assert got["recall"] >= 0.6, got


@pytest.mark.parametrize(
    ("text", "attribute", "least", "most"),
    [
        ("Peru sent some 100,000 troops to Bolivia.", "troops", 95_000, 105_000),
        ("Peru sent up to 4,000 troops to Bolivia.", "troops", 0, 4_000),
        ("Peru sent more than 4,000 troops to Bolivia.", "troops", 4_000, float("inf")),
        ("Peru sent a brigade to Bolivia.", "troops", 1_500, 6_000),
        ("Peru sent two brigades to Bolivia.", "troops", 3_000, 12_000),
        ("Peru sent between 300 and 500 soldiers to Bolivia.", "troops", 300, 500),
        ("Peru sent tens of thousands of soldiers to Bolivia.", "troops", 20_000, 99_999),
    ],
)
def test_figures_are_intervals(text: str, attribute: str, least: float, most: float) -> None:
    (row,) = states(text)
    value = row.attrs[attribute]
    figure = quantity(value) if isinstance(value, str | list) else None
    assert figure is not None
    assert figure.least == pytest.approx(least)
    assert figure.most == pytest.approx(most)
    assert row.bearer == "PER"
    assert row.attrs["host"] == "BOL"


def test_what_is_not_done_is_no_conduct() -> None:
    for text in (
        "Peru will send 500 troops to Bolivia.",
        "Peru may send 500 troops to Bolivia.",
        "Peru denied that it had sent 500 troops to Bolivia.",
        "Chile demanded that Peru withdraw 500 troops from Bolivia.",
    ):
        assert [r.mode for r in states(text)] != ["actual"], text


def test_permanent_or_not() -> None:
    assert states("Peru stationed 500 troops in Bolivia permanently.")[0].attrs["permanent"] is True
    assert states("Peru's deployment of 500 troops in Bolivia is not permanent.")[0].attrs["permanent"] is False


def test_a_hostile_sentence_costs_little() -> None:
    for text in ("the " * 225, "1,000 " * 150, "and 5 troops " * 70, "a" * 900, "Notice of notice " * 50, "no " * 300):
        began = time.process_time()
        stated_in(text[:900], parties_in(text[:900]))
        assert time.process_time() - began < 1.0
