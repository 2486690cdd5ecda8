"""What a user may move by environment variable; each with its reason."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    return int(value) if value.isdecimal() else default


MAX_SOURCE_BYTES: Final = _number("VERBALE_MAX_SOURCE_BYTES", 32 * 1024 * 1024)
"""A single article file larger than this is skipped: no article is, and a parser would take minutes."""

MAX_TEXT_CHARS: Final = _number("VERBALE_MAX_TEXT_CHARS", 2_000_000)
"""An article text longer than this is skipped with advice to split it."""

WEIGHTS: Final = Path(os.environ["VERBALE_WEIGHTS"]) if os.environ.get("VERBALE_WEIGHTS") else None
"""A folder of weights to read with instead of the package's: trained again on other data, say (docs/model-card.md)."""

CACHE: Final = os.environ.get("VERBALE_CACHE") or None
"""The file of answers of the networks (docs/explanation/scale.md), or `off`; by default in the user's cache folder."""

CACHE_BYTES: Final = _number("VERBALE_CACHE_BYTES", 1 << 30)
"""How large that file may grow: the oldest answers go first. About six kilobytes an article."""
