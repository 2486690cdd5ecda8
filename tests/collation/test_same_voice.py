"""Which accounts can be one statement though their articles disagree on who spoke, or when."""

from __future__ import annotations

from pathlib import Path

import pytest

from verbale.record import Record

NAMED = (
    "NICOSIA, 7 June 2004 (Reuters) - Turkish Cypriot negotiator Emre Talat said on Monday that the crossing at the old mill "
    "“stays shut until the last sandbag is carried away by those who put it there.”\n"
)
UNNAMED = (
    "8 June 2004\n\nAn official said on Monday the crossing “stays shut until the last sandbag is carried away by those who put it "
    "there,” and left without taking questions.\n"
)
RIVAL = (
    "8 June 2004\n\nGreek Foreign Minister Petros Molyviatis said on Monday that the crossing “stays shut until the last "
    "sandbag is carried away by those who put it there.”\n"
)
LATER = (
    "21 June 2004\n\nLooking back on a bad month, Emre Talat said on 18 June that the crossing “stays shut until the last "
    "sandbag is carried away by those who put it there.”\n"
)
SHORT = "21 June 2004\n\nEmre Talat said on Friday that the crossing “stays shut until” autumn.\n"


def build(tmp_path: Path, *texts: str) -> Record:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    record = Record.open(tmp_path / "r.db")
    record.build(folder)
    return record


def test_an_unnamed_official_who_is_quoted_in_the_same_long_words_is_the_named_one(tmp_path: Path) -> None:
    (said,) = build(tmp_path, NAMED, UNNAMED).statements(containing="sandbag")
    assert len(said.readings) == 2
    assert said.speaker == "Emre Talat"


def test_two_states_never_say_one_statement_whatever_the_words(tmp_path: Path) -> None:
    found = build(
        tmp_path, RIVAL, RIVAL.replace("Greek", "Turkish").replace("Petros Molyviatis", "Abdullah Gul")
    ).statements(containing="sandbag")
    assert {len(said.readings) for said in found} == {1}
    assert len(found) == 2


@pytest.mark.parametrize(("later", "statements"), [(LATER, 1), (SHORT, 2)])
def test_a_long_sentence_is_said_once_in_a_month_a_few_words_may_be_said_again(
    tmp_path: Path, later: str, statements: int
) -> None:
    assert len(build(tmp_path, NAMED, later).statements(containing="stays shut")) == statements


TOLD = (
    "8 June 2004\n\nTurkish Cypriot negotiator Emre Talat said on Monday that the northern garrison would dismantle eleven "
    "watchtowers along the ceasefire line before the olive harvest.\n"
)
TOLD_BY_NOBODY = (
    "8 June 2004\n\nAn envoy said on Monday the northern garrison would dismantle eleven watchtowers along the ceasefire line "
    "before the olive harvest, and gave no reason.\n"
)
OTHER_NUMBER = TOLD_BY_NOBODY.replace("eleven", "19")
RELAYED = NAMED.replace("Turkish Cypriot negotiator Emre Talat", "{}")


@pytest.mark.parametrize(("other", "statements"), [(TOLD_BY_NOBODY, 1), (OTHER_NUMBER.replace("olive ", ""), 2)])
def test_who_nobody_knows_may_be_the_named_one_where_all_but_all_the_words_are_the_same(
    tmp_path: Path, other: str, statements: int
) -> None:
    first = TOLD if statements == 1 else TOLD.replace("eleven", "11")
    assert len(build(tmp_path, first, other).statements(containing="watchtowers")) == statements


def test_an_agency_that_tells_it_is_no_rival(tmp_path: Path) -> None:
    (said,) = build(tmp_path, NAMED, RELAYED.format("South Korea's Yonhap news agency")).statements(
        containing="sandbag"
    )
    assert said.speaker == "Emre Talat"


def test_four_marked_words_are_a_saying(tmp_path: Path) -> None:
    one = NAMED.replace("“stays shut until the last sandbag is carried away by those who put it there.”", "{}")
    first = one.format("is a symbol of “one island, two systems,” as the garrison had wished.")
    other = (
        "8 June 2004\n\nCritics said on Monday that the garrison had broken “one island, two systems” with the wall.\n"
    )
    assert len(build(tmp_path, first, other).statements(containing="two systems")) == 2
