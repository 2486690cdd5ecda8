"""Conversations that are printed line by line."""

from __future__ import annotations

import verbale
from verbale.coding.coder import Coder
from verbale.model import Document

_TALK = (
    "The interview with the foreign minister, Ana Diaz, was broadcast on Sunday evening and seen by millions.\n\n"
    "HOST: Will you sign the treaty?\n\n"
    "DIAZ: We will not sign it. The terms are an insult to our people.\n\n"
    "HOST: And the border?\n\n"
    "DIAZ: It stays shut, because nobody has given us a guarantee.\n\n"
    "The programme ended with music and a film about fishing in the north."
)


def test_each_turn_is_a_direct_statement_of_its_speaker() -> None:
    for fast in (False, True):
        coding = Coder(fast=fast).code(Document(id="d", text=_TALK, language="en"))
        turns = [a for a in coding.attributions if a.rule.startswith("turn:label")]
        assert [(a.speaker.text if a.speaker else "", a.content[0].text[:12], a.mode) for a in turns] == [
            ("HOST", "Will you sig", "direct"),
            ("DIAZ", "We will not ", "direct"),
            ("HOST", "And the bord", "direct"),
            ("DIAZ", "It stays shu", "direct"),
        ]


def test_a_list_of_headings_is_no_conversation() -> None:
    text = (
        "The talks on the dam open on Monday and will be held behind closed doors, the ministry said.\n\n"
        "WHERE: The old customs house by the river, in the east of the city.\n\n"
        "WHEN: From nine in the morning until the evening, on both days.\n\n"
        "WHO: The ministers of the three states and the envoy of the union."
    )
    assert not [a for a in verbale.code(text).attributions if a.rule.startswith("turn:")]


_BRIEFING = (
    "The spokesman of the Polish foreign ministry, Jan Nowak, met reporters in Warsaw on Wednesday to speak of the border.\n\n"
    "Q: Reporter Ona Petraite of Vilnius said that the border would be shut. Is that so?\n\n"
    "Mr. Nowak: I am not going to comment on that. We urge both sides to step back.\n\n"
    "Q: President Lukashenko said that he wanted talks. Will you talk?\n\n"
    "Mr. Nowak: He said that Minsk had sent an envoy. We do not know of one."
)


def test_who_only_asks_makes_no_statement_and_we_is_who_answers() -> None:
    coding = verbale.code("WARSAW, March 15, 2019 (Meridian) - " + _BRIEFING)
    names = {m.id: m.name for m in coding.mentions}
    rows = [(names.get(a.speaker_id or ""), " ".join(s.text for s in a.content)) for a in coding.attributions]
    turns = [text for a, (_, text) in zip(coding.attributions, rows, strict=True) if a.rule == "turn:label"]
    assert [text.partition(".")[0] for text in turns] == [
        "I am not going to comment on that",
        "He said that Minsk had sent an envoy",
    ]
    assert ("Jan Nowak", "to step back") in rows
    assert not [who for who, _ in rows if who is None or who.casefold() in {"q", "we", "i am not going"}]
    told = {text: who for who, text in rows}
    assert told["Minsk had sent an envoy"] != "Jan Nowak"


def test_items_that_open_with_a_town_are_no_conversation() -> None:
    text = (
        "Moscow: The ministry said that talks would go on.\n\nKyiv: Rain fell on the square all day.\n\n"
        "Moscow: Trams stood still for an hour.\n\nKyiv: The mayor opened a bridge."
    )
    assert not [a for a in verbale.code(text).attributions if a.rule.startswith("turn:")]
