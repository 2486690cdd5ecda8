"""Floors of the network of acts, on the disputes that nothing was trained on."""

from __future__ import annotations

import pytest

from benchmarks.acts import judged, scores
from benchmarks.labels import FOLDER, passages
from training.labels.check import DEV

pytestmark = pytest.mark.gate

# about two below what was reached (docs/model-card.md)
FLOORS = {"accepting": 0.8, "accepting, macro": 0.815, "strict": 0.645, "strict, macro": 0.68}


def test_acts_of_disputes_kept_apart() -> None:
    rows = passages(sorted(FOLDER.glob("set_*.jsonl")), dev=True)
    assert {row["dispute"] for row in rows} <= DEV
    reached = scores(judged(rows))
    assert not [f"{name}: {reached[name]:.3f} < {floor}" for name, floor in FLOORS.items() if reached[name] < floor]
