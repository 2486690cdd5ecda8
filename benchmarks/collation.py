"""How the cost of collation grows with the articles: `python -m benchmarks.collation RECORD [1000 3000 ...]`.

RECORD holds coded articles. Of a copy of it the first so many are collated as a whole; then ten more are added and collated;
then ten more of the newest, since what is added to a record in use is news. Each step is a process of its own, storing included.
Prints a table of articles, attributions, CPU seconds, seconds on the clock, peak memory, and what was added.
"""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from verbale.collation.incremental import collate_record
from verbale.model import Coding
from verbale.store import Store
from verbale.store.codings import clear_collation, delete_rows

_MORE = 10


def shrink(path: Path, size: int) -> tuple[list[Coding], list[Coding]]:
    """Leave the first codings alone; return those of ten articles after them, and of the ten latest of the rest."""
    with Store.open(path, write=True) as store:
        ids = store.document_ids()
        after = ids[size : size + _MORE]
        days: list[tuple[str, str]] = []
        for own, latest in store.connection.execute(
            "SELECT d.id, l.latest FROM document d JOIN dateline l ON l.document_n = d.n"
        ):
            days.append((latest or "", own))
        rest = set(ids[size + _MORE :])
        latest_ids = [own for _, own in sorted(days) if own in rest][-_MORE:] or ids[size - _MORE : size]
        given = [[c for own in some if (c := store.coding(own)) is not None] for some in (after, latest_ids)]
        kept = set(ids[:size]) - set(latest_ids)
        connection = store.connection
        connection.execute("BEGIN")
        clear_collation(connection)
        connection.execute("DELETE FROM memo")
        for n, own in connection.execute("SELECT n, id FROM document").fetchall():
            if own not in kept:
                delete_rows(connection, n)
        connection.execute("COMMIT")
    return given[0], given[1]


def measure(path: str, codings: list[Coding]) -> tuple[int, int, float, float, float]:
    """Put codings, collate; return articles, attributions, CPU seconds, seconds and megabytes of collating."""
    with Store.open(path, write=True) as store:
        for coding in codings:
            store.put_coding(coding)
        began, spent = time.perf_counter(), time.process_time()
        collate_record(store)
        told = time.process_time() - spent, time.perf_counter() - began
        counts = store.counts()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return counts["coding"], counts["attribution"], *told, peak


def main() -> None:
    record, *sizes = sys.argv[1:]
    print("| articles | attributions | added | CPU s | seconds | peak MB |")
    print("|---|---|---|---|---|---|")
    context = multiprocessing.get_context("spawn")
    for size in map(int, sizes or ("1000", "3000", "10000")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "record.db"
            shutil.copyfile(record, path)
            more, latest = shrink(path, size)
            for added, codings in (("all", []), (f"{_MORE} any", more), (f"{_MORE} latest", latest)):
                with context.Pool(1) as pool:
                    told = pool.apply(measure, (str(path), codings))
                articles, said, cpu, clock, peak = told
                print(f"| {articles} | {said} | {added} | {cpu:.1f} | {clock:.1f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
