"""A rule in words: whom it binds to what, where, above which figure, by when, if and unless, and how surely it is written down."""

from __future__ import annotations

from collections.abc import Mapping

from verbale.analysis.undertakings.model import Clock, Constraint, File, Provision, Test, Who
from verbale.lexicon import load_table
from verbale.lexicon.actors import lexicon

MODALS = {"must": "must", "must_not": "must not", "may": "may", "states_intention": "says that it intends"}
SEEN = {
    "text": "read at first hand",
    "report": "read in an account of it, not at first hand",
    "memory": "not seen: written down from memory; check it",
}
_ROLES = {
    "both": "both parties", "all_parties": "all parties", "unstated": "nobody: the text does not say who",
    "nato_members": "members of NATO",
}  # fmt: skip
_MARKS = ((">", "gt"), (">=", "ge"), ("<", "lt"), ("<=", "le"), ("==", "eq"))


def party(key: str) -> str:
    """Return a party's name; a role in words."""
    if key in _ROLES:
        return _ROLES[key]
    actor = lexicon().actors.get(key)
    if actor is not None:
        return str(actor.name)
    return key if key.isupper() else key.replace("_", " ")


def who(given: str | list[str] | Who | None) -> str:
    """Return whom a rule means."""
    if given is None:
        return "not said"
    if isinstance(given, str):
        return party(given)
    if isinstance(given, list):
        return ", ".join(party(g) for g in given)
    if given.any_of:
        return " or ".join(who(g) for g in given.any_of)
    if given.member_of:
        day = f" on {given.date}" if given.date else ""
        late = f" that joined after {given.joined_after}" if given.joined_after else ""
        return f"members of {given.member_of}{day}{late}"
    return "all but " + ", ".join(party(p) for p in given.all_but or ())


def _test(name: str, test: Constraint) -> str:
    meaning = {row["name"]: row["meaning"] for row in load_table("instruments/attributes.tsv")}.get(name, name)
    if isinstance(test, Test):
        limits = [f"{mark} {value:,.10g}" for mark, attr in _MARKS if (value := getattr(test, attr)) is not None]
        return f"{meaning}: {' and '.join(limits)}{f' {test.unit}' if test.unit else ''}"
    if isinstance(test, bool):
        return meaning if test else f"not: {meaning}"
    wanted = [test] if isinstance(test, str) else [str(t) for t in test] if isinstance(test, list) else [str(test)]
    return f"{meaning} {' or '.join(party(w) for w in wanted)}"


def tests(given: Mapping[str, Constraint]) -> str:
    """Return tests in words."""
    return "; ".join(_test(name, given[name]) for name in given)


def _clock(clock: Clock) -> str:
    if clock.by:
        return f"by {clock.by}"
    start = clock.after.replace("_", " ") if clock.after else "entry into force"
    return f"within {clock.within} of {start}" if clock.within else f"after {start}"


def _names(given: str | list[str]) -> str:
    return ", ".join(n.replace("_", " ") for n in ([given] if isinstance(given, str) else given))


def rule(file: File, p: Provision) -> tuple[tuple[str, str], ...]:
    """Return a rule as heads and what stands under each."""
    found = [
        ("Who", who(p.who)),
        ("To whom", who(p.to)),
        ("Must or may", f"{MODALS[p.modal]}: {p.act.replace('_', ' ')}"),
    ]
    if p.through:
        found.append(("Through", f"{party(p.through)}, whose act it takes"))
    if p.object:
        found.append(("Object", p.object))
    if p.area:
        found.append(("Area", p.area))
    if p.where:
        found.append(("Where all hold", tests(p.where)))
    found += [("Or any of" if n else "Any of", tests(way)) for n, way in enumerate(p.any_of)]
    clocks = [Clock(p.after, p.within, p.by)] if p.within or p.by or p.after else []
    for clock in (*clocks, *p.clocks):
        found.append(("Clock", _clock(clock)))
    if len(p.clocks) > 1:
        found.append(("Which clock", f"whichever is {p.whichever}"))
    for head, value in (("Since", p.since), ("Holds for", p.period)):
        if value:
            found.append((head, value))
    if p.requires:
        found.append(("If", _names(p.requires)))
    if p.unless:
        found.append(("Unless", _names(p.unless)))
    if p.open_term:
        found.append(("Open term", p.open_term))
    for r in p.readings:
        found.append((f"Reading by {r.by.replace('_', ' ')}", "; ".join(x for x in (tests(r.where), r.note) if x)))
    if p.at_most:
        found.append(("Never more than", f"{p.at_most}: {p.at_most_because}"))
    found.append(("Wording", SEEN[p.seen]))
    source = next((s for s in file.sources if s.id == p.source), None)
    if source is not None:
        found.append(("Source", f"{source.title}{f' ({source.url})' if source.url else ''}"))
    if p.quote is not None:
        place = f"{p.quote.start}-{p.quote.end}" if p.quote.start is not None else p.quote.article or ""
        found.append(("In the text", f"{p.quote.doc} {place}".strip()))
    if p.note:
        found.append(("Note", p.note))
    return tuple(found)
