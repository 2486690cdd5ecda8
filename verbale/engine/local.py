"""Code documents on this machine: in this process, or in several that share nothing."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType

from verbale.model import Coding, Dateline, Document

Code = Callable[[Document], Coding]
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


def map_documents(code: Code, version: str, documents: Iterable[Document], workers: int = 1) -> Generator[Coding]:
    """Yield the codings of documents in their order; the same bytes for any number of workers."""
    careful = Careful(code, version)
    if workers <= 1:
        yield from map(careful, documents)
        return
    # spawn, not fork: the parent holds an open record
    context = SpawnContext() if getattr(code, "__module__", "") == "__main__" else _SpawnApart()
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        source = iter(documents)
        waiting: deque[Future[Coding]] = deque(pool.submit(careful, d) for d in islice(source, workers * _AHEAD))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(careful, d) for d in islice(source, 1))
