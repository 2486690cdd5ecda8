"""One record out of several: what another record (or a cluster's tables) holds is added to what is here.

Ids are hashes of content, so merging is union: doing it again changes nothing, and neither does another order, save that
an article that two records describe differently (another address, another claimed day) stays as it came first, and that
of a person's word that one record holds, another took back and a third contradicts, the order decides what stands. What
two sides hold against each other is settled by a rule that gives both the same result, and is told as a `Conflict`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from verbale.errors import RecordDamaged, RecordError
from verbale.model import Coding, Correction, Document, Judgement, Receipt, Skip
from verbale.store import codings, collations, corrections, sources
from verbale.store.connection import transaction
from verbale.store.rows import Run

if TYPE_CHECKING:
    from verbale.store.store import Store

_BATCH = 200
"""Articles that are written in one transaction."""
_FAILED = "could not be coded"
_DERIVED = ("rule:", "model:")


class Part(Struct, frozen=True):
    """An article with its deliveries and, where it has one, its coding."""

    document: Document
    receipts: tuple[Receipt, ...]
    coding: Coding | None = None


@dataclass(frozen=True)
class Source:
    """All of a record that is not derived."""

    name: str
    parts: Iterable[Part]
    receipts: Iterable[Receipt] = ()
    """Further deliveries of articles among the parts; asked for when all parts have been taken."""
    skips: Iterable[Skip] = ()
    runs: Iterable[Run] = ()
    judgements: Iterable[Judgement] = ()
    retracted: Iterable[Judgement] = ()
    corrections: Iterable[Correction] = ()
    retracted_corrections: Iterable[tuple[Correction, str]] = ()


class MergeConflict(Struct, frozen=True, order=True):
    """Where two sides do not hold the same of one row, and what was done about it."""

    kind: Literal["document", "coding", "judgement", "correction"]
    row: str
    what: str


@dataclass
class Merged:
    """What a merge added."""

    documents: int = 0
    known: int = 0
    codings: int = 0
    judgements: int = 0
    corrections: int = 0
    conflicts: list[MergeConflict] = field(default_factory=list)

    def add(self, other: Merged) -> None:
        """Take in what a further source added."""
        for name in ("documents", "known", "codings", "judgements", "corrections"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.conflicts.extend(other.conflicts)


def source_of(store: Store) -> Source:
    """Return what an open record has to give."""

    def parts() -> Iterator[Part]:
        for document in store.documents():
            yield Part(document, tuple(store.receipts(document.id)), store.coding(document.id))

    return Source(
        name=store.path,
        parts=parts(),
        skips=store.skips(),
        runs=[run for run in store.runs() if run.stage != "collate"],
        judgements=store.judgements(),
        retracted=store.judgements(retracted=True),
        corrections=store.corrections(),
        retracted_corrections=store.retracted_corrections(),
    )


def merge(connection: sqlite3.Connection, source: Source, coder: str) -> Merged:
    """Add what a source holds, in batches that are each whole or not there; `coder` is the version preferred."""
    merged = Merged()
    parts = iter(source.parts)
    while batch := list(islice(parts, _BATCH)):
        with transaction(connection):
            for part in batch:
                _part(connection, part, coder, merged)
    with transaction(connection):
        for receipt in source.receipts:
            sources.add_receipt(connection, receipt)
        for skip in source.skips:
            _skip(connection, skip)
        for run in source.runs:
            sources.add_run(connection, run)
        _judgements(connection, source, merged)
        _corrections(connection, source, merged)
    merged.conflicts.sort()
    return merged


def _skip(connection: sqlite3.Connection, skip: Skip) -> None:
    """Add what could not be read, unless it could be here."""
    locator = sources.printable(skip.locator)
    if connection.execute("SELECT 1 FROM receipt WHERE locator = ?", (locator,)).fetchone() is None:
        sources.add_skip(connection, skip)


def _part(connection: sqlite3.Connection, part: Part, coder: str, merged: Merged) -> None:
    document = part.document
    before = connection.execute("SELECT digest FROM document WHERE id = ?", (document.id,)).fetchone()
    try:
        digest = sources.stored_digest(document)
        for receipt in part.receipts:
            sources.add_document(connection, document, receipt)
    except RecordError as error:
        merged.conflicts.append(MergeConflict("document", document.id, f"left out: {error}"))
        return
    if before is None:
        merged.documents += 1
    else:
        merged.known += 1
        if before[0] != digest:
            what = "the two describe this article differently (address, title, claimed day): ours stays"
            merged.conflicts.append(MergeConflict("document", document.id, what))
            return
    if part.coding is not None and _takes(connection, part.coding, coder, merged):
        try:
            merged.codings += codings.write(connection, part.coding)
        except RecordDamaged as error:  # refused before anything was written
            merged.conflicts.append(MergeConflict("coding", document.id, f"left out: {error}"))


def _takes(connection: sqlite3.Connection, coding: Coding, coder: str, merged: Merged) -> bool:
    """Say whether a coding goes in the place of the one that is here; both sides would say the same."""
    row = connection.execute(
        "SELECT c.coder, c.skipped, c.digest FROM coding c JOIN document d ON d.n = c.document_n WHERE d.id = ?",
        (coding.document_id,),
    ).fetchone()
    if row is None:
        return True
    ours_by, ours_skipped, ours = row
    theirs = codings.digest_of(coding)
    if ours == theirs:
        return False

    def rank(by: str, skipped: str | None, digest: str) -> tuple[bool, bool, str, str]:
        return not (skipped or "").startswith(_FAILED), by == coder, by, digest

    wins = rank(coding.coder, coding.skipped, theirs) > rank(ours_by, ours_skipped, ours)
    if ours_by == coding.coder and ours_skipped == coding.skipped:
        what = f"two different codings by {ours_by}: {'theirs' if wins else 'ours'} stays; code the article again"
        merged.conflicts.append(MergeConflict("coding", coding.document_id, what))
    return wins


def _judgements(connection: sqlite3.Connection, source: Source, merged: Merged) -> None:
    """Union people's judgements. What one side took back stays taken back; two words of one person settle nothing."""
    here = {(j.left, j.right, j.by): j for j in collations.judgements(connection, by=None, retracted=False)}
    gone = {collations.judgement_id(j) for j in collations.judgements(connection, by=None, retracted=True)}
    theirs_gone = {collations.judgement_id(j): j for j in source.retracted if not j.by.startswith(_DERIVED)}
    said = list(source.judgements)
    for j in said:
        if j.by.startswith(_DERIVED):
            continue
        new = collations.judgement_id(j)
        ours = here.get((j.left, j.right, j.by))
        if ours is None:
            if new not in gone:
                merged.judgements += collations.put_judgements(connection, [j])
            continue
        old = collations.judgement_id(ours)
        if old == new:
            continue
        if old in theirs_gone:  # they took back what stands here, and said the other
            merged.judgements += collations.put_judgements(connection, [j])
        elif new not in gone:
            collations.put_judgements(connection, [j])
            collations.retract_judgement(connection, j.left, j.right, j.by)
            what = f"{j.by} says {ours.verdict} here and {j.verdict} there: neither stands until it is judged again"
            merged.conflicts.append(MergeConflict("judgement", f"{j.left} {j.right}", what))
    here = {(j.left, j.right, j.by): j for j in collations.judgements(connection, by=None, retracted=False)}
    still = {collations.judgement_id(j) for j in said}
    for number, j in theirs_gone.items():
        if number in still:  # taken back once, and said again
            continue
        ours = here.get((j.left, j.right, j.by))
        if ours is not None and collations.judgement_id(ours) == number:
            collations.retract_judgement(connection, j.left, j.right, j.by)
        elif ours is None and number not in gone:
            collations.put_judgements(connection, [j])
            collations.retract_judgement(connection, j.left, j.right, j.by)


def _corrections(connection: sqlite3.Connection, source: Source, merged: Merged) -> None:
    """Union people's corrections, as judgements; where one person gave two values, the later one stands."""
    here = {(c.row, c.field, c.by): c for c in corrections.standing(connection)}
    gone = {corrections.correction_id(c) for c, _ in corrections.retracted(connection)}
    theirs_gone = {corrections.correction_id(c): (c, at) for c, at in source.retracted_corrections}
    standing = list(source.corrections)
    for c in standing:
        new = corrections.correction_id(c)
        ours = here.get((c.row, c.field, c.by))
        if ours is None:
            if new not in gone:
                merged.corrections += corrections.put(connection, [c])
            continue
        old = corrections.correction_id(ours)
        if old == new:
            continue
        if old in theirs_gone or (new not in gone and c.made_at > ours.made_at):
            merged.corrections += corrections.put(connection, [c])
        elif new not in gone and c.made_at < ours.made_at:
            corrections.put_retracted(connection, c, ours.made_at)
        elif new not in gone:
            corrections.put(connection, [c])
            corrections.retract(connection, c.row, c.field, c.by, c.made_at)
            what = f"{c.by} holds the {c.field} to be {ours.value!r} here and {c.value!r} there: neither stands"
            merged.conflicts.append(MergeConflict("correction", c.row, what))
    here = {(c.row, c.field, c.by): c for c in corrections.standing(connection)}
    still = {corrections.correction_id(c) for c in standing}
    for number, (c, at) in theirs_gone.items():
        ours = here.get((c.row, c.field, c.by))
        if number in still:
            continue
        if ours is not None and corrections.correction_id(ours) == number:
            corrections.retract(connection, c.row, c.field, c.by, at)
        elif ours is None and number not in gone:
            corrections.put_retracted(connection, c, at)
