"""A record's articles as sentences: what an outlet says in its own voice, and what stands around an event."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from verbale.analysis.facts import Facts
from verbale.coding.sentences import split_sentences
from verbale.model import Segment
from verbale.store import Store

_WORD = re.compile(r"[^\W\d_]{3,}")
_LONGEST = 900
"""A "sentence" that is longer is a list or a table, and told in no one's voice."""
STEM = 3


class Told(Struct, frozen=True):
    """One sentence of an article."""

    document: str
    start: int
    end: int
    text: str
    paragraph: int
    stems: frozenset[str]
    """The first letters of its words: a quick way to see that it has nothing to do with a rule."""


class Articles:
    """The sentences of all articles of a record."""

    def __init__(self, store: Store, facts: Facts) -> None:
        self._of: dict[str, tuple[Told, ...]] = {}
        segments: defaultdict[int, list[Segment]] = defaultdict(list)
        for n, start, end, role in store.connection.execute(
            "SELECT document_n, start, \"end\", role FROM segment WHERE found_by = 'coding' ORDER BY document_n, n"
        ):
            segments[n].append(Segment(start, end, role))
        for n, name, text in store.connection.execute("SELECT n, id, text FROM document ORDER BY id"):
            if name in facts.documents and n in segments:
                self._of[name] = tuple(
                    Told(name, s.start, s.end, words, s.paragraph, stems(words))
                    for s in split_sentences(text, segments[n])
                    if s.end - s.start <= _LONGEST and (words := text[s.start : s.end])
                )

    def __iter__(self) -> Iterator[Told]:
        for sentences in self._of.values():
            yield from sentences

    def at(self, document: str, start: int) -> int | None:
        """Return the number of the sentence that a place of an article stands in."""
        sentences = self._of.get(document, ())
        number = bisect_right(sentences, start, key=lambda s: s.start) - 1
        return number if number >= 0 and start < sentences[number].end else None

    def sentence(self, document: str, start: int) -> Told | None:
        """Return the sentence that a place of an article stands in."""
        number = self.at(document, start)
        return None if number is None else self._of[document][number]


def stems(text: str) -> frozenset[str]:
    """Return the first letters of a text's words."""
    return frozenset(word[:STEM].casefold() for word in _WORD.findall(text))
