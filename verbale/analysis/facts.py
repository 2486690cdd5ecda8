"""What analysis reads of a record, in memory and without the articles: statements, events, actors, links, at once.

A hundred thousand statements load in seconds: no coding is read, only the columns that analysis asks for. Rows that rest on
words carry the ids under which the words are found (`attribution_ids`, `event_mention_ids`).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from verbale.analysis.hypotheses import Lead
from verbale.analysis.sides import parties_of
from verbale.model import Act, EventType, Mode, Stance, Status
from verbale.store import Actor, Disagreement, Event, Link, Post, Store


class Said(Struct, frozen=True):
    """A statement as analysis sees it."""

    id: str
    speaker_id: str | None
    addressee_id: str | None
    act: Act
    mode: Mode
    content: str
    value: str | None
    earliest: str | None
    latest: str | None
    place: str | None
    lemma_id: str
    attribution_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    outlets: tuple[str, ...]
    """Names of outlets; the document's id where no outlet is known."""
    confidence: float
    independent: int
    cue: str = ""
    """The reporting words of the first account ("said", "has repeatedly denied"), "" where there are none."""
    teller_id: str | None = None
    """The actor in whose reported words every account of it stands; None where an outlet reports it itself."""
    denied: bool = False
    """Every account of it stands in words that somebody denies: nobody says that it was said."""
    others: tuple[tuple[Act, str, str], ...] = ()
    """Act, words and reporting words of the accounts that word it otherwise, where several are one statement."""
    reports: bool = False
    """It only passes on words that are a statement of their own ("the ministry said the president had asked for talks")."""
    lead: Lead | None = None
    """The words around its first account; None where it has no reporting words."""
    leanings: tuple[tuple[Stance, float], ...] = ()
    """What the trained network takes its accounts for, in percent, on average; empty where none was read for it."""
    matters: tuple[str, ...] = ()
    """The words that the network holds to name what it is about, of each account that has some, the first account's first."""

    @property
    def day(self) -> str:
        """The day for sorting: the first it may be, else the last, else the end of time."""
        return self.earliest or self.latest or "9999-12-31"


class Happened(Struct, frozen=True):
    """An event as analysis sees it."""

    id: str
    type: EventType
    mode: str | None
    context: str | None
    status: Status
    actor_ids: tuple[str, ...]
    recipient_ids: tuple[str, ...]
    value: str | None
    earliest: str | None
    latest: str | None
    place: str | None
    event_mention_ids: tuple[str, ...]
    statuses: tuple[Status, ...]
    """Of each account, in the same order."""
    claims: tuple[str | None, ...]
    """The attribution in which each account stands, None where the outlet says it itself."""
    document_ids: tuple[str, ...]
    outlets: tuple[str, ...]
    confidence: float
    independent: int

    @property
    def day(self) -> str:
        """The day for sorting."""
        return self.earliest or self.latest or "9999-12-31"


class Words(Struct, frozen=True, order=True):
    """Exact words of one article behind one field of a row."""

    document_id: str
    start: int
    end: int
    text: str
    field: str


class Written(Struct, frozen=True):
    """An article as analysis sees it."""

    id: str
    outlet: str
    title: str
    url: str | None
    value: str | None
    earliest: str | None
    latest: str | None


_LEAD = 40
"""So many characters before a part of a report are read."""
_OPENING = 5
"""So many characters may stand before the speaker of a statement that its report begins with ("that ", a quotation mark)."""


def _told(status: Status, event: Event, written: str | None) -> Status:
    """Return an account's status: what lies after the article that tells of it has not happened yet."""
    ahead = event.earliest is not None and written is not None and event.earliest > written
    return "scheduled" if status == "happened" and ahead else status


def _mean(shares: list[dict[Stance, int]]) -> tuple[tuple[Stance, float], ...]:
    """Return the mean share of each stance, by name."""
    stances = sorted({stance for one in shares for stance in one})
    return tuple((stance, sum(one.get(stance, 0) for one in shares) / len(shares)) for stance in stances)


class Facts:
    """A record's collated rows, read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.memo: dict[Hashable, object] = {}
        """What was worked out from these rows and is asked for again."""

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Actors by id."""
        return {actor.id: actor for actor in self._store.actors()}

    @cached_property
    def posts(self) -> dict[str, tuple[Post, ...]]:
        """Offices by actor."""
        found: defaultdict[str, list[Post]] = defaultdict(list)
        for post in self._store.posts():
            found[post.actor_id].append(post)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links between statements, events, articles, actors."""
        return tuple(self._store.links())

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where accounts differ."""
        return tuple(self._store.disagreements())

    @cached_property
    def documents(self) -> dict[str, Written]:
        """Articles by id."""
        titles: dict[str, str] = {}
        for document, text in self._connection.execute(
            'SELECT d.id, substr(d.text, s.start + 1, min(s."end" - s.start, 300)) FROM segment s '
            "JOIN document d ON d.n = s.document_n WHERE s.role = 'headline' ORDER BY d.n, s.start"
        ):
            titles.setdefault(document, " ".join(text.split()))
        files: dict[str, str] = {}
        for document, locator in self._connection.execute(
            "SELECT d.id, r.locator FROM receipt r JOIN document d ON d.n = r.document_n ORDER BY d.n, r.locator"
        ):
            files.setdefault(document, locator.replace("\\", "/").rsplit("/", 1)[-1])
        rows = self._connection.execute("SELECT id, outlet, title, url, written, earliest, latest FROM article")
        return {
            row[0]: Written(row[0], row[1] or "", titles.get(row[0]) or row[2] or files.get(row[0], row[0]), *row[3:])
            for row in rows
        }

    @property
    def path(self) -> Path:
        """Where the record lies."""
        return Path(self._store.path)

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._store.connection

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Statements in order of time."""
        behind: defaultdict[str, list[tuple[str, str, str, float]]] = defaultdict(list)
        for statement, attribution, document, outlet, confidence in self._connection.execute(
            "SELECT sa.statement_id, a.id, d.id, coalesce(o.name, d.outlet_id, d.id), a.confidence "
            "FROM statement_attribution sa JOIN attribution a ON a.id = sa.attribution_id "
            "JOIN document d ON d.n = a.document_n LEFT JOIN outlet o ON o.id = d.outlet_id ORDER BY 1, sa.n"
        ):
            behind[statement].append((attribution, document, outlet, confidence))
        cues = self._cues()
        told, passing = self._nested()
        wordings = self._wordings()
        leads = self._leads()
        leanings = self._leanings()
        matters = self._matters()
        found = []
        for s in self._store.statements():
            rows = behind[s.id]
            tellers = [told.get(a) for a in s.attribution_ids]
            within = [t for t in tellers if t is not None]
            nested = len(within) == len(tellers) and bool(within)
            found.append(
                Said(
                    s.id, s.speaker_id, s.addressee_id, s.act, s.mode, s.content, s.value, s.earliest, s.latest, s.place,
                    s.lemma_id, s.attribution_ids, tuple(dict.fromkeys(r[1] for r in rows)),
                    tuple(sorted({r[2] for r in rows})), max((r[3] for r in rows), default=0.0), s.independent,
                    next((cues[a] for a in s.attribution_ids if a in cues), ""),
                    within[0][0] if nested else None, nested and all(t[1] for t in within),
                    tuple(
                        (*wordings[a], cues.get(a, ""))
                        for a in s.attribution_ids if a in wordings and wordings[a][1] != s.content
                    ),
                    bool(s.attribution_ids) and all(a in passing for a in s.attribution_ids),
                    leads.get(s.attribution_ids[0]) if s.attribution_ids else None,
                    _mean([leanings[a] for a in s.attribution_ids if a in leanings]),
                    tuple(dict.fromkeys(matters[a] for a in s.attribution_ids if a in matters)),
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda s: (s.day, s.latest or "9999", s.id)))

    def _leanings(self) -> dict[str, dict[Stance, int]]:
        """Return what the network takes reports for; what a person said of a report's act is not the network's to settle."""
        corrected = {
            row
            for (row,) in self._connection.execute(
                "SELECT row_id FROM correction WHERE field = 'act' AND retracted_at IS NULL"
            )
        }
        found: defaultdict[str, dict[Stance, int]] = defaultdict(dict)
        for row, stance, share in self._connection.execute(
            "SELECT attribution_id, stance, share FROM leaning ORDER BY document_n, attribution_id, n"
        ):
            if row not in corrected:
                found[row][stance] = share
        return found

    def _evidence(self, field: str, *, extra: bool) -> Iterator[tuple[str, str]]:
        """Yield the rows that have words behind a field, with each piece of them; `extra`: beside the row's own fields."""
        yield from self._connection.execute(
            "SELECT e.row_id, s.text FROM evidence e JOIN span s ON s.document_n = e.document_n AND s.start = e.start "
            'AND s."end" = e."end" WHERE e.field = ? AND e.extra = ? ORDER BY e.document_n, e.row_id, e.n',
            (field, extra),
        )

    def _matters(self) -> dict[str, str]:
        """Return the words that name what attributions are about."""
        return dict(self._evidence("matter", extra=True))

    def _cues(self) -> dict[str, str]:
        """Return the reporting words of attributions."""
        found: dict[str, str] = {}
        for row, words in self._evidence("cue", extra=False):
            found[row] = f"{found[row]} {words}" if row in found else words
        return found

    def _leads(self) -> dict[str, Lead]:
        """Return the words before the parts of each report that has reporting words."""
        places: defaultdict[int, dict[str, dict[str, int]]] = defaultdict(dict)
        for document, row, field, start in self._connection.execute(
            "SELECT document_n, row_id, field, min(start) FROM evidence WHERE extra = 0 AND field IN ('speaker', 'cue', 'content') "
            "GROUP BY document_n, row_id, field ORDER BY document_n, row_id, field"
        ):
            places[document].setdefault(row, {})[field] = start
        found: dict[str, Lead] = {}
        for document, text in self._connection.execute("SELECT n, text FROM document ORDER BY n"):
            for row, at in places.pop(document, {}).items():
                if "cue" in at:
                    cuts = (min(at.values()), at["cue"], at.get("content", at["cue"]))
                    found[row] = Lead(*(text[max(0, cut - _LEAD) : cut] for cut in cuts))
        return found

    def _wordings(self) -> dict[str, tuple[Act, str]]:
        """Return act and words of the accounts of statements that have several."""
        acts: dict[str, Act] = {}
        words: defaultdict[str, list[str]] = defaultdict(list)
        for row, act, text in self._connection.execute(
            "SELECT a.id, a.act, s.text FROM (SELECT statement_id FROM statement_attribution GROUP BY 1 HAVING count(*) > 1) m "
            "JOIN statement_attribution sa ON sa.statement_id = m.statement_id JOIN attribution a ON a.id = sa.attribution_id "
            "JOIN evidence e ON e.document_n = a.document_n AND e.row_id = a.id AND e.field = 'content' AND e.extra = 0 "
            'JOIN span s ON s.document_n = e.document_n AND s.start = e.start AND s."end" = e."end" ORDER BY a.id, e.start'
        ):
            acts[row] = act
            words[row].append(text)
        return {row: (acts[row], " … ".join(texts)) for row, texts in words.items()}

    def _nested(self) -> tuple[dict[str, tuple[str | None, bool]], frozenset[str]]:
        """Return of each attribution inside another's content who tells it and whether that one denies it, and those that
        only pass on the words of one inside them: it begins where they begin."""
        of_mention = {m: a.id for a in self.actors.values() for m in a.mention_ids}
        told: dict[str, tuple[str | None, bool]] = {}
        passing: set[str] = set()
        for child, parent, inner, speaker, act, begins, content in self._connection.execute(
            "SELECT c.id, p.id, c.speaker_id, p.speaker_id, p.act, "
            "(SELECT min(e.start) FROM evidence e WHERE e.document_n = c.document_n AND e.row_id = c.id AND e.extra = 0 "
            "AND e.field IN ('speaker', 'cue')), "
            "(SELECT min(e.start) FROM evidence e WHERE e.document_n = p.document_n AND e.row_id = p.id AND e.extra = 0 "
            "AND e.field = 'content') FROM attribution c JOIN attribution p "
            "ON p.document_n = c.document_n AND p.id = c.parent_id ORDER BY c.document_n, c.n"
        ):
            teller, said_by = of_mention.get(speaker or ""), self.actors.get(of_mention.get(inner or "", ""))
            told[child] = (teller, act == "deny")
            opens = begins is not None and content is not None and begins <= content + _OPENING
            if not opens or said_by is None or said_by.id == teller or not (said_by.country or said_by.lexicon_key):
                continue
            # "Norland demands ..., said its minister" are the minister's words; "the president had demanded" are the president's
            if said_by.kind == "person" or self.parties[said_by.id] != self.parties.get(teller or ""):
                passing.add(parent)
        return told, frozenset(passing)

    @cached_property
    def happened(self) -> tuple[Happened, ...]:
        """Events in order of time."""
        behind: defaultdict[str, list[tuple[str, Status, str | None, str, str, float]]] = defaultdict(list)
        for event, mention, status, claim, document, outlet, confidence in self._connection.execute(
            "SELECT x.event_id, e.id, e.status, e.attribution_id, d.id, coalesce(o.name, d.outlet_id, d.id), e.confidence "
            "FROM event_account x JOIN event_mention e ON e.id = x.event_mention_id "
            "JOIN document d ON d.n = e.document_n LEFT JOIN outlet o ON o.id = d.outlet_id ORDER BY 1, x.n"
        ):
            behind[event].append((mention, status, claim, document, outlet, confidence))
        written = {d.id: d.latest for d in self.documents.values() if d.latest}
        found = []
        for e in self._store.events():
            rows = behind[e.id]
            found.append(
                Happened(
                    e.id, e.type, e.mode, e.context, e.status, e.actor_ids, e.recipient_ids, e.value, e.earliest, e.latest,
                    e.place, tuple(r[0] for r in rows), tuple(_told(r[1], e, written.get(r[3])) for r in rows),
                    tuple(r[2] for r in rows),
                    tuple(dict.fromkeys(r[3] for r in rows)), tuple(sorted({r[4] for r in rows})),
                    max((r[5] for r in rows), default=0.0), e.independent,
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda e: (e.day, e.latest or "9999", e.id)))

    @cached_property
    def days(self) -> dict[str, str]:
        """The day of each statement and event, for sorting; what has none lies at the end of time."""
        return {row.id: row.day for rows in (self.said, self.happened) for row in rows}

    def words(self, row_ids: Iterable[str]) -> dict[str, tuple[Words, ...]]:
        """Return the words behind rows (attributions, event mentions): contents, speakers, cues, triggers, in text order."""
        found: defaultdict[str, list[Words]] = defaultdict(list)
        wanted = list(dict.fromkeys(row_ids))
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            marks = ",".join("?" * len(some))
            for table in ("attribution", "event_mention"):
                for row, *rest in self._connection.execute(
                    f'SELECT e.row_id, d.id, e.start, e."end", s.text, e.field FROM {table} a JOIN evidence e '
                    "ON e.document_n = a.document_n AND e.row_id = a.id JOIN document d ON d.n = e.document_n "
                    'JOIN span s ON s.document_n = e.document_n AND s.start = e.start AND s."end" = e."end" '
                    f"WHERE e.extra = 0 AND a.id IN ({marks}) ORDER BY e.row_id, e.start, e.n",
                    some,
                ):
                    found[row].append(Words(*rest))
            for row, document, start, end, text in self._connection.execute(
                'SELECT a.id, d.id, a.start, a."end", s.text FROM event_mention a JOIN document d ON d.n = a.document_n '
                'JOIN span s ON s.document_n = a.document_n AND s.start = a.start AND s."end" = a."end" '
                f"WHERE a.id IN ({marks})",
                some,
            ):
                found[row].append(Words(document, start, end, text, "trigger"))
        return {row: tuple(words) for row, words in found.items()}

    def text(self, document_id: str, start: int, end: int) -> str:
        """Return what stands between two places of an article."""
        row = self._connection.execute(
            "SELECT substr(text, ?, ?) FROM document WHERE id = ?", (start + 1, end - start, document_id)
        ).fetchone()
        return str(row[0]) if row else ""

    def called(self, document_id: str) -> str:
        """Return how a source is named: its outlet, else its title."""
        article = self.documents[document_id]
        return article.outlet or article.title

    def name(self, actor_id: str | None) -> str | None:
        """Return an actor's name."""
        actor = self.actors.get(actor_id or "")
        return actor.name if actor else None

    @cached_property
    def parties(self) -> dict[str, str]:
        """The actor that stands for each actor's state, body or movement: Ryabkov → Russia."""
        return parties_of(self.actors, self.posts)
