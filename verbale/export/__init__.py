"""One module per format, and the registry that finds them by a file's ending."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import cast

from msgspec import Struct

from verbale.collation.judgements import is_person
from verbale.errors import UsageError
from verbale.export import csv, json
from verbale.export.rows import Row
from verbale.export.view import View

GROUP = "verbale.exporters"
FURTHER = ("judgements",)
"""Rows that are exported only when they are asked for."""
KINDS = ("statements", "events", "actors", "documents", "timeline", "disagreements", "mentions", "times", "skips")


class Exporter(Struct, frozen=True):
    """A format: its name, the file endings that mean it, and how to write tables of rows to a path."""

    name: str
    endings: tuple[str, ...]
    write: Callable[[dict[str, Iterable[Row]], Path], None]


JSON = Exporter("json", (".json",), json.write)
JSONL = Exporter("jsonl", (".jsonl", ".ndjson"), json.write_lines)
CSV = Exporter("csv", (".csv",), csv.write)
BUILT_IN = (JSON, JSONL, CSV)


@cache
def exporters() -> dict[str, Exporter]:
    """Return the formats by name; others' come through the entry point group `verbale.exporters`."""
    found = {exporter.name: exporter for exporter in BUILT_IN}
    for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name):
        if entry.name not in found:
            found[entry.name] = cast(Exporter, entry.load())
    return found


def tables(view: View, kinds: Iterable[str]) -> dict[str, Iterable[Row]]:
    """Return rows by kind. Raises UsageError for a kind that does not exist."""
    makers: dict[str, Callable[[], Iterable[Row]]] = {
        "statements": lambda: (view.statement(s) for s in view.store.statements()),
        "events": lambda: (view.event(e) for e in view.store.events()),
        "actors": view.actors,
        "documents": view.documents,
        "timeline": lambda: view.timeline(
            (view.statement(s) for s in view.store.statements()), (view.event(e) for e in view.store.events())
        ),
        "disagreements": lambda: (view.disagreement(d) for d in view.store.disagreements()),
        "judgements": lambda: [j for j in view.store.judgements() if is_person(j.by)],
        "mentions": view.mentions,
        "times": view.times,
        "skips": view.skips,
    }
    chosen = {}
    for kind in kinds:
        if kind not in makers:
            raise UsageError(f"no rows are called {kind!r}. There are: {', '.join((*KINDS, *FURTHER))}.")
        chosen[kind] = makers[kind]()
    return chosen


def export(view: View, path: Path, *, what: str | None = None, format: str | None = None) -> None:
    """Write a record's rows to a path. Raises UsageError for a format or kind that does not exist."""
    if format is not None:
        exporter = exporters().get(format)
    elif path.suffix == "" or path.is_dir():
        exporter = exporters()["csv"]
    else:
        exporter = next((e for e in exporters().values() if path.suffix.lower() in e.endings), None)
    if exporter is None:
        known = ", ".join(f"{e.name} ({', '.join(e.endings)})" for e in exporters().values())
        raise UsageError(f"{path}: no format is known by that ending. Formats: {known}.")
    kinds = KINDS if what is None else tuple(part.strip() for part in what.split(","))
    if what is None and exporter.name == "csv" and path.suffix:
        kinds = ("statements",)  # one CSV file holds one kind of row; a folder holds them all
    exporter.write(tables(view, kinds), path)
