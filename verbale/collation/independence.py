"""How many sources there really are: "4 outlets, 2 independent".

Accounts that rest on one another are one source: copies of one text; what one outlet printed on one day; what reached
several outlets through the same agency ("told TASS", "RIA Novosti reported", "(Reuters)"). Each fold says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from verbale.collation.copies import Family, Signature
from verbale.collation.credits import outlet_in, same_outlet


class Reading(Struct, frozen=True, order=True):
    """One document's account of something, with what tells where it had it from."""

    document_id: str
    family: str | None = None
    """Key of the copies that its text belongs to (`Family.key`)."""
    outlet: str | None = None
    day: str | None = None
    """The day it was written, where that is known to the day."""
    agency: str | None = None
    """The outlet whose text it says it carries."""
    relays: tuple[str, ...] = ()
    """Those through whom these words came ("TASS", "RIA Novosti"); others than agencies and outlets are left aside."""


class Fold(Struct, frozen=True, order=True):
    """Two documents that count as one source, and why."""

    left: str
    right: str
    reason: str


class Source(Struct, frozen=True, order=True):
    """Accounts that are one source."""

    document_ids: tuple[str, ...]
    folds: tuple[Fold, ...] = ()


class Independence(Struct, frozen=True):
    """The sources of a set of accounts."""

    outlets: int
    """Outlets that carry it; a document of no known outlet counts for itself."""
    sources: tuple[Source, ...]

    @property
    def independent(self) -> int:
        """How many sources remain."""
        return len(self.sources)

    def __str__(self) -> str:
        outlets = "1 outlet" if self.outlets == 1 else f"{self.outlets} outlets"
        return f"{outlets}, {self.independent} independent"


def reading_of(signature: Signature, families: Mapping[str, Family], relays: Iterable[str] = ()) -> Reading:
    """Return a document's account; `families` by document id (`by_document`)."""
    family = families.get(signature.document_id)
    exact = signature.earliest if signature.earliest == signature.latest else None
    return Reading(
        signature.document_id,
        family.origin_id if family else None,
        signature.outlet,
        exact,
        signature.agency or (family.agency if family else None),
        tuple(relays),
    )


def by_document(families: Iterable[Family]) -> dict[str, Family]:
    """Return the family of each document that has one."""
    return {member: family for family in families for member in family.members}


def independent_sources(readings: Sequence[Reading]) -> Independence:
    """Fold accounts that rest on one another; the order in which they are given does not matter."""
    given = sorted(set(readings))
    documents = sorted({reading.document_id for reading in given})
    above = {document: document for document in documents}

    def root(document: str) -> str:
        while above[document] != document:
            document = above[document]
        return document

    folds: list[Fold] = []
    for reason, members in _shared(given):
        first, *others = members
        for other in others:
            left, right = sorted((root(first), root(other)))
            if left != right:
                above[right] = left
                folds.append(Fold(first, other, reason))
    groups: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        groups[root(document)].append(document)
    of_group: dict[str, list[Fold]] = defaultdict(list)
    for fold in folds:
        of_group[root(fold.left)].append(fold)
    known = {reading.document_id: reading.outlet for reading in given if reading.outlet}
    return Independence(
        len(set(known.values())) + sum(document not in known for document in documents),
        tuple(sorted(Source(tuple(group), tuple(of_group[top])) for top, group in groups.items())),
    )


def _shared(readings: Sequence[Reading]) -> Iterable[tuple[str, list[str]]]:
    """Yield what makes several documents one source, with these documents; the surest reasons first."""
    copies: dict[str, list[str]] = defaultdict(list)
    voices: dict[str, list[str]] = defaultdict(list)
    days: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        document = reading.document_id
        if reading.family is not None:
            copies[reading.family].append(document)
        for key in (reading.agency, *map(outlet_in, reading.relays)):
            if key is not None and not same_outlet(key, reading.outlet):
                voices[key].append(document)
        if reading.outlet is not None:
            days[reading.outlet][reading.day or ""].append(document)
    for family, members in sorted(copies.items()):
        yield f"copies of one text ({family})", _distinct(members)
    for voice, others in sorted(voices.items()):
        # The agency's own article is the root of what others have from it
        own = [reading.document_id for reading in readings if same_outlet(voice, reading.outlet)]
        yield f"both have it from {voice}", _distinct([*own, *others])
    for outlet, dated in sorted(days.items()):
        undated = dated.pop("", [])
        for number, (day, members) in enumerate(sorted(dated.items())):
            yield f"{outlet}, {day}", _distinct(members)
            if number == 0 and undated:
                # No day shows that these are accounts of another day
                yield f"{outlet}, and no day tells them apart", _distinct([members[0], *undated])
        if undated and not dated:
            yield f"{outlet}, and no day tells them apart", _distinct(undated)


def _distinct(documents: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(documents))
