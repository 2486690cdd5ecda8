"""The reading room under load: how fast each page answers, and what it weighs, with a record of many statements.

    python -m benchmarks.web [--statements 100000] [--record /somewhere/many.db] [--clients 2] [--requests 100] [--write]

The record is made by rule: articles of 25 sentences, each a report of what somebody said, one in five carried by a second
article; speakers of forty states, three years, sixty outlets. It is kept where `--record` says and used again. The pages are
served by `verbale serve` in a process of its own and asked for by clients that each wait for their answer; no address is
asked for twice in a row. `ab` (apache2-utils), where it is installed, asks for the front page and the list as a second witness.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from verbale.model import (
    Act,
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
from verbale.store import Actor, Disagreement, Event, Link, Side, Statement, Store

RESULT = Path(__file__).parent / "results" / "web.md"
SENTENCES = 25
ACTS: tuple[Act, ...] = get_args(Act)
_SYLLABLES = "ba ke di mo ru sa te vi lo na por ter len gar mis tal ven dor hel kin".split()
_MONTHS = "January February March April May June July August September October November December".split()


def _number(*parts: object) -> int:
    return int.from_bytes(hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=6).digest())


def _word(number: int) -> str:
    return "".join(_SYLLABLES[(number // 20**place) % 20] for place in range(2 + number % 2))


def _speaker(number: int) -> tuple[str, int]:
    """Return one of 600 names and the number of its state: few speak often, many seldom."""
    own = min(_number("who", number) % 600, _number("again", number) % 600)
    return f"{_word(own + 9000).capitalize()} {_word(own + 500).capitalize()}son", own % 40


def _sentence(number: int) -> tuple[str, str, Act]:
    """Return a speaker, what is said, and its act."""
    words = [_word(_number(number, place) % 3000) for place in range(8 + _number(number) % 10)]
    return _speaker(number)[0], " ".join(words), ACTS[_number("act", number) % len(ACTS)]


def _article(number: int, distinct: int) -> tuple[Document, Coding, list[int]]:
    day = _number("day", number) % 1095
    iso = f"{2021 + day // 365}-{1 + day % 365 // 31:02d}-{1 + day % 28:02d}"
    carried = []
    for place in range(SENTENCES):
        own = number * SENTENCES + place
        carried.append(own % distinct)
    lines, spans = [f"Talks go on, part {number}", ""], []
    at = len(lines[0]) + 2
    for own in carried:
        who, said, _ = _sentence(own)
        opening = f"{who} told reporters on {_MONTHS[int(iso[5:7]) - 1]} {int(iso[8:])}: “"
        line = f"{opening}{said},” at talks in Port Haven."
        spans.append((at, opening, said))
        lines.append(line)
        at += len(line) + 1
    text = "\n".join(lines)
    outlet = _number("outlet", number) % 60
    document = Document(
        hashlib.sha256(text.encode()).hexdigest()[:16], text, "en",
        Outlet(f"paper{outlet}.example", f"Paper {outlet}", f"paper{outlet}.example"),
        url=f"https://paper{outlet}.example/{number}", title=lines[0],
    )  # fmt: skip
    when = When(iso, iso, iso, "printed")
    mentions, times, said_rows, events = [], [], [], []
    for place, (start, opening, said) in enumerate(spans):
        name = opening.split(" told")[0]
        named = Span.of(text, start, start + len(name))
        head = row_id("mention", document.id, named.start)
        port = Span.of(text, text.index("Port Haven", start), text.index("Port Haven", start) + 10)
        mentions += [
            Mention(head, named, "person", "name", name, head),
            Mention(
                row_id("mention", document.id, port.start),
                port,
                "place",
                "name",
                "Port Haven",
                row_id("mention", document.id, port.start),
            ),
        ]
        stamp = Span.of(text, start + opening.index(" on ") + 4, start + opening.index(": “"))
        times.append(
            TimeExpression(
                row_id("time", document.id, stamp.start), stamp, "date", iso, iso, iso, "DATE", iso, "M", "printed"
            )
        )
        content = Span.of(text, start + len(opening), start + len(opening) + len(said))
        key = row_id("attribution", document.id, content.start)
        cue = Span.of(text, start + len(name) + 1, start + len(name) + 5)
        said_rows.append(
            Attribution(
                key,
                "direct",
                _sentence(carried[place])[2],
                head,
                (content,),
                (cue,),
                named,
                spoken=when,
                confidence=0.9,
                rule="made",
            )
        )
        if place % 4 == 0:
            talks = Span.of(
                text,
                text.index("talks", start + len(opening) + len(said)),
                text.index("talks", start + len(opening) + len(said)) + 5,
            )
            events.append(
                EventMention(
                    row_id("event", document.id, talks.start),
                    "CONSULT",
                    "meet",
                    None,
                    "happened",
                    talks,
                    (head,),
                    (),
                    when,
                    rule="made",
                )
            )
    segments = (Segment(0, len(lines[0]), "headline", "made"), Segment(len(lines[0]) + 2, len(text), "body", "made"))
    coding = Coding(
        document.id,
        "made-1",
        Dateline(when, "stamp"),
        segments,
        tuple(times),
        tuple(mentions),
        tuple(said_rows),
        tuple(events),
    )
    return document, coding, carried


def make(path: Path, statements: int) -> None:
    """Write a record of so many statements."""
    articles = statements * 5 // 4 // SENTENCES
    readings: dict[int, list[Attribution]] = {}
    named: dict[str, list[str]] = {}
    events: list[tuple[EventMention, str]] = []
    places: list[str] = []
    with Store.open(path, write=True, command="benchmarks.web") as store:
        for number in range(articles):
            document, coding, carried = _article(number, statements)
            raw = hashlib.sha256(document.text.encode()).hexdigest()
            store.add_document(document, Receipt(document.id, f"made/{number}.txt", raw, len(document.text), "text"))
            store.put_coding(coding)
            for own, row in zip(carried, coding.attributions, strict=True):
                readings.setdefault(own, []).append(row)
            for mention in coding.mentions:
                (named.setdefault(mention.name, []) if mention.kind == "person" else places).append(mention.id)
            name_of = {m.id: m.name for m in coding.mentions}
            events += [(event, name_of[event.actors[0]]) for event in coding.events]
            if number % 500 == 0:
                print(f"{number} of {articles} articles", file=sys.stderr, flush=True)
        states = [
            Actor(f"s{n:015x}", f"{_word(n + 70).capitalize()}land", "polity", f"S{n:02}", "GOV", f"S{n:02}")
            for n in range(40)
        ]
        state_of = {_speaker(n)[0]: f"S{_speaker(n)[1]:02}" for n in range(statements)}
        ids = {name: row_id("actor", name) for name in named}
        actors = [
            Actor(ids[name], name, "person", state_of.get(name), "GOV", None, (), tuple(m))
            for name, m in sorted(named.items())
        ]
        haven = Actor("p000000000000000", "Port Haven", "place", mention_ids=tuple(places))
        rows = []
        for own, group in sorted(readings.items()):
            who, said, act = _sentence(own)
            first = group[0]
            assert first.spoken is not None
            to = states[own % 40].id if own % 3 == 0 else None
            day = first.spoken
            rows.append(
                Statement(
                    row_id("statement", own), ids[who], to, act, said, "direct", first.id, tuple(a.id for a in group),
                    day.value, day.earliest, day.latest, "printed", None, len(group),
                )
            )  # fmt: skip
        met = [
            Event(
                row_id("made event", e.id), "CONSULT", "meet", None, "happened", (e.id,), (ids[name],),
                (states[_number(e.id) % 40].id,), e.happened.value, e.happened.earliest, e.happened.latest, "printed", "Port Haven",
            )
            for e, name in events
            if e.happened is not None
        ]  # fmt: skip
        links = [Link(rows[n].id, "answers", rows[n + 1].id, "", 0.9) for n in range(0, len(rows) - 1, 20)]
        several = [r for r in rows if len(r.attribution_ids) > 1][:5000]
        differ = [
            Disagreement(row_id("differ", r.id), "wording", r.id, f"{r.content[:12]} / other", (
                Side(r.content[:12], r.attribution_ids[:1]), Side("other", r.attribution_ids[1:2])), None, 0.5)
            for r in several
        ]  # fmt: skip
        store.replace_collation([*states, *actors, haven], rows, met, links, (), (), differ)


# -- asking ------------------------------------------------------------------------------------------------------------


def _pick(items: list[str], count: int) -> Iterator[str]:
    for n in range(count):
        yield items[_number("pick", n) % len(items)]


def pages(path: Path, count: int) -> dict[str, list[str]]:
    """Return addresses to ask for, by kind of page."""
    with Store.open(path, write=False) as store:
        c = store.connection
        statements = [r[0] for r in c.execute("SELECT id FROM statement ORDER BY id")]
        several = [r[0] for r in c.execute("SELECT statement_id FROM statement_attribution WHERE n = 1 ORDER BY 1")]
        documents = store.document_ids()
        outlets = [o.id for o in store.outlets()]
        actors = [r[0] for r in c.execute("SELECT id FROM actor WHERE kind <> 'place' ORDER BY id")]
        events = [r[0] for r in c.execute("SELECT id FROM event ORDER BY id")]
    last = len(statements) // 50
    words = [_word(n * 7 % 3000) for n in range(count)]
    return {
        "/": ["/"] * count,
        "/statements?page=": [f"/statements?page={1 + _number(n) % last}" for n in range(count)],
        "/statements?act=&by=": [f"/statements?act={ACTS[n % 14]}&by={a}" for n, a in enumerate(_pick(actors, count))],
        "/statements?containing=": [f"/statements?containing={w}" for w in words],
        "/statements.json": [f"/statements.json?page={1 + _number(n) % last}" for n in range(count)],
        "/statements/{id}": [f"/statements/{i}" for i in _pick(statements, count)],
        "/statements/{id}, several readings": [f"/statements/{i}" for i in _pick(several, count)],
        "/documents": [f"/documents?page={1 + n % max(1, len(documents) // 50)}" for n in range(count)],
        "/documents/{id}": [f"/documents/{i}" for i in _pick(documents, count)],
        "/events": [f"/events?page={1 + _number(n) % max(1, len(events) // 50)}" for n in range(count)],
        "/events/{id}": [f"/events/{i}" for i in _pick(events, count)],
        "/contacts": [f"/contacts?page={1 + n % 50}" for n in range(count)],
        "/actors": [f"/actors?page={1 + n % 10}" for n in range(count)],
        "/actors/{id}": [f"/actors/{i}" for i in _pick(actors, count)],
        "/timeline": [f"/timeline?since={2021 + n % 3}-{1 + n % 12:02d}" for n in range(count)],
        "/timeline?lanes=issues": ["/timeline?lanes=issues"] * count,
        "/map": [f"/map?since={2021 + n % 3}-{1 + n % 12:02d}" for n in range(count)],
        "/positions": ["/positions"] * count,
        "/disagreements": [f"/disagreements?page={1 + n % 90}" for n in range(count)],
        "/outlets": ["/outlets"] * count,
        "/outlets/{id}": [f"/outlets/{outlets[n % len(outlets)]}" for n in range(count)],
        "/search?q=": [f"/search?q={w}" for w in words],
        "/review": ["/review"] * count,
        "/review?show=doubtful": ["/review?show=doubtful&below=90"] * count,
        "/undertakings": ["/undertakings"] * count,
        "/-/about": ["/-/about"] * count,
    }


def ask(port: int, addresses: list[str], clients: int) -> tuple[list[float], int]:
    """Ask for addresses by several clients at once; return the seconds each answer took, and the largest answer."""
    took: list[float] = []
    largest = 0
    lock = threading.Lock()

    def client(own: list[str]) -> None:
        nonlocal largest
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for address in own:
            began = time.perf_counter()
            connection.request("GET", address)
            answer = connection.getresponse()
            body = answer.read()
            done = time.perf_counter() - began
            assert answer.status == 200, (address, answer.status, body[:200])
            with lock:
                took.append(done)
                largest = max(largest, len(body))
        connection.close()

    threads = [threading.Thread(target=client, args=(addresses[n::clients],)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took), largest


def wait(port: int) -> float:
    """Ask for the positions until they are worked out (beside the pages, in a process of its own); return the seconds."""
    began = time.perf_counter()
    while time.perf_counter() - began < 1800:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/positions")
        if b"Being worked out" not in connection.getresponse().read():
            break
        time.sleep(1)
    return time.perf_counter() - began


def second_witness(port: int) -> list[str]:
    """Return what `ab` measures, where it is installed."""
    if shutil.which("ab") is None:
        return []
    lines = []
    for address in ("/", "/statements", "/timeline"):
        told = subprocess.run(
            ["ab", "-q", "-n", "200", "-c", "2", f"http://127.0.0.1:{port}{address}"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        at = {name: re.search(rf"{name}%\s+(\d+)", told) for name in ("50", "95")}
        lines.append(
            f"| `ab -n 200 -c 2 {address}` | {at['50'][1] if at['50'] else '?'} | {at['95'][1] if at['95'] else '?'} | | |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.record or Path(folder) / "many.db"
        if not path.exists():
            make(path, given.statements)
        server = subprocess.Popen(
            [sys.executable, "-m", "verbale", "serve", str(path), "--port", "0"], stderr=subprocess.PIPE, text=True
        )
        try:
            assert server.stderr is not None
            port = int(server.stderr.readline().rsplit(":", 1)[1].split("/")[0])
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
            began = time.perf_counter()
            connection.request("GET", "/-/health")
            counts = connection.getresponse().read().decode()
            first = time.perf_counter() - began
            waited = wait(port)
            load = os.getloadavg()[0]
            rows, worst = [], 0.0
            for name, addresses in pages(path, given.requests).items():
                ask(port, addresses[:4], 1)
                took, size = ask(port, addresses, given.clients)
                p50, p95 = (1000 * took[min(len(took) - 1, int(share * len(took)))] for share in (0.5, 0.95))
                worst = max(worst, p95)
                rows.append(f"| `{name}` | {p50:.0f} | {p95:.0f} | {1000 * took[-1]:.0f} | {size / 1000:.0f} |")
                print(rows[-1], file=sys.stderr, flush=True)
            rows += second_witness(port)
            memory = _memory(server.pid)
        finally:
            server.terminate()
            server.wait()
    report = "\n".join(
        [
            "# The reading room under load",
            "",
            f"`python -m benchmarks.web --clients {given.clients} --requests {given.requests}`; record: {counts}",
            f"First answer after the start {first:.1f} s (the index is read); issues and positions, worked out beside, after "
            f"{waited:.0f} s; memory of the server {memory:.0f} MB; "
            f"highest p95 {worst:.0f} ms; load of the machine when the asking began {load:.1f} on {os.cpu_count()} cores. "
            "Times in milliseconds, the largest answer in kB.",
            "",
            "| page | p50 | p95 | max | kB |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )
    print(report)
    if given.write:
        RESULT.write_text(report, encoding="utf-8")


def _memory(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        return int(told.split("VmHWM:")[1].split()[0]) / 1000
    except OSError:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


if __name__ == "__main__":
    main()
