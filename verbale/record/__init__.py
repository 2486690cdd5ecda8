"""Record: the public object. Composes the rooms, holds no logic of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from verbale.analysis.diff import snapshot
from verbale.analysis.evaluate import Report, evaluate
from verbale.analysis.gold import read_gold
from verbale.analysis.results import Change
from verbale.errors import UsageError
from verbale.export import export
from verbale.export.days import bounds
from verbale.record.analysing import Analysing
from verbale.record.judging import Judging
from verbale.record.making import Added, Making, Progress, silent
from verbale.record.reading import Reading
from verbale.store import Problem

__all__ = ["Added", "Progress", "Record"]


class Record(Making, Judging, Reading, Analysing):
    """One dispute's record: a SQLite file of articles, what they say, and what follows."""

    def diff(
        self,
        other: Record | None = None,
        *,
        since: str | None = None,
        until: str | None = None,
        issues: str | Path | None = None,
    ) -> list[Change]:
        """Return what changed from this record to `other`, or in this one from the day `since` on.

        New and corrected and withdrawn articles, new statements and events, new and changed positions, deadlines set, met
        and missed. Raises UsageError.
        """
        first, last = bounds(since, until)
        if (other is None) == (first is None):
            raise UsageError("name a second record, or a first day with --since")
        if other is not None:
            return other.changes(self.snapshot(), until=last, issues=issues)
        return self.changes(self.snapshot(before=first), until=last, issues=issues)

    def watch(
        self, sources: str | Path | Iterable[str | Path], *, fast: bool = False, progress: Progress = silent
    ) -> list[Change]:
        """Take in what is new in files and folders since the last time, and return what that changes."""
        known = frozenset(self._store.document_ids())
        if not self.add(sources, progress=progress).new:
            if not self._store.is_collated():  # people judged meanwhile
                self.collate(progress=progress)
            return []
        was = snapshot(self._store, self.facts, among=known)
        self.code(fast=fast, progress=progress)
        self.collate(progress=progress)
        return self.changes(was)

    def verify(self) -> list[Problem]:
        """Re-read every span and row; return all that is not what it must be."""
        return self._store.verify()

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each kind."""
        return self._store.counts()

    def evaluate(self, gold: str | Path) -> Report:
        """Score the record against a gold file (format: docs/reference/gold.md)."""
        pages = (self.view.page(i) for i in self._store.document_ids())
        by_locator = {
            r.locator: (page.document, page.coding)
            for page in pages
            if page.coding is not None
            for r in self._store.receipts(page.document.id)
        }
        return evaluate(read_gold(Path(gold)), by_locator)

    def export(self, path: str | Path, *, what: str | None = None, format: str | None = None) -> None:
        """Write rows to a file; the ending says in which format."""
        export(self.view, Path(path), what=what, format=format)

    def dump(self) -> Iterator[str]:
        """Yield the whole content as lines, the same for the same content."""
        return self._store.dump()
