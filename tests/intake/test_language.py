"""Language by majority of the prose, not of the names."""

from __future__ import annotations

import pytest

from tests.intake.test_decode import PROSE
from verbale.intake.language import language_of


@pytest.mark.parametrize(("key", "text"), sorted(PROSE.items()))
def test_one_sentence_is_enough(key: str, text: str) -> None:
    assert language_of(text) == {"tw": "zh"}.get(key, key)


@pytest.mark.parametrize(
    "text", ["", " \n", "Hello", "Yes.", "2021-12-24 17:40 +3%", "https://a.example/deutsch/nachrichten"]
)
def test_too_little_is_undetermined(text: str) -> None:
    assert language_of(text) == "und"


@pytest.mark.parametrize(
    "text",
    [
        "Vučić, Kurti, Borrell, Lajčák, Đurić and Osmani met in Ohrid. Vučić told Politika that Kurti's Vetëvendosje "
        "would not sign; Đurić told Koha Ditore otherwise.",
        "Hua Chunying (华春莹) told Xinhua (新华社) that Zhao Lijian (赵立坚) had not spoken to Huanqiu Shibao (环球时报) "
        "about Huangyan Dao (黄岩岛).",
        "Abiy Ahmed told Fana that Demeke Mekonnen and Seleshi Bekele would meet Sameh Shoukry and Yasir Abbas again in "
        "Kinshasa, and that the Grand Ethiopian Renaissance Dam would be filled.",
        "Наталья Поклонская (Nataliya Poklonskaya) said on Monday that «Правда» had not asked her before it printed the letter.",
    ],
)
def test_foreign_names_do_not_outvote_english(text: str) -> None:
    assert language_of(text) == "en"


def test_mixed_text_is_what_most_of_it_is() -> None:
    german = "Der Minister sagte am Montag, die Verhandlungen würden in der nächsten Woche fortgesetzt. "
    english = "The minister said on Monday that the negotiations would be continued in the coming week. "
    assert language_of(german * 5 + english * 2) == "de"
    assert language_of(german * 2 + english * 6) == "en"


def test_it_is_bounded_and_repeatable() -> None:
    text = "The talks went on through the night and nobody would say where they stood. " * 20_000
    assert {language_of(text) for _ in range(3)} == {"en"}
    assert language_of("x" * 1_000_000) in {"und", "en", "zxx"}
