"""Hand-labelled truth about what documents share: which accounts are one statement, which are one event; and its scores.

`docs/reference/gold.md` describes the format and the rules that annotators follow. A gold file lists accounts (spans of
contents or triggers) by group; two accounts of one group belong together, two of different groups do not, unless the
groups are listed as `unsure`. The scorer pairs accounts with coded rows and then judges pairs of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from verbale.analysis.gold import digest
from verbale.analysis.gold_match import Score, Tokens, match, overlap
from verbale.analysis.gold_names import Names
from verbale.errors import GoldError
from verbale.model import EventType, Span
from verbale.store.store import Store

_SAME = 0.5
"""Least share of words (intersection over union) at which a coded content is a gold account."""
_SPEAKER = 0.25
"""What the right speaker adds: of nested contents each finds its own."""
_NEAR = 200
"""Farthest that two triggers of one sentence may stand apart."""

# -- the file ----------------------------------------------------------------------------------------------------------


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
    except msgspec.DecodeError as error:
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


# -- what is scored ----------------------------------------------------------------------------------------------------


class Row(Struct, frozen=True):
    """One coded row and the identity that collation gave it."""

    document: str
    """SHA-256 of the text."""
    spans: tuple[Span, ...]
    group: str
    """The id of its statement or event."""
    names: tuple[str, ...] = ()
    """The speaker as the record calls them."""
    country: str | None = None
    """The speaker's, where the record knows it."""
    type: str = ""


class Grouped(Struct, frozen=True):
    """The grouping that a record holds: the texts by SHA-256, and its rows."""

    texts: Mapping[str, str]
    statements: tuple[Row, ...]
    events: tuple[Row, ...]

    @classmethod
    def of(cls, store: Store) -> Grouped:
        """Return the grouping of a store as it stands."""
        actors = {mention: actor for actor in store.actors() for mention in actor.mention_ids}
        statement_of = {a: s.id for s in store.statements() for a in s.attribution_ids}
        event_of = {m: e.id for e in store.events() for m in e.event_mention_ids}
        texts: dict[str, str] = {}
        statements: list[Row] = []
        events: list[Row] = []
        for document in store.documents():
            sha = digest(document.text)
            texts[sha] = document.text
            coding = store.coding(document.id)
            if coding is None:
                continue
            mentions = {mention.id: mention for mention in coding.mentions}
            for said in coding.attributions:
                mention = mentions.get(said.speaker_id or "")
                actor = actors.get(said.speaker_id or "") or actors.get(mention.head_id if mention else "")
                names = (mention.name if mention else None, actor.name if actor else None)
                statements.append(
                    Row(
                        sha,
                        said.content,
                        statement_of.get(said.id, said.id),
                        tuple(dict.fromkeys(name for name in names if name)),
                        actor.country if actor else None,
                    )
                )
            events.extend(
                Row(sha, (event.trigger,), event_of.get(event.id, event.id), type=event.type) for event in coding.events
            )
        return cls(texts, tuple(statements), tuple(events))


class PairFault(Struct, frozen=True, order=True):
    """Two accounts that were joined and should not be, or the reverse."""

    kind: Literal["false merge", "missed merge", "not coded"]
    category: Literal["statements", "events"]
    groups: tuple[str, str]
    files: tuple[str, str]
    words: tuple[str, str]


class GroupReport(Struct, frozen=True):
    """What a grouping is worth."""

    gold: str
    missing: tuple[str, ...]
    """Labelled documents that the record does not hold: their pairs are missed, end to end."""
    scores: tuple[Score, ...]
    across_polities: int
    """Pairs of accounts joined though gold has their speakers speak for two polities. Must be 0."""
    across_countries: int
    """Statements of the record whose readings' speakers, as it resolved them, belong to two countries. Must be 0."""
    faults: tuple[PairFault, ...]

    def score(self, category: str, measure: str) -> Score:
        """Return one line of the table."""
        for score in self.scores:
            if (score.category, score.measure) == (category, measure):
                return score
        raise KeyError(f"{category}: {measure}")

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the table as plain rows of text, the header first."""
        header = ("category", "measure", "right", "given", "wanted", "precision", "recall", "F1")
        body = [
            (s.category, s.measure, str(s.right), str(s.given), str(s.wanted),
             f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}")
            for s in self.scores
        ]  # fmt: skip
        return (
            header,
            *body,
            ("statements", "joined across polities", str(self.across_polities), "", "0", "", "", ""),
            ("statements", "joined across countries", str(self.across_countries), "", "0", "", "", ""),
        )


class _Item(Struct, frozen=True):
    """A gold account with its words and the row that was coded for it."""

    account: Account
    group: str
    polity: str | None
    words: str
    row: Row | None


def _words(text: str, account: Account) -> str:
    return " … ".join(text[start:end] for start, end in account.pieces)


def _spans(text: str, account: Account, where: str) -> tuple[Span, ...]:
    try:
        return tuple(Span.of(text, start, end) for start, end in account.pieces)
    except ValueError as error:
        raise GoldError(f"{where}: {error}") from None


def _paired_statements(
    text: str, gold: Sequence[tuple[StatementGroup, Account]], rows: Sequence[Row], name: str
) -> dict[int, int]:
    tokens = Tokens(text)
    names = Names(())
    covers = [tokens.cover(row.spans) for row in rows]
    weights = []
    for number, (group, account) in enumerate(gold):
        cover = tokens.cover(_spans(text, account, f"{name}: {group.group}"))
        for place, given in enumerate(covers):
            share = overlap(cover, given)
            if share >= _SAME:
                right = any(names.same(left, right) for left in group.speakers for right in rows[place].names)
                weights.append((share + _SPEAKER * right, number, place))
    return match(weights)


def _one_sentence(text: str, left: int, right: int) -> bool:
    between = text[min(left, right) : max(left, right)]
    return len(between) <= _NEAR and "\n" not in between and re.search(r"[.!?][”\"’']?\s", between) is None


def _paired_events(
    text: str, gold: Sequence[tuple[EventGroup, Account]], rows: Sequence[Row], name: str
) -> dict[int, int]:
    weights = []
    for number, (group, account) in enumerate(gold):
        wanted = _spans(text, account, f"{name}: {group.group}")[0]
        for place, row in enumerate(rows):
            given = row.spans[0]
            alike = row.type == group.type
            apart = abs(wanted.start - given.start)
            if wanted.start < given.end and given.start < wanted.end:
                weights.append((3.0 + alike - apart / 1000, number, place))
            elif alike and _one_sentence(text, wanted.start, given.start):
                weights.append((1.0 - apart / 1000, number, place))
    return match(weights)


def _items(gold: GroupGold, grouped: Grouped) -> tuple[list[_Item], list[_Item]]:
    """Pair every account with a coded row: statements, then events, in the order of documents and texts."""
    said: list[_Item] = []
    told: list[_Item] = []
    for document in gold.documents:
        sha = document.sha256
        text = grouped.texts.get(sha)
        statements = [(g, a) for g in gold.statements for a in g.accounts if a.sha256 == sha]
        events = [(g, a) for g in gold.events for a in g.accounts if a.sha256 == sha]
        statement_rows = [row for row in grouped.statements if row.document == sha]
        event_rows = [row for row in grouped.events if row.document == sha]
        first = {} if text is None else _paired_statements(text, statements, statement_rows, gold.name)
        second = {} if text is None else _paired_events(text, events, event_rows, gold.name)
        for number, (spoken, account) in enumerate(statements):
            row = statement_rows[first[number]] if number in first else None
            said.append(_Item(account, spoken.group, spoken.polity, _words(text or "", account), row))
        for number, (event, account) in enumerate(events):
            row = event_rows[second[number]] if number in second else None
            told.append(_Item(account, event.group, None, _words(text or "", account), row))
    return said, told


class _Count:
    """Right, given and wanted pairs of one kind."""

    def __init__(self) -> None:
        self.right = self.given = self.wanted = 0

    def add(self, same: bool, joined: bool) -> None:
        self.right += same and joined
        self.given += joined
        self.wanted += same


def _score(
    category: Literal["statements", "events"],
    items: Sequence[_Item],
    unsure: frozenset[frozenset[str]],
    files: Mapping[str, str],
) -> tuple[list[Score], int, list[PairFault]]:
    """Judge every pair of accounts; return the lines, the pairs joined across polities, and the faults."""
    found, apart, whole = _Count(), _Count(), _Count()
    faults: list[PairFault] = []
    across = 0
    for left, right in combinations(items, 2):
        same = left.group == right.group
        if left.account.doubtful or right.account.doubtful or frozenset((left.group, right.group)) in unsure:
            continue
        coded = left.row is not None and right.row is not None
        joined = left.row is not None and right.row is not None and left.row.group == right.row.group
        if not coded:
            if same and not any(item.row is None and item.account.optional for item in (left, right)):
                whole.add(True, False)
                faults.append(_fault("not coded", category, left, right, files))
            continue
        found.add(same, joined)
        whole.add(same, joined)
        if left.account.sha256 != right.account.sha256:
            apart.add(same, joined)
        if joined and not same:
            across += left.polity is not None and right.polity is not None and left.polity != right.polity
            faults.append(_fault("false merge", category, left, right, files))
        elif same and not joined:
            faults.append(_fault("missed merge", category, left, right, files))
    wanted = [item for item in items if item.row is not None or not item.account.optional]
    coded_items = sum(item.row is not None for item in wanted)
    lines = [
        Score(category, "accounts coded", coded_items, coded_items, len(wanted)),
        Score(category, "pairs", found.right, found.given, found.wanted),
        Score(category, "pairs across documents", apart.right, apart.given, apart.wanted),
        Score(category, "pairs, end to end", whole.right, whole.given, whole.wanted),
    ]
    return lines, across, faults


def _fault(
    kind: Literal["false merge", "missed merge", "not coded"],
    category: Literal["statements", "events"],
    left: _Item,
    right: _Item,
    files: Mapping[str, str],
) -> PairFault:
    return PairFault(
        kind,
        category,
        (left.group, right.group),
        (files[left.account.sha256], files[right.account.sha256]),
        (left.words, right.words),
    )


def _across_countries(rows: Iterable[Row], documents: frozenset[str]) -> int:
    """Count statements whose readings' speakers belong to two countries, as far as the record knows."""
    countries: dict[str, set[str]] = {}
    for row in rows:
        if row.country is not None and row.document in documents:
            countries.setdefault(row.group, set()).add(row.country)
    return sum(len(each) > 1 for each in countries.values())


def score_groups(gold: GroupGold, grouped: Grouped) -> GroupReport:
    """Score a grouping against gold, pair by pair.

    `pairs` are counted over accounts for which something was coded; `end to end` counts what was not coded as missed.
    """
    files = {document.sha256: document.file for document in gold.documents}
    unsure = frozenset(frozenset(pair) for pair in gold.unsure)
    said, told = _items(gold, grouped)
    first, across, said_faults = _score("statements", said, unsure, files)
    second, _, told_faults = _score("events", told, unsure, files)
    return GroupReport(
        gold=gold.name,
        missing=tuple(document.file for document in gold.documents if document.sha256 not in grouped.texts),
        scores=(*first, *(second if gold.events else ())),
        across_polities=across,
        across_countries=_across_countries(grouped.statements, frozenset(files)),
        faults=tuple(sorted([*said_faults, *told_faults])),
    )
