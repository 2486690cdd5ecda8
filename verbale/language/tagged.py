"""What the tagger returns: plain offsets, no vocabulary of the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

Piece = tuple[int, int]
"""Code-point offsets `[start, end)` into the text that was given."""


@dataclass(frozen=True, slots=True)
class TaggedAttribution:
    """Words that are somebody's: who, by which reporting words, and what. Pieces stand in text order, never overlap."""

    cue: tuple[Piece, ...]
    """The reporting words ("said", "according to", "has repeatedly rejected"); empty where there are none (a quotation
    that goes on, or stands alone): such an attribution has no source either."""
    source: tuple[Piece, ...]
    """The speaker's whole phrase; empty where none is given ("It is said that ...")."""
    content: tuple[Piece, ...]
    """What is said, with its quotation marks; several pieces where reporting words stand in the middle or a quotation
    runs over paragraphs. Never empty."""
    probability: float
    """Calibrated: that the content is attributed here and the source is its speaker."""
    depth: int = 0
    """0 in the article's own voice; 1 where it stands inside another attribution's content (a report in a report)."""
    again: bool = False
    """True where only a second reading, of the content alone, found it: the corpus marks no such reports."""
