"""What follows from a record, worked out once for an export: issues, positions, deadlines, contacts, deployments."""

from __future__ import annotations

from functools import cached_property

from verbale.analysis.contacts import find_contacts, find_deployments
from verbale.analysis.deadlines import find_deadlines
from verbale.analysis.facts import Facts
from verbale.analysis.issues import find_issues
from verbale.analysis.positions import find_positions
from verbale.analysis.results import Contact, Deadline, Deployment, Issue, Placed, Position
from verbale.export.view import View


class Worked:
    """The analysis of a record, each part made when it is first asked for."""

    def __init__(self, view: View) -> None:
        self._store = view.store

    @cached_property
    def facts(self) -> Facts:
        """The collated rows as analysis reads them."""
        return Facts(self._store)

    @cached_property
    def _issues(self) -> tuple[list[Issue], dict[str, Placed]]:
        return find_issues(self.facts)

    @property
    def issues(self) -> list[Issue]:
        """The matters in dispute, the heaviest first."""
        return self._issues[0]

    @property
    def placed(self) -> list[Placed]:
        """Why statements belong to issues, by issue."""
        order = {issue.id: number for number, issue in enumerate(self.issues)}
        return sorted(self._issues[1].values(), key=lambda p: (order[p.issue_id], p.statement_id))

    @cached_property
    def positions(self) -> list[Position]:
        """Where each party stands on each issue."""
        return find_positions(self.facts, *self._issues)

    @cached_property
    def deadlines(self) -> list[Deadline]:
        """What is due, as it stands on the last day on which an article was written."""
        return find_deadlines(self._store, self.facts)

    @cached_property
    def contacts(self) -> list[Contact]:
        """Who met or called whom."""
        return find_contacts(self._store, self.facts)

    @cached_property
    def deployments(self) -> list[Deployment]:
        """Forces moved, exercised, massed or withdrawn."""
        return find_deployments(self._store, self.facts)
