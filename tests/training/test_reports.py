from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from training.reports import KEPT_APART, LEARNED, LETTERS, Row, read_rows
from verbale.language.acts import ACTS, STANCES
from verbale.model import Stance


@pytest.mark.parametrize("path", [LEARNED, KEPT_APART], ids=lambda path: path.stem)
def test_every_label_is_one_of_the_vocabulary_and_names_a_place(path: Path) -> None:
    for text, rows in read_rows(path).items():
        assert re.fullmatch("[0-9a-f]{64}", text)
        assert rows
        for row in rows:
            assert set(row.acts) <= set(ACTS)
            assert set(row.stances) <= set(STANCES)
            assert set(row.first_flags) <= set("xw")
            pieces = (*row.content, *row.cue, *row.speaker)
            assert row.content
            assert all(0 <= start < end for start, end in pieces)


def test_two_readers_agree_as_told() -> None:
    rows = [row for article in read_rows(KEPT_APART).values() for row in article]
    first = [(row.first_acts.split(","), row.second_acts.split(",")) for row in rows]
    assert sum(a[0] == b[0] for a, b in first) / len(rows) == pytest.approx(0.83, abs=0.005)
    assert sum(a[0] in b or b[0] in a for a, b in first) / len(rows) == pytest.approx(0.99, abs=0.005)
    stances = [(row.first_stances.split(","), row.second_stances.split(",")) for row in rows]
    assert sum(a[0] == b[0] for a, b in stances) / len(rows) == pytest.approx(0.95, abs=0.005)


def test_what_either_reader_accepts_is_accepted() -> None:
    row = Row(((0, 4),), (), (), "demand,warn", "D,S", "", "warn,threaten", "T", "x")
    assert row.acts == ("demand", "warn", "threaten")
    assert row.stances == ("demands", "states", "threatens")
    assert not row.nothing
    assert Row(((0, 4),), (), (), "assert", "S", "x").nothing


def test_letters_and_the_networks_stances_are_those_of_the_vocabulary() -> None:
    assert set(LETTERS.values()) == set(STANCES) == set(get_args(Stance)) - {"accepts if"}
