"""By which medium words were said, to whom, and through whom they came: cases from reading unseen articles."""

from __future__ import annotations

import pytest

import verbale
from verbale.coding.attributions.media import outlet_medium, paper_medium
from verbale.model import Attribution, Coding


def said(coding: Coding, words: str) -> Attribution:
    return next(a for a in coding.attributions if words in " ".join(span.text for span in a.content))


def told(coding: Coding, words: str) -> str | None:
    wanted = said(coding, words).addressee_id
    return next((m.span.text for m in coding.mentions if m.id == wanted), None)


@pytest.mark.parametrize(
    ("text", "words", "medium"),
    [
        ("On NBC's “Meet the Press,” Ada Berg said the strait was open.\n", "the strait was open", "broadcast"),
        ("Senator Ada Berg said Tuesday on CNN that the strait was open.\n", "the strait was open", "broadcast"),
        ("Fifty deputies in Lima signed a statement demanding that Quito pull back.\n", "Quito", "statement"),
        ("According to a Pentagon release, the fleet left Subic Bay.\n", "the fleet left", "statement"),
        ("In a national address on Friday, the Peruvian president said the border was shut.\n", "the border", "speech"),
        ("In his weekly radio and internet address, President Lind said aid had come.\n", "aid had come", "broadcast"),
        ("Lind issued a string of tweets on Friday, defending his policy on Peru.\n", "policy on Peru", "social media"),
        ("In a note to clients, Harbour Economics said that tariffs would fall.\n", "tariffs would", "document"),
    ],
)
def test_words_name_the_medium(text: str, words: str, medium: str) -> None:
    assert said(verbale.code(text), words).medium == medium


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Speaking on Air Force One, President Lind said the treaty was dead.\n", "the treaty was dead"),
        ("Berg said before a vote on the resolution that Pristina was ready.\n", "Pristina was ready"),
        ("After the cabinet meeting, Minister Ada Berg said the dam would be filled.\n", "the dam would"),
        ("“They will not sign,” said Hill, who served in Belgrade.\n", "They will not sign"),
    ],
)
def test_words_that_name_no_medium(text: str, words: str) -> None:
    assert said(verbale.code(text), words).medium is None


def test_a_surname_is_no_paper() -> None:
    assert outlet_medium("The Hill") == "outlet"
    assert outlet_medium("Hill") is None
    assert outlet_medium("I") is None
    assert outlet_medium("NPR's Here") == "broadcast"
    assert paper_medium("the BBC's Ada Lind") is None


@pytest.mark.parametrize(
    ("text", "words", "whom"),
    [
        ("Prime Minister Lind, speaking to reporters in Oslo, said the islands were safe.\n", "the islands", "reporters"),
        ("Speaking to reporters after the vote, Lind said the islands were safe.\n", "the islands were", "reporters"),
        ("Lind testified before the Senate Armed Services Committee that the islands were safe.\n", "the islands were",
         "Senate Armed Services Committee"),
    ],
)  # fmt: skip
def test_whom_the_words_were_said_to(text: str, words: str, whom: str) -> None:
    assert told(verbale.code(text), words) == whom


@pytest.mark.parametrize(
    "text",
    [
        "The Tamil party is growing in opposition to the Colombo government's deal with Delhi.\n",
        "Yerevan has offered only limited support to the military campaign against Baku.\n",
        "Lind's announcement threatening more tariffs on Chile shook the market.\n",
        "Lind calls for banning foreign vessels from the strait.\n",
    ],
)
def test_what_words_are_about_is_not_spoken_to(text: str) -> None:
    assert all(a.addressee_id is None for a in verbale.code(text).attributions)


@pytest.mark.parametrize(
    ("text", "through"),
    [
        ("Lind wrote in an opinion piece for the Miami Herald that the island would be free.\n", "the Miami Herald"),
        ("Lind writes in the Washington Post that the island would be free.\n", "the Washington Post"),
    ],
)
def test_the_paper_that_somebody_writes_in(text: str, through: str) -> None:
    hops = said(verbale.code(text), "the island would").relay
    assert through in [hop.name for hop in hops]


def test_who_an_author_is_tells_nothing_of_the_way() -> None:
    coding = verbale.code("“The island is free,” said Lind, who wrote a column in the Miami Herald.\n")
    assert said(coding, "The island is free").relay == ()


HEAD = "LIMA, March 10, 2022 (Meridian) - "


def day(text: str, words: str) -> list[str]:
    spoken = said(verbale.code(HEAD + text), words).spoken
    return [] if spoken is None else [span.text for span in spoken.evidence]


@pytest.mark.parametrize(
    ("text", "words", "when"),
    [
        ("In a 2019 interview, Lind said that the islands were safe.\n", "the islands were safe", ["2019"]),
        (
            "The talks broke up over remarks on Tuesday in which Lind said the islands were safe.\n",
            "the islands",
            ["Tuesday"],
        ),
    ],
)
def test_the_day_of_saying(text: str, words: str, when: list[str]) -> None:
    assert day(text, words) == when


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Many have predicted that Peru would withdraw, but Lind said Tuesday that he is not sure.\n",
            "Peru would withdraw",
        ),
        ("Asked about meddling in the 2016 presidential election, Lind declined to comment on it.\n", "to comment"),
        ("Speaking before Monday's summit, Lind said the islands were safe.\n", "the islands were safe"),
        ("Berg sat in jail in 2003 on charges which he said were false.\n", "were false"),
        ("Deputies vote later this month on the pact, which Lind calls a surrender.\n", "a surrender"),
    ],
)
def test_a_day_of_something_else(text: str, words: str) -> None:
    assert day(text, words) == []


def test_a_month_of_an_undated_article_keeps_its_words() -> None:
    coding = verbale.code("In February, Lind claimed that the islands were safe.\n")
    spoken = said(coding, "the islands were safe").spoken
    assert spoken is not None
    assert spoken.value == ""
    assert [span.text for span in spoken.evidence] == ["February"]


def test_words_in_short_have_the_medium_of_the_quotation_behind_them() -> None:
    coding = verbale.code(
        "President Ada Lind said the talks with Chile were going well.\n\n"
        "“Meetings are going well, with good will on both sides,” Lind said in a tweet.\n"
    )
    assert said(coding, "the talks with Chile").medium == "social media"


def test_another_speakers_medium_is_not_theirs() -> None:
    coding = verbale.code(
        "President Ada Lind said the talks with Chile were going well.\n\n"
        "“Meetings are going badly, with ill will on both sides,” Minister Juan Soto said in a tweet.\n"
    )
    assert said(coding, "the talks with Chile").medium is None
