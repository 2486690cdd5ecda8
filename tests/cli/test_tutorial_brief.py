"""The tutorial from a folder to a brief in Word, word for word: each command runs, and does what is said of it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGE = ROOT / "docs" / "tutorial-brief.md"
_COMMAND = re.compile(r"`(verbale [^`]+)`|^ *((?:verbale|cp) .*)$", re.M)


def _commands(page: str) -> list[str]:
    """Return the commands of the page in order, without what follows them as a comment."""
    return [
        (inline or line).partition("#  ")[0].partition("   #")[0].strip() for inline, line in _COMMAND.findall(page)
    ]


def test_every_command_of_the_tutorial_runs(tmp_path: Path) -> None:
    pytest.importorskip("docx", reason="python-docx is not installed")
    page = PAGE.read_text(encoding="utf-8")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    block = re.search(r"```toml\n(.*?)```", page, re.S)
    assert block is not None
    (tmp_path / "issues.toml").write_text(block[1], encoding="utf-8")
    commands = _commands(page)
    assert len(commands) >= 13
    outputs: dict[str, str] = {}
    for command in commands:
        if command.startswith("cp "):
            shutil.copy(*(tmp_path / name for name in command.split()[1:3]))
            continue
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(command)], cwd=tmp_path, capture_output=True, check=False, text=True
        )
        # a verb that compares ends with 1 where something differs
        assert done.returncode in ({0, 1} if command.startswith("verbale diff") else {0}), f"{command}\n{done.stderr}"
        outputs[command] = done.stdout
    assert (tmp_path / "talks.docx").stat().st_size > 10_000
    assert "NATO enlargement" in next(o for c, o in outputs.items() if "--matrix" in c)
    assert "overdue on" in next(o for c, o in outputs.items() if c.startswith("verbale deadlines"))
    place = next(c for c in outputs if c.startswith("verbale show"))
    assert page.count(place.split()[-1]) >= 2
    assert "Biden is due to speak" in outputs[place]
