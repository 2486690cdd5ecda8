"""Datelines against real prose with its metadata hidden, right, or wrong on purpose.

Run: `python -m benchmarks.dateline ../shared/data [articles]`. Truth is the article's own date where its address agrees with
it or says nothing. A wrong claim is the truth moved by years, months or days; "kept" is a day within one of the truth,
"range" an honest range, "none" an abstention, "wrong" a day or range that does not hold the truth.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from verbale.coding.dateline import find_dateline
from verbale.coding.draft import Sentence
from verbale.coding.segments import mark_segments
from verbale.coding.sentences import split_sentences
from verbale.model import DateClaim, Dateline, Document, Segment

_DAY = timedelta(1)
_IN_URL = re.compile(r"/(20\d\d)/(\d{1,2}|[a-z]{3})/(\d{1,2})/")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


@dataclass(frozen=True)
class Case:
    """An article with its true day, read once."""

    text: str
    truth: date
    segments: tuple[Segment, ...]
    sentences: Sequence[Sentence]


@dataclass
class Score:
    """Counts of one run."""

    total: int = 0
    exact: int = 0
    kept: int = 0
    ranges: int = 0
    none: int = 0
    wrong: int = 0
    rejected: int = 0
    widths: list[int] = field(default_factory=list)

    def add(self, dateline: Dateline, truth: date) -> None:
        self.total += 1
        self.rejected += bool(dateline.rejected)
        when = dateline.when
        if when is None or when.earliest is None or when.latest is None:
            self.none += 1
            return
        first, last = date.fromisoformat(when.earliest), date.fromisoformat(when.latest)
        if not first - _DAY <= truth <= last + _DAY:
            self.wrong += 1
        elif first == last:
            self.kept += 1
            self.exact += first == truth
        else:
            self.ranges += 1
            self.widths.append((last - first).days + 1)

    def share(self, count: int) -> float:
        return count / self.total if self.total else 0.0

    def row(self, name: str) -> str:
        width = f"{median(self.widths):.0f}" if self.widths else "-"
        shares = [self.exact, self.kept, self.ranges, self.none, self.wrong, self.rejected]
        cells = " | ".join(f"{self.share(count):.3f}" for count in shares)
        return f"| {name} | {self.total} | {cells} | {width} |"


def _url_agrees(url: str, truth: date) -> bool:
    match = _IN_URL.search(url)
    if match is None:
        return True
    name = match.group(2)
    month = int(name) if name.isdigit() else _MONTHS.index(name) + 1 if name in _MONTHS else 0
    try:
        return abs((date(int(match.group(1)), month, int(match.group(3))) - truth).days) <= 1
    except ValueError:
        return True


def read_case(text: str, truth: date) -> Case:
    """Read an article as the coder would."""
    segments = mark_segments(Document(id="", text=text, language="en"))
    return Case(text, truth, segments, split_sentences(text, segments))


def news_cases(data: Path, count: int, seed: int = 1) -> list[Case]:
    """Return articles of the open news bulk with a trustworthy date."""
    with gzip.open(data / "abp_world/open/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    dated = [(row, date.fromisoformat(row["date"][:10])) for row in rows if row["date"]]
    trusted = [(row, truth) for row, truth in dated if _url_agrees(row["url"], truth)]
    return [
        read_case(row["text"], truth) for row, truth in random.Random(seed).sample(trusted, min(count, len(trusted)))
    ]


def wire_cases(data: Path) -> list[Case]:
    """Return the news of TimeBank and AQUAINT with their creation dates."""
    cases: list[Case] = []
    for name in ("timebank", "aquaint"):
        with gzip.open(data / f"timex/open/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        days = [(row["text"], row["dct"][:10]) for row in rows if re.fullmatch(r"\d{4}-\d\d-\d\d.*", row["dct"])]
        cases.extend(read_case(text, date.fromisoformat(day)) for text, day in days)
    return cases


def run(cases: Iterable[Case], claim: Callable[[date], date] | None) -> Score:
    """Infer every case's day with the claim that a page would make."""
    score = Score()
    for case in cases:
        claims: tuple[DateClaim, ...] = ()
        if claim is not None:
            claims = (DateClaim(claim(case.truth).isoformat(), "meta:article:published_time", "published"),)
        document = Document(id="", text=case.text, language="en", date_claims=claims)
        score.add(find_dateline(document, case.segments, case.sentences), case.truth)
    return score


def shifted(kind: str, seed: int = 5) -> Callable[[date], date]:
    """Return a way to make a claim wrong: by years, months or days, early or late."""
    rng = random.Random(seed)
    unit, _, side = kind.partition(" ")
    sign = 1 if side == "late" else -1

    def move(day: date) -> date:
        if unit == "years":
            return date(day.year + sign * rng.choice([1, 2, 3, 5]), day.month, min(day.day, 28))
        return day + sign * timedelta(rng.randint(30, 300) if unit == "months" else rng.randint(2, 20))

    return move


KINDS = ("years late", "years early", "months late", "months early", "days late", "days early")


def main() -> None:
    data = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    print("| claim | articles | exact day | within 1 day | honest range | none | wrong | rejected | median width |")
    print("|---|---|---|---|---|---|---|---|---|")
    print(run(wire_cases(data), None).row("wire, hidden"))
    cases = news_cases(data, count)
    print(run(cases, None).row("hidden"))
    print(run(cases, lambda day: day).row("right"))
    for kind in KINDS:
        print(run(cases, shifted(kind)).row(kind))


if __name__ == "__main__":
    main()
