"""Deployments, activities, measurements, notices, memberships: what event coding lacks and rules need.

They are filled from coded events where the articles state the figures, and from CSV by hand. Every one becomes a claim with its
speaker: an outlet's own sentence is the outlet's claim.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from verbale.analysis.facts import Facts, Happened
from verbale.analysis.undertakings.model import Claim, Evidence, File, Provision, Value
from verbale.analysis.undertakings.parties import binds, is_party
from verbale.analysis.undertakings.quantities import quantity
from verbale.analysis.undertakings.times import when
from verbale.errors import UsageError
from verbale.lexicon.actors import fold_phrase, lexicon
from verbale.store import Store

Kind = Literal["deployment", "activity", "measurement", "notice", "membership"]
ACTS: dict[str, frozenset[str]] = {
    "deployment": frozenset({"deployment", "military_presence"}),
    "activity": frozenset({"exercise", "military_activity", "exercise_without_notice", "exercise_without_observers",
                           "flight_test"}),
    "measurement": frozenset({"stockpile", "enrichment", "operate_centrifuges"}),
    "notice": frozenset({"explanation", "written_answers", "notice"}),
    "membership": frozenset({"enlargement"}),
}  # fmt: skip
_FIGURE = re.compile(
    r"\b((?:some|about|around|nearly|almost|more than|over|at least|up to|as many as|roughly|an estimated|fewer than|"
    r"less than|under)\s+)?(\d{1,3}(?:,\d{3})+|\d{1,7})\s+(?:\w+\s){0,2}(troops|soldiers|servicemen|paratroopers|personnel|"
    r"tanks)\b",
    re.I,
)
_UNIT = re.compile(r"\b(brigade|battalion|division|regiment|battalion tactical group)s?\b", re.I)
_TEMPORARY = re.compile(r"\b(?:not permanent|temporary|temporarily|rotational|on rotation)\b", re.I)
_PERMANENT = re.compile(r"\bpermanent(?:ly)?\b", re.I)
_EXERCISE = re.compile(r"\b(?:exercises?|drills?|manoeuvres?|maneuvers?|war games)\b", re.I)
_AROUND = 160
_WEAPONS = frozenset({"weapon", "nuclear", "heavy_bomber", "warship", "range_km"})


class Stated(Struct, frozen=True):
    """One row of a record kind."""

    kind: Kind
    bearer: str
    speaker: str
    attrs: dict[str, Value]
    when: str | None
    said: str | None
    mode: Literal["actual", "future", "hypothetical", "negation"]
    via: tuple[str, ...]
    origin: str
    evidence: tuple[Evidence, ...]


def attributes(words: str) -> dict[str, Value]:
    """Return the figures and features that a sentence states: troops, tanks, kind of unit, permanence."""
    found: dict[str, Value] = {}
    for match in _FIGURE.finditer(words):
        name = "tanks" if match[3].lower() == "tanks" else "troops"
        text = " ".join(match[0].split())
        if quantity(text) is not None:
            found.setdefault(name, text)
    unit = _UNIT.search(words)
    if unit:
        found["unit"] = unit[1].lower()
        found["unit_size"] = unit[1].lower()
    if _TEMPORARY.search(words):
        found["permanent"] = False
    elif _PERMANENT.search(words):
        found["permanent"] = True
    return found


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in (". ", "\n", "? ", "! ")) + 1
    ends = [p for mark in (". ", "\n", "? ", "! ") if (p := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text))]


def _host(place: str | None) -> str | None:
    """Return the state of a named place, where the lexicon knows it as one."""
    if place is None:
        return None
    for entry in lexicon().phrases.get(fold_phrase(place), ()):
        if entry.kind in {"polity", "place"} and is_party(entry.key):
            return entry.key.split(".")[0]
    return None


def from_record(store: Store, facts: Facts) -> tuple[Stated, ...]:
    """Return deployments and exercises that the articles state, each account with who says so."""
    found = []
    speakers = {a: s.speaker_id for s in facts.said for a in s.attribution_ids}
    for event in facts.happened:
        if event.type not in {"MOBILIZE", "RETREAT"}:
            continue
        for number, mention in enumerate(event.event_mention_ids):
            found += _accounts(store, facts, event, number, mention, speakers)
    return tuple(found)


def _accounts(
    store: Store, facts: Facts, event: Happened, number: int, mention: str, speakers: dict[str, str | None]
) -> list[Stated]:
    row = store.connection.execute(
        'SELECT d.id, v.start, v."end", s.text, substr(d.text, max(v.start - ?, 0) + 1, ? * 2), min(v.start, ?), '
        "coalesce(o.name, d.outlet_id, d.id) FROM event_mention v JOIN document d ON d.n = v.document_n "
        'JOIN span s ON s.document_n = v.document_n AND s.start = v.start AND s."end" = v."end" '
        "LEFT JOIN outlet o ON o.id = d.outlet_id WHERE v.id = ?",
        (_AROUND, _AROUND, _AROUND, mention),
    ).fetchone()
    if row is None:
        return []
    document, start, end, text, around, at, outlet = row
    words = _sentence(around, at)
    attrs = attributes(words)
    status, claim = event.statuses[number], event.claims[number]
    speaker_id = speakers.get(claim or "")
    actor = facts.actors.get(facts.parties.get(speaker_id or "", ""))
    speaker = (actor.lexicon_key or actor.country or actor.name) if actor else outlet
    host = _host(event.place)
    if host is not None:
        attrs["host"] = host
    mode: Literal["actual", "future", "hypothetical", "negation"] = (
        "future" if status == "scheduled" else "hypothetical" if status == "hypothetical"
        else "negation" if status == "denied" else "actual"
    )  # fmt: skip
    written = facts.documents.get(document)
    kind: Kind = "activity" if _EXERCISE.search(words) else "deployment"
    return [
        Stated(
            kind, bearer, speaker, {"deployer": bearer, **attrs}, _day(event), written.latest if written else None,
            mode, (outlet,), f"{speaker}: {event.id}", (Evidence(document, start, end, text),),
        )
        for bearer in dict.fromkeys(_key(facts, a) for a in event.actor_ids)
        if bearer
    ]  # fmt: skip


def _key(facts: Facts, actor_id: str) -> str:
    actor = facts.actors.get(facts.parties.get(actor_id, actor_id))
    key = (actor.lexicon_key or actor.country or "") if actor else ""
    return key.split(".")[0]


def _day(event: Happened) -> str | None:
    if event.earliest is None and event.latest is None:
        return None
    return f"{event.earliest or '..'}/{event.latest or '..'}"


def of_weapons(provision: Provision) -> bool:
    """Say whether a rule is about a class of weapon, which the coding of events does not tell."""
    return any(names & _WEAPONS for names in (set(provision.where), *map(set, provision.any_of)))


def claims_of(stated: tuple[Stated, ...], file: File) -> tuple[Claim, ...]:
    """Return the record's deployments and activities as claims about the provisions that they may bear on."""
    found: list[Claim] = []
    for row in stated:
        if not set(row.attrs) - {"deployer"}:
            continue  # that forces moved, with no figure and no place, tests no rule
        found += [
            Claim(
                speaker=row.speaker, role=None if is_party(row.speaker) else "outlet", bearer=row.bearer,
                attrs=row.attrs, when=row.when, said=row.said, mode=row.mode, via=list(row.via), origin=row.origin,
                evidence=list(row.evidence), provision=provision.id,
            )
            for provision in file.provisions
            if provision.act in ACTS[row.kind]
            and not of_weapons(provision)
            and binds(provision.who, row.bearer, row.said or "", file.instrument)
        ]  # fmt: skip
    return tuple(found)


_COLUMNS = {"provision", "speaker", "bearer", "says", "about", "key", "role", "when", "said", "mode", "via", "origin",
            "first_hand", "anonymous", "words"}  # fmt: skip


def read_claims(path: str | Path) -> tuple[Claim, ...]:
    """Read claims by hand from CSV: a column for each field of a claim, every other column is an attribute.

    Raises UsageError with the line of what cannot be read.
    """
    found: list[Claim] = []
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from None
    rows = csv.DictReader(text.splitlines())
    for line, row in enumerate(rows, start=2):
        given: dict[str, object] = {}
        attrs: dict[str, object] = {}
        for name, cell in row.items():
            if name is None or cell is None:
                raise UsageError(f"{path}, line {line}: the number of cells differs from the header's")
            value = cell.strip()
            if not value:
                continue
            if name == "via":
                given[name] = [v.strip() for v in value.split(";") if v.strip()]
            elif name in {"first_hand", "anonymous"}:
                given[name] = value.casefold() in {"yes", "true", "1"}
            elif name in _COLUMNS:
                given[name] = value
            else:
                attrs[name] = {"yes": True, "true": True, "no": False, "false": False}.get(value.casefold(), value)
        try:
            claim = msgspec.convert({**given, "attrs": attrs}, Claim, strict=True)
            for day in (claim.when, claim.said):
                if day is not None:
                    when(day)
        except (msgspec.ValidationError, UsageError) as error:
            raise UsageError(f"{path}, line {line}: {error}") from None
        found.append(claim)
    return tuple(found)
