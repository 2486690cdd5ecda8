"""A document's coding as rows of tables, and back again: `write` and `read` are each other's inverse."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, cast

import msgspec

from verbale.errors import RecordDamaged, RecordError
from verbale.model import (
    Attribution,
    Coding,
    Dateline,
    EventMention,
    Evidence,
    Hop,
    Leaning,
    Mention,
    Segment,
    Span,
    TimeExpression,
    When,
)

Row = tuple[Any, ...]

_TABLES = (  # children before parents: the order in which rows are deleted; they are inserted the other way round
    ("participant", 5),
    ("event_mention", 16),
    ("leaning", 5),
    ("relay", 8),
    ("attribution", 15),
    ("mention", 11),
    ("time_expression", 13),
    ("dateline", 8),
    ("evidence", 7),
    ("span", 4),
    ("coding", 4),
)
_INSERTS = {table: f"INSERT INTO {table} VALUES({', '.join('?' * width)})" for table, width in _TABLES}
_INSERT_SEGMENT = "INSERT INTO segment VALUES(?, ?, ?, ?, ?, ?, ?)"
_NONE = (None, None, None, None)
_NO_LEANINGS = b',"leanings":[]}'


def digest_of(coding: Coding) -> str:
    """Return what a coding adds up to; the same for equal codings, kept beside the rows to prove them."""
    raw = msgspec.json.encode(coding)
    if not coding.leanings:
        # codings had no leanings before schema 5: those without any add up to what they did
        raw = raw.removesuffix(_NO_LEANINGS) + b"}"
    return hashlib.sha256(raw).hexdigest()


def _checked(coding: Coding) -> Coding:
    """Return the coding as its types promise it (an int that stands for a float becomes one), or refuse it."""
    try:
        return msgspec.json.decode(msgspec.json.encode(coding), type=Coding)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise RecordDamaged(f"coding of document {coding.document_id} by {coding.coder}: {error}") from error


# -- faults ------------------------------------------------------------------------------------------------------------


def _spans_of(coding: Coding) -> Iterator[tuple[str, Span]]:
    def of_when(row: str, when: When | None) -> Iterator[tuple[str, Span]]:
        for span in when.evidence if when else ():
            yield row, span

    yield from of_when("dateline", coding.dateline.when)
    if coding.dateline.place_evidence:
        yield "dateline", coding.dateline.place_evidence
    for time in coding.times:
        yield time.id, time.span
    for mention in coding.mentions:
        yield mention.id, mention.span
    for said in coding.attributions:
        for span in (*said.content, *said.cue):
            yield said.id, span
        if said.speaker:
            yield said.id, said.speaker
        if said.place:
            yield said.id, said.place
        yield from of_when(said.id, said.spoken)
        for hop in said.relay:
            if hop.span:
                yield said.id, hop.span
        for item in said.evidence:
            yield said.id, item.span
    for event in coding.events:
        yield event.id, event.trigger
        if event.place:
            yield event.id, event.place
        yield from of_when(event.id, event.happened)
        for item in event.evidence:
            yield event.id, item.span


def faults(coding: Coding, text: str) -> Iterator[str]:
    """Say what in a coding does not fit its document or itself."""
    for row, span in _spans_of(coding):
        if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.text:
            yield f"{row}: the words at {span.start}-{span.end} are not {span.text[:60]!r}"
    for segment in coding.segments:
        if not 0 <= segment.start <= segment.end <= len(text):
            yield f"segment {segment.start}-{segment.end} is outside a text of {len(text)} characters"
    ids = [row.id for rows in (coding.times, coding.mentions, coding.attributions, coding.events) for row in rows]
    seen: set[str] = set()
    for row_id in ids:
        if row_id in seen:
            yield f"{row_id}: two rows have this id"
        seen.add(row_id)
    mentions = {mention.id for mention in coding.mentions}
    attributions = {said.id for said in coding.attributions}
    for mention in coding.mentions:
        if mention.head_id not in mentions:
            yield f"{mention.id}: head {mention.head_id} is not among the mentions"
    for said in coding.attributions:
        if not said.content:
            yield f"{said.id}: an attribution without content"
        for named in (said.speaker_id, said.addressee_id, *(hop.mention_id for hop in said.relay)):
            if named is not None and named not in mentions:
                yield f"{said.id}: {named} is not among the mentions"
        if said.parent_id is not None and said.parent_id not in attributions:
            yield f"{said.id}: parent {said.parent_id} is not among the attributions"
    for leaning in coding.leanings:
        if leaning.attribution_id not in attributions:
            yield f"a leaning of {leaning.attribution_id}, which is not among the attributions"
    for event in coding.events:
        for named in (*event.actors, *event.recipients):
            if named not in mentions:
                yield f"{event.id}: {named} is not among the mentions"
        if event.attribution_id is not None and event.attribution_id not in attributions:
            yield f"{event.id}: {event.attribution_id} is not among the attributions"


# -- writing -----------------------------------------------------------------------------------------------------------


class _Rows:
    """One coding, laid out in rows."""

    def __init__(self, n: int, coding: Coding, digest: str) -> None:
        self.n = n
        self.spans: dict[tuple[int, int], str] = {}
        self.tables: dict[str, list[Row]] = {table: [] for table, _ in _TABLES}
        self.tables["coding"].append((n, coding.coder, coding.skipped, digest))
        self._dateline(coding)
        self._times(coding)
        self._mentions(coding)
        self._attributions(coding)
        self._events(coding)
        self.tables["span"] = [(n, start, end, text) for (start, end), text in sorted(self.spans.items())]
        self.segments = [
            (n, "coding", index, s.start, s.end, s.role, s.reason) for index, s in enumerate(coding.segments)
        ]

    def _at(self, span: Span) -> tuple[int, int]:
        place = (span.start, span.end)
        self.spans[place] = span.text
        return place

    def _evidence(self, row_id: str, fields: Iterable[tuple[str, Iterable[Span]]], extra: Iterable[Evidence]) -> None:
        rows = self.tables["evidence"]
        number = 0
        for field, spans in fields:
            for span in spans:
                rows.append((self.n, row_id, number, field, 0, *self._at(span)))
                number += 1
        for item in extra:
            rows.append((self.n, row_id, number, item.field, 1, *self._at(item.span)))
            number += 1

    def _dateline(self, coding: Coding) -> None:
        line = coding.dateline
        when = _NONE if line.when is None else _when_row(line.when)
        rejected = msgspec.json.encode(line.rejected).decode()
        self.tables["dateline"].append((self.n, line.kind, *when, line.place, rejected))
        fields = (("dateline", _words(line.when)), ("place", _some(line.place_evidence)))
        self._evidence(coding.document_id, fields, ())

    def _times(self, coding: Coding) -> None:
        self.tables["time_expression"] = [
            (
                *(self.n, index, time.id, *self._at(time.span), time.kind, time.value, time.earliest, time.latest),
                *(time.timex_type, time.timex_value, time.form, time.basis),
            )
            for index, time in enumerate(coding.times)
        ]

    def _mentions(self, coding: Coding) -> None:
        self.tables["mention"] = [
            (
                *(self.n, index, one.id, *self._at(one.span), one.kind, one.form, one.name, one.head_id),
                *(one.actor, one.confidence),
            )
            for index, one in enumerate(coding.mentions)
        ]

    def _attributions(self, coding: Coding) -> None:
        for index, said in enumerate(coding.attributions):
            spoken = _NONE if said.spoken is None else _when_row(said.spoken)
            self.tables["attribution"].append(
                (
                    *(self.n, index, said.id, said.mode, said.act, said.speaker_id, said.addressee_id, said.medium),
                    *(*spoken, said.parent_id, said.confidence, said.rule),
                )
            )
            for hop, step in enumerate(said.relay):
                at = (None, None) if step.span is None else self._at(step.span)
                self.tables["relay"].append((self.n, said.id, hop, step.mention_id, step.name, step.medium, *at))
            fields = (
                ("content", said.content),
                ("cue", said.cue),
                ("speaker", _some(said.speaker)),
                ("spoken", _words(said.spoken)),
                ("place", _some(said.place)),
            )
            self._evidence(said.id, fields, said.evidence)
        of_row: Counter[str] = Counter()
        for one in coding.leanings:
            self.tables["leaning"].append(
                (self.n, one.attribution_id, of_row[one.attribution_id], one.stance, one.share)
            )
            of_row[one.attribution_id] += 1

    def _events(self, coding: Coding) -> None:
        for index, event in enumerate(coding.events):
            happened = _NONE if event.happened is None else _when_row(event.happened)
            self.tables["event_mention"].append(
                (
                    *(self.n, index, event.id, event.type, event.mode, event.context, event.status),
                    *(*self._at(event.trigger), *happened, event.attribution_id, event.confidence, event.rule),
                )
            )
            for role, mentions in (("actor", event.actors), ("recipient", event.recipients)):
                for number, mention in enumerate(mentions):
                    self.tables["participant"].append((self.n, event.id, role, number, mention))
            self._evidence(
                event.id, (("happened", _words(event.happened)), ("place", _some(event.place))), event.evidence
            )


def _when_row(when: When) -> tuple[str | None, ...]:
    return (when.value, when.earliest, when.latest, when.basis)


def _words(when: When | None) -> tuple[Span, ...]:
    return () if when is None else when.evidence


def _some(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def write(connection: sqlite3.Connection, coding: Coding) -> bool:
    """Put a document's coding in place of whatever coding it had; False where the same one was there.

    The caller holds a transaction. Statements and events rest on rows of codings: where a row that they may rest on
    goes, so does the collation, which is rebuilt from the codings anyway.
    """
    found = connection.execute("SELECT n, text FROM document WHERE id = ?", (coding.document_id,)).fetchone()
    if found is None:
        raise RecordError(f"coding of document {coding.document_id}: the record has no such document")
    n, text = found
    coding = _checked(coding)
    wrong = list(faults(coding, text))
    if wrong:
        more = f" (and {len(wrong) - 1} more faults)" if len(wrong) > 1 else ""
        raise RecordDamaged(f"coding of document {coding.document_id} by {coding.coder}: {wrong[0]}{more}")
    digest = digest_of(coding)
    before = connection.execute("SELECT digest FROM coding WHERE document_n = ?", (n,)).fetchone()
    if before is not None:
        if before[0] == digest:
            return False
        _delete(connection, n, coding)
    rows = _Rows(n, coding, digest)
    for table, _ in reversed(_TABLES):
        if rows.tables[table]:
            connection.executemany(_INSERTS[table], rows.tables[table])
    connection.executemany(_INSERT_SEGMENT, rows.segments)
    return True


def _delete(connection: sqlite3.Connection, n: int, coming: Coding) -> None:
    """Delete the coding of a document, and with it the collation unless every row it rests on comes back."""
    back = {row.id for rows in (coming.mentions, coming.attributions, coming.events) for row in rows}
    gone = connection.execute(
        "SELECT id FROM mention JOIN actor_mention ON mention_id = id WHERE document_n = ?1 UNION ALL "
        "SELECT id FROM attribution JOIN statement_attribution ON attribution_id = id WHERE document_n = ?1 UNION ALL "
        "SELECT id FROM event_mention JOIN event_account ON event_mention_id = id WHERE document_n = ?1",
        (n,),
    )
    if any(row_id not in back for (row_id,) in gone):
        clear_collation(connection)
    delete_rows(connection, n)


def delete_rows(connection: sqlite3.Connection, n: int) -> None:
    """Delete what the coding of a document says, and nothing that rests on it: the collation has to be gone before."""
    for table, _ in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE document_n = ?", (n,))
    connection.execute("DELETE FROM segment WHERE document_n = ? AND found_by = 'coding'", (n,))


_COLLATION = (
    *(
        "narrowed_dateline",
        "link",
        "event_account",
        "event_party",
        "event",
        "statement_attribution",
        "statement",
        "actor_mention",
    ),
    *("conflict", "disagreement_side", "disagreement", "post", "actor_alias", "actor"),
)


def clear_collation(connection: sqlite3.Connection) -> None:
    """Delete all that was decided across documents (judgements stay: it is rebuilt from them)."""
    for table in _COLLATION:
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM seal WHERE part = 'collation'")


# -- reading -----------------------------------------------------------------------------------------------------------

_SPANS = 'SELECT start, "end", text FROM span WHERE document_n = ?'
_EVIDENCE = 'SELECT row_id, field, extra, start, "end" FROM evidence WHERE document_n = ? ORDER BY row_id, n'
_SEGMENTS = 'SELECT start, "end", role, reason FROM segment WHERE document_n = ? AND found_by = ? ORDER BY n'


def read_segments(connection: sqlite3.Connection, n: int, found_by: str) -> tuple[Segment, ...]:
    """Return a document's segments as its source or its coding has them."""
    return tuple(Segment(*row) for row in connection.execute(_SEGMENTS, (n, found_by)))


def read(connection: sqlite3.Connection, document_id: str) -> Coding | None:
    """Return a document's coding, equal to the one that was written; None where it has none."""
    head = connection.execute(
        "SELECT n, coder, skipped FROM document JOIN coding ON document_n = n WHERE id = ?", (document_id,)
    ).fetchone()
    if head is None:
        return None
    n, coder, skipped = head
    try:
        return _assemble(connection, n, document_id, coder, skipped)
    except (KeyError, TypeError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordDamaged(
            f"coding of document {document_id}: a row or span is missing ({error!r}). Code the document again."
        ) from error


def _assemble(connection: sqlite3.Connection, n: int, document_id: str, coder: str, skipped: str | None) -> Coding:
    spans = {(start, end): Span(start, end, text) for start, end, text in connection.execute(_SPANS, (n,))}
    own: defaultdict[str, defaultdict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    extra: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row_id, field, is_extra, start, end in connection.execute(_EVIDENCE, (n,)):
        if is_extra:
            extra[row_id].append(Evidence(field, spans[start, end]))
        else:
            own[row_id][field].append(spans[start, end])

    def many(row_id: str, field: str) -> tuple[Span, ...]:
        return tuple(own[row_id][field]) if row_id in own else ()

    def one(row_id: str, field: str) -> Span | None:
        found = many(row_id, field)
        return found[0] if found else None

    def when(row_id: str, field: str, row: Row) -> When | None:
        value, earliest, latest, basis = row
        return None if basis is None else When(value, earliest, latest, basis, many(row_id, field))

    words: dict[str, str] = {}

    def shared(row: Row) -> Row:
        # a coding says the same kinds, names and ids over and over: each is held once
        return tuple([words.setdefault(v, v) if v.__class__ is str else v for v in row])

    def rows(columns: str, table: str, order: str = "n") -> Iterator[Row]:
        found = connection.execute(f"SELECT {columns} FROM {table} WHERE document_n = ? ORDER BY {order}", (n,))
        return map(shared, found)

    line = next(rows("kind, place, rejected, value, earliest, latest, basis", "dateline", "kind"), None)
    if line is None:
        raise KeyError("dateline")
    dateline = Dateline(
        when(document_id, "dateline", line[3:]),
        line[0],
        line[1],
        one(document_id, "place"),
        msgspec.json.decode(line[2], type=tuple[str, ...]),
    )
    times = tuple(
        TimeExpression(row[0], spans[row[1], row[2]], *row[3:])
        for row in rows(
            'id, start, "end", kind, value, earliest, latest, timex_type, timex_value, form, basis', "time_expression"
        )
    )
    mentions = tuple(
        Mention(row[0], spans[row[1], row[2]], *row[3:])
        for row in rows('id, start, "end", kind, form, name, head_id, actor, confidence', "mention")
    )
    hops: defaultdict[str, list[Hop]] = defaultdict(list)
    for row in rows('attribution_id, mention_id, name, medium, start, "end"', "relay", "attribution_id, hop"):
        span = None if row[4] is None else spans[row[4], row[5]]
        hops[row[0]].append(Hop(row[1], row[2], row[3], span))
    attributions = tuple(
        Attribution(
            id=row[0],
            mode=row[1],
            act=row[2],
            speaker_id=row[3],
            content=many(row[0], "content"),
            cue=many(row[0], "cue"),
            speaker=one(row[0], "speaker"),
            addressee_id=row[4],
            medium=row[5],
            spoken=when(row[0], "spoken", row[6:10]),
            place=one(row[0], "place"),
            parent_id=row[10],
            relay=tuple(hops.get(row[0], ())),
            confidence=row[11],
            evidence=tuple(extra.get(row[0], ())),
            rule=row[12],
        )
        for row in rows(
            "id, mode, act, speaker_id, addressee_id, medium, spoken, earliest, latest, date_basis, parent_id, "
            "confidence, rule",
            "attribution",
        )
    )
    parties: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for event_id, role, mention in rows(
        "event_mention_id, role, mention_id", "participant", "event_mention_id, role, n"
    ):
        parties[event_id, role].append(mention)
    events = tuple(
        EventMention(
            id=row[0],
            type=row[1],
            mode=row[2],
            context=row[3],
            status=row[4],
            trigger=spans[row[5], row[6]],
            actors=tuple(parties.get((row[0], "actor"), ())),
            recipients=tuple(parties.get((row[0], "recipient"), ())),
            happened=when(row[0], "happened", row[7:11]),
            place=one(row[0], "place"),
            attribution_id=row[11],
            confidence=row[12],
            evidence=tuple(extra.get(row[0], ())),
            rule=row[13],
        )
        for row in rows(
            'id, type, mode, context, status, start, "end", happened, earliest, latest, date_basis, attribution_id, '
            "confidence, rule",
            "event_mention",
        )
    )
    shares: defaultdict[str, list[Leaning]] = defaultdict(list)
    for row in rows("attribution_id, stance, share", "leaning", "attribution_id, n"):
        shares[row[0]].append(Leaning(*row))
    leanings = tuple(one for said in attributions for one in shares.get(said.id, ()))
    segments = read_segments(connection, n, "coding")
    return Coding(document_id, coder, dateline, segments, times, mentions, attributions, events, skipped, leanings)


def digests(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what each coded document and its coding add up to, by document, in the order in which they were added."""
    found = connection.execute(
        "SELECT d.id, d.digest || ' ' || c.digest FROM document d JOIN coding c ON c.document_n = d.n ORDER BY d.n"
    )
    return dict(found.fetchall())


def uncoded(connection: sqlite3.Connection, coder: str) -> list[int]:
    """Return the numbers of the documents that this coder has not coded, in the order in which they were added."""
    found = connection.execute(
        "SELECT n FROM document LEFT JOIN coding ON document_n = n WHERE coder IS NOT ? ORDER BY n", (coder,)
    )
    return [cast(int, n) for (n,) in found]


def document_of(connection: sqlite3.Connection, row_id: str) -> str | None:
    """Return the document in which a coded row (mention, attribution, event mention, time) stands."""
    for table in ("attribution", "event_mention", "mention", "time_expression"):
        found = connection.execute(
            f"SELECT d.id FROM {table} r JOIN document d ON d.n = r.document_n WHERE r.id = ?", (row_id,)
        ).fetchone()
        if found:
            return cast(str, found[0])
    return None
