"""Rules for years and what is as coarse: seasons, quarters, halves, fiscal years, decades, centuries."""

from __future__ import annotations

import re

from verbale.coding.times.builders import (
    SPOKEN,
    before_christ,
    class_of,
    code_of,
    date_form,
    offset_of,
)
from verbale.coding.times.forms import Form
from verbale.coding.times.numbers import parse_number
from verbale.coding.times.patterns import Hit, Rule


def _rel_season(hit: Hit) -> Form | None:
    kind = class_of(hit, "r")
    direction = {
        "LAST": "last",
        "PREV": "last",
        "NEXT": "next",
        "COMING": "next",
        "FOLLOWING": "next",
        "THIS": "near",
    }.get(kind, SPOKEN)
    if hit.has("coming"):
        direction = "next" if class_of(hit, "coming") == "COMING" else "past"
    return Form("date", pattern=f"XXXX-{hit.value('s')}", direction=direction)


_SEASON_NAMES = frozenset("olympics games school camp palace".split())
_SEASON_BEFORE = frozenset("in by during since until of early late".split())


def _season(hit: Hit) -> Form | None:
    value, after = hit.value("s"), hit.following()
    if hit.has("y"):
        return date_form(before_christ(hit, f"{hit.value('y')}-{value}"))
    if hit.has("r"):
        return Form(
            "date", pattern=f"XXXX-{value}", direction="this", base=Form("rel", unit="Y", offset=offset_of(hit))
        )
    before = "the" if hit.has("the") else hit.preceding()
    title = hit.tokens.words[hit.match.end() - 1].istitle()
    if class_of(hit, "s") == "SEASON2":
        # "spring" and "fall" are seasons only where the words around say so
        framed = before in ("the", "this") and hit.preceding(1 if hit.has("the") else 2) in _SEASON_BEFORE
        plain = before in ("in", "by", "since", "during", "until") and value != "FA"
        if not (framed or plain) or after in ("of", "in", "from"):
            return None
    elif after in _SEASON_NAMES or (title and before not in ("", "in", "by", "the", "early", "late")):
        return None
    if hit.match.end() < len(hit.tokens.words) and hit.tokens.words[hit.match.end()].istitle():
        return None  # the Spring Offensive, the Winter Palace
    return date_form(f"XXXX-{value}")


def _quarter(hit: Hit) -> Form | None:
    value = hit.value("o")
    number = int(value) if value.isdigit() else 2
    halves = hit.has("half")
    if not 1 <= number <= (2 if halves else 4):
        return None
    code = f"{'H' if halves else 'Q'}{number}"
    if hit.has("y"):
        return date_form(f"{hit.value('y')}-{code}")
    if hit.has("r"):
        return Form("date", pattern=f"XXXX-{code}", direction="this", base=Form("rel", unit="Y", offset=offset_of(hit)))
    if hit.has("yr"):
        return Form("date", pattern=f"XXXX-{code}", direction="this", base=Form("rel", unit="Y", offset=0))
    if halves:
        return None
    return date_form(f"XXXX-{code}")


def _quarter_token(hit: Hit) -> Form | None:
    code = hit.value("q")
    if code.startswith("H") and code[1] not in "12":
        return None
    if hit.has("y"):
        return date_form(f"{hit.value('y')}-{code}")
    return (
        date_form(f"XXXX-{code}")
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
        return date_form(f"{hit.value('y')}-{code}")
    base = Form("rel", unit="Y", offset=offset_of(hit) if hit.has("r") else 0)
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
    if (hit.match.start() and hit.tokens.codes[hit.match.start() - 1] == code_of("MONEY")) or after == "%":
        return None
    if hit.has("bc") or hit.has("ad"):
        return date_form(before_christ(hit, f"{year:04d}"))
    if after in _NOT_A_YEAR or (after == "," and hit.following(2).isdigit() and len(hit.following(2)) == 3):
        return None
    if before in _NUMBERED:
        return None
    listed = before in _YEAR_LINKS and hit.preceding(2).isdigit() and len(hit.preceding(2)) == 4
    if 1900 <= year <= 2060 or (listed and 1000 <= year <= 2100):
        return date_form(f"{year:04d}")
    if 1000 <= year <= 2100 and (before in _YEAR_BEFORE or (1600 < year < 1900 and before in ("for", "the", ""))):
        plural = (
            after.endswith("s") and after.islower() and len(after) > 3 and hit.tokens.words[hit.match.end()].islower()
        )
        return None if plural else date_form(f"{year:04d}")
    return None


_YEAR_LINKS = frozenset("to and or , - – —".split())
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
        return date_form(f"{int(tens) * 100 + int(rest)}")
    return None


def _year_two_thousand(hit: Hit) -> Form | None:
    number = parse_number(hit.words("n"))
    if number is None or not 2000 <= number <= 2099:
        return None
    if not hit.has("the") and hit.preceding() not in ("year", "in", "since", "by", "until"):
        return None
    return date_form(f"{int(number)}") if hit.has("the") or number > 2000 else None


def _decade(hit: Hit) -> Form | None:
    digits = hit.value("x")
    if len(digits) == 2:
        if hit.word("x")[0] not in "'’‘" and not hit.has("the"):
            return None
        digits = "19" + digits
    if not 1000 <= int(digits) <= 2100:
        return None
    if digits.endswith("00") and digits != "2000":
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


def _roman_century(hit: Hit) -> Form | None:
    numeral = hit.tokens.words[hit.match.start("o")]
    if "century" not in [word.lower() for word in hit.tokens.words[hit.match.start("o") : hit.match.end()]]:
        return None
    if not re.fullmatch(r"X{0,2}(?:IX|IV|V?I{0,3})", numeral):
        return None
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in numeral]
    number = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return Form("date", pattern=f"BC{number - 1:02d}" if hit.has("bc") else f"{number - 1:02d}")


def _century(hit: Hit) -> Form | None:
    value = hit.value("o")
    number = int(value) if value.isdigit() else 2
    if not 1 <= number <= 30:
        return None
    if hit.has("bc"):
        return Form("date", pattern=f"BC{number - 1:02d}")
    return Form("date", pattern=f"{number - 1:02d}")


def _year_range(hit: Hit) -> Form | None:
    first, second = hit.value("y"), hit.value("z")
    if len(second) == 2 and not second.startswith("0"):
        second = first[:2] + second
    elif len(second) == 1:
        return None
    if not (1000 <= int(first) < int(second) <= 2100):
        return None
    return Form("range", first=date_form(first), second=date_form(second))


def _fiscal_year(hit: Hit) -> Form | None:
    if hit.has("y"):
        return date_form(hit.value("y"))
    return Form("rel", unit="Y", offset=offset_of(hit) if hit.has("r") else 0)


def _year_period(hit: Hit) -> Form | None:
    last = hit.tokens.values[hit.match.end() - 1]
    if last not in ("Q", "period"):
        return None
    return Form("date", pattern=hit.value("y"), name="quarter")


def _year_end(hit: Hit) -> Form | None:
    if hit.has("r"):
        return Form("rel", unit="Y", offset=offset_of(hit), mod="END")
    if hit.has("hyphen"):
        return date_form("XXXX-12-31")
    return Form("rel", unit="Y", offset=0, mod="END")


RULES: tuple[Rule, ...] = (
    Rule("year-range", "(?P<y>YEAR)(?:HYPHEN|SLASH)(?P<z>YEAR|DAYN|NUM)", _year_range),
    Rule(
        "rel-season",
        "(?:THE)?(?P<r>LAST|NEXT|THIS|COMING|PREV|FOLLOWING)(?P<coming>COMING|LAST)?(?P<s>SEASON|SEASON2)",
        _rel_season,
    ),
    Rule("season-year", "(?:THE)?(?P<s>SEASON|SEASON2)(?:OF|COMMA)?(?P<y>YR)(?P<bc>BC)?", _season),
    Rule("season-rel", "(?:THE)?(?P<s>SEASON|SEASON2)(?:OF)?(?P<r>LAST|NEXT|THIS)UNIT", _season),
    Rule("season", "(?P<the>THE)?(?P<s>SEASON|SEASON2)", _season),
    Rule(
        "quarter",
        "(?:THE(?!ORD HYPHEN))?(?:FISCAL)?HYPHEN?(?P<o>ORD)HYPHEN?(?:FISCAL)?(?:UNIT|(?P<half>HALF))"
        "(?:(?:OF)?(?:(?P<y>YEAR)|(?:THE)?(?P<r>LAST|NEXT|THIS|PREV|FOLLOWING)UNIT|(?P<yr>THE UNIT)))?",
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
    Rule(
        "year-quarter",
        "(?:THE)?(?P<y>YEAR)(?P<o>ORD)HYPHEN?UNIT",
        lambda h: _quarter(h) if h.tokens.words[h.match.end() - 1].lower() == "quarter" else None,
    ),
    Rule(
        "fiscal",
        "(?:THE(?!FISCAL YEAR))?(?P<r>LAST|NEXT|THIS|CURRENT|LATEST|PREV)?FISCAL(?:UNIT)?(?P<y>YEAR)?",
        lambda h: _fiscal_year(h) if h.has("y") or h.tokens.values[h.match.end() - 1] == "Y" else None,
    ),
    Rule("year", "(?P<y>YEAR)(?:(?P<bc>BC)|(?P<ad>AD))?", _bare_year),
    Rule("year-bc", "(?P<y>NUM|DAYN)(?:(?P<bc>BC)|(?P<ad>AD))", _bare_year),
    Rule(
        "the-year",
        "(?:THE)?UNIT(?P<y>YEAR)",
        lambda h: date_form(h.value("y")) if h.tokens.values[h.match.end() - 2] == "Y" else None,
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
    Rule("roman-century", "(?:THE)?(?P<o>ANY)HYPHEN?UNIT(?P<bc>BC)?", _roman_century),
    Rule("year-period", "THE(?P<y>YEAR)(?:UNIT|PERIOD)", _year_period),
    Rule(
        "year-end",
        "(?:(?P<r>LAST|NEXT|THIS))?UNIT(?:POSS|(?P<hyphen>HYPHEN))?END",
        lambda h: (
            _year_end(h) if "year" in [w.lower() for w in h.tokens.words[h.match.start() : h.match.end()]] else None
        ),
    ),
)
