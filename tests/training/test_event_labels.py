"""The labelled places of events: sound, apart, as told; and how a record's events are held against them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.event_places import Answer, answer, scores
from training.events_data import KEPT_APART, LEARNED, LETTERS, Row, read_labels
from verbale.coding.coder import Coder
from verbale.language.event_read import TYPES
from verbale.model import Document

BOTH = pytest.mark.parametrize("path", [LEARNED, KEPT_APART], ids=lambda path: path.stem)


@BOTH
def test_every_label_is_one_of_the_vocabulary_and_names_a_place(path: Path) -> None:
    for text, rows in read_labels(path).items():
        assert re.fullmatch("[0-9a-f]{64}", text)
        assert rows
        for row in rows:
            assert set(row.types) <= set(TYPES)
            assert len(set(row.types)) == len(row.types)
            assert (row.status in LETTERS) == (row.types[0] != "NONE")
            assert set(row.wrong) <= set("ar")
            assert len(row.trigger) == 1
            assert all(0 <= start < end for start, end in (*row.actors, *row.trigger, *row.recipients))


def test_two_readers_agree_as_told() -> None:
    rows = [row for article in read_labels(KEPT_APART).values() for row in article if row.second]
    assert len(rows) == 600
    pairs = [(row.types, tuple(row.second[0].split(","))) for row in rows if row.second]
    assert sum(a[0] == b[0] for a, b in pairs) / len(rows) == pytest.approx(0.925, abs=0.0005)
    assert sum(a[0] in b or b[0] in a for a, b in pairs) / len(rows) == pytest.approx(0.998, abs=0.0005)


def _place(text: str, *parts: str) -> list[tuple[tuple[int, int], ...]]:
    return [((text.index(part), text.index(part) + len(part)),) for part in parts]


def test_an_event_answers_the_label_at_its_trigger() -> None:
    text = "Peru condemned Chile on Monday. Chile is a state."
    coding = Coder(fast=True).code(Document(id="d", text=text, language="en"))
    actor, trigger, recipient = _place(text, "Peru", "condemned", "Chile")
    right = Row(actor, trigger, recipient, "ACCUSE,REJECT", "h")
    assert answer(right, coding) == Answer(True, True, True, True, True)
    assert answer(Row(actor, trigger, recipient, "ACCUSE", "y"), coding) == Answer(True, True, True, True, False)
    assert answer(Row(recipient, trigger, actor, "ACCUSE", "h"), coding) == Answer(True, True, True, False, False)
    assert answer(Row(actor, trigger, recipient, "ACCUSE", "h", "r"), coding) == Answer(False, True, True, False, False)
    assert answer(Row(actor, trigger, recipient, "NONE", "-"), coding) == Answer(False, True)
    assert answer(Row(recipient, _place(text, "is a")[0], (), "AID", "h"), coding) == Answer(True, False)
    reached = scores([answer(right, coding), Answer(True, False), Answer(False, True)])
    assert (reached["type and parties"], reached["found"]) == (0.5, 0.5)
