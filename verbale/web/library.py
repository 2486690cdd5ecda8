"""The record behind the pages: opened to read a few times over, each for one request at a time, and opened anew when the
file is another one. A writer may be at work beside.
"""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from verbale.errors import RecordError
from verbale.record import Record
from verbale.web.index import Index

READERS = 4
"""Pages made at once. Python runs one at a time anyway; the rest wait for the disk."""
_QUICK = 0.4
"""A record whose index takes less is read anew within the request that finds it changed."""


class Desk:
    """One open record with its index, for the length of a request."""

    def __init__(self, record: Record, index: Index, library: Library) -> None:
        self.record = record
        self.store = record.store
        self.view = record.view
        self.index = index
        self.library = library

    def worked_out(self, name: str, make: Callable[[Record], Any]) -> Any:
        """Return what takes long, made once for each state of the record; None while it is still being made."""
        return self.library.worked_out(self, name, make)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.record = Record.open(path, write=False)
        self.version = self._version()
        self.file = _file(path)

    def _version(self) -> int:
        return int(self.record.store.connection.execute("PRAGMA data_version").fetchone()[0])

    def stale(self, path: Path) -> bool:
        return self._version() != self.version or _file(path) != self.file


def _file(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return found.st_dev, found.st_ino


class Library:
    """Opens the record, lends it out, and keeps what was worked out of it."""

    def __init__(self, path: Path, readers: int = READERS) -> None:
        self.path = path
        self._free: queue.LifoQueue[_Reader | None] = queue.LifoQueue()
        for _ in range(readers):
            self._free.put(None)
        self._index: Index | None = None
        self._slow = False
        self._lock = threading.Lock()
        self._building = threading.Lock()
        self._worked: dict[str, tuple[object, Future[Any]]] = {}
        self._workers = ThreadPoolExecutor(1, thread_name_prefix="verbale-work")

    def close(self) -> None:
        """Close all that is open; the library is used no more."""
        self._workers.shutdown(wait=True, cancel_futures=True)
        with contextlib.suppress(queue.Empty):
            while True:
                reader = self._free.get_nowait()
                if reader is not None:
                    reader.record.close()

    @contextlib.contextmanager
    def lend(self) -> Iterator[Desk]:
        """Lend a record, consistent for as long as it is lent."""
        reader = self._free.get()
        try:
            if reader is not None and reader.stale(self.path):
                old, reader = reader, None
                old.record.close()
            if reader is None:
                reader = _Reader(self.path)
            connection = reader.record.store.connection
            connection.execute("BEGIN")
            try:
                yield Desk(reader.record, self._indexed(reader.record), self)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except (sqlite3.Error, RecordError):
            if reader is not None:  # whatever state it is in: the next request opens it anew
                reader.record.close()
                reader = None
            raise
        finally:
            self._free.put(reader)

    def _indexed(self, record: Record) -> Index:
        key = self._key(record)
        index = self._index
        if index is not None and index.key == key:
            return index
        if index is not None and self._slow:
            self._workers.submit(self._refresh)
            return index
        with self._building:
            if self._index is None or self._index.key != key:
                began = time.monotonic()
                self._index = Index(record.store, key)
                self._slow = time.monotonic() - began > _QUICK
            return self._index

    def _refresh(self) -> None:
        """Make the index of a large record anew beside the requests, which use the old one meanwhile."""
        with self._building, contextlib.suppress(RecordError), Record.open(self.path, write=False) as record:
            key = self._key(record)
            if self._index is None or self._index.key != key:
                self._index = Index(record.store, key)

    def _key(self, record: Record) -> tuple[object, ...]:
        """What the index hangs on: the file, what was decided, how many articles and codings there are."""
        connection = record.store.connection
        seal = connection.execute("SELECT digest FROM seal WHERE part = 'collation'").fetchone()
        count = connection.execute("SELECT (SELECT max(n) FROM document), (SELECT count(*) FROM coding)").fetchone()
        return (*_file(self.path), seal and seal[0], *count)

    def worked_out(self, desk: Desk, name: str, make: Callable[[Record], Any]) -> Any:
        """Return what `make` gives for the record as it stands, made once in the background; None until it is ready.

        Of a small record it is waited for.
        """
        with self._lock:
            known = self._worked.get(name)
            if known is None or known[0] != desk.index.key:
                known = (desk.index.key, self._workers.submit(self._work, make))
                self._worked[name] = known
        future = known[1]
        with contextlib.suppress(TimeoutError):
            return future.result(timeout=0.0 if self._slow and not future.done() else 20.0)
        return None

    def _work(self, make: Callable[[Record], Any]) -> Any:
        with Record.open(self.path, write=False) as record:
            return make(record)
