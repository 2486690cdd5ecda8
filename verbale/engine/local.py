"""Code documents on this machine: in this process, or in several that share nothing."""

from __future__ import annotations

import os
import contextlib
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from threading import Thread
from types import ModuleType

from verbale.engine.cache import Pages, fresh, remember
from verbale.model import Coding, Dateline, Document

Code = Callable[[Document], Coding]
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
            reason = f"could not be coded: {type(error).__name__}: {error}"
            return Coding(document.id, self.version, Dateline(None, "none"), (), (), (), (), (), skipped=reason[:500])


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


def _end_with_parent() -> None:
    """End this worker when whoever started it is killed: it would wait for work for ever, and keep its memory."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def code_one(code: Careful, document: Document) -> tuple[Coding, Pages]:
    """Code one document in a worker; with the coding go the answers that were not in the cache."""
    return code(document), fresh()


def map_documents(
    code: Code, version: str, documents: Iterable[Document], workers: int = 1, cache: Path | None = None
) -> Generator[Coding]:
    """Yield the codings of documents in their order; the same bytes for any number of workers.

    `cache` is a file of what the networks answered before; this process alone writes to it.
    """
    careful = Careful(code, version)
    file = remember(cache, write=True)
    try:
        results = (
            (code_one(careful, document) for document in documents)
            if workers <= 1
            else _in_processes(careful, documents, workers, None if file is None else cache)
        )
        pages: Pages = []
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


def _in_processes(
    careful: Careful, documents: Iterable[Document], workers: int, cache: Path | None
) -> Generator[tuple[Coding, Pages]]:
    # spawn, not fork: the parent holds an open record
    context = SpawnContext() if getattr(careful.code, "__module__", "") == "__main__" else _SpawnApart()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(cache,)) as pool:
        source = iter(documents)
        waiting: deque[Future[tuple[Coding, Pages]]] = deque(
            pool.submit(code_one, careful, d) for d in islice(source, workers * _AHEAD)
        )
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(code_one, careful, d) for d in islice(source, 1))


def _begin(cache: Path | None) -> None:
    """Begin a worker: an interrupt is the parent's to hear, and the cache is read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    remember(cache, write=False)
