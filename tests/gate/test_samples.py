"""Floors for the whole: the sample disputes against their gold, and the seed articles where they lie beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

import verbale
from tests.conftest import ROOT
from verbale.analysis.evaluate import Report


def report_of(folder: Path, gold: Path, place: Path) -> Report:
    with verbale.open(place) as record:
        record.build(folder)
        assert record.verify() == []
        return record.evaluate(gold)


FLOORS = {
    "security-guarantees": {
        ("statements", "found"): 0.945,
        ("statements", "content exact"): 0.91,
        ("statements", "found with speaker"): 0.94,
        ("direct quotations", "exact words and speaker"): 0.92,
        ("mentions", "span and kind"): 0.99,
        ("events", "type"): 0.86,
        ("times", "found"): 0.98,
        ("datelines", "honest range"): 0.92,
    },
    "dam-on-the-nile": {
        ("statements", "found"): 0.89,
        ("statements", "content exact"): 0.86,
        ("statements", "found with speaker"): 0.89,
        ("direct quotations", "exact words and speaker"): 1.0,
        ("mentions", "span and kind"): 0.99,
        ("events", "type"): 0.86,
        ("times", "found"): 1.0,
        ("datelines", "honest range"): 1.0,
    },
}


@pytest.mark.gate
@pytest.mark.parametrize("name", sorted(FLOORS))
def test_sample_disputes(name: str, tmp_path: Path) -> None:
    folder = ROOT / "examples" / name
    report = report_of(folder, folder / "gold.json", tmp_path / "r.db")
    below = {key: report.score(*key).f1 for key, floor in FLOORS[name].items() if report.score(*key).f1 < floor}
    assert below == {}
    assert report.missing == ()
    assert report.furniture_coded <= 1


@pytest.mark.gate
def test_the_seed_articles(shared: Path, tmp_path: Path) -> None:
    report = report_of(shared / "seeds", ROOT / "tests" / "gold" / "seeds.json", tmp_path / "r.db")
    quotations = report.score("direct quotations", "exact words and speaker")
    assert (quotations.right, quotations.given, quotations.wanted) == (23, 23, 23)
    datelines = report.score("datelines", "honest range")
    assert (datelines.right, datelines.wanted) == (5, 5)
    assert report.furniture_coded == 0
    assert report.score("statements", "found").f1 >= 0.92
    assert report.score("statements", "content exact").f1 >= 0.895
    assert report.score("statements", "found with speaker").f1 >= 0.92
    assert report.score("events", "type").f1 >= 0.905


@pytest.mark.gate
def test_a_sixth_article_leaves_what_the_five_say_as_it_was(shared: Path, tmp_path: Path) -> None:
    articles = sorted((shared / "seeds").glob("*.txt"))
    sixth = tmp_path / "sixth.txt"
    sixth.write_text("Cairo, 3 May 2020\n\n“The river is ours too,” the minister said on Sunday.\n", encoding="utf-8")
    with verbale.open(tmp_path / "r.db") as record:
        record.build(articles)
        before = {s.id: s for s in record.statements()}, {e.id: e for e in record.events()}, record.documents()
        record.build(sixth)
        after = {s.id: s for s in record.statements()}, {e.id: e for e in record.events()}, record.documents()
        assert {key: after[0][key] for key in before[0]} == before[0]
        assert {key: after[1][key] for key in before[1]} == before[1]
        assert after[2][:5] == before[2]
        assert len(after[2]) == 6
