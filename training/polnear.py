"""PolNeAR articles as windows of wordpieces with gold tags."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from verbale.coding.sentences import split_sentences
from verbale.language.windows import BUDGET, Feed, cut_windows, feed
from verbale.language.words import Vocabulary, Words, read_words
from verbale.model import Segment

ROLES = ("cue", "source", "content")


@dataclass
class Article:
    id: str
    text: str
    sentences: list[tuple[int, int]]
    words: Words
    attributions: list[dict[str, list[tuple[int, int]]]]
    unknown: list[bool]
    """Of each attribution, whether its source is not known."""
    skip: list[tuple[int, int]]
    """Stretches that teach nothing."""


@dataclass
class Example:
    feed: Feed
    sentences: np.ndarray
    paragraphs: np.ndarray
    unary: np.ndarray
    """(3, words): 0 out, 1 begin, 2 in."""
    cues: list[tuple[int, int]]
    pairs: np.ndarray
    """(cues, 2, words): source and content of each cue."""
    taught: np.ndarray
    """(words,): whether a word teaches anything."""
    sourced: list[bool]
    """Of each cue, whether its source is known."""


def sentences_of(text: str) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in split_sentences(text, [Segment(0, len(text), "body")])]


def read(path: Path, vocabulary: Vocabulary, limit: int | None = None) -> list[Article]:
    articles: list[Article] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = list(itertools.islice(file, limit))
    for line in lines:
        row = json.loads(line)
        sentences = [(s, e) for s, e in row["read"]] if "read" in row else sentences_of(row["text"])
        attributions = [{role: sorted((s, e) for s, e in a[role] or ()) for role in ROLES} for a in row["attributions"]]
        unknown = [a["source"] is None for a in row["attributions"]]
        words = read_words(row["text"], sentences, vocabulary)
        skip = [(s, e) for s, e in row.get("skip", ())]
        articles.append(Article(row["id"], row["text"], sentences, words, attributions, unknown, skip))
    return articles


def _cover(words: Words, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    for start, end in spans:
        first = bisect_right(words.ends, start)
        last = bisect_left(words.starts, end)
        if first < last:
            found.append((first, last))
    return found


def _paint(row: np.ndarray, spans: list[tuple[int, int]], first: int, last: int) -> None:
    for start, end in spans:
        start, end = max(start, first), min(end, last)
        if start < end:
            row[start - first] = 1
            row[start - first + 1 : end - first] = 2


def examples(article: Article, vocabulary: Vocabulary, budget: int = BUDGET) -> list[Example]:
    words = article.words
    covered = [{role: _cover(words, a[role]) for role in ROLES} for a in article.attributions]
    skipped = _cover(words, article.skip)
    found = []
    for window in cut_windows(words, budget):
        count = window.last - window.first
        unary = np.zeros((3, count), dtype=np.int64)
        cues, pairs, sourced = [], [], []
        for a, unknown in zip(covered, article.unknown, strict=True):
            for number, role in enumerate(ROLES):
                _paint(unary[number], a[role], window.first, window.last)
            inside = [
                (max(s, window.first), min(e, window.last)) for s, e in a["cue"] if s < window.last and e > window.first
            ]
            if inside:
                cues.append((inside[0][0] - window.first, inside[-1][1] - window.first))
                pair = np.zeros((2, count), dtype=np.int64)
                _paint(pair[0], a["source"], window.first, window.last)
                _paint(pair[1], a["content"], window.first, window.last)
                pairs.append(pair)
                sourced.append(not unknown)
        taught = np.ones(count, dtype=bool)
        for start, end in skipped:
            taught[max(start - window.first, 0) : max(end - window.first, 0)] = False
        # a stretch that teaches nothing is passed over: what stands behind it follows upon what stood before
        for place in np.nonzero(~taught)[0]:
            unary[:, place] = unary[:, place - 1] if place else 0
            for pair in pairs:
                pair[:, place] = pair[:, place - 1] if place else 0
        sentences = np.array(words.sentences[window.first : window.last])
        paragraphs = np.array(words.paragraphs[window.first : window.last])
        stacked = np.stack(pairs) if pairs else np.zeros((0, 2, count), dtype=np.int64)
        found.append(
            Example(feed(words, window, vocabulary), sentences, paragraphs, unary, cues, stacked, taught, sourced)
        )
    return found


def epoch(
    articles: list[Article], vocabulary: Vocabulary, batch: int, seed: int, low: int = 128
) -> list[list[Example]]:
    """All windows of one pass over the articles, of changing sizes, in batches of like length."""
    rng = random.Random(seed)
    windows = [e for a in articles for e in examples(a, vocabulary, rng.randint(low, BUDGET))]
    rng.shuffle(windows)
    batches = []
    for start in range(0, len(windows), batch * 24):
        part = sorted(windows[start : start + batch * 24], key=lambda e: len(e.feed.ids))
        batches.extend(part[i : i + batch] for i in range(0, len(part), batch))
    rng.shuffle(batches)
    return batches
