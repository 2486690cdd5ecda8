"""What collation remembers from one time to the next: a cache and no more. Other code, other words, and it is worked out anew."""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec
from msgspec import Struct

from verbale.collation.accounts import Account, EventAccount
from verbale.collation.chains import Chain
from verbale.collation.flips import Spoken
from verbale.collation.linked import Card, Found, Hashes, unpacked
from verbale.collation.readings import Reading
from verbale.language.memory import base_of
from verbale.language.session import weights_folder
from verbale.store import Store
from verbale.store.rows import Disagreement

_ROOMS = ("collation", "lexicon", "coding", "intake")
_KINDS = (".py", ".txt", ".tsv")


@cache
def fingerprint() -> str:
    """Return what the rules and words of this version add up to: what was remembered under others is not believed."""
    total = hashlib.blake2b(digest_size=12)
    for room in _ROOMS:
        _add(total, resources.files("verbale").joinpath(room), room)
    total.update(resources.files("verbale").joinpath("model.py").read_bytes())
    total.update(base_of(weights_folder()))  # what reads for sense
    total.update(sys.byteorder.encode())  # of packed hashes
    return total.hexdigest()


def _add(total: Any, folder: Any, path: str) -> None:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        own = f"{path}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                _add(total, entry, own)
        elif entry.name.endswith(_KINDS):
            data = entry.read_bytes()
            total.update(f"{own} {len(data)}\n".encode())
            total.update(data)


class Trace(Struct, frozen=True, array_like=True):
    """Of an account of what is said, all by which accounts that it may be one with are found."""

    id: str
    month: int
    begin: int
    """Where in its article its words begin."""
    packed_words: bytes
    packed_marks: bytes
    digest: bytes
    """What it says, and what is known of those whom it names, adds up to."""

    @property
    def words(self) -> Hashes:
        """Hashes of its party with each of its telling words; nothing where nobody knows who speaks."""
        return unpacked(self.packed_words)

    @property
    def marks(self) -> Hashes:
        """Hashes of the runs of three words that it marks as said."""
        return unpacked(self.packed_marks)


class Said(Struct, frozen=True, array_like=True):
    """An article's accounts: traces of what is said, in the order of comparing, the events; and whom it names."""

    traces: tuple[Trace, ...]
    events: tuple[EventAccount, ...]
    keys: tuple[str, ...]
    digests: tuple[bytes, ...]
    """Of the events: what each tells, and what is known of its parties."""
    voiced: tuple[str, ...]
    """Who speaks, is spoken to, acts or is acted upon: of these it is asked whose voice is whose."""


class Apart(Struct, frozen=True, array_like=True):
    """Where the accounts of a stretch differ, and the names of actors that were asked for on the way."""

    found: list[Disagreement]
    names: dict[str, str]


_Listed = list[tuple[str, str, float]]


class State(Struct, frozen=True, array_like=True):
    """What spans articles: the pairs that were scored, and what people had said of them."""

    pairs: _Listed
    event_pairs: _Listed
    same: list[tuple[str, str, str]]
    different: list[tuple[str, str, str]]
    stretches: list[int]
    """Those of which it is remembered where accounts differ."""
    spoken: Spoken
    articles: int
    """Of so many articles accounts and cards are remembered with it; where fewer are found, none are believed."""


_TYPES: dict[str, Any] = {
    "reading": Reading,
    "chains": tuple[Chain, ...],
    "said": Said,
    "accounts": tuple[list[Account], list[EventAccount]],
    "stretch": Apart,
    "cards": tuple[tuple[Card, ...], dict[str, Found]],
    "state": State,
}


@cache
def _decoder(stage: str) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(_TYPES[stage])


_encoder = msgspec.msgpack.Encoder()


class Memory:
    """A store's memo, read by tags and written at the end; what hangs on one article alone is written as it comes.

    So it takes no room while a large record is collated, and a collation that was killed need not read all again.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._version = fingerprint()
        self._new: list[tuple[str, str, str, bytes]] = []
        self._own: list[tuple[str, str, str, bytes]] = []

    def tag(self, *parts: str) -> str:
        """Return the tag of what rests on these parts, and on this version."""
        return " ".join((self._version, *parts))

    def get(self, stage: str, tags: Mapping[str, str]) -> dict[str, Any]:
        """Return what is remembered under these keys with these very tags, decoded."""
        found: dict[str, Any] = {}
        for key, (tag, data) in self._store.memo(stage, None if len(tags) > _SOME else tags.keys()).items():
            if tags.get(key) == tag:
                value = self._decoded(stage, data)
                if value is not None:
                    found[key] = value[0]
        return found

    def all(self, stage: str) -> dict[str, tuple[str, Any]]:
        """Return all that a stage remembers of this version: tag and value, by key."""
        found: dict[str, tuple[str, Any]] = {}
        for key, (tag, data) in self._store.memo(stage).items():
            if tag.startswith(self._version):
                value = self._decoded(stage, data)
                if value is not None:
                    found[key] = (tag, value[0])
        return found

    @staticmethod
    def _decoded(stage: str, data: bytes) -> tuple[Any] | None:
        try:
            return (_decoder(stage).decode(zlib.decompress(data)) if data else None,)
        except (zlib.error, msgspec.DecodeError):
            return None

    def put(self, stage: str, key: str, tag: str, value: Any) -> None:
        """Remember a value (None too): what hangs on one article before long, the rest when all is written."""
        data = b"" if value is None else zlib.compress(_encoder.encode(value), 1)
        if stage not in _OF_ONE:
            self._new.append((stage, key, tag, data))
            return
        self._own.append((stage, key, tag, data))
        if len(self._own) >= _MANY:
            self._store.remember(self._own)
            self._own = []

    def rows(self) -> Iterable[tuple[str, str, str, bytes]]:
        """Return what is still to be remembered."""
        return (*self._own, *self._new)


_OF_ONE = frozenset({"reading", "chains", "accounts"})
"""Stages whose rows are right by their tags alone, whatever became of the collation that wrote them."""
_MANY = 1000
_SOME = 400
