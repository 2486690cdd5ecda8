"""Correcting on the command line: signed, followed, listed, taken back."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

import verbale
from tests.articles import write
from verbale.cli.main import cli
from verbale.record import Record


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], standalone_mode=False)
    code = result.return_value if result.exception is None else 2
    return int(code or 0), result.output


def test_a_field_is_corrected_listed_and_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    with verbale.open(path) as record:
        record.build([write(tmp_path / "articles")])
        row = next(s for s in record.statements() if "belongs to nobody" in s.content)

    def act() -> str:
        with Record.open(path, write=False) as record:
            return next(s.act for s in record.statements() if "belongs to nobody" in s.content)

    assert run("correct", path, row.id, "act", "warn", "--by", "Ada Berg", "--reason", "as said")[0] == 0
    assert act() == "warn"
    listed = json.loads(run("correct", path, row.id)[1])
    assert (listed["field"], listed["value"], listed["by"], listed["stands"]) == (
        "act",
        "warn",
        "person:Ada Berg",
        True,
    )
    assert listed["made_at"].endswith("Z")
    assert run("correct", path, row.id, "act", "demand", "--by", "Lena")[0] == 0
    code, told = run("review", path, "--conflicts")
    assert code == 1
    assert '"values":["demand","warn"]' in told
    assert run("correct", path, row.id, "act", "--retract", "--by", "Lena")[0] == 0
    assert run("correct", path, row.id, "act", "--retract", "--by", "Lena")[0] == 1
    assert act() == "warn"
    assert run("correct", path, row.id, "act")[0] == 2
    assert run("correct", path, row.id, "act", "sing", "--by", "Ada")[0] == 2


def test_what_was_left_out_is_found_again_by_the_id_that_it_had(tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    with verbale.open(path) as record:
        record.build([write(tmp_path / "articles")])
        row = record.statements()[0]

    def ids() -> set[str]:
        with Record.open(path, write=False) as record:
            return {s.id for s in record.statements()}

    assert run("correct", path, row.id, "kept", "no", "--by", "Ada")[0] == 0
    assert row.id not in ids()
    listed = run("correct", path, row.id)[1].splitlines()
    assert len(listed) == len(row.readings)
    code, told = run("correct", path, row.id, "kept", "--retract", "--by", "Ada")
    assert (code, "taken back" in told) == (0, True)
    assert row.id in ids()
    assert run("correct", path, "0123456789abcdef")[0] == 2
