"""Where what is said begins and ends: addressee, day, place and the next report are not part of it."""

from __future__ import annotations

import pytest

import verbale
from verbale.model import Attribution


def reports(text: str) -> list[Attribution]:
    return [a for a in verbale.code(text).attributions if a.mode != "direct"]


def contents(text: str) -> list[str]:
    return [span.text for a in reports(text) for span in a.content]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # whom it is said to or about
        ("The minister urged both generals by telephone to let the wounded out of the town.", "to let the wounded out"),
        ("Egypt charged Israel with naked aggression.", "naked aggression"),
        ("The envoy accused the head of the mission of hiding the map.", "hiding the map"),
        ("He warned New Delhi against widening the conflict.", "widening the conflict"),
        # day, occasion
        ("Skippers threatened last night to leave the grounds unless the Navy came in.", "to leave the grounds"),
        ("The head of the mission complained on Tuesday of new limits on helicopter flights.", "new limits on"),
        ("The senator said on the “Evening Hour” that the truce had failed.", "the truce had failed"),
        # the reporting word's own noun
        ("The board expressed concern about the waivers.", "the waivers"),
        ("He wanted to know whether the Cabinet had been consulted.", "whether the Cabinet"),
        # what looks like an addressee is the subject
        ("Underwriters warn the lane may close altogether.", "the lane may close altogether"),
        # a denial is part of what is said
        ("Residents of the town vowed not to leave their homes.", "not to leave their homes"),
    ],
)
def test_a_content_begins_behind_the_frame_of_its_verb(text: str, content: str) -> None:
    (given,) = contents(text)
    assert given.startswith(content)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The court rejected the claim on Monday.", "the claim"),
        ("The chair wanted a vote on Monday.", "a vote on Monday"),
        ("They asked the council to meet before midnight.", "to meet before midnight"),
        ("A second attack would be an act of war, an aide warned.", "A second attack would be an act of war"),
    ],
)
def test_a_content_ends_before_the_day_of_the_report_and_before_the_next_one(text: str, content: str) -> None:
    assert contents(text) == [content]


def test_who_is_told_is_the_addressee() -> None:
    coding = verbale.code("Serbia urged Kosovo to withdraw the police.")
    names = {m.id: m.span.text for m in coding.mentions}
    (report,) = coding.attributions
    assert names[report.addressee_id or ""] == "Kosovo"


def test_a_headline_stops_where_something_else_goes_on() -> None:
    text = "Cairo warns Addis Ababa of escalation as talks end without a deal\n\nCAIRO, 3 May 2020 – The talks ended on Sunday.\n"
    (report,) = reports(text)
    assert report.content[0].text == "escalation"


def test_an_item_of_a_summary_has_a_place_of_its_own() -> None:
    coding = verbale.code(
        "HIGHLIGHTS OF THE DAY\n\nROME - The cabinet is expected to fall tomorrow, political sources said.\n\n"
        "KUWAIT CITY, Kuwait - Four states were asked for help, the ministry said.\n\n"
        "NATO - and nobody else - must act, Berg said.\n"
    )
    found = [a.content[0].text for a in coding.attributions]
    assert "The cabinet is expected to fall tomorrow" in found
    assert "Four states were asked for help" in found
    assert any(words.startswith("NATO - and nobody else") for words in found)
