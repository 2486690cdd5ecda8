"""What people judged while the record could not be written: kept on the disk beside it until somebody opens it to write.

`<record>.held/` holds one file for each batch, whole or not there at all (written aside, flushed, then moved). Whoever opens
the record to write works the batches in, in the order in which they came, and takes each file away once it is committed.
A kill between the two has the batch worked in twice, which changes nothing: it is the next thing done to the record.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from verbale.model import Correction, Judgement
from verbale.store import collations, corrections
from verbale.store.connection import MEMORY, transaction

_ENDING = ".jsonl"
_PERSON = "person:"
_LARGEST = 1 << 24
_TRIES = 20
_turn = threading.Lock()
_last = 0


class Order(Struct, frozen=True, omit_defaults=True):
    """A person's word to be put down, or taken back."""

    judgement: Judgement | None = None
    correction: Correction | None = None
    retract: bool = False
    at: str = ""
    """When it was taken back."""


class Batch(Struct, frozen=True):
    """Orders that were given at once."""

    orders: tuple[Order, ...]
    version: Literal[1] = 1


def folder_of(record: Path) -> Path:
    """Return where orders for a record wait."""
    return record.with_name(record.name + ".held")


def hold(record: Path, orders: Iterable[Order]) -> Path:
    """Keep orders for a record on the disk; when this returns, no kill and no loss of power undoes them."""
    global _last
    folder = folder_of(record)
    content = msgspec.json.encode(Batch(tuple(orders)))
    with _turn:
        _last = max(_last + 1, time.time_ns())
        name = f"{_last:020d}-{os.getpid()}"
    for attempt in range(_TRIES):
        folder.mkdir(exist_ok=True)
        try:
            draft = folder / f"{name}.new"
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            break
        except FileNotFoundError:  # who worked in the last batch took the empty folder away just now
            if attempt == _TRIES - 1:
                raise
    whole = folder / (name + _ENDING)
    draft.replace(whole)
    _flush(folder)
    return whole


def _flush(folder: Path) -> None:
    """Have the folder itself written, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def batches(record: Path) -> list[Path]:
    """Return the files that wait, the oldest first."""
    try:
        return sorted(file for file in folder_of(record).iterdir() if file.suffix == _ENDING)
    except OSError:
        return []


def orders(record: Path) -> list[Order]:
    """Return what waits, the oldest first."""
    return [order for file in batches(record) for order in _read(file) or ()]


def _read(file: Path) -> tuple[Order, ...] | None:
    """Return the orders of a batch; None where the file is none of ours, or is gone."""
    try:
        if file.stat().st_size > _LARGEST:
            return None
        found = msgspec.json.decode(file.read_bytes(), type=Batch).orders
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return found if all(_is_persons(order) for order in found) else None


def _is_persons(order: Order) -> bool:
    told = order.judgement or order.correction
    return told is not None and told.by.startswith(_PERSON) and bool(told.by[len(_PERSON) :].strip())


def work_in(connection: sqlite3.Connection, path: str) -> int:
    """Put down what waits for a record, whose writer's lock the caller holds; return how many orders."""
    if path == MEMORY:
        return 0
    record = Path(path).resolve()
    done = 0
    for file in batches(record):
        found = _read(file)
        if found is None:
            with contextlib.suppress(OSError):
                file.replace(file.with_suffix(".unreadable"))
            continue
        with transaction(connection):
            for order in found:
                _put(connection, order)
        done += len(found)
        with contextlib.suppress(FileNotFoundError):
            file.unlink()
    if done:
        with contextlib.suppress(OSError):
            folder_of(record).rmdir()
    return done


def _put(connection: sqlite3.Connection, order: Order) -> None:
    j, c = order.judgement, order.correction
    if j is not None:
        if order.retract:
            collations.retract_judgement(connection, j.left, j.right, j.by)
        elif j.left != j.right:
            collations.put_judgements(connection, [j])
    if c is not None:
        if order.retract:
            corrections.retract(connection, c.row, c.field, c.by, order.at)
        else:
            corrections.put(connection, [c])
