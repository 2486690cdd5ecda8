"""Find quotation marks that belong together, in prose whose marks may be missing, doubled or turned the wrong way.

A document is never refused for an odd mark: an unclosed quotation ends with its paragraph, or goes on in the next one
when that begins with an opening mark (the press's way of quoting at length).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

_OPENERS = {"“": "”", "„": "“", "«": "»", "‟": "”", "〝": "〞", "「": "」", "『": "』"}
_SINGLE_OPENERS = "‘‚‹`"
_DOUBLE = '"“”„‟«»〝〞「」『』＂'
_SINGLE = "'‘’‚‹›`´"
_ANY = re.compile("[" + re.escape(_DOUBLE + _SINGLE) + "]")
_BEFORE_OPEN = frozenset(" \t\u00a0\u2009\u202f([{—–-/:;,.…|>\n") | frozenset(_DOUBLE + _SINGLE)
_AFTER_CLOSE = frozenset(" \t\u00a0\u2009\u202f)]}—–-/:;,.…!?|<\n") | frozenset(_DOUBLE + _SINGLE)
_FRAME_AFTER = re.compile(
    r"\s*(?:according\s+to\s+|(?:he|she|they|it)\s+\w+|[A-Z]\w+(?:\s+[A-Z]\w+){0,3}\s+(?:said|added|told)\b)", re.I
)
_DECADE = re.compile(r"['’](?:\d0s\b|em\b|tis\b|twas\b|til\b)", re.I)
_SPACE = frozenset(" \t\u00a0\u2009\u202f\n")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: `[start, end)` with its marks, `[inner_start, inner_end)` without them."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    paragraph: int
    depth: int
    opened: bool = True
    closed: bool = True
    continues: bool = False
    """True where it goes on from an unclosed quotation of the paragraph before."""


@dataclass(slots=True)
class _Open:
    start: int
    mark: str
    single: bool


def _is_double(char: str) -> bool:
    return char in _DOUBLE


def _can_open(text: str, index: int, low: int, high: int) -> bool:
    char = text[index]
    if index + 1 >= high or (text[index + 1] in _SPACE and char != "«"):
        return False
    if char in "”»’›´" and char not in "»":
        return False
    return index == low or text[index - 1] in _BEFORE_OPEN


def _can_close(text: str, index: int, low: int, high: int) -> bool:
    if index == low:
        return False
    if text[index - 1] in _SPACE and text[index] not in "”»":
        return False
    if index + 1 >= high or text[index + 1] in _AFTER_CLOSE:
        return True
    # A mark glued to the next word, "…ends.”He", as scraping leaves it
    return text[index] in "”»" or (text[index] == '"' and text[index - 1] in ",.!?…")


class _Singles:
    """Where single quotations of a paragraph may end: looked through once, however many begin there."""

    def __init__(self, text: str, low: int, high: int) -> None:
        self._text = text
        self._high = high
        self._closes: list[int] = []
        self._plurals: list[int] = []
        """Closing marks behind an s: "the allies' forces’" may be a possessive."""
        self._openings: list[int] = []
        self._doubles: list[int] = []
        for match in _ANY.finditer(text, low, high):
            self._note(match.start(), match[0])

    def _note(self, at: int, char: str) -> None:
        text, high = self._text, self._high
        before, after = text[at - 1] if at else "", text[at + 1] if at + 1 < high else ""
        if char in _DOUBLE:
            if char != '"':
                self._doubles.append(at)
        elif char in "'’›´":
            if after.isalnum() or before in _SPACE:
                return
            possessive = before in {"s", "S"} and text[at - 2 : at - 1].isalpha() and after == " "
            (self._plurals if possessive else self._closes).append(at)
        elif char == "‘" and after.isalnum() and before in _SPACE:
            self._openings.append(at)

    def close(self, start: int) -> int | None:
        """Return where a single quotation that opens at `start` closes: never at an apostrophe, or None."""
        first, stop = start + 1, min(self._high, start + _LONGEST_SINGLE)
        if self._text[start] in "'‘":
            stop = min(stop, _next(self._doubles, first + 1))
        stop = min(stop, _next(self._openings, first))
        close = _next(self._closes, first)
        if close < stop:
            return close
        plural = _next(self._plurals, first)
        return plural if plural < stop else None


_LONGEST_SINGLE = 2000
"""Characters that a single quotation has at most."""
_NEVER = 1 << 60


def _next(places: list[int], at: int) -> int:
    """Return the first place from one on, or a very large number."""
    index = bisect_left(places, at)
    return places[index] if index < len(places) else _NEVER


def _paragraph_quotes(text: str, low: int, high: int, paragraph: int) -> list[Quote]:
    quotes: list[Quote] = []
    stack: list[_Open] = []
    singles: _Singles | None = None
    skip_until = low
    for match in _ANY.finditer(text, low, high):
        index = match.start()
        char = text[index]
        if index < skip_until:
            continue
        if char in _SINGLE:
            if char in "'’" and _DECADE.match(text, index):
                continue
            if char in "'‘‚‹`" and _can_open(text, index, low, high) and not (stack and stack[-1].single):
                singles = singles or _Singles(text, low, high)
                close = singles.close(index)
                if close is not None and close > index + 1:
                    depth = len(stack)
                    quotes.append(Quote(index, close + 1, index + 1, close, paragraph, depth))
                    if not any(_is_double(c) for c in text[index + 1 : close]):
                        skip_until = close + 1
            continue
        opens, closes = _can_open(text, index, low, high), _can_close(text, index, low, high)
        inside = bool(stack)
        if inside and (char in "”»」』〞" or (closes and not (opens and char in "“„«"))):
            top = stack.pop()
            if index > top.start + 1:
                quotes.append(Quote(top.start, index + 1, top.start + 1, index, paragraph, len(stack)))
        elif inside and char in "“„«" and char == stack[-1].mark:
            # A second opening mark while one is open: a closing mark turned round, or a lost one.
            top = stack.pop()
            before = text[top.start + 1 : index].rstrip()
            turned = before.endswith((",", ".", "!", "?", "…")) and _FRAME_AFTER.match(text, index + 1) is not None
            end = top.start + 1 + len(before)
            if end > top.start + 1:
                quotes.append(
                    Quote(
                        top.start,
                        index + 1 if turned else end,
                        top.start + 1,
                        end,
                        paragraph,
                        len(stack),
                        closed=turned,
                    )
                )
            if not turned:
                stack.append(_Open(index, char, single=False))
        elif opens and char not in "”」』〞":
            if len(stack) < 4:
                stack.append(_Open(index, char, single=False))
        elif inside and closes:
            top = stack.pop()
            quotes.append(Quote(top.start, index + 1, top.start + 1, index, paragraph, len(stack)))
    for depth, left in enumerate(stack):
        end = high
        while end > left.start + 1 and text[end - 1] in _SPACE:
            end -= 1
        if end > left.start + 1:
            quotes.append(Quote(left.start, end, left.start + 1, end, paragraph, depth, closed=False))
    return sorted(quotes, key=lambda q: (q.start, -q.end))


_DOUBLED = re.compile(r"``|‘‘|(?<!')'{2,3}(?!')|(?<!’)’’(?!’)")
_HALF = "\u2009"
"""Stands for the half of a mark that was read with its twin as one."""
_DOUBLED_HINT = ("``", "''", "‘‘", "’’")


def _one_mark(match: re.Match[str]) -> str:
    """Read two single marks as one double mark, of the same length: ''so'' some papers print it, ``so'' the old wires."""
    marks = match.group()
    if "``" in match.string and marks == "''":
        return "”\u2009"  # the wires' own closing mark, blanks or not
    if marks in {"``", "‘‘"}:
        return "\u2009“"
    if marks == "’’":
        return "”\u2009"
    single = "'" * (len(marks) - 2)
    before = match.string[match.start() - 1 : match.start()]
    if not before or before.isspace() or before in "([{—–-":
        return f'\u2009"{single}'
    return f'{single}"\u2009'


def find_quotes(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quote]:
    """Return the quotations of the paragraphs in text order, outer before inner; never raises, whatever the marks."""
    given = text
    if any(hint in text for hint in _DOUBLED_HINT):
        text = _DOUBLED.sub(_one_mark, text)
    found: list[Quote] = []
    left_open = False
    for number, (low, high) in enumerate(paragraphs):
        quotes = _paragraph_quotes(text, low, high, number)
        first = next((q for q in quotes if q.depth == 0), None)
        if left_open and first is not None and first.start == low:
            quotes = [
                Quote(
                    q.start, q.end, q.inner_start, q.inner_end, q.paragraph, q.depth, q.opened, q.closed, continues=True
                )
                if q is first
                else q
                for q in quotes
            ]
        last = next((q for q in reversed(quotes) if q.depth == 0), None)
        left_open = last is not None and not last.closed
        found.extend(quotes if text is given else [_whole_marks(given, text, q) for q in quotes])
    return found


def _whole_marks(given: str, read: str, quote: Quote) -> Quote:
    """Take in the other half of the marks that were read as one."""
    start, end = quote.start, quote.end
    start -= start > 0 and read[start - 1] == _HALF and given[start - 1] != _HALF
    end += quote.closed and read[end : end + 1] == _HALF and given[end] != _HALF
    return replace(quote, start=start, end=end)
