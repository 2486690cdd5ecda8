"""From what each document says to who, what and when it is across documents: actors, statements, events, judgements.

Reads the store through plain rows and gives back rows; decides nothing that a judgement does not record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from verbale.collation import outliers
from verbale.collation.accounts import Account, EventAccount, accounts_of, event_accounts_of
from verbale.collation.actors import DocumentMentions, Folded, fold_actors
from verbale.collation.cluster import Conflict, Verdicts
from verbale.collation.copied import Copies
from verbale.collation.corrections import Corrections, settle, settle_event
from verbale.collation.datelines import DocumentFacts, narrow_datelines
from verbale.collation.days import last_written, limits
from verbale.collation.disagreements import find_disagreements
from verbale.collation.events import group_events
from verbale.collation.judgements import fold_judgements
from verbale.collation.links import find_links
from verbale.collation.names import fold
from verbale.collation.parties import Parties
from verbale.collation.refine import refine
from verbale.collation.signatures import Signature, sign
from verbale.collation.statements import group
from verbale.collation.voices import Voices
from verbale.collation.years import Partial, find_years, partial_dateline
from verbale.model import Attribution, Coding, Correction, Document, Judgement, Status, When
from verbale.store.rows import Actor, Collation, Contradicted, Event, Link, NarrowedDateline, Post, Statement

BY = "rule:collation-2"


class Collated(Struct, frozen=True):
    """The outcome: rows, and the judgements they rest on."""

    collation: Collation
    judgements: tuple[Judgement, ...]
    conflicts: tuple[Conflict, ...] = ()
    """Judgements of people that contradict each other."""


def _judge(ids: Sequence[str], reason: str, scores: Mapping[tuple[str, str], float]) -> Iterable[Judgement]:
    """Yield one judgement for each row after the first: it is the same as the row before it that it is most like."""
    for index, own in enumerate(ids[1:], start=1):
        best = max(ids[:index], key=lambda i: (scores.get((min(i, own), max(i, own)), 0.0), i))
        pair = min(best, own), max(best, own)
        yield Judgement(*pair, "same", BY, scores.get(pair, 1.0), reason)


def _facts(document: Document, coding: Coding) -> DocumentFacts:
    return DocumentFacts(
        document_id=document.id,
        outlet=document.outlet.id if document.outlet else None,
        dateline=coding.dateline,
        times=coding.times,
        names=tuple(sorted({m.name for m in coding.mentions if m.form == "name"})),
        text=document.text,
    )


class _Read(Struct, frozen=True):
    """One article with what tells days and actors; what it says is read again when these are known, and kept by nobody."""

    document: Document
    coding: Coding
    partial: Partial | None
    signature: Signature


def _read(document: Document, coding: Coding) -> _Read:
    light = replace(coding, attributions=(), events=(), segments=())
    return _Read(document, light, partial_dateline(document, coding), sign(document, coding))


def _datelines(read: Sequence[_Read]) -> dict[str, When]:
    """Return the datelines that neighbours give or narrow: first years that are not printed, then days."""
    partials = {r.document.id: r.partial for r in read if r.partial is not None}
    dated = {
        r.document.id: r.coding.dateline.when
        for r in read
        if r.document.id not in partials and r.coding.dateline.when is not None
    }
    names = {
        r.document.id: tuple(
            sorted({fold(m.name) for m in r.coding.mentions if m.form == "name" and m.kind == "person"})
        )
        for r in read
    }
    years = find_years(partials, dated, names)
    doubted = outliers.doubt([outliers.dated(r.document.id, r.coding, years.get(r.document.id)) for r in read])
    known = {**years, **doubted}
    facts = [_facts(r.document, refine(r.coding, known.get(r.document.id))) for r in read]
    return {**known, **narrow_datelines(facts)}


def collate(
    pairs: Callable[[], Iterable[tuple[Document, Coding]]],
    judged: Iterable[Judgement] = (),
    corrected: Iterable[Correction] = (),
) -> Collated:
    """Collate a record: `pairs` gives its documents with their codings, twice.

    `judged` is what people said of pairs of rows, `corrected` what they said of single fields.
    """
    read = [_read(document, coding) for document, coding in pairs() if not coding.skipped]
    narrowed = _datelines(read)
    verdicts, conflicts = fold_judgements(judged)
    folded = fold_actors(_mentions(read, narrowed), verdicts.same, verdicts.different)
    actors, of_mention = folded.actors, folded.of_mention
    people = Corrections(corrected, folded)
    accounts: list[Account] = []
    events: list[EventAccount] = []
    copies = Copies([r.signature for r in read])
    del read
    for document, own in pairs():
        if not own.skipped:
            coding = refine(own, narrowed.get(document.id))
            accounts.extend(people.accounts(accounts_of(document.text, coding, of_mention)))
            events.extend(people.events(event_accounts_of(document.text, coding, of_mention)))
    voices = _voices(folded)
    grouped = group(accounts, voices, verdicts)
    judgements: list[Judgement] = [
        Judgement(min(j.left, j.right), max(j.left, j.right), "same", BY, round(j.score, 3), j.reason)
        for j in folded.joins
        if j.left != j.right
    ]
    statements = []
    for one in grouped.groups:
        same = one.accounts
        lemma = _lemma(same)
        base = lemma.attribution
        when = next((a.spoken for a in sorted(same, key=_precision) if a.spoken), None)
        judgements.extend(_judge([a.id for a in same], "one voice, days that can be one, like words", grouped.scores))
        held = settle(
            Statement(
                id=one.id,
                speaker_id=actors[lemma.speaker_key].id if lemma.speaker_key else None,
                addressee_id=next((actors[a.addressee_key].id for a in same if a.addressee_key), None),
                act=base.act,
                content=content_of(base),
                mode=base.mode,
                lemma_id=base.id,
                attribution_ids=tuple(a.attribution.id for a in same),
                value=when.value or None if when else None,
                earliest=when.earliest if when else None,
                latest=when.latest if when else None,
                basis=when.basis if when else "",
                independent=copies.sources(same),
                place=base.place.text if base.place else None,
            ),
            same,
            lambda key: actors[key].id,
        )
        statements.append(held)
    merged = []
    told = group_events(events, voices, verdicts)
    for thing in told.groups:
        alike = thing.accounts
        first = alike[0]
        happened = next((a.happened for a in sorted(alike, key=_sharpness) if a.happened), None)
        judgements.extend(_judge([a.id for a in alike], "same type, parties and day", told.scores))
        known = settle_event(
            Event(
                id=thing.id,
                type=first.mention.type,
                mode=first.mention.mode,
                context=next((a.mention.context for a in alike if a.mention.context), None),
                status=_status(alike, happened),
                event_mention_ids=tuple(a.mention.id for a in alike),
                actor_ids=tuple(dict.fromkeys(actors[k].id for a in alike for k in a.actor_keys)),
                recipient_ids=tuple(dict.fromkeys(actors[k].id for a in alike for k in a.recipient_keys)),
                value=happened.value or None if happened else None,
                earliest=happened.earliest if happened else None,
                latest=happened.latest if happened else None,
                basis=happened.basis if happened else "",
                independent=copies.sources(alike),
                place=next((a.mention.place.text for a in alike if a.mention.place), None),
            ),
            alike,
        )
        merged.append(known)
    rows = tuple(
        Actor(
            id=actor.id,
            name=actor.name,
            kind=actor.kind,
            country=actor.polity,
            sector=actor.sector or None,
            lexicon_key=actor.lexicon_key,
            aliases=tuple(sorted({*actor.names, *(actor.surfaces if actor.named else ())} - {actor.name})),
            mention_ids=tuple(actor.mention_ids),
        )
        for actor in sorted(actors.values(), key=lambda a: a.id)
    )
    datelines = tuple(
        NarrowedDateline(document_id, when.value, when.earliest, when.latest, when.basis)
        for document_id, when in sorted(narrowed.items())
    )
    return Collated(
        Collation(
            rows,
            tuple(statements),
            tuple(merged),
            (*copies.links, *_relations(folded), *find_links(grouped.groups, voices)),
            datelines,
            _posts(folded),
            tuple(
                find_disagreements(grouped.groups, told.groups, voices, copies.sources, lambda key: actors[key].name)
            ),
            _conflicts(folded, verdicts, grouped.conflicts, told.conflicts),
        ),
        (
            *judgements,
            *(Judgement(p.left, p.right, "unsure", BY, p.score, "may be one statement") for p in grouped.open),
        ),
        (*conflicts, *grouped.conflicts, *told.conflicts),
    )


def _conflicts(
    folded: Folded, verdicts: Verdicts, statements: Iterable[Conflict], events: Iterable[Conflict]
) -> tuple[Contradicted, ...]:
    """Return what judgements contradict that no two people say of one pair: A is B, B is C, A is not C."""
    actors = (
        Contradicted(*sorted(apart), "actor", verdicts.same.get(joined, "")) for apart, joined in folded.conflicts
    )
    return tuple(
        sorted(
            {
                *actors,
                *(Contradicted(c.left, c.right, "statement", c.by) for c in statements),
                *(Contradicted(c.left, c.right, "event", c.by) for c in events),
            }
        )
    )


def _mentions(read: Iterable[_Read], narrowed: Mapping[str, When]) -> Iterator[DocumentMentions]:
    """Yield what is needed of each document to tell its actors."""
    for r in read:
        when = narrowed.get(r.document.id) or r.coding.dateline.when
        day = (when.earliest or when.latest) if when else None
        yield DocumentMentions(r.coding.mentions, day, r.document.text)


def _voices(folded: Folded) -> Voices:
    parties = Parties(folded)

    def unknown(key: str) -> bool:
        return key.startswith("mention:") and parties.polity(key) is None

    def reporter(key: str) -> bool:
        return key.startswith("lexicon:MEDIA.") or folded.actors[key].sector == "MED"

    return Voices(
        parties.same_voice, lambda key: parties.polity(key) or ("?" if unknown(key) else key), unknown, reporter
    )


def _posts(folded: Folded) -> tuple[Post, ...]:
    return tuple(
        Post(actor.id, post.title, post.of or None, post.since or None, post.until or None, " ".join(post.basis))
        for actor in sorted(folded.actors.values(), key=lambda a: a.id)
        for post in actor.posts
    )


def _relations(folded: Folded) -> tuple[Link, ...]:
    found = {
        (folded.actors[r.left].id, r.kind, folded.actors[r.right].id): r.basis[0] if r.basis else ""
        for r in folded.relations
        if r.left in folded.actors and r.right in folded.actors
    }
    return tuple(Link(left, kind, right, basis) for (left, kind, right), basis in sorted(found.items()))


def _status(accounts: Sequence[EventAccount], happened: When | None) -> Status:
    """Return what the accounts written last say of it: planned things take place, are put off or are called off."""
    said = [_told(a) for a in sorted(accounts, key=lambda a: ((a.written.latest or "") if a.written else "", a.id))]
    held = [s for s in said if s in {"happened", "scheduled"}]
    # what was planned and then told as done was done; a later plan does not undo it
    status = "happened" if "happened" in held else held[-1] if held else said[-1]
    first = limits(happened)[0]
    known = [day for a in accounts if (day := last_written(a.written)) is not None]
    return "scheduled" if status == "happened" and first is not None and known and first > max(known) else status


def _told(account: EventAccount) -> Status:
    """Return an account's status: what lies after its article has not happened yet."""
    first, last = limits(account.happened)[0], last_written(account.written)
    ahead = first is not None and last is not None and first > last
    return "scheduled" if account.mention.status == "happened" and ahead else account.mention.status


def _sharpness(account: EventAccount) -> tuple[int, str, str]:
    """Order accounts by how exactly they give the day."""
    when = account.happened
    if when is None or not (when.earliest and when.latest):
        return (2, "", account.id)
    return (int(when.earliest != when.latest), when.earliest, account.id)


def _precision(account: Account) -> tuple[int, str, str]:
    """Order accounts by how exactly they give the day: a day, a range, an open side."""
    when = account.spoken
    if when is None or not (when.earliest and when.latest):
        return (2, "", account.id)
    return (int(when.earliest != when.latest), when.earliest, account.id)


def _lemma(same: Sequence[Account]) -> Account:
    """Return the account whose wording is the base text: direct before mixed before indirect, the longest first."""
    rank = {"direct": 0, "mixed": 1, "indirect": 2}
    return min(
        same,
        key=lambda a: (
            rank[a.attribution.mode],
            -sum(s.end - s.start for s in a.attribution.content),
            a.document_id,
            a.attribution.id,
        ),
    )


def content_of(attribution: Attribution) -> str:
    """Return a content as one string, its pieces joined by an ellipsis."""
    return " … ".join(span.text for span in attribution.content)
