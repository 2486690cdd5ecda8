"""No regular expression of the package, those made from the lexicon included, takes more than linear time."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.faults import patterns


@pytest.mark.slow
def test_no_pattern_grows_faster_than_its_text() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.patterns"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows[-1]["patterns"] > 400
    assert rows[:-1] == []


@pytest.mark.parametrize(
    ("pattern", "steep"),
    [
        (r"\s+by\b", True),
        (r"(?<!\s)\s+by\b", False),
        (r"(?:a|aa)+b", True),
        (r"(?:<!--.{0,2000}?-->\s*)*<html", True),
        (r"^(?:<!--(?:(?!-->).){0,2000}+-->\s*+)*+<html", False),
        (r"\w+@\w+", True),
        (r"[a-z]{1,8}\d", False),
        (r"said|told", False),
    ],
)
def test_the_attack_finds_what_is_known_to_be_slow(pattern: str, steep: bool) -> None:
    before = signal.signal(signal.SIGVTALRM, patterns._alarm)
    try:
        assert (patterns.worst(re.compile(pattern), "search") is not None) == steep
    finally:
        signal.signal(signal.SIGVTALRM, before)
