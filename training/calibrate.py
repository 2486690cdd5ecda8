"""Fit the probabilities on every second development article; report on them and on the others.

python -m training.calibrate ../shared/data/polnear/open/dev.jsonl.gz --weights verbale/language/weights
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from training.score import Document, Index, iou, read_documents, sentences_of
from verbale.language.tagger import MODEL, Tagger, load
from verbale.language.words import read_words


def evidence(tagger: Tagger, documents: list[Document]) -> tuple[np.ndarray, np.ndarray]:
    """Return the features of every attribution found, and whether it is right."""
    rows, right = [], []
    for document in documents:
        index = Index(document.text)
        words = read_words(document.text, sentences_of(document.text), tagger.vocabulary)

        starts, ends, of = words.starts, words.ends, index.of
        golds = [(index.of(a["source"]), index.of(a["content"])) for a in document.gold]
        everything = tagger.find(words)
        for found, features in zip(everything, tagger.features(document.text, words, everything), strict=True):
            source = of((starts[a], ends[b - 1]) for a, b in found.source)
            content = of((starts[a], ends[b - 1]) for a, b in found.content)
            rows.append(features)
            right.append(any(iou(content, c) >= 0.5 and (source & s or not (source or s)) for s, c in golds))
    return np.array(rows, dtype=np.float64), np.array(right, dtype=np.float64)


def fit(x: np.ndarray, y: np.ndarray, penalty: float = 3.0) -> np.ndarray:
    """Logistic regression by Newton's method."""
    mean, scale = x.mean(0), x.std(0) + 1e-9
    mean[0], scale[0] = 0.0, 1.0
    z = (x - mean) / scale
    w = np.zeros(x.shape[1])
    ridge = np.eye(len(w)) * penalty
    ridge[0, 0] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ w))
        step = np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + ridge, z.T @ (p - y) + ridge @ w)
        w -= step
    raw = w / scale
    raw[0] = w[0] - (w[1:] * mean[1:] / scale[1:]).sum()
    return raw


def reliability(p: np.ndarray, y: np.ndarray, bins: int = 10) -> tuple[float, list[tuple[float, float, float, int]]]:
    """Return the expected calibration error and (from, mean probability, share right, count) by bin."""
    error, rows = 0.0, []
    for number in range(bins):
        inside = (p >= number / bins) & ((p < (number + 1) / bins) | (number == bins - 1))
        if inside.any():
            rows.append((number / bins, float(p[inside].mean()), float(y[inside].mean()), int(inside.sum())))
            error += inside.mean() * abs(rows[-1][1] - rows[-1][2])
    return float(error), rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    args = parser.parse_args()
    documents = read_documents(args.corpus)
    even, odd = documents[::2], documents[1::2]
    tagger = load(args.weights)
    weights = fit(*evidence(tagger, even))
    path = args.weights / f"{MODEL}.json"
    values = json.loads(path.read_text())
    values["calibration"] = [round(float(w), 4) for w in weights]
    path.write_text(json.dumps(values) + "\n")
    for name, part in (("fitted on", even), ("not fitted on", odd)):
        x, y = evidence(tagger, part)
        p = 1 / (1 + np.exp(-x @ weights))
        error, rows = reliability(p, y)
        print(f"{name}: {len(y)} attributions, {y.mean():.3f} right, calibration error {error:.3f}")
        for low, mean, share, count in rows:
            print(f"  from {low:.1f}: said {mean:.3f}, right {share:.3f}, n {count}")


if __name__ == "__main__":
    main()
