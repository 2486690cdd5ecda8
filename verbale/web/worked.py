"""What takes longer than a page may: issues, positions, deadlines, contacts. Made once for each state of the record."""

from __future__ import annotations

from collections.abc import Sequence

from verbale.analysis.framing import Framing
from verbale.analysis.results import Contact, Deadline, Deployment, Issue, Position
from verbale.web.library import Desk


def issues_of(desk: Desk) -> Sequence[Issue] | None:
    """Return the matters in dispute; None while they are being worked out."""
    found: Sequence[Issue] | None = desk.worked_out("issues")
    return found


def placed_of(desk: Desk) -> dict[str, str] | None:
    """Return the issue to which each statement belongs; None while it is being worked out."""
    found = desk.worked_out("placed")
    if found is None:
        return None
    kept: dict[str, str] = desk.index.kept("placed", lambda: {p.statement_id: p.issue_id for p in found})
    return kept


def positions_of(desk: Desk) -> Sequence[Position] | None:
    """Return who holds what; None while it is being worked out."""
    found: Sequence[Position] | None = desk.worked_out("positions")
    return found


def deadlines_of(desk: Desk) -> Sequence[Deadline] | None:
    """Return what is due, as of the record's last article; None while it is being worked out."""
    found: Sequence[Deadline] | None = desk.worked_out("deadlines")
    return found


def contacts_of(desk: Desk) -> Sequence[Contact] | None:
    """Return who met or called whom; None while it is being worked out."""
    found: Sequence[Contact] | None = desk.worked_out("contacts")
    return found


def deployments_of(desk: Desk) -> Sequence[Deployment] | None:
    """Return forces moved, massed or withdrawn; None while it is being worked out."""
    found: Sequence[Deployment] | None = desk.worked_out("deployments")
    return found


def framing_of(desk: Desk) -> Framing | None:
    """Return how the outlets name and tell; None while it is being worked out."""
    found: Framing | None = desk.worked_out("framing")
    return found
