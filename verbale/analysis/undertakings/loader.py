"""Files of instruments: read strictly, every fault with the line it stands on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import resources
from pathlib import Path

import msgspec

from verbale.analysis.undertakings.faults import EXPECTED, attribute, claimed, party, path_of, perhaps, plain
from verbale.analysis.undertakings.model import (
    Case,
    Claim,
    Clock,
    Constraint,
    File,
    Instrument,
    Provision,
    Reply,
    Source,
    Test,
    Who,
)
from verbale.analysis.undertakings.times import duration, when
from verbale.analysis.undertakings.yaml12 import Path as At
from verbale.analysis.undertakings.yaml12 import Text, parse
from verbale.errors import UsageError
from verbale.lexicon import load_table

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_SHORT = re.compile(r"[A-Z]{2}")


_MOST = 20
"""So many faults are listed; the rest mostly follow from them."""


def _decode(text: Text) -> File:
    try:
        return msgspec.convert(text.value, File, strict=True)
    except msgspec.ValidationError as error:
        found = [_fault(text, error, ())]
    # the first fault hides the others: each rule, reply and case is read by itself
    for section, kind in (("provisions", Provision), ("replies", Reply), ("sources", Source), ("cases", Case)):
        rows = text.value.get(section) if isinstance(text.value, dict) else None
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            try:
                msgspec.convert(row, kind, strict=True)
            except msgspec.ValidationError as error:
                found.append(_fault(text, error, (section, number)))
    if isinstance(text.value, dict) and "instrument" in text.value:
        try:
            msgspec.convert(text.value["instrument"], Instrument, strict=True)
        except msgspec.ValidationError as error:
            found.append(_fault(text, error, ("instrument",)))
    raise _all(found)


def _fault(text: Text, error: Exception, before: At) -> UsageError:
    what, path = path_of(str(error))
    return text.fault((*before, *path), plain(what, (*before, *path)))


def _all(faults: Sequence[UsageError]) -> UsageError:
    """Return one error that lists faults, each once, in the order of their lines."""
    lines = sorted(dict.fromkeys(str(f) for f in faults), key=_line_of)
    more = f"\n... and {len(lines) - _MOST} more" if len(lines) > _MOST else ""
    return UsageError("\n".join(lines[:_MOST]) + more)


def _line_of(said: str) -> int:
    match = re.search(r", line (\d+)", said)
    return int(match[1]) if match else 0


def parse_file(text: str, name: str) -> File:
    """Read the text of a file. Raises UsageError that names file and line."""
    read = parse(text, name)
    found = _decode(read)
    faults: list[UsageError] = []
    for check in (_instrument, _provisions, _replies, _cases):
        faults += check(found, read)
    if faults:
        raise _all(faults)
    return found


def read_file(path: str | Path) -> File:
    """Read a file of an instrument. Raises UsageError."""
    try:
        return parse_file(Path(path).read_text(encoding="utf-8"), Path(path).name)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: not UTF-8") from None


def shipped() -> tuple[str, ...]:
    """Return the names of the instruments that come with the program."""
    folder = resources.files("verbale.lexicon").joinpath("instruments")
    return tuple(sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml")))


def read_shipped(name: str) -> File:
    """Read an instrument that comes with the program. Raises UsageError."""
    if name not in shipped():
        raise UsageError(f"no instrument {name!r} comes with verbale. There are: {', '.join(shipped())}.")
    path = resources.files("verbale.lexicon").joinpath("instruments", f"{name}.yaml")
    return parse_file(path.read_text(encoding="utf-8"), f"{name}.yaml")


def find(name: str | Path) -> File:
    """Read a file by its path, or a shipped instrument by its name."""
    if Path(name).exists():
        return read_file(name)
    if str(name) in shipped():
        return read_shipped(str(name))
    hint = perhaps(str(name), shipped())
    listed = ", ".join(shipped())
    raise UsageError(
        f"{name}: no such file, and no instrument of this name comes with verbale{hint} Shipped: {listed}."
    )


# -- what the types cannot say -----------------------------------------------------------------------------------------


def _gathered(steps: Iterable[Callable[[], None]]) -> list[UsageError]:
    """Return the faults that steps raise; each step is taken, whatever the others say."""
    found = []
    for step in steps:
        try:
            step()
        except UsageError as error:
            found.append(error)
    return found


def _instrument(file: File, text: Text) -> list[UsageError]:
    i = file.instrument
    steps: list[Callable[[], None]] = []
    for number, life in enumerate(i.lifecycle):
        at: At = ("instrument", "lifecycle", number)
        steps.append(partial(_day, life.date, (*at, "date"), text))
        steps.append(partial(_party, life.party, (*at, "party"), text))
    for number, key in enumerate(i.parties if isinstance(i.parties, list) else ()):
        steps.append(partial(_party, key, ("instrument", "parties", number), text))
    found = _gathered(steps)
    for number, unit in enumerate(i.units):
        if not 0 < unit.factor < 1e12:
            found.append(text.fault(("instrument", "units", number, "factor"), "a factor is a number above 0"))
    return found


def _provisions(file: File, text: Text) -> list[UsageError]:
    found: list[UsageError] = []
    seen: dict[str, int] = {}
    sources = {s.id for s in file.sources}
    for number, provision in enumerate(file.provisions):
        at: At = ("provisions", number)
        if not _ID.fullmatch(provision.id):
            found.append(text.fault((*at, "id"), f"{provision.id!r}: letters, digits, '.', '_' and '-' only"))
        if provision.id in seen:
            found.append(text.fault((*at, "id"), f"{provision.id!r} is taken by provision {seen[provision.id] + 1}"))
        seen[provision.id] = number
        found += _gathered(
            [
                partial(_provision, provision, at, text),
                partial(_source, provision.source, sources, (*at, "source"), text),
            ]
        )
    return found


def _replies(file: File, text: Text) -> list[UsageError]:
    found: list[UsageError] = []
    rules, sources = [p.id for p in file.provisions], {s.id for s in file.sources}
    for number, reply in enumerate(file.replies):
        at: At = ("replies", number)
        if reply.provision not in rules:
            hint = perhaps(reply.provision, rules)
            found.append(text.fault((*at, "provision"), f"there is no provision {reply.provision!r}{hint}"))
        found += _gathered(
            [
                partial(_day, reply.date, (*at, "date"), text),
                partial(_party, reply.by, (*at, "by"), text),
                partial(_source, reply.source, sources, (*at, "source"), text),
            ]
        )
        if reply.stance == "on condition" and not reply.conditions:
            found.append(text.fault(at, "a reply on condition names its conditions"))
    return found


def _cases(file: File, text: Text) -> list[UsageError]:
    found: list[UsageError] = []
    rules = {p.id: p for p in file.provisions}
    names: set[str] = set()
    for number, case in enumerate(file.cases):
        at: At = ("cases", number)
        if case.id in names:
            found.append(text.fault((*at, "id"), f"{case.id!r} is taken by another case"))
        names.add(case.id)
        if case.provision not in rules:
            hint = perhaps(case.provision, rules)
            found.append(text.fault((*at, "provision"), f"there is no provision {case.provision!r}{hint}"))
        found += _gathered(
            [partial(_day, case.as_of, (*at, "as_of"), text), partial(_party, case.bearer, (*at, "bearer"), text)]
        )
        for index, claim in enumerate(case.claims):
            found += _claim(claim, rules.get(case.provision), (*at, "claims", index), text)
        for name, words in EXPECTED.items():
            value = getattr(case.expect, name)
            if value is not None and value not in words:
                listed = ", ".join(w for w in words if w)
                what = f"{value!r} is no word for {name!r}: {listed}{perhaps(value, words)}"
                found.append(text.fault((*at, "expect", name), what))
        if case.policy.k < 1:
            found.append(text.fault((*at, "policy", "k"), "k is 1 or more"))
    return found


def _claim(claim: Claim, rule: Provision | None, at: At, text: Text) -> list[UsageError]:
    found = _gathered(
        partial(_day, value, (*at, name), text)
        for name in ("when", "said")
        if (value := getattr(claim, name)) is not None
    )
    if claim.says == "deferred" and claim.about != "trigger":
        found.append(text.fault((*at, "says"), "only a trigger can be deferred"))
    for name in claim.attrs:
        what = claimed(name)
        if what is not None:
            found.append(text.fault((*at, "attrs", name), what))
    if rule is not None and claim.key is not None and claim.about in {"trigger", "condition", "exception"}:
        known = _keys(rule, claim.about)
        if claim.key not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            what = f"the rule {rule.id} has no {claim.about} {claim.key!r}; {has}{perhaps(claim.key, known)}"
            found.append(text.fault((*at, "key"), what))
    return found


def _keys(rule: Provision, about: str) -> list[str]:
    """Return the names of a rule's triggers, conditions or exceptions."""
    if about == "trigger":
        return [a for a in (rule.after, *(c.after for c in rule.clocks)) if a]
    given = rule.requires if about == "condition" else rule.unless
    return [given] if isinstance(given, str) else list(given)


def _source(name: str | None, known: set[str], at: At, text: Text) -> None:
    if name is not None and name not in known:
        raise text.fault(at, f"there is no source {name!r}; sources are {', '.join(sorted(known)) or 'none'}")


def _day(value: str, at: At, text: Text) -> None:
    try:
        when(value)
    except UsageError as error:
        raise text.fault(at, str(error)) from None


def _party(value: str, at: At, text: Text) -> None:
    if _SHORT.fullmatch(value) and value not in {"EU", "UN"}:
        raise text.fault(at, f"{value!r}: states are written with three letters (NOR, not NO)")
    told = party(value)
    if told is not None:
        raise text.fault(at, told)


def _parties(who: str | list[str] | Who) -> Iterator[str]:
    if isinstance(who, str):
        yield who
    elif isinstance(who, list):
        yield from who
    else:
        for part in who.any_of or ():
            yield from _parties(part)


def _provision(provision: Provision, at: At, text: Text) -> None:
    for field in ("who", "to"):
        for key in _parties(getattr(provision, field) or []):
            _party(key, (*at, field), text)
    whos = [w for w in (provision.who, provision.to) if isinstance(w, Who)]
    for who in whos:
        for value in (who.date, who.joined_after):
            if value is not None:
                _day(value, at, text)
    for field in ("within", "period"):
        value = getattr(provision, field)
        if value is not None:
            try:
                duration(value)
            except UsageError as error:
                raise text.fault((*at, field), str(error)) from None
    for field in ("by", "since"):
        value = getattr(provision, field)
        if value is not None:
            _day(value, (*at, field), text)
    for number, clock in enumerate(provision.clocks):
        _clock(clock, (*at, "clocks", number), text)
    if provision.within is not None and provision.by is not None:
        raise text.fault((*at, "within"), "'within' and 'by' are two clocks: write them under 'clocks'")
    if provision.at_most is not None and not provision.at_most_because:
        raise text.fault((*at, "at_most"), "say why: 'at_most_because'")
    for number, reading in enumerate(provision.readings):
        for name, test in reading.where.items():
            _constraint(name, test, (*at, "readings", number, "where", name), text)
    for name, test in provision.where.items():
        _constraint(name, test, (*at, "where", name), text)
    for number, table in enumerate(provision.any_of):
        for name, test in table.items():
            _constraint(name, test, (*at, "any_of", number, name), text)
    if provision.modal == "may" and provision.within is not None:
        raise text.fault((*at, "within"), "what a party may do has no deadline")


def _clock(clock: Clock, at: At, text: Text) -> None:
    if (clock.by is None) == (clock.within is None):
        raise text.fault(at, "a clock has either 'by' or 'within'")
    try:
        if clock.within is not None:
            duration(clock.within)
        if clock.by is not None:
            when(clock.by)
    except UsageError as error:
        raise text.fault(at, str(error)) from None


def _constraint(name: str, test: Constraint, at: At, text: Text) -> None:
    if isinstance(test, Test):
        limits = [x for x in (test.gt, test.ge, test.lt, test.le, test.eq) if x is not None]
        if not limits:
            raise text.fault(at, "a comparison needs one of >, >=, <, <=, ==")
    known = {row["name"]: row["kind"] for row in load_table("instruments/attributes.tsv")}
    kind = known.get(name)
    if kind is None:
        raise text.fault(at, attribute(name))
    right = {"number": (Test,), "flag": (bool,), "word": (str, list), "party": (str, list)}[kind]
    if not isinstance(test, right):
        wanted = {
            "number": 'a comparison, such as {">": 20}',
            "flag": "true or false",
            "word": "a word or a list",
            "party": "a party",
        }[kind]
        raise text.fault(at, f"{name!r} takes {wanted}")


def cycles(file: File) -> list[tuple[str, ...]]:
    """Return rings of provisions that each wait for the next, the first name in order first: a quarrel about sequence."""
    edges: dict[str, list[str]] = {}
    ids = {p.id for p in file.provisions}
    for provision in file.provisions:
        needs = [provision.requires] if isinstance(provision.requires, str) else list(provision.requires)
        needs += [provision.after] if provision.after else []
        edges[provision.id] = sorted({n for n in needs if n in ids})
    found: set[tuple[str, ...]] = set()
    for start in sorted(edges):
        stack: list[tuple[str, tuple[str, ...]]] = [(start, (start,))]
        steps = 0
        while stack and steps < 10_000:
            steps += 1
            here, path = stack.pop()
            for there in edges[here]:
                if there == start:
                    found.add(path)
                elif there > start and there not in path:
                    stack.append((there, (*path, there)))
    return sorted(found)
