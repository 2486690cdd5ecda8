"""Statements and events as lists show them: one line each, with the place of its words, read in two queries a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from verbale.web.library import Desk
from verbale.web.wording import short


class Line(Struct, frozen=True):
    """A statement on one line."""

    id: str
    when: str | None
    earliest: str | None
    latest: str | None
    speaker: str
    speaker_id: str | None
    addressee: str
    addressee_id: str | None
    act: str
    mode: str
    content: str
    outlets: tuple[str, ...]
    independent: int
    document_id: str
    start: int
    end: int
    differs: int
    """How many disagreements there are about it."""


class Told(Struct, frozen=True):
    """An event on one line."""

    id: str
    when: str | None
    earliest: str | None
    latest: str | None
    type: str
    mode: str | None
    status: str
    actors: tuple[tuple[str, str], ...]
    """(id, name)"""
    recipients: tuple[tuple[str, str], ...]
    place: str | None
    trigger: str
    outlets: tuple[str, ...]
    independent: int
    document_id: str
    start: int
    end: int


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _title(desk: Desk, document_id: str) -> str:
    """Return what stands for an outlet that is not known: the article's title."""
    article = desk.index.articles.get(document_id)
    return f"“{short(article.title, 60)}”" if article else document_id


def lines(desk: Desk, ids: Iterable[str]) -> list[Line]:
    """Return statements by their ids, in the order given; ids of no statement are left out."""
    wanted = list(ids)
    marks = _marks(wanted)
    connection = desk.store.connection
    carried: defaultdict[str, set[str]] = defaultdict(set)
    place: dict[str, tuple[str, int, int]] = {}
    for statement, lemma, document, outlet, start, end in connection.execute(
        'SELECT sa.statement_id, a.id = st.lemma_id, d.id, coalesce(o.name, d.outlet_id), min(e.start), max(e."end") '
        "FROM statement_attribution sa JOIN statement st ON st.id = sa.statement_id "
        "JOIN attribution a ON a.id = sa.attribution_id JOIN document d ON d.n = a.document_n "
        "LEFT JOIN outlet o ON o.id = d.outlet_id "
        "JOIN evidence e ON e.document_n = a.document_n AND e.row_id = a.id AND e.field = 'content' AND e.extra = 0 "
        f"WHERE sa.statement_id IN ({marks}) GROUP BY sa.statement_id, a.id",
        wanted,
    ):
        carried[statement].add(outlet or _title(desk, document))
        if lemma:
            place[statement] = (document, start, end)
    name = desk.index.name
    found: dict[str, Line] = {}
    for key, when, earliest, latest, speaker, addressee, act, mode, content, independent in connection.execute(
        "SELECT id, value, earliest, latest, speaker_id, addressee_id, act, mode, content, independent FROM statement "
        f"WHERE id IN ({marks})",
        wanted,
    ):
        document, start, end = place.get(key, ("", 0, 0))
        found[key] = Line(
            key, when, earliest, latest, name(speaker), speaker, name(addressee), addressee, act, mode, content,
            tuple(sorted(carried[key])), independent, document, start, end, len(desk.index.differs.get(key, ())),
        )  # fmt: skip
    return [found[one] for one in wanted if one in found]


def told(desk: Desk, ids: Iterable[str]) -> list[Told]:
    """Return events by their ids, in the order given; ids of no event are left out."""
    wanted = list(ids)
    marks = _marks(wanted)
    connection = desk.store.connection
    carried: defaultdict[str, set[str]] = defaultdict(set)
    place: dict[str, tuple[str, int, int, str]] = {}
    for event, document, outlet, start, end, text in connection.execute(
        'SELECT x.event_id, d.id, coalesce(o.name, d.outlet_id), m.start, m."end", s.text FROM event_account x '
        "JOIN event_mention m ON m.id = x.event_mention_id JOIN document d ON d.n = m.document_n "
        "LEFT JOIN outlet o ON o.id = d.outlet_id "
        'JOIN span s ON s.document_n = m.document_n AND s.start = m.start AND s."end" = m."end" '
        f"WHERE x.event_id IN ({marks}) ORDER BY x.event_id, x.n",
        wanted,
    ):
        carried[event].add(outlet or _title(desk, document))
        place.setdefault(event, (document, start, end, text))
    parties: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for event, role, actor in connection.execute(
        f"SELECT event_id, role, actor_id FROM event_party WHERE event_id IN ({marks}) ORDER BY event_id, role, n",
        wanted,
    ):
        parties[event, role].append((actor, desk.index.name(actor)))
    events: dict[str, Told] = {}
    for key, when, earliest, latest, type_, mode, status, where, independent in connection.execute(
        f"SELECT id, value, earliest, latest, type, mode, status, place, independent FROM event WHERE id IN ({marks})",
        wanted,
    ):
        document, start, end, text = place.get(key, ("", 0, 0, ""))
        events[key] = Told(
            key, when, earliest, latest, type_, mode, status, tuple(parties[key, "actor"]),
            tuple(parties[key, "recipient"]), where, text, tuple(sorted(carried[key])), independent, document, start, end,
        )  # fmt: skip
    return [events[one] for one in wanted if one in events]
