"""Whatever is given, something comes out: a document, or a `Skip` that says why; never a traceback, never a hang."""

from __future__ import annotations

import io
import os
import socket
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.intake.helpers import STORY, delivered, only, only_skip, read_bytes, read_path, skips
from verbale import intake, settings
from verbale.intake import BUILT_IN, Given, Job, Payload, Reader, read, readers, sources
from verbale.model import Skip, row_id


def test_plain_text_has_no_segments_and_no_outlet(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    found = only(read_path(tmp_path / "a.txt"))
    assert found.document.segments == ()
    assert found.document.outlet is None
    assert found.document.id == row_id("document", "", STORY)
    assert found.receipt.raw_bytes == len(STORY.encode())
    assert found.receipt.format == "text"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "white space"),
        ("\ufeff \u00a0\u2003".encode(), "no words"),
        (b"--- *** ---", "no words"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "a program"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "JPEG"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
        (b"PAR1" + bytes(50), "Parquet"),
        (b"SQLite format 3\x00" + bytes(100), "SQLite"),
        (bytes(range(256)) * 8, "not text"),
    ],
)
def test_what_is_no_article(raw: bytes, reason: str) -> None:
    assert reason in only_skip(read_bytes(raw)).reason


def test_advice_is_given_where_there_is_something_to_do() -> None:
    assert "pdftotext" in only_skip(read_bytes(b"%PDF-1.7\n")).advice


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as out:
        out.write(STORY.encode() * 100)
        out.truncate(100 * 1024 * 1024 * 10)
    start = time.perf_counter()
    skip = only_skip(read_path(path))
    assert "too many" in skip.reason
    assert "VERBALE_MAX_SOURCE_BYTES" in skip.advice
    assert time.perf_counter() - start < 0.5


def test_a_text_of_too_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_TEXT_CHARS", 1000)
    assert "characters" in only_skip(read_bytes(STORY.encode() * 5)).reason


def test_a_huge_pipe_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_SOURCE_BYTES", 100_000)

    class Endless(io.RawIOBase):
        count = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
            view = memoryview(buffer)
            view[:] = (b"word " * (len(view) // 5 + 1))[: len(view)]
            self.count += len(view)
            assert self.count < 50_000_000
            return len(view)

    given = list(read(["-"], stdin=io.BufferedReader(Endless())))
    assert "too many" in only_skip(given).reason


def test_folder_in_order_without_hidden_loops_and_special_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/10.txt", ".git/config", "a/.DS_Store"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(STORY + name, encoding="utf-8")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    start = time.perf_counter()
    found = read_path(tmp_path)
    assert time.perf_counter() - start < 5
    assert [item.receipt.locator for item in delivered(found)] == [
        f"{tmp_path}/{n}" for n in ("a/10.txt", "a/2.txt", "b.txt")
    ]
    reasons = {Path(skip.locator).name: skip.reason for skip in skips(found)}
    assert set(reasons) == {".git", ".DS_Store", "loop", "lost", "pipe"}
    assert "links back" in reasons["loop"]
    assert "pipe" in reasons["pipe"]


def test_devices_and_sockets_are_refused(tmp_path: Path) -> None:
    assert "device" in only_skip(read_path("/dev/zero")).reason


def test_patterns_missing_files_and_odd_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("x1.txt", "x2.txt", "[odd].txt"):
        (tmp_path / name).write_text(STORY + name, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [item.receipt.locator for item in delivered(read_path("x*.txt"))] == ["x1.txt", "x2.txt"]
    assert only(read_path("[odd].txt")).receipt.locator == "[odd].txt"
    assert "no file matches" in only_skip(read_path("y*.txt")).reason
    assert "no such file" in only_skip(read_path("missing.txt")).reason
    assert only_skip(read_path("a\x00b")).reason
    assert len(delivered(read_path("x1.txt", "x1.txt", Path("x1.txt")))) == 1


def test_a_file_that_vanishes_or_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(STORY + name, encoding="utf-8")
    opened = sources.open_file

    def open_file(path: Path) -> object:
        if path.name == "a.txt":
            path.unlink()
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path)

    monkeypatch.setattr(intake, "open_file", open_file)
    found = read_path(tmp_path)
    assert [Path(item.receipt.locator).name for item in delivered(found)] == ["c.txt"]
    assert [skip.reason for skip in skips(found)] == [
        "the file was there and is gone",
        "it cannot be read: permission denied",
    ]


def test_a_stream_that_fails_midway() -> None:
    class Failing(io.RawIOBase):
        sent = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
            if self.sent > 30_000:
                raise OSError(5, "Input/output error")
            view = memoryview(buffer)
            view[:] = b"a" * len(view)
            self.sent += len(view)
            return len(view)

    assert "input/output error" in only_skip(list(read(["-"], stdin=io.BufferedReader(Failing())))).reason


def test_sidecar_metadata(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "a.json").write_text(
        '{"outlet": "TASS", "url": "https://tass.com/1", "published": "2021-12-24", "title": "Talks"}'
    )
    (tmp_path / "b.txt").write_text(STORY + " B.", encoding="utf-8")
    (tmp_path / "b.json").write_text('{"outlet": "TASS", "port": 80}')
    found = read_path(tmp_path)
    first, second = delivered(found)
    assert first.document.outlet is not None
    assert (first.document.outlet.id, first.document.title) == ("tass.com", "Talks")
    assert first.document.date_claims[0].source == "sidecar:published"
    assert first.receipt.notes == ("metadata from a.json",)
    assert first.document.text == STORY
    assert second.document.outlet is None
    assert [Path(skip.locator).name for skip in skips(found)] == ["b.json"]


def test_a_readers_fault_is_a_skip_and_the_next_source_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(payload: Payload, job: Job) -> Iterator[Given]:
        if payload.name == "a.txt":
            raise ZeroDivisionError("oh")
        yield Skip(payload.locator, "second")

    broken = Reader("text", lambda head, name: True, fail)
    monkeypatch.setattr(intake, "readers", lambda: (broken,))
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    found = read_path(tmp_path)
    assert [skip.reason for skip in skips(found)] == ["ZeroDivisionError: oh", "second"]


def test_an_interrupt_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(payload: Payload, job: Job) -> Iterator[Given]:
        raise KeyboardInterrupt

    monkeypatch.setattr(intake, "readers", lambda: (Reader("text", lambda head, name: True, interrupt),))
    with pytest.raises(KeyboardInterrupt):
        read_bytes(STORY.encode())


def test_memory_is_flat_in_the_number_of_articles() -> None:
    def lines(count: int) -> Iterator[bytes]:
        for n in range(count):
            yield b'{"title": "Number %d", "text": "%s"}\n' % (n, b"The talks went on for a while. " * 40)

    class Stream(io.RawIOBase):
        def __init__(self, count: int) -> None:
            self._lines = lines(count)
            self._rest = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
            view = memoryview(buffer)
            while len(self._rest) < len(view) and (more := next(self._lines, b"")):
                self._rest += more
            chunk, self._rest = self._rest[: len(view)], self._rest[len(view) :]
            view[: len(chunk)] = chunk
            return len(chunk)

    def peak(count: int) -> int:
        tracemalloc.start()
        assert sum(1 for _ in read(["-"], stdin=io.BufferedReader(Stream(count)))) == count
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    read_bytes(STORY.encode())
    assert peak(1500) < peak(150) + 300_000


def test_progress_and_a_single_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    told: list[str] = []
    assert len(list(read(tmp_path / "a.txt", progress=told.append))) == 1  # type: ignore[arg-type]
    assert told == [f"{tmp_path}/a.txt"]
    assert "nothing was piped" in only_skip(list(read(["-"]))).reason


def test_the_registry() -> None:
    assert [reader.name for reader in BUILT_IN] == [
        "zip", "warc", "gzip", "parquet", "feed", "html", "json", "csv", "text",
    ]  # fmt: skip
    assert [reader.name for reader in readers()][-1] == "text"
    assert {reader.name for reader in BUILT_IN} <= {reader.name for reader in readers()}


def test_no_network() -> None:
    with pytest.raises(AssertionError, match="socket"):
        socket.socket()


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.tuples(
            st.sampled_from(
                [
                    b"{",
                    b"[",
                    b"<html>",
                    b"<rss>",
                    b"PK\x03\x04",
                    b"\x1f\x8b\x08",
                    b"WARC/1.0\r\n",
                    b"title,text\n",
                    b"\xff\xfe",
                    b"<p>",
                ]
            ),
            st.binary(max_size=200),
        ).map(b"".join),
    )
)
def test_anything_is_answered(raw: bytes) -> None:
    answers = read_bytes(raw)
    assert answers
    for item in delivered(answers):
        assert "\x00" not in item.document.text
        item.document.text.encode("utf-8")
    for skip in skips(answers):
        assert "fault of verbale" not in skip.advice, skip
