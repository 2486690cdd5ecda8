"""The trained reader of events: which of PLOVER's types a place tells, if any, between whom, and whether it came about.

    for read in read_events(text, sentences, [Place(actor, trigger, recipient)]):
        read.type, read.probability, read.status, read.actor, read.recipient

It stands on the tagger's lower layers: of what they made of each word of the sentence, two layers of its own decide,
told which words are the one who acts, the verb (or noun), and the one acted upon.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from verbale.language.event_read import NOT_READ, STATUSES, TYPES, EventRead
from verbale.language.memory import question
from verbale.language.session import lazily, packed, weights_folder
from verbale.language.tagged import Piece
from verbale.language.tagger import Tagger, load
from verbale.language.windows import Window
from verbale.language.words import Words

MODEL = "events-2"
"""Name and version of the shipped weights; changes whenever they do."""
OTHER, ACTOR, TRIGGER, RECIPIENT = range(4)
_WORDS = 64
_NEAR = 10
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Network = Callable[[Floats, Ints], Floats]
"""States and roles of a sentence's words in; `OUTPUTS` logits out."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event may be told: offsets into the document. The trigger may be empty, the parties not both."""

    actors: tuple[Piece, ...]
    trigger: tuple[Piece, ...]
    recipients: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the network reads of one place: numbers of words in the document, and the role of each."""

    words: Ints
    roles: Ints


def anchor(words: Words, place: Place) -> int:
    """Return the word that decides in which sentence and window a place is read."""
    start = (place.trigger or place.actors or place.recipients)[0][0]
    return min(bisect_right(words.ends, start), len(words) - 1)


def lay_out(words: Words, window: Window, place: Place) -> Sheet:
    """Choose the words of the sentence that a place is read by: all of a short one, those about the marks of a long."""
    at = anchor(words, place)
    low = max(bisect_left(words.sentences, words.sentences[at]), window.first)
    high = min(bisect_right(words.sentences, words.sentences[at]), window.last)
    marks: dict[int, int] = {}
    for role, pieces in ((RECIPIENT, place.recipients), (ACTOR, place.actors), (TRIGGER, place.trigger)):
        for start, end in pieces:
            for word in range(max(bisect_right(words.ends, start), low), min(bisect_left(words.starts, end), high)):
                marks[word] = role
    if high - low > _WORDS and marks:
        low = max(low, min(min(marks) - _NEAR, high - _WORDS))
        high = min(high, low + _WORDS)
    chosen = np.arange(low, max(min(high, low + _WORDS), low), dtype=np.int64)
    roles = np.array([marks.get(word, OTHER) for word in chosen.tolist()], dtype=np.int64)
    return Sheet(chosen, roles)


def _shares(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    shares: npt.NDArray[np.float64] = np.exp(logits - logits.max())
    shares /= shares.sum()
    return shares


def _rounded(share: float) -> float:
    return round(float(share), 3)  # the last bits of a float may differ between processors


class EventReader:
    """Tells events. The same text gives the same result, whatever is read beside it."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def read(self, states: Floats, sheet: Sheet) -> EventRead:
        """Return what a place tells; `states` is a row for each word of the sheet."""
        logits = self._network(states, sheet.roles).astype(np.float64)
        cut = len(TYPES)
        types, statuses = _shares(logits[:cut]), _shares(logits[cut : cut + len(STATUSES)])
        actor, recipient = 1 / (1 + np.exp(-logits[cut + len(STATUSES) :]))
        kind, standing = int(types.argmax()), int(statuses.argmax())
        return EventRead(
            kind, _rounded(types[kind]), _rounded(types[0]), standing, _rounded(statuses[standing]),
            _rounded(actor), _rounded(recipient),
        )  # fmt: skip


def _session(path: Path) -> Network:
    session = lazily(path)

    def run(states: Floats, roles: Ints) -> Floats:
        logits: Floats = session().run(None, {"states": states[None], "roles": roles[None]})[0][0]
        return logits

    return run


@cache
def load_events(folder: Path | None = None) -> EventReader | None:
    """Return the reader with the shipped weights (or those in `folder`), loaded once a process; None without weights."""
    path = packed(weights_folder(folder), MODEL)
    return EventReader(_session(path)) if path.exists() else None


def _sheets(tagger: Tagger, words: Words, places: Sequence[Place]) -> Iterator[tuple[Window, Sheet] | None]:
    """Yield, for each place, its window and the words it is read by; None where it stands in no sentence."""
    windows = tagger.windows(words)
    firsts = [window.first for window in windows]
    for place in places:
        number = bisect_right(firsts, anchor(words, place)) - 1 if windows else -1
        if number < 0:
            yield None
            continue
        sheet = lay_out(words, windows[number], place)
        yield (windows[number], sheet) if len(sheet.words) else None


def laid_out(text: str, sentences: Sequence[Piece], places: Sequence[Place]) -> list[tuple[Floats, Sheet] | None]:
    """Return, for each place, what the tagger's lower layers make of its words; None where it stands in no sentence."""
    tagger = load()
    words = tagger.words(text, sentences)
    return [
        None if one is None else (tagger.lower(words, one[0])[one[1].words - one[0].first], one[1])
        for one in _sheets(tagger, words, places)
    ]


def read_events(text: str, sentences: Sequence[Piece], places: Sequence[Place]) -> tuple[EventRead, ...]:
    """Return what the network makes of each place.

    Asked right after the tagger with the same sentences, most of the work is done already.
    """
    if not places:
        return ()
    reader = load_events()
    if reader is None:
        return (NOT_READ,) * len(places)
    tagger = load()
    words = tagger.words(text, sentences)
    return tuple(
        NOT_READ if one is None else _answer(reader, tagger, words, *one) for one in _sheets(tagger, words, places)
    )


def _answer(reader: EventReader, tagger: Tagger, words: Words, window: Window, sheet: Sheet) -> EventRead:
    own = sheet.words - window.first
    page = tagger.page(words, window)
    number = 0 if page is None else question(own, sheet.roles)
    known = None if page is None else page.events.get(number)
    if known is not None:
        return known
    read = reader.read(tagger.lower(words, window)[own], sheet)
    if page is not None:
        page.events[number] = read
    return read
