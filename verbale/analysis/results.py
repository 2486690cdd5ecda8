"""What analysis answers: issues, positions with their history, deadlines, contacts, deployments, changes. The wire format too.

Every row names the statements and events it rests on; their words are one step away.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from verbale.model import Stance

DeadlineState = Literal["open", "met", "late", "overdue on record", "unknown"]


class Issue(Struct, frozen=True):
    """A matter in dispute, found from the statements or given by the user."""

    id: str
    name: str
    """Made of the sources' own words, or the user's."""
    words: tuple[str, ...]
    """The words that tell it from the others, the heaviest first."""
    statements: int
    parent: str | None = None
    given: bool = False
    """From the user's own list."""


class Placed(Struct, frozen=True):
    """Why a statement belongs to an issue."""

    statement_id: str
    issue_id: str
    score: float
    reason: str


class Stand(Struct, frozen=True):
    """One statement as a step in an actor's history on an issue."""

    statement_id: str
    stance: Stance
    value: str | None
    earliest: str | None
    latest: str | None
    content: str
    condition: str | None
    speaker: str
    """Who said it."""
    voice: Literal["own", "principal", "spokesperson", "unnamed", "institution", "own account", "told by others"]
    """How the speaker stands to the party: itself, its head, who speaks for it, an unnamed official, one of its bodies, or of its
    politics and on their own account (a legislator, a party); or known only from what another party says that it said."""
    change: Literal["first", "restated", "changed"]
    outlets: tuple[str, ...]
    independent: int
    confidence: float
    told_by: str | None = None
    """The other party that tells it, where no account has it from the party itself or from an outlet."""


class Position(Struct, frozen=True):
    """Where one party stands on one issue, and how it came there."""

    actor_id: str
    actor: str
    issue_id: str
    issue: str
    stance: Stance
    """The last that is on record."""
    condition: str | None
    since: str | None
    """EDTF day from which the present stance is on record without a change."""
    restated: int
    history: tuple[Stand, ...]
    """In order of time."""

    @property
    def holding(self) -> tuple[Stand, ...]:
        """The statements that show the present stance, in order of time; the last of all where none does."""
        return tuple(s for s in self.history if s.stance == self.stance) or self.history[-1:]


class Deadline(Struct, frozen=True):
    """Something that is due by a day, according to someone."""

    id: str
    what: str
    owed_by: str | None
    owed_to: str | None
    according_to: str | None
    due: str
    """EDTF."""
    earliest: str | None
    latest: str | None
    words: str
    """The words that set the day: "in January", "within 48 hours"."""
    state: DeadlineState
    as_of: str | None
    statement_id: str
    met_by: str | None = None
    """The statement or event that met it."""
    basis: str = ""
    statement_ids: tuple[str, ...] = ()
    """All statements and events that set it: one deadline, several voices."""
    outlets: tuple[str, ...] = ()


class Contact(Struct, frozen=True):
    """Who met or called whom."""

    event_id: str
    when: str | None
    earliest: str | None
    latest: str | None
    who: tuple[str, ...]
    whom: tuple[str, ...]
    manner: str
    """call, video call, meeting, visit, talks ..."""
    place: str | None
    status: str
    history: tuple[tuple[str, str], ...]
    """(day of writing, status), in order: announced, held, put off ..."""
    requested_by: str | None
    lasted: str | None
    outlets: tuple[str, ...]
    independent: int


class Deployment(Struct, frozen=True):
    """Forces moved, exercised, massed or withdrawn, as somebody tells it."""

    event_id: str
    when: str | None
    earliest: str | None
    latest: str | None
    who: tuple[str, ...]
    what: str
    number: str | None
    least: int | None
    most: int | None
    place: str | None
    status: str
    claimed_by: tuple[str, ...]
    """Who says so; empty where outlets say it themselves."""
    outlets: tuple[str, ...]
    independent: int


class Change(Struct, frozen=True):
    """One difference between two records or two days."""

    kind: Literal[
        "new statement", "new event", "changed position", "new position", "deadline met", "deadline missed",
        "new deadline", "new disagreement", "corrected article", "withdrawn article", "new article",
    ]  # fmt: skip
    id: str
    when: str | None
    what: str
    before: str | None = None
    after: str | None = None


class Label(Struct, frozen=True):
    """How one outlet names an actor, act or thing."""

    outlet: str
    about: str
    """The actor, or the statement or event."""
    about_id: str
    label: str
    count: int
    example_document_id: str
    start: int
    end: int
