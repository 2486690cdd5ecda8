"""From the network's numbers to attributions: decode cues, ask each cue for its source and content, mend the pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from verbale.language.decode import TAGS, odds, spans, viterbi
from verbale.language.geometry import distance_buckets, step_buckets
from verbale.language.windows import Window
from verbale.language.words import Words

Floats = npt.NDArray[np.float32]
_SHORT = 5
"""A content that no cue claims and no quotation mark touches must have this many words."""
_ORPHAN_ODDS = 1.0
"""Least mean log odds of a content that no cue claims."""
Range = tuple[int, int]
"""Words `[first, last)` of the document."""


@dataclass(frozen=True)
class Tables:
    """What was learned outside the network's graph: small tables, a leaning, and what makes probabilities."""

    distance: list[list[float]]
    sentence: list[list[float]]
    paragraph: list[list[float]]
    transitions: list[list[list[float]]]
    first: list[list[float]]
    begin: list[float] = field(default_factory=lambda: [0.0] * 5)
    """Added to the score of beginning a span, for each of the five layers."""
    calibration: list[float] = field(default_factory=lambda: [0.0] * 18)
    """Weights of the features that make a probability: `_measure`'s, then those of belief.py."""
    least: float = 0.0
    """A finding of lower probability is left out."""
    rank: int = 32

    @cached_property
    def near(self) -> tuple[Floats, Floats, Floats]:
        """Scores by distance from the cue in words, sentences and paragraphs."""
        tables = (self.distance, self.sentence, self.paragraph)
        a, b, c = (np.array(table, dtype=np.float32) for table in tables)
        return a, b, c

    @cached_property
    def moves(self) -> Floats:
        """Transition scores of the five layers: from, to. A span is entered by its first word only."""
        table = np.array(self.transitions, dtype=np.float32)
        table[:, 0, 2] = -1e4
        return table

    @cached_property
    def starts(self) -> Floats:
        """Scores of the first word's tag in the five layers."""
        table = np.array(self.first, dtype=np.float32)
        table[:, 2] = -1e4
        return table

    @cached_property
    def bias(self) -> Floats:
        """Tuned additions to the scores, (layer, tag)."""
        table = np.zeros((5, TAGS), dtype=np.float32)
        table[:, 1] = np.array(self.begin, dtype=np.float32)
        return table


@dataclass(slots=True)
class Found:
    """An attribution in words of the document, with what its probability rests on."""

    cue: Range | None
    source: list[Range]
    content: list[Range]
    features: list[float]

    def moved(self, by: int) -> Found:
        """Return it with all its words counted from `by` words earlier."""
        cue = None if self.cue is None else (self.cue[0] + by, self.cue[1] + by)
        source = [(first + by, last + by) for first, last in self.source]
        return Found(cue, source, [(first + by, last + by) for first, last in self.content], list(self.features))


@dataclass(slots=True)
class Scan:
    """What one window says by itself, in words counted from its own first one; what follows is across windows."""

    cued: list[Found] = field(default_factory=list)
    orphans: list[tuple[Found, float]] = field(default_factory=list)
    """Contents that no cue claims, each with its mean log odds."""


@dataclass(slots=True)
class Read:
    """The network's answer for one window: word layers (w, 9), each word as question and as answer (w, 6 ranks)."""

    window: Window
    tag: Floats
    ask: Floats
    answer: Floats


def _padded(rows: list[Floats]) -> tuple[Floats, npt.NDArray[np.int64]]:
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    block = np.zeros((len(rows), int(lengths.max()) if rows else 0, TAGS), dtype=np.float32)
    for number, row in enumerate(rows):
        block[number, : len(row)] = row
    return block, lengths


def join(pieces: list[Range], gap: int, blocked: set[int]) -> list[Range]:
    """Join pieces that at most `gap` words part, unless one of those is taken."""
    joined: list[Range] = []
    for first, last in pieces:
        if joined and first - joined[-1][1] <= gap and not any(w in blocked for w in range(joined[-1][1], first)):
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _without(pieces: list[Range], taken: set[int]) -> list[Range]:
    kept: list[Range] = []
    for first, last in pieces:
        begin = first
        for position in range(first, last + 1):
            if position == last or position in taken:
                if begin < position:
                    kept.append((begin, position))
                begin = position + 1
    return kept


def _measure(cue_odds: float, source: Floats, contents: list[Floats], unary: list[Floats], count: int) -> list[float]:
    content = np.concatenate(contents)
    single = np.concatenate(unary)
    return [
        1.0,
        cue_odds,
        float(source.mean()) if len(source) else 0.0,
        float(source.min()) if len(source) else 0.0,
        0.0 if len(source) else 1.0,
        float(content.mean()),
        float(np.minimum(content, 4.0).min()),
        float(single.mean()),
        float(count > 1),
    ]


def scan(words: Words, reads: list[Read], tables: Tables) -> list[Scan]:
    """Return what each window says by itself; the windows are decoded together, for speed, and apart in result."""
    if not reads:
        return []
    layers, layer_lengths = _padded(
        [read.tag.reshape(-1, 3, TAGS)[:, layer] + tables.bias[layer] for read in reads for layer in range(3)]
    )
    kinds = np.tile(np.arange(3), len(reads))
    tags = viterbi(layers, layer_lengths, tables.moves[kinds], tables.starts[kinds])

    by_distance, by_sentence, by_paragraph = tables.near
    scale = np.float32(tables.rank**0.5)
    cues: list[tuple[int, Range]] = []
    rows: list[Floats] = []
    for number, read in enumerate(reads):
        count = len(read.tag)
        sentences = np.array(words.sentences[read.window.first : read.window.last])
        paragraphs = np.array(words.paragraphs[read.window.first : read.window.last])
        answers = read.answer.reshape(count, 2 * TAGS, tables.rank)
        single = read.tag[:, TAGS:]
        for first, last in spans(tags[3 * number][:count]):
            asked = read.ask[first] if last - first == 1 else read.ask[first:last].mean(axis=0)
            question = asked.reshape(2 * TAGS, tables.rank)
            pair = np.einsum("wtr,tr->wt", answers, question)
            pair /= scale
            pair += single
            pair += by_distance.take(distance_buckets(count, first, last), axis=0)
            pair += by_sentence.take(step_buckets(sentences, first, len(by_sentence) // 2), axis=0)
            pair += by_paragraph.take(step_buckets(paragraphs, first, len(by_paragraph) // 2), axis=0)
            cues.append((number, (first, last)))
            rows.extend((pair[:, :TAGS] + tables.bias[3], pair[:, TAGS:] + tables.bias[4]))
    pairs, pair_lengths = _padded(rows)
    pair_kinds = np.tile(np.arange(3, 5), len(cues))
    pair_tags = viterbi(pairs, pair_lengths, tables.moves[pair_kinds], tables.starts[pair_kinds])

    layer_odds, pair_odds = odds(layers), odds(pairs)
    scans = [Scan() for _ in reads]
    claimed: list[set[int]] = [set() for _ in reads]
    for order, (number, (first, last)) in enumerate(cues):
        count = len(reads[number].tag)
        cue_words = set(range(first, last))
        source = _without(spans(pair_tags[2 * order][:count]), cue_words)
        taken = cue_words | {w for a, b in source for w in range(a, b)}
        content = _without(spans(pair_tags[2 * order + 1][:count]), taken)
        content = join(content, 1, taken)
        if not content:
            continue
        source_odds, content_odds = pair_odds[2 * order], pair_odds[2 * order + 1]
        if len(source) > 1:
            source = join(source, 2, cue_words)
            source = [max(source, key=lambda piece: (float(source_odds[piece[0] : piece[1]].max()), -piece[0]))]
        for a, b in content:
            claimed[number].update(range(a, b))
        features = _measure(
            float(layer_odds[3 * number, first:last].mean()),
            np.concatenate([source_odds[a:b] for a, b in source]) if source else np.zeros(0, dtype=np.float32),
            [content_odds[a:b] for a, b in content],
            [layer_odds[3 * number + 2, a:b] for a, b in content],
            len(content),
        )
        scans[number].cued.append(Found((first, last), source, content, features))
    nothing = np.zeros(0, dtype=np.float32)
    for number, read in enumerate(reads):
        single = layer_odds[3 * number + 2]
        for first, last in spans(tags[3 * number + 2][: len(read.tag)]):
            if not any(w in claimed[number] for w in range(first, last)):
                features = _measure(0.0, nothing, [single[first:last]], [single[first:last]], 1)
                orphan = Found(None, [], [(first, last)], features)
                scans[number].orphans.append((orphan, float(single[first:last].mean())))
    return scans


def assemble(words: Words, windows: Sequence[Window], scans: Sequence[Scan]) -> list[Found]:
    """Return the attributions of one document, in the order of their first words."""
    found = [one.moved(window.first) for window, scan in zip(windows, scans, strict=True) for one in scan.cued]
    _orphans(words, windows, scans, found)
    found = _distinct(found)
    found.sort(key=lambda f: (min(f.content[0][0], f.cue[0] if f.cue else f.content[0][0]), f.content))
    return found


def _distinct(found: list[Found]) -> list[Found]:
    """Of two cues that claim the same words for the same source, keep the surer ("demanded", not "last week")."""
    kept: list[Found] = []
    by_source: dict[tuple[Range, ...], list[set[int]]] = {}
    for one in sorted(found, key=lambda f: (-f.features[1], f.content)):
        words = {w for a, b in one.content for w in range(a, b)}
        rivals = by_source.setdefault(tuple(one.source), [])
        if one.source and any(4 * len(words & theirs) >= 3 * len(words | theirs) for theirs in rivals):
            continue
        rivals.append(words)
        kept.append(one)
    return kept


def _orphans(words: Words, windows: Sequence[Window], scans: Sequence[Scan], found: list[Found]) -> None:
    """Keep contents that no cue claims: a quotation that goes on from the window before, or one without a cue."""
    by_end = {one.content[-1][1]: one for one in found}
    for window, scan in zip(windows, scans, strict=True):
        for orphan, mean in scan.orphans:
            one = orphan.moved(window.first)
            piece = one.content[0]
            if piece[0] == window.first and piece[0] in by_end:
                by_end[piece[0]].content.append(piece)
                continue
            quoted = any(words.quotes[w] for w in range(*piece))
            if mean < _ORPHAN_ODDS or (not quoted and piece[1] - piece[0] < _SHORT):
                continue
            found.append(one)
