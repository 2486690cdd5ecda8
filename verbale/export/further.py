"""Rows that only exports have: what the store and the analysis keep nested or apart, one to a line."""

from __future__ import annotations

from msgspec import Struct

from verbale.analysis.results import Position
from verbale.export.rows import Row
from verbale.model import Stance


class LinkRow(Struct, frozen=True):
    """How two statements, events, articles or actors stand to one another; the ids lead to their words."""

    left_id: str
    type: str
    right_id: str
    field: str
    score: float | None


class PostRow(Struct, frozen=True):
    """An office held by an actor, as far as articles and the lexicon say so."""

    actor_id: str
    actor: str
    title: str
    of: str | None
    since: str | None
    until: str | None
    basis: str
    """`lexicon`, or the id of the mention that says so."""


class PlacedRow(Struct, frozen=True):
    """Why a statement belongs to an issue."""

    statement_id: str
    issue_id: str
    issue: str
    score: float
    reason: str


class StandRow(Struct, frozen=True):
    """One statement as a step in a party's history on an issue: a position laid out flat."""

    actor_id: str
    actor: str
    issue_id: str
    issue: str
    statement_id: str
    stance: Stance
    change: str
    when: str | None
    earliest: str | None
    latest: str | None
    speaker: str
    voice: str
    content: str
    condition: str | None
    outlets: tuple[str, ...]
    independent: int
    confidence: float
    told_by: str | None


AnyRow = Row | LinkRow | PostRow | PlacedRow | StandRow


def stands(position: Position) -> tuple[StandRow, ...]:
    """Lay a position's history out flat, in order of time."""
    return tuple(
        StandRow(
            position.actor_id, position.actor, position.issue_id, position.issue, s.statement_id, s.stance, s.change,
            s.value, s.earliest, s.latest, s.speaker, s.voice, s.content, s.condition, s.outlets, s.independent,
            s.confidence, s.told_by,
        )
        for s in position.history
    )  # fmt: skip
