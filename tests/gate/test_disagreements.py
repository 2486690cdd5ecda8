"""Floors for the list of disagreements: what is listed is real, and the labelled ones are found as far as they are today."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.disagreements import GOLD, score
from benchmarks.grouping import texts_of
from verbale.analysis.gold_disagreements import DisagreementReport, read_disagreements

SAMPLES = ("security-guarantees", "dam-on-the-nile")
DISPUTES = (
    "seeds",
    "korea-summit",
    "turkey-2019",
    "iran-deal-2015",
    "isis-strikes-2014",
    "brussels-2016",
    "egypt-2013",
)


def _scored(name: str, data: Path, scratch: Path) -> DisagreementReport:
    gold = read_disagreements(GOLD / f"{name}.json")
    articles = texts_of(gold, data, scratch)
    assert articles is not None
    return score(gold, articles, scratch)


@pytest.mark.gate
def test_the_samples_list_who_asked_and_nothing_false(tmp_path: Path) -> None:
    reports = [_scored(name, tmp_path, tmp_path) for name in SAMPLES]
    assert not [wrong for report in reports for wrong in report.wrong]
    assert reports[0].found >= 3
    assert reports[1].found >= 2


@pytest.mark.gate
def test_the_seeds_list_clashing_dates_venues_and_hearers_with_none_false(shared: Path, tmp_path: Path) -> None:
    report = _scored("seeds", shared, tmp_path)
    assert not report.wrong, "no false one among the first ten"
    assert report.found >= 11
    missed = " ".join(report.missed)
    assert "13 and on Tuesday 14" not in missed
    assert "Geneva, or any neutral country" not in missed
    assert "the British prime minister or" not in missed
    assert "doorstep in one" not in missed


@pytest.mark.gate
@pytest.mark.slow
def test_other_disputes_list_what_a_reader_would(shared: Path, tmp_path: Path) -> None:
    reports = [_scored(name, shared, tmp_path) for name in DISPUTES]
    first, right = sum(r.first for r in reports), sum(r.first_right for r in reports)
    assert first >= 12
    assert right / first >= 0.9, [wrong for r in reports for wrong in r.wrong]
    assert sum(r.found for r in reports) / sum(r.wanted for r in reports) >= 0.6
