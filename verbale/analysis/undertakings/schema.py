"""The published JSON Schema of instrument files: made from the very types that the loader reads with."""

from __future__ import annotations

from typing import Any

import msgspec

from verbale.analysis.undertakings.model import File

ID = "https://verbale.invalid/instrument.schema.json"


def schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12)."""
    made = msgspec.json.schema(File)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "An instrument: its rules, replies, sources and scenario cases",
        **made,
    }


def text() -> str:
    """Return the schema as the file `docs/reference/instrument.schema.json` holds it."""
    return msgspec.json.format(msgspec.json.encode(schema(), order="sorted"), indent=2).decode() + "\n"
