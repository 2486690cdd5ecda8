"""What is due and when: days that statements and plans set for the time after them, and what the record shows of them.

A day counts as due when the words that set it stand in what is demanded, expected, promised or announced, and it lies after
the day of speaking. Whether it is open, met, late or overdue *on record* is said for a day that the user gives; nothing looks
at the clock. That a deadline passed without an answer in these articles does not say that there was none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from verbale.analysis.facts import Facts, Happened, Said
from verbale.analysis.results import Deadline, DeadlineState
from verbale.coding.times import resolve
from verbale.model import When, row_id
from verbale.store import Store

_ASKING = frozenset({"demand", "request", "expect", "propose", "warn", "threaten"})
_GIVING = frozenset({"promise", "announce", "accept"})
_WITHIN = re.compile(r"\b(?:within|in|for)\s+(?:the\s+next\s+)?$", re.I)
_DAYS = {"H": 1 / 24, "D": 1.0, "W": 7.0, "M": 31.0, "Y": 366.0}
_DURATION = re.compile(r"^P(?:T?(\d+))([HDWMY])$")


class _Set(Struct, frozen=True):
    """A time expression within what an attribution says."""

    attribution_id: str
    words: str
    kind: str
    value: str
    earliest: str | None
    latest: str | None
    before: str
    """The characters before it."""


def _expressions(store: Store) -> dict[str, list[_Set]]:
    """Return the time expressions inside contents, by attribution."""
    found: defaultdict[str, list[_Set]] = defaultdict(list)
    narrowed = store.datelines()
    rows = store.connection.execute(
        "SELECT e.row_id, s.text, t.kind, t.value, t.earliest, t.latest, "
        "substr(d.text, max(t.start - 15, 0) + 1, min(t.start, 15)), d.id, t.form "
        "FROM time_expression t JOIN evidence e ON e.document_n = t.document_n AND e.field = 'content' AND e.extra = 0 "
        'AND e.start <= t.start AND e."end" >= t."end" JOIN attribution a ON a.document_n = e.document_n AND a.id = e.row_id '
        'JOIN span s ON s.document_n = t.document_n AND s.start = t.start AND s."end" = t."end" '
        "JOIN document d ON d.n = t.document_n ORDER BY e.row_id, t.start"
    )
    for *row, document_id, form in rows:
        better = narrowed.get(document_id)
        if better is not None:
            # the days as they read under the dateline that neighbours narrowed
            again = resolve(form, When(better.value, better.earliest, better.latest, better.basis))
            if again.value:
                row[3:6] = [again.value, again.earliest, again.latest]
        found[row[0]].append(_Set(*row))
    return found


def _due(one: _Set, said: Said) -> tuple[str, str | None, str | None] | None:
    """Return the day or range that an expression makes due, None where it does not lie after the day of speaking."""
    spoken = said.latest or said.earliest
    if spoken is None:
        return None
    if one.kind == "duration" and _WITHIN.search(one.before):
        match = _DURATION.match(one.value)
        if match is None:
            return None
        start = dt.date.fromisoformat(spoken)
        try:
            last = (start + dt.timedelta(days=max(1, round(int(match[1]) * _DAYS[match[2]])))).isoformat()
        except (OverflowError, ValueError):
            return None
        return f"{spoken}/{last}", spoken, last
    if one.kind not in {"date", "time", "range"} or not one.value or one.latest is None:
        return None
    if one.latest <= spoken or (one.earliest is not None and one.earliest < spoken and one.kind != "range"):
        return None
    return one.value, one.earliest, one.latest


def _parties(said: Said, facts: Facts, named: Iterable[str]) -> tuple[str | None, str | None]:
    """Return who owes and to whom."""
    own = facts.parties.get(said.speaker_id or "")
    told = facts.actors.get(said.addressee_id or "")
    # what is told to reporters is not asked of them
    other = facts.parties[told.id] if told is not None and told.country is not None else None
    if other is None or other == own:
        other = next((p for p in named if p != own), None)
    return (own, other) if said.act in _GIVING else (other, own)


def _named(store: Store, facts: Facts) -> dict[str, list[str]]:
    """Return the parties that each attribution's content names, in text order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    of_mention = {m: a.id for a in facts.actors.values() for m in a.mention_ids}
    rows = store.connection.execute(
        "SELECT e.row_id, m.id FROM mention m JOIN evidence e ON e.document_n = m.document_n AND e.field = 'content' "
        'AND e.extra = 0 AND e.start <= m.start AND e."end" >= m."end" '
        "WHERE m.form = 'name' AND m.kind IN ('polity', 'organisation', 'person', 'office') ORDER BY e.row_id, m.start"
    )
    for row, mention in rows:
        actor = of_mention.get(mention)
        if actor is not None and facts.actors[actor].country is not None:
            found[row].append(facts.parties[actor])
    return found


def _state(last: str | None, as_of: str | None, met_on: str | None) -> DeadlineState:
    if met_on is not None:
        return "late" if last is not None and met_on > last else "met"
    if last is None or as_of is None:
        return "unknown"
    return "open" if as_of <= last else "overdue on record"


def last_day(facts: Facts) -> str | None:
    """Return the last day on which an article of the record was written: what "now" is unless the user says otherwise."""
    return max((w.latest for w in facts.documents.values() if w.latest), default=None)


def find_deadlines(store: Store, facts: Facts, *, as_of: str | None = None) -> list[Deadline]:
    """Return what is due, in order of the day. `as_of`: an ISO day; without it the last day on which an article was written."""
    day = as_of or last_day(facts)
    found = [*_said(store, facts, day), *_planned(facts, day)]
    return sorted(found, key=lambda d: (d.latest or "9999", d.earliest or "", d.id))


def _said(store: Store, facts: Facts, as_of: str | None) -> Iterator[Deadline]:
    expressions, named = _expressions(store), _named(store, facts)
    by_id = {s.id: s for s in facts.said}
    answers: defaultdict[str, list[Said]] = defaultdict(list)
    for link in facts.links:
        if link.type == "answers" and link.left_id in by_id:
            answers[link.right_id].append(by_id[link.left_id])
    for said in facts.said:
        if said.act not in _ASKING | _GIVING or (as_of is not None and said.day > as_of):
            continue
        for one in (x for a in said.attribution_ids for x in expressions.get(a, ())):
            due = _due(one, said)
            if due is None:
                continue
            value, earliest, latest = due
            owed_by, owed_to = _parties(said, facts, named.get(one.attribution_id, ()))
            met = next(
                (
                    s for s in sorted(answers.get(said.id, ()), key=lambda s: s.day)
                    if s.latest and (as_of is None or s.latest <= as_of)
                ),
                None,
            )  # fmt: skip
            yield Deadline(
                row_id("deadline", said.id, value),
                said.content,
                facts.name(owed_by),
                facts.name(owed_to),
                facts.name(said.speaker_id),
                value,
                earliest,
                latest,
                one.words,
                _state(latest, as_of, met.latest if met else None),
                as_of,
                said.id,
                met.id if met else None,
                f"“{one.words}”, said {said.value or 'on a day not known'}",
            )
            break


def _planned(facts: Facts, as_of: str | None) -> Iterator[Deadline]:
    """Yield meetings, talks and other things announced for a day."""
    for event in facts.happened:
        if "scheduled" not in event.statuses or event.latest is None or event.value is None:
            continue
        written = [facts.documents[d].earliest for d in event.document_ids if d in facts.documents]
        first = min((w for w in written if w), default=None)
        if first is not None and event.latest < first:
            continue
        held = "happened" in event.statuses and (as_of is None or event.latest <= as_of)
        yield Deadline(
            row_id("deadline", event.id, event.value),
            _label(event, facts),
            ", ".join(n for i in event.actor_ids if (n := facts.name(i))) or None,
            ", ".join(n for i in event.recipient_ids if (n := facts.name(i))) or None,
            None,
            event.value,
            event.earliest,
            event.latest,
            event.value,
            _state(event.latest, as_of, event.latest if held else None),
            as_of,
            event.id,
            event.id if held else None,
            "announced for this day",
        )


def _label(event: Happened, facts: Facts) -> str:
    names = [n for i in (*event.actor_ids, *event.recipient_ids) if (n := facts.name(i))]
    what = f"{event.type.lower()} {event.mode}" if event.mode else event.type.lower()
    place = f" in {event.place}" if event.place else ""
    return f"{what}: {', '.join(dict.fromkeys(names))}{place}"
