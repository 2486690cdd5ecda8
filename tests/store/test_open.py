"""Opening: what is ours, what is not, what is too new; who may write."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store import samples
from verbale.errors import RecordError, RecordLocked, RecordTooNew
from verbale.store import Store, migrations, verify_file
from verbale.store.lock import WriterLock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a record? #1 100%.db"


def test_a_new_record_is_made_and_leaves_nothing_beside_it(path: Path) -> None:
    with Store.open(path, write=True) as store:
        samples.fill(store, 2)
        assert (path.parent / (path.name + ".lock")).exists()
    with Store.open(str(path), write=False) as store:
        assert store.counts()["document"] == 2
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    header = path.read_bytes()[:100]
    assert header[68:72] == b"vbal"


def test_an_empty_file_becomes_a_record_and_a_link_is_followed(path: Path, tmp_path: Path) -> None:
    path.touch()
    link = tmp_path / "link.db"
    link.symlink_to(path)
    with Store.open(link, write=True) as store:
        samples.fill(store, 1)
    assert link.is_symlink()
    assert verify_file(path) == []


@pytest.mark.parametrize("content", [b"not a database, but long enough to be one " * 10, b"x", b"SQLite format 3\x00"])
@pytest.mark.parametrize("write", [True, False])
def test_another_file_is_refused_and_left_alone(path: Path, content: bytes, write: bool) -> None:
    path.write_bytes(content)
    with pytest.raises(RecordError, match="not a verbale record"):
        Store.open(path, write=write)
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("write", [True, False])
def test_another_database_is_refused_and_left_alone(path: Path, write: bool) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA user_version = 1; CREATE TABLE document(id TEXT); INSERT INTO document VALUES('a')"
    )
    connection.close()
    before = path.read_bytes()
    with pytest.raises(RecordError, match="not a verbale record"):
        Store.open(path, write=write)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("write", [True, False])
def test_a_newer_record_is_refused_and_left_alone(path: Path, write: bool) -> None:
    Store.open(path, write=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(RecordTooNew, match="schema 999"):
        Store.open(path, write=write)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (999,)
    connection.close()
    Store.open(path.with_name("other.db"), write=True).close()


def test_nothing_to_read_and_nowhere_to_write(path: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="verbale add"):
        Store.open(path, write=False)
    with pytest.raises(RecordError, match="does not exist"):
        Store.open(tmp_path / "no" / "folder.db", write=True)
    with pytest.raises(RecordError, match="a folder"):
        Store.open(tmp_path, write=True)
    assert list(tmp_path.iterdir()) == []


def test_an_older_record_is_brought_up_and_its_rows_stay(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path, write=True) as store:
        codings = samples.fill(store, 2)

    def second(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE issue(id TEXT PRIMARY KEY) STRICT")
        connection.execute("INSERT INTO issue VALUES('i')")

    def third(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE issue")
        raise RuntimeError("power cut")

    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, second])
    with pytest.raises(RecordError, match="older"):
        Store.open(path, write=False)
    with Store.open(path, write=True) as store:
        assert list(store.codings()) == codings
        assert store.connection.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS),)
    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, third])
    with pytest.raises(RuntimeError, match="power cut"):
        Store.open(path, write=True)
    monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:-1])
    with Store.open(path, write=False) as store:
        assert store.connection.execute("SELECT id FROM issue").fetchone() == ("i",), "a step is whole or not at all"


def test_vacuum_keeps_the_search_in_step(path: Path) -> None:
    with Store.open(path, write=True) as store:
        samples.fill(store, 5)
        before = store.search("islands")
        store.connection.execute("VACUUM")
        assert store.search("islands") == before
        assert store.verify() == []


def test_an_sqlite_that_is_too_old_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verbale.store.connection._OLDEST", (99, 0, 0))
    with pytest.raises(RecordError, match=r"records need 99\.0\.0"):
        Store.open(path, write=True)
    assert list(path.parent.iterdir()) == []


def test_memory_needs_no_file_and_no_lock() -> None:
    with Store.open(":memory:", write=True) as one, Store.open(":memory:", write=True) as two:
        samples.fill(one, 1)
        assert one.counts()["document"] == 1
        assert two.counts()["document"] == 0
    one.close()  # twice is no error


# -- one writer --------------------------------------------------------------------------------------------------------


@pytest.fixture
def other_writer(path: Path) -> Iterator[subprocess.Popen[str]]:
    script = (
        "import sys; from verbale.store import Store\n"
        "with Store.open(sys.argv[1], write=True, command='verbale code x.db'):\n"
        "    print('open', flush=True); sys.stdin.read()\n"
    )
    Store.open(path, write=True).close()
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_a_second_writer_is_told_who_is_first(path: Path, other_writer: subprocess.Popen[str]) -> None:
    with pytest.raises(RecordLocked) as refusal:
        Store.open(path, write=True, command="verbale add")
    assert str(other_writer.pid) in str(refusal.value)
    assert "verbale code x.db" in str(refusal.value)
    assert str(path) in str(refusal.value)
    with Store.open(path, write=False) as reader:
        assert reader.counts()["document"] == 0
    other_writer.communicate(input="")
    Store.open(path, write=True).close()


def test_the_lock_of_a_killed_writer_blocks_nobody(path: Path, other_writer: subprocess.Popen[str]) -> None:
    other_writer.kill()
    other_writer.wait()
    lock = path.with_name(path.name + ".lock")
    assert json.loads(lock.read_text())["pid"] == other_writer.pid
    with Store.open(path, write=True, command="verbale add"):
        assert json.loads(lock.read_text())["command"] == "verbale add"
        assert json.loads(lock.read_text())["pid"] == os.getpid()
    assert not lock.exists()


def test_the_same_process_is_a_second_writer_too(path: Path) -> None:
    with Store.open(path, write=True, command="first") as store:
        for _ in range(2):
            with pytest.raises(RecordLocked, match="first"):
                Store.open(path, write=True)
        samples.fill(store, 1)
    Store.open(path, write=True).close()


@pytest.mark.parametrize("content", [b"", b"garbage \xff", b'{"pid": "x"}'])
def test_an_unreadable_lock_file_does_no_harm(path: Path, content: bytes) -> None:
    path.with_name(path.name + ".lock").write_bytes(content)
    with Store.open(path, write=True):
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_worker_neither_frees_nor_keeps_the_lock(path: Path) -> None:
    lock = WriterLock(path, "parent")
    child = os.fork()
    if child == 0:
        lock.release()  # as an inherited object would when it is collected
        os._exit(0)
    os.waitpid(child, 0)
    script = "import sys; from verbale.store import Store; Store.open(sys.argv[1], write=True)"
    refused = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert "RecordLocked" in refused.stderr
    assert path.with_name(path.name + ".lock").exists()
    lock.release()
    assert subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode == 0


def test_a_failed_opening_leaves_no_lock(path: Path) -> None:
    path.write_bytes(b"x" * 200)
    for _ in range(2):
        with pytest.raises(RecordError, match="not a verbale record"):
            Store.open(path, write=True)
    assert not path.with_name(path.name + ".lock").exists()


# -- readers beside a writer, and copies -------------------------------------------------------------------------------


def test_a_reader_sees_whole_documents_while_they_are_written(path: Path) -> None:
    with Store.open(path, write=True) as writer, Store.open(path, write=False) as reader:
        for number in range(10):
            document = samples.document(number)
            writer.add_document(document, samples.receipt(document, number))
            writer.put_coding(samples.coding(document))
            assert reader.counts()["coding"] == number + 1
            assert reader.coding(document.id) == samples.coding(document)
        with pytest.raises(RecordError, match="may not be written"):
            reader.add_document(samples.document(99), samples.receipt(samples.document(99), 99))


def test_another_program_that_writes_is_waited_for_and_then_named(path: Path) -> None:
    document = samples.document(1)
    with Store.open(path, write=True) as store:
        store.connection.execute("PRAGMA busy_timeout = 50")
        browser = sqlite3.connect(path, isolation_level=None)
        browser.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordLocked, match="another program"):
            store.add_document(document, samples.receipt(document, 1))
        browser.execute("ROLLBACK")
        browser.close()
        assert store.add_document(document, samples.receipt(document, 1))
        assert store.verify() == []


def test_an_interrupted_call_writes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with Store.open(path, write=True) as store:
        coding = samples.fill(store, 1)[0]
        before = list(store.dump())
        with monkeypatch.context() as patch:
            patch.setattr("verbale.store.codings._Rows._events", interrupted)
            with pytest.raises(KeyboardInterrupt):
                store.put_coding(samples.coding(samples.document(0), "sample-2"))
        assert list(store.dump()) == before
        assert store.coding(coding.document_id) == coding
        assert store.put_coding(samples.coding(samples.document(0), "sample-2"))


def test_a_backup_is_whole_and_alone(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with Store.open(path, write=True) as store:
        samples.collate(store, samples.fill(store, 5))
        store.backup(copy)
        lines = list(store.dump())
        with pytest.raises(RecordError, match="exists already"):
            store.backup(copy)
    assert verify_file(copy) == []
    with Store.open(copy, write=False) as store:
        assert list(store.dump()) == lines
    with Store.open(copy, write=True) as store:
        samples.fill(store, 6)
    assert not copy.with_name("copy.db.new").exists()
