"""CSV with a header, UTF-8, one file for each kind of row; lists joined by "; ", what is nested left to JSON.

A cell that a spreadsheet would run as a formula gets an apostrophe before it; so does one that has such an apostrophe
already, so that taking one off gives every cell back as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import fields

from verbale.analysis.results import Position
from verbale.export.files import write_tables, write_text
from verbale.export.further import AnyRow
from verbale.export.kinds import BY_NAME
from verbale.export.rows import DisagreementRow, EventRow, SideRow, StatementRow

_NESTED = {StatementRow: {"readings", "corrected"}, EventRow: {"accounts", "corrected"}, Position: {"history"}}
_WORDED = (StatementRow, EventRow, DisagreementRow)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """Return a cell's text so that no spreadsheet runs it."""
    if not text.lstrip("'").startswith(_FORMULA) or text.lstrip("-+").replace(".", "", 1).isdigit():
        return text
    return f"'{text}"


def _item(value: object) -> str:
    if isinstance(value, SideRow):
        return f"{value.value} ({', '.join(value.outlets)})"
    if isinstance(value, tuple):
        return " ".join(str(item) for item in value)
    return str(value)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return guarded("; ".join(map(_item, value)) if isinstance(value, tuple) else str(value))


def columns(row: type[Struct]) -> list[str]:
    """Return a kind's columns; statements, events, disagreements and positions end with where their words stand."""
    names = [field.name for field in fields(row) if field.name not in _NESTED.get(row, ())]
    if issubclass(row, _WORDED):
        return [*names, "words"]
    return [*names, "statements"] if row is Position else names


def header(row: AnyRow) -> list[str]:
    """Return a row's columns."""
    return columns(type(row))


def cells(row: AnyRow) -> list[str]:
    """Return a row's cells as text, in the header's order."""
    nested = _NESTED.get(type(row), ())
    values = [_plain(getattr(row, field.name)) for field in fields(row) if field.name not in nested]
    if isinstance(row, StatementRow):
        values.append("; ".join(f"{e.document_id}#{e.start}-{e.end}" for e in row.evidence("content")))
    elif isinstance(row, EventRow):
        values.append("; ".join(f"{e.document_id}#{e.start}-{e.end}" for e in row.evidence("trigger")))
    elif isinstance(row, DisagreementRow):
        places = (
            f"{e.document_id}#{e.start}-{e.end}"
            for side in row.sides
            for e in side.evidence
            if e.field in {"content", "trigger"}
        )
        values.append("; ".join(dict.fromkeys(places)))
    elif isinstance(row, Position):
        values.append("; ".join(s.statement_id for s in row.history))
    return values


def line(values: Iterable[str], separator: str = ",") -> str:
    """Return one line; what holds a separator, a quotation mark or any line break stands in quotation marks."""
    # Python's writer leaves a lone carriage return bare, and readers then break the row there
    return separator.join(_quoted(value, separator) for value in values) + "\n"


def _quoted(value: str, separator: str) -> str:
    if separator in value or '"' in value or "\n" in value or "\r" in value or value != value.strip():
        doubled = value.replace('"', '""')
        return f'"{doubled}"'
    return value


def lines(rows: Iterable[AnyRow], kind: type[Struct] | None = None) -> Iterator[str]:
    """Yield the lines of a CSV file; where `kind` is given, its header stands even where there is no row."""
    if kind is not None:
        yield line(columns(kind))
    for number, row in enumerate(rows):
        if number == 0 and kind is None:
            yield line(header(row))
        yield line(cells(row))


def write(tables: dict[str, Iterable[AnyRow]], path: Path) -> None:
    """Write one kind of row to a file, or each kind to its own file in a folder."""
    write_tables(tables, path, "CSV", ".csv", _write_one)


def _write_one(kind: str, rows: Iterable[AnyRow], path: Path) -> None:
    known = BY_NAME.get(kind)
    write_text(lines(rows, known.row if known else None), path)
