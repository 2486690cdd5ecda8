"""Events against open corpora, as a table: plover_zsp, cameo_conflibert, the unit-test records of PETRARCH.

    python -m benchmarks.events_open ../shared/data [--folds FOLDER]

Each sentence is coded twice: with the parties given that the corpus marks, and from its text alone by the whole coder.
The trained reader has learned from the first two corpora; `--folds` takes the networks of `python -m training.events
--folds N` and reads each sentence with the one that has not seen it. Without it these figures flatter the reader.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

from msgspec import Struct

from benchmarks.events import marked_draft, root_of
from verbale.coding.coder import coder
from verbale.coding.draft import Draft, Sentence
from verbale.coding.events import find_events
from verbale.language import events as reader
from verbale.model import Dateline, Document, Mention, Span

NAMES = Path(__file__).with_name("petrarch_names.tsv")
CLASSES = {
    "AGREE": "verbal cooperation", "CONSULT": "verbal cooperation", "SUPPORT": "verbal cooperation",
    "COOPERATE": "material cooperation", "AID": "material cooperation", "YIELD": "material cooperation",
    "REQUEST": "verbal conflict", "ACCUSE": "verbal conflict", "REJECT": "verbal conflict",
    "THREATEN": "verbal conflict", "PROTEST": "material conflict", "SANCTION": "material conflict",
    "MOBILIZE": "material conflict", "COERCE": "material conflict", "ASSAULT": "material conflict",
}  # fmt: skip
WEIS = {
    "03": ("CONSULT", "AGREE"), "04": ("SUPPORT",), "05": ("AGREE",), "06": ("SUPPORT", "YIELD", "AGREE"),
    "07": ("AID", "AGREE"), "08": ("SUPPORT", "AGREE", "YIELD"), "09": ("REQUEST",), "10": ("REQUEST",),
    "11": ("REJECT", "ACCUSE"), "12": ("ACCUSE",), "13": ("ACCUSE",), "16": ("THREATEN",),
    "17": ("THREATEN", "SANCTION", "COERCE"), "19": ("SANCTION", "ASSAULT"), "20": ("SANCTION",),
    "21": ("COERCE",), "22": ("ASSAULT",),
}  # fmt: skip
"""The records are coded by WEIS, CAMEO's forerunner: its cue categories, and the types that PLOVER has for them."""


class Coded(Struct, frozen=True):
    """An event of a sentence: its type, and whether its actor and its recipient touch the words that are marked."""

    type: str
    actor: bool
    recipient: bool


class Row(Struct, frozen=True):
    """A sentence of a corpus: what is wanted (a type, a class, None for no event) and what was coded."""

    wanted: str | None
    coded: tuple[Coded, ...]

    @property
    def best(self) -> Coded | None:
        """The event whose parties fit best, the first of several."""
        return max(self.coded, key=lambda one: one.actor + one.recipient, default=None)


class Reader:
    """Gives each sentence the network that has not seen it."""

    def __init__(self, folds: Path | None) -> None:
        folders = sorted(folds.iterdir(), key=lambda f: int(f.name)) if folds else []
        self.readers = [reader.load_events(folder) for folder in folders if folder.is_dir()] or [reader.load_events()]

    def code(self, item: dict[str, Any], *, given: bool) -> tuple[Coded, ...]:
        text = item["text"]
        own = self.readers[crc32("".join(text.split()).encode()) % len(self.readers)]
        with patch.object(reader, "load_events", lambda: own):
            if given:
                draft = marked_draft(item)
                coded = find_events(draft)
                mentions: Sequence[Mention] = draft.mentions
            else:
                coding = coder().code(Document(id="d", text=text, language="en"))
                coded, mentions = coding.events, coding.mentions
        spans = {mention.id: mention.span for mention in mentions}

        def touches(ids: Sequence[str], side: str) -> bool:
            return any(spans[i].start < end and start < spans[i].end for i in ids for start, end in item[side])

        return tuple(
            Coded(root_of(one.type), touches(one.actors, "source"), touches(one.recipients, "target")) for one in coded
        )


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def types(rows: Sequence[Row]) -> dict[str, float]:
    """Return the figures over types: micro and per type, of the one event of each sentence that fits its parties best."""
    gold = Counter(row.wanted for row in rows if row.wanted)
    given = Counter(row.best.type for row in rows if row.best)
    right = Counter(row.wanted for row in rows if row.best and row.best.type == row.wanted)
    hits = sum(right.values())
    table = {
        "right type": hits / len(rows),
        "right type among all events": sum(any(o.type == r.wanted for o in r.coded) for r in rows) / len(rows),
        "right type and both parties": sum(
            any(o.type == r.wanted and o.actor and o.recipient for o in r.coded) for r in rows
        )
        / len(rows),
        "right when coded": hits / max(sum(given.values()), 1),
        "micro F1": 2 * hits / (sum(gold.values()) + sum(given.values())),
    }
    per = {kind: 2 * right[kind] / (gold[kind] + given[kind]) for kind in sorted(k for k in gold if k)}
    return table | {"macro F1": sum(per.values()) / len(per)} | per


def classes(rows: Sequence[Row]) -> dict[str, float]:
    """Return F1 over the four classes of types; a sentence of mere statement should have no event."""
    gold = Counter(row.wanted for row in rows if row.wanted)
    given = Counter(CLASSES[row.best.type] for row in rows if row.best)
    right = Counter(row.wanted for row in rows if row.best and CLASSES[row.best.type] == row.wanted)
    plain = [row for row in rows if row.wanted is None]
    table = {
        "micro F1": 2 * sum(right.values()) / (sum(gold.values()) + sum(given.values())),
        "statements left alone": sum(not row.coded for row in plain) / max(len(plain), 1),
    }
    return table | {kind: 2 * right[kind] / (gold[kind] + given[kind]) for kind in sorted(k for k in gold if k)}


def plover(data: Path, own: Reader, *, given: bool) -> list[Row]:
    """Code plover_zsp's open part."""
    path = data / "plover_zsp/open/train.jsonl.gz"
    return [Row(item["root"], own.code(item, given=given)) for item in rows_of(path)]


def conflibert(data: Path, own: Reader, *, given: bool) -> list[Row]:
    """Code cameo_conflibert's open part, where a class is given."""
    found = []
    for item in rows_of(data / "cameo_conflibert/open/train.jsonl.gz"):
        if item["penta"]:
            both = item["relation_cue"]
            sides = {"source": item["source"] or both[:1], "target": item["target"] or both[1:] or both[:1]}
            wanted = None if item["penta"].startswith("neutral") else item["penta"]
            found.append(Row(wanted, own.code({**item, **sides}, given=given)))
    return found


def petrarch(data: Path) -> dict[str, float]:
    """Return precision, recall and F1 of (type, actor, recipient), each distinct text once, names given."""
    with NAMES.open(encoding="utf-8") as lines:
        codes = {
            row["name"]: row["code"]
            for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        }
    pattern = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, codes), key=len, reverse=True)) + r")\b")
    wanted = given = right = 0
    seen: set[str] = set()
    for item in rows_of(data / "petrarch_gsr/open/unit_test_records.jsonl.gz"):
        gold = [
            (WEIS[e["eventcode"][:2]], e["sourcecode"][:3], e["targetcode"][:3])
            for e in item["events"]
            if e.get("eventcode", "")[:2] in WEIS and e.get("sourcecode") and e.get("targetcode")
        ]
        if item["text"] in seen or not gold or len(gold) != len(item["events"]):
            continue  # comments are no events of PLOVER's; codes of 300 and more test the dictionary's machinery
        seen.add(item["text"])
        found = set()
        draft = _named(item["text"], pattern)
        for event in find_events(draft):
            names = {mention.id: codes.get(mention.name, "---") for mention in draft.mentions}
            found |= {
                (root_of(event.type), names[a], names[r]) for a in event.actors for r in event.recipients if a != r
            }
        wanted += len(gold)
        given += len(found)
        right += sum(any(kind in kinds and (a, r) == (b, c) for kind, a, r in found) for kinds, b, c in gold)
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    return {
        "records": len(seen),
        "events": wanted,
        "precision": precision,
        "recall": recall,
        "F1": 2 * precision * recall / max(precision + recall, 1e-9),
    }


def _named(text: str, pattern: re.Pattern[str]) -> Draft:
    mentions = []
    for match in pattern.finditer(text):
        span = Span.of(text, *match.span())
        mentions.append(Mention(f"m{span.start}", span, "polity", "name", span.text, f"m{span.start}"))
    draft = Draft(Document(id="d", text=text, language="en"), mentions=tuple(mentions))
    draft.dateline = Dateline(when=None, kind="none")
    draft.sentences = [Sentence(0, len(text), 0, "body")]
    return draft


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", type=Path)
    args = parser.parse_args()
    own = Reader(args.folds)
    for name, code, score in (("plover_zsp", plover, types), ("cameo_conflibert", conflibert, classes)):
        tables = [score(code(args.data, own, given=given)) for given in (True, False)]
        print(f"| {name} | parties given | text alone |\n|---|---|---|")
        for key in tables[0]:
            print(f"| {key} | {tables[0][key]:.3f} | {tables[1][key]:.3f} |")
        print()
    print("| petrarch records | names given |\n|---|---|")
    for key, value in petrarch(args.data).items():
        print(f"| {key} | {value:.3f} |" if isinstance(value, float) else f"| {key} | {value} |")


if __name__ == "__main__":
    main()
