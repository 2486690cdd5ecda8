"""A writer to be killed: builds a record of sample documents, going on where an earlier one was cut off.

Run as `python -m tests.faults.worker RECORD DOCUMENTS`; says `start`, then `step` after each row of work that is new,
and `done` at the end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.store import samples
from verbale.model import Judgement, Skip
from verbale.store import Run, Store


def build(store: Store, count: int, step: Callable[[], None] = lambda: None) -> None:
    for number in range(count):
        document = samples.document(number)
        if store.add_document(document, samples.receipt(document, number)):
            step()
        if number % 4 == 0:
            store.add_skip(Skip(f"bad/{number}.bin", "not text"))
    for coder in ("draft-1", samples.CODER):  # the second replaces what the first wrote
        for document in store.uncoded(coder):
            current = store.coding(document.id)
            if current is None or current.coder != samples.CODER:
                store.put_coding(samples.coding(document, coder))
                step()
    store.put_judgements([Judgement(f"l{number}", f"r{number}", "same", "reader", 0.5) for number in range(20)])
    if not store.is_collated():
        samples.collate(store, list(store.codings()))
        step()
    store.add_run(Run("code", samples.CODER))


def main(path: Path, count: int) -> None:
    print("start", flush=True)
    with Store.open(path, write=True, command="worker") as store:
        build(store, count, lambda: print("step", flush=True))
    print("done", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
