"""Score the acts that the network gives to our labelled attributions, their words given.

`python -m benchmarks.acts [--train]`: accuracy and macro F1, strict and with accepted acts, 95% intervals over passages.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.labels import FOLDER, passages
from training.labels.check import place
from training.score import sentences_of
from verbale.language import Piece, load
from verbale.language.acts import ACTS, Roles


@dataclass(frozen=True, slots=True)
class Judged:
    wanted: str
    accepted: frozenset[str]
    given: str
    probability: float

    @property
    def settled(self) -> str:
        """The first act where the given one is accepted, else the given one."""
        return self.wanted if self.given in self.accepted else self.given


def roles_of(text: str, label: dict[str, Any]) -> Roles:
    """Return the places of a label's words."""

    def at(words: str | None) -> tuple[Piece, ...]:
        return (place(text, words),) if words else ()

    content = tuple(place(text, words) for words in label["content"])
    return Roles(at(label.get("speaker_text")), at(label.get("cue")), content)


def judged(rows: Sequence[dict[str, Any]]) -> list[list[Judged]]:
    """Return what the network says, passage by passage."""
    tagger = load()
    found = []
    for row in rows:
        many = [roles_of(row["text"], label) for label in row["statements"]]
        acts = tagger.acts(row["text"], sentences_of(row["text"]), many)
        found.append(
            [
                Judged(label["act"], frozenset(label.get("act_accept", ())), ACTS[one.read.act], one.read.probability)
                for label, one in zip(row["statements"], acts, strict=True)
            ]
        )
    return found


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean F1 of the acts that were wanted."""
    wanted, given = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    both = Counter(a for a, b in pairs if a == b)
    return sum(2 * both[act] / (wanted[act] + given[act]) for act in sorted(wanted)) / max(len(wanted), 1)


def scores(documents: Iterable[Sequence[Judged]]) -> dict[str, float]:
    """Return accuracy and macro F1, strict and accepting."""
    every = [one for document in documents for one in document]
    strict = [(one.wanted, one.given) for one in every]
    accepting = [(one.wanted, one.settled) for one in every]
    return {
        "strict": sum(a == b for a, b in strict) / len(every),
        "strict, macro": macro_f1(strict),
        "accepting": sum(a == b for a, b in accepting) / len(every),
        "accepting, macro": macro_f1(accepting),
    }


def main() -> None:
    documents = judged(passages(sorted(FOLDER.glob("set_*.jsonl")), "--train" not in sys.argv))
    draw = random.Random(1)
    drawn = [scores(draw.choices(documents, k=len(documents))) for _ in range(1000)]
    every = [one for document in documents for one in document]
    print(f"{len(documents)} passages, {len(every)} attributions")
    for name, value in scores(documents).items():
        many = sorted(one[name] for one in drawn)
        print(f"{name:18} {value:.3f} [{many[24]:.3f}, {many[974]:.3f}]")
    wrong = Counter((one.wanted, one.given) for one in every if one.settled != one.wanted)
    for (wanted, given), times in sorted(wrong.items(), key=lambda item: (-item[1], item[0]))[:12]:
        print(f"{times:3} {wanted} given as {given}")
    for act in sorted({one.wanted for one in every}):
        pairs = [(one.wanted == act, one.settled == act) for one in every]
        both = sum(a and b for a, b in pairs)
        print(f"{act:10} F1 {2 * both / (sum(a for a, _ in pairs) + sum(b for _, b in pairs)):.2f}")
    for low in range(2, 10):
        inside = [one for one in every if low <= min(int(one.probability * 10), 9) < low + 1]
        if inside:
            right = sum(one.settled == one.wanted for one in inside) / len(inside)
            print(f"probability {low / 10:.1f}: mean {sum(o.probability for o in inside) / len(inside):.2f}, "
                  f"right {right:.2f}, {len(inside)}")  # fmt: skip


if __name__ == "__main__":
    main()
