"""Floors for events: on our own sentences always, on an open corpus where it lies beside the checkout."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import verbale
from benchmarks.events import GOLD, corpus_figures, own_gold
from benchmarks.events_open import petrarch

_MARK = re.compile(r"\[([^|\]]+)\|\w+\]")


@pytest.mark.gate
def test_own_sentences_from_many_disputes() -> None:
    figures, faults = own_gold()
    rates = figures.rates()
    assert figures.wanted >= 80
    assert rates["precision"] >= 0.99, faults
    assert rates["recall"] >= 0.985, faults
    assert rates["both parties"] >= 0.975, faults
    assert rates["status"] >= 0.99, faults
    assert rates["mode"] >= 0.99, faults


@pytest.mark.gate
def test_own_sentences_without_marks_through_the_whole_coder() -> None:
    wanted = given = right = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        events = [event.type for event in verbale.code(_MARK.sub(r"\1", item["text"])).events]
        wanted += len(item["events"])
        given += len(events)
        for event in item["events"]:
            if event["type"] in events:
                events.remove(event["type"])
                right += 1
    assert right / given >= 0.98
    assert right / wanted >= 0.96


@pytest.mark.gate
def test_marked_parties_of_an_open_corpus_by_the_rules_alone(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the trained reader has learned from this corpus; its cross-validated figures are in benchmarks/results/events.md
    monkeypatch.setattr("verbale.language.events.load_events", lambda: None)
    figures = corpus_figures(shared / "data/plover_zsp/open/train.jsonl.gz")
    assert figures["top-1"] >= 0.685
    assert figures["right when coded"] >= 0.87
    assert figures["type and both parties"] >= 0.585
    assert figures["macro F1"] >= 0.735


@pytest.mark.gate
def test_the_trained_reader_adds_to_the_rules(shared: Path) -> None:
    figures = corpus_figures(shared / "data/plover_zsp/open/train.jsonl.gz")
    # lower than of events-1, which had learned from all of these sentences and spoke from .85 on: cross-validated it had .738
    assert figures["top-1"] >= 0.72
    assert figures["right when coded"] >= 0.87
    assert figures["type and both parties"] >= 0.62


@pytest.mark.gate
def test_full_events_of_petrarchs_records(shared: Path) -> None:
    figures = petrarch(shared / "data")
    assert figures["F1"] >= 0.475
    assert figures["precision"] >= 0.8
