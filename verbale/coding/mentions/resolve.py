"""Tell what points to what inside one document: surnames, titles, descriptions, pronouns, metonyms."""

from __future__ import annotations

from dataclasses import dataclass, field

from verbale.coding.mentions.bodies import find_body_nouns, resolve_bodies
from verbale.coding.mentions.descriptions import resolve_titles
from verbale.coding.mentions.found import Found
from verbale.coding.mentions.halves import name_halves
from verbale.coding.mentions.late import name_pending
from verbale.coding.mentions.persons import Persons
from verbale.coding.mentions.pronouns import find_pronouns, mark_subjects
from verbale.coding.mentions.reader import Reader, Scan


@dataclass(slots=True)
class Resolved:
    """All mentions of a document with their heads, and the name each goes by."""

    found: list[Found] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    """Fullest name by identity of the head."""


def resolve(reader: Reader, scans: list[Scan], day: str | None) -> Resolved:
    """Resolve the scans of one document, given in text order."""
    states = _states(scans)
    halves = name_halves(reader, scans, states)
    persons = Persons(day, states)
    for scan in scans:
        _take_in_suffixes(reader, scan)
    named = [each for scan in scans for each in scan.found if each.kind == "person" and each.form == "name"]
    persons.read(sorted(named, key=lambda each: (scans[each.sentence].loose, each.start)))
    persons.known()
    name_pending(reader, scans, persons, day)
    for chain in persons.chains:
        chain.found.sort(key=lambda each: each.start)
        for each in chain.found:
            each.head = chain.found[0]
            each.key, each.gender = chain.key, chain.gender
    out = Resolved(names=halves)
    out.found = [each for scan in scans for each in scan.found]
    for chain in persons.chains:
        if chain.found:
            best = max(chain.found, key=lambda each: (len(each.words), not _shouted(each.text), -each.start))
            out.names[id(chain.found[0])] = best.text
    mark_subjects(scans)
    resolve_bodies(reader, scans, out.names)
    resolve_titles(reader, scans, persons, day)
    for scan in scans:
        find_body_nouns(reader, scan, scans, out.found)
    find_pronouns(reader, scans, out.found)
    out.found = [each for each in out.found if _kept(each)]
    out.found.sort(key=lambda each: (each.start, -each.end))
    return out


def _shouted(name: str) -> bool:
    """Say whether a name stands in capitals, as old headlines have it: "REAGAN"; not "B.B." or "UN"."""
    return name.isupper() and max(map(len, name.split())) > _SHORT


_SHORT = 3


def _states(scans: list[Scan]) -> frozenset[str]:
    """Return the keys of the polities and organisations that a document names, each by what it belongs to."""
    keys = {key for scan in scans for each in scan.found if each.kind != "person" for key in (each.key, each.of) if key}
    return frozenset(key.partition(".")[0] for key in keys)


def _take_in_suffixes(reader: Reader, scan: Scan) -> None:
    """Let a surname take in the "Jr." behind it, which tells whom it names."""
    for at, token in enumerate(scan.tokens):
        if token.fold not in _SUFFIXES or not at or not token.adjacent:
            continue
        before, label = scan.labels[at - 1], scan.labels[at]
        if before is None or before is label or before.kind != "person" or before.form != "name" or before.last != at:
            continue
        if label is not None:
            if (label.first, label.last) != (at, at + 1):
                continue
            reader.drop(scan, label)
        before.last, before.end = at + 1, token.end
        before.text, before.words = reader.text[before.start : before.end], (*before.words, token.fold)
        scan.labels[at] = before


_SUFFIXES = frozenset({"jr", "sr"})


def _kept(found: Found) -> bool:
    if found.form == "title" and found.person is None and found.head is None:
        return found.confidence > 0
    return not (found.kind == "polity" and found.use == "adjective")
