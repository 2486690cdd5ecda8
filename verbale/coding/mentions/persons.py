"""Tell which names of persons in one document are the same person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from verbale.coding.mentions.found import Found
from verbale.coding.mentions.surnames import TOP_OFFICES, Surnames, fits_post, is_top
from verbale.lexicon.actors import (
    Person,
    fold_phrase,
    given_names,
    is_surname_first,
    lexicon,
    name_words,
)


@dataclass(slots=True, eq=False)
class Chain:
    """One person of the document: every name used, and what is known of them."""

    words: tuple[str, ...]
    found: list[Found] = field(default_factory=list)
    key: str | None = None
    gender: str = ""
    person: Person | None = None

    @property
    def surname(self) -> str:
        """The word by which the press is likely to go on calling them."""
        return self.words[0] if is_surname_first(self.words) else self.words[-1]

    def titles(self) -> Iterable[tuple[str, str | None, str]]:
        """Yield (office, of, sector) of every mention that carries a title."""
        for each in self.found:
            if each.office:
                yield each.office, each.of, each.sector


_ARTICLE = re.compile(r"^(?:al|el|ul|ad|as|ash|at|an|ar|az)-(?=\w{3})")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name without "Jr." and the like."""
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words = words[:-1]
    return words


def near(left: str, right: str) -> bool:
    """Say whether one word may be a slip for the other: a letter or two in a long name, the first letter kept."""
    left, right = _ARTICLE.sub("", left), _ARTICLE.sub("", right)  # "al-Abadi" is no slip for "al-Obaid"
    short = min(len(left), len(right))
    if short < 5 or left[0] != right[0] or abs(len(left) - len(right)) > 2:
        return False
    return DamerauLevenshtein.distance(left, right, score_cutoff=2) <= (2 if short >= 8 else 1)


def _first_agrees(left: str, right: str) -> bool:
    if left == right:
        return True
    a, b = left.rstrip("."), right.rstrip(".")
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    given = given_names()
    if a in given and b in given and len(a) < 5:
        return False
    return near(a, b) or (a[:3] == b[:3] and len(a) > 3 and len(b) > 3 and near(a[:5], b[:5]))


def agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Say whether two full names may be one person's: "Sergei Ryabkov" and "Sergey A. Ryabkov", never "Hunter Biden"."""
    left, right = bare(left), bare(right)
    if left == right:
        return True
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    if set(small) <= set(large) and (small[0] == large[0] or small == large[-len(small) :]):
        return True
    inner = (large[at : at + len(small)] == small for at in range(1, len(large) - len(small) + 1))
    if len(large) > len(small) > 1 and any(inner):
        return True
    same_last = left[-1] == right[-1] or near(left[-1], right[-1])
    return same_last and _first_agrees(left[0], right[0]) and (left[-1] == right[-1] or left[0] == right[0])


_LOOK = 40
"""How many chains a name is compared with at most: a list of thousands of names must not take a minute."""


class Persons:
    """The persons of one document."""

    def __init__(self, day: str | None, states: frozenset[str] = frozenset()) -> None:
        self.day = day
        self.surnames = Surnames(day, states)
        self.lex = lexicon()
        self.chains: list[Chain] = []
        self.by_word: dict[str, list[Chain]] = {}
        self.by_initial: dict[str, list[Chain]] = {}
        """Chains by the first letter of their surname: where slips are looked for."""
        self._first: dict[str, int] = {}
        """Where a surname first stands alone; -1 where it does behind the title of one who governs."""
        self.particle = name_words("particle")
        self.given = given_names()

    def read(self, found: list[Found]) -> None:
        """Group full names first, then the single words that point back to them."""
        full = [each for each in found if len(bare(each.words)) > 1]
        by_key: dict[str, Chain] = {}
        by_words: dict[tuple[str, ...], Chain] = {}
        for each in full:
            junior = self._is_junior(each.words)
            if junior:
                each.key = None  # "Donald Trump Jr." is not the president
            chain = by_words.get(each.words) or next(
                (
                    c
                    for c in self._candidates(each.words)
                    if agree(c.words, each.words) and (c.words[-1] in _SUFFIXES) is junior
                ),
                None,
            )
            if chain is None and each.key:
                chain = by_key.get(each.key)
            if chain is None:
                chain = Chain(each.words if junior else bare(each.words))
                self.chains.append(chain)
            elif len(bare(each.words)) > len(bare(chain.words)) and not junior:
                chain.words = bare(each.words)
            self._join(chain, each)
            self.enter(chain, each.words)
            by_words[each.words] = chain
            if each.key:
                by_key.setdefault(each.key, chain)
        for chain in self.chains:
            self._look_up(chain)  # who of one surname is in office decides whom the surname alone means
        self._alone(found)
        for each in found:
            if len(bare(each.words)) > 1:
                continue
            chain = self._junior(each.words) or self.match(each.words[0], each)
            if chain is None:
                chain = Chain(bare(each.words))
                self.chains.append(chain)
                self.enter(chain, each.words)
            self._join(chain, each)

    def _alone(self, found: list[Found]) -> None:
        """Keep where each surname first stands alone, and which stand behind a title of those who govern."""
        for each in found:
            if len(bare(each.words)) == 1:
                word = each.words[0]
                self._first[word] = min(each.start, self._first.get(word, each.start))
                if each.office in TOP_OFFICES:
                    self._first[word] = -1

    def _is_junior(self, words: tuple[str, ...]) -> bool:
        """Say whether a name with "Jr." is the son of somebody known without it, who may be spoken of on that day."""
        plain = bare(words)
        if len(plain) == len(words) or len(plain) < 2 or self.lex.person(" ".join(words)) is not None:
            return False
        father = self.lex.person(" ".join(plain))
        return father is not None and self.surnames.possible(father)

    def _junior(self, words: tuple[str, ...]) -> Chain | None:
        """Return whom "Trump Jr." names: a son with that word behind his name."""
        if len(words) == len(bare(words)):
            return None
        return next((c for c in self.by_word.get(words[0], ()) if c.words[-1] == words[-1]), None)

    def _candidates(self, words: tuple[str, ...]) -> list[Chain]:
        exact = self.by_word.get(bare(words)[-1], [])
        first = self.by_word.get(words[0], [])
        alike = self.by_initial.get(bare(words)[-1][0], [])
        return [*exact[:_LOOK], *first[:_LOOK], *alike[-_LOOK:]]

    def enter(self, chain: Chain, words: tuple[str, ...]) -> None:
        """Make a chain findable by the words of a name."""
        alike = self.by_initial.setdefault(bare(words)[-1][0], [])
        if chain not in alike[-4:]:
            alike.append(chain)
        for word in bare(words):
            if word in self.particle or len(word) < 2:
                continue
            for each in (word, _ARTICLE.sub("", word)):  # "al-Taishi" goes on as "Mr Taishi"
                chains = self.by_word.setdefault(each, [])
                if chain not in chains:
                    chains.append(chain)

    def _join(self, chain: Chain, found: Found) -> None:
        chain.found.append(found)
        chain.key = chain.key or found.key
        chain.gender = chain.gender or found.gender

    def match(self, word: str, found: Found | None = None, start: int = -1) -> Chain | None:
        """Return the chain that a single name points to: same word, or a slip for a surname."""
        chains = self.by_word.get(word)
        if chains is None and len(word) >= 5:
            chains = [chain for chain in self.by_initial.get(word[0], ()) if near(chain.surname, word)]
        if not chains:
            return None
        chains = (
            [c for c in chains if c.surname == word]
            or [c for c in chains if c.words[0] != word or c.words[0] not in self.given or near(c.surname, word)]
            or chains
        )
        chains = [c for c in chains if not self._outshone(c, word, found)]
        if not chains:
            return None
        if len(chains) == 1:
            return chains[0] if found is None or self._may_be(chains[0], word, found) else None
        if found is not None:
            chains = [chain for chain in chains if self._may_be(chain, word, found)] or chains
            if found.office:
                titled = [c for c in chains if any(o == found.office for o, _, _ in c.titles())]
                if titled:
                    chains = titled
            if found.gender:
                chains = [c for c in chains if c.gender in ("", found.gender)] or chains
            start = found.start
        if len({chain.surname for chain in chains}) == 1 and len(chains) > 1 and start >= 0:
            # of two with one surname the bare surname is who governs, else the one with an office, else the more often named
            ruler = self.surnames.ruler(chains[0].surname)
            governs = [c for c in chains if ruler is not None and c.person is not None and c.person.key == ruler.key]
            about = [c for c in chains if _about(c, found)] if found is not None else []
            if found is not None and len(about) == 1 and _just_named(about[0], found):
                mister = bool(found.gender)
                if not governs or (not found.office and (mister or self._in_office(about[0]))):
                    return about[0]
            chains = governs or chains
            tops = [c for c in chains if self._on_top(c)]
            chains = tops if len(tops) == 1 else chains
            held = [c for c in chains if c.person is not None or any(True for _ in c.titles())]
            chains = held if len(held) == 1 else chains
        earlier = [c for c in chains if any(each.start < start for each in c.found)] if start >= 0 else []
        pool = earlier or chains
        return max(pool, key=lambda c: (len(c.found), -c.found[0].start if c.found else 0))

    def _may_be(self, chain: Chain, word: str, found: Found) -> bool:
        """Say whether a surname with its title can be the one full name of that surname: "Mr. Trump" is not Melania Trump."""
        if chain.words[-1] in _SUFFIXES and len(found.words) == len(bare(found.words)):
            return False  # "Trump" is not "Donald Trump Jr."
        if self.day is None:
            return True  # without a day nobody can tell who held the office: one surname stays one
        if len(chain.words) < 2 and chain.surname == word:
            ruler = self.surnames.ruler(word)
            if ruler is not None and ruler.gender and found.office not in TOP_OFFICES:
                hers = {gender for gender in (found.gender, chain.gender) if gender and gender != ruler.gender}
                return not hers or found.gender == chain.gender  # "Mrs. Obama" is not who governs
            return True
        if len(chain.words) < 2 or chain.surname != word:
            return True
        known = chain.person is not None and bool(chain.person.gender)
        if found.gender and chain.gender and found.gender != chain.gender and (known or chain.words[0] in self.given):
            return False
        if chain.words[0] not in self.given:
            return True
        if found.office not in TOP_OFFICES or any(office == found.office for office, _, _ in chain.titles()):
            return True
        held = [person for person in self.lex.namesakes(word) if fits_post(person, found.office, None, None)]
        return not held or any(agree(tuple(fold_phrase(person.name).split()), chain.words) for person in held)

    def _outshone(self, chain: Chain, word: str, found: Found | None) -> bool:
        """Say whether a surname alone is not this known namesake's, for who governs has it: "Trump" is not Melania Trump."""
        if len(chain.words) < 2 or chain.person is None or chain.surname != word:
            return False
        full = min(each.start for each in chain.found if len(bare(each.words)) > 1)
        if self._first.get(word, full) >= full:
            return False  # an article that names a namesake first goes on with the surname
        ruler = self.surnames.ruler(word)
        if ruler is not None and found is not None and found.gender not in ("", ruler.gender):
            return False  # "Ms. Trump"
        return ruler is not None and ruler.key != chain.person.key and not any(is_top(p) for p in chain.person.posts)

    def _in_office(self, chain: Chain) -> bool:
        """Say whether a person is told to hold some office, and is not one who led a state before."""
        led = chain.person is not None and any(is_top(post) for post in chain.person.posts)
        return not led and any(True for _ in chain.titles())

    def _on_top(self, chain: Chain) -> bool:
        """Say whether a person is told, or known, to hold one of the highest offices, and not to have held it once."""
        if not any(office in TOP_OFFICES for office, _, _ in chain.titles()):
            return False
        high = [post for post in chain.person.posts if is_top(post)] if chain.person is not None else []
        return not high or any(not post.until if self.day is None else post.held_on(self.day) for post in high)

    def holding(self, words: tuple[str, ...]) -> Chain | None:
        """Return the first chain whose name has all of these words."""
        return next((chain for chain in self.by_word.get(words[0], ()) if set(words) <= set(chain.words)), None)

    def known(self) -> None:
        """Look every chain up in the lexicon, by its full name or its surname and office, as the date allows."""
        for chain in self.chains:
            self._look_up(chain)

    def _look_up(self, chain: Chain) -> None:
        names = {" ".join(each.words) for each in chain.found if len(each.words) > 1} | {" ".join(chain.words)}
        plain = {" ".join(w for w in name.split() if len(w.rstrip(".")) > 1) for name in names} - names
        # as it is written first: "George W. Bush" is not the George Bush without the letter
        person = next(
            (p for name in (*sorted(names), *sorted(plain)) if (p := self.lex.person(name)) is not None), None
        )
        if person is not None and not self.surnames.possible(person):
            person = None
        if person is None and len(chain.words) == 1:
            person = self.by_surname(chain)
        if person is None and len(chain.words) == 2 and len(chain.words[1]) > 5:
            person = self._slip(chain)
        chain.person = person
        chain.key = person.key if person is not None else None
        if person is not None and person.gender:
            chain.gender = person.gender

    def by_surname(self, chain: Chain) -> Person | None:
        """Return the one holder of an office whom a surname alone, its titles and the day allow."""
        return self.surnames.holder(chain.words[0], chain.gender, [(office, of) for office, of, _ in chain.titles()])

    def _slip(self, chain: Chain) -> Person | None:
        """Look for the lexicon's person of the same first name whose surname differs by a slip, with the same office."""
        if self.day is None:
            return None
        titles = [(office, of) for office, of, _ in chain.titles() if of]
        for office, of in titles:
            for holder in self.lex.in_office(office, of or "", self.day):
                if agree(tuple(fold_phrase(holder.name).split()), chain.words):
                    return holder
        return None


def _just_named(chain: Chain, found: Found) -> bool:
    """Say whether a person is named in full before a surname, in its sentence or the last."""
    return any(
        0 <= found.sentence - each.sentence <= 1 and each.start < found.start and len(bare(each.words)) > 1
        for each in chain.found
    )


def _about(chain: Chain, found: Found) -> bool:
    """Say whether a person is named before a surname, in its sentence or the last, be it by the surname."""
    return any(0 <= found.sentence - each.sentence <= 1 and each.start < found.start for each in chain.found)
