"""What the network of acts learns from: our labelled passages, and reports in open articles whose verb names the act."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.labels.check import DEV, FOLDER, place
from training.score import sentences_of
from verbale.language import Tagger, load
from verbale.language.acts import ACTS, Roles, Sheet, anchor, cue_words, flags_of, lay_out
from verbale.language.tagged import Piece
from verbale.language.windows import Window, cut_windows
from verbale.language.words import read_words

PLAIN = ("said", "says", "stated", "added", "told reporters", "noted", "wrote", "declared", "remarked")
_SAYS_LITTLE = frozenset("say said says saying tell told tells telling add added adds according not never".split())
_AN_ACT = 700
_LONGEST = 900


@dataclass(frozen=True, slots=True)
class Example:
    id: str
    dispute: str
    view: str
    """gold; pred: as the tagger finds it; swap: another plain verb; far, farsaid: an article's; report: labelled in an article."""
    act: str
    accept: tuple[str, ...]
    states: npt.NDArray[np.float16]
    roles: npt.NDArray[np.int64]
    flags: npt.NDArray[np.float32]
    keys: npt.NDArray[np.int64]
    words: dict[str, str] = field(default_factory=dict)
    stances: tuple[str, ...] = ()
    """The first choice, then those accepted; empty where nobody labelled it for its stance."""
    nothing: bool = False
    """Nothing was said: such a one has no act."""
    matters: tuple[tuple[int, int], ...] | None = None
    """First and last of the words read that name its matter, the first choice first; empty: none do; None: not labelled."""


def laid_out(
    tagger: Tagger, text: str, many: Iterable[Roles], sentences: list[Piece] | None = None
) -> list[tuple[npt.NDArray[np.float16], Sheet]]:
    """Lay attributions out as the run time does, with what the shipped lower layers make of their words."""
    words = read_words(text, sentences or sentences_of(text), tagger.vocabulary)
    windows = cut_windows(words)
    read: dict[Window, npt.NDArray[np.float32]] = {}
    results = []
    for roles in many:
        at = anchor(words, roles)
        window = next(w for w in windows if w.first <= at < w.last)
        if window not in read:
            read[window] = tagger.lower(words, window)
        sheet = lay_out(text, words, window, roles)
        results.append((read[window][sheet.words - window.first].astype(np.float16), sheet))
    return results


def replaced(text: str, roles: Roles, cue: str) -> tuple[str, Roles]:
    """Put other reporting words in the place of an attribution's."""
    ((start, end),) = roles.cue
    shift = len(cue) - (end - start)

    def moved(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        return tuple((a + shift if a >= end else a, b + shift if b >= end else b) for a, b in pieces)

    changed = text[:start] + cue + text[end:]
    return changed, Roles(moved(roles.source), ((start, start + len(cue)),), moved(roles.content))


def share(one: Iterable[Piece], other: Iterable[Piece]) -> float:
    """Return the letters that two sets of places have in common, as a part of all that either has."""
    a, b = ({i for start, end in pieces for i in range(start, end)} for pieces in (one, other))
    return len(a & b) / max(len(a | b), 1)


def labelled(seed: int = 1) -> Iterator[Example]:
    """Yield our labelled attributions, in several views where they are for training."""
    tagger = load()
    draw = random.Random(seed)
    for path in sorted(FOLDER.glob("set_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from _passage(tagger, row, draw)


def roles_of(row: dict[str, Any], label: dict[str, Any]) -> Roles:
    """Return the places of a label's words."""

    def at(words: str | None) -> tuple[Piece, ...]:
        return (place(row["text"], words),) if words else ()

    content = tuple(place(row["text"], words) for words in label["content"])
    return Roles(at(label.get("speaker_text")), at(label.get("cue")), content)


def _passage(tagger: Tagger, row: dict[str, Any], draw: random.Random) -> Iterator[Example]:
    text = row["text"]
    found = tagger.tag_document(text, sentences_of(text)) if row["statements"] else ()
    for number, label in enumerate(row["statements"]):
        gold = roles_of(row, label)
        views = [("gold", text, gold)]
        best = max(found, key=lambda one: share(one.content, gold.content), default=None)
        if best is not None and share(best.content, gold.content) >= 0.5:
            views.append(("pred", text, Roles(best.source, best.cue, best.content)))
        if row["dispute"] not in DEV and label.get("cue") in PLAIN:
            cue = draw.choice([word for word in PLAIN if word != label["cue"]])
            views.append(("swap", *replaced(text, gold, cue)))
        for view, words, roles in views:
            ((states, sheet),) = laid_out(tagger, words, [roles])
            told = {"cue": label.get("cue") or "", "content": " | ".join(label["content"])}
            yield Example(
                f"{row['id']}/{number}", row["dispute"], view, label["act"], tuple(label.get("act_accept", ())),
                states, sheet.roles, sheet.flags, sheet.keys, told,
            )  # fmt: skip


def distant(paths: Iterable[Path], seed: int = 2) -> list[Example]:
    """Return reports whose verb names the act, each twice: as it stands, and with "said" in the verb's place.

    The second teaches what demands and denials look like where only the content shows it.
    """
    tagger = load()
    rows: list[dict[str, Any]] = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows.extend(json.loads(line) for line in lines)
    random.Random(seed).shuffle(rows)
    count: Counter[str] = Counter()
    found: list[Example] = []
    for row in rows:
        text = row["text"]
        sentences = sentences_of(text)
        for one in row["attributions"]:
            whole = Roles(*(tuple(sorted((a, b) for a, b in one[role])) for role in ("source", "cue", "content")))
            act = _named_act(text, whole)
            if act is None or count[act] >= _AN_ACT:
                continue
            low = min(start for pieces in (whole.source, whole.cue, whole.content) for start, _ in pieces)
            high = max(end for pieces in (whole.source, whole.cue, whole.content) for _, end in pieces)
            around = [s for s in sentences if s[1] > low and s[0] < high]
            if not around or sum(end - start for start, end in around) > _LONGEST:
                continue
            count[act] += 1
            low, high = around[0][0], around[-1][1]
            roles = Roles(*(tuple((a - low, b - low) for a, b in p) for p in (whole.source, whole.cue, whole.content)))
            part = text[low:high]
            for view, words, shown in (("far", part, roles), ("farsaid", *replaced(part, roles, "said"))):
                ((states, sheet),) = laid_out(tagger, words, [shown])
                found.append(Example(row["id"], "", view, act, (), states, sheet.roles, sheet.flags, sheet.keys))
    return found


def _named_act(text: str, roles: Roles) -> str | None:
    if len(roles.cue) != 1 or not roles.content:
        return None
    words = cue_words(text, roles)
    if not words or len(words) > 6 or any(w in ("not", "never") or w.endswith("n't") for w in words):
        return None
    acts = [act for act, flag in zip(ACTS, flags_of(text, roles), strict=False) if flag]
    if len(acts) != 1 or (acts == ["assert"] and _SAYS_LITTLE & set(words)):
        return None
    return acts[0]
