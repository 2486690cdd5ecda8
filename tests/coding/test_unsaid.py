"""What was not said: denied telling, refusals to tell, and deeds by a verb that can report."""

from __future__ import annotations

import pytest

import verbale


@pytest.mark.parametrize(
    "text",
    [
        "The Kremlin did not confirm that the meeting would take place.",
        "Iran would not confirm that the inspectors had left.",
        "Serbia's president could not confirm reports that the road was open.",
        "The general never said that the bridge was gone.",
        "The spokesman neither confirmed nor denied that the call had been made.",
        "The president has been reluctant to blame Moscow for the attack.",
        "The Pentagon stopped short of saying that the ship was lost.",
        "The ministry did not respond to a request for comment.",
    ],
)
def test_denied_telling_is_no_report(text: str) -> None:
    assert verbale.code(text).attributions == ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The ministry refused to say whether the ships had left.", "to say whether the ships had left"),
        ("The envoy declined to confirm that Cairo had agreed.", "to confirm that Cairo had agreed"),
    ],
)
def test_a_refusal_to_tell_is_a_statement_of_its_own(text: str, content: str) -> None:
    (report,) = verbale.code(text).attributions
    assert report.act == "refuse"
    assert report.content[0].text == content


def test_a_denial_of_something_else_stays_a_report() -> None:
    (report,) = verbale.code("Ethiopia does not accept the claim that the dam leaks.").attributions
    assert report.content[0].text == "the claim that the dam leaks"


def test_a_meeting_that_is_called_is_a_deed_and_a_farce_an_opinion() -> None:
    assert verbale.code("Cyril Ramaphosa called the meeting.").attributions == ()
    assert verbale.code("Turkey recalled its ambassador for consultations.").attributions == ()
    (report,) = verbale.code("Cyril Ramaphosa called the meeting a farce.").attributions
    assert report.content[0].text == "the meeting a farce"


@pytest.mark.parametrize(
    "words",
    [
        "Asked whether the Libyan side had threatened to leave, the envoy shrugged.",
        "Asked if Chad had promised to free the pilots, he changed the subject.",
        "It was not clear whether the rebels had accepted the truce.",
    ],
)
def test_what_somebody_asks_nobody_said(words: str) -> None:
    assert not verbale.code(f"The talks in Sabha ended on Monday. {words}").attributions


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Pangalos said there was nothing to discuss with Ankara.", ["there was nothing to discuss with Ankara"]),
        ("The Chilean envoy said that there is nothing left to arbitrate.", ["there is nothing left to arbitrate"]),
        ("Crosland said nothing about the trawlers.", []),
        ("The judges demanded anonymity for the witnesses from Vukovar.", ["anonymity for the witnesses from Vukovar"]),
        ("A Chilean officer, who requested anonymity because he may not speak, left.", []),
    ],
)
def test_what_is_said_to_be_nothing_and_what_is_asked_for_others_is_said(text: str, content: list[str]) -> None:
    assert [one.content[0].text for one in verbale.code(text).attributions] == content
