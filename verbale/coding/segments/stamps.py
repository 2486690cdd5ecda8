"""A day on a line of its own with where, by whom or in which house it was told ("Baku, September 27, 2020. AZERTAC").

Nothing else may stand on the line: a headline that begins or ends with a day says more, and a sentence much more. So a place or
an agency must be known by name; a body is told by its noun, all its words set in capitals.
"""

from __future__ import annotations

import re
from functools import cache

from verbale.coding.segments.marks import stamp_words
from verbale.lexicon import load_table, load_words
from verbale.lexicon.actors import FOLDER

_LONGEST = 140
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? "
_DATE = re.compile(
    rf"\b(?P<weekday>{_WEEKDAY})?(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})"
    r"(?P<year>,? (?:1[789]|20)\d\d)?\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.m\.|[ap]m\b|(?:hrs?|hours|gmt|utc)\b)|\b\d{1,2}[:.]\d\d\b", re.IGNORECASE
)
_BREAK = re.compile(r"[,;|/()\[\]]|\.(?= |$)|(?<= )[-–—]{1,2}(?= )")
_SMALL = frozenset({"of", "the", "for", "and", "to", "at", "in", "de", "la"})


def is_placed_stamp(text: str) -> bool:
    """Tell whether a line holds one day and, beside a time, nothing but places, agencies and bodies; one of them at least."""
    if len(text) > _LONGEST:
        return False
    days = list(_DATE.finditer(text))
    # "March 3" alone may be a thing ("March 14 Alliance"): a year or a weekday must tell that it is a day
    if len(days) != 1 or not (days[0]["year"] or days[0]["weekday"]):
        return False
    rest = _CLOCK.sub(",", f"{text[: days[0].start()]},{text[days[0].end() :]}")
    parts = [part.strip() for part in _BREAK.split(rest)]
    named = [part for part in parts if part and not _of_time(part)]
    return bool(named) and all(
        _is_known(part) or _is_body(part) or _is_known(f"{before} {part}")  # "Washington, D.C."
        for before, part in zip(["", *named], named, strict=False)
    )


def _key(name: str) -> str:
    return name.casefold().replace(".", "").removeprefix("the ")


def _of_time(part: str) -> bool:
    return all(word in stamp_words() for word in part.casefold().split())


def _is_known(part: str) -> bool:
    """Places and agencies; "Reuters Moscow" is no name, and no line of the kind is printed so."""
    return part[0].isupper() and _key(part) in _names()


def _is_body(part: str) -> bool:
    words = part.split()
    large = all(word[0].isupper() or word in _SMALL for word in words)
    return large and len(words) <= 8 and any(_key(word) in _nouns() for word in words)


@cache
def _nouns() -> frozenset[str]:
    return frozenset(load_words("marks_stamp_bodies.txt"))


@cache
def _names() -> frozenset[str]:
    """Return the names of places and agencies, as `_key` writes them."""
    found = set(load_words("agencies.txt"))
    for row in load_table("outlets.tsv"):
        if row["kind"] == "agency":
            found |= {row["name"], *row["names"].split(";")}
    for row in load_table("place_points.tsv"):
        found |= {row["name"], *row["aliases"].split(";")}
    found |= {row["name"] for row in load_table(FOLDER + "places.tsv")}
    for row in load_table(FOLDER + "polities.tsv"):
        found |= {row["name"], *row["aliases"].split(";"), *row["seats"].split(";")}
    return frozenset(_key(name) for name in found if name)
