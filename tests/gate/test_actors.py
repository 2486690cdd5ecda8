"""Floors for telling who is who across documents: B-cubed on our own gold, and on open corpora where they lie beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.actors import score
from tests.conftest import SHARED


@pytest.mark.gate
def test_the_sample_disputes() -> None:
    found, faults = score("examples", SHARED / "data")
    assert found.f1 >= 0.95, faults
    assert found.precision >= 0.99, faults


@pytest.mark.gate
@pytest.mark.parametrize("name", ["seeds", "journalist"])
def test_press_articles_that_we_labelled(name: str, shared: Path) -> None:
    found, faults = score(name, shared / "data")
    assert found.f1 >= 0.95, faults
    assert found.precision >= 0.97, faults


@pytest.mark.gate
@pytest.mark.slow
@pytest.mark.parametrize(("name", "floor"), [("newswcl50", 0.96), ("meantime", 0.89), ("ecbplus", 0.85)])
def test_open_corpora(name: str, floor: float, shared: Path) -> None:
    found, _ = score(name, shared / "data")
    assert found.f1 >= floor
    assert found.precision >= 0.95
