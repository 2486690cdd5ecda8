"""What a statement is about: the words that the trained network named in it, or where it named none, its content.

The network has learned from nineteen thousand reports which words a reader would write over the column of a table of
positions. A small tagger names none: then things are told by small words and lists alone (`things`).
"""

from __future__ import annotations

from verbale.analysis.facts import Said
from verbale.analysis.things import Thing, thing_named, things_in


def about(said: Said) -> str:
    """Return the words that tell what a statement is about."""
    return said.matters[0] if said.matters else said.content


def things_of(said: Said) -> tuple[Thing, ...]:
    """Return the things that a statement is about, the first one first."""
    named = (thing_named(words) for words in said.matters)
    return tuple({thing.head: thing for thing in named if thing is not None}.values()) or things_in(said.content)


__all__ = ("about", "things_of")
