"""The local engine: order kept, the same results from one process and from two, failures contained."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from verbale.coding.coder import Coder
from verbale.engine.local import map_documents
from verbale.model import Coding, Dateline, Document, row_id


def documents(count: int) -> list[Document]:
    texts = [f"Minister {name} said on Monday that article {n} was ready." for n, name in enumerate(["Ito"] * count)]
    return [Document(id=row_id("document", "", text), text=text, language="en") for text in texts]


def test_two_processes_give_what_one_gives() -> None:
    coder = Coder()
    one = list(map_documents(coder.code, coder.version, documents(20), 1))
    two = list(map_documents(coder.code, coder.version, documents(20), 2))
    assert one == two
    assert [c.document_id for c in one] == [d.id for d in documents(20)]


def test_a_failure_is_a_coding_that_says_so() -> None:
    def fails(document: Document) -> Coding:
        raise ValueError("odd")

    (coding,) = map_documents(fails, "v", documents(1))
    assert coding.skipped == "could not be coded: ValueError: odd"
    assert coding.coder == "v"


_SCRIPT = """import verbale
record = verbale.open("r.db")
record.add("articles")
print(record.code(workers=2))
"""


@pytest.mark.parametrize("piped", [False, True])
def test_a_script_without_a_guard_may_ask_for_workers(tmp_path: Path, piped: bool) -> None:
    (tmp_path / "articles").mkdir()
    for number in range(3):
        text = f"Talks {number}\n\nMinister Ito said on Monday that talk {number} was over.\n"
        (tmp_path / "articles" / f"{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "script.py").write_text(_SCRIPT, encoding="utf-8")
    command = [sys.executable, "-" if piped else "script.py"]
    done = subprocess.run(command, input=_SCRIPT.encode(), cwd=tmp_path, capture_output=True, check=False, timeout=120)
    assert done.stderr == b""
    assert done.stdout.strip() == b"3"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import time\nfrom tests.engine.test_local import slow_code\nfrom verbale.engine.local import map_documents\n"
        "from tests.store import samples\n"
        "for coding in map_documents(slow_code, 'slow', map(samples.document, range(1000)), 2): print('one', flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"one\n"
        process.kill()
        process.wait()
        deadline = time.monotonic() + 15
        while alive(process.pid):
            assert time.monotonic() < deadline, "workers outlive their parent"
            time.sleep(0.05)


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def slow_code(document: Document) -> Coding:
    time.sleep(0.05)
    return Coding(document.id, "slow", Dateline(None, "none"), (), (), (), (), ())
