"""From what each document says to who, what and when it is across documents: actors, statements, events, judgements.

Reads plain rows and gives back rows; decides nothing that a judgement does not record. The whole is done here; what is added
to a collated record is worked in by `verbale.collation.incremental`, with the same outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from msgspec import Struct

from verbale.collation.accounts import Account, EventAccount, accounts_of, content_of, event_accounts_of
from verbale.collation.actors import Folded, fold_chains
from verbale.collation.chains import Chain
from verbale.collation.cluster import Conflict, Verdicts
from verbale.collation.copied import Copies
from verbale.collation.corrections import Corrections
from verbale.collation.events import group_events
from verbale.collation.judgements import fold_judgements
from verbale.collation.linked import link_all
from verbale.collation.readings import Reading, chains_of, day_of, find_datelines, reading_of
from verbale.collation.refine import refine
from verbale.collation.settled import (
    BY,
    account_conflicts,
    actor_conflicts,
    actor_judgements,
    actor_of,
    dateline_rows,
    event_judgements,
    event_of,
    posts_of,
    relations_of,
    statement_judgements,
    statement_of,
    voices_of,
)
from verbale.collation.statements import group
from verbale.collation.stretches import differences_of
from verbale.collation.voices import Voices
from verbale.model import Coding, Correction, Document, Judgement, When
from verbale.store.rows import Collation

__all__ = ["BY", "Collated", "collate", "content_of"]


class Collated(Struct, frozen=True):
    """The outcome: rows, and the judgements they rest on."""

    collation: Collation
    judgements: tuple[Judgement, ...]
    conflicts: tuple[Conflict, ...] = ()
    """Judgements of people that contradict each other."""


class Gathered(Struct, frozen=True):
    """All accounts of a record, under the days and actors that its articles give one another."""

    accounts: list[Account]
    events: list[EventAccount]
    folded: Folded
    voices: Voices
    narrowed: dict[str, When]
    copies: Copies
    verdicts: Verdicts
    conflicts: tuple[Conflict, ...]


def gather(
    pairs: Callable[[], Iterable[tuple[Document, Coding]]],
    judged: Iterable[Judgement] = (),
    corrected: Iterable[Correction] = (),
) -> Gathered:
    """Return a record's accounts, ready to be held side by side; the arguments are those of `collate`."""

    def again(wanted: Collection[str]) -> Iterator[tuple[Document, Coding]]:
        return (pair for pair in pairs() if pair[0].id in wanted)

    read: list[Reading] = []
    chains: dict[str, tuple[Chain, ...]] = {}
    for document, coding in pairs():
        if not coding.skipped:
            read.append(reading_of(document, coding))
            chains[document.id] = chains_of(document, coding)
    narrowed = find_datelines(read, again)
    moved = {r.document_id for r in read if day_of(narrowed.get(r.document_id) or r.when) != day_of(r.when)}
    for document, coding in again(moved) if moved else ():
        chains[document.id] = chains_of(document, coding, narrowed[document.id])
    verdicts, conflicts = fold_judgements(judged)
    folded = fold_chains(chains.values(), verdicts.same, verdicts.different)
    chains.clear()
    people = Corrections(corrected, folded)
    copies = Copies([r.signature for r in read])
    read.clear()
    accounts: list[Account] = []
    events: list[EventAccount] = []
    for document, own in pairs():
        if not own.skipped:
            coding = refine(own, narrowed.get(document.id))
            accounts.extend(people.accounts(accounts_of(document.text, coding, folded.of_mention)))
            events.extend(people.events(event_accounts_of(document.text, coding, folded.of_mention)))
    return Gathered(accounts, events, folded, voices_of(folded), narrowed, copies, verdicts, tuple(conflicts))


def collate(
    pairs: Callable[[], Iterable[tuple[Document, Coding]]],
    judged: Iterable[Judgement] = (),
    corrected: Iterable[Correction] = (),
) -> Collated:
    """Collate a record: `pairs` gives its documents with their codings, as often as it is asked.

    `judged` is what people said of pairs of rows, `corrected` what they said of single fields.
    """
    found = gather(pairs, judged, corrected)
    folded, voices, verdicts, copies = found.folded, found.voices, found.verdicts, found.copies
    grouped = group(found.accounts, voices, verdicts)
    told = group_events(found.events, voices, verdicts)
    differ = differences_of(grouped.groups, told.groups, voices, copies.sources, lambda key: folded.actors[key].name)
    clashes = (*actor_conflicts(folded, verdicts), *account_conflicts(grouped.conflicts, told.conflicts))
    return Collated(
        Collation(
            tuple(actor_of(actor) for actor in sorted(folded.actors.values(), key=lambda a: a.id)),
            tuple(statement_of(one, copies) for one in grouped.groups),
            tuple(event_of(one, copies) for one in told.groups),
            (*copies.links, *relations_of(folded), *link_all(grouped.groups, voices)),
            dateline_rows(found.narrowed),
            posts_of(folded.actors.values()),
            tuple(differ),
            tuple(sorted(set(clashes))),
        ),
        (
            *actor_judgements(folded),
            *statement_judgements(grouped),
            *event_judgements(told.groups, told.scores),
        ),
        (*found.conflicts, *grouped.conflicts, *told.conflicts),
    )
