"""The record itself: a clean copy, whole and consistent also while the record is being written."""

from __future__ import annotations

from pathlib import Path

from verbale.errors import UsageError
from verbale.export.view import View


def write(view: View, path: Path) -> None:
    """Copy the record to a new file. Raises UsageError for `-`, RecordError where the file exists already."""
    if str(path) == "-":
        raise UsageError("a database cannot be written to standard output. Name a new file.")
    view.store.backup(path)
