"""Events against hand-labelled sentences: our own gold in the repository, and open corpora where they lie beside it.

Run `python -m benchmarks.events` for a table. In the corpora the parties are marked by hand; they are given to the
coder as mentions, so that the figures are the event rules' own and not those of the mentions.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from tests.coding.events_desk import desk
from verbale.coding.draft import Draft, Sentence
from verbale.coding.events import find_events
from verbale.coding.times import tag_times
from verbale.model import Dateline, Document, EventMention, Mention, Span

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold" / "events.jsonl"
CORPUS = ROOT.parent / "shared" / "data" / "plover_zsp" / "open" / "train.jsonl.gz"


class Wanted(Struct, frozen=True):
    """One event of the gold."""

    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    trigger: str


class Figures(Struct):
    """Counts over a gold: what was wanted, given, and right by ever stricter measures."""

    wanted: int = 0
    given: int = 0
    typed: int = 0
    sided: int = 0
    status: int = 0
    modes: int = 0
    with_mode: int = 0

    def rates(self) -> dict[str, float]:
        """Return precision and recall of the type, and how often the rest of a right type is right."""
        return {
            "precision": self.typed / max(self.given, 1),
            "recall": self.typed / max(self.wanted, 1),
            "both parties": self.sided / max(self.typed, 1),
            "status": self.status / max(self.typed, 1),
            "mode": self.modes / max(self.with_mode, 1),
        }


def own_gold(path: Path = GOLD) -> tuple[Figures, list[str]]:
    """Score the repository's own sentences; return the figures and what went wrong, in words."""
    figures, faults = Figures(), []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        draft = desk(item["text"])
        given = list(find_events(draft))
        names = {mention.id: mention.span.text for mention in draft.mentions}
        wanted = msgspec.convert(item["events"], list[Wanted])
        figures.given += len(given)
        figures.wanted += len(wanted)
        for want in wanted:
            hit = next((e for e in given if e.type == want.type), None)
            if hit is None:
                faults.append(f"missed {want.type}: {draft.text} {[(e.type, e.trigger.text) for e in given]}")
                continue
            given.remove(hit)
            figures.typed += 1
            sides = (_names(hit.actors, names), _names(hit.recipients, names))
            right = sides == (set(want.actors), set(want.recipients))
            figures.sided += right
            figures.status += hit.status == want.status
            if want.mode:
                figures.with_mode += 1
                figures.modes += hit.mode == want.mode
            if not right or hit.status != want.status or (want.mode and hit.mode != want.mode):
                faults.append(f"fields {want.type}: {draft.text} {sides} {hit.status} {hit.mode}")
        faults += [f"spurious {e.type} “{e.trigger.text}” {e.rule}: {draft.text}" for e in given]
    return figures, faults


def _names(ids: Sequence[str], names: dict[str, str]) -> set[str]:
    return {names[i] for i in ids}


def marked_draft(item: dict[str, object]) -> Draft:
    """Return a draft of a corpus sentence whose mentions are the two marked parties."""
    text = str(item["text"])
    mentions: list[Mention] = []
    for side in ("source", "target"):
        spans = item[side]
        assert isinstance(spans, list)
        for start, end in spans:
            span = Span.of(text, start, end)
            if not any(m.span.start < end and start < m.span.end for m in mentions):
                mentions.append(Mention(f"{side}{start}", span, "group", "name", span.text, f"{side}{start}"))
    document = Document(id="d", text=text, language="en")
    draft = Draft(document=document, dateline=Dateline(when=None, kind="none"), mentions=tuple(mentions))
    draft.sentences = [Sentence(0, len(text), 0, "body")]
    draft.times = tag_times("d", text, draft.sentences, None)
    return draft


def root_of(kind: str) -> str:
    """Return the type as the corpus has it: it does not tell the two ways of yielding apart."""
    return "YIELD" if kind in ("CONCEDE", "RETREAT") else kind


def corpus(path: Path = CORPUS) -> Iterator[tuple[str, EventMention | None, bool]]:
    """Yield, for each sentence of the corpus, its type, the coded event that fits best, and whether both parties do."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            draft = marked_draft(item)
            best, rank, both = None, -1, False
            for event in find_events(draft):
                first = any(i.startswith("source") for i in event.actors)
                second = any(i.startswith("target") for i in event.recipients)
                if first + second > rank:
                    best, rank, both = event, first + second, first and second
            yield item["root"], best, both


def corpus_figures(path: Path = CORPUS) -> dict[str, float]:
    """Return top-1 type accuracy, type with both parties, macro F1 and F1 by type."""
    gold: Counter[str] = Counter()
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    sided = 0
    for want, event, both in corpus(path):
        gold[want] += 1
        if event is not None:
            given[root_of(event.type)] += 1
            if root_of(event.type) == want:
                right[want] += 1
                sided += both
    total = sum(gold.values())
    f1 = {kind: 2 * right[kind] / (gold[kind] + given[kind]) for kind in sorted(gold)}
    return {
        "top-1": sum(right.values()) / total,
        "right when coded": sum(right.values()) / max(sum(given.values()), 1),
        "type and both parties": sided / total,
        "macro F1": sum(f1.values()) / len(f1),
        **f1,
    }


def main() -> None:
    """Print both tables."""
    figures, faults = own_gold()
    print(f"own gold: {figures.wanted} events wanted, {figures.given} given")
    for name, value in figures.rates().items():
        print(f"  {name:14} {value:.3f}")
    if "-v" in sys.argv:
        print("\n".join(faults))
    if CORPUS.exists():
        began = time.perf_counter()
        table = corpus_figures()
        print(f"corpus ({time.perf_counter() - began:.1f} s)")
        for name, value in table.items():
            print(f"  {name:22} {value:.3f}")


if __name__ == "__main__":
    main()
