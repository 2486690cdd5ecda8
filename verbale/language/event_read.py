"""What the reader of events makes of a place: the type, how it stands, and whether the marked parties are the right ones."""

from __future__ import annotations

from msgspec import Struct

from verbale.model import Status

TYPES = (
    "NONE", "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST",
    "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN",
)  # fmt: skip
"""What the network tells apart, in the order of its outputs; NONE is no event."""
STATUSES: tuple[Status, ...] = ("happened", "scheduled", "hypothetical", "denied")
"""How an act may stand, in the order of the outputs after the types."""
OUTPUTS = len(TYPES) + len(STATUSES) + 2
"""Logits that the network gives: types, statuses, and whether the actor and the recipient are the right ones."""


class EventRead(Struct, frozen=True, array_like=True):
    """What the network makes of one place; all shares are probabilities, rounded to thousandths."""

    kind: int
    """Index in `TYPES` of the most probable type."""
    probability: float
    none: float = 0.0
    """That the place tells no event at all."""
    standing: int = 0
    """Index in `STATUSES` of the most probable status, if there is an event."""
    sure: float = 0.0
    """Of that status."""
    actor: float = 1.0
    """That who is marked as acting does, if anybody."""
    recipient: float = 1.0
    """That who is marked as acted upon is."""

    @property
    def type(self) -> str:
        """The most probable type."""
        return TYPES[self.kind]

    @property
    def status(self) -> Status:
        """The most probable status."""
        return STATUSES[self.standing]


NOT_READ = EventRead(0, 1.0)
"""What stands in no sentence, or is read without this network: nothing is found, and nothing speaks against a rule."""
