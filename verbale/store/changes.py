"""A collation as rows of tables: written by differences, and sealed by a sum over its rows that differences keep true."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from verbale.errors import RecordDamaged
from verbale.store.rows import Collation

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]

OWNERS: dict[str, str] = {
    "actor": "id",
    "actor_alias": "actor_id",
    "actor_mention": "actor_id",
    "post": "actor_id",
    "statement": "id",
    "statement_attribution": "statement_id",
    "event": "id",
    "event_party": "event_id",
    "event_account": "event_id",
    "narrowed_dateline": "document_id",
    "link": "left_id",
    "disagreement": "id",
    "disagreement_side": "disagreement_id",
    "conflict": "left_id",
}
"""The tables of a collation, parents first, each with the column that names the row it belongs to."""

_KEYS: dict[str, int] = {
    "actor": 1,
    "actor_alias": 2,
    "actor_mention": 2,
    "post": 2,
    "statement": 1,
    "statement_attribution": 2,
    "event": 1,
    "event_party": 3,
    "event_account": 2,
    "narrowed_dateline": 1,
    "link": 4,
    "disagreement": 1,
    "disagreement_side": 3,
    "conflict": 4,
}
"""How many of a table's first columns are its key."""
_MANY = 500
_MODULUS = 1 << 128


def _hash(table: str, row: Row) -> int:
    return int.from_bytes(hashlib.blake2b(repr((table, *row)).encode("utf-8"), digest_size=16).digest(), "little")


def _shown(total: int) -> str:
    return f"sum-{total:032x}"


def seal_of(connection: sqlite3.Connection) -> str:
    """Return what the collation in the tables adds up to, whatever the order of its rows."""
    total = 0
    for table in OWNERS:
        for row in connection.execute(f"SELECT * FROM {table}"):
            total += _hash(table, row)
    return _shown(total % _MODULUS)


def is_empty(connection: sqlite3.Connection) -> bool:
    """Tell whether there are no collated rows."""
    return not any(connection.execute(f"SELECT EXISTS(SELECT 1 FROM {table})").fetchone()[0] for table in OWNERS)


def put(
    connection: sqlite3.Connection, collation: Collation, owners: Mapping[str, Collection[str]] | None = None
) -> str:
    """Make the tables hold a collation, writing what differs and nothing else; return the new seal.

    With `owners`, `collation` has the rows of these owners alone (by table, see `OWNERS`), and all others stay; a table
    that `owners` does not name is written as a whole. The caller holds a transaction.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    total = _sealed(connection) if owners is not None else 0
    new = rows_of(collation)
    gone: dict[str, list[Row]] = {}
    more: dict[str, list[Row]] = {}
    for table in OWNERS:
        wanted = {row[: _KEYS[table]]: row for row in new.pop(table)}
        held = owners.get(table) if owners is not None else None
        gone[table] = []
        whole = owners is None
        for row in _rows(connection, table, held):
            own = wanted.get(row[: _KEYS[table]])
            if own == row:
                del wanted[row[: _KEYS[table]]]
                if whole:
                    total += _hash(table, row)
                continue
            gone[table].append(row)
            if not whole:
                total -= _hash(table, row)
        more[table] = list(wanted.values())
    for table in reversed(OWNERS):
        _delete(connection, table, gone[table])
    for table in OWNERS:
        if more[table]:
            marks = ", ".join("?" * len(more[table][0]))
            connection.executemany(f"INSERT INTO {table} VALUES({marks})", more[table])
            total += sum(_hash(table, row) for row in more[table])
    return _shown(total % _MODULUS)


def _sealed(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT digest FROM seal WHERE part = 'collation'").fetchone()
    if found is None or not str(found[0]).startswith("sum-"):
        raise RecordDamaged("there is no sealed collation to change; collate the whole")
    return int(found[0].removeprefix("sum-"), 16)


def _rows(connection: sqlite3.Connection, table: str, owners: Collection[str] | None) -> Iterator[Row]:
    if owners is None:
        yield from connection.execute(f"SELECT * FROM {table}").fetchall()
        return
    ordered = sorted(owners)
    for start in range(0, len(ordered), _MANY):
        some = ordered[start : start + _MANY]
        marks = ", ".join("?" * len(some))
        yield from connection.execute(f"SELECT * FROM {table} WHERE {OWNERS[table]} IN ({marks})", some).fetchall()


def _delete(connection: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")][: _KEYS[table]]
    where = " AND ".join(f'"{column}" = ?' for column in columns)
    connection.executemany(f"DELETE FROM {table} WHERE {where}", [row[: _KEYS[table]] for row in rows])


# -- a collation's rows ------------------------------------------------------------------------------------------------


def _numbered(owner: str, values: Sequence[str]) -> list[Row]:
    return [(owner, index, value) for index, value in enumerate(values)]


def checked(collation: Collation) -> Collation:
    """Return a collation as its types promise it, or refuse it."""
    try:
        collation = msgspec.json.decode(msgspec.json.encode(collation), type=Collation)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise RecordDamaged(f"collation: {error}") from error
    for statement in collation.statements:
        if statement.lemma_id not in statement.attribution_ids:
            raise RecordDamaged(f"statement {statement.id}: the base wording {statement.lemma_id} is not its own")
    for event in collation.events:
        if not event.event_mention_ids:
            raise RecordDamaged(f"event {event.id}: no document tells of it")
    return collation


def rows_of(collation: Collation) -> Rows:
    """Return a collation's rows by table, columns in the tables' order."""
    rows: Rows = {table: [] for table in OWNERS}
    for a in collation.actors:
        rows["actor"].append((a.id, a.name, a.kind, a.country, a.sector, a.lexicon_key))
        rows["actor_alias"] += _numbered(a.id, a.aliases)
        rows["actor_mention"] += [(a.id, mention) for mention in a.mention_ids]
    for s in collation.statements:
        said = (s.id, s.speaker_id, s.addressee_id, s.act, s.content, s.mode, s.value, s.earliest, s.latest, s.basis)
        rows["statement"].append((*said, s.place, s.lemma_id, s.independent))
        rows["statement_attribution"] += _numbered(s.id, s.attribution_ids)
    for e in collation.events:
        told = (e.id, e.type, e.mode, e.context, e.status, e.value, e.earliest, e.latest, e.basis, e.place)
        rows["event"].append((*told, e.independent))
        for role, ids in (("actor", e.actor_ids), ("recipient", e.recipient_ids)):
            rows["event_party"] += [(e.id, role, index, actor) for index, actor in enumerate(ids)]
        rows["event_account"] += _numbered(e.id, e.event_mention_ids)
    rows["link"] = [(x.left_id, x.type, x.right_id, x.field, x.score) for x in collation.links]
    rows["narrowed_dateline"] = [(x.document_id, x.value, x.earliest, x.latest, x.basis) for x in collation.datelines]
    counts: defaultdict[str, int] = defaultdict(int)
    for p in collation.posts:
        rows["post"].append((p.actor_id, counts[p.actor_id], p.title, p.of, p.since, p.until, p.basis))
        counts[p.actor_id] += 1
    for d in collation.disagreements:
        rows["disagreement"].append((d.id, d.kind, d.subject_id, d.other_id, d.about, d.score))
        rows["disagreement_side"] += [
            (d.id, number, index, side.value, row_id, side.independent)
            for number, side in enumerate(d.sides)
            for index, row_id in enumerate(side.row_ids)
        ]
    rows["conflict"] = [(c.left_id, c.right_id, c.kind, c.by) for c in collation.conflicts]
    return rows


# -- what was worked out -----------------------------------------------------------------------------------------------


def memo(
    connection: sqlite3.Connection, stage: str, keys: Collection[str] | None = None
) -> Iterator[tuple[str, str, bytes]]:
    """Yield what a stage remembers: key, tag and data; of some keys, or of all."""
    select = "SELECT key, tag, data FROM memo WHERE stage = ?"
    if keys is None:
        yield from connection.execute(select, (stage,))
        return
    ordered = sorted(keys)
    for start in range(0, len(ordered), _MANY):
        some = ordered[start : start + _MANY]
        marks = ", ".join("?" * len(some))
        yield from connection.execute(f"{select} AND key IN ({marks})", (stage, *some)).fetchall()


def remember(connection: sqlite3.Connection, rows: Iterable[tuple[str, str, str, bytes]]) -> None:
    """Remember rows (stage, key, tag, data)."""
    connection.executemany("INSERT OR REPLACE INTO memo VALUES(?, ?, ?, ?)", rows)


def bind(connection: sqlite3.Connection, stage: str, seal: str) -> None:
    """Say of what a stage remembers that it holds for the collation of this seal."""
    connection.execute("UPDATE memo SET tag = tag || ' ' || ? WHERE stage = ?", (seal, stage))


def forget(connection: sqlite3.Connection) -> None:
    """Forget all that was worked out: the next collation does it anew."""
    connection.execute("DELETE FROM memo")
