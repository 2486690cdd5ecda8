"""Writing a file: whole or not at all, and nothing replaced that is no file."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from verbale.errors import UsageError
from verbale.export.days import bounds
from verbale.export.files import make_folder, writing


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "rows.json"
    target.write_bytes(b"before")

    def fail() -> None:
        with writing(target) as out:
            out.write(b"half")
            raise ValueError("odd")

    with pytest.raises(ValueError, match="odd"):
        fail()
    assert target.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["rows.json"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with writing(pipe) as out:
        out.write(b"row")
    reader.join(10)
    assert read == [b"row"]
    assert pipe.is_fifo()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="cannot be written"):
        make_folder(tmp_path / "file" / "folder")


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2021-12-01", "2021-12-31", ("2021-12-01", "2021-12-31")),
        ("2020-02", "2020-02", ("2020-02-01", "2020-02-29")),
        ("1982", "1982", ("1982-01-01", "1982-12-31")),
        (None, "", (None, None)),
    ],
)
def test_days_asked_for(since: str | None, until: str | None, expected: tuple[str | None, str | None]) -> None:
    assert bounds(since, until) == expected


@pytest.mark.parametrize("value", ["yesterday", "2021-13", "2021-02-30", "12/01/2021", "0000"])
def test_what_is_no_day(value: str) -> None:
    with pytest.raises(UsageError, match="is not a day"):
        bounds(value, None)
