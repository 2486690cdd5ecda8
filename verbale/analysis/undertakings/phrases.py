"""Which provision a statement speaks of: ways in which the press words a rule, held against what is said.

A phrase is found where nearly all that it says stands in the statement, in the same or in like words; Kiev and Ukraine,
Moscow and Russia are one. Whether the statement asks for the rule or refuses it is another question (`linking`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from verbale.analysis.undertakings.model import File
from verbale.collation.likeness import Wording, nearest, wording
from verbale.lexicon.actors import fold_phrase, lexicon
from verbale.lexicon.wording import known, like
from verbale.model import Span

COVERED = 0.74
"""What part of a phrase's weight must stand in the statement."""
_SHORT = 0.9
"""What part it must be of a phrase of one or two words."""
_LEAST = 2
"""So many words of a phrase, names aside, must be found."""
_GOOD = 0.6
"""How near a like word must come to count as found."""
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Phrase(Struct, frozen=True):
    """One way of speaking of a rule."""

    provision: str
    """Empty for the instrument as a whole."""
    text: str
    made: Wording

    @property
    def title(self) -> bool:
        """Whether it is an instrument's name ("Vienna Document"), which is found as it stands and in no other words."""
        return not self.provision and self.text[0].isupper()


@lru_cache(maxsize=20_000)
def _whom(word: str) -> str | None:
    """Return whom a capitalised word means: the state's key for its name, adjective or capital."""
    folded = fold_phrase(word.removesuffix("'s").removesuffix("’s"))
    entries = lexicon().phrases.get(folded, ())
    for entry in entries:
        if entry.kind in {"polity", "organisation"}:
            return entry.key.split(".")[0]
    return None if known(folded) else folded


def names_in(text: str) -> list[tuple[int, int, str]]:
    """Return the capitalised words of a text as (start, end, whom they mean)."""
    return [
        (match.start(), match.end(), whom)
        for match in _WORDS.finditer(text)
        if match[0][0].isupper() and (whom := _whom(match[0])) is not None
    ]


@lru_cache(maxsize=50_000)
def made(text: str) -> Wording:
    """Return a text ready for comparison."""
    return wording([Span(0, len(text), text)] if text else [], names_in(text), False, {})


def phrases_of(file: File) -> tuple[Phrase, ...]:
    """Return all phrases of a file, those of provisions first."""
    found = [Phrase(p.id, text, made(text)) for p in file.provisions for text in p.phrases]
    return (*found, *(Phrase("", text, made(text)) for text in file.instrument.phrases))


def score(phrase: Phrase, content: Wording) -> float:
    """Return how much of a phrase stands in a content, 0 where too few of its words do."""
    total = got = 0.0
    words = 0
    of_phrase = [t for t in phrase.made.tokens if not t.name]
    forms = content.forms
    for token in phrase.made.tokens:
        total += token.weight
        near = float(token.form in forms) if token.name or token.number else nearest(token.form, forms)
        if near >= _GOOD:
            got += token.weight * near
            words += not token.name
    if not total or words < min(_LEAST, len(of_phrase)):
        return 0.0
    return got / total


class Index:
    """Phrases by the words that a statement must have for them to be worth comparing: most statements have none."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._phrases = phrases
        self._of_word: dict[str, set[tuple[int, int]]] = {}
        self._of_stem: dict[str, set[tuple[int, int]]] = {}
        self._needed: list[int] = []
        self.titles = tuple(p for p in phrases if p.title)
        for number, phrase in enumerate(phrases):
            if phrase.title:
                self._needed.append(99)
                continue
            words = [t for t in phrase.made.tokens if not t.name]
            self._needed.append(min(_LEAST, len(words)))
            for at, token in enumerate(words):
                forms = {token.form, *(other for other, near in like(token.form).items() if near >= _GOOD)}
                for form in forms:
                    self._of_word.setdefault(form, set()).add((number, at))
                self._of_stem.setdefault(token.form[:_STEM], set()).add((number, at))

    def near(self, content: Wording) -> list[Phrase]:
        """Return the phrases of which enough words may stand in a content."""
        found: dict[int, set[int]] = {}
        for form in content.forms:
            for number, at in self._of_word.get(form, ()):
                found.setdefault(number, set()).add(at)
            if len(form) >= _STEM:
                for number, at in self._of_stem.get(form[:_STEM], ()):
                    found.setdefault(number, set()).add(at)
        return [self._phrases[n] for n in sorted(found) if len(found[n]) >= self._needed[n]]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The first letters of all words that could make a phrase found, and of titles'."""
        titled = (word for p in self.titles for word in _WORDS.findall(p.text))
        return frozenset(word[:3].casefold() for word in (*self._of_word, *self._of_stem, *titled))


_STEM = 6
"""As in `likeness.nearest`: words that no table knows are alike by so many letters."""


def best(index: Index, text: str) -> dict[str, tuple[float, str]]:
    """Return the provisions that a text speaks of, each with the best score and the phrase behind it."""
    content = made(text)
    found: dict[str, tuple[float, str]] = {}
    for phrase in index.titles:
        if phrase.text in text:
            found.setdefault("", (1.0, phrase.text))
    for phrase in index.near(content):
        told = score(phrase, content)
        short = len(phrase.made.tokens) <= _LEAST
        if told >= (_SHORT if short else COVERED) and told > found.get(phrase.provision, (0.0, ""))[0]:
            found[phrase.provision] = (round(told, 3), phrase.text)
    return found


_WINDOW, _STEP = 26, 8
"""In a long sentence a phrase's words must stand within so many; windows begin at every so many-th word."""


def found_in(index: Index, text: str) -> dict[str, tuple[float, str, int, int]]:
    """Return the provisions that a sentence speaks of, with score, phrase and the part of the sentence that does.

    A sentence says more than one thing: words of a phrase that stand far apart in it do not make the phrase.
    """
    at = [(m.start(), m.end()) for m in _WORDS.finditer(text)]
    if len(at) <= _WINDOW:
        return {name: (score, phrase, 0, len(text)) for name, (score, phrase) in best(index, text).items()}
    if not index.near(made(text)) and not any(p.text in text for p in index.titles):
        return {}
    found: dict[str, tuple[float, str, int, int]] = {}
    for first in range(0, len(at) - _WINDOW + _STEP, _STEP):
        last = min(first + _WINDOW, len(at)) - 1
        start, end = at[first][0], at[last][1]
        for name, (told, phrase) in best(index, text[start:end]).items():
            if told > found.get(name, (0.0,))[0]:
                found[name] = (told, phrase, start, end)
    return found
