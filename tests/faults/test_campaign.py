"""A short campaign of kills and broken disks (`benchmarks/campaigns.py` runs the long one), and a clock that jumps."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import verbale
from tests.articles import write
from tests.conftest import ROOT
from tests.faults import shim


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    made = shim.compiled(tmp_path)
    if made is None:
        pytest.skip("a disk that fails on command needs Linux and a C compiler")
    return made


@pytest.mark.slow
def test_a_short_campaign_loses_nothing_and_goes_on_where_it_stopped(tmp_path: Path, faulty: Path) -> None:
    log = tmp_path / "log.jsonl"

    def run(kills: int, faults: int) -> str:
        command = [sys.executable, "-m", "benchmarks.campaigns", "--seed", "20311224", "--log", str(log)]
        done = subprocess.run(
            [*command, "--kills", str(kills), "--faults", str(faults)],
            cwd=ROOT, env=shim.environment(faulty), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(6, 6)
    first = log.read_text(encoding="utf-8").splitlines()
    told = run(12, 8)
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [json.dumps(row) for row in rows[: len(first)]] == first
    assert [row["chain"] for row in rows] == list(range(len(rows)))
    assert not any(row["problems"] for row in rows)
    assert sum(n for row in rows for kind, n in row["counts"].items() if kind.startswith("killed")) >= 12
    assert sum(n for row in rows for kind, n in row["counts"].items() if kind.startswith("said: ")) >= 5
    assert "**SIGKILLs**" in told


def test_the_shim_breaks_what_it_is_told_to(tmp_path: Path, faulty: Path) -> None:
    code = """
import errno, sys
from pathlib import Path
from tests.faults import shim
place, disk = Path(sys.argv[1]), shim.Disk()
def attempt(mode, at=0):
    disk.arm(place, at, mode)
    try:
        with open(place / "x", "wb", buffering=0) as file:
            return [file.write(bytes(8)) for _ in range(3)]
    except OSError as error:
        return errno.errorcode[error.errno]
    finally:
        disk.disarm()
print(attempt(shim.COUNT), disk.seen, attempt(shim.FULL), attempt(shim.FULL, 2), attempt(shim.BROKEN_ONCE, 1),
      attempt(shim.QUOTA, 3), attempt(shim.FULL_ONCE, 1), attempt(shim.FULL, 9))
"""
    (tmp_path / "disk").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "disk")],
        cwd=ROOT, env=shim.environment(faulty), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[8, 8, 8] 4 ENOSPC ENOSPC EIO EDQUOT ENOSPC [8, 8, 8]"


def test_a_clock_that_jumps_changes_nothing(tmp_path: Path, faulty: Path) -> None:
    articles = write(tmp_path / "articles", sixth=True)
    jumping = shim.environment(faulty, clock=True)
    told = subprocess.run(
        [sys.executable, "-c", "import time; t = [time.time() for _ in range(9)]; print(sorted(t) != t)"],
        env=jumping, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "True"
    dumps = []
    for name, environment in (("calm.db", None), ("jumping.db", jumping)):
        path = tmp_path / name
        for half in (articles / "north.txt", articles):
            subprocess.run(
                [sys.executable, "-m", "verbale", "build", str(path), str(half), "--fast", "--quiet"],
                env=environment, check=True, timeout=120,
            )  # fmt: skip
        subprocess.run([sys.executable, "-m", "verbale", "verify", str(path)], env=environment, check=True, timeout=120)
        with verbale.open(path, write=False) as record:
            dumps.append(list(record.dump()))
    assert dumps[0] == dumps[1]
