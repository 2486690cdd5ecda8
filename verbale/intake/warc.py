"""Web archives (WARC, gzipped or not): every HTML page that was answered, with the day it was fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from verbale import settings
from verbale.intake import html
from verbale.intake.archive import peek_gzip, sniff_gzip
from verbale.intake.dates import claim
from verbale.intake.decode import decode
from verbale.intake.deliver import deliver
from verbale.intake.given import Given, Hints, Job, Parts, Payload, Refused, sha256
from verbale.model import Skip

_PAGES = ("text/html", "application/xhtml+xml")


def sniff(head: bytes, name: str) -> bool:
    """Say whether the bytes are a WARC file, as it is or gzipped."""
    return head.startswith(b"WARC/") or (sniff_gzip(head, name) and peek_gzip(head).startswith(b"WARC/"))


def _kind(record: Any) -> str:
    content = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    return (content or "").split(";")[0].strip().lower()


def _charset(record: Any) -> str | None:
    return cast("str | None", record.http_charset) if record.is_http else None


def read(payload: Payload, job: Job) -> Iterator[Given]:
    """Read the pages of a crawl; a damaged end costs only what lies behind it."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    records = iter(ArchiveIterator(payload.stream, record_types=wanted, parse_http=True, auto_decode="all"))
    last = 0
    while True:
        try:
            record = next(records)
        except StopIteration:
            break
        except Exception as error:
            yield _cut(payload.locator, last, error)
            return
        last = record.stream_pos
        locator = f"{payload.locator}:{last}"
        kind = _kind(record)
        status = record.http_headers.status_code if record.is_http and record.http_headers is not None else None
        plain = kind == "text/plain" and record.record_type == WarcRecordType.conversion
        if (kind not in _PAGES and not plain) or (status is not None and status != 200):
            continue
        try:
            raw = record.reader.read(settings.MAX_SOURCE_BYTES + 1)
        except Exception as error:
            yield _cut(payload.locator, last, error)
            return
        declared = record.headers.get("Content-Length") or ""
        yield _page(raw, locator, record, plain, declared)


def _page(raw: bytes, locator: str, record: Any, plain: bool, declared: str) -> Given:
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


def _cut(locator: str, last: int, error: Exception) -> Skip:
    return Skip(
        f"{locator}:{last}",
        f"the archive is damaged or cut off after this record ({type(error).__name__}: {error})"[:300],
        "What came before it was read; fetch the archive again for the rest.",
    )
