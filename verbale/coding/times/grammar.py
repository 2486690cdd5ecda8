"""The grammar of expressions of time: which runs of token classes are one, and the form that they say.

The rules give the core of an expression; `compose` adds what stands before it ("early", "the end of", "at least") and
joins neighbours ("5 p.m. EST, Nov. 6").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from verbale.coding.times import points
from verbale.coding.times.forms import Form
from verbale.coding.times.numbers import duration, parse_number
from verbale.coding.times.patterns import Hit, Rule, compile_pattern
from verbale.coding.times.tokens import Tokens

TEXT_BASE = Form("unknown", name="text")
"""Marks a form that is counted from the date named before it in the text, until the tagger puts that one in."""
SPOKEN = "?"
"""Marks a direction that the tense of the sentence decides."""


def _month(hit: Hit) -> int:
    return int(hit.value("m"))


def _year(hit: Hit, group: str = "y") -> str:
    return hit.value(group) if hit.has(group) else "XXXX"


def _bc(hit: Hit, pattern: str) -> str:
    if hit.has("bc") and not pattern.startswith("X"):
        year, _, rest = pattern.partition("-")
        return f"BC{int(year):04d}" + (f"-{rest}" if rest else "")
    return pattern


def _date(pattern: str, weekday: int | None = None, direction: str = SPOKEN) -> Form:
    return Form("date", pattern=pattern, weekday=weekday, direction=direction if pattern.startswith("X") else "")


def _weekday_value(hit: Hit) -> int | None:
    return int(hit.value("wd")) if hit.has("wd") else None


def _month_day(hit: Hit) -> Form | None:
    day_text = hit.value("d")
    if not day_text.isdigit():
        return None
    day, month, year = int(day_text), _month(hit), _year(hit)
    if points.make_day(int(year) if year.isdigit() else 2000, month, day) is None:
        return None
    return _date(_bc(hit, f"{year}-{month:02d}-{day:02d}"), _weekday_value(hit))


def _month_year(hit: Hit) -> Form | None:
    return _date(_bc(hit, f"{_year(hit)}-{_month(hit):02d}"))


def _month_rel_year(hit: Hit) -> Form | None:
    named = _class_of(hit, "r") in ("THAT", "SAME", "FOLLOWING", "PREV")
    base = Form("rel", unit="Y", offset=_offset(hit), base=TEXT_BASE if named else None)
    pattern = f"XXXX-{_month(hit):02d}"
    if hit.has("d"):
        pattern += f"-{int(hit.value('d')):02d}"
    return Form("date", pattern=pattern, direction="this", base=base)


def _month_alone(hit: Hit) -> Form | None:
    word = hit.tokens.words[hit.match.start()]
    if word in ("May", "March", "April", "June", "August"):
        return _ambiguous_month(hit, word)
    return _date(f"XXXX-{_month(hit):02d}")


_MONTH_CONTEXT = frozenset(
    "in by since until till from of during last this next early late mid through before after between and to or for "
    "throughout every each into beyond - – — ( around about for".split()
)


def _ambiguous_month(hit: Hit, word: str) -> Form | None:
    before, after = hit.preceding(), hit.following()
    if before in _MONTH_CONTEXT and not (before in ("and", "to", "of", "for", "or", "(") and after.istitle()):
        return _date(f"XXXX-{_month(hit):02d}")
    if before == "the" and after.isalpha() and after not in ("of", "on", "to", "for", "by", "from"):
        return _date(f"XXXX-{_month(hit):02d}")
    if word == "August" and before and not after.istitle():
        return _date(f"XXXX-{_month(hit):02d}")
    return None


def _offset(hit: Hit, group: str = "r") -> int:
    return {"LAST": -1, "PREV": -1, "NEXT": 1, "COMING": 1, "FOLLOWING": 1}.get(_class_of(hit, group), 0)


@cache
def _names() -> dict[str, str]:
    from verbale.coding.times.tokens import class_codes

    return {code: name for name, code in class_codes().items()}


def _class_of(hit: Hit, group: str) -> str:
    return _names().get(hit.tokens.codes[hit.match.start(group)], "")


def _iso(hit: Hit) -> Form | None:
    word = hit.word("x")
    day = points.bounds(word[:10])
    if day is None:
        return None
    clock = re.match(r"t(\d\d:\d\d(?::\d\d)?)(z|[+-]\d\d:?\d\d)?", word[10:])
    if clock is None:
        return _date(word[:10])
    return Form("date", pattern=word[:10], time=clock.group(1) + (clock.group(2) or "").upper())


def numeric_date(word: str, month_first: bool | None) -> str | None:
    """Read 16.12.2021, 12/16/2021, 2021/12/16 as a point; `?` parts where the order of day and month stays open."""
    first, second, third = re.split(r"[./]", word)
    if len(first) == 4:
        year, month, day = first, second, third
    else:
        if len(first) > 2 or len(third) == 3:
            return None
        year = third if len(third) == 4 else ("20" if int(third) < 70 else "19") + third
        a, b = int(first), int(second)
        if a > 12 or "." in word:
            month_first = False
        elif b > 12:
            month_first = True
        if month_first is None and a != b:
            return f"{year}-??" if points.make_day(int(year), a, b) else None
        month, day = (first, second) if month_first else (second, first)
    made = points.make_day(int(year), int(month), int(day))
    return made.isoformat() if made else None


def _numeric(hit: Hit) -> Form | None:
    word = hit.word("x")
    pattern = numeric_date(word, None)
    if pattern is None:
        return None
    if pattern.endswith("??"):
        both = sorted(found for first in (True, False) if (found := numeric_date(word, first)))
        return Form("date", pattern="|".join(both))
    return _date(pattern)


def _dotted(hit: Hit) -> Form | None:
    first, second = re.split(r"[./]", hit.value("x"))
    day, month = int(first), int(second)
    if "/" in hit.value("x") and month > 12:
        day, month = month, day
    if points.make_day(2000, month, day) is None:
        return None
    return _date(f"XXXX-{month:02d}-{day:02d}", _weekday_value(hit))


def _weekday(hit: Hit) -> Form | None:
    if hit.tokens.codes[hit.match.start("wd")] != _code("WEEKDAY"):
        return _abbreviated_weekday(hit)
    return Form("weekday", weekday=int(hit.value("wd")), direction=SPOKEN)


def _abbreviated_weekday(hit: Hit) -> Form | None:
    if hit.preceding() in ("on", "last", "next", "this") and not hit.following().istitle():
        return Form("weekday", weekday=int(hit.value("wd")), direction=SPOKEN)
    return None


@cache
def _code(name: str) -> str:
    from verbale.coding.times.tokens import class_codes

    return class_codes()[name]


def _rel_weekday(hit: Hit) -> Form | None:
    kind = _class_of(hit, "r")
    direction = {
        "LAST": "last",
        "PREV": "last",
        "NEXT": "next",
        "COMING": "next",
        "FOLLOWING": "next",
        "THIS": "this",
    }.get(kind, SPOKEN)
    if hit.has("coming"):
        direction = "next" if _class_of(hit, "coming") == "COMING" else "last"
    base = TEXT_BASE if kind in ("PREV", "FOLLOWING", "THAT", "SAME") else None
    return Form("weekday", weekday=int(hit.value("wd")), direction=direction, base=base)


def _weekday_of_week(hit: Hit) -> Form | None:
    return Form("weekday", weekday=int(hit.value("wd")), direction=f"week{_offset(hit):+d}")


def _month_year_words(hit: Hit) -> Form | None:
    tens, rest = parse_number(hit.words("n")[:1]), parse_number(hit.words("n")[1:])
    if tens is None or rest is None or not 16 <= tens <= 20 or not 10 <= rest <= 99:
        return None
    return _date(f"{int(tens) * 100 + int(rest)}-{_month(hit):02d}")


def _rel_month(hit: Hit) -> Form | None:
    kind = _class_of(hit, "r")
    direction = {"LAST": "last", "PREV": "last", "NEXT": "next", "COMING": "next", "FOLLOWING": "next"}.get(
        kind, "this"
    )
    return Form(
        "date",
        pattern=f"XXXX-{_month(hit):02d}" + (f"-{int(hit.value('d')):02d}" if hit.has("d") else ""),
        direction=direction,
        base=TEXT_BASE if kind in ("PREV", "FOLLOWING") else None,
    )


def _rel_season(hit: Hit) -> Form | None:
    kind = _class_of(hit, "r")
    direction = {
        "LAST": "last",
        "PREV": "last",
        "NEXT": "next",
        "COMING": "next",
        "FOLLOWING": "next",
        "THIS": "near",
    }.get(kind, SPOKEN)
    if hit.has("coming"):
        direction = "next" if _class_of(hit, "coming") == "COMING" else "past"
    return Form("date", pattern=f"XXXX-{hit.value('s')}", direction=direction)


def _season(hit: Hit) -> Form | None:
    value = hit.value("s")
    if hit.has("y"):
        return _date(_bc(hit, f"{hit.value('y')}-{value}"))
    if hit.has("r"):
        return Form("date", pattern=f"XXXX-{value}", direction="this", base=Form("rel", unit="Y", offset=_offset(hit)))
    if _class_of(hit, "s") == "SEASON2":
        before = hit.preceding()
        if not (
            before in ("the", "this")
            and hit.preceding(2) in ("in", "by", "during", "since", "until", "of", "early", "late")
        ):
            if before not in ("in", "by", "since", "during", "until") or value == "FA":
                return None
        if hit.following() in ("of", "in", "from") or hit.following().istitle():
            return None
    elif hit.following() in ("olympics", "games", "school", "camp", "palace"):
        return None
    elif hit.tokens.words[hit.match.start("s")].istitle() and hit.preceding() not in (
        "",
        "in",
        "by",
        "the",
        "early",
        "late",
    ):
        return None
    elif hit.following().istitle() and hit.tokens.words[hit.match.end()].istitle():
        return None
    return _date(f"XXXX-{value}")


def _rel_unit(hit: Hit) -> Form | None:
    kind, unit = _class_of(hit, "r"), hit.value("u")
    if _titled(hit, "u"):
        return None
    if unit in ("S", "MIN", "H", "ML", "SM", "SE"):
        return None
    past_word = kind == "LAST" and hit.word("r") == "past"
    if past_word and unit != "WE":
        if hit.has("the"):
            return Form("duration", pattern=duration(1, unit), direction="past")
    if unit == "D":
        return _rel_day(hit, kind)
    if kind in ("THAT", "SAME"):
        return Form("rel", unit=unit, offset=0, base=TEXT_BASE)
    if kind in ("PREV", "FOLLOWING") or (kind == "NEXT" and hit.has("the")):
        return Form("rel", unit=unit, offset=_offset(hit), base=TEXT_BASE)
    if kind == "COMING":
        return Form("rel", unit=unit, offset=1)
    return Form("rel", unit=unit, offset=_offset(hit))


def _rel_day(hit: Hit, kind: str) -> Form | None:
    if kind in ("THAT", "SAME"):
        return Form("rel", unit="D", offset=0, base=TEXT_BASE)
    if kind in ("NEXT", "FOLLOWING"):
        return Form("rel", unit="D", offset=1, base=TEXT_BASE)
    if kind == "PREV":
        return Form("rel", unit="D", offset=-1, base=TEXT_BASE)
    if kind in ("LAST",):
        return None
    return Form("rel", unit="D", offset=0)


def _day_before(hit: Hit) -> Form | None:
    after = hit.following()
    later = _class_of(hit, "w") in ("AFTER", "LATER", "FOLLOWING")
    if _class_of(hit, "w") in ("BEFORE", "AFTER") and after not in (
        "",
        ".",
        ",",
        ";",
        ":",
        ")",
        "”",
        '"',
        "”",
        "that",
        "and",
        "by",
        "in",
        "?",
        "!",
    ):
        return None
    return Form("rel", unit=hit.value("u"), offset=1 if later else -1, base=TEXT_BASE)


def _day_before_yesterday(hit: Hit) -> Form | None:
    return Form("rel", unit="D", offset=2 * int(hit.value("t")) if hit.value("t") != "0" else 0)


def _today(hit: Hit) -> Form | None:
    before = hit.tokens.words[hit.match.start() - 1] if hit.match.start() else ""
    if hit.tokens.words[hit.match.start()].istitle() and before[:1].isupper():
        return None  # Russia Today, USA Today
    return Form("rel", unit="D", offset=int(hit.value("t")))


def _part(hit: Hit, form: Form) -> Form:
    from msgspec.structs import replace

    return replace(form, part=hit.value("p") if _class_of(hit, "p") != "NIGHTU" else "NI")


def _rel_part(hit: Hit) -> Form | None:
    kind = _class_of(hit, "r")
    if kind in ("NEXT", "FOLLOWING"):
        base: Form | None = TEXT_BASE
        offset = 1
    elif kind == "PREV":
        base, offset = TEXT_BASE, -1
    elif kind in ("THAT", "SAME"):
        base, offset = TEXT_BASE, 0
    elif kind == "LAST":
        if hit.word("r") == "past":
            return None
        base, offset = None, -1
    else:
        base, offset = None, 0
    return _part(hit, Form("rel", unit="D", offset=offset, base=base))


def _today_part(hit: Hit) -> Form | None:
    return _part(hit, Form("rel", unit="D", offset=int(hit.value("t"))))


def _weekday_part(hit: Hit) -> Form | None:
    return _part(hit, Form("weekday", weekday=int(hit.value("wd")), direction=SPOKEN))


def _bare_part(hit: Hit) -> Form | None:
    before = hit.preceding()
    if (
        hit.has("the")
        and before in ("in", "during", "by", "of", "until", "through")
        and _class_of(hit, "p") != "NIGHTU"
    ):
        return _part(hit, Form("rel", unit="D", offset=0, base=TEXT_BASE))
    return None


def _tonight(hit: Hit) -> Form | None:
    return Form("rel", unit="D", offset=0, part="NI")


def _overnight(hit: Hit) -> Form | None:
    return Form("rel", unit="D", offset=0, part="NI")


def _clock_text(hit: Hit) -> str | None:
    word = hit.value("c")
    parts = re.split(r"[:.]", word)
    if not all(part.isdigit() for part in parts):
        return None
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else None
    if len(word) == 4 and ":" not in word and "." not in word:
        hour, minute = int(word[:2]), int(word[2:])
    if hour > 24 or (minute or 0) > 59:
        return None
    half = hit.value("ap") if hit.has("ap") else ""
    if half:
        if hour > 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = hit.value("z") if hit.has("z") else ""
    return f"{hour:02d}:{minute or 0:02d}{zone}"


def _clock(hit: Hit) -> Form | None:
    clock = _clock_text(hit)
    return Form("time", pattern=clock) if clock else None


def _oclock(hit: Hit) -> Form | None:
    number = parse_number([hit.word("c")])
    return Form("time", pattern=f"{int(number):02d}:00") if number and 1 <= number <= 24 else None


def _hour_of_part(hit: Hit) -> Form | None:
    number = parse_number([hit.word("c").split(":")[0]])
    if number is None or not 1 <= number <= 12:
        return None
    minute = hit.word("c").partition(":")[2] or "00"
    late = _class_of(hit, "p") == "NIGHTU" or hit.value("p") in ("AF", "EV")
    hour = int(number) % 12 + (12 if late else 0)
    return Form("time", pattern=f"{hour:02d}:{minute[:2]}")


def _noon(hit: Hit) -> Form | None:
    if hit.value("n") == "24:00" and hit.following() in ("rider", "run", "mass"):
        return None
    return Form("time", pattern=hit.value("n"))


def _ago(hit: Hit) -> Form | None:
    unit = hit.value("u")
    kind = _class_of(hit, "w")
    sign = 1 if kind in ("LATER", "FROM", "HENCE", "ON", "AFTER", "FOLLOWING", "AHEAD") else -1
    base = None if kind in ("AGO", "FROM", "HENCE", "AHEAD") else TEXT_BASE
    if kind in ("BEFORE", "AFTER", "ON") and hit.following() not in (
        "",
        ".",
        ",",
        ";",
        ":",
        ")",
        "”",
        '"',
        "and",
        "—",
        "–",
    ):
        return None
    if kind == "ON":
        count = parse_number(hit.words("q"))
        return Form("duration", pattern=duration(count, unit)) if unit in ("D", "W", "M", "Y", "DE") and count else None
    number = parse_number(hit.words("q")) if hit.has("q") else None
    if number is None or hit.has("vague"):
        return Form("ref", pattern="PAST_REF" if sign < 0 else "FUTURE_REF")
    factor = {"DE": 10, "CE": 100, "ML": 1000}.get(unit)
    if factor:
        return Form("rel", unit="Y", offset=int(sign * number * factor), base=base)
    if unit == "FN":
        unit, number = "W", number * 2
    if unit == "N":
        unit = "D"
    if number != int(number):
        if unit != "Y":
            return Form("ref", pattern="PAST_REF" if sign < 0 else "FUTURE_REF")
        return Form("rel", unit="M", offset=round(sign * number * 12), base=base)
    if unit in ("H", "MIN", "S"):
        return (
            Form("rel", unit="H" if unit == "H" else unit, offset=0 if number < 24 else 0, base=base)
            if number < 6
            else Form("duration", pattern=duration(number, unit), direction="past" if sign < 0 else "future")
        )
    name = "ago" if unit == "Y" and kind == "AGO" and number == 1 and hit.word("q") in ("a", "one") else ""
    return Form("rel", unit=unit, offset=int(sign * number), base=base, name=name)


def _year_ago(hit: Hit) -> Form | None:
    base = TEXT_BASE if _class_of(hit, "w") != "AGO" else None
    return Form("rel", unit=hit.value("u"), offset=-1, base=base)


_DUR_FOLLOW_BAD = frozenset({"st", "nd"})


def _titled(hit: Hit, group: str) -> bool:
    """Whether a unit is part of a title or name ("60 Minutes", "the Six-Day War") in a sentence that is no headline."""
    words = hit.tokens.words
    index = hit.match.start(group)
    if not words[index].istitle() or hit.match.start() == 0:
        return False
    long = [word for word in words if len(word) > 3 and word.isalpha()]
    return sum(word[0].isupper() for word in long) * 5 < len(long) * 3


def _duration(hit: Hit) -> Form | None:
    unit = hit.value("u")
    words = hit.words("vague") if hit.has("vague") else []
    if unit in ("SE", "SM") or (words and unit in ("S", "N", "NI")):
        return None
    count = None if words else parse_number(hit.words("q"))
    if (count is None and not words) or (count is not None and count > 100000):
        return None
    if _titled(hit, "u"):
        return None
    if hit.has("r") and hit.word("r") == "last" and hit.preceding() in _MODALS:
        return None  # "is to last two weeks"
    if hit.following() == "old" or (hit.following() in ("-", "–") and hit.following(2) in ("old", "olds")):
        return None  # ages are no times
    if unit == "Q" and (hit.tokens.glued(hit.match.end() - 1) or hit.following() == "of"):
        return None  # three-quarters, three quarters of
    if not words and _class_of(hit, "q") == "YEAR" and 1800 <= (count or 0) <= 2100 and _class_of(hit, "u") == "UNIT":
        return None
    if words in (["some"], ["various"], ["many"], ["numerous"]) and unit not in ("H", "D", "W", "M", "Y", "DE", "CE"):
        return None
    if words in (["some"], ["many"]) and _class_of(hit, "u") == "UNIT":
        return None
    if "couple" in words:
        count = 2
    if hit.has("half"):
        count = (count or 0) + 0.5
    direction = ""
    if hit.has("r"):
        direction = "past" if _class_of(hit, "r") in ("LAST", "PREV", "RECENT", "LATEST") else "future"
    return Form("duration", pattern=duration(count, "N" if unit == "NI" else unit), direction=direction)


def _count_range(hit: Hit) -> Form | None:
    """Read "two to three weeks", "a year or two", "weeks or months": TIMEX3 gives the first of the two."""
    count = parse_number(hit.words("q")) if hit.has("q") else None
    direction = ("past" if _class_of(hit, "r") in ("LAST", "PREV", "RECENT") else "future") if hit.has("r") else ""
    return Form("duration", pattern=duration(count, hit.value("u")), direction=direction)


def _first_units(hit: Hit) -> Form | None:
    number = parse_number(hit.words("q")) if hit.has("q") else None
    if number is None and not hit.has("vague"):
        return None
    return Form("duration", pattern=duration(number, hit.value("u")))


_A_UNIT_AFTER = frozenset(
    "for in of within after over about nearly than almost least take takes took taking once only just last lasted lasting spent "
    "spend another to under barely around roughly exactly by is was more".split()
)


def _a_unit(hit: Hit) -> Form | None:
    unit = hit.value("u")
    if unit in ("S", "SE", "SM", "Q", "ML"):
        return None
    before, after = hit.preceding(), hit.following()
    if after in ("ago", "earlier", "old") or (unit == "D" and after in ("of", "when", "that")):
        return None
    if after in ("after", "before", "since") and unit not in ("WE", "DE", "CE"):
        return Form("duration", pattern=duration(1, unit))
    if before not in _A_UNIT_AFTER and before not in ("", "“", '"', ","):
        return None
    if before in ("", "“", '"', ",", "is", "was", "to", "by", "of") and (
        unit in ("D", "WE") or after in ("of", "when")
    ):
        return None
    return Form("duration", pattern="P1WE" if unit == "WE" else duration(1, unit))


_BARE_BEFORE = frozenset(
    "for in within of over after take took last lasted lasting takes and or many the recent spent past".split()
)


def _bare_units(hit: Hit) -> Form | None:
    unit = hit.value("u")
    if unit not in ("D", "W", "M", "Y", "DE", "CE", "H") or hit.following() in ("old",):
        return None
    if hit.preceding() not in (
        "for",
        "in",
        "within",
        "after",
        "over",
        "take",
        "took",
        "weeks",
        "months",
        "lasted",
        "spent",
        "last",
    ):
        return None
    return Form("duration", pattern=duration(None, unit))


def _recent(hit: Hit) -> Form | None:
    kind = _class_of(hit, "r")
    unit = hit.value("u")
    if kind == "THESE":
        return Form("ref", pattern="PRESENT_REF") if unit == "D" and hit.word("r") == "these" else None
    if kind in ("LAST", "RECENT") and unit in ("Y", "DE", "CE"):
        return Form("ref", pattern="PAST_REF")
    direction = "future" if kind in ("COMING", "FOLLOWING", "NEXT") else "past"
    return Form("duration", pattern=duration(None, unit), direction=direction)


def _long(hit: Hit) -> Form | None:
    return Form("duration", pattern=duration(None if _class_of(hit, "u") == "UNITS" else 1, hit.value("u")))


def _every(hit: Hit) -> Form | None:
    unit = hit.value("u")
    number = parse_number(hit.words("q")) if hit.has("q") else 1
    if hit.has("other"):
        number = 2
    if number is None or unit in ("S",):
        return None
    return Form("set", pattern=duration(number, unit))


def _every_weekday(hit: Hit) -> Form | None:
    return Form("set", pattern=f"XXXX-WXX-{int(hit.value('wd')) + 1}")


def _every_month(hit: Hit) -> Form | None:
    return Form("set", pattern=f"XXXX-{int(hit.value('m')):02d}")


def _every_part(hit: Hit) -> Form | None:
    return Form("set", pattern="P1D" if _class_of(hit, "p") == "NIGHTU" else f"XXXX-XX-XXT{hit.value('p')}")


def _every_season(hit: Hit) -> Form | None:
    return Form("set", pattern=f"XXXX-{hit.value('s')}")


def _set_adverb(hit: Hit) -> Form | None:
    after = hit.following()
    if hit.tokens.words[hit.match.start()].istitle() and (after.istitle() or hit.match.start() > 0):
        return None
    return Form("set", pattern=hit.value("x"))


def _times_a(hit: Hit) -> Form | None:
    return Form("set", pattern=duration(1, hit.value("u")))


_MODALS = frozenset("will would could can may might should must to be 'll very more shall".split())


def _reference(hit: Hit) -> Form | None:
    word, after = hit.word("x"), hit.following()
    if word == "soon" and (after in ("after", "as", "before", "afterwards") or hit.preceding() in ("as", "too", "how")):
        return None
    if word == "soon" and hit.preceding() not in _MODALS:
        return None
    return Form("ref", pattern=hit.value("x"))


_FUTURE_NOT_BEFORE = frozenset("a an any its their his her our this that all no every".split())
_FUTURE_AFTER = frozenset("of and to is in as for with by but will would because that on or if was at".split())


def _future(hit: Hit) -> Form | None:
    after = hit.following()
    if hit.preceding() in _FUTURE_NOT_BEFORE or (after.isalpha() and after not in _FUTURE_AFTER):
        return None
    return Form("ref", pattern="FUTURE_REF")


def _the_past(hit: Hit) -> Form | None:
    if (
        hit.preceding() in ("in", "of", "from", "to", "than", "like", "on", "with", "into", "about", "as", "and")
        or not hit.following()
    ):
        if hit.following().isdigit() or hit.following() in ("century", "week", "two", "three"):
            return None
        return Form("ref", pattern="PAST_REF")
    return None


def _the_current(hit: Hit) -> Form | None:
    word, before, after = hit.tokens.words[hit.match.end() - 1].lower(), hit.preceding(), hit.following()
    if word == "present" and not (before in ("at", "the") and not after.isalpha()) and after not in ("-", "day"):
        return None
    return Form("ref", pattern="PAST_REF" if hit.has("then") else "PRESENT_REF")


def _quarter(hit: Hit) -> Form | None:
    value = hit.value("o")
    number = int(value) if value.isdigit() else 2
    halves = hit.has("half")
    if not 1 <= number <= (2 if halves else 4):
        return None
    code = f"{'H' if halves else 'Q'}{number}"
    if hit.has("y"):
        return _date(f"{hit.value('y')}-{code}")
    if hit.has("r"):
        return Form("date", pattern=f"XXXX-{code}", direction="this", base=Form("rel", unit="Y", offset=_offset(hit)))
    if hit.has("yr"):
        return Form("date", pattern=f"XXXX-{code}", direction="this", base=Form("rel", unit="Y", offset=0))
    if halves:
        return None
    return _date(f"XXXX-{code}")


def _quarter_token(hit: Hit) -> Form | None:
    code = hit.value("q")
    if code.startswith("H") and code[1] not in "12":
        return None
    if hit.has("y"):
        return _date(f"{hit.value('y')}-{code}")
    return (
        _date(f"XXXX-{code}")
        if code.startswith("Q") and hit.preceding() in ("in", "for", "of", "by", "since", "until")
        else None
    )


def _half_last(hit: Hit) -> Form | None:
    if hit.has("half"):
        code = "H2"
    elif hit.value("k") == "Q":
        code = "Q4"
    else:
        return None
    if hit.has("y"):
        return _date(f"{hit.value('y')}-{code}")
    base = Form("rel", unit="Y", offset=_offset(hit) if hit.has("r") else 0)
    return Form("date", pattern=f"XXXX-{code}", direction="this", base=base)


_YEAR_BEFORE = frozenset("in since until by of from year between early late before after circa (".split())
_NOT_A_YEAR = frozenset(
    "people troops soldiers men women children km kilometers kilometres miles meters metres dead deaths feet dollars euros "
    "pounds tons tonnes barrels points percent times refugees civilians fighters prisoners votes seats homes houses cars jobs "
    "companies firms workers employees students police officers militants rebels members tanks missiles aircraft of hours "
    "days months years weeks shares bodies square hectares acres".split()
)


def _bare_year(hit: Hit) -> Form | None:
    year = int(hit.value("y"))
    before, after = hit.preceding(), hit.following()
    if hit.match.start() and hit.tokens.codes[hit.match.start() - 1] == _code("MONEY") or after == "%":
        return None
    if hit.has("bc") or hit.has("ad"):
        return _date(_bc(hit, f"{year:04d}"))
    if after in _NOT_A_YEAR or (after == "," and hit.following(2).isdigit() and len(hit.following(2)) == 3):
        return None
    if before in _NUMBERED:
        return None
    if 1900 <= year <= 2060:
        return _date(f"{year:04d}")
    if 1000 <= year <= 2100 and (before in _YEAR_BEFORE or (1600 < year < 1900 and before in ("for", "the", ""))):
        plural = (
            after.endswith("s") and after.islower() and len(after) > 3 and hit.tokens.words[hit.match.end()].islower()
        )
        return None if plural else _date(f"{year:04d}")
    return None


_NUMBERED = frozenset("resolution no number room article boeing page flight highway route # section decree".split())


def _year_words(hit: Hit) -> Form | None:
    words = hit.words("n")
    tens = parse_number(words[:1])
    if tens is None:
        return None
    rest = parse_number(words[1:])
    if rest is None:
        return None
    if tens in (16, 17, 18, 19) and 10 <= rest <= 99:
        return _date(f"{int(tens) * 100 + int(rest)}")
    return None


def _year_two_thousand(hit: Hit) -> Form | None:
    number = parse_number(hit.words("n"))
    if number is None or not 2000 <= number <= 2099:
        return None
    if not hit.has("the") and hit.preceding() not in ("year", "in", "since", "by", "until"):
        return None
    return _date(f"{int(number)}") if hit.has("the") or number > 2000 else None


def _decade(hit: Hit) -> Form | None:
    digits = hit.value("x")
    if len(digits) == 2:
        if hit.word("x")[0] not in "'’‘" and not hit.has("the"):
            return None
        digits = "19" + digits
    if not 1000 <= int(digits) <= 2100:
        return None
    if digits.endswith("00"):
        return Form("date", pattern=digits[:2] if hit.has("bc") is False else f"BC{digits[:2]}")
    return Form("date", pattern=f"BC{digits[:3]}" if hit.has("bc") else digits[:3])


def _decade_words(hit: Hit) -> Form | None:
    century = "19"
    if hit.has("c"):
        number = parse_number([hit.word("c")])
        if number is None or not 16 <= number <= 20:
            return None
        century = str(int(number))
    elif not hit.has("the") or hit.preceding() in ("his", "her", "their"):
        return None
    return Form("date", pattern=f"{century}{hit.value('x')}")


def _century(hit: Hit) -> Form | None:
    value = hit.value("o")
    number = int(value) if value.isdigit() else 2
    if not 1 <= number <= 30:
        return None
    if hit.has("bc"):
        return Form("date", pattern=f"BC{number - 1:02d}")
    return Form("date", pattern=f"{number - 1:02d}")


def _roman_century(hit: Hit) -> Form | None:
    return None


def _the_day(hit: Hit) -> Form | None:
    day = hit.value("d")
    if not day.isdigit() or not 1 <= int(day) <= 31:
        return None
    if hit.preceding() not in ("on", "by", "until", "from", "since", "of", "before", "after") and not hit.has("wd"):
        return None
    after = hit.following()
    if after not in ("", ".", ",", ";", ")", "and", "to", "at", "in", "for", "with", "he", "she", "they", "but"):
        return None
    return Form("date", pattern=f"XXXX-XX-{int(day):02d}", weekday=_weekday_value(hit), direction=SPOKEN)


def _day_of_rel_month(hit: Hit) -> Form | None:
    base = Form(
        "rel",
        unit="M",
        offset=_offset(hit),
        base=TEXT_BASE if _class_of(hit, "r") in ("THAT", "SAME", "FOLLOWING", "PREV") else None,
    )
    return Form("date", pattern=f"XXXX-XX-{int(hit.value('d')):02d}", direction="near", base=base)


def _slash_days(hit: Hit) -> Form | None:
    first, slash, second = hit.value("x").partition("/")
    month, year = _month(hit), _year(hit)
    test = int(year) if year.isdigit() else 2000
    if (
        not slash
        or points.make_day(test, month, int(first)) is None
        or points.make_day(test, month, int(second)) is None
    ):
        return None
    if int(first) >= int(second):
        return None
    return Form(
        "range",
        first=_date(f"{year}-{month:02d}-{int(first):02d}"),
        second=_date(f"{year}-{month:02d}-{int(second):02d}"),
    )


def _clock_city(hit: Hit) -> Form | None:
    if hit.has("city") and not hit.tokens.words[hit.match.start("city")].istitle():
        return None
    if not hit.has("ap") and ":" not in hit.value("c") and len(hit.value("c")) < 4:
        return None
    clock = _clock_text(hit)
    return Form("time", pattern=clock) if clock else None


def _at_dawn(hit: Hit) -> Form | None:
    if hit.word("p") in ("dawn", "dusk", "daybreak", "sunrise", "sunset", "nightfall") and hit.preceding() in (
        "at",
        "before",
        "after",
        "by",
        "from",
        "until",
    ):
        return _part(hit, Form("rel", unit="D", offset=0))
    return None


def _day_range(hit: Hit) -> Form | None:
    month, year = _month(hit), _year(hit)
    if not hit.value("d").isdigit() or not hit.value("e").isdigit():
        return None
    first, second = int(hit.value("d")), int(hit.value("e"))
    test = int(year) if year.isdigit() else 2000
    if first >= second or points.make_day(test, month, first) is None or points.make_day(test, month, second) is None:
        return None
    return Form(
        "range", first=_date(f"{year}-{month:02d}-{first:02d}"), second=_date(f"{year}-{month:02d}-{second:02d}")
    )


def _month_range(hit: Hit) -> Form | None:
    year = _year(hit)
    first, second = int(hit.value("m")), int(hit.value("n"))
    if first >= second:
        return None
    return Form("range", first=_date(f"{year}-{first:02d}"), second=_date(f"{year}-{second:02d}"))


def _year_range(hit: Hit) -> Form | None:
    first, second = hit.value("y"), hit.value("z")
    if len(second) == 2 and not second.startswith("0"):
        second = first[:2] + second
    elif len(second) == 1:
        return None
    if not (1000 <= int(first) < int(second) <= 2100):
        return None
    return Form("range", first=_date(first), second=_date(second))


def _fiscal_year(hit: Hit) -> Form | None:
    if hit.has("y"):
        return _date(hit.value("y"))
    return Form("rel", unit="Y", offset=_offset(hit) if hit.has("r") else 0)


_THE_UNIT_AFTER = frozenset("for during in of over through throughout within".split())


def _the_unit(hit: Hit) -> Form | None:
    unit, before, after = hit.value("u"), hit.preceding(), hit.following()
    if unit == "WE":
        return Form("rel", unit="WE", offset=0, direction="past")
    if unit == "Q":
        return Form("rel", unit="Q", offset=0, base=TEXT_BASE)
    if unit in ("W", "M", "Y") and before in _THE_UNIT_AFTER and after not in ("of", "of", "when", "before", "after"):
        if unit == "Y" and after in ("ended", "ending"):
            return Form("duration", pattern="P1Y")
        return Form("rel", unit=unit, offset=0, base=TEXT_BASE)
    return None


LAST_QUARTER = Form("rel", unit="Q", offset=-1)


def _latest(hit: Hit) -> Form | None:
    last = hit.tokens.values[hit.match.end() - 1]
    if last in ("Q", "period") and "latest" in [
        word.lower() for word in hit.tokens.words[hit.match.start() : hit.match.end()]
    ]:
        return Form("rel", unit="Q", offset=0, base=TEXT_BASE, name="quarter")
    return None


def _year_period(hit: Hit) -> Form | None:
    last = hit.tokens.values[hit.match.end() - 1]
    if last not in ("Q", "period"):
        return None
    return Form("date", pattern=hit.value("y"), name="quarter")


def _year_ago_period(hit: Hit) -> Form | None:
    if hit.value("u") != "Y" or (hit.has("k") and hit.value("k") != "Q"):
        return None
    if hit.has("o"):
        year = Form("rel", unit="Y", offset=-1)
        return (
            Form("date", pattern=f"XXXX-Q{hit.value('o')}", direction="this", base=year)
            if hit.value("o") in "1234"
            else None
        )
    return Form("rel", unit="Y", offset=-1, base=TEXT_BASE, name="quarter")


def _years_quarter(hit: Hit) -> Form | None:
    year = Form("rel", unit="Y", offset=_offset(hit))
    if hit.value("k") != "Q":
        return None
    if not hit.has("o"):
        return Form("rel", unit="Y", offset=_offset(hit), base=TEXT_BASE, name="quarter")
    return (
        Form("date", pattern=f"XXXX-Q{hit.value('o')}", direction="this", base=year)
        if hit.value("o") in "1234"
        else None
    )


def _of_the_unit(hit: Hit) -> Form | None:
    unit = hit.value("u")
    if unit not in ("D", "W", "M", "Y", "DE", "CE", "Q", "WE"):
        return None
    mod = {"BEGIN": "START", "END": "END", "MID": "MID"}[_class_of(hit, "w")]
    return Form("rel", unit=unit, offset=0, base=TEXT_BASE, mod=mod)


def _year_end(hit: Hit) -> Form | None:
    if hit.has("r"):
        return Form("rel", unit="Y", offset=_offset(hit), mod="END")
    if hit.has("hyphen"):
        return _date("XXXX-12-31")
    return Form("rel", unit="Y", offset=0, mod="END")


def _as_soon(hit: Hit) -> Form | None:
    return Form("ref", pattern="FUTURE_REF")


RULES: tuple[Rule, ...] = (
    Rule("iso", "(?P<x>ISO)", _iso),
    Rule("numeric", "(?P<x>NUMDATE)", _numeric),
    Rule("weekday-dotted", "(?P<wd>WKD) CC (?:LPAR (?P<x>DOTTED) DOT? RPAR)", _dotted),
    Rule("weekday-paren-md", "(?P<wd>WKD) LPAR (?P<m>MON)(?P<d>DAYNUM)(?:CC(?P<y>YEAR))? (?P<bc>BC)? RPAR", _month_day),
    Rule(
        "weekday-paren-dm",
        "(?P<wd>WKD) LPAR (?P<d>DAYNUM)(?:OF)?(?P<m>MON)(?:CC(?P<y>YEAR))? (?P<bc>BC)? RPAR",
        _month_day,
    ),
    Rule("md-weekday", "(?P<m>MON)(?P<d>DAYNUM)(?:CC(?P<y>YEAR))?(?P<bc>BC)? LPAR (?P<wd>WKD) RPAR", _month_day),
    Rule("dm-weekday", "(?P<d>DAYNUM)(?P<m>MON)(?:CC(?P<y>YEAR))?(?P<bc>BC)? LPAR (?P<wd>WKD) RPAR", _month_day),
    Rule(
        "day-range-md",
        "(?P<m>MON)(?P<d>DAYNUM)(?:HYPHEN|TO|UNTIL|AND)(?P<e>DAYNUM)(?!ANYUNIT|MON|PERCENT)(?:CC(?P<y>YEAR))?",
        _day_range,
    ),
    Rule(
        "day-range-dm",
        "(?P<d>DAYNUM)(?:HYPHEN|TO|UNTIL|AND)(?P<e>DAYNUM)(?:OF)?(?P<m>MON)(?:CC(?P<y>YEAR))?",
        _day_range,
    ),
    Rule("month-range", "(?P<m>MON)HYPHEN(?P<n>MON)(?:CC(?P<y>YEAR))", _month_range),
    Rule("year-range", "(?P<y>YEAR)(?:HYPHEN|SLASH)(?P<z>YEAR|DAYN|NUM)", _year_range),
    Rule(
        "md",
        "(?:(?P<wd>WKD)CC(?:THE)?)?(?P<m>MON)(?:THE)?(?P<d>DAYNUM|ORDW)(?!SLASH|PERCENT)(?:CC(?P<y>YEAR)(?P<bc>BC)?)?",
        _month_day,
    ),
    Rule(
        "dm",
        "(?:(?P<wd>WKD)CC(?:THE)?)?(?:THE)?(?P<d>DAYNUM|ORDW)(?:HYPHEN|OF)?(?P<m>MON)(?:HYPHEN|COMMA|OF)?(?P<y>YEAR)(?P<bc>BC)?",
        _month_day,
    ),
    Rule("dm-bare", "(?:(?P<wd>WKD)CC(?:ON)?(?:THE)?)?(?:THE)?(?P<d>DAYNUM|ORDW)(?:OF)?(?P<m>MON)", _month_day),
    Rule("my", "(?P<m>MON)(?:OF|COMMA|IN)?(?P<y>YR)(?P<bc>BC)?", _month_year),
    Rule("my-words", "(?P<m>MON)(?P<n>NUMW NUMW(?:HYPHEN?NUMW)?)", _month_year_words),
    Rule(
        "md-rel",
        "(?P<m>MON)(?P<d>DAYN)(?:OF|COMMA)?(?:THE)?(?P<r>LAST|NEXT|THIS|THAT|SAME|FOLLOWING|PREV)(?:SAME)?UNIT",
        lambda h: _month_rel_year(h) if h.tokens.values[h.match.end() - 1] == "Y" else None,
    ),
    Rule(
        "m-rel",
        "(?P<m>MON)(?:OF|COMMA)?(?:THE)?(?P<r>LAST|NEXT|THIS|FOLLOWING|PREV|THAT|SAME)(?:SAME)?UNIT",
        lambda h: _month_rel_year(h) if h.tokens.values[h.match.end() - 1] == "Y" else None,
    ),
    Rule("rel-md", "(?P<r>LAST|NEXT|THIS|COMING)(?P<m>MON)(?P<d>DAYNUM)(?!ANYUNIT)", _rel_month),
    Rule("rel-m", "(?:THE)?(?P<r>LAST|NEXT|THIS|COMING|PREV|FOLLOWING)(?P<m>MON)", _rel_month),
    Rule("m", "(?P<m>MONTH)", _month_alone),
    Rule(
        "weekday-of-week",
        "(?P<wd>WKD)(?:OF)?(?P<r>LAST|NEXT|THIS)UNIT",
        lambda h: _weekday_of_week(h) if h.tokens.values[h.match.end() - 1] == "W" else None,
    ),
    Rule(
        "rel-weekday",
        "(?:THE)?(?P<r>LAST|NEXT|THIS|COMING|PREV|FOLLOWING|THAT|SAME)(?P<coming>COMING|LAST)?(?P<wd>WKD)",
        _rel_weekday,
    ),
    Rule("weekday-part", "(?P<wd>WKD)(?P<p>DAYPART|NIGHTU)", _weekday_part),
    Rule("weekday", "(?P<wd>WKD)", _weekday),
    Rule(
        "rel-season",
        "(?:THE)?(?P<r>LAST|NEXT|THIS|COMING|PREV|FOLLOWING)(?P<coming>COMING|LAST)?(?P<s>SEASON|SEASON2)",
        _rel_season,
    ),
    Rule("season-year", "(?:THE)?(?P<s>SEASON|SEASON2)(?:OF|COMMA)?(?P<y>YR)(?P<bc>BC)?", _season),
    Rule("season-rel", "(?:THE)?(?P<s>SEASON|SEASON2)(?:OF)?(?P<r>LAST|NEXT|THIS)UNIT", _season),
    Rule("season", "(?P<s>SEASON|SEASON2)", _season),
    Rule(
        "rel-unit",
        "(?P<the>THE)?(?P<r>LAST|NEXT|THIS|COMING|PREV|FOLLOWING|THAT|CURRENT)(?:SAME)?FISCAL?(?P<u>UNIT)(?!HYPHEN)",
        _rel_unit,
    ),
    Rule("same-unit", "(?:THE|THAT)(?P<r>SAME)(?P<u>UNIT)", _rel_unit),
    Rule("rel-part", "(?:THE)?(?P<r>LAST|NEXT|THIS|PREV|FOLLOWING|THAT|SAME)(?P<p>DAYPART|NIGHTU)", _rel_part),
    Rule("day-before", "(?:THE|AN|NUMW)(?P<u>UNIT)(?P<w>BEFORE|AFTER|EARLIER|LATER|FOLLOWING)", _day_before),
    Rule("day-before-yesterday", "(?:THE)?UNIT(?:BEFORE|AFTER)(?P<t>TODAY)", _day_before_yesterday),
    Rule("today-part", "(?P<t>TODAY)(?P<p>DAYPART|NIGHTU)", _today_part),
    Rule("today", "(?P<t>TODAY)", _today),
    Rule("tonight", "TONIGHT", _tonight),
    Rule("overnight", "OVERNIGHT", _overnight),
    Rule("bare-part", "(?P<the>THE)(?P<p>DAYPART)", _bare_part),
    Rule("clock-ampm", "(?P<c>CLOCK|DAYN|DOTTED)(?P<ap>AMPM)(?:LOCAL TIME|(?P<z>ZONE)(?:TIME)?)?", _clock),
    Rule("clock", "(?P<c>CLOCK)(?:HYPHEN?UNITS|(?:LOCAL TIME)|(?P<z>ZONE))?", _clock),
    Rule("clock-zone", "(?P<c>HHMM|YEAR|DOTTED)(?P<z>ZONE)", _clock),
    Rule("oclock", "(?P<c>DAYN|NUMW).QUOTE OCLOCK", _oclock),
    Rule("noon", "(?P<n>NOON)(?!HYPHEN)", _noon),
    Rule("hour-in-the-morning", "(?P<c>DAYN|CLOCK|NUMW)(?:IN THE|AT)(?P<p>DAYPART|NIGHTU)", _hour_of_part),
    Rule(
        "ago",
        "(?P<q>NUMBER)HYPHEN?(?:AND AN HALF)?MORE?(?P<u>ANYUNIT)(?:OR SO)?(?P<w>AGO|EARLIER|LATER|BEFORE|AFTER|HENCE|ON|AHEAD|FROM(?=REF))",
        _ago,
    ),
    Rule("a-ago", "(?P<q>AN)(?P<u>UNIT|NIGHTU)(?:OR SO)?(?P<w>AGO|EARLIER|LATER|BEFORE|AFTER|FROM(?=REF))", _ago),
    Rule("vague-ago", "(?P<vague>VAGUE)?(?P<u>UNITS)(?P<w>AGO|EARLIER|LATER)", _ago),
    Rule("year-ago", "(?P<u>UNIT)HYPHEN(?P<w>AGO|EARLIER)", _year_ago),
    Rule(
        "rel-units",
        "(?:THE)?(?P<r>LAST|NEXT|COMING|PREV|FOLLOWING|RECENT|LATEST)(?:(?P<q>NUMBER)|(?P<vague>VAGUE))MORE{0,2}(?P<u>ANYUNIT)(?:OR SO)?",
        _duration,
    ),
    Rule(
        "number-unit",
        "(?P<q>NUMBER)(?P<half>AND AN HALF)?HYPHEN?MORE{0,2}HYPHEN?(?P<u>ANYUNIT)(?:HYPHEN?LONG)?(?:OR SO)?",
        _duration,
    ),
    Rule(
        "count-range",
        "(?:(?:THE)?(?P<r>LAST|NEXT|COMING|PREV|RECENT|FOLLOWING))?(?P<q>NUMBER)(?:TO|OR|HYPHEN)NUMBER HYPHEN?MORE{0,2}(?P<u>UNIT|UNITS)",
        _count_range,
    ),
    Rule("unit-or-two", "(?P<q>AN)(?P<u>UNIT)OR NUMW(?!UNITS)", _count_range),
    Rule("units-or-units", "(?P<u>UNITS)OR UNITS", _count_range),
    Rule("first-units", "(?:THE)?(?:ORDW|FINAL)(?:(?P<q>NUMBER)|(?P<vague>VAGUE))(?P<u>UNITS)", _first_units),
    Rule("unit-and-half", "(?P<q>AN|NUMW)(?P<u>UNIT)(?P<half>AND AN HALF)", _duration),
    Rule("vague-units", "(?P<vague>VAGUE)HYPHEN?MORE{0,2}(?P<u>UNITS|UNIT)", _duration),
    Rule("a-unit", "AN MORE{0,2}(?P<u>UNIT)(?!HYPHEN)", _a_unit),
    Rule("a-unit-long", "(?P<u>UNIT|UNITS)HYPHEN LONG", _long),
    Rule(
        "recent-units",
        "(?:THE(?=FOLLOWING|COMING|LAST))?(?P<r>RECENT|COMING|LAST|THESE|FOLLOWING|PREV)(?P<u>UNITS)(?:(?:AND|OR)UNITS)?",
        _recent,
    ),
    Rule("recent", "RECENT", lambda h: Form("ref", pattern="PAST_REF") if h.following().isalpha() else None),
    Rule("bare-units", "(?P<u>UNITS)", _bare_units),
    Rule("every", "EACH(?:(?P<q>NUMBER|ORD)?MORE?)(?P<u>UNIT|UNITS|NIGHTU)", _every),
    Rule("every-weekday", "EACH(?P<wd>WKD)", _every_weekday),
    Rule("weekdays", "(?P<wd>WEEKDAYS)", _every_weekday),
    Rule(
        "weekday-nights",
        "(?P<wd>WKD)(?P<p>NIGHTS|DAYPARTS)",
        lambda h: Form("set", pattern=f"XXXX-WXX-{int(h.value('wd')) + 1}T{h.value('p')}"),
    ),
    Rule("long-word", "(?P<x>LONGW)", lambda h: Form("duration", pattern=h.value("x"))),
    Rule("per-unit", "PER(?P<u>UNIT)", _times_a),
    Rule("every-month", "EACH(?P<m>MON)", _every_month),
    Rule("every-part", "EACH(?P<p>DAYPART|NIGHTU)", _every_part),
    Rule("every-season", "EACH(?P<s>SEASON|SEASON2)", _every_season),
    Rule("set-adverb", "(?P<x>SETADV)", _set_adverb),
    Rule("times-a", "(?:TIMES|NUMBER TIMESN)(?:AN|EACH)(?P<u>UNIT)", _times_a),
    Rule("ref", "(?:RIGHT|MORE)?(?P<x>REF)", _reference),
    Rule(
        "as-soon-as-possible",
        "AS(?P<x>REF)AS POSSIBLE",
        lambda h: Form("ref", pattern="FUTURE_REF") if h.word("x") == "soon" else None,
    ),
    Rule(
        "previously",
        "(?P<x>EARLIER)",
        lambda h: Form("ref", pattern="PAST_REF") if h.word("x") == "previously" and h.match.start() == 0 else None,
    ),
    Rule("future", "(?:THE)?SHORT?FUTURE", _future),
    Rule("short-term", "THE SHORT TERM", _future),
    Rule("the-past", "THE(?P<x>LAST)", lambda h: _the_past(h) if h.word("x") == "past" else None),
    Rule("current", "(?P<then>THEN HYPHEN?)?CURRENT", _the_current),
    Rule(
        "quarter",
        "(?:THE(?!ORD HYPHEN))?(?:FISCAL)?HYPHEN?(?P<o>ORD)HYPHEN?(?:FISCAL)?(?:UNIT|(?P<half>HALF))(?:(?:OF)?(?:(?P<y>YEAR)|(?:THE)?(?P<r>LAST|NEXT|THIS|PREV|FOLLOWING)UNIT|(?P<yr>THE UNIT)))?",
        lambda h: (
            _quarter(h)
            if h.has("half")
            or "quarter" in h.words("o")
            or any(w == "quarter" for w in h.tokens.words[h.match.start() : h.match.end()])
            else None
        ),
    ),
    Rule(
        "half-last",
        "(?:THE)?(?:LAST|LATTER|FINAL)(?:(?P<half>HALF)|(?P<k>UNIT))OF(?:(?P<y>YEAR)|(?P<r>LAST|NEXT|THIS)UNIT|THE UNIT)",
        _half_last,
    ),
    Rule("quarter-token", "(?P<q>QTOK)(?:OF|COMMA)?(?P<y>YEAR)?", _quarter_token),
    Rule("slash-days", "(?P<x>DOTTED)(?:OF)?(?P<m>MON)(?:CC(?P<y>YEAR))?", _slash_days),
    Rule(
        "clock-city",
        "(?P<c>CLOCK|DAYN|DOTTED|HHMM|YEAR)(?P<ap>AMPM)?(?:(?P<z>ZONECITY)|(?P<city>ANY))TIME",
        _clock_city,
    ),
    Rule("at-dawn", "(?P<p>DAYPART)", _at_dawn),
    Rule(
        "year-quarter",
        "(?:THE)?(?P<y>YEAR)(?P<o>ORD)HYPHEN?UNIT",
        lambda h: _quarter(h) if h.tokens.words[h.match.end() - 1].lower() == "quarter" else None,
    ),
    Rule(
        "fiscal",
        "(?:THE)?(?P<r>LAST|NEXT|THIS|CURRENT|LATEST|PREV)?FISCAL(?:UNIT)?(?P<y>YEAR)?",
        lambda h: _fiscal_year(h) if h.has("y") or h.tokens.values[h.match.end() - 1] == "Y" else None,
    ),
    Rule("year", "(?P<y>YEAR)(?:(?P<bc>BC)|(?P<ad>AD))?", _bare_year),
    Rule("year-bc", "(?P<y>NUM|DAYN)(?:(?P<bc>BC)|(?P<ad>AD))", _bare_year),
    Rule(
        "the-year",
        "(?:THE)?UNIT(?P<y>YEAR)",
        lambda h: _date(h.value("y")) if h.tokens.values[h.match.end() - 2] == "Y" else None,
    ),
    Rule("year-words", "(?P<n>NUMW NUMW(?:HYPHEN?NUMW)?)", _year_words),
    Rule(
        "year-words-2000",
        "(?P<the>THE UNIT)?(?P<n>NUMW NUMMULT(?:AND?NUMW(?:HYPHEN?NUMW)?)?)(?!UNIT|UNITS)",
        _year_two_thousand,
    ),
    Rule("decade", "(?P<the>THE)?(?P<x>DECADE)(?P<bc>BC)?", _decade),
    Rule("decade-words", "(?P<the>THE)?(?P<c>NUMW)?HYPHEN?(?P<x>DECADEW)", _decade_words),
    Rule(
        "century",
        "(?:THE)?(?P<o>ORD)HYPHEN?(?P<u>UNIT)(?P<bc>BC)?",
        lambda h: _century(h) if h.value("u") == "CE" else None,
    ),
    Rule("the-day", "(?:(?:LAST|NEXT|THIS)?(?P<wd>WKD)CC)?(?:THE)(?P<d>ORDN)", _the_day),
    Rule(
        "day-of-month",
        "(?:THE)?(?P<d>ORDN)OF(?P<r>LAST|NEXT|THIS|THAT|SAME|FOLLOWING|PREV)UNIT",
        lambda h: _day_of_rel_month(h) if h.tokens.values[h.match.end() - 1] == "M" else None,
    ),
    Rule("the-unit", "THE(?:MORE|FISCAL)?(?P<u>UNIT)(?!OF|HYPHEN)", _the_unit),
    Rule("of-the-unit", "(?:THE)?(?P<w>BEGIN|END|MID)OF THE(?P<u>UNIT)", _of_the_unit),
    Rule("latest-period", "(?:THE)?(?:LATEST|CORRESP)(?:UNIT|PERIOD)", _latest),
    Rule("year-period", "THE(?P<y>YEAR)(?:UNIT|PERIOD)", _year_period),
    Rule(
        "year-ago-period",
        "(?:THE)?(?:CORRESP)?(?P<u>UNIT)HYPHEN(?P<w>AGO|EARLIER)(?:(?P<o>ORDW)?HYPHEN?(?P<k>UNIT)|PERIOD)",
        _year_ago_period,
    ),
    Rule("years-quarter", "(?P<r>LAST|NEXT|THIS)UNIT POSS(?P<o>ORDW)?HYPHEN?(?P<k>UNIT)", _years_quarter),
    Rule(
        "year-end",
        "(?:(?P<r>LAST|NEXT|THIS))?UNIT(?:POSS|(?P<hyphen>HYPHEN))?END",
        lambda h: (
            _year_end(h) if "year" in [w.lower() for w in h.tokens.words[h.match.start() : h.match.end()]] else None
        ),
    ),
)


@dataclass(slots=True)
class Found:
    """An expression found in a sentence: tokens `[first, last)`, what it says, and the rule that saw it."""

    first: int
    last: int
    form: Form
    rule: str


@cache
def _any_rule() -> re.Pattern[str]:
    sources = [re.sub(r"\(\?P<\w+>", "(?:", compile_pattern(rule.pattern).pattern) for rule in RULES]
    return re.compile("|".join(f"(?:{source})" for source in sources))


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple((rule, compile_pattern(rule.pattern)) for rule in RULES)


def find_cores(tokens: Tokens) -> list[Found]:
    """Return the expressions of a sentence: leftmost, and of those that start at one token the longest."""
    found: list[Found] = []
    codes = tokens.codes
    position = 0
    search = _any_rule().search
    while (hit := search(codes, position)) is not None:
        start = hit.start()
        best: Found | None = None
        for rule, pattern in _compiled():
            match = pattern.match(codes, start)
            if match is None or match.end() <= start or (best is not None and match.end() <= best.last):
                continue
            form = rule.build(Hit(tokens, match))
            if form is not None:
                best = Found(start, match.end(), form, rule.name)
        if best is None:
            position = start + 1
        else:
            found.append(best)
            position = best.last
    return found
