"""Rows to the terminal or a pipe: one set of options for every verb that yields rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec
import rich_click as click
from msgspec.structs import fields
from rich.console import Console
from rich.table import Table
from rich.text import Text

from verbale.export import csv
from verbale.export.rows import Row

F = TypeVar("F", bound=Callable[..., Any])
Columns = Sequence[tuple[str, Callable[[Any], str]]]


def output_options(command: F) -> F:
    """Give a verb `--table --json --jsonl --csv`."""
    for name, text in (
        ("csv", "CSV with a header."),
        ("jsonl", "One JSON object a line."),
        ("json", "A JSON list."),
        ("table", "A table for people (the default)."),
    ):
        command = click.option(
            f"--{name}", "output", flag_value=name, default="table" if name == "table" else None, help=text
        )(command)
    return command


def console(stderr: bool = False) -> Console:
    """Return a console; wide enough for words where the output is not a terminal."""
    real = sys.stderr if stderr else sys.stdout
    return Console(file=real, width=None if real.isatty() else 120, highlight=False, soft_wrap=False)


def clean(text: str, limit: int | None = None) -> str:
    """Return text that a terminal shows and does not obey: one line, control and direction marks made visible."""
    shown = "".join(c if c.isprintable() or c == " " else "·" if c not in "\n\t\r\u2028\u2029" else " " for c in text)
    shown = " ".join(shown.split())
    return shown if limit is None or len(shown) <= limit else shown[: limit - 1] + "…"


def show(rows: Iterable[Row], output: str | None, columns: Columns) -> None:
    """Write rows as the user asked."""
    if output == "json":
        encoder = msgspec.json.Encoder()
        sys.stdout.write(msgspec.json.format(encoder.encode(list(rows)), indent=1).decode() + "\n")
        return
    if output == "jsonl":
        encoder = msgspec.json.Encoder()
        for row in rows:
            sys.stdout.write(encoder.encode(row).decode() + "\n")
        return
    if output == "csv":
        for line in csv.lines(rows):
            sys.stdout.write(line)
        return
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 1))
    for number, (title, _) in enumerate(columns):
        last = number == len(columns) - 1
        widest = {"when": 21, "speaker": 20, "actors": 22, "recipients": 20, "who": 22}.get(title)
        table.add_column(title, overflow="fold", no_wrap=title == "id", max_width=widest, ratio=1 if last else None)
    count = 0
    for row in rows:
        table.add_row(*(Text(clean(cell(row))) for _, cell in columns))
        count += 1
    if count:
        console().print(table)
    else:
        console(stderr=True).print("nothing found", style="dim")


def pairs(row: Row) -> list[tuple[str, str]]:
    """Return a row's plain fields for showing one below the other."""
    shown = []
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, tuple):
            if value and isinstance(value[0], str):
                shown.append((field.name, "; ".join(value)))
        elif value not in (None, ""):
            shown.append((field.name, str(value)))
    return shown
