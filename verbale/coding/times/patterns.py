"""The notation of the grammar: patterns over token classes, and what a rule's builder sees of a match.

In a pattern, a word in capitals of two letters or more is a class of token (`MONTH`) or one of the macros below; the rest
is regular expression syntax with blanks ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from verbale.coding.times.forms import Form
from verbale.coding.times.tokens import Tokens, class_codes

_MACROS = {
    "ANY": ".",
    "MON": "(?:MONTH|MONTHABBR DOT?)",
    "WKD": "(?:WEEKDAY|WEEKDAYABBR DOT?)",
    "DAYNUM": "(?:DAYN|ORDN)",
    "ORD": "(?:ORDN|ORDW)",
    "DIGITS": "(?:DAYN|NUM|BIG|YEAR|HHMM)",
    "WORDNUM": "(?:NUMW(?:HYPHEN?NUMW){0,3}NUMMULT{0,2}(?:AND?NUMW(?:HYPHEN?NUMW)?)?)",
    "NUMBER": "(?:DIGITS(?:NUMMULT|DOTTED)?|WORDNUM|DECIMAL|DOTTED|AN NUMMULT|HALF AN)",
    "VAGUE": "(?:AN? FEW OF?)",
    "ANYUNIT": "(?:UNIT|UNITS|NIGHTU|NIGHTS)",
    "CC": "COMMA?",
    "YR": "(?:YEAR|(?:NUM|DAYN)(?=BC))",
}


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern over class names into one over class characters."""
    codes = class_codes()

    def put(match: re.Match[str]) -> str:
        name = match.group()
        if name in _MACROS:
            return re.sub(r"[A-Z][A-Z0-9_]+", put, _MACROS[name])
        return codes[name]

    return re.compile(re.sub(r"\s+", "", re.sub(r"[A-Z][A-Z0-9_]+", put, pattern)))


@dataclass(slots=True)
class Hit:
    """A match of a rule: its tokens by group name."""

    tokens: Tokens
    match: re.Match[str]

    def has(self, group: str) -> bool:
        """Whether the group took part."""
        return group in self.match.re.groupindex and self.match.start(group) >= 0

    def value(self, group: str) -> str:
        """Return the value of the group's first token."""
        return self.tokens.values[self.match.start(group)]

    def word(self, group: str) -> str:
        """Return the group's first token in lower case."""
        return self.tokens.words[self.match.start(group)].lower()

    def words(self, group: str) -> list[str]:
        """Return the group's tokens in lower case."""
        return [word.lower() for word in self.tokens.words[self.match.start(group) : self.match.end(group)]]

    def values(self, group: str) -> list[str]:
        """Return the values of the group's tokens."""
        return self.tokens.values[self.match.start(group) : self.match.end(group)]

    def preceding(self, back: int = 1) -> str:
        """Return the word `back` tokens before the match, in lower case ('' at the sentence's start)."""
        index = self.match.start() - back
        return self.tokens.words[index].lower() if index >= 0 else ""

    def following(self, ahead: int = 1) -> str:
        """Return the word `ahead` tokens behind the match, in lower case ('' at the sentence's end)."""
        index = self.match.end() + ahead - 1
        return self.tokens.words[index].lower() if index < len(self.tokens.words) else ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what to make of it; the builder returns None where the words are no time after all."""

    name: str
    pattern: str
    build: Callable[[Hit], Form | None]
