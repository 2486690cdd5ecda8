"""One event, many accounts: which event mentions tell of the same thing, planned, done or denied.

Two accounts can be one event when their type agrees, the same parties stand on the same sides, and their days can be one.
What is planned and what took place is one event with a history; what is denied stays apart from what is told as done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from verbale.collation.accounts import EventAccount
from verbale.collation.cluster import Conflict, Pair, Verdicts, cluster
from verbale.collation.days import gap, last_written, limits
from verbale.collation.voices import Voices
from verbale.model import row_id

SAME = 0.62
_TWO_SIDED = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_LAG = 10
_PLANNED = 45
"""Days that a plan may lie before the thing."""


class EventGroup(Struct, frozen=True):
    """One event's accounts, the first written first."""

    id: str
    accounts: tuple[EventAccount, ...]


class GroupedEvents(Struct, frozen=True):
    """All events, how sure each pair within one is, and people's contradictions."""

    groups: tuple[EventGroup, ...]
    scores: dict[tuple[str, str], float]
    conflicts: tuple[Conflict, ...]


def _kind(account: EventAccount) -> str:
    """Return what is never merged with another: done or planned, only thought of, denied."""
    status = account.mention.status
    return "told" if status in {"happened", "scheduled"} else status


def _side(left: Sequence[str], right: Sequence[str], voices: Voices) -> float:
    """Return how well two lists of parties agree: 1 where every one on the shorter list is on the other."""
    if not left or not right:
        return 0.0
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    found = 0.0
    for one in short:
        if one in long:
            found += 1.0
        elif any(voices.same(one, other) for other in long):
            found += 0.6
    return found / len(short)


def _parties(left: EventAccount, right: EventAccount, voices: Voices) -> float | None:
    """Return how well the parties agree; None where they are others."""
    if left.mention.type in _TWO_SIDED:
        one = tuple(dict.fromkeys((*left.actor_keys, *left.recipient_keys)))
        other = tuple(dict.fromkeys((*right.actor_keys, *right.recipient_keys)))
        agreed = _side(one, other, voices)
        if agreed <= 0.5:
            return None
        # "Biden and Putin" and "Biden, with somebody": one of two parties is half a match
        return agreed * (1.0 if min(len(one), len(other)) >= 2 else 0.6)
    sides = [
        (_side(a, b, voices), bool(a and b))
        for a, b in ((left.actor_keys, right.actor_keys), (left.recipient_keys, right.recipient_keys))
    ]
    if any(both and not agreed for agreed, both in sides) or not sides[0][1]:
        return None
    known = [agreed for agreed, both in sides if both]
    return sum(known) / len(known) * (1.0 if len(known) == 2 else 0.7)


def _days(left: EventAccount, right: EventAccount) -> float | None:
    """Return how well the days agree; None where they are others."""
    standing, days = gap(left.happened, left.written, right.happened, right.written)
    planned = "scheduled" in (left.mention.status, right.mention.status)
    if standing == "same":
        return 1.0
    if standing == "overlap":
        return 0.7
    if standing == "open" and days <= (_PLANNED if planned and left.mention.status != right.mention.status else _LAG):
        return 0.45 if days <= 3 else 0.3
    return None


def _stem(account: EventAccount) -> str:
    return account.mention.trigger.text.casefold().split()[-1][:5]


def score(left: EventAccount, right: EventAccount, voices: Voices) -> float | None:
    """Return how likely two accounts tell of one event (0 to 1), None where they cannot."""
    one, other = left.mention, right.mention
    if one.type != other.type or _kind(left) != _kind(right) or one.id == other.id:
        return None
    if one.mode and other.mode and one.mode != other.mode:
        return None
    if one.attribution_id != other.attribution_id and _kind(left) == "hypothetical":
        return None
    parties, days = _parties(left, right, voices), _days(left, right)
    if parties is None or days is None:
        return None
    place = 0.0
    if one.place and other.place:
        place = 0.1 if one.place.text.casefold() == other.place.text.casefold() else -0.15
    here = left.document_id == right.document_id
    words = 0.15 if _stem(left) == _stem(right) else 0.05 if here else 0.0
    return round(min(1.0, max(0.0, 0.5 * parties + 0.3 * days + words + place + (0.1 if here else 0.0))), 3)


def _block_keys(account: EventAccount, voices: Voices) -> tuple[str, ...]:
    keys = (*account.actor_keys, *(account.recipient_keys if account.mention.type in _TWO_SIDED else ()))
    return tuple(sorted({voices.block(key) for key in keys}))


def _months(account: EventAccount) -> tuple[int, ...]:
    first, last = limits(account.happened)
    end = last or last_written(account.written)
    start = first or end
    if end is None or start is None:
        return (-1,)
    return tuple(range(max(start // 31, end // 31 - 2), end // 31 + 1))


def candidates(accounts: Sequence[EventAccount], voices: Voices) -> Iterable[tuple[EventAccount, EventAccount]]:
    """Yield pairs of one type with a party of one block in common, at most two months apart."""
    blocks: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    for index, account in enumerate(accounts):
        near: set[int] = set()
        months = _months(account)
        for block in _block_keys(account, voices):
            around = {m + step for m in months for step in (-1, 0, 1)} if months != (-1,) else {-1}
            for month in around:
                near.update(blocks.get((account.mention.type, block, month), ()))
            for month in months:
                blocks[account.mention.type, block, month].append(index)
        yield from ((accounts[other], account) for other in sorted(near))


def group_events(accounts: Sequence[EventAccount], voices: Voices, verdicts: Verdicts) -> GroupedEvents:
    """Group event mentions into events; the outcome does not depend on their order."""
    accounts = sorted(accounts, key=lambda a: (a.document_id, a.mention.trigger, a.id))
    by_id = {a.id: a for a in accounts}
    held: dict[tuple[str, str], float | None] = {}

    def scored(left: str, right: str) -> float | None:
        key = (left, right) if left < right else (right, left)
        if key not in held:
            held[key] = score(by_id[key[0]], by_id[key[1]], voices)
        return held[key]

    pairs = []
    for left, right in candidates(accounts, voices):
        found = scored(left.id, right.id)
        if found is not None and found >= SAME:
            pairs.append(Pair(min(left.id, right.id), max(left.id, right.id), found))
    clusters, conflicts = cluster([a.id for a in accounts], pairs, verdicts, threshold=SAME, mean=SAME, score=scored)
    groups, scores = [], {}
    for ids in clusters:
        members = sorted((by_id[i] for i in ids), key=_order)
        groups.append(EventGroup(row_id("event", members[0].id), tuple(members)))
        scores.update({(a, b): s for n, a in enumerate(ids) for b in ids[n + 1 :] if (s := scored(a, b)) is not None})
    return GroupedEvents(tuple(sorted(groups, key=lambda g: g.id)), scores, tuple(conflicts))


def _order(account: EventAccount) -> tuple[str, str, str]:
    when = account.written
    return ((when.latest or when.earliest or "9999") if when else "9999", account.document_id, account.id)
