"""Record: the public object. Composes the rooms, holds no logic of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast, get_args

from msgspec import Struct
from rapidfuzz import process

from verbale.analysis import review
from verbale.analysis.brief import Brief, make_brief
from verbale.analysis.contacts import find_contacts, find_deployments
from verbale.analysis.deadlines import find_deadlines
from verbale.analysis.diff import Snapshot, find_changes, snapshot
from verbale.analysis.evaluate import Report, evaluate
from verbale.analysis.facts import Facts, Said
from verbale.analysis.framing import Framing, find_framing
from verbale.analysis.gold import read_gold
from verbale.analysis.issues import find_issues, read_issues
from verbale.analysis.positions import find_positions
from verbale.analysis.results import Change, Contact, Deadline, Deployment, Issue, Placed, Position
from verbale.analysis.search import find_by_meaning
from verbale.analysis.undertakings import surfaces
from verbale.analysis.undertakings.linking import Undertaking
from verbale.coding.coder import Coder
from verbale.collation.cluster import Conflict
from verbale.collation.collate import BY
from verbale.collation.corrections import Contradiction
from verbale.collation.incremental import collate_record
from verbale.collation.judgements import is_person
from verbale.collation.names import fold
from verbale.engine.cache import default_path
from verbale.engine.local import map_documents
from verbale.errors import RecordDamaged, UsageError
from verbale.export import export
from verbale.export.days import bounds
from verbale.export.rows import (
    AccountRow,
    ActorRow,
    DisagreementRow,
    DocumentRow,
    EventRow,
    MentionRow,
    ReadingRow,
    SearchRow,
    SkipRow,
    StatementRow,
    TimelineEntry,
    TimeRow,
)
from verbale.export.view import View
from verbale.intake import Delivered, read
from verbale.model import Act, Coding, Correction, Dateline, EventType, Judgement, Mode, Status, Verdict
from verbale.shards.choose import chooser
from verbale.shards.tables import opened_source
from verbale.store import DisagreementKind, Merged, Problem, Run, Store

Progress = Callable[[str, int, str], None]
"""Told (stage, how many are done, what is at hand) as work goes on."""


def _silent(stage: str, done: int, what: str) -> None:
    """Report nothing."""


def _between(earliest: str | None, latest: str | None, since: str | None, until: str | None) -> bool:
    """Say whether a day may lie between two; where bounds are given, what has no day lies outside."""
    if earliest is None and latest is None:
        return since is None and until is None
    return (since is None or (latest or "9999") >= since) and (until is None or (earliest or "0000") <= until)


class Added(Struct, frozen=True):
    """What `add` took in."""

    new: int
    known: int
    skipped: int


class Record:
    """One dispute's record: a SQLite file of articles, what they say, and what follows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: View | None = None
        self._facts: Facts | None = None

    @classmethod
    def open(cls, path: str | Path, *, write: bool = True, command: str = "") -> Record:
        """Open a record, making it where there is none (unless `write` is False).

        Raises RecordLocked while another process writes, RecordTooNew, RecordDamaged, or RecordError.
        """
        return cls(Store.open(path, write=write, command=command))

    def close(self) -> None:
        """Close the record."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> str:
        """The record's file."""
        return self._store.path

    @property
    def view(self) -> View:
        """The record's rows as they stand."""
        if self._view is None:
            self._view = View(self._store)
        return self._view

    # -- building --------------------------------------------------------------------------------------------------

    def add(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        stdin: BinaryIO | None = None,
        mapping: Mapping[str, str] | None = None,
        progress: Progress = _silent,
    ) -> Added:
        """Read articles from files, folders, globs, archives or `-`; each is stored before the next is read."""
        given = [sources] if isinstance(sources, str | Path) else list(sources)
        new = known = skipped = 0
        for item in read(given, stdin=stdin, mapping=mapping):
            if isinstance(item, Delivered):
                if self._store.add_document(item.document, item.receipt):
                    new += 1
                else:
                    known += 1
                progress("read", new + known, item.receipt.locator)
            else:
                self._store.add_skip(item)
                skipped += 1
                progress("read", new + known, item.locator)
        self._view = self._facts = None
        return Added(new, known, skipped)

    def code(self, *, workers: int = 1, fast: bool = False, progress: Progress = _silent) -> int:
        """Code what this version of the coder has not coded yet; stop at any time and go on later. Return how many.

        `fast` reads with the small tagger; coding again without it replaces those codings.
        """
        coder = Coder(fast)
        done = 0
        documents = self._store.uncoded(coder.version)
        with contextlib.closing(
            map_documents(coder.code, coder.version, documents, workers, default_path())
        ) as codings:
            for coding in codings:
                try:
                    self._store.put_coding(coding)
                except RecordDamaged as error:
                    # a coding that does not hold together is kept out; the article stays, and says why
                    reason = f"could not be coded: {error}"[:500]
                    bare = Coding(coding.document_id, coder.version, Dateline(None, "none"), (), (), (), (), (), reason)
                    self._store.put_coding(bare)
                done += 1
                progress("code", done, coding.document_id)
        self._store.add_run(Run("code", coder.version))
        self._view = self._facts = None
        return done

    def collate(self, *, progress: Progress = _silent) -> None:
        """Decide who, what and when across documents; what is there stays where nothing that it rests on changed.

        The outcome is that of doing all anew, whatever came when; people's judgements are kept.
        """
        progress("collate", 0, "")
        self._store.take_held()
        collate_record(self._store)
        self._store.add_run(Run("collate", BY))
        self._view = self._facts = None

    def merge(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        about: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> Merged:
        """Take in other records and folders of coded tables (`verbale.shards`); merging again changes nothing.

        `about` names parties that an article must mention, `since` and `until` the days in which it was written: so a
        dispute's record is taken out of an archive. `collate` afterwards. Raises UsageError, RecordError.
        """
        wanted = chooser(about, since, until)
        coder = Coder().version
        merged = Merged()
        for name in [sources] if isinstance(sources, str | Path) else sources:
            with opened_source(Path(name), wanted) as source:
                merged.add(self._store.merge(source, coder))
        self._view = self._facts = None
        return merged

    def build(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        workers: int = 1,
        fast: bool = False,
        stdin: BinaryIO | None = None,
        mapping: Mapping[str, str] | None = None,
        progress: Progress = _silent,
    ) -> Added:
        """Add, code and collate in one go."""
        added = self.add(sources, stdin=stdin, mapping=mapping, progress=progress)
        self.code(workers=workers, fast=fast, progress=progress)
        self.collate(progress=progress)  # nothing is done where nothing changed, the rules included
        return added

    # -- judgements of people --------------------------------------------------------------------------------------

    def judge(self, left: str, right: str, verdict: str, *, by: str, reason: str = "") -> None:
        """Say of two rows that they are the same, different, or that it is unsure; `collate` then follows it.

        Rows are coded rows (attributions, event mentions, mentions) or statements, events, actors. Raises UsageError.
        """
        if verdict not in get_args(Verdict):
            raise UsageError(f"a verdict is one of {', '.join(get_args(Verdict))}, not {verdict!r}")
        if not is_person(by):
            raise UsageError(f"{by!r} is no person's name")
        rows = sorted((review.coded_row(self._store, left), review.coded_row(self._store, right)))
        self._store.put_judgements([Judgement(rows[0], rows[1], cast(Verdict, verdict), by, None, reason)])

    def retract(self, left: str, right: str, *, by: str) -> bool:
        """Take back what someone said of a pair; False where there is nothing to take back."""
        rows = (review.coded_row(self._store, left), review.coded_row(self._store, right))
        return self._store.retract_judgement(*rows, by)

    def open_pairs(self, limit: int | None = None) -> list[review.OpenPair]:
        """Return pairs that may be one statement and wait for a person, the likeliest first."""
        return review.open_pairs(self._store, limit)

    def history(self, row_id: str) -> list[tuple[Judgement, bool]]:
        """Return what was judged of a row, and whether it still stands."""
        return review.history(self._store, row_id)

    def conflicts(self) -> list[Conflict]:
        """Return the pairs on which people contradict each other, in so many words or by what follows from others."""
        told = (Conflict(c.left_id, c.right_id, c.by) for c in self._store.conflicts())
        return sorted({*review.conflicts(self._store), *told})

    def import_judgements(self, path: str | Path) -> tuple[int, int]:
        """Take in people's judgements and corrections from JSON lines; return how many are new, how many on unknown rows."""
        judgements, corrections = review.read_judgements(Path(path))
        rows = [(j.left, j.right) for j in judgements] + [(c.row,) for c in corrections]
        unknown = sum(1 for ids in rows if any(self._store.document_of(row) is None for row in ids))
        return self._store.put_judgements(judgements) + self._store.put_corrections(corrections), unknown

    def correct(self, row: str, field: str, value: str, *, by: str, reason: str = "", at: str = "") -> int:
        """Correct the `speaker`, `addressee`, `act` or `day` of a statement or reading, the `day` or `status` of an event.

        `value` is a name the record knows, an act, an EDTF day, a status; "" for "not known". `at` notes when. `collate`
        then follows it, also when the article is coded anew. Return how many readings that concerns. Raises UsageError.
        """
        return self._store.put_corrections(
            review.make_corrections(self._store, row, field, value, by=by, reason=reason, at=at)
        )

    def retract_correction(self, row: str, field: str, *, by: str, at: str = "") -> int:
        """Take back what someone corrected in a statement, event or reading; return in how many readings."""
        own = [c for c, stands in self.corrections_of(row) if stands and c.field == field and c.by == by]
        return sum(self._store.retract_correction(c.row, field, by, at) for c in own)

    def corrections_of(self, row: str) -> list[tuple[Correction, bool]]:
        """Return what people corrected in a statement, event or reading, and whether it still stands."""
        return review.corrections_of(self._store, row)

    def contradictions(self) -> list[Contradiction]:
        """Return the fields that people correct differently; they stay as coded."""
        return review.contradictions(self._store)

    def row(self, row_id: str) -> ReadingRow | AccountRow:
        """Return an attribution or an event mention with its words. Raises UsageError."""
        document_id = self._store.document_of(row_id)
        page = self.view.page(document_id) if document_id else None
        if document_id and page and row_id in page.attributions:
            return self.view.reading(document_id, row_id)
        if document_id and page and row_id in page.events:
            return self.view.account(document_id, row_id)
        raise UsageError(f"{self.path} holds no attribution or event mention {row_id!r}")

    # -- rows ------------------------------------------------------------------------------------------------------

    def documents(self) -> list[DocumentRow]:
        """Return the articles in the order in which they were added."""
        return list(self.view.documents())

    def statements(
        self,
        *,
        by: str | None = None,
        to: str | None = None,
        act: Act | None = None,
        mode: Mode | None = None,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        containing: str | None = None,
        min_confidence: float = 0.0,
        limit: int | None = None,
    ) -> list[StatementRow]:
        """Return statements in order of time, with their readings.

        `by` and `to` are names in any spelling the record knows; `since` and `until` ISO days. Raises UsageError for a
        name that nobody in the record bears.
        """
        since, until = bounds(since, until)
        speakers = self._actors_named(by) if by else [None]
        addressees = self._actors_named(to) if to else [None]
        found = {
            s.id: s
            for speaker in speakers
            for addressee in addressees
            for s in self._store.statements(
                speaker=speaker, addressee=addressee, act=act, mode=mode, since=since, until=until,
                outlet=self._outlet_named(outlet) if outlet else None,
            )
        }  # fmt: skip
        words = containing.casefold() if containing else ""
        rows: list[StatementRow] = []
        for statement in sorted(
            found.values(), key=lambda s: (s.earliest or s.latest or "9999", s.latest or "9999", s.id)
        ):
            row = self.view.statement(statement)
            if words and not any(words in r.content.casefold() for r in row.readings):
                continue
            if row.confidence >= min_confidence:
                rows.append(row)
                if limit is not None and len(rows) >= limit:
                    break
        return rows

    def events(
        self,
        *,
        actor: str | None = None,
        type: EventType | None = None,
        status: Status | None = None,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        min_confidence: float = 0.0,
        limit: int | None = None,
    ) -> list[EventRow]:
        """Return events in order of time, with all accounts of them; `actor` takes part on either side."""
        since, until = bounds(since, until)
        actors = self._actors_named(actor) if actor else [None]
        found = {
            e.id: e
            for one in actors
            for e in self._store.events(
                actor=one, type=type, status=status, since=since, until=until,
                outlet=self._outlet_named(outlet) if outlet else None,
            )
        }  # fmt: skip
        ordered = sorted(found.values(), key=lambda e: (e.earliest or e.latest or "9999", e.latest or "9999", e.id))
        rows = (self.view.event(event) for event in ordered)
        kept = [row for row in rows if row.confidence >= min_confidence]
        return kept[:limit] if limit is not None else kept

    def actors(self) -> list[ActorRow]:
        """Return the actors, those most often named first."""
        return list(self.view.actors())

    def disagreements(
        self, *, kind: DisagreementKind | None = None, about: str | None = None, limit: int | None = None
    ) -> list[DisagreementRow]:
        """Return where accounts differ, what matters most and is surest first; `about` is a statement or event id."""
        found = self._store.disagreements(kind=kind, subject=about)
        return [self.view.disagreement(d) for d in found[:limit]]

    # -- what follows ------------------------------------------------------------------------------------------------

    @property
    def facts(self) -> Facts:
        """The collated rows as analysis reads them."""
        if self._facts is None:
            self._facts = Facts(self._store)
        return self._facts

    def issues(self, given: str | Path | None = None) -> list[Issue]:
        """Return the matters in dispute: those of the user's list (`issues.toml`) first, then the heaviest found."""
        return self._issues(given)[0]

    def placed(self, given: str | Path | None = None) -> list[Placed]:
        """Return which statements belong to which issue, and why."""
        return list(self._issues(given)[1].values())

    def _issues(self, given: str | Path | None) -> tuple[list[Issue], dict[str, Placed]]:
        return find_issues(self.facts, read_issues(Path(given)) if given else ())

    def positions(
        self,
        *,
        by: str | None = None,
        issue: str | None = None,
        until: str | None = None,
        min_confidence: float = 0.0,
        issues: str | Path | None = None,
    ) -> list[Position]:
        """Return where each party stands on each issue, with the history; `until`: as it stood on that day.

        `by` is a party's name, `issue` an issue's name or id, `issues` a file with the user's own list. Raises UsageError.
        """
        found, placed = self._issues(issues)
        wanted = {i.id for i in found if issue is None or issue.casefold() in {i.id, i.name.casefold()}}
        if issue is not None and not wanted:
            raise UsageError(
                f"no issue {issue!r} in {self.path}. Issues: {', '.join(i.name for i in found) or 'none'}."
            )
        parties = {self.facts.parties.get(a, a) for a in self._actors_named(by)} if by else None
        positions = find_positions(self.facts, found, placed, until=until, min_confidence=min_confidence)
        return [p for p in positions if p.issue_id in wanted and (parties is None or p.actor_id in parties)]

    def deadlines(self, as_of: str | None = None, *, by: str | None = None) -> list[Deadline]:
        """Return what is due, in order of the day, and how it stands on record on the day `as_of`.

        `as_of` is the last day on which an article was written unless it is given; `by` is a party that owes. Raises
        UsageError.
        """
        _, day = bounds(None, as_of)
        found = find_deadlines(self._store, self.facts, as_of=day)
        if by is None:
            return found
        names = {self.facts.name(self.facts.parties.get(a, a)) for a in self._actors_named(by)}
        return [d for d in found if names & set((d.owed_by or "").split(", "))]

    def contacts(self, *, since: str | None = None, until: str | None = None) -> list[Contact]:
        """Return who met, called or visited whom, in order of time."""
        since, until = bounds(since, until)
        return [c for c in find_contacts(self._store, self.facts) if _between(c.earliest, c.latest, since, until)]

    def deployments(self, *, since: str | None = None, until: str | None = None) -> list[Deployment]:
        """Return forces moved, exercised, massed or withdrawn, with numbers and who claims them."""
        since, until = bounds(since, until)
        return [d for d in find_deployments(self._store, self.facts) if _between(d.earliest, d.latest, since, until)]

    def brief(
        self,
        *,
        title: str = "",
        since: str | None = None,
        as_of: str | None = None,
        issues: str | Path | None = None,
        min_confidence: float = 0.0,
    ) -> Brief:
        """Return the brief: where the parties stand, what is new `since` a day, contacts, what is due, where accounts differ.

        Each sentence is a quotation or a count with its notes. `as_of`: as it stood on that day. Raises UsageError.
        """
        first, day = bounds(since, as_of)
        given = read_issues(Path(issues)) if issues else ()
        return make_brief(
            self._store, self.facts, title=title, since=first, as_of=day, given=given, min_confidence=min_confidence
        )

    def snapshot(self, *, before: str | None = None) -> Snapshot:
        """Return what is known now, or by the articles written before a day, for `changes` to be held against."""
        return snapshot(self._store, self.facts, before=before)

    def changes(self, was: Snapshot, *, until: str | None = None, issues: str | Path | None = None) -> list[Change]:
        """Return what this record holds beyond a snapshot of it or of another, and what of that is gone."""
        given = read_issues(Path(issues)) if issues else ()
        return find_changes(was, self._store, self.facts, until=until, given=given)

    def diff(
        self,
        other: Record | None = None,
        *,
        since: str | None = None,
        until: str | None = None,
        issues: str | Path | None = None,
    ) -> list[Change]:
        """Return what changed from this record to `other`, or in this one from the day `since` on.

        New and corrected and withdrawn articles, new statements and events, new and changed positions, deadlines set, met
        and missed. Raises UsageError.
        """
        first, last = bounds(since, until)
        if (other is None) == (first is None):
            raise UsageError("name a second record, or a first day with --since")
        if other is not None:
            return other.changes(self.snapshot(), until=last, issues=issues)
        return self.changes(self.snapshot(before=first), until=last, issues=issues)

    def framing(self, about: str | None = None) -> Framing:
        """Return how each outlet names actors, what it carries or leaves out, and in which voice it tells of events.

        `about`: the names of this actor alone. Raises UsageError for a name that nobody in the record bears.
        """
        wanted = frozenset(self._actors_named(about)) if about else None
        return find_framing(self._store, self.facts, about=wanted)

    def watch(
        self, sources: str | Path | Iterable[str | Path], *, fast: bool = False, progress: Progress = _silent
    ) -> list[Change]:
        """Take in what is new in files and folders since the last time, and return what that changes."""
        known = frozenset(self._store.document_ids())
        if not self.add(sources, progress=progress).new:
            if not self._store.is_collated():  # people judged meanwhile
                self.collate(progress=progress)
            return []
        was = snapshot(self._store, self.facts, among=known)
        self.code(fast=fast, progress=progress)
        self.collate(progress=progress)
        return self.changes(was)

    def timeline(
        self, *, since: str | None = None, until: str | None = None, min_confidence: float = 0.0
    ) -> list[TimelineEntry]:
        """Return statements and events in order of time; what has no day comes last."""
        return list(
            self.view.timeline(
                self.statements(since=since, until=until, min_confidence=min_confidence),
                self.events(since=since, until=until, min_confidence=min_confidence),
            )
        )

    def mentions(self) -> list[MentionRow]:
        """Return every mention with the actor behind it."""
        return list(self.view.mentions())

    def times(self) -> list[TimeRow]:
        """Return every time expression as it was read."""
        return list(self.view.times())

    def skips(self) -> list[SkipRow]:
        """Return what was given and is not coded, and why."""
        return list(self.view.skips())

    def search(
        self,
        query: str,
        *,
        meaning: bool = False,
        by: str | None = None,
        act: Act | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 20,
    ) -> list[SearchRow]:
        """Return the statements whose articles and words match, then further articles that match.

        `meaning`: statements that say the like in other words, the nearest first. With any filter, statements alone.
        """
        since, until = bounds(since, until)
        speakers = set(self._actors_named(by)) if by else None

        def wanted(said: Said) -> bool:
            return (
                (speakers is None or said.speaker_id in speakers)
                and (act is None or said.act == act)
                and ((since is None and until is None) or _between(said.earliest, said.latest, since, until))
            )

        if meaning:
            by_id = {s.id: s for s in self.facts.said}
            found = find_by_meaning(self.facts, query, keep=wanted, limit=limit)
            return [self._found(by_id[m.statement_id]) for m in found]
        filtered = speakers is not None or act is not None or since is not None or until is not None
        of_document: dict[str, list[Said]] = {}
        for said in self.facts.said:
            for document in said.document_ids:
                of_document.setdefault(document, []).append(said)
        rows: dict[str, SearchRow] = {}
        articles: list[SearchRow] = []
        for hit in self._store.search(query, max(limit, 200) if filtered else limit):
            marks = [(s.start, s.end) for s in hit.spans]
            here = [s for s in of_document.get(hit.document_id, ()) if s.id not in rows and wanted(s)]
            behind = self.facts.words(a for s in here for a in s.attribution_ids)
            for said in here:
                spans = [w for a in said.attribution_ids for w in behind.get(a, ()) if w.field == "content"]
                if any(
                    w.document_id == hit.document_id and w.start < end and start < w.end
                    for w in spans
                    for start, end in marks
                ):
                    rows[said.id] = self._found(said)
            article = self.facts.documents.get(hit.document_id)
            if article is not None:
                articles.append(SearchRow("article", hit.document_id, article.value, "", article.title, article.outlet))
        return [*rows.values(), *(articles if not filtered else ())][: max(limit, 0)]

    def _found(self, said: Said) -> SearchRow:
        speaker = self.facts.name(said.speaker_id) or ""
        outlet = self.facts.documents[said.document_ids[0]].outlet if said.document_ids else ""
        return SearchRow("statement", said.id, said.value, speaker, said.content, outlet)

    def _actors_named(self, name: str) -> list[str]:
        """Return the ids of the actors that a name may mean: by full name, alias, or a part of it."""
        wanted = fold(name)
        actors = list(self.view.actors_by_id.values())
        exact = [
            a.id
            for a in actors
            if wanted in {fold(n) for n in (a.name, *a.aliases)} or a.id == name or a.lexicon_key == name
        ]
        if exact:
            return sorted(exact)
        parts = set(wanted.split())
        partly = [a.id for a in actors if parts and any(parts <= set(fold(n).split()) for n in (a.name, *a.aliases))]
        if partly:
            return sorted(partly)
        close = [
            n
            for n, _, _ in process.extract(
                name, [a.name for a in actors if a.kind != "group"], limit=3, score_cutoff=60
            )
        ]
        hint = f" Perhaps: {', '.join(dict.fromkeys(close))}?" if close else " `verbale actors` lists who there is."
        raise UsageError(f"nobody in {self.path} is called {name!r}.{hint}")

    def _outlet_named(self, name: str) -> str:
        outlets = self._store.outlets()
        for outlet in outlets:
            if name.casefold() in {outlet.id.casefold(), outlet.name.casefold(), (outlet.domain or "").casefold()}:
                return outlet.id
        known = ", ".join(sorted(o.name for o in outlets)) or "none is known"
        raise UsageError(f"no outlet {name!r} in {self.path}. Outlets: {known}.")

    def undertakings(
        self,
        file: str | Path | None = None,
        *,
        as_of: str | None = None,
        view: str | None = None,
        claims: str | Path | None = None,
        k: int | None = None,
    ) -> list[Undertaking]:
        """Hold instruments against the record: a file, a shipped one by name, or all shipped ones that it speaks of."""
        return surfaces.of_record(self._store, self.facts, file, as_of=as_of, view=view, claims=claims, k=k)

    # -- the record as a whole -------------------------------------------------------------------------------------

    def verify(self) -> list[Problem]:
        """Re-read every span and row; return all that is not what it must be."""
        return self._store.verify()

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each kind."""
        return self._store.counts()

    def evaluate(self, gold: str | Path) -> Report:
        """Score the record against a gold file (format: docs/reference/gold.md)."""
        pages = (self.view.page(i) for i in self._store.document_ids())
        by_locator = {
            r.locator: (page.document, page.coding)
            for page in pages
            if page.coding is not None
            for r in self._store.receipts(page.document.id)
        }
        return evaluate(read_gold(Path(gold)), by_locator)

    def export(self, path: str | Path, *, what: str | None = None, format: str | None = None) -> None:
        """Write rows to a file; the ending says in which format."""
        export(self.view, Path(path), what=what, format=format)

    def dump(self) -> Iterator[str]:
        """Yield the whole content as lines, the same for the same content."""
        return self._store.dump()

    @property
    def store(self) -> Store:
        """The store beneath."""
        return self._store
