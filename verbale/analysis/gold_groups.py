"""How well a record groups accounts into statements and events, pair by pair, against hand-labelled groups.

Every gold account finds at most one coded row; then each pair of accounts is judged: joined rightly, joined wrongly, or
missed. `docs/reference/gold.md` says when a row is an account's, and what counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal

from msgspec import Struct

from verbale.analysis.gold import digest
from verbale.analysis.gold_accounts import Account, EventGroup, GroupGold, StatementGroup, blank, read_groups
from verbale.analysis.gold_match import Score, Tokens, match, overlap, score_in
from verbale.analysis.gold_names import Names
from verbale.errors import GoldError
from verbale.model import Span
from verbale.store.store import Store

__all__ = ["GroupGold", "GroupReport", "Grouped", "PairFault", "Row", "blank", "read_groups", "score_groups"]

_SAME = 0.5
"""Least share of words (intersection over union) at which a coded content is a gold account."""
_SPEAKER = 0.25
"""What the right speaker adds: of nested contents each finds its own."""
_NEAR = 200
"""Farthest that two triggers of one sentence may stand apart."""

Category = Literal["statements", "events"]


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

    @classmethod
    def by_reader(cls, gold: GroupGold, texts: Mapping[str, str]) -> Grouped:
        """Return what another reader holds, as if a record held it: to measure how far two readers agree."""

        def spans(account: Account, group: str) -> tuple[Span, ...]:
            return _spans(texts[account.sha256], account, f"{gold.name}: {group}")

        return cls(
            texts,
            tuple(
                Row(account.sha256, spans(account, said.group), said.group, said.speakers)
                for said in gold.statements
                for account in said.accounts
                if account.sha256 in texts
            ),
            tuple(
                Row(account.sha256, spans(account, event.group), event.group, type=event.type)
                for event in gold.events
                for account in event.accounts
                if account.sha256 in texts
            ),
        )


class PairFault(Struct, frozen=True, order=True):
    """Two accounts that were joined and should not be, or the reverse."""

    kind: Literal["false merge", "missed merge", "not coded"]
    category: Category
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
        return score_in(self.scores, category, measure)

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


def _order(row: Row) -> tuple[tuple[Span, ...], str, str]:
    """Ties between rows are broken by what they are, never by the order in which they came."""
    return row.spans, row.type, row.group


def _items(gold: GroupGold, grouped: Grouped) -> tuple[list[_Item], list[_Item]]:
    """Pair every account with a coded row: statements, then events, in the order of documents and texts."""
    said: list[_Item] = []
    told: list[_Item] = []
    for document in gold.documents:
        sha = document.sha256
        text = grouped.texts.get(sha)
        statements = [(g, a) for g in gold.statements for a in g.accounts if a.sha256 == sha]
        events = [(g, a) for g in gold.events for a in g.accounts if a.sha256 == sha]
        statements.sort(key=lambda each: (each[1].pieces, each[0].group))
        events.sort(key=lambda each: (each[1].pieces, each[0].group))
        statement_rows = sorted((row for row in grouped.statements if row.document == sha), key=_order)
        event_rows = sorted((row for row in grouped.events if row.document == sha), key=_order)
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
    category: Category,
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
    category: Category,
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
