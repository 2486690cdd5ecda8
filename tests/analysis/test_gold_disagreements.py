"""How a list of disagreements is scored: kinds, sides, what comes first, what is not labelled."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from verbale.analysis.gold_disagreements import Listed, Place, listed_in, read_disagreements, score_disagreements
from verbale.errors import GoldError
from verbale.record import Record
from verbale.store.rows import DisagreementKind

A, B = "a" * 64, "b" * 64
HELD = frozenset({A, B})


def side(sha: str, start: int, end: int) -> dict[str, Any]:
    return {"sha256": sha, "start": start, "end": end}


def gold_file(tmp_path: Path, *disagreements: dict[str, Any], **more: Any) -> Path:
    path = tmp_path / "gold.json"
    rows = {
        "name": "ferry",
        "origin": "own",
        "licence": "CC0-1.0",
        "documents": [{"file": "a.txt", "sha256": A}, {"file": "b.txt", "sha256": B}],
        "disagreements": list(disagreements),
        **more,
    }
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


DAY = {"kind": "date", "note": "Tuesday or Wednesday", "sides": [[side(A, 10, 20)], [side(B, 30, 40)]]}


def found(kind: DisagreementKind, left: tuple[int, int], right: tuple[int, int]) -> Listed:
    sides = (
        (Place(sha256=A, start=left[0], end=left[1]),),
        (Place(sha256=B, start=right[0], end=right[1]),),
    )
    return Listed(kind, "the day", 0.9, sides, ("one", "other"))


def test_a_listed_disagreement_is_right_on_two_sides_of_a_label_and_of_its_kind(tmp_path: Path) -> None:
    gold = read_disagreements(gold_file(tmp_path, DAY))
    report = score_disagreements(gold, [found("date", (0, 12), (35, 50))], HELD)
    assert (report.first_right, report.first, report.found, report.wanted) == (1, 1, 1, 1)
    assert score_disagreements(gold, [found("place", (0, 12), (35, 50))], HELD).found == 0
    elsewhere = score_disagreements(gold, [found("date", (0, 12), (60, 70))], HELD)
    assert (elsewhere.right, elsewhere.precision, elsewhere.recall) == (0, 0.0, 0.0)
    assert elsewhere.wrong == ("date: the day: one — other",)
    assert elsewhere.missed == ("date: Tuesday or Wednesday",)


def test_other_kinds_may_be_accepted_and_the_optional_is_no_miss(tmp_path: Path) -> None:
    gold = read_disagreements(gold_file(tmp_path, {**DAY, "accept": ["place"], "optional": True}))
    assert score_disagreements(gold, [found("place", (0, 12), (35, 50))], HELD).right == 1
    assert score_disagreements(gold, [], HELD).recall == 1.0


def test_only_ten_come_first_and_a_label_found_twice_is_not_wrong(tmp_path: Path) -> None:
    gold = read_disagreements(gold_file(tmp_path, DAY))
    right, wrong = found("date", (10, 20), (30, 40)), found("date", (50, 60), (70, 80))
    report = score_disagreements(gold, [right, right, *[wrong] * 10], HELD)
    assert (report.first, report.first_right) == (10, 2)
    assert (report.listed, report.right, report.found) == (12, 2, 1)
    assert report.rows()[1] == ("first 10", "2", "10", "0.200")


def test_documents_that_the_record_lacks_are_named_and_their_labels_left_out(tmp_path: Path) -> None:
    gold = read_disagreements(gold_file(tmp_path, DAY))
    report = score_disagreements(gold, [], frozenset({A}))
    assert report.missing == ("b.txt",)
    assert report.wanted == 0


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ({**DAY, "sides": [[side(A, 1, 2)]]}, "two sides"),
        ({**DAY, "sides": [[side(A, 1, 2)], [side("c" * 64, 1, 2)]]}, "not among"),
        ({**DAY, "sides": [[side(A, 2, 2)], [side(B, 1, 2)]]}, "no stretch"),
        ({**DAY, "kind": "mood"}, "mood"),
        ({**DAY, "mood": 1}, "mood"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(tmp_path: Path, label: dict[str, Any], words: str) -> None:
    with pytest.raises(GoldError, match=words):
        read_disagreements(gold_file(tmp_path, label))


def test_the_list_of_a_record_comes_with_its_places_in_its_order(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    remark = (
        "Foreign Minister Ana Duarte said on Tuesday that Spain had put “a warship on the {} of our oldest harbour.”"
    )
    for name, word in (("a", "doorstep"), ("b", "threshold")):
        (articles / f"{name}.txt").write_text(f"{name.upper()}, 4 May 2011\n\n" + remark.format(word), encoding="utf-8")
    with Record.open(tmp_path / "r.db") as record:
        record.build(articles)
        (only,) = listed_in(record.store)
    assert only.kind == "wording"
    assert len({p.sha256 for held in only.sides for p in held}) == 2
