"""Lay out what the reader of names learns from: words with what the frozen lower layers make of them, marks and tags.

Left out of training, for the scores: GMB's and GUM's development parts, every third article of Wikigold and RE3D, every
third sentence of CrossNER's and UNER's development parts, all of IEER.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnx.utils
import onnxruntime

from benchmarks.mentions import THIRDS, _gum, corpus, draft, is_name, join, rows, trim
from verbale.coding.mentions.marks import marks_of
from verbale.coding.mentions.reader import Reader
from verbale.coding.mentions.scan import scan_sentence
from verbale.language.names import TYPES, spread
from verbale.language.windows import Feed, cut_windows, feed
from verbale.language.words import Vocabulary, read_words
from verbale.lexicon.actors import fold_phrase, lexicon

Spans = set[tuple[int, int, str]]
SOURCES = ("gmb", "wikigold", "crossner", "gum", "meantime", "geovirus", "uner", "re3d")
POOLS: dict[str, tuple[int | None, ...]] = {
    "gmb": (0,), "wikigold": (None, 1, 2), "crossner": (None, 1, 2), "gum": (None,), "meantime": (None, 1),
    "geovirus": (0,), "crossner_dev": (None, 1), "uner": (None, 1), "re3d": (None, 1, 2),
}  # fmt: skip
"""How often each part is learned from: once a seed, with other lines rewritten as headlines (none without a seed)."""
PARTLY = ("meantime", "geovirus")
"""Sets that do not mark all names: what they leave unmarked and has a capital is not learned from."""
STATES = "/layers.2/norm2/LayerNormalization_output_0"
"""The tagger's third layer: as far up as the reader of acts branches off."""
_KINDS = {
    "per": "PER", "geo": "LOC", "gpe": "LOC", "org": "ORG", "art": "MISC", "eve": "MISC", "nat": "MISC",
    "PER": "PER", "LOC": "LOC", "ORG": "ORG", "MISC": "MISC",
    "PERSON": "PER", "LOCATION": "LOC", "ORGANIZATION": "ORG", "Person": "PER", "Location": "LOC", "Organisation": "ORG",
    "person": "PER", "politician": "PER", "country": "LOC", "location": "LOC", "organisation": "ORG",
    "politicalparty": "ORG", "election": "MISC", "event": "MISC", "misc": "MISC",
}  # fmt: skip
_FREE = ("news", "interview", "bio", "voyage", "academic", "court")
"""GUM's genres under CC BY or CC BY-SA."""


@dataclass(slots=True)
class Example:
    """One window."""

    source: int
    states: npt.NDArray[np.float16]
    shapes: npt.NDArray[np.int8]
    marks: npt.NDArray[np.bool_]
    tags: npt.NDArray[np.int8]


def lower(weights: Path) -> onnxruntime.InferenceSession:
    """Return the tagger's lower layers, as they are shipped."""
    model = onnx.load(weights / "attribution-1.onnx")
    model.graph.output.append(onnx.helper.make_tensor_value_info(STATES, onnx.TensorProto.FLOAT, [1, "pieces", 384]))
    part = onnx.utils.Extractor(model).extract_model(["ids", "shapes", "places", "quotes"], [STATES])
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(part.SerializeToString(), options, providers=["CPUExecutionProvider"])


def states_of(session: onnxruntime.InferenceSession, given: Feed) -> npt.NDArray[np.float32]:
    """Return a row a word: what stands at its first piece."""
    out = session.run([STATES], {n: getattr(given, n)[None] for n in ("ids", "shapes", "places", "quotes")})[0][0]
    return out[given.heads]


def _tagged(tokens: list[str], tags: list[str], base: int) -> tuple[str, Spans]:
    text, spans = join(tokens)
    out: Spans = set()
    at = 0
    while at < len(tags):
        end = at + 1
        kind = _KINDS.get(tags[at][2:])
        if tags[at] == "O" or kind is None:
            at += 1
            continue
        while end < len(tags) and tags[end] == "I-" + tags[at][2:]:
            end += 1
        out.add((base + spans[at][0], base + spans[end - 1][1], kind))
        at = end
    return text, out


def _consecutive(path: Path, size: int) -> Iterator[tuple[str, Spans]]:
    """Join sentences that follow each other into documents of at most `size`."""
    text, last, doc, count = "", -99, None, 0
    gold: Spans = set()
    for row in rows(path):
        number = int(re.sub(r"\D", "", row["id"].split("-")[-1]))
        if text and (number != last + 1 or row.get("doc") != doc or count >= size):
            yield text, gold
            text, gold, count = "", set(), 0
        last, doc = number, row.get("doc")
        part, spans = _tagged(row["tokens"], row["tags"], len(text) + (1 if text else 0))
        text += ("\n" if text else "") + part
        gold |= spans
        count += 1
    if text:
        yield text, gold


def _names_only(text: str, marked: Iterable[tuple[int, int, str]]) -> Spans:
    """Keep what is a name by its looks: all words with capitals, small ones only between."""
    return {(start, end, _KINDS[kind]) for start, end, kind in marked if kind in _KINDS and is_name(text[start:end])}


def _re3d(row: dict[str, Any]) -> Spans:
    """Return the names among what RE3D marks; of the rest, where it lies: nothing is learned from it."""
    text = row["text"]
    marked = [(x["start"], x["end"], x["type"]) for x in row["entities"]]
    names = _names_only(text, marked)
    return names | {
        (start, end, "")
        for start, end, kind in marked
        if kind in _KINDS and not is_name(text[start:end]) and any(map(str.isupper, text[start:end]))
    }


def training_documents(source: str, data: Path) -> Iterator[tuple[str, Spans]]:
    """Yield the documents of a source that may be learned from."""
    if source == "gmb":
        yield from _consecutive(data / "gmb_ner/open/train.jsonl.gz", 20)
    elif source == "wikigold":
        whole = _consecutive(data / "wikigold/open/train.jsonl.gz", 9999)
        yield from (each for number, each in enumerate(whole) if number % 3)
    elif source == "crossner":
        for row in rows(data / "crossner_politics/open/train.jsonl.gz"):
            yield _tagged(row["tokens"], row["tags"], 0)
    elif source == "crossner_dev":
        for number, row in enumerate(rows(data / "crossner_politics/open/dev.jsonl.gz")):
            if number % 3:
                yield _tagged(row["tokens"], row["tags"], 0)
    elif source == "meantime":
        for row in rows(data / "meantime/open/train.jsonl.gz"):
            yield row["text"], _names_only(row["text"], ((m["start"], m["end"], m["type"]) for m in row["mentions"]))
    elif source == "geovirus":
        for row in rows(data / "geo/open/geovirus_train.jsonl.gz"):
            yield row["text"], {(t["start"], t["end"], "LOC") for t in row["toponyms"]}
    elif source == "uner":
        for number, row in enumerate(rows(data / "uner_ewt/open/dev.jsonl.gz")):
            if number % 3:
                yield row["text"], {(s, e, _KINDS[t]) for s, e, t in row["entities"] if t in _KINDS}
    elif source == "re3d":
        for number, row in enumerate(rows(data / "re3d/open/train.jsonl.gz")):
            if number % 3 and row["source"] != "BBC Online":
                yield row["text"], _re3d(row)
    else:
        for row in rows(data / "gum/open/train.jsonl.gz"):
            if row["genre"] in _FREE:
                yield row["text"], _gum(row)


def _plain(text: str, spans: Spans) -> Spans:
    """Take titles and articles off, call peoples and adjectives MISC, and keep the longest of what overlaps."""
    known = lexicon()
    out: Spans = set()
    taken: list[tuple[int, int]] = []
    for start, end, kind in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        if not kind:
            continue
        if kind == "LOC":
            entries = known.phrases.get(fold_phrase(text[start:end]), ())
            if entries and all(entry.use in ("adjective", "demonym") for entry in entries):
                kind = "MISC"
        bare = trim(text, start, end, kind)
        if bare is None or any(bare[0] < e and s < bare[1] for s, e in taken):
            continue
        taken.append(bare[:2])
        out.add(bare)
    return out


def headlined(text: str, draw: random.Random) -> str:
    """Write some lines as headlines do, with a capital each word, in capitals, or small; lengths stay."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if draw.random() < 0.08:
            how = draw.random()
            if how < 0.55:
                line = re.sub(r"\b[a-z]", lambda m: m.group().upper(), line)
            else:
                changed = line.upper() if how < 0.85 else line.lower()
                line = changed if len(changed) == len(line) else line
            lines[number] = line
    return "\n".join(lines)


def examples(
    source: str, documents: Iterator[tuple[str, Spans]], session: onnxruntime.InferenceSession, vocabulary: Vocabulary,
    seed: int | None = None,
) -> list[Example]:  # fmt: skip
    """Read documents; with a seed, some of their lines are rewritten as headlines."""
    out: list[Example] = []
    draw = random.Random(seed)
    number = SOURCES.index(source.removesuffix("_dev")) if source in POOLS else 0
    for text, gold in documents:
        plain = _plain(text, gold)
        if seed is not None:
            text = headlined(text, draw)
        made = draft(text)
        reader = Reader(text)
        scans = [scan_sentence(reader, n, sentence) for n, sentence in enumerate(made.sentences)]
        words = read_words(text, [(s.start, s.end) for s in made.sentences], vocabulary)
        marks = spread(words, marks_of(reader, scans))
        tags = np.zeros(len(words), dtype=np.int8)
        starts = np.array(words.starts)
        if source in PARTLY:
            tags[[text[at].isupper() for at in words.starts]] = -1
        for start, end, kind in gold:
            if not kind:
                tags[(starts >= start) & (starts < end)] = -1
        for start, end, kind in plain:
            inside = np.flatnonzero((starts >= start) & (starts < end))
            if len(inside):
                tags[inside] = 1 + len(TYPES) + TYPES.index(kind)
                tags[inside[0]] = 1 + TYPES.index(kind)
        for window in cut_windows(words):
            at = slice(window.first, window.last)
            states = states_of(session, feed(words, window, vocabulary)).astype(np.float16)
            shapes = np.array(words.shapes[at], dtype=np.int8)
            out.append(Example(number, states, shapes, marks[at].astype(bool), tags[at]))
    return out


def held_out(name: str, data: Path) -> Iterator[tuple[str, Spans]]:
    """Yield a benchmark's documents that training never saw."""
    for number, each in enumerate(corpus(name, data)):
        if name not in THIRDS or number % 3 == 0:
            yield each.text, each.spans
