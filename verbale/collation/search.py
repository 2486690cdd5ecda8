"""With which accounts those of touched articles are to be compared, found by the traces of all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from zlib import crc32

from verbale.collation import candidates, linked
from verbale.collation.accounts import Account
from verbale.collation.remembered import Said, Trace
from verbale.collation.stretches import month_of
from verbale.collation.voices import Voices


def _hash(*words: str) -> int:
    return crc32("\x1f".join(words).encode("utf-8", "surrogatepass"))


def trace_of(account: Account, voices: Voices, digest: bytes) -> Trace:
    """Return all by which accounts that this one may be one with are found; `digest`: what it adds up to."""
    party = voices.block(account.speaker_key) if account.speaker_key is not None else None
    telling = candidates.keys_of(account) if party is not None and candidates.found_by_words(account) else ()
    words = {_hash(party, word) for word in telling} if party is not None else ()
    marks = {_hash(*run) for run in candidates.marks_of(account)}
    month, begin = month_of(account), candidates.begin_of(account)
    return Trace(account.id, month, begin, linked.packed(sorted(words)), linked.packed(sorted(marks)), digest)


class Search:
    """Finds, by their traces, the accounts with which those of touched articles are to be compared."""

    def __init__(self, said: Mapping[str, Said], old: Mapping[str, Said], touched: Sequence[str]) -> None:
        self._order = {t.id: (key, n) for key, s in said.items() for n, t in enumerate(s.traces)}
        self._said = said
        self._traces = {t.id: t for s in said.values() for t in s.traces}
        dirty = {t.id for key in touched for t in said[key].traces}
        before = [t for s in old.values() for t in s.traces]
        marks = {m for own in dirty for m in self._traces[own].marks} | {m for t in before for m in t.marks}
        self._marked: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
        was: Counter[tuple[int, int]] = Counter((t.month, m) for t in before for m in t.marks)
        for own, t in self._traces.items():
            for mark in marks.intersection(t.marks):
                self._marked[t.month, mark].append(own)
                if own not in dirty:
                    was[t.month, mark] += 1
        flipped = [
            place
            for place in self._marked.keys() | was.keys()
            if candidates.is_crowd(len(self._marked.get(place, ()))) != candidates.is_crowd(was[place])
        ]
        self.moved = {own for place in flipped for own in self._marked.get(place, ())}
        """Accounts whose marked words became, or ceased to be, too common in their month to lead to others."""
        self._asked = dirty | self.moved
        more = {m for own in self.moved for m in self._traces[own].marks} - marks
        for own, t in self._traces.items() if more else ():
            for mark in more.intersection(t.marks):
                self._marked[t.month, mark].append(own)
        words = {w for own in self._asked for w in self._traces[own].words}
        self._worded: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
        for own, t in self._traces.items():
            for word in words.intersection(t.words):
                self._worded[t.month, word].append(own)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the pairs to be compared, each once: those of `candidates.to_compare` of which one was asked for."""
        found: set[tuple[str, str]] = set()
        for own in self._asked:
            mine = self._traces[own]
            shared: Counter[str] = Counter()
            near: set[str] = set()
            for month in candidates.around(mine.month):
                for word in mine.words:
                    shared.update(self._worded.get((month, word), ()))
                for mark in mine.marks:
                    near.update(self._open(own, mark, month))
            for other, count in shared.items():
                theirs = self._traces[other]
                if candidates.is_worth(count, min(len(mine.words), len(theirs.words))):
                    near.add(other)
            near.discard(own)
            found.update((min(own, other), max(own, other)) for other in near)
        for key in {self._order[own][0] for own in self._asked}:
            article = self._said[key].traces
            for left, right in candidates.told_again([t.begin for t in article]):
                one, other = article[left].id, article[right].id
                if one in self._asked or other in self._asked:
                    found.add((min(one, other), max(one, other)))
        return sorted(found)

    def _open(self, own: str, mark: int, month: int) -> Iterator[str]:
        """Yield those of a month that mark the same words, where these are not too common in the month of the first."""
        place, mine = self._marked.get((month, mark), ()), self._traces[own].month
        crowd = candidates.is_crowd(len(place))
        own_crowd = candidates.is_crowd(len(self._marked.get((mine, mark), ())))
        if crowd and own_crowd:
            return
        for other in place:
            first = own_crowd if self._order[own] < self._order[other] else crowd
            if not first:
                yield other
