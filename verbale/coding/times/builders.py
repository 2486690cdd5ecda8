"""What the builders of forms share: reading a match's month, year, unit, and the words around it."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from verbale.coding.times.forms import Form
from verbale.coding.times.patterns import Hit
from verbale.coding.times.tokens import class_codes

TEXT_BASE = Form("unknown", name="text")
"""Marks a form that is counted from the date named before it in the text, until the tagger puts that one in."""


SPOKEN = "?"
"""Marks a direction that the tense of the sentence decides."""


def month_of(hit: Hit) -> int:
    """Return the month that the group `m` names."""
    return int(hit.value("m"))


def year_of(hit: Hit, group: str = "y") -> str:
    """Return the year that a group names, `XXXX` where there is none."""
    return hit.value(group) if hit.has(group) else "XXXX"


def before_christ(hit: Hit, pattern: str) -> str:
    """Put the mark of a year before our era on a pattern, where the match has one."""
    if hit.has("bc") and not pattern.startswith("X"):
        year, _, rest = pattern.partition("-")
        return f"BC{int(year):04d}" + (f"-{rest}" if rest else "")
    return pattern


def date_form(pattern: str, weekday: int | None = None, direction: str = SPOKEN) -> Form:
    """Return a date; one without its year still has to learn where to look."""
    return Form("date", pattern=pattern, weekday=weekday, direction=direction if pattern.startswith("X") else "")


def weekday_of(hit: Hit) -> int | None:
    """Return the weekday that the group `wd` names."""
    return int(hit.value("wd")) if hit.has("wd") else None


def offset_of(hit: Hit, group: str = "r") -> int:
    """Return -1 for last, +1 for next, 0 for this."""
    return {"LAST": -1, "PREV": -1, "NEXT": 1, "COMING": 1, "FOLLOWING": 1}.get(class_of(hit, group), 0)


@cache
def class_names() -> dict[str, str]:
    """Return the name of each class by its character."""
    return {code: name for name, code in class_codes().items()}


def class_of(hit: Hit, group: str) -> str:
    """Return the class of a group's first token."""
    return class_names().get(hit.tokens.codes[hit.match.start(group)], "")


@cache
def code_of(name: str) -> str:
    """Return the character of a class."""
    return class_codes()[name]


def with_part(hit: Hit, form: Form) -> Form:
    """Put the part of the day that the group `p` names on a form."""
    return replace(form, part=hit.value("p") if class_of(hit, "p") != "NIGHTU" else "NI")


def is_title(hit: Hit, group: str) -> bool:
    """Whether a unit is part of a title or name ("60 Minutes", "the Six-Day War") in a sentence that is no headline."""
    words = hit.tokens.words
    index = hit.match.start(group)
    if not words[index].istitle() or hit.match.start() == 0:
        return False
    long = [word for word in words if len(word) > 3 and word.isalpha()]
    return sum(word[0].isupper() for word in long) * 5 < len(long) * 3


MODALS = frozenset("will would could can may might should must to be 'll very more shall".split())
