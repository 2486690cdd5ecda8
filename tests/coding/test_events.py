"""Events by rules: types, modes, sides, status, time, place, evidence, and what is no event at all."""

from __future__ import annotations

import pytest

from tests.coding.events_desk import code, desk, only
from verbale.coding.events import find_events
from verbale.coding.events.lexicon import inflect, noun_rules, verb_rules, word_class
from verbale.lexicon import load_table
from verbale.model import Mention

# Mentions are marked in the text: [Egypt|polity]. The desk makes a draft of it.


def test_a_transitive_verb_gives_actor_and_recipient() -> None:
    event, names = only("[Egypt|polity] condemned [Ethiopia|polity] on Monday.")
    assert (event.type, event.mode, event.status) == ("ACCUSE", "disapprove", "happened")
    assert names(event.actors) == ["Egypt"]
    assert names(event.recipients) == ["Ethiopia"]


def test_the_passive_swaps_the_sides() -> None:
    event, names = only("[Argentina|polity] was condemned by [Britain|polity].")
    assert names(event.actors) == ["Britain"]
    assert names(event.recipients) == ["Argentina"]


def test_a_list_of_actors() -> None:
    event, names = only("[France|polity], [Germany|polity] and [Britain|polity] accused [Iran|polity] of stalling.")
    assert names(event.actors) == ["France", "Germany", "Britain"]
    assert names(event.recipients) == ["Iran"]


def test_an_apposition_and_a_relative_clause_are_crossed() -> None:
    event, names = only(
        "[Ilham Aliyev|person], the president of [Azerbaijan|polity], who was re-elected last year, accused "
        "[Armenia|polity] of bad faith."
    )
    assert names(event.actors) == ["Ilham Aliyev"]
    assert names(event.recipients) == ["Armenia"]


def test_a_fronted_phone_call_takes_the_main_clauses_subject() -> None:
    event, names = only(
        "In a telephone call with [Kosovo|polity] Prime Minister [Albin Kurti|person] on Friday, [Serbian|polity] "
        "President [Aleksandar Vucic|person] said he was worried."
    )
    assert (event.type, event.mode) == ("CONSULT", "phone")
    assert names(event.actors) == ["Aleksandar Vucic"]
    assert names(event.recipients) == ["Albin Kurti"]


def test_a_symmetric_meeting_has_both_sides_twice() -> None:
    event, names = only("[Kennedy|person] and [Gromyko|person] met in the Oval Office.")
    assert names(event.actors) == names(event.recipients) == ["Kennedy", "Gromyko"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("[Lavrov|person] is due to meet [Blinken|person] in Geneva.", "scheduled"),
        ("[Lavrov|person] will meet [Blinken|person].", "scheduled"),
        ("[Lavrov|person] met [Blinken|person].", "happened"),
        ("[Lavrov|person] did not meet [Blinken|person].", "denied"),
        ("[Lavrov|person] could meet [Blinken|person].", "hypothetical"),
        ("Oil would soar if [Iraq|polity] attacks [Iran|polity].", "hypothetical"),
        ("[Iraq|polity] has denied any plans to attack [Iran|polity].", "denied"),
        ("[Iraq|polity] denied attacking [Iran|polity].", "denied"),
    ],
)
def test_status(text: str, status: str) -> None:
    event, _ = only(text)
    assert event.status == status


def test_what_is_demanded_is_no_event_of_its_own() -> None:
    event, names = only("[Pakistan|polity] urged [India|polity] to release the prisoners and lift the curfew.")
    assert (event.type, event.mode) == ("REQUEST", "yield")
    assert names(event.recipients) == ["India"]


@pytest.mark.parametrize(
    "text",
    [
        "The talks ended late.",
        "[Vietnam|polity] met the deadline.",
        "The visit was long.",
        "[Manila|polity] supports a population of millions.",
        "An attack of fever kept [Nehru|person] in bed.",
        "It was a striking meeting of minds.",
        "[China|polity] is a large country.",
        "The company backed down.",
    ],
)
def test_nothing_is_made_of_these(text: str) -> None:
    assert code(text)[0] == ()


@pytest.mark.parametrize(
    "text",
    [
        "[Nehru|person] press secretary [Rao|person] smiled.",
        "[Russia|polity] and [China|polity] have veto powers.",
        "A man accused of [Cairo|polity] plots spoke.",
        "Ties between [Tehran|polity] and [Baku|polity], a talks expert thought, would cool.",
        "[Kiev|polity]'s official declined to comment on [Minsk|polity].",
        "In 2016 [Rabat|polity] won the armed forces tennis cup.",
    ],
)
def test_homographs_are_read_by_their_neighbours(text: str) -> None:
    assert code(text)[0] == ()


def test_may_is_a_month_where_it_is_written_as_one() -> None:
    event, _ = only("[Haile Selassie|person]'s visit to [Cairo|polity] in May 1963 pleased him.")
    assert event.status == "happened"


def test_a_question_asserts_nothing() -> None:
    event, _ = only("Should [Norway|polity] expel the [Libyan|polity] diplomats?")
    assert event.status == "hypothetical"


def test_not_only_is_no_denial() -> None:
    event, _ = only("[Nasser|person] not only met [Tito|person] but also dined.")
    assert event.status == "happened"


def test_what_somebody_unknown_demands_is_no_event() -> None:
    assert code("Crowds repeated their demand that [Riyadh|polity] release [Raif Badawi|person].")[0] == ()


def test_an_outlet_is_no_partner_of_talks() -> None:
    draft = desk("[Brezhnev|person] spoke to [Pravda|organisation].")
    draft.mentions = tuple(
        Mention(m.id, m.span, m.kind, m.form, m.name, m.head_id, "MEDIA.PRAVDA" if m.name == "Pravda" else None)
        for m in draft.mentions
    )
    assert find_events(draft) == ()


def test_his_own_things_are_not_a_recipient() -> None:
    draft = desk("[Tito|person] defended [his|person] policy.")
    draft.mentions = tuple(
        Mention(m.id, m.span, m.kind, "pronoun" if m.name == "his" else "name", m.name, m.head_id)
        for m in draft.mentions
    )
    assert find_events(draft) == ()


def test_evidence_and_offsets() -> None:
    events, draft = code("On Monday [Turkey|polity] imposed sanctions on [Cyprus|polity].")
    (event,) = events
    for evidence in event.evidence:
        span = evidence.span
        assert draft.text[span.start : span.end] == span.text
    assert {e.field for e in event.evidence} >= {"what", "who", "to whom"}
    assert event.rule in {row["id"] for row in load_table("events_verbs.tsv")}


def test_the_same_twice() -> None:
    events, draft = code("[Iran|polity] rejected [Israel|polity]'s accusations. [Iran|polity] met [Oman|polity].")
    assert find_events(draft) == events


def test_every_lexicon_line_is_sound() -> None:
    ids = [row["id"] for name in ("events_verbs.tsv", "events_nouns.tsv") for row in load_table(name)]
    assert len(ids) == len(set(ids))
    assert verb_rules()
    assert noun_rules()
    assert "troops" in word_class("forces")
    with pytest.raises(KeyError):
        word_class("no such class")


def test_inflection() -> None:
    assert inflect("deny") == (("deny", "denies", "denied", "denied", "denying"),)
    assert inflect("accuse") == (("accuse", "accuses", "accused", "accused", "accusing"),)
    assert inflect("meet")[0][2] == "met"
    assert {forms[2] for forms in inflect("cancel")} == {"cancelled", "canceled"}


@pytest.mark.parametrize(
    ("marked", "kind", "mode", "who"),
    [
        ("[Turkish|polity] frigates were withdrawn on Sunday.", "RETREAT", "withdraw", ["Turkish"]),
        ("[Greek|polity] troops were withdrawn from the island on Monday.", "RETREAT", "withdraw", ["Greek"]),
        ("[Britain|polity] has withdrawn its frigates.", "RETREAT", "withdraw", ["Britain"]),
        ("[Britain|polity] ordered three frigates into the waters.", "MOBILIZE", "troops", ["Britain"]),
        ("[Ethiopia|polity] ordered 5,000 troops to the border.", "MOBILIZE", "troops", ["Ethiopia"]),
        ("[Argentina|polity] sent six destroyers north.", "MOBILIZE", "troops", ["Argentina"]),
        ("Six [Argentine|polity] destroyers were sent to the islands.", "MOBILIZE", "troops", ["Argentine"]),
    ],
)
def test_forces_ordered_sent_or_withdrawn(marked: str, kind: str, mode: str, who: list[str]) -> None:
    event, names = only(marked)
    assert (event.type, event.mode, event.status, names(event.actors)) == (kind, mode, "happened", who)


@pytest.mark.parametrize(
    "marked",
    [
        "[Ethiopia|polity] ordered troops to fire on the crowd.",
        "[Britain|polity] ordered the frigates home from the islands.",
        "[Peru|polity] ordered six destroyers from the shipyard.",
    ],
)
def test_an_order_to_forces_that_are_sent_nowhere_masses_none(marked: str) -> None:
    assert all(event.type != "MOBILIZE" for event in code(marked)[0])
