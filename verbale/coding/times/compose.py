"""Join the cores that the grammar found into whole expressions: what stands before them, and neighbours that are one.

"at least two years", "the end of November", "early on Friday"; "5 p.m. EST, Nov. 6", "Friday evening at 8"; "from 10 to 20
February", "between 2014 and 2016".
"""

from __future__ import annotations

from functools import cache, lru_cache

from msgspec.structs import replace

from verbale.coding.times.builders import TEXT_BASE
from verbale.coding.times.forms import Form
from verbale.coding.times.grammar import Found
from verbale.coding.times.names import holiday_rules, lone_periods, period_phrases
from verbale.coding.times.tokens import Tokens, class_codes

_DATED = frozenset({"date", "weekday", "rel", "holiday"})
_APPROXIMATE = frozenset("about around nearly almost roughly approximately circa".split())


@cache
def _code(name: str) -> str:
    return class_codes()[name]


def _is(tokens: Tokens, index: int, *names: str) -> bool:
    return 0 <= index < len(tokens.codes) and any(tokens.codes[index] == _code(name) for name in names)


# -- names of days and periods -----------------------------------------------------------------------------------------


@cache
def _name_heads() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """Return, by first word, the token sequences of feasts and periods, the longest first."""
    from verbale.coding.times.tokens import tokenise

    heads: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    entries = [(phrase, "holiday", phrase) for phrase in holiday_rules()]
    entries += [(phrase, "period", name) for phrase, name in period_phrases().items()]
    for phrase, kind, name in entries:
        words = tuple(tokenise(phrase, 0, len(phrase)).words)
        heads.setdefault(words[0], []).append((words, kind, name))
    for found in heads.values():
        found.sort(key=lambda item: -len(item[0]))
    return heads


_SMALL = frozenset({"breakup", "collapse", "fall", "dissolution", "partition"})
"""Names of periods may begin with these in small letters."""


@lru_cache(maxsize=65536)
def _named_by(word: str) -> list[tuple[tuple[str, ...], str, str]]:
    """Return the feasts and periods that a word may begin."""
    low = word.lower()
    return _name_heads().get(low, []) if word[0].isupper() or word[0].isdigit() or low in _SMALL else []


_PERIOD_CUES = frozenset("since during before after until till throughout following pre post".split())
_PERIOD_NOUNS = frozenset("end start beginning height middle outbreak close aftermath depths wake peak".split())


@cache
def _lone() -> frozenset[str]:
    return frozenset(phrase.replace(" ", "") for phrase in lone_periods())


def _period_in_time(tokens: Tokens, first: int) -> tuple[bool, int, str]:
    """Return whether a period's name is used as a time, where the expression starts, and its part."""
    index = first - 1
    words = [word.lower() for word in tokens.words[max(0, first - 6) : first]]
    start = first
    if words and words[-1] in ("the", "soviet"):
        start = index if words[-1] == "the" else first
        words.pop()
        index -= 1
    if words and words[-1] in _PERIOD_CUES:
        return True, start, ""
    if len(words) > 1 and words[-1] == "of" and words[-2] in _PERIOD_NOUNS:
        begin = index - 1
        mod = {"end": "END", "close": "END", "start": "START", "beginning": "START", "outbreak": "START"}.get(
            words[-2], ""
        )
        if len(words) > 2 and words[-3] == "the":
            begin -= 1
        return True, begin, mod
    return False, first, ""


def find_names(tokens: Tokens) -> list[Found]:
    """Return the feasts and periods that a sentence dates things by."""
    found: list[Found] = []
    position = 0
    while position < len(tokens.words):
        word = tokens.words[position]
        for words, kind, name in _named_by(word):
            end = position + len(words)
            here = tokens.words[position:end]
            if len(here) < len(words) or any(
                a.lower().replace("’", "'") != b for a, b in zip(here, words, strict=True)
            ):
                continue
            if kind == "holiday":
                if name in ("new year", "easter", "christmas", "may day") and _proper_around(
                    tokens, position, end, name
                ):
                    break
                year = tokens.words[end] if _is(tokens, end, "YEAR") else ""
                form = Form("holiday", name=name, pattern=year, direction="" if year else "?")
                if _is(tokens, position - 1, "LAST", "NEXT"):
                    position -= 1
                    form = replace(form, direction="last" if _is(tokens, position, "LAST") else "next")
                found.append(Found(position, end + bool(year), form, "holiday"))
            else:
                used, start, mod = _period_in_time(tokens, position)
                if not used and "".join(words) not in _lone():
                    break
                found.append(Found(start, end, Form("period", name=name, mod=mod), "period"))
            position = end
            break
        position += 1
    return found


def _proper_around(tokens: Tokens, first: int, last: int, name: str) -> bool:
    after = tokens.words[last] if last < len(tokens.words) else ""
    if name == "easter":
        return after in ("Island", "Rising", "egg", "eggs") or after == "n"
    if name == "new year":
        return False
    return after.istitle() and len(after) > 1 and after.lower() not in ("day", "eve", "sunday", "monday")


# -- what stands before ------------------------------------------------------------------------------------------------


def _with_mod(form: Form, mod: str) -> Form:
    if form.kind == "range" or form.mod:
        return form
    return replace(form, mod=mod)


def _widen(tokens: Tokens, item: Found) -> None:
    """Take in the modifiers before (and a few behind) an expression."""
    form = item.form
    if form.kind == "duration":
        _widen_duration(tokens, item)
        return
    if form.kind == "range" and _is(tokens, item.first - 1, "FROM", "BETWEEN"):
        item.first -= 1
    elif form.kind == "range":
        _widen_of(tokens, item)
    if form.kind not in _DATED and form.kind != "time":
        return
    index = item.first - 1
    if _is(tokens, index, "HYPHEN") and _is(tokens, index - 1, "MID", "EARLY", "LATE"):
        mod = {"MID": "MID", "EARLY": "START", "LATE": "END"}
        name = "MID" if _is(tokens, index - 1, "MID") else "EARLY" if _is(tokens, index - 1, "EARLY") else "LATE"
        item.form = _with_mod(form, mod[name])
        item.first = index - 1
        if _is(tokens, item.first - 1, "THE"):
            item.first -= 1
        return
    step = index
    if _is(tokens, step, "ON", "IN") and _is(tokens, step - 1, "EARLY", "LATE", "LATER", "EARLIER"):
        step -= 1
    if _is(tokens, step, "EARLY", "LATE"):
        if form.kind != "time":
            item.form = _with_mod(form, "START" if _is(tokens, step, "EARLY") else "END")
        item.first = step
        if _is(tokens, step - 1, "THE"):
            item.first = step - 1
        return
    if _is(tokens, step, "LATER", "EARLIER") and (form.kind != "date" or form.part):
        item.first = step
        return
    if _is(tokens, index, "MID") and tokens.words[index].lower() == "mid":
        item.form = _with_mod(form, "MID")
        item.first = index
        return
    _widen_of(tokens, item)
    if (
        form.kind != "weekday"
        and _is(tokens, item.first - 1, "ABOUT")
        and tokens.words[item.first - 1].lower() in _APPROXIMATE
    ):
        item.first -= 1
        item.form = _with_mod(item.form, "APPROX")
    elif form.kind == "rel" and _is(tokens, item.first - 1, "THAN") and _is(tokens, item.first - 2, "MORE", "OVER"):
        item.first -= 2
        item.form = _with_mod(item.form, "BEFORE")


def _ordinal_part(tokens: Tokens, head: int) -> str:
    """Read "first half", "second week", "last week" of a month or year as a part of it."""
    ordinal = tokens.values[head - 1] if head > 0 else ""
    last = _is(tokens, head - 1, "LAST", "LATTER", "FINAL")
    if head < 1 or not (last or _is(tokens, head - 1, "ORDW", "ORDN")):
        return ""
    if _is(tokens, head, "HALF"):
        return "HALF2" if last or ordinal == "2" else "HALF1"
    if _is(tokens, head, "UNIT") and tokens.values[head] == "W":
        return "WEEK5" if last else f"WEEK{ordinal}" if ordinal in ("1", "2", "3", "4") else ""
    return ""


def _widen_of(tokens: Tokens, item: Found) -> None:
    """Take in "the end of", "the first half of", "the morning of"."""
    index = item.first - 1
    if _is(tokens, index, "THE"):
        index -= 1
    if not _is(tokens, index, "OF"):
        return
    head = index - 1
    if (mod := _ordinal_part(tokens, head)) and item.form.kind == "date":
        item.form = _with_mod(item.form, mod)
        item.first = head - 1
    elif tokens.words[head].lower() == "hours" and (
        _is(tokens, head - 1, "EARLY", "LATE")
        or (_is(tokens, head - 1, "DAYPART") and _is(tokens, head - 2, "EARLY", "LATE"))
    ):
        start = head - 1 if _is(tokens, head - 1, "EARLY", "LATE") else head - 2
        item.form = replace(item.form, part="MO" if _is(tokens, start, "EARLY") else "NI")
        item.first = start
    elif _is(tokens, head, "PART") and _is(tokens, head - 1, "EARLY", "LATE", "LATTER"):
        item.form = _with_mod(item.form, "START" if _is(tokens, head - 1, "EARLY") else "END")
        item.first = head - 1
    elif _is(tokens, head, "BEGIN", "END", "MID"):
        mod = "START" if _is(tokens, head, "BEGIN") else "END" if _is(tokens, head, "END") else "MID"
        item.form = _with_mod(item.form, mod)
        item.first = head
    elif (
        _is(tokens, head, "UNIT")
        and tokens.values[head] == "W"
        and item.form.kind == "date"
        and len(item.form.pattern) == 10
    ):
        item.form = Form("rel", unit="W", offset=0, base=item.form)
        item.first = head
    elif _is(tokens, head, "DAYPART", "NIGHTU") and item.form.kind == "range":
        item.first = head
    elif _is(tokens, head, "DAYPART", "NIGHTU") and item.form.kind in ("date", "weekday", "rel", "holiday"):
        item.form = replace(item.form, part="NI" if _is(tokens, head, "NIGHTU") else tokens.values[head])
        item.first = head
    else:
        return
    if _is(tokens, item.first - 1, "THE"):
        item.first -= 1
        if item.first and _is(tokens, item.first - 1, "BY") and item.form.mod == "END":
            return


def _widen_duration(tokens: Tokens, item: Found) -> None:
    index = item.first - 1
    if _is(tokens, index, "THAN") and _is(tokens, index - 1, "MORE", "OVER"):
        item.form = replace(item.form, mod="MORE_THAN" if _is(tokens, index - 1, "MORE") else "LESS_THAN")
        item.first = index - 1
        if _is(tokens, index - 2, "OVER") and tokens.words[index - 2].lower() == "no":
            item.first = index - 2
    elif _is(tokens, index, "LEAST") and _is(tokens, index - 1, "AT"):
        item.first = index - 1
        item.form = replace(item.form, mod="EQUAL_OR_MORE")
    elif _is(tokens, index, "TO") and _is(tokens, index - 1, "OVER"):
        item.first = index - 1
        item.form = replace(item.form, mod="EQUAL_OR_LESS")
    elif index >= 0 and tokens.words[index].lower() in (*_APPROXIMATE, "some"):
        item.first = index
        item.form = replace(item.form, mod="APPROX")
    elif (
        _is(tokens, index, "OVER")
        and tokens.words[index].lower() in ("over", "under")
        and not item.form.direction
        and (_is(tokens, index - 1, "FOR", "OF", "IN", "ABOUT", "AFTER") or _is(tokens, item.first, "AN"))
    ):
        item.first = index
        item.form = replace(item.form, mod="MORE_THAN" if tokens.words[index].lower() == "over" else "LESS_THAN")
    if _is(tokens, item.first - 1, "WITHIN") and not item.form.direction:
        item.form = replace(item.form, direction="future")
    hyphenated = any(_is(tokens, i, "HYPHEN") for i in range(item.first + 1, item.last))
    if _is(tokens, item.first - 1, "THE") and not item.form.direction and not hyphenated:
        item.first -= 1


# -- neighbours --------------------------------------------------------------------------------------------------------


def _clock_on(clock: Form, day: Form) -> Form:
    return replace(day, time=clock.pattern)


def _joined(tokens: Tokens, left: Found, right: Found) -> Found | None:
    """Return the one expression that two neighbours make, or None."""
    a, b = left.form, right.form
    gap = range(left.last, right.first)
    words = [tokens.words[i].lower() for i in gap]
    if (
        a.kind == "time"
        and b.kind in _DATED
        and not b.time
        and words in ([], [","], ["on"], ["of"], [",", "on"], ["on", "the"])
    ):
        return Found(left.first, right.last, _clock_on(a, b), "clock+date")
    if a.kind in _DATED and b.kind == "time" and not a.time and words in ([], [","]):
        return Found(left.first, right.last, _clock_on(b, a), "date+clock")
    if (
        a.kind == "rel"
        and a.part
        and a.unit == "D"
        and b.kind in _DATED
        and not b.part
        and words in ([], ["of"], ["on"], [",", "on"])
    ):
        return Found(left.first, right.last, replace(b, part=a.part), "part+date")
    if a.kind == "weekday" and b.kind == "date" and b.day is not None and words in ([","], [], [",", "the"]):
        return Found(left.first, right.last, replace(b, weekday=a.weekday, part=a.part or b.part), "weekday+date")
    return None


def _range(tokens: Tokens, left: Found, right: Found) -> Found | None:
    """Return "from A to B" and "between A and B" as one stretch."""
    if right.first - left.last != 1:
        return None
    a, b = left.form, right.form
    link = tokens.words[left.last].lower()
    before = tokens.words[left.first - 1].lower() if left.first else ""
    hyphen = _is(tokens, left.last, "HYPHEN")
    between = before == "between" and link == "and"
    fromto = before == "from" and (link in ("to", "until", "till", "through") or hyphen)
    dashed = hyphen and a.kind == "date" and b.kind == "date" and not a.part and not a.time
    if not (between or fromto or dashed):
        return None
    if a.kind not in ("date", "weekday", "holiday") or b.kind not in ("date", "weekday", "holiday"):
        return None
    if a.kind == "date" and b.kind == "date" and a.pattern.startswith("XXXX") and b.year is not None:
        a = replace(a, pattern=f"{b.year:04d}{a.pattern[4:]}", direction="")
    if a.kind == "date" and b.kind == "date" and a.year is not None and b.pattern.startswith("XXXX-") and b.month:
        b = replace(b, pattern=f"{a.year:04d}{b.pattern[4:]}", direction="")
    first = left.first - 1 if between or fromto else left.first
    return Found(first, right.last, Form("range", first=a, second=b), "range")


def compose(tokens: Tokens, cores: list[Found], ranges: bool) -> list[Found]:
    """Return the whole expressions of a sentence; `ranges` joins the two ends of a stretch into one."""
    for item in cores:
        _widen(tokens, item)
    out: list[Found] = []
    for item in cores:
        if out and item.first < out[-1].last:
            if item.form.part and out[-1].form.part:
                item.first = min(item.first, out.pop().first)
            else:
                item.first = out[-1].last
        while out and (joined := _joined(tokens, out[-1], item)) is not None:
            out.pop()
            item = joined
        if ranges and out and (joined := _range(tokens, out[-1], item)) is not None:
            out.pop()
            item = joined
        if not ranges and item.form.kind == "range":
            out.extend(_ends(tokens, item))
            continue
        out.append(item)
    for number, item in enumerate(out[1:], 1):
        left = out[number - 1]
        # "Friday at 10 a.m.": two expressions, the second on the day of the first
        if (
            item.form.kind == "time"
            and left.form.kind in _DATED
            and item.first - left.last == 1
            and tokens.words[left.last] in ("at", "around", "(")
        ):
            item.form = replace(item.form, base=TEXT_BASE)
    return out


def _ends(tokens: Tokens, item: Found) -> list[Found]:
    """Cut a stretch into its two ends, as TIMEX3 annotates them."""
    middle = item.first
    for index in range(item.first + 1, item.last - 1):
        if _is(tokens, index, "HYPHEN", "TO", "UNTIL", "AND", "SLASH"):
            middle = index
    if item.form.first is None or item.form.second is None or middle == item.first:
        return [item]
    return [
        Found(item.first, middle, item.form.first, item.rule),
        Found(middle + 1, item.last, item.form.second, item.rule),
    ]
