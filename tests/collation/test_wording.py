"""Two readings of one text: which words differ, where, and what kind of difference it is."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.collation.wording import Change, differences, telling


def told(base: str, other: str) -> list[tuple[str, str, str]]:
    return [(c.sort, c.base, c.other) for c in differences(base, other) if c.kind != "equal"]


@pytest.mark.parametrize(
    ("base", "other"),
    [
        ("“We don’t want war,” he said", "We do not want war - he said"),
        ("She cannot and won't sign", "She can not and will not sign"),
        ("Abiy met Vučić in a café", "ABIY met Vucic in a cafe"),
        ("100,000 troops, or 20 per cent", "100000 troops or 20%"),
        ("two rounds of talks on Dec. 24", "2 rounds of talks on December 24"),
        ("a co-operation pact", "a cooperation pact"),
        ("the U.S. fleet", "the US fleet"),
        ("Kestova’s answer", "Kestova's answer"),
        ("", ""),
        ("", " …—“” "),
    ],
)
def test_what_makes_no_difference(base: str, other: str) -> None:
    assert told(base, other) == []
    assert [change.sort for change in differences(other, base)] == ["same"] * len(differences(base, other))


@pytest.mark.parametrize(
    ("base", "other", "found"),
    [
        ("Ardania will sign the pact", "Ardania will not sign the pact", [("negation", "", "not")]),
        ("Ardania accepted the line", "Ardania rejected the line", [("contrary", "accepted", "rejected")]),
        ("twelve ships within two weeks", "twelve ships within three weeks", [("number", "two", "three")]),
        ("talks open in Geneva today", "talks open in Vienna today", [("name", "Geneva", "Vienna")]),
        ("talks open on Friday", "talks open on Saturday", [("date", "Friday", "Saturday")]),
        ("the dam will be filled", "the dam would be filled", [("slight", "will", "would")]),
        ("they must leave the island", "they must leave the island in peace", [("word", "", "in peace")]),
    ],
)
def test_what_kind_of_difference(base: str, other: str, found: list[tuple[str, str, str]]) -> None:
    assert told(base, other) == found


def test_a_country_is_no_pronoun() -> None:
    assert told("they told us so", "they told US so") == [("name", "us", "US")]


def test_words_of_like_meaning_are_told_from_others() -> None:
    sorts = {c.sort for c in differences("the envoy will abandon the talks", "the envoy is abandoning the talks")}
    assert "word" not in sorts
    assert telling(differences("the envoy will abandon the talks", "the envoy is abandoning the talks")) == ()
    assert [c.sort for c in telling(differences("no ship may pass", "no cable may pass"))] == ["word"]


def test_places_and_kinds() -> None:
    base, other = (
        "They came with missiles to our doorstep, 3 of them.",
        "They have come with 4 missiles to the doorstep",
    )
    changes = differences(base, other)
    assert changes[0] == Change("equal", 0, 4, 0, 4, "They", "They", "same")
    assert {c.kind for c in changes} == {"equal", "replace", "insert", "delete"}
    for change in changes:
        assert base[change.base_start : change.base_end] == change.base
        assert other[change.other_start : change.other_end] == change.other
        assert (change.base == "") == (change.kind == "insert")
        assert (change.other == "") == (change.kind == "delete")
    inserted = next(c for c in changes if c.kind == "insert")
    assert base[: inserted.base_start].endswith("with")


def test_a_phrase_that_is_another_as_a_whole_is_one_change() -> None:
    changes = told("he stands at the very doorstep of our country now", "he stands on the threshold of home now")
    assert changes == [("word", "at the very doorstep of our country", "on the threshold of home")]


def test_two_words_exchanged_in_one_frame_stay_two_changes() -> None:
    assert told("red tea from Mirabad", "green tea from Dunmar") == [
        ("word", "red", "green"),
        ("name", "Mirabad", "Dunmar"),
    ]


@given(st.text(alphabet="aB c’'.,-%1é ", max_size=60), st.text(alphabet="aB c’'.,-%1é ", max_size=60))
def test_any_two_strings(base: str, other: str) -> None:
    changes = differences(base, other)
    at, there = 0, 0
    for change in changes:
        assert at <= change.base_start <= change.base_end <= len(base)
        assert there <= change.other_start <= change.other_end <= len(other)
        assert base[change.base_start : change.base_end] == change.base
        assert other[change.other_start : change.other_end] == change.other
        assert change.base or change.other
        at, there = change.base_end, change.other_end
    assert all(one.kind != two.kind or one.kind != "equal" for one, two in pairwise(changes))
    assert all(change.kind == "equal" for change in differences(base, base))


@pytest.mark.parametrize("words", [10_000, 60_000])
def test_long_readings_take_a_moment(words: int) -> None:
    rng = random.Random(1)
    base = [f"w{rng.randrange(3000)}" for _ in range(words)]
    edited = list(base)
    for _ in range(words // 50):
        edited[rng.randrange(words)] = "new"
    shuffled = rng.sample(base, words)
    start = time.process_time()
    changes = differences(" ".join(base), " ".join(edited))
    assert sum(c.base.count(" ") + 1 for c in changes if c.kind == "equal") > 0.97 * words
    differences(" ".join(base), " ".join(shuffled))
    assert time.process_time() - start < 20


def test_hostile_strings_take_a_moment() -> None:
    start = time.process_time()
    for text in ("a." * 50_000, "1," * 50_000, "a’" * 50_000, "n't" * 50_000, "%" * 50_000, "x " * 20_000):
        differences(text, text[::-1])
    assert time.process_time() - start < 20


def test_units_written_for_short_are_the_same() -> None:
    found = differences(
        "a boat may land 200 kg a night, 3 km off", "a boat may land 200 kilograms a night, 3 kilometres off"
    )
    assert {change.sort for change in found} == {"same"}
