"""Read a record as rows: joins what the store keeps apart, changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from verbale.collation.corrections import find_row
from verbale.collation.refine import refine
from verbale.export.rows import (
    AccountRow,
    ActorRow,
    CorrectedRow,
    DisagreementRow,
    DocumentRow,
    EventRow,
    EvidenceRow,
    MentionRow,
    ReadingRow,
    SideRow,
    SkipRow,
    StatementRow,
    TimelineEntry,
    TimeRow,
)
from verbale.model import CODED_ROLES, Attribution, Coding, Document, EventMention, Mention, Span, When
from verbale.store import Actor, Disagreement, Event, NarrowedDateline, Post, Side, Statement, Store


class Page:
    """A document with its coding, indexed."""

    def __init__(self, document: Document, coding: Coding | None) -> None:
        self.document = document
        self.coding = coding
        self.mentions: dict[str, Mention] = {m.id: m for m in coding.mentions} if coding else {}
        self.attributions: dict[str, Attribution] = {a.id: a for a in coding.attributions} if coding else {}
        self.events: dict[str, EventMention] = {e.id: e for e in coding.events} if coding else {}

    @property
    def outlet(self) -> str:
        """The outlet's name, or an empty string."""
        return self.document.outlet.name if self.document.outlet else ""

    @cached_property
    def title(self) -> str:
        """The headline in the text, else the title the source gives, else the article's first words."""
        segments = self.coding.segments if self.coding else ()
        for segment in segments:
            if segment.role == "headline":
                return " ".join(self.document.text[segment.start : segment.end].split())
        if self.document.title:
            return self.document.title
        start = next((segment.start for segment in segments if segment.role in CODED_ROLES), 0)
        words = " ".join(self.document.text[start : start + 200].split())
        return words if len(words) <= 80 else words[:79].rsplit(" ", 1)[0] + "…"

    def evidence(self, field: str, spans: Iterable[Span]) -> Iterator[EvidenceRow]:
        """Yield spans as evidence rows."""
        for span in spans:
            yield EvidenceRow(field, self.document.id, span.start, span.end, span.text)


class View:
    """A record's rows. Holds the pages it read last; open a new one after writing."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._page = lru_cache(maxsize=512)(self._read_page)

    def _read_page(self, document_id: str) -> Page:
        document = self.store.document(document_id)
        if document is None:
            raise KeyError(document_id)
        coding = self.store.coding(document_id)
        return Page(document, refine(coding, self._narrowed(document_id)) if coding else None)

    def _narrowed(self, document_id: str) -> When | None:
        row = self.datelines.get(document_id)
        return When(row.value, row.earliest, row.latest, row.basis) if row else None

    def page(self, document_id: str) -> Page:
        """Return a document with its coding; KeyError where there is none."""
        return self._page(document_id)

    @cached_property
    def actors_by_id(self) -> dict[str, Actor]:
        """All actors."""
        return {actor.id: actor for actor in self.store.actors()}

    @cached_property
    def datelines(self) -> dict[str, NarrowedDateline]:
        """Datelines that the neighbours narrowed, by document."""
        return self.store.datelines()

    def written(self, document_id: str) -> When | None:
        """Return when a document was written: as its neighbours narrow it, else as it says itself."""
        coding = self.page(document_id).coding
        return coding.dateline.when if coding else None

    def name(self, actor_id: str | None) -> str | None:
        """Return an actor's name."""
        actor = self.actors_by_id.get(actor_id or "")
        return actor.name if actor else None

    # -- rows ------------------------------------------------------------------------------------------------------

    def reading(self, document_id: str, attribution_id: str) -> ReadingRow:
        """Return one attribution as a reading."""
        page = self.page(document_id)
        a = page.attributions[attribution_id]
        mention = page.mentions.get(a.speaker_id or "")
        dateline = self.written(document_id)
        evidence = [
            *page.evidence("content", a.content),
            *page.evidence("speaker", (a.speaker,) if a.speaker else ()),
            *page.evidence("cue", a.cue),
            *page.evidence("spoken", a.spoken.evidence if a.spoken else ()),
            *page.evidence("place", (a.place,) if a.place else ()),
            *page.evidence("relay", (hop.span for hop in a.relay if hop.span)),
            *(row for e in a.evidence for row in page.evidence(e.field, (e.span,))),
        ]
        return ReadingRow(
            attribution_id=a.id,
            document_id=document_id,
            outlet=page.outlet,
            title=page.title,
            url=page.document.url,
            dateline=dateline.value if dateline else None,
            speaker=a.speaker.text if a.speaker else mention.name if mention else "",
            cue=" … ".join(span.text for span in a.cue),
            act=a.act,
            mode=a.mode,
            content=" … ".join(span.text for span in a.content),
            medium=a.medium,
            relay=" → ".join(f"{hop.name} ({hop.medium})" if hop.medium else hop.name for hop in a.relay),
            spoken=a.spoken.value or None if a.spoken else None,
            spoken_basis=a.spoken.basis if a.spoken else "",
            within=a.parent_id,
            confidence=a.confidence,
            rule=a.rule,
            evidence=tuple(dict.fromkeys(evidence)),
        )

    def statement(self, statement: Statement) -> StatementRow:
        """Return a statement with its readings, the base wording first."""
        readings = tuple(self.reading(r.document_id, r.attribution_id) for r in self.store.readings(statement.id))
        return StatementRow(
            id=statement.id,
            when=statement.value,
            earliest=statement.earliest,
            latest=statement.latest,
            basis=statement.basis,
            speaker=self.name(statement.speaker_id),
            speaker_id=statement.speaker_id,
            act=statement.act,
            mode=statement.mode,
            addressee=self.name(statement.addressee_id),
            content=statement.content,
            place=statement.place,
            medium=next((r.medium for r in readings if r.medium), None),
            outlets=_outlets(readings),
            independent=statement.independent,
            confidence=max((r.confidence for r in readings), default=0.0),
            readings=readings,
            corrected=tuple(c for r in readings for c in self._corrected(r.document_id, r.attribution_id)),
        )

    def account(self, document_id: str, event_mention_id: str) -> AccountRow:
        """Return one event mention as an account."""
        page = self.page(document_id)
        e = page.events[event_mention_id]
        claim = page.attributions.get(e.attribution_id or "")
        speaker = page.mentions.get(claim.speaker_id or "") if claim else None

        def spans(ids: Sequence[str]) -> Iterator[Span]:
            return (page.mentions[i].span for i in ids if i in page.mentions)

        evidence = [
            *page.evidence("trigger", (e.trigger,)),
            *page.evidence("actor", spans(e.actors)),
            *page.evidence("recipient", spans(e.recipients)),
            *page.evidence("happened", e.happened.evidence if e.happened else ()),
            *page.evidence("place", (e.place,) if e.place else ()),
            *(row for x in e.evidence for row in page.evidence(x.field, (x.span,))),
        ]
        return AccountRow(
            event_mention_id=e.id,
            document_id=document_id,
            outlet=page.outlet,
            trigger=e.trigger.text,
            status=e.status,
            happened=e.happened.value or None if e.happened else None,
            happened_basis=e.happened.basis if e.happened else "",
            claimed_by=speaker.name if speaker else ("" if claim else None),
            confidence=e.confidence,
            rule=e.rule,
            evidence=tuple(dict.fromkeys(evidence)),
        )

    def event(self, event: Event) -> EventRow:
        """Return an event with all accounts of it."""
        accounts = []
        for mention_id in event.event_mention_ids:
            document_id = self.store.document_of(mention_id)
            if document_id is not None:
                accounts.append(self.account(document_id, mention_id))
        return EventRow(
            id=event.id,
            when=event.value,
            earliest=event.earliest,
            latest=event.latest,
            basis=event.basis,
            type=event.type,
            mode=event.mode,
            context=event.context,
            status=event.status,
            actors=tuple(name for i in event.actor_ids if (name := self.name(i))),
            recipients=tuple(name for i in event.recipient_ids if (name := self.name(i))),
            place=event.place,
            outlets=_outlets(accounts),
            independent=event.independent,
            confidence=max((a.confidence for a in accounts), default=0.0),
            accounts=tuple(accounts),
            corrected=tuple(c for a in accounts for c in self._corrected(a.document_id, a.event_mention_id)),
        )

    def _corrected(self, document_id: str, row_id: str) -> Iterator[CorrectedRow]:
        """Yield what people corrected in one coded row."""
        given = self.store.corrections(document_id)
        if not given:
            return
        page = self.page(document_id)
        if row_id in page.attributions:
            places = [(a.id, a.content[0].start, a.content[-1].end) for a in page.attributions.values()]
        else:
            places = [(e.id, e.trigger.start, e.trigger.end) for e in page.events.values()]
        for c in given:
            if find_row(c, places) == row_id:
                yield CorrectedRow(
                    row_id, c.field, self._coded(page, row_id, c.field), c.value, c.by, c.reason, c.made_at
                )

    def _coded(self, page: Page, row_id: str, field: str) -> str:
        """Return what was coded of a field, in words."""
        e = page.events.get(row_id)
        if e is not None:
            return e.status if field == "status" else e.happened.value if e.happened and field == "day" else ""
        if field == "kept":
            return ""
        a = page.attributions[row_id]
        if field == "act":
            return a.act
        if field == "day":
            return a.spoken.value if a.spoken else ""
        mention = page.mentions.get((a.speaker_id if field == "speaker" else a.addressee_id) or "")
        return mention.name if mention else a.speaker.text if a.speaker and field == "speaker" else ""

    def actors(self) -> Iterator[ActorRow]:
        """Yield the actors, those most often named first."""
        connection = self.store.connection
        spoke = dict(connection.execute("SELECT speaker_id, count(*) FROM statement GROUP BY speaker_id"))
        took_part = dict(
            connection.execute("SELECT actor_id, count(DISTINCT event_id) FROM event_party GROUP BY actor_id")
        )
        posts: dict[str, list[Post]] = {}
        for post in self.store.posts():
            posts.setdefault(post.actor_id, []).append(post)
        documents = dict(
            connection.execute(
                "SELECT am.actor_id, count(DISTINCT m.document_n) FROM actor_mention am "
                "JOIN mention m ON m.id = am.mention_id GROUP BY am.actor_id"
            )
        )
        for actor in sorted(self.store.actors(), key=lambda a: (-len(a.mention_ids), a.name, a.id)):
            yield ActorRow(
                id=actor.id,
                name=actor.name,
                kind=actor.kind,
                key=actor.lexicon_key,
                country=actor.country,
                sector=actor.sector,
                posts=tuple(dict.fromkeys(_post(p) for p in posts.get(actor.id, ()))),
                aliases=actor.aliases,
                mentions=len(actor.mention_ids),
                documents=int(documents.get(actor.id, 0)),
                statements=int(spoke.get(actor.id, 0)),
                events=int(took_part.get(actor.id, 0)),
            )

    def disagreement(self, disagreement: Disagreement) -> DisagreementRow:
        """Return where accounts differ, with the words of each side."""
        return DisagreementRow(
            id=disagreement.id,
            kind=disagreement.kind,
            about=disagreement.about,
            subject_id=disagreement.subject_id,
            other_id=disagreement.other_id,
            score=disagreement.score,
            sides=tuple(self._side(side) for side in disagreement.sides),
        )

    def _side(self, side: Side) -> SideRow:
        outlets: list[str] = []
        evidence: list[EvidenceRow] = []
        for row_id in side.row_ids:
            document_id = self.store.document_of(row_id)
            if document_id is None:
                continue
            page = self.page(document_id)
            outlets.append(page.outlet or document_id)
            row = (
                self.reading(document_id, row_id) if row_id in page.attributions else self.account(document_id, row_id)
            )
            evidence += row.evidence
        return SideRow(
            side.value, tuple(sorted(set(outlets))), side.independent, side.row_ids, tuple(dict.fromkeys(evidence))
        )

    def document(self, document_id: str) -> DocumentRow:
        """Return one document's row."""
        page = self.page(document_id)
        document, coding = page.document, page.coding
        dateline = coding.dateline if coding else None
        when = self.written(document_id)
        return DocumentRow(
            id=document.id,
            outlet=page.outlet,
            title=page.title,
            dateline=when.value if when else None,
            earliest=when.earliest if when else None,
            latest=when.latest if when else None,
            dateline_kind=dateline.kind if dateline else "none",
            basis=when.basis if when else "",
            rejected=dateline.rejected if dateline else (),
            place=dateline.place if dateline else None,
            language=document.language,
            url=document.url,
            byline=document.byline,
            received=tuple(sorted(r.locator for r in self.store.receipts(document_id))),
            characters=len(document.text),
            skipped=coding.skipped if coding else "not coded yet",
        )

    def documents(self) -> Iterator[DocumentRow]:
        """Yield the documents in the order in which they were added."""
        return (self.document(i) for i in self.store.document_ids())

    def timeline(self, statements: Iterable[StatementRow], events: Iterable[EventRow]) -> Iterator[TimelineEntry]:
        """Yield statements and events in order of time, undated ones last."""
        entries = [
            *(
                TimelineEntry(
                    s.when, s.earliest, s.latest, "statement", s.speaker or "", s.act, s.content, s.outlets, s.id
                )
                for s in statements
            ),
            *(
                TimelineEntry(
                    e.when, e.earliest, e.latest, "event", _parties(e), _what(e), _trigger(e), e.outlets, e.id
                )
                for e in events
            ),
        ]
        yield from sorted(entries, key=lambda t: (t.earliest or t.latest or "9999", t.latest or "9999", t.kind, t.id))

    def mentions(self) -> Iterator[MentionRow]:
        """Yield every mention with the actor behind it."""
        of_mention = {m: a for a in self.store.actors() for m in a.mention_ids}
        for document_id in self.store.document_ids():
            for m in self.page(document_id).mentions.values():
                actor = of_mention.get(m.id)
                yield MentionRow(
                    m.id, document_id, m.span.start, m.span.end, m.span.text, m.kind, m.form, m.name,
                    actor.name if actor else None, actor.id if actor else None,
                )  # fmt: skip

    def times(self) -> Iterator[TimeRow]:
        """Yield every time expression."""
        for document_id in self.store.document_ids():
            coding = self.page(document_id).coding
            for t in coding.times if coding else ():
                yield TimeRow(
                    t.id, document_id, t.span.start, t.span.end, t.span.text, t.kind, t.value, t.earliest, t.latest,
                    t.timex_type, t.timex_value, t.basis,
                )  # fmt: skip

    def skips(self) -> Iterator[SkipRow]:
        """Yield what was given and is not in the record, then what is in it and was not coded."""
        for skip in self.store.skips():
            yield SkipRow(skip.locator, skip.reason, skip.advice)
        for document_id in self.store.document_ids():
            coding = self.page(document_id).coding
            if coding is not None and coding.skipped:
                locators = sorted(r.locator for r in self.store.receipts(document_id))
                yield SkipRow(", ".join(locators), coding.skipped, "kept and searchable; not coded")


def _post(post: Post) -> str:
    dates = f" ({post.since or ''}–{post.until or ''})" if post.since or post.until else ""
    return f"{post.title}{dates}"


def _outlets(rows: Iterable[ReadingRow | AccountRow]) -> tuple[str, ...]:
    return tuple(sorted({row.outlet or row.document_id for row in rows}))


def _parties(event: EventRow) -> str:
    left, right = ", ".join(event.actors), ", ".join(event.recipients)
    return f"{left} – {right}" if left and right else left or right


def _what(event: EventRow) -> str:
    mode = f" {event.mode}" if event.mode else ""
    return f"{event.type}{mode} ({event.status})"


def _trigger(event: EventRow) -> str:
    return event.accounts[0].trigger if event.accounts else ""
