"""The checker: rules and claims in, a finding out. A pure function; what day it is, is an argument.

Four axes are kept apart: what the instrument is for the party, whether the norm is at work, what the conduct is, how it is
supported. The word for display is computed from the four; "breach established" needs an instrument in force, a norm at work,
conduct contrary to it and support that is established. Absence from the record is never proof.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from verbale.analysis.undertakings.boundaries import GENERAL, check_view
from verbale.analysis.undertakings.deadlines import deadline, in_time, trigger
from verbale.analysis.undertakings.findings import Conduct, Excuse, Finding, Norm, Status, Support, Voice, sentence
from verbale.analysis.undertakings.model import Claim, Constraint, File, Instrument, Policy, Provision
from verbale.analysis.undertakings.parties import binds, ever_in_force, in_force_since, is_party, status
from verbale.analysis.undertakings.quantities import Truth, quantity
from verbale.analysis.undertakings.support import Said, voices, weigh
from verbale.analysis.undertakings.testing import geodesic, held_against, scene_of
from verbale.analysis.undertakings.times import When, later, shown, when
from verbale.errors import UsageError

DROPPED = ("future", "hypothetical", "historical", "negation")
"""Modes that never count as conduct."""
UNSTATED = frozenset({"unstated", "nobody"})


class _Task(Struct, frozen=True):
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


def check(
    file: File,
    provision_id: str,
    claims: Iterable[Claim],
    *,
    as_of: str,
    bearer: str,
    to: str | None = None,
    view: str | None = None,
    reading: str | None = None,
    policy: Policy | None = None,
) -> Finding:
    """Hold claims against a rule. `as_of` a day (to its end) or an instant; without `view` both general views are asked.

    Raises UsageError for a rule, reading or view that does not exist.
    """
    check_view(view)
    provision = next((p for p in file.provisions if p.id == provision_id), None)
    if provision is None:
        raise UsageError(f"{file.instrument.id} has no provision {provision_id!r}")
    by = {r.by: r for r in provision.readings}
    if reading is not None and reading not in by:
        raise UsageError(f"{provision_id} has no reading by {reading!r}; there are {', '.join(by) or 'none'}")
    now = when(as_of).last
    given, notes = _sifted(claims, provision, bearer, now)
    views = (view,) if view is not None else GENERAL if geodesic(provision) else (GENERAL[0],)
    readings: list[str | None] = [reading] if reading is not None or not by else [*by]
    found: list[tuple[str, Finding]] = []
    for one in readings:
        for name in views:
            tests = by[one].where if one is not None else {}
            task = _Task(file.instrument, provision, bearer, to, as_of, now, name, tests, policy or Policy())
            label = f"reading of {one}" if one is not None and len(readings) > 1 else name
            if one is not None and len(readings) > 1 and len(views) > 1:
                label += f", {name}"
            found.append((label, _listed(task, given, _finding(task, given, notes, chosen=one is not None))))
    return _joined(found, reading is None and bool(by), provision.open_term)


def _joined(found: Sequence[tuple[str, Finding]], readings: bool, term: str | None) -> Finding:
    """Return the one answer of all views and readings, or say that it depends on them.

    Without a chosen reading an open term stays open, however the readings come out: they are listed.
    """
    opened = [term] if term and readings else []
    first = found[0][1]
    if len({f.display for _, f in found}) == 1 and (not readings or first.norm == "dormant"):
        notes = tuple(dict.fromkeys(n for _, f in found for n in f.notes))
        return _told(replace(first, notes=notes))
    open_term = readings and any(f.norm != "dormant" for _, f in found)
    word = "undetermined: open term" if open_term else "depends on the reading" if readings else "depends on the view"
    by_view = tuple((label, f.display) for label, f in found)
    notes = tuple(dict.fromkeys([*(n for _, f in found for n in f.notes), *(f"{a}: {b}" for a, b in by_view), *opened]))
    said: tuple[Voice, ...] = tuple(dict.fromkeys(v for _, f in found for v in f.voices))
    return _told(
        replace(
            first,
            conduct="undetermined",
            support="undetermined",
            display=word,
            by_view=by_view,
            notes=notes,
            voices=said,
        )
    )


def _told(finding: Finding) -> Finding:
    return replace(finding, why=sentence(finding))


# -- claims ------------------------------------------------------------------------------------------------------------


def _order(claim: Claim) -> tuple[str, str, str, bytes]:
    return claim.said or "", claim.when or "", claim.speaker, msgspec.json.encode(claim)


def _sifted(
    claims: Iterable[Claim], provision: Provision, bearer: str, now: dt.datetime
) -> tuple[list[Claim], list[str]]:
    """Return the claims that count, each once and in a fixed order, and notes on those that do not."""
    encoded = {msgspec.json.encode(c): c for c in claims if c.provision in {None, provision.id}}
    ordered = sorted((c for c in encoded.values() if c.bearer in {None, bearer}), key=_order)
    known = [c for c in ordered if c.said is None or when(c.said).first <= now]
    notes = []
    for mode in DROPPED:
        count = sum(1 for c in known if c.mode == mode)
        if count:
            notes.append(f"{count} {'claim' if count == 1 else 'claims'} left out: {mode}, not conduct")
    return [c for c in known if c.mode == "actual"], notes


def _role(claim: Claim, task: _Task) -> str:
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


class _Sorted(Struct):
    pro: list[Said]
    con: list[Said]
    opened: list[Said]


def _act(task: _Task, claims: Sequence[Claim]) -> _Sorted:
    """Sort what is said of the act: that it was done and meets the rule's tests, that not, or that it cannot be told."""
    found = _Sorted([], [], [])
    for claim in claims:
        role = _role(claim, task)
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


def _condition(name: str, task: _Task, claims: Sequence[Claim]) -> Truth:
    own = [c for c in claims if c.about == "condition" and c.key in {None, name}]
    if any(c.says == "no" for c in own):
        return None if any(c.says == "yes" for c in own) else False
    return bool(own)


def _excuse(task: _Task, claims: Sequence[Claim]) -> tuple[Excuse, list[str]]:
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
    granted = any(_role(c, task) in {"counterparty", "verifier"} for c in yes)
    return ("established" if granted else "claimed"), notes


# -- one answer --------------------------------------------------------------------------------------------------------


def _blank(task: _Task, notes: Sequence[str]) -> Finding:
    p = task.policy
    policy = f"{p.k} independent first-hand origins establish; " + (
        "an official's remark binds the state" if p.remark_binds else "an official's remark does not bind the state"
    )
    now = status(task.instrument, task.bearer, When(task.now, task.now))
    return Finding(
        task.provision.id, task.bearer, task.to, task.as_of, now, "not binding", "none on record", "no evidence", False,
        "", "", None, 0, (), (), tuple(notes), (), policy, "",
    )  # fmt: skip


def _finding(task: _Task, claims: Sequence[Claim], notes: Sequence[str], *, chosen: bool) -> Finding:
    provision = task.provision
    base = _blank(task, notes)
    if isinstance(provision.who, str) and provision.who in UNSTATED:
        return replace(base, display="no finding: bearer unstated")
    day = task.now.date().isoformat()
    if binds(provision.who, task.bearer, day, task.instrument) is False:
        return replace(base, display="not bound by this rule")
    if provision.open_term is not None and not chosen:
        return replace(
            base, norm=_norm(base.status), conduct="undetermined", support="undetermined",
            display="undetermined: open term", notes=(*base.notes, provision.open_term),
        )  # fmt: skip
    dormant = _dormant(task, claims, base)
    if dormant is not None:
        return dormant
    if provision.modal == "must":
        return _obligation(task, claims, base)
    return _conduct(task, claims, base)


def _listed(task: _Task, claims: Sequence[Claim], found: Finding) -> Finding:
    """Add who says what to a finding that did not come to weighing it: no row is dropped because a rule is dormant."""
    if found.voices:
        return found
    sorted_ = _act(task, claims)
    allegation = task.provision.modal in {"must_not", "states_intention"}
    said = voices([*sorted_.pro, *sorted_.opened], sorted_.con, "", allegation=allegation)
    return replace(found, voices=said) if said else found


def _norm(now: Status) -> Norm:
    return "active" if now == "in force" else "not binding"


def _dormant(task: _Task, claims: Sequence[Claim], base: Finding) -> Finding | None:
    """Return the finding of a rule whose condition is not met or whose trigger has not occurred."""
    provision = task.provision
    needs = [provision.requires] if isinstance(provision.requires, str) else list(provision.requires)
    met = {name: _condition(name, task, claims) for name in needs}
    unmet = [name for name, truth in met.items() if truth is False]
    notes = [*base.notes, *(f"condition not met on record: {name}" for name in unmet)]
    if unmet:
        return replace(base, norm="dormant", display="dormant: condition not met", notes=tuple(notes))
    disputed = [name for name, truth in met.items() if truth is None]
    if disputed:
        notes += [f"whether the condition is met is contested: {name}" for name in disputed]
        return replace(
            base, norm="dormant", support="contested", display="undetermined: condition contested", notes=tuple(notes)
        )
    if provision.after is None:
        return None
    began = trigger(provision.after, claims, task.instrument, task.bearer)
    notes += began.notes
    if began.occurred is True:
        return None
    if began.occurred is None:
        return replace(base, norm="dormant", display="undetermined: trigger contested", notes=tuple(notes))
    if began.deferred:
        by = tuple(dict.fromkeys(c.speaker for c in began.deferred))
        own = any(_role(c, task) == "bearer" for c in began.deferred)
        notes.append(f"{provision.after} deferred by {', '.join(by)}" + (" (the bearer)" if own else ""))
        return replace(
            base, norm="dormant", notes=tuple(notes),
            display="dormant: trigger deferred by the bearer" if own else "dormant: trigger deferred",
        )  # fmt: skip
    return replace(
        base, norm="dormant", display="dormant: trigger not occurred",
        notes=(*notes, f"no {provision.after} on record"),
    )  # fmt: skip


def _statuses(task: _Task, said: Sequence[Said]) -> list[Status]:
    """Return what the rule was for the bearer at the time of each account; now, where none gives a time."""
    now = When(task.now, task.now)
    return [_state(task, when(s.claim.when) if s.claim.when else now) for s in said]


def _state(task: _Task, at: When) -> Status:
    found = status(task.instrument, task.bearer, at)
    since = task.provision.since
    if since is None or found != "in force" or when(since).first <= at.first:
        return found
    return "not yet" if at.last < when(since).first else "undetermined"


def _one(found: Sequence[Status]) -> Status:
    """Return the one status of several accounts, undetermined where they differ."""
    return found[0] if len(set(found)) == 1 else "undetermined"


def _outlets(said: Sequence[Said]) -> tuple[str, ...]:
    return tuple(sorted({v for s in said for v in (s.claim.via or ([s.claim.speaker] if s.role == "outlet" else []))}))


def _dates(said: Sequence[Said]) -> list[str]:
    days: dict[str, list[str]] = {}
    for s in said:
        if s.claim.when:
            days.setdefault(str(when(s.claim.when)), []).append(s.claim.speaker)
    if len(days) < 2:
        return []
    return ["accounts give different dates: " + "; ".join(f"{d} ({', '.join(w)})" for d, w in sorted(days.items()))]


def _unlike(said: Sequence[Said]) -> list[str]:
    """Note that figures count different things (troops present, participants of an exercise)."""
    counted: dict[str, list[str]] = {}
    for s in said:
        what = s.claim.attrs.get("counts")
        if isinstance(what, str):
            counted.setdefault(what, []).append(s.claim.speaker)
    if len(counted) < 2:
        return []
    return ["figures count different things: " + "; ".join(f"{w} ({', '.join(b)})" for w, b in sorted(counted.items()))]


def _conduct(task: _Task, claims: Sequence[Claim], base: Finding) -> Finding:
    """Answer for what must not be done, may be done, or is said not to be intended."""
    provision = task.provision
    sorted_ = _act(task, claims)
    at = _statuses(task, sorted_.pro)
    # the instrument is read at the conduct's own date: what was done before or after it bound nobody
    in_force = [s for s, state in zip(sorted_.pro, at, strict=True) if state == "in force"]
    early = bool(sorted_.pro) and not in_force
    pro = in_force or sorted_.pro
    past = _past_period(task, pro)
    weighed = weigh(pro, sorted_.con, len(sorted_.opened), "bearer", task.policy, "alleged")
    support, capped = _capped(provision, weighed.support)
    excuse, excuses = _excuse(task, claims)
    everyone = [*pro, *sorted_.con, *sorted_.opened]
    notes = [*base.notes, *weighed.notes, *capped, *excuses, *_dates(pro), *_unlike(everyone)]
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
        norm="discharged" if past else _norm(now),
        conduct=conduct,
        support=support,
        disputed=weighed.disputed,
        display=_word(task, now, conduct, support, excuse, past=past),
        excuse=excuse,
        origins=weighed.origins or len({s.origin for s in everyone}),
        outlets=_outlets(pro or everyone),
        voices=voices(sorted_.pro, sorted_.con, "bearer", allegation=provision.modal != "may")
        + voices(sorted_.opened, (), "", allegation=False),
        notes=tuple(dict.fromkeys(notes)),
    )


def _past_period(task: _Task, pro: Sequence[Said]) -> bool:
    began = in_force_since(task.instrument, task.bearer)
    if task.provision.period is None or began is None:
        return False
    end = later(began, task.provision.period, task.provision.rounding)
    starts = [when(s.claim.when).first for s in pro if s.claim.when] or [task.now]
    return min(starts) > end.last


def _capped(provision: Provision, support: Support) -> tuple[Support, list[str]]:
    if provision.at_most is None or support != "established":
        return support, []
    return provision.at_most, [f"never more than {provision.at_most}: {provision.at_most_because}"]


def _word(task: _Task, now: Status, conduct: Conduct, support: Support, excuse: Excuse, *, past: bool) -> str:
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


def _unbound(task: _Task, now: Status) -> str:
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


def _obligation(task: _Task, claims: Sequence[Claim], base: Finding) -> Finding:
    """Answer for what must be done."""
    provision = task.provision
    sorted_ = _act(task, claims)
    due, clock = deadline(provision, claims, task.instrument, task.bearer)
    excuse, excuses = _excuse(task, claims)
    notes = [*base.notes, *clock, *excuses, *_unlike([*sorted_.pro, *sorted_.con])]
    notes += [f"{s.claim.speaker}: {s.test}: cannot be told" for s in sorted_.opened]
    done = [*sorted_.pro]
    shared = replace(base, norm=_norm(base.status), excuse=excuse, due=str(due) if due else None)
    if done:
        weighed = weigh(done, sorted_.con, len(sorted_.opened), "counterparty", task.policy, "claimed")
        timing = {in_time(when(s.claim.when) if s.claim.when else None, due) for s in done}
        conduct: Conduct = "fulfilled late" if timing == {False} else "fulfilled"
        notes += [*weighed.notes, *_dates(done)]
        if len(timing) > 1 or None in timing:
            notes.append("whether it was done in time depends on the date")
        display = {"established": conduct, "contested": "fulfilment contested"}.get(
            weighed.support, f"fulfilment {weighed.support}"
        )
        return replace(
            shared, conduct=conduct, support=weighed.support, disputed=weighed.disputed, display=display,
            origins=weighed.origins, outlets=_outlets(done), notes=tuple(dict.fromkeys(notes)),
            voices=voices(done, sorted_.con, "counterparty", allegation=False)
            + voices(sorted_.opened, (), "", allegation=False),
        )  # fmt: skip
    late: Truth = None if due is None else True if task.now > due.last else False if task.now <= due.first else None
    missed = sorted_.con
    weighed = weigh(missed, (), len(sorted_.opened), "bearer", task.policy, "alleged")
    support, capped = _capped(provision, weighed.support)
    notes += [*weighed.notes, *capped]
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
            f"pending ({shared.status})", origins=weighed.origins, outlets=_outlets(missed), voices=said,
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
        shared, status=at, norm=_norm(at), conduct=conduct, support=support, display=display, origins=weighed.origins,
        outlets=_outlets(missed), voices=said, notes=tuple(dict.fromkeys(notes)),
    )  # fmt: skip


# -- what if -----------------------------------------------------------------------------------------------------------


def covers(
    file: File, provision_id: str, claim: Claim, *, bearer: str, view: str | None = None, day: str = "9999-12-31"
) -> tuple[str, str]:
    """Say whether a rule's text covers what a claim describes, whatever its mode: yes, no, undetermined, depends on the view.

    Returns the word and the reason.
    """
    provision = next((p for p in file.provisions if p.id == provision_id), None)
    if provision is None:
        raise UsageError(f"{file.instrument.id} has no provision {provision_id!r}")
    check_view(view)
    words = {True: "yes", False: "no", None: "undetermined"}
    told = [
        held_against(scene_of(file.instrument, provision, claim, bearer, day, name), {})
        for name in ((view,) if view is not None else GENERAL)
    ]
    reasons = "; ".join(dict.fromkeys(t.why for t in told))
    if len({t.truth for t in told}) > 1:
        return "depends on the view", reasons
    return words[told[0].truth], reasons


def figure(claim: Claim, name: str) -> str | None:
    """Return how a figure of a claim is understood, in words."""
    value = claim.attrs.get(name)
    found = quantity(value) if isinstance(value, str | int | float | list) else None
    return str(found) if found is not None else None
