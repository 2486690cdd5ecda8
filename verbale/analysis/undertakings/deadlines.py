"""A rule's clock: what started it, when it runs out, and whether what was done was done in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from verbale.analysis.undertakings.model import Claim, Clock, Instrument, Provision
from verbale.analysis.undertakings.parties import in_force_since
from verbale.analysis.undertakings.times import When, later, when

DAY = dt.timedelta(days=1)
ENTRY = frozenset({"entry_into_force", "eif"})


class Trigger(Struct, frozen=True):
    """What is on record of a trigger."""

    occurred: bool | None
    """None where it is contested."""
    at: When | None
    deferred: tuple[Claim, ...]
    notes: tuple[str, ...] = ()


def trigger(name: str | None, claims: Sequence[Claim], instrument: Instrument, bearer: str) -> Trigger:
    """Return what is on record of a trigger; without one the rule runs from entry into force."""
    if name is None or name in ENTRY:
        return Trigger(True, in_force_since(instrument, bearer), ())
    own = [c for c in claims if c.about == "trigger" and (c.key is None or c.key == name)]
    yes = [c for c in own if c.says == "yes"]
    no = [c for c in own if c.says == "no"]
    deferred = tuple(c for c in own if c.says == "deferred")
    dates = [when(c.when) for c in yes if c.when]
    at = When(min(d.first for d in dates), max(d.last for d in dates)) if dates else None
    notes = []
    if len({str(d) for d in dates}) > 1:
        notes.append(f"accounts of {name} give different times: {', '.join(sorted({str(d) for d in dates}))}")
    if yes and no:
        notes.append(f"whether {name} occurred is contested by {', '.join(sorted({c.speaker for c in no}))}")
    return Trigger(None if yes and no else bool(yes), at, deferred, tuple(notes))


def _end_of_day(at: When) -> When:
    """Return the last instant: "by 14 March" lasts as long as that day."""
    return When(at.last, at.last)


def _ends_of_days(at: When) -> When:
    """Return the ends of the first and the last day that a deadline may fall on."""
    return When(min(at.first + DAY - dt.timedelta(microseconds=1), at.last), at.last)


def _by_days(at: When) -> bool:
    """Say whether a time is known by whole days."""
    return at.first.time() == dt.time(0) and at.last.time() == dt.time.max


def clocks_of(provision: Provision) -> list[Clock]:
    """Return a rule's clocks, its own short form among them."""
    own = [Clock(provision.after, provision.within, provision.by)] if provision.within or provision.by else []
    return [*own, *provision.clocks]


def deadline(
    provision: Provision, claims: Sequence[Claim], instrument: Instrument, bearer: str
) -> tuple[When | None, tuple[str, ...]]:
    """Return when a rule's time runs out, None where it has no clock or none has started, and notes."""
    ends: list[When] = []
    notes: list[str] = []
    for clock in clocks_of(provision):
        if clock.by is not None:
            ends.append(_end_of_day(when(clock.by)))
            continue
        began = trigger(clock.after, claims, instrument, bearer)
        notes += began.notes
        if began.occurred is False or began.at is None or clock.within is None:
            notes.append(f"the clock from {clock.after or 'entry into force'} has not started on record")
            continue
        end = later(began.at, clock.within, provision.rounding)
        # what is counted in days runs to the end of the last one; what is counted in hours does not
        ends.append(_ends_of_days(end) if "T" not in clock.within and _by_days(began.at) else end)
    if not ends:
        return None, tuple(notes)
    pick = min if provision.whichever == "earlier" else max
    found = When(pick(e.first for e in ends), pick(e.last for e in ends))
    if provision.whichever == "later" and len(ends) < len(clocks_of(provision)):
        return None, (*notes, "the later of several clocks has not started")
    return found, tuple(notes)


def in_time(done: When | None, due: When | None) -> bool | None:
    """Say whether something was done in time: True without a deadline, None where it cannot be told."""
    if due is None:
        return True
    return None if done is None else done.before(due)
