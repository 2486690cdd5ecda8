"""What holds of all label files on real articles: learned from or kept apart, and as many as told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sized
from pathlib import Path

import pytest

from training import attributions, events_data, reports
from training.acts_data import share
from training.labels.check import FOLDER

Read = Callable[[Path], Mapping[str, Sized]]
KINDS = pytest.mark.parametrize(
    ("learned", "kept_apart", "read", "told"),
    [
        (reports.LEARNED, reports.KEPT_APART, reports.read_rows, ("({rows:,}", "{articles:,}")),
        (
            events_data.LEARNED,
            events_data.KEPT_APART,
            events_data.read_labels,
            ("({rows:,} places in {articles:,} articles)",),
        ),
        (
            attributions.LEARNED,
            attributions.KEPT_APART,
            attributions.read_rows,
            ("({rows:,} rows in {articles:,} articles)",),
        ),
    ],
    ids=["reports", "events", "attributions"],
)


@KINDS
def test_no_article_is_in_both_sets(learned: Path, kept_apart: Path, read: Read, told: tuple[str, ...]) -> None:
    assert not read(learned).keys() & read(kept_apart).keys()


@KINDS
def test_the_read_me_tells_how_many_there_are(
    learned: Path, kept_apart: Path, read: Read, told: tuple[str, ...]
) -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in (learned, kept_apart):
        rows = read(path)
        counts = {"rows": sum(len(one) for one in rows.values()), "articles": len(rows)}
        first, *others = (words.format(**counts) for words in told)
        assert f"`{path.parent.name}/{path.name}` {first}" in page
        assert all(words in page for words in others)


def test_what_two_places_share_is_what_both_have_over_what_either_has() -> None:
    assert share([(0, 10)], [(5, 15)]) == pytest.approx(1 / 3)
    assert share([(0, 4), (6, 8)], [(0, 4), (6, 8)]) == 1.0


def test_judged_rows_of_positions_are_of_no_dispute_kept_apart() -> None:
    lines = (FOLDER / "positions" / "judged.jsonl").read_text(encoding="utf-8").splitlines()
    articles = {found["text"]: found["rows"] for line in lines if line[0] != "#" and (found := json.loads(line))}
    rows = [row for several in articles.values() for row in several]
    apart = {*reports.read_rows(reports.KEPT_APART), *attributions.read_rows(attributions.KEPT_APART)}
    assert not articles.keys() & (apart | events_data.read_labels(events_data.KEPT_APART).keys())
    assert all(len(row) == 8 and set(row[5]) <= {"y", "n"} and len(row[5]) == 3 for row in rows)
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"`positions/judged.jsonl` ({len(rows):,} rows in {len(articles):,} articles)" in page
