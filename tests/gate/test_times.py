"""Floors of the time tagger: on sentences of our own (always), and on the annotated corpora (where they lie)."""

from __future__ import annotations

import json
import time
from functools import cache
from pathlib import Path

import pytest

from benchmarks.times import Article, Score, corpora, load, score, tag
from verbale.coding.draft import Sentence
from verbale.coding.sentences import split_sentences
from verbale.coding.times import tag_times
from verbale.model import Segment, When

GOLD = Path(__file__).resolve().parents[1] / "gold" / "times.jsonl"

# corpus: strict, relaxed, type and value F1, each a little below what was measured
FLOORS = {
    "TimeBank, looked at": (0.915, 0.94, 0.915, 0.83),
    "TimeBank, only scored": (0.885, 0.935, 0.9, 0.788),
    "AQUAINT": (0.825, 0.93, 0.85, 0.755),
    "TimeBank + AQUAINT": (0.878, 0.935, 0.89, 0.793),
    "WikiWars (train)": (0.87, 0.925, 0.828, 0.845),
}


@cache
def _results() -> dict[str, Score]:
    return {name: score(articles, tag) for name, articles in corpora().items()}


@pytest.mark.gate
@pytest.mark.parametrize("corpus", sorted(FLOORS))
def test_corpus_floor(shared: Path, corpus: str) -> None:
    """Extents, types and values keep to their floors on each corpus."""
    assert shared.is_dir()
    row = _results()[corpus].row()
    for name, floor in zip(("strict", "relaxed", "typed", "valued"), FLOORS[corpus], strict=True):
        assert row[name] >= floor, f"{corpus}: {name} {row[name]:.3f} is below {floor}"


@pytest.mark.gate
def test_own_gold() -> None:
    """Sentences of many disputes: the expressions are found with their exact words, and their values are right."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 120
    expected = found = extents = values = 0
    wrong: list[str] = []
    for row in rows:
        anchor = None
        if row["anchor"]:
            first, _, last = row["anchor"].partition("/")
            anchor = When(row["anchor"], first, last or first, "test")
        text = row["text"]
        got = [(t.span.text, t.value) for t in tag_times("d", text, _sentences(text), anchor)]
        want = [(words, value) for words, value in row["expect"]]
        expected += len(want)
        found += len(got)
        extents += sum(words in {w for w, _ in got} for words, _ in want)
        values += sum(pair in got for pair in want)
        if got != want:
            wrong.append(f"{text} -> {got}")
    report = "\n".join(wrong)
    assert 2 * extents / (expected + found) >= 0.985, report
    assert 2 * values / (expected + found) >= 0.98, report


@pytest.mark.gate
def test_speed(shared: Path) -> None:
    """625 words of news take well under 20 ms of processor time even on a slow, busy machine (2.4 ms when measured)."""
    assert shared.is_dir()
    articles: list[Article] = load("timebank")[:60]
    words = sum(len(article.text.split()) for article in articles)
    prepared = [(article, _sentences(article.text)) for article in articles]
    anchor = When("1998-01-08", "1998-01-08", "1998-01-08", "test")
    tag_times("warm", articles[0].text, prepared[0][1], anchor)
    began = time.process_time()
    for article, sentences in prepared:
        tag_times(article.id, article.text, sentences, anchor)
    assert (time.process_time() - began) / words * 625 < 0.020


def _sentences(text: str) -> list[Sentence]:
    return split_sentences(text, [Segment(0, len(text), "body")])
