"""The scorer itself: what counts as right."""

from __future__ import annotations

import pytest

from training.score import Document, mode_of, score_document, total

TEXT = "Oslo said that the ferry would sail. Bergen denied it."
GOLD = [
    {"source": [(0, 4)], "cue": [(5, 9)], "content": [(10, 35)]},
    {"source": [(37, 43)], "cue": [(44, 50)], "content": [(51, 53)]},
]
DOCUMENT = Document("a", TEXT, GOLD)
PERFECT = [(g["cue"], g["source"], g["content"]) for g in GOLD]


def test_gold_against_itself_is_perfect() -> None:
    scores = total([score_document(DOCUMENT, PERFECT)])
    full = {name for name, counts in score_document(DOCUMENT, PERFECT).sums.items() if counts[3]}
    assert full >= {"cue exact", "linked", "peers", "peers indirect"}
    assert all(scores[name] == (100.0, 100.0, 100.0) for name in full)


def test_nothing_found_scores_nothing() -> None:
    assert total([score_document(DOCUMENT, [])])["linked"] == (0.0, 0.0, 0.0)


def test_swapped_speakers_lose_the_links_but_keep_the_spans() -> None:
    swapped = [(PERFECT[0][0], PERFECT[1][1], PERFECT[0][2]), (PERFECT[1][0], PERFECT[0][1], PERFECT[1][2])]
    scores = total([score_document(DOCUMENT, swapped)])
    assert scores["source exact"][2] == scores["content exact"][2] == 100.0
    assert scores["linked"][2] == scores["peers"][2] == 0.0


def test_half_the_content_is_enough_for_the_peers_measure_and_less_is_not() -> None:
    half = [([(5, 9)], [(0, 4)], [(19, 35)])]  # four of six words
    less = [([(5, 9)], [(0, 4)], [(25, 35)])]
    assert total([score_document(DOCUMENT, half)])["peers"][1] == 50.0
    assert total([score_document(DOCUMENT, less)])["peers"][1] == 0.0


def test_margin_punctuation_does_not_count() -> None:
    wider = [([(5, 9)], [(0, 4)], [(10, 36)]), PERFECT[1]]
    assert total([score_document(DOCUMENT, wider)])["content exact"][2] == 100.0


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("“We will sail”", "direct"),
        ('"We will sail," | "and soon."', "direct"),
        ("that the ferry was “ready to sail”", "mixed"),
        ("that the ferry would sail", "indirect"),
        ("“an opening that is never closed", "direct"),
    ],
)
def test_modes(text: str, mode: str) -> None:
    assert mode_of(text, [(0, len(text))]) == mode
