"""Events that the trained reader tells where no rule speaks: which places it is asked about, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pytest

from tests.coding.events_desk import desk
from verbale.coding.draft import Draft
from verbale.coding.events import find_events
from verbale.language.events import MODEL, Place
from verbale.model import EventMention

Answer = tuple[list[tuple[str, ...]], tuple[EventMention, ...], Draft]


class Ask(Protocol):
    def __call__(self, marked: str, sure: float = 0.95, fast: bool = False) -> Answer: ...


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Code a marked sentence with a reader that is sure of SUPPORT everywhere; return what it was asked about too."""

    def coded(marked: str, sure: float = 0.95, fast: bool = False) -> Answer:
        asked: list[tuple[str, ...]] = []

        def reader(text: str, _: Sequence[tuple[int, int]], places: Sequence[Place]) -> tuple[tuple[str, float], ...]:
            asked.extend(
                tuple(text[slice(*part[0])] for part in (place.actors, place.trigger, place.recipients))
                for place in places
            )
            return (("SUPPORT", sure),) * len(places)

        monkeypatch.setattr("verbale.coding.events.learned.read_events", reader)
        draft = desk(marked)
        draft.fast = fast
        return asked, find_events(draft), draft

    return coded


def test_a_verb_between_two_parties_that_no_rule_knows(ask: Ask) -> None:
    asked, events, _ = ask("[Fiji|polity] cheered [Tonga|polity] on Monday.")
    assert asked == [("Fiji", "cheered", "Tonga")]
    (event,) = events
    assert (event.type, event.status, event.trigger.text, event.rule) == ("SUPPORT", "happened", "cheered", MODEL)
    assert 0 < event.confidence < 0.95
    assert {e.field for e in event.evidence} >= {"what", "who", "to whom"}


def test_doubt_is_no_event_and_the_fast_coder_never_asks(ask: Ask) -> None:
    asked, events, _ = ask("[Fiji|polity] cheered [Tonga|polity].", sure=0.5)
    assert asked
    assert not events
    asked, events, _ = ask("[Fiji|polity] cheered [Tonga|polity].", fast=True)
    assert not asked
    assert not events


def test_what_a_rule_tells_is_not_asked_again(ask: Ask) -> None:
    asked, events, _ = ask("[Fiji|polity] condemned [Tonga|polity].")
    assert not asked
    assert [event.type for event in events] == ["ACCUSE"]


def test_what_is_demanded_is_not_asked_about(ask: Ask) -> None:
    asked, _, _ = ask("[Fiji|polity] demanded that [Tonga|polity] compensate [Samoa|polity].")
    assert all(verb != "compensate" for _, verb, _ in asked)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("[Fiji|polity] will cheer [Tonga|polity].", "scheduled"),
        ("[Fiji|polity] did not cheer [Tonga|polity].", "denied"),
        ("[Fiji|polity] could cheer [Tonga|polity].", "hypothetical"),
        ("[Tonga|polity] was cheered by [Fiji|polity].", "happened"),
    ],
)
def test_status_and_voice_come_from_the_grammar(ask: Ask, text: str, status: str) -> None:
    asked, (event,), _ = ask(text)
    assert event.status == status
    assert asked[0][0] == "Fiji"
    assert asked[0][2] == "Tonga"


@pytest.mark.parametrize(
    "text",
    [
        "[Fiji|polity] is an island.",  # one party
        "The cheer of [Fiji|polity] for [Tonga|polity] was loud.",  # a noun
        "Protesters opposed to [Fiji|polity] met near [Tonga|polity].",  # an adjective
        "After [Fiji|polity] the ship reached [Tonga|polity].",  # no subject
    ],
)
def test_no_place_for_an_event(ask: Ask, text: str) -> None:
    asked, _, _ = ask(text)
    assert asked == []
