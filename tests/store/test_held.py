"""Judgements given while the record is busy: on the disk before anybody is told so, worked in by the next writer, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from verbale.model import Correction, Judgement
from verbale.store import Store, held
from verbale.store.held import Order

ADA = "person:Ada Berg"


def judgement(number: int, by: str = ADA) -> Judgement:
    return Judgement(f"a{number:04d}", f"b{number:04d}", "same", by)


def correction(number: int) -> Correction:
    return Correction(f"r{number:04d}", "act", "warn", ADA, "d", 1, 9)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Store.open(tmp_path / "r.db", write=True).close()
    return tmp_path / "r.db"


def kept(path: Path) -> tuple[list[Judgement], list[Correction]]:
    with Store.open(path, write=False) as store:
        return store.judgements(), store.corrections()


def test_what_waits_is_put_down_by_the_next_writer_and_nobody_else(path: Path) -> None:
    with Store.open(path, write=True, command="verbale build"):
        held.hold(path, [Order(judgement(1)), Order(correction=correction(1))])
        held.hold(path, [Order(judgement(2))])
        held.hold(path, [Order(judgement(1), retract=True)])
    assert len(held.orders(path)) == 4
    assert kept(path) == ([], [])
    with Store.open(path, write=True) as store:
        assert store.take_held() == 0  # taken when it was opened
    assert kept(path) == ([judgement(2)], [correction(1)])
    assert not held.folder_of(path).exists()
    with Store.open(path, write=False) as store:
        assert store.judgements(retracted=True) == [judgement(1)]
        assert store.verify() == []


def test_a_writer_at_work_takes_in_what_comes(path: Path) -> None:
    with Store.open(path, write=True) as store:
        held.hold(path, [Order(judgement(1))])
        assert store.take_held() == 1
        assert store.judgements() == [judgement(1)]


def test_a_batch_worked_in_twice_changes_nothing(path: Path) -> None:
    file = held.hold(path, [Order(judgement(1)), Order(correction=correction(1))])
    content = file.read_bytes()
    Store.open(path, write=True).close()
    before = kept(path)
    held.folder_of(path).mkdir()
    file.write_bytes(content)
    Store.open(path, write=True).close()
    assert kept(path) == before


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"orders":[{}]}', b'{"orders":[{"judgement":{"left":"a","right":"b","verdict":"same","by":"rule:x"}}]}',
     b'{"orders":[{"judgement":{"left":"a","right":"b","verdict":"perhaps","by":"person:A"}}]}', b'{"orders":[],"version":2}'],
)  # fmt: skip
def test_a_file_that_is_none_of_ours_is_put_aside(path: Path, content: bytes) -> None:
    held.folder_of(path).mkdir()
    strange = held.folder_of(path) / "00000000000000000001-1.jsonl"
    strange.write_bytes(content)
    held.hold(path, [Order(judgement(1))])
    assert [o.judgement for o in held.orders(path)] == [judgement(1)]
    Store.open(path, write=True).close()
    assert kept(path)[0] == [judgement(1)]
    assert strange.with_suffix(".unreadable").read_bytes() == content


_HOLDING = """
import sys
from pathlib import Path
from verbale.model import Judgement
from verbale.store import held
number = 0
while True:
    held.hold(Path(sys.argv[1]), [held.Order(Judgement(f"a{number:04d}", f"b{number:04d}", "same", "person:Ada Berg"))])
    print(number, flush=True)
    number += 1
"""
_TAKING = """
import sys
from verbale.store import Store
print("open", flush=True)
Store.open(sys.argv[1], write=True).close()
print("done", flush=True)
"""


def test_no_judgement_that_was_taken_is_lost_when_its_taker_is_killed(path: Path) -> None:
    told = 0
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", _HOLDING, str(path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        number = -1
        for line in process.stdout:
            number = int(line)
            if number >= 7 + told % 5:
                os.kill(process.pid, signal.SIGKILL)
                break
        process.communicate()
        told = max(told, number)
        waiting = {o.judgement.left for o in held.orders(path) if o.judgement}
        assert waiting >= {f"a{n:04d}" for n in range(number + 1)}
    Store.open(path, write=True).close()
    assert len(kept(path)[0]) >= told + 1


def test_no_judgement_is_lost_when_who_works_them_in_is_killed(path: Path) -> None:
    total = 60
    for number in range(total):
        held.hold(path, [Order(judgement(number)), Order(correction=correction(number))])
    killed = 0
    for delay in (0.0, 0.002, 0.005, 0.01, 0.02, 0.04):
        process = subprocess.Popen([sys.executable, "-c", _TAKING, str(path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        threading.Event().wait(delay)
        os.kill(process.pid, signal.SIGKILL)
        out, _ = process.communicate()
        killed += "done" not in out
        judged, corrected = kept(path)
        waiting = held.orders(path)
        assert {j.left for j in judged} | {o.judgement.left for o in waiting if o.judgement} == {
            f"a{n:04d}" for n in range(total)
        }
        assert len({c.row for c in corrected} | {o.correction.row for o in waiting if o.correction}) == total
    assert killed
    Store.open(path, write=True).close()
    judged, corrected = kept(path)
    assert (len(judged), len(corrected), held.orders(path)) == (total, total, [])
    with Store.open(path, write=False) as store:
        assert store.judgements(retracted=True) == []
        assert store.verify() == []


def test_many_who_judge_and_one_who_takes_lose_nothing(path: Path) -> None:
    def judge(who: int) -> None:
        for number in range(20):
            held.hold(path, [Order(judgement(number, f"person:{who}"))])

    threads = [threading.Thread(target=judge, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        Store.open(path, write=True).close()
    Store.open(path, write=True).close()
    assert len(kept(path)[0]) == 80
