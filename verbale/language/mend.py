"""From words to the text's own characters: whole words only, quotation marks in pairs, no stray commas."""

from __future__ import annotations

from verbale.language.tagged import Piece

_OPENING = '“«„‘"'
_CLOSING = '”»’"'
_PAIRS = {"“": "”", "«": "»", "„": "”", "‘": "’", '"': '"'}
_GLUE = frozenset("'’-‐‑")
_MARGIN_LEFT = frozenset(",;:.)]}–—-/ \t\n\r\u00a0")
_MARGIN_RIGHT = frozenset(",;:([{–—-/ \t\n\r\u00a0")


def whole_words(text: str, start: int, end: int, low: int, high: int) -> Piece:
    """Widen a piece that begins or ends within a word ("co-" of "co-operate", "U.S" of "U.S.")."""
    while start > low and _continues(text, start):
        start -= 1
    while end < high and _continues(text, end):
        end += 1
    return start, end


def _continues(text: str, position: int) -> bool:
    """Whether the characters on both sides of `position` belong to one word."""
    left, right = text[position - 1], text[position]
    if left.isalnum() and right.isalnum():
        return True
    if right in _GLUE:
        if text[position + 1 : position + 2] in ("s", "S") and not text[position + 2 : position + 3].isalnum():
            return False  # the speaker of "Moscow's reply" is Moscow
        return left.isalnum() and position + 1 < len(text) and text[position + 1].isalnum()
    if left in _GLUE:
        return right.isalnum() and position > 1 and text[position - 2].isalnum()
    return False


def trimmed(text: str, start: int, end: int) -> Piece | None:
    """Drop commas, dashes and the like from the margins; None where nothing is left that can be read."""
    while start < end and text[start] in _MARGIN_LEFT:
        start += 1
    while end > start and text[end - 1] in _MARGIN_RIGHT:
        end -= 1
    return (start, end) if any(c.isalnum() for c in text[start:end]) else None


def with_marks(text: str, start: int, end: int, low: int, high: int) -> Piece:
    """Take in the quotation mark beside the piece that its own mark lacks; drop a lone one at the margin."""
    inner = text[start:end]
    before = text[start - 1] if start > low else ""
    after = text[end] if end < high else ""
    opens = sum(inner.count(c) for c in "“«„")
    closes = sum(inner.count(c) for c in "”»")
    straight = inner.count('"')
    if opens < closes or (straight % 2 and inner[-1:] in '",' and inner[:1] != '"'):
        if before and before in '“«„"':
            start -= 1
        elif inner[-1] in '”»"' and inner.count(inner[-1]) == 1 and opens == 0:
            end -= 1
    elif opens > closes or (straight % 2 and inner[:1] == '"'):
        if after and after in '”»"':
            end += 1
        elif after and after in ".,!?" and end + 1 < high and text[end + 1] in '”»"':
            end += 2
    elif before and after and _PAIRS.get(before) == after and before in _OPENING and after in _CLOSING:
        start, end = start - 1, end + 1
    return start, end
