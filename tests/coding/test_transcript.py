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
