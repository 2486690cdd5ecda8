"""The verbs for archives, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import verbale
from tests.articles import NORTH, SOUTH, write
from verbale.cli.main import cli
from verbale.errors import UsageError
from verbale.model import Judgement

pytest.importorskip("pyarrow", reason="tables need the extra `parquet`")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=True, standalone_mode=False)


def test_from_an_archive_to_a_record(tmp_path: Path) -> None:
    given = write(tmp_path / "in", sixth=True)
    (given / "empty.html").write_text("<html></html>", encoding="utf-8")
    told = run("ingest-stats", given, "--json")
    stats = json.loads(told.stdout)
    assert (stats["given"], stats["articles"], stats["not_articles"], stats["english"]) == (4, 3, 1, 3)
    assert "distinct articles" in run("ingest-stats", given).stdout
    out = tmp_path / "out"
    done = run("code-shards", given, out, "--fast", "--json")
    assert done.return_value == 0
    assert json.loads(done.stdout)["coded"] == 3
    assert "1 shards, 1 done already" in run("code-shards", given, out, "--fast").stderr
    assert json.loads(run("ingest-stats", out, "--json").stdout)["articles"] == 3
    merged = run("merge", tmp_path / "r.db", out, "--json")
    assert merged.return_value == 0
    assert json.loads(merged.stdout)["documents"] == 3
    with verbale.open(tmp_path / "r.db", write=False) as record:
        assert record.statements(by="Ada Berg")
        assert len(record.skips()) == 1
    again = run("merge", tmp_path / "r.db", out)
    assert "0 new articles, 3 known already" in again.stderr
    part = run(
        "merge", tmp_path / "part.db", tmp_path / "r.db", "--about", "Lena Ort", "--since", "2019-03-06", "--json"
    )
    assert json.loads(part.stdout)["documents"] == 1


def test_conflicts_are_told_and_end_with_one(tmp_path: Path) -> None:
    for name, verdict in (("a", "same"), ("b", "different")):
        with verbale.open(tmp_path / f"{name}.db") as record:
            record.build(write(tmp_path / "in"), fast=True)
            rows = sorted(said.id for coding in record.store.codings() for said in coding.attributions)
            record.store.put_judgements([Judgement(rows[0], rows[1], verdict, "Ann")])  # type: ignore[arg-type]
    done = run("merge", tmp_path / "a.db", tmp_path / "b.db")
    assert done.return_value == 1
    assert "Ann says same here and different there" in " ".join(done.stderr.split())
    assert run("merge", tmp_path / "a.db", tmp_path / "b.db").return_value == 0


def test_what_cannot_be_done_says_so(tmp_path: Path) -> None:
    given = write(tmp_path / "in")
    for arguments in (
        ("merge", tmp_path / "r.db", tmp_path / "nothing.db"),
        ("code-shards", given, tmp_path / "out", "--address", "auto"),
        ("code-shards", given, given),
        ("code-shards", given, tmp_path / "out", "--map", "text"),
    ):
        assert isinstance(run(*arguments).exception, UsageError), arguments
    assert not (tmp_path / "r.db").exists()
    assert (given / "north.txt").read_text(encoding="utf-8") == NORTH
    assert SOUTH
