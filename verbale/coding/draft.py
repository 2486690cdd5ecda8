"""The coder's working paper: what has been found in one document so far.

Each stage reads what earlier stages found and sets its own field; nothing here is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from verbale.model import (
    Attribution,
    Dateline,
    Document,
    EventMention,
    Leaning,
    Mention,
    Segment,
    TimeExpression,
)


@dataclass(slots=True)
class Sentence:
    """A sentence of a coded segment: offsets into the document's text, and where it stands."""

    start: int
    end: int
    paragraph: int
    """Number of the paragraph (block of lines) it stands in, counted over the whole document."""
    role: str


@dataclass(slots=True)
class Draft:
    """One document on the coder's desk."""

    document: Document
    fast: bool = False
    """True where the small tagger is to read, and names, acts and events are left to the rules."""
    segments: tuple[Segment, ...] = ()
    sentences: list[Sentence] = field(default_factory=list)
    dateline: Dateline = field(default_factory=lambda: Dateline(when=None, kind="none"))
    times: tuple[TimeExpression, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[EventMention, ...] = ()
    leanings: dict[str, tuple[Leaning, ...]] = field(default_factory=dict)
    """What the network takes reports for, by attribution."""

    read: str | None = None
    """The text with blanks in place of links that were set into sentences; None where there are none."""

    @property
    def text(self) -> str:
        """The document's text as it is read: every place in it is the same place in the document's own text."""
        return self.document.text if self.read is None else self.read
