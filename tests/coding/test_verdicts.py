"""What readers of real articles struck out, mended or missed; the sentences are our own, on other disputes."""

from __future__ import annotations

import pytest

import verbale
from verbale.coding.attributions.heard import odds
from verbale.model import Attribution, Coding


def rows(text: str) -> list[tuple[str, str, str]]:
    """Return speaker, mode and content of each report."""
    coding = verbale.code(text)
    return [(_name(coding, a), a.mode, " … ".join(span.text for span in a.content)) for a in coding.attributions]


def _name(coding: Coding, said: Attribution) -> str:
    return next((m.name for m in coding.mentions if m.id == said.speaker_id), "")


@pytest.mark.parametrize(
    "text",
    [
        "Vanuatu planned to widen the harbour next year.\n",
        "Oslo hopes to host the final round.\n",
        "The delegates testified for more than ten hours.\n",
    ],
)
def test_plans_hopes_and_deeds_are_no_reports(text: str) -> None:
    assert rows(text) == []


def test_where_a_party_stands_is_kept_though_nobody_speaks() -> None:
    assert ("Canada", "indirect", "the ruling on the strait") in rows("Canada accepted the ruling on the strait.\n")


def test_what_is_told_before_its_reporting_words_is_not_lost_beside_the_quotation() -> None:
    found = rows("The lake has three owners, Minister Ama Osei said. “One, two and three.”\n")
    assert [row[1:] for row in found] == [("indirect", "The lake has three owners"), ("direct", "One, two and three.")]


def test_a_content_ends_before_what_the_writer_adds() -> None:
    (report,) = rows("Chile said the treaty had lapsed, a claim that Peru has always disputed.\n")
    assert report == ("Chile", "indirect", "the treaty had lapsed")


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Okafor's remarks suggested that the border would stay shut.\n", "the border would stay shut", "Okafor"),
        (
            "Vargas national security adviser Inés Rojas, now with a bank, said they were right to wait.\n",
            "they were right to wait",
            "Inés Rojas",
        ),
        (
            "The owner of the ferry said its crew saw flying objects. “There was a hole,” Kenji Mori told reporters in Osaka.\n",
            "its crew saw flying objects",
            "Kenji Mori",
        ),
        (
            "The chief of staff denied that troops had crossed the river. “We were not there,” Gen. Kofi Azmi said.\n",
            "troops had crossed the river",
            "Kofi Azmi",
        ),
    ],
)
def test_whose_words_they_are(text: str, words: str, name: str) -> None:
    assert next(row[0] for row in rows(text) if words in row[2]) == name


def test_a_name_with_a_calling_of_its_own_is_not_whom_a_description_means() -> None:
    text = "The Peruvian foreign minister said talks would resume. “They will not,” Kenji Mori, an analyst, said.\n"
    assert next(row[0] for row in rows(text) if "talks would resume" in row[2]) != "Kenji Mori"


def test_on_a_page_without_a_day_a_bare_surname_is_not_a_relative_who_is_named_later() -> None:
    text = (
        "Trump meets Kim in the border zone.\n\nTrump said talks with North Korea would resume. Later Ivanka Trump joined him "
        "for the United States.\n"
    )
    assert next(row[0] for row in rows(text) if "would resume" in row[2]) != "Ivanka Trump"


def test_what_is_left_of_a_verb_is_no_part_of_a_pronoun() -> None:
    coding = verbale.code("Ama Osei left Accra on Monday. She'd said the lake was shared.\n")
    said = next(a for a in coding.attributions if "the lake was shared" in a.content[0].text)
    assert said.speaker is not None
    assert said.speaker.text == "She"


def test_odds_of_what_is_certain_end() -> None:
    assert odds(0) == pytest.approx(-odds(100))
    assert odds(50) == pytest.approx(0.0)
