"""What waits for a person: pairs that no rule dared to join, what was said of them, and where people contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from verbale.collation.cluster import Conflict
from verbale.collation.judgements import fold_judgements, is_person
from verbale.errors import UsageError
from verbale.model import Judgement
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


def write_judgements(store: Store) -> Iterable[str]:
    """Yield the judgements of people as JSON lines, to be read into another record of the same articles."""
    for judgement in store.judgements():
        if is_person(judgement.by):
            yield msgspec.json.encode(judgement).decode()


def read_judgements(path: Path) -> list[Judgement]:
    """Read judgements from JSON lines. Raises UsageError that names the file and the line."""
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            judgement = msgspec.json.decode(line, type=Judgement)
        except msgspec.DecodeError as error:
            raise UsageError(f"{path}:{number}: no judgement: {error}") from None
        if not is_person(judgement.by) or not judgement.by.strip():
            raise UsageError(f"{path}:{number}: signed by {judgement.by!r}; only people's judgements are taken in")
        found.append(judgement)
    return found
