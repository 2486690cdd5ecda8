"""What the encoder's lower layers make of the words of a short text, without what the tagger puts on top of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from verbale.language.session import lazily, weights_folder
from verbale.language.windows import Window, feed
from verbale.language.words import Vocabulary, Words, read_words

Floats = npt.NDArray[np.float32]
SIZE = 384
"""Numbers of a row."""
_GRAPH = "attribution-fast-1.onnx"
"""The small tagger has the lower layers of the large one, and little above them."""


class Encoder:
    """Reads words; the same words give the same rows, whatever was read before."""

    def __init__(self, path: Path) -> None:
        self._session: Callable[[], Any] = lazily(path)
        self.vocabulary = Vocabulary.read(path.with_name("vocab.txt"))
        self.name = f"1-{hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()}"
        """A name for just these weights."""

    def words(self, text: str) -> Words:
        """Cut a text into words, as one sentence."""
        return read_words(text, [(0, len(text))], self.vocabulary)

    def read(self, words: Words, window: Window) -> Floats:
        """Return a row for each word of a window."""
        given = feed(words, window, self.vocabulary)
        columns = {
            "ids": given.ids,
            "shapes": given.shapes,
            "places": given.places,
            "quotes": given.quotes,
            "heads": given.heads,
        }
        (lower,) = self._session().run(["lower"], {name: column[None] for name, column in columns.items()})
        rows: Floats = lower[0][given.heads]
        return rows


@cache
def _of(folder: Path) -> Encoder | None:
    path = folder / _GRAPH
    return Encoder(path) if path.exists() else None


def load_encoder(folder: Path | None = None) -> Encoder | None:
    """Return the encoder with the shipped weights (or those in `folder`), loaded once a process; None without weights."""
    return _of(weights_folder(folder))
