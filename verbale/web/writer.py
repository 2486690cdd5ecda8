"""The one thing that is written: what people judge and correct. It is on the disk before anybody is told that it is taken.

Another program may be writing: then the words of people wait beside the record (`verbale.store.held`), also when this
program is stopped or killed, and whoever writes next puts them down. One thread, alive on demand.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from collections.abc import Iterable
from pathlib import Path

from verbale.collation.judgements import is_person
from verbale.errors import RecordError, RecordLocked
from verbale.record import Record
from verbale.store import held
from verbale.store.held import Order

_QUIET = 1.0
"""Seconds to wait for the next judgement before the record is collated: people judge one pair after the other."""
_AGAIN = 2.0
"""Seconds until a locked record is tried again."""
_SMALL = 400
"""A record of more articles is collated in a process of its own, so that pages stay quick."""
_LOCKED = 75


class Writer:
    """Has what people judged put down and the record collated, when no more comes."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self._closing = False
        self._fresh = False
        self._state = ""

    def start(self) -> None:
        """Go on with what was left undone when the last server stopped."""
        with contextlib.suppress(RecordError):
            if held.batches(self._path) or _unfinished(self._path):
                self._wake()

    def state(self) -> str:
        """Say what the writer does, in words; empty where it has nothing to do."""
        with self._change:
            return self._state or ("Judgements are being written …" if self._thread is not None else "")

    def put(self, orders: Iterable[Order]) -> None:
        """Take orders: they are on the disk when this returns. Raises RecordError where that cannot be."""
        try:
            held.hold(self._path, orders)
        except OSError as error:
            raise RecordError(
                f"{self._path.name}: the judgement could not be kept: {error.strerror or error}."
            ) from None
        self._wake()

    def _wake(self) -> None:
        with self._change:
            self._fresh = True
            if self._thread is None:
                self._state = ""
                self._thread = threading.Thread(target=self._run, name="verbale-writer", daemon=True)
                self._thread.start()
            self._change.notify_all()

    def settle(self, timeout: float = 60.0) -> bool:
        """Wait until nothing is left to write; False where that takes too long."""
        with self._change:
            return self._change.wait_for(lambda: self._thread is None, timeout)

    def close(self) -> None:
        """Stop. What is not put down stays on the disk, what is not collated is so at the next start."""
        with self._change:
            self._closing = True
            self._change.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(timeout=10)
        if self._process is not None and self._process.is_alive():
            self._process.terminate()

    def _run(self) -> None:
        state = ""
        while not self._closing:
            try:
                self._round()
                with self._change:
                    if not self._fresh:
                        self._end("")
                        return
            except RecordLocked as error:
                self._state = f"Waiting: {error}"
                with self._change:
                    self._change.wait_for(lambda: self._closing, _AGAIN)
            except (RecordError, OSError) as error:
                state = f"Not written: {error}"
                break
        with self._change:
            self._end(state)

    def _end(self, state: str) -> None:
        self._thread = None
        self._state = state
        self._change.notify_all()

    def _round(self) -> None:
        """Put down what waits; where nothing came after it for a while, collate."""
        with self._change:
            self._fresh = False
        Record.open(self._path, command="verbale serve").close()  # who opens to write puts down what waits
        self._state = ""
        with self._change:
            if self._change.wait_for(lambda: self._fresh or self._closing, _QUIET):
                return
        self._state = "Working the judgements into the record …"
        self._collate()

    def _collate(self) -> None:
        with Record.open(self._path, command="verbale serve") as record:
            if record.counts()["document"] <= _SMALL:
                record.collate()
                return
        self._process = multiprocessing.get_context("spawn").Process(target=_work, args=(self._path,), daemon=True)
        self._process.start()
        while self._process.is_alive() and not self._closing:
            self._process.join(0.2)
        if self._process.exitcode == _LOCKED:
            raise RecordLocked(f"{self._path.name}: another program writes.")
        if self._process.exitcode and not self._closing:
            raise RecordError(f"{self._path.name}: collating failed; `verbale collate` says why.")


def _work(path: Path) -> None:
    """Collate. Runs in a process of its own."""
    try:
        with Record.open(path, command="verbale serve") as record:
            record.collate()
    except RecordLocked:
        raise SystemExit(_LOCKED) from None


def _unfinished(path: Path) -> bool:
    """Tell whether people judged something that is not worked into the record yet."""
    with Record.open(path, write=False) as record:
        store = record.store
        judged = store.corrections() or any(is_person(j.by) for j in store.judgements())
        return bool(judged) and not store.is_collated()
