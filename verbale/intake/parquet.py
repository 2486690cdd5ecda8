"""Parquet tables of articles: one row an article, its columns named as the fields of JSON would be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from verbale import settings
from verbale.intake.archive import seekable
from verbale.intake.fields import is_article
from verbale.intake.given import Given, Job, Payload, Refused
from verbale.intake.structured import record_of
from verbale.model import Skip

_ROWS = 64
"""Rows that are in memory at a time."""
_GROUP_BYTES = 4 * 1024**3
"""A row group that says it unpacks to more than this is not begun: the reader takes one column of it at a time."""


def sniff(head: bytes, name: str) -> bool:
    """Say whether the bytes are a Parquet file."""
    return head.startswith(b"PAR1")


def read(payload: Payload, job: Job) -> Iterator[Given]:
    """Read a table row by row."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise Refused("Parquet needs pyarrow, which is not installed", "pip install 'verbale[parquet]'") from None
    try:
        table = pyarrow.parquet.ParquetFile(seekable(payload))
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise Refused(f"this Parquet file is damaged ({error})"[:300], "Fetch or make it again.") from error
    names = table.schema_arrow.names
    if not is_article(dict.fromkeys(names, "x"), job.mapping):
        raise Refused(
            f"no column of this table can be an article's text ({', '.join(names[:12])})"[:300],
            "Say which one it is, for instance with --map text=content.",
        )
    if any(table.metadata.row_group(n).total_byte_size > _GROUP_BYTES for n in range(table.num_row_groups)):
        raise Refused("a row group of this table is larger than 4 GB", "Write it with smaller row groups.")
    number = 0
    try:
        for batch in table.iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                number += 1
                locator = f"{payload.locator}:{number}"
                raw = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain).encode(
                    "utf-8", "surrogatepass"
                )
                if len(raw) > settings.MAX_SOURCE_BYTES:
                    yield Skip(
                        locator, f"a row of more than {settings.MAX_SOURCE_BYTES:,} bytes is too long", "Split it."
                    )
                    continue
                yield record_of(json.loads(raw), raw, locator, "parquet", payload.hints, job)
    except (pyarrow.ArrowException, OSError) as error:
        yield Skip(
            f"{payload.locator}:{number + 1}", f"from here on the table is damaged ({error})"[:300], "Fetch it again."
        )


def _plain(value: Any) -> str:
    """Return a value that JSON has no word for: a day or an instant as ISO 8601 has it, anything else as it is printed."""
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
