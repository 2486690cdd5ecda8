"""What the checker answers: four axes, a word for display computed from them, who says what, and why."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from verbale.analysis.undertakings.model import Evidence

Status = Literal[
    "proposed", "agreed", "in force", "suspended", "withdrawn", "terminated", "not yet", "undetermined"
]  # fmt: skip
Norm = Literal["not binding", "dormant", "active", "discharged"]
Conduct = Literal[
    "none on record", "pending", "fulfilled", "fulfilled late", "contrary conduct", "overdue on record", "exercised",
    "undetermined",
]  # fmt: skip
Support = Literal[
    "no evidence", "claimed", "alleged", "reported", "contested", "established", "denied only", "undetermined"
]
Excuse = Literal["", "claimed", "contested", "established"]


class Voice(Struct, frozen=True, order=True):
    """One who says something of a rule's matter."""

    speaker: str
    role: str
    what: Literal[
        "says it is so", "admits", "verifies", "alleges", "denies", "gives a figure that does not meet the test"
    ]
    said: str
    when: str
    via: tuple[str, ...]
    origin: str
    anonymous: bool
    words: str
    test: str
    """How the claim was held against the rule's text."""
    evidence: tuple[Evidence, ...]


class Finding(Struct, frozen=True):
    """A rule against the record, on a day."""

    provision: str
    bearer: str
    to: str | None
    as_of: str
    status: Status
    norm: Norm
    conduct: Conduct
    support: Support
    disputed: bool
    display: str
    excuse: Excuse
    due: str | None
    origins: int
    outlets: tuple[str, ...]
    voices: tuple[Voice, ...]
    notes: tuple[str, ...]
    by_view: tuple[tuple[str, str], ...]
    """(view or reading, display) where they answer differently."""
    policy: str
    why: str

    def named(self, *what: str) -> tuple[str, ...]:
        """Return who says one of these, each once."""
        return tuple(dict.fromkeys(v.speaker for v in self.voices if v.what in what))


def sentence(finding: Finding) -> str:
    """Say a finding in one paragraph: what, by whom, on how many origins, what stands against it."""
    to = f" to {finding.to}" if finding.to else ""
    said = [f"{finding.provision}, {finding.bearer}{to}, as of {finding.as_of}: {finding.display}"]
    heads = (
        ("verified by", ("verifies",)), ("admitted by", ("admits",)), ("alleged by", ("alleges",)),
        ("said by", ("says it is so",)), ("denied by", ("denies",)),
        ("does not meet the test on the account of", ("gives a figure that does not meet the test",)),
    )  # fmt: skip
    for head, what in heads:
        names = finding.named(*what)
        if names:
            said.append(f"{head} {', '.join(names)}")
    if finding.voices:
        origins = "1 origin" if finding.origins == 1 else f"{finding.origins} origins"
        if finding.outlets:
            carried = "1 outlet" if len(finding.outlets) == 1 else f"{len(finding.outlets)} outlets"
            origins += f" in {carried} ({', '.join(finding.outlets)})"
        said.append(origins)
    if finding.due:
        said.append(f"due {finding.due}")
    if finding.excuse:
        said.append(f"excuse {finding.excuse}")
    return "; ".join(said) + "."
