"""The rows of a record: who said what, what happened, who is who, where accounts differ; and search in them."""

from __future__ import annotations

from verbale.analysis.facts import Said
from verbale.analysis.search import find_by_meaning
from verbale.export.days import bounds
from verbale.export.rows import (
    ActorRow,
    DisagreementRow,
    DocumentRow,
    EventRow,
    MentionRow,
    SearchRow,
    SkipRow,
    StatementRow,
    TimelineEntry,
    TimeRow,
)
from verbale.model import Act, EventType, Mode, Status
from verbale.record.opened import Opened, between
from verbale.store import DisagreementKind


class Reading(Opened):
    """Gives rows, filtered and in order."""

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
        """Return statements of articles that hold all that is asked, those that hold most of it first; then the articles.

        `meaning`: statements that say the like in other words, the nearest first. With any filter, statements alone.
        """
        since, until = bounds(since, until)
        speakers = set(self._actors_named(by)) if by else None

        def wanted(said: Said) -> bool:
            return (
                (speakers is None or said.speaker_id in speakers)
                and (act is None or said.act == act)
                and ((since is None and until is None) or between(said.earliest, said.latest, since, until))
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
        holds: dict[str, int] = {}
        articles: list[SearchRow] = []
        for hit in self._store.search(query, max(limit, 200) if filtered else limit):
            marks = [(s.start, s.end, s.text.casefold()) for s in hit.spans]
            here = [s for s in of_document.get(hit.document_id, ()) if s.id not in rows and wanted(s)]
            behind = self.facts.words(a for s in here for a in s.attribution_ids)
            for said in here:
                spans = [w for a in said.attribution_ids for w in behind.get(a, ()) if w.field == "content"]
                held = {
                    word
                    for w in spans
                    for start, end, word in marks
                    if w.document_id == hit.document_id and w.start < end and start < w.end
                }
                if held:
                    rows[said.id] = self._found(said)
                    holds[said.id] = len(held)
            article = self.facts.documents.get(hit.document_id)
            if article is not None:
                articles.append(SearchRow("article", hit.document_id, article.value, "", article.title, article.outlet))
        best = sorted(rows.values(), key=lambda row: -holds[row.id])  # of as many words the best article's first
        return [*best, *(articles if not filtered else ())][: max(limit, 0)]

    def _found(self, said: Said) -> SearchRow:
        speaker = self.facts.name(said.speaker_id) or ""
        outlet = self.facts.documents[said.document_ids[0]].outlet if said.document_ids else ""
        return SearchRow("statement", said.id, said.value, speaker, said.content, outlet)
