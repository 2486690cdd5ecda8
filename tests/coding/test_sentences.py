"""Sentences and paragraphs of edited prose, wrapped or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.coding.sentences import split_sentences
from verbale.model import Segment


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, (Segment(0, len(text), "body"),))]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("The U.S. President left. Talks ended.", ["The U.S. President left.", "Talks ended."]),
        ("They met in the U.S. The talks ended.", ["They met in the U.S.", "The talks ended."]),
        ("Gen. Luis Ochoa said no. Dr. Ade agreed.", ["Gen. Luis Ochoa said no.", "Dr. Ade agreed."]),
        ("“Why?” he asked. “Go.” They went.", ["“Why?” he asked.", "“Go.”", "They went."]),
        ("George W. Bush spoke on Jan. 5. It rained.", ["George W. Bush spoke on Jan. 5.", "It rained."]),
        ("It cost $3.5 million. Art. 5 applies.", ["It cost $3.5 million.", "Art. 5 applies."]),
        ("Headline without a stop\nThe first line.", ["Headline without a stop", "The first line."]),
        ("It ended … He left.", ["It ended …", "He left."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_lines_that_a_wire_wrapped_are_one_paragraph() -> None:
    text = (
        "The envoy said on Monday that the second round of talks on the waters\n"
        "of the lake would be held in Arusha, and that both delegations had been\n"
        "told to bring maps. He named no day.\n\nA second paragraph stands alone.\n"
    )
    found = cut(text)
    assert len(found) == 3
    assert found[0].endswith("bring maps.")
    paragraphs = [s.paragraph for s in split_sentences(text, (Segment(0, len(text), "body"),))]
    assert paragraphs == [0, 0, 1]


def test_furniture_has_no_sentences() -> None:
    text = "Talks ended. Subscribe now."
    kept = split_sentences(text, (Segment(0, 12, "body"), Segment(13, len(text), "furniture")))
    assert [text[s.start : s.end] for s in kept] == ["Talks ended."]


@given(st.text(alphabet='aA. \n"”!?', max_size=300))
def test_sentences_are_in_order_and_hold_all_but_blanks(text: str) -> None:
    found = split_sentences(text, (Segment(0, len(text), "body"),))
    end = 0
    for sentence in found:
        assert text[end : sentence.start].strip() == ""
        assert sentence.start < sentence.end
        end = sentence.end
    assert text[end:].strip() == ""


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("They signed a deal.It was signed in Rome.", ["They signed a deal.", "It was signed in Rome."]),
        ('He said: "We have a deal."They left.', ['He said: "We have a deal."', "They left."]),
        ('He agreed."It is over," he said.', ["He agreed.", '"It is over," he said.']),
        ("“We are done.”The minister left.", ["“We are done.”", "The minister left."]),
        (
            "Ask Sen.Kerry or the U.S.Army, or info@site.Com today.",
            ["Ask Sen.Kerry or the U.S.Army, or info@site.Com today."],
        ),
    ],
)
def test_a_lost_blank_loses_no_sentence(text: str, sentences: list[str]) -> None:
    found = split_sentences(text, [Segment(0, len(text), "body")])
    assert [text[s.start : s.end] for s in found] == sentences


def test_an_indented_line_begins_a_paragraph_of_wrapped_copy() -> None:
    text = (
        "  The ministers of the two river states met in the old customs house on Monday and\n"
        "agreed to open the locks before the spring floods, an official of the river board\n"
        "said.\n"
        "  The board has sought such a step for eleven years and was turned down each of the\n"
        "times when it came before the two cabinets, the official said on leaving the house.\n"
    )
    found = split_sentences(text, [Segment(0, len(text), "body")])
    assert [s.paragraph for s in found] == [0, 1]
