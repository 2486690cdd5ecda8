"""What people said of pairs of rows, folded: a person outranks every rule and model, and two people may disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from verbale.collation.cluster import Conflict, Verdicts
from verbale.model import Judgement

_DERIVED = ("rule:", "model:")


def is_person(by: str) -> bool:
    """Say whether a judgement's author is a person, not a rule (`rule:...`) or a model (`model:...`)."""
    return not by.startswith(_DERIVED)


def fold_judgements(judgements: Iterable[Judgement]) -> tuple[Verdicts, list[Conflict]]:
    """Return what people hold of pairs, and the pairs on which they contradict each other (which decide nothing)."""
    said: defaultdict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for j in judgements:
        if is_person(j.by) and j.left != j.right:
            said[min(j.left, j.right), max(j.left, j.right)][j.verdict].add(j.by)
    same: dict[tuple[str, str], str] = {}
    different: dict[tuple[str, str], str] = {}
    conflicts: list[Conflict] = []
    for pair, verdicts in sorted(said.items()):
        if "same" in verdicts and "different" in verdicts:
            conflicts.append(Conflict(*pair, " / ".join(sorted(verdicts["same"] | verdicts["different"]))))
        elif "same" in verdicts:
            same[pair] = ", ".join(sorted(verdicts["same"]))
        elif "different" in verdicts:
            different[pair] = ", ".join(sorted(verdicts["different"]))
    return Verdicts(same, different), conflicts
