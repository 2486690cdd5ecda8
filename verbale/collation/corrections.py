"""What people corrected, worked into what the articles say: speaker, addressee, act, day, status.

A coding never changes. A correction stands beside it and is applied each time the record is collated: to the row of its
id, or, where the article was coded anew and the id is gone, to the row that stands on most of the same words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import replace

from verbale.collation.accounts import Account, EventAccount
from verbale.collation.actors import Folded
from verbale.collation.names import fold
from verbale.model import Act, CorrectedField, Correction, Status, When
from verbale.store.rows import Event, Statement

ACTS: frozenset[str] = frozenset(get_args(Act))
STATUSES: frozenset[str] = frozenset(get_args(Status))
KEPT = frozenset({"yes", "no"})
FIELDS: tuple[str, ...] = get_args(CorrectedField)
EVENT_FIELDS = frozenset({"day", "status", "kept"})
STATEMENT_FIELDS = frozenset(FIELDS) - {"status"}
_REJECTED = "rejected"
_OVERLAP = 0.5
"""A row coded anew is the corrected one where it shares so much of the words of both."""
_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-W([0-9]{2}))?")


class Contradiction(Struct, frozen=True):
    """A field that people correct differently: until one of them retracts, it stays as it was coded."""

    row: str
    field: str
    values: tuple[str, ...]
    by: tuple[str, ...]


def day(value: str, basis: str = "") -> When | None:
    """Return an EDTF day, month, year, week or range of them (`~` and `?` allowed) as a date; None for ''.

    Raises ValueError for what is none of these.
    """
    given = value.strip()
    if not given:
        return None
    first, _, last = given.partition("/")
    begin = None if first == ".." else _limits(first)
    end = begin if not last and "/" not in given else None if last == ".." else _limits(last)
    earliest, latest = (begin[0] if begin else None), (end[1] if end else None)
    if (earliest is None and latest is None) or (earliest and latest and earliest > latest):
        raise ValueError(value)
    return When(given, earliest, latest, basis)


def _limits(point: str) -> tuple[str, str]:
    found = _POINT.fullmatch(point.rstrip("~?%"))
    if found is None:
        raise ValueError(point)
    year, month, number, week = (int(part) if part else None for part in found.groups())
    assert year is not None
    if week is not None:
        monday = date.fromisocalendar(year, week, 1)
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    low = date(year, month or 1, number or 1)
    high = date(year, month or 12, number or monthrange(year, month or 12)[1])
    return low.isoformat(), high.isoformat()


def fold_corrections(given: Iterable[Correction]) -> tuple[list[Correction], list[Contradiction]]:
    """Return the corrections on which nobody contradicts another, one for each field of a row; and the contradictions."""
    said: defaultdict[tuple[str, str], list[Correction]] = defaultdict(list)
    for c in given:
        said[c.row, c.field].append(c)
    kept: list[Correction] = []
    contradictions: list[Contradiction] = []
    for (row, field), ones in sorted(said.items()):
        ordered = sorted(ones, key=lambda c: (c.by, c.value))
        values = tuple(sorted({c.value for c in ordered}))
        if len(values) == 1:
            kept.append(ordered[0])
        else:
            contradictions.append(Contradiction(row, field, values, tuple(dict.fromkeys(c.by for c in ordered))))
    return kept, contradictions


class Corrections:
    """The corrections of a record, ready to be applied to one article after the other."""

    def __init__(self, given: Iterable[Correction], folded: Folded) -> None:
        kept, self.contradictions = fold_corrections(given)
        self._of: defaultdict[str, list[Correction]] = defaultdict(list)
        for c in kept:
            self._of[c.document_id].append(c)
        self._keys = _Names(folded) if kept else None

    def accounts(self, accounts: list[Account]) -> list[Account]:
        """Return an article's accounts as people corrected them."""
        if not accounts or accounts[0].document_id not in self._of:
            return accounts
        found = {a.id: a for a in accounts}
        for own, c in self._chosen(accounts[0].document_id, [(a.id, *_account_place(a)) for a in accounts]):
            found[own] = self._account(found[own], c)
        return [a for a in found.values() if _REJECTED not in a.corrected]

    def events(self, accounts: list[EventAccount]) -> list[EventAccount]:
        """Return an article's accounts of events as people corrected them."""
        if not accounts or accounts[0].document_id not in self._of:
            return accounts
        found = {a.id: a for a in accounts}
        for own, c in self._chosen(accounts[0].document_id, [(a.id, *_event_place(a)) for a in accounts]):
            found[own] = _event(found[own], c)
        return [a for a in found.values() if _REJECTED not in a.corrected]

    def _chosen(self, document_id: str, rows: list[tuple[str, int, int]]) -> list[tuple[str, Correction]]:
        chosen = ((find_row(c, rows), c) for c in self._of[document_id])
        return [(own, c) for own, c in chosen if own is not None]

    def _account(self, account: Account, c: Correction) -> Account:
        changes: dict[str, Any] = {}
        if c.field == "kept":
            return replace(account, corrected=(*account.corrected, _REJECTED if c.value == "no" else c.field))
        if c.field in ("speaker", "addressee"):
            key = self._keys.key(c.value) if c.value and self._keys else None
            if c.value and key is None:
                return account  # nobody in this record is called so (any more): the coding stands
            changes[f"{c.field}_key"] = key
        elif c.field == "act" and c.value in ACTS:
            changes["attribution"] = replace(account.attribution, act=c.value)
        elif c.field == "day":
            when = _said(c)
            changes["spoken"] = when
            changes["attribution"] = replace(account.attribution, spoken=when)
        else:
            return account
        return replace(account, **changes, corrected=(*account.corrected, c.field))


class _Names:
    """Actors by what people call them."""

    def __init__(self, folded: Folded) -> None:
        self._of_mention = folded.of_mention
        self._known: dict[str, str] = {}
        ranked = sorted(folded.actors.items(), key=lambda item: (-len(item[1].mention_ids), item[0]))
        for key, actor in ranked:
            if actor.lexicon_key:
                self._known.setdefault(fold(actor.lexicon_key), key)
        for key, actor in ranked:
            self._known.setdefault(fold(actor.name), key)
        for key, actor in ranked:
            for name in sorted({*actor.names, *actor.surfaces}):
                self._known.setdefault(fold(name), key)

    def key(self, value: str) -> str | None:
        """Return the actor of a lexicon key, a name, or a mention's id."""
        return self._known.get(fold(value)) or self._of_mention.get(value)


def find_row(correction: Correction, rows: Iterable[tuple[str, int, int]]) -> str | None:
    """Return which of an article's rows (id, start, end) is the corrected one: by its id, else by the words it stands on."""
    best: tuple[float, str] | None = None
    for own, start, end in rows:
        if own == correction.row:
            return own
        both = min(end, correction.end) - max(start, correction.start)
        share = both / max(end - start, correction.end - correction.start)
        if share >= _OVERLAP and (best is None or (share, own) > best):
            best = share, own
    return best[1] if best else None


def _account_place(account: Account) -> tuple[int, int]:
    content = account.attribution.content
    return content[0].start, content[-1].end


def _event_place(account: EventAccount) -> tuple[int, int]:
    return account.mention.trigger.start, account.mention.trigger.end


def _said(c: Correction) -> When | None:
    who = c.by.removeprefix("person:")
    try:
        return day(c.value, f"corrected by {who}" + (f": {c.reason}" if c.reason else ""))
    except ValueError:
        return None


def _event(account: EventAccount, c: Correction) -> EventAccount:
    changes: dict[str, Any] = {}
    if c.field == "kept":
        return replace(account, corrected=(*account.corrected, _REJECTED if c.value == "no" else c.field))
    if c.field == "day":
        changes["happened"] = _said(c)
        changes["mention"] = replace(account.mention, happened=changes["happened"])
    elif c.field == "status" and c.value in STATUSES:
        changes["mention"] = replace(account.mention, status=c.value)
    else:
        return account
    return replace(account, **changes, corrected=(*account.corrected, c.field))


def settle(statement: Statement, same: Sequence[Account], id_of: Callable[[str], str]) -> Statement:
    """Return a statement with what a person corrected in one of its readings: it outranks what the others were coded as."""
    changes: dict[str, Any] = {}
    for a in sorted(same, key=lambda a: (a.id != statement.lemma_id, a.id)):
        for field in a.corrected:
            if field in ("speaker", "addressee"):
                key = a.speaker_key if field == "speaker" else a.addressee_key
                changes.setdefault(f"{field}_id", id_of(key) if key else None)
            elif field == "act":
                changes.setdefault("act", a.attribution.act)
            elif field == "day" and "basis" not in changes:
                changes.update(_day(a.spoken))
    return replace(statement, **changes) if changes else statement


def settle_event(event: Event, alike: Sequence[EventAccount]) -> Event:
    """Return an event with what a person corrected in one of its accounts."""
    changes: dict[str, Any] = {}
    for a in alike:
        for field in a.corrected:
            if field == "status":
                changes.setdefault("status", a.mention.status)
            elif field == "day" and "basis" not in changes:
                changes.update(_day(a.happened))
    return replace(event, **changes) if changes else event


def _day(when: When | None) -> dict[str, Any]:
    if when is None:
        return {"value": None, "earliest": None, "latest": None, "basis": "corrected: not known"}
    return {"value": when.value, "earliest": when.earliest, "latest": when.latest, "basis": when.basis}
