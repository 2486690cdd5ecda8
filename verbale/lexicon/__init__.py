"""Knowledge as data: names, cues, marks, abbreviations, each file with its origin and licence in its first lines.

Files are UTF-8; lines that start with `#` are comments. `.txt` holds one entry a line, `.tsv` has a header row.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


def read_text(name: str) -> str:
    """Return a lexicon file's text."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def load_words(name: str) -> tuple[str, ...]:
    """Return the entries of a `.txt` lexicon in file order, comments and blank lines left out."""
    lines = (line.strip() for line in read_text(name).splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def load_abbreviations() -> frozenset[str]:
    """Return the abbreviations that end no sentence, case folded, each with its stop."""
    return frozenset(word.casefold() for word in load_words("abbreviations.txt"))


@cache
def load_table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a `.tsv` lexicon, keyed by its header; empty cells are empty strings."""
    lines = [line for line in read_text(name).splitlines() if line and not line.startswith("#")]
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
