"""Every way of damaging a record that we could think of, and the check that must find it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store import samples
from verbale.errors import RecordDamaged
from verbale.model import Judgement
from verbale.store import Store, verify_file

_DROP = "DROP TRIGGER span_is_fixed; DROP TRIGGER document_is_fixed; DROP TRIGGER document_is_kept; "

SQL = {
    "a letter of a text": ("document", "UPDATE document SET text = replace(text, 'Ruiz', 'Ruis') WHERE n = 2"),
    "a letter outside all spans": ("document", "UPDATE document SET text = text || '!' WHERE n = 3"),
    "a title": ("document", "UPDATE document SET title = 'x' WHERE n = 3"),
    "an address": ("document", "UPDATE document SET url = NULL WHERE n = 3"),
    "a document's id": ("document", "UPDATE document SET id = 'feedfeedfeedfeed' WHERE n = 1"),
    "a date claim": ("document", "UPDATE date_claim SET value = '1999' WHERE document_n = 1"),
    "a source segment": ("document", "UPDATE segment SET role = 'tag' WHERE found_by = 'source'"),
    "a span's words": ("span", "UPDATE span SET text = 'Anna Ruiz' WHERE text = 'Ana Ruiz'"),
    "a span's place": ("span", 'UPDATE span SET start = start + 1, "end" = "end" + 1 WHERE document_n = 1'),
    "a span deleted": ("reference", "DELETE FROM span WHERE rowid_or_all"),
    "a document deleted": ("reference", "DELETE FROM document WHERE n = 1"),
    "a mention's id": ("reference", "UPDATE mention SET id = 'x' WHERE document_n = 2 AND n = 0"),
    "a time's id": ("coding", "UPDATE time_expression SET id = 'x' WHERE document_n = 2 AND n = 0"),
    "a mention deleted": ("reference", "DELETE FROM mention WHERE document_n = 1 AND n = 0"),
    "an act": ("coding", "UPDATE attribution SET act = 'deny' WHERE document_n = 1 AND n = 1"),
    "a confidence": ("coding", "UPDATE attribution SET confidence = confidence + 1e-9 WHERE document_n = 1 AND n = 1"),
    "a date": ("coding", "UPDATE attribution SET spoken = '2030' WHERE document_n = 1 AND n = 1"),
    "a dateline": ("coding", "UPDATE dateline SET value = '2030' WHERE document_n = 1"),
    "a dateline deleted": ("coding", "DELETE FROM dateline WHERE document_n = 1"),
    "a relay deleted": ("coding", "DELETE FROM relay WHERE document_n = 1 AND hop = 1"),
    "a participant deleted": ("coding", "DELETE FROM participant WHERE document_n = 1 AND n = 1"),
    "a coded segment deleted": ("coding", "DELETE FROM segment WHERE found_by = 'coding' AND document_n = 2"),
    "evidence deleted": ("evidence", "DELETE FROM evidence WHERE field = 'content' AND extra = 0"),
    "a coding's mark deleted": ("coding", "DELETE FROM coding WHERE document_n = 1"),
    "a judgement": ("judgement", "UPDATE judgement SET verdict = 'different'"),
    "a statement's words": ("collation", "UPDATE statement SET content = 'x' WHERE id = 's1'"),
    "a base wording": ("collation", "DELETE FROM statement_attribution WHERE statement_id = 's2'"),
    "an event's accounts": ("collation", "DELETE FROM event_account"),
    "an actor deleted": ("reference", "DELETE FROM actor WHERE id = 'a2'"),
    "an alias": ("collation", "DELETE FROM actor_alias WHERE n = 1"),
    "a link": ("collation", "UPDATE link SET type = 'denies'"),
    "the seal": ("collation", "DELETE FROM seal"),
    "the search index": ("search", "INSERT INTO document_fts(document_fts) VALUES('delete-all')"),
    "one text in the search index": (
        "search",
        "INSERT INTO document_fts(document_fts, rowid, title, text) SELECT 'delete', n, title, text FROM document "
        "WHERE n = 1",
    ),
    "a trigger": ("schema", "DROP TRIGGER span_is_exact"),
    "a strange trigger": ("schema", "CREATE TRIGGER t AFTER INSERT ON skip BEGIN DELETE FROM judgement; END"),
    "a view": ("schema", "DROP VIEW reading; CREATE VIEW reading AS SELECT 1 AS statement_id"),
    "an index": ("schema", "DROP INDEX link_right"),
}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    with Store.open(path, write=True) as store:
        codings = samples.fill(store, 4)
        samples.collate(store, codings)
        store.put_judgements([Judgement("a", "b", "same", "reader", 0.5, "why")])
    return path


def test_a_sound_record_has_no_problems(record: Path) -> None:
    assert verify_file(record) == []
    with Store.open(record, write=True) as store:
        assert store.verify() == []
        assert store.connection.execute("PRAGMA query_only").fetchone() == (0,)
    with Store.open(record, write=False) as store:
        assert store.verify() == []
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store.connection.execute("DELETE FROM link")


@pytest.mark.parametrize("name", SQL)
def test_damage_is_found(record: Path, name: str) -> None:
    kind, statement = SQL[name]
    statement = statement.replace("WHERE rowid_or_all", "WHERE text = 'Ana Ruiz'")
    connection = sqlite3.connect(record)
    connection.executescript(_DROP + "DROP TRIGGER judgement_is_fixed;" if kind != "schema" else "")
    triggers = connection.total_changes
    connection.executescript(statement)
    assert connection.total_changes > triggers or kind in ("schema", "search"), "the damage must be done"
    connection.commit()
    connection.close()
    problems = verify_file(record)
    assert kind in {problem.kind for problem in problems}
    assert all(problem.where and problem.what for problem in problems)


def _truncate(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _cut_in_a_page(data: bytes) -> bytes:
    return data[:-5000]


def _zero_a_page(number: int) -> Callable[[bytes], bytes]:
    def zero(data: bytes) -> bytes:
        return data[: number * 8192] + bytes(8192) + data[(number + 1) * 8192 :]

    return zero


def _noise(data: bytes) -> bytes:
    middle = len(data) // 2
    # four pages of 8 KiB and a half: never only what is free of one
    return data[:middle] + bytes(range(256)) * 144 + data[middle + 256 * 144 :]


@pytest.mark.parametrize(
    "damage",
    [_truncate, _cut_in_a_page, _noise, lambda data: b"", lambda data: b"x" * 9000]
    + [_zero_a_page(number) for number in (0, 1, 2, 5, 9)],
)
def test_a_damaged_file_is_a_problem_and_not_a_crash(record: Path, damage: Callable[[bytes], bytes]) -> None:
    record.write_bytes(damage(record.read_bytes()))
    problems = verify_file(record)
    assert problems
    assert {problem.kind for problem in problems} & {"file", "coding", "document", "search", "schema"}


def test_every_page_matters(record: Path) -> None:
    """Zero each page in turn: whatever it held, something must notice."""
    whole = record.read_bytes()
    connection = sqlite3.connect(record)
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    connection.close()
    unnoticed = []
    for number in range(len(whole) // 8192):
        record.write_bytes(_zero_a_page(number)(whole))
        if not verify_file(record):
            unnoticed.append(number)
    assert unnoticed == []


def test_a_missing_row_of_a_coding_is_said_when_it_is_read(record: Path) -> None:
    connection = sqlite3.connect(record)
    connection.executescript("DELETE FROM span WHERE text = 'Ana Ruiz'")
    connection.close()
    with Store.open(record, write=False) as store, pytest.raises(RecordDamaged, match="Code the document again"):
        list(store.codings())
    with Store.open(record, write=True) as store:
        for number in range(4):
            store.put_coding(samples.coding(samples.document(number), "sample-2"))
        assert store.verify() == []
