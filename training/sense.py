"""Fit `verbale/lexicon/sense.tsv`: how much the words and the sense of two accounts weigh where the words leave it open.

    python -m training.sense RECORD ... > verbale/lexicon/sense.tsv

The records hold the articles of `labels/statements/judged.jsonl`, coded: pairs drawn from what would be compared in articles that
the reader of reports has not learned from, more of those that words or sense hold to be one; each says for how many it stands.
What it reaches on pairs left out goes to stderr.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from training.labels.check import FOLDER
from training.same_statement import accounts_of
from verbale.collation.likeness import compare
from verbale.collation.sense import given, load_sense, odds
from verbale.collation.statements import by_words, figures
from verbale.record import Record

JUDGED = FOLDER / "statements" / "judged.jsonl"
HEAD = """# How much the words and the sense of two accounts weigh, in log odds, where the words leave it open whether they are one:
# a logistic regression. Origin: training/sense.py, fitted on the pairs judged in training/labels/statements/judged.jsonl.
# Licence: CC0-1.0.
figure\tweight"""
FOLDS = 10
RIDGE = 0.5
Floats = npt.NDArray[np.float64]


class Judged(NamedTuple):
    told: float
    sense: float
    one: bool
    stands_for: float


def read(records: list[Path]) -> list[Judged]:
    """Return what the words and the reader make of each judged pair that is in one of the records."""
    rows = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    texts = frozenset(text for row in rows for text, _, _ in row["accounts"])
    found: list[Judged] = []
    done: set[int] = set()
    for path in records:
        with Record.open(path) as record:
            accounts, _ = accounts_of(record, texts)
        sense = load_sense()
        assert sense is not None
        for number, row in enumerate(rows):
            left, right = (accounts.get((text, begin, end)) for text, begin, end in row["accounts"])
            if number in done or left is None or right is None or row["verdict"] == "open":
                continue
            done.add(number)
            likeness = compare(left.wording, right.wording)
            told = by_words(left, right, likeness)
            read_so = sense.read(left, right, given(figures(left, right, likeness), told))
            if read_so is not None:
                found.append(Judged(told, read_so, row["verdict"] == "one", row["stands_for"]))
    return found


def fit(x: Floats, y: Floats, weight: Floats) -> Floats:
    """Return the weights of a regression of the logistic kind, the first of which is free of the ridge."""
    w = np.zeros(x.shape[1])
    ridge = np.diag([0.0, *([RIDGE] * (x.shape[1] - 1))])
    for _ in range(80):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve(
            (x * (weight * p * (1 - p))[:, None]).T @ x + ridge, x.T @ (weight * (p - y)) + ridge @ w
        )
        w -= step * min(1.0, 2.0 / max(1e-9, float(np.abs(step).max())))
    return w


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path, nargs="+")
    found = read(parser.parse_args().records)
    x = np.array([[1.0, odds(one.told), odds(one.sense)] for one in found])
    y = np.array([float(one.one) for one in found])
    count = np.array([one.stands_for for one in found])
    # a pair that stands for a thousand would drown all others
    weight = np.sqrt(count) * len(count) / np.sqrt(count).sum()
    held = np.zeros(len(y))
    folds = np.arange(len(y)) % FOLDS
    for fold in range(FOLDS):
        held[folds == fold] = x[folds == fold] @ fit(x[folds != fold], y[folds != fold], weight[folds != fold])
    print(
        f"{len(found)} pairs, standing for {count.sum():.0f}, of which {(count * y).sum():.0f} are one", file=sys.stderr
    )
    for name, by in (("words", x[:, 1]), ("words and sense, left out", held)):
        for least in (0.7, 0.74, 0.78, 0.82):
            chosen = by >= math.log(least / (1 - least))
            right = (count * y)[chosen].sum()
            told = f"precision {right / count[chosen].sum():.3f} recall {right / (count * y).sum():.3f}"
            print(f"{name}, from {least:.2f} up: {told}", file=sys.stderr)
    print(HEAD)
    for figure, value in zip(("one", "words", "sense"), fit(x, y, weight), strict=True):
        print(f"{figure}\t{value:.2f}")


if __name__ == "__main__":
    main()
