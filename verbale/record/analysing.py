"""What follows from a record: issues, positions, deadlines, contacts, the brief, undertakings."""

from __future__ import annotations

from pathlib import Path

from verbale.analysis.brief import Brief, make_brief
from verbale.analysis.contacts import find_contacts, find_deployments
from verbale.analysis.deadlines import find_deadlines
from verbale.analysis.diff import Snapshot, find_changes, snapshot
from verbale.analysis.framing import Framing, find_framing
from verbale.analysis.issues import find_issues, read_issues
from verbale.analysis.positions import find_positions
from verbale.analysis.results import Change, Contact, Deadline, Deployment, Issue, Placed, Position
from verbale.analysis.undertakings import surfaces
from verbale.analysis.undertakings.linking import Undertaking
from verbale.errors import UsageError
from verbale.export.days import bounds
from verbale.record.opened import Opened, between


class Analysing(Opened):
    """Asks the analysis."""

    def issues(self, given: str | Path | None = None) -> list[Issue]:
        """Return the matters in dispute: those of the user's list (`issues.toml`) first, then the heaviest found."""
        return self._issues(given)[0]

    def placed(self, given: str | Path | None = None) -> list[Placed]:
        """Return which statements belong to which issue, and why."""
        return list(self._issues(given)[1].values())

    def _issues(self, given: str | Path | None) -> tuple[list[Issue], dict[str, Placed]]:
        return find_issues(self.facts, read_issues(Path(given)) if given else ())

    def positions(
        self,
        *,
        by: str | None = None,
        issue: str | None = None,
        until: str | None = None,
        min_confidence: float = 0.0,
        issues: str | Path | None = None,
    ) -> list[Position]:
        """Return where each party stands on each issue, with the history; `until`: as it stood on that day.

        `by` is a party's name, `issue` an issue's name or id, `issues` a file with the user's own list. Raises UsageError.
        """
        found, placed = self._issues(issues)
        wanted = {i.id for i in found if issue is None or issue.casefold() in {i.id, i.name.casefold()}}
        if issue is not None and not wanted:
            raise UsageError(
                f"no issue {issue!r} in {self.path}. Issues: {', '.join(i.name for i in found) or 'none'}."
            )
        parties = {self.facts.parties.get(a, a) for a in self._actors_named(by)} if by else None
        positions = find_positions(self.facts, found, placed, until=until, min_confidence=min_confidence)
        return [p for p in positions if p.issue_id in wanted and (parties is None or p.actor_id in parties)]

    def deadlines(self, as_of: str | None = None, *, by: str | None = None) -> list[Deadline]:
        """Return what is due, in order of the day, and how it stands on record on the day `as_of`.

        `as_of` is the last day on which an article was written unless it is given; `by` is a party that owes. Raises
        UsageError.
        """
        _, day = bounds(None, as_of)
        found = find_deadlines(self._store, self.facts, as_of=day)
        if by is None:
            return found
        names = {self.facts.name(self.facts.parties.get(a, a)) for a in self._actors_named(by)}
        return [d for d in found if names & set((d.owed_by or "").split(", "))]

    def contacts(self, *, since: str | None = None, until: str | None = None) -> list[Contact]:
        """Return who met, called or visited whom, in order of time."""
        since, until = bounds(since, until)
        return [c for c in find_contacts(self._store, self.facts) if between(c.earliest, c.latest, since, until)]

    def deployments(self, *, since: str | None = None, until: str | None = None) -> list[Deployment]:
        """Return forces moved, exercised, massed or withdrawn, with numbers and who claims them."""
        since, until = bounds(since, until)
        return [d for d in find_deployments(self._store, self.facts) if between(d.earliest, d.latest, since, until)]

    def brief(
        self,
        *,
        title: str = "",
        since: str | None = None,
        as_of: str | None = None,
        issues: str | Path | None = None,
        min_confidence: float = 0.0,
    ) -> Brief:
        """Return the brief: where the parties stand, what is new `since` a day, contacts, what is due, where accounts differ.

        Each sentence is a quotation or a count with its notes. `as_of`: as it stood on that day. Raises UsageError.
        """
        first, day = bounds(since, as_of)
        given = read_issues(Path(issues)) if issues else ()
        return make_brief(
            self._store, self.facts, title=title, since=first, as_of=day, given=given, min_confidence=min_confidence
        )

    def snapshot(self, *, before: str | None = None) -> Snapshot:
        """Return what is known now, or by the articles written before a day, for `changes` to be held against."""
        return snapshot(self._store, self.facts, before=before)

    def changes(self, was: Snapshot, *, until: str | None = None, issues: str | Path | None = None) -> list[Change]:
        """Return what this record holds beyond a snapshot of it or of another, and what of that is gone."""
        given = read_issues(Path(issues)) if issues else ()
        return find_changes(was, self._store, self.facts, until=until, given=given)

    def framing(self, about: str | None = None) -> Framing:
        """Return how each outlet names actors, what it carries or leaves out, and in which voice it tells of events.

        `about`: the names of this actor alone. Raises UsageError for a name that nobody in the record bears.
        """
        wanted = frozenset(self._actors_named(about)) if about else None
        return find_framing(self._store, self.facts, about=wanted)

    def undertakings(
        self,
        file: str | Path | None = None,
        *,
        as_of: str | None = None,
        view: str | None = None,
        claims: str | Path | None = None,
        k: int | None = None,
    ) -> list[Undertaking]:
        """Hold instruments against the record: a file, a shipped one by name, or all shipped ones that it speaks of."""
        return surfaces.of_record(self._store, self.facts, file, as_of=as_of, view=view, claims=claims, k=k)
