"""Open a record's file safely: know ours from any other, make a new one whole or not at all, say what went wrong."""

from __future__ import annotations

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from verbale.errors import RecordDamaged, RecordError, RecordFull, RecordLocked, RecordUnreadable
from verbale.store.migrations import APPLICATION_ID, check_version, migrate, newest

MEMORY = ":memory:"
_MAGIC = b"SQLite format 3\x00"
_BUSY_MS = 10_000
"""How long to wait for another connection's transaction; ours take milliseconds."""
_OLDEST = (3, 37, 0)
"""The first SQLite with STRICT tables."""
_NEARLY_FULL = 1 << 16
"""SQLite reports some full disks as I/O errors. Opening needs 32 KiB beside the record: with less than twice that left,
full is what we call it."""


def _disk_is_full(path: str) -> bool:
    try:
        return path != MEMORY and shutil.disk_usage(Path(path).resolve().parent).free < _NEARLY_FULL
    except OSError:
        return False


def _full(path: str) -> RecordFull:
    return RecordFull(
        f"{path}: the disk is full. What was committed before is safe; free some space and run the same command again."
    )


def explain(error: sqlite3.Error, path: str) -> RecordError:
    """Say in the user's terms what an SQLite error means for this record, and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or (code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _disk_is_full(path)):
        return _full(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return RecordLocked(f"{path}: another program is writing to the record ({error}). Wait for it or close it.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        # no RecordDamaged: SQLite says the same of a read that failed once, and that is not the fault of a row
        return RecordUnreadable(
            f"{path}: the file is damaged, or its disk fails ({error}). `verbale verify {path}` tells which; keep the "
            "file, and restore a backup or build the record again from its sources."
        )
    if code == sqlite3.SQLITE_CONSTRAINT:
        return RecordDamaged(f"{path}: refused, nothing of this was written: {error}.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return RecordError(
            f"{path}: the record may not be written ({error}). Check the permissions of file and folder."
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return RecordError(f"{path}: the record cannot be opened ({error}). Check that you may read file and folder.")
    if code == sqlite3.SQLITE_IOERR:
        return RecordError(
            f"{path}: the disk failed to read or write ({error}). Check the disk; keep a copy of the file."
        )
    return RecordError(f"{path}: {error}.")


@contextlib.contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn what SQLite and the system raise inside into a `RecordError` that names the record."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full(path) from error
        raise RecordError(f"{path}: {error.strerror or error}.") from error


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk may have rolled back already
            connection.execute("ROLLBACK")
        raise


def _check_header(path: Path) -> None:
    """Refuse a file that is not ours, by its first 100 bytes: SQLite itself is not let near it."""
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise RecordError(
            f"{path}: not a verbale record (not an SQLite file, or its first page is damaged). It was left as it is; "
            "name another file."
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise RecordError(
            f"{path}: an SQLite database, but not a verbale record. It was left as it is; name another file."
        )


def _settle(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _connect(target: str) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < _OLDEST:
        wanted = ".".join(map(str, _OLDEST))
        raise RecordError(f"this Python's SQLite is {sqlite3.sqlite_version}; records need {wanted} or newer.")
    connection = sqlite3.connect(target, uri=True, isolation_level=None, check_same_thread=False)
    try:
        return _settle(connection)
    except BaseException:
        connection.close()
        raise


def _create(path: Path) -> None:
    """Make an empty record beside its place and move it there, so that a kill leaves either none or a whole one."""
    draft = path.with_name(path.name + ".new")
    for leftover in (draft, draft.with_name(draft.name + "-journal"), draft.with_name(draft.name + "-wal")):
        leftover.unlink(missing_ok=True)
    connection = _connect(draft.as_uri() + "?mode=rwc")
    try:
        connection.execute("PRAGMA page_size = 8192")
        migrate(connection, str(path))
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    draft.replace(path)


def connect_for_writing(path: str) -> sqlite3.Connection:
    """Open a record to write, making it where there is none. The caller holds the writer's lock."""
    if path == MEMORY:
        connection = _connect("file::memory:")
        migrate(connection, path)
        return connection
    file = Path(path).resolve()
    if not file.exists() or file.stat().st_size == 0:
        _create(file)
    _check_header(file)
    connection = _connect(file.as_uri() + "?mode=rw")
    try:
        check_version(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA journal_size_limit = 67108864")
        migrate(connection, path)
        # A database opened for reading only says so at the first write; better now than after an hour's work.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except BaseException:
        connection.close()
        raise
    return connection


def _reading_targets(file: Path) -> Iterator[str]:
    """How a file may be opened to read, best first: WAL writes beside the file, which a read-only disk forbids."""
    uri = file.as_uri()
    yield uri + "?mode=rw"
    yield uri + "?mode=ro"
    journal = file.with_name(file.name + "-wal")
    if not journal.exists() or journal.stat().st_size == 0:
        yield uri + "?immutable=1"


def connect_for_reading(path: str) -> sqlite3.Connection:
    """Open an existing record to read; a writer may be at work beside."""
    file = Path(path).resolve()
    if not file.exists() or file.stat().st_size == 0:
        raise RecordError(f"{path}: there is no record here. `verbale add {path} ARTICLES...` makes one.")
    _check_header(file)
    refused: sqlite3.Error | None = None
    for target in _reading_targets(file):
        connection = None
        try:
            connection = _connect(target)
            version = check_version(connection, path)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            refused = error
            if connection is not None:
                connection.close()
            if (error.sqlite_errorcode & 0xFF) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            continue
        except BaseException:
            if connection is not None:
                connection.close()
            raise
        if version < newest():
            connection.close()
            raise RecordError(
                f"{path}: written by an older verbale (schema {version}, now {newest()}). Any command that writes, "
                f"such as `verbale code {path}`, brings it up to date; its rows stay as they are."
            )
        return connection
    assert refused is not None
    raise refused
