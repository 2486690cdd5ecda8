"""Give the words of a coding back to the page: what was read across links set into a sentence leaves them out.

Where a site set links into a sentence the coder reads blanks in their place (`segments.inserted`). A place that lies on
both sides of them becomes two where the model holds several, and keeps its first part where it holds one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import fields, replace

from verbale.model import Evidence, Span

Row = TypeVar("Row", bound=Struct)
_Place = tuple[int, int]


def without_insertions(row: Row, text: str, places: Sequence[_Place]) -> Row:
    """Return the row with every span cut to the document's own words outside the places."""
    changed: dict[str, object] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        told = _cut(value, text, places)
        if told is not value:
            changed[field.name] = told
    return replace(row, **changed) if changed else row


def _cut(value: object, text: str, places: Sequence[_Place]) -> object:
    if isinstance(value, Span):
        return next(iter(_parts(value, text, places)), value)
    if isinstance(value, Struct):
        return without_insertions(value, text, places)
    if not isinstance(value, tuple):
        return value
    found: list[object] = []
    for item in value:
        if isinstance(item, Span):
            found += _parts(item, text, places)
        elif isinstance(item, Evidence):
            found += [Evidence(item.field, span) for span in _parts(item.span, text, places)]
        else:
            found.append(_cut(item, text, places))
    same = len(found) == len(value) and all(new is old for new, old in zip(found, value, strict=True))
    return value if same else tuple(found)


def _parts(span: Span, text: str, places: Sequence[_Place]) -> list[Span]:
    """Return what a span holds outside the places, without the blanks around it."""
    crossed = [place for place in places if place[0] < span.end and span.start < place[1]]
    if not crossed:
        return [span]
    found: list[Span] = []
    start = span.start
    for low, high in [*crossed, (span.end, span.end)]:
        end = low
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append(Span.of(text, start, end))
        start = high
    return found
