"""Which statements may repeat or answer which, found by words of like parties and near days, and remembered.

A statement is filed by its party, its month and the words that tell something; a word that very many statements of one party in
one month share leads nowhere. What two statements are to one another hangs on these two and on their party's month alone, so
an added statement asks only those it may have to do with. What the link is, `verbale.collation.links` says.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias
from zlib import crc32

from msgspec import Struct

from verbale.collation.likeness import compare, overlap
from verbale.collation.links import Stated, find_repeated, find_replied, stated
from verbale.collation.statements import Group
from verbale.collation.voices import Voices
from verbale.store.rows import Link, LinkType

_CROWD = 60
"""How many statements of one party in a month may share a word before the word leads nowhere."""
_MONTH = 31
_AGAIN, _WINDOW = 400, 45
"""Days within which a statement is said again, and answered."""
_SHARED = 0.25
"""What two wordings must have word for word to be held side by side."""


Hashes: TypeAlias = "memoryview[int]"


def packed(hashes: Iterable[int]) -> bytes:
    """Return hashes as bytes, four each: a large record has millions."""
    return array("I", hashes).tobytes()


def unpacked(data: bytes) -> Hashes:
    """Return the hashes that were packed."""
    return memoryview(data).cast("I")


class Card(Struct, frozen=True, array_like=True):
    """One statement, as far as it is needed to find those that it may have to do with."""

    id: str
    block: str
    about: tuple[str, ...]
    first: int | None
    last: int
    packed_words: bytes
    packed_tokens: bytes
    packed_weights: bytes
    total: float

    @property
    def month(self) -> int:
        """The month of its last day."""
        return self.last // _MONTH

    @property
    def words(self) -> Hashes:
        """Hashes of the words that tell something, without names and numbers."""
        return unpacked(self.packed_words)

    @property
    def tokens(self) -> Hashes:
        """Hashes of all tokens."""
        return unpacked(self.packed_tokens)

    @property
    def weights(self) -> memoryview[float]:
        """What the tokens weigh."""
        return memoryview(self.packed_weights).cast("d")


class Best(Struct, frozen=True, array_like=True):
    """The likest earlier statement of one sort."""

    score: float
    kind: LinkType
    earlier: str
    last: int


class Found(Struct, frozen=True, array_like=True):
    """What a statement repeats and what it replies to."""

    repeated: Best | None = None
    replied: Best | None = None


Groups = Callable[[Collection[str]], Mapping[str, Group]]
"""Gives statements with their accounts, by id."""


def card_of(group: Group, voices: Voices) -> Card | None:
    """Return a statement's card; None for one of no known speaker or time."""
    ready = stated(group, voices)
    if ready is None or ready.last is None:
        return None
    wording = ready.base.wording
    words = {crc32(t.form.encode("utf-8", "surrogatepass")) for t in wording.tokens if not t.name and not t.number}
    return Card(
        group.id,
        ready.block,
        tuple(sorted(ready.about)),
        ready.first,
        ready.last,
        packed(sorted(words)),
        packed(crc32(t.form.encode("utf-8", "surrogatepass")) for t in wording.tokens),
        array("d", (round(t.weight, 4) for t in wording.tokens)).tobytes(),
        wording.total,
    )


def _last(card: Card) -> int:
    return card.last


class _Files:
    """Cards by party, month and word; crowded places hold none."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._cards: dict[str, Card] = {}
        filed: defaultdict[tuple[str, int, int], list[str]] = defaultdict(list)
        for card in cards:
            self._cards[card.id] = card
            month = card.month
            for word in card.words:
                filed[card.block, month, word].append(card.id)
        self.crowded = {place for place, held in filed.items() if len(held) > _CROWD}
        self.filed = {place: held for place, held in filed.items() if len(held) <= _CROWD}

    def earlier(self, later: Card) -> Iterator[Card]:
        """Yield the earlier statements that one may repeat or reply to."""
        found: Counter[str] = Counter()
        spans = [(block, _WINDOW) for block in later.about if block != later.block]
        if later.first is not None:
            spans.append((later.block, _AGAIN))
        for block, days in spans:
            for month in range((later.last - days) // _MONTH, later.month + 1):
                for word in later.words:
                    place = self.filed.get((block, month, word))
                    if place is not None:
                        found.update(place)
        needed = min(2, len(later.words))
        forms = frozenset(later.tokens)
        near = [self._cards[own] for own, count in found.items() if count >= needed]
        yield from sorted((c for c in near if _may(c, later, forms)), key=lambda c: (c.last, c.id))

    def later(self, earlier: Card, by_word: Mapping[int, Sequence[Card]]) -> Iterator[Card]:
        """Yield the later statements that may repeat or reply to one; `by_word`: all that have a word, by their last day."""
        found: Counter[str] = Counter()
        held: dict[str, Card] = {}
        for word in earlier.words:
            if (earlier.block, earlier.month, word) not in self.crowded:
                near = by_word.get(word, ())
                for at in range(bisect_left(near, earlier.last, key=_last), len(near)):
                    card = near[at]
                    if card.last - earlier.last > _AGAIN:
                        break
                    found[card.id] += 1
                    held[card.id] = card
        for own, count in found.items():
            if count >= min(2, len(held[own].words)) and _may(earlier, held[own]):
                yield held[own]


def _may(earlier: Card, later: Card, forms_of_later: frozenset[int] | None = None) -> bool:
    """Say whether one may repeat or reply to the other, by parties, days and common words."""
    if (earlier.last, earlier.id) >= (later.last, later.id):
        return False
    if earlier.block == later.block:
        if later.first is None or later.first <= earlier.last or later.last - earlier.last > _AGAIN:
            return False
    elif earlier.block not in later.about or later.last - earlier.last > _WINDOW:
        return False
    short, long = (earlier, later) if earlier.total <= later.total else (later, earlier)
    forms = forms_of_later if long is later and forms_of_later is not None else frozenset(long.tokens)
    both = sum(w for t, w in zip(short.tokens, short.weights, strict=True) if t in forms)
    return both >= (_SHARED - 0.01) * short.total


def _best(later: Stated, near: Iterable[Stated], held: Found = Found()) -> Found:  # noqa: B008
    repeated, replied = held.repeated, held.replied
    for earlier in near:
        if overlap(earlier.base.wording, later.base.wording) < _SHARED:
            continue
        pair = [(earlier, compare(earlier.base.wording, later.base.wording, marks=False))]
        repeated = _likest(repeated, find_repeated(later, pair))
        replied = _likest(replied, find_replied(later, pair))
    return Found(repeated, replied)


def _likest(held: Best | None, found: tuple[float, LinkType, Stated] | None) -> Best | None:
    """Return the likest, of two as like the one said first."""
    if found is None:
        return held
    score, kind, earlier = found
    new = Best(score, kind, earlier.group.id, earlier.last or 0)
    if held is None or (-new.score, new.last, new.earlier) < (-held.score, held.last, held.earlier):
        return new
    return held


def find(
    cards: Mapping[str, Card],
    voices: Voices,
    groups: Groups,
    was: Mapping[str, Card] | None = None,
    known: Mapping[str, Found] | None = None,
) -> dict[str, Found]:
    """Return what each statement repeats and replies to; nothing for those that do neither.

    `was` and `known` are the cards and the outcome of the time before, where there was one; every statement whose accounts
    changed since must be left out of `was`.
    """
    was, known = was or {}, known or {}
    files = _Files(cards.values())
    changed = {own for own, card in cards.items() if was.get(own) != card}
    if not was:
        asked = {own: [c.id for c in files.earlier(card)] for own, card in cards.items()}
        return _answers(asked, {}, voices, groups)
    before = _Files(was.values())
    flipped = files.crowded ^ before.crowded
    moved = {
        own
        for own, card in cards.items()
        if flipped and any((card.block, card.month, w) in flipped for w in card.words)
    }
    asked = {}
    held: dict[str, Found] = {}
    for own, card in cards.items():
        found = known.get(own)
        ends = {b.earlier for b in (found.repeated, found.replied) if b is not None} if found else set()
        if own in changed or any(e not in cards or e in changed or e in moved for e in ends):
            asked[own] = [c.id for c in files.earlier(card)]
        elif found:
            held[own] = found
    new = [cards[own] for own in sorted(changed | moved)]
    words = {word for card in new for word in card.words}
    by_word: defaultdict[int, list[Card]] = defaultdict(list)
    for own, card in sorted(cards.items(), key=lambda held: held[1].last):
        if own not in asked:
            for word in words.intersection(card.words):
                by_word[word].append(card)
    for earlier in new:
        for later in files.later(earlier, by_word):
            asked.setdefault(later.id, []).append(earlier.id)
    return _answers(asked, held, voices, groups)


def _answers(
    asked: Mapping[str, Sequence[str]], held: dict[str, Found], voices: Voices, groups: Groups
) -> dict[str, Found]:
    wanted = {own for own, near in asked.items() if near}
    given = groups(wanted | {earlier for own in wanted for earlier in asked[own]})
    ready: dict[str, Stated] = {}
    for own in sorted(given):
        made = stated(given[own], voices)
        if made is not None:
            ready[own] = made
    for own in sorted(wanted):
        found = _best(ready[own], (ready[e] for e in asked[own]), held.get(own, Found()))
        if found.repeated or found.replied:
            held[own] = found
    return held


def links_of(found: Mapping[str, Found]) -> list[Link]:
    """Return the links, by ids."""
    links = [
        Link(own, best.kind, best.earlier, "", round(min(best.score, 1.0), 3))
        for own, both in found.items()
        for best in (both.repeated, both.replied)
        if best is not None
    ]
    return sorted(links, key=lambda x: (x.left_id, x.type, x.right_id))


def link_all(groups: Sequence[Group], voices: Voices) -> list[Link]:
    """Return the links between all statements of a record, by ids."""
    by_id = {g.id: g for g in groups}
    cards = {g.id: card for g in groups if (card := card_of(g, voices)) is not None}
    return links_of(find(cards, voices, lambda ids: {own: by_id[own] for own in ids}))
