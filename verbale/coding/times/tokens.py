"""Cut a sentence into tokens and give each the class that the grammar of times knows it by.

A class is one character, so that a sentence becomes a string over which the grammar's patterns run as plain regular
expressions, however the words are spelt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from verbale.lexicon import load_table

_TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])"  # ISO 8601
    r"|\d{1,4}[./]\d{1,2}[./]\d{2,4}(?![\d])"  # 16.12.2021, 12/16/2021
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)"  # 15:12
    r"|\d{1,2}[./]\d{1,2}(?![\d])"  # 16.12, 10.30, 1/2
    r"|['’‘]?(?:\d\d)?\d0['’]?s(?![^\W_])"  # 1990s, '90s
    r"|\d{1,4}(?:st|nd|rd|th)(?![^\W_])"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|\d+(?:\.\d+)?"
    r"|['’]s(?![^\W_])"
    r"|[APap]\.\s?[Mm](?![^\W_])\.?"
    r"|(?:B\.\s?C\.?(?:\s?E(?![^\W_])\.?)?|A\.\s?D\.?)(?![^\W_])"
    r"|[QH][1-4](?![^\W_])"
    r"|[^\W\d_]+"
    r"|[^\w\s]|_"
)
_PUNCTUATION = {
    ",": "COMMA", ".": "DOT", "-": "HYPHEN", "–": "HYPHEN", "—": "HYPHEN", "‑": "HYPHEN", "(": "LPAR", ")": "RPAR",
    "[": "LPAR", "]": "RPAR", "'s": "POSS", "’s": "POSS", "'": "QUOTE", "’": "QUOTE", "/": "SLASH", "$": "MONEY",
    "€": "MONEY", "£": "MONEY", "%": "PERCENT", "+": "PLUS",
}  # fmt: skip
_DIGIT_CLASSES = (
    "ISO", "NUMDATE", "CLOCK", "DOTTED", "DECADE", "ORDN", "BIG", "DAYN", "NUM", "YEAR", "HHMM", "AMPM", "QTOK",
    "DECIMAL",
)  # fmt: skip
OTHER = "."


class Entry(NamedTuple):
    """A word's class (one character) and value."""

    code: str
    value: str


@cache
def class_codes() -> dict[str, str]:
    """Return the character that stands for each class name."""
    names = {row["class"] for row in load_table("times_words.tsv")} | set(_PUNCTUATION.values()) | set(_DIGIT_CLASSES)
    return {name: chr(0x100 + index) for index, name in enumerate(sorted(names))}


@cache
def lexicon() -> dict[str, Entry]:
    """Return the class and value of each spelling (lower case, capitalised, capitals) of the lexicon's words."""
    codes = class_codes()
    table: dict[str, Entry] = {}
    for row in load_table("times_words.tsv"):
        entry = Entry(codes[row["class"]], row["value"])
        word = row["word"]
        spellings = {"": (word, word.capitalize(), word.upper()), "cap": (word.capitalize(), word.upper())}
        for spelling in spellings.get(row["case"], (word.upper(),)):
            table.setdefault(spelling, entry)
    for mark, name in _PUNCTUATION.items():
        table[mark] = Entry(codes[name], mark)
    return table


@dataclass(slots=True)
class Tokens:
    """The tokens of one sentence: where they stand, how they read, and their classes as one string."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    codes: str = ""

    def glued(self, index: int) -> bool:
        """Whether token `index` touches the one before."""
        return index > 0 and self.starts[index] == self.ends[index - 1]


def _digits(word: str) -> tuple[str, str]:
    """Return the class name and value of a token that starts with a digit."""
    if word.isdigit():
        number = int(word) if len(word) < 9 else 0
        if len(word) == 4 and 1000 <= number <= 2199:
            return "YEAR", word
        if len(word) == 4 and number % 100 < 60 and number < 2400:
            return "HHMM", word
        if len(word) <= 2 and 1 <= number <= 31:
            return "DAYN", str(number)
        return ("NUM", str(number)) if len(word) < 9 else ("BIG", "0")
    last = word[-1]
    if last == "s":
        digits = "".join(c for c in word if c.isdigit())
        return ("DECADE", digits) if digits.endswith("0") else ("BIG", "")
    if last in "tdh" and not word[-3:].isdigit():
        return "ORDN", word[:-2]
    if "T" in word or (len(word) == 10 and word[4] == "-"):
        return "ISO", word
    if ":" in word:
        return "CLOCK", word
    if "," in word:
        return "BIG", word.replace(",", "")
    parts = re.split(r"[./]", word)
    if len(parts) == 3:
        return "NUMDATE", word
    if len(parts) == 2 and len(parts[0]) <= 2 and len(parts[1]) <= 2:
        return "DOTTED", word
    return "DECIMAL", word


def tokenise(text: str, start: int, end: int) -> Tokens:
    """Return the tokens of `text[start:end]`."""
    tokens = Tokens()
    starts, ends, words, values = tokens.starts, tokens.ends, tokens.words, tokens.values
    out: list[str] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        first, last = match.span()
        starts.append(first)
        ends.append(last)
        words.append(word)
        code, value = _class_of(word)
        out.append(code)
        values.append(value)
    if not _HOURS.isdisjoint(words):
        codes = class_codes()
        for index in range(1, len(out)):
            # "am" and "pm" count only behind a number: "10 am", "10pm"; elsewhere "am" is a verb
            if words[index] in _HOURS and out[index - 1] in (codes["DAYN"], codes["CLOCK"], codes["DOTTED"]):
                out[index] = codes["AMPM"]
                values[index] = words[index][0].lower()
    tokens.codes = "".join(out)
    return tokens


_HOURS = frozenset({"am", "pm", "AM", "PM"})


@lru_cache(maxsize=65536)
def _class_of(word: str) -> Entry:
    """Return the class and value of a token by itself."""
    entry = lexicon().get(word)
    if entry is not None:
        return entry
    codes = class_codes()
    if "0" <= word[0] <= "9" or (len(word) > 2 and word[0] in "'’‘"):
        name, value = _digits(word)
        return Entry(codes[name], value)
    if len(word) == 2 and word[0] in "QH" and word[1].isdigit():
        return Entry(codes["QTOK"], word)
    if len(word) > 2 and word[1] == ".":
        name = "BC" if word[0] == "B" else "AD" if word[2:].strip()[:1] == "D" else "AMPM"
        return Entry(codes[name], word[0].lower())
    return Entry(OTHER, word)
