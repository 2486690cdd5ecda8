"""Run pieces of work that stand alone on this machine's processes; the same door as `verbale.engine.ray`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from msgspec import Struct

from verbale.engine.local import context_for, end_with_parent

Item = TypeVar("Item")
Result = TypeVar("Result")
TRIES = 4
"""How often a piece of work is begun whose worker dies; twice it dies of an article, which is then set aside."""
_BESIDE = 2
"""So many of them beside others: when one worker dies all are ended, and nobody knows of which piece; then each is alone."""


class Failed(Struct, frozen=True):
    """Why a piece of work gave no result."""

    reason: str


def run_here(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int = 1
) -> Generator[tuple[Item, Result | Failed]]:
    """Yield each item with what the work makes of it, as they are done; a worker that dies is replaced."""
    if workers <= 1:
        for item in items:
            yield item, careful(work, item)
        return
    source = iter(items)
    again: list[tuple[Item, int]] = []
    more = True
    while more or again:
        for item, tries in [one for one in again if one[1] > _BESIDE]:
            yield item, _alone(work, item, tries)
        again = [one for one in again if one[1] <= _BESIDE]
        with ProcessPoolExecutor(workers, mp_context=context_for(work), initializer=end_with_parent) as pool:
            running: dict[Future[Result | Failed], tuple[Item, int]] = {}
            given: list[tuple[Item, int]] = []
            try:
                while True:
                    free = workers - len(running)
                    given, again = again[:free], again[free:]
                    given += [(item, 1) for item in islice(source, free - len(given))]
                    while given:  # what a broken pool does not take is still here
                        running[pool.submit(careful, work, given[0][0])] = given[0]
                        del given[0]
                    if not running:
                        more = False
                        break
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        item, tries = running[future]
                        result = future.result()
                        del running[future]
                        yield item, result
            except BrokenProcessPool:
                again += [(item, tries + 1) for item, tries in running.values()] + given
            finally:
                pool.shutdown(cancel_futures=True)


def _alone(work: Callable[[Item], Result], item: Item, tries: int) -> Result | Failed:
    """Do a piece of work in a process of its own, after so many tries less one; it dies of nothing but itself."""
    for _ in range(tries, TRIES + 1):
        with (
            contextlib.suppress(BrokenProcessPool),
            ProcessPoolExecutor(1, mp_context=context_for(work), initializer=end_with_parent) as pool,
        ):
            return pool.submit(careful, work, item).result()
    return Failed(f"the process died {TRIES} times")


def careful(work: Callable[[Item], Result], item: Item) -> Result | Failed:
    """Do a piece of work; an exception is its result."""
    try:
        return work(item)
    except Exception as error:  # one bad piece must not end the others
        return Failed(f"{type(error).__name__}: {error}"[:500])
