"""Statements and events of a record, formed anew as far as touched articles change them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from verbale.collation import events as happenings
from verbale.collation import statements as sayings
from verbale.collation.accounts import Account, EventAccount
from verbale.collation.cluster import Pair, Verdicts
from verbale.collation.event_likeness import Likeness
from verbale.collation.events import EventGroup, GroupedEvents
from verbale.collation.remembered import Said, State
from verbale.collation.search import Search
from verbale.collation.settled import (
    BY,
    ONE_EVENT,
    ONE_STATEMENT,
    OPEN,
    event_judgements,
    statement_judgements,
)
from verbale.collation.statements import Group, Grouped
from verbale.collation.voices import Voices
from verbale.model import Judgement
from verbale.store import Store

Pairs = dict[tuple[str, str], float]


class Held(dict[str, tuple[list[Account], list[EventAccount]]]):
    """Articles' accounts, worked out where they are first asked for."""

    def __init__(self, make: Callable[[Collection[str]], dict[str, tuple[list[Account], list[EventAccount]]]]) -> None:
        super().__init__()
        self._make = make

    def need(self, wanted: Iterable[str]) -> None:
        """Work out the accounts of articles."""
        self.update(self._make([key for key in dict.fromkeys(wanted) if key not in self]))

    def __missing__(self, key: str) -> tuple[list[Account], list[EventAccount]]:
        self.need([key])
        return self[key]


@dataclass(frozen=True, slots=True)
class Ground:
    """What statements and events are formed from."""

    store: Store
    judged: Sequence[Judgement]
    verdicts: Verdicts
    voices: Voices
    of: Held
    """Each article's accounts."""
    told: sayings.Told


class _Together:
    """What hangs together by pairs, so that a part of it can be formed anew by itself."""

    def __init__(self, known: Iterable[str]) -> None:
        self._above = {own: own for own in known}

    def _top(self, own: str) -> str:
        while (above := self._above[own]) != own:
            self._above[own] = own = self._above[above]
        return own

    def join(self, left: str, right: str) -> None:
        """Hang two together, where both are known."""
        if left in self._above and right in self._above:
            self._above[self._top(left)] = self._top(right)

    def with_(self, seeds: Iterable[str]) -> set[str]:
        """Return all that hangs together with any of these."""
        tops = {self._top(seed) for seed in seeds if seed in self._above}
        return {own for own in self._above if self._top(own) in tops}


class Part:
    """Statements or events: the pairs among accounts, and what is formed anew."""

    reason: str
    least: float
    table: tuple[str, str, str]

    def __init__(
        self, ground: Ground, known: Collection[str], pairs: Sequence[tuple[str, str, float]], fresh: bool
    ) -> None:
        self.ground, self.known, self.fresh = ground, known, fresh
        self.pairs: Pairs = {(left, right): score for left, right, score in pairs}
        self.anew: set[str] = set()
        self.owners: set[str] = set()
        self.members: dict[str, tuple[str, ...]] = {}
        if not fresh:
            group, account, table = self.table
            held: defaultdict[str, list[str]] = defaultdict(list)
            for own, row in ground.store.connection.execute(
                f"SELECT {group}, {account} FROM {table} ORDER BY {group}, n"
            ):
                held[own].append(row)
            self.members = {own: tuple(rows) for own, rows in held.items()}
        self.of = {row: own for own, rows in self.members.items() for row in rows}

    def settle(
        self, dirty: set[str], gone: set[str], judged: set[str], found: Iterable[Pair]
    ) -> dict[tuple[str, str], Pair]:
        """Take the pairs that were scored anew; return those among all that is to be formed anew."""
        lost = dirty | gone
        seeds = dirty | judged
        touched = {p for p in self.pairs if p[0] in lost or p[1] in lost}
        seeds |= {row for pair in touched if self.pairs[pair] >= self.least for row in pair}
        seeds |= {row for own in {self.of[r] for r in (*lost, *judged) if r in self.of} for row in self.members[own]}
        for pair in touched:
            del self.pairs[pair]
        self.pairs.update({(p.left, p.right): p.score for p in found})
        together = _Together(self.known)
        for (left, right), score in self.pairs.items():
            if score >= self.least:
                together.join(left, right)
        for left, right in self.ground.verdicts.same:
            together.join(left, right)
        inside = set(self.known) if self.fresh else together.with_(seeds)
        self.anew = inside | gone
        self.owners = {self.of[row] for row in self.anew if row in self.of}
        for own in self.owners:
            del self.members[own]
        return {
            (left, right): Pair(left, right, score)
            for (left, right), score in self.pairs.items()
            if left in inside and right in inside
        }

    def formed(self, groups: Iterable[Group] | Iterable[EventGroup]) -> None:
        """Take what was formed anew."""
        for row in self.anew:
            self.of.pop(row, None)
        for one in groups:
            self.owners.add(one.id)
            self.members[one.id] = tuple(a.id for a in one.accounts)
            self.of.update((a.id, one.id) for a in one.accounts)

    def kept(self) -> list[Judgement]:
        """Return the judgements of the time before on what was not formed anew."""
        return [j for j in self.ground.judged if j.by == BY and j.reason == self.reason and j.left not in self.anew]


class Statements(Part):
    """The statements of a record, with the pairs that they rest on."""

    reason, least, table = ONE_STATEMENT, sayings.SAME, ("statement_id", "attribution_id", "statement_attribution")

    def __init__(self, ground: Ground, state: State | None, said: Mapping[str, Said]) -> None:
        self.home = {t.id: key for key, s in said.items() for t in s.traces}
        self.months = {t.id: t.month for s in said.values() for t in s.traces}
        self._said = said
        super().__init__(ground, self.home, state.pairs if state else (), state is None)
        self.grouped = Grouped((), {}, (), ())

    def accounts(self, wanted: Iterable[str]) -> dict[str, Account]:
        """Return accounts by their ids, in the order in which they are compared."""
        chosen = set(wanted)
        homes = sorted({self.home[own] for own in chosen})
        self.ground.of.need(homes)
        return {a.id: a for a in sayings.in_order(a for key in homes for a in self.ground.of[key][0] if a.id in chosen)}

    def form(self, old: Mapping[str, Said], touched: Sequence[str], judged: set[str]) -> None:
        """Form the statements that touched articles change."""
        dirty = {t.id for key in touched for t in self._said[key].traces}
        gone = {t.id for s in old.values() for t in s.traces} - dirty
        if self.fresh:
            by_id = self.accounts(self.home)
            score = sayings.Scorer(by_id, self.ground.voices)
            found = sayings.find_pairs(list(by_id.values()), self.ground.voices, score, self.ground.told)
            pairs = self.settle(dirty, gone, judged & self.home.keys(), found)
        else:
            search = Search(self._said, old, touched)
            near = search.pairs()
            held = self.accounts({own for pair in near for own in pair})
            score = sayings.Scorer(held, self.ground.voices)
            found = [pair for pair in score.all(near, self.ground.told) if pair.score >= sayings.UNSURE]
            pairs = self.settle(dirty | search.moved, gone, judged & self.home.keys(), found)
            by_id = self.accounts(self.anew - gone)
            score = sayings.Scorer(by_id, self.ground.voices)
        self.grouped = sayings.form(by_id, list(pairs.values()), self.ground.verdicts, score)
        self.formed(self.grouped.groups)

    def group(self, own: str) -> Group:
        """Return a statement with its accounts."""
        rows = self.members[own]
        found = self.accounts(rows)
        return Group(own, tuple(found[row] for row in rows))

    def groups(self, wanted: Collection[str]) -> dict[str, Group]:
        """Return statements with their accounts."""
        found = self.accounts(row for own in wanted for row in self.members[own])
        return {own: Group(own, tuple(found[row] for row in self.members[own])) for own in wanted}

    def judgements(self) -> list[Judgement]:
        """Return the judgements by which accounts are one statement, and the pairs that are left open."""
        left = [
            Judgement(a, b, "unsure", BY, score, OPEN)
            for (a, b), score in self.pairs.items()
            if self.of[a] != self.of[b] and self.ground.verdicts.said(a, b) is None
        ]
        return [*self.kept(), *statement_judgements(Grouped(self.grouped.groups, self.grouped.scores, (), ())), *left]


class Events(Part):
    """The events of a record, with the pairs that they rest on."""

    reason, least, table = ONE_EVENT, happenings.SAME, ("event_id", "event_mention_id", "event_account")

    def __init__(self, ground: Ground, state: State | None, said: Mapping[str, Said]) -> None:
        self.all = {a.id: a for a in happenings.in_order(a for s in said.values() for a in s.events)}
        super().__init__(ground, self.all, state.event_pairs if state else (), state is None)
        self.grouped = GroupedEvents((), {}, ())

    def form(self, old: Mapping[str, Said], touched: Sequence[str], judged: set[str]) -> None:
        """Form the events that touched articles change."""
        dirty = {a.id for key in touched for a in self.ground.of[key][1]}
        gone = {a.id for s in old.values() for a in s.events} - dirty
        likeness = Likeness(self.ground.voices)
        score = happenings.scorer(self.all, likeness)
        found = happenings.find_pairs(list(self.all.values()), likeness, score, None if self.fresh else dirty)
        pairs = self.settle(dirty, gone, judged & self.all.keys(), found)
        by_id = {own: a for own, a in self.all.items() if own in self.anew}
        self.grouped = happenings.form(by_id, list(pairs.values()), self.ground.verdicts, score)
        self.formed(self.grouped.groups)

    def group(self, own: str) -> EventGroup:
        """Return an event with its accounts."""
        return EventGroup(own, tuple(self.all[row] for row in self.members[own]))

    def judgements(self) -> list[Judgement]:
        """Return the judgements by which accounts are one event."""
        return [*self.kept(), *event_judgements(self.grouped.groups, self.grouped.scores)]
