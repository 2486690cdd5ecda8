"""What the trained reader tells where no rule speaks, and what it says of the rules' own events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec
import pytest

from tests.coding.events_desk import desk
from verbale.coding.draft import Draft
from verbale.coding.events import find_events
from verbale.language.event_read import STATUSES, TYPES, EventRead
from verbale.language.events import MODEL, Place
from verbale.model import EventMention, Status

SUPPORTS = EventRead(TYPES.index("SUPPORT"), 0.95, sure=1.0)
NOTHING = EventRead(0, 0.95, none=0.95, actor=0.1, recipient=0.1)
Answer = tuple[list[tuple[str, ...]], tuple[EventMention, ...], Draft]


class Ask(Protocol):
    def __call__(self, marked: str, read: EventRead = SUPPORTS, fast: bool = False) -> Answer: ...


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Code a marked sentence with a reader that says the same everywhere; return what it was asked about too."""

    def coded(marked: str, read: EventRead = SUPPORTS, fast: bool = False) -> Answer:
        asked: list[tuple[str, ...]] = []

        def reader(text: str, _: Sequence[tuple[int, int]], places: Sequence[Place]) -> tuple[EventRead, ...]:
            asked.extend(
                tuple(text[slice(*part[0])] if part else "" for part in (place.actors, place.trigger, place.recipients))
                for place in places
            )
            return (read,) * len(places)

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
    assert event.confidence == 0.95
    assert {e.field for e in event.evidence} >= {"what", "who", "to whom"}


def test_doubt_is_no_event_and_the_fast_coder_never_asks(ask: Ask) -> None:
    asked, events, _ = ask("[Fiji|polity] cheered [Tonga|polity].", EventRead(TYPES.index("SUPPORT"), 0.5, sure=1.0))
    assert asked
    assert not events
    asked, events, _ = ask("[Fiji|polity] cheered [Tonga|polity].", fast=True)
    assert not asked
    assert not events


@pytest.mark.parametrize("wrong", ["actor", "recipient"])
def test_parties_that_it_holds_for_the_wrong_ones_tell_no_event(ask: Ask, wrong: str) -> None:
    _, events, _ = ask("[Fiji|polity] cheered [Tonga|polity].", msgspec.structs.replace(SUPPORTS, **{wrong: 0.3}))
    assert not events


def test_what_a_rule_tells_is_told_once(ask: Ask) -> None:
    asked, events, _ = ask("[Fiji|polity] condemned [Tonga|polity].")
    assert asked == [("Fiji", "condemned", "Tonga")]  # a second look
    assert [(event.type, event.rule) for event in events] == [("ACCUSE", "u-condemn")]


def test_a_rule_speaks_whatever_the_reader_says_of_type_and_parties(ask: Ask) -> None:
    (event,) = ask("[Fiji|polity] condemned [Tonga|polity].", NOTHING)[1]
    assert (event.type, len(event.actors), len(event.recipients)) == ("ACCUSE", 1, 1)


@pytest.mark.parametrize("status", STATUSES)
def test_a_surely_read_status_outranks_the_rules_but_for_denials(ask: Ask, status: Status) -> None:
    marked = "[Fiji|polity] condemned [Tonga|polity]."
    sure = EventRead(TYPES.index("ACCUSE"), 0.9, standing=STATUSES.index(status), sure=0.9)
    assert ask(marked, sure)[1][0].status == ("happened" if status == "denied" else status)
    assert ask(marked, msgspec.structs.replace(sure, sure=0.5))[1][0].status == "happened"
    assert ask("[Fiji|polity] did not condemn [Tonga|polity].", sure)[1][0].status == "denied"
    assert ask("[Fiji|polity] could condemn [Tonga|polity].", sure)[1][0].status == "hypothetical"
    assert ask("[Fiji|polity]'s visit to [Tonga|polity] was postponed.", sure)[1][0].status == "scheduled"


def test_where_no_grammar_finds_the_sides_the_nearest_parties_are_asked_about(ask: Ask) -> None:
    marked = "After [Fiji|polity] the ship reached [Tonga|polity]."
    asked, events, _ = ask(marked)
    assert asked == [("Fiji", "reached", "Tonga")]
    assert [(event.type, event.trigger.text) for event in events] == [("SUPPORT", "reached")]
    assert not ask(marked, msgspec.structs.replace(SUPPORTS, actor=0.1))[1]
    assert not ask("[Fiji|polity]" + " and so on" * 6 + " the ship reached [Tonga|polity].")[0]  # too far


def test_what_is_demanded_is_not_asked_about(ask: Ask) -> None:
    asked, _, _ = ask("[Fiji|polity] demanded that [Tonga|polity] compensate [Samoa|polity].")
    assert all(verb != "compensate" for _, verb, _ in asked)


def test_voice_comes_from_the_grammar(ask: Ask) -> None:
    asked, (event,), _ = ask("[Tonga|polity] was cheered by [Fiji|polity].")
    assert asked == [("Fiji", "cheered", "Tonga")]
    assert [part.span.text for part in event.evidence if part.field == "who"] == ["Fiji"]


def test_the_status_is_the_readers(ask: Ask) -> None:
    for standing, status in enumerate(STATUSES):
        _, (event,), _ = ask(
            "[Fiji|polity] cheered [Tonga|polity].", msgspec.structs.replace(SUPPORTS, standing=standing)
        )
        assert event.status == status


@pytest.mark.parametrize(
    "text",
    [
        "[Fiji|polity] is an island.",  # one party
        "The cheer of [Fiji|polity] for [Tonga|polity] was loud.",  # a noun
        "Protesters opposed to [Fiji|polity] met near [Tonga|polity].",  # an adjective
    ],
)
def test_no_place_for_an_event(ask: Ask, text: str) -> None:
    asked, _, _ = ask(text)
    assert asked == []
