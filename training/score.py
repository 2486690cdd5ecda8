"""Score the tagger on attribution corpora: spans, links, and the measure that its peers were held to.

    python -m training.score ../shared/data/polnear/open/dev.jsonl.gz

overlap   a span is right if it shares a word with a gold span of its role (precision), a gold span if shared (recall)
exact     the same words, punctuation at the margins aside
token     words of the role
linked    cue, source and content of one prediction overlap those of one gold attribution (both without a source: right)
peers     content words' intersection over union at least .5 and the source overlaps, over attributions with a source
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from verbale.coding.sentences import split_sentences
from verbale.language import Piece, Tagger, load
from verbale.model import Segment

ROLES = ("cue", "source", "content")
MODES = ("direct", "mixed", "indirect")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Parts:
    """One attribution, gold or predicted, as words of the text (numbers, in order)."""

    cue: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]
    mode: str


@dataclass(frozen=True)
class Scored:
    """What one document adds to the sums: (right predictions, predictions, found golds, golds) by measure."""

    sums: dict[str, tuple[int, int, int, int]]


@dataclass
class Document:
    """A text with its gold attributions: a list of pieces per role."""

    id: str
    text: str
    gold: list[dict[str, list[Piece]]] = field(default_factory=list)


def read_documents(path: Path, limit: int | None = None) -> list[Document]:
    """Read a file in PolNeAR's layout (shared/data/polnear/README.md)."""
    documents = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            gold = [{role: sorted((s, e) for s, e in a[role]) for role in ROLES} for a in row["attributions"]]
            documents.append(Document(row["id"], row["text"], gold))
            if limit is not None and len(documents) == limit:
                break
    return documents


def sentences_of(text: str) -> list[Piece]:
    """Cut a text into sentences as the coder does."""
    return [(s.start, s.end) for s in split_sentences(text, [Segment(0, len(text), "body")])]


def mode_of(text: str, content: Sequence[Piece]) -> str:
    """Tell direct from mixed and indirect by the quotation marks."""
    whole = " ".join(text[s:e] for s, e in content).strip(" ,.;:")
    marks = sum(whole.count(c) for c in '“”"«»')
    if not marks:
        return "indirect"
    inside = re.sub(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)", "", whole)
    return "direct" if len(_WORD.findall(inside)) * 10 < len(_WORD.findall(whole)) else "mixed"


class Index:
    """The words of a text, and which words its pieces hold."""

    def __init__(self, text: str) -> None:
        self.words = [m.span() for m in _WORD.finditer(text)]
        self.at = [-1] * len(text)
        for number, (start, end) in enumerate(self.words):
            self.at[start:end] = [number] * (end - start)

    def of(self, pieces: Iterable[Piece]) -> frozenset[int]:
        """Return the words that the pieces touch."""
        return frozenset(n for s, e in pieces for n in self.at[s:e] if n >= 0)


def _spans(index: Index, pieces: Iterable[Iterable[Piece]]) -> set[frozenset[int]]:
    return {words for group in pieces for piece in group if (words := index.of([piece]))}


def _match(pairs: list[tuple[float, int, int]]) -> int:
    """Count one-to-one matches, best first."""
    left: set[int] = set()
    right: set[int] = set()
    for _, a, b in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if a not in left and b not in right:
            left.add(a)
            right.add(b)
    return len(left)


def iou(a: frozenset[int], b: frozenset[int]) -> float:
    """Return intersection over union."""
    return len(a & b) / len(a | b) if a or b else 0.0


Predicted = Sequence[tuple[Sequence[Piece], Sequence[Piece], Sequence[Piece]]]
"""(cue, source, content) of each prediction."""


def score_document(document: Document, predicted: Predicted) -> Scored:
    """Compare one document's predictions with its gold."""
    index = Index(document.text)
    sums: dict[str, tuple[int, int, int, int]] = {}
    for number, role in enumerate(ROLES):
        gold = _spans(index, (a[role] for a in document.gold))
        found = _spans(index, (p[number] for p in predicted))
        gold_words = frozenset[int]().union(*gold)
        found_words = frozenset[int]().union(*found)
        sums[f"{role} overlap"] = (
            sum(bool(s & gold_words) for s in found), len(found),
            sum(bool(s & found_words) for s in gold), len(gold),
        )  # fmt: skip
        same = len(gold & found)
        sums[f"{role} exact"] = (same, len(found), same, len(gold))
        both = len(gold_words & found_words)
        sums[f"{role} token"] = (both, len(found_words), both, len(gold_words))

    def parts(cue: Sequence[Piece], source: Sequence[Piece], content: Sequence[Piece]) -> Parts:
        return Parts(index.of(cue), index.of(source), index.of(content), mode_of(document.text, content))

    golds = [parts(a["cue"], a["source"], a["content"]) for a in document.gold]
    founds = [parts(*p) for p in predicted]
    linked = [
        (iou(f.content, g.content), i, j)
        for i, f in enumerate(founds)
        for j, g in enumerate(golds)
        if f.cue & g.cue and f.content & g.content and (f.source & g.source or not (f.source or g.source))
    ]
    right = _match(linked)
    sums["linked"] = (right, len(founds), right, len(golds))

    golds = [g for g in golds if g.source and g.content]
    founds = [f for f in founds if f.source and f.content]
    close = [
        (value, i, j)
        for i, f in enumerate(founds)
        for j, g in enumerate(golds)
        if (value := iou(f.content, g.content)) >= 0.5
    ]
    spoken = [(value, i, j) for value, i, j in close if founds[i].source & golds[j].source]
    right = _match(spoken)
    sums["peers"] = (right, len(founds), right, len(golds))
    hit = _match(close)
    sums["speaker given content"] = (right, hit, right, hit)
    for mode in MODES:
        of_mode = {j for j, g in enumerate(golds) if g.mode == mode}
        got = _match([p for p in spoken if p[2] in of_mode])
        said = sum(f.mode == mode for f in founds)
        sums[f"peers {mode}"] = (_match([p for p in spoken if founds[p[1]].mode == mode]), said, got, len(of_mode))
    return Scored(sums)


def total(scored: Iterable[Scored]) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 by measure, in hundredths."""
    sums: dict[str, list[int]] = {}
    for one in scored:
        for name, counts in one.sums.items():
            row = sums.setdefault(name, [0, 0, 0, 0])
            for place, count in enumerate(counts):
                row[place] += count
    result = {}
    for name, (right, said, got, all_) in sums.items():
        p = 100 * right / said if said else 0.0
        r = 100 * got / all_ if all_ else 0.0
        result[name] = (p, r, 2 * p * r / (p + r) if p + r else 0.0)
    return result


def intervals(scored: Sequence[Scored], rounds: int = 1000, seed: int = 7) -> dict[str, tuple[float, float]]:
    """Return 95% bootstrap intervals of F1, drawing documents."""
    draw = random.Random(seed)
    values: dict[str, list[float]] = {}
    for _ in range(rounds):
        sample = [scored[draw.randrange(len(scored))] for _ in scored]
        for name, (_p, _r, f) in total(sample).items():
            values.setdefault(name, []).append(f)
    found = {}
    for name, row in values.items():
        row.sort()
        found[name] = (row[int(0.025 * len(row))], row[int(0.975 * len(row))])
    return found


def predict(tagger: Tagger, document: Document) -> Predicted:
    """Read one document with the tagger; what only its second reading finds is left out, for no corpus here marks it."""
    found = tagger.tag_document(document.text, sentences_of(document.text))
    return [(f.cue, f.source, f.content) for f in found if not f.again]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--weights", type=Path, help="a folder of other weights")
    parser.add_argument("--intervals", action="store_true")
    args = parser.parse_args()
    documents = read_documents(args.corpus, args.limit)
    tagger = load(args.weights)
    begin = time.process_time()
    scored = [score_document(d, predict(tagger, d)) for d in documents]
    seconds = time.process_time() - begin
    ranges = intervals(scored) if args.intervals else {}
    print(f"{len(documents)} documents, {seconds:.1f} CPU-seconds")
    print(f"{'':24}{'P':>7}{'R':>7}{'F1':>7}")
    for name, (p, r, f) in total(scored).items():
        low_high = f"   [{ranges[name][0]:.1f}, {ranges[name][1]:.1f}]" if name in ranges else ""
        print(f"{name:24}{p:7.1f}{r:7.1f}{f:7.1f}{low_high}")


if __name__ == "__main__":
    main()
