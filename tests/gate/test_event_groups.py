"""Floors for grouping event mentions: over the labelled disputes together, and over an open corpus of ten stories."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.coreference import coreference
from benchmarks.grouping import APART, GOLD, texts_of
from benchmarks.stories import CORPORA, build, coded, read_labels
from verbale.analysis.gold_groups import Grouped, read_groups, score_groups
from verbale.record import Record

SETS = [path for path in sorted(GOLD.glob("*.json")) if not path.stem.startswith("actors-") and path.stem not in APART]


@pytest.mark.gate
@pytest.mark.slow
def test_events_of_the_labelled_disputes(shared: Path, tmp_path: Path) -> None:
    right = given = wanted = 0
    for path in SETS:
        gold = read_groups(path)
        articles = texts_of(gold, shared, tmp_path)
        assert articles is not None
        with Record.open(tmp_path / f"{path.stem}.db") as record:
            record.build(articles)
            score = score_groups(gold, Grouped.of(record.store)).score("events", "pairs")
        right, given, wanted = right + score.right, given + score.given, wanted + score.wanted
    assert right / given >= 0.95
    assert right / wanted >= 0.65


@pytest.mark.gate
@pytest.mark.slow
def test_events_of_political_stories_told_by_five_outlets(shared: Path, tmp_path: Path) -> None:
    texts, labels = read_labels(shared / "data" / CORPORA["newswcl50"])
    found = coded(texts, labels, build(texts, tmp_path / "newswcl50.db", False))
    own = sorted(found)
    score = coreference(
        [(label.chain, label.document) for label in own], [f"{label.topic} {found[label]}" for label in own]
    )
    assert len(own) >= 45
    assert score.pairs.precision >= 0.80
    assert score.pairs.recall >= 0.30
    assert score.bcubed.f1 >= 0.60
