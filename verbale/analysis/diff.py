"""What changed: between two records, between two days of one, or by what was just taken in.

Rows are compared by the coded rows they rest on, which have the same ids in every record: a statement is new where none of its
readings was known. A day of one record is what the articles written before that day say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from verbale.analysis.deadlines import find_deadlines, last_day
from verbale.analysis.facts import Facts
from verbale.analysis.issues import Given, find_issues
from verbale.analysis.positions import find_positions
from verbale.analysis.results import Change, Deadline, Position
from verbale.store import Store


class Article(Struct, frozen=True):
    """An article as it is held against another state: by its text, its address, where it came from."""

    id: str
    title: str
    url: str | None
    locators: tuple[str, ...]


class Snapshot(Struct, frozen=True):
    """What was known."""

    rows: frozenset[str]
    """Attributions and event mentions."""
    articles: tuple[Article, ...]
    deadlines: tuple[Deadline, ...]
    disagreements: frozenset[str]
    """The coded rows of each, joined."""
    partly: bool = False
    """A day of the same record: what is gone from it is no loss."""


def _articles(store: Store, facts: Facts) -> dict[str, Article]:
    locators: defaultdict[str, set[str]] = defaultdict(set)
    for document, locator in store.connection.execute(
        "SELECT d.id, r.locator FROM receipt r JOIN document d ON d.n = r.document_n"
    ):
        locators[document].add(locator)
    return {
        d: Article(d, facts.documents[d].title, facts.documents[d].url, tuple(sorted(locators[d])))
        for d in store.document_ids()
        if d in facts.documents
    }


def _before(facts: Facts, day: str | None) -> frozenset[str]:
    """Return the articles written before a day; those of no known day count as known."""
    return frozenset(d.id for d in facts.documents.values() if day is None or d.latest is None or d.latest < day)


def snapshot(store: Store, facts: Facts, *, before: str | None = None, among: frozenset[str] | None = None) -> Snapshot:
    """Return what a record knows; `before`: what its articles written before that day know; `among`: these articles."""
    old = _before(facts, before) if among is None else _before(facts, before) & among
    rows = [
        *store.connection.execute("SELECT a.id, d.id FROM attribution a JOIN document d ON d.n = a.document_n"),
        *store.connection.execute("SELECT e.id, d.id FROM event_mention e JOIN document d ON d.n = e.document_n"),
    ]
    known = frozenset(row for row, document in rows if document in old)
    articles = tuple(a for a in _articles(store, facts).values() if a.id in old)
    differ = frozenset(
        key for d in facts.disagreements for key in (_key(d.kind, d.sides),) if all(r in known for s in d.sides for r in s.row_ids)
    )  # fmt: skip
    due = find_deadlines(store, facts, as_of=before or last_day(facts))
    return Snapshot(known, articles, tuple(due), differ, before is not None)


def _key(kind: str, sides: Sequence[object]) -> str:
    rows = sorted(row for side in sides for row in getattr(side, "row_ids", ()))
    return "\x1f".join([kind, *rows])


def find_changes(
    was: Snapshot, store: Store, facts: Facts, *, until: str | None = None, given: Sequence[Given] = ()
) -> list[Change]:
    """Return what a record holds beyond what was known, and what of that is gone; `until`: as it stood on that day."""
    now = frozenset(
        d.id for d in facts.documents.values() if until is None or d.latest is None or d.latest <= until
    )  # fmt: skip
    return [
        *_changed_articles(was, store, facts, now),
        *_new_rows(was, facts, now),
        *_changed_positions(was, facts, now, given),
        *_changed_deadlines(was, find_deadlines(store, facts, as_of=until or last_day(facts))),
        *(
            Change("new disagreement", d.id, None, f"{d.kind}: {d.about}", None, " — ".join(s.value for s in d.sides))
            for d in facts.disagreements
            if _key(d.kind, d.sides) not in was.disagreements
            and not all(r in was.rows for s in d.sides for r in s.row_ids)
        ),
    ]


def _changed_articles(was: Snapshot, store: Store, facts: Facts, now: frozenset[str]) -> Iterator[Change]:
    old_ids = {a.id for a in was.articles}
    by_url = {a.url: a for a in was.articles if a.url}
    by_locator = {locator: a for a in was.articles for locator in a.locators}
    here = _articles(store, facts)
    replaced = set()
    for article in here.values():
        if article.id in old_ids or article.id not in now:
            continue
        when = facts.documents[article.id].value
        # the third line of a file may hold another article tomorrow: where both have addresses, these decide
        earlier = by_url.get(article.url or "") or next(
            (a for p in article.locators if (a := by_locator.get(p)) is not None and not (a.url and article.url)), None
        )
        if earlier is not None:
            replaced.add(earlier.id)
            yield Change("corrected article", article.id, when, article.title, earlier.id, article.id)
        else:
            yield Change("new article", article.id, when, article.title)
    if was.partly:
        return
    for article in was.articles:
        if article.id not in here and article.id not in replaced:
            yield Change("withdrawn article", article.id, None, article.title, article.id)


def _new_rows(was: Snapshot, facts: Facts, now: frozenset[str]) -> Iterator[Change]:
    for said in facts.said:
        if now.isdisjoint(said.document_ids) or any(row in was.rows for row in said.attribution_ids):
            continue
        yield Change("new statement", said.id, said.value, f"{facts.name(said.speaker_id) or '?'}: {said.content}")
    for event in facts.happened:
        if now.isdisjoint(event.document_ids) or any(row in was.rows for row in event.event_mention_ids):
            continue
        who = ", ".join(dict.fromkeys(n for i in (*event.actor_ids, *event.recipient_ids) if (n := facts.name(i))))
        kind = f"{event.type} {event.mode}" if event.mode else event.type
        yield Change("new event", event.id, event.value, f"{kind} ({event.status}): {who}")


def _changed_positions(was: Snapshot, facts: Facts, now: frozenset[str], given: Sequence[Given]) -> Iterator[Change]:
    issues, placed = find_issues(facts, given)
    old = {s.id for s in facts.said if any(row in was.rows for row in s.attribution_ids)}
    new = {s.id for s in facts.said if s.id in old or not now.isdisjoint(s.document_ids)}
    if old == new:
        return
    before = {(p.actor_id, p.issue_id): p for p in find_positions(facts, issues, placed, among=old)}
    for p in find_positions(facts, issues, placed, among=new):
        past = before.get((p.actor_id, p.issue_id))
        if p.stance == "states" or (past is not None and past.stance == p.stance):
            continue
        turn = next(h for h in reversed(p.history) if h.stance == p.stance and h.change != "restated")
        if past is None or past.stance == "states":
            yield Change("new position", turn.statement_id, p.since, _cell(p), None, p.stance)
        else:
            yield Change("changed position", turn.statement_id, p.since, _cell(p), past.stance, p.stance)


def _cell(position: Position) -> str:
    return f"{position.actor} on {position.issue}"


def _changed_deadlines(was: Snapshot, now: Sequence[Deadline]) -> Iterator[Change]:
    by_id = {d.id: d for d in was.deadlines}
    by_what = {(d.due, d.owed_by, d.words): d for d in was.deadlines}
    for d in now:
        past = by_id.get(d.id) or by_what.get((d.due, d.owed_by, d.words))
        if past is None:
            yield Change("new deadline", d.statement_id, d.due, d.what, None, d.state)
        elif past.state != d.state and d.state in {"met", "late"}:
            yield Change("deadline met", d.met_by or d.statement_id, d.due, d.what, past.state, d.state)
        elif past.state != d.state and d.state == "overdue on record":
            yield Change("deadline missed", d.statement_id, d.due, d.what, past.state, d.state)
