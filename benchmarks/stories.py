"""Score which accounts a record takes for one event on open corpora of cross-document event coreference.

`python -m benchmarks.stories DATA [--corpus NAME ...] [--keep FOLDER]`: DATA is the folder with `ecbplus` and `meantime`
(their open parts). Each corpus is built into one record, all of its stories together, so that nothing tells the program
which articles belong to one story. Every labelled event mention finds at most one coded event whose trigger overlaps it.

Most labelled events (arrests, films, products, falls) are none of PLOVER's sixteen types: how many were coded is shown, and
the grouping is judged on those. Beside it stand two groupings that need no program: each mention alone, and all mentions
of one lemma in one topic (the baseline of the literature, which is told the topics).
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from msgspec import Struct

from benchmarks.coreference import Coreference, coreference
from verbale.analysis.gold import digest
from verbale.analysis.gold_groups import Grouped
from verbale.record import Record

CORPORA = {
    "ecbplus dev": "ecbplus/open/dev.jsonl.gz",
    "ecbplus train": "ecbplus/open/train.jsonl.gz",
    "meantime": "meantime/open/train.jsonl.gz",
    "newswcl50": "newswcl50/open/train.jsonl.gz",
}
APART = frozenset({"newswcl50"})
"""Corpora whose chains are not joined across topics, though two of them tell of one summit: judged topic by topic."""


class Labelled(Struct, frozen=True, order=True):
    """One labelled event mention."""

    document: str
    start: int
    end: int
    chain: str
    topic: str
    words: str


def read_labels(path: Path) -> tuple[dict[str, str], list[Labelled]]:
    """Return the texts by file name, and the event mentions of the sentences whose labels were checked."""
    texts: dict[str, str] = {}
    labels: list[Labelled] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            name = row["id"].replace("/", "-") + ".txt"
            texts[name] = row["text"]
            checked = set(row.get("validated_sentences") or ())
            labels += [
                # a mention without a chain is an event that is named nowhere else
                Labelled(
                    name,
                    m["start"],
                    m["end"],
                    m.get("chain") or f"{name} {m['start']}",
                    row.get("topic") or row["story"],
                    row["text"][m["start"] : m["end"]],
                )
                for m in row["mentions"]
                if _is_event(m) and (row.get("validated_sentences") is None or m["sentence"] in checked)
            ]
    return texts, sorted(set(labels))


def _is_event(mention: dict[str, Any]) -> bool:
    """Say whether a labelled mention is an event's, in the words of any of the corpora."""
    return (
        "ACTION" in mention.get("tag", "")
        or mention.get("kind") == "event"
        or mention.get("type") in {"ACTION", "EVENT"}
    )


def build(texts: dict[str, str], path: Path, fast: bool) -> Grouped:
    """Build a record of the texts, coding only what the one that is there has not, and return its grouping."""
    folder = path.with_suffix(".texts")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Record.open(path) as record:
        record.build(folder, fast=fast)
        return Grouped.of(record.store)


def coded(texts: dict[str, str], labels: Sequence[Labelled], grouped: Grouped) -> dict[Labelled, str]:
    """Return the event of the record for each label that has one, one to one, the largest overlap first."""
    rows = defaultdict(list)
    for event in grouped.events:
        rows[event.document].append(event)
    by_document = defaultdict(list)
    for label in labels:
        by_document[label.document].append(label)
    found: dict[Labelled, str] = {}
    for name, own in by_document.items():
        pairs = []
        for label in own:
            for place, row in enumerate(rows.get(digest(texts[name]), ())):
                shared = min(label.end, row.spans[0].end) - max(label.start, row.spans[0].start)
                if shared > 0:
                    pairs.append((-shared, label, row.spans[0].start, row.type, place, row.group))
        taken: set[int] = set()
        for _, label, _, _, place, group in sorted(pairs):
            if label not in found and place not in taken:
                found[label] = group
                taken.add(place)
    return found


def _lemma(words: str) -> str:
    """Return a crude lemma of a trigger's last word."""
    word = words.casefold().split()[-1] if words.split() else ""
    for ending in ("ing", "ied", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def report(name: str, labels: Sequence[Labelled], found: dict[Labelled, str]) -> Iterable[str]:
    """Yield the lines of one corpus."""
    own = sorted(found)
    size = Counter(label.chain for label in own)
    chains = len(size)
    joined = sum(n > 1 for n in size.values())
    yield f"## {name}"
    yield ""
    yield (
        f"{len(labels)} labelled event mentions, {len(own)} ({len(own) / len(labels):.0%}) coded; these belong to {chains} "
        f"events, {joined} of which have more than one mention here."
    )
    yield ""
    yield "| grouping | pairs P | R | F1 | across documents P | R | F1 | MUC F1 | B³ P | R | F1 | CEAFe F1 | CoNLL |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
    keys: dict[str, Callable[[Labelled], str]] = {
        "verbale": lambda label: f"{label.topic if name in APART else ''} {found[label]}",
        "each alone": lambda label: f"{label.document} {label.start}",
        "one lemma, one topic": lambda label: f"{label.topic} {_lemma(label.words)}",
    }
    for title, key in keys.items():
        gold = [(label.chain, label.document) for label in own]
        yield _line(title, coreference(gold, [key(label) for label in own]))
    yield ""


def _line(title: str, score: Coreference) -> str:
    cells = [
        *score.pairs.prf, *score.across.prf, score.muc.f1, *score.bcubed.prf, score.ceafe.f1, score.conll,
    ]  # fmt: skip
    return f"| {title} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |"


def faults(texts: dict[str, str], found: dict[Labelled, str], apart: bool, most: int) -> Iterable[str]:
    """Yield false merges, then missed ones, with the words around the triggers."""

    def shown(label: Labelled) -> str:
        text = texts[label.document]
        around = text[max(0, label.start - 90) : label.end + 70].replace("\n", " ")
        return f"    {label.document} [{label.words}] {around}"

    kinds: dict[str, list[tuple[Labelled, Labelled]]] = {"false merge": [], "missed merge": []}
    for left, right in combinations(sorted(found), 2):
        if apart and left.topic != right.topic:
            continue
        if (found[left] == found[right]) != (left.chain == right.chain):
            kinds["false merge" if found[left] == found[right] else "missed merge"].append((left, right))
    for kind, pairs in kinds.items():
        for left, right in pairs[:most]:
            yield f"{kind}: {left.chain} | {right.chain}"
            yield shown(left)
            yield shown(right)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--corpus", action="append", choices=sorted(CORPORA), help="only this one")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the records, and collate those already there")
    parser.add_argument("--fast", action="store_true", help="code by rules alone")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list N wrong and N missed pairs")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name, path in CORPORA.items():
            if given.corpus and name not in given.corpus:
                continue
            texts, labels = read_labels(given.data / path)
            grouped = build(texts, folder / f"{name.replace(' ', '-')}.db", given.fast)
            found = coded(texts, labels, grouped)
            for line in (*report(name, labels, found), *faults(texts, found, name in APART, given.errors)):
                print(line)


if __name__ == "__main__":
    main()
