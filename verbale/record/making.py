"""How a record comes to be: articles read, coded, collated, merged."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from verbale.coding.coder import Coder
from verbale.collation.collate import BY
from verbale.collation.incremental import collate_record
from verbale.engine.cache import default_path
from verbale.engine.local import map_documents
from verbale.errors import RecordDamaged
from verbale.intake import Delivered, read
from verbale.model import Coding, Dateline
from verbale.record.opened import Opened
from verbale.shards.choose import chooser
from verbale.shards.tables import opened_source
from verbale.store import Merged, Run
from verbale.store.connection import explained

Progress = Callable[[str, int, str], None]
"""Told (stage, how many are done, what is at hand) as work goes on."""


def silent(stage: str, done: int, what: str) -> None:
    """Report nothing."""


class Added(Struct, frozen=True):
    """What `add` took in."""

    new: int
    known: int
    skipped: int


class Making(Opened):
    """Adds to a record."""

    def add(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        stdin: BinaryIO | None = None,
        mapping: Mapping[str, str] | None = None,
        progress: Progress = silent,
    ) -> Added:
        """Read articles from files, folders, globs, archives or `-`; each is stored before the next is read."""
        given = [sources] if isinstance(sources, str | Path) else list(sources)
        new = known = skipped = 0
        for item in read(given, stdin=stdin, mapping=mapping):
            if isinstance(item, Delivered):
                if self._store.add_document(item.document, item.receipt):
                    new += 1
                else:
                    known += 1
                progress("read", new + known, item.receipt.locator)
            else:
                self._store.add_skip(item)
                skipped += 1
                progress("read", new + known, item.locator)
        self._view = self._facts = None
        return Added(new, known, skipped)

    def code(self, *, workers: int = 1, fast: bool = False, progress: Progress = silent) -> int:
        """Code what this version of the coder has not coded yet; stop at any time and go on later. Return how many.

        `fast` reads with the small tagger; coding again without it replaces those codings.
        """
        coder = Coder(fast)
        done = 0
        documents = self._store.uncoded(coder.version)
        with contextlib.closing(
            map_documents(coder.code, coder.version, documents, workers, default_path())
        ) as codings:
            for coding in codings:
                try:
                    self._store.put_coding(coding)
                except RecordDamaged as error:
                    # a coding that does not hold together is kept out; the article stays, and says why
                    reason = f"could not be coded: {error}"[:500]
                    bare = Coding(coding.document_id, coder.version, Dateline(None, "none"), (), (), (), (), (), reason)
                    self._store.put_coding(bare)
                done += 1
                progress("code", done, coding.document_id)
        self._store.add_run(Run("code", coder.version))
        self._view = self._facts = None
        return done

    def collate(self, *, progress: Progress = silent) -> None:
        """Decide who, what and when across documents; what is there stays where nothing that it rests on changed.

        The outcome is that of doing all anew, whatever came when; people's judgements are kept.
        """
        progress("collate", 0, "")
        self._store.take_held()
        with explained(self._store.path):  # it reads columns of its own, past the store's methods
            collate_record(self._store, lambda done, total: progress("collate", done, f"of {total:,} pairs read"))
        self._store.add_run(Run("collate", BY))
        self._view = self._facts = None

    def merge(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        about: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> Merged:
        """Take in other records and folders of coded tables (`verbale.shards`); merging again changes nothing.

        `about` names parties that an article must mention, `since` and `until` the days in which it was written: so a
        dispute's record is taken out of an archive. `collate` afterwards. Raises UsageError, RecordError.
        """
        wanted = chooser(about, since, until)
        coder = Coder().version
        merged = Merged()
        for name in [sources] if isinstance(sources, str | Path) else sources:
            with opened_source(Path(name), wanted) as source:
                merged.add(self._store.merge(source, coder))
        self._view = self._facts = None
        return merged

    def build(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        workers: int = 1,
        fast: bool = False,
        stdin: BinaryIO | None = None,
        mapping: Mapping[str, str] | None = None,
        progress: Progress = silent,
    ) -> Added:
        """Add, code and collate in one go."""
        added = self.add(sources, stdin=stdin, mapping=mapping, progress=progress)
        self.code(workers=workers, fast=fast, progress=progress)
        self.collate(progress=progress)  # nothing is done where nothing changed, the rules included
        return added
