"""The store: the only writer and reader of a record's file. A method for each question, other modules do the work."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Generator, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from verbale.errors import RecordError
from verbale.model import Act, Coding, Correction, Document, EventType, Judgement, Mode, Outlet, Receipt, Skip, Status
from verbale.store import changes, codings, collations, corrections, held, search, sources
from verbale.store.connection import MEMORY, connect_for_reading, connect_for_writing, explained, transaction
from verbale.store.dump import dump
from verbale.store.lock import WriterLock
from verbale.store.merge import Merged, Source, merge
from verbale.store.rows import (
    Actor,
    Collation,
    Contradicted,
    Disagreement,
    DisagreementKind,
    Event,
    Hit,
    Link,
    LinkType,
    NarrowedDateline,
    Post,
    Problem,
    Reading,
    Run,
    Statement,
    TimelineRow,
)
from verbale.store.verify import verify

_COUNTED = (
    *("outlet", "document", "receipt", "skip", "coding", "span", "time_expression", "mention", "attribution"),
    *("event_mention", "judgement", "correction", "actor", "statement", "event", "link"),
)


class Store:
    """An open record. Use it as a context manager; one thread at a time."""

    def __init__(self, path: str, connection: sqlite3.Connection, lock: WriterLock | None) -> None:
        self.path = path
        self._connection = connection
        self._lock = lock
        self._closed = False

    @classmethod
    def open(cls, path: str | Path, *, write: bool, command: str = "") -> Store:
        """Open a record to read, or to write (it is made where there is none). `command` names us to other writers.

        Raises RecordLocked where another process writes, RecordTooNew, RecordDamaged, or RecordError for a file that is
        not a record, which stays untouched.
        """
        name = str(path)
        if name == MEMORY:
            return cls(name, connect_for_writing(name), None)
        with explained(name):
            file = Path(name).resolve()
            if file.is_dir():
                raise RecordError(f"{name}: a folder, not a record. Name a file, such as {name.rstrip('/')}.db.")
            if not write:
                return cls(name, connect_for_reading(name), None)
            if not file.parent.is_dir():
                raise RecordError(f"{name}: the folder {file.parent} does not exist. Make it first.")
            lock = WriterLock(file, command)
            try:
                store = cls(name, connect_for_writing(name), lock)
            except BaseException:
                lock.release()
                raise
        try:
            store.take_held()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close the record; further calls are errors."""
        if self._closed:
            return
        self._closed = True
        try:
            with explained(self.path):
                self._connection.close()
        finally:
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The SQLite connection, for queries that no method answers. Do not write through it."""
        return self._connection

    # -- writing: each call is one transaction ---------------------------------------------------------------------

    def add_run(self, run: Run) -> None:
        """Record that a stage ran in this version with these settings."""
        with explained(self.path), transaction(self._connection):
            sources.add_run(self._connection, run)

    def add_document(self, document: Document, receipt: Receipt) -> bool:
        """Add a document and its receipt; True where the document is new. A known one stays as it is."""
        with explained(self.path), transaction(self._connection):
            return sources.add_document(self._connection, document, receipt)

    def add_skip(self, skip: Skip) -> None:
        """Record something given that could not be read."""
        with explained(self.path), transaction(self._connection):
            sources.add_skip(self._connection, skip)

    def put_coding(self, coding: Coding) -> bool:
        """Put a document's coding in place of the one it had; False where the very same was there."""
        with explained(self.path), transaction(self._connection):
            return codings.write(self._connection, coding)

    def put_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Add judgements, return how many are new; who judges a pair again retracts what they said before."""
        with explained(self.path), transaction(self._connection):
            return collations.put_judgements(self._connection, judgements)

    def replace_judgements(self, by: str, judgements: Iterable[Judgement]) -> None:
        """Put a rule's or model's judgements in place of all that it said before."""
        with explained(self.path), transaction(self._connection):
            collations.replace_judgements(self._connection, by, judgements)

    def retract_judgement(self, left: str, right: str, by: str) -> bool:
        """Retract what someone said of a pair; False where there is nothing to retract."""
        with explained(self.path), transaction(self._connection):
            return collations.retract_judgement(self._connection, left, right, by)

    def put_corrections(self, given: Iterable[Correction]) -> int:
        """Add corrections, return how many are new; who corrects a field again retracts what they said before."""
        with explained(self.path), transaction(self._connection):
            return corrections.put(self._connection, given)

    def take_held(self) -> int:
        """Put down what people judged while the record was being written by others; return how many orders."""
        with explained(self.path):
            return held.work_in(self._connection, self.path)

    def merge(self, source: Source, coder: str) -> Merged:
        """Add what another record holds; where both have codings of an article, one by `coder` is preferred."""
        with explained(self.path):
            return merge(self._connection, source, coder)

    def retract_correction(self, row: str, field: str, by: str, at: str = "") -> bool:
        """Retract what someone corrected; False where there is nothing to retract."""
        with explained(self.path), transaction(self._connection):
            return corrections.retract(self._connection, row, field, by, at)

    def replace_collation(
        self,
        actors: Iterable[Actor],
        statements: Iterable[Statement],
        events: Iterable[Event],
        links: Iterable[Link] = (),
        datelines: Iterable[NarrowedDateline] = (),
        posts: Iterable[Post] = (),
        disagreements: Iterable[Disagreement] = (),
        conflicts: Iterable[Contradicted] = (),
    ) -> None:
        """Put all that was decided across documents in place of all that was there; only differences are written."""
        parts = (tuple(actors), tuple(statements), tuple(events), tuple(links), tuple(datelines))
        collation = Collation(*parts, tuple(posts), tuple(disagreements), tuple(conflicts))
        with explained(self.path), transaction(self._connection):
            collations.replace(self._connection, collation)

    def put_collation(
        self,
        collation: Collation,
        by: str,
        judgements: Iterable[Judgement],
        *,
        owners: Mapping[str, Collection[str]] | None = None,
        memo: Iterable[tuple[str, str, str, bytes]] = (),
        sealed: str = "",
    ) -> None:
        """Write a collation, or with `owners` a part of it, the judgements it rests on, and what is to be remembered.

        All of it or nothing. `owners`: by table the rows of which `collation` has everything (`verbale.store.changes`);
        `memo`: stage, key, tag, data; what stage `sealed` remembers holds for this very collation, its tag ends with the
        seal.
        """
        with explained(self.path), transaction(self._connection):
            collations.replace_judgements(self._connection, by, judgements)
            changes.remember(self._connection, memo)
            collations.replace(self._connection, collation, owners)
            changes.bind(self._connection, sealed, collations.seal(self._connection) or "")

    def remember(self, rows: Iterable[tuple[str, str, str, bytes]]) -> None:
        """Remember what collation worked out (stage, key, tag, data), whether or not it comes to its end."""
        with explained(self.path), transaction(self._connection):
            changes.remember(self._connection, rows)

    def forget(self) -> None:
        """Forget what collation worked out: the next one does all of it anew, with the same outcome."""
        with explained(self.path), transaction(self._connection):
            changes.forget(self._connection)

    # -- reading: sources and codings ------------------------------------------------------------------------------

    def documents(self) -> Generator[Document, None, None]:
        """Yield all documents in the order in which they were added; writing meanwhile is safe."""
        for document_id in self.document_ids():
            document = self.document(document_id)
            if document is not None:
                yield document

    def document_ids(self) -> list[str]:
        """Return all documents' ids in the order in which they were added."""
        with explained(self.path):
            return sources.document_ids(self._connection)

    def document(self, document_id: str) -> Document | None:
        """Return a document."""
        with explained(self.path):
            return sources.by_id(self._connection, document_id)

    def outlets(self) -> list[Outlet]:
        """Return who published the documents, by name."""
        with explained(self.path):
            return sources.outlets(self._connection)

    def receipts(self, document_id: str | None = None) -> list[Receipt]:
        """Return the deliveries of a document, or of all."""
        with explained(self.path):
            return list(sources.receipts(self._connection, document_id))

    def has_receipt(self, locator: str, raw_sha256: str) -> bool:
        """Tell whether exactly these bytes came from this place before."""
        with explained(self.path):
            return sources.has_receipt(self._connection, locator, raw_sha256)

    def skips(self) -> list[Skip]:
        """Return what was given and could not be read."""
        with explained(self.path):
            return sources.skips(self._connection)

    def runs(self) -> list[Run]:
        """Return which stages ran, in which versions, with which settings."""
        with explained(self.path):
            return sources.runs(self._connection)

    def uncoded(self, coder: str) -> Generator[Document, None, None]:
        """Yield the documents that this coder has not coded; putting codings meanwhile is safe."""
        with explained(self.path):
            numbers = codings.uncoded(self._connection, coder)
        for n in numbers:
            with explained(self.path):
                document = sources.by_number(self._connection, n)
            if document is not None:
                yield document

    def coding(self, document_id: str) -> Coding | None:
        """Return a document's coding, equal to the one that was put."""
        with explained(self.path):
            return codings.read(self._connection, document_id)

    def codings(self) -> Generator[Coding, None, None]:
        """Yield all codings in the order in which their documents were added."""
        for document_id in self.document_ids():
            coding = self.coding(document_id)
            if coding is not None:
                yield coding

    def document_of(self, row_id: str) -> str | None:
        """Return the id of the document in which a coded row stands."""
        with explained(self.path):
            return codings.document_of(self._connection, row_id)

    # -- reading: collation ----------------------------------------------------------------------------------------

    def judgements(self, *, by: str | None = None, retracted: bool = False) -> list[Judgement]:
        """Return the judgements that stand, or those that were retracted."""
        with explained(self.path):
            return collations.judgements(self._connection, by=by, retracted=retracted)

    def corrections(self, document_id: str | None = None) -> list[Correction]:
        """Return the corrections that stand, of an article or of all."""
        with explained(self.path):
            return corrections.standing(self._connection, document_id)

    def retracted_corrections(self) -> list[tuple[Correction, str]]:
        """Return the corrections that were taken back, each with the time at which."""
        with explained(self.path):
            return corrections.retracted(self._connection)

    def is_collated(self) -> bool:
        """Tell whether the collation was made from the codings and judgements that are there now."""
        with explained(self.path):
            return collations.is_collated(self._connection)

    def actors(self, *, kind: str | None = None, country: str | None = None) -> list[Actor]:
        """Return the actors by name."""
        with explained(self.path):
            return collations.actors(self._connection, (("kind = ?", kind), ("country = ?", country)))

    def actor(self, actor_id: str) -> Actor | None:
        """Return an actor."""
        with explained(self.path):
            return next(iter(collations.actors(self._connection, (("id = ?", actor_id),))), None)

    def statements(
        self,
        *,
        speaker: str | None = None,
        addressee: str | None = None,
        act: Act | None = None,
        mode: Mode | None = None,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        document: str | None = None,
        limit: int | None = None,
        skip: int = 0,
    ) -> list[Statement]:
        """Return statements in order of time. Speaker, addressee, outlet and document are ids.

        `since` and `until` (ISO days, inclusive) keep what may fall into that time; undated statements then fall out.
        """
        reported = (
            "id IN (SELECT statement_id FROM statement_attribution sa JOIN attribution a ON a.id = attribution_id "
        )
        conditions = (
            ("speaker_id = ?", speaker),
            ("addressee_id = ?", addressee),
            ("act = ?", act),
            ("mode = ?", mode),
            *_within(since, until),
            (reported + "JOIN document d ON d.n = a.document_n WHERE d.outlet_id = ?)", outlet),
            (reported + "JOIN document d ON d.n = a.document_n WHERE d.id = ?)", document),
        )
        with explained(self.path):
            return collations.statements(self._connection, conditions, limit, skip)

    def statement(self, statement_id: str) -> Statement | None:
        """Return a statement."""
        with explained(self.path):
            return next(iter(collations.statements(self._connection, (("id = ?", statement_id),), 1, 0)), None)

    def readings(self, statement_id: str) -> list[Reading]:
        """Return the wordings of a statement, document by document, the base wording first."""
        with explained(self.path):
            return collations.readings(self._connection, statement_id)

    def events(
        self,
        *,
        actor: str | None = None,
        type: EventType | None = None,
        status: Status | None = None,
        context: str | None = None,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        document: str | None = None,
        limit: int | None = None,
        skip: int = 0,
    ) -> list[Event]:
        """Return events in order of time; `actor` takes part on either side. Actor, outlet and document are ids."""
        told = "id IN (SELECT event_id FROM event_account x JOIN event_mention e ON e.id = event_mention_id "
        conditions = (
            ("id IN (SELECT event_id FROM event_party WHERE actor_id = ?)", actor),
            ("type = ?", type),
            ("status = ?", status),
            ("context = ?", context),
            *_within(since, until),
            (told + "JOIN document d ON d.n = e.document_n WHERE d.outlet_id = ?)", outlet),
            (told + "JOIN document d ON d.n = e.document_n WHERE d.id = ?)", document),
        )
        with explained(self.path):
            return collations.events(self._connection, conditions, limit, skip)

    def event(self, event_id: str) -> Event | None:
        """Return an event."""
        with explained(self.path):
            return next(iter(collations.events(self._connection, (("id = ?", event_id),), 1, 0)), None)

    def links(self, *, left: str | None = None, right: str | None = None, type: LinkType | None = None) -> list[Link]:
        """Return links between statements, events or documents."""
        conditions = (("left_id = ?", left), ("right_id = ?", right), ("type = ?", type))
        with explained(self.path):
            return collations.links(self._connection, conditions)

    def posts(self, actor_id: str | None = None) -> list[Post]:
        """Return the offices of an actor, or of all."""
        with explained(self.path):
            return collations.posts(self._connection, actor_id)

    def disagreements(self, *, kind: DisagreementKind | None = None, subject: str | None = None) -> list[Disagreement]:
        """Return where accounts differ, what matters most first; `subject` is a statement or event."""
        conditions = (("kind = ?", kind), ("? IN (subject_id, other_id)", subject))
        with explained(self.path):
            return collations.disagreements(self._connection, conditions)

    def memo(self, stage: str, keys: Collection[str] | None = None) -> dict[str, tuple[str, bytes]]:
        """Return what a stage of collation remembers: tag and data by key."""
        with explained(self.path):
            return {key: (tag, data) for key, tag, data in changes.memo(self._connection, stage, keys)}

    def coding_digests(self) -> dict[str, str]:
        """Return what each coded document's text and coding add up to, by document, in the order of adding."""
        with explained(self.path):
            return codings.digests(self._connection)

    def seal(self) -> str | None:
        """Return what the collation that is there adds up to; None where there is none."""
        with explained(self.path):
            return collations.seal(self._connection)

    def conflicts(self) -> list[Contradicted]:
        """Return the rows that people's judgements, taken together, call both the same and different."""
        with explained(self.path):
            return collations.conflicts(self._connection)

    def datelines(self) -> dict[str, NarrowedDateline]:
        """Return the datelines that neighbours narrowed, by document."""
        with explained(self.path):
            return {row.document_id: row for row in collations.datelines(self._connection)}

    def collation(self) -> Collation:
        """Return all that was decided across documents."""
        with explained(self.path):
            return collations.collation(self._connection)

    def timeline(
        self, *, since: str | None = None, until: str | None = None, limit: int | None = None
    ) -> list[TimelineRow]:
        """Return statements and events in order of time, undated ones last."""
        with explained(self.path):
            return collations.timeline(self._connection, _within(since, until), limit)

    # -- the record as a whole -------------------------------------------------------------------------------------

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return documents that hold all words of the query; `"a phrase"`, `begin*` and `-not` are understood."""
        with explained(self.path):
            return search.search(self._connection, query, limit)

    def is_uncoded(self) -> bool:
        """Say whether there are articles and none of them is coded."""
        with explained(self.path):
            asked = "SELECT EXISTS(SELECT 1 FROM document) AND NOT EXISTS(SELECT 1 FROM coding)"
            return bool(self._connection.execute(asked).fetchone()[0])

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each kind."""
        with explained(self.path):
            return {
                table: int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
                for table in _COUNTED
            }

    def dump(self) -> Generator[str, None, None]:
        """Yield the record's whole content as lines, the same for the same content."""
        with explained(self.path):
            yield from dump(self._connection)

    def verify(self) -> list[Problem]:
        """Return all that is not what it must be."""
        return verify(self._connection, self.path)

    def backup(self, path: str | Path) -> None:
        """Copy the record to a new file, whole and consistent, also while it is being written."""
        target = Path(path).resolve()
        with explained(str(path)):
            if target.exists():
                raise RecordError(f"{path}: exists already. Name a new file.")
            draft = target.with_name(target.name + ".new")
            draft.unlink(missing_ok=True)
            copy = sqlite3.connect(draft)
            try:
                self._connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            except BaseException:
                copy.close()
                draft.unlink(missing_ok=True)
                raise
            copy.close()
            draft.replace(target)


def _within(since: str | None, until: str | None) -> tuple[tuple[str, str | None], ...]:
    """What may have happened in a stretch of time: one open end counts as far as it may reach."""
    return (
        ("coalesce(latest, earliest) IS NOT NULL AND coalesce(latest, '9999') >= ?", since),
        ("coalesce(earliest, latest) IS NOT NULL AND coalesce(earliest, '0000') <= ?", until),
    )
