"""What the reader of events learns from: places in articles labelled with type, status and whether the parties are right;
sentences whose parties and PLOVER type are marked by hand; and articles that the rules have read (what a rule finds between
two parties, and verbs between two parties where no rule speaks).

The labels name places (`labels/events/*.jsonl`); the words stand in a record of the same articles:

    verbale add events.db abp_world/open/articles.jsonl.gz
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from benchmarks.events import marked_draft
from training.labels.articles import rows_of, texts_of
from training.score import sentences_of
from verbale.coding.draft import Draft
from verbale.coding.events import kept, scenes
from verbale.coding.events.candidates import candidates
from verbale.coding.events.learned import place_of_candidate, place_of_found, unheard
from verbale.coding.stages import EVENTS, stages
from verbale.language.event_read import STATUSES, TYPES
from verbale.language.events import Place, laid_out
from verbale.language.tagged import Piece
from verbale.model import Document

PENTA = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT", "CONCEDE"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
    "neutral/statement": ("NONE",),
}
LABELS = Path(__file__).with_name("labels")
OWN = LABELS / "events.tsv"
LEARNED, KEPT_APART = LABELS / "events" / "learned.jsonl", LABELS / "events" / "kept_apart.jsonl"
_A_TYPE = 160
_NONES = 2500


@dataclass(frozen=True, slots=True)
class Example:
    """One place with the types that it may be; `fold` keeps the views of a sentence together, -1 is always learned."""

    source: str
    fold: int
    types: tuple[str, ...]
    weight: float
    states: npt.NDArray[np.float16]
    roles: npt.NDArray[np.int64]
    status: int = -1
    """Index in `STATUSES`; -1 where nobody said."""
    sides: tuple[int, int] = (-1, -1)
    """Whether the marked actor and the marked recipient are the right ones; -1 where nobody said."""


class Row(Struct, frozen=True, array_like=True):
    """A labelled place of an article."""

    actors: tuple[Piece, ...]
    trigger: tuple[Piece, ...]
    recipients: tuple[Piece, ...]
    first_types: str
    """The first choice, then what is as defensible."""
    status: str
    """First letter of a status (`y` for hypothetical), `-` where there is no event."""
    wrong: str = ""
    """`a` where the marked actor, `r` where the marked recipient is not the right one."""
    second: tuple[str, str, str] | None = None
    """What another reader said of types, status and wrong parties, without these labels; of some places kept apart."""

    @property
    def place(self) -> Place:
        """The place itself."""
        return Place(self.actors, self.trigger, self.recipients)

    @property
    def types(self) -> tuple[str, ...]:
        """All types that are right, the first choice first."""
        return tuple(self.first_types.split(","))


LETTERS = dict(zip("hsyd", STATUSES, strict=True))
"""How statuses are written in the label files."""


def read_labels(path: Path) -> dict[str, tuple[Row, ...]]:
    """Return the labelled places of each article, by the digest of its text."""
    return rows_of(path, Row)


def labelled(record: Path, folds: int, path: Path = LEARNED) -> Iterator[Example]:
    """Yield the labelled places of the articles that a record holds, in the order of the labels."""
    wanted = read_labels(path)
    texts = texts_of(record, wanted)
    for name, rows in wanted.items():
        if name not in texts:
            continue
        places = [row.place for row in rows]
        for row, laid in zip(rows, laid_out(texts[name], sentences_of(texts[name]), places), strict=True):
            if laid is None:
                continue
            told = row.types[0] != "NONE"
            sides = tuple(
                int(letter not in row.wrong) if told and marks else -1
                for letter, marks in (("a", row.actors), ("r", row.recipients))
            )
            yield Example(
                "label", fold_of(name, folds), row.types, 1.0, laid[0].astype(np.float16), laid[1].roles,
                STATUSES.index(LETTERS[row.status]) if told else -1, (sides[0], sides[1]),
            )  # fmt: skip


def fold_of(text: str, folds: int) -> int:
    """Return the part of a cross-validation that a sentence belongs to, whatever corpus spells it."""
    return zlib.crc32("".join(text.split()).encode()) % folds


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def marked(rows: Iterable[dict[str, Any]], source: str, folds: int) -> Iterator[Example]:
    """Yield the gold place of each sentence, with every verb that fits its parties and once without a verb."""
    for row in rows:
        types = PENTA[row["penta"]] if source == "conflibert" else _roots(row["root"])
        actors = tuple((a, b) for a, b in (row["source"] or row.get("relation_cue", [])[:1]))
        recipients = tuple((a, b) for a, b in (row["target"] or row.get("relation_cue", [])[1:]))
        if not actors and not recipients:
            continue
        text, fold = row["text"], fold_of(row["text"], folds)
        places = [(Place(actors, (), recipients), 0.5 if actors and recipients else 0.3)]
        draft = marked_draft({"text": text, "source": list(actors), "target": list(recipients)})
        for scene in scenes(draft):
            grammar = scene.grammar
            for one in candidates(grammar):
                sides = (
                    any(grammar.parties[n].mention.id.startswith("source") for n in one.actors),
                    any(grammar.parties[n].mention.id.startswith("target") for n in one.recipients),
                )
                if all(sides):
                    places.append((place_of_candidate(grammar, one), 1.0))
        whole = [(0, len(text))]
        for (_, weight), laid in zip(places, laid_out(text, whole, [p for p, _ in places]), strict=True):
            if laid is not None:
                name = source if weight == 1.0 else f"{source}-bare"
                yield Example(name, fold, types, weight, laid[0].astype(np.float16), laid[1].roles)


_MARK = {"{": "}", "<": ">", "(": ")"}


def own(path: Path = OWN) -> Iterator[Example]:
    """Yield our own sentences."""
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, marks = line.partition("\t")
        if kind not in TYPES:
            continue
        text, places, opened = "", {}, 0
        for letter in marks:
            if letter in _MARK:
                opened = len(text)
            elif letter in _MARK.values():
                places[letter] = ((opened, len(text)),)
            else:
                text += letter
        place = Place(places["}"], places[">"], places[")"])
        (laid,) = laid_out(text, [(0, len(text))], [place])
        assert laid is not None
        yield Example("own", -1, (kind,), 1.0, laid[0].astype(np.float16), laid[1].roles)


def _roots(root: str) -> tuple[str, ...]:
    return ("CONCEDE", "RETREAT") if root == "YIELD" else (root,)


def read_by_rules(paths: Iterable[Path], every: int = 8) -> Iterator[Example]:
    """Yield what the rules make of open articles."""
    count: Counter[str] = Counter()
    for path in paths:
        for number, row in enumerate(_rows(path)):
            if number % every:
                continue
            draft = Draft(Document(id=str(number), text=row["text"][:6000], language="en"))
            for stage in stages():
                if stage is not EVENTS:
                    stage.run(draft)
            places = list(_silver(draft))
            sentences = [(s.start, s.end) for s in draft.sentences]
            for (kind, _), laid in zip(places, laid_out(draft.text, sentences, [p for _, p in places]), strict=True):
                if laid is None or count[kind] >= (_NONES if kind == "NONE" else _A_TYPE):
                    continue
                count[kind] += 1
                yield Example("silver", -1, (kind,), 0.5, laid[0].astype(np.float16), laid[1].roles)


def _silver(draft: Draft) -> Iterator[tuple[str, Place]]:
    for scene in scenes(draft):
        found, silent = kept(scene.grammar)
        for item in found:
            if item.actors and item.recipients and item.actors != item.recipients:
                yield item.rule.type, place_of_found(scene.grammar, item)
        for one in unheard(scene.grammar, found, silent):
            if not one.nearest:
                yield "NONE", place_of_candidate(scene.grammar, one)


def examples(data: Path, folds: int, record: Path | None = None) -> list[Example]:
    """Return all examples, those of labelled articles where a record holds their words.

    No hand-marked sentence of another corpus's test part is among them (the data's README).
    """
    found = list(marked(_rows(data / "plover_zsp/open/train.jsonl.gz"), "zsp", folds))
    known = {"".join(row["text"].split()) for row in _rows(data / "plover_zsp/open/train.jsonl.gz")}
    others = (
        row
        for row in _rows(data / "cameo_conflibert/open/train.jsonl.gz")
        if row["penta"] and "".join(row["text"].split()) not in known
    )
    found += marked(others, "conflibert", folds)
    found += own()
    if record is not None:
        found += labelled(record, 2 * folds)
    found += read_by_rules([data / "abp_world/open/articles.jsonl.gz"])
    assert all(kind in TYPES for one in found for kind in one.types)
    return found
