"""Code documents on this machine: in this process, or in several that share nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from threading import Thread
from types import ModuleType

from verbale.engine.cache import Pages, fresh, remember
from verbale.model import Coding, Dateline, Document

Code = Callable[[Document], Coding]
_TRIES = 2
"""How often a document is tried again, alone, after a worker died."""
_PAGES = 500
"""Answers that are filed in one go."""
_AHEAD = 8
"""Documents given to each worker in advance: enough to keep it busy, few enough to keep memory flat."""


class Careful:
    """A coder that turns a failure on one document into a coding that says so; nothing else of the run is lost."""

    def __init__(self, code: Code, version: str) -> None:
        self.code = code
        self.version = version

    def __call__(self, document: Document) -> Coding:
        """Code one document."""
        try:
            return self.code(document)
        except Exception as error:  # whatever one hostile article brings about, the others go on
            return self.failed(document, f"{type(error).__name__}: {error}")

    def failed(self, document: Document, why: str) -> Coding:
        """Return the coding of a document that could not be coded."""
        reason = f"could not be coded: {why}"[:500]
        return Coding(document.id, self.version, Dateline(None, "none"), (), (), (), (), (), skipped=reason)


class _Apart(SpawnProcess):
    """A worker that does not run the caller's script again, as a spawned process does by default.

    So a script, a notebook or a pipe into python may ask for workers without a guard around its own lines.
    """

    def start(self) -> None:
        """Start the process with nothing for a main module."""
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = main


class _SpawnApart(SpawnContext):
    Process = _Apart


def context_for(work: object) -> SpawnContext:
    """Return how processes for some work are begun: spawned, not forked, for the parent may hold an open record."""
    return SpawnContext() if getattr(work, "__module__", "") == "__main__" else _SpawnApart()


def end_with_parent() -> None:
    """End this worker when whoever started it is killed: it would wait for work for ever, and keep its memory."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


Coded = tuple[Coding, Pages]
"""A coding, and the answers of the networks that were not in the cache."""


def code_one(code: Careful, document: Document) -> Coded:
    """Code one document in a worker."""
    return code(document), fresh()


def map_documents(
    code: Code, version: str, documents: Iterable[Document], workers: int = 1, cache: Path | None = None
) -> Generator[Coding]:
    """Yield the codings of documents in their order; the same bytes for any number of workers.

    `cache` is a file of what the networks answered before (verbale/engine/cache.py); this process alone writes to it.
    """
    careful = Careful(code, version)
    file = remember(cache, write=True)
    pages: Pages = []
    results: Generator[Coded] = (
        (code_one(careful, document) for document in documents)
        if workers <= 1
        else _Pool(careful, workers, None if file is None else cache).map(documents)
    )
    try:
        with contextlib.closing(results):
            for coding, found in results:
                pages += found
                if file is not None and len(pages) >= _PAGES:
                    file.put(pages)
                    pages = []
                yield coding
    finally:
        if file is not None:
            file.put(pages)
            file.close()
            remember(None, write=False)


class _Pool:
    """Workers that share nothing but what they are given; one that dies is replaced, what killed it twice set aside."""

    def __init__(self, careful: Careful, workers: int, cache: Path | None) -> None:
        self._careful = careful
        self._workers = workers
        self._cache = cache

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            workers, mp_context=context_for(self._careful.code), initializer=_begin, initargs=(self._cache,)
        )

    def map(self, documents: Iterable[Document]) -> Generator[Coded]:
        """Yield what the workers make of documents, in their order."""
        source = iter(documents)
        waiting: deque[Document] = deque()
        more = True
        while more or waiting:
            with self._executor(self._workers) as pool:
                try:
                    futures = deque(pool.submit(code_one, self._careful, document) for document in waiting)
                    while True:
                        for document in islice(source, self._workers * _AHEAD - len(waiting)):
                            waiting.append(document)
                            futures.append(pool.submit(code_one, self._careful, document))
                        if not waiting:
                            more = False
                            break
                        result = futures.popleft().result()
                        waiting.popleft()
                        yield result
                except BrokenProcessPool:
                    pass
                finally:
                    pool.shutdown(cancel_futures=True)  # whoever stops early does not wait for what was given ahead
            if waiting:  # a worker died, nobody knows of which document: the first ones are coded one at a time
                for _ in range(min(self._workers, len(waiting))):
                    yield self._alone(waiting.popleft())

    def _alone(self, document: Document) -> Coded:
        for _ in range(_TRIES):
            with contextlib.suppress(BrokenProcessPool), self._executor(1) as pool:
                return pool.submit(code_one, self._careful, document).result()
        return self._careful.failed(document, "the process that coded it died, each time it was tried"), []


def _begin(cache: Path | None) -> None:
    """Begin a worker: an interrupt is the parent's to hear, the cache is read, and who is left alone ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    remember(cache, write=False)
