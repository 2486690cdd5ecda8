"""Run pieces of work that stand alone on a Ray cluster, or on a local one for as long as the job lasts.

Ray (extra `ray`) moves the work and replaces workers and machines that die; what a piece of work is, and that it may be
begun again, is known to `verbale.shards`. The machines of a cluster need this package, the same versions of all, and see
the same files.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Generator, Iterable
from itertools import islice
from typing import Any, TypeVar

from verbale.engine.tasks import TRIES, Failed, careful
from verbale.errors import UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")
_AHEAD = 2
"""Pieces of work given to the cluster for each of its processors: one at work, one ready."""


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError:
        raise UsageError("this needs Ray, which is not installed. Run: pip install 'verbale[ray]'") from None
    return ray


def run_on_ray(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int | None = None, address: str | None = None
) -> Generator[tuple[Item, Result | Failed]]:
    """Yield each item with what the work makes of it, as they are done.

    `address` names a running cluster (`auto`, `ray://host:10001`); without one, a local cluster of `workers` processes is
    started and stopped. A worker that dies is replaced and its work begun again. Raises UsageError without Ray, or where
    no cluster answers.
    """
    ray = _ray()
    ours = not ray.is_initialized()
    if ours:
        _begin(ray, workers, address)
    try:
        slots = workers or max(int(ray.cluster_resources().get("CPU", 1)), 1)
        # a death is retried by Ray itself, elsewhere; an exception is an answer
        remote = ray.remote(num_cpus=1, max_retries=TRIES - 1)(careful)
        source = iter(items)
        running: dict[Any, Item] = {}
        while True:
            for item in islice(source, slots * (_AHEAD if address else 1) - len(running)):
                running[remote.remote(work, item)] = item
            if not running:
                return
            done, _ = ray.wait(list(running), num_returns=1)
            for reference in done:
                item = running.pop(reference)
                try:
                    yield item, ray.get(reference)
                except (ray.exceptions.RayError, ray.exceptions.RayTaskError) as error:
                    yield item, Failed(f"{type(error).__name__}: {error}".splitlines()[0][:500])
    finally:
        if ours:
            with contextlib.suppress(Exception):
                ray.shutdown()


def _begin(ray: Any, workers: int | None, address: str | None) -> None:
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}
    try:
        if address:
            ray.init(address=address, **quiet)
        else:
            ray.init(num_cpus=workers or os.cpu_count() or 1, include_dashboard=False, **quiet)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        where = f"the Ray cluster at {address}" if address else "a local Ray cluster"
        raise UsageError(f"{where} cannot be used: {str(error).splitlines()[0][:300]}") from error
