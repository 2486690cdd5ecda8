"""Quotations that are signed, as digests of the press print them: “….” Ada Berg, Oslo Courier."""

from __future__ import annotations

import re

from verbale.coding.attributions.found import Place
from verbale.coding.attributions.media import outlet_medium
from verbale.coding.attributions.quotes import Quote

_LONGEST = 120
_SMALL = frozenset("and of the de la von van der den di da al bin el le".split())
_ALONE = frozenset({"Editorial Board", "The Editors"})
_LEAD = " \t\u00a0—–-"
_NEXT = re.compile(r"[ \t\u00a0]*\n[ \t\u00a0]*(?:\n[ \t\u00a0]*){0,3}(?=\S)")


def signature(text: str, quote: Quote) -> Place | None:
    """Return who signs a quotation: behind it at the end of its paragraph, or by an outlet's name on the next line."""
    here = _signed(text, quote.end, False)
    if here is not None:
        return here
    match = _NEXT.match(text, quote.end)
    return _signed(text, match.end(), True) if match is not None else None


def _signed(text: str, start: int, known: bool) -> Place | None:
    """Return the names of a line "Ada Berg and Lars Dahl, Oslo Courier"; `known` where its outlet must be one we know."""
    end = text.find("\n", start, start + _LONGEST + 1)
    if end < 0:
        if len(text) - start > _LONGEST:
            return None
        end = len(text)
    while start < end and text[start] in _LEAD:
        start += 1
    names, comma, outlet = text[start:end].rstrip(" .\u00a0").rpartition(", ")
    if not comma or not 1 <= len(outlet.split()) <= 5 or not _capital(outlet.split()):
        return None
    if known and outlet_medium(outlet) is None:
        return None
    people = names.replace(", and ", ", ").replace(" and ", ", ").split(", ")
    if not all(name in _ALONE or (2 <= len(name.split()) <= 4 and _capital(name.split())) for name in people):
        return None
    return start, start + len(names)


def _capital(words: list[str]) -> bool:
    """Say whether words are nothing but a name."""
    return all(word[0].isupper() or word in _SMALL for word in words) and not any(
        mark in word for word in words for mark in ':;?!“”"()|/@'
    )
