"""Copies of texts: how well they are found, against what, and how fast.

    python -m benchmarks.copies ../shared/data [--write]

Gold: `near_duplicates` and the pairs of `abp_world`, whose shared runs of five words were counted exactly by others.
Excerpts: made by rule, the first words of one article set into the middle of another that has nothing to do with it.
Where the package `rensa` is installed, its MinHash is measured beside ours.
"""

from __future__ import annotations

import gzip
import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from verbale.collation.copies import Index, Signature, candidates, compare, find_copies, find_families, find_links
from verbale.collation.shingles import fold_words
from verbale.collation.signatures import encode, sign_text
from verbale.intake.outlets import outlet_of

Pair = tuple[str, str]
RESULT = Path(__file__).parent / "results" / "copies.md"


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def signed(article: dict[str, Any]) -> Signature:
    outlet = outlet_of(article.get("url"), article.get("outlet"))
    day = article.get("date") or None
    return sign_text(article["id"], article["text"], outlet=outlet.id if outlet else None, earliest=day, latest=day)


def pair(row: dict[str, Any]) -> Pair:
    return min(row["a"], row["b"]), max(row["a"], row["b"])


def scores(signatures: Sequence[Signature], gold: Sequence[dict[str, Any]]) -> list[str]:
    """Return a table row each for all pairs and for those of two outlets: pairs linked, pairs in one family."""
    by_id = {signature.document_id: signature for signature in signatures}
    known = {pair(row): row for row in gold if row["a"] in by_id and row["b"] in by_id}
    linked = {
        both
        for both in candidates(signatures)
        if (link := compare(by_id[both[0]], by_id[both[1]])) is not None and link.containment >= 0.5
    }
    families = find_families(signatures)
    together = {member: family.origin_id for family in families for member in family.members}
    lines = []
    for name, crossing in (("all", False), ("two outlets", True)):
        aside = {both for both, row in known.items() if crossing and row["same_outlet"]}
        truth = {both for both, row in known.items() if row["containment5"] >= 0.5} - aside
        found = linked - aside
        right = len(truth & found)
        folded = sum(together.get(a, a) == together.get(b, b) for a, b in truth)
        lines.append(
            f"| {name} | {len(truth)} | {right / max(len(found), 1):.3f} | {right / max(len(truth), 1):.3f} "
            f"| {folded / max(len(truth), 1):.3f} |"
        )
    return lines


def excerpts(texts: Sequence[str], size: int) -> tuple[list[str], set[Pair]]:
    """Return texts with the first `size` words of each text of the first half set amid one of the second half."""
    half = len(texts) // 2
    made, truth = [], set()
    for number, source in enumerate(texts[:half]):
        host = texts[half + number].split()
        middle = len(host) // 2
        made.append(" ".join((*host[:middle], *source.split()[:size], *host[middle:])))
        truth.add((f"a{number:05}", f"b{number:05}"))
    shorts = [" ".join(text.split()[:size]) for text in texts[:half]]
    return [*shorts, *made], truth


def named(texts: Sequence[str]) -> list[str]:
    half = len(texts) // 2
    return [f"a{n:05}" for n in range(half)] + [f"b{n:05}" for n in range(len(texts) - half)]


def ours(ids: Sequence[str], texts: Sequence[str]) -> set[Pair]:
    return set(candidates(sign_text(key, text) for key, text in zip(ids, texts, strict=True)))


def rensa(ids: Sequence[str], texts: Sequence[str]) -> set[Pair]:
    """Return the candidates of MinHash bands: 128 values in 64 bands, the setting that finds most at this size."""
    part = importlib.import_module("rensa")
    bands = part.RMinHashLSH(threshold=0.3, num_perm=128, num_bands=64)
    found: set[Pair] = set()
    for number, text in enumerate(texts):
        words = fold_words(text).decode().split()
        values = part.RMinHash(num_perm=128, seed=42)
        values.update([" ".join(words[at : at + 5]) for at in range(len(words) - 4)])
        found.update((min(ids[other], ids[number]), max(ids[other], ids[number])) for other in bands.query(values))
        bands.insert(number, values)
    return found


def candidate_table(data: Path) -> list[str]:
    ways: list[tuple[str, Callable[[Sequence[str], Sequence[str]], set[Pair]]]] = [("one run in sixteen", ours)]
    try:
        importlib.import_module("rensa")
        ways.append(("rensa, 64 bands of 2", rensa))
    except ImportError:
        pass
    lines = ["| set | way | recall | candidates |", "|---|---|---|---|"]
    articles = rows(data / "near_duplicates/open/articles.jsonl.gz")
    gold = {pair(row) for row in rows(data / "near_duplicates/open/pairs.jsonl.gz") if row["containment5"] >= 0.5}
    ids, texts = [a["id"] for a in articles], [a["text"] for a in articles]
    for name, way in ways:
        found = way(ids, texts)
        lines.append(
            f"| near_duplicates, containment >= 0.5 | {name} | {len(gold & found) / len(gold):.3f} | {len(found)} |"
        )
    long = [text for text in texts if len(text.split()) >= 500][:1200]
    for size in (60, 100, 200, 400):
        made, truth = excerpts(long, size)
        for name, way in ways:
            found = way(named(made), made)
            lines.append(
                f"| excerpts of {size} words | {name} | {len(truth & found) / len(truth):.3f} | {len(found)} |"
            )
    return lines


def memory() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def bulk(data: Path) -> Iterable[dict[str, Any]]:
    yield from rows(data / "abp_world/open/articles.jsonl.gz")
    for article in rows(data / "reuters21578/open/articles.jsonl.gz"):
        yield {"id": "r" + article["id"], "text": article["title"] + "\n" + article["text"], "outlet": "Reuters"}


def speed_table(data: Path) -> list[str]:
    articles = list(bulk(data))
    start = time.process_time()
    signatures = [signed(article) for article in articles]
    signing = time.process_time() - start
    stored = sum(len(encode(signature)) for signature in signatures) / len(signatures)
    before, start = memory(), time.process_time()
    index = Index(signatures)
    indexing = time.process_time() - start
    indexed = (memory() - before) / len(articles)
    characters = sum(len(article["text"]) for article in articles) / len(articles)
    lines = [
        f"{len(articles)} articles of {characters:.0f} characters on average: {len(articles) / signing:.0f} signed a "
        f"second, {len(articles) / indexing:.0f} looked up and taken into the index a second. A document takes "
        f"{stored:.0f} bytes where it is stored and {indexed:.0f} in the index.",
        "",
        "| documents | links | families | seconds for all (signing aside) | seconds to add 10 more |",
        "|---|---|---|---|---|",
    ]
    mixed = sorted(signatures, key=lambda signature: signature.whole)
    for size in (1_000, 3_000, 10_000, len(mixed) - 10):
        some, more = mixed[:size], mixed[size : size + 10]
        start = time.process_time()
        links = find_links(some)
        find_copies(some, links)
        seconds = time.process_time() - start
        index = Index(some)
        by_id = {signature.document_id: signature for signature in (*some, *more)}
        start = time.process_time()
        for signature in more:
            for other in index.add(signature):
                compare(signature, by_id[other])
        adding = time.process_time() - start
        lines.append(f"| {size} | {len(links)} | {len(find_families(some, links))} | {seconds:.2f} | {adding:.4f} |")
    return lines


def main(data: Path, write: bool) -> None:
    head = ["| pairs | gold | precision | recall | in one family |", "|---|---|---|---|---|"]
    sections = []
    for title, articles, pairs in (
        ("near_duplicates, containment >= 0.5", "near_duplicates/open/articles", "near_duplicates/open/pairs"),
        ("abp_world, containment >= 0.5", "abp_world/open/articles", "abp_world/open/shingle_pairs"),
    ):
        signatures = [signed(article) for article in rows(data / f"{articles}.jsonl.gz")]
        sections += [f"## {title}", "", *head, *scores(signatures, rows(data / f"{pairs}.jsonl.gz")), ""]
    sections += ["## Candidates", "", *candidate_table(data), "", "## Speed and size", "", *speed_table(data)]
    text = "\n".join(sections)
    print(text)
    if write:
        RESULT.write_text(PREFACE + text + "\n" + POSTFACE, encoding="utf-8")


PREFACE = """# Copies: found, folded, how fast

Made by `python -m benchmarks.copies ../shared/data --write`. Machine: 2 shared x86-64 cores, one process, seconds of
processor time. Plain texts, furniture and all (the corpora give no segments).

"""
POSTFACE = """
How to read it. The gold counts the same thing as we do (runs of five words), so precision and recall say that nothing is
lost on the way: by sampling one run in sixteen, by keeping 4,096 numbers of a text, by hashing. Two pairs share what they
quote and not their prose: linked, but not of one family.

Whether a pair is a copy in a reader's eye was read by hand. Of all 31 copies in `abp_world`, 19 are one report reworked or
brought up to date, 3 take over all its quotations, and 9 are two articles of one outlet around the captions of one gallery
of pictures (furniture that stood in the text); none across two outlets is false. Of 60 drawn from `reuters21578` (20 exact,
20 near, 20 partial), 59 are one report sent again; one is a report in one form ("... adds reserves"), which the rule of
numbers and days keeps from being many more.
"""


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv[2:])
