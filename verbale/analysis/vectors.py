"""What contents mean, as rows of numbers: the mean of what the encoder's lower layers make of their telling words.

A row depends on nothing but its text and the weights, so rows are kept: in memory, and beside the record in a file that may be
deleted at any time (`RECORD.vectors`, SQLite). New texts are read when they are first asked for. Where the file cannot be
written (a record on a read-only disk) rows are worked out again.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from verbale.language.encoder import SIZE, load_encoder
from verbale.language.windows import cut_windows
from verbale.lexicon import load_words
from verbale.lexicon.wording import known, weight

Floats = npt.NDArray[np.float32]
_TELLING = 0.15
"""A word of less weight says nothing of what is meant."""
_LONGEST = 2000
"""Characters of a content that are read: what it is about stands at its head."""
_BATCH = 500


@cache
def _hollow() -> frozenset[str]:
    return frozenset(load_words("empty_words.txt"))


@lru_cache(100_000)
def _tells(word: str) -> bool:
    plain = word.lower()
    if not word[0].isalnum() or plain in _hollow():
        return False
    return not known(plain) or weight(plain) > _TELLING


def _encode(text: str) -> Floats:
    """Return the row of a text: of length one, or all zeros where there is nothing to read."""
    encoder = load_encoder()
    text = text[:_LONGEST]
    row: Floats = np.zeros(SIZE, dtype=np.float32)
    if encoder is None or not text.strip():
        return row
    words = encoder.words(text)
    windows = cut_windows(words)
    if not windows:
        return row
    window = windows[0]
    states = encoder.read(words, window)
    telling = [_tells(text[words.starts[w] : words.ends[w]]) for w in range(window.first, window.last)]
    mean = (states[telling] if any(telling) else states).mean(axis=0, dtype=np.float32)
    length = float(np.linalg.norm(mean))
    if length:
        row = (mean / length).astype(np.float16).astype(np.float32)
    return row


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Vectors:
    """Rows of texts, kept in a file beside a record where one is named."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._rows: dict[bytes, Floats] = {}

    @staticmethod
    def there() -> bool:
        """Say whether the weights are here."""
        return load_encoder() is not None

    def of(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text; what is not known is read and kept."""
        keys = [_key(text) for text in texts]
        wanted = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        if wanted:
            self._rows.update(self._kept(list(wanted)))
            fresh = {key: _encode(text) for key, text in wanted.items() if key not in self._rows}
            self._rows.update(fresh)
            self._keep(fresh)
        if not keys:
            return np.zeros((0, SIZE), dtype=np.float32)
        return np.stack([self._rows[key] for key in keys])

    def _open(self) -> sqlite3.Connection | None:
        encoder = load_encoder()
        if self._path is None or encoder is None:
            return None
        connection = sqlite3.connect(self._path, timeout=5)
        try:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vector(model TEXT, key BLOB, row BLOB, PRIMARY KEY(model, key)) WITHOUT ROWID"
            )
        except sqlite3.Error:
            connection.close()
            return None
        return connection

    def _kept(self, keys: Sequence[bytes]) -> dict[bytes, Floats]:
        found: dict[bytes, Floats] = {}
        encoder = load_encoder()
        if self._path is None or encoder is None or not self._path.exists():
            return found
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(self._path, timeout=5)) as connection,
        ):
            for at in range(0, len(keys), _BATCH):
                some = keys[at : at + _BATCH]
                for key, blob in connection.execute(
                    f"SELECT key, row FROM vector WHERE model = ? AND key IN ({','.join('?' * len(some))})",
                    (encoder.name, *some),
                ):
                    if isinstance(blob, bytes) and len(blob) == 2 * SIZE:
                        row = np.frombuffer(blob, dtype="<f2").astype(np.float32)
                        if np.isfinite(row).all():
                            found[key] = row
        return found

    def _keep(self, fresh: dict[bytes, Floats]) -> None:
        encoder = load_encoder()
        if not fresh or encoder is None:
            return
        with contextlib.suppress(sqlite3.Error, OSError):
            connection = self._open()
            if connection is None:
                return
            with contextlib.closing(connection), connection:
                connection.executemany(
                    "INSERT OR IGNORE INTO vector VALUES(?, ?, ?)",
                    [(encoder.name, key, row.astype("<f2").tobytes()) for key, row in fresh.items()],
                )
