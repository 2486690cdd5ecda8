"""Search in titles and texts: a user's words as a query that cannot fail, and matches with their exact places."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from verbale.model import Span
from verbale.store.rows import Hit

_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_MAX_TERMS = 64
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters of Unicode, which no text should hold: they mark matches on their way out of SQLite."""
_SPANS_SHOWN = 2000
"""More than a reader looks through, so that a page which says one word a million times costs no memory."""


def match_expression(query: str) -> str | None:
    """Return the FTS5 expression for what a user typed, or None where nothing is asked for.

    Words must all occur; `"several words"` stand together; `word*` is a beginning; `-word` must not occur. Nothing else
    has a meaning, so no input is an error.
    """
    clean = query.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")
    wanted: list[str] = []
    unwanted: list[str] = []
    for number, match in enumerate(_TERM.finditer(clean)):
        if number == _MAX_TERMS:
            break
        minus, phrase, word = match.groups()
        words = phrase if phrase is not None else word
        star = "*" if words.endswith("*") else ""
        if any(char.isalnum() for char in words):
            quoted = '"' + words.rstrip("*").replace('"', '""') + '"' + star
            (unwanted if minus else wanted).append(quoted)
    if not wanted:
        return None
    expression = " AND ".join(wanted)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _spans(marked: str, text: str) -> Iterator[Span]:
    position = -1
    for number in range(_SPANS_SHOWN):
        position = marked.find(_OPEN, position + 1)
        if position < 0:
            return
        end = marked.find(_CLOSE, position)
        start = position - 2 * number
        found = marked[position + 1 : end]
        if found and text[start : start + len(found)] == found:
            yield Span(start, start + len(found), found)


def search(connection: sqlite3.Connection, query: str, limit: int) -> list[Hit]:
    """Return the documents that match, best first; a match in the title counts four times one in the text."""
    expression = match_expression(query)
    if expression is None:
        return []
    best = connection.execute(
        "SELECT rowid, bm25(document_fts, 4.0, 1.0) FROM document_fts WHERE document_fts MATCH ? ORDER BY 2, 1 LIMIT ?",
        (expression, max(0, limit)),
    ).fetchall()
    hits = []
    for n, rank in best:
        (marked,) = connection.execute(
            "SELECT highlight(document_fts, 1, ?, ?) FROM document_fts WHERE document_fts MATCH ? AND rowid = ?",
            (_OPEN, _CLOSE, expression, n),
        ).fetchone()
        document_id, title, outlet_id, text = connection.execute(
            "SELECT id, title, outlet_id, text FROM document WHERE n = ?", (n,)
        ).fetchone()
        hits.append(Hit(document_id, title, outlet_id, -rank, tuple(_spans(marked, text))))
    return hits
