"""What fuzzing found, each in its smallest form, read again by the target that broke on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fuzz.__main__ import NAMES
from benchmarks.fuzz.targets import targets

FOUND = sorted(path for path in Path(__file__).with_name("found").glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_broke_once_breaks_no_more(path: Path) -> None:
    targets()[path.parent.name].warm(path.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_every_target_takes_what_it_begins_with(name: str) -> None:
    target = targets()[name]
    assert target.seeds
    for raw in target.seeds:
        target.warm(raw)


def test_every_target_has_its_name() -> None:
    assert set(targets()) == set(NAMES)
    assert {path.parent.name for path in FOUND} <= set(NAMES)
