"""Cut page furniture off a line to which the scraper glued it: a label before a summary, a player's words, a gallery."""

from __future__ import annotations

import re
from functools import cache

from verbale.coding.segments.split import Piece
from verbale.lexicon import load_table

_TAIL = 40
"""Characters at a line's end in which a suffix is looked for."""


@cache
def _marks(cut: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    end = r"\Z" if cut == "suffix" else ""
    return tuple(
        (re.compile(row["pattern"] + end), row["role"], f"mark: {row['origin']}")
        for row in load_table("marks_glued.tsv")
        if row["cut"] == cut
    )


def split_glued(text: str, start: int, end: int, inside: bool = True) -> list[Piece] | None:
    """Return the pieces of a line that is or bears page furniture, the article's own words with an open role, or None.

    What is told by a label alone ("Opinion: ...") is furniture only `inside` the text: its first line is its headline.
    """
    for pattern, role, reason in (*_marks("whole"), *(_marks("inside") if inside else ())):
        if pattern.fullmatch(text, start, end):
            return [(start, end, role, reason)]
    for pattern, role, reason in _marks("prefix"):
        found = pattern.match(text, start, end)
        if found is not None and found.end() > start:
            rest = found.end()
            return [(start, rest, role, reason), *([(rest, end, "", "")] if text[rest:end].strip() else [])]
    for pattern, role, reason in _marks("suffix"):
        found = pattern.search(text, max(start, end - _TAIL), end)
        if found is not None and found.start() > start:
            return [(start, found.start(), "", ""), (found.start(), end, role, reason)]
    return None
