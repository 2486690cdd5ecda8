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


_POISON = """
import os, signal, sys
from verbale.engine.local import map_documents
from verbale.model import Coding, Dateline, Document, row_id

def code(document):
    if "poison" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "once" in document.text and not os.path.exists(sys.argv[1]):
        open(sys.argv[1], "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return Coding(document.id, "v", Dateline(None, "none"), (), (), (), (), ())

if __name__ == "__main__":
    texts = ["a", "b", "c once", "d", "e", "poison", *"fghij"]
    given = [Document(id=text, text=text, language="en") for text in texts]
    for coding in map_documents(code, "v", given, 2):
        print(coding.document_id, coding.skipped)
"""


def test_a_worker_that_dies_is_replaced_and_what_kills_it_is_set_aside(tmp_path: Path) -> None:
    script = tmp_path / "poison.py"
    script.write_text(_POISON, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "mark")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    lines = done.stdout.splitlines()
    assert [line.rpartition(" ")[0] for line in lines if line.endswith(" None")] == [
        "a", "b", "c once", "d", "e", *"fghij",
    ]  # fmt: skip
    (aside,) = (line for line in lines if not line.endswith(" None"))
    assert aside == "poison could not be coded: the process that coded it died, each time it was tried"
