"""Kill a writer at many moments: the record always opens, is sound, and goes on to the same end."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.worker import build
from verbale.store import Store, verify_file

DOCUMENTS = 50
KILLS = 60


@pytest.fixture(scope="module")
def undisturbed() -> list[str]:
    with Store.open(":memory:", write=True) as store:
        build(store, DOCUMENTS)
        assert store.verify() == []
        return list(store.dump())


def _run_and_kill(path: Path, steps: int, delay: float) -> bool:
    """Start a writer, kill it `delay` seconds after so many steps; tell whether it was done before."""
    command = [sys.executable, "-m", "tests.faults.worker", str(path), str(DOCUMENTS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        said = list(itertools.islice(process.stdout, 1 + steps))
        time.sleep(delay)
        process.kill()
        return "done\n" in said or "done\n" in process.stdout


def test_killed_at_any_moment_a_record_is_sound_and_goes_on(tmp_path: Path, undisturbed: list[str]) -> None:
    moments = random.Random(20311224)
    path = tmp_path / "0.db"
    kills = finished = 0
    partial = set()
    while kills < KILLS:
        # one in six dies while the record is being made or opened, the others while it is written
        steps, longest = (0, 0.02) if kills % 6 == 5 else (moments.randrange(1, 25), 0.003)
        done = _run_and_kill(path, steps, moments.uniform(0, longest))
        kills += 0 if done else 1
        if path.exists():
            assert verify_file(path) == []
            with Store.open(path, write=False) as store:
                counts = store.counts()
                assert len(list(store.codings())) == counts["coding"]
                partial.add((counts["document"], counts["coding"], counts["statement"]))
        if done or kills % 15 == 0:
            # let one go on undisturbed to the end: the same record as if nothing had happened
            with Store.open(path, write=True) as store:
                build(store, DOCUMENTS)
                assert store.verify() == []
                assert list(store.dump()) == undisturbed
            finished += 1
            leftovers = {file.name for file in tmp_path.iterdir()} - {f"{n}.db" for n in range(finished)}
            assert leftovers == set()
            path = tmp_path / f"{finished}.db"
    assert finished >= 4
    assert len(partial) >= 12, "the kills must have fallen at different moments"


def test_a_torn_or_flipped_journal_costs_the_last_commits_and_nothing_else(
    tmp_path: Path, undisturbed: list[str]
) -> None:
    """What a power cut may leave: the write-ahead log cut anywhere, or with a bad byte in it."""
    path = tmp_path / "live.db"
    moments = random.Random(1)
    with Store.open(path, write=True) as store:
        store.connection.execute("PRAGMA wal_autocheckpoint = 0")
        build(store, DOCUMENTS)
        journal = path.with_name("live.db-wal").read_bytes()
        assert len(journal) > 100_000
        main = path.read_bytes()
    sizes = set()
    for number in range(25):
        copy = tmp_path / f"{number}.db"
        copy.write_bytes(main)
        torn = bytearray(journal)
        at = moments.randrange(len(torn))
        if number % 2:
            del torn[at:]
        else:
            torn[at] ^= 0xFF
        copy.with_name(copy.name + "-wal").write_bytes(torn)
        assert verify_file(copy) == []
        with Store.open(copy, write=True) as store:
            sizes.add(store.counts()["coding"])
            build(store, DOCUMENTS)
            assert list(store.dump()) == undisturbed
        copy.unlink()
    assert len(sizes) > 3


def test_a_copy_made_while_a_writer_is_at_work_is_whole(tmp_path: Path, undisturbed: list[str]) -> None:
    path = tmp_path / "live.db"
    Store.open(path, write=True).close()
    command = [sys.executable, "-m", "tests.faults.worker", str(path), str(DOCUMENTS)]
    copies = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "start\n"
        while process.poll() is None:
            with Store.open(path, write=False) as reader:
                reader.backup(tmp_path / f"copy{copies}.db")
            copies += 1
    for number in range(copies):
        assert verify_file(tmp_path / f"copy{number}.db") == []
    assert copies > 2
    with Store.open(path, write=False) as store:
        assert list(store.dump()) == undisturbed
