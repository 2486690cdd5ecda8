"""What intake hands over, and what its readers hand to one another."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from msgspec import Struct

from verbale.errors import SourceError
from verbale.model import DateClaim, Document, Outlet, Receipt, Segment, Skip

HEAD_BYTES = 16 * 1024
"""How much of a source is looked at to tell its format: more than the comments that some pages begin with."""


class Delivered(Struct, frozen=True):
    """A document together with the receipt of this delivery."""

    document: Document
    receipt: Receipt


Given = Delivered | Skip
"""All that can come of a source: an article, or the reason why there is none."""


class Refused(SourceError):
    """Raised inside a reader to end its source with a `Skip`; never leaves the room."""

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a payload before it is read: an HTTP header, an archive's record, a sidecar file."""

    charset: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    claims: tuple[DateClaim, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Payload:
    """A stream of bytes with a name, standing at its start."""

    locator: str
    name: str
    """File name, for its ending where the content does not tell the format."""
    stream: BinaryIO
    head: bytes
    size: int | None = None
    depth: int = 0
    """How many archives or compressions it lies in."""
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True)
class Job:
    """What a reader may use besides its payload."""

    mapping: Mapping[str, str]
    """The user's own field names, by role (`text`, `title`, `published` ...)."""
    open: Callable[[Payload], Iterator[Given]]
    """Read a payload found inside this one."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: how it is told and how it is read. Registered under the entry point group `verbale.readers`."""

    name: str
    sniff: Callable[[bytes, str], bool]
    """Given the first bytes and the file name, say whether this is the format."""
    read: Callable[[Payload, Job], Iterator[Given]]


@dataclass(slots=True)
class Parts:
    """What a reader found out about one article, before it becomes a document."""

    text: str
    segments: tuple[Segment, ...] = ()
    outlet: Outlet | None = None
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    claims: tuple[DateClaim, ...] = ()
    notes: tuple[str, ...] = ()


class Rejoined(io.RawIOBase):
    """A stream whose head has been read already, from its start again; for streams that cannot seek."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer from the head, then from the rest."""
        view = memoryview(buffer)
        if self._head:
            chunk, self._head = self._head[: len(view)], self._head[len(view) :]
        else:
            chunk = self._rest.read(len(view)) or b""
        view[: len(chunk)] = chunk
        return len(chunk)


def payload_of(
    locator: str, name: str, stream: BinaryIO, *, size: int | None = None, depth: int = 0, hints: Hints | None = None
) -> Payload:
    """Look at a stream's head and make a payload that stands at its start again."""
    head = b""
    while len(head) < HEAD_BYTES and (chunk := stream.read(HEAD_BYTES - len(head))):
        head += chunk
    if len(head) < HEAD_BYTES:
        rejoined: BinaryIO = io.BytesIO(head)
    elif stream.seekable():
        stream.seek(0)
        rejoined = stream
    else:
        rejoined = io.BufferedReader(Rejoined(head, stream))
    return Payload(locator, name, rejoined, head, size, depth, hints or Hints())


def read_all(payload: Payload, limit: int) -> bytes:
    """Return all bytes of a payload that is one article, or refuse it without reading on."""
    advice = "Give the articles as separate files, as JSONL or as WARC, or raise VERBALE_MAX_SOURCE_BYTES."
    if payload.size is not None and payload.size > limit:
        raise Refused(f"{payload.size:,} bytes are too many for one article (the limit is {limit:,})", advice)
    raw = payload.stream.read(limit + 1)
    if len(raw) > limit:
        raise Refused(f"more than {limit:,} bytes are too many for one article", advice)
    return raw


def sha256(raw: bytes) -> str:
    """Return the hex digest that receipts carry."""
    return hashlib.sha256(raw).hexdigest()
