"""What was given: documents, their receipts, and what could not be read."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Any

import msgspec

from verbale.errors import RecordError
from verbale.model import DateClaim, Document, Outlet, Receipt, Skip
from verbale.store.codings import read_segments
from verbale.store.rows import Run

_DOCUMENT = (
    "SELECT d.n, d.id, d.text, d.language, d.outlet_id, o.name, o.domain, o.country, d.url, d.title, d.byline "
    "FROM document d LEFT JOIN outlet o ON o.id = d.outlet_id "
)
# Two documents may describe their outlet differently. The least of the names wins, and what one leaves out the other
# gives, so that the order of arrival does not matter.
_OUTLET = (
    "INSERT INTO outlet VALUES(?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET name = min(name, excluded.name), "
    "domain = min(ifnull(domain, excluded.domain), ifnull(excluded.domain, domain)), "
    "country = min(ifnull(country, excluded.country), ifnull(excluded.country, country)) "
    "WHERE (name, ifnull(domain, ''), ifnull(country, '')) "
    "IS NOT (excluded.name, ifnull(excluded.domain, ''), ifnull(excluded.country, ''))"
)


def printable(text: str) -> str:
    """Return a name or note as it can be stored: bytes of a file name that are not UTF-8 become escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")


def _printable(text: str | None) -> str | None:
    return None if text is None else printable(text)


def digest_of(document: Document) -> str:
    """Return what a document adds up to; of its outlet only the id counts, the rest may become better known."""
    outlet = document.outlet.id if document.outlet else None
    fields = (document.id, document.text, document.language, outlet, document.url, document.title, document.byline)
    return hashlib.sha256(msgspec.json.encode((*fields, document.date_claims, document.segments))).hexdigest()


def _storable(document: Document) -> Document:
    """Return the document as it can be stored. Its text is never touched: one that cannot be stored is refused."""
    text = document.text
    bad = text.find("\x00")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        bad = error.start
    if bad >= 0:
        raise RecordError(f"document {document.id}: the character at {bad} is not text ({text[bad]!r})")
    for segment in document.segments:
        if not 0 <= segment.start <= segment.end <= len(text):
            raise RecordError(f"document {document.id}: segment {segment.start}-{segment.end} is outside the text")
    given = document.outlet
    outlet = given and Outlet(
        printable(given.id), printable(given.name), _printable(given.domain), _printable(given.country)
    )
    return msgspec.structs.replace(
        document,
        outlet=outlet,
        url=_printable(document.url),
        title=_printable(document.title),
        byline=_printable(document.byline),
        date_claims=tuple(DateClaim(printable(c.value), printable(c.source), c.kind) for c in document.date_claims),
    )


def stored_digest(document: Document) -> str:
    """Return what a document adds up to once it is stored. Raises RecordError for one that cannot be."""
    return digest_of(_storable(document))


def add_document(connection: sqlite3.Connection, document: Document, receipt: Receipt) -> bool:
    """Add a document and its receipt; True where the document is new. A document that is known stays as it is."""
    if receipt.document_id != document.id:
        raise RecordError(f"{receipt.locator}: the receipt is for document {receipt.document_id}, not {document.id}")
    found = connection.execute("SELECT n FROM document WHERE id = ?", (document.id,)).fetchone()
    n = found[0] if found else _insert(connection, _storable(document))
    _add_receipt(connection, n, receipt)
    return found is None


def add_receipt(connection: sqlite3.Connection, receipt: Receipt) -> None:
    """Add a further receipt of a document; nothing where the document is not here."""
    found = connection.execute("SELECT n FROM document WHERE id = ?", (receipt.document_id,)).fetchone()
    if found is not None:
        _add_receipt(connection, found[0], receipt)


def _add_receipt(connection: sqlite3.Connection, n: int, receipt: Receipt) -> None:
    notes = msgspec.json.encode([printable(note) for note in receipt.notes]).decode()
    locator = printable(receipt.locator)
    connection.execute(
        "INSERT INTO receipt VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (n, locator, receipt.raw_sha256, receipt.raw_bytes, receipt.format, _printable(receipt.url), notes),
    )
    connection.execute("DELETE FROM skip WHERE locator = ?", (locator,))  # now it could be read


def _insert(connection: sqlite3.Connection, document: Document) -> int:
    outlet = document.outlet
    if outlet:
        connection.execute(_OUTLET, (outlet.id, outlet.name, outlet.domain, outlet.country))
    values = (
        *(document.id, outlet.id if outlet else None, document.url, document.title, document.byline),
        *(document.language, digest_of(document), document.text),
    )
    connection.execute(
        "INSERT INTO document(id, outlet_id, url, title, byline, language, digest, text) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    (n,) = connection.execute("SELECT n FROM document WHERE id = ?", (document.id,)).fetchone()
    connection.execute(
        "INSERT INTO document_fts(rowid, title, text) VALUES(?, ?, ?)", (n, document.title, document.text)
    )
    connection.executemany(
        "INSERT INTO date_claim VALUES(?, ?, ?, ?, ?)",
        [(n, index, claim.value, claim.source, claim.kind) for index, claim in enumerate(document.date_claims)],
    )
    connection.executemany(
        "INSERT INTO segment VALUES(?, 'source', ?, ?, ?, ?, ?)",
        [(n, index, s.start, s.end, s.role, s.reason) for index, s in enumerate(document.segments)],
    )
    return int(n)


def add_skip(connection: sqlite3.Connection, skip: Skip) -> None:
    """Record what could not be read; said again in other words, the later words count."""
    connection.execute(
        "INSERT INTO skip VALUES(?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET reason = excluded.reason, advice = excluded.advice",
        (printable(skip.locator), skip.raw_sha256 or "", printable(skip.reason), printable(skip.advice)),
    )


def add_run(connection: sqlite3.Connection, run: Run) -> None:
    """Record that a stage ran in this version with these settings; once for each."""
    run_id = hashlib.sha256(msgspec.json.encode(run)).hexdigest()[:16]
    connection.execute(
        "INSERT INTO run VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING", (run_id, run.stage, run.version, run.settings)
    )


# -- reading -----------------------------------------------------------------------------------------------------------


def _document(connection: sqlite3.Connection, where: str, key: int | str) -> Document | None:
    row = connection.execute(_DOCUMENT + where, (key,)).fetchone()
    if row is None:
        return None
    n, document_id, text, language, outlet_id, name, domain, country, url, title, byline = row
    claims = connection.execute("SELECT value, source, kind FROM date_claim WHERE document_n = ? ORDER BY n", (n,))
    return Document(
        id=document_id,
        text=text,
        language=language,
        outlet=None if outlet_id is None else Outlet(outlet_id, name, domain, country),
        url=url,
        title=title,
        byline=byline,
        date_claims=tuple(DateClaim(*claim) for claim in claims),
        segments=read_segments(connection, n, "source"),
    )


def by_number(connection: sqlite3.Connection, n: int) -> Document | None:
    """Return a document by its number in this file."""
    return _document(connection, "WHERE d.n = ?", n)


def by_id(connection: sqlite3.Connection, document_id: str) -> Document | None:
    """Return a document by its id."""
    return _document(connection, "WHERE d.id = ?", document_id)


def document_ids(connection: sqlite3.Connection) -> list[str]:
    """Return all documents' ids in the order in which they were added."""
    return [row[0] for row in connection.execute("SELECT id FROM document ORDER BY n")]


def outlets(connection: sqlite3.Connection) -> list[Outlet]:
    """Return who published the documents."""
    found = connection.execute("SELECT id, name, domain, country FROM outlet ORDER BY name, id")
    return [Outlet(*row) for row in found]


def receipts(connection: sqlite3.Connection, document_id: str | None) -> Iterator[Receipt]:
    """Return the deliveries of one document, or of all."""
    found = connection.execute(
        "SELECT d.id, r.locator, r.raw_sha256, r.raw_bytes, r.format, r.url, r.notes FROM receipt r "
        "JOIN document d ON d.n = r.document_n WHERE ?1 IS NULL OR d.id = ?1 ORDER BY r.locator, r.raw_sha256, d.id",
        (document_id,),
    )
    for row in found.fetchall():
        values: list[Any] = [*row[:6], msgspec.json.decode(row[6], type=tuple[str, ...])]
        yield Receipt(*values)


def has_receipt(connection: sqlite3.Connection, locator: str, raw_sha256: str) -> bool:
    """Tell whether exactly these bytes came from this place before, so that they need not be read again."""
    found = connection.execute(
        "SELECT 1 FROM receipt WHERE locator = ? AND raw_sha256 = ?", (printable(locator), raw_sha256)
    )
    return found.fetchone() is not None


def skips(connection: sqlite3.Connection) -> list[Skip]:
    """Return what could not be read."""
    found = connection.execute("SELECT locator, reason, advice, raw_sha256 FROM skip ORDER BY locator, raw_sha256")
    return [Skip(locator, reason, advice, sha or None) for locator, reason, advice, sha in found]


def runs(connection: sqlite3.Connection) -> list[Run]:
    """Return which stages ran."""
    return [Run(*row) for row in connection.execute("SELECT stage, version, settings FROM run ORDER BY 1, 2, 3")]
