"""What an instrument against a record comes to: provisions, who speaks of each, what hangs on it, what the checker finds."""

from __future__ import annotations

from msgspec import Struct

from verbale.analysis.undertakings.findings import Finding
from verbale.analysis.undertakings.model import Claim, Evidence, Reply


class Spoken(Struct, frozen=True):
    """A statement, or an article's own sentence, that speaks of a provision."""

    statement_id: str
    """Empty for an article's own sentence."""
    speaker: str
    """The outlet for an article's own sentence."""
    party: str
    """Key of the party whose words it is, empty where it is nobody's."""
    act: str
    stance: str
    """"mentions" for an article's own sentence: an outlet asks for nothing."""
    condition: str | None
    when: str | None
    content: str
    phrase: str
    score: float
    outlets: tuple[str, ...]
    independent: int
    evidence: tuple[Evidence, ...]


class Hanging(Struct, frozen=True):
    """A meeting, a move of forces or a deadline on which a provision hangs."""

    kind: str
    """meeting, forces, deadline"""
    id: str
    when: str | None
    what: str
    state: str
    outlets: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    why: str = ""
    """Why it is said to hang on this."""


class Row(Struct, frozen=True):
    """One provision against a record."""

    provision: str
    title: str
    modal: str
    who: str
    seen: str
    source: str | None
    spoken: tuple[Spoken, ...]
    demanded_by: tuple[str, ...]
    refused_by: tuple[str, ...]
    accepted_by: tuple[str, ...]
    red_line_of: tuple[str, ...]
    """Who draws a red line here; whether at the rule or at what it forbids, the words say."""
    replies: tuple[Reply, ...]
    hanging: tuple[Hanging, ...]
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...] = ()
    """What the record states, or the user, that the findings rest on."""


class Undertaking(Struct, frozen=True):
    """One instrument against a record."""

    instrument: str
    title: str
    binding: str
    as_of: str | None
    view: str | None
    rows: tuple[Row, ...]
    spoken: tuple[Spoken, ...]
    """Statements that speak of the instrument as a whole."""
    hanging: tuple[Hanging, ...]
    """Meetings and deadlines of its parties, and what hangs on the instrument as a whole."""
