"""What is fuzzed: each target takes any bytes and raises where a promise is broken.

The promises: nothing is raised; no `Skip` says that it was verbale's fault; texts hold no NUL and can be encoded;
segments stand in order within their text; a coding is taken by the store, which refuses every span that is not the
document's words; two readings of the same bytes are equal; and an input of a few kilobytes takes less than `SLOW` seconds.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verbale.errors import VerbaleError
from verbale.intake import BUILT_IN, Delivered, Given, Job, Reader, read
from verbale.intake.given import Refused, payload_of
from verbale.model import Document, Skip

SLOW = 4.0
"""Seconds; the machine may be busy, and what is to be found takes minutes."""


class Broken(AssertionError):
    """A promise is broken."""


@dataclass(frozen=True)
class Target:
    """What is fuzzed."""

    name: str
    run: Callable[[bytes], None]
    warm: Callable[[bytes], None]
    """The same without a look at the time: what is first used is first loaded."""
    longest: int
    seeds: list[bytes]
    words: tuple[str, ...]
    """Pieces to put into inputs."""


def check_document(document: Document) -> None:
    """Raise where a document is not what documents are."""
    if "\x00" in document.text:
        raise Broken("a NUL in a text")
    document.text.encode("utf-8")
    end = 0
    for segment in document.segments:
        if not end <= segment.start < segment.end <= len(document.text):
            raise Broken(f"segment {segment} in a text of {len(document.text)}")
        end = segment.end
    for claim in document.date_claims:
        if not claim.value:
            raise Broken("an empty claim of a date")


def check(given: list[Given]) -> None:
    """Raise where what came out of a reader is not what it must be."""
    if not given:
        raise Broken("no answer at all")
    for item in given:
        if isinstance(item, Delivered):
            check_document(item.document)
        elif isinstance(item, Skip) and ("fault of verbale" in item.advice or "eport this" in item.advice):
            raise Broken(f"{item.reason} ({item.advice})")


def _timed(run: Callable[[bytes], None]) -> Callable[[bytes], None]:
    def timed(raw: bytes) -> None:
        began = time.process_time()
        run(raw)
        taken = time.process_time() - began
        if taken > SLOW:
            raise Broken(f"{len(raw)} bytes took {taken:.1f} s")

    return timed


def _through(reader: Reader, name: str) -> Callable[[bytes], None]:
    """Read with one reader, whether or not it would take the bytes for its own."""

    def run(raw: bytes) -> None:
        check(list(read(["-"], stdin=io.BytesIO(raw))))
        job = Job(mapping={}, open=lambda payload: _inner(payload, job))
        payload = payload_of("x", name, io.BytesIO(raw), size=len(raw))
        try:
            given = list(reader.read(payload, job))
        except Refused:
            return
        if given:
            check(given)

    return run


def _inner(payload: Any, job: Job) -> Iterator[Given]:
    for reader in BUILT_IN:
        if reader.sniff(payload.head, payload.name):
            yield from reader.read(payload, job)
            return


def _packed(pack: Callable[[bytes], bytes]) -> Callable[[bytes], None]:
    """Read what was packed from the bytes: mutations of packed bytes rarely get past their checksums."""

    def run(raw: bytes) -> None:
        check(list(read(["-"], stdin=io.BytesIO(pack(raw)))))

    return run


def _zip(raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, part in enumerate(raw.split(b"\xff\x00", 20)):
            name, _, content = part.partition(b"\x00")
            archive.writestr(f"{number}{name[:40].decode('latin-1')}", content)
    return out.getvalue()


def _warc(raw: bytes) -> bytes:
    out = b""
    for number, part in enumerate(raw.split(b"\xff\x00", 20)):
        head, _, body = part.partition(b"\x00")
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + b"\r\n\r\n" + body
        out += (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/%d\r\nWARC-Date: 2021-12-26T08:00:00Z\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % (number, len(http))
        ) + http + b"\r\n\r\n"  # fmt: skip
    return out


def _coding(raw: bytes) -> None:
    from verbale.coding.coder import Coder
    from verbale.model import Receipt, Segment
    from verbale.store import Store

    text = raw.decode("utf-8", "ignore").replace("\x00", "")
    if not text.strip():
        return
    document = Document(
        id="0123456789abcdef", text=text, language="en", outlet=None, url=None, title=None, byline=None,
        date_claims=(), segments=(Segment(0, len(text), "body", "fuzz"),) if raw[:1] < b"\x80" and text.strip() else (),
    )  # fmt: skip
    coder = Coder(fast=True)
    coding = coder.code(document)
    with Store.open(":memory:", write=True) as store:
        store.add_document(document, Receipt(document.id, "x", "0" * 64, raw_bytes=1, format="text"))
        store.put_coding(coding)
        if store.coding(document.id) != coding:
            raise Broken("the coding that comes out is not the one that went in")
        if problems := store.verify():
            raise Broken(str(problems[:3]))
    if coder.code(document) != coding:
        raise Broken("a second reading differs")


def _collation(raw: bytes) -> None:
    """Build a record of several texts, look at everything that is computed from it."""
    import verbale

    texts = [part for part in raw.decode("utf-8", "ignore").replace("\x00", "").split("\x1e") if part.strip()][:4]
    if not texts:
        return
    rows = "\n".join(json.dumps({"text": text, "outlet": f"Outlet {n}"}) for n, text in enumerate(texts))
    with verbale.open(":memory:") as record:
        record.build("-", fast=True, stdin=io.BytesIO(rows.encode("utf-8", "replace")))
        if problems := record.verify():
            raise Broken(str(problems[:3]))
        for look in (record.statements, record.events, record.actors, record.disagreements, record.timeline,
                     record.positions, record.deadlines, record.contacts, record.issues, record.framing):  # fmt: skip
            look()


def _files(raw: bytes) -> None:
    """Give the bytes to what reads a user's own files: issues, gold, judgements, instruments, sidecars, queries."""
    from verbale.analysis.gold import read_gold
    from verbale.analysis.issues import read_issues
    from verbale.analysis.review import read_judgements
    from verbale.analysis.undertakings.loader import read_file
    from verbale.analysis.undertakings.records import read_claims
    from verbale.export.days import bounds
    from verbale.intake.sources import sidecar
    from verbale.store import Store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given"
        path.write_bytes(raw)
        for reader in (read_issues, read_gold, read_judgements, read_file, read_claims, sidecar):
            try:
                reader(path)
            except VerbaleError as error:
                str(error).encode("utf-8")
    text = raw.decode("utf-8", "replace")
    with contextlib.suppress(VerbaleError):
        bounds(text, None)
    with Store.open(":memory:", write=True) as store, contextlib.suppress(VerbaleError):
        store.search(text)


def targets() -> dict[str, Target]:
    """Return all targets by name."""
    from benchmarks.fuzz import seeds

    by_name = {reader.name: reader for reader in BUILT_IN}
    files = {"zip": "a.zip", "warc": "a.warc", "gzip": "a.gz", "feed": "a.xml", "html": "a.html", "json": "a.jsonl",
             "csv": "a.csv", "text": "a.txt"}  # fmt: skip
    found: dict[str, tuple[Callable[[bytes], None], int]] = {
        name: (_through(by_name[name], file), 16384) for name, file in files.items()
    } | {
        "zipped": (_packed(_zip), 16384),
        "gzipped": (_packed(lambda raw: gzip.compress(raw, 1)), 16384),
        "crawled": (_packed(_warc), 16384),
        "coding": (_coding, 1500),
        "collation": (_collation, 1500),
        "files": (_files, 4096),
    }
    return {
        name: Target(name, _timed(run), run, longest, seeds.of(name), seeds.words(name))
        for name, (run, longest) in found.items()
    }
