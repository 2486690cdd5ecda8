"""When and where events were, and whose account they are."""

from __future__ import annotations

from datetime import date

import pytest

from tests.coding.events_desk import desk
from verbale.coding.draft import Draft, Sentence
from verbale.coding.events import find_events
from verbale.coding.times import tag_times
from verbale.model import Attribution, Dateline, EventMention, Span, When


def _dated(marked: str, *, day: str = "1982-04-10") -> Draft:
    draft = desk(marked)
    when = When(day, day, day, "test")
    draft.dateline = Dateline(when=when, kind="stamp")
    draft.times = tag_times("d", draft.text, draft.sentences, when)
    return draft


def _one(draft: Draft) -> EventMention:
    events = find_events(draft)
    assert len(events) == 1, [(event.type, event.trigger.text) for event in events]
    return events[0]


def test_a_time_in_the_clause_is_the_day_with_its_words() -> None:
    event = _one(_dated("[Argentina|polity] rejected the [British|polity] plan on Thursday."))
    assert event.happened is not None
    assert event.happened.value == "1982-04-08"
    assert [e.span.text for e in event.evidence if e.field == "when"] == [event.happened.evidence[0].text]


def test_a_time_of_the_report_is_not_the_day_of_the_event() -> None:
    event = _one(_dated("[Argentine|polity] jets bombed the [British|polity] fleet, an officer said on Friday."))
    assert event.happened is not None
    assert event.happened.value == "../1982-04-10"
    assert event.happened.earliest is None
    assert event.happened.latest == "1982-04-10"


def test_no_time_and_no_dateline_is_no_day() -> None:
    assert _one(desk("[Argentina|polity] rejected the [British|polity] plan.")).happened is None


def test_a_day_that_no_dateline_places_keeps_its_words() -> None:
    draft = desk("[Argentina|polity] rejected the [British|polity] plan on Thursday.")
    draft.times = tag_times("d", draft.text, draft.sentences, None)
    happened = _one(draft).happened
    assert happened is not None
    assert (happened.value, happened.earliest, happened.latest) == ("", None, None)
    assert [span.text for span in happened.evidence] == ["Thursday"]


def test_a_scheduled_event_lies_ahead_of_the_dateline() -> None:
    event = _one(_dated("[Alexander Haig|person] will meet [Francis Pym|person]."))
    assert event.status == "scheduled"
    assert event.happened is not None
    assert (event.happened.earliest, event.happened.latest) == ("1982-04-10", None)


def test_a_hypothetical_event_has_no_day_of_its_own() -> None:
    assert _one(_dated("[Britain|polity] could attack [Argentina|polity].")).happened is None


@pytest.mark.parametrize(
    ("paragraph", "value", "latest"), [(0, "1982-04-09~", "1982-04-09"), (1, "1982-04-09/1982-04-10", "1982-04-10")]
)
def test_a_sentence_without_a_day_stands_on_the_day_named_before(paragraph: int, value: str, latest: str) -> None:
    draft = desk("[Francis Pym|person] spoke on Friday. [Francis Pym|person] accused [Argentina|polity] of piracy.")
    cut = draft.text.index("Francis Pym accused")
    draft.sentences = [Sentence(0, cut - 1, 0, "body"), Sentence(cut, len(draft.text), paragraph, "body")]
    when = When("1982-04-10", "1982-04-10", "1982-04-10", "test")
    draft.dateline = Dateline(when=when, kind="stamp")
    draft.times = tag_times("d", draft.text, draft.sentences, when)
    event = _one(draft)
    assert event.happened is not None
    assert (event.happened.value, event.happened.earliest, event.happened.latest) == (value, "1982-04-09", latest)
    assert "Friday" in event.happened.basis


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[Pym|person] met [Haig|person] in [Washington|place] on Monday.", "Washington"),
        ("In [Lima|place], [Pym|person] met [Haig|person].", "Lima"),
        ("[Pym|person] met [Haig|person].", None),
        ("[Pym|person] met [Haig|person], who was born in [Philadelphia|place].", None),
    ],
)
def test_places(text: str, place: str | None) -> None:
    event = _one(desk(text))
    assert (event.place.text if event.place else None) == place
    assert [e.span.text for e in event.evidence if e.field == "where"] == ([place] if place else [])


def test_an_event_inside_somebodys_words_is_only_claimed() -> None:
    draft = desk("[Costa Mendez|person] said that [Britain|polity] attacked [Argentina|polity].")
    start = draft.text.index("Britain")
    outer = Attribution("a", "indirect", "assert", "m0", (Span.of(draft.text, 0, len(draft.text)),))
    inner = Attribution("b", "indirect", "assert", "m0", (Span.of(draft.text, start, len(draft.text)),))
    draft.attributions = (outer, inner)
    assert _one(draft).attribution_id == "b"


def test_days_are_real_days() -> None:
    event = _one(_dated("[Argentina|polity] rejected the [British|polity] plan on Thursday."))
    assert event.happened is not None
    assert event.happened.earliest is not None
    date.fromisoformat(event.happened.earliest)


def test_hostile_text_is_survived() -> None:
    for text in (
        "[Iran|polity] met [Iraq|polity], and " * 20000,
        "met " * 5000,
        ", " * 5000,
        "[Iran|polity] " * 500,
        "\x00\ufffd" * 1000,
        "accused of " * 3000,
        "''' ’s’s",
    ):
        find_events(desk(text + "."))
