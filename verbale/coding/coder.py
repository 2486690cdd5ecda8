"""The coder: Document -> Coding, a pure function, the same on every engine."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from verbale import settings
from verbale.coding.draft import Draft
from verbale.coding.insertions import without_insertions
from verbale.coding.segments import INSERTED
from verbale.coding.stages import SEGMENTS, stages
from verbale.language.events import MODEL as EVENT_MODEL
from verbale.language.names import MODEL as NAME_MODEL
from verbale.language.tagger import ACT_MODEL, FAST_MODEL, MODEL
from verbale.model import Coding, Dateline, Document

RULES = "rules-1"
_WEIGHTS = f"@{settings.WEIGHTS.name}" if settings.WEIGHTS else ""
"""Codings made with a user's own weights are signed with their folder's name: they are not the shipped ones' codings."""
FAST = f"{RULES}+{FAST_MODEL}{_WEIGHTS}"
VERSION = f"{RULES}+{MODEL}+{ACT_MODEL}+{NAME_MODEL}+{EVENT_MODEL}{_WEIGHTS}"
CODED_LANGUAGES = frozenset({"en", "und"})


class Coder(Struct, frozen=True):
    """Codes documents. Holds no state; a process of its own can make another one and get the same bytes."""

    fast: bool = False
    """A small tagger beside the rules, which alone tell names, acts and events: twice as fast (docs/model-card.md)."""

    @property
    def version(self) -> str:
        """What the codings are signed with: rules and model, each with its version."""
        return FAST if self.fast else VERSION

    def code(self, document: Document) -> Coding:
        """Return all that a document says. A document in another language keeps its segments and is not coded further."""
        draft = Draft(document, fast=self.fast)
        if document.language not in CODED_LANGUAGES:
            SEGMENTS.run(draft)
            reason = f"language: {document.language}; only English is coded"
            return Coding(document.id, self.version, Dateline(None, "none"), draft.segments, (), (), (), (), reason)
        for stage in stages():
            stage.run(draft)
        coding = Coding(
            document.id,
            self.version,
            draft.dateline,
            draft.segments,
            draft.times,
            draft.mentions,
            draft.attributions,
            draft.events,
            leanings=tuple(one for said in draft.attributions for one in draft.leanings.get(said.id, ())),
        )
        if draft.read is None:
            return coding
        places = sorted((segment.start, segment.end) for segment in draft.segments if segment.reason == INSERTED)
        return without_insertions(coding, document.text, places)


@cache
def coder() -> Coder:
    """Return this process's coder."""
    return Coder()
