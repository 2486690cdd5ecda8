"""Hand-labelled truth about what documents share: the file format, and its strict reading.

A file lists accounts (spans of contents or triggers) by group: two accounts of one group are one statement or event, two
of different groups are not, unless the groups are listed as `unsure`. `docs/reference/gold.md` has the rules that
annotators follow; `verbale.analysis.gold_groups` scores.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from verbale.errors import GoldError
from verbale.model import EventType


class Account(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words by which one document gives a statement (its content) or an event (its trigger)."""

    sha256: str
    start: int
    end: int
    more: tuple[tuple[int, int], ...] = ()
    """Further pieces, where reporting words stand in the middle."""
    optional: bool = False
    """Borderline to code: no miss where nothing was coded."""
    doubtful: bool = False
    """Readers may differ on the group: its pairs count for nothing."""

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """All pieces in text order."""
        return tuple(sorted(((self.start, self.end), *self.more)))


class StatementGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act of speech and every account of it."""

    group: str
    accounts: tuple[Account, ...]
    speakers: tuple[str, ...] = ()
    """Who is named as saying it; a principal and a spokesperson may both be."""
    polity: str | None = None
    """For whom they speak: ISO 3166 alpha-3, or the short name of an organisation."""
    note: str = ""


class EventGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One event and every account of it."""

    group: str
    type: EventType
    accounts: tuple[Account, ...]
    note: str = ""


class GroupDisagreement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How accounts of one group differ, in words."""

    kind: Literal[
        "date", "place", "number", "who asked", "wording", "omission", "attribution", "status", "garble",
    ]  # fmt: skip
    group: str
    note: str


class GroupLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How two groups stand to one another."""

    left: str
    type: Literal["answers", "denies", "repeats", "contradicts"]
    right: str


class GroupDocument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A labelled document: all its attributions are in some group."""

    file: str
    sha256: str
    """Of the stored text in UTF-8."""


class GroupGold(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a careful reader holds to be one statement, and one event, across a set of articles."""

    name: str
    origin: str
    licence: str
    documents: tuple[GroupDocument, ...]
    statements: tuple[StatementGroup, ...]
    events: tuple[EventGroup, ...] = ()
    disagreements: tuple[GroupDisagreement, ...] = ()
    links: tuple[GroupLink, ...] = ()
    unsure: tuple[tuple[str, str], ...] = ()
    """Pairs of groups that readers may take for one: joining or parting them counts for nothing."""
    note: str = ""


def decode_groups(data: bytes, name: str) -> GroupGold:
    """Read a file of groups strictly; `name` is how its errors call it."""
    try:
        gold = msgspec.json.decode(data, type=GroupGold)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise GoldError(f"{name}: {error}") from None
    _check(gold, name)
    return gold


def read_groups(path: str | Path) -> GroupGold:
    """Read a file of groups from disk."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise GoldError(f"{path}: cannot be read: {error.strerror}") from None
    return decode_groups(data, str(path))


def _check(gold: GroupGold, name: str) -> None:
    documents = {document.sha256 for document in gold.documents}
    groups: set[str] = set()
    for kind in (gold.statements, gold.events):
        taken: set[tuple[str, tuple[tuple[int, int], ...], frozenset[str]]] = set()
        for group in kind:
            if group.group in groups:
                raise GoldError(f"{name}: the group {group.group!r} is listed twice")
            groups.add(group.group)
            if not group.accounts:
                raise GoldError(f"{name}: the group {group.group!r} has no account")
            who = frozenset(group.speakers if isinstance(group, StatementGroup) else (group.type,))
            for account in group.accounts:
                where = f"{name}: {group.group}: {account.sha256[:12]} {account.start}-{account.end}"
                if account.sha256 not in documents:
                    raise GoldError(f"{where}: the document is not among `documents`")
                if any(not 0 <= start < end for start, end in account.pieces):
                    raise GoldError(f"{where}: a piece is empty or ends before it starts")
                if (account.sha256, account.pieces, who) in taken:
                    raise GoldError(f"{where}: these words are already in a group")
                taken.add((account.sha256, account.pieces, who))
    named = [*(d.group for d in gold.disagreements), *(g for link in gold.links for g in (link.left, link.right))]
    for each in [*named, *(g for pair in gold.unsure for g in pair)]:
        if each not in groups:
            raise GoldError(f"{name}: there is no group {each!r}")


def blank(gold: GroupGold) -> GroupGold:
    """Return the accounts of a gold file each in a group of its own, in text order: what a second reader starts from."""
    order = {document.sha256: number for number, document in enumerate(gold.documents)}

    def place(item: tuple[Account, StatementGroup | EventGroup]) -> tuple[int, tuple[tuple[int, int], ...], str]:
        return order[item[0].sha256], item[0].pieces, item[1].group

    said = sorted(((account, group) for group in gold.statements for account in group.accounts), key=place)
    told = sorted(((account, group) for group in gold.events for account in group.accounts), key=place)
    return GroupGold(
        name=gold.name,
        origin="",
        licence=gold.licence,
        documents=gold.documents,
        statements=tuple(
            StatementGroup(group=f"s{number}", accounts=(_plain(account),))
            for number, (account, _) in enumerate(said, 1)
        ),
        events=tuple(
            EventGroup(group=f"e{number}", type=event.type, accounts=(_plain(account),))
            for number, (account, event) in enumerate(told, 1)
            if isinstance(event, EventGroup)
        ),
    )


def _plain(account: Account) -> Account:
    return Account(sha256=account.sha256, start=account.start, end=account.end, more=account.more)
