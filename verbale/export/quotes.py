"""Quotations in the annotation format of the BBC's Citron, which stands in PARC's tradition: cue, sources, contents.

JSON lines, one document a line: `text` and `quotes`, whose spans are offsets into it. A quotation without a cue or without a
source has none of its own there: Citron's readers need a cue, so those stand in `incomplete`, in the same form.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import UNSET, Struct, UnsetType

from verbale.export.json import write_objects
from verbale.export.view import Page, View
from verbale.model import Attribution, Span


class Quote(Struct, frozen=True):
    """One quotation."""

    id: str
    cue: Span | UnsetType
    sources: tuple[Span, ...]
    contents: tuple[Span, ...]
    coreferences: tuple[Span, ...]
    """The name for which the source stands ("she": the span that names her), where it is another one."""
    confidence: float
    mode: str
    act: str


class Annotated(Struct, frozen=True):
    """One document with its quotations."""

    id: str
    text: str
    quotes: tuple[Quote, ...]
    incomplete: tuple[Quote, ...]


def write(view: View, path: Path) -> None:
    """Write every coded document, in the order in which they were added."""
    write_objects(_documents(view), path)


def _documents(view: View) -> Iterator[Annotated]:
    for document_id in view.store.document_ids():
        page = view.page(document_id)
        if page.coding is None or page.coding.skipped:
            continue
        found = [_quote(page, a) for a in page.coding.attributions]
        whole = tuple(q for q in found if q.cue is not UNSET and q.sources)
        rest = tuple(q for q in found if q.cue is UNSET or not q.sources)
        yield Annotated(document_id, page.document.text, whole, rest)


def _quote(page: Page, a: Attribution) -> Quote:
    mention = page.mentions.get(a.speaker_id or "")
    source = a.speaker or (mention.span if mention else None)
    head = page.mentions.get(mention.head_id) if mention else None
    other = head is not None and source is not None and not (source.start <= head.span.start < source.end)
    return Quote(
        id=a.id,
        cue=a.cue[0] if a.cue else UNSET,
        sources=(source,) if source else (),
        contents=a.content,
        coreferences=(head.span,) if head is not None and other else (),
        confidence=a.confidence,
        mode=a.mode,
        act=a.act,
    )
