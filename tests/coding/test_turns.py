"""Turns of speech in pieces, and one report told by two verbs of the same speaker."""

from __future__ import annotations

import verbale


def test_a_turn_goes_on_behind_a_frame_that_only_the_tagger_reads() -> None:
    text = "“We wait,” Vera, a nurse, told us as the bus left. “We have time.” The mayor warns the town will empty.\n"
    direct = [a for a in verbale.code(text).attributions if a.mode == "direct"]
    assert [[span.text for span in a.content] for a in direct] == [["We wait,", "We have time."]]


def test_the_next_sentence_is_no_frame_of_the_quotation_before() -> None:
    text = (
        '"They do not ask for visas," Marshal Galkin said. "They reply by return of post." '
        "The president told newsmen his people should be calm.\n"
    )
    first, *_ = verbale.code(text).attributions
    assert [span.text for span in first.content] == ["They do not ask for visas,", "They reply by return of post."]
    assert first.speaker is not None
    assert first.speaker.text == "Marshal Galkin"


def test_a_title_in_marks_is_no_piece_of_a_turn() -> None:
    text = "“We need a plan,” the senator said on CBS' “Face the Nation.” “And we need it soon.”\n"
    (turn,) = verbale.code(text).attributions
    assert [span.text for span in turn.content] == ["We need a plan,", "And we need it soon."]


def test_said_he_hoped_is_one_report() -> None:
    text = "The Argentine minister said he hoped the islands would be returned."
    (report,) = verbale.code(text).attributions
    assert report.content[0].text == "he hoped the islands would be returned"


def test_two_speakers_are_two_turns() -> None:
    text = "“We are ready,” the Turkish envoy said. “We are not,” the Greek envoy replied.\n"
    turns = [a for a in verbale.code(text).attributions if a.mode == "direct"]
    assert [[s.text for s in a.content] for a in turns] == [["We are ready,"], ["We are not,"]]
