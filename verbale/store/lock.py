"""One writer at a time, named: `<record>.lock` holds who, and the operating system holds whether.

The lock is the system's (it falls with its process, so a killed writer blocks nobody); the file's content only serves
the message. A POSIX record lock is used and not `flock`, because workers forked by the writer must not keep it alive.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from verbale.errors import RecordLocked

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # far behind the text, which others must be able to read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Holder(Struct, frozen=True):
    """Who writes."""

    pid: int
    host: str
    command: str
    since: str

    def __str__(self) -> str:
        what = f"`{self.command}`" if self.command else "a program"
        return f"{what} (process {self.pid} on {self.host}, since {self.since})"


_held: dict[str, Holder] = {}
"""POSIX locks do not exclude their own process, and opening the file again would drop them: we keep our own list."""


def read_holder(file: Path) -> Holder | None:
    """Return who the lock file says is writing; None where it says nothing readable."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


class WriterLock:
    """The right to write to one record."""

    def __init__(self, record: Path, command: str) -> None:
        self._file = record.with_name(record.name + ".lock")
        self._key = str(self._file)
        self._pid = os.getpid()
        if self._key in _held:
            raise self._refusal(record, _held[self._key])
        self._descriptor = self._acquire(record)
        holder = Holder(self._pid, socket.gethostname(), command, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        try:
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, json.dumps(msgspec.to_builtins(holder)).encode("ascii") + b"\n")
        except OSError:
            os.close(self._descriptor)
            raise
        _held[self._key] = holder

    def _refusal(self, record: Path, holder: Holder | None) -> RecordLocked:
        who = str(holder) if holder else "another process"
        return RecordLocked(
            f"{record}: {who} is writing to this record. Wait until it ends; reading is possible meanwhile."
        )

    def _acquire(self, record: Path) -> int:
        while True:
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
            try:
                _try_lock(descriptor)
            except OSError as error:
                os.close(descriptor)
                raise self._refusal(record, read_holder(self._file)) from error
            try:
                if os.path.samestat(os.fstat(descriptor), self._file.stat()):
                    return descriptor
            except FileNotFoundError:
                pass
            os.close(descriptor)  # the last holder took the file away between our opening and locking it: again

    def release(self) -> None:
        """Let others write. A forked child that inherited this object leaves its parent's lock alone."""
        if self._pid != os.getpid() or _held.pop(self._key, None) is None:
            return
        with contextlib.suppress(OSError):  # what stays behind blocks nobody
            self._file.unlink()
        os.close(self._descriptor)
