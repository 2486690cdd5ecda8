"""What lists, facets and charts need of a record, in columns: read once for each state of the record, shared by all threads.

A hundred thousand statements are filtered and counted in milliseconds; the rows shown on a page come from the store.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from verbale.store import Disagreement, Store
from verbale.web.spots import spot_of

T = TypeVar("T")
Numbers = NDArray[np.int32]
NO_DAY = -1
_MANY = 4000
"""Where a word occurs more often, asking each content is faster than going from one to the next."""
_LAST = date.max.toordinal()


class Who(Struct, frozen=True):
    """An actor without its mentions."""

    id: str
    name: str
    kind: str
    country: str | None
    key: str | None
    party_id: str
    """The actor that stands for its state or body; itself where none does."""
    statements: int
    mentions: int


class Article(Struct, frozen=True):
    """An article without its words."""

    id: str
    outlet_id: str
    """The outlet's id; empty where no outlet is known."""
    outlet: str
    title: str
    url: str | None
    when: str | None
    earliest: str | None
    latest: str | None
    language: str
    skipped: str | None


def day_number(day: str | None) -> int:
    """Return an ISO day as a number that can be compared and subtracted; NO_DAY for none or for what is no day."""
    if not day:
        return NO_DAY
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return NO_DAY


def day_of(number: int) -> str:
    """Return the ISO day of a number."""
    return date.fromordinal(min(max(1, int(number)), _LAST)).isoformat()


class Coded:
    """One column of a few repeated values: a number for each row, and what the numbers mean."""

    def __init__(self, values: list[str | None]) -> None:
        names = sorted({v for v in values if v is not None})
        number = {name: i for i, name in enumerate(names)}
        self.names: list[str] = names
        self.number: dict[str, int] = number
        self.codes: Numbers = np.fromiter((number[v] if v is not None else -1 for v in values), np.int32, len(values))

    def mask(self, value: str) -> NDArray[np.bool_]:
        """Return which rows have a value; none where nobody has it."""
        found: NDArray[np.bool_] = self.codes == self.number.get(value, -2)
        return found

    def counts(self, chosen: NDArray[np.bool_] | None = None) -> list[tuple[str, int]]:
        """Return how many of the chosen rows have each value, the most first."""
        codes = self.codes if chosen is None else self.codes[chosen]
        found = np.bincount(codes[codes >= 0], minlength=len(self.names))
        order = sorted(range(len(self.names)), key=lambda i: (-int(found[i]), self.names[i]))
        return [(self.names[i], int(found[i])) for i in order if found[i]]


class Index:
    """A record's statements, events, articles and actors in columns."""

    def __init__(self, store: Store, key: tuple[object, ...]) -> None:
        self.key = key
        self._kept: dict[str, Any] = {}
        connection = store.connection
        self.actors = _actors(connection)
        self.articles = _articles(connection)
        self.outlets = {a.outlet_id: a.outlet for a in self.articles.values() if a.outlet_id}
        self._statements(connection)
        self._events(connection)
        self.disagreements: tuple[Disagreement, ...] = tuple(store.disagreements())
        self.counts = {
            "articles": len(self.articles),
            "outlets": len(self.outlets),
            "statements": len(self.ids),
            "events": len(self.event_ids),
            "actors": len(self.actors),
            "disagreements": len(self.disagreements),
        }

    # -- statements ------------------------------------------------------------------------------------------------

    def _statements(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute(
            "SELECT id, speaker_id, addressee_id, act, mode, content, earliest, latest, independent FROM statement"
        ).fetchall()
        rows.sort(key=lambda r: (r[6] or r[7] or "9999", r[7] or "9999", r[0]))
        self.ids: list[str] = [r[0] for r in rows]
        self.speaker = Coded([r[1] for r in rows])
        self.addressee = Coded([r[2] for r in rows])
        self.act = Coded([r[3] for r in rows])
        self.mode = Coded([r[4] for r in rows])
        self.contents: list[str] = [r[5] for r in rows]
        self.first: Numbers = np.fromiter((day_number(r[6]) for r in rows), np.int32, len(rows))
        self.last: Numbers = np.fromiter((day_number(r[7]) for r in rows), np.int32, len(rows))
        self.independent: Numbers = np.fromiter((r[8] for r in rows), np.int32, len(rows))
        self.at: dict[str, int] = {one: n for n, one in enumerate(self.ids)}
        party = [self.actors[r[1]].party_id if r[1] in self.actors else None for r in rows]
        self.party = Coded(party)
        carried: list[tuple[int, str]] = []
        self.confidence = np.zeros(len(rows), np.float32)
        for statement, outlet, confidence in connection.execute(
            "SELECT sa.statement_id, d.outlet_id, a.confidence FROM statement_attribution sa "
            "JOIN attribution a ON a.id = sa.attribution_id JOIN document d ON d.n = a.document_n"
        ):
            n = self.at.get(statement)
            if n is not None:
                carried.append((n, outlet or ""))
                self.confidence[n] = max(self.confidence[n], confidence)
        pairs = sorted(set(carried))
        self.carrier = Coded([outlet or None for _, outlet in pairs])
        self.carried: Numbers = np.fromiter((n for n, _ in pairs), np.int32, len(pairs))

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` gives, made once for this state of the record. Two threads may make it; either is right."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    @cached_property
    def folded(self) -> list[str]:
        """The contents for searching, case folded, each on one line."""
        return [content.casefold().replace("\n", " ") for content in self.contents]

    def by_outlet(self, outlet_id: str) -> NDArray[np.bool_]:
        """Return which statements an outlet carries."""
        mask = np.zeros(len(self.ids), np.bool_)
        mask[self.carried[self.carrier.mask(outlet_id)]] = True
        return mask

    def outlet_counts(self, chosen: NDArray[np.bool_]) -> list[tuple[str, int]]:
        """Return how many of the chosen statements each outlet carries."""
        return self.carrier.counts(chosen[self.carried])

    def holding(self, words: list[str]) -> NDArray[np.bool_]:
        """Return which statements hold all words, case aside. A word has no blanks within."""
        mask = np.ones(len(self.ids), np.bool_)
        for wanted in {w.casefold() for w in words}:
            mask &= self._holding(wanted)
        return mask

    def _holding(self, word: str) -> NDArray[np.bool_]:
        """Look for a word in all contents at once: those that hold it are few, mostly."""
        text, starts = self._text
        mask = np.zeros(len(self.ids), np.bool_)
        at = text.find(word)
        found = 0
        while at >= 0:
            found += 1
            if found > _MANY:
                return np.fromiter([word in content for content in self.folded], np.bool_, len(self.ids))
            row = bisect_right(starts, at) - 1
            mask[row] = True
            at = text.find(word, starts[row + 1]) if row + 1 < len(starts) else -1
        return mask

    @cached_property
    def _text(self) -> tuple[str, list[int]]:
        """All contents one after the other, parted by what no word holds, and where each begins."""
        folded = self.folded
        lengths = np.fromiter((len(content) + 1 for content in folded), np.int64, len(folded))
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)[:-1]]) if len(folded) else lengths
        return "\n".join(folded), [int(n) for n in starts]

    # -- events ----------------------------------------------------------------------------------------------------

    def _events(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute(
            "SELECT id, type, mode, status, earliest, latest, independent, place FROM event"
        ).fetchall()
        rows.sort(key=lambda r: (r[4] or r[5] or "9999", r[5] or "9999", r[0]))
        self.event_ids: list[str] = [r[0] for r in rows]
        self.event_at: dict[str, int] = {one: n for n, one in enumerate(self.event_ids)}
        self.event_type = Coded([r[1] for r in rows])
        self.event_mode = Coded([r[2] for r in rows])
        self.event_status = Coded([r[3] for r in rows])
        self._places: list[str | None] = [r[7] for r in rows]
        self.event_first: Numbers = np.fromiter((day_number(r[4]) for r in rows), np.int32, len(rows))
        self.event_last: Numbers = np.fromiter((day_number(r[5]) for r in rows), np.int32, len(rows))
        parties: defaultdict[str, list[str]] = defaultdict(list)
        for event, actor in connection.execute("SELECT event_id, actor_id FROM event_party ORDER BY event_id, role, n"):
            parties[event].append(actor)
        self.event_parties: dict[str, list[str]] = dict(parties)
        taking_part: defaultdict[str, list[int]] = defaultdict(list)
        for event, actors in parties.items():
            for actor in set(actors):
                taking_part[actor].append(self.event_at[event])
        self._taking_part = dict(taking_part)

    def events_with(self, actor_id: str) -> NDArray[np.bool_]:
        """Return which events an actor takes part in."""
        mask = np.zeros(len(self.event_ids), np.bool_)
        mask[self._taking_part.get(actor_id, [])] = True
        return mask

    @cached_property
    def event_place(self) -> Coded:
        """Where each event took place: one name for each place that is known, however it is spelt."""
        spots = {place: spot.name if (spot := spot_of(place)) else place for place in set(self._places) if place}
        return Coded([spots.get(place or "") for place in self._places])

    @cached_property
    def parties_of(self) -> tuple[frozenset[str], ...]:
        """The parties that take part in each event."""
        found = (
            {self.actors[a].party_id for a in self.event_parties.get(e, ()) if a in self.actors} for e in self.event_ids
        )
        return tuple(map(frozenset, found))

    @cached_property
    def by_key(self) -> dict[str, str]:
        """Names by the lexicon's keys."""
        return {w.key: w.name for w in self.actors.values() if w.key}

    # -- disagreements ---------------------------------------------------------------------------------------------

    @cached_property
    def differs(self) -> dict[str, tuple[Disagreement, ...]]:
        """Disagreements by the statement or event they concern."""
        found: defaultdict[str, list[Disagreement]] = defaultdict(list)
        for d in self.disagreements:
            for subject in filter(None, (d.subject_id, d.other_id)):
                found[subject].append(d)
        return {key: tuple(value) for key, value in found.items()}

    def address(self, row: str) -> str:
        """Return the page of a statement or an event; of any other row, the page that finds it."""
        return f"/statements/{row}" if row in self.at else f"/events/{row}" if row in self.event_at else f"/rows/{row}"

    def called(self, outlet: str) -> str:
        """Return an outlet's name, or the title of the article that stands for an outlet which is not known."""
        article = self.articles.get(outlet)
        return f"“{article.title}”" if article else outlet

    def name(self, actor_id: str | None) -> str:
        """Return an actor's name, or an empty string."""
        who = self.actors.get(actor_id or "")
        return who.name if who else ""


def _actors(connection: sqlite3.Connection) -> dict[str, Who]:
    spoke = dict(connection.execute("SELECT speaker_id, count(*) FROM statement GROUP BY speaker_id"))
    named = dict(connection.execute("SELECT actor_id, count(*) FROM actor_mention GROUP BY actor_id"))
    rows = connection.execute("SELECT id, name, kind, country, lexicon_key FROM actor").fetchall()
    by_key = {row[4]: row[0] for row in rows if row[4]}
    found = [
        Who(
            id=row[0],
            name=row[1],
            kind=row[2],
            country=row[3],
            key=row[4],
            party_id=by_key.get(row[3] or "", row[0]),
            statements=int(spoke.get(row[0], 0)),
            mentions=int(named.get(row[0], 0)),
        )
        for row in rows
    ]
    return {who.id: who for who in sorted(found, key=lambda w: (-w.mentions, w.name, w.id))}


def _articles(connection: sqlite3.Connection) -> dict[str, Article]:
    headlines = dict(
        connection.execute(
            'SELECT s.document_n, substr(d.text, s.start + 1, min(s."end" - s.start, 400)) FROM segment s '
            "JOIN document d ON d.n = s.document_n WHERE s.found_by = 'coding' AND s.role = 'headline' ORDER BY s.n DESC"
        ).fetchall()
    )
    found = {}
    for row in connection.execute(
        "SELECT d.n, d.id, d.outlet_id, o.name, d.title, d.url, coalesce(r.value, l.value), "
        "iif(r.value IS NULL, l.earliest, r.earliest), iif(r.value IS NULL, l.latest, r.latest), d.language, "
        "iif(c.coder IS NULL, 'not coded yet', c.skipped), substr(d.text, 1, 80) "
        "FROM document d LEFT JOIN outlet o ON o.id = d.outlet_id LEFT JOIN dateline l ON l.document_n = d.n "
        "LEFT JOIN narrowed_dateline r ON r.document_id = d.id LEFT JOIN coding c ON c.document_n = d.n ORDER BY d.n"
    ):
        n, document, outlet_id, outlet, title, url, when, earliest, latest, language, skipped, start = row
        shown = " ".join((headlines.get(n) or title or start).split())
        found[document] = Article(
            document,
            outlet_id or "",
            outlet or "",
            shown[:300] or document,
            url,
            when,
            earliest,
            latest,
            language,
            skipped,
        )
    return found
