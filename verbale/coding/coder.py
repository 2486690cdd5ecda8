"""The coder: Document -> Coding, a pure function, the same on every engine."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from verbale.coding.attributions import find_attributions
from verbale.coding.dateline import find_dateline
from verbale.coding.draft import Draft
from verbale.coding.events import find_events
from verbale.coding.mentions import find_mentions
from verbale.coding.segments import mark_segments
from verbale.coding.sentences import split_sentences
from verbale.coding.times import tag_times
from verbale.model import Coding, Dateline, Document

VERSION = "rules-1"
CODED_LANGUAGES = frozenset({"en", "und"})


class Coder(Struct, frozen=True):
    """Codes documents. Holds no state; a process of its own can make another one and get the same bytes."""

    version: str = VERSION

    def code(self, document: Document) -> Coding:
        """Return all that a document says. A document in another language keeps its segments and is not coded further."""
        draft = Draft(document)
        draft.segments = mark_segments(document)
        if document.language not in CODED_LANGUAGES:
            return Coding(
                document.id, self.version, Dateline(None, "none"), draft.segments, (), (), (), (),
                skipped=f"language: {document.language}; only English is coded",
            )  # fmt: skip
        draft.sentences = split_sentences(document.text, draft.segments)
        draft.dateline = find_dateline(document, draft.segments, draft.sentences)
        draft.times = tag_times(document.id, document.text, draft.sentences, draft.dateline.when)
        draft.mentions = find_mentions(draft)
        draft.attributions, described = find_attributions(draft)
        draft.mentions = tuple(sorted((*draft.mentions, *described), key=lambda m: (m.span.start, m.span.end, m.id)))
        draft.events = find_events(draft)
        return Coding(
            document.id,
            self.version,
            draft.dateline,
            draft.segments,
            draft.times,
            draft.mentions,
            draft.attributions,
            draft.events,
        )


@cache
def coder() -> Coder:
    """Return this process's coder."""
    return Coder()
