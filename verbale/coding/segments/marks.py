"""Match a unit against the marks of the lexicon: subscription lines, credits, captions, tags, bylines, stamps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from verbale.coding.segments.units import Unit
from verbale.lexicon import load_table, load_words

_EDGE = " \t:.…!»›>→*•·|-–—▪●◦‣►■□★✦"
_TOKEN = re.compile(r"[a-z]+(?:\.[a-z]\b)?|\d+|[^\sa-z\d]")
_AGO = re.compile(
    r"(?:about |over |almost )?(?:\d{1,3}|an?|one|two|three|four|five|six) "
    r"(?:second|sec|minute|min|hour|hr|day|week|month|year)s? ago"
)
_COUNT = re.compile(
    r"[\[(]? ?[\d.,]+[km]?\+?(?: (?:shares?|comments?|views?|likes?|followers|reads?|replies|votes?|retweets|tweets"
    r"|reactions|photos|images|videos|min|mins|minutes))? ?[\])]?"
)
_READ = re.compile(r"(?:reading time:? ?|read time:? ?)?\d{1,2}[ -]?(?:min|mins|minute|minutes)\.? ?(?:read|to read)?")
_URL = re.compile(r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.\w{2,6}|pic\.twitter\.com/\S+")
_HANDLE = re.compile(r"@\w{2,30}|(?:#\w{2,40}[, ]*){1,12}")
_ORDER = re.compile(r"(?:page )?\d{1,3} ?(?:of|/|\|) ?/? ?\d{1,3}(?: next)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark that a unit bears."""

    role: str
    where: str
    reason: str
    label: str = ""
    """The pattern itself: labels such as "key takeaways" say what follows them."""


@dataclass(frozen=True, slots=True)
class _Table:
    whole: dict[str, Mark]
    starts: dict[str, tuple[tuple[str, Mark], ...]]
    """By first word."""
    ends: tuple[tuple[str, Mark], ...]
    contains: tuple[tuple[str, Mark], ...]


@cache
def _table() -> _Table:
    whole: dict[str, Mark] = {}
    starts: dict[str, list[tuple[str, Mark]]] = {}
    ends: list[tuple[str, Mark]] = []
    contains: list[tuple[str, Mark]] = []
    for row in load_table("marks_lines.tsv"):
        pattern = row["pattern"]
        mark = Mark(row["role"], row["where"], f"mark: {pattern} ({row['origin']})", pattern)
        if row["match"] == "whole":
            whole.setdefault(pattern.strip(_EDGE) or pattern, mark)
        elif row["match"] == "start":
            starts.setdefault(_first_word(pattern), []).append((pattern, mark))
        elif row["match"] == "end":
            ends.append((pattern, mark))
        else:
            contains.append((pattern, mark))
    ordered = {word: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for word, found in starts.items()}
    return _Table(whole, ordered, tuple(ends), tuple(contains))


def _first_word(text: str) -> str:
    match = re.match(r"[a-z]+|[^a-z]", text)
    return match.group() if match else ""


@cache
def stamp_words() -> frozenset[str]:
    """Return the words that a bare date or time stamp may hold."""
    return frozenset(load_words("marks_stamp_words.txt"))


_NAMED = frozenset(
    {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january",
        "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    }
)  # fmt: skip


def is_stamp(text: str) -> bool:
    """Tell whether a line holds nothing but a date, a time or both ("05:55 GMT 15.12.2021 (Updated: ...)")."""
    if len(text) > 140 or not any(char.isdigit() for char in text):
        return False
    words = stamp_words()
    named = False
    tokens = _TOKEN.findall(text.casefold())
    for token in tokens:
        if token.isdigit():
            if len(token) > 4:
                return False
        elif token[0].isalpha():
            if token not in words:
                return False
            named = named or token in _NAMED
        elif token not in ".,:;/-–—|()[]•·+'’":
            return False
    clock = re.search(r"\b\d{1,2}[:.]\d\d\b", text) is not None
    numeric = re.search(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b", text) is not None
    return (named and any(token.isdigit() for token in tokens)) or clock or numeric


_STAMPED = re.compile(r"(?:first |last )?(?:posted|published|submitted|updated)\b")
_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DATED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS},? \d{{4}}\b|\b{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b"
    r"|\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b"
)


def _is_stamp_with_more(bare: str, unit: Unit) -> bool:
    """Tell whether a line is what a site prints around its stamp ("Posted on March 14, 2019 by Admin")."""
    if unit.words > 14 or unit.closed or _DATED.search(bare) is None:
        return False
    first, bar, _ = bare.partition("|")
    return _STAMPED.match(bare) is not None or (bool(bar) and is_stamp(first.strip()))


def find_mark(unit: Unit) -> Mark | None:
    """Return the strongest mark that a unit bears, or None."""
    table = _table()
    key = unit.key
    bare = key.strip(_EDGE)
    if not bare:
        return table.whole.get(key) or Mark("furniture", "any", "nothing but signs")
    found = table.whole.get(bare) or table.whole.get(key)
    if found is not None:
        return found
    if unit.words <= 16:
        if is_stamp(bare):
            return Mark("dateline", "any", "a date or time stamp alone on its line")
        if _is_stamp_with_more(bare, unit):
            return Mark("dateline", "any", "a date stamp with its author or section")
        pattern = _shape(bare)
        if pattern:
            return Mark("furniture", "any", pattern)
    if "rights reserved" in key and unit.words <= 60:
        return Mark("furniture", "any", "mark: rights reserved")
    trimmed = key.lstrip(" •·|-*▪●►>»")
    for pattern, mark in table.starts.get(_first_word(trimmed), ()):
        if trimmed.startswith(pattern) and _strong(pattern, trimmed, unit):
            return mark
    for pattern, mark in table.ends:
        if bare.endswith(pattern) and unit.words <= 30 and not (pattern == "ago" and unit.words > 5):
            return mark
    hits = [mark for pattern, mark in table.contains if _holds(key, pattern)]
    if hits and (len(hits) > 1 or (unit.words <= 40 and '"' not in key)):
        return hits[0]
    return None


def _holds(key: str, pattern: str) -> bool:
    """Tell whether the pattern stands in the key on word limits ("roadblock" is no "adblock")."""
    at = key.find(pattern)
    return (
        at >= 0 and not (at and key[at - 1].isalnum()) and not key[at + len(pattern) : at + len(pattern) + 1].isalnum()
    )


def _shape(bare: str) -> str:
    if _AGO.fullmatch(bare):
        return "an age such as '3 hours ago'"
    if _READ.fullmatch(bare):
        return "a reading time"
    if _COUNT.fullmatch(bare) or _ORDER.fullmatch(bare):
        return "a bare number or count"
    if _URL.fullmatch(bare):
        return "a bare address"
    if _HANDLE.fullmatch(bare):
        return "a bare handle or hashtag"
    return ""


def _strong(pattern: str, key: str, unit: Unit) -> bool:
    """Tell whether a mark at the start of a unit can be believed: a short one is no mark before running prose."""
    following = key[len(pattern) : len(pattern) + 1]
    if pattern[-1].isalnum() and following.isalnum():
        return False
    if pattern in {"©", "(c)", "by"}:
        return pattern != "by" or (unit.words <= 14 and not unit.closed)
    if pattern.endswith(":") or pattern[0] in "([©":
        return unit.words <= 45 or pattern[0] in "(["
    if pattern.count(" ") >= 2:
        return unit.words <= 60
    return unit.words <= 16 and '"' not in key and not (unit.closed and unit.words > 11)
