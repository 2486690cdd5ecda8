"""What the checker works on: one rule for one bearer on one day, and the claims sorted by what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from verbale.analysis.undertakings.findings import Excuse, Norm, Status, Support
from verbale.analysis.undertakings.model import Claim, Constraint, Instrument, Policy, Provision
from verbale.analysis.undertakings.parties import binds, is_party
from verbale.analysis.undertakings.quantities import Truth
from verbale.analysis.undertakings.support import Said
from verbale.analysis.undertakings.testing import held_against, scene_of
from verbale.analysis.undertakings.times import when


class Task(Struct, frozen=True):
    """One rule, one bearer, one day, one view, one reading."""

    instrument: Instrument
    provision: Provision
    bearer: str
    to: str | None
    as_of: str
    now: dt.datetime
    view: str
    tests: dict[str, Constraint]
    policy: Policy


def role_of(claim: Claim, task: Task) -> str:
    """Return how the speaker of a claim stands to the rule: as the claim says, else by who it is."""
    if claim.role is not None:
        return claim.role
    if claim.speaker in task.instrument.verifier:
        return "verifier"
    if claim.speaker == task.bearer:
        return "bearer"
    if claim.speaker == task.to:
        return "counterparty"
    day = task.now.date().isoformat()
    if task.to is None and is_party(claim.speaker) and binds(task.provision.to, claim.speaker, day, task.instrument):
        return "counterparty"
    return "third" if is_party(claim.speaker) else "outlet"


class Sorted(Struct):
    """Claims that the act was done and meets the rule's tests, that not, and that it cannot be told."""

    pro: list[Said]
    con: list[Said]
    opened: list[Said]


def sort_claims(task: Task, claims: Sequence[Claim]) -> Sorted:
    """Sort what is said of the act: that it was done and meets the rule's tests, that not, or that it cannot be told."""
    found = Sorted([], [], [])
    for claim in claims:
        role = role_of(claim, task)
        if claim.about == "breach":
            # a bare "they broke it" tests nothing; for an obligation it says that the act was not done
            yes = (claim.says == "yes") is (task.provision.modal != "must")
            said = Said(claim, role, "no particulars", denial=not yes)
            (found.pro if yes else found.con).append(said)
        elif claim.about == "act" and claim.says == "no":
            found.con.append(Said(claim, role, "says that it was not so", denial=True))
        elif claim.about == "act":
            day = (when(claim.when).last if claim.when else task.now).date().isoformat()
            told = held_against(
                scene_of(task.instrument, task.provision, claim, task.bearer, day, task.view), task.tests
            )
            said = Said(claim, role, told.why)
            {True: found.pro, False: found.con, None: found.opened}[told.truth].append(said)
    return found


def condition(name: str, task: Task, claims: Sequence[Claim]) -> Truth:
    """Say whether a condition is met: None where that is contested, False where nobody says so."""
    own = [c for c in claims if c.about == "condition" and c.key in {None, name}]
    if any(c.says == "no" for c in own):
        return None if any(c.says == "yes" for c in own) else False
    return bool(own)


def excuse_of(task: Task, claims: Sequence[Claim]) -> tuple[Excuse, list[str]]:
    """Return how an exception stands: claimed by one, rejected by another, or granted by the other side or a verifier."""
    names = [task.provision.unless] if isinstance(task.provision.unless, str) else list(task.provision.unless)
    own = [c for c in claims if c.about == "exception" and (c.key is None or c.key in names)]
    yes, no = [c for c in own if c.says == "yes"], [c for c in own if c.says == "no"]
    if not yes:
        return "", []
    by = ", ".join(dict.fromkeys(c.speaker for c in yes))
    what = ", ".join(dict.fromkeys(c.key or "an exception" for c in yes))
    notes = [f"{by} cites {what}"]
    if no:
        notes.append(f"rejected by {', '.join(dict.fromkeys(c.speaker for c in no))}")
        return "contested", notes
    granted = any(role_of(c, task) in {"counterparty", "verifier"} for c in yes)
    return ("established" if granted else "claimed"), notes


def norm_of(now: Status) -> Norm:
    """Return whether a rule is at work under an instrument of this status."""
    return "active" if now == "in force" else "not binding"


def capped(provision: Provision, support: Support) -> tuple[Support, list[str]]:
    """Return the support that a finding about this rule may have at most, and why."""
    if provision.at_most is None or support != "established":
        return support, []
    return provision.at_most, [f"never more than {provision.at_most}: {provision.at_most_because}"]


def outlets_of(said: Sequence[Said]) -> tuple[str, ...]:
    """Return the outlets that carry claims."""
    return tuple(sorted({v for s in said for v in (s.claim.via or ([s.claim.speaker] if s.role == "outlet" else []))}))


def date_notes(said: Sequence[Said]) -> list[str]:
    """Note that accounts give different dates."""
    days: dict[str, list[str]] = {}
    for s in said:
        if s.claim.when:
            days.setdefault(str(when(s.claim.when)), []).append(s.claim.speaker)
    if len(days) < 2:
        return []
    return ["accounts give different dates: " + "; ".join(f"{d} ({', '.join(w)})" for d, w in sorted(days.items()))]


def count_notes(said: Sequence[Said]) -> list[str]:
    """Note that figures count different things (troops present, participants of an exercise)."""
    counted: dict[str, list[str]] = {}
    for s in said:
        what = s.claim.attrs.get("counts")
        if isinstance(what, str):
            counted.setdefault(what, []).append(s.claim.speaker)
    if len(counted) < 2:
        return []
    return ["figures count different things: " + "; ".join(f"{w} ({', '.join(b)})" for w, b in sorted(counted.items()))]
