"""Who is a side of an event: two names in one word, counterparts, lists after places, bodies, goods, journeys at home."""

from __future__ import annotations

import pytest

import verbale
from tests.coding.events_desk import code


def _sides(marked: str) -> list[tuple[str, list[str], list[str]]]:
    events, draft = code(marked)
    names = {mention.id: mention.span.text for mention in draft.mentions}
    return [(e.type, [names[i] for i in e.actors], [names[i] for i in e.recipients]) for e in events]


def test_two_names_in_one_word_before_a_summit() -> None:
    coding = verbale.code("Narendra Modi and Xi Jinping drank tea. The Modi-Xi summit in Wuhan was short.")
    names = {mention.id: mention.name for mention in coding.mentions}
    assert [[names[i] for i in e.actors] for e in coding.events] == [["Narendra Modi", "Xi Jinping"]]


def test_a_pair_of_whom_one_is_unknown_is_none() -> None:
    assert verbale.code("Narendra Modi drank tea. The Modi-Brandao summit was short.").events == ()


def test_his_counterpart_is_of_the_other_state() -> None:
    coding = verbale.code("Wang Yi met his Indian counterpart.")
    names = {mention.id: mention.span.text for mention in coding.mentions}
    assert [[names[i] for i in e.recipients] for e in coding.events] == [["Indian"]]
    assert verbale.code("President Moi left after talks with his counterpart.").events == ()


def test_where_they_say_it_is_no_side() -> None:
    told = _sides("In [Gori|place], [Georgia|polity], and [Ossetian police|group] blamed [Moscow|polity].")
    assert told == [("ACCUSE", ["Ossetian police"], ["Moscow"])]


@pytest.mark.parametrize(
    "text",
    [
        "The Arab League will hold an emergency meeting on Sunday.",
        "The Security Council met on Friday.",
    ],
)
def test_a_body_meets_by_itself(text: str) -> None:
    assert [(e.type, e.mode) for e in verbale.code(text).events] == [("CONSULT", "multilateral")]


def test_a_body_that_opens_talks_has_a_partner_that_is_not_named() -> None:
    assert verbale.code("The Arab League opened talks on Sunday.").events == ()


def test_world_powers_are_a_side() -> None:
    assert _sides("[Iran|polity] and six world powers resumed negotiations.") == [
        ("CONSULT", ["Iran", "world powers"], ["Iran", "world powers"])
    ]


def test_tariffs_lie_on_whose_goods_they_lie() -> None:
    assert _sides("[Kenya|polity] imposed tariffs on Chadian and Nigerien steel.") == [
        ("COERCE", ["Kenya"], ["Chadian", "Nigerien"])
    ]


def test_a_journey_at_home_meets_nobody() -> None:
    assert verbale.code("President Donald Trump arrived in Florida.").events == ()
    assert [e.type for e in verbale.code("President Donald Trump arrived in Japan.").events] == ["CONSULT"]


def test_troops_from_a_state_are_its_troops() -> None:
    coding = verbale.code("Troops from Chad crossed into Niger.")
    names = {mention.id: mention.span.text for mention in coding.mentions}
    assert [[names[i] for i in e.actors] for e in coding.events] == [["Chad"]]


def test_a_clause_of_its_own_ends_the_objects() -> None:
    assert _sides("[Kenya|polity] imposed tariffs on [Chad|polity] and [Mali|polity] will follow.") == [
        ("COERCE", ["Kenya"], ["Chad"])
    ]
    assert _sides("[Greece|polity] backed [Cyprus|polity] and urged [Turkey|polity] to wait.") == [
        ("SUPPORT", ["Greece"], ["Cyprus"]),
        ("REQUEST", ["Greece"], ["Turkey"]),
    ]


def test_a_verb_that_no_rule_knows_hands_its_subject_on() -> None:
    told = _sides("[Ghali|person] landed in Rome, delivered a speech and met [Moi|person].")
    assert ("CONSULT", ["Ghali"], ["Moi"]) in told


def test_who_assures_whom_in_a_call() -> None:
    events, draft = code("In a telephone call, [Moi|person] assured [Ghali|person] of help.")
    names = {mention.id: mention.span.text for mention in draft.mentions}
    calls = [e for e in events if e.type == "CONSULT"]
    assert [(e.mode, names[e.actors[0]], names[e.recipients[0]]) for e in calls] == [("phone", "Moi", "Ghali")]


def test_who_travels_to_meet() -> None:
    events, _ = code("[Moi|person] will travel to [Rome|place] to meet [Ghali|person].")
    assert ("CONSULT", "scheduled", "meet") in [(e.type, e.status, e.trigger.text) for e in events]


def test_diplomats_told_to_go() -> None:
    for text in (
        "[Chad|polity] gave [the Nigerien ambassador|office] 48 hours to leave.",
        "[Chad|polity] ordered [the Nigerien ambassador|office] to leave.",
        "[Chad|polity] declared [the Nigerien ambassador|office] persona non grata.",
    ):
        assert [(e.type, e.mode) for e in code(text)[0]] == [("SANCTION", "expel")]


def test_a_warning_not_to_do_a_thing_is_a_threat() -> None:
    told = verbale.code("Sudan warned Ethiopia not to fill the dam.").events
    assert [e.type for e in told] == ["THREATEN"]
    assert "h-warnnot" not in [e.rule for e in verbale.code("The bank warned farmers not to sell.").events]


def test_what_names_a_treaty_is_no_side() -> None:
    told = _sides("[Chad|polity] suspended the [Open Skies|organisation] Treaty with [Niger|polity].")
    assert told == [("SANCTION", ["Chad"], ["Niger"])]


def test_a_state_is_no_side_for_backing_one() -> None:
    assert verbale.code("Sudan held talks with Libya-backed fighters in Cairo.").events == ()


def test_whose_sovereignty_it_is_is_not_condemned() -> None:
    told = _sides("[Egypt|polity] condemned the violation of [Sudan|polity]'s sovereignty.")
    assert told == [("ACCUSE", ["Egypt"], [])]


def test_have_may_only_help_another_verb() -> None:
    events, _ = code("[Egyptian officials|group] have said talks with [Sudan|polity] failed.")
    assert [e.trigger.text for e in events] == ["talks"]


def test_his_captors_are_nobody() -> None:
    assert [e.actors for e in verbale.code("Boutros Ghali was killed by his captors.").events] in ([], [()])


def test_three_with_their_titles_are_three() -> None:
    coding = verbale.code(
        "German Chancellor Angela Merkel, French President Emmanuel Macron and British PM Boris Johnson urged Iran to wait."
    )
    assert [len(e.actors) for e in coding.events] == [3]


def test_a_name_with_its_description_between_dashes_is_a_subject() -> None:
    told = _sides("[Turkey -- a NATO member|polity] -- asked [Chad|polity] for talks.")
    assert told == [("REQUEST", ["Turkey -- a NATO member"], ["Chad"])]


def test_nobody_acts_upon_himself_by_name() -> None:
    events, _ = code("[Moi|person] criticised the policy of [Moi|person].")
    assert all(set(e.recipients).isdisjoint(e.actors) for e in events)
