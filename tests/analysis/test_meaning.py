"""Search by meaning: twenty-six questions in other words than the sample articles use, and what should be found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

import verbale
from tests.conftest import ROOT
from verbale.analysis import search, vectors
from verbale.analysis.facts import Facts, Said
from verbale.analysis.search import find_by_meaning
from verbale.analysis.vectors import Vectors
from verbale.language.encoder import SIZE
from verbale.record import Record

GUARANTEES, NILE = "security-guarantees", "dam-on-the-nile"
QUESTIONS = json.loads((ROOT / "tests" / "gold" / "analysis" / "questions.json").read_text(encoding="utf-8"))
"""The sample, what is asked, and words of the contents that answer it."""


def answers(said: Said, words: list[str]) -> bool:
    """Say whether a statement answers: by words of its content, or short contents as a whole."""
    return any(w in said.content if len(w) > 8 else said.content == w for w in words)


def measure(facts: dict[str, Facts]) -> tuple[float, float]:
    """Return mean average precision of the first twenty, and the mean part of the answers among the first five."""
    precisions, found = [], []
    for asked in QUESTIONS:
        here = facts[asked["sample"]]
        right = {s.id for s in here.said if answers(s, asked["answers"])}
        assert right, asked
        ids = [m.statement_id for m in find_by_meaning(here, asked["query"], limit=20)]
        hits = [n for n, i in enumerate(ids, 1) if i in right]
        precisions.append(sum(k / n for k, n in enumerate(hits, 1)) / min(20, len(right)))
        found.append(len(right & set(ids[:5])) / min(5, len(right)))
    return sum(precisions) / len(precisions), sum(found) / len(found)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Record]]:
    folder = tmp_path_factory.mktemp("meaning")
    opened = {}
    for name in (GUARANTEES, NILE):
        opened[name] = verbale.open(folder / f"{name}.db")
        opened[name].build(ROOT / "examples" / name)
    yield opened
    for record in opened.values():
        record.close()


@pytest.mark.gate
def test_what_is_asked_in_other_words_is_found_better_than_by_words_alone(
    records: dict[str, Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = {name: record.facts for name, record in records.items()}
    both = measure(facts)
    assert both[0] >= 0.36
    assert both[1] >= 0.42
    monkeypatch.setattr(Vectors, "there", staticmethod(lambda: False))
    words = measure(facts)
    assert both[0] > words[0] + 0.1


def test_rows_are_kept_beside_the_record_and_may_be_lost(records: dict[str, Record]) -> None:
    record = records[NILE]
    first = record.search("postpone the start of storing water", meaning=True)
    assert first
    kept = Path(f"{record.path}.vectors")
    assert kept.exists()
    kept.write_bytes(b"no database")
    record.facts.memo.clear()
    assert record.search("postpone the start of storing water", meaning=True) == first
    kept.unlink()
    record.facts.memo.clear()
    assert record.search("postpone the start of storing water", meaning=True) == first
    assert kept.exists()


def test_a_row_is_read_once_and_is_the_same_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    encode: Callable[[str], vectors.Floats] = vectors._encode

    def noted(text: str) -> vectors.Floats:
        read.append(text)
        return encode(text)

    monkeypatch.setattr(vectors, "_encode", noted)
    texts = ["the ferries will run again", "", "   ", "the bridge is shut", "the ferries will run again"]
    rows = Vectors(tmp_path / "r.vectors").of(texts)
    assert read == ["the ferries will run again", "", "   ", "the bridge is shut"]
    again = Vectors(tmp_path / "r.vectors").of(texts)
    assert len(read) == 4
    assert np.array_equal(rows, again)
    assert np.array_equal(rows, Vectors().of(texts))
    assert abs(float(np.linalg.norm(rows[0])) - 1) < 0.01
    assert not rows[1].any()
    assert Vectors().of([]).shape == (0, SIZE)
    assert Vectors(tmp_path / "missing" / "r.vectors").of(texts[:1]).shape == (1, SIZE)


def test_of_a_great_many_statements_the_likeliest_are_read(
    records: dict[str, Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_ALL", 10)
    monkeypatch.setattr(search, "_SOME", 3)
    assert len(find_by_meaning(records[GUARANTEES].facts, "inspection of missile sites")) <= 3
