"""What was decided across documents: judgements, and the actors, statements, events and links that follow from them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from verbale.errors import RecordError
from verbale.model import Judgement, Span, row_id
from verbale.store import changes
from verbale.store.rows import (
    Actor,
    Collation,
    Contradicted,
    Disagreement,
    Event,
    Link,
    NarrowedDateline,
    Post,
    Reading,
    Side,
    Statement,
    TimelineRow,
)

Row = tuple[Any, ...]

# -- judgements --------------------------------------------------------------------------------------------------------


def judgement_id(judgement: Judgement) -> str:
    """Return the id of a judgement: a hash of all it says."""
    j = judgement
    return row_id("judgement", j.left, j.right, j.verdict, j.by, j.score, j.reason)


def _ordered(judgement: Judgement) -> Judgement:
    """Return the judgement with its two sides in order: "a is b" and "b is a" are one."""
    if judgement.left == judgement.right:
        raise RecordError(f"a judgement needs two sides: {judgement.left} stands on both")
    left, right = sorted((judgement.left, judgement.right))
    score = None if judgement.score is None else float(judgement.score)
    return msgspec.structs.replace(judgement, left=left, right=right, score=score)


def put_judgements(connection: sqlite3.Connection, judgements: Iterable[Judgement]) -> int:
    """Add judgements and return how many are new. Who judges a pair again retracts what they said of it before."""
    added = 0
    for judgement in map(_ordered, judgements):
        pair = (judgement.left, judgement.right, judgement.by)
        new = judgement_id(judgement)
        live = connection.execute(
            'SELECT n, id FROM judgement WHERE left_id = ? AND right_id = ? AND "by" = ? AND retracted = 0', pair
        ).fetchone()
        if live is not None:
            if live[1] == new:
                continue
            connection.execute("UPDATE judgement SET retracted = 1 WHERE n = ?", live[:1])
        connection.execute(
            'INSERT INTO judgement(id, left_id, right_id, verdict, "by", score, reason) VALUES(?, ?, ?, ?, ?, ?, ?)',
            (new, *pair[:2], judgement.verdict, judgement.by, judgement.score, judgement.reason),
        )
        added += 1
    return added


def replace_judgements(connection: sqlite3.Connection, by: str, judgements: Iterable[Judgement]) -> None:
    """Put a rule's or model's judgements in place of all it said before; they are derived, so no trace is kept."""
    rows: dict[tuple[str, str], Row] = {}
    for judgement in map(_ordered, judgements):
        if judgement.by != by:
            raise RecordError(f"a judgement by {judgement.by} among those by {by}")
        j = judgement
        rows.setdefault((j.left, j.right), (judgement_id(j), j.left, j.right, j.verdict, j.by, j.score, j.reason))
    gone = []
    for n, own, left, right, retracted in connection.execute(
        'SELECT n, id, left_id, right_id, retracted FROM judgement WHERE "by" = ?', (by,)
    ):
        if not retracted and (left, right) in rows and rows[left, right][0] == own:
            del rows[left, right]
        else:
            gone.append((n,))
    connection.executemany("DELETE FROM judgement WHERE n = ?", gone)
    connection.executemany(
        'INSERT INTO judgement(id, left_id, right_id, verdict, "by", score, reason) VALUES(?, ?, ?, ?, ?, ?, ?)',
        rows.values(),
    )


def retract_judgement(connection: sqlite3.Connection, left: str, right: str, by: str) -> bool:
    """Retract what someone said of a pair; False where there is nothing to retract."""
    left, right = sorted((left, right))
    changed = connection.execute(
        'UPDATE judgement SET retracted = 1 WHERE left_id = ? AND right_id = ? AND "by" = ? AND retracted = 0',
        (left, right, by),
    )
    return changed.rowcount > 0


def judgements(connection: sqlite3.Connection, *, by: str | None, retracted: bool) -> list[Judgement]:
    """Return the judgements that stand (or those that were retracted)."""
    found = connection.execute(
        'SELECT left_id, right_id, verdict, "by", score, reason FROM judgement '
        'WHERE retracted = ?1 AND (?2 IS NULL OR "by" = ?2) ORDER BY left_id, right_id, "by", n',
        (int(retracted), by),
    )
    return [Judgement(*row) for row in found]


# -- writing -----------------------------------------------------------------------------------------------------------


def inputs_of(connection: sqlite3.Connection) -> str:
    """Return a hash of all that a collation is made from: codings, judgements, corrections and the documents' outlets."""
    total = hashlib.sha256()
    queries = (
        "SELECT d.id, c.digest, d.digest FROM coding c JOIN document d ON d.n = c.document_n ORDER BY d.id",
        'SELECT id FROM judgement WHERE retracted = 0 ORDER BY left_id, right_id, "by"',
        'SELECT id FROM correction WHERE retracted_at IS NULL ORDER BY row_id, field, "by"',
    )
    for query in queries:
        for row in connection.execute(query):
            total.update(repr(row).encode())
        total.update(b"\n")
    return total.hexdigest()


def seal(connection: sqlite3.Connection) -> str | None:
    """Return what the collation that is there adds up to; None where there is none."""
    found = connection.execute("SELECT digest FROM seal WHERE part = 'collation'").fetchone()
    return str(found[0]) if found else None


def is_collated(connection: sqlite3.Connection) -> bool:
    """Tell whether the collation was made from the codings and judgements that are there now."""
    found = connection.execute("SELECT inputs FROM seal WHERE part = 'collation'").fetchone()
    return found is not None and found[0] == inputs_of(connection)


def replace(
    connection: sqlite3.Connection, collation: Collation, owners: Mapping[str, Collection[str]] | None = None
) -> None:
    """Put a collation in place of the one before, or, with `owners` (`changes.put`), in place of a part of it."""
    digest = changes.put(connection, changes.checked(collation), owners)
    connection.execute("INSERT OR REPLACE INTO seal VALUES('collation', ?, ?)", (digest, inputs_of(connection)))


# -- reading -----------------------------------------------------------------------------------------------------------

Condition = tuple[str, Any]
"""SQL with one `?1`-style parameter at most, and its value; a condition whose value is None is not asked for."""


def _select(
    connection: sqlite3.Connection,
    select: str,
    conditions: Iterable[Condition],
    order: str,
    limit: int | None,
    skip: int,
) -> sqlite3.Cursor:
    asked = [(sql, value) for sql, value in conditions if value is not None]
    where = " WHERE " + " AND ".join(f"({sql})" for sql, _ in asked) if asked else ""
    values = [value for _, value in asked]
    tail = " LIMIT ? OFFSET ?"
    return connection.execute(select + where + order + tail, (*values, -1 if limit is None else limit, skip))


_MANY = 500
"""How many owners to ask for by name; for more, reading the whole table is faster."""


def _lists(
    connection: sqlite3.Connection, select: str, owner: str, ids: Sequence[str], order: str = "n"
) -> dict[str, list[Any]]:
    lists: defaultdict[str, list[Any]] = defaultdict(list)
    where = ""
    values: tuple[str, ...] = ()
    if len(ids) <= _MANY:
        where, values = f" WHERE {owner} IN ({', '.join('?' * len(ids))})", tuple(ids)
    for row in connection.execute(f"{select}{where} ORDER BY 1, {order}", values):
        lists[row[0]].append(row[1] if len(row) == 2 else row[1:])
    return lists


def actors(connection: sqlite3.Connection, conditions: Iterable[Condition]) -> list[Actor]:
    """Return the actors by name."""
    select = "SELECT id, name, kind, country, sector, lexicon_key FROM actor"
    rows = _select(connection, select, conditions, " ORDER BY name, id", None, 0).fetchall()
    ids = [row[0] for row in rows]
    aliases = _lists(connection, "SELECT actor_id, name FROM actor_alias", "actor_id", ids)
    mentions = _lists(connection, "SELECT actor_id, mention_id FROM actor_mention", "actor_id", ids, "mention_id")
    values: list[list[Any]] = [[*row, tuple(aliases.get(row[0], ())), tuple(mentions.get(row[0], ()))] for row in rows]
    return [Actor(*fields) for fields in values]


def statements(
    connection: sqlite3.Connection, conditions: Iterable[Condition], limit: int | None, skip: int
) -> list[Statement]:
    """Return the statements in order of time, undated ones last."""
    select = (
        "SELECT id, speaker_id, addressee_id, act, content, mode, lemma_id, value, earliest, latest, basis, "
        "place, independent FROM statement"
    )
    order = " ORDER BY earliest NULLS LAST, latest NULLS LAST, id"
    rows = _select(connection, select, conditions, order, limit, skip).fetchall()
    readings = _lists(
        connection,
        "SELECT statement_id, attribution_id FROM statement_attribution",
        "statement_id",
        [row[0] for row in rows],
    )
    values: list[list[Any]] = [[*row[:7], tuple(readings.get(row[0], ())), *row[7:]] for row in rows]
    return [Statement(*fields) for fields in values]


def events(
    connection: sqlite3.Connection, conditions: Iterable[Condition], limit: int | None, skip: int
) -> list[Event]:
    """Return the events in order of time, undated ones last."""
    select = "SELECT id, type, mode, context, status, value, earliest, latest, basis, place, independent FROM event"
    order = " ORDER BY earliest NULLS LAST, latest NULLS LAST, id"
    rows = _select(connection, select, conditions, order, limit, skip).fetchall()
    ids = [row[0] for row in rows]
    accounts = _lists(connection, "SELECT event_id, event_mention_id FROM event_account", "event_id", ids)
    parties = _lists(connection, "SELECT event_id, role, actor_id FROM event_party", "event_id", ids)
    values: list[list[Any]] = []
    for row in rows:
        party = parties.get(row[0], ())
        sides = (tuple(actor for role, actor in party if role == side) for side in ("actor", "recipient"))
        values.append([*row[:5], tuple(accounts.get(row[0], ())), *sides, *row[5:]])
    return [Event(*fields) for fields in values]


def links(connection: sqlite3.Connection, conditions: Iterable[Condition]) -> list[Link]:
    """Return the links between statements, events or documents."""
    select = "SELECT left_id, type, right_id, field, score FROM link"
    return [Link(*row) for row in _select(connection, select, conditions, " ORDER BY 1, 2, 3, 4", None, 0)]


def datelines(connection: sqlite3.Connection) -> list[NarrowedDateline]:
    """Return the datelines that neighbours narrowed."""
    select = "SELECT document_id, value, earliest, latest, basis FROM narrowed_dateline ORDER BY 1"
    return [NarrowedDateline(*row) for row in connection.execute(select)]


def posts(connection: sqlite3.Connection, actor: str | None = None) -> list[Post]:
    """Return the offices of an actor, or of all, each actor's in their order."""
    found = connection.execute(
        'SELECT actor_id, title, "of", since, until, basis FROM post WHERE ?1 IS NULL OR actor_id = ?1 '
        "ORDER BY actor_id, n",
        (actor,),
    )
    return [Post(*row) for row in found]


def conflicts(connection: sqlite3.Connection) -> list[Contradicted]:
    """Return the rows that people's judgements, taken together, call both the same and different."""
    found = connection.execute('SELECT left_id, right_id, kind, "by" FROM conflict ORDER BY 1, 2, 3, 4')
    return [Contradicted(*row) for row in found]


def disagreements(connection: sqlite3.Connection, conditions: Iterable[Condition]) -> list[Disagreement]:
    """Return where accounts differ, what matters most first."""
    select = "SELECT id, kind, subject_id, other_id, about, score FROM disagreement"
    rows = _select(connection, select, conditions, " ORDER BY score DESC, id", None, 0).fetchall()
    sides: defaultdict[str, dict[int, list[Any]]] = defaultdict(dict)
    given = connection.execute(
        "SELECT disagreement_id, side, value, row_id, independent FROM disagreement_side ORDER BY 1, 2, n"
    )
    for owner, side, value, row_id_, independent in given:
        sides[owner].setdefault(side, [value, [], independent])[1].append(row_id_)
    return [
        Disagreement(
            row[0], row[1], row[2], row[4],
            tuple(Side(value, tuple(ids), n) for value, ids, n in sides[row[0]].values()), row[3], row[5],
        )
        for row in rows
    ]  # fmt: skip


def collation(connection: sqlite3.Connection) -> Collation:
    """Return all that was decided across documents."""
    return Collation(
        tuple(actors(connection, ())),
        tuple(statements(connection, (), None, 0)),
        tuple(events(connection, (), None, 0)),
        tuple(links(connection, ())),
        tuple(datelines(connection)),
        tuple(posts(connection)),
        tuple(sorted(disagreements(connection, ()), key=lambda d: d.id)),
        tuple(conflicts(connection)),
    )


def timeline(connection: sqlite3.Connection, conditions: Iterable[Condition], limit: int | None) -> list[TimelineRow]:
    """Return statements and events in order of time, undated ones last."""
    select = 'SELECT earliest, latest, "when", kind, id, who, what, label, place FROM timeline'
    order = " ORDER BY earliest NULLS LAST, latest NULLS LAST, kind, id"
    return [TimelineRow(*row) for row in _select(connection, select, conditions, order, limit, 0)]


def readings(connection: sqlite3.Connection, statement_id: str) -> list[Reading]:
    """Return the wordings of a statement, the base wording first."""
    rows = connection.execute(
        "SELECT a.id, d.id, d.outlet_id, o.name, m.name, a.act, a.mode, a.id = st.lemma_id, d.url, a.document_n "
        "FROM statement_attribution sa JOIN statement st ON st.id = sa.statement_id "
        "JOIN attribution a ON a.id = sa.attribution_id JOIN document d ON d.n = a.document_n "
        "LEFT JOIN outlet o ON o.id = d.outlet_id LEFT JOIN mention m ON m.id = a.speaker_id "
        "WHERE sa.statement_id = ? ORDER BY a.id <> st.lemma_id, sa.n",
        (statement_id,),
    ).fetchall()
    found = []
    for attribution, document, outlet_id, outlet, speaker, act, mode, is_lemma, url, n in rows:
        content = connection.execute(
            'SELECT s.start, s."end", s.text FROM evidence e '
            'JOIN span s ON s.document_n = e.document_n AND s.start = e.start AND s."end" = e."end" '
            "WHERE e.document_n = ? AND e.row_id = ? AND e.field = 'content' AND e.extra = 0 ORDER BY e.n",
            (n, attribution),
        )
        spans = tuple(Span(*row) for row in content)
        found.append(
            Reading(
                statement_id, attribution, document, outlet_id, outlet, speaker, act, mode, spans, bool(is_lemma), url
            )
        )
    return found
