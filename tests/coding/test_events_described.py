"""Parties that nobody names, subjects that a pronoun takes up, numbers and possessors in the way."""

from __future__ import annotations

import pytest

from tests.coding.events_desk import code, only


def _sides(marked: str) -> list[tuple[str, list[str], list[str]]]:
    events, draft = code(marked)
    names = {mention.id: mention.span.text for mention in draft.mentions}
    return [(e.type, [names[i] for i in e.actors], [names[i] for i in e.recipients]) for e in events]


def test_a_peoples_adjective_and_a_noun_are_a_party() -> None:
    assert _sides("Iraqi warplanes bombed [Iran|polity].")[0][1] == ["Iraqi warplanes"]
    events, draft = code("A Turkish court convicted two Kenyan pilots.")
    assert [e.type for e in events] == ["ACCUSE"]
    party = {m.span.text: m for m in draft.mentions}
    assert (party["Kenyan pilots"].kind, party["Kenyan pilots"].form) == ("group", "description")
    assert party["Turkish court"].actor == "TUR.JUD"


def test_a_party_is_a_mention_only_where_an_event_has_it() -> None:
    _, draft = code("Kenyan pilots sleep late. [Oslo|place] is far.")
    assert [mention.span.text for mention in draft.mentions] == ["Oslo"]


def test_a_noun_that_modifies_another_is_no_party() -> None:
    assert _sides("[Chad|polity] attacked Sudanese refugee camps.") == []


def test_a_named_recipient_comes_before_one_without_a_name() -> None:
    assert _sides("[Chad|polity] released prisoners to [Niger|polity].") == [("RETREAT", ["Chad"], ["Niger"])]
    assert _sides("[Chad|polity] released prisoners on Friday.") == [("RETREAT", ["Chad"], ["prisoners"])]


@pytest.mark.parametrize(
    "text",
    [
        "[Norway|polity] said on Friday it had expelled [Fiji|polity]'s envoy.",
        "[Norway|polity] said that it expelled [Fiji|polity]'s envoy.",
    ],
)
def test_it_and_they_are_those_who_speak(text: str) -> None:
    event, names = only(text)
    assert names(event.actors) == ["Norway"]


def test_it_is_nobody_where_nobody_speaks() -> None:
    assert _sides("When it rained, it expelled [Fiji|polity]'s envoy.") == []


def test_a_number_with_a_comma_does_not_end_a_clause() -> None:
    event, names = only("[Chad|polity] returned 1,044 coins to [Niger|polity].")
    assert (event.type, names(event.recipients)) == ("RETREAT", ["Niger"])


def test_more_than_and_about_do_not_govern() -> None:
    assert _sides("[Chad|polity] attacked more than 100 [Libyans|polity].") == [("ASSAULT", ["Chad"], ["Libyans"])]


def test_those_who_act_for_somebody() -> None:
    event, names = only("[Abiy Ahmed|person]'s office condemned [Egypt|polity].")
    assert names(event.actors) == ["Abiy Ahmed"]
    event, names = only("[Rebels|group] loyal to [Omar Diallo|person] attacked [Mali|polity].")
    assert names(event.actors) == ["Rebels"]
    event, names = only("Dozens of [Polish|polity] troops attacked [Mali|polity].")
    assert names(event.actors) == ["Polish"]


def test_being_of_one_mind_is_no_agreement() -> None:
    assert _sides("[Fiji|polity] agreed with [Tonga|polity] that the reef is beautiful.") == []
    assert _sides("[Fiji|polity] agreed with [Tonga|polity] to share the reef.")[0][0] == "AGREE"
