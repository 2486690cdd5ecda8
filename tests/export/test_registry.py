"""The registry of formats: a snapshot, the endings, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from verbale.errors import RecordError, UsageError
from verbale.export import BUILT_IN, FURTHER, KINDS, exporters
from verbale.record import Record


def test_formats_and_their_endings_are_those_that_were() -> None:
    assert {e.name: e.endings for e in BUILT_IN} == {
        "json": (".json",),
        "jsonl": (".jsonl", ".ndjson"),
        "csv": (".csv",),
        "parquet": (".parquet",),
        "sqlite": (".db", ".sqlite", ".sqlite3"),
        "plover": (),
        "gdelt": (),
        "acled": (),
        "graphml": (".graphml",),
        "gexf": (".gexf",),
        "icalendar": (".ics",),
        "geojson": (".geojson",),
        "timelinejs": (),
        "annotations": (),
        "csl-json": (),
        "bibtex": (".bib",),
        "ris": (".ris",),
        "quotes": (),
        "tei": (".tei",),
        "refi-qda": (".qdpx",),
        "followthemoney": (),
        "prov": (),
        "schema.org": (),
    }


def test_kinds_of_row_are_those_that_were() -> None:
    assert (*KINDS, *FURTHER) == (
        "statements", "events", "actors", "documents", "timeline", "disagreements", "issues", "positions", "stands",
        "placed", "deadlines", "contacts", "deployments", "links", "posts", "mentions", "times", "skips", "judgements",
        "corrections",
    )  # fmt: skip


def test_no_ending_means_two_formats_and_all_stand_in_the_reference() -> None:
    endings = [ending for e in exporters().values() for ending in e.endings]
    assert len(endings) == len(set(endings))
    reference = (ROOT / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
    for exporter in BUILT_IN:
        assert f"`{exporter.name}`" in reference
    for kind in (*KINDS, *FURTHER):
        assert f"| {kind} |" in reference


@pytest.mark.parametrize(
    "exporter", [e for e in BUILT_IN if e.whole is not None and e.name != "sqlite"], ids=lambda e: e.name
)
def test_every_format_is_written_the_same_twice_and_of_an_empty_record_too(
    record: Record, empty: Record, tmp_path: Path, exporter: object
) -> None:
    name = exporter.name  # type: ignore[attr-defined]
    for number in (1, 2):
        record.export(tmp_path / f"{number}", format=name)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    empty.export(tmp_path / "empty", format=name)
    assert (tmp_path / "empty").exists()


def test_what_is_refused(record: Record, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format is called 'xls'"):
        record.export(tmp_path / "a", format="xls")
    with pytest.raises(UsageError, match="say which with --format"):
        record.export(tmp_path / "a.xml")
    with pytest.raises(UsageError, match="takes no --what"):
        record.export(tmp_path / "a.gexf", what="events")
    with pytest.raises(UsageError, match="is a folder"):
        record.export(tmp_path, format="tei")
    with pytest.raises(UsageError, match="no rows are called"):
        record.export(tmp_path / "a.json", what="cats")
    with pytest.raises(UsageError, match="is the record itself"):
        record.export(record.path, format="json")
    (tmp_path / "other.db").write_bytes(b"mine")
    with pytest.raises(RecordError, match="exists already"):
        record.export(tmp_path / "other.db")
    assert (tmp_path / "other.db").read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [tmp_path / "other.db"]


def test_a_copy_of_the_record_is_sound_and_equal(record: Record, tmp_path: Path) -> None:
    """Reader: SQLite itself."""
    import sqlite3

    import verbale

    record.export(tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with verbale.open(tmp_path / "copy.db") as copy:
        assert list(copy.dump()) == list(record.dump())
        assert copy.verify() == []
