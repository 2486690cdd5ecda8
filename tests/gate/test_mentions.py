"""Floors for mentions: on our own paragraphs always, on the open corpora and the seed articles where they lie beside."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.mentions import chains, draft, own_gold, score, speed
from verbale.coding.mentions import find_mentions
from verbale.model import Dateline, When

FLOORS = {
    "gmb": {"PER": 0.835, "LOC": 0.85, "ORG": 0.625},
    "ieer": {"PER": 0.905, "LOC": 0.81, "ORG": 0.715},
    "wikigold": {"PER": 0.89, "LOC": 0.83, "ORG": 0.614},
    "crossner": {"PER": 0.905, "LOC": 0.84, "ORG": 0.805},
    "uner": {"PER": 0.755, "LOC": 0.7, "ORG": 0.505},
    "re3d": {"PER": 0.755, "LOC": 0.87, "ORG": 0.635},
}
"""F1 of exact span and type, on what the reader of names was not taught with: all of ieer, every third document (sentence) or the
development part of the others."""


@pytest.mark.gate
def test_own_paragraphs_from_many_disputes() -> None:
    figures = {label: good / max(1, total) for label, (good, total) in own_gold().items()}
    assert figures["found"] >= 0.98, figures
    assert figures["kind"] >= 0.98, figures
    assert figures["name"] >= 0.98, figures
    assert figures["description name"] >= 0.9, figures
    assert figures["pronoun name"] >= 0.9, figures
    assert figures["actor"] >= 0.98, figures


@pytest.mark.gate
@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_open_corpora(name: str, shared: Path) -> None:
    found = score(name, shared / "data")
    for kind, floor in FLOORS[name].items():
        assert found[kind][2] >= floor, (name, kind, found[kind])


@pytest.mark.gate
@pytest.mark.slow
def test_chains_of_gum_news(shared: Path) -> None:
    figures = chains(shared / "data", "train")
    assert figures["surname"][0] / figures["surname"][1] >= 0.8, figures
    assert figures["pronoun"][0] / figures["pronoun"][1] >= 0.71, figures


@pytest.mark.gate
@pytest.mark.slow
def test_an_article_is_read_in_a_few_milliseconds(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # processor time: what else the machine does is no fault of the rules
    monkeypatch.setattr("benchmarks.mentions.time", SimpleNamespace(perf_counter=time.process_time))
    milliseconds = min(speed(shared / "data", 30)[1] for _ in range(3))
    assert milliseconds < 25, f"{milliseconds:.1f} ms by rules alone; the aim is 8 ms on an idle core"


@pytest.mark.gate
def test_the_seed_articles_come_out_right(shared: Path) -> None:
    people: dict[str, set[str]] = {}
    bodies: set[str | None] = set()
    for file in sorted((shared / "seeds").glob("*.txt")):
        made = draft(file.read_text(encoding="utf-8"))
        made.dateline = Dateline(When("2021-12-20", "2021-12-20", "2021-12-20", "test"), "stamp")
        for mention in find_mentions(made):
            if mention.kind == "person" and mention.actor:
                people.setdefault(mention.actor, set()).add(mention.span.text)
            bodies.add(mention.actor)
    assert {"Ryabkov", "Ryoabkov", "Sergey Ryabkov", "Russian deputy foreign minister"} <= people["sergei-ryabkov"]
    assert "Russian leader" in people["vladimir-putin"]
    assert "Kremlin official" in people["dmitry-peskov"]
    assert "diplomatic representative" in people["maria-zakharova"]
    assert {"dmitry-peskov", "yuri-ushakov", "jake-sullivan", "jen-psaki", "karen-donfried", "dmytro-kuleba",
            "jens-stoltenberg", "joe-biden", "boris-johnson"} <= set(people)  # fmt: skip
    assert {"NATO", "RUS", "USA", "UKR", "RUS.PRESIDENCY", "USA.PRESIDENCY", "RUS.MFA", "EU", "G7"} <= bodies
