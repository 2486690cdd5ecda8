"""Bombs, devices, links in circles and articles made to harm: each is read, or left out with its reason, in time."""

from __future__ import annotations

import gzip
import io
import os
import socket
import struct
import sys
import threading
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

import verbale
from benchmarks.fuzz import hostile
from tests.articles import NORTH, write
from verbale.errors import RecordLocked
from verbale.intake import Delivered, read
from verbale.model import Skip
from verbale.store import verify_file


def skipped(raw: bytes) -> list[Skip]:
    found = list(read(["-"], stdin=io.BytesIO(raw)))
    assert found
    return [item for item in found if isinstance(item, Skip)]


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.slow
def test_a_hundred_hostile_articles(tmp_path: Path) -> None:
    hostile.write(tmp_path / "articles", 100, 20311224)
    assert hostile.attack(tmp_path / "articles", tmp_path / "r.db", 100) == []


def test_hostile_articles_are_the_same_each_time() -> None:
    assert [hostile.article(1, n) for n in range(20)] == [hostile.article(1, n) for n in range(20)]
    assert hostile.article(1, 3) != hostile.article(2, 3)


def test_bombs_take_neither_memory_nor_time() -> None:
    """A gigabyte in a megabyte, a lie about a size, a petabyte by repetition: none is unpacked."""
    gigabyte = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(gigabyte.compress(b"word " * 200_000) for _ in range(1000)) + gigabyte.flush()
    liar = bytearray(zipped(("a.txt", b"talk " * 20_000_000)))
    at = liar.index(b"PK\x01\x02")
    struct.pack_into("<I", liar, at + 24, 10)  # "ten bytes"
    many = zipped(*((f"{n}.txt.gz", gzip.compress(b"x " * 5_000_000)) for n in range(20)))
    tracemalloc.start()
    try:
        for raw in (packed, bytes(liar), many):
            began = time.process_time()
            reasons = [skip.reason for skip in skipped(raw)]
            assert all("200 times" in reason or "damaged" in reason or "Bad CRC" in reason for reason in reasons), (
                reasons
            )
            assert reasons
            assert time.process_time() - began < 20
        assert tracemalloc.get_traced_memory()[1] < 400 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_overlapping_members_are_read_within_limits() -> None:
    """Many entries that share one body: each is a small article, and they are as many as the list says."""
    raw = zipped(("a.txt", NORTH.encode()))
    entry, tail = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    central = raw[entry:tail]
    count = 3000
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(central) * count, entry, 0)
    given = list(read(["-"], stdin=io.BytesIO(raw[:entry] + central * count + end)))
    assert len(given) == count


@pytest.mark.parametrize("levels", [3, 30])
def test_entities_in_entities_grow_to_nothing(levels: int) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, levels))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha ">{entities}]>'
    for root in (f"<rss><channel><item><title>&e{levels - 1};</title></item></channel></rss>",
                 f"<html><body><p>&e{levels - 1};</p>{'<p>The envoys met in the capital and parted.</p>' * 5}</body></html>",
                 f"<feed><entry><content>&e{levels - 1};</content></entry></feed>"):  # fmt: skip
        began = time.process_time()
        for item in read(["-"], stdin=io.BytesIO((head + root).encode())):
            assert len(item.document.text if isinstance(item, Delivered) else item.reason) < 20_000
        assert time.process_time() - began < 5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_devices_links_and_sockets_are_told_and_not_opened(tmp_path: Path) -> None:
    heap = write(tmp_path / "heap")
    for name, target in (("zero", "/dev/zero"), ("random.txt", "/dev/urandom"), ("tty.txt", "/dev/tty"), ("mem.html", "/proc/kmsg"),
                         ("gone.txt", "nowhere"), ("self.txt", "self.txt"), ("up", ".."), ("root.zip", "/dev/full")):  # fmt: skip
        (heap / name).symlink_to(target)
    (heap / "deep").mkdir()
    (heap / "deep" / "round").symlink_to(heap)
    os.mkfifo(heap / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        place = Path.cwd()
        os.chdir(heap)  # an address has 108 characters at most
        try:
            listening.bind("door.txt")
        finally:
            os.chdir(place)
        began = time.monotonic()
        found = list(read([heap]))
    assert time.monotonic() - began < 20
    assert {Path(item.receipt.locator).name for item in found if isinstance(item, Delivered)} == {
        "north.txt",
        "south.txt",
    }
    told = {Path(item.locator).name for item in found if isinstance(item, Skip)}
    assert {
        "zero",
        "random.txt",
        "tty.txt",
        "gone.txt",
        "self.txt",
        "root.zip",
        "round",
        "pipe.txt",
        "door.txt",
    } <= told


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux's /proc")
def test_files_that_lie_about_their_size_are_read_within_limits() -> None:
    for name in ("/proc/self/maps", "/proc/self/pagemap", "/proc/self/mem"):
        assert list(read([name]))


def test_two_writers_one_waits(tmp_path: Path) -> None:
    """In one process, in two threads: the second is refused and told who writes; nothing is mixed."""
    path = tmp_path / "r.db"
    folder = write(tmp_path / "articles")
    refused: list[str] = []
    with verbale.open(path) as first:
        first.add(folder)

        def second() -> None:
            try:
                verbale.open(path)
            except RecordLocked as error:
                refused.append(str(error))

        threads = [threading.Thread(target=second) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 4
        assert all(str(os.getpid()) in told for told in refused)
        first.code(fast=True)
    assert verify_file(path) == []


def test_a_record_copied_file_by_file_while_it_is_written(tmp_path: Path) -> None:
    """A copy of the file without its journal is an older record or is said to be damaged; never one that lies."""
    path = tmp_path / "r.db"
    with verbale.open(path) as record:
        for number in range(8):
            articles = tmp_path / f"{number}"
            articles.mkdir()
            (articles / "a.txt").write_text(f"{number}\n\n{NORTH}", encoding="utf-8")
            record.build(articles, fast=True)
            whole, bare = tmp_path / f"whole{number}.db", tmp_path / f"bare{number}.db"
            whole.write_bytes(path.read_bytes())
            journal = path.with_name("r.db-wal")
            whole.with_name(whole.name + "-wal").write_bytes(journal.read_bytes())
            bare.write_bytes(path.read_bytes())
            assert verify_file(whole) == []
            with verbale.open(whole, write=False) as copy:
                assert len(copy.documents()) == number + 1
            assert verify_file(bare) == []
            with verbale.open(bare, write=False) as copy:
                assert len(copy.documents()) <= number + 1
