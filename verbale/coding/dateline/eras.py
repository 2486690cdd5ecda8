"""Things that a text names and that did not exist before a month ("Brexit", "COVID-19"): they betray the years."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from verbale.coding.dateline.cues import Cue
from verbale.lexicon import load_table
from verbale.model import Segment, Span

_MOST = 6


@cache
def _table() -> tuple[re.Pattern[str], dict[str, tuple[date, date]]]:
    spans: dict[str, tuple[date, date]] = {}
    for row in load_table("marks_eras.tsv"):
        since, until = row["since"], row["until"]
        last = date(int(until[:4]), int(until[5:7]), 28) if until else date(2049, 12, 31)
        spans[row["phrase"]] = (date(int(since[:4]), int(since[5:7]), 1), last)
    ordered = sorted(spans, key=lambda phrase: (-len(phrase), phrase))
    begun: dict[str, list[str]] = {}  # by their first letters, so that most words are passed over at one look
    for phrase in ordered:
        begun.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    each = (re.escape(first) + "(?:" + "|".join(rest) + ")" for first, rest in begun.items())
    return re.compile(r"\b(?:" + "|".join(each) + r")\b"), spans


def find_eras(text: str, segments: tuple[Segment, ...]) -> list[Cue]:
    """Return the latest beginnings and the earliest ends of what the article's prose names."""
    pattern, spans = _table()
    found: dict[str, Span] = {}
    for segment in segments:
        if segment.role in {"body", "headline", "standfirst"}:
            for match in pattern.finditer(text, segment.start, segment.end):
                found.setdefault(match.group(), Span.of(text, match.start(), match.end()))
    begun = sorted(found, key=lambda phrase: (spans[phrase][0], phrase), reverse=True)[:2]
    ended = sorted((p for p in found if spans[p][1].year < 2049), key=lambda phrase: (spans[phrase][1], phrase))[:2]
    return [
        Cue("era", phrase, found[phrase], spans=(spans[phrase],), weight=0.85)
        for phrase in list(dict.fromkeys([*begun, *ended]))[:_MOST]
    ]
