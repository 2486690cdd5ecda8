"""What all instruments are held against: a record's rows on a day, worked out once and only where they are asked for."""

from __future__ import annotations

from functools import cached_property

from verbale.analysis.deadlines import find_deadlines, last_day
from verbale.analysis.facts import Facts, Happened
from verbale.analysis.results import Deadline
from verbale.analysis.undertakings.articles import Articles
from verbale.analysis.undertakings.model import Evidence
from verbale.analysis.undertakings.records import Stated, from_record
from verbale.analysis.undertakings.times import when
from verbale.store import Store

_MARKED = frozenset({"CONSULT", "MOBILIZE", "RETREAT"})


def party_key(facts: Facts, actor_id: str | None) -> str:
    """Return the key of the party that an actor's words and deeds count for: `RUS` for Ryabkov."""
    actor = facts.actors.get(facts.parties.get(actor_id or "", actor_id or ""))
    if actor is None:
        return ""
    return actor.lexicon_key or actor.country or ""


class Ground:
    """A record as of a day."""

    def __init__(self, store: Store, facts: Facts, as_of: str | None = None) -> None:
        self.store, self.facts = store, facts
        self.as_of = as_of or last_day(facts)
        self.day = when(self.as_of).last.date().isoformat() if self.as_of is not None else None
        """The ISO day for comparisons; None where the record has no day at all."""

    @cached_property
    def stated(self) -> tuple[Stated, ...]:
        """Deployments, activities and the like that the articles state."""
        return from_record(self.store, self.facts, self.articles)

    @cached_property
    def deadlines(self) -> list[Deadline]:
        """What statements and plans make due."""
        return find_deadlines(self.store, self.facts, as_of=self.day)

    @cached_property
    def articles(self) -> Articles:
        """The articles' sentences."""
        return Articles(self.store, self.facts)

    @cached_property
    def present(self) -> frozenset[str]:
        """Keys of the parties that the record names."""
        return frozenset(party_key(self.facts, a) for a in self.facts.actors) - {""}

    @cached_property
    def marks(self) -> dict[str, tuple[Evidence, ...]]:
        """The words of meetings and moves of forces, by account."""
        own = {m for e in self.facts.happened if e.type in _MARKED for m in e.event_mention_ids}
        found: dict[str, tuple[Evidence, ...]] = {}
        for row in sorted(own):
            found[row] = tuple(
                Evidence(*told)
                for told in self.store.connection.execute(
                    'SELECT d.id, v.start, v."end", s.text FROM event_mention v JOIN document d ON d.n = v.document_n '
                    'JOIN span s ON s.document_n = v.document_n AND s.start = v.start AND s."end" = v."end" '
                    "WHERE v.id = ?",
                    (row,),
                )
            )
        return found

    def words_of(self, event: Happened) -> tuple[Evidence, ...]:
        """Return the words by which the articles tell an event."""
        return tuple(e for m in event.event_mention_ids for e in self.marks.get(m, ()))

    def party(self, actor_id: str) -> str:
        """Return the key of the party that an actor belongs to."""
        return party_key(self.facts, actor_id)

    def state(self, event: Happened) -> str:
        """Return what an event was as of the day: one that lies ahead is still to come."""
        ahead = self.day is not None and event.earliest is not None and event.earliest > self.day
        return "scheduled" if ahead and event.status == "happened" else event.status
