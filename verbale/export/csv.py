"""CSV with a header, UTF-8, one file for each kind of row; lists joined by "; ", what is nested left to JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import fields

from verbale.errors import UsageError
from verbale.export.files import make_folder, writing
from verbale.export.rows import EventRow, Row, StatementRow

_NESTED = {"readings", "accounts"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(str(item) for item in value)
    text = str(value)
    # A spreadsheet would run "=…" from an article's title as a formula
    return f"'{text}" if text.startswith(_FORMULA) and not text.lstrip("-+").replace(".", "", 1).isdigit() else text


def header(row: Row) -> list[str]:
    """Return a row's columns; statements and events end with where their words stand."""
    names = [field.name for field in fields(row) if field.name not in _NESTED]
    return [*names, "words"] if isinstance(row, StatementRow | EventRow) else names


def cells(row: Row) -> list[str]:
    """Return a row's cells as text, in the header's order."""
    values = [_plain(getattr(row, field.name)) for field in fields(row) if field.name not in _NESTED]
    if isinstance(row, StatementRow):
        values.append("; ".join(f"{e.document_id}#{e.start}-{e.end}" for e in row.evidence("content")))
    elif isinstance(row, EventRow):
        values.append("; ".join(f"{e.document_id}#{e.start}-{e.end}" for e in row.evidence("trigger")))
    return values


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, row in enumerate(rows):
        if number == 0:
            writer.writerow(header(row))
        writer.writerow(cells(row))
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def write(tables: dict[str, Iterable[Row]], path: Path) -> None:
    """Write one kind of row to a file, or each kind to its own file in a folder."""
    if path.suffix or str(path) == "-":
        if len(tables) != 1:
            raise UsageError(f"{path}: one CSV file holds one kind of row. Name a folder, or choose with --what.")
        _write_one(next(iter(tables.values())), path)
        return
    make_folder(path)
    for kind, rows in tables.items():
        _write_one(rows, path / f"{kind}.csv")


def _write_one(rows: Iterable[Row], path: Path) -> None:
    with writing(path) as out:
        for line in lines(rows):
            out.write(line.encode("utf-8", "replace"))
