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
import re
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from verbale.errors import VerbaleError
from verbale.intake import BUILT_IN, Delivered, Given, Job, Reader, read
from verbale.intake.given import Refused, payload_of
from verbale.model import Coding, Document, Skip, Span

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


def _coder(raw: bytes) -> None:
    """Code a text and look at what comes out, without a store: many more inputs than through `coding`.

    The first byte says what is known besides the text: roles, a claimed day, a title; and whether the network reads it too
    (one in eight) or the rules alone, as where there are no weights.
    """
    from verbale.coding.coder import Coder
    from verbale.model import DateClaim, Role, Segment

    known, text = raw[0] if raw else 0, raw[1:].decode("utf-8", "ignore").replace("\x00", "")
    if not text.strip():
        return
    roles: tuple[Role, ...] = ("headline", "byline", "dateline", "body", "caption", "furniture")
    lines = [match.span() for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
    document = Document(
        id="0123456789abcdef", text=text, language="en", url="https://wire.example/2019/03/05/a" if known & 1 else None,
        title=text[:60].strip() or None if known & 2 else None, byline="N. Writer" if known & 2 else None,
        date_claims=(DateClaim("2019-03-05", "meta:x", "published"), DateClaim("1982-04", "jsonl:d")) if known & 4 else (),
        segments=tuple(Segment(*place, roles[n % 6], "fuzz") for n, place in enumerate(lines)) if known & 8 else (),
    )  # fmt: skip
    rules_alone = patch("verbale.coding.attributions.load_fast", lambda: None)
    with rules_alone if known & 0x70 else contextlib.nullcontext():
        coding = Coder(fast=True).code(document)
        check_coding(document, coding)
        if known & 0x70 == 0x10 and Coder(fast=True).code(document) != coding:
            raise Broken("a second reading differs")


def _spans(row: object) -> Iterator[Span]:
    """Yield all spans below a row."""
    if isinstance(row, Span):
        yield row
    elif isinstance(row, tuple):
        for part in row:
            yield from _spans(part)
    elif isinstance(row, Struct):
        for name in row.__struct_fields__:
            yield from _spans(getattr(row, name))


def check_coding(document: Document, coding: Coding) -> None:
    """Raise where a coding is not what codings are: exact words, rows that lead to rows, days in order."""
    text = document.text
    for span in _spans(coding):
        if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.text:
            raise Broken(f"{span} is not what the text says there")
    check_document(replace(document, segments=coding.segments))
    covered = bytearray(len(text))
    for segment in coding.segments:
        covered[segment.start : segment.end] = b"1" * (segment.end - segment.start)
    if any(not seen and not sign.isspace() for seen, sign in zip(covered, text, strict=True)):
        raise Broken("words in no segment")
    kinds = (coding.mentions, coding.attributions, coding.events, coding.times)
    mentions, attributions, _, _ = ids = [{row.id for row in rows} for rows in kinds]
    if any(len(one) != len(rows) for one, rows in zip(ids, kinds, strict=True)):
        raise Broken("two rows of one id")
    pointed = {one.head_id for one in coding.mentions}
    for said in coding.attributions:
        pointed |= {one for one in (said.speaker_id, said.addressee_id, *(hop.mention_id for hop in said.relay)) if one}
        if not said.content or not 0 <= said.confidence <= 1 or said.parent_id not in {None, *attributions - {said.id}}:
            raise Broken(str(said))
    for event in coding.events:
        pointed |= {*event.actors, *event.recipients}
        if not 0 <= event.confidence <= 1 or event.attribution_id not in {None, *attributions}:
            raise Broken(str(event))
    if stray := pointed - mentions:
        raise Broken(f"no mentions: {stray}")
    whens = (
        [one.spoken for one in coding.attributions] + [one.happened for one in coding.events] + [coding.dateline.when]
    )
    stretches = [(one.earliest, one.latest) for one in coding.times]
    stretches += [(one.earliest, one.latest) for one in whens if one is not None]
    for stretch in stretches:
        days = [date.fromisoformat(day) for day in stretch if day is not None]
        if days != sorted(days):
            raise Broken(f"ends before it begins: {stretch}")
    if msgspec.json.decode(msgspec.json.encode(coding), type=Coding) != coding:
        raise Broken("the coding does not come back from JSON")


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
        "coder": (_coder, 3000),
        "coding": (_coding, 1500),
        "collation": (_collation, 1500),
        "files": (_files, 4096),
    }
    return {
        name: Target(name, _timed(run), run, longest, seeds.of(name), seeds.words(name))
        for name, (run, longest) in found.items()
    }
