"""Score who is who across documents: B-cubed over the coder's naming mentions, on our own gold and on open corpora.

`python -m benchmarks.actors [SET ...] [--data DIR] [--faults] [--write]`; sets: examples, seeds, journalist, ecbplus, newswcl50,
meantime (all by default). A mention that the coder did not find is left out (finding names is scored in
`benchmarks.mentions`); the share of gold names found stands beside. Of the open corpora only dev or training parts are read.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

import verbale
from verbale.analysis.gold import locate, read_gold
from verbale.coding.coder import coder
from verbale.collation.actors import DocumentMentions, Folded, fold_actors
from verbale.model import Coding, DateClaim, Document, row_id

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold" / "collation"
RESULT = ROOT / "benchmarks" / "results" / "actors.md"
HEAD = """# Who is who across documents

B-cubed over the names that the coder found (`found` is their share of the labelled ones; open corpora are matched by names, so
it says nothing there). examples, seeds, journalist: our own labels. ecbplus: dev topics, validated sentences. newswcl50: the
chains of single persons in its training events. meantime: its training part. No test part was read.

| set | names | P | R | F1 | found |
|---|---|---|---|---|---|
"""


class Labelled(Struct, frozen=True):
    """A document's coding with the actor that a reader gives to each span."""

    group: str
    """Documents are compared inside one group only: a corpus gives no truth across its topics."""
    document: Document
    coding: Coding
    labels: dict[tuple[int, int], str]
    day: str | None = None


class Score(Struct, frozen=True):
    """B-cubed precision and recall, with what was compared."""

    precision: float
    recall: float
    mentions: int
    found: float
    """Share of the labelled names that the coder found."""

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        return (
            2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0
        )


def b_cubed(pairs: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """Return precision and recall over (gold, given) labels."""
    pairs = list(pairs)
    gold, given, both = Counter(g for g, _ in pairs), Counter(s for _, s in pairs), Counter(pairs)
    if not pairs:
        return 0.0, 0.0
    precision = sum(count * count / given[s] for (_, s), count in both.items()) / len(pairs)
    recall = sum(count * count / gold[g] for (g, _), count in both.items()) / len(pairs)
    return precision, recall


def fold_all(rows: list[Labelled]) -> Folded:
    """Fold the actors of labelled documents."""
    return fold_actors(DocumentMentions(r.coding.mentions, r.day, r.document.text) for r in rows)


def compare(rows: list[Labelled]) -> tuple[Score, list[str]]:
    """Score labelled documents group by group; return the faults too."""
    pairs: list[tuple[str, str]] = []
    faults: list[str] = []
    wanted = 0
    groups: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        groups[row.group].append(row)
    for group, same in sorted(groups.items()):
        folded = fold_all(same)
        inside: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in same:
            wanted += len(row.labels)
            for mention in row.coding.mentions:
                label = row.labels.get((mention.span.start, mention.span.end))
                if label is not None and mention.form == "name":
                    key = folded.of_mention[mention.id]
                    pairs.append((f"{group}|{label}", f"{group}|{key}"))
                    inside[label, key].append(f"{row.document.id[:6]}:{mention.span.start} {mention.span.text}")
        faults.extend(_faults(group, inside))
    precision, recall = b_cubed(pairs)
    return Score(precision, recall, len(pairs), len(pairs) / max(1, wanted)), faults


def _faults(group: str, inside: dict[tuple[str, str], list[str]]) -> Iterator[str]:
    keys: dict[str, Counter[str]] = defaultdict(Counter)
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for (label, key), where in inside.items():
        keys[label][key] += len(where)
        labels[key][label] += len(where)
    for label, given in sorted(keys.items()):
        if len(given) > 1:
            odd = {key: inside[label, key][:3] for key, _ in given.most_common()[1:]}
            yield f"{group}: {label} is split: {given.most_common(1)[0]} but {odd}"
    for key, given in sorted(labels.items()):
        if len(given) > 1:
            odd = {label: inside[label, key][:3] for label, _ in given.most_common()[1:]}
            yield f"{group}: {key} holds {given.most_common(1)[0]} but also {odd}"


def _coded(text: str, day: str | None = None) -> tuple[Document, Coding, str | None]:
    claims = (DateClaim(day, "gold", "published"),) if day else ()
    document = Document(id=row_id("document", "", text), text=text, language="en", date_claims=claims)
    coding = coder().code(document)
    when = coding.dateline.when
    return document, coding, (when.earliest or when.latest) if when else None


def _own(name: str, texts: dict[str, tuple[str, str | None]]) -> list[Labelled]:
    """Read one of our gold files of offsets over texts that lie elsewhere."""
    rows = []
    for each in json.loads((GOLD / f"actors-{name}.json").read_text(encoding="utf-8"))["documents"]:
        text, day = texts[each["file"]]
        document, coding, own = _coded(text, day)
        rows.append(Labelled(name, document, coding, {(s, e): actor for s, e, actor in each["mentions"]}, own))
    return rows


def seeds(data: Path) -> list[Labelled]:
    """Return the seed articles with the actors that we labelled."""
    folder = data.parent / "seeds"
    return _own("seeds", {p.name: (p.read_text(encoding="utf-8-sig"), None) for p in sorted(folder.glob("*.txt"))})


def journalist(data: Path) -> list[Labelled]:
    """Return our eight labelled articles of the bulk set."""
    with gzip.open(data / "abp_world/open/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return _own("journalist", {row["id"]: (row["text"], row["date"]) for row in rows})


def examples(data: Path) -> list[Labelled]:
    """Return the sample disputes: built as a user would, with the actor of each labelled name."""
    del data
    rows = []
    for folder in sorted(p for p in (ROOT / "examples").iterdir() if p.is_dir()):
        gold = read_gold(folder / "gold.json")
        with verbale.open(":memory:") as record:
            record.build(folder)
            narrowed = record.store.datelines()
            files = {receipt.document_id: receipt.locator for receipt in record.store.receipts()}
            given = {document.id: (document, coding) for document in record.store.documents()
                     if (coding := record.store.coding(document.id)) is not None}  # fmt: skip
        for document_id, (document, coding) in given.items():
            truth = next((d for d in gold.documents if d.file and files[document_id].endswith(d.file)), None)
            if truth is None or not truth.mentions:
                continue
            labels = {}
            for mention in truth.mentions:
                if mention.actor:
                    span = locate(document.text, mention, _counted(truth.counted_from, document.text))
                    labels[span.start, span.end] = mention.actor
            when = narrowed.get(document_id) or coding.dateline.when
            day = (when.earliest or when.latest) if when else None
            rows.append(Labelled(folder.name, document, coding, labels, day))
    return rows


def _counted(words: str | None, text: str) -> int:
    return max(0, text.find(words)) if words else 0


def corpus(name: str, path: Path, topic: str, kinds: frozenset[str]) -> list[Labelled]:
    """Read an open corpus of cross-document chains; its mentions are matched to names that end alike."""
    rows = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            document, coding, day = _coded(row["text"])
            spans: dict[tuple[int, int], str] = {}
            validated = set(row.get("validated_sentences") or ())
            for mention in row["mentions"]:
                kind = mention.get("tag") or mention.get("type") or ""
                if kinds and not any(kind.startswith(each) for each in kinds):
                    continue
                if validated and mention.get("sentence") not in validated:
                    continue
                chain = mention.get("chain") or ""
                if chain and (name != "newswcl50" or _one_actor(chain)):
                    spans[mention["start"], mention["end"]] = mention["chain"]
            labels = {}
            for found in coding.mentions:
                if found.form == "name":
                    label = _label(found.span.start, found.span.end, spans, document.text)
                    if label:
                        labels[found.span.start, found.span.end] = label
            rows.append(Labelled(f"{name}/{row[topic]}", document, coding, labels, day))
    return rows


def _label(start: int, end: int, spans: dict[tuple[int, int], str], text: str) -> str | None:
    """Return the chain of the labelled phrase that a name heads: it ends where the name ends ("Mr. Trump's" aside)."""
    best = None
    for (first, last), chain in spans.items():
        tail = text[end:last] if last >= end else text[last:end]
        ends = last == end or (abs(last - end) <= 3 and tail.strip() in ("'s", "’s", "s", "'", "’"))
        before = text[first:start].split()
        if first <= start and ends and not _LINKS & set(before) and (best is None or last - first < best[0]):
            best = (last - first, chain)
    return best[1] if best else None


def _one_actor(chain: str) -> bool:
    """Say whether a concept of NewsWCL50 is one person: its countries and "Misc" groups hold many actors each."""
    return chain.endswith("_ACTOR") and "-Misc_ACTOR" not in chain


_LINKS = frozenset({"of", "in", "for", "to", "at", "with", "and", "from", ",", "--", "—"})
"""After one of these a name is not what its phrase is about ("the president of the United States")."""
_ECB = frozenset({"HUMAN_PART", "NON_HUMAN_PART", "LOC"})
SETS: dict[str, Callable[[Path], list[Labelled]]] = {
    "examples": examples,
    "seeds": seeds,
    "journalist": journalist,
    "ecbplus": lambda data: corpus("ecbplus", data / "ecbplus/open/dev.jsonl.gz", "topic", _ECB),
    "newswcl50": lambda data: corpus("newswcl50", data / "newswcl50/open/train.jsonl.gz", "story", frozenset()),
    "meantime": lambda data: corpus("meantime", data / "meantime/open/train.jsonl.gz", "topic", frozenset()),
}


def score(name: str, data: Path) -> tuple[Score, list[str]]:
    """Code, fold and score one set."""
    return compare(SETS[name](data))


def main() -> None:
    given = [each for each in sys.argv[1:] if each in SETS]
    data = Path(sys.argv[sys.argv.index("--data") + 1]) if "--data" in sys.argv else ROOT.parent / "shared" / "data"
    print("set            P      R      B3 F1   names  found")
    table = []
    for name in given or SETS:
        began = time.perf_counter()
        found, faults = score(name, data)
        took = time.perf_counter() - began
        figures = f"{found.precision:6.3f} {found.recall:6.3f} {found.f1:6.3f} {found.mentions:7d} {found.found:6.3f}"
        print(f"{name:12} {figures}  {took:.0f} s")
        cells = (found.precision, found.recall, found.f1)
        table.append(
            f"| {name} | {found.mentions} | {' | '.join(f'{each:.3f}' for each in cells)} | {found.found:.3f} |"
        )
        if "--faults" in sys.argv:
            print("\n".join("  " + fault for fault in faults))
    if "--write" in sys.argv:
        RESULT.write_text(HEAD + "\n".join(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
