"""The labelled reports of articles: sound, apart, as told; and how a record is held against them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.said import answers, scores
from training.attributions import KEPT_APART, LEARNED, NONE, Row, read_rows
from verbale.coding.coder import Coder
from verbale.model import Document

GIVEN = {"ok", "content", "who", "missed", *NONE}
BOTH = pytest.mark.parametrize("path", [LEARNED, KEPT_APART], ids=lambda path: path.stem)


@BOTH
def test_every_label_has_a_verdict_and_names_places(path: Path) -> None:
    verdicts = GIVEN if path == LEARNED else {"yes", "either"}
    for text, rows in read_rows(path).items():
        assert re.fullmatch("[0-9a-f]{64}", text)
        for row in rows:
            assert row.verdict in verdicts
            assert row.content
            assert all(0 <= start < end for start, end in (*row.content, *row.cue, *row.source, *row.other))


def _row(text: str, content: str, cue: str, verdict: str, *names: str) -> Row:
    def place(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    return Row((place(content),), (place(cue),), (), verdict, names)


def test_rows_answer_the_labels_whose_words_they_share() -> None:
    text = "Peru said the talks had failed. Chile denied it would leave the council on Monday."
    coding = Coder().code(Document(id="d", text=text, language="en"))
    right = _row(text, "the talks had failed", "said", "yes", "Peru")
    other = _row(text, "it would leave the council", "denied", "yes", "Bolivia")
    missed = _row(text, "on Monday", "denied", "yes")
    found = list(answers(text, [right, other, missed], coding))
    assert [(one.row, one.said is not None, one.named) for one in found[:2]] == [
        (right, True, True),
        (other, True, False),
    ]
    assert [one.row for one in found if one.said is None] == [missed]
    reached = scores(found)
    assert (reached["found, precision"], reached["speaker, of found"]) == (1.0, 0.5)
    assert reached["found, recall"] == pytest.approx(2 / 3)


def test_what_can_be_argued_counts_for_nothing() -> None:
    text = "Peru said the talks had failed."
    coding = Coder().code(Document(id="d", text=text, language="en"))
    assert (
        scores(list(answers(text, [_row(text, "the talks had failed", "said", "either")], coding)))["found, recall"]
        == 0.0
    )
    assert scores(list(answers(text, [], coding)))["found, precision"] == 0.0
