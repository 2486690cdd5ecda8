"""The file of answers: the same codings with it and without, nothing asked twice, and no fault of it is ours."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from verbale import settings
from verbale.coding.coder import Coder
from verbale.engine import cache
from verbale.engine.cache import AnswerFile, default_path, remember
from verbale.engine.local import map_documents
from verbale.language import memory
from verbale.language.tagger import load, load_fast
from verbale.model import Coding, Document, Segment, row_id

_TEXT = (
    "Talks on the Orsk canal\n\nForeign Minister Tamar Beridze said on Monday that the draft “leaves the main question "
    "open”, and demanded that inspectors be let in.\n\nHer counterpart Omar Diallo denied in Geneva that any promise had "
    "been given. “We accept no deadline,” he told reporters in answer {n}.\n\nTumbara sent 400 troops to the border."
)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    memory.use(None)


def documents(count: int) -> list[Document]:
    texts = [_TEXT.format(n=number) for number in range(count)]
    return [Document(id=row_id("document", "", text), text=text, language="en") for text in texts]


def code(given: list[Document], path: Path | None, *, workers: int = 1, fast: bool = False) -> list[Coding]:
    coder = Coder(fast)
    return list(map_documents(coder.code, coder.version, given, workers, path))


@pytest.mark.parametrize("fast", [False, True])
def test_codings_are_the_same_with_and_without_and_nothing_is_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fast: bool
) -> None:
    path, given = tmp_path / "answers.db", documents(4)
    bare = code(given, None, fast=fast)
    assert bare[0].attributions
    assert code(given, path, fast=fast) == bare
    tagger = load_fast() if fast else load()
    assert tagger is not None

    def silent(*_given: object) -> object:
        raise AssertionError("the network was asked again")

    tagger._document = None
    monkeypatch.setattr(tagger, "_network", silent)
    assert code(given, path, fast=fast) == bare


def test_the_same_prose_on_another_page_is_not_read_again() -> None:
    pages: dict[bytes, bytes] = {}
    coder = Coder()
    for menu in ("Home | World | Sport", "Subscribe now! Log in. Weather: rain in Tumbara, says the minister"):
        now = memory.Memory(pages.get, b"")
        memory.use(now)
        text = f"{menu}\n\n{_TEXT}"
        segments = (Segment(0, len(menu), "furniture"), Segment(len(menu) + 2, len(text), "body"))
        given = Document(id=row_id("document", "", text), text=text, language="en", segments=segments)
        assert coder.code(given).attributions
        pages.update(now.taken())
    assert now.asked > 0
    assert now.hits == now.asked


def test_workers_read_the_file_and_their_answers_go_into_it(tmp_path: Path) -> None:
    path, given = tmp_path / "answers.db", documents(6)
    bare = code(given, None)
    assert code(given[:3], path, workers=2) == bare[:3]
    filed = pages(path)
    assert filed
    assert code(given, path, workers=2) == bare
    assert set(pages(path)) > set(filed)


def pages(path: Path) -> dict[bytes, bytes]:
    with sqlite3.connect(path) as connection:
        return dict(connection.execute("SELECT key, answers FROM page"))


def test_damaged_answers_are_asked_for_again(tmp_path: Path) -> None:
    path, given = tmp_path / "answers.db", documents(2)
    bare = code(given, path)
    with sqlite3.connect(path) as connection:
        for key, answers in pages(path).items():
            damaged = answers[:20] + bytes([answers[20] ^ 1]) + answers[21:]
            connection.execute("UPDATE page SET answers = ? WHERE key = ?", (damaged, key))
    assert code(given, path) == bare


def test_a_damaged_file_is_begun_anew_and_another_programs_file_left_alone(tmp_path: Path) -> None:
    given = documents(1)
    path = tmp_path / "answers.db"
    bare = code(given, path)
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    assert code(given, path) == bare
    assert code(given, path) == bare
    assert pages(path)
    for name, content_of in (("notes.txt", b"my notes"), ("other.db", None)):
        other = tmp_path / name
        if content_of is None:
            with sqlite3.connect(other) as connection:
                connection.execute("CREATE TABLE mine(x)")
        else:
            other.write_bytes(content_of)
        before = other.read_bytes()
        assert code(given, other) == bare
        assert other.read_bytes() == before


def test_a_place_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    given = documents(1)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert code(given, tmp_path / "file" / "answers.db") == code(given, None)


def test_it_stays_within_its_bound_and_the_oldest_go(tmp_path: Path) -> None:
    file = AnswerFile(tmp_path / "answers.db", write=True, limit=200_000)
    for number in range(300):
        file.put([(number.to_bytes(16, "big"), os.urandom(2_000))])
    file.close()
    left = sorted(int.from_bytes(key, "big") for key in pages(tmp_path / "answers.db"))
    assert 20 < len(left) < 150
    assert left == list(range(left[0], 300))
    assert (tmp_path / "answers.db").stat().st_size < 600_000


_WRITER = """
import os, sys
from pathlib import Path
from verbale.engine.cache import AnswerFile
file = AnswerFile(Path(sys.argv[1]), write=True)
n = int(sys.argv[2])
while True:
    file.put([((n + k).to_bytes(16, "big"), b"page %d" % (n + k)) for k in range(50)])
    n += 50
"""


def test_two_writers_and_a_kill_leave_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(path), str(first)]) for first in (0, 10_000_000)]
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (path.exists() and _both(path)):
        time.sleep(0.1)
    for writer in writers:
        writer.kill()
        writer.wait()
    found = sorted(int.from_bytes(key, "big") for key in pages(path))
    assert found[0] < 10_000_000 <= found[-1]
    assert all(len([n for n in found if n // 50 == batch]) == 50 for batch in {found[0] // 50, found[-1] // 50})
    file = AnswerFile(path, write=True)
    assert file.lookup(found[-1].to_bytes(16, "big")) == b"page %d" % found[-1]
    file.close()


def _both(path: Path) -> bool:
    try:
        found = pages(path)
    except sqlite3.Error:
        return False
    return any(key[12:] >= (10_000_000).to_bytes(4, "big") for key in found) and (0).to_bytes(16, "big") in found


def test_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_path() is None  # as the tests are run
    monkeypatch.setattr(settings, "CACHE", str(tmp_path / "a.db"))
    assert default_path() == tmp_path / "a.db"
    monkeypatch.setattr(settings, "CACHE", None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_path() == tmp_path / "verbale" / "answers.db"


def test_other_weights_or_code_make_other_keys(tmp_path: Path) -> None:
    (tmp_path / "w.onnx").write_bytes(b"1")
    first = memory.base_of(tmp_path)
    memory.base_of.cache_clear()
    (tmp_path / "w.onnx").write_bytes(b"2")
    assert memory.base_of(tmp_path) != first
    assert remember(None, write=False) is None
    assert cache.fresh() == []
