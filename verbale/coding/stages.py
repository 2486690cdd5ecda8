"""The stages of coding, in order: each declares what it reads and writes, and the order is checked against that."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from typing import cast

from msgspec import Struct

from verbale.coding.attributions import find_attributions
from verbale.coding.dateline import find_dateline
from verbale.coding.draft import Draft
from verbale.coding.events import find_events
from verbale.coding.mentions import find_mentions
from verbale.coding.segments import INSERTED, mark_segments, readable
from verbale.coding.sentences import split_sentences
from verbale.coding.times import tag_times
from verbale.errors import UsageError

GROUP = "verbale.stages"


class Stage(Struct, frozen=True):
    """One step of coding: reads and writes fields of the draft."""

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    what: str
    run: Callable[[Draft], None]

    def row(self) -> dict[str, object]:
        """Return the stage as plain data."""
        return {"name": self.name, "reads": self.reads, "writes": self.writes, "what": self.what}


def _segments(draft: Draft) -> None:
    draft.segments = mark_segments(draft.document)
    if any(segment.reason == INSERTED for segment in draft.segments):
        draft.read = readable(draft.document.text, draft.segments)


def _sentences(draft: Draft) -> None:
    draft.sentences = split_sentences(draft.text, draft.segments)


def _dateline(draft: Draft) -> None:
    draft.dateline = find_dateline(draft.document, draft.segments, draft.sentences)


def _times(draft: Draft) -> None:
    draft.times = tag_times(draft.document.id, draft.text, draft.sentences, draft.dateline.when)


def _mentions(draft: Draft) -> None:
    draft.mentions = find_mentions(draft)


def _attributions(draft: Draft) -> None:
    draft.attributions, described = find_attributions(draft)
    mentions = {m.id: m for m in (*draft.mentions, *described)}
    draft.mentions = tuple(sorted(mentions.values(), key=lambda m: (m.span.start, m.span.end, m.id)))


def _events(draft: Draft) -> None:
    draft.events = find_events(draft)


SEGMENTS = Stage("segments", ("document",), ("segments",), "headline, body, caption, furniture ...", _segments)
SENTENCES = Stage("sentences", ("document", "segments"), ("sentences",), "sentences of the coded segments", _sentences)
DATELINE = Stage(
    "dateline", ("document", "segments", "sentences"), ("dateline",), "the day of writing, and why", _dateline
)
TIMES = Stage("times", ("document", "sentences", "dateline"), ("times",), "time expressions, normalised", _times)
MENTIONS = Stage(
    "mentions", ("document", "sentences", "dateline"), ("mentions",), "persons, polities, organisations ...", _mentions
)
ATTRIBUTIONS = Stage(
    "attributions",
    ("document", "sentences", "dateline", "times", "mentions"),
    ("attributions", "mentions"),
    "who says what",
    _attributions,
)
EVENTS = Stage(
    "events",
    ("document", "sentences", "dateline", "times", "mentions", "attributions"),
    ("events", "mentions"),
    "PLOVER event mentions, and the parties that only they name",
    _events,
)
BUILT_IN = (SEGMENTS, SENTENCES, DATELINE, TIMES, MENTIONS, ATTRIBUTIONS, EVENTS)


def check(stages: tuple[Stage, ...]) -> None:
    """Raise UsageError where a stage reads what no earlier stage has written."""
    there = {"document"}
    for stage in stages:
        missing = [field for field in stage.reads if field not in there]
        if missing:
            raise UsageError(f"stage {stage.name} reads {', '.join(missing)}, which no stage before it writes")
        there.update(stage.writes)


@cache
def stages() -> tuple[Stage, ...]:
    """Return the stages in order; others' come after the built-in ones, by name, through `verbale.stages`."""
    names = {stage.name for stage in BUILT_IN}
    others = [
        cast(Stage, entry.load())
        for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name)
        if entry.name not in names
    ]
    found = (*BUILT_IN, *others)
    check(found)
    return found
