"""Copies: which documents carry one text, as a whole or in part, and where it came from.

Three steps, each over what the one before leaves: a document is signed (`sign`), the index names those that may share its
text (`Index.add`, `candidates`), and what two signatures share is counted exactly (`compare`). Links make families, each
with one origin. A link hangs on its two documents alone, so links can be kept and a new document adds only its own; what
comes out does not depend on the order in which documents came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import numpy as np
from msgspec import Struct

from verbale.collation.copy_index import SHARED_QUOTES, Index, candidates
from verbale.collation.credits import is_agency, same_outlet
from verbale.collation.shingles import overlap, shared_at
from verbale.collation.signatures import Signature, sign, sign_text

__all__ = [
    "Copy",
    "Family",
    "Index",
    "Kind",
    "Link",
    "Signature",
    "candidates",
    "compare",
    "find_copies",
    "find_families",
    "find_links",
    "sign",
    "sign_text",
]

Kind = Literal["exact", "near", "partial", "quotes"]

NEAR = 0.8
PARTIAL = 0.5
BOUND = 0.3
"""Share of the longer text from which a partial copy is one text with the shorter; below, it may be a digest of many."""
FEWEST_RUNS = 25
FEWEST_PART = 40
"""Runs that a whole short text and a part of one must share: less is a formula that many reports are cast in."""
SHORT = 300
"""Words of a text that may be a report cast in a form (a daily bulletin), not a copy of yesterday's."""
FEWEST_WORDS = 8
SAME_QUOTES = 0.8
OWN_PROSE = 0.3
"""Share of the prose outside of quotations below which each wrote its own."""
SAME_FIGURES = 0.75
DAYS, DAYS_NEAR = 2, 7
"""Days after which a part of a short text, or all of it, is no longer taken over as news."""


class Link(Struct, frozen=True, order=True):
    """What two documents share; `left` < `right`. A fact of these two, whatever else there is."""

    left: str
    right: str
    kind: Kind
    left_share: float
    """The part of the left one's runs of words that stand in the right one."""
    right_share: float
    shared: int
    """Runs of five words (of those that both sketches know), or quotations."""

    @property
    def containment(self) -> float:
        """The share of the smaller one that stands in the larger."""
        return max(self.left_share, self.right_share)

    @property
    def binds(self) -> bool:
        """True where the two are one text; false for an excerpt in a much longer one, and for quotations alone."""
        return self.kind in ("exact", "near") or (
            self.kind == "partial" and min(self.left_share, self.right_share) >= BOUND
        )


class Family(Struct, frozen=True, order=True):
    """Documents that carry one text."""

    origin_id: str
    members: tuple[str, ...]
    """All of them, the origin too, sorted."""
    agency: str | None = None
    """The outlet that the text is credited to."""
    agency_present: bool = False
    """True where the origin is that outlet's own copy."""

    @property
    def key(self) -> str:
        """The name of the text's source: its origin, or the agency whose own copy is not in the record."""
        return f"agency:{self.agency}" if self.agency and not self.agency_present else self.origin_id


class Copy(Struct, frozen=True, order=True):
    """A document that carries another's text, and why that one is taken for the origin."""

    document_id: str
    origin_id: str
    kind: Kind
    containment: float
    reason: str


# -- two documents -----------------------------------------------------------------------------------------------------


def compare(one: Signature, other: Signature) -> Link | None:
    """Return what two documents share, where that makes one a copy of the other."""
    left, right = (one, other) if one.document_id <= other.document_id else (other, one)
    if left.body == right.body and min(left.words, right.words) >= FEWEST_WORDS:
        if _same_form(left, right, 1.0, near=True):
            return None
        return Link(left.document_id, right.document_id, "exact", 1.0, 1.0, left.words)
    shared, left_share, right_share = _shares(left, right)
    if shared >= FEWEST_RUNS:
        kind: Kind | None = None
        if min(left_share, right_share) >= NEAR:
            kind = "near"
        elif max(left_share, right_share) >= PARTIAL and shared >= FEWEST_PART:
            kind = "partial"
        if kind is not None and not _same_form(left, right, max(left_share, right_share), near=kind == "near"):
            if kind == "partial" and _spoken_alone(left, right):
                kind = "quotes"
            return Link(left.document_id, right.document_id, kind, left_share, right_share, shared)
    fewer = min(len(left.quotes), len(right.quotes)) // 8
    if fewer >= SHARED_QUOTES:
        alike = len(np.intersect1d(left.quoted, right.quoted, assume_unique=True))
        if alike >= max(SHARED_QUOTES, SAME_QUOTES * fewer):
            return Link(left.document_id, right.document_id, "quotes", left_share, right_share, alike)
    return None


def _spoken_alone(left: Signature, right: Signature) -> bool:
    """Say whether what two texts share is what they quote: a letter, a speech, that each had from where it was given."""
    mine, theirs = left.spoken, right.spoken
    fewer = min(np.count_nonzero(~mine), np.count_nonzero(~theirs))
    if fewer < FEWEST_RUNS:
        return False
    ours, others = shared_at(left.numbers, right.numbers)
    prose = np.count_nonzero(~(mine[ours] & theirs[others]))
    return bool(prose < OWN_PROSE * fewer and prose < 0.5 * len(ours))


def _same_form(left: Signature, right: Signature, containment: float, *, near: bool) -> bool:
    """Say whether two short texts are two reports in one form: other numbers, or other days.

    "The ministry counted 12 aircraft" of Monday is no copy of "the ministry counted 31 aircraft" of Tuesday, though all
    other words agree; who copies or rewrites a report keeps its numbers.
    """
    if min(left.words, right.words) > SHORT:
        return False
    if left.earliest and left.latest and right.earliest and right.latest:
        later, earlier = max(left.earliest, right.earliest), min(left.latest, right.latest)
        if (date.fromisoformat(later) - date.fromisoformat(earlier)).days > (DAYS_NEAR if near else DAYS):
            return True
    shared, of_left, of_right = overlap(*left.counted, *right.counted)
    fewer = min(of_left, of_right)
    return fewer >= 2 and shared < SAME_FIGURES * containment * fewer


def _shares(left: Signature, right: Signature) -> tuple[int, float, float]:
    shared, of_left, of_right = overlap(left.numbers, left.limit, right.numbers, right.limit)
    return shared, round(shared / of_left, 4) if of_left else 0.0, round(shared / of_right, 4) if of_right else 0.0


def find_links(signatures: Iterable[Signature], known: Iterable[Signature] = ()) -> tuple[Link, ...]:
    """Return the links of documents among themselves and to those known, enough of them to make all families.

    Two that others already bind together are not compared again: forty copies of a text need no 780 links.
    """
    by_id = {signature.document_id: signature for signature in known}
    index = Index(by_id[key] for key in sorted(by_id))
    bound = _Groups()
    links = []
    for signature in sorted(signatures, key=lambda s: s.document_id):
        if signature.document_id in by_id:
            continue
        by_id[signature.document_id] = signature
        for other in index.add(signature):
            if bound.root(other) == bound.root(signature.document_id):
                continue
            link = compare(signature, by_id[other])
            if link is not None:
                links.append(link)
                if link.binds:
                    bound.join(link.left, link.right)
    return tuple(sorted(links))


# -- families ----------------------------------------------------------------------------------------------------------


class _Groups:
    """Which documents belong together; the least id of a group is its root."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, one: str) -> str:
        top = one
        while (above := self._above.get(top, top)) != top:
            top = above
        while (above := self._above.get(one, one)) != top:
            self._above[one], one = top, above
        return top

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        if first != second:
            self._above[second] = first


def _grouped(links: Sequence[Link]) -> tuple[_Groups, list[Link]]:
    """Return the families, and the links of texts that carry several: those bind nothing.

    A text of which a small part is another's (an excerpt, a long article around an agency's report) belongs to that
    one's family, unless parts of it belong to two families: a digest must not make one source of all that it carries.
    """
    bound = _Groups()
    for link in links:
        if link.binds:
            bound.join(link.left, link.right)
    carried: dict[str, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for link in links:
        if link.kind == "partial" and not link.binds:
            part, carrier = (link.left, link.right) if link.left_share >= link.right_share else (link.right, link.left)
            if bound.root(part) != bound.root(carrier):
                carried[bound.root(carrier)][bound.root(part)].append(link)
    joined: list[Link] = []
    loose: list[Link] = []
    for parts in carried.values():
        (joined if len(parts) == 1 else loose).extend(link for group in parts.values() for link in group)
    for link in joined:
        bound.join(link.left, link.right)
    return bound, sorted(link for link in loose if bound.root(link.left) != bound.root(link.right))


def _families(by_id: Mapping[str, Signature], links: Sequence[Link]) -> Iterator[tuple[Family, str]]:
    """Yield each family with the words that say why its origin is the origin."""
    bound, _ = _grouped(links)
    groups: dict[str, list[Signature]] = defaultdict(list)
    for key in sorted({key for link in links for key in (link.left, link.right)}):
        groups[bound.root(key)].append(by_id[key])
    for members in groups.values():
        if len(members) > 1:
            origin, agency, why = _origin(members)
            yield (
                Family(
                    origin.document_id,
                    tuple(member.document_id for member in members),
                    agency,
                    agency is not None and same_outlet(agency, origin.outlet),
                ),
                why,
            )


def _origin(members: Sequence[Signature]) -> tuple[Signature, str | None, str]:
    """Choose the origin: by credit, then by time, then the fuller text, then the id."""
    credits = Counter(member.agency for member in members if member.agency)
    if not credits:
        origin, why = _first(members)
        return origin, None, why
    agency = min(credits, key=lambda key: (-credits[key], key))
    own = [member for member in members if same_outlet(agency, member.outlet)]
    if own:
        origin, why = _first(own)
        others = sum(member.agency == agency and member not in own for member in members)
        said = f"credited by {others} of the others" if others else "which signs it"
        return origin, agency, f"the origin is the own text of {agency}, {said}" + (f"; {why}" if why else "")
    origin, why = _first([member for member in members if member.agency == agency])
    told = f"the origin credits {agency} (“{origin.agency_words[:80]}”), whose own text is not in the record"
    return origin, agency, told + (f"; {why}" if why else "")


def _first(members: Sequence[Signature]) -> tuple[Signature, str]:
    """Return the earliest, and among those that may be, an agency's, the fullest, the first by id; with the reason."""
    if len(members) == 1:
        return members[0], ""
    left, why = list(members), ""
    dated = [member for member in members if member.earliest and member.latest]
    if dated:
        by = min(member.latest or "" for member in dated)
        left = [member for member in dated if (member.earliest or "") <= by]
        if len(left) == 1:
            why = f"the origin is dated {_days(left[0])}, the others are later or undated"
        elif len(left) < len(members):
            why = f"the origin is one of {len(left)} of the first day"
    agencies = [member for member in left if member.outlet and is_agency(member.outlet)]
    if 0 < len(agencies) < len(left):
        left = agencies
        why = f"{why}, from an agency" if why else "the origin is from an agency"
    if len(left) > 1:
        full = max(member.words for member in left)
        fullest = [member for member in left if member.words == full]
        if len(fullest) < len(left):
            why = f"{why}, with the fullest text" if why else "the origin has the fullest text; no day tells them apart"
        left = fullest
    origin = min(left, key=lambda member: member.document_id)
    return origin, why or "nothing tells which came first: the first by id"


def _days(signature: Signature) -> str:
    if signature.earliest == signature.latest:
        return signature.earliest or "at no known day"
    return f"between {signature.earliest} and {signature.latest}"


def find_families(signatures: Iterable[Signature], links: Sequence[Link] | None = None) -> tuple[Family, ...]:
    """Return the families of two and more documents, by their origins."""
    by_id = {signature.document_id: signature for signature in signatures}
    return tuple(sorted(family for family, _ in _families(by_id, _given(by_id, links))))


def find_copies(signatures: Iterable[Signature], links: Sequence[Link] | None = None) -> tuple[Copy, ...]:
    """Return every copy with its origin; `links` where they are known already (`find_links`).

    A document names one origin, that of its family. It is named beside that for a text that it carries among others,
    and for the source of all its quotations.
    """
    by_id = {signature.document_id: signature for signature in signatures}
    known = _given(by_id, links)
    bound, loose = _grouped(known)
    copies: list[Copy] = []
    origins: dict[str, str] = {}
    for family, why in _families(by_id, known):
        origins[bound.root(family.origin_id)] = family.origin_id
        origin = by_id[family.origin_id]
        copies.extend(_copy(by_id[key], origin, why) for key in family.members if key != family.origin_id)
    copies.extend(_carried(by_id, loose, bound, origins))
    copies.extend(_quoting(by_id, known, bound))
    return tuple(sorted(copies))


def _given(by_id: Mapping[str, Signature], links: Sequence[Link] | None) -> Sequence[Link]:
    if links is None:
        return find_links(by_id.values())
    return [link for link in sorted(set(links)) if link.left in by_id and link.right in by_id]


def _copy(member: Signature, origin: Signature, why: str) -> Copy:
    link = compare(member, origin)
    if link is not None and link.kind != "quotes":
        mine = link.left_share if link.left == member.document_id else link.right_share
        theirs = link.right_share if link.left == member.document_id else link.left_share
        how = {
            "exact": "the same words",
            "near": f"{_percent(mine)} of its runs of words stand in the origin, {_percent(theirs)} the other way",
            "partial": f"{_percent(mine)} of its runs of words stand in the origin, {_percent(theirs)} the other way",
        }[link.kind]
        return Copy(member.document_id, origin.document_id, link.kind, link.containment, f"{how}; {why}")
    _, mine, theirs = _shares(member, origin)
    how = f"{_percent(mine)} of its runs of words stand in the origin, more in others of the family"
    return Copy(member.document_id, origin.document_id, "partial", max(mine, theirs), f"{how}; {why}")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _carried(
    by_id: Mapping[str, Signature], loose: Sequence[Link], bound: _Groups, origins: Mapping[str, str]
) -> Iterator[Copy]:
    """Yield the texts that a digest carries, each once."""
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for link in loose:
        part, carrier = (link.left, link.right) if link.left_share >= link.right_share else (link.right, link.left)
        origin = origins.get(bound.root(part), part)
        if link.containment > best.get((carrier, origin), (0.0, ""))[0]:
            best[carrier, origin] = (link.containment, part)
    for (carrier, origin), (containment, _) in sorted(best.items()):
        reason = f"carries {_percent(containment)} of it among other texts"
        yield Copy(carrier, origin, "partial", containment, reason)


def _quoting(by_id: Mapping[str, Signature], links: Sequence[Link], bound: _Groups) -> Iterator[Copy]:
    """Yield those whose quotations are all another's, though their prose is their own: one origin each, the best."""
    best: dict[str, tuple[int, str, Copy]] = {}
    for link in links:
        if link.kind != "quotes" or bound.root(link.left) == bound.root(link.right):
            continue
        origin, _, why = _origin([by_id[link.left], by_id[link.right]])
        document = link.right if origin.document_id == link.left else link.left
        left, right = by_id[link.left], by_id[link.right]
        alike = len(np.intersect1d(left.quoted, right.quoted, assume_unique=True))
        what = f"the same {alike} quotations, cut alike," if alike >= SHARED_QUOTES else "much the same words quoted"
        reason = f"{what} and hardly any prose in common; {why}"
        copy = Copy(document, origin.document_id, "quotes", link.containment, reason)
        rank = (-link.shared, origin.document_id, copy)
        if document not in best or rank[:2] < best[document][:2]:
            best[document] = rank
    return iter([copy for _, _, copy in best.values()])
