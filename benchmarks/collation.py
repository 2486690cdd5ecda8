"""How the cost of collation grows with the articles: `python -m benchmarks.collation RECORD [1000 3000 ...]`.

RECORD holds coded articles; the first so many of them are collated in memory, each size in a process of its own. Prints a table of
articles, attributions, CPU seconds, peak memory and the rows that come out.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Iterator
from itertools import islice

from verbale.collation.collate import collate
from verbale.model import Coding, Document
from verbale.store import Store


def measure(path: str, size: int) -> tuple[int, int, float, float, int, int]:
    """Return articles, attributions, CPU seconds, megabytes, statements and disagreements."""
    with Store.open(path, write=False) as store:
        ids = list(islice(store.document_ids(), size))
        said = 0

        def pairs() -> Iterator[tuple[Document, Coding]]:
            nonlocal said
            said = 0
            for document_id in ids:
                document, coding = store.document(document_id), store.coding(document_id)
                if document is not None and coding is not None:
                    said += len(coding.attributions)
                    yield document, coding

        began = time.process_time()
        rows = collate(pairs).collation
        spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return len(ids), said, spent, peak, len(rows.statements), len(rows.disagreements)


def main() -> None:
    path, *sizes = sys.argv[1:]
    print("| articles | attributions | CPU s | ms an article | peak MB | statements | disagreements |")
    print("|---|---|---|---|---|---|---|")
    context = multiprocessing.get_context("spawn")
    for size in map(int, sizes or ("1000", "3000", "10000")):
        with context.Pool(1) as pool:
            articles, said, spent, peak, statements, differ = pool.apply(measure, (path, size))
        each = 1000 * spent / max(articles, 1)
        print(f"| {articles} | {said} | {spent:.0f} | {each:.1f} | {peak:.0f} | {statements} | {differ} |", flush=True)


if __name__ == "__main__":
    main()
