"""A full disk, a read-only disk: what was committed stays, the message says so, and the work goes on after."""

from __future__ import annotations

import contextlib
import errno
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.worker import build
from tests.store import samples
from verbale.errors import RecordError, RecordFull
from verbale.store import Store, connection, verify_file


def _fill_until_full(store: Store) -> int:
    """Add and code documents until there is no room; return how many were coded."""
    number = 0
    try:
        while number < 10_000:
            document = samples.document(number, sentences=8)
            store.add_document(document, samples.receipt(document, number))
            store.put_coding(samples.coding(document))
            number += 1
    except RecordFull as full:
        assert "the disk is full" in str(full)  # noqa: PT017
        return number
    raise AssertionError("the disk never became full")


def test_a_record_that_may_not_grow_says_so_and_goes_on_when_it_may(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with Store.open(path, write=True) as store:
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages + 60}")
        coded = _fill_until_full(store)
        assert coded > 2
        assert store.counts()["coding"] == coded
        assert store.verify() == []
        with pytest.raises(RecordFull):
            samples.fill(store, coded + 5, sentences=8)
        assert store.counts()["coding"] == coded
        store.connection.execute("PRAGMA max_page_count = 1000000")
        samples.fill(store, coded + 5, sentences=8)
        assert store.verify() == []
        resumed = list(store.dump())
    with Store.open(":memory:", write=True) as store:
        samples.fill(store, coded + 5, sentences=8)
        assert list(store.dump()) == resumed


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None:
        pytest.skip("no mount command here, so no small disk can be made")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=6m", "verbale-test", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # fails where a refused opening left a file open


def test_a_full_disk_costs_nothing_that_was_committed(small_disk: Path) -> None:
    path = small_disk / "record.db"
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(2_500_000))
    with Store.open(path, write=True) as store:
        coded = _fill_until_full(store)
        assert coded > 2
        assert store.counts()["coding"] == coded
        with pytest.raises(RecordFull):
            store.backup(small_disk / "copy.db")
        assert not (small_disk / "copy.db").exists()
    assert verify_file(path) == []
    ballast.unlink()
    with Store.open(path, write=True) as store:
        samples.fill(store, coded + 3, sentences=8)
        assert store.verify() == []
        resumed = list(store.dump())
    with Store.open(":memory:", write=True) as store:
        samples.fill(store, coded + 3, sentences=8)
        assert list(store.dump()) == resumed


def test_no_room_for_a_new_record_leaves_none(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    path = small_disk / "record.db"
    with pytest.raises(RecordFull):
        Store.open(path, write=True)
    assert not path.exists()
    ballast.unlink()
    with Store.open(path, write=True) as store:
        samples.fill(store, 1)
    assert [file.name for file in small_disk.iterdir()] == ["record.db"]


def test_a_record_on_a_read_only_disk_is_read(small_disk: Path) -> None:
    path = small_disk / "record.db"
    with Store.open(path, write=True) as store:
        build(store, 5)
        lines = list(store.dump())
    made = subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"cannot remount: {made.stderr.strip()}")
    with Store.open(path, write=False) as store:
        assert list(store.dump()) == lines
        assert store.verify() == []
    with pytest.raises(RecordError, match="Read-only file system"):
        Store.open(path, write=True)


def test_the_system_says_full_in_more_ways_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RecordFull), connection.explained("x.db"):
        raise OSError(errno.EDQUOT, "quota")
    with pytest.raises(RecordError, match="No such device"), connection.explained("x.db"):
        raise OSError(errno.ENXIO, "No such device")
