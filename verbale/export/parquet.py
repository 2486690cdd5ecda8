"""Parquet: the rows with their types, nested ones included; one file for a kind of row, or a folder that holds them all."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from verbale.errors import UsageError
from verbale.export.files import write_tables, writing
from verbale.export.further import AnyRow
from verbale.export.kinds import BY_NAME

if TYPE_CHECKING:
    import pyarrow

_BATCH = 2000
"""Rows held in memory at a time."""


def arrow() -> Any:
    """Return pyarrow with its Parquet part. Raises UsageError where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet needs pyarrow, which is not installed. Run: pip install 'verbale[parquet]'") from None
    return pyarrow


def _type(hint: Any, pa: Any) -> Any:
    """Return the Arrow type of a field, by its annotation."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _type(next(one for one in inner if one is not NoneType), pa)
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return pa.list_(_type(inner[0], pa))
        return pa.list_(_type(inner[0], pa))
    if origin is Literal:
        return pa.string()
    if isinstance(hint, type) and issubclass(hint, Struct):
        return pa.struct([pa.field(name, kind) for name, kind in _fields(hint, pa)])
    return {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64()}[hint]


def _fields(row: type[Struct], pa: Any) -> list[tuple[str, Any]]:
    hints = get_type_hints(row)
    return [(field.name, _type(hints[field.name], pa)) for field in msgspec.structs.fields(row)]


def schema(row: type[Struct]) -> pyarrow.Schema:
    """Return the Arrow schema of a kind of row."""
    pa = arrow()
    return pa.schema(_fields(row, pa))


def write(tables: dict[str, Iterable[AnyRow]], path: Path) -> None:
    """Write one kind of row to a file, or each kind to its own file in a folder. Raises UsageError without pyarrow."""
    arrow()
    unknown = [kind for kind in tables if kind not in BY_NAME]
    if unknown:
        raise UsageError(f"no columns are known for rows called {unknown[0]!r}.")
    write_tables(tables, path, "Parquet", ".parquet", _write_one)


def _write_one(kind: str, rows: Iterable[AnyRow], path: Path) -> None:
    pa = arrow()
    columns = schema(BY_NAME[kind].row)
    iterator = iter(rows)
    with writing(path) as out, pa.parquet.ParquetWriter(out, columns, compression="zstd") as writer:
        while batch := list(islice(iterator, _BATCH)):
            writer.write_batch(pa.RecordBatch.from_pylist([msgspec.to_builtins(row) for row in batch], schema=columns))
