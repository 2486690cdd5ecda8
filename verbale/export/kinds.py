"""The kinds of row that a record has: name, type, how they are made, in an order that never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from verbale.analysis.results import Contact, Deadline, Deployment, Issue, Position
from verbale.collation.judgements import is_person
from verbale.errors import UsageError
from verbale.export.further import AnyRow, LinkRow, PlacedRow, PostRow, StandRow, stands
from verbale.export.rows import (
    ActorRow,
    DisagreementRow,
    DocumentRow,
    EventRow,
    MentionRow,
    SkipRow,
    StatementRow,
    TimelineEntry,
    TimeRow,
)
from verbale.export.view import View
from verbale.export.worked import Worked
from verbale.model import Correction, Judgement


class Kind(Struct, frozen=True):
    """One kind of row."""

    name: str
    row: type[Struct]
    make: Callable[[View, Worked], Iterable[AnyRow]]


def _statements(view: View, _: Worked) -> Iterator[StatementRow]:
    return (view.statement(s) for s in view.store.statements())


def _events(view: View, _: Worked) -> Iterator[EventRow]:
    return (view.event(e) for e in view.store.events())


def _timeline(view: View, worked: Worked) -> list[TimelineEntry]:
    """Return `View.timeline` without reading every statement's articles again: what it shows stands in the columns."""
    found = [
        TimelineEntry(
            s.value, s.earliest, s.latest, "statement", view.name(s.speaker_id) or "", s.act, s.content, s.outlets, s.id
        )
        for s in worked.facts.said
    ]
    return sorted((*found, *view.timeline((), _events(view, worked))), key=_in_time)


def _in_time(t: TimelineEntry) -> tuple[str, str, str, str]:
    return t.earliest or t.latest or "9999", t.latest or "9999", t.kind, t.id


def _links(view: View, _: Worked) -> Iterator[LinkRow]:
    for link in sorted(view.store.links(), key=lambda k: (k.type, k.left_id, k.right_id, k.field)):
        yield LinkRow(link.left_id, link.type, link.right_id, link.field, link.score)


def _posts(view: View, _: Worked) -> Iterator[PostRow]:
    rows = (
        PostRow(p.actor_id, view.name(p.actor_id) or "", p.title, p.of, p.since, p.until, p.basis)
        for p in view.store.posts()
    )
    return iter(sorted(rows, key=lambda r: (r.actor, r.actor_id, r.since or "", r.title, r.of or "", r.basis)))


def _placed(_: View, worked: Worked) -> Iterator[PlacedRow]:
    names = {issue.id: issue.name for issue in worked.issues}
    return (PlacedRow(p.statement_id, p.issue_id, names[p.issue_id], p.score, p.reason) for p in worked.placed)


def _judgements(view: View, _: Worked) -> list[Judgement]:
    return [j for j in view.store.judgements() if is_person(j.by)]


def _corrections(view: View, _: Worked) -> list[Correction]:
    return [c for c in view.store.corrections() if is_person(c.by)]


_TABLE = (
    Kind("statements", StatementRow, _statements),
    Kind("events", EventRow, _events),
    Kind("actors", ActorRow, lambda view, _: view.actors()),
    Kind("documents", DocumentRow, lambda view, _: view.documents()),
    Kind("timeline", TimelineEntry, _timeline),
    Kind("disagreements", DisagreementRow, lambda v, _: (v.disagreement(d) for d in v.store.disagreements())),
    Kind("issues", Issue, lambda _, worked: worked.issues),
    Kind("positions", Position, lambda _, worked: worked.positions),
    Kind("stands", StandRow, lambda _, worked: (s for p in worked.positions for s in stands(p))),
    Kind("placed", PlacedRow, _placed),
    Kind("deadlines", Deadline, lambda _, worked: worked.deadlines),
    Kind("contacts", Contact, lambda _, worked: worked.contacts),
    Kind("deployments", Deployment, lambda _, worked: worked.deployments),
    Kind("links", LinkRow, _links),
    Kind("posts", PostRow, _posts),
    Kind("mentions", MentionRow, lambda view, _: view.mentions()),
    Kind("times", TimeRow, lambda view, _: view.times()),
    Kind("skips", SkipRow, lambda view, _: view.skips()),
    Kind("judgements", Judgement, _judgements),
    Kind("corrections", Correction, _corrections),
)
BY_NAME = {kind.name: kind for kind in _TABLE}
FURTHER = ("judgements", "corrections")
"""Rows that are exported only when they are asked for."""
KINDS = tuple(kind.name for kind in _TABLE if kind.name not in FURTHER)


def tables(view: View, kinds: Iterable[str]) -> dict[str, Iterable[AnyRow]]:
    """Return rows by kind, made as they are read. Raises UsageError for a kind that does not exist."""
    worked = Worked(view)
    chosen: dict[str, Iterable[AnyRow]] = {}
    for name in kinds:
        if name not in BY_NAME:
            raise UsageError(f"no rows are called {name!r}. There are: {', '.join((*KINDS, *FURTHER))}.")
        chosen[name] = BY_NAME[name].make(view, worked)
    return chosen
