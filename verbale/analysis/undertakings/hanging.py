"""What provisions hang on: deadlines set in the words that speak of them, meetings at which they are spoken of, forces moved.

A meeting is joined to a rule only for a reason that is shown: words on the rule stand beside the meeting's own, or the instrument
is still being negotiated between those who meet. That two parties of a treaty meet is no reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from verbale.analysis.facts import Happened
from verbale.analysis.undertakings.model import Claim, Evidence, File
from verbale.analysis.undertakings.parties import of_instrument
from verbale.analysis.undertakings.rows import Hanging, Spoken
from verbale.analysis.undertakings.times import when

if TYPE_CHECKING:
    from verbale.analysis.undertakings.linking import Ground

MEETS = frozenset({"CONSULT"})
FORCES = frozenset({"MOBILIZE", "RETREAT"})
_BESIDE = 1
"""So many sentences before or after a meeting's own belong to the report of it."""
_BEFORE_DAYS = 60
"""So long before a draft is handed over its parties may already be talking of it."""


def hanging_of(
    ground: Ground, file: File, spoken: Mapping[str, tuple[Spoken, ...]], claims: Iterable[Claim]
) -> dict[str, tuple[Hanging, ...]]:
    """Return what hangs on each provision, and under "" on the instrument as a whole."""
    found: defaultdict[str, list[Hanging]] = defaultdict(list)
    _deadlines(ground, spoken, found)
    _meetings(ground, file, spoken, found)
    _forces(ground, claims, found)
    return {name: tuple(rows) for name, rows in found.items()}


def _deadlines(
    ground: Ground, spoken: Mapping[str, tuple[Spoken, ...]], found: defaultdict[str, list[Hanging]]
) -> None:
    of_statement: dict[str, list[tuple[str, Spoken]]] = defaultdict(list)
    at: dict[str, list[tuple[str, Spoken]]] = defaultdict(list)
    for name, rows in sorted(spoken.items()):
        for s in rows:
            if s.statement_id:
                of_statement[s.statement_id].append((name, s))
            for e in s.evidence:
                at[e.document].append((name, s))
    for due in ground.deadlines:
        own = [hit for i in dict.fromkeys((due.statement_id, *due.statement_ids)) for hit in of_statement.get(i, ())]
        if not own and "#" in due.statement_id:  # an article's own sentence
            document, _, place = due.statement_id.partition("#")
            low, _, high = place.partition("-")
            own = [
                (name, s) for name, s in at.get(document, ())
                if any(e.document == document and e.start < int(high) and int(low) < e.end for e in s.evidence)
            ]  # fmt: skip
        for name, said in {name: (name, said) for name, said in reversed(own)}.values():
            what = f"“{due.words}”: {due.what}"
            why = "set in words that speak of it"
            found[name].append(Hanging("deadline", due.id, due.due, what, due.state, said.outlets, said.evidence, why))


def _meetings(
    ground: Ground, file: File, spoken: Mapping[str, tuple[Spoken, ...]], found: defaultdict[str, list[Hanging]]
) -> None:
    parties = of_instrument(file.instrument, ground.day or "9999-12-31")
    near: defaultdict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for name, rows in sorted(spoken.items()):
        for s in rows:
            for e in s.evidence:
                number = ground.articles.at(e.document, e.start)
                if number is not None:
                    near[e.document, number].setdefault(name, s.phrase)
    for event in ground.facts.happened:
        if event.type not in MEETS or _too_late(event, ground.day):
            continue
        sides = {key for a in (*event.actor_ids, *event.recipient_ids) if (key := ground.party(a))}
        if len(sides & parties if parties else sides) < 2:
            continue
        words = ground.words_of(event)
        beside: dict[str, str] = {}
        for e in words:
            number = ground.articles.at(e.document, e.start)
            for n in range(number - _BESIDE, number + _BESIDE + 1) if number is not None else ():
                for name, phrase in near.get((e.document, n), {}).items():
                    beside.setdefault(name, phrase)
        made = _meeting(ground, event, words)
        for name, phrase in sorted(beside.items()):
            found[name].append(made(f"told beside words on it (“{phrase}”)"))
        if "" not in beside and (why := _negotiated(file, event)):
            found[""].append(made(why))


def _meeting(ground: Ground, event: Happened, words: tuple[Evidence, ...]):  # type: ignore[no-untyped-def]
    what = _named(ground, event)
    state = ground.state(event)

    def made(why: str) -> Hanging:
        return Hanging("meeting", event.id, event.value, what, state, event.outlets, words, why)

    return made


def _named(ground: Ground, event: Happened) -> str:
    names = [n for a in (*event.actor_ids, *event.recipient_ids) if (n := ground.facts.name(a))]
    what = f"{event.mode or event.type.lower()}: {', '.join(dict.fromkeys(names))}"
    return what + (f" in {event.place}" if event.place else "")


def _negotiated(file: File, event: Happened) -> str:
    """Return why a meeting of the parties bears on a draft as a whole; empty where the instrument is no draft."""
    if file.instrument.binding != "proposed" or not file.instrument.lifecycle:
        return ""
    handed = min(when(step.date).first for step in file.instrument.lifecycle)
    last = event.latest or event.earliest
    if last is None or (handed - when(last).last).days > _BEFORE_DAYS:
        return ""
    return "its parties meet while it is a draft"


def _too_late(event: Happened, day: str | None) -> bool:
    return day is not None and event.day > day and "scheduled" not in event.statuses


def _forces(ground: Ground, claims: Iterable[Claim], found: defaultdict[str, list[Hanging]]) -> None:
    """Add the moves of forces that the record states and that the rules' own tests do not exclude."""
    at: dict[tuple[str, int | None], Happened] = {}
    for moved in ground.facts.happened:
        if moved.type in FORCES:
            for e in ground.words_of(moved):
                at.setdefault((e.document, ground.articles.at(e.document, e.start)), moved)
    done: set[tuple[str, str]] = set()
    for claim in claims:
        places = ((e.document, ground.articles.at(e.document, e.start)) for e in claim.evidence)
        event = next((at[place] for place in places if place in at), None)
        if event is None or claim.provision is None or (claim.provision, event.id) in done:
            continue
        done.add((claim.provision, event.id))
        found[claim.provision].append(
            Hanging(
                "forces", event.id, event.value, _named(ground, event), ground.state(event), event.outlets,
                ground.words_of(event), "a party whom the rule binds; its tests do not exclude it",
            )
        )  # fmt: skip
