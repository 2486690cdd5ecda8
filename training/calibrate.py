"""Tune the decoder's few settings and the probabilities on every second development article; report on the others.

python -m training.calibrate ../shared/data/polnear/open/dev.jsonl.gz --weights verbale/language/weights
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from training.score import Document, Index, iou, predict, read_documents, score_document, sentences_of, total
from verbale.language.assemble import Found, Read, assemble
from verbale.language.tagger import MODEL, Tagger, load
from verbale.language.windows import cut_windows, feed
from verbale.language.words import Words, read_words


class Cached(Tagger):
    """A tagger that runs the network once for each article, however often it is asked."""

    def __init__(self, base: Tagger) -> None:
        super().__init__(base._network, base._vocabulary, base._tables)  # no reports in reports: they are not scored
        self.kept: dict[tuple, list[Read]] = {}

    def find(self, words: Words) -> list[Found]:
        key = (len(words), tuple(words.starts[:50]), tuple(words.ends[-50:]), tuple(words.pieces[:50]))
        if key not in self.kept:
            self.kept[key] = [
                Read(window, *self._network(feed(words, window, self._vocabulary))) for window in cut_windows(words)
            ]
        return assemble(words, self.kept[key], self._tables) if self.kept[key] else []


def goal(tagger: Cached, documents: list[Document]) -> tuple[float, dict[str, tuple[float, float, float]]]:
    scores = total(score_document(d, predict(tagger, d)) for d in documents)
    names = ("peers", "linked", "content exact", "cue overlap", "source overlap", "content overlap")
    weights = (2.0, 1.0, 1.0, 0.5, 0.5, 0.5)
    return sum(w * scores[n][2] for w, n in zip(weights, names, strict=True)), scores


def tune(tagger: Cached, documents: list[Document]) -> None:
    """Change one setting at a time while that helps."""
    best, _ = goal(tagger, documents)
    for _round in range(2):
        before = best
        for name, place in [(n, p) for n in ("begin", "inside") for p in range(5)] + [("orphan_odds", -1)]:
            for change in (0.4, -0.4, 0.2, -0.2):
                while True:
                    old = tagger._tables
                    if place < 0:
                        tagger._tables = replace(old, orphan_odds=round(old.orphan_odds + change * 2, 2))
                    else:
                        row = list(getattr(old, name))
                        row[place] = round(row[place] + change, 2)
                        tagger._tables = replace(old, **{name: row})
                    value, _ = goal(tagger, documents)
                    if value <= best + 0.02:
                        tagger._tables = old
                        break
                    best = value
                    print(f"{best:.2f} {name} {getattr(tagger._tables, name)}", flush=True)
        if best < before + 0.2:
            break


def evidence(tagger: Cached, documents: list[Document]) -> tuple[np.ndarray, np.ndarray]:
    """Return the features of every attribution found, and whether it is right."""
    rows, right = [], []
    for document in documents:
        index = Index(document.text)
        words = read_words(document.text, sentences_of(document.text), tagger._vocabulary)

        starts, ends, of = words.starts, words.ends, index.of
        golds = [(index.of(a["source"]), index.of(a["content"])) for a in document.gold]
        for found in tagger.find(words):
            source = of((starts[a], ends[b - 1]) for a, b in found.source)
            content = of((starts[a], ends[b - 1]) for a, b in found.content)
            rows.append(found.features)
            right.append(any(iou(content, c) >= 0.5 and (source & s or not (source or s)) for s, c in golds))
    return np.array(rows, dtype=np.float64), np.array(right, dtype=np.float64)


def fit(x: np.ndarray, y: np.ndarray, penalty: float = 1.0) -> np.ndarray:
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
    parser.add_argument("--keep-settings", action="store_true", help="fit probabilities only")
    args = parser.parse_args()
    documents = read_documents(args.corpus)
    even, odd = documents[::2], documents[1::2]
    tagger = Cached(load(args.weights))
    if not args.keep_settings:
        tune(tagger, even)
    weights = fit(*evidence(tagger, even))
    path = args.weights / f"{MODEL}.json"
    values = json.loads(path.read_text())
    values |= {name: getattr(tagger._tables, name) for name in ("begin", "inside", "orphan_odds")}
    values["calibration"] = [round(float(w), 4) for w in weights]
    path.write_text(json.dumps(values) + "\n")
    for name, part in (("tuned on", even), ("not tuned on", odd)):
        x, y = evidence(tagger, part)
        p = 1 / (1 + np.exp(-x @ weights))
        error, rows = reliability(p, y)
        print(f"{name}: {len(y)} attributions, {y.mean():.3f} right, calibration error {error:.3f}")
        for low, mean, share, count in rows:
            print(f"  from {low:.1f}: said {mean:.3f}, right {share:.3f}, n {count}")
        print({k: tuple(round(v, 1) for v in row) for k, row in goal(tagger, part)[1].items()})


if __name__ == "__main__":
    main()
