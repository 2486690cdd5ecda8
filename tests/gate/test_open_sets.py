"""Floors on two open sets: quotations that two outlets have verbatim (BASIL), and pairs of claims (ClaimDiff)."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import basil, claimdiff

pytestmark = pytest.mark.gate

STORIES = 6
"""The first so many by id: 18 articles, 29 quotations in two outlets."""


def _needed(path: Path) -> Path:
    if not path.is_file():
        pytest.skip(f"no {path.parts[-3]} in ../shared: its articles may not be redistributed")
    return path


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> basil.Built:
    rows = basil.read_rows(_needed(shared / "data" / basil.CORPUS), STORIES)
    return basil.build(rows, tmp_path_factory.mktemp("basil") / "basil.db")


def test_quotations_in_two_outlets_become_one_statement(built: basil.Built) -> None:
    found = basil.joins(built)
    assert found.wanted >= 25
    assert found.coded / found.wanted >= 0.95
    assert found.rate.recall >= 0.60
    assert found.rate.precision >= 0.95
    assert found.across == 0, "no statement spans two stories"


def test_the_quoted_are_named(built: basil.Built) -> None:
    count = Counter(outcome for outcome, label, _ in basil.speakers(built) if label.kind == "person")
    assert count.total() >= 15
    assert count["right"] / count.total() >= 0.75


def test_articles_of_one_story_share_what_they_report(built: basil.Built) -> None:
    rate = basil.linked(built)
    assert rate.precision >= 0.95
    assert rate.recall >= 0.65


def test_claims_that_bear_on_each_other_rank_first(shared: Path) -> None:
    pairs = claimdiff.read_pairs(_needed(shared / "data" / claimdiff.CORPUS))
    areas = claimdiff.aucs(pairs)
    assert areas["bears on the other at all", "covered (the lighter in the other)"] >= 0.68
    assert areas["strengthens", "covered (the lighter in the other)"] >= 0.65
    near = [pair for pair in pairs if pair.found.covered >= 0.5]
    assert len(near) >= 80
    assert sum(pair.related for pair in near) / len(near) >= 0.97


# -- the measures themselves, on texts of our own ----------------------------------------------------------------------


def test_quotations_are_read_by_paragraph_and_shared_by_containment() -> None:
    first = "The envoy said: “We will keep the crossing open for as long as it takes.”\n\nHe left."
    second = 'Asked again, "we will keep the crossing open for as long as it takes, and longer," he said.'
    texts = {"a": first, "b": second, "c": second}
    empty = basil.Built(texts, {"a": "s", "b": "s", "c": "other"}, dict.fromkeys(texts, "x"), {}, [], set())
    shared = basil.shared_quotations(empty)
    assert [(pair.short.document, pair.long.document) for pair in shared] == [("a", "b")]
    place = shared[0].long
    assert second[place.start : place.end] == "we will keep the crossing open for as long as it takes"
    unclosed = list(basil.quotations("d", "“One paragraph goes on\nand “another is closed” here"))
    assert [q.words for q in unclosed] == [("one", "paragraph", "goes", "on"), ("another", "is", "closed")]


def test_names_count_by_their_last_word() -> None:
    assert basil.is_named(("Ms. Ana Kovač's",), "Ana_Kovač")
    assert not basil.is_named(("the minister",), "Ana_Kovač")


def test_area_under_the_curve_and_yes_or_no() -> None:
    assert claimdiff.auc([0.1, 0.4, 0.35, 0.8], [False, False, True, True]) == 0.75
    assert claimdiff.auc([1.0, 1.0, 1.0], [True, False, True]) == 0.5
    score = claimdiff.judged([True, True, False, False], [True, False, True, False])
    assert (score.precision, score.recall, score.f1, score.accuracy, score.macro) == (0.5, 0.5, 0.5, 0.5, 0.5)


def test_a_pair_is_read_with_its_differences(tmp_path: Path) -> None:
    row = {
        "id": "1", "topic": "t", "claim_a": "The dam was filled in July.", "claim_b": "The dam was not filled in July.",
        "strengthens": 0, "weakens": 1,
    }  # fmt: skip
    path = tmp_path / "pairs.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(json.dumps(row) + "\n")
    (pair,) = claimdiff.read_pairs(path)
    assert pair.weakens
    assert pair.found.turned > 0
    assert claimdiff.against(pair)
    assert [change.sort for change in pair.changes] == ["negation"]
