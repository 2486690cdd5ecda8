"""Hand-labelled truth about where accounts differ, and how well a record lists it: what comes first must be real.

A file names the sides of each disagreement by places in the texts. A listed disagreement is right when it is of a kind that the
label accepts and two of its sides rest on words of two sides of the label; each label is found once, and a row of three sides
finds two at most. What is listed and
not labelled is wrong: a set is labelled in full, and what a listing brings to light is read and added, or stays wrong.
`docs/reference/gold.md` has the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from verbale.analysis.gold import digest
from verbale.errors import GoldError
from verbale.model import Span
from verbale.store.rows import Disagreement, DisagreementKind
from verbale.store.store import Store

FIRST = 10
"""How many of those listed are judged as those that come first."""


class Place(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of one document on which a side rests."""

    sha256: str
    start: int
    end: int


class Labelled(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One disagreement as a reader found it."""

    kind: DisagreementKind
    note: str
    """In a reader's own words, without the texts'."""
    sides: tuple[tuple[Place, ...], ...]
    accept: tuple[DisagreementKind, ...] = ()
    """Other kinds as which it may be listed."""
    optional: bool = False
    """Slight, or one that only a reader of both whole articles sees: no miss, and right where it is listed."""


class GoldDocument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A labelled document."""

    file: str
    sha256: str


class DisagreementGold(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a careful reader finds told otherwise in a set of articles."""

    name: str
    origin: str
    licence: str
    documents: tuple[GoldDocument, ...]
    disagreements: tuple[Labelled, ...]
    note: str = ""


class Listed(Struct, frozen=True):
    """A disagreement that a record lists, with the places of its sides."""

    kind: DisagreementKind
    about: str
    score: float
    sides: tuple[tuple[Place, ...], ...]
    values: tuple[str, ...]


class DisagreementReport(Struct, frozen=True):
    """What a record's list is worth."""

    gold: str
    missing: tuple[str, ...]
    """Labelled documents that the record does not hold."""
    first: int
    """How many are judged as those listed first ..."""
    first_right: int
    """... and how many of them are right."""
    listed: int
    right: int
    wanted: int
    """Labels that are not optional ..."""
    found: int
    """... and how many of them are listed."""
    wrong: tuple[str, ...]
    """What is listed and not labelled, in words."""
    missed: tuple[str, ...]
    """The notes of labels that are not listed."""

    @property
    def precision_first(self) -> float:
        """The part of those listed first that is right; 1 where none is listed."""
        return self.first_right / self.first if self.first else 1.0

    @property
    def precision(self) -> float:
        """The part of all listed that is right; 1 where none is listed."""
        return self.right / self.listed if self.listed else 1.0

    @property
    def recall(self) -> float:
        """The part of the labels that is listed; 1 where there is none."""
        return self.found / self.wanted if self.wanted else 1.0

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the table as plain rows of text, the header first."""
        return (
            ("measure", "right", "of", "share"),
            (f"first {FIRST}", str(self.first_right), str(self.first), f"{self.precision_first:.3f}"),
            ("listed", str(self.right), str(self.listed), f"{self.precision:.3f}"),
            ("labelled", str(self.found), str(self.wanted), f"{self.recall:.3f}"),
        )


def read_disagreements(path: str | Path) -> DisagreementGold:
    """Read a file of labels strictly."""
    try:
        gold = msgspec.json.decode(Path(path).read_bytes(), type=DisagreementGold)
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise GoldError(f"{path}: {error}") from None
    documents = {document.sha256 for document in gold.documents}
    for label in gold.disagreements:
        if len(label.sides) < 2 or not all(label.sides):
            raise GoldError(f"{path}: {label.note}: a disagreement has two sides and words for each")
        for place in (p for side in label.sides for p in side):
            if place.sha256 not in documents:
                raise GoldError(f"{path}: {label.note}: {place.sha256[:12]} is not among `documents`")
            if not 0 <= place.start < place.end:
                raise GoldError(f"{path}: {label.note}: {place.start}-{place.end} is no stretch of words")
    return gold


def listed_in(store: Store) -> tuple[Listed, ...]:
    """Return the disagreements of a store in the order in which they are shown, with the places of their rows."""
    places: dict[str, tuple[Place, ...]] = {}
    wanted = {row for d in store.disagreements() for side in d.sides for row in side.row_ids}
    for document in store.documents():
        coding = store.coding(document.id)
        if coding is None:
            continue
        sha = digest(document.text)
        spans: dict[str, Sequence[Span]] = {a.id: a.content for a in coding.attributions if a.id in wanted}
        spans |= {e.id: (e.trigger, *(x.span for x in e.evidence)) for e in coding.events if e.id in wanted}
        for row, held in spans.items():
            places[row] = tuple(Place(sha256=sha, start=s.start, end=s.end) for s in held)
    return tuple(_listed(d, places) for d in store.disagreements())


def _listed(row: Disagreement, places: Mapping[str, tuple[Place, ...]]) -> Listed:
    sides = tuple(tuple(p for own in side.row_ids for p in places.get(own, ())) for side in row.sides)
    return Listed(row.kind, row.about, row.score, sides, tuple(side.value for side in row.sides))


def score_disagreements(gold: DisagreementGold, listed: Sequence[Listed], held: frozenset[str]) -> DisagreementReport:
    """Score a list, first to last, against labels; `held` are the SHA-256 of the record's texts.

    Rows of documents that are not labelled are left out, as are labels of documents that the record lacks.
    """
    documents = {document.sha256 for document in gold.documents}
    labels = [x for x in gold.disagreements if all(any(p.sha256 in held for p in side) for side in x.sides)]
    given = [x for x in listed if all(any(p.sha256 in documents for p in side) for side in x.sides)]
    taken: set[int] = set()
    right: list[bool] = []
    for each in given:
        matches = [n for n, label in enumerate(labels) if n not in taken and _is(each, label)]
        again = not matches and any(_is(each, labels[n]) for n in taken)
        taken.update(matches[: len(each.sides) - 1])
        right.append(bool(matches) or again)
    wanted = [n for n, label in enumerate(labels) if not label.optional]
    first = right[:FIRST]
    return DisagreementReport(
        gold=gold.name,
        missing=tuple(d.file for d in gold.documents if d.sha256 not in held),
        first=len(first),
        first_right=sum(first),
        listed=len(right),
        right=sum(right),
        wanted=len(wanted),
        found=sum(n in taken for n in wanted),
        wrong=tuple(
            f"{x.kind}: {x.about}: {' — '.join(x.values)}" for x, good in zip(given, right, strict=True) if not good
        ),
        missed=tuple(f"{labels[n].kind}: {labels[n].note}" for n in wanted if n not in taken),
    )


def _is(given: Listed, label: Labelled) -> bool:
    """Say whether a listed disagreement is a labelled one: of its kind, with two sides on two of its sides."""
    if given.kind not in {label.kind, *label.accept}:
        return False
    on: defaultdict[int, set[int]] = defaultdict(set)
    for number, side in enumerate(given.sides):
        for other, wanted in enumerate(label.sides):
            if any(_meet(a, b) for a in side for b in wanted):
                on[number].add(other)
    return any(
        a != b for left, own in on.items() for right, its in on.items() if left != right for a in own for b in its
    )


def _meet(left: Place, right: Place) -> bool:
    return left.sha256 == right.sha256 and left.start < right.end and right.start < left.end
