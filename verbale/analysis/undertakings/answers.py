"""The answers proper: for what must not, may or is not meant to be done, and for what must be done."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from verbale.analysis.undertakings.deadlines import deadline, in_time
from verbale.analysis.undertakings.findings import Conduct, Excuse, Finding, Status, Support
from verbale.analysis.undertakings.model import Claim
from verbale.analysis.undertakings.parties import ever_in_force, in_force_since, status
from verbale.analysis.undertakings.quantities import Truth
from verbale.analysis.undertakings.support import Said, voices, weigh
from verbale.analysis.undertakings.task import (
    Task,
    capped,
    count_notes,
    date_notes,
    excuse_of,
    norm_of,
    outlets_of,
    sort_claims,
)
from verbale.analysis.undertakings.times import When, later, shown, when


def answer_conduct(task: Task, claims: Sequence[Claim], base: Finding) -> Finding:
    """Answer for what must not be done, may be done, or is said not to be intended."""
    provision = task.provision
    sorted_ = sort_claims(task, claims)
    at = _statuses(task, sorted_.pro)
    # the instrument is read at the conduct's own date: what was done before or after it bound nobody
    in_force = [s for s, state in zip(sorted_.pro, at, strict=True) if state == "in force"]
    early = bool(sorted_.pro) and not in_force
    pro = in_force or sorted_.pro
    past = _past_period(task, pro)
    weighed = weigh(pro, sorted_.con, len(sorted_.opened), "bearer", task.policy, "alleged")
    support, caps = capped(provision, weighed.support)
    excuse, excuses = excuse_of(task, claims)
    everyone = [*pro, *sorted_.con, *sorted_.opened]
    notes = [*base.notes, *weighed.notes, *caps, *excuses, *date_notes(pro), *count_notes(everyone)]
    notes += [f"{s.claim.speaker}: {s.test}: cannot be told" for s in sorted_.opened]
    if in_force and len(in_force) < len(sorted_.pro):
        notes.append(f"{len(sorted_.pro) - len(in_force)} accounts are of a time when the instrument was not in force")
    now = _one(at) if early else "in force" if in_force else base.status
    conduct: Conduct = "none on record"
    if pro:
        conduct = "exercised" if provision.modal == "may" else "contrary conduct"
    elif support == "undetermined":
        conduct = "undetermined"
    if in_force and provision.modal == "must_not" and support == "established" and excuse == "established":
        notes.append("the other side or a verifier grants the exception")
    return replace(
        base,
        status=now,
        norm="discharged" if past else norm_of(now),
        conduct=conduct,
        support=support,
        disputed=weighed.disputed,
        display=_word(task, now, conduct, support, excuse, past=past),
        excuse=excuse,
        origins=weighed.origins or len({s.origin for s in everyone}),
        outlets=outlets_of(pro or everyone),
        voices=voices(sorted_.pro, sorted_.con, "bearer", allegation=provision.modal != "may")
        + voices(sorted_.opened, (), "", allegation=False),
        notes=tuple(dict.fromkeys(notes)),
    )


def _statuses(task: Task, said: Sequence[Said]) -> list[Status]:
    """Return what the rule was for the bearer at the time of each account; now, where none gives a time."""
    now = When(task.now, task.now)
    return [_state(task, when(s.claim.when) if s.claim.when else now) for s in said]


def _state(task: Task, at: When) -> Status:
    found = status(task.instrument, task.bearer, at)
    since = task.provision.since
    if since is None or found != "in force" or when(since).first <= at.first:
        return found
    return "not yet" if at.last < when(since).first else "undetermined"


def _one(found: Sequence[Status]) -> Status:
    """Return the one status of several accounts, undetermined where they differ."""
    return found[0] if len(set(found)) == 1 else "undetermined"


def _past_period(task: Task, pro: Sequence[Said]) -> bool:
    began = in_force_since(task.instrument, task.bearer)
    if task.provision.period is None or began is None:
        return False
    end = later(began, task.provision.period, task.provision.rounding)
    starts = [when(s.claim.when).first for s in pro if s.claim.when] or [task.now]
    return min(starts) > end.last


def _word(task: Task, now: Status, conduct: Conduct, support: Support, excuse: Excuse, *, past: bool) -> str:
    """Return the word for display."""
    modal = task.provision.modal
    if conduct == "undetermined":
        return "undetermined"
    if conduct == "none on record":
        return (
            "denied only"
            if support == "denied only"
            else "no contrary conduct on record"
            if modal != "may"
            else "not used"
        )
    if past:
        return "discharged: the rule had run out"
    if now != "in force":
        return _unbound(task, now)
    if modal == "may":
        return {"established": "exercised", "contested": "exercise contested"}.get(support, f"exercise {support}")
    if modal == "states_intention":
        return f"contrary to a stated intention: {support}"
    if support == "established" and excuse == "established":
        return "contrary conduct, excused"
    return {"established": "breach established", "contested": "breach contested"}.get(support, f"breach {support}")


def _unbound(task: Task, now: Status) -> str:
    """Say what conduct is that goes against a text which does not bind."""
    if now == "undetermined":
        return "undetermined: whether the instrument was in force"
    if now == "suspended":
        return "contrary to a suspended text"
    if not ever_in_force(task.instrument, task.bearer):
        return (
            "contrary to a proposed text (never in force)" if now == "proposed"
            else "contrary to a text agreed but never in force" if now == "agreed" else "not bound at the time"
        )  # fmt: skip
    return "not bound at the time"


def answer_obligation(task: Task, claims: Sequence[Claim], base: Finding) -> Finding:
    """Answer for what must be done."""
    provision = task.provision
    sorted_ = sort_claims(task, claims)
    due, clock = deadline(provision, claims, task.instrument, task.bearer)
    excuse, excuses = excuse_of(task, claims)
    notes = [*base.notes, *clock, *excuses, *count_notes([*sorted_.pro, *sorted_.con])]
    notes += [f"{s.claim.speaker}: {s.test}: cannot be told" for s in sorted_.opened]
    done = [*sorted_.pro]
    shared = replace(base, norm=norm_of(base.status), excuse=excuse, due=str(due) if due else None)
    if done:
        weighed = weigh(done, sorted_.con, len(sorted_.opened), "counterparty", task.policy, "claimed")
        timing = {in_time(when(s.claim.when) if s.claim.when else None, due) for s in done}
        conduct: Conduct = "fulfilled late" if timing == {False} else "fulfilled"
        notes += [*weighed.notes, *date_notes(done)]
        if len(timing) > 1 or None in timing:
            notes.append("whether it was done in time depends on the date")
        display = {"established": conduct, "contested": "fulfilment contested"}.get(
            weighed.support, f"fulfilment {weighed.support}"
        )
        return replace(
            shared, conduct=conduct, support=weighed.support, disputed=weighed.disputed, display=display,
            origins=weighed.origins, outlets=outlets_of(done), notes=tuple(dict.fromkeys(notes)),
            voices=voices(done, sorted_.con, "counterparty", allegation=False)
            + voices(sorted_.opened, (), "", allegation=False),
        )  # fmt: skip
    late: Truth = None if due is None else True if task.now > due.last else False if task.now <= due.first else None
    missed = sorted_.con
    weighed = weigh(missed, (), len(sorted_.opened), "bearer", task.policy, "alleged")
    support, caps = capped(provision, weighed.support)
    notes += [*weighed.notes, *caps]
    said = voices(missed, (), "bearer", allegation=True) + voices(sorted_.opened, (), "", allegation=False)
    if late is not True and not (due is None and missed):
        if missed:
            notes.append(f"{', '.join(dict.fromkeys(s.claim.speaker for s in missed))}: said before it was due")
        if late is None and due is not None:
            notes.append(f"whether it is due yet cannot be told at {shown(task.now)}")
        if due is None:
            notes.append("must, no deadline: never overdue")
        return replace(
            shared, conduct="pending", support=support, display="pending" if shared.status == "in force" else
            f"pending ({shared.status})", origins=weighed.origins, outlets=outlets_of(missed), voices=said,
            notes=tuple(dict.fromkeys(notes)),
        )  # fmt: skip
    at: Status = status(task.instrument, task.bearer, due) if due is not None else shared.status
    if due is None:
        conduct, plain = "contrary conduct", ""
    else:
        conduct, plain = "overdue on record", "overdue on record"
    if missed:
        display = (
            "contrary conduct, excused" if support == "established" and excuse == "established"
            else f"breach {support}" if at == "in force" else _unbound(task, at)
        )  # fmt: skip
    else:
        display = plain if at == "in force" else f"not done by the day that the text sets ({at})"
    if support == "established":
        conduct = "contrary conduct"
    return replace(
        shared, status=at, norm=norm_of(at), conduct=conduct, support=support, display=display, origins=weighed.origins,
        outlets=outlets_of(missed), voices=said, notes=tuple(dict.fromkeys(notes)),
    )  # fmt: skip
