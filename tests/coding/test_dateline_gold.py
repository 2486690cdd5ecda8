"""Days of made-up articles of many disputes and decades: right, honest, or not said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from verbale.coding.dateline import find_dateline
from verbale.coding.segments import mark_segments
from verbale.coding.sentences import split_sentences
from verbale.model import DateClaim, Dateline, Document

GOLD = Path(__file__).parents[1] / "gold" / "datelines.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def infer(row: dict[str, Any]) -> tuple[Document, Dateline]:
    claims = tuple(DateClaim(value, source, kind) for value, source, kind in row["claims"])
    document = Document(id=row["id"], text=row["text"], language="en", url=row["url"], date_claims=claims)
    segments = mark_segments(document)
    return document, find_dateline(document, segments, split_sentences(document.text, segments))


def test_gold_has_many_articles() -> None:
    assert len(ROWS) >= 30


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_dateline(row: dict[str, Any]) -> None:
    document, dateline = infer(row)
    for span in dateline.when.evidence if dateline.when else ():
        assert document.text[span.start : span.end] == span.text
    assert bool(dateline.rejected) == bool(row["rejected"]), dateline
    if row["expect"] == "none":
        assert dateline.when is None, dateline
        return
    if row["expect"] == "none-or-range" and dateline.when is None:
        return
    assert dateline.when is not None
    assert dateline.when.earliest is not None
    assert dateline.when.latest is not None
    first, last = date.fromisoformat(dateline.when.earliest), date.fromisoformat(dateline.when.latest)
    assert first <= date.fromisoformat(row["truth"]) <= last, dateline
    assert (last - first).days < row["width"], dateline
    assert dateline.when.basis
    if row["expect"] == "day":
        assert first == last
