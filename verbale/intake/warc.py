"""Web archives (WARC, gzipped or not): every HTML page that was answered, with the day it was fetched."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from verbale import settings
from verbale.intake import html
from verbale.intake.archive import peek_gzip, sniff_gzip
from verbale.intake.dates import claim
from verbale.intake.decode import decode
from verbale.intake.deliver import deliver
from verbale.intake.given import Given, Hints, Job, Parts, Payload, Refused, sha256
from verbale.model import Skip

_TAIL_BYTES = 8 * 1024 * 1024
_LENGTH = re.compile(rb"^Content-Length:\s*(\d{1,18})", re.IGNORECASE | re.MULTILINE)
_PAGES = ("text/html", "application/xhtml+xml")


def sniff(head: bytes, name: str) -> bool:
    """Say whether the bytes are a WARC file, as it is or gzipped."""
    return head.startswith(b"WARC/") or (sniff_gzip(head, name) and peek_gzip(head).startswith(b"WARC/"))


def _kind(record: Any) -> str:
    content = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    return (content or "").split(";")[0].strip().lower()


def _charset(record: Any) -> str | None:
    return cast("str | None", record.http_charset) if record.is_http else None


class _Tail:
    """A stream that remembers its last bytes: the reader of archives passes over a last record that is cut off.

    It answers `seek` as that reader asks it, which no pipe does: where it stands, or a way forward.
    """

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self._kept = bytearray()
        self.total = 0

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        chunk = self._inner.read(size) or b""
        self.total += len(chunk)
        self._kept += chunk
        if len(self._kept) > 2 * _TAIL_BYTES:
            del self._kept[:-_TAIL_BYTES]
        return chunk

    def tell(self) -> int:
        """Return how much has been read."""
        return self.total

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go forward to a position."""
        ahead = offset - self.total if whence == 0 else offset
        if whence == 2 or ahead < 0:
            raise OSError(29, "a crawl is read from its start to its end")
        while ahead > 0 and (chunk := self.read(min(ahead, 1 << 20))):
            ahead -= len(chunk)
        return self.total

    def close(self) -> None:
        """Leave the stream to whoever opened it."""

    def since(self, position: int) -> bytes | None:
        """Return the bytes from a position to the end, None where they are not remembered any more."""
        start = position - (self.total - len(self._kept))
        return bytes(self._kept[start:]) if start >= 0 else None


def _complete(last: bytes | None) -> bool:
    """Say whether the bytes from the start of the last record on are that record and nothing else."""
    if last is None:
        return True
    if last.startswith(b"\x1f\x8b"):
        unpacker = zlib.decompressobj(31)
        try:
            while last and not unpacker.eof:
                unpacker.decompress(last, 1 << 20)
                last = unpacker.unconsumed_tail
        except zlib.error:
            return False
        return unpacker.eof and not unpacker.unused_data.strip(b"\0\r\n")
    head, found, body = last.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if not found or length is None:
        return False
    return len(body) >= int(length.group(1)) and not body[int(length.group(1)) :].strip()


def read(payload: Payload, job: Job) -> Iterator[Given]:
    """Read the pages of a crawl; a damaged end costs only what lies behind it."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    tail = _Tail(payload.stream)
    records = iter(ArchiveIterator(tail, parse_http=True, auto_decode="all"))
    last = -1
    while True:
        try:
            record = next(records)
        except StopIteration:
            break
        except Exception as error:
            yield _cut(payload.locator, last, f"{type(error).__name__}: {error}")
            return
        last = record.stream_pos
        if not record.record_type & wanted:
            continue
        locator = f"{payload.locator}:{last}"
        kind = _kind(record)
        status = record.http_headers.status_code if record.is_http and record.http_headers is not None else None
        plain = kind == "text/plain" and record.record_type == WarcRecordType.conversion
        if (kind not in _PAGES and not plain) or (status is not None and status != 200):
            continue
        try:
            raw = record.reader.read(settings.MAX_SOURCE_BYTES + 1)
        except Exception as error:
            yield _cut(payload.locator, last, f"{type(error).__name__}: {error}")
            return
        yield _page(raw, locator, record, plain)
    if last < 0:
        raise Refused("there is no whole record in this archive", "Fetch it again.")
    if not _complete(tail.since(last)):
        yield _cut(payload.locator, last, "its end is missing")


def _page(raw: bytes, locator: str, record: Any, plain: bool) -> Given:
    url = record.headers.get("WARC-Target-URI")
    url = url.strip("<> ") if url else None
    crawled = claim(record.headers.get("WARC-Date"), "warc:WARC-Date", "crawled")
    notes = ("the crawler cut this page off",) if record.headers.get("WARC-Truncated") else ()
    hints = Hints(charset=_charset(record), url=url, claims=(crawled,) if crawled else (), notes=notes)
    digest = sha256(raw)
    if len(raw) > settings.MAX_SOURCE_BYTES:
        return Skip(locator, f"a page of more than {settings.MAX_SOURCE_BYTES:,} bytes is not read")
    if not raw.strip():
        return Skip(locator, f"the page of {url or 'this record'} is empty")
    try:
        if plain:
            decoded = decode(raw)
            return deliver(Parts(decoded.text, url=url), locator=locator, raw_sha256=digest, raw_bytes=len(raw),
                           form="wet", hints=hints, notes=decoded.notes)  # fmt: skip
        return html.read_page(raw, locator, hints, form="warc")
    except Refused as refused:
        return Skip(locator, f"{refused.reason} ({url})" if url else refused.reason, refused.advice, digest)
    except Exception as error:  # one odd page must not end the crawl
        return Skip(locator, f"{type(error).__name__}: {error}"[:300], "Please report this with the record.", digest)


def _cut(locator: str, last: int, why: str) -> Skip:
    return Skip(
        f"{locator}:{max(last, 0)}",
        f"the archive is damaged or cut off here ({why})"[:300],
        "What came before was read; fetch the archive again for the rest.",
    )
