"""Re-read a record from the ground up and say everything that is not what it must be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from verbale.errors import RecordDamaged, RecordError
from verbale.model import Correction
from verbale.store import changes, codings, collations, corrections, sources
from verbale.store.connection import MEMORY, connect_for_reading, explain, explained
from verbale.store.migrations import MIGRATIONS
from verbale.store.rows import Problem

_SHOWN = 100
"""SQLite's own checks stop after this many problems."""


def _file(connection: sqlite3.Connection) -> Iterator[Problem]:
    for (message,) in connection.execute(f"PRAGMA integrity_check({_SHOWN})"):
        if message != "ok":
            yield Problem("file", "sqlite", message.replace("*** in database main ***\n", ""))
    # SQLite takes a page whose end is missing for one that ends in zeros
    name = connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    log = Path(f"{name}-wal")
    if name and not (log.exists() and log.stat().st_size):
        pages, size = (connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size"))
        missing = pages * size - Path(name).stat().st_size
        if missing > 0:
            yield Problem("file", "size", f"{missing} bytes are missing at the end")


def _schema(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Compare tables, triggers and views with what the migrations make."""
    fresh = sqlite3.connect(MEMORY, isolation_level=None)
    for step in MIGRATIONS:
        step(fresh)
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    wanted = {(kind, name): sql for kind, name, sql in fresh.execute(query)}
    fresh.close()
    found = {(kind, name): sql for kind, name, sql in connection.execute(query)}
    for key in sorted(wanted.keys() - found.keys()):
        yield Problem("schema", f"{key[0]} {key[1]}", "is missing")
    for key in sorted(wanted.keys() & found.keys()):
        if wanted[key] != found[key]:
            yield Problem("schema", f"{key[0]} {key[1]}", "was changed")
    # What a user adds beside (an index, a view) harms nothing; a foreign trigger may.
    for kind, name in sorted(found.keys() - wanted.keys()):
        if kind == "trigger":
            yield Problem("schema", f"trigger {name}", "is not ours")


def _references(connection: sqlite3.Connection) -> Iterator[Problem]:
    for table, _, parent, key in connection.execute("PRAGMA foreign_key_check").fetchmany(_SHOWN):
        yield Problem("reference", table, f"a row points to a row of {parent} that is not there (key {key})")


def _documents(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Re-compute each document's digest (text and id included) and re-read each of its spans."""
    spans = groupby(
        connection.execute('SELECT document_n, start, "end", text FROM span ORDER BY 1, 2, 3'), key=lambda row: row[0]
    )
    ahead = next(spans, None)
    for n, document_id, digest in connection.execute("SELECT n, id, digest FROM document ORDER BY n"):
        document = sources.by_number(connection, n)
        if document is None or sources.digest_of(document) != digest:
            yield Problem("document", document_id, "text, id or another field is not what was added")
        while ahead is not None and ahead[0] < n:
            ahead = next(spans, None)
        if ahead is None or ahead[0] != n or document is None:
            continue
        text = document.text
        for _, start, end, words in ahead[1]:
            if text[start:end] != words or not words:
                yield Problem("span", document_id, f"{start}-{end}: {words[:60]!r} is not what the document says there")
        ahead = next(spans, None)


def _codings(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Put each coding together again and compare its digest with that of the one that was written."""
    query = "SELECT d.id, c.coder, c.digest FROM coding c JOIN document d ON d.n = c.document_n ORDER BY d.n"
    for document_id, coder, digest in connection.execute(query):
        try:
            coding = codings.read(connection, document_id)
        except RecordDamaged as error:
            yield Problem("coding", document_id, str(error))
            continue
        if coding is None or codings.digest_of(coding) != digest:
            yield Problem("coding", document_id, f"its rows are not what {coder} wrote")
    for table in ("mention", "attribution", "event_mention", "time_expression", "span", "evidence"):
        stray = connection.execute(
            f"SELECT DISTINCT document_n FROM {table} t "
            "WHERE NOT EXISTS(SELECT 1 FROM coding c WHERE c.document_n = t.document_n)"
        )
        for (n,) in stray.fetchmany(_SHOWN):
            yield Problem("coding", f"document number {n}", f"has rows in {table} but no coding")


def _evidence(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Every row must have the words it rests on. (Single spans are columns that may not be null.)"""
    missing = connection.execute(
        "SELECT id FROM attribution a WHERE NOT EXISTS(SELECT 1 FROM evidence e WHERE e.document_n = a.document_n "
        "AND e.row_id = a.id AND e.field = 'content' AND e.extra = 0) ORDER BY 1"
    )
    for (row,) in missing:
        yield Problem("evidence", row, "an attribution without the words said")
    checks = (
        ("mention", ("m.start", 'm."end"')),
        ("time_expression", ("m.start", 'm."end"')),
        ("event_mention", ("m.start", 'm."end"')),
    )
    for table, (start, end) in checks:
        missing = connection.execute(
            f"SELECT id FROM {table} m WHERE NOT EXISTS(SELECT 1 FROM span s WHERE s.document_n = m.document_n "
            f'AND s.start = {start} AND s."end" = {end}) ORDER BY 1'
        )
        for (row,) in missing:
            yield Problem("evidence", row, f"a row of {table} without its words")
    missing = connection.execute(
        "SELECT DISTINCT row_id FROM evidence e WHERE NOT EXISTS(SELECT 1 FROM span s "
        'WHERE s.document_n = e.document_n AND s.start = e.start AND s."end" = e."end") ORDER BY 1'
    )
    for (row,) in missing:
        yield Problem("evidence", row, "its evidence points to words that are not there")


def _judgements(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Ids of judgements are hashes of all they say."""
    for stated in (False, True):
        stored = connection.execute(
            'SELECT id FROM judgement WHERE retracted = ? ORDER BY left_id, right_id, "by", n', (int(stated),)
        )
        for (found,), judgement in zip(
            stored, collations.judgements(connection, by=None, retracted=stated), strict=True
        ):
            if found != collations.judgement_id(judgement):
                yield Problem(
                    "judgement", found, f"was changed: {judgement.left} {judgement.verdict} {judgement.right}"
                )


def _corrections(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Ids of corrections are hashes of what they say."""
    found = connection.execute(
        'SELECT id, row_id, field, value, "by", document_id, start, "end", reason FROM correction ORDER BY n'
    )
    for own, *said in found:
        if corrections.correction_id(Correction(*said)) != own:
            yield Problem("judgement", own, f"was changed: {said[1]} of {said[0]}")


def _collation(connection: sqlite3.Connection) -> Iterator[Problem]:
    collation = collations.collation(connection)
    seal = connection.execute("SELECT digest FROM seal WHERE part = 'collation'").fetchone()
    if seal is None and not changes.is_empty(connection):
        yield Problem("collation", "seal", "is missing; collate again")
    elif seal is not None and seal[0] != changes.seal_of(connection):
        yield Problem(
            "collation", "seal", "actors, statements, events or links are not what was collated; collate again"
        )
    for statement in collation.statements:
        if statement.lemma_id not in statement.attribution_ids:
            yield Problem("collation", statement.id, "a statement whose base wording is not among its readings")
    for event in collation.events:
        if not event.event_mention_ids:
            yield Problem("collation", event.id, "an event of which no document tells")


def _search(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Compare the full-text index with the texts: in full where we may write (FTS5 wants it so), else by its counts."""
    query_only = bool(connection.execute("PRAGMA query_only").fetchone()[0])
    try:
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("INSERT INTO document_fts(document_fts, rank) VALUES('integrity-check', 1)")
    except sqlite3.Error as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_CORRUPT:
            yield Problem("search", "document_fts", "the search index does not match the texts")
        elif code not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
    finally:
        connection.execute(f"PRAGMA query_only = {int(query_only)}")
    counts = "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM document_fts_docsize)"
    documents, indexed = connection.execute(counts).fetchone()
    if documents != indexed:
        yield Problem("search", "document_fts", f"the search index holds {indexed} of {documents} documents")


_CHECKS: tuple[Callable[[sqlite3.Connection], Iterator[Problem]], ...] = (
    _file,
    _schema,
    _references,
    _documents,
    _codings,
    _evidence,
    _judgements,
    _corrections,
    _collation,
    _search,
)


def verify(connection: sqlite3.Connection, path: str) -> list[Problem]:
    """Return all problems of a record; a check that cannot be carried out is itself one, and the others go on."""
    problems: list[Problem] = []
    for check in _CHECKS:
        try:
            problems.extend(check(connection))
        except sqlite3.Error as error:
            problems.append(Problem("file", check.__name__.strip("_"), str(explain(error, path))))
        except (ValueError, TypeError, UnicodeError) as error:
            problems.append(Problem("file", check.__name__.strip("_"), f"cannot be read: {error}"))
    return list(dict.fromkeys(problems))


def verify_file(path: str | Path) -> list[Problem]:
    """Return all problems of a record that may be too damaged to be opened."""
    try:
        with explained(str(path)):
            connection = connect_for_reading(str(path))
    except RecordError as error:
        return [Problem("file", "open", str(error))]
    try:
        return verify(connection, str(path))
    finally:
        connection.close()
