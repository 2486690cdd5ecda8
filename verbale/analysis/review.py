"""What waits for a person: pairs that no rule dared to join, what was said of them, and where people contradict each other."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import msgspec
from msgspec import Struct
from rapidfuzz import process

from verbale.collation.cluster import Conflict
from verbale.collation.corrections import (
    ACTS,
    EVENT_FIELDS,
    FIELDS,
    KEPT,
    STATEMENT_FIELDS,
    STATUSES,
    Contradiction,
    day,
    find_row,
    fold_corrections,
)
from verbale.collation.judgements import fold_judgements, is_person
from verbale.errors import UsageError
from verbale.model import CorrectedField, Correction, Judgement, row_id
from verbale.store import Store


class OpenPair(Struct, frozen=True):
    """Two coded rows that may be one, for a person to judge."""

    left: str
    right: str
    score: float
    reason: str


def open_pairs(store: Store, limit: int | None = None) -> list[OpenPair]:
    """Return the pairs that a rule left open and nobody has judged, the likeliest first."""
    judgements = store.judgements()
    judged = {(j.left, j.right) for j in judgements if is_person(j.by)}
    found = [
        OpenPair(j.left, j.right, j.score or 0.0, j.reason)
        for j in judgements
        if j.verdict == "unsure" and not is_person(j.by) and (j.left, j.right) not in judged
    ]
    return sorted(found, key=lambda p: (-p.score, p.left, p.right))[:limit]


def coded_row(store: Store, identity: str) -> str:
    """Return the coded row that stands for an id: a statement's base wording, an event's first account, an actor's mention.

    Raises UsageError where the record holds no such row.
    """
    statement = store.statement(identity)
    if statement is not None:
        return statement.lemma_id
    event = store.event(identity)
    if event is not None:
        return event.event_mention_ids[0]
    actor = store.actor(identity)
    if actor is not None:
        return actor.mention_ids[0]
    if store.document_of(identity) is not None:
        return identity
    raise UsageError(f"{store.path}: there is no statement, event, actor or coded row {identity!r}")


def history(store: Store, identity: str) -> list[tuple[Judgement, bool]]:
    """Return what was judged of a row (of all rows of a statement, event or actor), and whether it still stands."""
    ids = {identity}
    for row in (store.statement(identity), store.event(identity), store.actor(identity)):
        ids.update(getattr(row, "attribution_ids", ()))
        ids.update(getattr(row, "event_mention_ids", ()))
        ids.update(getattr(row, "mention_ids", ()))
    return [
        (judgement, not retracted)
        for retracted in (False, True)
        for judgement in store.judgements(retracted=retracted)
        if judgement.left in ids or judgement.right in ids
    ]


def conflicts(store: Store) -> list[Conflict]:
    """Return the pairs on which people contradict each other; such pairs decide nothing until one of them retracts."""
    return fold_judgements(store.judgements())[1]


class _Peek(Struct):
    """Enough of a line to tell a correction from a judgement."""

    row: str | None = None


def read_judgements(path: Path) -> tuple[list[Judgement], list[Correction]]:
    """Read judgements and corrections from JSON lines. Raises UsageError that names the file and the line."""
    judgements: list[Judgement] = []
    corrections: list[Correction] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found: Judgement | Correction
        try:
            peek = msgspec.json.decode(line, type=_Peek)
            if peek.row is None:
                found = msgspec.json.decode(line, type=Judgement)
            else:
                found = msgspec.json.decode(line, type=Correction)
                _checked(found.field, found.value)
        except (msgspec.DecodeError, RecursionError, UsageError) as error:
            raise UsageError(f"{path}:{number}: no judgement: {error}") from None
        if not is_person(found.by) or not found.by.strip():
            raise UsageError(f"{path}:{number}: signed by {found.by!r}; only people's judgements are taken in")
        if isinstance(found, Correction):
            corrections.append(found)
        else:
            judgements.append(found)
    return judgements, corrections


# -- corrections -------------------------------------------------------------------------------------------------------


def corrected_rows(store: Store, identity: str) -> list[tuple[str, str, int, int, bool]]:
    """Return the rows that an id stands for, as (row, document, start, end, is an event's): all readings of a statement.

    Raises UsageError where the record holds none.
    """
    connection = store.connection
    said = connection.execute(_READINGS, (identity, identity)).fetchall()
    told = [] if said else connection.execute(_ACCOUNTS, (identity, identity)).fetchall()
    for row in _left_out(store, identity) if not said and not told else ():
        said += connection.execute(_READINGS, (row, row)).fetchall()
        told += connection.execute(_ACCOUNTS, (row, row)).fetchall()
    if not said and not told:
        raise UsageError(f"{store.path}: there is no statement, event or reading {identity!r}")
    return [(*row, bool(told)) for row in said or told]


def _left_out(store: Store, identity: str) -> list[str]:
    """Return the readings that a statement or event had before somebody left it out: it has no row any more to be found by."""
    kept = [c for c in store.corrections() if c.field == "kept"]
    first = [c for c in kept if identity in (row_id("statement", c.row), row_id("event", c.row))]
    # what was left out with its first reading was so in one go
    return sorted(
        {c.row for c in kept for one in first if c == one or (c.made_at and (c.by, c.made_at) == (one.by, one.made_at))}
    )


_READINGS = (
    'SELECT a.id, d.id, min(e.start), max(e."end") FROM attribution a JOIN document d ON d.n = a.document_n '
    "JOIN evidence e ON e.document_n = a.document_n AND e.row_id = a.id AND e.field = 'content' AND e.extra = 0 "
    "WHERE a.id = ? OR a.id IN (SELECT attribution_id FROM statement_attribution WHERE statement_id = ?) "
    "GROUP BY a.id ORDER BY a.id"
)
_ACCOUNTS = (
    'SELECT m.id, d.id, m.start, m."end" FROM event_mention m JOIN document d ON d.n = m.document_n '
    "WHERE m.id = ? OR m.id IN (SELECT event_mention_id FROM event_account WHERE event_id = ?) ORDER BY m.id"
)


def make_corrections(
    store: Store, identity: str, field: str, value: str, *, by: str, reason: str = "", at: str = ""
) -> list[Correction]:
    """Return a correction for each row that an id stands for. Raises UsageError for what is none."""
    rows = corrected_rows(store, identity)
    allowed = [f for f in FIELDS if f in (EVENT_FIELDS if rows[0][4] else STATEMENT_FIELDS)]
    if field not in allowed:
        raise UsageError(
            f"of {'an event' if rows[0][4] else 'a statement'} one corrects {', '.join(allowed)}; not {field!r}"
        )
    given = _actor(store, value) if field in ("speaker", "addressee") and value.strip() else _checked(field, value)
    if not is_person(by) or not by.strip():
        raise UsageError(f"{by!r} is no person's name")
    return [
        Correction(row, cast(CorrectedField, field), given, by, document, start, end, reason, at)
        for row, document, start, end, _ in rows
    ]


def _checked(field: str, value: str) -> str:
    given = value.strip()
    if field == "act" and given not in ACTS:
        raise UsageError(f"{value!r} is no act. Acts: {', '.join(sorted(ACTS))}.")
    if field == "status" and given not in STATUSES:
        raise UsageError(f"{value!r} is no status: {', '.join(sorted(STATUSES))}.")
    if field == "kept" and given not in KEPT:
        raise UsageError(f"{value!r}: say yes where the row is right, no where it is none")
    if field == "day":
        try:
            day(given)
        except ValueError:
            advice = (
                "Write 2021-12-31, 2021-12, 2021, 2021-W51, a range as 2021-12-16/2021-12-21, or nothing for not known."
            )
            raise UsageError(f"{value!r} is not a day. {advice}") from None
    return given


def _actor(store: Store, value: str) -> str:
    """Return how a correction names an actor: by its name where that is one actor's, else by lexicon key or mention."""
    connection = store.connection
    given = " ".join(value.split())
    found = connection.execute("SELECT id, name, lexicon_key FROM actor WHERE id = ?1 OR lexicon_key = ?1", (given,))
    actor = found.fetchone()
    if actor is None:
        actor = connection.execute(
            "SELECT a.id, a.name, a.lexicon_key FROM actor a LEFT JOIN actor_alias x ON x.actor_id = a.id "
            "WHERE a.name = ?1 COLLATE NOCASE OR x.name = ?1 COLLATE NOCASE GROUP BY a.id ORDER BY "
            "a.name <> ?1 COLLATE NOCASE, (SELECT count(*) FROM actor_mention m WHERE m.actor_id = a.id) DESC, a.id",
            (given,),
        ).fetchone()
    if actor is None:
        names = [row[0] for row in connection.execute("SELECT name FROM actor ORDER BY name")]
        close = [name for name, _, _ in process.extract(given, names, limit=3, score_cutoff=70)]
        hint = f" Perhaps: {', '.join(dict.fromkeys(close))}?" if close else ""
        raise UsageError(f"nobody in {store.path} is called {value!r}.{hint}")
    identity, name, key = actor
    namesakes = connection.execute("SELECT count(*) FROM actor WHERE name = ? COLLATE NOCASE", (name,)).fetchone()[0]
    if namesakes == 1:
        return str(name)
    first = connection.execute("SELECT min(mention_id) FROM actor_mention WHERE actor_id = ?", (identity,)).fetchone()
    return str(key or first[0])


def corrections_of(store: Store, identity: str) -> list[tuple[Correction, bool]]:
    """Return what was corrected in a row (in all readings of a statement), and whether it still stands."""
    rows = [(row, document, start, end) for row, document, start, end, _ in corrected_rows(store, identity)]

    def of_these(c: Correction) -> bool:
        if any(c.row == row for row, *_ in rows):
            return True
        here = [(row, start, end) for row, document, start, end in rows if document == c.document_id]
        return bool(here) and store.document_of(c.row) is None and find_row(c, here) is not None

    found = [(c, True) for c in store.corrections() if of_these(c)]
    return found + [(c, False) for c, _ in store.retracted_corrections() if of_these(c)]


def contradictions(store: Store) -> list[Contradiction]:
    """Return the fields that people correct differently; they stay as coded until one of them retracts."""
    return fold_corrections(store.corrections())[1]
