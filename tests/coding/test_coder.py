"""What codings are signed with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from verbale.coding.coder import Coder


def _version(weights: str, fast: bool) -> str:
    code = f"from verbale.coding.coder import Coder; print(Coder(fast={fast}).version)"
    env = {**os.environ, "VERBALE_WEIGHTS": weights}
    return subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_own_weights_sign_their_codings(tmp_path: Path) -> None:
    own = tmp_path / "permissive"
    own.mkdir()
    for fast in (False, True):
        assert _version(str(own), fast) == f"{_version('', fast)}@permissive"


def test_the_fast_coder_signs_as_itself() -> None:
    assert Coder(fast=True).version != Coder().version
