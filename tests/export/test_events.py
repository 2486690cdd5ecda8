"""Formats of events. Readers: pyarrow (JSON lines, TSV, CSV), icalendar, geojson; lxml for TimelineJS's HTML."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from tests.export.conftest import text_of
from verbale.export.cameo import COLUMNS, OWN, code_of, escaped, goldstein, quad
from verbale.export.ical import _folded
from verbale.export.places import point_of
from verbale.lexicon import load_table
from verbale.record import Record

MANUAL = {
    "id", "has_event", "date", "time", "enddate", "endtime", "source", "recipient", "event", "event_loc", "event_text",
    "quad_code", "event_scale", "mode", "context", "link", "text", "text_info", "cite_info", "coder", "coded_date",
    "coded_time", "comment",
}  # fmt: skip
"""Fields of the PLOVER manual's table of JSON fields."""


def test_plover_has_the_manuals_fields(record: Record, tmp_path: Path) -> None:
    """Reader: pyarrow.json."""
    reader: Any = pytest.importorskip("pyarrow.json", reason="pyarrow is not installed")
    record.export(tmp_path / "e.jsonl", format="plover")
    rows = reader.read_json(tmp_path / "e.jsonl").to_pylist()
    assert [row["id"] for row in rows] == [e.id for e in record.store.events()]
    assert {name for row in rows for name in row} - MANUAL == {"date_edtf", "confidence", "accounts"}
    planned = next(row for row in rows if row["context"] and "future" in row["context"])
    assert str(planned["date"]).startswith("2019-03-15")
    assert [p["actor_text"] for p in planned["source"]] == ["Norway"]
    assert planned["source"][0]["code"] == "NOR"
    for row in rows:
        info, cite = row["text_info"], row["cite_info"]
        assert text_of(record, cite["citation"])[info["start"] : info["end"]] == row["accounts"][0]["text"]


def test_gdelt_columns_codes_and_goldstein(record: Record, tmp_path: Path) -> None:
    """Reader: pyarrow.csv, told that tabs separate and nothing quotes."""
    reader: Any = pytest.importorskip("pyarrow.csv", reason="pyarrow is not installed")
    record.export(tmp_path / "e.tsv", format="gdelt")
    options = reader.ParseOptions(delimiter="\t", quote_char=False)
    names = (*COLUMNS, *OWN)
    convert = reader.ConvertOptions(column_types=dict.fromkeys(names, "string"))
    table = reader.read_csv(tmp_path / "e.tsv", parse_options=options, convert_options=convert)
    assert tuple(table.column_names) == names
    assert len(COLUMNS) == 61
    rows = {row["EventID"]: row for row in table.to_pylist()}
    met = next(r for r in rows.values() if r["ActionGeo_Fullname"] == "Geneva")
    assert (met["Day"], met["EventCode"], met["GoldsteinScale"], met["QuadClass"]) == ("20190302", "040", "1.0", "1")
    assert met["Actor1CountryCode"] == "ISL"
    threat = next(r for r in rows.values() if r["EventRootCode"] == "13")
    assert (threat["Day"], threat["MonthYear"], threat["Year"]) == ("", "201903", "2019")
    document, _, span = met["Words"].partition("#")
    start, end = map(int, span.split("-"))
    assert text_of(record, document)[start:end] == met["Text"]
    assert rows.keys() == {e.id for e in record.events()}


def test_every_code_stands_on_goldsteins_scale() -> None:
    for row in load_table("cameo_codes.tsv"):
        value = goldstein(row["code"])
        assert value is not None
        assert -10 <= value <= 10
        assert quad(row["code"]) in {1, 2, 3, 4}
    assert code_of("CONSULT", "phone", "diplomatic", "happened") == "041"
    assert code_of("CONSULT", "phone", "diplomatic", "scheduled") == "036"
    assert code_of("REQUEST", "assist", "military", "happened") == "1012"
    assert code_of("ASSAULT", None, "military", "happened") == "190"
    assert code_of("ASSAULT", "aerial", None, "denied") is None
    assert goldstein("163") == -8.0
    assert escaped("a\tb\\n\nc") == "a\\tb\\\\n\\nc"


def test_acled_holds_what_acled_holds(record: Record, tmp_path: Path) -> None:
    """Reader: pyarrow.csv."""
    reader: Any = pytest.importorskip("pyarrow.csv", reason="pyarrow is not installed")
    record.export(tmp_path / "e.csv", format="acled")
    parse = reader.ParseOptions(newlines_in_values=True)
    rows = reader.read_csv(tmp_path / "e.csv", parse_options=parse).to_pylist()
    assert [(r["event_type"], r["sub_event_type"], r["actor1"]) for r in rows] == [
        ("Battles", "Armed clash", "Norwegian forces")
    ]
    (row,) = rows
    assert row["event_date"] == dt.date(2019, 3, 3)
    assert row["time_precision"] == 1
    assert text_of(record, row["document_id"])[row["start"] : row["end"]] == row["text"]


def test_calendar_of_what_is_due_and_planned(record: Record, tmp_path: Path) -> None:
    """Reader: icalendar."""
    icalendar: Any = pytest.importorskip("icalendar", reason="icalendar is not installed")
    record.export(tmp_path / "c.ics")
    raw = (tmp_path / "c.ics").read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(raw)
    entries = {str(e["SUMMARY"]): e for e in calendar.walk("VEVENT")}
    due = next(e for name, e in entries.items() if name.startswith("Due: "))
    assert due.decoded("DTSTART") == dt.date(2019, 3, 20)
    assert due.decoded("DTEND") == dt.date(2019, 3, 21)
    assert "“Norway must answer in writing by March 20, 2019.”" in str(due["DESCRIPTION"])
    planned = next(e for name, e in entries.items() if name.startswith("Planned: "))
    assert planned.decoded("DTSTART") == dt.date(2019, 3, 15)
    assert str(planned["LOCATION"]) == "Vienna"
    assert len(entries) == 2
    assert len({str(e["UID"]) for e in entries.values()}) == 2


def test_folding_never_cuts_a_character() -> None:
    folded = _folded("SUMMARY:" + "“é\u202b😀" * 60)
    assert all(len(part) <= 75 for part in folded.split(b"\r\n"))
    assert folded.replace(b"\r\n ", b"").decode("utf-8") == "SUMMARY:" + "“é\u202b😀" * 60 + "\r\n"


def test_map_shows_towns_and_counts_the_rest(record: Record, tmp_path: Path) -> None:
    """Reader: geojson."""
    geojson: Any = pytest.importorskip("geojson", reason="geojson is not installed")
    record.export(tmp_path / "m.geojson")
    found = geojson.loads((tmp_path / "m.geojson").read_text(encoding="utf-8"))
    assert found.is_valid
    assert all(feature.is_valid for feature in found.features)
    places = {f.properties["place"]: f for f in found.features}
    assert set(places) == {"Geneva", "Vienna"}
    longitude, latitude = places["Geneva"].geometry.coordinates
    assert 6.0 < longitude < 6.3
    assert 46.1 < latitude < 46.3
    assert len(found.features) + found["omitted"]["without_place"] == len(record.events())
    words = places["Geneva"].properties["words"][0]
    assert text_of(record, words["document_id"])[words["start"] : words["end"]] == words["text"]


def test_points_are_on_the_globe_and_no_name_stands_twice() -> None:
    rows = load_table("place_points.tsv")
    assert all(-90 <= float(r["latitude"]) <= 90 and -180 <= float(r["longitude"]) <= 180 for r in rows)
    names = [n.casefold() for r in rows for n in (r["name"], *r["aliases"].split(";")) if n]
    assert len(names) == len(set(names))
    hague = point_of("the Hague")
    assert hague is not None
    assert hague.country == "NLD"
    assert point_of("Russia") is None
    assert point_of(None) is None


def test_slides_say_words_and_run_nothing(record: Record, tmp_path: Path) -> None:
    """No reader outside a browser: dates by Python's datetime, each text by lxml.html as a browser would take it."""
    html: Any = pytest.importorskip("lxml.html")
    record.export(tmp_path / "t.json", format="timelinejs")
    data = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    dated = {s.id for s in record.statements() if s.earliest} | {e.id for e in record.events() if e.earliest}
    assert {slide["unique_id"] for slide in data["events"]} == dated
    for slide in data["events"]:
        start = slide["start_date"]
        assert dt.date(start["year"], start["month"], start["day"])
        tree = html.fromstring(f"<div>{slide['text']['text']}</div>")
        assert {element.tag for element in tree.iter()} <= {"div", "p", "small", "br"}
    content = next(s.content for s in record.statements() if "<never>" in s.content)
    assert any(
        content.split("\x0b")[0] in html.fromstring(slide["text"]["text"]).text_content()
        for slide in data["events"]
        if slide["group"] == "statements"
    )
