"""What takes longer than a page may: issues, positions, deadlines, contacts. Made once for each state of the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verbale.analysis.results import Contact, Deadline, Issue, Position
from verbale.record import Record
from verbale.web.library import Desk


def _asked(name: str, *given: Any) -> Any:
    def make(record: Record) -> Any:
        method = getattr(record, name, None)
        return tuple(method(*given)) if method is not None else ()

    return make


def issues_of(desk: Desk) -> Sequence[Issue] | None:
    """Return the matters in dispute; None while they are being worked out."""
    found: Sequence[Issue] | None = desk.worked_out("issues", _asked("issues"))
    return found


def positions_of(desk: Desk) -> Sequence[Position] | None:
    """Return who holds what; None while it is being worked out."""
    found: Sequence[Position] | None = desk.worked_out("positions", _asked("positions"))
    return found


def deadlines_of(desk: Desk) -> Sequence[Deadline] | None:
    """Return what is due, as of the record's last article; None while it is being worked out."""
    found: Sequence[Deadline] | None = desk.worked_out("deadlines", _asked("deadlines"))
    return found


def contacts_of(desk: Desk) -> Sequence[Contact] | None:
    """Return who met or called whom; None while it is being worked out."""
    found: Sequence[Contact] | None = desk.worked_out("contacts", _asked("contacts"))
    return found
