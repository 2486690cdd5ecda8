"""A record's coded articles as collation reads them: what is remembered of each, and each whole where it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from verbale.collation.chains import Chain
from verbale.collation.readings import Reading, chains_of, day_of, reading_of
from verbale.collation.remembered import Memory
from verbale.model import Coding, Document, When
from verbale.store import Store


class Articles:
    """The record's coded articles: what is remembered of each, and each whole where it is asked for."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self._store, self._memory = store, memory
        self.digests = store.coding_digests()
        tags = {key: memory.tag(digest) for key, digest in self.digests.items()}
        self._read: dict[str, Reading | None] = memory.get("reading", tags)
        self._chains: dict[str, tuple[Chain, ...]] = memory.get("chains", self._chain_tags({}))
        new = [key for key in self.digests if key not in self._read]
        for document, coding in self.load(new):
            self._read[document.id] = None if coding.skipped else reading_of(document, coding)
            memory.put("reading", document.id, tags[document.id], self._read[document.id])
            self._chain(document, coding, None)
        self.read = [read for key in self.digests if (read := self._read[key]) is not None]

    def _chain_tags(self, narrowed: Mapping[str, When]) -> dict[str, str]:
        tags = {}
        for key, digest in self.digests.items():
            read = self._read.get(key)
            if read is not None:
                tags[key] = self._memory.tag(digest, day_of(narrowed.get(key) or read.when) or "")
        return tags

    def _chain(self, document: Document, coding: Coding, narrowed: When | None) -> None:
        if not coding.skipped:
            self._chains[document.id] = chains_of(document, coding, narrowed)
            day = day_of(narrowed or coding.dateline.when) or ""
            tag = self._memory.tag(self.digests[document.id], day)
            self._memory.put("chains", document.id, tag, self._chains[document.id])

    def load(self, ids: Collection[str]) -> Iterator[tuple[Document, Coding]]:
        """Yield articles with their codings."""
        for key in ids:
            document, coding = self._store.document(key), self._store.coding(key)
            if document is not None and coding is not None:
                yield document, coding

    def chains(self, narrowed: Mapping[str, When]) -> dict[str, tuple[Chain, ...]]:
        """Return the chains of all articles as they read on the days that are known by now."""
        given = {r.document_id: r.when for r in self.read}
        moved = [key for key in narrowed if day_of(narrowed[key]) != day_of(given[key])]
        held = self._memory.get("chains", {k: t for k, t in self._chain_tags(narrowed).items() if k in set(moved)})
        self._chains.update(held)
        for document, coding in self.load([key for key in moved if key not in held]):
            self._chain(document, coding, narrowed[document.id])
        lost = [r.document_id for r in self.read if r.document_id not in self._chains]
        for document, coding in self.load(lost):
            self._chain(document, coding, narrowed.get(document.id))
        return {r.document_id: self._chains[r.document_id] for r in self.read}

    def release(self) -> None:
        """Let go of what is not needed once days, actors and copies are told: it is most of what a large record holds."""
        self._read, self._chains, self.read = {}, {}, []
