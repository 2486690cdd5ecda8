"""Tables of rows. Readers: Python's csv and json, pyarrow."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.export.conftest import TITLE
from verbale.errors import UsageError
from verbale.export import KINDS
from verbale.export.csv import guarded
from verbale.record import Record


def unguarded(cell: str) -> str:
    """What docs/reference/formats.md tells readers to do."""
    rest = cell.removeprefix("'")
    return rest if rest != cell and rest.lstrip("'")[:1] in {*"=+-@\t\r\n＝＋－＠"} else cell


@pytest.mark.parametrize(
    "text", ["=cmd()", "'=x", "''=x", "'quoted'", "-5", "-5-", "+1.5", "@a", "＝1", "\t=", "", "'"]
)
def test_no_formula_runs_and_every_cell_comes_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "@", "＝", "\t"))
    assert unguarded(guarded(text)) == text


def test_csv_folder_holds_every_kind_and_comes_back(record: Record, tmp_path: Path) -> None:
    record.export(tmp_path / "tables")
    assert {p.stem for p in (tmp_path / "tables").iterdir()} == set(KINDS)
    with (tmp_path / "tables" / "statements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = record.statements()
    assert [unguarded(row["content"]) for row in rows] == [s.content for s in expected]
    for row, statement in zip(rows, expected, strict=True):
        assert row["words"].split("; ")[0].startswith(statement.evidence("content")[0].document_id + "#")
    with (tmp_path / "tables" / "documents.csv").open(encoding="utf-8", newline="") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    assert titles[0] == f"'{TITLE}"
    with (tmp_path / "tables" / "skips.csv").open(encoding="utf-8", newline="") as file:
        assert csv.DictReader(file).fieldnames == ["what", "reason", "advice"]


def test_analysis_is_in_every_table_format(record: Record, tmp_path: Path) -> None:
    record.export(tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert tuple(data) == KINDS
    assert [d["id"] for d in data["deadlines"]] == [d.id for d in record.deadlines()]
    assert [c["event_id"] for c in data["contacts"]] == [c.event_id for c in record.contacts()]
    assert data["positions"] == json.loads(msgspec.json.encode(record.positions()))
    assert len(data["stands"]) == sum(len(p.history) for p in record.positions())
    assert data["timeline"] == json.loads(msgspec.json.encode(record.timeline()))
    assert data["links"]
    assert {p["statement_id"] for p in data["placed"]} <= {s["id"] for s in data["statements"]}
    record.export(tmp_path / "a.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    assert len(lines) == sum(len(rows) for rows in data.values())


def test_streamed_json_is_laid_out_as_before(record: Record, tmp_path: Path) -> None:
    record.export(tmp_path / "a.json", what="events,skips")
    raw = (tmp_path / "a.json").read_bytes()
    assert raw == msgspec.json.format(raw.rstrip(), indent=1) + b"\n"


def test_parquet_opens_in_pyarrow(record: Record, tmp_path: Path) -> None:
    parquet: Any = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra")
    record.export(tmp_path / "folder", format="parquet")
    assert {p.stem for p in (tmp_path / "folder").iterdir()} == set(KINDS)
    table = parquet.read_table(tmp_path / "folder" / "statements.parquet")
    # through JSON, as Parquet has lists where a row has tuples
    assert table.to_pylist() == json.loads(msgspec.json.encode(record.statements()))
    reading = table.to_pylist()[0]["readings"][0]
    assert reading["evidence"][0]["text"] == record.statements()[0].readings[0].evidence[0].text
    assert parquet.read_table(tmp_path / "folder" / "skips.parquet").num_rows == 0
    record.export(tmp_path / "one.parquet", what="events")
    assert parquet.read_table(tmp_path / "one.parquet").column("id").to_pylist() == [
        e.id for e in record.store.events()
    ]
    with pytest.raises(UsageError, match="one Parquet file holds one kind"):
        record.export(tmp_path / "two.parquet", what="events,actors")


def test_parquet_without_pyarrow_says_what_to_install(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'verbale\[parquet\]'"):
        record.export(tmp_path / "one.parquet")
