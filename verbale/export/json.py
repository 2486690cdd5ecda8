"""JSON (one object, a list for each kind of row) and JSON Lines (one row a line, its kind in `kind_of_row`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from verbale.export.files import writing
from verbale.export.further import AnyRow

_encoder = msgspec.json.Encoder()


def write(tables: dict[str, Iterable[AnyRow]], path: Path) -> None:
    """Write one JSON object: kind -> list of rows, UTF-8, indented; a row at a time, so that a large record fits."""
    with writing(path) as out:
        out.write(b"{")
        for number, (kind, rows) in enumerate(tables.items()):
            out.write(b"," if number else b"")
            out.write(b"\n " + _encoder.encode(kind) + b": [")
            some = False
            for row in rows:
                text = msgspec.json.format(_encoder.encode(row), indent=1)
                out.write((b",\n  " if some else b"\n  ") + text.replace(b"\n", b"\n  "))
                some = True
            out.write(b"\n ]" if some else b"]")
        out.write(b"\n}\n")


def write_lines(tables: dict[str, Iterable[AnyRow]], path: Path) -> None:
    """Write one JSON object a line, UTF-8."""
    with writing(path) as out:
        for kind, rows in tables.items():
            for row in rows:
                out.write(_encoder.encode({"kind_of_row": kind.removesuffix("s"), **msgspec.to_builtins(row)}))
                out.write(b"\n")


def write_object(value: object, path: Path) -> None:
    """Write one JSON value, UTF-8, indented."""
    with writing(path) as out:
        out.write(msgspec.json.format(_encoder.encode(value), indent=1) + b"\n")


def write_objects(values: Iterable[object], path: Path) -> None:
    """Write JSON values, one a line, UTF-8."""
    with writing(path) as out:
        for value in values:
            out.write(_encoder.encode(value) + b"\n")
