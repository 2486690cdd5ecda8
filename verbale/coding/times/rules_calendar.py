"""Rules for days and months of the calendar, written in words or figures, and stretches of them."""

from __future__ import annotations

import re

from verbale.coding.times import points
from verbale.coding.times.builders import (
    SPOKEN,
    TEXT_BASE,
    before_christ,
    class_of,
    date_form,
    month_of,
    offset_of,
    weekday_of,
    year_of,
)
from verbale.coding.times.forms import Form
from verbale.coding.times.numbers import parse_number
from verbale.coding.times.patterns import Hit, Rule


def _month_day(hit: Hit) -> Form | None:
    day_text = hit.value("d")
    if not day_text.isdigit():
        return None
    day, month, year = int(day_text), month_of(hit), year_of(hit)
    if points.make_day(int(year) if year.isdigit() else 2000, month, day) is None:
        return None
    return date_form(before_christ(hit, f"{year}-{month:02d}-{day:02d}"), weekday_of(hit))


def _month_year(hit: Hit) -> Form | None:
    return date_form(before_christ(hit, f"{year_of(hit)}-{month_of(hit):02d}"))


def _month_rel_year(hit: Hit) -> Form | None:
    named = class_of(hit, "r") in ("THAT", "SAME", "FOLLOWING", "PREV")
    base = Form("rel", unit="Y", offset=offset_of(hit), base=TEXT_BASE if named else None)
    pattern = f"XXXX-{month_of(hit):02d}"
    if hit.has("d"):
        pattern += f"-{int(hit.value('d')):02d}"
    return Form("date", pattern=pattern, direction="this", base=base)


def _month_alone(hit: Hit) -> Form | None:
    word = hit.tokens.words[hit.match.start()]
    if word in ("May", "March", "April", "June", "August"):
        return _ambiguous_month(hit, word)
    return date_form(f"XXXX-{month_of(hit):02d}")


_MONTH_CONTEXT = frozenset(
    "in by since until till from of during last this next early late mid through before after between and to or for "
    "throughout every each into beyond - – — ( around about for".split()
)


def _ambiguous_month(hit: Hit, word: str) -> Form | None:
    before, after = hit.preceding(), hit.following()
    if before in _MONTH_CONTEXT and not (before in ("and", "to", "of", "for", "or", "(") and after.istitle()):
        return date_form(f"XXXX-{month_of(hit):02d}")
    if before == "the" and after.isalpha() and after not in ("of", "on", "to", "for", "by", "from"):
        return date_form(f"XXXX-{month_of(hit):02d}")
    if word == "August" and before and not after.istitle():
        return date_form(f"XXXX-{month_of(hit):02d}")
    return None


def _iso(hit: Hit) -> Form | None:
    word = hit.word("x")
    day = points.bounds(word[:10])
    if day is None:
        return None
    clock = re.match(r"t(\d\d:\d\d(?::\d\d)?)(z|[+-]\d\d:?\d\d)?", word[10:])
    if clock is None:
        return date_form(word[:10])
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
    return date_form(pattern)


def _dotted(hit: Hit) -> Form | None:
    first, second = re.split(r"[./]", hit.value("x"))
    day, month = int(first), int(second)
    if "/" in hit.value("x") and month > 12:
        day, month = month, day
    if points.make_day(2000, month, day) is None:
        return None
    return date_form(f"XXXX-{month:02d}-{day:02d}", weekday_of(hit))


def _month_year_words(hit: Hit) -> Form | None:
    tens, rest = parse_number(hit.words("n")[:1]), parse_number(hit.words("n")[1:])
    if tens is None or rest is None or not 16 <= tens <= 20 or not 10 <= rest <= 99:
        return None
    return date_form(f"{int(tens) * 100 + int(rest)}-{month_of(hit):02d}")


def _rel_month(hit: Hit) -> Form | None:
    kind = class_of(hit, "r")
    direction = {"LAST": "last", "PREV": "last", "NEXT": "next", "COMING": "next", "FOLLOWING": "next"}.get(
        kind, "this"
    )
    return Form(
        "date",
        pattern=f"XXXX-{month_of(hit):02d}" + (f"-{int(hit.value('d')):02d}" if hit.has("d") else ""),
        direction=direction,
        base=TEXT_BASE if kind in ("PREV", "FOLLOWING") else None,
    )


def _the_day(hit: Hit) -> Form | None:
    day = hit.value("d")
    if not day.isdigit() or not 1 <= int(day) <= 31:
        return None
    if hit.preceding() not in ("on", "by", "until", "from", "since", "of", "before", "after", "for") and not hit.has(
        "wd"
    ):
        return None
    after = hit.following()
    if after not in ("", ".", ",", ";", ")", "and", "to", "at", "in", "for", "with", "he", "she", "they", "but"):
        return None
    return Form("date", pattern=f"XXXX-XX-{int(day):02d}", weekday=weekday_of(hit), direction=SPOKEN)


def _day_of_rel_month(hit: Hit) -> Form | None:
    base = Form(
        "rel",
        unit="M",
        offset=offset_of(hit),
        base=TEXT_BASE if class_of(hit, "r") in ("THAT", "SAME", "FOLLOWING", "PREV") else None,
    )
    return Form("date", pattern=f"XXXX-XX-{int(hit.value('d')):02d}", direction="near", base=base)


def _slash_days(hit: Hit) -> Form | None:
    first, slash, second = hit.value("x").partition("/")
    month, year = month_of(hit), year_of(hit)
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
        first=date_form(f"{year}-{month:02d}-{int(first):02d}"),
        second=date_form(f"{year}-{month:02d}-{int(second):02d}"),
    )


def _day_range(hit: Hit) -> Form | None:
    month, year = month_of(hit), year_of(hit)
    if not hit.value("d").isdigit() or not hit.value("e").isdigit():
        return None
    first, second = int(hit.value("d")), int(hit.value("e"))
    test = int(year) if year.isdigit() else 2000
    if first >= second or points.make_day(test, month, first) is None or points.make_day(test, month, second) is None:
        return None
    return Form(
        "range",
        first=date_form(f"{year}-{month:02d}-{first:02d}"),
        second=date_form(f"{year}-{month:02d}-{second:02d}"),
    )


def _month_range(hit: Hit) -> Form | None:
    year = year_of(hit)
    first, second = int(hit.value("m")), int(hit.value("n"))
    if first >= second:
        return None
    return Form("range", first=date_form(f"{year}-{first:02d}"), second=date_form(f"{year}-{second:02d}"))


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
    Rule("slash-days", "(?P<x>DOTTED)(?:OF)?(?P<m>MON)(?:CC(?P<y>YEAR))?", _slash_days),
    Rule("the-day", "(?:(?:LAST|NEXT|THIS)?(?P<wd>WKD)CC)?(?:THE)(?P<d>ORDN)", _the_day),
    Rule(
        "day-of-month",
        "(?:THE)?(?P<d>ORDN)OF(?P<r>LAST|NEXT|THIS|THAT|SAME|FOLLOWING|PREV)UNIT",
        lambda h: _day_of_rel_month(h) if h.tokens.values[h.match.end() - 1] == "M" else None,
    ),
)
