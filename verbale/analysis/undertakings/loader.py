"""Files of instruments: read strictly, every fault with the line it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import msgspec

from verbale.analysis.undertakings.model import Clock, Constraint, File, Provision, Test, Who
from verbale.analysis.undertakings.times import duration, when
from verbale.analysis.undertakings.yaml12 import Path as At
from verbale.analysis.undertakings.yaml12 import Text, parse
from verbale.errors import UsageError
from verbale.lexicon import load_table

_PATH = re.compile(r" - at `\$([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]|\[\.\.\.\]")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_SHORT = re.compile(r"[A-Z]{2}")


def _decode(text: Text) -> File:
    try:
        return msgspec.convert(text.value, File, strict=True)
    except msgspec.ValidationError as error:
        said = str(error)
        match = _PATH.search(said)
        path: list[str | int] = []
        for name, index in _STEP.findall(match[1]) if match else ():
            if index:
                path.append(int(index))
            elif name:
                path.append(name)
            else:
                break
        what = said[: match.start()] if match else said
        unknown = re.search(r"unknown field `([^`]+)`", what)
        if unknown:
            path.append(unknown[1])
        raise text.fault(tuple(path), _plain(what)) from None


def _plain(what: str) -> str:
    """Say a decoding fault in words for whoever wrote the file."""
    unknown = re.search(r"unknown field `([^`]+)`", what)
    if unknown:
        return f"{unknown[1]!r} is no key that is known here"
    missing = re.search(r"missing required field `([^`]+)`", what)
    if missing:
        return f"{missing[1]!r} is missing"
    if "got `bool`" in what and "str" in what:
        return what + ". A word was read as true or false: put it in quotation marks"
    return what


def parse_file(text: str, name: str) -> File:
    """Read the text of a file. Raises UsageError that names file and line."""
    read = parse(text, name)
    found = _decode(read)
    _check(found, read)
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
    if not Path(name).exists() and str(name) in shipped():
        return read_shipped(str(name))
    return read_file(name)


# -- what the types cannot say -----------------------------------------------------------------------------------------


def _check(file: File, text: Text) -> None:
    seen: dict[str, int] = {}
    for number, provision in enumerate(file.provisions):
        at: At = ("provisions", number)
        if not _ID.fullmatch(provision.id):
            raise text.fault((*at, "id"), f"{provision.id!r}: letters, digits, '.', '_' and '-' only")
        if provision.id in seen:
            raise text.fault((*at, "id"), f"{provision.id!r} is taken by provision {seen[provision.id] + 1}")
        seen[provision.id] = number
        _provision(provision, at, text)
    for number, life in enumerate(file.instrument.lifecycle):
        _day(life.date, ("instrument", "lifecycle", number, "date"), text)
        _party(life.party, ("instrument", "lifecycle", number, "party"), text)
    if isinstance(file.instrument.parties, list):
        for number, party in enumerate(file.instrument.parties):
            _party(party, ("instrument", "parties", number), text)
    for number, unit in enumerate(file.instrument.units):
        if not 0 < unit.factor < 1e12:
            raise text.fault(("instrument", "units", number, "factor"), "a factor is a number above 0")
    sources = {s.id for s in file.sources}
    for number, reply in enumerate(file.replies):
        at = ("replies", number)
        if reply.provision not in seen:
            raise text.fault((*at, "provision"), f"there is no provision {reply.provision!r}")
        _day(reply.date, (*at, "date"), text)
        _party(reply.by, (*at, "by"), text)
        _source(reply.source, sources, (*at, "source"), text)
        if reply.stance == "on condition" and not reply.conditions:
            raise text.fault(at, "a reply on condition names its conditions")
    for number, provision in enumerate(file.provisions):
        _source(provision.source, sources, ("provisions", number, "source"), text)
    names: set[str] = set()
    for number, case in enumerate(file.cases):
        at = ("cases", number)
        if case.id in names:
            raise text.fault((*at, "id"), f"{case.id!r} is taken by another case")
        names.add(case.id)
        if case.provision not in seen:
            raise text.fault((*at, "provision"), f"there is no provision {case.provision!r}")
        _day(case.as_of, (*at, "as_of"), text)
        _party(case.bearer, (*at, "bearer"), text)
        for index, claim in enumerate(case.claims):
            for name in ("when", "said"):
                if (value := getattr(claim, name)) is not None:
                    _day(value, (*at, "claims", index, name), text)
            if (
                claim.about in {"trigger", "condition", "exception"}
                and claim.says == "deferred"
                and claim.about != "trigger"
            ):
                raise text.fault((*at, "claims", index, "says"), "only a trigger can be deferred")
        if case.policy.k < 1:
            raise text.fault((*at, "policy", "k"), "k is 1 or more")


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
        for party in _parties(getattr(provision, field) or []):
            _party(party, (*at, field), text)
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
        raise text.fault(at, f"no attribute {name!r} is known; {', '.join(sorted(known))} are")
    right = {"number": (Test,), "flag": (bool,), "word": (str, list), "party": (str, list)}[kind]
    if not isinstance(test, right):
        wanted = {"number": "a comparison", "flag": "true or false", "word": "a word or a list", "party": "a party"}[
            kind
        ]
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
