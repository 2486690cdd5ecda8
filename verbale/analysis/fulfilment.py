"""What met a deadline: a later statement or sentence that tells of the thing owed as done, by the party that owed it.

A meeting is met on its own day only, by a sentence of an article that dates it to that day and shares its names. What is to be
handed over, withdrawn, decided or begun is met by a statement made after the deadline was set: in it the owing party does what was
owed, in the past tense, and not in a question, a condition or a denial. Nothing else is guessed: what nobody tells stays open.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec import Struct

from verbale.analysis.akin import akin
from verbale.analysis.facts import Facts, Said
from verbale.analysis.positions import Voices
from verbale.analysis.results import Deadline
from verbale.analysis.sentences import sentence_at
from verbale.analysis.terms import terms_of
from verbale.coding.times import resolve
from verbale.lexicon import load_table
from verbale.lexicon.actors import common_words
from verbale.lexicon.wording import canonical
from verbale.model import When
from verbale.store import Store

_TELLING = frozenset({"assert", "announce", "accept", "praise", "accuse", "promise"})
_UNDONE = re.compile(
    r"\b(?:not|never|no|nor|without|will|would|shall|to|if|unless|until|once|when|whether|may|might|could|should|must|can|failed?|"
    r"yet|refus\w+|before|expects?|expected|plans?|hopes?|wants?|demands?|due|about to)\s+(?:\w+\s+){0,2}$|n't\s+(?:\w+\s+){0,2}$",
    re.I,
)
_NAME = re.compile(r"\b[A-Z][\w’']{0,60}[a-z]\w*|\b[A-Z]{2,}\b")
_SELF = re.compile(r"(?:that )?(?:we|i|it|he|she|they|the (?:government|country|ministry|delegation|side))\b", re.I)
_PLACE = re.compile(r"\b(?:in|at) [A-Z][\w’'-]*")
_SPAN = 31
_LATEST = 180
"""Days after a deadline in which what was owed may still come, late."""
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday "
    "friday saturday sunday".split()
)


class Met(Struct, frozen=True):
    """What met a deadline: a statement's id or a place of an article, and the day by which it was done."""

    id: str
    day: str


class _Kind(Struct, frozen=True):
    name: str
    asked: re.Pattern[str]
    done: re.Pattern[str]
    thing: re.Pattern[str] | None


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            row["kind"], re.compile(row["asked"], re.I), re.compile(row["done"], re.I),
            re.compile(row["thing"], re.I) if row.get("thing") else None,
        )
        for row in load_table("fulfilments.tsv")
    )  # fmt: skip


def _names(text: str) -> frozenset[str]:
    """Return the words of names in a text, folded: no titles, months, or words that open a sentence."""
    found = (w.replace("’", "'").removesuffix("'s").casefold() for w in _NAME.findall(text))
    return frozenset(w for w in found if w not in _CALENDAR and w not in common_words())


def _done(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the words that tell of a thing as done, None where they stand in what is not."""
    for match in pattern.finditer(text):
        if _UNDONE.search(text[max(0, match.start() - 40) : match.start()]) is None:
            return match
    return None


class Fulfilments:
    """The statements and sentences of a record that may tell of something done."""

    def __init__(self, store: Store, facts: Facts, as_of: str | None) -> None:
        self._store, self._facts, self._as_of = store, facts, as_of
        self._voices = Voices(facts)
        self._by_id = {s.id: s for s in facts.said}
        self._told: dict[str, list[tuple[Said, re.Match[str]]]] = {}
        self._sentences: dict[str, list[tuple[str, int, int, str]]] | None = None
        self._days = ("9999", "0000")

    def met(self, deadlines: Sequence[Deadline]) -> dict[str, Met]:
        """Return what met the deadlines that are not met yet, by their ids."""
        asked = [(d, kinds) for d in deadlines if d.met_by is None and d.latest and (kinds := self._asked(d))]
        meetings = [d for d, kinds in asked if any(k.name == "meeting" for k in kinds)]
        short = [
            (d.earliest, d.latest)
            for d in meetings
            if d.earliest and d.latest and _days_after(d.latest, d.earliest) <= _SPAN
        ]
        self._days = (min((e for e, _ in short), default="9999"), max((d for _, d in short), default="0000"))
        found = {}
        for one, kinds in asked:
            best = min(
                (m for kind in kinds if (m := self._one(one, kind)) is not None),
                key=lambda m: (m.day, m.id),
                default=None,
            )
            if best is not None:
                found[one.id] = best
        return found

    @staticmethod
    def _asked(one: Deadline) -> list[_Kind]:
        return [kind for kind in _kinds() if kind.asked.search(one.what)]

    def _one(self, one: Deadline, kind: _Kind) -> Met | None:
        if kind.name == "meeting":
            return self._held(one, kind)
        since = self._set_on(one)
        return self._given(one, kind, since) if since is not None else None

    def _set_on(self, one: Deadline) -> str | None:
        """Return the last day on which a deadline may have been set."""
        days = [self._by_id[i].latest for i in one.statement_ids if i in self._by_id]
        document = one.statement_id.partition("#")[0]
        if not days and document in self._facts.documents:
            days = [self._facts.documents[document].latest]
        return min((day for day in days if day), default=None)

    def _given(self, one: Deadline, kind: _Kind, since: str) -> Met | None:
        owing = set((one.owed_by or "").split(", ")) - {""}
        if not owing:
            return None
        words = _telling(one.what)
        for said, match in self._done_by(kind):
            day = said.latest
            if (
                day is None
                or not since <= day
                or (self._as_of is not None and day > self._as_of)
                or said.id in one.statement_ids
            ):
                continue
            if one.latest is None or _days_after(day, one.latest) > _LATEST or (said.earliest or day) < since:
                continue
            if not owing & self._doers(said, match.start()):
                continue
            if kind.thing is None:
                if not _one_deed(kind, one.what, match[0]) or len(_shared(words, _telling(said.content))) < 2:
                    continue
            elif kind.thing.search(said.content) is None or not self._meant(one, said):
                continue
            return Met(said.id, day)
        return None

    def _done_by(self, kind: _Kind) -> list[tuple[Said, re.Match[str]]]:
        """Return the statements that tell of a kind of thing as done, in order of time."""
        if kind.name not in self._told:
            self._told[kind.name] = [
                (said, match)
                for said in self._facts.said
                if said.act in _TELLING and not said.denied and (match := _done(kind.done, said.content)) is not None
            ]
        return self._told[kind.name]

    def _doers(self, said: Said, at: int) -> set[str]:
        """Return the names of the parties that do what stands at a place of a content."""
        before = said.content[:at]
        parties = self._voices.named(before)
        own = self._voices.party(said.speaker_id) if said.speaker_id else None
        if own is not None and (not parties and _SELF.match(before.lstrip("“\"'"))):
            parties = [own]
        return {name for p in parties[-1:] if (name := self._facts.name(p))}

    def _meant(self, one: Deadline, said: Said) -> bool:
        """Say whether a statement is to or by or about the party to which something is owed."""
        if one.owed_to is None:
            return True
        told = {self._voices.party(i) for i in (said.speaker_id, said.addressee_id) if i}
        names = {self._facts.name(p) for p in (*told, *self._voices.named(said.content))}
        return bool(names & set(one.owed_to.split(", ")))

    def _held(self, one: Deadline, kind: _Kind) -> Met | None:
        """Return the sentence that tells of a meeting on its day.

        Where the day is not sure (a month at most) the meeting must also be of the same parties, in the same town if one is named.
        """
        if one.latest is None or one.earliest is None or _days_after(one.latest, one.earliest) > _SPAN:
            return None
        # the town of a meeting, though a seat of government, is no party to it
        names, parties = _names(one.what), self._parties(_PLACE.sub(" ", one.what))
        towns = _names(" ".join(_PLACE.findall(one.what)))
        if not names:
            return None
        own = set(one.statement_ids) | {one.statement_id.partition("#")[0]}
        sure = one.earliest == one.latest
        told = [
            (d, found) for d in sorted(self._dated()) if one.earliest <= d <= one.latest for found in self._dated()[d]
        ]
        for day, (document, start, end, sentence) in told:
            article = self._facts.documents[document]
            if (
                document in own
                or sentence == one.what
                or (article.latest or "") < day
                or _done(kind.done, sentence) is None
            ):
                continue
            there = _names(sentence)
            meet = len(parties & self._parties(sentence)) >= 2
            if (sure and (meet or names <= there)) or (meet and towns and towns <= there):
                return Met(f"{document}#{start}-{end}", day)
        return None

    def _parties(self, text: str) -> set[str]:
        return set(self._voices.named(text.replace("-", " ")))

    def _dated(self) -> dict[str, list[tuple[str, int, int, str]]]:
        """Return by day the sentences that name a day among those on which meetings are due, of articles not after `as_of`."""
        if self._sentences is None:
            self._sentences = defaultdict(list)
            first, last_wanted = self._days
            narrowed = self._store.datelines()
            for document, start, end, earliest, latest, form, around, offset in self._rows():
                article = self._facts.documents.get(document)
                if article is None or (
                    self._as_of is not None and (article.earliest or article.latest or "") > self._as_of
                ):
                    continue
                better = narrowed.get(document)
                if better is not None:
                    again = resolve(form, When(better.value, better.earliest, better.latest, better.basis))
                    earliest, latest = again.earliest, again.latest
                if earliest != latest or latest is None or not first <= latest <= last_wanted:
                    continue
                at, last = sentence_at(around, start - offset, end - offset)
                self._sentences[latest].append((document, offset + at, offset + last, around[at:last]))
        return self._sentences

    def _rows(self) -> Iterable[tuple[str, int, int, str | None, str | None, str, str, int]]:
        return self._store.connection.execute(
            'SELECT d.id, t.start, t."end", t.earliest, t.latest, t.form, '
            'substr(d.text, max(t.start - 400, 0) + 1, (t."end" - max(t.start - 400, 0)) + 400), max(t.start - 400, 0) '
            "FROM time_expression t JOIN document d ON d.n = t.document_n WHERE t.kind IN ('date', 'time') AND "
            "(t.latest BETWEEN ? AND ? OR EXISTS (SELECT 1 FROM narrowed_dateline n WHERE n.document_id = d.id)) "
            "ORDER BY d.id, t.start",
            self._days,
        )


def _one_deed(kind: _Kind, what: str, done: str) -> bool:
    """Say whether what was done is what was owed: "imposed" of what was to be imposed, not of what was to be opened."""
    deed = canonical(done.split()[0].casefold())
    near = akin(deed)
    return any(
        (word := canonical(m[0].split()[0].casefold())) == deed or near.get(word, 0.0) >= _NEAR
        for m in kind.asked.finditer(what)
    )


_NEAR = 0.8


def _telling(text: str) -> frozenset[str]:
    return frozenset(term.words[0] for term in terms_of(text) if len(term.words) == 1)


def _shared(left: frozenset[str], right: frozenset[str]) -> set[str]:
    return {w for w in left if w in right or any(x in right for x, score in akin(w).items() if score >= _NEAR)}


def _days_after(day: str, other: str) -> int:
    return (dt.date.fromisoformat(day) - dt.date.fromisoformat(other)).days
