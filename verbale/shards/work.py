"""Code one shard: read, code, write its tables chunk by chunk. Whoever does it again does nothing twice."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from multiprocessing import parent_process
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType

from verbale.coding.coder import Coder
from verbale.engine.cache import Pages, fresh, remember
from verbale.engine.local import Careful
from verbale.intake import Delivered, Given, read
from verbale.model import Coding, Document
from verbale.shards.plan import Shard
from verbale.shards.tables import Chunk, Counts, Rows, chunks, count, reason_of, write_chunk

CHUNK = 500
"""Articles of a chunk: what at most is done again where a worker died."""
_DEATHS = 2
"""Workers that one article may cost before it is set aside."""
_PAGES = 500


class _Desk:
    """Which article of a shard is on the desk, on disk: whoever finds it there knows of what the one before died."""

    def __init__(self, out: Path, shard: str) -> None:
        self._path = out / "state" / f"{shard}.at"
        self._deaths: dict[str, int] = {}
        with contextlib.suppress(OSError):
            for line in self._path.read_text(encoding="ascii", errors="replace").splitlines():
                self._deaths[line] = self._deaths.get(line, 0) + 1
        self._before = "".join(f"{line}\n" * count for line, count in sorted(self._deaths.items()))

    def lay(self, document_id: str) -> bool:
        """Lay an article on the desk; False where it has cost too many workers."""
        if self._deaths.get(document_id, 0) >= _DEATHS:
            return False
        self._path.write_text(f"{self._before}{document_id}\n", encoding="ascii")
        return True

    def clear(self) -> None:
        """Clear the desk: the shard is done."""
        self._path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def cleared_when_told_to_end(self) -> Iterator[None]:
        """Take the article from the desk again where this worker is told to end: no article is to blame for that.

        A pool of processes ends all of them when one dies, so what the others were at would count as deadly, too.
        """
        if parent_process() is None or current_thread() is not main_thread():  # others hear the signals there
            yield
            return

        def end(number: int, frame: FrameType | None) -> None:
            with contextlib.suppress(OSError):
                self._path.write_text(self._before, encoding="ascii")
            os._exit(1)

        before = signal.signal(signal.SIGTERM, end)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)


def code_shard(shard: Shard) -> Counts:
    """Code what of a shard is not coded yet and return what all of it amounts to."""
    if not shard.folder or Path(shard.folder) == Path.cwd():
        return _code(shard)
    with contextlib.chdir(shard.folder):
        return _code(shard)


def _code(shard: Shard) -> Counts:
    out = Path(shard.out)
    coder = Coder(shard.fast)
    known = [chunk for chunk in chunks(out, shard.name) if chunk.coder == coder.version]
    whole = 0
    while whole < len(known) and known[whole].number == whole:
        whole += 1
    total = Counts()
    if whole and known[whole - 1].last:
        for chunk in known[:whole]:
            total.add(chunk.counts)
        return total
    desk = _Desk(out, shard.name)
    file = remember(Path(shard.cache) if shard.cache else None, write=True)
    pages: Pages = []
    careful = Careful(coder.code, coder.version)

    def coded(document: Document) -> Coding:
        if not desk.lay(document.id):
            return careful.failed(document, f"the process that coded it died {_DEATHS} times")
        coding = careful(document)
        pages.extend(fresh())
        if file is not None and len(pages) >= _PAGES:
            file.put(pages)
            pages.clear()
        return coding

    try:
        with desk.cleared_when_told_to_end():
            for number, (items, last) in enumerate(_chunked(read(shard.sources, mapping=shard.mapping))):
                if number < whole:
                    total.add(known[number].counts)
                    continue
                chunk = Chunk(shard.name, number, coder.version, last)
                rows = _rows(items, chunk.counts)
                rows.codings = [coded(document) for document in rows.documents]
                for coding in rows.codings:
                    if coding.skipped is None:
                        chunk.counts.coded += 1
                    else:
                        count(chunk.counts.set_aside, coding.skipped[:120])
                write_chunk(out, chunk, rows)
                total.add(chunk.counts)
    finally:
        if file is not None:
            file.put(pages)
            file.close()
            remember(None, write=False)
    desk.clear()
    return total


def _chunked(given: Iterator[Given]) -> Iterator[tuple[list[tuple[Given, bool]], bool]]:
    """Cut what was read into chunks of so many new articles, each item with whether it is new; the last one is marked."""
    seen: set[str] = set()
    items: list[tuple[Given, bool]] = []
    new = 0
    for item in given:
        if new == CHUNK:
            yield items, False
            items, new = [], 0
        is_new = isinstance(item, Delivered) and item.document.id not in seen
        if is_new and isinstance(item, Delivered):
            seen.add(item.document.id)
            new += 1
        elif isinstance(item, Delivered):  # its text is here already: the receipt is enough
            pass
        items.append((item, is_new))
    yield items, True


def _rows(items: list[tuple[Given, bool]], counts: Counts) -> Rows:
    rows = Rows()
    for item, is_new in items:
        counts.given += 1
        if not isinstance(item, Delivered):
            rows.skips.append(item)
            count(counts.skipped, reason_of(item))
            continue
        rows.receipts.append(item.receipt)
        if not is_new:
            counts.duplicates += 1
            continue
        document = item.document
        rows.documents.append(document)
        counts.documents += 1
        counts.characters += len(document.text)
        count(counts.languages, document.language)
        count(counts.outlets, document.outlet.id if document.outlet else "?")
    return rows
