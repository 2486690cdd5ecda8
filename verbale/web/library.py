"""The record behind the pages: opened to read a few times over, each for one request at a time, and opened anew when the
file is another one. A writer may be at work beside.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import queue
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from verbale.errors import RecordError
from verbale.record import Record
from verbale.store import Actor, held
from verbale.store.held import Order
from verbale.web.index import Index

READERS = 4
"""Pages made at once. Python runs one at a time anyway; the rest wait for the disk."""
_QUICK = 10_000
"""A record of fewer statements and events is read anew within the request that finds it changed, and what takes longer is
waited for; of a larger one that is done beside the pages. By size and not by time: a busy machine makes no record large."""


class Desk:
    """One open record with its index, for the length of a request."""

    def __init__(self, record: Record, index: Index, library: Library, waiting: list[Order]) -> None:
        self.record = record
        self.store = record.store
        self.view = record.view
        self.index = index
        self.library = library
        self.waiting = waiting
        """What people said and the record did not hold when it was lent; a word just put down may be in both."""

    def worked_out(self, question: str) -> Any:
        """Return what a method of Record gives, made once for each state of the record; None while it is being made."""
        return self.library.worked_out(self, question)


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
        self._real = path.resolve()
        """Beside this one, what people said waits to be put down."""
        self._free: queue.LifoQueue[_Reader | None] = queue.LifoQueue()
        for _ in range(readers):
            self._free.put(None)
        self._index: Index | None = None
        self._slow = False
        self._lock = threading.Lock()
        self._building = threading.Lock()
        self._worked: dict[str, tuple[object, Future[Any]]] = {}
        self._workers = ThreadPoolExecutor(1, thread_name_prefix="verbale-work")
        self._process: ProcessPoolExecutor | None = None

    def close(self) -> None:
        """Close all that is open; the library is used no more."""
        self._workers.shutdown(wait=True, cancel_futures=True)
        if self._process is not None:
            for worker in list((self._process._processes or {}).values()):
                worker.terminate()  # it only reads; its answer is wanted no more
            self._process.shutdown(wait=False, cancel_futures=True)
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
            record = reader.record
            connection = record.store.connection
            # before the record is looked at: a word that is put down between the two would be in neither
            waiting = held.orders(self._real)
            connection.execute("BEGIN")
            try:
                index = self._indexed(record)
                # read once for all readers: with their mentions they are most of what a view keeps
                record.view.actors_by_id = index.kept("actors", lambda: _actors(record))
                yield Desk(record, index, self, waiting)
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
                self._index = Index(record.store, key)
                self._slow = len(self._index.ids) + len(self._index.event_ids) > _QUICK
                if self._slow:
                    _settle()
            return self._index

    def _refresh(self) -> None:
        """Make the index of a large record anew beside the requests, which use the old one meanwhile."""
        with self._building, contextlib.suppress(RecordError), Record.open(self.path, write=False) as record:
            key = self._key(record)
            if self._index is None or self._index.key != key:
                self._index = Index(record.store, key)
                _settle()

    def _key(self, record: Record) -> tuple[object, ...]:
        """What the index hangs on: the file, what was decided, how many articles and codings there are."""
        connection = record.store.connection
        seal = connection.execute("SELECT digest FROM seal WHERE part = 'collation'").fetchone()
        count = connection.execute("SELECT (SELECT max(n) FROM document), (SELECT count(*) FROM coding)").fetchone()
        return (*_file(self.path), seal and seal[0], *count)

    def worked_out(self, desk: Desk, question: str) -> Any:
        """Return what a method of Record gives for the record as it stands, asked once; None until it is ready.

        Of a small record it is waited for; of a large one it is made in a process of its own, so that pages stay quick.
        """
        with self._lock:
            known = self._worked.get(question)
            if known is None or known[0] != desk.index.key:
                known = (desk.index.key, self._executor().submit(_ask, self.path, question))
                self._worked[question] = known
        future = known[1]
        with contextlib.suppress(TimeoutError):
            return future.result(timeout=0.0 if self._slow and not future.done() else 20.0)
        return None

    def _executor(self) -> Executor:
        if not self._slow:
            return self._workers
        if self._process is None:
            self._process = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
        return self._process


def _actors(record: Record) -> dict[str, Actor]:
    return {actor.id: actor for actor in record.store.actors()}


def _settle() -> None:
    """Take what an index holds out of the rounds of the garbage collector: millions of objects that stay."""
    gc.collect()
    gc.freeze()


def _ask(path: Path, question: str) -> Any:
    with Record.open(path, write=False) as record:
        return getattr(record, question)()
