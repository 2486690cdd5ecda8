"""Namesakes across documents: sons, relatives, strangers of a known name, given names, towns of bygone states."""

from __future__ import annotations

import pytest

from tests.collation.test_actors import keys, read
from verbale.collation.figures import famous_once, is_far, is_rare
from verbale.collation.names import name_score, parse
from verbale.lexicon.actors import lexicon


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wang Yiwei", "Wang Yi"),
        ("Kim Sung-han", "Sung Kim"),
        ("Lee Sang-hee", "Sang Lee"),
    ],
)
def test_syllables_of_eastern_names_are_no_initials_and_none_is_left_out(one: str, other: str) -> None:
    assert name_score(parse(one), parse(other))[0] == 0


def test_a_king_has_not_the_name_of_his_country() -> None:
    assert parse("Abdullah II of Jordan").surname == parse("Abdullah II").surname
    assert not [p for p in lexicon().namesakes("jordan") if " of Jordan" in p.name]


def test_al_is_a_given_name_where_no_known_surname_has_the_article() -> None:
    assert (parse("Al Gore").given, parse("Al Gore").surname) == ("al", "gore")
    assert parse("Al Assad") == parse("al-Assad")


def test_a_son_is_not_his_father_who_is_known() -> None:
    documents, folded = read(
        "4 July 1962\n\nPresident John F. Kennedy of the United States wrote to Cuba. Robert Kennedy Jr. was eight.",
        "9 July 2017\n\nDonald Trump of the United States wrote to Poland. Donald Trump Jr. met a lawyer from Russia.",
        "11 July 2017\n\nDonald Trump Jr. told the United States Senate that he had met her.",
    )
    sons = set(keys(documents, folded, "Donald Trump Jr."))
    assert len(sons) == 1
    assert sons.isdisjoint(keys(documents, folded, "Donald Trump"))


def test_the_same_words_in_another_order_join_nobody_of_a_state_not_named() -> None:
    documents, folded = read(
        "5 May 2015\n\nPaul Evans, a captain, saw the ships leave Malta for Libya.",
        "5 May 2015\n\nHaiti's prime minister, Evans Paul, opened the port.",
    )
    assert keys(documents, folded, "Paul Evans")[0].startswith("person:")
    assert keys(documents, folded, "Evans Paul")[0].startswith("lexicon:")
    documents, folded = read(
        "5 May 2015\n\nAbe Shinzo of Japan thanked the captains. Abe Shinzo left.",
        "6 May 2015\n\nShinzo Abe flew home to Japan.",
    )
    assert set(keys(documents, folded, "Abe Shinzo")) == {"lexicon:shinzo-abe"}


def test_a_full_name_of_somebody_little_known_needs_their_state() -> None:
    documents, folded = read(
        "3 March 2014\n\nMichael Ellis, a lawyer of the firm, spoke for the miners in Chile.",
        "3 March 2022\n\nMichael Ellis of Britain answered for the cabinet.",
    )
    abroad, home = keys(documents, folded, "Michael Ellis")
    person = lexicon().person("michael ellis")
    assert person is not None
    assert is_far(person, (), {"CHL"})
    assert not is_far(person, (), {"CHL", "GBR"})
    assert home == f"lexicon:{person.key}"
    assert abroad


def test_a_given_name_is_no_surname_that_is_only_spelled_alike() -> None:
    documents, folded = read(
        "15 November 2012\n\nIsraeli Defence Minister Ehud Barak warned Hamas. Ehud Barak gave no date.",
        "16 November 2012\n\nBarack, as his friends in Israel and the United States call him, kept out of it.",
    )
    assert set(keys(documents, folded, "Barack")).isdisjoint(keys(documents, folded, "Ehud Barak"))


def test_a_bare_surname_is_not_a_strangers_who_held_no_office_then_where_a_president_had_it() -> None:
    documents, folded = read(
        "16 April 2016\n\nU.S. Defense Secretary Ashton Carter boarded the carrier. Ashton Carter then left Manila.",
        "2 May 2009\n\nCarter walked through the old town of Jerusalem and told Israel and the United States to hurry.",
    )
    assert set(keys(documents, folded, "Carter")).isdisjoint(keys(documents, folded, "Ashton Carter"))
    person = famous_once("Carter", "2009-05-02", {"USA"})
    assert person is not None
    assert person.name == "Jimmy Carter"


def test_a_surname_that_many_have_tells_nobody() -> None:
    assert is_rare("Netanyahu")
    assert not is_rare("Johnson")
    assert not is_rare("Shareef")


def test_a_town_is_no_seat_of_a_state_that_has_ceased_to_be() -> None:
    documents, folded = read(
        "8 March 2018\n\nPolice in Britain searched houses in Salisbury. Salisbury was quiet.",
        "8 March 1972\n\nSalisbury rejected the terms. Rhodesia wants the sanctions lifted.",
    )
    assert "lexicon:RHO" not in [folded.of_mention[m.id] for m in documents[0].mentions]
    assert "lexicon:RHO" in keys(documents, folded, "Salisbury")


def test_officials_of_one_state_in_two_articles_are_not_one() -> None:
    documents, folded = read(
        "8 March 2018\n\nThe Ethiopian ambassador to Egypt praised the dam.",
        "9 April 2018\n\nThe Ethiopian ambassador to Sudan praised the dam.",
    )
    given = [folded.of_mention[m.id] for d in documents for m in d.mentions if "ambassador" in m.span.text]
    assert len(set(given)) == len(given) == 2


def test_an_official_who_is_nobody_elses_keeps_the_state() -> None:
    _, folded = read("8 March 2018\n\nThe Ethiopian prosecutor freed the crew. The Ethiopian ambassador to Egypt left.")
    states = {a.name: a.polity for a in folded.actors.values() if a.key.startswith("mention:")}
    assert states
    assert set(states.values()) == {"ETH"}
