"""A build that is killed, starved or fed with rubbish: nothing lost, nothing half-written, a sentence instead of a traceback."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import verbale
from tests.articles import NORTH, SOUTH, write

KILLS = 50


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "verbale", *map(str, arguments)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def many(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(f"Report {number}\n\n{NORTH}\n\n{SOUTH}", encoding="utf-8")
    return folder


@pytest.mark.slow
def test_killed_at_random_moments_it_opens_verifies_and_goes_on(tmp_path: Path) -> None:
    folder = many(tmp_path / "articles", 60)
    with verbale.open(tmp_path / "calm.db") as calm:
        calm.build(folder)
        wanted = list(calm.dump())
    moments = random.Random(20211217)
    killed = finished = 0
    path = tmp_path / "r.db"
    while killed < KILLS:
        process = start("build", path, folder, "--quiet")
        time.sleep(moments.uniform(0.05, 1.6))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        else:
            assert process.returncode == 0
            finished += 1
        process.communicate()
        if path.exists():
            with verbale.open(path, write=False) as record:
                assert record.verify() == []
        if finished and killed < KILLS:
            finished = 0
            for leftover in tmp_path.glob("r.db*"):
                leftover.unlink()
    with verbale.open(path) as record:
        record.build(folder)
        assert list(record.dump()) == wanted


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="a small disk needs Linux and root to mount one"
)
def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)], capture_output=True, check=False
    ).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    try:
        folder = many(tmp_path / "articles", 120)
        done = subprocess.run(
            [sys.executable, "-m", "verbale", "build", str(disk / "r.db"), str(folder), "--quiet"],
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert b"full" in done.stderr
        assert b"Traceback" not in done.stderr
        with verbale.open(disk / "r.db", write=False) as record:
            kept = len(record.documents())
            assert record.verify() == []
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        with verbale.open(disk / "r.db") as record:
            record.build(folder)
            assert len(record.documents()) == 120 >= kept
            assert record.verify() == []
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_a_heap_of_rubbish_with_two_articles_in_it(tmp_path: Path) -> None:
    heap = write(tmp_path / "heap")
    (heap / "empty.txt").write_bytes(b"")
    (heap / "program").write_bytes(b"\x7fELF" + bytes(range(256)) * 40)
    (heap / "wrong.txt").write_bytes("«Мы готовы», — сказал министр в Женеве в понедельник. ".encode("cp1251") * 20)
    page = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>"
        + random.Random(1).randbytes(6000).hex().encode()
    )
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nContent-Length: %d\r\n\r\n"
    whole = gzip.compress(head % len(page) + page + b"\r\n\r\n")
    (heap / "cut.warc.gz").write_bytes(whole[: len(whole) // 2])
    (heap / "deep.html").write_bytes(b"<html><body>" + b"<div>" * 20_000 + b"<p>Talks went on.</p>")
    (heap / "nuls.txt").write_bytes(b"March 5, 2019\n\nJon\x00 Vale said that talks\x00 would go on in April.\n")
    (heap / "bidi.txt").write_text(
        "5 March 2019\n\n“\u202eWe agree\u202c 🕊️,” Jon Vale said. قال الوزير נחתם.\n", encoding="utf-8"
    )
    (heap / "sql.txt").write_text(
        "'); DROP TABLE document;-- <b onload=x>\n5 March 2019\n\nJon Vale said talks would go on.\n", encoding="utf-8"
    )
    with (heap / "huge.txt").open("wb") as huge:
        huge.truncate(100 * 1024 * 1024)
    (heap / "loop").symlink_to(heap)
    os.mkfifo(heap / "pipe")
    began = time.monotonic()
    with verbale.open(tmp_path / "r.db") as record:
        record.build(heap)
        taken = {Path(d.received[0]).name for d in record.documents()}
        told = {Path(s.what.split("!")[0].split(":")[0]).name: s.reason for s in record.skips()}
        assert {"north.txt", "south.txt", "nuls.txt", "bidi.txt", "sql.txt"} <= taken
        assert {"empty.txt", "program", "huge.txt", "cut.warc.gz"} <= told.keys()
        assert all(reason for reason in told.values())
        assert any("We agree" in s.content for s in record.statements(by="Vale"))
        assert record.verify() == []
    assert time.monotonic() - began < 60, "rubbish must not hold up a build"


def test_a_record_that_is_none_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a record", encoding="utf-8")
    for arguments in (
        ("build", other, write(tmp_path / "a")),
        ("build", other, tmp_path / "a", "--force"),
        ("statements", other),
    ):
        process = start(*arguments)
        _, errors = process.communicate()
        assert process.returncode == 2
        assert b"Traceback" not in errors
        assert b"notes.txt" in errors
    assert other.read_text(encoding="utf-8") == "not a record"


def test_two_builds_at_once(tmp_path: Path) -> None:
    folder = many(tmp_path / "articles", 80)
    first = start("build", tmp_path / "r.db", folder, "--quiet")
    while first.poll() is None and not (tmp_path / "r.db").exists():
        time.sleep(0.01)
    second = start("build", tmp_path / "r.db", folder, "--quiet")
    _, errors = second.communicate()
    _, first_errors = first.communicate()
    assert first.returncode == 0, first_errors
    if second.returncode:
        assert second.returncode == 2
        assert str(first.pid).encode() in errors
    with verbale.open(tmp_path / "r.db") as record:
        assert len(record.documents()) == 80
        assert record.verify() == []
