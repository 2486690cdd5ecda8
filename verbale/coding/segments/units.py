"""Lines and paragraphs of a plain text as units with a shape: how long, how much like prose, how much like a title.

Everything here is linear in the text: hostile inputs (no line break, a million of them) cost their length and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

MAX_SHAPE = 600
"""Characters of a unit that its shape is read from; a longer one is prose by its length alone."""

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_TERMINAL = ".!?…。！？｡।؟"
_CLOSERS = "\"'”’»)]*"
_OPENERS = "\"'“‘«„(["
_INNER_END = re.compile(r"[.!?][\"'”’»)]*\s+[\"'“‘«„(]?[A-Z]")
_INITIALS = re.compile(r"(?:^|\s)(?:[A-Z]\.){2,3}$")
"""A title may end in "U.S." and is no sentence for it."""
_SIGNED = re.compile(r"\s?/[A-Z][A-Za-z]{1,9}/$")
_WRAP_MIN = 4

BULLETS = "•▪●◦‣►■□★⦁·"
LINKING = frozenset(
    {
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "nor", "as",
        "is", "are", "be", "over", "into", "after", "amid", "against", "via", "vs", "vs.", "than", "that", "if", "it",
        "its", "du", "de", "la", "le", "el", "al", "von", "der", "und", "et", "y", "e",
    }
)  # fmt: skip
"""Words that a title in title case leaves in lower case."""


@dataclass(slots=True)
class Unit:
    """A line, or a paragraph of a hard-wrapped text, without the blanks around it."""

    start: int
    end: int
    text: str
    """Its words, one blank between them, quotes straightened: for comparison only."""
    words: int
    capitalised: float
    """Share of the words that start with a capital letter or a digit, linking words left out."""
    closed: bool
    """Ends like a sentence."""
    inner: bool
    """Holds a sentence end before its last word."""
    blanks_before: bool
    """A blank line stands before it."""
    role: str = ""
    reason: str = ""

    @property
    def key(self) -> str:
        """Its words in lower case: equal for two units that say the same."""
        return self.text.casefold()

    @property
    def prose(self) -> bool:
        """Reads like running text."""
        if self.words >= 22:
            return self.capitalised < 0.75 or self.closed
        if self.inner and self.words >= 8:
            return True
        return self.closed and self.words >= 5 and (self.capitalised < 0.8 or self.words >= 12)

    @property
    def quoted(self) -> bool:
        """Begins with an opening quotation mark: it may be somebody's words, whatever else it looks like."""
        return self.text[:1] in {'"', "“", "«", "„"}


def straighten(text: str) -> str:
    """Return the text with plain quotes and single blanks."""
    text = text.translate(_PLAIN)
    return " ".join(text.split())


_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "–": "-", "—": "-"})


def make_unit(text: str, start: int, end: int, blanks_before: bool = False) -> Unit | None:
    """Return the unit of `text[start:end]`, trimmed; None where nothing but blanks is left."""
    raw = text[start:end]
    left = len(raw) - len(raw.lstrip())
    raw = raw.strip()
    if not raw:
        return None
    start += left
    end = start + len(raw)
    head = raw[:MAX_SHAPE]
    tokens = head.split()
    words = len(tokens)
    if len(raw) > MAX_SHAPE:
        words = max(words, len(raw) // 8)
    elif words <= 3 and len(head) > 24 and not head.isascii():
        words = len(head) // 3  # a script without blanks between words
    told = [token for token in (token.lstrip(_OPENERS) for token in tokens) if token and token.lower() not in LINKING]
    capitalised = sum(1 for token in told if not token[0].islower()) / len(told) if told else 1.0
    tail = _SIGNED.sub("", raw[-20:]).rstrip(_CLOSERS)
    closed = bool(tail) and tail[-1] in _TERMINAL and _INITIALS.search(tail[-8:]) is None
    inner = _INNER_END.search(head) is not None
    return Unit(start, end, straighten(head), words, capitalised, closed, inner, blanks_before)


def line_bounds(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the lines that are not empty."""
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        yield match.start(), match.end()


def _is_wrapped(text: str, bounds: list[tuple[int, int]]) -> bool:
    """Tell whether the lines are broken at a fixed width: most break off in mid-sentence and go on in lower case."""
    if len(bounds) < _WRAP_MIN:
        return False
    broken = full = 0
    for (start, end), (following, _) in pairwise(bounds[:201]):
        if not 40 <= end - start <= 90:
            continue
        full += 1
        last = text[start:end].rstrip()[-1:]
        if last not in _TERMINAL and last not in _CLOSERS and text[following : following + 1].islower():
            broken += 1
    return full >= _WRAP_MIN - 1 and full >= 0.5 * min(len(bounds), 200) and broken >= 0.35 * full


def split_units(text: str) -> list[Unit]:
    """Return the text's lines as units; of a text wrapped at a fixed width its paragraphs."""
    bounds = list(line_bounds(text))
    if _is_wrapped(text, bounds):
        bounds = _paragraphs(text, bounds)
    units: list[Unit] = []
    previous = 0
    for start, end in bounds:
        unit = make_unit(text, start, end, text.count("\n", previous, start) > 1)
        if unit is not None:
            units.append(unit)
            previous = unit.end
    return units


def _paragraphs(text: str, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join wrapped lines: a blank line, an indent or a short line that ends a sentence ends a paragraph."""
    joined: list[tuple[int, int]] = []
    for start, end in bounds:
        if not text[start:end].strip():
            joined.append((start, start))
            continue
        fresh = (
            not joined
            or joined[-1][0] == joined[-1][1]
            or text.count("\n", joined[-1][1], start) > 1
            or text[start : start + 2].isspace()
        )
        if not fresh:
            # a headline in capitals stands over the first paragraph without a blank line
            fresh = text[joined[-1][0] : joined[-1][1]].isupper() and not text[start:end].isupper()
        if not fresh:
            first, last = joined[-1]
            before = text[max(first, last - 4) : last].rstrip()
            start_of_last = text.rfind("\n", first, last) + 1
            short = last - max(first, start_of_last) < 45
            fresh = short and before[-1:] in _TERMINAL + '"”'
        if fresh:
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return [(start, end) for start, end in joined if end > start]
