"""How two accounts of what is plainly one event differ: its day, its place, how many it struck, whether it happened.

Two accounts that share type, parties and words but not the day are one event told otherwise, unless an article knows of both:
who reports a call on Monday and another on Tuesday has two calls.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from verbale.collation.accounts import Account, EventAccount
from verbale.collation.days import last_written, limits
from verbale.collation.event_likeness import TWO_SIDED, Likeness
from verbale.collation.event_told import Told, known
from verbale.collation.events import EventGroup
from verbale.collation.occasions import firm_day
from verbale.collation.voices import Voices
from verbale.lexicon import load_table, load_words
from verbale.lexicon.event_families import kinship
from verbale.store.rows import DisagreementKind


class EventClash(Struct, frozen=True):
    """Two accounts of an event that differ in one thing."""

    kind: DisagreementKind
    about: str
    left: EventAccount | Account
    right: EventAccount | Account
    values: tuple[str, str]
    sure: float


_DAYS = 3
"""Days by which accounts of one meeting may differ in its day."""
_DATED = TWO_SIDED | {"ASSAULT", "SANCTION", "RETREAT"}
_LASTING = frozenset({"visit", "host", "exercise", "buildup"})
"""What goes on for days: "arrived on Monday" and "during the visit on Tuesday" are one."""
_WORDS = 0.8
_PARTIES = 0.9


class _Bucket(Struct, frozen=True):
    """Accounts that may be of one event but for what they are held against each other for."""

    accounts: tuple[tuple[EventAccount, Told], ...]


def _buckets(accounts: Sequence[EventAccount], likeness: Likeness) -> list[_Bucket]:
    """Return accounts by type and parties' states, within about a month."""
    found: defaultdict[tuple[str, str, int], list[tuple[EventAccount, Told]]] = defaultdict(list)
    for account in accounts:
        told = likeness.told(account)
        parties = sorted({p.block for p in (*known(told.actors), *known(told.recipients)) if p.kind != "unknown"})
        written = last_written(account.written)
        if len(parties) < 2 or written is None or not told.dated:
            continue
        for month in (written // 31, written // 31 + 1):
            found[account.mention.type, " & ".join(parties), month].append((account, told))
    return [_Bucket(tuple(members)) for _, members in sorted(found.items()) if len(members) > 1]


def event_clashes(groups: Sequence[EventGroup], voices: Voices) -> Iterator[EventClash]:
    """Yield what accounts of events differ in; the accounts of one article are never held against each other."""
    likeness = Likeness(voices)
    accounts = sorted((a for g in groups for a in g.accounts), key=lambda a: (a.document_id, a.mention.trigger, a.id))
    for bucket in _buckets(accounts, likeness):
        yield from _day_clashes(bucket, likeness)
        yield from _place_clashes(bucket, likeness)


def _one(left: tuple[EventAccount, Told], right: tuple[EventAccount, Told], likeness: Likeness) -> bool:
    """Say whether two accounts share type, parties, words and status, whatever their day and place."""
    (a, one), (b, other) = left, right
    if a.document_id == b.document_id or a.mention.status != b.mention.status:
        return False
    if a.mention.mode and b.mention.mode and a.mention.mode != b.mention.mode:
        return False
    if one.round is not None and other.round is not None and one.round != other.round:
        return False
    if {one.family, other.family} & _LASTING:
        return False
    if kinship(a.mention.type, a.mention.trigger.text, b.mention.trigger.text) < _WORDS:
        return False
    agreed = likeness.parties(one, other)
    return agreed is not None and agreed >= _PARTIES


# -- days --------------------------------------------------------------------------------------------------------------


def _day_clashes(bucket: _Bucket, likeness: Likeness) -> Iterator[EventClash]:
    dated = [(a, t, day) for a, t in bucket.accounts if a.mention.type in _DATED and (day := firm_day(a)) is not None]
    days_of: defaultdict[str, set[int]] = defaultdict(set)
    for account, _, day in dated:
        days_of[account.document_id].add(day)
    for n, (a, one, day) in enumerate(dated):
        for b, other, another in dated[n + 1 :]:
            if not 0 < abs(day - another) <= _DAYS or not _one((a, one), (b, other), likeness):
                continue
            if len(days_of[a.document_id] | days_of[b.document_id]) != 2 or any(
                {day, another} <= days for days in days_of.values()
            ):
                continue  # an article that knows of both has two events
            if one.noun or other.noun:
                continue  # a summit lasts, and is spoken of on other days
            if not _persons(one, other) or _other_day(a) or _other_day(b):
                continue
            values = (dt.date.fromordinal(day).isoformat(), dt.date.fromordinal(another).isoformat())
            yield EventClash("date", f"the day of “{a.mention.trigger.text}”", a, b, values, 0.8)


def _other_day(account: EventAccount) -> bool:
    """Say whether a sentence has a second day: "in Rome on Sunday after talks in Paris the day before, he met ..."."""
    if account.around is None or account.happened is None:
        return False
    own = {w.casefold() for e in account.happened.evidence for w in _WORD.findall(e.text)}
    return any(w.casefold() not in own for w in _DAY.findall(account.around.text))


_WORD = re.compile(r"\w+")
_DAY = re.compile(r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Tt]oday|[Yy]esterday|day before|day after)\b")


def _persons(one: Told, other: Told) -> bool:
    """Say whether the same person takes part in both: two states do much with each other on any day."""
    left, right = ({p.key for p in (*t.actors, *t.recipients) if p.kind == "person"} for t in (one, other))
    return bool(left & right)


# -- places ------------------------------------------------------------------------------------------------------------


@cache
def _towns() -> dict[str, str]:
    """Return the states of towns by every name they have."""
    found: dict[str, str] = {}
    for row in load_table("place_points.tsv"):
        for name in (row["name"], *row["aliases"].split(";")):
            if name.strip():
                found[name.strip().casefold()] = f"{row['country']} {row['name']}"
    return found


@cache
def _elsewhere() -> re.Pattern[str]:
    """Return the pattern of a place that is left open: "any neutral country", "a third country"."""
    words = "|".join(sorted(map(re.escape, load_words("open_places.txt")), key=lambda w: (-len(w), w)))
    return re.compile(rf"\b(?:{words})\b", re.I)


def open_place(words: str) -> str | None:
    """Return the place that words leave open, "any neutral country"; None where they name none so."""
    found = _elsewhere().search(words)
    return found[0] if found else None


def town(account: EventAccount) -> tuple[str, str] | None:
    """Return the town where an account has its event, and its state; None where it gives no town that is known."""
    place = account.mention.place
    if place is None:
        return None
    known_as = _towns().get(place.text.casefold().removeprefix("the "))
    if known_as is None:
        return None
    state, _, name = known_as.partition(" ")
    return name, state


def _place_clashes(bucket: _Bucket, likeness: Likeness) -> Iterator[EventClash]:
    placed = [(a, t, where) for a, t in bucket.accounts if a.mention.type == "CONSULT" and (where := town(a))]
    towns_of: defaultdict[str, set[str]] = defaultdict(set)
    for account, _, (name, _state) in placed:
        towns_of[account.document_id].add(name)
    for n, (a, one, (here, _a)) in enumerate(placed):
        for b, other, (there, _b) in placed[n + 1 :]:
            if here == there or not _one((a, one), (b, other), likeness) or not _same_day(a, one, b, other):
                continue
            if any({here, there} <= towns for towns in towns_of.values()):
                continue
            yield EventClash("place", f"where: “{a.mention.trigger.text}”", a, b, (here, there), 0.8)


_TALK = re.compile(r"\b(?:talks?|negotiat\w{1,6}|meet(?:ings?)?|consultations?|summit|confer)\b", re.I)
_AHEAD = 21
"""Days within which articles tell of the same talks to come."""


def venue_clashes(
    groups: Sequence[EventGroup], accounts: Sequence[Account], voices: Voices
) -> Iterator[tuple[EventAccount, Account, str, str]]:
    """Yield talks to come that have a town by one article and, by a party's words in another, no place yet."""
    open_to: defaultdict[str, list[tuple[Account, str]]] = defaultdict(list)
    for account in accounts:
        if account.speaker_key is None or account.attribution.act not in _OFFERS:
            continue
        for span in account.attribution.content:
            place = open_place(span.text)
            if place is not None and _TALK.search(span.text):
                open_to[voices.block(account.speaker_key)].append((account, place))
    if not open_to:
        return
    likeness = Likeness(voices)
    for thing in groups:
        for event in thing.accounts:
            if event.mention.type != "CONSULT" or event.mention.status != "scheduled" or (where := town(event)) is None:
                continue
            told = likeness.told(event)
            blocks = sorted({p.block for p in told.pool})
            if not told.noun or _TALK.search(event.mention.trigger.text) is None:
                continue  # "is due to meet X in Y" is another meeting
            for account, left_open in (each for block in blocks for each in open_to.get(block, ())):
                if len(blocks) == 2 and account.document_id != event.document_id and _together(account, event):
                    yield event, account, where[0], left_open


def _together(account: Account, event: EventAccount) -> bool:
    """Say whether two articles were written within three weeks, as far as either's day is known."""
    if account.written is None or event.written is None:
        return True
    (a, b), (c, d) = limits(account.written), limits(event.written)
    first = max(x for x in (a, c, -_AHEAD) if x is not None)
    last = min((x for x in (b, d) if x is not None), default=first)
    return first - last <= _AHEAD


_OFFERS = frozenset({"propose", "accept", "promise", "announce", "assert", "demand"})


def _same_day(a: EventAccount, one: Told, b: EventAccount, other: Told) -> bool:
    first, second = firm_day(a), firm_day(b)
    if first is not None and second is not None:
        return first == second
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return False
    return max(one.first, other.first) <= min(one.last, other.last) and a.mention.status == "scheduled"
