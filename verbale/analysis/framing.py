"""How each outlet tells it: what it calls the same actor, which statements it carries or leaves out, who acts in its sentences.

Counts with examples, no scores: whether a name or an omission means anything is for the reader to say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Container

from msgspec import Struct

from verbale.analysis.facts import Facts
from verbale.analysis.results import Label
from verbale.store import Store

_NEAR = 3
"""Days around an outlet's articles in which a statement could have been carried."""
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|got|gets)\s+(?:not\s+|\w{1,20}ly\s+)?$", re.I)
_PARTICIPLE = re.compile(r"^\w+(?:ed|en|wn|ught|ut|ade|old|ent|et|un)\b", re.I)


class Carried(Struct, frozen=True):
    """What an outlet carries of what several outlets tell."""

    outlet: str
    told: int
    """Statements that at least two outlets carry, made while this outlet wrote."""
    carried: int
    left_out: tuple[str, ...]
    """Those that it leaves out."""
    shortened: tuple[str, ...]
    """Those of which a part that others carry is missing."""
    alone: int
    """Statements that no other outlet carries."""


class Voice(Struct, frozen=True):
    """In how many accounts of events an outlet names who acts as the one who acts."""

    outlet: str
    active: int
    passive: int
    without_actor: int
    """Passive accounts that name nobody who did it."""
    document_id: str
    """An example of the passive, where there is one: document and place of the words."""
    start: int
    end: int
    words: str


class Framing(Struct, frozen=True):
    """How the outlets tell it."""

    labels: tuple[Label, ...]
    carried: tuple[Carried, ...]
    voices: tuple[Voice, ...]


def find_framing(store: Store, facts: Facts, *, about: Container[str] | None = None) -> Framing:
    """Return how outlets name actors (those `about` whom it is asked, else all), what they carry, and in which voice."""
    return Framing(tuple(_labels(store, facts, about)), tuple(_carried(facts)), tuple(_voices(store, facts)))


def _labels(store: Store, facts: Facts, about: Container[str] | None) -> list[Label]:
    counts: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], tuple[str, int, int]] = {}
    for actor, document, start, end, text in store.connection.execute(
        'SELECT am.actor_id, d.id, m.start, m."end", s.text FROM actor_mention am JOIN mention m ON m.id = am.mention_id '
        "JOIN document d ON d.n = m.document_n "
        'JOIN span s ON s.document_n = m.document_n AND s.start = m.start AND s."end" = m."end" '
        "WHERE m.form != 'pronoun' ORDER BY am.actor_id, d.id, m.start"
    ):
        if about is not None and actor not in about:
            continue
        key = (actor, facts.called(document), " ".join(text.split()))
        counts[key] += 1
        first.setdefault(key, (document, start, end))
    return [
        Label(outlet, facts.name(actor) or "", actor, label, count, *first[actor, outlet, label])
        for (actor, outlet, label), count in sorted(
            counts.items(), key=lambda x: (facts.name(x[0][0]) or "", x[0][0], x[0][1], -x[1], x[0][2])
        )
    ]


def _carried(facts: Facts) -> list[Carried]:
    days: defaultdict[str, set[int]] = defaultdict(set)
    for article in facts.documents.values():
        number = _number(article.earliest)
        if number is not None:
            days[facts.called(article.id)] |= set(range(number - 1, number + _NEAR + 1))
    cut = _cut(facts)
    rows: dict[str, list[list[str]]] = {outlet: [[], [], []] for outlet in sorted(days)}
    alone: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for said in facts.said:
        carriers = {facts.called(d) for d in said.document_ids}
        if len(carriers) < 2:
            alone.update(carriers)
            continue
        day = _number(said.latest or said.earliest)
        shortened = cut.get(said.id, frozenset())
        for outlet, (carried, left, short) in rows.items():
            if outlet in carriers:
                carried.append(said.id)
                told[outlet] += 1
                if outlet in shortened:
                    short.append(said.id)
            elif day is not None and day in {n - 1 for n in days[outlet]} | days[outlet]:
                left.append(said.id)
                told[outlet] += 1
    return [
        Carried(outlet, told[outlet], len(carried), tuple(left), tuple(short), alone[outlet])
        for outlet, (carried, left, short) in rows.items()
    ]


def _cut(facts: Facts) -> dict[str, frozenset[str]]:
    """Return, of each statement of which accounts leave something out, the outlets that leave it out (the empty side)."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    rows = {row for d in facts.disagreements if d.kind == "omission" for side in d.sides for row in side.row_ids}
    where = {row: words[0].document_id for row, words in facts.words(sorted(rows)).items()}
    for d in facts.disagreements:
        if d.kind == "omission":
            least = min(d.sides, key=lambda side: (len(side.value), side.value))
            found[d.subject_id] |= {facts.called(where[r]) for r in least.row_ids if r in where}
    return {key: frozenset(value) for key, value in found.items()}


def _number(day: str | None) -> int | None:
    return dt.date.fromisoformat(day).toordinal() if day else None


def _voices(store: Store, facts: Facts) -> list[Voice]:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    example: dict[str, tuple[str, int, int, str]] = {}
    for document, start, end, before, trigger, actors in store.connection.execute(
        'SELECT d.id, e.start, e."end", substr(d.text, max(e.start - 30, 0) + 1, min(e.start, 30)), s.text, '
        "(SELECT count(*) FROM participant p WHERE p.document_n = e.document_n AND p.event_mention_id = e.id "
        "AND p.role = 'actor') FROM event_mention e JOIN document d ON d.n = e.document_n "
        'JOIN span s ON s.document_n = e.document_n AND s.start = e.start AND s."end" = e."end" ORDER BY d.id, e.start'
    ):
        outlet = facts.called(document)
        be = _PASSIVE.search(before)
        if be is not None and _PARTICIPLE.match(trigger):
            counts[outlet][1] += 1
            counts[outlet][2] += not actors
            at = start - (len(before) - be.start())
            example.setdefault(outlet, (document, at, end, before[be.start() :] + trigger))
        else:
            counts[outlet][0] += 1
    return [
        Voice(outlet, active, passive, silent, *example.get(outlet, ("", 0, 0, "")))
        for outlet, (active, passive, silent) in sorted(counts.items())
    ]
