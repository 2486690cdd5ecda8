"""Fit the weights of `verbale/lexicon/same_statement.tsv`: what speaks for two accounts being one statement.

    python -m training.same_statement RECORD LABELS.jsonl ... > verbale/lexicon/same_statement.tsv

RECORD holds the labelled articles, coded (the labels name them by the digest of their text); LABELS has a line for each
block of accounts of one voice within three days: which are one statement, which pairs nobody can decide. Pairs that the
rules leave apart (`possible`) do not train. A logistic regression, the signs of its weights held where they must hold;
prints on stderr what it reaches on blocks left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from verbale.analysis.gold import digest
from verbale.collation.accounts import Account
from verbale.collation.collate import gather
from verbale.collation.likeness import Likeness, compare
from verbale.collation.statements import figures, possible
from verbale.collation.voices import Voices
from verbale.model import Coding, Document
from verbale.record import Record

AGAINST = frozenset({
    "both direct", "turned", "contraries", "other numbers", "days apart", "next day", "one document", "near, both told",
})  # fmt: skip
EITHER = frozenset({"one", "near, both quoted"})
FOLDS = 8
RIDGE = 1.0
Floats = NDArray[np.float64]


class Pair(NamedTuple):
    block: int
    same: bool
    figures: dict[str, float]


def accounts_of(record: Record, texts: frozenset[str]) -> tuple[dict[tuple[str, int, int], Account], Voices]:
    """Return the accounts of the wanted articles by text, begin and end of their content, and who may speak for whom."""

    def coded() -> Iterable[tuple[Document, Coding]]:
        for coding in record.store.codings():
            document = record.store.document(coding.document_id)
            assert document is not None
            yield document, coding

    names = {d.id: digest(d.text) for d in record.store.documents()}
    gathered = gather(coded)
    found: dict[tuple[str, int, int], Account] = {}
    for account in gathered.accounts:
        content = account.attribution.content
        if names[account.document_id] in texts:
            found.setdefault((names[account.document_id], content[0].start, content[-1].end), account)
    return found, gathered.voices


def read_blocks(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the labelled blocks of files of labels."""
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines if line.strip() and not line.startswith("#")]


def texts_of(blocks: Iterable[dict[str, Any]]) -> frozenset[str]:
    """Return the digests of the articles of blocks."""
    return frozenset(text for block in blocks for text in block["texts"])


def labelled_pairs(
    block: dict[str, Any], found: Mapping[tuple[str, int, int], Account], voices: Voices
) -> Iterable[tuple[Account, Account, Likeness, bool]]:
    """Yield the pairs of a block that can be one statement, how alike their words are, and whether they are one.

    Pairs that nobody can decide, and accounts that `found` lacks, are left out.
    """
    own = [found.get((block["texts"][text], begin, end)) for text, begin, end in block["accounts"]]
    group = {i: n for n, members in enumerate(block["same"]) for i in members}
    unsure = {frozenset(pair) for pair in block["unsure"]}
    for i, left in enumerate(own):
        for j, right in enumerate(own[:i]):
            if left is None or right is None or frozenset((i, j)) in unsure:
                continue
            likeness = compare(left.wording, right.wording)

            def alike(known: Likeness = likeness) -> Likeness:
                return known

            if possible(left, right, voices, alike):
                yield left, right, likeness, i in group and group[i] == group.get(j)


def pairs(paths: Iterable[Path], record: Record) -> Iterable[Pair]:
    """Yield the labelled pairs that can be one statement."""
    blocks = read_blocks(paths)
    found, voices = accounts_of(record, texts_of(blocks))
    for number, block in enumerate(blocks):
        for left, right, likeness, same in labelled_pairs(block, found, voices):
            yield Pair(number, same, figures(left, right, likeness))


def fit(x: Floats, y: Floats, signs: Floats) -> Floats:
    """Return the weights: Newton's steps; a weight that would take the wrong sign is nought."""
    w = np.zeros(x.shape[1])
    ridge = np.array([0.0, *([RIDGE] * (x.shape[1] - 1))])
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + ridge * w
        free = (w != 0) | (signs == 0) | (gradient * signs < 0)
        curve = (x[:, free] * (p * (1 - p))[:, None]).T @ x[:, free] + np.diag(ridge[free] + 1e-9)
        step = np.zeros_like(w)
        step[free] = np.linalg.solve(curve, gradient[free])
        step *= min(1.0, 4.0 / max(1e-9, float(np.abs(step).max())))
        after = w - step
        after[after * signs < 0] = 0.0
        done = float(np.abs(after - w).max()) < 1e-7
        w = after
        if done:
            break
    return w


def recall_at(precision: float, p: Floats, y: Floats) -> tuple[float, float]:
    """Return the recall at a precision, and the probability from which it holds."""
    order = np.argsort(-p, kind="stable")
    right = np.cumsum(y[order])
    good = np.nonzero(right / np.arange(1, len(y) + 1) >= precision)[0]
    return (float(right[good[-1]] / y.sum()), float(p[order[good[-1]]])) if len(good) else (0.0, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("labels", type=Path, nargs="+")
    given = parser.parse_args()
    with Record.open(given.record) as record:
        found = list(pairs(given.labels, record))
    names = sorted({name for pair in found for name in pair.figures}, key=lambda n: (n != "one", n))
    x = np.array([[pair.figures.get(name, 0.0) for name in names] for pair in found])
    y = np.array([float(pair.same) for pair in found])
    signs = np.array([0.0 if n in EITHER else -1.0 if n in AGAINST else 1.0 for n in names])
    held = np.zeros(len(y))
    folds = np.array([pair.block % FOLDS for pair in found])
    for fold in range(FOLDS):
        apart = folds == fold
        held[apart] = 1 / (1 + np.exp(-x[apart] @ fit(x[~apart], y[~apart], signs)))
    print(f"{len(y)} pairs, {int(y.sum())} of one statement", file=sys.stderr)
    for precision in (0.97, 0.95, 0.93, 0.9, 0.8):
        recall, least = recall_at(precision, held, y)
        print(f"left out: precision {precision:.2f} recall {recall:.3f} from {least:.2f} up", file=sys.stderr)
    print(
        "# What speaks for two accounts of one voice, with days that can be one, being one statement: weights of a\n"
        "# logistic regression. Origin: training/same_statement.py, fitted on the blocks labelled in\n"
        "# training/labels/statements/blocks.jsonl; signs held. Licence: CC0-1.0.\nfigure\tweight"
    )
    for name, weight in zip(names, fit(x, y, signs), strict=True):
        if abs(weight) >= 0.005:
            print(f"{name}\t{weight:.2f}")


if __name__ == "__main__":
    main()
