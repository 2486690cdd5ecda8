"""Scores of coreference: pairs, MUC, B-cubed, CEAF-e and their CoNLL mean, over one list of mentions grouped twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from msgspec import Struct


class Rate(Struct, frozen=True):
    """Precision and recall."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def prf(self) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        return self.precision, self.recall, self.f1


class Coreference(Struct, frozen=True):
    """All scores of one grouping."""

    pairs: Rate
    across: Rate
    """Pairs whose mentions stand in different documents."""
    muc: Rate
    bcubed: Rate
    ceafe: Rate

    @property
    def conll(self) -> float:
        """The mean of MUC, B-cubed and CEAF-e F1."""
        return (self.muc.f1 + self.bcubed.f1 + self.ceafe.f1) / 3


def _clusters(keys: Sequence[Hashable]) -> list[frozenset[int]]:
    groups: defaultdict[Hashable, set[int]] = defaultdict(set)
    for index, key in enumerate(keys):
        groups[key].add(index)
    return [frozenset(group) for group in groups.values()]


def _two(n: int) -> int:
    return n * (n - 1) // 2


def _pairs(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    """Count the pairs that are together in both groupings."""
    return sum(_two(n) for n in Counter(zip(left, right, strict=True)).values())


def _rate(right: int, given: int, wanted: int) -> Rate:
    return Rate(right / given if given else 1.0, right / wanted if wanted else 1.0)


def _muc(gold: Sequence[frozenset[int]], given: Sequence[Hashable]) -> tuple[int, int]:
    kept = sum(len(group) - len({given[i] for i in group}) for group in gold)
    return kept, sum(len(group) - 1 for group in gold)


def assigned(worth: Sequence[Sequence[float]]) -> float:
    """Return the greatest sum of one cell a row, no column twice (the Hungarian method; no more rows than columns)."""
    rows, columns = len(worth), len(worth[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    taken, before = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        taken[0] = row
        column = 0
        least = [float("inf")] * (columns + 1)
        seen = [False] * (columns + 1)
        while True:
            seen[column] = True
            at, step, next_column = taken[column], float("inf"), 0
            for other in range(1, columns + 1):
                if seen[other]:
                    continue
                cost = -worth[at - 1][other - 1] - row_price[at] - column_price[other]
                if cost < least[other]:
                    least[other], before[other] = cost, column
                if least[other] < step:
                    step, next_column = least[other], other
            for other in range(columns + 1):
                if seen[other]:
                    row_price[taken[other]] += step
                    column_price[other] -= step
                else:
                    least[other] -= step
            column = next_column
            if taken[column] == 0:
                break
        while column:
            taken[column] = taken[before[column]]
            column = before[column]
    return sum(worth[taken[column] - 1][column - 1] for column in range(1, columns + 1) if taken[column])


def _ceafe(gold: Sequence[frozenset[int]], given: Sequence[frozenset[int]]) -> float:
    """Return the likeness of the best one-to-one pairing of groups, found in each part that hangs together."""
    of = {index: place for place, group in enumerate(given) for index in group}
    in_gold = {index: place for place, group in enumerate(gold) for index in group}
    done: set[int] = set()
    best = 0.0
    for first in range(len(gold)):
        if first in done:
            continue
        rows, columns, ahead = [first], dict.fromkeys(of[i] for i in gold[first]), [first]
        done.add(first)
        while ahead:
            for column in dict.fromkeys(of[i] for i in sorted(gold[ahead.pop()])):
                columns[column] = None
                for row in dict.fromkeys(in_gold[i] for i in sorted(given[column])):
                    if row not in done:
                        done.add(row)
                        rows.append(row)
                        ahead.append(row)
        worth = [[2 * len(gold[r] & given[c]) / (len(gold[r]) + len(given[c])) for c in columns] for r in rows]
        best += assigned(worth if len(rows) <= len(columns) else [list(each) for each in zip(*worth, strict=True)])
    return best


def coreference(gold: Sequence[tuple[str, str]], given: Sequence[str]) -> Coreference:
    """Score a grouping: `gold` gives the chain and the document of each mention, `given` the group of each."""
    chains = [chain for chain, _ in gold]
    right, wanted, made = _pairs(chains, given), _pairs(chains, chains), _pairs(given, given)
    inner = [document for _, document in gold]
    by_chain = list(zip(chains, inner, strict=True))
    by_group = list(zip(given, inner, strict=True))
    across = (
        right - _pairs(by_chain, by_group),
        made - _pairs(by_group, by_group),
        wanted - _pairs(by_chain, by_chain),
    )
    wanted_groups, given_groups = _clusters(chains), _clusters(given)
    hits, all_links = _muc(wanted_groups, given)
    own_hits, own_links = _muc(given_groups, chains)
    both = Counter(zip(chains, given, strict=True))
    size, own_size = Counter(chains), Counter(given)
    n = len(chains) or 1
    bcubed = Rate(
        sum(c * c / own_size[group] for (_, group), c in both.items()) / n,
        sum(c * c / size[chain] for (chain, _), c in both.items()) / n,
    )
    alike = _ceafe(wanted_groups, given_groups) if chains else 0.0
    return Coreference(
        pairs=_rate(right, made, wanted),
        across=_rate(*across),
        muc=Rate(own_hits / own_links if own_links else 1.0, hits / all_links if all_links else 1.0),
        bcubed=bcubed,
        ceafe=Rate(alike / (len(given_groups) or 1), alike / (len(wanted_groups) or 1)),
    )
