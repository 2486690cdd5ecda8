"""What a format is: a name, the endings that mean it, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import cast

from msgspec import Struct

from verbale.export.further import AnyRow
from verbale.export.view import View


class Exporter(Struct, frozen=True):
    """A format. It writes tables of rows (`write`), or the record as a whole (`whole`), which then takes no choice of rows."""

    name: str
    endings: tuple[str, ...]
    write: Callable[[dict[str, Iterable[AnyRow]], Path], None] | None = None
    whole: Callable[[View, Path], None] | None = None
    what: str = ""
    """In a few words, for lists."""


def whole(name: str, endings: tuple[str, ...], module: str, what: str) -> Exporter:
    """Return a built-in format of the record as a whole; its module is imported when it is first used."""

    def write(view: View, path: Path) -> None:
        writer = cast(Callable[[View, Path], None], import_module(f"verbale.export.{module}").write)
        writer(view, path)

    return Exporter(name, endings, None, write, what)


def rows(name: str, endings: tuple[str, ...], module: str, what: str) -> Exporter:
    """Return a built-in format of tables of rows; its module is imported when it is first used."""

    def write(tables: dict[str, Iterable[AnyRow]], path: Path) -> None:
        writer = cast(
            Callable[[dict[str, Iterable[AnyRow]], Path], None], import_module(f"verbale.export.{module}").write
        )
        writer(tables, path)

    return Exporter(name, endings, write, None, what)
