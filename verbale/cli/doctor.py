"""Is everything here that the program needs?"""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from verbale import __version__
from verbale.coding.coder import Coder
from verbale.errors import VerbaleError
from verbale.model import Document, row_id
from verbale.store import Store

_SAMPLE = "“We are ready to sign,” the envoy told reporters in Geneva on Monday."


def examine(record: Path | None) -> Iterator[tuple[str, bool, str]]:
    """Yield (what, whether it is well, in words)."""
    yield "verbale", True, f"{__version__} on Python {platform.python_version()}, {platform.system()}"
    yield "SQLite", sqlite3.sqlite_version_info >= (3, 37), f"{sqlite3.sqlite_version} (3.37 or newer is needed)"
    try:
        memory = sqlite3.connect(":memory:")
        memory.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
        yield "full-text search", True, "FTS5 is there"
    except sqlite3.Error as error:
        yield "full-text search", False, f"this Python's SQLite lacks FTS5: {error}"
    coding = Coder().code(Document(id=row_id("document", "", _SAMPLE), text=_SAMPLE, language="en"))
    found = [a for a in coding.attributions if a.mode == "direct" and a.speaker and a.speaker.text == "the envoy"]
    yield (
        "coding",
        bool(found),
        "a sample sentence gives its quotation and speaker" if found else "the sample sentence was not understood",
    )
    if record is not None:
        try:
            with Store.open(record, write=False) as store:
                problems = store.verify()
                yield (
                    str(record),
                    not problems,
                    f"{len(problems)} problems" if problems else f"sound, {store.counts()['document']} articles",
                )
        except VerbaleError as error:
            yield str(record), False, str(error)
