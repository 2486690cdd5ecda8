"""Faults found by reading world news of 1987 to 2020 line by line; the sentences are our own."""

from __future__ import annotations

import pytest

import verbale
from verbale.model import Attribution, Coding

HEAD = "REYKJAVIK, March 15, 2019 (Meridian) - "


def coded(text: str) -> Coding:
    return verbale.code(HEAD + text)


def contents(coding: Coding) -> list[str]:
    return [" … ".join(span.text for span in a.content) for a in coding.attributions]


def said(coding: Coding, words: str) -> Attribution:
    return next(a for a in coding.attributions if words in " ".join(span.text for span in a.content))


def speaker(coding: Coding, words: str) -> str | None:
    wanted = said(coding, words).speaker_id
    return next((m.name for m in coding.mentions if m.id == wanted), None)


def test_the_double_marks_of_the_old_wires_quote() -> None:
    coding = coded(
        "``We are worried,'' Juan Perez wrote in a letter. ``We lack news of him.''\n\n"
        "He called the plan ``a bad joke'' and went home.\n"
    )
    turn = said(coding, "We are worried,")
    assert turn.mode == "direct"
    assert [span.text for span in turn.content] == ["We are worried,", "We lack news of him."]
    assert said(coding, "a bad joke").content[0].text == "the plan ``a bad joke''"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("When the premier's advisers suggested that Oslo pay, Premier Eva Lund was not satisfied.", "Oslo pay"),
        ("Jon Dahl, who called Iceland a pillar, said that wars are bad.", "Iceland a pillar"),
        (
            "Jon Dahl, who on March 2 said that Norway could wait, told reporters that talks must begin.",
            "Norway could wait",
        ),
        ("While many allies criticized Norway's decision, Premier Eva Lund praised the move.", "Norway's decision"),
        ("The government said Tuesday's attack was aimed at Lund.", "Tuesday's attack was aimed at Lund"),
        (
            "Dahl announced on March 2 in Bonn, Germany, that talks would begin in a week.",
            "talks would begin in a week",
        ),
        ("The rebels issued a statement urging a return to dialogue.", "a return to dialogue"),
        ("In April, Norway appealed to Iceland to avoid damaging business.", "to avoid damaging business"),
        (
            "Republicans accuse it of not guarding the port before the raid, of botching the answer to it.",
            "not guarding the port before the raid, of botching the answer to it",
        ),
        ("The embassy said its rights were broken and demanded she be freed.", "she be freed"),
        (
            "According to Oslo dissident Lars Berg, a spokesman for the group, the party has a hundred members.",
            "the party has a hundred members",
        ),
    ],
)
def test_a_content_begins_and_ends_where_it_should(text: str, content: str) -> None:
    assert content in contents(coded(text + "\n"))


@pytest.mark.parametrize(
    "text",
    [
        'A group calling itself "Occupy Oslo" marched.',
        "Its equity in the firm declined to $6.3 million from $10.9 million.",
        "The council's members may seek amendments, but if they reject the pact, the house will vote.",
        "None of the other parties to the deal have cited serious concerns.",
        "The attorneys for Berg responded Friday to requests for comment.",
    ],
)
def test_nothing_was_said(text: str) -> None:
    assert contents(coded(text + "\n")) == []


def test_a_call_by_telephone_accuses_nobody() -> None:
    coding = coded(
        "Berg said that Dahl on Sunday called Premier Eva Lund and President Ivar Holm and that they would meet.\n"
    )
    assert len(coding.attributions) == 1


def test_words_that_an_agency_quotes_are_those_of_whom_it_quotes() -> None:
    coding = coded("“Equal talks are the only way to peace,” the Meridian agency quoted rebel officials as saying.\n")
    assert speaker(coding, "Equal talks") == "rebel officials"
    assert [hop.name for hop in said(coding, "Equal talks").relay] == ["the Meridian agency"]


def test_whom_a_paper_cites_is_a_hop() -> None:
    coding = coded(
        "The Harbour Post, citing unidentified sources, reported that the bank had ordered the sale of its bonds.\n"
    )
    assert contents(coding) == ["the bank had ordered the sale of its bonds"]
    assert [hop.name for hop in coding.attributions[0].relay] == ["unidentified sources"]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Chan Kin-man, a leader of Occupy Oslo with Love, as the group is formally known, said: “We will stay here.”",
            "We will stay",
            "Chan Kin-man",
        ),
        (
            "Mr. Dahl, at the start of a tour of the West, raised the prospect of sanctions from the West and said, “We "
            "are ready to act.”",
            "ready to act",
            "Dahl",
        ),
        ("Berg attorney Timothy Broas said that his defense had a copy.", "had a copy", "Timothy Broas"),
        (
            "“The doubt is real,” Ivar Holm said.\n\nMr. Dahl’s love of drama is well known. He has threatened Denmark with "
            "duties on fish.",
            "duties on fish",
            "Dahl",
        ),
        (
            "On Saturday, Iceland’s premier Eva Lund accused Norway of meddling.\n\n“I understand the final goal. They want "
            "to take all of the bank.”",
            "the final goal",
            "Eva Lund",
        ),
        (
            "“My people had it done,” Mr. Dahl recounted in a cabinet meeting. “And I said, ‘I want more.’” The ministers "
            "gathered around Mr. Holm laughed.",
            "I want more",
            "Dahl",
        ),
    ],
)
def test_who_speaks(text: str, words: str, name: str) -> None:
    assert speaker(coded(text + "\n"), words) == name


def test_a_day_announces_nothing() -> None:
    assert all(
        a.speaker is None or a.speaker.text != "Friday"
        for a in coded("Friday's announcement of a freeze on tests is a step forward.\n").attributions
    )


def test_a_closing_mark_of_the_wires_closes_behind_a_blank() -> None:
    coding = coded("``I dread looking at the market, '' Lund said. ``It is bad. ''\n")
    assert [span.text for span in said(coding, "I dread").content] == ["I dread looking at the market,", "It is bad."]


def test_a_polity_is_no_officer_of_its_own() -> None:
    coding = coded("“We wait,” said Ivar Holm, an American spokesman. The U.S. has asked Oslo to wait.\n")
    assert speaker(coding, "to wait") in {"U.S.", "United States"}


def test_a_resolution_is_no_statement() -> None:
    coding = coded("“We reject it,” the statement said.\n\nThe resolution says the bank is closed.\n")
    assert speaker(coding, "the bank is closed") == "The resolution"


def test_what_a_speaker_refers_to_is_no_second_report() -> None:
    assert contents(coded("“It is a lie,” Berg said, referring to the letter.\n")) == ["It is a lie,"]


def test_he_who_is_cited_speaks() -> None:
    coding = coded(
        "When Holm visited Oslo last month, state media cited him as saying that the issue could be solved.\n"
    )
    assert speaker(coding, "could be solved") == "Holm"


def test_a_quotation_behind_another_report_is_no_part_of_the_first_turn() -> None:
    coding = coded(
        "“They are happy, but they will give us nothing,” Berg said. The terms would be told later, officials said. “If "
        "there is anything to give, Holm would take it along,” when he visits Bonn later, one envoy said.\n"
    )
    assert [span.text for span in said(coding, "They are happy").content] == [
        "They are happy, but they will give us nothing,"
    ]
    assert speaker(coding, "If there is anything") == "envoy"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "“It’s unknown ground,” Jon Dahl said. “I feel that Ivar Holm wants something great.”\n\n"
            "“It’s a one-time shot,” he said.",
            "one-time shot",
            "Jon Dahl",
        ),
        (
            "“I thank Iceland,” Jon Dahl said.\n\n“Holm showed how weak he is. We are proud. We leave with our heads high,” "
            "he said.",
            "how weak",
            "Jon Dahl",
        ),
    ],
)
def test_he_is_not_whom_he_speaks_of(text: str, words: str, name: str) -> None:
    assert speaker(coded(text + "\n"), words) == name


def test_days_stand_between_whom_one_asks_and_what_for() -> None:
    coding = verbale.code(
        "Chad appealed to the council on Monday to act on the strip, and Libya told it that the matter was settled."
    )
    asked = next(a for a in coding.attributions if "act on" in a.content[0].text)
    assert asked.content[0].text == "to act on the strip"
    assert asked.speaker is not None
    assert asked.speaker.text == "Chad"


def test_who_asks_not_to_be_named_has_said_nothing_yet() -> None:
    coding = coded(
        "Iranian officials, who asked not to be identified, said the order was withdrawn.\n\n"
        "A Peruvian diplomat, who requested anonymity, said that the talks had failed.\n"
    )
    assert contents(coding) == ["the order was withdrawn", "the talks had failed"]


def test_afterwards_is_no_part_of_who_is_told() -> None:
    told = said(coded("Jon Dahl told reporters afterwards that war was near.\n"), "war was near")
    assert [each.span.text for each in told.evidence if each.field == "addressee"] == ["reporters"]
