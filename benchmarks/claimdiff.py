"""Hold the pairs of claims of ClaimDiff (open part) against our figures of likeness and difference; nothing is fitted.

`python -m benchmarks.claimdiff DATA [--pairs N] [--errors N]`: DATA holds `claimdiff/open/train.jsonl.gz`, pairs of sentences
of two outlets on one topic. Readers said whether the second strengthens or weakens the first. Three questions:

- strengthens: do the two speak of one thing, so that one backs the other? Predictor: how much of the lighter claim is in
  the other (`likeness.compare`, as statements are grouped), with the figures' weights taken from nowhere.
- weakens: do they stand against each other? Predictor: a word and its contrary, a negation on one side, other numbers;
  and whether a telling difference is found between the wordings.
- strengthens or weakens, of those that do one of the two: the same figures.

As a predictor gives a rank, its area under the curve needs no threshold; .500 is chance. Where it says yes or no, F1 of the
yes stands beside that of saying yes always.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from verbale.collation.likeness import Likeness, Wording, compare, counts_of, wording
from verbale.collation.wording import Change, differences, telling
from verbale.model import Span

CORPUS = Path("claimdiff/open/train.jsonl.gz")
_NEAR = 0.5
"""How much of the lighter claim the other must have for the two to be taken to speak of one thing."""


class Claims(Struct, frozen=True):
    """A labelled pair and what we find in it."""

    topic: str
    one: str
    other: str
    strengthens: bool
    weakens: bool
    found: Likeness
    changes: tuple[Change, ...]

    @property
    def related(self) -> bool:
        """The readers found that one bears on the other."""
        return self.strengthens or self.weakens


def _wording(text: str) -> Wording:
    return wording((Span(0, len(text), text),), (), direct=False, counts=counts_of(text, ()))


def read_pairs(path: Path, most: int | None = None) -> list[Claims]:
    """Return the pairs (the first so many by id), each with its comparison."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = sorted((json.loads(line) for line in lines), key=lambda row: str(row["id"]))[:most]
    return [
        Claims(
            row["topic"],
            row["claim_a"],
            row["claim_b"],
            bool(row["strengthens"]),
            bool(row["weakens"]),
            compare(_wording(row["claim_a"]), _wording(row["claim_b"])),
            telling(differences(row["claim_a"], row["claim_b"])),
        )
        for row in rows
    ]


Figure = Callable[[Claims], float]

ALIKE: dict[str, Figure] = {
    "covered (the lighter in the other)": lambda c: c.found.covered,
    "mutual (each in the other)": lambda c: c.found.mutual,
    "covered, weighed": lambda c: c.found.covered * min(c.found.weight, 4.0) / 4.0,
    "longest run of words in common": lambda c: float(c.found.verbatim),
}
AGAINST: dict[str, Figure] = {
    "contrary words": lambda c: float(len(c.found.contraries)),
    "turned by a negation": lambda c: c.found.turned,
    "other numbers": lambda c: float(not c.found.numbers),
    "any of the three": lambda c: float(against(c)),
    "unlike (1 - covered)": lambda c: 1.0 - c.found.covered,
}


def against(claims: Claims) -> bool:
    """Say whether anything that we hold against two wordings' being one is found."""
    return bool(claims.found.contraries) or claims.found.turned > 0 or not claims.found.numbers


def _of(sort: str) -> Figure:
    """Return the count of telling differences of one sort."""
    return lambda claims: sum(change.sort == sort for change in claims.changes)


def auc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Return how often a yes ranks before a no, ties half (the area under the curve)."""
    ranked = sorted(zip(scores, labels, strict=True))
    yes, no = sum(labels), len(labels) - sum(labels)
    if not yes or not no:
        return 0.5
    won, below, at = 0.0, 0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        here = sum(label for _, label in ranked[at:end])
        won += here * (below + (end - at - here) / 2)
        below += end - at - here
        at = end
    return won / (yes * no)


class Yes(Struct, frozen=True):
    """How good a yes-or-no predictor is."""

    precision: float
    recall: float
    accuracy: float
    always: float
    """F1 of saying yes always."""
    macro: float
    """Mean F1 of yes and of no."""

    @property
    def f1(self) -> float:
        """F1 of the yes."""
        return _f1(self.precision, self.recall)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def judged(said: Sequence[bool], labels: Sequence[bool]) -> Yes:
    """Score a yes-or-no predictor."""
    right = sum(a and b for a, b in zip(said, labels, strict=True))
    denied = sum(not a and not b for a, b in zip(said, labels, strict=True))
    yes, wanted, n = sum(said), sum(labels), len(labels)
    precision, recall = right / yes if yes else 0.0, right / wanted if wanted else 0.0
    f1 = _f1(precision, recall)
    against_it = _f1(denied / (n - yes) if n > yes else 0.0, denied / (n - wanted) if n > wanted else 0.0)
    return Yes(precision, recall, (right + denied) / (n or 1), _f1(wanted / (n or 1), 1.0), (f1 + against_it) / 2)


class Question(Struct, frozen=True):
    """What is asked of which pairs, the figures that rank them, and the rule that says yes or no."""

    title: str
    asked: Callable[[Claims], bool]
    label: Callable[[Claims], bool]
    figures: dict[str, Figure]
    rule: Callable[[Claims], bool]
    words: str


QUESTIONS = (
    Question(
        "bears on the other at all",
        lambda _: True,
        lambda c: c.related,
        ALIKE,
        lambda c: c.found.covered >= _NEAR,
        "half of the lighter is in the other",
    ),
    Question(
        "strengthens",
        lambda _: True,
        lambda c: c.strengthens,
        ALIKE,
        lambda c: c.found.covered >= _NEAR and not against(c),
        "half of the lighter is in the other, nothing against it",
    ),
    Question("weakens", lambda _: True, lambda c: c.weakens, AGAINST, against, "anything against it"),
    Question(
        "weakens rather than strengthens",
        lambda c: c.related,
        lambda c: c.weakens,
        AGAINST,
        against,
        "anything against it",
    ),
)


def aucs(pairs: Sequence[Claims]) -> dict[tuple[str, str], float]:
    """Return the area under the curve by question and figure."""
    found = {}
    for question in QUESTIONS:
        asked = [pair for pair in pairs if question.asked(pair)]
        labels = [question.label(pair) for pair in asked]
        for name, figure in question.figures.items():
            found[question.title, name] = auc([figure(pair) for pair in asked], labels)
    return found


def report(pairs: Sequence[Claims]) -> Iterator[str]:
    """Yield the tables."""
    strong, weak = sum(p.strengthens for p in pairs), sum(p.weakens for p in pairs)
    yield f"{len(pairs)} pairs of {len({p.topic for p in pairs})} topics: {strong} strengthen, {weak} weaken"
    yield ""
    yield "| question | figure | AUC |"
    yield "|---|---|---|"
    for (title, name), area in aucs(pairs).items():
        yield f"| {title} | {name} | {area:.3f} |"
    yield ""
    yield "| question | yes where | P | R | F1 | F1, always yes | macro F1 | accuracy |"
    yield "|---|---|---|---|---|---|---|---|"
    for question in QUESTIONS:
        asked = [pair for pair in pairs if question.asked(pair)]
        score = judged([question.rule(p) for p in asked], [question.label(p) for p in asked])
        cells = (score.precision, score.recall, score.f1, score.always, score.macro, score.accuracy)
        yield f"| {question.title} | {question.words} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |"
    yield ""
    yield "| difference found | pairs | of those that strengthen | weaken | neither |"
    yield "|---|---|---|---|---|"
    kinds: dict[str, Figure] = {
        name: AGAINST[name] for name in ("contrary words", "turned by a negation", "other numbers")
    }
    kinds |= {f"wording: {sort}": _of(sort) for sort in ("number", "date", "name", "negation", "contrary")}
    neither = len(pairs) - strong - weak
    for name, has in kinds.items():
        hit = [pair for pair in pairs if has(pair) > 0]
        shares = (
            sum(p.strengthens for p in hit) / (strong or 1),
            sum(p.weakens for p in hit) / (weak or 1),
            sum(not p.related for p in hit) / (neither or 1),
        )
        yield f"| {name} | {len(hit)} | " + " | ".join(f"{cell:.3f}" for cell in shares) + " |"


def errors(pairs: Sequence[Claims], most: int) -> Iterator[str]:
    """Yield pairs on which the rules are wrong, with the figures."""
    for title, wrong in (
        ("weakens, nothing found", [p for p in pairs if p.weakens and not against(p)]),
        ("strengthens, held to be against", [p for p in pairs if p.strengthens and against(p)]),
        ("strengthens, little in common", sorted((p for p in pairs if p.strengthens), key=lambda p: p.found.covered)),
        ("unrelated, much in common", sorted((p for p in pairs if not p.related), key=lambda p: -p.found.covered)),
    ):
        step = max(1, len(wrong) // most) if title.startswith(("weakens", "strengthens, held")) else 1
        for pair in wrong[::step][:most]:
            yield f"{title}: covered {pair.found.covered:.2f} contraries {pair.found.contraries} turned {pair.found.turned:.2f}"
            yield f"    {pair.one}"
            yield f"    {pair.other}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--pairs", type=int, metavar="N", help="the first N pairs only")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list N of each kind")
    given = parser.parse_args()
    pairs = read_pairs(given.data / CORPUS, given.pairs)
    for line in (*report(pairs), *(errors(pairs, given.errors) if given.errors else ())):
        print(line)


if __name__ == "__main__":
    main()
