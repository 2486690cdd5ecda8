"""Forces: how many stand or move where, whose, for how long; exercises and tests of weapons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from verbale.analysis.undertakings.model import Value
from verbale.analysis.undertakings.quantities import quantity, unit_size
from verbale.analysis.undertakings.sentence import (
    DIGITS,
    FIGURE,
    HEDGE,
    SMALL,
    SNAP,
    WORDED,
    Reading,
    Statable,
    features,
    mode_of,
    owner,
    where,
)
from verbale.lexicon import load_table

_GAP = (
    r"(?:of\s+)?(?:(?:the|its|their|his|additional|more|extra|further|new|other|combat|ground|heavy|regular|"
    r"special|armed|main|"
    r"battle|light|elite|airborne|armoured|armored|tank|amphibious|coast guard|paramilitary|police and|reconnaissance|mechanised|"
    r"mechanized|infantry|motorised|naval|military|allied|foreign|modern|nuclear-capable|"
    r"ballistic|cruise|Iskander|S-\d00|[A-Z][\w’'.-]+)\s+){0,4}"
)


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    rows = load_table("instruments/forces.tsv")
    known = {r["noun"]: (r["attribute"], r["counts"]) for r in rows}
    for name in list(known):
        if name.endswith("s") and known[name][1]:
            known[name[:-1]] = known[name]  # "a brigade"
    names = "|".join(re.escape(n) for n in sorted(known, key=lambda n: (-len(n), n)))
    # a class of weapon or men that narrows another noun is not the noun itself ("forces commander", "tanks brigade")
    return re.compile(rf"{_GAP}({names})\b(?!\s+(?:commander|minister|chief|leader|museum|were killed|killed))"), known


# -- forces ------------------------------------------------------------------------------------------------------------


class _Counted(Struct, frozen=True):
    start: int
    end: int
    attribute: str
    value: Value
    unit: str


_ENDED = re.compile(
    r"\b(?:killed|dead|died|dies|wounded|injured|captured|lost|casualties|missing|deaths?|fallen|destroyed|"
    r"shot down|prisoners?|"
    r"mourn\w*|veterans|salar\w+|pensions?|cost|bought|buy|sold|sell|order(?:ed)? for|deliver\w*|purchase\w*|"
    r"donat\w+|suppl\w+)\b",
    re.I,
)


def _counted(s: Reading) -> Iterator[_Counted]:
    pattern, known = _nouns()
    taken = -1
    found = [*FIGURE.finditer(s.text), *SMALL.finditer(s.text)]
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        if match.start() < taken:
            continue
        at = match.end()
        while at < len(s.text) and s.text[at] in " \u00a0-":
            at += 1
        noun = pattern.match(s.text, at)
        if noun is None or re.match(r"\s+carriers?\b", s.text[noun.end() : noun.end() + 10]):
            continue
        attribute, unit = known[noun[1]]
        words = match[0].strip()
        small = WORDED.get(match[2].casefold())
        figure = quantity(f"{match[1]} {small}" if small is not None else words)
        if figure is None:
            continue
        if unit:
            size = unit_size(unit)
            if size is None:
                continue
            value: Value = [figure.least * size.least, figure.most * size.most]
        else:
            value = words if small is None else f"{match[1]} {small}".strip()
        taken = noun.end()
        yield _Counted(match.start(), noun.end(), attribute, value, unit)


def forces(s: Reading) -> Iterator[Statable]:
    """Yield forces that are counted and stand, move or take part in an exercise."""
    rows: list[tuple[str, str, set[str], list[tuple[_Counted, tuple[int, int]]]]] = []
    for one in _counted(s):
        if _ENDED.search(s.text[max(0, one.start - 45) : one.end + 40]):
            continue
        drill = s.near(one.start, "exercise", 150)
        if one.attribute == "missiles" and _FIRED.search(s.text):
            continue  # fired, not deployed
        verb = s.near(one.start, "deploy") or s.near(one.start, "leave")
        leave = s.near(one.start, "leave", 70)
        if drill is None and (verb is None or abs(verb[0] - one.start) > _FAR):
            if _STANDS.match(s.text, one.end) is None:
                continue
            verb = verb or (one.start, one.end)  # "the 5,000 US troops in Iraq" are said to stand there
        kind = "activity" if drill is not None else "deployment"
        mark = drill or leave or verb
        assert mark is not None
        whose = owner(s, (one.start, one.end), verb or drill)
        if (
            leave is not None
            and drill is None
            and verb is not None
            and abs(leave[0] - one.start) <= abs(verb[0] - one.start)
            # "left 200 soldiers in Syria" says that they stay
            and not (leave[0] < one.start and s.text[leave[0] : leave[1]].casefold() in _LEAVES)
        ):
            kind = "withdrawal"
        same = [
            r for r in rows if r[0] == kind and (r[1] == whose or "" in {r[1], whose}) and one.attribute not in r[2]
        ]
        same = same or [r for r in rows if one.unit and r[0] == kind and r[1] == whose]
        if same:  # tanks beside troops, "a battalion of 750": one row; a second number of troops: another
            row = same[-1]
            rows.remove(row)
            rows.append((kind, row[1] or whose, {*row[2], one.attribute}, [*row[3], (one, mark)]))
        else:
            rows.append((kind, whose, {one.attribute}, [(one, mark)]))
    for kind, whose, _, found in rows:
        attrs: dict[str, Value] = {}
        for one, _ in sorted(found, key=lambda f: bool(f[0].unit)):
            attrs.setdefault(one.attribute, one.value)  # "a battalion of about 750 soldiers": the figure says more
            if one.unit:
                attrs.setdefault("unit", one.unit)
                attrs.setdefault("unit_size", one.unit)
        first, last = found[0][0], found[-1][0]
        attrs.update(where(s, [(one.start, one.end) for one, _ in found], whose))
        attrs.update(features(s.text))
        low, high = min(first.start, *(m[0] for _, m in found)), max(last.end, *(m[1] for _, m in found))
        if kind == "activity" and SNAP.search(s.text):
            attrs["snap"] = True
        if kind == "withdrawal":
            attrs["withdrawn"] = True
        yield Statable(
            "activity" if kind == "activity" else "deployment", whose, attrs, mode_of(s, low, high), low, high
        )


_STANDS = re.compile(
    r"\s+(?:(?:already|currently|still|now|stationed)\s+)?(?:in|at|on|along|near|inside|aboard|off)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}[A-Z]"
)
_FAR = 75
"""A verb farther away is of something else."""
_LEAVES = frozenset({"leave", "leaves", "left", "leaving"})
_NUKES = re.compile(
    r"\b(?:(?:tactical |strategic )?nuclear (?:weapons?|missiles?|warheads?|bombs?)|(?:ballistic|cruise|Iskander|"
    r"intermediate-range|short-range|medium-range|hypersonic|anti-ship|air defen[cs]e|"
    r"S-[34]00)(?: air defen[cs]e)? "
    r"(?:missiles?|systems?|batter(?:y|ies))|warships?|(?:heavy |strategic )?bombers|"
    r"fighter jets|battlegroups?|"
    r"(?:a |an )?aircraft carriers?(?: strike group)?)\b",
    re.I,
)


def weapons(s: Reading, taken: Sequence[Statable]) -> Iterator[Statable]:
    """Yield weapons that stand or move somewhere, with no figure."""
    for match in _NUKES.finditer(s.text):
        if any(t.start <= match.start() < t.end for t in taken) or _ENDED.search(
            s.text[max(0, match.start() - 45) : match.end() + 30]
        ):
            continue
        if "missile" in match[0].casefold() and _FIRED.search(s.text):
            continue  # fired, not deployed
        verb = next(
            (
                v
                for v in (s.near(match.start(), "deploy", 45), s.near(match.start(), "leave", 45))
                if v is not None and s.text[v[0] : v[1]].casefold() not in _WEAK
            ),
            None,
        )
        if verb is None:
            continue
        whose = owner(s, (match.start(), match.end()), verb)
        at = where(s, [(match.start(), match.end())], whose)
        if not at and not whose:
            continue
        words = match[0].casefold()
        attrs: dict[str, Value] = {"weapon": _class(words), **at, **features(s.text)}
        if "warship" in words or "carrier" in words:
            attrs["warship"] = True
        if "bomber" in words:
            attrs["heavy_bomber"] = True
        low, high = min(verb[0], match.start()), max(verb[1], match.end())
        yield Statable("deployment", whose, attrs, mode_of(s, low, high), low, high)
        return


_WEAK = frozenset("has have had with presence keep keeps kept hold holds held".split())


def _class(words: str) -> str:
    if "nuclear" in words:
        return "nuclear"
    if "air defen" in words or "s-3" in words or "s-4" in words:
        return "air_defence"
    return "land_based_missile" if "missile" in words or "iskander" in words or "batter" in words else words.split()[-1]


_DRILLS = re.compile(
    r"\b(?:hold(?:s|ing)?|held|began|begins?|begun|start(?:s|ed|ing)?|conduct(?:s|ed|ing)?|launch(?:es|ed)?|"
    r"stag(?:es?|ed|ing)|kicked off|"
    r"carr(?:y|ied|ying) out|complet\w+|finish\w+|ended|extended|prolonged|opened|rehears\w+|taking part in|took part in)\s+"
    r"(?:(?!\b(?:talks|meeting|elections?)\b)[\w’'-]+[\s,]+){0,7}?(exercises?|drills?|manoeuvres|maneuvers|war games)\b",
    re.I,
)
_DRILLED = re.compile(
    r"\b(exercises?|drills?|manoeuvres|maneuvers|war games)\b(?:[\s,]+[\w’'-]+){0,6}?[\s,]+(?:began|begin|started|"
    r"ended|opened|took place|is under way|are under way|were held|was held|"
    r"are being held)\b",
    re.I,
)


def exercises(s: Reading, taken: Sequence[Statable]) -> Iterator[Statable]:
    """Yield an exercise that is told of without a figure."""
    if any(t.kind == "activity" for t in taken):
        return
    match = _DRILLS.search(s.text) or _DRILLED.search(s.text)
    if match is None:
        return
    noun = (match.start(1), match.end(1))
    whose = owner(s, noun, (match.start(), match.end()))
    if not whose:
        whose = next((p.key for p in s.parties if match.start() <= p.start < match.end()), "")
    attrs: dict[str, Value] = {**where(s, [noun], whose), **features(s.text)}
    if SNAP.search(s.text):
        attrs["snap"] = True
    yield Statable("activity", whose, attrs, mode_of(s, match.start(), match.end()), match.start(), match.end())


_RANGE = re.compile(
    rf"\b(?:range of|reach(?:ing)? of|fl(?:y|ew|own|ies)|travel(?:l?ed)?)\s+({HEDGE}(?:{DIGITS})(?:\s*(?:-|–|"
    rf"to)\s*(?:{DIGITS}))?)"
    r"[\s-]*(km|kilomet(?:er|re)s?|miles?)\b",
    re.I,
)
_FIRED = re.compile(
    r"\b(?:test[- ]?(?:fired|launched|flew|fire)|(?:flight[- ])?tested|fired|launched|conducted (?:a|"
    r"the) (?:flight )?"
    r"test of)\b[^.;]{0,60}\b(missiles?|rockets?|ICBM|"
    r"nuclear (?:weapons?|devices?|bombs?))\b|\b(missiles?|rockets?)\b[^.;]{0,30}\b(?:was|were) "
    r"(?:test[- ]fired|tested|launched|fired)\b",
    re.I,
)


_ATTACKS = re.compile(
    r"\b(?:at|on|against|toward|towards|targeting|struck|hit|"
    r"into (?!the (?:sea|ocean|waters|Pacific|Atlantic)|space|orbit))\s+\w",
    re.I,
)


def launches(s: Reading) -> Iterator[Statable]:
    """Yield the test of a missile, or its range."""
    fired, reach = _FIRED.search(s.text), _RANGE.search(s.text)
    if fired is not None and _ATTACKS.search(s.text) and not re.search(r"\btest", s.text, re.I):
        fired = None  # fired at something: an attack and no test
    missile = re.search(r"\b(?:missiles?|rockets?|ICBM|9M\d+|Iskander\w*|Shahab\w*|Hwasong\S*)\b", s.text)
    if fired is None and (reach is None or missile is None):
        return
    attrs: dict[str, Value] = {}
    if reach is not None and (missile or fired):
        attrs["range_km"] = (
            f"{reach[1].strip()} {reach[2].casefold()}" if not reach[2].casefold().startswith("k") else reach[1].strip()
        )
    if re.search(r"\b(?:ground|land)-(?:launched|based)\b", s.text, re.I):
        attrs["weapon"] = "land_based_missile"
    elif re.search(r"\b(?:sea|submarine)-launched\b", s.text, re.I):
        attrs["weapon"] = "sea_launched_missile"
    if fired is not None:
        low, high = fired.start(), max(fired.end(), reach.end() if reach else 0)
        whose = owner(s, (fired.start(), fired.end()), (fired.start(), fired.end()))
        attrs.update(where(s, [(fired.start(), fired.end())], whose))
        yield Statable("activity", whose, {**attrs, "test": True}, mode_of(s, low, fired.end()), low, high)
    elif reach is not None:
        yield Statable(
            "measurement",
            owner(s, (reach.start(), reach.end()), None),
            attrs,
            mode_of(s, reach.start(), reach.end()),
            reach.start(),
            reach.end(),
        )
