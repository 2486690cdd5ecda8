"""How long the analysis of a large record takes, on a record made up by rule.

    nice -n 10 python -m benchmarks.analysis [statements] [--keep RECORD.db]

Prints seconds and the peak of memory (of a fresh process that only reads). Words come from the wording table, the commoner the
more often; forty states with their heads, ministers and spokespeople speak; each statement is carried by one article.

Last figures (2 cores shared with others, Python 3.11), 100,000 statements: 35 s of one core for all parts, 567 MB; of that issues
7 s, positions 3.5 s, deadlines 2 s, the brief 10 s.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import verbale
from verbale.lexicon import read_text
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
from verbale.store import Actor, Collation, Event, Link, Statement, Store

STATES, PER_STATE, PER_ARTICLE = 40, 8, 20


def vocabulary(chance: random.Random, size: int = 4000) -> list[str]:
    """Return words, shuffled by rule."""
    words = [line.split("\t")[0] for line in read_text("wording.tsv").splitlines() if line and line[0] != "#"]
    return chance.sample([w for w in words if w.isalpha()], size)


def make(path: Path, statements: int) -> None:
    """Write a record with so many statements."""
    chance = random.Random(5)
    words = vocabulary(chance)
    weights = [1.0 / (rank + 10) for rank in range(len(words))]
    names = [f"Person{n // PER_STATE:02}{chr(97 + n % PER_STATE)} Name{n:03}" for n in range(STATES * PER_STATE)]
    of_actor: dict[int, list[str]] = {n: [] for n in range(len(names))}
    rows: list[Statement] = []
    events: list[Event] = []
    links: list[Link] = []
    acts = get_args(Act)
    with Store.open(path, write=True) as store:
        for number in range(statements // PER_ARTICLE):
            day = f"20{20 + number % 5}-{1 + number % 12:02}-{1 + number % 28:02}"
            pieces, places, at = [], [], 0
            for _ in range(PER_ARTICLE):
                who = chance.randrange(len(names))
                content = " ".join(chance.choices(words, weights, k=chance.randint(6, 30)))
                due = " within two weeks" if chance.random() < 0.05 else ""
                sentence = f"{names[who]} said {content}{due}.\n"
                places.append((at, who, content + due, bool(due)))
                pieces.append(sentence)
                at += len(sentence)
            text = "".join(pieces)
            key = hashlib.sha256(f"{number}{text}".encode()).hexdigest()[:16]
            outlet = Outlet(f"o{number % 30}.example", f"Outlet {number % 30}")
            document = Document(
                key, text, "en", outlet, f"https://o{number % 30}.example/{number}", f"Article {number}"
            )
            mentions, attributions, times, told = [], [], [], []
            when = When(day, day, day, "made up")
            for start, who, content, dated in places:
                name = names[who]
                mention = row_id("mention", key, start)
                mentions.append(Mention(mention, Span(start, start + len(name), name), "person", "name", name, mention))
                of_actor[who].append(mention)
                first = start + len(name) + 6
                row = row_id("attribution", key, start)
                span = Span.of(text, first, first + len(content))
                act = chance.choice(acts)
                cue = Span.of(text, first - 5, first - 1)
                attributions.append(
                    Attribution(row, "indirect", act, mention, (span,), (cue,), mentions[-1].span, spoken=when)
                )
                said = row_id("statement", row)
                rows.append(
                    Statement(said, f"actor{who:03}", None, act, content, "indirect", row, (row,), day, day, day)
                )
                if dated:
                    end = span.end
                    times.append(
                        TimeExpression(
                            row_id("time", key, start), Span.of(text, end - 9, end), "duration", "P2W", None, None,
                            "DURATION", "P2W", "P2W", "",
                        )
                    )  # fmt: skip
                if chance.random() < 0.1:
                    event = row_id("event", row)
                    told.append(EventMention(event, "CONSULT", "meet", None, "happened", cue, (mention,), (), when))
                    other = f"actor{(who + 9) % len(names):03}"
                    events.append(
                        Event(
                            row_id("x", event), "CONSULT", "meet", None, "happened", (event,), (f"actor{who:03}",), (other,),
                            day, day, day,
                        )
                    )  # fmt: skip
                if len(rows) > 50 and chance.random() < 0.02:
                    links.append(Link(said, "answers", rows[-40].id))
            store.add_document(document, Receipt(key, f"a{number}.txt", key * 4, len(text), "text"))
            store.put_coding(
                Coding(
                    key, "made-up", Dateline(when, "stamp"), (Segment(0, len(text), "body"),), tuple(times),
                    tuple(mentions), tuple(attributions), tuple(told),
                )
            )  # fmt: skip
        states = [f"S{n:02}" for n in range(STATES)]
        actors = [Actor(f"state{n:02}", f"State {n}", "polity", states[n], None, states[n]) for n in range(STATES)]
        actors += [
            Actor(
                f"actor{n:03}", names[n], "person", states[n // PER_STATE], None, None, (), tuple(sorted(of_actor[n]))
            )
            for n in range(len(names))
        ]
        whole = Collation(tuple(actors), tuple(rows), tuple(events), tuple(links))
        store.replace_collation(whole.actors, whole.statements, whole.events, whole.links)


def measure(path: Path) -> None:
    """Print how long each part takes, and the peak of memory."""
    began = time.perf_counter()
    with verbale.open(path, write=False) as record:
        parts: dict[str, Callable[[], object]] = {
            "facts": lambda: (record.facts.said, record.facts.happened, record.facts.parties),
            "issues": record.issues,
            "positions": record.positions,
            "deadlines": record.deadlines,
            "contacts": record.contacts,
            "deployments": record.deployments,
            "framing": record.framing,
            "search --meaning": lambda: record.search("withdraw the troops from the border", meaning=True),
            "search": lambda: record.search("border", by="Person00a Name000"),
            "diff --since": lambda: record.diff(since="2024-06-01"),
            "brief": lambda: record.brief(since="2024-12-01"),
        }
        for name, part in parts.items():
            start, worked = time.perf_counter(), time.process_time()
            part()
            took, own = time.perf_counter() - start, time.process_time() - worked
            print(f"{name:18} {took:7.2f} s, {own:7.2f} s of one core", flush=True)
    print(f"{'all':18} {time.perf_counter() - began:7.2f} s, {time.process_time():7.2f} s of one core")
    print(f"{'peak memory':18} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB")


def main() -> None:
    """Make a record and measure it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("statements", type=int, nargs="?", default=100_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read is not None:
        measure(given.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "made-up.db"
        if not path.exists():
            began = time.perf_counter()
            make(path, given.statements)
            print(f"made {given.statements:,} statements in {time.perf_counter() - began:.0f} s", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.analysis", "--read", str(path)], check=True)


if __name__ == "__main__":
    main()
