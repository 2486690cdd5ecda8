"""How fast the store is, on articles of average size made up by rule.

    python -m benchmarks.store [documents]

Prints a table. No article of the press is used. Last figures (2 shared cores, Python 3.11, SQLite 3.40), 4,000
documents of 600 words with 202 spans each: put_coding 5.7 ms (4.0 ms at 500 documents), add_document 0.5 ms, codings
0.9 ms, dump 1.4 ms a document; verify 137,000 spans a second; 55 KiB a document.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from verbale.model import (
    Attribution,
    Coding,
    Dateline,
    Document,
    EventMention,
    Mention,
    Outlet,
    Receipt,
    Segment,
    Span,
    TimeExpression,
    When,
    row_id,
)
from verbale.store import Actor, Statement, Store

_WORDS = "the minister said talks on a border treaty would resume after both sides agreed to let observers in".split()
WORDS, MENTIONS, ATTRIBUTIONS, TIMES, EVENTS = 600, 60, 25, 20, 15
"""What an average article holds."""


def article(number: int) -> tuple[Document, Receipt]:
    words = [_WORDS[(number * 7 + index * index) % len(_WORDS)] + str(index % 37) for index in range(WORDS)]
    text = " ".join(words)
    digest = hashlib.sha256(text.encode() + str(number).encode()).hexdigest()
    text = f"{digest[:8]} {text}"
    outlet = Outlet(f"o{number % 50}.example", f"Outlet {number % 50}")
    document = Document(digest[:16], text, "en", outlet, title=f"Title {number}")
    return document, Receipt(digest[:16], f"a/{number}.txt", digest, len(text), "text")


def code(document: Document) -> Coding:
    text, starts, position = document.text, [], 0
    for word in text.split(" "):
        starts.append(position)
        position += len(word) + 1

    def span(first: int, count: int) -> Span:
        first %= len(starts) - count - 1
        return Span.of(text, starts[first], starts[first + count] - 1)

    ids = [row_id("mention", document.id, index) for index in range(MENTIONS)]
    mentions = tuple(
        Mention(ids[i], span(i * 10, 2), "person", "name", "Some Name", ids[i % 12], "NOR" if i % 3 else None, 0.9)
        for i in range(MENTIONS)
    )
    times = tuple(
        TimeExpression(
            *(row_id("time", document.id, i), span(i * 29 + 3, 2), "date", "2021-12-24", "2021-12-24", "2021-12-24"),
            *("DATE", "2021-12-24", "W-1", "'last week', dateline 2021-12-30"),
        )
        for i in range(TIMES)
    )
    said = [row_id("attribution", document.id, i) for i in range(ATTRIBUTIONS)]
    attributions = tuple(
        Attribution(
            id=said[i],
            mode="indirect",
            act="assert",
            speaker_id=ids[i],
            content=(span(i * 23, 18),),
            cue=(span(i * 23 + 19, 1),),
            speaker=span(i * 23 + 20, 3),
            addressee_id=ids[i + 1] if i % 4 == 0 else None,
            spoken=When("2021-12-24", "2021-12-24", "2021-12-24", "dateline", (span(i * 23 + 5, 2),)),
            confidence=0.8,
            rule="benchmark",
        )
        for i in range(ATTRIBUTIONS)
    )
    events = tuple(
        EventMention(
            id=row_id("event", document.id, i),
            type="CONSULT",
            mode="meeting",
            context=None,
            status="happened",
            trigger=span(i * 37 + 1, 1),
            actors=(ids[i],),
            recipients=(ids[i + 2],),
            happened=When("2021-12", "2021-12-01", "2021-12-31", "dateline", (span(i * 37 + 2, 2),)),
            attribution_id=said[i] if i % 2 else None,
            rule="benchmark",
        )
        for i in range(EVENTS)
    )
    segments = tuple(Segment(starts[i], starts[i + 20], "body") for i in range(0, 580, 20))
    return Coding(document.id, "benchmark-1", Dateline(None, "none"), segments, times, mentions, attributions, events)


def statements(codings: Iterable[Coding]) -> list[Statement]:
    return [
        Statement("s" + said.id, "a", None, said.act, said.content[0].text, said.mode, said.id, (said.id,))
        for coding in codings
        for said in coding.attributions
    ]


def timed(label: str, unit: str, count: int, work: Callable[[], object]) -> None:
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(f"{label:26} {seconds:7.2f} s {1000 * seconds / count:8.3f} ms a {unit:9} {count / seconds:9.0f} a second")


def main(count: int) -> None:
    articles = [article(number) for number in range(count)]
    codings = [code(document) for document, _ in articles]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.db"
        with Store.open(path, write=True, command="benchmark") as store:
            timed("add_document", "document", count, lambda: [store.add_document(d, r) for d, r in articles])
            timed("put_coding", "document", count, lambda: [store.put_coding(coding) for coding in codings])
            spans = store.counts()["span"]
            timed("put_coding, the same again", "document", count, lambda: [store.put_coding(c) for c in codings])
            rows = statements(codings)
            actor = Actor("a", "Some Name", "person")
            timed("replace_collation", "statement", len(rows), lambda: store.replace_collation([actor], rows, []))
            timed("codings", "document", count, lambda: list(store.codings()))
            timed("statements", "statement", len(rows), lambda: store.statements())
            timed("search, 20 hits", "query", 50, lambda: [store.search(f"treaty{i % 37}") for i in range(50)])
            timed("dump", "document", count, lambda: sum(1 for _ in store.dump()))
            timed("verify", "span", spans, lambda: print(store.verify() or "no problems"))
        print(f"{spans} spans in {count} documents; {path.stat().st_size / count / 1024:.1f} KiB a document")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
