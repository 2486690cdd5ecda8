"""A file of what the networks answered before: read again, an article takes a fifth of the time.

The pages of `verbale.language.memory` go into a small SQLite file in the user's cache folder. It holds digests, offsets
and figures, no text. It is never needed: whatever is wrong with it (damaged, full, locked, not writable) means that the
networks are asked again, and the codings are the same either way. One process writes a batch whole or not at all; several
may, each waiting for the other. The oldest pages go first when it grows beyond its bound.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from verbale import settings
from verbale.language import memory
from verbale.language.session import weights_folder

Pages = list[tuple[bytes, bytes]]
_APPLICATION_ID = 0x76624361
_TABLE = (
    "CREATE TABLE IF NOT EXISTS page(n INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, answers BLOB NOT NULL) STRICT"
)
_BUSY_MS = 2_000
_SHARE = 4
"""When the file is too large, one in so many pages goes, the oldest."""


class AnswerFile:
    """An open file of answers. No method raises: a file that fails is left alone from then on."""

    def __init__(self, path: Path, *, write: bool, limit: int = settings.CACHE_BYTES) -> None:
        self.path = path
        self._limit = limit
        self._write = write
        self._connection: sqlite3.Connection | None = None
        for _ in range(2 if write else 1):  # a damaged one is taken away, and a new one begun
            with self._unless_it_fails():
                self._connection = _opened(path, write)
                break

    @property
    def works(self) -> bool:
        """Whether the file can be used."""
        return self._connection is not None

    def lookup(self, key: bytes) -> bytes | None:
        """Return what is filed under a key."""
        with self._unless_it_fails() as connection:
            if connection is not None:
                row = connection.execute("SELECT answers FROM page WHERE key = ?", (key,)).fetchone()
                return row[0] if row is not None and isinstance(row[0], bytes) else None
        return None

    def put(self, pages: Iterable[tuple[bytes, bytes]]) -> None:
        """File pages, newer ones in place of older ones."""
        rows = list(pages)
        if not rows:
            return
        with self._unless_it_fails() as connection:
            if connection is None:
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.executemany("INSERT OR REPLACE INTO page(key, answers) VALUES(?, ?)", rows)
                self._bound(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _bound(self, connection: sqlite3.Connection) -> None:
        def pragma(name: str) -> int:
            return int(connection.execute(f"PRAGMA {name}").fetchone()[0])

        if (pragma("page_count") - pragma("freelist_count")) * pragma("page_size") <= self._limit:
            return
        first, last = connection.execute("SELECT min(n), max(n) FROM page").fetchone()
        connection.execute("DELETE FROM page WHERE n <= ?", (first + (last - first) // _SHARE,))

    @contextlib.contextmanager
    def _unless_it_fails(self) -> Iterator[sqlite3.Connection | None]:
        try:
            yield self._connection
        except (sqlite3.Error, OSError) as error:
            self.close()
            if self._write and type(error) is sqlite3.DatabaseError and _is_ours(self.path):
                for suffix in ("", "-wal", "-shm"):  # damaged: the next run begins a new one
                    self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()


def _is_ours(path: Path) -> bool:
    """Say whether a file was made here, by its first bytes: nothing else is ever taken away."""
    try:
        with path.open("rb") as file:
            header = file.read(72)
    except OSError:
        return False
    return header.startswith(b"SQLite format 3\x00") and header[68:72] == _APPLICATION_ID.to_bytes(4, "big")


def _opened(path: Path, write: bool) -> sqlite3.Connection:
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'rwc' if write else 'ro'}", uri=True, isolation_level=None
    )
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        (known,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if known != _APPLICATION_ID and (tables or not write):
            raise sqlite3.DatabaseError("not a file of answers")
        if write:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA journal_size_limit = 16777216")
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            connection.execute(_TABLE)
    except BaseException:
        connection.close()
        raise
    return connection


def default_path() -> Path | None:
    """Return where the answers are kept: `VERBALE_CACHE` (a file, or `off`), else the user's cache folder."""
    if settings.CACHE is not None:
        return None if settings.CACHE == "off" else Path(settings.CACHE)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    with contextlib.suppress(RuntimeError):  # a user without a home has no cache
        return (Path(base) if base else Path.home() / ".cache") / "verbale" / "answers.db"
    return None


def remember(path: Path | None, *, write: bool) -> AnswerFile | None:
    """Let this process's taggers ask a file of answers first; None where there is none or it cannot be opened."""
    file = None if path is None else AnswerFile(path, write=write)
    if file is None or not file.works:
        memory.use(None)
        return None
    memory.use(memory.Memory(file.lookup, memory.base_of(weights_folder())))
    return file


def fresh() -> Pages:
    """Return the pages that this process has filled since it was last asked."""
    now = memory.current()
    return [] if now is None else now.taken()
