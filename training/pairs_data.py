"""What the reader of reports learns from: labelled blocks of accounts in real articles, each laid out in its sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.labels.check import FOLDER
from training.same_statement import accounts_of, labelled_pairs, read_blocks, texts_of
from verbale.collation.accounts import Account
from verbale.collation.days import last_written, limits
from verbale.collation.sense import given, passage_of
from verbale.collation.statements import by_words, figures
from verbale.language.encoder import Encoder, load_encoder
from verbale.language.reports import Sheet, lay_out
from verbale.record import Record

STATEMENTS = FOLDER / "statements"
LABELS = (STATEMENTS / "blocks.jsonl", STATEMENTS / "in_context.jsonl", STATEMENTS / "nearest.jsonl")
_PERIOD = 21
"""Days that are learned from, or left out, together: their articles tell of the same affairs."""
PARTS = 5


@dataclass(frozen=True, slots=True)
class Side:
    """One account: what `verbale.language.reports.Sheet` holds, in less room."""

    states: npt.NDArray[np.float16]
    roles: npt.NDArray[np.int8]
    pieces: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of accounts of a block."""

    left: Side
    right: Side
    figures: npt.NDArray[np.float32]
    told: float
    """What the words alone tell: how likely they are one."""
    same: bool
    part: int
    """Which of the parts of all periods both stand in; -1 where they stand in two."""


def _side(encoder: Encoder, account: Account) -> Side | None:
    laid = passage_of(account)
    sheet: Sheet | None = lay_out(encoder, *laid) if laid is not None else None
    if sheet is None:
        return None
    return Side(sheet.states.astype(np.float16), sheet.roles.astype(np.int8), sheet.pieces.astype(np.int32))


def _part(account: Account) -> int:
    day = last_written(account.written) or limits(account.spoken)[1] or 0
    return int(hashlib.md5(f"f{day // _PERIOD}".encode()).hexdigest(), 16) % PARTS


def labelled(record: Record, paths: tuple[Path, ...] = LABELS) -> Iterator[list[Example]]:
    """Yield, block by block, the labelled pairs that can be one statement, of the articles that a record holds."""
    blocks = read_blocks(path for path in paths)
    found, voices = accounts_of(record, texts_of(blocks))
    encoder = load_encoder()
    assert encoder is not None
    kept: dict[tuple[str, int, int], Account] = {}
    sides: dict[str, Side] = {}
    for key in {(b["texts"][text], begin, end): None for b in blocks for text, begin, end in b["accounts"]}:
        account = found.get(key)
        side = _side(encoder, account) if account is not None else None
        if account is not None and side is not None:
            kept[key], sides[account.id] = account, side
    for block in blocks:
        examples = []
        for one, other, likeness, same in labelled_pairs(block, kept, voices):
            told = by_words(one, other, likeness)
            known = np.array(given(figures(one, other, likeness), told), dtype=np.float32)
            part = _part(one) if _part(one) == _part(other) else -1
            examples.append(Example(sides[one.id], sides[other.id], known, told, same, part))
        if examples:
            yield examples
