"""Events of a record against labelled places of real articles, of disputes that nothing was learned from.

    verbale build events.db ARTICLES && python -m benchmarks.event_places events.db [--learned]

The labels (`training/labels/events`) name articles by the digest of their text, and places by a trigger and its parties: all
verbs and nouns that a rule or a network may take for an event. A record's event answers the label at its trigger. ARTICLES:
the corpus that the labels' head names. `--learned` reads the labels that were learned from: no estimate of anything new.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from training.events_data import KEPT_APART, LEARNED, LETTERS, Row, read_labels
from verbale.analysis.gold import digest
from verbale.language.tagged import Piece
from verbale.model import Coding, EventMention
from verbale.store import Store


class Answer(Struct, frozen=True):
    """A labelled place and what the record tells there."""

    wanted: bool
    """An event between the marked parties, by the label's first choice."""
    given: bool
    type: bool = False
    parties: bool = False
    """The type and, on each marked side, at least one right party."""
    whole: bool = False
    """The status besides."""


def _touch(coding: Coding, ids: tuple[str, ...], marks: tuple[Piece, ...]) -> bool:
    spans = [mention.span for mention in coding.mentions if mention.id in ids]
    return any(span.start < end and start < span.end for span in spans for start, end in marks)


def answer(row: Row, coding: Coding) -> Answer:
    """Return how the coding of an article answers a labelled place of it."""
    wanted = row.types[0] != "NONE" and not row.wrong
    here = [event for event in coding.events if any(s <= event.trigger.start < e for s, e in row.trigger)]
    event: EventMention | None = max(here, key=lambda one: one.type in row.types, default=None)
    if event is None:
        return Answer(wanted, False)
    typed = event.type in row.types
    sides = ((event.actors, row.actors), (event.recipients, row.recipients))
    parties = typed and not row.wrong and all(_touch(coding, ids, marks) for ids, marks in sides if marks)
    whole = parties and row.status != "-" and event.status == LETTERS[row.status]
    return Answer(wanted, True, typed, parties, whole)


def answers(store: Store, path: Path = KEPT_APART) -> Iterator[Answer]:
    """Yield the labelled places of the articles in the record, each with its answer."""
    wanted = read_labels(path)
    for document in store.documents():
        rows = wanted.get(digest(document.text))
        coding = store.coding(document.id) if rows else None
        if not rows or coding is None:
            continue
        triggers: dict[int, list[Answer]] = {}
        for row in rows:
            triggers.setdefault(row.trigger[0][0], []).append(answer(row, coding))
        # a verb may be labelled twice, between the parties that a rule and those that another saw
        yield from (max(same, key=lambda a: (a.whole, a.parties, a.type, a.wanted)) for same in triggers.values())


def scores(found: Iterable[Answer]) -> dict[str, float]:
    """Return how many places, events wanted and given there are, and how many of them are right."""
    rows = list(found)
    wanted, given = sum(row.wanted for row in rows), sum(row.given for row in rows)
    right = {name: sum(getattr(row, name) for row in rows) for name in ("type", "parties", "whole")}
    return {
        "places": len(rows), "wanted": wanted, "given": given,
        "type": right["type"] / max(given, 1),
        "type and parties": right["parties"] / max(given, 1),
        "type, parties and status": right["whole"] / max(given, 1),
        "found": sum(row.wanted and row.parties for row in rows) / max(wanted, 1),
        "found, status right": sum(row.wanted and row.whole for row in rows) / max(wanted, 1),
    }  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--learned", action="store_true", help="the labels that the weights were learned from")
    args = parser.parse_args()
    with Store.open(args.record, write=False) as store:
        for name, value in scores(answers(store, LEARNED if args.learned else KEPT_APART)).items():
            print(f"{name:26} {value if isinstance(value, int) else round(value, 3)}")


if __name__ == "__main__":
    main()
