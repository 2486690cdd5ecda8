"""A disk that fails on command and a clock that jumps: `disk_faults.c`, compiled and loaded before the C library.

What is to fail has to be loaded when its process starts, so whoever wants it starts a process with `environment()` and
calls `Disk` there.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

WRITE, SYNC, TRUNCATE, NAME, OPEN, READ = 1, 2, 4, 8, 16, 32
WRITING = WRITE | SYNC | TRUNCATE | NAME | OPEN
COUNT, KILL, KILL_IN_WRITE, FULL, FULL_ONCE, BROKEN_ONCE, BROKEN, QUOTA = range(8)


def compiled(folder: Path) -> Path | None:
    """Compile the shim into a folder; None where there is no compiler for it."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        return None
    made = folder / "disk_faults.so"
    if not made.exists():
        source = Path(__file__).with_name("disk_faults.c")
        draft = folder / f"disk_faults.{os.getpid()}.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(draft), str(source), "-ldl"], check=True)
        draft.replace(made)
    return made


def environment(shim: Path, *, clock: bool = False) -> dict[str, str]:
    """Return the environment of a process whose disk may fail (and whose clock jumps)."""
    return {**os.environ, "LD_PRELOAD": str(shim), **({"FAULT_CLOCK": "1"} if clock else {})}


class Disk:
    """The shim, in a process that was started with it."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.fault_arm.argtypes = [ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int]
        self._library.fault_seen.restype = ctypes.c_long

    def arm(self, folder: Path, at: int, mode: int, kinds: int = WRITING) -> None:
        """Let the operation number `at` below a folder fail, counted from now."""
        self._library.fault_arm(os.fsencode(folder), at, mode, kinds)

    def disarm(self) -> None:
        """Let everything work again."""
        self._library.fault_disarm()

    @property
    def seen(self) -> int:
        """How many operations below the folder there were since it was armed."""
        return int(self._library.fault_seen())
