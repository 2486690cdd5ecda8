"""The working form of a mention: mutable until all of the document has been read."""

from __future__ import annotations

from dataclasses import dataclass

from verbale.model import MentionForm, MentionKind


@dataclass(slots=True, eq=False)
class Found:
    """Something that names or describes somebody, not yet resolved."""

    sentence: int
    first: int
    """Index of its first token in the sentence."""
    last: int
    """Index after its last token."""
    start: int
    end: int
    text: str
    kind: MentionKind
    form: MentionForm
    words: tuple[str, ...] = ()
    """Folded words."""
    key: str | None = None
    use: str = "name"
    gender: str = ""
    office: str = ""
    """Stable name of the office, for titles and persons that carry one."""
    sector: str = ""
    of: str | None = None
    """Key of the polity or body that an office or group belongs to."""
    head: Found | None = None
    person: Found | None = None
    """The person that a title stands beside."""
    confidence: float = 1.0
    subject: bool = False
    plural: bool = False
    noun: str = ""
    """The noun of a description."""

    def top(self) -> Found:
        """Follow the chain of heads to its first naming mention."""
        found = self
        for _ in range(32):
            if found.head is None or found.head is found:
                return found
            found = found.head
        return found
