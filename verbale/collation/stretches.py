"""Where accounts differ, in a large record looked for stretch by stretch: what was said within two months of each other.

In a small record all accounts are held against each other at once. In a large one a stretch is two months, and each month lies
in two stretches, so that nothing within a month of another is missed; what one stretch finds as a part of what the other finds
is dropped. So an added article asks anew only for its own stretches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from verbale.collation.accounts import Account, EventAccount
from verbale.collation.days import last_written, limits
from verbale.collation.disagreements import Name, Sources, find_disagreements
from verbale.collation.events import EventGroup
from verbale.collation.statements import Group
from verbale.collation.voices import Voices
from verbale.store.rows import Disagreement

SMALL = 5000
"""Accounts up to which a record is one stretch."""
WHOLE = -2
"""The name of the only stretch of a small record."""
_DAYS = 31


def month_of(account: Account | EventAccount) -> int:
    """Return the month in which what an account tells lies, -1 where neither its own day nor its article's is known."""
    _, last = limits(account.spoken if isinstance(account, Account) else account.happened)
    day = last or last_written(account.written)
    return day // _DAYS if day is not None else -1


class Placed(Struct, frozen=True):
    """A statement or an event and the months of its accounts."""

    id: str
    months: frozenset[int]
    event: bool


def stretches(placed: Iterable[Placed], accounts: int) -> dict[int, list[Placed]]:
    """Return what lies in each stretch, by its first month; `accounts`: how many the record has."""
    if accounts <= SMALL:
        return {WHOLE: sorted(placed, key=lambda p: (p.event, p.id))}
    found: defaultdict[int, list[Placed]] = defaultdict(list)
    for one in placed:
        starts = {start for m in one.months for start in ((m - 1, m) if m > 0 else (m,))}
        for start in starts:
            found[start].append(one)
    return {start: sorted(held, key=lambda p: (p.event, p.id)) for start, held in sorted(found.items())}


def joined(found: Iterable[Sequence[Disagreement]]) -> list[Disagreement]:
    """Return the disagreements of all stretches, each once, without those that another tells with more rows; by id."""
    best: dict[str, Disagreement] = {}
    for d in (d for some in found for d in some):
        held = best.get(d.id)
        if held is None or _rank(d) < _rank(held):
            best[d.id] = d
    by_row: defaultdict[tuple[str, str], list[frozenset[str]]] = defaultdict(list)
    kept = []
    for d in sorted(best.values(), key=_rank):
        rows = frozenset(row for side in d.sides for row in side.row_ids)
        about = d.about if d.kind in {"wording", "garble", "number", "omission"} else ""
        if any(rows < other for other in by_row.get((d.kind + about, min(rows)), ())):
            continue
        kept.append(d)
        for row in rows:
            by_row[d.kind + about, row].append(rows)
    return sorted(kept, key=lambda d: d.id)


def _rank(d: Disagreement) -> tuple[int, str, str]:
    return -sum(len(side.row_ids) for side in d.sides), d.id, repr(d.sides)


def differences_of(
    groups: Sequence[Group], events: Sequence[EventGroup], voices: Voices, sources: Sources, name: Name
) -> list[Disagreement]:
    """Return where accounts of a whole record differ, by id."""
    said, told = {g.id: g for g in groups}, {g.id: g for g in events}
    placed = [Placed(g.id, frozenset(map(month_of, g.accounts)), False) for g in groups]
    placed += [Placed(g.id, frozenset(map(month_of, g.accounts)), True) for g in events]
    accounts = sum(len(g.accounts) for g in groups)
    return joined(
        in_stretch(held, said.__getitem__, told.__getitem__, voices, sources, name)
        for held in stretches(placed, accounts).values()
    )


def in_stretch(
    held: Sequence[Placed],
    group: Callable[[str], Group],
    event: Callable[[str], EventGroup],
    voices: Voices,
    sources: Sources,
    name: Name,
) -> list[Disagreement]:
    """Return where the accounts of one stretch differ."""
    groups = [group(p.id) for p in held if not p.event]
    return find_disagreements(groups, [event(p.id) for p in held if p.event], voices, sources, name)
