"""JSON (one object, a list for each kind of row) and JSON Lines (one row a line, its kind in `kind_of_row`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from verbale.export.files import writing
from verbale.export.rows import Row

_encoder = msgspec.json.Encoder()


def write(tables: dict[str, Iterable[Row]], path: Path) -> None:
    """Write one JSON object: kind -> list of rows, UTF-8, indented."""
    with writing(path) as out:
        data = {kind: list(rows) for kind, rows in tables.items()}
        out.write(msgspec.json.format(_encoder.encode(data), indent=1))
        out.write(b"\n")


def write_lines(tables: dict[str, Iterable[Row]], path: Path) -> None:
    """Write one JSON object a line, UTF-8."""
    with writing(path) as out:
        for kind, rows in tables.items():
            for row in rows:
                out.write(_encoder.encode({"kind_of_row": kind.removesuffix("s"), **msgspec.to_builtins(row)}))
                out.write(b"\n")
