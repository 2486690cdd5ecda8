"""Rules for the hours: clock times with their zones, parts of the day, today and tonight."""

from __future__ import annotations

import re

from verbale.coding.times.builders import SPOKEN, TEXT_BASE, class_of, with_part
from verbale.coding.times.forms import Form
from verbale.coding.times.numbers import parse_number
from verbale.coding.times.patterns import Hit, Rule


def _today(hit: Hit) -> Form | None:
    before = hit.tokens.words[hit.match.start() - 1] if hit.match.start() else ""
    if hit.tokens.words[hit.match.start()][0].isupper() and before[:1].isupper():
        return None  # Russia Today, USA Today
    return Form("rel", unit="D", offset=int(hit.value("t")))


def _rel_part(hit: Hit) -> Form | None:
    kind = class_of(hit, "r")
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
    return with_part(hit, Form("rel", unit="D", offset=offset, base=base))


def _today_part(hit: Hit) -> Form | None:
    return with_part(hit, Form("rel", unit="D", offset=int(hit.value("t"))))


def _weekday_part(hit: Hit) -> Form | None:
    return with_part(hit, Form("weekday", weekday=int(hit.value("wd")), direction=SPOKEN))


def _bare_part(hit: Hit) -> Form | None:
    before = hit.preceding()
    if hit.has("the") and before in ("in", "during", "by", "of", "until", "through") and class_of(hit, "p") != "NIGHTU":
        return with_part(hit, Form("rel", unit="D", offset=0, base=TEXT_BASE))
    return None


def _tonight(hit: Hit) -> Form | None:
    return Form("rel", unit="D", offset=0, part="NI")


def _overnight(hit: Hit) -> Form | None:
    if hit.preceding() in ("a", "an", "no"):
        return None  # an overnight success
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


_CLOCK_BEFORE = frozenset(
    "at by from until till to around about before after since between , ( - – — and of on / is".split()
)


def _clock(hit: Hit) -> Form | None:
    clock = _clock_text(hit)
    bare = hit.match.end() - hit.match.start() == 1
    if clock is None or (bare and hit.preceding() not in _CLOCK_BEFORE and not hit.following()[:2].isdigit()):
        return None  # "2:19" alone is more often the length of a video
    return Form("time", pattern=clock)


def _oclock(hit: Hit) -> Form | None:
    number = parse_number([hit.word("c")])
    return Form("time", pattern=f"{int(number):02d}:00") if number and 1 <= number <= 24 else None


def _hour_of_part(hit: Hit) -> Form | None:
    number = parse_number([hit.word("c").split(":")[0]])
    if number is None or not 1 <= number <= 12:
        return None
    minute = hit.word("c").partition(":")[2] or "00"
    late = class_of(hit, "p") == "NIGHTU" or hit.value("p") in ("AF", "EV")
    hour = int(number) % 12 + (12 if late else 0)
    return Form("time", pattern=f"{hour:02d}:{minute[:2]}")


def _noon(hit: Hit) -> Form | None:
    if hit.value("n") == "24:00" and hit.following() in ("rider", "run", "mass"):
        return None
    if hit.has("city") and not hit.tokens.words[hit.match.start("city")].istitle():
        return None
    if hit.tokens.words[hit.match.start()].istitle() and hit.match.start() > 0:
        return None
    zone = hit.value("z") if hit.has("z") else hit.value("z2") if hit.has("z2") else ""
    return Form("time", pattern=hit.value("n") + zone)


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
        return with_part(hit, Form("rel", unit="D", offset=0))
    return None


RULES: tuple[Rule, ...] = (
    Rule("weekday-part", "(?P<wd>WKD)(?P<p>DAYPART|NIGHTU)", _weekday_part),
    Rule("rel-part", "(?:THE)?(?P<r>LAST|NEXT|THIS|PREV|FOLLOWING|THAT|SAME)(?P<p>DAYPART|NIGHTU)", _rel_part),
    Rule("today-part", "(?P<t>TODAY)(?P<p>DAYPART|NIGHTU)", _today_part),
    Rule("today", "(?P<t>TODAY)", _today),
    Rule("tonight", "TONIGHT", _tonight),
    Rule("overnight", "OVERNIGHT", _overnight),
    Rule("bare-part", "(?P<the>THE)(?P<p>DAYPART)", _bare_part),
    Rule("clock-ampm", "(?P<c>CLOCK|DAYN|DOTTED)(?P<ap>AMPM)(?:LOCAL TIME|(?P<z>ZONE)(?:TIME)?)?", _clock),
    Rule("clock", "(?P<c>CLOCK)(?:HYPHEN?UNITS|(?:LOCAL TIME)|(?P<z>ZONE))?", _clock),
    Rule("clock-zone", "(?P<c>HHMM|YEAR|DOTTED)(?P<z>ZONE)", _clock),
    Rule("oclock", "(?P<c>DAYN|NUMW).QUOTE OCLOCK", _oclock),
    Rule("noon", "(?P<n>NOON)(?:(?:(?P<z>ZONECITY)|(?P<city>ANY)|LOCAL)TIME|(?P<z2>ZONE))?(?!HYPHEN)", _noon),
    Rule("hour-in-the-morning", "(?P<c>DAYN|CLOCK|NUMW)(?:IN THE|AT)(?P<p>DAYPART|NIGHTU)", _hour_of_part),
    Rule(
        "clock-city",
        "(?P<c>CLOCK|DAYN|DOTTED|HHMM|YEAR)(?P<ap>AMPM)?(?:(?P<z>ZONECITY)|(?P<city>ANY))TIME",
        _clock_city,
    ),
    Rule("at-dawn", "(?P<p>DAYPART)", _at_dawn),
)
