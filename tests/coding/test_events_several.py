"""Companies ("the two leaders"), calls without a second side, hand-overs, expected visits, and talks that are no occasion."""

from __future__ import annotations

import pytest

import verbale
from tests.coding.events_desk import code
from verbale.coding.events.lexicon import known_verbs, word_class

_STAMP = "Rain over the lake\n\nBy Ann Perks\n\nJune 27, 2020\n\nNAIROBI, June 27, 2020 - "


def _told(text: str) -> list[tuple[str, str, list[str], list[str], str | None]]:
    coding = verbale.code(_STAMP + text)
    names = {mention.id: mention.span.text for mention in coding.mentions}
    return [
        (
            e.type,
            e.status,
            [names[i] for i in e.actors],
            [names[i] for i in e.recipients],
            e.happened.value if e.happened else None,
        )
        for e in coding.events
    ]


def _sides(marked: str) -> list[tuple[str, str, list[str], list[str]]]:
    events, draft = code(marked)
    names = {mention.id: mention.span.text for mention in draft.mentions}
    return [(e.type, e.status, [names[i] for i in e.actors], [names[i] for i in e.recipients]) for e in events]


def test_the_two_leaders_are_those_who_met_last() -> None:
    told = _told(
        "President Tebboune received Recep Tayyip Erdogan in Algiers on Monday. Their aide Omar Belhani smiled.\n\n"
        "The two leaders spoke for an hour."
    )
    assert told[-1][2] == told[-1][3] == ["Tebboune", "Recep Tayyip Erdogan"]


@pytest.mark.parametrize(
    "words", ["The two sides", "Both countries", "The two capitals", "Officials of both countries"]
)
def test_two_states_just_named_are_the_sides(words: str) -> None:
    told = _told(f"Kenya and Uganda had quarrelled for years. {words} held talks in Rome.")
    assert told == [("CONSULT", "happened", ["Kenya", "Uganda"], ["Kenya", "Uganda"], "../2020-06-27")]


def test_the_members_are_taken_from_the_words_that_name_them() -> None:
    assert _told("Envoys from Kenya and Uganda met in Rome.")[0][2] == ["Kenya", "Uganda"]
    assert _told("Kenyan and Ugandan negotiators met in Rome.")[0][2] == ["Kenyan", "Ugandan negotiators"]


def test_no_meeting_where_nobody_says_who_they_are() -> None:
    assert _told("Kenya, Uganda and Libya quarrelled. The two sides met in Rome.") == []
    assert _told("The two dams in Oslo met the standard.") == []


def test_a_company_of_one_side_does_not_meet_itself() -> None:
    assert _told("Kenyan diplomats met in Rome.") == []


def test_a_body_of_states_meets_with_no_second_side() -> None:
    assert _told("EU leaders met in Brussels.")[0][2:4] == (["EU leaders"], [])


def test_what_is_told_again_without_a_day_is_of_the_day_first_told() -> None:
    again = _told("Emmanuel Macron met Paul Biya on Tuesday.\n\nRain fell.\n\nIn Rome, Macron met Biya for an hour.")
    assert [row[4] for row in again] == ["2020-06-23", "2020-06-23"]
    other = _told(
        "Emmanuel Macron met Paul Biya on Tuesday.\n\nRain.\n\nEmmanuel Macron met Biya again in Rome, where both had lunch."
    )
    assert other[1][4] != "2020-06-23"


def test_to_speak_needs_no_second_side_where_time_or_medium_follows() -> None:
    assert _sides("[Deby|person] and [Biya|person] spoke by telephone.")[0][2] == ["Deby", "Biya"]
    assert _sides("[Deby|person] and [Biya|person] spoke for an hour.")[0][0] == "CONSULT"
    assert _sides("[Deby|person] and [Biya|person] spoke for peace.") == []
    assert _sides("[Deby|person] and [Biya|person] spoke on condition of anonymity.") == []
    assert _sides("[Deby|person] spoke on a bridge to [Kenya|polity].") == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("[Deby|person] is expected in [Lagos|polity] on Tuesday.", "scheduled"),
        ("[Deby|person] is due in [Lagos|polity] today.", "scheduled"),
        ("[Deby|person] had been received in [Lagos|polity].", "happened"),
    ],
)
def test_visits_without_a_host(text: str, status: str) -> None:
    assert _sides(text) == [("CONSULT", status, ["Deby"], ["Lagos"])]


def test_papers_handed_over_and_words_by_telephone_are_contacts() -> None:
    assert _sides("[Kenya|polity] handed [Uganda|polity] its written answer.") == [
        ("CONSULT", "happened", ["Kenya"], ["Uganda"])
    ]
    assert _sides("[Deby|person] explained the map to [Biya|person] by telephone.")[0][3] == ["Biya"]
    assert _sides("[Deby|person] explained the map to [Biya|person].") == []


def test_what_is_agreed_on_is_planned() -> None:
    assert [row[:2] for row in _sides("[Kenya|polity] and [Uganda|polity] agreed to meet again in [Rome|place].")] == [
        ("AGREE", "happened"),
        ("CONSULT", "scheduled"),
    ]


def test_talks_that_words_are_about_are_no_occasion() -> None:
    assert all(row[0] != "CONSULT" for row in _sides("[Deby|person] took a harder line on talks with [Uganda|polity]."))
    assert _sides("[Deby|person] said after talks with [Uganda|polity] that rain would come.")[0][2] == ["Deby"]
    assert _sides("[Kenya|polity] closed [Uganda|polity]'s test site.") == []


def test_talks_called_off_and_held_between_two() -> None:
    assert _sides("Talks were held in Rome between [Kenya|polity] and [Uganda|polity].") == [
        ("CONSULT", "happened", ["Kenya", "Uganda"], ["Kenya", "Uganda"])
    ]


def test_a_headlines_infinitive_is_a_plan() -> None:
    assert _sides("[Kenya|polity] to meet [Uganda|polity] in Rome") == [("CONSULT", "scheduled", ["Kenya"], ["Uganda"])]


def test_an_and_after_a_comma_opens_a_clause() -> None:
    rows = _sides("[Deby|person] spoke with [Biya|person], and [Buhari|person] met [Issoufou|person].")
    assert [(row[2], row[3]) for row in rows] == [(["Deby"], ["Biya"]), (["Buhari"], ["Issoufou"])]


def test_an_adjective_says_whose_build_up_it_is() -> None:
    told = _told("Tensions over a Kenyan troop buildup near Uganda have risen.")
    assert told == [("MOBILIZE", "happened", ["Kenyan"], ["Uganda"], "../2020-06-27")]


def test_words_of_the_rules_that_are_nouns_as_well_end_no_clause() -> None:
    assert not {"brief", "present", "due", "hand"} & known_verbs()
    assert "sides" in word_class("company-twosome")


def test_two_days_beside_each_other_are_a_range() -> None:
    told = _told("The U.S. Treasury, which hosted the talks on Thursday and Friday, warned Ethiopia not to begin.")
    assert told[0] == ("CONSULT", "happened", ["U.S. Treasury"], [], "2020-06-25/2020-06-26")


def test_a_summit_of_a_body_and_forces_at_somebodys_borders() -> None:
    assert _told("Egypt said so after a video summit of the African Union on Friday.")[0][2:] == (
        ["African Union"],
        [],
        "2020-06-26",
    )
    told = _told("Uganda says that 40,000 Kenyan troops have been massed near its borders.")
    assert (told[0][0], told[0][3]) == ("MOBILIZE", ["Uganda"])
