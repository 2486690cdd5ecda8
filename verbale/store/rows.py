"""The rows that span documents, and what the store answers with. Rows of one document are in `verbale.model`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from verbale.model import Act, EventType, Mode, Span, Status

LinkType = Literal[
    "answers", "denies", "repeats", "contradicts", "omits",  # statements
    "copies",  # documents; field: how
    "part_of", "speaks_for",  # actors; field: on what basis
]  # fmt: skip
DisagreementKind = Literal[
    "date", "place", "number", "who asked", "addressee", "wording", "omission", "attribution", "status", "garble",
]  # fmt: skip


class Run(Struct, frozen=True, order=True):
    """Which stage ran, in which version, with which settings (JSON). No time of day: two builds must compare equal."""

    stage: str
    version: str
    settings: str = "{}"


class Actor(Struct, frozen=True):
    """The identity behind names."""

    id: str
    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    lexicon_key: str | None = None
    aliases: tuple[str, ...] = ()
    mention_ids: tuple[str, ...] = ()
    """Mentions that are this actor, as far as collation says so; a mention belongs to one actor at most."""


class Statement(Struct, frozen=True):
    """One act of speech, however many documents report it."""

    id: str
    speaker_id: str | None
    addressee_id: str | None
    act: Act
    content: str
    mode: Mode
    lemma_id: str
    """The attribution taken as base wording; one of `attribution_ids`."""
    attribution_ids: tuple[str, ...]
    value: str | None = None
    earliest: str | None = None
    latest: str | None = None
    basis: str = ""
    place: str | None = None
    independent: int = 1
    """How many sources report it, after copies and shared relays are folded."""


class Event(Struct, frozen=True):
    """One thing that happened, is planned or is denied, however many documents tell of it."""

    id: str
    type: EventType
    mode: str | None
    context: str | None
    status: Status
    event_mention_ids: tuple[str, ...]
    actor_ids: tuple[str, ...] = ()
    recipient_ids: tuple[str, ...] = ()
    value: str | None = None
    earliest: str | None = None
    latest: str | None = None
    basis: str = ""
    place: str | None = None
    independent: int = 1
    """How many sources tell of it, after copies and shared relays are folded."""


FORMER = "former "
"""Before the title of an office that articles call former, without saying since when."""


class Post(Struct, frozen=True):
    """An office held by an actor, as far as articles and the lexicon say so."""

    actor_id: str
    title: str
    """As articles or the lexicon have it; `FORMER` stands before one that is over on an unknown day."""
    of: str | None = None
    since: str | None = None
    until: str | None = None
    basis: str = ""
    """`lexicon`, or the ids of the mentions that say so, with spaces between."""


class Side(Struct, frozen=True):
    """What some accounts give where others differ."""

    value: str
    row_ids: tuple[str, ...]
    """Attributions or event mentions."""
    independent: int = 1
    """How many sources these are after copies and shared relays are folded."""


class Disagreement(Struct, frozen=True):
    """Accounts of one statement or event that cannot all be right, side by side."""

    id: str
    kind: DisagreementKind
    subject_id: str
    """The statement or event."""
    about: str
    """What is in question, in words: "the day of speaking", "doorstep / threshold"."""
    sides: tuple[Side, ...]
    other_id: str | None = None
    """A second statement or event, where two are held against each other."""
    score: float = 1.0
    """How much it matters and how sure it is, for sorting."""


class Link(Struct, frozen=True):
    """How two statements, events, documents or actors stand to one another."""

    left_id: str
    type: LinkType
    right_id: str
    field: str = ""
    score: float | None = None


class NarrowedDateline(Struct, frozen=True):
    """The day a document was written, as its neighbours on the same story narrow what it says itself."""

    document_id: str
    value: str
    earliest: str | None
    latest: str | None
    basis: str


class Contradicted(Struct, frozen=True, order=True):
    """Two rows that people's judgements, taken together, call both the same and different: they are kept apart."""

    left_id: str
    right_id: str
    kind: Literal["actor", "statement", "event"]
    by: str
    """Whose word it was by which they would have become one."""


class Collation(Struct, frozen=True):
    """All that was decided across documents, written and replaced as a whole."""

    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    links: tuple[Link, ...] = ()
    datelines: tuple[NarrowedDateline, ...] = ()
    posts: tuple[Post, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    conflicts: tuple[Contradicted, ...] = ()


class Reading(Struct, frozen=True):
    """A statement's wording in one document."""

    statement_id: str
    attribution_id: str
    document_id: str
    outlet_id: str | None
    outlet: str | None
    speaker: str | None
    act: Act
    mode: Mode
    content: tuple[Span, ...]
    is_lemma: bool
    url: str | None


class TimelineRow(Struct, frozen=True):
    """A statement or event in its place in time."""

    earliest: str | None
    latest: str | None
    when: str | None
    kind: Literal["statement", "event"]
    id: str
    who: str | None
    what: str
    label: str
    place: str | None


class Hit(Struct, frozen=True):
    """A document that a search found, with the matching words."""

    document_id: str
    title: str | None
    outlet_id: str | None
    score: float
    """Higher is better; comparable within one search only."""
    spans: tuple[Span, ...]
    """The first matches in the text; empty where only the title matches."""


class Problem(Struct, frozen=True, order=True):
    """Something in a record that is not what it must be."""

    kind: Literal[
        "file", "schema", "reference", "document", "span", "coding", "evidence", "judgement", "collation", "search",
    ]  # fmt: skip
    where: str
    what: str
