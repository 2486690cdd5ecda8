"""What people corrected: kept beside the judgements, in the order in which it was said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from verbale.model import Correction, row_id

_FIELDS = 'row_id, field, value, "by", document_id, start, "end", reason, made_at'


def correction_id(correction: Correction) -> str:
    """Return the id of a correction: a hash of what it says, not of when."""
    c = correction
    return row_id("correction", c.row, c.field, c.value, c.by, c.document_id, c.start, c.end, c.reason)


def put(connection: sqlite3.Connection, corrections: Iterable[Correction]) -> int:
    """Add corrections and return how many are new. Who corrects a field again retracts what they said of it before."""
    added = 0
    for c in corrections:
        new = correction_id(c)
        live = connection.execute(
            'SELECT n, id FROM correction WHERE row_id = ? AND field = ? AND "by" = ? AND retracted_at IS NULL',
            (c.row, c.field, c.by),
        ).fetchone()
        if live is not None:
            if live[1] == new:
                continue
            connection.execute("UPDATE correction SET retracted_at = ? WHERE n = ?", (c.made_at, live[0]))
        connection.execute(
            f"INSERT INTO correction(id, {_FIELDS}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (new, c.row, c.field, c.value, c.by, c.document_id, c.start, c.end, c.reason, c.made_at),
        )
        added += 1
    return added


def retract(connection: sqlite3.Connection, row: str, field: str, by: str, at: str = "") -> bool:
    """Retract what someone corrected; False where there is nothing to retract."""
    changed = connection.execute(
        'UPDATE correction SET retracted_at = ? WHERE row_id = ? AND field = ? AND "by" = ? AND retracted_at IS NULL',
        (at, row, field, by),
    )
    return changed.rowcount > 0


def put_retracted(connection: sqlite3.Connection, c: Correction, at: str) -> None:
    """Add a correction that was taken back elsewhere; what stands here is not touched."""
    connection.execute(
        f"INSERT INTO correction(id, {_FIELDS}, retracted_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (correction_id(c), c.row, c.field, c.value, c.by, c.document_id, c.start, c.end, c.reason, c.made_at, at),
    )


def standing(connection: sqlite3.Connection, document_id: str | None = None) -> list[Correction]:
    """Return the corrections that stand, of an article or of all."""
    found = connection.execute(
        f"SELECT {_FIELDS} FROM correction WHERE retracted_at IS NULL AND (?1 IS NULL OR document_id = ?1) "
        'ORDER BY row_id, field, "by"',
        (document_id,),
    )
    return [Correction(*row) for row in found]


def retracted(connection: sqlite3.Connection) -> list[tuple[Correction, str]]:
    """Return the corrections that were taken back, each with the time at which."""
    found = connection.execute(
        f'SELECT {_FIELDS}, retracted_at FROM correction WHERE retracted_at IS NOT NULL ORDER BY row_id, field, "by", n'
    )
    return [(Correction(*row[:-1]), str(row[-1])) for row in found]
