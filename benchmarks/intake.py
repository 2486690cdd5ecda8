"""How well and how fast intake reads: body text, decisive segments and page dates of web pages, articles per second.

    python benchmarks/intake.py [--quick] [--write]

Everything is compared with trafilatura (and htmldate) alone in the same run on the same pages, so the figures mean
something on any machine. The pages are not part of this repository: `--pages` names the folder that holds them.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import logging
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT.parent / "shared" / "data" / "html_pages" / "open"
BODY_ROLES = frozenset({"body", "crosshead"})
_TOKEN = re.compile(r"\w+")


def load(name: str, folder: Path = PAGES, limit: int | None = None) -> list[dict[str, Any]]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return rows[:limit]


# -- quality -----------------------------------------------------------------------------------------------------------


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text or "")
    return Counter(tuple(tokens[i : i + size]) for i in range(max(1, len(tokens) - size + 1)) if tokens)


def shingle_scores(pairs: Iterable[tuple[str, str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over (gold, found) texts as the article extraction benchmark defines them."""
    precisions: list[float] = []
    recalls: list[float] = []
    for gold, found in pairs:
        wanted, given = shingles(gold), shingles(found)
        hits = float(sum((wanted & given).values()))
        more = float(sum((given - wanted).values()))
        less = float(sum((wanted - given).values()))
        if hits + more > 0:
            precisions.append(hits / (hits + more))
        if hits + less > 0:
            recalls.append(hits / (hits + less))
    precision, recall = mean(precisions or [0.0]), mean(recalls or [0.0])
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def our_body(page: str, url: str | None = None, roles: frozenset[str] = BODY_ROLES) -> str:
    from verbale.intake.given import Refused
    from verbale.intake.html import page_parts

    try:
        parts = page_parts(page, url)
    except Refused:
        return ""
    return "\n".join(parts.text[s.start : s.end] for s in parts.segments if s.role in roles)


def their_body(page: str, url: str | None = None) -> str:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura.extract(page, include_comments=False, url=url) or ""


def body_scores(rows: Sequence[dict[str, Any]], extract: Callable[[str], str]) -> tuple[float, float, float]:
    return shingle_scores((row["article_body"], extract(row["html"])) for row in rows)


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        import ast

        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError):
            value = [value] if value else []
    return [item for item in value or [] if isinstance(item, str) and item]


def segment_scores(rows: Sequence[dict[str, Any]], extract: Callable[[str], str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over segments that must and must not appear, as trafilatura counts them."""
    hits = more = less = 0
    for row in rows:
        found = extract(row["html"])
        for wanted in _listed(row.get("with")):
            hits += wanted in found
            less += wanted not in found
        for unwanted in _listed(row.get("without")):
            more += unwanted in found
    precision, recall = hits / max(1, hits + more), hits / max(1, hits + less)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def our_date(page: str, url: str | None) -> str | None:
    """The day that the surest claim of publication gives: the claims come in that order."""
    from verbale.intake.given import Refused
    from verbale.intake.html import page_parts

    try:
        claims = page_parts(page, url).claims
    except Refused:
        return None
    for kinds in (("published",), ("unknown",), ("modified",)):
        for claim in claims:
            if claim.kind in kinds and len(claim.value) >= 10:
                return claim.value[:10]
    return None


def guessed_date(page: str, url: str | None) -> str | None:
    import htmldate

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = htmldate.find_date(page, url=url, original_date=True)
    except Exception:
        return None
    return str(found) if found else None


def date_scores(
    rows: Sequence[dict[str, Any]], tell: Callable[[str, str | None], str | None]
) -> tuple[float, float, float]:
    """Share of pages with the right day, with a wrong one, with none."""
    right = wrong = none = 0
    for row in rows:
        day = tell(row["html"], row.get("url"))
        right += day == row["date"]
        none += day is None
        wrong += day is not None and day != row["date"]
    return right / len(rows), wrong / len(rows), none / len(rows)


# -- speed -------------------------------------------------------------------------------------------------------------


def _clock(work: Callable[[], int]) -> tuple[int, float]:
    start = time.perf_counter()
    count = work()
    return count, time.perf_counter() - start


def _read(paths: list[Path]) -> int:
    from verbale.intake import Delivered, read

    return sum(isinstance(given, Delivered) for given in read(paths))


def write_warc(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Write pages as the responses of a gzipped crawl."""
    with path.open("wb") as out:
        for row in rows:
            page = row["html"].encode("utf-8", "replace")
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {row['url']}\r\n"
                "WARC-Date: 2021-12-24T10:00:00Z\r\n"
                "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode("ascii", "ignore") + http + b"\r\n\r\n", 6, mtime=0))


def speed_table(rows: Sequence[dict[str, Any]]) -> list[tuple[str, int, float]]:
    """(what, articles, seconds) for each kind of source, made from the same pages."""
    bodies = [(row, our_text) for row in rows if len(our_text := row.get("article_body") or "") > 200]
    results: list[tuple[str, int, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("txt", "html"):
            (folder / part).mkdir()
        for number, (row, body) in enumerate(bodies):
            (folder / "txt" / f"{number:04d}.txt").write_text(body, encoding="utf-8")
            (folder / "html" / f"{number:04d}.html").write_text(row["html"], encoding="utf-8", errors="replace")
        with (folder / "a.jsonl").open("w", encoding="utf-8") as out:
            for row, body in bodies:
                out.write(json.dumps({"title": "Untitled", "maintext": body, "url": row["url"]}) + "\n")
        write_warc([row for row, _ in bodies], folder / "a.warc.gz")
        pages = [row["html"] for row, _ in bodies]
        _read([folder / "txt" / "0000.txt", folder / "html" / "0000.html"])  # imports and models are not counted
        their_body(pages[0])
        for what, path in (("txt", "txt"), ("JSONL", "a.jsonl"), ("HTML", "html"), ("WARC.gz", "a.warc.gz")):
            results.append((what, *_clock(lambda path=path: _read([folder / path]))))  # type: ignore[misc]
        results.append(("trafilatura.extract alone", *_clock(lambda: sum(bool(their_body(p)) for p in pages))))
        results.append(
            (
                "trafilatura + htmldate",
                *_clock(lambda: sum(bool(their_body(p)) | bool(guessed_date(p, None)) for p in pages)),
            )
        )
    return results


def language_cost() -> tuple[float, float]:
    """Seconds and megabytes that loading the language identifier costs a process."""
    from verbale.intake.language import language_of

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    language_of("The foreign ministers met in the capital on Monday and said that the talks would go on.")
    return time.perf_counter() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


# -- report ------------------------------------------------------------------------------------------------------------


def report(folder: Path, limit: int | None) -> str:
    out = io.StringIO()

    def say(*cells: object) -> None:
        print("|", " | ".join(f"{c:.3f}" if isinstance(c, float) else str(c) for c in cells), "|", file=out)

    seconds, megabytes = language_cost()
    body = load("scrapinghub_dev", folder, limit)
    print("# Intake: quality and speed\n", file=out)
    print("Made by `python benchmarks/intake.py --write`. Machine: 2 shared x86-64 cores, one process.\n", file=out)
    print(f"## Body text, {len(body)} pages (article extraction benchmark, 4-gram shingles)\n", file=out)
    say("extractor", "precision", "recall", "F1")
    say("---", "---", "---", "---")
    say("verbale", *body_scores(body, our_body))
    say("trafilatura.extract", *body_scores(body, their_body))
    decisive = load("trafilatura_en_dev", folder, limit)
    print(f"\n## Decisive segments, {len(decisive)} pages (trafilatura's evaluation set)\n", file=out)
    say("extractor", "precision", "recall", "F1")
    say("---", "---", "---", "---")
    all_roles = BODY_ROLES | {"headline", "standfirst"}
    say("verbale, body alone", *segment_scores(decisive, our_body))
    say("verbale, all that is coded", *segment_scores(decisive, lambda page: our_body(page, None, all_roles)))
    say("trafilatura.extract", *segment_scores(decisive, their_body))
    print("\n## Page dates (share of pages)\n", file=out)
    say("set", "who", "right", "wrong", "none")
    say("---", "---", "---", "---", "---")
    for name in ("htmldate_default_dev", "htmldate_mediacloud_2020_dev"):
        dated = load(name, folder, limit)
        say(f"{name} ({len(dated)})", "verbale, surest claim", *date_scores(dated, our_date))
        say("", "htmldate alone", *date_scores(dated, guessed_date))
    print("\n## Speed (articles per second, one process, without loading)\n", file=out)
    say("source", "articles", "per second", "ratio to trafilatura")
    say("---", "---", "---", "---")
    table = speed_table(body)
    base = next(count / taken for what, count, taken in table if what.startswith("trafilatura.extract"))
    for what, count, taken in table:
        print(f"| {what} | {count} | {count / taken:.0f} | {count / taken / base:.2f} |", file=out)
    print(f"\nLoading the language identifier: {seconds:.2f} s, {megabytes:.0f} MB, once a process, lazily.", file=out)
    return out.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=PAGES)
    parser.add_argument("--quick", action="store_true", help="40 pages of each set")
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/intake.md")
    options = parser.parse_args()
    if not options.pages.is_dir():
        print(f"no pages in {options.pages}", file=sys.stderr)
        return 2
    text = report(options.pages, 40 if options.quick else None)
    print(text)
    if options.write:
        (ROOT / "benchmarks" / "results" / "intake.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
