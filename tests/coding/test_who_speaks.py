"""Who speaks: faults that readers of 1,700 articles marked, each in a sentence of our own about another dispute."""

from __future__ import annotations

import pytest

from tests.coding.test_hunted import coded, said, speaker


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        # initials are no name, and end no sentence
        ("“It is a start,” said former treasury spokesman P.J. Halvorsen.", "It is a start", "P.J. Halvorsen"),
        ("“We met them in Oman,” said a U.S. official briefed on the talks.", "We met them", "a U.S. official"),
        # who is only told of does not speak
        ("The Nordic Council, part of a group which includes Canada, said it would wait.", "would wait", "Nordic Council"),
        ("People who know Halvorsen say the plan is dead.", "the plan is dead", "People who know Halvorsen"),
        ("People close to Mrs. Dahl say she will resign.", "she will resign", "People close to Mrs. Dahl"),
        ("Some people around Lukashenko said the deal was off.", "the deal was off", "people around Lukashenko"),
        ("The union Harbour (to which Olav Dahl, hurt on Friday, belonged) said its men would strike.",
         "its men", "The union Harbour"),
        ("An aide to Governor Ann Dahl, an Iowa Republican, said the levy would go.",
         "the levy would go", "An aide to Governor Ann Dahl"),
        # several of two kinds are not the first
        ("U.S. and Iraqi officials said the camp was empty.", "the camp was empty", "U.S. and Iraqi officials"),
        ("The leaders of Norway, Sweden and Iceland said the quota would stay.", "the quota would stay",
         "The leaders of Norway, Sweden and Iceland"),
        # a name stands before what describes it
        ("Sen. Ann Dahl (R., S.C.), a member of the budget panel, said in a letter: “It is wrong.”", "It is wrong", "Ann Dahl"),
        # "May" is a name
        ("British Prime Minister Theresa May said of the talks, “What matters is the border.”", "What matters", "Theresa May"),
        # a body that has a name is nobody who spoke before
        ("“This is wrong,” President Duterte said. The visit ended.\n\n“The offer stands,” the White House said.",
         "The offer stands",
         "White House"),
        # a participle goes on from its sentence
        ("A ministry statement called the tariff a “farce”, adding: “Only Lima decides that.”",
         "Only Lima", "A ministry statement"),
    ],
)  # fmt: skip
def test_the_speaker_is_who_the_words_name(text: str, words: str, name: str) -> None:
    assert speaker(coded(text), words) == name


@pytest.mark.parametrize(
    "text",
    [
        "“We are ready to sign,” President Ilham Aliyev was quoted as saying by the Azertac news agency.",
        "“We are ready to sign,” President Ilham Aliyev was quoted by the Azertac news agency as saying.",
    ],
)
def test_whom_an_agency_quotes_in_the_passive_speaks_through_it(text: str) -> None:
    coding = coded(text)
    assert speaker(coding, "We are ready") == "Ilham Aliyev"
    assert any("Azertac" in hop.name for hop in said(coding, "We are ready").relay)


def test_a_party_and_a_state_go_on_from_the_senator() -> None:
    coding = coded("“They spy on us,” Sen. Olav Dahl said.\n\n“We do the same,” the Iowa Republican said.")
    assert speaker(coding, "We do the same") == "Olav Dahl"


def test_a_title_of_another_state_does_not_go_on_from_who_spoke() -> None:
    coding = coded("Iran’s President Hassan Rouhani spoke on Monday. The US president called it a “little squabble”.")
    assert speaker(coding, "little squabble") != "Hassan Rouhani"


def test_the_short_name_of_a_paper_is_its_full_one() -> None:
    coding = coded(
        "The Lisbon Times reported that the fleet had sailed. The Times also reported that two ships were lost."
    )
    assert speaker(coding, "two ships were lost") == speaker(coding, "the fleet had sailed")
