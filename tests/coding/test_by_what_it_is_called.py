"""Speakers who go by something else than their name: a paper of theirs, half a peninsula, an administration, "who"."""

from __future__ import annotations

import pytest

from tests.coding.test_hunted import coded, said, speaker


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        # a paper speaks for who issued it
        ("The Norwegian Foreign Ministry said in a statement that it would wait. Talks go on in Rome. "
         "The statement said the offer stands.", "the offer stands", "Norwegian Foreign Ministry"),
        ("A White House statement said the offer stands.", "the offer stands", "White House"),
        ("France was silent for a day. An official French statement said the offer stands.", "the offer stands", "France"),
        ("In a letter to the Security Council, Iran accused Israel of the raid. The letter said Iran would answer.",
         "Iran would answer", "Iran"),
        ("A statement from the Greek Foreign Ministry said it would wait. The statement added that talks go on.",
         "talks go on", "Greek Foreign Ministry"),
        ("On Thursday Sudan handed the Egyptian ambassador its reply to the offer. Egypt had gone too far, the text says.",
         "Egypt had gone too far", "Sudan"),
        # a statement that one objects to is another's; of one that nobody issued nobody knows
        ("Erdogan objected in a letter to Macron to a statement from a top Greek official. That statement said the strait is open.",
         "the strait is open", "top Greek official"),
        ("Macron cancelled the summit. The statement said the offer stands.", "the offer stands", "The statement"),
        # half of what the text names
        ("South Korea protested. The North said it was a test.", "it was a test", "North Korea"),
        ("North Korea fired a missile. The South said it was ready.", "it was ready", "South Korea"),
        ("Rebels in South Sudan crossed the line. The North said it would answer.", "it would answer", "Sudan"),
        # an antecedent that does not stand right before its "who"
        ("The efforts have been unsatisfactory to Macron, however, who has complained that France is burdened.",
         "France is burdened", "Macron"),
        ("The move suggests that Macron -- who in May declared that “the strait is ours” -- may give way.", "the strait is ours",
         "Macron"),
        ("That view is rebutted by conservative scholars, who say the treaty is dead.", "the treaty is dead",
         "conservative scholars"),
        ("That is backed up by the separatists themselves, who claim that their movement is homegrown.",
         "their movement is homegrown", "separatists"),
    ],
)  # fmt: skip
def test_who_is_meant(text: str, words: str, name: str) -> None:
    coding = coded(text)
    assert speaker(coding, words) == name


@pytest.mark.parametrize(
    ("text", "words", "state"),
    [
        ("The Obama administration met. A senior administration official said it was a start.", "it was a start", "USA"),
        ("The White House was silent. The administration said the offer stands.", "the offer stands", "USA"),
        ("Senior Reagan administration officials said the offer stands.", "the offer stands", "USA"),
        ("President Rodrigo Duterte spoke. Two Duterte administration officials said so: the reef is ours.", "the reef", "PHL"),
        # not of a state, not now, or nobody knows whose
        ("The city administration said it would close the road. President Barack Obama spoke.", "it would close", None),
        ("President Barack Obama spoke. Former administration officials said it was a start.", "it was a start", None),
        ("A senior administration official said it was a start.", "it was a start", None),
        ("President Barack Obama saw the mayor. The administration said the port would open.", "the port", None),
    ],
)  # fmt: skip
def test_whose_administration_it_is(text: str, words: str, state: str | None) -> None:
    coding = coded(text)
    mention = next(m for m in coding.mentions if m.id == said(coding, words).speaker_id)
    assert mention.actor == state


def test_who_said_it_where_nobody_is_told_is_nobody() -> None:
    coding = coded("The agency did not say who had demanded that the strait be closed.")
    assert all(a.speaker is None or a.speaker.text != "who" for a in coding.attributions)


def test_a_clause_without_its_relative_pronoun_has_its_own_subject() -> None:
    coding = coded("Washington boasted of the “carrots” it promised for good behaviour.")
    assert all(a.speaker is None or "carrots" not in a.speaker.text for a in coding.attributions)


def test_who_is_shouted_in_the_headline_is_called_as_the_text_calls_him() -> None:
    coding = coded(
        "NAKASONE SEEKS HELP\n\nPrime Minister Nakasone said he would seek help. Nakasone will travel to Rome."
    )
    assert speaker(coding, "he would seek help") == "Nakasone"
