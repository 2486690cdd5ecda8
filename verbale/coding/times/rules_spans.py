"""Rules for durations, repeated times, and the vague past, present and future."""

from __future__ import annotations

from verbale.coding.times.builders import MODALS, class_of, is_title
from verbale.coding.times.forms import Form
from verbale.coding.times.numbers import duration, parse_number
from verbale.coding.times.patterns import Hit, Rule


def _duration(hit: Hit) -> Form | None:
    unit = hit.value("u")
    words = hit.words("vague") if hit.has("vague") else []
    if unit in ("SE", "SM") or (words and unit in ("S", "N", "NI")):
        return None
    count = None if words else parse_number(hit.words("q"))
    if (count is None and not words) or (count is not None and count > 100000):
        return None
    if is_title(hit, "u") or (unit == "MIN" and hit.following() == "past"):
        return None
    if hit.has("r") and hit.word("r") == "last" and hit.preceding() in MODALS:
        return None  # "is to last two weeks"
    if hit.following() == "old" or (hit.following() in ("-", "–") and hit.following(2) in ("old", "olds")):
        return None  # ages are no times
    if unit == "Q" and (hit.tokens.glued(hit.match.end() - 1) or hit.following() == "of"):
        return None  # three-quarters, three quarters of
    if not words and class_of(hit, "q") == "YEAR" and 1800 <= (count or 0) <= 2100 and class_of(hit, "u") == "UNIT":
        return None
    if words in (["some"], ["various"], ["many"], ["numerous"]) and unit not in ("H", "D", "W", "M", "Y", "DE", "CE"):
        return None
    if words in (["some"], ["many"]) and class_of(hit, "u") == "UNIT":
        return None
    if "couple" in words:
        count = 2
    if hit.has("half"):
        count = (count or 0) + 0.5
    direction = ""
    if hit.has("r"):
        direction = "past" if class_of(hit, "r") in ("LAST", "PREV", "RECENT", "LATEST") else "future"
    return Form("duration", pattern=duration(count, "N" if unit == "NI" else unit), direction=direction)


def _count_range(hit: Hit) -> Form | None:
    """Read "two to three weeks", "a year or two", "weeks or months": TIMEX3 gives the first of the two."""
    count = parse_number(hit.words("q")) if hit.has("q") else None
    direction = ("past" if class_of(hit, "r") in ("LAST", "PREV", "RECENT") else "future") if hit.has("r") else ""
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
    kind = class_of(hit, "r")
    unit = hit.value("u")
    if kind == "THESE":
        return Form("ref", pattern="PRESENT_REF") if unit == "D" and hit.word("r") == "these" else None
    if kind in ("LAST", "RECENT") and unit in ("Y", "DE", "CE"):
        return Form("ref", pattern="PAST_REF")
    direction = "future" if kind in ("COMING", "FOLLOWING", "NEXT") else "past"
    return Form("duration", pattern=duration(None, unit), direction=direction)


def _unit_and_half(hit: Hit) -> Form | None:
    direction = "past" if class_of(hit, "r") == "LAST" else "future"
    return Form("duration", pattern=duration(1.5, hit.value("u")), direction=direction)


def _long(hit: Hit) -> Form | None:
    return Form("duration", pattern=duration(None if class_of(hit, "u") == "UNITS" else 1, hit.value("u")))


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
    return Form("set", pattern="P1D" if class_of(hit, "p") == "NIGHTU" else f"XXXX-XX-XXT{hit.value('p')}")


def _every_season(hit: Hit) -> Form | None:
    return Form("set", pattern=f"XXXX-{hit.value('s')}")


def _set_adverb(hit: Hit) -> Form | None:
    after = hit.following()
    if hit.tokens.words[hit.match.start()].istitle() and (after.istitle() or hit.match.start() > 0):
        return None
    return Form("set", pattern=hit.value("x"))


def _times_a(hit: Hit) -> Form | None:
    return Form("set", pattern=duration(1, hit.value("u")))


def _reference(hit: Hit) -> Form | None:
    word, after = hit.word("x"), hit.following()
    if word == "soon" and (after in ("after", "as", "before", "afterwards") or hit.preceding() in ("as", "too", "how")):
        return None
    if word == "soon" and hit.preceding() not in MODALS:
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


RULES: tuple[Rule, ...] = (
    Rule(
        "rel-units",
        "(?:THE)?(?P<r>LAST|NEXT|COMING|PREV|FOLLOWING|RECENT|LATEST)(?:(?P<q>NUMBER)|(?P<vague>VAGUE))"
        "MORE{0,2}(?P<u>ANYUNIT)(?:OR SO)?",
        _duration,
    ),
    Rule(
        "number-unit",
        "(?P<q>NUMBER)(?P<half>AND AN HALF)?HYPHEN?MORE{0,2}HYPHEN?(?P<u>ANYUNIT)(?:HYPHEN?LONG)?(?:OR SO)?",
        _duration,
    ),
    Rule(
        "count-range",
        "(?:(?:THE)?(?P<r>LAST|NEXT|COMING|PREV|RECENT|FOLLOWING))?(?P<q>NUMBER)(?:TO|OR|HYPHEN)NUMBER "
        "HYPHEN?MORE{0,2}(?P<u>UNIT|UNITS)",
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
    Rule(
        "recent",
        "RECENT",
        lambda h: (
            Form("ref", pattern="PAST_REF")
            if h.following().isalpha() and (h.match.start() == 0 or not h.tokens.words[h.match.start()][0].isupper())
            else None
        ),
    ),
    Rule("decade-and-half", "(?:THE)?(?P<r>LAST|NEXT|COMING)(?P<u>UNIT)(?P<half>AND AN HALF)", _unit_and_half),
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
)
