"""Floors of the shipped tagger: on our own sentences always, on PolNeAR's development articles where they lie here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.marked import marked_documents
from training.score import Document, predict, read_documents, score_document, total
from verbale.language import load

pytestmark = pytest.mark.gate

POLNEAR_FLOORS = {
    "cue overlap": 82.0,
    "source overlap": 83.0,
    "content overlap": 86.0,
    "content exact": 66.0,
    "content token": 88.0,
    "linked": 76.0,
    "peers": 74.0,
    "peers indirect": 68.0,
    "speaker given content": 95.0,
}
OWN_FLOORS = {"cue overlap": 90.0, "source overlap": 90.0, "content exact": 80.0, "linked": 88.0, "peers": 88.0}


def _short(scores: dict[str, tuple[float, float, float]], floors: dict[str, float]) -> list[str]:
    return [f"{name}: {scores[name][2]:.1f} < {floor}" for name, floor in floors.items() if scores[name][2] < floor]


def test_our_own_sentences() -> None:
    documents = [Document(str(n), text, gold) for n, (text, gold) in enumerate(marked_documents())]
    scores = total(score_document(d, predict(load(), d)) for d in documents)
    assert not _short(scores, OWN_FLOORS)


def test_thirty_articles_that_no_setting_was_tuned_on(shared: Path) -> None:
    # settings and probabilities were tuned on the articles with even numbers
    documents = read_documents(shared / "data/polnear/open/dev.jsonl.gz")[1:60:2]
    assert len(documents) == 30
    scores = total(score_document(d, predict(load(), d)) for d in documents)
    assert not _short(scores, POLNEAR_FLOORS)
