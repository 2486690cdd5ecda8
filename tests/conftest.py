"""What all tests share: where the open corpora and seed articles lie, if they lie here at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ["VERBALE_CACHE"] = "off"
"""Tests ask the networks themselves, and write nothing into the user's folders; read before verbale.settings is."""

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of open corpora and seed articles; tests that need it are skipped where it is not."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("no ../shared beside the checkout: the seed articles and corpora may not be redistributed")
    return SHARED
