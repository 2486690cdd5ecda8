"""What a rule has found before it becomes an attribution: places in the text, nothing resolved yet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from verbale.coding.attributions.quotes import Quote
from verbale.coding.draft import Draft, Sentence
from verbale.coding.tokens import Token, tokens
from verbale.lexicon import load_words
from verbale.model import Act, Mode

Place = tuple[int, int]


@dataclass(slots=True)
class Found:
    """An attribution in the making; all places are offsets into the document's text."""

    mode: Mode
    act: Act
    content: list[Place]
    cue: list[Place]
    speaker: Place | None
    rule: str
    confidence: float
    sentence: int
    """Index of the sentence in which its reporting words stand."""
    addressee: Place | None = None
    same_speaker_as: Found | None = None
    """Set where the document names no speaker here and an earlier attribution's goes on."""
    act_known: bool = False
    """True where the trained head has read the whole report for its act."""
    stances: tuple[int, ...] = ()
    """How probable each stance is by the trained head, in percent, in the order of `language.acts.STANCES`."""
    matter: Place | None = None
    """The words that name what its stance is about, by the trained head."""
    through: Place | None = None
    """The paper or document through which the words came ("according to Sputnik"), where that is no speaker of its own."""
    read_end: int | None = None
    """Where the tagger ends the content."""
    doubtful: bool = False
    """True where neither a rule nor the tagger is sure enough that anything is said: the trained head decides."""
    frame: list[Place] = field(default_factory=list)
    """The narrator's words around it: where day, medium and addressee are looked for."""


@dataclass
class Page:
    """One document laid out for the rules: tokens, quotations, names and times by sentence."""

    draft: Draft
    quotes: list[Quote]

    @cached_property
    def paragraphs(self) -> list[Place]:
        """Bounds of the paragraphs, in order of their number."""
        bounds: dict[int, Place] = {}
        for sentence in self.draft.sentences:
            low, high = bounds.get(sentence.paragraph, (sentence.start, sentence.end))
            bounds[sentence.paragraph] = (min(low, sentence.start), max(high, sentence.end))
        return [bounds[number] for number in sorted(bounds)]

    @cached_property
    def lines(self) -> list[Line]:
        """The sentences with their tokens."""
        quotes = [q for q in self.quotes if q.depth == 0]
        names = sorted((m.span.start, m.span.end) for m in self.draft.mentions if m.form in {"name", "title"})
        full = sorted(
            (m.span.start, m.span.end) for m in self.draft.mentions if m.kind == "person" and " " in m.span.text
        )
        times = sorted(
            (t.span.start, t.span.end)
            for t in self.draft.times
            if not _inside(full, t.span.start, t.span.end)  # "Theresa May"
        )
        return [
            Line(
                number,
                sentence,
                words := tokens(self.draft.text, sentence.start, sentence.end),
                _cover(words, [(q.start, q.end) for q in quotes]),
                _adverbials(words, _cover(words, times)),
                _capitals(words, _cover(words, names)),
            )
            for number, sentence in enumerate(self.draft.sentences)
        ]

    def text(self, place: Place) -> str:
        """Return the words at a place."""
        return self.draft.text[place[0] : place[1]]


@dataclass(slots=True)
class Line:
    """A sentence as tokens, with what stands in quotation marks, is a time or is a name."""

    number: int
    sentence: Sentence
    tokens: list[Token]
    quoted: list[bool]
    timed: list[bool]
    named: list[bool]

    def place(self, first: int, last: int) -> Place:
        """Return where tokens `first..last` stand; a possessive ending is left out of the last one."""
        end = self.tokens[last].end
        if self.tokens[last].low.endswith("'s") and last > first:
            end = self.tokens[last].end
        return self.tokens[first].start, end


_OPENERS = frozenset(load_words("openers.txt"))


def _capitals(words: Sequence[Token], named: list[bool]) -> list[bool]:
    """Take a capital for a name too: a reporting word beside it names whoever it is ("Erdogan asked")."""
    for index, word in enumerate(words):
        if word.upper and not named[index]:
            opens = index == 0 or not words[index - 1].word
            named[index] = not (opens and word.low in _OPENERS) and word.low not in _NEVER
    return named


_NEVER = frozenset({"i"})
_HEADS = frozenset({"at", "in", "for", "on", "once", "of", "as", "by", "to"})


@cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the set phrases by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in load_words("adverbials.txt"):
        phrase = tuple(words.split())
        if phrase[0] in _HEADS:
            found.setdefault(phrase[0], []).append(phrase)
    return {head: tuple(phrases) for head, phrases in found.items()}


def _inside(places: Sequence[Place], start: int, end: int) -> bool:
    """Say whether a stretch lies in one of the places (sorted), and does not begin it."""
    at = bisect_right(places, (start, end))
    return any(low < start and end <= high for low, high in places[max(at - 2, 0) : at])


def _adverbials(words: Sequence[Token], timed: list[bool]) -> list[bool]:
    """Mark set phrases ("at the same time", "in principle") as the rules treat times: as what stands in between."""
    phrases = _phrases()
    for index, word in enumerate(words):
        for phrase in phrases.get(word.low, ()):
            if tuple(w.low for w in words[index : index + len(phrase)]) == phrase:
                timed[index : index + len(phrase)] = [True] * len(phrase)
    return timed


def _cover(words: Sequence[Token], places: Sequence[Place]) -> list[bool]:
    """Say of each token whether it stands inside one of the places (sorted by start)."""
    flags = [False] * len(words)
    if not words or not places:
        return flags
    low, high = words[0].start, words[-1].end
    for start, end in places:
        if end <= low:
            continue
        if start >= high:
            break
        for index, word in enumerate(words):
            if word.start >= end:
                break
            if word.end > start:
                flags[index] = True
    return flags


def overlap(first: Sequence[Place], second: Sequence[Place]) -> int:
    """Return how many characters two lists of places share."""
    shared = 0
    for start, end in first:
        for low, high in second:
            if low < end and start < high:
                shared += (end if end < high else high) - (start if start > low else low)
    return shared


def extent(places: Iterable[Place]) -> int:
    """Return how many characters places cover."""
    return sum(end - start for start, end in places)


def line_at(lines: Sequence[Line], offset: int) -> int:
    """Return the index of the sentence that holds an offset."""
    low, high = 0, len(lines) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if lines[middle].sentence.start <= offset:
            low = middle
        else:
            high = middle - 1
    return low
