"""Progress on stderr: a live line on a terminal, silence in a pipe."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn

from verbale.cli.output import clean, console
from verbale.record import Progress as Told

_LABEL = {"read": "reading", "code": "coding", "collate": "collating"}


@contextlib.contextmanager
def progress(quiet: bool, to_do: Callable[[], int] | None = None) -> Iterator[Told]:
    """Yield a function that the record tells what it is doing; `to_do` says how many documents wait for coding."""
    screen = console(stderr=True)
    if quiet or not screen.is_terminal:
        yield lambda stage, done, what: None
        return
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=screen, transient=True) as bar:
        tasks: dict[str, tuple[TaskID, float, int]] = {}

        def told(stage: str, done: int, what: str) -> None:
            if stage not in tasks:
                total = to_do() if stage == "code" and to_do else 0
                tasks[stage] = (bar.add_task(_LABEL.get(stage, stage)), time.monotonic(), total + done)
            task, began, total = tasks[stage]
            spent = max(time.monotonic() - began, 1e-6)
            of = f" of {total:,}" if total else ""
            rate = f", {done / spent:.1f}/s" if done > 1 else ""
            left = f", {int((total - done) * spent / done)} s left" if total > done > 5 else ""
            name = f"  {clean(what, 50)}" if stage != "code" else ""
            bar.update(task, description=f"{_LABEL.get(stage, stage)} {done:,}{of}{rate}{left}{name}")

        yield told
