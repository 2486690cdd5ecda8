"""What a reader of pairs learns from: labelled pairs of reports in real articles, each laid out with the words around it."""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.labels.check import FOLDER
from training.same_statement import accounts_of, labelled_pairs, read_blocks, texts_of
from verbale.analysis.gold import digest
from verbale.collation.accounts import Account
from verbale.collation.days import last_written, limits
from verbale.collation.likeness import Likeness
from verbale.collation.statements import figures, probability
from verbale.language import Tagger, load
from verbale.language.windows import BUDGET, Window
from verbale.language.words import read_words
from verbale.record import Record

LABELS = (FOLDER / "statements" / "blocks.jsonl", FOLDER / "statements" / "in_context.jsonl")
FIGURES = (
    "both direct", "contraries", "covered", "covered and heavy", "days apart", "fragment", "head covered", "lead",
    "marked likeness", "marked run", "mutual", "near, both quoted", "near, both told", "near, one quoted", "next day", "one",
    "one document", "other numbers", "same act", "same addressee", "same day", "same speaker", "turned", "variant", "verbatim",
)  # fmt: skip
"""What the words tell, figure by figure, in the order in which the network is given it."""
BEFORE, CONTENT, AFTER, BETWEEN, CUE, SPEAKER = range(6)
"""What a word is: before what is said, said, after it, in its middle, reporting, of the speaker."""
_BEFORE, _SAID, _AFTER = (220, 24), 64, (90, 10)
"""How far is read before and after what is said (characters, words), and how many words of it."""
_PERIOD = 21
"""Days that are learned from, or left out, together: their articles tell of the same affairs."""
PARTS = 5
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """What the network reads of one report: a row for each word."""

    states: npt.NDArray[np.float16]
    """What the tagger's lower layers make of it."""
    roles: Ints
    pieces: Ints
    """Its first wordpiece: what it is compared with the other side's by."""

    @property
    def said(self) -> int:
        """How many words are said."""
        return int((self.roles == CONTENT).sum())


@dataclass(frozen=True, slots=True)
class Example:
    left: Side
    right: Side
    """The one that says more."""
    figures: list[float]
    """Those of the words, and last what they tell together."""
    told: float
    """What the words alone tell: how likely they are one."""
    same: bool
    part: int
    """Which of the parts of all periods both stand in; -1 where they stand in two."""


def side_of(tagger: Tagger, text: str, account: Account) -> Side | None:
    """Lay a report out with the words around it; None where nothing of it is a word."""
    said = account.attribution
    start, end = said.content[0].start, said.content[-1].end
    low = max(0, start - _BEFORE[0])
    while 0 < low < start and not text[low].isspace():
        low += 1
    passage = text[low : end + _AFTER[0]]
    words = read_words(passage, [(0, len(passage))], tagger.vocabulary)
    roles = np.full(len(words), BEFORE, dtype=np.int64)

    def mark(start: int, end: int, role: int) -> None:
        roles[bisect_right(words.ends, max(0, start - low)) : bisect_left(words.starts, max(0, end - low))] = role

    mark(end, low + len(passage), AFTER)
    mark(start, end, BETWEEN)
    for span in [said.speaker] if said.speaker else []:
        mark(span.start, span.end, SPEAKER)
    for span in said.cue:
        mark(span.start, span.end, CUE)
    for span in said.content:
        mark(span.start, span.end, CONTENT)
    at = np.nonzero(roles == CONTENT)[0]
    if not len(at):
        return None
    first, last = int(at[0]), int(at[-1]) + 1
    stop = min(last, first + _SAID)
    first, stop = max(0, first - _BEFORE[1]), stop + (_AFTER[1] if stop == last else 0)
    size, high = 0, first
    while high < min(stop, len(words)) and (size := size + len(words.pieces[high])) <= BUDGET - 2:
        high += 1
    states = tagger.lower(words, Window(first, high)).astype(np.float16)
    pieces = np.array([words.pieces[n][0] for n in range(first, high)], dtype=np.int64)
    return Side(states, roles[first:high], pieces)


def _part(account: Account) -> int:
    day = last_written(account.written) or limits(account.spoken)[1] or 0
    return int(hashlib.md5(f"f{day // _PERIOD}".encode()).hexdigest(), 16) % PARTS


def labelled(record: Record, paths: tuple[Path, ...] = LABELS) -> Iterator[Example]:
    """Yield the labelled pairs that can be one statement, of the articles that a record holds."""
    blocks = read_blocks(paths)
    found, voices = accounts_of(record, texts_of(blocks))
    texts = {name: d.text for d in record.store.documents() if (name := digest(d.text))}
    tagger = load()
    kept: dict[tuple[str, int, int], Account] = {}
    sides: dict[str, Side] = {}
    for key in {(b["texts"][text], begin, end): None for b in blocks for text, begin, end in b["accounts"]}:
        account = found.get(key)
        side = side_of(tagger, texts[key[0]], account) if account is not None else None
        if account is not None and side is not None:
            kept[key], sides[account.id] = account, side
    for block in blocks:
        for one, other, likeness, same in labelled_pairs(block, kept, voices):
            yield _example(one, other, sides[one.id], sides[other.id], likeness, same)


def _example(one: Account, other: Account, left: Side, right: Side, likeness: Likeness, same: bool) -> Example:
    told = probability(one, other, likeness)
    known = figures(one, other, likeness)
    given = [*(known.get(name, 0.0) for name in FIGURES), math.log((told + 0.001) / (1.001 - told)) / 5]
    if (left.said, one.id) > (right.said, other.id):
        left, right = right, left
    part = _part(one) if _part(one) == _part(other) else -1
    return Example(left, right, given, told, same, part)
