"""Those whom the press does not name, and those whom it only talks about: neither is to be taken for the other."""

from __future__ import annotations

import pytest

import verbale
from tests.coding.test_who import called, said, speaker
from verbale.coding.coder import coder
from verbale.model import Document, Outlet, row_id

WITHDRAWAL = (
    "The Norwegian cabinet is divided over the islands. Defence Minister Lars Dahl and Premier Ada Berg spoke three "
    "times last week.\n\n“If you have three talks with the premier, you know where things stand,” the official said.\n\n"
    "The official said Dahl is at peace with his resignation. But this official strongly disputed parts of that account.\n"
)
VISIT = (
    "President Lidia Quispe will visit the dam next week, a senior Bolivian official told reporters on Monday. Foreign "
    "Minister Hugo Paz will come with her.\n\nPaz wants the gates to stay shut. He met the engineers on Sunday. He slept "
    "in the valley. The talks were short. Nobody was tired.\n\nPaz will stress the importance of the treaty, the official "
    "said. “The Chileans say it is time to ease up. That is not our view,” he added.\n"
)


@pytest.mark.parametrize("words", ["If you have three talks", "Dahl is at peace", "parts of that account"])
def test_the_official_is_not_whom_the_article_is_about(words: str) -> None:
    assert speaker(WITHDRAWAL, words).casefold() == "the official"


@pytest.mark.parametrize("words", ["importance of the treaty", "The Chileans say"])
def test_the_official_is_the_one_who_came_in_without_a_name(words: str) -> None:
    assert speaker(VISIT, words) == "senior Bolivian official"


def test_a_deputy_minister_whose_words_are_told_is_the_official() -> None:
    text = (
        "Deputy Foreign Minister Ilham Guliyev said the corridor would open. “The road is ready,” the official told "
        "reporters in Baku.\n"
    )
    assert speaker(text, "The road is ready") == "Ilham Guliyev"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Vucic critic Jelena Tadic praised the pact on car plates.", "the pact", "Jelena Tadic"),
        ("Kurti allies strongly dispute the critique of the border deal.", "the critique", "Kurti allies"),
        (
            "The Galtieri family said they would never return to the islands.",
            "would never return",
            "The Galtieri family",
        ),
        ("Thatcher-appointed governor Roy Hale warned that the islands would fall.", "would fall", "Roy Hale"),
    ],
)
def test_a_name_that_tells_of_others_does_not_speak(text: str, words: str, name: str) -> None:
    assert speaker(text, words) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mette Holm was arrested in July and accused of acting as an agent of Denmark.", "acting as an agent"),
        ("Eritrea has been widely accused of arming the rebels by sea.", "arming the rebels"),
        ("The Kenyan premier was roundly criticized for her support of the pact.", "support of the pact"),
    ],
)
def test_whoever_is_accused_says_nothing(text: str, words: str) -> None:
    found = [a for a in verbale.code(text).attributions if words in a.content[0].text]
    assert [a.speaker_id for a in found] in ([], [None])


def test_who_asks_is_not_gone_on_from() -> None:
    text = (
        "President Abiy Ahmed did not say what conditions he had set, but, asked by a reporter about the dam, he said "
        "the filling would go on.\n"
    )
    assert speaker(text, "the filling would go on") == "Abiy Ahmed"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Premier Ada Berg called Mr. Lund to tell him the duties were illegal.",
            "the duties were illegal",
            "Ada Berg",
        ),
        (
            "Three senators wrote to Foreign Minister Paz urging him to shut the border with Chile.",
            "shut the border",
            "senators",
        ),
    ],
)
def test_who_is_called_up_does_not_tell(text: str, words: str, name: str) -> None:
    assert name in speaker(text, words)


def test_signed_quotations_are_whose_name_stands_behind_them() -> None:
    text = (
        "The council met in Nairobi.\n\n“The treaty is a stage-managed retreat, and everybody in the hall knew it.” "
        "Ada Berg, Oslo Courier\n\n“No treaty can bind a cabinet that does not want to be bound.”\n\n"
        "Lars Dahl and Mette Holm, The Atlantic\n\nThe river is low this year.\n"
    )
    assert speaker(text, "stage-managed") == "Ada Berg"
    assert speaker(text, "No treaty") == "Lars Dahl"


def test_a_line_of_names_is_no_signature_where_no_outlet_is_known() -> None:
    text = "“No treaty can bind a cabinet that does not want to be bound.”\n\nLars Dahl, Head of Rivers\n\nIt rained.\n"
    (turn,) = verbale.code(text).attributions
    assert turn.speaker is None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Mr. Okello of the Nile party said the revolt had inculcated a new demand for water that would prevent a "
            "return to the old order. “There is still a deep state,” he said.",
            "deep state",
            "Okello",
        ),
        (
            "While President Abiy was leaving Khartoum, Hamdok held a news conference in which he said that Sudan would "
            "not be pushed around.",
            "pushed around",
            "Hamdok",
        ),
        (
            "Foreign Minister Hugo Paz was tired. “The line is drawn,” Paz said. After speaking to President Boric on "
            "the sidelines of the summit, he said: “We have our differences.”",
            "our differences",
            "Hugo Paz",
        ),
    ],
)
def test_he_is_a_person_who_spoke(text: str, words: str, name: str) -> None:
    assert speaker(text, words) == name


def test_a_speaker_of_the_passive_is_its_agent() -> None:
    coding = verbale.code("Minister Dahl was asked by a reporter whether he believed the reports from the islands.")
    assert called(coding, said(coding, "whether he believed").speaker_id) == "a reporter"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "North Korean Foreign Minister Pak Yong rejected the plan, saying it was late. The North demanded that the "
            "drills be halted.",
            "drills be halted",
            "North",
        ),
        (
            "State Department spokeswoman Ada Berg said the strike was wrong. The State Department called for a full "
            "investigation of it.",
            "investigation of it",
            "State Department",
        ),
        (
            "Senator Mette Holm attacked the premier, saying she was treating soldiers as pawns. The CNN host asked, “Do "
            "you regret what you wrote about the premier?”",
            "Do you regret",
            "CNN host",
        ),
        (
            "Trade Minister Lars Dahl tasked his team with finding a way out. Dahl said the duties would stay, and the "
            "advisers recommended delaying them until May.",
            "delaying them",
            "advisers",
        ),
    ],
)
def test_a_body_is_not_who_spoke_for_it(text: str, words: str, name: str) -> None:
    assert name in speaker(text, words)


def test_a_democrat_is_who_spoke() -> None:
    text = "Senator Hector Reid asked what the delay had done. “Nothing has changed,” the Democrat said on the Senate floor."
    assert speaker(text, "Nothing has changed") == "Hector Reid"


def test_who_is_no_country() -> None:
    text = "We met Jamal Said, a refugee from Syria, who said that there was no water.\n"
    coding = verbale.code(text)
    who = said(coding, "no water").speaker
    assert who is not None
    assert who.text == "a refugee from Syria"


def test_the_president_is_the_one_at_home() -> None:
    text = (
        "President Abiy Ahmed is under fire for the dam. President Abiy Ahmed flew to Cairo on Monday, a week after he "
        "wrote to Egyptian President Abdel Fattah el-Sisi.\n\n“The gates stay shut,” the president told reporters.\n"
    )
    document = Document(
        id=row_id("document", "", text),
        text=text,
        language="en",
        outlet=Outlet("addis-standard", "Addis Standard", "addisstandard.com", "ET"),
    )
    coding = coder().code(document)
    assert called(coding, said(coding, "The gates stay shut").speaker_id) == "Abiy Ahmed"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Monday brought a loss for the Kariba Company. Zambian firms and trade associations have fought the levy at every "
            "step. They say the duties are the wrong approach.",
            "wrong approach",
            "Zambian firms and trade associations",
        ),
        (
            "The protesters were firing rockets. Berg and Lund offered new details on Wednesday about the raid. They said "
            "some of the guards had tried to fight.",
            "tried to fight",
            "Berg and Lund",
        ),
    ],
)
def test_they_are_several(text: str, words: str, name: str) -> None:
    assert speaker(text, words) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Germany stayed calm. It is often said that a little madness helps in a stand-off.", "a little madness"),
        ("Iran is patient. It is worth noting that the rumours of a raid were wrong before.", "the rumours of a raid"),
    ],
)
def test_it_is_often_said_by_nobody(text: str, words: str) -> None:
    found = [a for a in verbale.code(text).attributions if words in a.content[0].text]
    assert [a.speaker_id for a in found] in ([], [None])


def test_it_is_not_whom_its_words_are_about() -> None:
    text = "Prime Minister Abiy’s office did not mention Egypt by name. Sudan would not give in to threats, it said.\n"
    assert "office" in speaker(text, "would not give in")


def test_a_source_is_nobody_by_name() -> None:
    text = (
        "Foreign Minister Pak Yong said the prisoners would be freed in May. “The mood has changed,” the source said.\n"
    )
    assert speaker(text, "The mood has changed") != "Pak Yong"
