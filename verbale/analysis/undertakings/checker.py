"""The checker: rules and claims in, a finding out. A pure function; what day it is, is an argument.

Four axes are kept apart: what the instrument is for the party, whether the norm is at work, what the conduct is, how it is
supported. The word for display is computed from the four; "breach established" needs an instrument in force, a norm at work,
conduct contrary to it and support that is established. Absence from the record is never proof.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from verbale.analysis.undertakings.answers import answer_conduct, answer_obligation
from verbale.analysis.undertakings.boundaries import GENERAL, check_view
from verbale.analysis.undertakings.deadlines import trigger
from verbale.analysis.undertakings.findings import Finding, Voice, sentence
from verbale.analysis.undertakings.model import Claim, File, Policy, Provision
from verbale.analysis.undertakings.parties import binds, status
from verbale.analysis.undertakings.quantities import quantity
from verbale.analysis.undertakings.support import voices
from verbale.analysis.undertakings.task import Task, condition, norm_of, role_of, sort_claims
from verbale.analysis.undertakings.testing import geodesic, held_against, scene_of
from verbale.analysis.undertakings.times import When, when
from verbale.errors import UsageError

DROPPED = ("future", "hypothetical", "historical", "negation")
"""Modes that never count as conduct."""
UNSTATED = frozenset({"unstated", "nobody"})


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
            task = Task(file.instrument, provision, bearer, to, as_of, now, name, tests, policy or Policy())
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


# -- one answer --------------------------------------------------------------------------------------------------------


def _blank(task: Task, notes: Sequence[str]) -> Finding:
    p = task.policy
    policy = f"{p.k} independent first-hand origins establish; " + (
        "an official's remark binds the state" if p.remark_binds else "an official's remark does not bind the state"
    )
    now = status(task.instrument, task.bearer, When(task.now, task.now))
    return Finding(
        task.provision.id, task.bearer, task.to, task.as_of, now, "not binding", "none on record", "no evidence", False,
        "", "", None, 0, (), (), tuple(notes), (), policy, "",
    )  # fmt: skip


def _finding(task: Task, claims: Sequence[Claim], notes: Sequence[str], *, chosen: bool) -> Finding:
    provision = task.provision
    base = _blank(task, notes)
    if isinstance(provision.who, str) and provision.who in UNSTATED:
        return replace(base, display="no finding: bearer unstated")
    day = task.now.date().isoformat()
    if binds(provision.who, task.bearer, day, task.instrument) is False:
        return replace(base, display="not bound by this rule")
    if provision.open_term is not None and not chosen:
        return replace(
            base, norm=norm_of(base.status), conduct="undetermined", support="undetermined",
            display="undetermined: open term", notes=(*base.notes, provision.open_term),
        )  # fmt: skip
    dormant = _dormant(task, claims, base)
    if dormant is not None:
        return dormant
    if provision.modal == "must":
        return answer_obligation(task, claims, base)
    return answer_conduct(task, claims, base)


def _listed(task: Task, claims: Sequence[Claim], found: Finding) -> Finding:
    """Add who says what to a finding that did not come to weighing it: no row is dropped because a rule is dormant."""
    if found.voices:
        return found
    sorted_ = sort_claims(task, claims)
    allegation = task.provision.modal in {"must_not", "states_intention"}
    said = voices([*sorted_.pro, *sorted_.opened], sorted_.con, "", allegation=allegation)
    return replace(found, voices=said) if said else found


def _dormant(task: Task, claims: Sequence[Claim], base: Finding) -> Finding | None:
    """Return the finding of a rule whose condition is not met or whose trigger has not occurred."""
    provision = task.provision
    needs = [provision.requires] if isinstance(provision.requires, str) else list(provision.requires)
    met = {name: condition(name, task, claims) for name in needs}
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
        own = any(role_of(c, task) == "bearer" for c in began.deferred)
        notes.append(f"{provision.after} deferred by {', '.join(by)}" + (" (the bearer)" if own else ""))
        return replace(
            base, norm="dormant", notes=tuple(notes),
            display="dormant: trigger deferred by the bearer" if own else "dormant: trigger deferred",
        )  # fmt: skip
    return replace(
        base, norm="dormant", display="dormant: trigger not occurred",
        notes=(*notes, f"no {provision.after} on record"),
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
