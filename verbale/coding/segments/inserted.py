"""Links that a site sets into the middle of a sentence: passed over, so that the sentence is read as it was written.

Some sites print behind a name a card of its own: the name again in full, the headlines of other articles about the same
person, and a closing word ("Rosa Lund Rosa Maria LundMayors wary of dam Lund to face recall MORE said on Monday").
Scrapers keep all of it, with the blank lost between the name and the first headline. Nothing but that shape is believed:
a name said twice within few words, its second time glued to a capital, and the closing word behind it on the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from verbale.lexicon import load_table
from verbale.model import Segment

INSERTED = "links set into a sentence"
"""The reason of such a segment: what stands before and behind it on the line is one sentence."""

_FARTHEST = 1200
"""Characters that a card may fill."""
_NAMES = 8
"""Words of a name said in full."""
_MARKS = "(\"“'‘"
_WORD = re.compile(r"\S{1,80}")
_SEAM = re.compile(r"(?<=[^\W\d_])(?=[A-Z0-9\"“'‘])|\Z")


@cache
def _closing() -> tuple[re.Pattern[str], ...]:
    rows = [row for row in load_table("marks_glued.tsv") if row["cut"] == "inserted"]
    return tuple(re.compile(rf"(?<![A-Z]){row['pattern']}(?!\w)") for row in rows)


def inserted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of a line in which links were set, in order."""
    found: list[tuple[int, int]] = []
    for closing in _closing():
        done = start
        for match in closing.finditer(text, start, end):
            low = _begin(text, max(done, match.start() - _FARTHEST), match.start())
            if low is not None:
                found.append((low, match.end()))
            done = match.end()
    return sorted(found)


def _begin(text: str, start: int, end: int) -> int | None:
    """Return where the card begins: behind the name that its first words say again, glued to what follows."""
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text, start, end)]
    for index, (word, _, _) in enumerate(words):
        if not word[0].isupper():
            continue
        first = index
        while first > max(index - _NAMES, 0) and (words[first - 1][0][0].isupper() or words[first - 1][0][0] in _MARKS):
            first -= 1
        before = words[first:index]
        if len(before) < 2:
            continue
        for seam in _SEAM.finditer(word):
            at = seam.start()
            if at < 2 or (at == len(word) and index + 1 < len(words)):
                continue
            for told, _, stop in reversed(before):
                if told == word[:at]:
                    return stop
            again = _said_again([told for told, _, _ in before])
            if again is not None and at > 2:
                return before[again - 1][2]
    return None


def _said_again(names: list[str]) -> int | None:
    """Return the index of the first name that stands twice ("Ada Berg Ada Maria ...")."""
    return next(
        (at for at in range(2, len(names)) if len(names[at]) > 2 and names[at] in names[max(at - 3, 0) : at]), None
    )


def readable(text: str, segments: Iterable[Segment]) -> str:
    """Return the text as long as before, with blanks where links were set into sentences."""
    places = [(segment.start, segment.end) for segment in segments if segment.reason == INSERTED]
    if not places:
        return text
    parts: list[str] = []
    position = 0
    for start, end in sorted(places):
        parts += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*parts, text[position:]])
