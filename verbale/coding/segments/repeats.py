"""Find the lines that an outlet prints on many of its pages: they are the house's, not the article's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from verbale.coding.segments.units import line_bounds, straighten

_MIN = 3
_MAX = 400


def line_hash(text: str) -> str:
    """Return the hash by which a line is known again: case, quotes and blanks do not count."""
    return hashlib.sha256(straighten(text[:_MAX]).casefold().encode("utf-8", "surrogatepass")).hexdigest()[:16]


def repeated_lines(documents: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """Return the hashes of lines that stand in at least three documents of one outlet.

    Takes (document id, outlet id, text). Lines that begin with a quotation mark are left out: two articles may quote
    the same words, and a quotation must never be lost.
    """
    seen: dict[tuple[str, str], set[str]] = {}
    done: set[tuple[str, str]] = set()
    result: set[str] = set()
    for document_id, outlet_id, text in documents:
        for start, end in line_bounds(text):
            line = text[start:end].strip()
            if not line or line[0] in "\"“«„‘'" or len(line) > _MAX or '"' in straighten(line):
                continue
            key = (outlet_id, line_hash(line))
            if key in done:
                continue
            found = seen.setdefault(key, set())
            found.add(document_id)
            if len(found) >= _MIN:
                done.add(key)
                del seen[key]
                result.add(key[1])
    return frozenset(result)
