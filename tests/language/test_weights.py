"""Which weights are read: those given, else the user's, else the package's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from verbale import settings
from verbale.language.session import weights_folder


def test_the_package_s_own_are_read_where_nobody_asks_for_others() -> None:
    assert settings.WEIGHTS is None
    assert (weights_folder() / "vocab.txt").exists()


def test_the_user_s_folder_goes_before_the_package_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "WEIGHTS", tmp_path / "mine")
    assert weights_folder() == tmp_path / "mine"
    assert weights_folder(tmp_path) == tmp_path


def test_the_environment_names_the_user_s_folder(tmp_path: Path) -> None:
    """It is read in every process; what it does not hold is left to the rules."""
    for file in weights_folder().iterdir():
        if not file.name.startswith(("acts", "names")):
            (tmp_path / file.name).symlink_to(file)
    code = """
from verbale.language import load
from verbale.language.names import read_names
text = "Anna Lindgren spoke."
print(load()._act_network is None, read_names(text, [(0, len(text))], []).found)
"""
    environment = os.environ | {"VERBALE_WEIGHTS": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "()"]


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    environment = os.environ | {"VERBALE_WEIGHTS": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "from verbale.language import load; load()"], env=environment, capture_output=True
    )
    assert done.returncode != 0
    assert b"attribution-1" in done.stderr
