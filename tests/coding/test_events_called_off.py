"""Meetings that were cancelled or put off, and what else colours a meeting told by a noun."""

from __future__ import annotations

import pytest

from tests.coding.events_desk import code


def _told(marked: str) -> list[tuple[str, str, str]]:
    events, _ = code(marked)
    return [(e.type, e.status, " ".join(x.span.text for x in e.evidence if x.field == "status")) for e in events]


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("Talks between [Chad|polity] and [Niger|polity] were called off.", "denied", "called off"),
        ("A summit of [Chad|polity] and [Niger|polity], planned for May, has been cancelled.", "denied", "cancelled"),
        ("The meeting between [Chad|polity] and [Niger|polity] will not take place.", "denied", "not take place"),
        ("Talks between [Chad|polity] and [Niger|polity] were put off until May.", "scheduled", "put off"),
        ("The summit between [Chad|polity] and [Niger|polity] was delayed by a month.", "scheduled", "delayed"),
        ("Talks between [Chad|polity] and [Niger|polity] were held in May.", "happened", ""),
        ("Talks between [Chad|polity] and [Niger|polity] were not called off.", "happened", ""),
    ],
)
def test_a_meeting_called_off_is_denied_and_one_put_off_still_to_come(text: str, status: str, words: str) -> None:
    assert _told(text) == [("CONSULT", status, words)]


def test_who_calls_off_is_told_beside_the_meeting() -> None:
    assert _told("[Chad|polity] cancelled talks with [Niger|polity].") == [
        ("SANCTION", "happened", ""),
        ("CONSULT", "denied", "cancelled"),
    ]
    assert ("CONSULT", "scheduled", "postponed") in _told("[Moi|person] postponed a visit to [Niger|polity].")


def test_what_is_only_threatened_leaves_the_meeting_standing() -> None:
    assert ("CONSULT", "scheduled", "cancel") in _told("[Moi|person] may cancel a visit to [Niger|polity].")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A meeting between [Chad|polity] and [Niger|polity] is expected in May.", "scheduled"),
        ("Talks between [Chad|polity] and [Niger|polity] are to begin soon.", "scheduled"),
        ("Talks between [Chad|polity] and [Niger|polity] could resume.", "hypothetical"),
        ("After consultations with [Niger|polity], [Chad|polity] will answer.", "scheduled"),
        ("After consultations with [Niger|polity], [Chad|polity] answered.", "happened"),
        ("[Chad|polity] held no talks with [Niger|polity].", "denied"),
        ("[Chad|polity] will no longer meet [Niger|polity].", "denied"),
    ],
)
def test_what_is_to_come_and_what_is_not(text: str, status: str) -> None:
    assert _told(text) == [("CONSULT", status, "")]


def test_a_withdrawal_that_is_agreed_on_has_not_happened() -> None:
    for text in (
        "The truce could have led to a withdrawal of [French troops|group] from [Mali|polity].",
        "The paper promises the withdrawal of [French troops|group] from [Mali|polity].",
    ):
        assert ("RETREAT", "hypothetical", "") in _told(text)


def test_the_day_of_a_cancellation_is_not_the_meetings() -> None:
    events, _ = code("[Chad|polity] on 3 May 2001 called off a meeting with [Niger|polity].")
    assert [e.happened for e in events if e.type == "CONSULT"] == [None]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("[Moi|person] is expected to meet [Ghali|person] and meet [Bongo|person].", "scheduled"),
        ("The matter will come up when [Moi|person] and [Ghali|person] meet.", "scheduled"),
        ("[Chad|polity] must end its aid and withdraw its soldiers from [Niger|polity].", "hypothetical"),
        ("The paper did not say that [Chad|polity] was withdrawing from the accord.", "hypothetical"),
    ],
)
def test_what_a_clause_hands_on(text: str, status: str) -> None:
    assert {told[1] for told in _told(text)} == {status}
