"""Quotation marks as the press leaves them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.coding.attributions.quotes import find_quotes


def inner(text: str) -> list[str]:
    paragraphs = []
    position = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            paragraphs.append((position, position + len(line.rstrip())))
        position += len(line)
    return [text[q.inner_start : q.inner_end] for q in find_quotes(text, paragraphs) if q.depth == 0]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“We agree,” he said.", ["We agree,"]),
        ('He said "no" twice.', ["no"]),
        ("'No,' said the allies' envoy.", ["No,"]),
        ("The ‘line of control’ is Delhi’s term.", ["line of control"]),
        ("«Nothing is signed», the envoy said.", ["Nothing is signed"]),
        ("„Nein“, he said.", ["Nein"]),
        ("“It has a ‘legal effect,'” she said.", ["It has a ‘legal effect,'"]),
        (
            "“We keep our word, “According to Peres. “In any case we wait.”",
            ["We keep our word,", "In any case we wait."],
        ),
        ("The office said “on Friday that talks go on.", ["on Friday that talks go on."]),
        ("“They came.”He left.", ["They came."]),
        ("No quotation’s here, it’s the allies’ own words.", []),
        ("In the '90s the states' borders moved.", []),
        ('12" guns and 15" guns', []),
    ],
)
def test_marks_are_paired(text: str, quotes: list[str]) -> None:
    assert inner(text) == quotes


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "“First,” he said. “Second.\n\n“Third.”"
    paragraphs = [(0, 26), (28, len(text))]
    quotes = find_quotes(text, paragraphs)
    assert [q.continues for q in quotes] == [False, False, True]


@given(st.text(alphabet="ab “”\"'’‘«».,\n"))
def test_never_fails_and_stays_inside(text: str) -> None:
    for quote in find_quotes(text, [(0, len(text))]):
        assert 0 <= quote.start <= quote.inner_start < quote.inner_end <= quote.end <= len(text)


def test_a_megabyte_of_marks_takes_no_more_than_linear_time() -> None:
    for hostile in ("“" * 200_000, "'a " * 70_000, '"a" ' * 50_000, "‘a" * 100_000):
        began = time.process_time()
        find_quotes(hostile, [(0, len(hostile))])
        assert time.process_time() - began < 10


def test_two_apostrophes_are_one_mark() -> None:
    assert inner("''We are leaving,'' he said. ''Tomorrow.''") == ["We are leaving,", "Tomorrow."]
    assert inner("He called it a \"masterpiece of evasion'' on Monday.") == ["masterpiece of evasion"]
