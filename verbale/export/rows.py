"""The record's rows as users see them: on the command line, in files, on pages. The wire format; the only one.

Field names are the column names of every table, CSV and JSON that verbale writes. Days are ISO 8601, uncertain EDTF.
"""

from __future__ import annotations

from msgspec import Struct

from verbale.analysis.results import Change, Contact, Deadline, Deployment, Issue, Label, Position
from verbale.model import Correction, Judgement


class EvidenceRow(Struct, frozen=True):
    """The exact words behind one field: `document.text[start:end] == text`, in code points."""

    field: str
    document_id: str
    start: int
    end: int
    text: str


class CorrectedRow(Struct, frozen=True):
    """What a person corrected in one reading or account: the row holds it, the article's coding stays as it was."""

    row_id: str
    field: str
    coded: str
    """What had been coded; '' for "not known"."""
    value: str
    by: str
    reason: str
    made_at: str


class ReadingRow(Struct, frozen=True):
    """A statement's wording in one document."""

    attribution_id: str
    document_id: str
    outlet: str
    title: str
    url: str | None
    dateline: str | None
    speaker: str
    """As this document puts it."""
    cue: str
    act: str
    mode: str
    content: str
    medium: str | None
    relay: str
    """Through whom it reached the page: "told Sputnik", hop by hop."""
    spoken: str | None
    spoken_basis: str
    within: str | None
    """The attribution inside whose content this one stands."""
    confidence: float
    rule: str
    evidence: tuple[EvidenceRow, ...]


class StatementRow(Struct, frozen=True):
    """One act of speech with all its readings."""

    id: str
    when: str | None
    earliest: str | None
    latest: str | None
    basis: str
    speaker: str | None
    speaker_id: str | None
    act: str
    mode: str
    addressee: str | None
    content: str
    place: str | None
    medium: str | None
    outlets: tuple[str, ...]
    independent: int
    """Sources that report it, after copies and shared relays are folded."""
    confidence: float
    readings: tuple[ReadingRow, ...]
    corrected: tuple[CorrectedRow, ...] = ()
    """What people corrected in it, reading by reading."""

    def evidence(self, field: str) -> tuple[EvidenceRow, ...]:
        """Return the words behind one field ("content", "speaker", "cue", "spoken" ...), base wording first."""
        return tuple(e for reading in self.readings for e in reading.evidence if e.field == field)


class AccountRow(Struct, frozen=True):
    """One document's account of an event."""

    event_mention_id: str
    document_id: str
    outlet: str
    trigger: str
    status: str
    happened: str | None
    happened_basis: str
    claimed_by: str | None
    """Who says so, where the outlet does not say it itself."""
    confidence: float
    rule: str
    evidence: tuple[EvidenceRow, ...]


class EventRow(Struct, frozen=True):
    """One event with all accounts of it."""

    id: str
    when: str | None
    earliest: str | None
    latest: str | None
    basis: str
    type: str
    mode: str | None
    context: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    outlets: tuple[str, ...]
    independent: int
    """Sources that tell of it, after copies and shared relays are folded."""
    confidence: float
    accounts: tuple[AccountRow, ...]
    corrected: tuple[CorrectedRow, ...] = ()
    """What people corrected in it, account by account."""

    def evidence(self, field: str) -> tuple[EvidenceRow, ...]:
        """Return the words behind one field ("trigger", "actor", "recipient", "happened", "place")."""
        return tuple(e for account in self.accounts for e in account.evidence if e.field == field)


class SideRow(Struct, frozen=True):
    """What some accounts give where others differ."""

    value: str
    outlets: tuple[str, ...]
    independent: int
    row_ids: tuple[str, ...]
    evidence: tuple[EvidenceRow, ...]


class DisagreementRow(Struct, frozen=True):
    """Accounts that cannot all be right, side by side."""

    id: str
    kind: str
    about: str
    subject_id: str
    """The statement or event."""
    other_id: str | None
    score: float
    sides: tuple[SideRow, ...]


class ActorRow(Struct, frozen=True):
    """One actor with the names it goes by."""

    id: str
    name: str
    kind: str
    key: str | None
    country: str | None
    """The state or body it belongs to: a lexicon key such as `RUS`, `NATO`."""
    sector: str | None
    """PLOVER's: GOV, MIL, LEG ..."""
    posts: tuple[str, ...]
    """Offices, each with its dates as far as they are known."""
    aliases: tuple[str, ...]
    mentions: int
    documents: int
    statements: int
    events: int


class DocumentRow(Struct, frozen=True):
    """One article as the record holds it."""

    id: str
    outlet: str
    title: str
    dateline: str | None
    earliest: str | None
    latest: str | None
    dateline_kind: str
    basis: str
    rejected: tuple[str, ...]
    place: str | None
    language: str
    url: str | None
    byline: str | None
    received: tuple[str, ...]
    """Locators of its receipts."""
    characters: int
    skipped: str | None


class TimelineEntry(Struct, frozen=True):
    """A statement or an event in its place in time."""

    when: str | None
    earliest: str | None
    latest: str | None
    kind: str
    who: str
    what: str
    words: str
    outlets: tuple[str, ...]
    id: str


class MentionRow(Struct, frozen=True):
    """One mention with the actor behind it."""

    id: str
    document_id: str
    start: int
    end: int
    text: str
    kind: str
    form: str
    name: str
    actor: str | None
    actor_id: str | None


class TimeRow(Struct, frozen=True):
    """One time expression as it was read."""

    id: str
    document_id: str
    start: int
    end: int
    text: str
    kind: str
    value: str
    earliest: str | None
    latest: str | None
    timex_type: str
    timex_value: str
    basis: str


class SearchRow(Struct, frozen=True):
    """A statement or an article that a search found."""

    kind: str
    id: str
    when: str | None
    who: str
    words: str
    outlet: str


class SkipRow(Struct, frozen=True):
    """Something given that is not in the record, or in it and not coded, and why."""

    what: str
    reason: str
    advice: str


Row = (
    StatementRow
    | EventRow
    | ActorRow
    | DocumentRow
    | TimelineEntry
    | MentionRow
    | TimeRow
    | SearchRow
    | SkipRow
    | DisagreementRow
    | Judgement
    | Correction
    | Issue
    | Position
    | Deadline
    | Contact
    | Deployment
    | Change
    | Label
    | ReadingRow
    | AccountRow
)
