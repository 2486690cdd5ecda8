"""Zip archives and gzip files: their members are read as if they lay in a folder, within limits."""

from __future__ import annotations

import gzip
import io
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from verbale import settings
from verbale.intake.given import Given, Job, Payload, Refused, payload_of
from verbale.model import Skip

_DEPTH = 2
"""An archive in an archive is met (`articles.zip` full of `.html.gz`); deeper ones are made to harm."""
_FREE_BYTES = 8 * 1024 * 1024
_RATIO = 200
"""Prose shrinks 3 to 10 times, repetitive JSONL 30; what grows more than this past the first megabytes is a bomb."""
_SPOOL_BYTES = 64 * 1024 * 1024
_MEMBERS = 200_000


class _Counted(io.RawIOBase):
    """Compressed bytes on their way to the decompressor, counted."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        view = memoryview(buffer)
        chunk = self._inner.read(len(view)) or b""
        view[: len(chunk)] = chunk
        self.count += len(chunk)
        return len(chunk)


class _Measured(io.RawIOBase):
    """Decompressed bytes; refuses to go on when they grow out of all proportion to what they came from."""

    def __init__(self, inner: BinaryIO, counted: _Counted | None, packed: int) -> None:
        self._inner = inner
        self._counted = counted
        self._packed = packed
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        view = memoryview(buffer)
        try:
            chunk = self._inner.read(len(view)) or b""
        except Refused:
            raise
        except OSError as error:
            if not isinstance(error, gzip.BadGzipFile):
                raise  # the disk's trouble, not the data's
            raise _damaged(error) from error
        except Exception as error:  # each unpacker has errors of its own, and some of Python's besides
            raise _damaged(error) from error
        view[: len(chunk)] = chunk
        self._count += len(chunk)
        packed = self._counted.count if self._counted is not None else self._packed
        if self._count > _FREE_BYTES and self._count > _RATIO * max(packed, 1):
            raise Refused("it decompresses to more than 200 times its size and was not read on", "Unpack it yourself.")
        return len(chunk)


def _damaged(error: Exception) -> Refused:
    return Refused(
        f"the compressed data is damaged or cut off ({error})"[:300], "Fetch the file again; what came before was read."
    )


def _deeper(payload: Payload) -> int:
    if payload.depth >= _DEPTH:
        raise Refused("it is an archive inside archives", "Unpack the outer ones and give the folder.")
    return payload.depth + 1


def sniff_gzip(head: bytes, name: str) -> bool:
    """Say whether the bytes are a gzip stream."""
    return head.startswith(b"\x1f\x8b\x08")


def peek_gzip(head: bytes) -> bytes:
    """Return the first bytes inside a gzip stream, as far as its head holds them."""
    try:
        return zlib.decompressobj(31).decompress(head, 4096)
    except zlib.error:
        return b""


def read_gzip(payload: Payload, job: Job) -> Iterator[Given]:
    """Read what a gzip file holds, under the gzip file's own locator."""
    depth = _deeper(payload)
    counted = _Counted(payload.stream)
    inner = cast(BinaryIO, gzip.GzipFile(fileobj=io.BufferedReader(counted)))
    stream = cast(BinaryIO, io.BufferedReader(_Measured(inner, counted, 0), 256 * 1024))
    name = payload.name.removesuffix(".gz").removesuffix(".gzip")
    yield from job.open(payload_of(payload.locator, name, stream, depth=depth, hints=payload.hints))


def sniff_zip(head: bytes, name: str) -> bool:
    """Say whether the bytes are a zip archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def seekable(payload: Payload) -> BinaryIO:
    """Return a stream of the payload in which one can go back, within limits."""
    if payload.stream.seekable():
        return payload.stream
    spool = tempfile.SpooledTemporaryFile(max_size=settings.MAX_SOURCE_BYTES)  # noqa: SIM115 - closed with the archive
    total = 0
    while chunk := payload.stream.read(1 << 20):
        total += len(chunk)
        if total > 16 * _SPOOL_BYTES:
            raise Refused("an archive of more than 1 GB cannot be read from a pipe", "Save it to a file and give that.")
        spool.write(chunk)
    spool.seek(0)
    return cast(BinaryIO, spool)


def read_zip(payload: Payload, job: Job) -> Iterator[Given]:
    """Read the members of a zip archive in the order of their names."""
    depth = _deeper(payload)
    try:
        archive = zipfile.ZipFile(seekable(payload))
    except (Refused, OSError):
        raise
    except Exception as error:  # offsets that lead nowhere make it raise much that is no BadZipFile
        raise Refused(f"this zip archive is damaged ({error})"[:300], "Fetch or make it again.") from error
    with archive:
        members = sorted((m for m in archive.infolist() if not m.filename.endswith("/")), key=lambda m: m.filename)
        names = {member.filename for member in members}
        if names & {"word/document.xml", "content.xml", "xl/workbook.xml", "ppt/presentation.xml"}:
            raise Refused("this is an office document", "Save it as plain text or as HTML and give that.")
        if len(members) > _MEMBERS:
            raise Refused(f"an archive of {len(members):,} files is not read", "Unpack it and give the folder.")
        for member in members:
            yield from _member(archive, member, payload, depth, job)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, payload: Payload, depth: int, job: Job
) -> Iterator[Given]:
    locator = f"{payload.locator}!/{member.filename}"
    parts = member.filename.split("/")
    if any(part.startswith(".") for part in parts) or parts[0] == "__MACOSX":
        yield Skip(locator, "hidden files and folders are not read", "Unpack the archive and name it itself.")
        return
    if member.flag_bits & 1:
        yield Skip(locator, "it is encrypted", "Unpack the archive with its password and give the folder.")
        return
    if member.file_size > _FREE_BYTES and member.file_size > _RATIO * max(member.compress_size, 1):
        yield Skip(locator, "it decompresses to more than 200 times its size and was not read", "Unpack it yourself.")
        return
    try:
        inner = archive.open(member)
    except Exception as error:  # as above
        reason = f"this member cannot be unpacked ({error})"[:300]
        yield Skip(locator, reason, "Unpack the archive and give the folder.")
        return
    with inner:
        try:
            measured = _Measured(cast(BinaryIO, inner), None, member.compress_size)
            stream = cast(BinaryIO, io.BufferedReader(measured, 256 * 1024))
            name = os.path.basename(member.filename)  # noqa: PTH119 - a name inside an archive is no path of this system
            yield from job.open(payload_of(locator, name, stream, size=member.file_size, depth=depth))
        except Refused as refused:
            yield Skip(locator, refused.reason, refused.advice)
