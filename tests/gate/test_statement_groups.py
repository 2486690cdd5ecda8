"""Floors for grouping attributions into statements: over the labelled disputes, and always over the two samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.grouping import APART, GOLD, texts_of
from verbale.analysis.gold_groups import Grouped, GroupReport, read_groups, score_groups
from verbale.record import Record

SAMPLES = ("security-guarantees", "dam-on-the-nile")


def _scored(name: str, data: Path, scratch: Path) -> GroupReport:
    gold = read_groups(GOLD / f"{name}.json")
    articles = texts_of(gold, data, scratch)
    assert articles is not None
    with Record.open(scratch / f"{name}.db") as record:
        record.build(articles)
        return score_groups(gold, Grouped.of(record.store))


@pytest.mark.gate
@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_hold_no_false_merge(name: str, tmp_path: Path) -> None:
    report = _scored(name, tmp_path, tmp_path)
    score = report.score("statements", "pairs")
    assert score.given - score.right <= 1
    assert not report.across_polities
    if name == "security-guarantees":
        assert score.right >= 6


@pytest.mark.gate
@pytest.mark.slow
def test_statements_of_the_labelled_disputes(shared: Path, tmp_path: Path) -> None:
    names = [p.stem for p in sorted(GOLD.glob("*.json")) if not p.stem.startswith("actors-") and p.stem not in APART]
    reports = [_scored(name, shared, tmp_path) for name in names]
    scores = [report.score("statements", "pairs") for report in reports]
    right, given, wanted = (sum(getattr(s, part) for s in scores) for part in ("right", "given", "wanted"))
    assert right / given >= 0.93, "a false merge costs more trust than a missed one"
    assert right / wanted >= 0.32
    assert not any(report.across_polities for report in reports)
