"""What all tests share: where the open corpora and seed articles lie, if they lie here at all."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of open corpora and seed articles; tests that need it are skipped where it is not."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("no ../shared beside the checkout: the seed articles and corpora may not be redistributed")
    return SHARED
