"""Rules for what is counted from elsewhere: weekdays, last and next, ago and later, the day before."""

from __future__ import annotations

from verbale.coding.times.builders import SPOKEN, TEXT_BASE, class_of, code_of, is_title, offset_of
from verbale.coding.times.forms import Form
from verbale.coding.times.numbers import duration, parse_number
from verbale.coding.times.patterns import Hit, Rule


def _weekday(hit: Hit) -> Form | None:
    if hit.tokens.codes[hit.match.start("wd")] != code_of("WEEKDAY"):
        return _abbreviated_weekday(hit)
    if hit.preceding() == "a" and not hit.following().isalpha():
        return None  # "on a Tuesday" is no certain one
    return Form("weekday", weekday=int(hit.value("wd")), direction=SPOKEN)


def _abbreviated_weekday(hit: Hit) -> Form | None:
    if hit.preceding() in ("on", "last", "next", "this") and not hit.following().istitle():
        return Form("weekday", weekday=int(hit.value("wd")), direction=SPOKEN)
    return None


def _rel_weekday(hit: Hit) -> Form | None:
    kind = class_of(hit, "r")
    direction = {
        "LAST": "last",
        "PREV": "last",
        "NEXT": "next",
        "COMING": "next",
        "FOLLOWING": "next",
        "THIS": "this",
    }.get(kind, SPOKEN)
    if hit.has("coming"):
        direction = "next" if class_of(hit, "coming") == "COMING" else "last"
    base = TEXT_BASE if kind in ("PREV", "FOLLOWING", "THAT", "SAME") else None
    return Form("weekday", weekday=int(hit.value("wd")), direction=direction, base=base)


def _weekday_of_week(hit: Hit) -> Form | None:
    return Form("weekday", weekday=int(hit.value("wd")), direction=f"week{offset_of(hit):+d}")


def _rel_unit(hit: Hit) -> Form | None:
    kind, unit = class_of(hit, "r"), hit.value("u")
    if is_title(hit, "u"):
        return None
    if unit in ("S", "MIN", "H", "ML", "SM", "SE"):
        return None
    if hit.has("the") and kind == "LAST" and unit != "WE":
        return Form("duration", pattern=duration(1, unit), direction="past")
    if unit == "D":
        return _rel_day(hit, kind)
    if kind in ("THAT", "SAME"):
        return Form("rel", unit=unit, offset=0, base=TEXT_BASE)
    if kind in ("PREV", "FOLLOWING") or (kind == "NEXT" and hit.has("the")):
        return Form("rel", unit=unit, offset=offset_of(hit), base=TEXT_BASE)
    if kind == "COMING":
        return Form("rel", unit=unit, offset=1)
    return Form("rel", unit=unit, offset=offset_of(hit))


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
    later = class_of(hit, "w") in ("AFTER", "LATER", "FOLLOWING")
    if class_of(hit, "w") in ("BEFORE", "AFTER") and after not in (
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


def _before_last(hit: Hit) -> Form | None:
    if hit.has("last") and hit.word("last") != "last":
        return None
    return Form("rel", unit=hit.value("u"), offset=-2 if hit.has("last") else 2)


def _ago(hit: Hit) -> Form | None:
    unit = hit.value("u")
    kind = class_of(hit, "w")
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
    if unit in ("N", "NI"):
        unit = "D"
    if number != int(number):
        if unit != "Y":
            return Form("ref", pattern="PAST_REF" if sign < 0 else "FUTURE_REF")
        return Form("rel", unit="M", offset=round(sign * number * 12), base=base)
    if unit in ("H", "MIN", "S"):
        if number < 6:  # within the day
            return Form("rel", unit=unit, offset=0, base=base)
        return Form("duration", pattern=duration(number, unit), direction="past" if sign < 0 else "future")
    name = "ago" if unit == "Y" and kind == "AGO" and number == 1 and hit.word("q") in ("a", "one") else ""
    return Form("rel", unit=unit, offset=int(sign * number), base=base, name=name)


def _year_ago(hit: Hit) -> Form | None:
    base = TEXT_BASE if class_of(hit, "w") != "AGO" else None
    return Form("rel", unit=hit.value("u"), offset=-1, base=base)


_THE_UNIT_AFTER = frozenset("for during in of over through throughout within".split())


def _the_unit(hit: Hit) -> Form | None:
    unit, before, after = hit.value("u"), hit.preceding(), hit.following()
    if unit == "D" and before == "in" and hit.preceding(2) in ("later", "earlier", "early", "late"):
        return Form("rel", unit="D", offset=0, base=TEXT_BASE)
    if unit == "WE":
        return Form("rel", unit="WE", offset=0, direction=SPOKEN)
    if unit == "Q":
        return Form("rel", unit="Q", offset=0, base=TEXT_BASE)
    if unit in ("W", "M", "Y") and before in _THE_UNIT_AFTER and after not in ("of", "of", "when", "before", "after"):
        if unit == "Y" and after in ("ended", "ending"):
            return Form("duration", pattern="P1Y")
        return Form("rel", unit=unit, offset=0, base=TEXT_BASE)
    return None


def _latest(hit: Hit) -> Form | None:
    last = hit.tokens.values[hit.match.end() - 1]
    if last in ("Q", "period") and "latest" in [
        word.lower() for word in hit.tokens.words[hit.match.start() : hit.match.end()]
    ]:
        return Form("rel", unit="Q", offset=0, base=TEXT_BASE, name="quarter")
    return None


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
    year = Form("rel", unit="Y", offset=offset_of(hit))
    if hit.value("k") != "Q":
        return None
    if not hit.has("o"):
        return Form("rel", unit="Y", offset=offset_of(hit), base=TEXT_BASE, name="quarter")
    return (
        Form("date", pattern=f"XXXX-Q{hit.value('o')}", direction="this", base=year)
        if hit.value("o") in "1234"
        else None
    )


def _of_the_unit(hit: Hit) -> Form | None:
    unit = hit.value("u")
    if unit not in ("D", "W", "M", "Y", "DE", "CE", "Q", "WE"):
        return None
    mod = {"BEGIN": "START", "END": "END", "MID": "MID"}[class_of(hit, "w")]
    return Form("rel", unit=unit, offset=0, base=TEXT_BASE, mod=mod)


RULES: tuple[Rule, ...] = (
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
    Rule("weekday", "(?P<wd>WKD)", _weekday),
    Rule(
        "rel-unit",
        "(?P<the>THE)?(?P<r>LAST|NEXT|THIS|COMING|PREV|FOLLOWING|THAT|CURRENT)(?:SAME)?FISCAL?(?P<u>UNIT)(?!HYPHEN)",
        _rel_unit,
    ),
    Rule("same-unit", "(?:THE|THAT)(?P<r>SAME)(?P<u>UNIT)", _rel_unit),
    Rule("day-before", "(?:THE|AN|NUMW)(?P<u>UNIT)(?P<w>BEFORE|AFTER|EARLIER|LATER|FOLLOWING)", _day_before),
    Rule("day-before-yesterday", "(?:THE)?UNIT(?:BEFORE|AFTER)(?P<t>TODAY)", _day_before_yesterday),
    Rule("week-before-last", "(?:THE)?(?P<u>UNIT)(?:BEFORE(?P<last>LAST)|AFTER(?P<next>NEXT))", _before_last),
    Rule(
        "ago",
        "(?P<q>NUMBER)HYPHEN?(?:AND AN HALF)?MORE?(?P<u>ANYUNIT)(?:OR SO)?"
        "(?P<w>AGO|EARLIER|LATER|BEFORE|AFTER|HENCE|ON|AHEAD|FROM(?=REF|TODAY))(?:(?<=FROM)(?:REF|TODAY))?",
        _ago,
    ),
    Rule(
        "a-ago",
        "(?P<q>AN)(?P<u>UNIT|NIGHTU)(?:OR SO)?(?P<w>AGO|EARLIER|LATER|BEFORE|AFTER|FROM(?=REF|TODAY))(?:(?<=FROM)(?:REF|TODAY))?",
        _ago,
    ),
    Rule("vague-ago", "(?P<vague>VAGUE)?(?P<u>UNITS)(?P<w>AGO|EARLIER|LATER)", _ago),
    Rule("year-ago", "(?P<u>UNIT)HYPHEN(?P<w>AGO|EARLIER)", _year_ago),
    Rule("the-unit", "THE(?:MORE|FISCAL)?(?P<u>UNIT)(?!OF|HYPHEN)", _the_unit),
    Rule("of-the-unit", "(?:THE)?(?P<w>BEGIN|END|MID)OF THE(?P<u>UNIT)", _of_the_unit),
    Rule("latest-period", "(?:THE)?(?:LATEST|CORRESP)(?:UNIT|PERIOD)", _latest),
    Rule(
        "year-ago-period",
        "(?:THE)?(?:CORRESP)?(?P<u>UNIT)HYPHEN(?P<w>AGO|EARLIER)(?:(?P<o>ORDW)?HYPHEN?(?P<k>UNIT)|PERIOD)",
        _year_ago_period,
    ),
    Rule("years-quarter", "(?P<r>LAST|NEXT|THIS)UNIT POSS(?P<o>ORDW)?HYPHEN?(?P<k>UNIT)", _years_quarter),
)
