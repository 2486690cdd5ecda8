"""Parquet tables of articles: rows become articles with what their columns say, damage is told."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from verbale.intake import Delivered, read
from verbale.model import Skip

pyarrow = pytest.importorskip("pyarrow", reason="Parquet needs the extra `parquet`")
pytest.importorskip("pyarrow.parquet")

_TEXT = "Minister Ito said on Monday that the canal would stay open to all, in case {n}."


def table(path: Path, rows: list[dict[str, object]]) -> Path:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return path


def test_each_row_is_an_article(tmp_path: Path) -> None:
    day = datetime(2021, 12, 17, 8, tzinfo=UTC)
    rows: list[dict[str, object]] = [
        {"text": _TEXT.format(n=n), "title": f"Canal {n}", "url": f"https://news.example.org/{n}", "published": day}
        for n in range(130)
    ]
    path = table(tmp_path / "a.parquet", rows)
    found = list(read([path]))
    assert len(found) == 130
    first = found[0]
    assert isinstance(first, Delivered)
    assert first.document.text == "Canal 0\n\n" + _TEXT.format(n=0)
    assert first.document.outlet is not None
    assert first.document.outlet.domain == "example.org"
    assert first.document.title == "Canal 0"
    assert first.document.date_claims[0].value.startswith("2021-12-17")
    assert first.receipt.locator.endswith("a.parquet:1")
    assert first.receipt.format == "parquet"
    assert list(read([path])) == found


def test_what_is_no_table_of_articles_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (skip,) = read([table(tmp_path / "n.parquet", [{"n": 1, "m": 2.5}])])
    assert isinstance(skip, Skip)
    assert "no column of this table" in skip.reason
    path = table(tmp_path / "a.parquet", [{"text": _TEXT}])
    (tmp_path / "cut.parquet").write_bytes(path.read_bytes()[:-40])
    (skip,) = read([tmp_path / "cut.parquet"])
    assert isinstance(skip, Skip)
    assert "damaged" in skip.reason
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (skip,) = read([path])
    assert isinstance(skip, Skip)
    assert "verbale[parquet]" in skip.advice
