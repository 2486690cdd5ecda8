"""Which documents may be copies of a new one: a look-up in those known, not a comparison with them all.

Of the runs of words that a document has, one in sixteen is its key: the same in every text, whatever stands around it, so
that an excerpt finds the article it was cut from (bands of MinHash find texts that are alike as wholes). Documents that
share as many keys as a true copy would are candidates; what is shared is then counted exactly.

Keys lie in sorted arrays of eight bytes an entry: a new document goes to a small table, small tables become an array,
arrays of like size become one. Which pairs are candidates hangs on the two documents alone, not on the order of adding.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from verbale.collation.shingles import FULL, Numbers
from verbale.collation.signatures import Signature

KEY_LIMIT = FULL // 16
FEWEST_KEYS = 4
SHARED_QUOTES = 3
_TABLE = 256
"""Documents that the small table holds."""

_Keys = NDArray[np.uint32] | NDArray[np.uint64]
_Places = NDArray[np.int32]


def keys_of(signature: Signature) -> Numbers:
    """Return a document's keys: its numbers below the limit, and a few more where it is short."""
    numbers = signature.numbers
    return numbers[: max(int(np.searchsorted(numbers, KEY_LIMIT)), FEWEST_KEYS)]


def _sameness(signature: Signature) -> tuple[object, ...]:
    """Return what makes two documents interchangeable as to whose copies they are: words, marks of quotation, days."""
    return signature.whole, signature.quotes, signature.earliest, signature.latest


class _Postings:
    """Which documents have a key."""

    def __init__(self) -> None:
        self._table: dict[int, list[int]] = {}
        self._tabled: list[tuple[_Keys, int]] = []
        self._arrays: list[tuple[_Keys, _Places]] = []

    def meet(self, keys: _Keys) -> _Places:
        """Return the places of the documents that have these keys, one for each key shared."""
        near = [place for key in keys.tolist() if key in self._table for place in self._table[key]]
        found = [np.array(near, dtype=np.int32)]
        for known, places in self._arrays:
            first, last = np.searchsorted(known, keys, "left"), np.searchsorted(known, keys, "right")
            found.extend(places[first[i] : last[i]] for i in np.flatnonzero(last > first))
        return np.concatenate(found)

    def add(self, keys: _Keys, place: int) -> None:
        """Take in a document."""
        for key in keys.tolist():
            self._table.setdefault(key, []).append(place)
        self._tabled.append((keys, place))
        if len(self._tabled) >= _TABLE:
            self._pack()

    def _pack(self) -> None:
        keys = np.concatenate([keys for keys, _ in self._tabled])
        places = np.repeat(
            np.array([place for _, place in self._tabled], dtype=np.int32), [len(keys) for keys, _ in self._tabled]
        )
        self._table, self._tabled = {}, []
        while self._arrays and len(self._arrays[-1][0]) <= 2 * len(keys):
            more, their = self._arrays.pop()
            keys, places = np.concatenate((more, keys)), np.concatenate((their, places))
        order = np.argsort(keys, kind="stable")
        self._arrays.append((keys[order], places[order]))


class Index:
    """The documents known so far, ready to be asked which of them a new one may be a copy of."""

    def __init__(self, signatures: Iterable[Signature] = ()) -> None:
        self._ids: list[str] = []
        self._sizes = np.zeros(1024, dtype=np.int32)
        self._known: set[str] = set()
        self._twins: dict[tuple[object, ...], str] = {}
        self._runs, self._quotes = _Postings(), _Postings()
        for signature in signatures:
            self.add(signature)

    def __len__(self) -> int:
        return len(self._known)

    def add(self, signature: Signature) -> tuple[str, ...]:
        """Take in a document and return the ids of those that may be its copies, sorted; nothing for one known already.

        Documents of the very same words stand for one another: the first stands in the index, the others name it alone.
        """
        if signature.document_id in self._known:
            return ()
        self._known.add(signature.document_id)
        if not signature.sketch:
            return ()
        twin = self._twins.setdefault(_sameness(signature), signature.document_id)
        if twin != signature.document_id:
            return (twin,)
        keys, quotes = keys_of(signature), signature.quoted
        found = self._alike(self._runs.meet(keys), len(keys))
        if len(quotes) >= SHARED_QUOTES:
            found |= self._quoting(self._quotes.meet(quotes))
        place = len(self._ids)
        self._ids.append(signature.document_id)
        if place == len(self._sizes):
            self._sizes = np.concatenate((self._sizes, np.zeros_like(self._sizes)))
        self._sizes[place] = len(keys)
        self._runs.add(keys, place)
        if len(quotes) >= SHARED_QUOTES:
            self._quotes.add(quotes, place)
        return tuple(sorted(found))

    def _alike(self, met: _Places, size: int) -> set[str]:
        """Return those that share as many keys as half of the smaller one's runs would make all but surely (3 sigma)."""
        if not len(met):
            return set()
        places, shared = np.unique(met, return_counts=True)
        smaller = np.minimum(self._sizes[places], size)
        needed = np.maximum(1, 0.5 * smaller - 1.6 * np.sqrt(smaller))
        return {self._ids[place] for place in places[shared >= needed].tolist()}

    def _quoting(self, met: _Places) -> set[str]:
        places, shared = np.unique(met, return_counts=True)
        return {self._ids[place] for place in places[shared >= SHARED_QUOTES].tolist()}


def candidates(signatures: Iterable[Signature]) -> tuple[tuple[str, str], ...]:
    """Return the pairs that may be copies, each once, sorted."""
    index = Index()
    pairs: list[tuple[str, str]] = []
    for signature in sorted(signatures, key=lambda s: s.document_id):
        pairs.extend(
            (min(signature.document_id, other), max(signature.document_id, other)) for other in index.add(signature)
        )
    return tuple(sorted(pairs))
