"""How a record of an older version becomes one of this version: numbered steps, each in one transaction.

`PRAGMA user_version` holds the number of the last step taken, `PRAGMA application_id` says that the file is ours.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from importlib import resources

from verbale.errors import RecordTooNew
from verbale.store import changes

APPLICATION_ID = 0x7662616C
"""`vbal` in ASCII: written to the SQLite header, so that `file` and we can tell a record from any other database."""


def _run(connection: sqlite3.Connection, script: str) -> None:
    for statement in statements(resources.files(__package__).joinpath(script).read_text(encoding="utf-8")):
        connection.execute(statement)


def _schema(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _run(connection, "schema.sql")


def _posts_and_disagreements(connection: sqlite3.Connection) -> None:
    _run(connection, "schema-2.sql")


def _corrections(connection: sqlite3.Connection) -> None:
    _run(connection, "schema-3.sql")


def _differences(connection: sqlite3.Connection) -> None:
    _run(connection, "schema-4.sql")
    connection.execute("UPDATE seal SET digest = ? WHERE part = 'collation'", (changes.seal_of(connection),))


def _leanings(connection: sqlite3.Connection) -> None:
    _run(connection, "schema-5.sql")


MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [
    _schema,
    _posts_and_disagreements,
    _corrections,
    _differences,
    _leanings,
]
"""Step `i` (counted from 1) brings a record from version `i - 1` to `i`. Steps are only ever appended.

A step that gives documents or coded rows a further column must also compute their digests anew."""


def statements(script: str) -> Iterator[str]:
    """Cut an SQL script into statements (`executescript` would commit between them)."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if ";" in line and sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def version_of(connection: sqlite3.Connection) -> int:
    """Return the number of the last migration step that the record has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def newest() -> int:
    """Return the version that this program writes."""
    return len(MIGRATIONS)


def check_version(connection: sqlite3.Connection, name: str) -> int:
    """Return the record's version, or refuse it where this program is too old to understand it."""
    version = version_of(connection)
    if version > len(MIGRATIONS):
        raise RecordTooNew(
            f"{name}: written by a newer verbale (schema {version}; this one knows up to {len(MIGRATIONS)}). "
            "Install the newer version to open it; nothing was changed."
        )
    return version


def migrate(connection: sqlite3.Connection, name: str) -> None:
    """Take all steps that are missing, each whole or not at all."""
    version = check_version(connection, name)
    for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
