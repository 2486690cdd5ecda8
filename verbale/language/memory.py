"""What the networks have answered before, so that no window of words is read twice.

A `Page` holds all that was answered about one window: what the tagger found in it, its names, the acts and events asked
of it. It is filed under a digest of all that the answers rest on (the words as the network is given them, the weights,
this code, the runtime), so a page is either the same answer to the last bit or not there; texts are not kept. Where pages
come from and go to is the engine's business: `use` is given a way to look them up, `Memory.taken` hands out new ones.
"""

from __future__ import annotations

import hashlib
import platform
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from verbale.language.acts import ActRead
from verbale.language.assemble import Found, Scan
from verbale.language.event_read import EventRead
from verbale.language.windows import Feed

Lookup = Callable[[bytes], bytes | None]
_DIGEST = 16
_SUM = 4
"""Bytes of the checksum before a page: a damaged one counts as not there."""


class WindowNames(Struct, frozen=True, array_like=True):
    """The names that one window holds, in its own words, and of each word the chance that it is none."""

    found: tuple[tuple[int, int, int, float, tuple[float, ...]], ...]
    """(first word, last word, number of the type, probability, shares of the types)."""
    outside: tuple[float, ...]


class Page(Struct, array_like=True):
    """All that was answered about one window; questions about it are filed under digests of their own."""

    scan: tuple[tuple[Found, ...], tuple[tuple[Found, float], ...]] | None = None
    names: dict[int, WindowNames] = {}
    acts: dict[int, ActRead] = {}
    events: dict[int, EventRead] = {}


def scan_of(page: Page) -> Scan | None:
    """Return what the tagger found in the page's window, if it is known."""
    return None if page.scan is None else Scan(list(page.scan[0]), list(page.scan[1]))


def question(*parts: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> int:
    """Return the number under which what was asked with these arrays is filed on a page."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        digest.update(b"%d:" % part.size)
        digest.update(np.ascontiguousarray(part).data)
    return int.from_bytes(digest.digest(), "big")


class Memory:
    """Pages at hand: those looked up from before, and those that this process has filled."""

    def __init__(self, lookup: Lookup, base: bytes) -> None:
        self._lookup = lookup
        self._base = base
        self._open: dict[bytes, tuple[Page, bytes]] = {}
        self.hits = 0
        self.asked = 0

    def page(self, name: str, feed: Feed) -> Page:
        """Return the page of a window for the tagger of this name, an empty one where there is none."""
        digest = hashlib.blake2b(self._base, digest_size=_DIGEST)
        digest.update(name.encode())
        for column in (feed.ids, feed.shapes, feed.places, feed.quotes, feed.heads):
            digest.update(b"|")
            digest.update(column.data)
        key = digest.digest()
        if key in self._open:
            return self._open[key][0]
        raw = self._lookup(key)
        page = None if raw is None else _unpacked(raw)
        self.asked += 1
        self.hits += page is not None
        self._open[key] = (page, raw or b"") if page is not None else (Page(names={}, acts={}, events={}), b"")
        return self._open[key][0]

    def taken(self) -> list[tuple[bytes, bytes]]:
        """Return the pages that were filled or added to since this was last asked, and forget all."""
        fresh = []
        for key, (page, before) in self._open.items():
            packed = _packed(page)
            if packed != before:
                fresh.append((key, packed))
        self._open.clear()
        return fresh


_current: Memory | None = None


def use(memory: Memory | None) -> None:
    """Let this process's taggers ask this memory first; None to let them read everything."""
    global _current
    _current = memory


def current() -> Memory | None:
    """Return the memory in use."""
    return _current


@cache
def base_of(weights: Path) -> bytes:
    """Return a digest of all that an answer rests on besides the words: weights, this room's code, and the runtime."""
    digest = hashlib.sha256()
    held = sorted(weights.iterdir()) if weights.is_dir() else []
    for file in (*held, *sorted(Path(__file__).parent.glob("*.py"))):
        if file.is_file():
            digest.update(file.name.encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for part in (version("onnxruntime"), version("numpy"), platform.machine(), _processor()):
        digest.update(part.encode() + b"\0")
    return digest.digest()


def _processor() -> str:
    """Return what the processor can do: its features choose how sums are ordered, and with it their last bits."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return next((line for line in lines if line.startswith(("flags", "Features"))), platform.processor())


def _packed(page: Page) -> bytes:
    body = zlib.compress(msgspec.msgpack.encode(page), 1)
    return zlib.crc32(body).to_bytes(_SUM, "big") + body


_decoder = msgspec.msgpack.Decoder(Page)


def _unpacked(raw: bytes) -> Page | None:
    body = raw[_SUM:]
    if zlib.crc32(body).to_bytes(_SUM, "big") != raw[:_SUM]:
        return None
    try:
        return _decoder.decode(zlib.decompress(body))
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError):
        return None


def kept(scan: Scan) -> tuple[tuple[Found, ...], tuple[tuple[Found, float], ...]]:
    """Return a scan as a page holds it."""
    return tuple(scan.cued), tuple(scan.orphans)


__all__: Sequence[str] = ("Memory", "Page", "WindowNames", "base_of", "current", "kept", "question", "scan_of", "use")
