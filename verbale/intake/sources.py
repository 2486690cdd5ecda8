"""From what the user names (files, folders, patterns, `-`) to open streams, in an order that never varies."""

from __future__ import annotations

import glob
import json
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from verbale.intake.dates import claim
from verbale.intake.given import Hints
from verbale.model import Skip

_PATTERN = frozenset("*?[")
_SIDECAR_BYTES = 64 * 1024
_SIDECAR_FIELDS = {
    "outlet": "outlet", "source": "outlet", "publisher": "outlet", "sitename": "outlet", "site_name": "outlet",
    "url": "url", "link": "url", "published": "published", "date": "published", "publish_date": "published",
    "date_publish": "published", "publishing_date": "published", "title": "title", "headline": "title",
    "byline": "byline", "author": "byline", "language": "", "lang": "", "id": "", "file": "", "filename": "",
    "modified": "modified", "accessed": "crawled", "retrieved": "crawled", "crawled": "crawled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A regular file or stdin, not opened yet."""

    locator: str
    path: Path | None


def walk(sources: Iterable[str | Path]) -> Iterator[Place | Skip]:
    """Yield the places that sources name, in the order given, folders and patterns in the order of their names."""
    seen: set[str] = set()
    for source in sources:
        for place in _expand(source):
            if place.locator not in seen:
                seen.add(place.locator)
                yield place


def _expand(source: str | Path) -> Iterator[Place | Skip]:
    if source == "-":
        yield Place("-", None)
        return
    name = os.fspath(source)
    path = Path(source)
    if "\x00" in name:
        yield Skip(name.replace("\x00", "\ufffd"), "this is not a possible file name")
        return
    if not os.path.lexists(path) and _PATTERN.intersection(name):
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - keeps the pattern's own spelling of the paths
        if not matches:
            yield Skip(name, "no file matches this pattern", "Check the spelling; `**` looks into folders.")
        for match in matches:
            yield from _path(Path(match), frozenset(), given=False)
        return
    yield from _path(path, frozenset(), given=True)


def _path(path: Path, above: frozenset[str], *, given: bool) -> Iterator[Place | Skip]:
    """Yield one path's places; `above` holds the real paths of the folders it was reached through."""
    locator = path.as_posix()
    if not given and path.name.startswith("."):
        yield Skip(locator, "hidden files and folders are not read", "Name it itself if it is meant.")
        return
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            yield Skip(locator, "a link to a file that is not there")
        else:
            yield Skip(locator, "there is no such file", "Check the path; folders, patterns and `-` are read too.")
        return
    except OSError as error:
        yield Skip(locator, _words(error), "Check the path and its permissions.")
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, above)
    elif not stat.S_ISREG(mode):
        yield Skip(locator, f"{_kind(mode)} is not read", "Save what it gives to a file, or pipe it in with `-`.")
    else:
        yield Place(locator, path)


def _folder(path: Path, above: frozenset[str]) -> Iterator[Place | Skip]:
    real = os.path.realpath(path)
    if real in above:
        yield Skip(path.as_posix(), "this folder links back to one that it lies in")
        return
    try:
        names = sorted(entry.name for entry in path.iterdir())
    except OSError as error:
        yield Skip(path.as_posix(), _words(error), "Check its permissions.")
        return
    stems = {name[: -len(".txt")] for name in names if name.endswith(".txt")}
    for name in names:
        child = path / name
        # a text's own metadata is read with the text and told in its receipt
        if name.endswith(".json") and _stem(name) in stems and sidecar(child) is not None:
            continue
        yield from _path(child, above | {real}, given=False)


def _stem(name: str) -> str:
    return name.removesuffix(".json").removesuffix(".txt").removesuffix(".meta")


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"),
             (stat.S_ISBLK, "a device"))  # fmt: skip
    return next((words for test, words in kinds if test(mode)), "a special file")


def _words(error: OSError) -> str:
    return f"it cannot be read: {(error.strerror or type(error).__name__).lower()}"


def open_file(path: Path) -> tuple[BinaryIO, int]:
    """Open a regular file and return its stream and size; raise OSError if it has become something else meanwhile."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise OSError(0, f"{_kind(status.st_mode)} is not read")
    return os.fdopen(handle, "rb"), status.st_size


def sidecar(path: Path) -> Hints | None:
    """Return what a small JSON file says of its sibling text, None unless all its fields are such sayings."""
    try:
        stream, size = open_file(path)
        with stream:
            if size > _SIDECAR_BYTES:
                return None
            found = json.loads(stream.read(_SIDECAR_BYTES + 1))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not found:
        return None
    values: dict[str, str] = {}
    for name, value in found.items():
        role = _SIDECAR_FIELDS.get(name.casefold())
        if role is None or not isinstance(value, str | int | None):
            return None
        if role and value:
            values.setdefault(role, str(value))
    if not values:
        return None
    claims = (
        claim(values.get("published"), "sidecar:published", "published"),
        claim(values.get("modified"), "sidecar:modified", "modified"),
        claim(values.get("crawled"), "sidecar:crawled", "crawled"),
    )
    return Hints(
        url=values.get("url"),
        outlet=values.get("outlet"),
        title=values.get("title"),
        byline=values.get("byline"),
        claims=tuple(c for c in claims if c is not None),
        notes=(f"metadata from {path.name}",),
    )


def sidecar_of(path: Path) -> Hints | None:
    """Return what the sidecar of a text file says (`a.json`, `a.txt.json` or `a.meta.json` beside `a.txt`)."""
    if path.suffix != ".txt":
        return None
    for name in (path.stem + ".json", path.name + ".json", path.stem + ".meta.json"):
        candidate = path.with_name(name)
        if candidate.is_file() and (hints := sidecar(candidate)) is not None:
            return hints
    return None
