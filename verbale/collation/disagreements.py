"""Where accounts differ, by sides: with the coded rows behind each side and how many independent sources they are.

Held against each other are accounts of one statement or event, and accounts that no rule joined but that are plainly of one
occasion: one voice and the same marked words, one type, the same parties. A copy cannot contradict its origin: two accounts
of one source make no difference. A difference hangs on nothing but the accounts of its own parties within about a month.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from msgspec import Struct

from verbale.collation.accounts import Account, EventAccount
from verbale.collation.candidates import candidates
from verbale.collation.claims import asked_clashes, demand_clashes, denied_claims, speaker_clashes
from verbale.collation.clashes import (
    Clash,
    company_clash,
    condition,
    number_clashes,
    occasion_clashes,
    omission_clash,
    own_words_marked,
    sense_clash,
)
from verbale.collation.event_clashes import EventClash, event_clashes, venue_clashes
from verbale.collation.events import EventGroup, denials
from verbale.collation.likeness import Likeness, compare, overlap
from verbale.collation.quoted_otherwise import one_remark, pieces, wording_clashes
from verbale.collation.retold import frame_clash, frame_of_fragment, framed, half_left_out, modified
from verbale.collation.rivals import course_clashes, unsaid_clashes
from verbale.collation.statements import Group
from verbale.collation.tolls import toll_clashes
from verbale.collation.voices import Voices
from verbale.lexicon.event_families import kinship
from verbale.lexicon.wording import weight
from verbale.model import row_id
from verbale.store.rows import Disagreement, DisagreementKind, Side

Sources = Callable[[Any], int]
"""How many independent sources accounts are."""
Name = Callable[[str], str]
"""An actor's name by key."""

_OVERLAP = 0.3
"""What two wordings must share word for word to be held against each other."""


class _Side(Struct):
    value: str
    accounts: dict[str, Account | EventAccount]


class _Sides:
    """Gathers clashes: what is in question, between which statements or events, who stands on which side."""

    def __init__(self, home: dict[str, str], sources: Sources, name: Name) -> None:
        self._home, self._sources, self._name = home, sources, name
        self._clashes: defaultdict[tuple[DisagreementKind, str], list[Clash | EventClash]] = defaultdict(list)

    def add(self, clash: Clash | EventClash) -> None:
        """Take a clash, unless both accounts are of one source: a copy, one agency's report, one outlet's day."""
        if self._sources([clash.left, clash.right]) >= 2 or clash.left.document_id == clash.right.document_id:
            self._clashes[clash.kind, _topic(clash)].append(clash)

    def found(self) -> Iterator[Disagreement]:
        """Yield the disagreements."""
        for (kind, _), clashes in sorted(self._clashes.items()):
            for joined in self._joined(clashes):
                yield self._one(kind, joined)

    def _joined(self, clashes: Sequence[Clash | EventClash]) -> list[list[Clash | EventClash]]:
        """Return clashes together that concern one statement or event."""
        above: dict[str, str] = {}

        def top(key: str) -> str:
            while above.setdefault(key, key) != key:
                key = above[key]
            return key

        for clash in clashes:
            left, right = sorted((top(self._home[clash.left.id]), top(self._home[clash.right.id])))
            above[right] = left
        found: defaultdict[str, list[Clash | EventClash]] = defaultdict(list)
        for clash in clashes:
            found[top(self._home[clash.left.id])].append(clash)
        return [found[key] for key in sorted(found)]

    def _one(self, kind: DisagreementKind, clashes: Sequence[Clash | EventClash]) -> Disagreement:
        sides: dict[str, _Side] = {}
        for clash in clashes:
            key = isinstance(clash, Clash) and clash.key
            for value, account in zip(clash.values, (clash.left, clash.right), strict=True):
                sides.setdefault(value, _Side(self._name(value) if key else value, {})).accounts[account.id] = account
        _part(list(sides.values()))
        laid = [
            Side(
                side.value,
                tuple(sorted(side.accounts)),
                self._sources([side.accounts[i] for i in sorted(side.accounts)]),
            )
            for _, side in sorted(sides.items())
        ]
        homes = sorted({self._home[a.id] for c in clashes for a in (c.left, c.right)})
        best = max(clashes, key=lambda c: (c.sure, c.about, c.left.id, c.right.id))
        subject = self._home[best.left.id]
        other = next((h for h in homes if h != subject), None)
        ordered = sorted(laid, key=lambda s: (-s.independent, -len(s.row_ids), s.value))
        own = row_id("disagreement", kind, subject, other, best.about, *(s.value for s in ordered))
        weakest = min(s.independent for s in ordered)
        score = round(best.sure * (1 - 0.5 ** (weakest + 1)), 3)
        return Disagreement(own, kind, subject, best.about, tuple(ordered), other, score)


def _part(sides: Sequence[_Side]) -> None:
    """Take accounts that give two values off the sides that others hold: whoever reports both holds neither."""
    count: defaultdict[str, int] = defaultdict(int)
    for side in sides:
        for own in side.accounts:
            count[own] += 1
    for side in sides:
        alone = {own: account for own, account in side.accounts.items() if count[own] == 1}
        if alone:
            side.accounts = alone


def _topic(clash: Clash | EventClash) -> str:
    """Return what clashes must share to be one: the words in question for wordings, nothing more for the rest."""
    return clash.about if clash.kind in {"wording", "garble", "number", "omission"} else ""


def _exact(account: Account) -> bool:
    """Say whether an account marks words or gives a number: what is not joined is held against others for these alone."""
    return any(len(run) >= _PIECE for run in account.wording.runs) or any(t.number for t in account.wording.tokens)


_PIECE = 4
_WORDS = 0.8
"""How near the words for an event must be for it to be what another denies."""


def _pairs(
    groups: Sequence[Group], near: Sequence[tuple[Account, Account]], voices: Voices, name: Name
) -> Iterator[tuple[Account, Account]]:
    """Yield pairs to hold against each other: of one statement, or of one voice and like words within about a month."""
    seen: set[tuple[str, str]] = set()
    home = {a.id: g.id for g in groups for a in g.accounts}
    inside = (pair for g in groups for pair in combinations(g.accounts, 2))
    for left, right in (*inside, *near):
        one, other = (left, right) if left.id < right.id else (right, left)
        if one.document_id == other.document_id or (one.id, other.id) in seen:
            continue
        seen.add((one.id, other.id))
        if one.speaker_key is None or other.speaker_key is None:
            continue
        if not voices.same(one.speaker_key, other.speaker_key) and name(one.speaker_key) != name(other.speaker_key):
            continue
        if home[one.id] == home[other.id] or overlap(one.wording, other.wording) >= _OVERLAP or _marked(one, other):
            yield one, other


def _marked(one: Account, other: Account) -> bool:
    """Say whether both mark the same three words in a row as said."""
    left, right = (
        {run[at : at + 3] for run in a.wording.runs for at in range(min(len(run) - 2, _MARKED))} for a in (one, other)
    )
    return not left.isdisjoint(right)


_MARKED = 60


def _statement_clashes(
    groups: Sequence[Group], near: Sequence[tuple[Account, Account]], voices: Voices, name: Name
) -> Iterator[Clash]:
    home = {a.id: g.id for g in groups for a in g.accounts}
    spoken: defaultdict[tuple[str, str], list[Account]] = defaultdict(list)
    for g in groups:
        for a in g.accounts:
            if a.speaker_key is not None:
                spoken[a.document_id, voices.block(a.speaker_key)].append(a)
    marked = defaultdict(list, {key: [p for a in held for p in pieces(a)] for key, held in spoken.items()})
    for one, other in _pairs(groups, near, voices, name):
        found = compare(one.wording, other.wording)
        joined = home[one.id] == home[other.id]
        yield from occasion_clashes(one, other, found, voices)
        beside, besides = (marked[a.document_id, voices.block(a.speaker_key or "")] for a in (one, other))
        worded = (
            list(wording_clashes(one, other, found, beside, besides)) if joined or one_remark(one, other, found) else []
        )
        yield from worded
        if worded:
            yield from frame_of_fragment(one, other, found)
        yield from number_clashes(one, other, found)
        company = company_clash(one, other, found)
        if company is not None:
            yield company
        if not joined:
            continue
        for carrier, silent in ((one, other), (other, one)):
            if condition(carrier) is not None and condition(silent) is None and silent.speaker_key is not None:
                beside_it = spoken[silent.document_id, voices.block(silent.speaker_key)]
                clash = omission_clash(carrier, silent, found, beside_it)
                if clash is not None:
                    yield clash
            own = [
                a
                for a in spoken[silent.document_id, voices.block(silent.speaker_key or "")]
                if a.speaker_key == silent.speaker_key
            ]
            half = half_left_out(carrier, silent, own, found)
            if half is not None:
                yield half
        sense = sense_clash(one, other, found)
        if sense is not None:
            yield sense
        told = modified(one, other)
        if told is not None:
            yield told


def _retold(groups: Sequence[Group], voices: Voices) -> Iterator[Clash]:
    """Yield where one article's paraphrase has another thing than its quotation of the same."""
    by_article: defaultdict[tuple[str, str, str], list[Account]] = defaultdict(list)
    for g in groups:
        for one, other in combinations(g.accounts, 2):
            if one.document_id == other.document_id:
                alike = compare(one.wording, other.wording)
                for carrier, silent in ((one, other), (other, one)):
                    half = half_left_out(carrier, silent, (), alike)
                    if half is not None:
                        yield half
                told = modified(one, other)
                if told is not None:
                    yield told
        for a in g.accounts:
            if a.speaker_key is not None and not a.head and framed(a):
                by_article[a.document_id, voices.block(a.speaker_key), a.attribution.act].append(a)
    for _, accounts in sorted(by_article.items()):
        for one, other in combinations(accounts, 2):
            aims = frame_clash(one, other, voices)
            if aims is not None:
                yield aims


def _marked_by_outlets(groups: Sequence[Group], voices: Voices) -> Iterator[Clash]:
    """Yield an outlet's own words that it sets between marks, beside the account of the same that does not."""
    accounts = [a for g in groups for a in g.accounts]
    suspect = [a for a in accounts if own_words_marked(a) and not voices.reporter(a.speaker_key or "")]
    if not suspect:
        return
    by_block: defaultdict[str, list[Account]] = defaultdict(list)
    for a in accounts:
        if a.speaker_key is not None:
            by_block[voices.block(a.speaker_key)].append(a)
    for one in suspect:
        best: tuple[float, str] | None = None
        twin = None
        for other in by_block[voices.block(one.speaker_key or "")]:
            if other.id == one.id or other.head or other.speaker_key is None or own_words_marked(other):
                continue
            if not voices.same(one.speaker_key or "", other.speaker_key):
                continue
            if overlap(one.wording, other.wording) < _OVERLAP:
                continue
            found: Likeness = compare(one.wording, other.wording, marks=False)
            rank = (found.mutual, other.id)
            if found.mutual >= 0.45 and found.weight >= 1.0 and (best is None or rank > best):
                best, twin = rank, other
        if twin is not None:
            words = (a.content[:120] for a in (one, twin))
            values = (next(words), next(words))
            yield Clash("garble", "whose words stand between the marks", one, twin, values, 0.75)


def _venues(events: Sequence[EventGroup], accounts: Sequence[Account], voices: Voices) -> Iterator[EventClash]:
    for event, account, here, place in venue_clashes(events, accounts, voices):
        yield EventClash("place", "where the talks shall be", event, account, (here, place), 0.75)


def _tolls(accounts: Sequence[Account], events: Sequence[EventGroup], voices: Voices) -> Iterator[EventClash]:
    told = sorted((a for g in events for a in g.accounts), key=lambda a: (a.document_id, a.mention.trigger, a.id))
    for harm, one, other in toll_clashes([*accounts, *told], voices.block):
        sure = 0.75 if one.day == other.day else 0.7
        yield EventClash("number", f"how many were {harm}", one.account, other.account, (one.words, other.words), sure)


_BEHIND = 70
"""Characters behind a trigger within which stands what was done with: "withdrew | from the treaty"."""
_NOUN = re.compile(r"[^\W\d_]{3,}")


def _one_thing(one: EventAccount, other: EventAccount) -> bool:
    """Say whether two events are done with one thing: leaving a treaty is not drawing back troops."""
    done, denied = _words_behind(one), _words_behind(other)
    if _SAYS_MORE.search(denied) is not None:
        return False  # denied that the talks "had broken down"
    here, there = set(_NAME.findall(done)), set(_NAME.findall(denied))
    if here and there and here.isdisjoint(there):
        return False
    return not _telling(one, done).isdisjoint(_telling(other, denied))


_SAYS_MORE = re.compile(r"^[^.,;]{0,40}\b(?:had|have|has|was|were|is|are|would|will)\s")
_NAME = re.compile(r"\b[A-Z][a-z]{2,}")


def _words_behind(account: EventAccount) -> str:
    around = account.around
    if around is None:
        return ""
    at = account.mention.trigger.end - around.start
    return around.text[at : at + _BEHIND]


def _telling(account: EventAccount, behind: str) -> set[str]:
    """Return the words that tell something in a trigger and behind it, by their first letters."""
    words = (*_NOUN.findall(account.mention.trigger.text)[1:], *_NOUN.findall(behind))
    return {w.casefold()[:5] for w in words if weight(w.casefold()) > 0}


def _denied_events(groups: Sequence[EventGroup], denials_said: frozenset[str], voices: Voices) -> Iterator[EventClash]:
    """Yield what one tells as done and another denies in so many words; "would not meet" denies nothing."""
    by_id = {g.id: g for g in groups}
    for told, not_so in sorted(denials(groups, voices)):
        left = [a for a in by_id[told].accounts if a.mention.status == "happened"]
        right = [a for a in by_id[not_so].accounts if a.mention.status == "denied"]
        for one in left:
            for other in right:
                words = kinship(one.mention.type, one.mention.trigger.text, other.mention.trigger.text)
                if words < _WORDS or one.document_id == other.document_id:
                    continue
                if other.mention.attribution_id in denials_said and _one_thing(one, other):
                    about = f"whether it happened: “{one.mention.trigger.text}”"
                    yield EventClash("status", about, one, other, ("told as done", "denied"), 0.7)


def find_disagreements(
    groups: Sequence[Group], events: Sequence[EventGroup], voices: Voices, sources: Sources, name: Name
) -> list[Disagreement]:
    """Return where accounts of statements and events differ, by id; `name` gives an actor key's name."""
    accounts = sorted(
        (a for g in groups for a in g.accounts), key=lambda a: (a.document_id, a.attribution.content, a.id)
    )
    home = {a.id: g.id for g in groups for a in g.accounts} | {a.id: g.id for g in events for a in g.accounts}
    near = list(candidates([a for a in accounts if _exact(a)], voices))
    sides = _Sides(home, sources, name)
    told: Iterable[Clash | EventClash]
    for told in (
        _statement_clashes(groups, near, voices, name),
        _retold(groups, voices),
        _marked_by_outlets(groups, voices),
        speaker_clashes(near, voices, name),
        denied_claims(accounts, voices),
        course_clashes(accounts, voices, name),
        unsaid_clashes(accounts, voices),
        asked_clashes(accounts, voices),
        demand_clashes(accounts, voices),
        _venues(events, accounts, voices),
        _tolls(accounts, events, voices),
        event_clashes(events, voices),
        _denied_events(events, frozenset(a.id for a in accounts if a.attribution.act == "deny"), voices),
    ):
        for clash in told:
            sides.add(clash)
    return sorted({d.id: d for d in sides.found()}.values(), key=lambda d: d.id)
