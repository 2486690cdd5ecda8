"""Whom a surname alone means: who governs a state that the article names, not a relative, a namesake or a stranger."""

from __future__ import annotations

import pytest

from tests.coding.test_mentions import one, read


def called(text: str, day: str | None, words: str, headline: str = "") -> str | None:
    return one(read(text, day, headline), words, "name").actor


def test_a_surname_is_not_the_first_ladys_where_the_president_has_it() -> None:
    text = "The United States kept its offer open. Obama flew to Havana. First lady Michelle Obama came later. Obama spoke."
    found = read(text, "2016-03-21")
    assert {m.actor for m in found if m.span.text == "Obama"} == {"barack-obama"}
    assert one(found, "Michelle Obama").name == "Michelle Obama"


def test_an_article_that_names_a_namesake_first_goes_on_with_the_surname() -> None:
    text = "First lady Michelle Obama opened a school in Liberia for the United States. Obama said girls come first."
    assert one(read(text, "2016-06-27"), "Obama").name == "Michelle Obama"


def test_mrs_and_mr_of_one_surname_are_two() -> None:
    text = "In the United States Mr. Obama spoke of the treaty. Mrs. Obama went to Beijing with her mother."
    found = [m for m in read(text, "2014-03-20") if m.span.text == "Obama"]
    assert found[0].actor == "barack-obama"
    assert found[1].head_id != found[0].head_id


@pytest.mark.parametrize(
    ("text", "day", "words", "key"),
    [
        ("Years after Obama left, the United States still held the base.", "2018-04-02", "Obama", "barack-obama"),
        ("Equatorial Guinea said Obama would sign the oil accord.", "2018-04-02", "Obama", "francisco-obama"),
        (
            "The rebels crossed the river at dusk, and Harris watched from the bank in Sudan.",
            "2018-04-02",
            "Harris",
            None,
        ),
        ("Kenya said the weapons were old. Stevens disagreed.", "2013-04-02", "Stevens", None),
    ],
)
def test_a_surname_alone_needs_a_state_that_the_article_names(text: str, day: str, words: str, key: str | None) -> None:
    assert called(text, day, words) == key


def test_a_name_with_the_surname_first_is_called_by_it() -> None:
    text = (
        "North Korean leader Kim Jong Un sent a letter to South Korea. An analyst, Anna Kim, saw a trick. "
        "The letter was short. It spoke of ships. Kim wants the talks to be held at sea."
    )
    found = read(text, "2018-03-02")
    assert one(found, "Kim").name == "Kim Jong Un"
    text = "Xi Jinping came to Hanoi. Vietnam welcomed Xi with a salute."
    assert one(read(text, "2017-11-12"), "Xi").actor == "xi-jinping"


def test_two_of_one_surname_out_of_office_are_told_by_who_was_just_named() -> None:
    text = (
        "Edward Miliband met Turkey's envoys. They spoke of Cyprus. The island stays divided. "
        "David Miliband came on Tuesday. Miliband said the talks would go on."
    )
    assert one(read(text, "2008-06-03"), "Miliband").name == "David Miliband"


def test_an_ambassador_is_nobody_unless_the_words_say_where_to() -> None:
    found = read("The U.S. ambassador to Ghana praised the accord between Togo and Ghana.", "2018-02-06")
    assert all(m.actor != "nikki-haley" for m in found)
    found = read("The U.S. ambassador to the United Nations praised the accord.", "2018-02-06")
    assert any(m.actor == "nikki-haley" for m in found)


def test_an_official_who_was_just_named_keeps_the_surname_of_who_leads() -> None:
    text = (
        "South Korea and North Korea traded threats. Kim Jong Un saw the drill. The sea was calm. "
        "South Korean Defence Minister Kim Kwan-jin spoke to the Assembly. Kim said that the guns were ready."
    )
    assert one(read(text, "2013-04-04"), "Kim").name == "Kim Kwan-jin"


def test_who_leads_the_state_stands_before_its_premier() -> None:
    text = "North Korea marked the day without its leader. Kim was last seen in April."
    assert one(read(text, "2020-04-27"), "Kim").actor == "kim-jong-un"
