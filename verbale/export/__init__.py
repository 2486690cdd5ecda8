"""One module per format, and the registry that finds them by a file's ending or by name."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import cast

from verbale.errors import UsageError
from verbale.export import csv, json
from verbale.export.exporter import Exporter, rows, whole
from verbale.export.kinds import FURTHER, KINDS, tables
from verbale.export.view import View

__all__ = ["BUILT_IN", "FURTHER", "KINDS", "Exporter", "export", "exporters", "tables"]

GROUP = "verbale.exporters"
JSON = Exporter("json", (".json",), json.write, None, "every row, nested")
JSONL = Exporter("jsonl", (".jsonl", ".ndjson"), json.write_lines, None, "every row, one a line")
CSV = Exporter("csv", (".csv",), csv.write, None, "tables; a folder holds them all")
PARQUET = rows(
    "parquet", (".parquet",), "parquet", "tables with types; a folder holds them all (pip install 'verbale[parquet]')"
)
SQLITE = whole("sqlite", (".db", ".sqlite", ".sqlite3"), "sqlite", "the record itself, a clean copy")
PLOVER = whole("plover", (), "plover", "events as PLOVER records, JSON lines")
GDELT = whole("gdelt", (), "cameo", "events as CAMEO dyads with Goldstein's scale, in GDELT's columns")
ACLED = whole("acled", (), "acled", "violence and protest in ACLED's columns, CSV")
GRAPHML = whole("graphml", (".graphml",), "graphml", "the actors' network")
GEXF = whole("gexf", (".gexf",), "gexf", "the actors' network, for Gephi")
ICALENDAR = whole("icalendar", (".ics",), "ical", "what is due and planned")
GEOJSON = whole("geojson", (".geojson",), "geojson", "events on the map")
TIMELINEJS = whole("timelinejs", (), "timelinejs", "statements and events as slides")
ANNOTATIONS = whole("annotations", (), "annotations", "W3C Web Annotations, JSON-LD")
CSL_JSON = whole("csl-json", (), "csl", "the articles as references")
BIBTEX = whole("bibtex", (".bib",), "bibtex", "the articles as references")
RIS = whole("ris", (".ris",), "ris", "the articles as references")
QUOTES = whole("quotes", (), "quotes", "quotations as Citron and PARC have them, JSON lines")
TEI = whole("tei", (".tei",), "tei", "statements as a critical apparatus")
REFI_QDA = whole("refi-qda", (".qdpx",), "qdpx", "coded articles for software of qualitative analysis")
FOLLOWTHEMONEY = whole("followthemoney", (), "ftm", "entities, JSON lines")
PROV = whole("prov", (), "prov", "where every row comes from: PROV-O, JSON-LD")
SCHEMA_ORG = whole("schema.org", (), "schemaorg", "articles, quotations, claims, events: JSON-LD")
BUILT_IN = (
    JSON, JSONL, CSV, PARQUET, SQLITE, PLOVER, GDELT, ACLED, GRAPHML, GEXF, ICALENDAR, GEOJSON, TIMELINEJS, ANNOTATIONS,
    CSL_JSON, BIBTEX, RIS, QUOTES, TEI, REFI_QDA, FOLLOWTHEMONEY, PROV, SCHEMA_ORG,
)  # fmt: skip


@cache
def exporters() -> dict[str, Exporter]:
    """Return the formats by name; others' come through the entry point group `verbale.exporters`."""
    found = {exporter.name: exporter for exporter in BUILT_IN}
    for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name):
        if entry.name not in found:
            found[entry.name] = cast(Exporter, entry.load())
    return found


def _chosen(path: Path, format: str | None) -> Exporter:
    if format is not None:
        exporter = exporters().get(format)
        if exporter is None:
            raise UsageError(f"no format is called {format!r}. Formats: {', '.join(exporters())}.")
        return exporter
    if path.suffix == "" or path.is_dir():
        return exporters()["csv"]
    exporter = next((e for e in exporters().values() if path.suffix.lower() in e.endings), None)
    if exporter is None:
        known = ", ".join(f"{e.name} ({', '.join(e.endings)})" if e.endings else e.name for e in exporters().values())
        raise UsageError(f"{path}: no format is known by that ending; say which with --format. Formats: {known}.")
    return exporter


def export(view: View, path: Path, *, what: str | None = None, format: str | None = None) -> None:
    """Write a record's rows, or the record in a format of its own, to a path.

    Raises UsageError for a format or kind that does not exist, and before anything would be written over the record itself.
    """
    exporter = _chosen(path, format)
    if str(path) != "-" and not path.absolute().parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}. Make it first, or name another.")
    if path.exists() and Path(view.store.path).exists() and path.samefile(view.store.path):
        raise UsageError(f"{path} is the record itself. Name another file.")
    if exporter.whole is not None:
        if what is not None:
            raise UsageError(f"{exporter.name} has rows of its own and takes no --what.")
        if path.is_dir():
            raise UsageError(f"{path} is a folder; {exporter.name} is one file. Name a file.")
        exporter.whole(view, path)
        return
    assert exporter.write is not None
    kinds = KINDS if what is None else tuple(part.strip() for part in what.split(","))
    if what is None and exporter.name in {"csv", "parquet"} and (path.suffix or str(path) == "-"):
        kinds = ("statements",)  # such a file holds one kind of row; a folder holds them all
    exporter.write(tables(view, kinds), path)
