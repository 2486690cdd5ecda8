"""Floors for events: on our own sentences always, on an open corpus where it lies beside the checkout."""

from __future__ import annotations

import gzip
import json
import re
import time
from pathlib import Path

import pytest

import verbale
from benchmarks.events import GOLD, corpus_figures, own_gold
from benchmarks.events_open import petrarch
from verbale.coding.coder import coder
from verbale.model import Document

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
    assert figures["top-1"] >= 0.795
    assert figures["right when coded"] >= 0.89
    assert figures["type and both parties"] >= 0.70


@pytest.mark.gate
def test_full_events_of_petrarchs_records(shared: Path) -> None:
    figures = petrarch(shared / "data")
    assert figures["F1"] >= 0.475
    assert figures["precision"] >= 0.8


@pytest.mark.gate
@pytest.mark.slow
def test_speed_on_running_text(shared: Path) -> None:
    texts = []
    with gzip.open(shared / "data/abp_world/open/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line, _ in zip(lines, range(20), strict=False):
            texts.append(json.loads(line)["text"])
    events = words = 0
    began = time.process_time()
    for number, text in enumerate(texts):
        events += len(coder().code(Document(id=str(number), text=text, language="en")).events)
        words += len(text.split())
    assert events > 0
    # the whole coder; the events' own share is a few milliseconds (python -m benchmarks.events)
    assert (time.process_time() - began) * 1000 * 625 / words < 400
