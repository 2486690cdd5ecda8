"""Offices that prose names as held now ("President Biden", "Prime Minister Thatcher"): they betray the years."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

from verbale.coding.dateline.cues import Cue
from verbale.coding.draft import Sentence
from verbale.lexicon import load_table
from verbale.model import Span

_POSTS = {
    "president": "head", "prime minister": "head", "premier": "head", "chancellor": "head", "king": "head",
    "emir": "head",
    "supreme leader": "head", "ayatollah": "head", "taoiseach": "head", "pm": "head",
    "foreign minister": "foreign", "foreign secretary": "foreign", "secretary of state": "foreign",
    "secretary-general": "general", "secretary general": "general", "chief": "general", "vice president": "vice",
    "secretary of defense": "defence", "defense secretary": "defence", "defence minister": "defence",
    "defense minister": "defence", "defence secretary": "defence", "press secretary": "press",
    "national security adviser": "adviser", "national security advisor": "adviser",
}  # fmt: skip
_NAMES = r"(?P<names>[A-Z][\w.'’-]{1,20}(?: (?:al-|el-|von |de |van )?[A-Z][\w.'’-]{0,20}){0,3})"
_TITLED = re.compile(
    r"(?P<post>\b(?i:" + "|".join(sorted(_POSTS, key=lambda post: (-len(post), post))) + r"))(?:,? )" + _NAMES
)
_ADMINISTRATION = re.compile(
    r"\b(?P<name>[A-Z][\w'’-]{2,20}) (?:administration|government|presidency|White House|cabinet)(?!\w)"
)
_NOT_NOW = re.compile(
    r"(?:\b(?:former|ex|then|late|previous|one-time|onetime|future|the late|under|since|of)[- ](?:\w+ ){0,2}|ex-)$",
    re.I,
)
_MOST = 8
_FAMILY_FIRST = frozenset(
    {"kim", "xi", "hu", "park", "moon", "tsai", "jiang", "ban", "roh", "yoon", "mao", "deng", "zhou"}
)


@cache
def _terms() -> dict[tuple[str, str], tuple[tuple[date, date], ...]]:
    result: dict[tuple[str, str], tuple[tuple[date, date], ...]] = {}
    for row in load_table("marks_posts.tsv"):
        spans = []
        for span in row["spans"].split():
            since, _, until = span.partition("/")
            spans.append((_first(since), _last(until) if until else date(2049, 12, 31)))
        result[row["post"], row["name"]] = tuple(spans)
    return result


def _first(month: str) -> date:
    return date(int(month[:4]), int(month[5:7]), 1)


def _last(month: str) -> date:
    return date(int(month[:4]), int(month[5:7]), 28)


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text)
    return "".join(char for char in folded if not unicodedata.combining(char)).casefold().replace("’", "'")


def find_posts(text: str, sentences: Sequence[Sentence]) -> list[Cue]:
    """Return the terms of office of those whom the text calls by their office, the most often named first."""
    terms = _terms()
    counts: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], Span] = {}
    for sentence in sentences:
        for match in _TITLED.finditer(text, sentence.start, sentence.end):
            before = text[max(sentence.start, match.start() - 30) : match.start()]
            if _NOT_NOW.search(before):
                continue
            post = _POSTS[match.group("post").casefold()]
            names = [
                _plain(name.removesuffix("’s").removesuffix("'s").strip(".")) for name in match.group("names").split()
            ]
            told = (names[-1], *(name for name in names[:1] if name in _FAMILY_FIRST))
            key = next(((post, name) for name in told if (post, name) in terms), None)
            if key is not None:
                counts[key] += 1
                where.setdefault(key, Span.of(text, match.start(), match.end()))
        for match in _ADMINISTRATION.finditer(text, sentence.start, sentence.end):
            before = text[max(sentence.start, match.start() - 30) : match.start()]
            key = ("head", _plain(match.group("name").removesuffix("’s").removesuffix("'s")))
            if key in terms and not _NOT_NOW.search(before):
                counts[key] += 1
                where.setdefault(key, Span.of(text, match.start(), match.end()))
    ordered = sorted(counts, key=lambda key: (-counts[key], where[key]))[:_MOST]
    return [
        Cue("era", where[key].text, where[key], spans=terms[key], weight=0.95 if counts[key] > 1 else 0.9)
        for key in ordered
    ]
