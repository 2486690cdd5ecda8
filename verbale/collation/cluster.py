"""Groups out of pairs: a person's word first, then likeness from the surest pair down, and never against a "different".

Groups form inside what hangs together by pairs, so an added article changes only the groups it touches, and the result
does not depend on the order in which anything came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct


class Pair(Struct, frozen=True):
    """Two rows that may be one, and how sure that is (0 to 1)."""

    left: str
    right: str
    score: float
    reason: str = ""


class Conflict(Struct, frozen=True, order=True):
    """Two rows that judgements call both the same (by a chain) and different; they are kept apart."""

    left: str
    right: str
    by: str


class Verdicts(Struct):
    """What people said: pairs that are the same and pairs that are not, with who said so."""

    same: Mapping[tuple[str, str], str]
    different: Mapping[tuple[str, str], str]

    def said(self, left: str, right: str) -> str | None:
        """Return "same" or "different" where somebody judged the pair."""
        key = (left, right) if left < right else (right, left)
        return "different" if key in self.different else "same" if key in self.same else None


class _Groups:
    def __init__(self, ids: Iterable[str]) -> None:
        self.of = {i: i for i in ids}
        self.members: dict[str, list[str]] = {i: [i] for i in self.of}

    def join(self, left: str, right: str) -> None:
        a, b = sorted((self.of[left], self.of[right]))
        if a == b:
            return
        for member in self.members[b]:
            self.of[member] = a
        self.members[a] += self.members.pop(b)


def cluster(
    ids: Sequence[str],
    pairs: Iterable[Pair],
    verdicts: Verdicts,
    *,
    threshold: float,
    mean: float,
    score: Callable[[str, str], float | None],
    most: int = 400,
) -> tuple[list[list[str]], list[Conflict]]:
    """Return groups of ids, each sorted, and the conflicts among people's judgements.

    `score` gives any two rows' likeness, None where they cannot be one. Two groups join over a pair that reaches the
    threshold when the mean over all their pairs reaches `mean` and no pair of them cannot be one. A group holds at most
    `most` rows by likeness alone.
    """
    known = set(ids)
    groups = _Groups(sorted(known))
    conflicts: list[Conflict] = []
    apart: defaultdict[str, set[str]] = defaultdict(set)
    for left, right in verdicts.different:
        if left in known and right in known:
            apart[left].add(right)
            apart[right].add(left)

    def divided(a: str, b: str) -> tuple[str, str] | None:
        for member in groups.members[a]:
            for other in apart.get(member, ()):
                if groups.of[other] == b:
                    return min(member, other), max(member, other)
        return None

    for (left, right), by in sorted(verdicts.same.items()):
        if left not in known or right not in known or groups.of[left] == groups.of[right]:
            continue
        clash = divided(groups.of[left], groups.of[right])
        if clash:
            conflicts.append(Conflict(*clash, by))
        else:
            groups.join(left, right)
    ordered = sorted(
        (p for p in pairs if p.score >= threshold), key=lambda p: (-p.score, min(p.left, p.right), max(p.left, p.right))
    )
    for pair in ordered:
        a, b = groups.of[pair.left], groups.of[pair.right]
        if a == b or len(groups.members[a]) + len(groups.members[b]) > most or divided(a, b):
            continue
        if _joinable(groups.members[a], groups.members[b], mean, score, verdicts):
            groups.join(a, b)
    return [sorted(members) for _, members in sorted(groups.members.items())], sorted(set(conflicts))


def _joinable(
    left: Sequence[str],
    right: Sequence[str],
    mean: float,
    score: Callable[[str, str], float | None],
    verdicts: Verdicts,
) -> bool:
    total = 0.0
    for one in left:
        for other in right:
            if verdicts.said(one, other) == "same":
                total += 1.0
                continue
            found = score(one, other)
            if found is None:
                return False
            total += found
    return total / (len(left) * len(right)) >= mean
