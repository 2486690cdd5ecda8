"""One event, many accounts: which event mentions tell of the same thing, planned, done or denied.

Two accounts can be one event when their type agrees, the same parties take part, and their days can be one. What is
planned, what is only talked of and what took place are one event with a history; what is denied stays apart from what is
told as done, and `denials` names such pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from msgspec import Struct

from verbale.collation.accounts import EventAccount
from verbale.collation.cluster import Conflict, Pair, Verdicts, cluster
from verbale.collation.event_likeness import ONCE, PLANNED, Likeness, spoken, two_sided
from verbale.collation.event_told import LEAD
from verbale.collation.voices import Voices
from verbale.model import row_id

SAME = 0.62
"""Least likeness of the pair over which two groups join."""
MEAN = 0.55
"""Least mean likeness of all their pairs."""
_UNDATED, _ANY = -1, -2
"""Where accounts of articles without a day are filed, and where all are."""
_CLASH = frozenset({"happened", "denied"})


class EventGroup(Struct, frozen=True):
    """One event's accounts, the first written first."""

    id: str
    accounts: tuple[EventAccount, ...]


class GroupedEvents(Struct, frozen=True):
    """All events, how sure each pair within one is, and people's contradictions."""

    groups: tuple[EventGroup, ...]
    scores: dict[tuple[str, str], float]
    conflicts: tuple[Conflict, ...]


class _Files:
    """Accounts by what they may share, so that only those are compared: states or bodies, and about the same weeks."""

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness
        self._filed: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)

    def near(self, account: EventAccount) -> set[int]:
        """Return the accounts filed so far that may tell of the same event."""
        kind, (_, keys) = account.mention.type, self._keys(account)
        found = {
            i for key in keys for time in self._times(account, True) for i in self._filed.get((kind, key, time), ())
        }
        return found.union(*(self._filed.get((kind, key, _ANY), ()) for key in self._once(account)))

    def add(self, index: int, account: EventAccount) -> None:
        """File an account."""
        kind, (keys, _) = account.mention.type, self._keys(account)
        for key in keys:
            for time in self._times(account, False):
                self._filed[kind, key, time].append(index)
        for key in self._once(account):
            self._filed[kind, key, _ANY].append(index)

    def _once(self, account: EventAccount) -> list[str]:
        """Return under what accounts meet over any time: whom something is done to once; one article."""
        told = self._likeness.told(account)
        keys = [f"once {p.key}" for p in told.recipients if p.kind == "person"] if told.family in ONCE else []
        retold = spoken(told) or account.mention.trigger.start < LEAD
        return [*keys, f"in {account.document_id}"] if retold else keys

    def _keys(self, account: EventAccount) -> tuple[list[str], list[str]]:
        """Return under what an account is filed, and where it looks for others."""
        told = self._likeness.told(account)
        if two_sided(told):
            blocks = sorted({p.block for p in told.pool})
            pairs = [f"{a} & {b}" for n, a in enumerate(blocks) for b in blocks[n + 1 :]]
            any_of, alone = [f"any {b}" for b in blocks], [f"alone {b}" for b in blocks]
            return (pairs + any_of, pairs + alone) if pairs else (any_of + alone, any_of)
        by = sorted({p.block for p in told.actors if p.kind != "unknown"})
        on = sorted({p.block for p in told.recipients if p.kind != "unknown"})
        if by:
            return [f"by {b}" for b in by] + [f"on {b}" for b in on], [f"by {b}" for b in by] + [
                f"bare {b}" for b in on
            ]
        return [f"on {b}" for b in on] + [f"bare {b}" for b in on], [f"on {b}" for b in on]

    def _times(self, account: EventAccount, looking: bool) -> set[int]:
        """Return the stretches of time under which an account is filed, or in which it looks for others.

        What is only said is one act on one day alone; the rest is filed by the weeks of its day and its article.
        """
        told = self._likeness.told(account)
        if spoken(told):
            return {told.first} if told.firm and told.first is not None and told.first == told.last else set()
        if not told.dated:
            return {_ANY} if looking else {_UNDATED, _ANY}
        days = (told.since, told.written, *((told.first, told.last) if told.firm else ()))
        weeks = {day // PLANNED for day in days if day is not None}
        return {week + step for week in weeks for step in (-1, 0, 1)} | {_UNDATED} if looking else weeks | {_ANY}


def candidates(
    accounts: Sequence[EventAccount], likeness: Likeness, among: Container[str] | None = None
) -> Iterable[tuple[EventAccount, EventAccount]]:
    """Yield pairs of one type that share parties and weeks; with `among`, those of which one is among these."""
    files, own = _Files(likeness), _Files(likeness)
    for index, account in enumerate(accounts):
        chosen = among is None or account.id in among
        yield from ((accounts[other], account) for other in sorted((files if chosen else own).near(account)))
        files.add(index, account)
        if chosen and among is not None:
            own.add(index, account)


Score = Callable[[str, str], float | None]
"""How likely two accounts, by id, are one event; None where they cannot be."""


def scorer(by_id: Mapping[str, EventAccount], likeness: Likeness) -> Score:
    """Return what scores pairs of these accounts, each pair once."""
    held: dict[tuple[str, str], float | None] = {}

    def scored(left: str, right: str) -> float | None:
        key = (left, right) if left < right else (right, left)
        if key not in held:
            held[key] = likeness.score(by_id[key[0]], by_id[key[1]])
        return held[key]

    return scored


def in_order(accounts: Iterable[EventAccount]) -> list[EventAccount]:
    """Return accounts in the order in which they are compared."""
    return sorted(accounts, key=lambda a: (a.document_id, a.mention.trigger, a.id))


def find_pairs(
    accounts: Sequence[EventAccount], likeness: Likeness, score: Score, among: Container[str] | None = None
) -> list[Pair]:
    """Return the pairs of accounts (`in_order`) that are likely one; with `among`, those of which one is among these."""
    pairs = []
    for left, right in candidates(accounts, likeness, among):
        found = score(left.id, right.id)
        if found is not None and found >= SAME:
            pairs.append(Pair(min(left.id, right.id), max(left.id, right.id), found))
    return pairs


def form(by_id: Mapping[str, EventAccount], pairs: Sequence[Pair], verdicts: Verdicts, score: Score) -> GroupedEvents:
    """Form events out of accounts and the pairs among them."""
    clusters, conflicts = cluster(list(by_id), pairs, verdicts, threshold=SAME, mean=MEAN, score=score)
    groups, scores = [], {}
    for ids in clusters:
        members = sorted((by_id[i] for i in ids), key=_order)
        groups.append(EventGroup(row_id("event", members[0].id), tuple(members)))
        scores.update({(a, b): s for n, a in enumerate(ids) for b in ids[n + 1 :] if (s := score(a, b)) is not None})
    return GroupedEvents(tuple(sorted(groups, key=lambda g: g.id)), scores, tuple(conflicts))


def group_events(accounts: Sequence[EventAccount], voices: Voices, verdicts: Verdicts) -> GroupedEvents:
    """Group event mentions into events; the outcome does not depend on their order."""
    by_id = {a.id: a for a in in_order(accounts)}
    likeness = Likeness(voices)
    score = scorer(by_id, likeness)
    return form(by_id, find_pairs(list(by_id.values()), likeness, score), verdicts, score)


def _order(account: EventAccount) -> tuple[str, str, str]:
    when = account.written
    return ((when.latest or when.earliest or "9999") if when else "9999", account.document_id, account.id)


def denials(groups: Sequence[EventGroup], voices: Voices) -> tuple[tuple[str, str], ...]:
    """Return pairs of events of which one is denied and the other told as done: the ids, the one told first."""
    likeness = Likeness(voices)
    told, denied = (
        [g for g in groups if any(a.mention.status == s for a in g.accounts)] for s in ("happened", "denied")
    )
    home = {account.id: group for group in (*told, *denied) for account in group.accounts}
    accounts = sorted(
        (a for g in {g.id: g for g in (*told, *denied)}.values() for a in g.accounts if a.mention.status in _CLASH),
        key=lambda a: (a.document_id, a.mention.trigger, a.id),
    )
    found: set[tuple[str, str]] = set()
    for left, right in candidates(accounts, likeness):
        if left.mention.status == right.mention.status or home[left.id].id == home[right.id].id:
            continue
        one, other = (left, right) if left.mention.status == "happened" else (right, left)
        alike = likeness.score(one, other, across_denial=True)
        if alike is not None and alike >= SAME:
            found.add((home[one.id].id, home[other.id].id))
    return tuple(sorted(found))
