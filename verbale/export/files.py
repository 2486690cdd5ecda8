"""Write a file whole or not at all: a full disk or a kill leaves what was there before."""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from verbale.errors import RecordFull, UsageError
from verbale.export.further import AnyRow


@contextlib.contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside `path` and put it in its place when all is written; `-` is standard output."""
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.exists() and not path.is_file() and not path.is_dir():
        # a device or a named pipe is written to; putting a file in its place would destroy it
        with _failing(path), path.open("wb") as out:
            yield out
        return
    draft = path.with_name(f".{path.name}.part")
    try:
        with _failing(path):
            with draft.open("wb") as out:
                yield out
            draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def write_text(pieces: Iterable[str], path: Path) -> None:
    """Write a text piece by piece; what UTF-8 cannot hold (a lone surrogate) becomes a question mark."""
    with writing(path) as out:
        for piece in pieces:
            out.write(piece.encode("utf-8", "replace"))


def write_tables(
    tables: dict[str, Iterable[AnyRow]],
    path: Path,
    kind: str,
    suffix: str,
    write: Callable[[str, Iterable[AnyRow], Path], None],
) -> None:
    """Write one kind of row to a file, or each kind to its own file in a folder. `kind`: the format as users call it."""
    if path.suffix or str(path) == "-":
        if len(tables) != 1:
            raise UsageError(f"{path}: one {kind} file holds one kind of row. Name a folder, or choose with --what.")
        name, rows = next(iter(tables.items()))
        write(name, rows, path)
        return
    make_folder(path)
    for name, rows in tables.items():
        write(name, rows, path / f"{name}{suffix}")


def make_folder(path: Path) -> None:
    """Make a folder to write into."""
    with _failing(path):
        path.mkdir(parents=True, exist_ok=True)


@contextlib.contextmanager
def _failing(path: Path) -> Iterator[None]:
    """Say in a sentence why a place cannot be written to."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise RecordFull(f"{path}: the disk is full. Free some space; nothing was changed.") from error
        raise UsageError(f"{path}: cannot be written ({error.strerror}). Name another place.") from error
