"""What is kept of one article to tell days, actors and copies: made from that article alone, so that it may be remembered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from verbale.collation import outliers
from verbale.collation.chains import Chain, DocumentMentions, read_chains
from verbale.collation.datelines import DocumentFacts, Reader, narrow, read_accounts
from verbale.collation.names import fold
from verbale.collation.refine import refine
from verbale.collation.signatures import Signature, sign
from verbale.collation.years import Partial, find_years, partial_dateline
from verbale.model import Coding, Document, When

Again = Callable[[Collection[str]], Iterable[tuple[Document, Coding]]]
"""Gives documents, with their codings, once more by id."""


class Reading(Struct, frozen=True, array_like=True):
    """One article as it is seen before its day and its actors are settled."""

    document_id: str
    when: When | None
    """Its own dateline."""
    partial: Partial | None
    people: tuple[str, ...]
    dated: outliers.Dated
    signature: Signature
    reader: Reader


def _facts(document: Document, coding: Coding) -> DocumentFacts:
    return DocumentFacts(
        document_id=document.id,
        outlet=document.outlet.id if document.outlet else None,
        dateline=coding.dateline,
        times=coding.times,
        names=tuple(sorted({m.name for m in coding.mentions if m.form == "name"})),
        text=document.text,
    )


def reading_of(document: Document, coding: Coding) -> Reading:
    """Read one article."""
    return Reading(
        document.id,
        coding.dateline.when,
        partial_dateline(document, coding),
        tuple(sorted({fold(m.name) for m in coding.mentions if m.form == "name" and m.kind == "person"})),
        outliers.dated(document.id, coding, None),
        sign(document, coding),
        read_accounts(_facts(document, coding)),
    )


def day_of(when: When | None) -> str | None:
    """Return the day from which an article's posts and holders of offices are told."""
    return (when.earliest or when.latest) if when else None


def chains_of(document: Document, coding: Coding, narrowed: When | None = None) -> tuple[Chain, ...]:
    """Return an article's chains of mentions; `narrowed` is its dateline where neighbours know it better."""
    day = day_of(narrowed or coding.dateline.when)
    return read_chains(DocumentMentions(coding.mentions, day, document.text))


def find_datelines(read: Sequence[Reading], again: Again) -> dict[str, When]:
    """Return the datelines that neighbours give or narrow: first years that are not printed, then days."""
    partials = {r.document_id: r.partial for r in read if r.partial is not None}
    dated = {r.document_id: r.when for r in read if r.document_id not in partials and r.when is not None}
    years = find_years(partials, dated, {r.document_id: r.people for r in read})
    doubted = outliers.doubt([replace(r.dated, when=years.get(r.document_id) or r.when) for r in read])
    known = {**years, **doubted}
    readers = {r.document_id: r.reader for r in read}
    for document, coding in again(known.keys()) if known else ():
        readers[document.id] = read_accounts(_facts(document, refine(coding, known[document.id])))
    return {**known, **narrow(readers.values())}
