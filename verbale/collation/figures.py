"""Figures: full names over all documents, with what lexicon and documents say of each; and how two can be compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from msgspec import Struct

from verbale.collation.chains import TOP, Role
from verbale.collation.names import Name, parse
from verbale.lexicon.actors import Person, Post, fold_phrase, lexicon
from verbale.lexicon.institutions import kin, office_of, polity_of

STRONG = frozenset(
    "PRESIDENT PRIME_MINISTER CHANCELLOR FOREIGN_MINISTER DEFENCE_MINISTER FINANCE_MINISTER INTERIOR_MINISTER MONARCH "
    "SECRETARY_OF_STATE SENATOR SECRETARY_GENERAL VICE_PRESIDENT DEPUTY_FOREIGN_MINISTER SUPREME_LEADER POPE "
    "SPOKESPERSON AMBASSADOR ATTORNEY_GENERAL WATER_MINISTER GOVERNOR CROWN_PRINCE DIRECTOR_GENERAL".split()
)
"""Offices that tell a person's state for sure."""
HIGHEST = TOP | {"SUPREME_LEADER", "LEADER", "SECRETARY_GENERAL"}
ROYAL = frozenset({"MONARCH", "PRINCE", "PRINCESS", "CROWN_PRINCE", "POPE", "SHEIKH"})


class Join(Struct, frozen=True, order=True):
    """A merge of two names: which mentions, how sure, and why in words."""

    left: str
    right: str
    score: float
    reason: str


@dataclass(slots=True)
class Figure:
    """One full name (or lexicon person) over all documents."""

    key: str
    names: set[Name] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    heads: list[str] = field(default_factory=list)
    polities: Counter[str] = field(default_factory=Counter)
    offices: set[str] = field(default_factory=set)
    person: Person | None = None
    shown: Counter[str] = field(default_factory=Counter)
    days: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)
    """Polities that its documents name."""

    def take(self, other: Figure) -> None:
        """Become one with another figure."""
        self.names |= other.names
        self.documents |= other.documents
        self.heads += other.heads
        self.polities.update(other.polities)
        self.offices |= other.offices
        self.shown.update(other.shown)
        self.days |= other.days
        self.around |= other.around
        self.person = self.person or other.person

    @property
    def states(self) -> set[str]:
        """The polities it is of: by titles in the documents and by the posts that the lexicon knows."""
        most = max(self.polities.values(), default=0)
        told = {key for key, count in self.polities.items() if count * 4 >= most}
        return told | states_of(self.person) if self.person else told


@cache
def states_of_key(key: str) -> frozenset[str]:
    """Return the polities of a lexicon person's posts, by key."""
    person = lexicon().person_by_key(key)
    found = (polity_of(post.of) for post in person.posts if post.of) if person else ()
    return frozenset(state for state in found if state)


def states_of(person: Person) -> set[str]:
    """Return the polities of a person's posts."""
    return set(states_of_key(person.key))


@cache
def offices_of(key: str) -> frozenset[str]:
    """Return the named offices that a lexicon person held, by key."""
    person = lexicon().person_by_key(key)
    return (
        frozenset(o for post in person.posts if len(post.title) > 3 and (o := office_of(post.title)[0]))
        if person
        else frozenset()
    )


def agree(one: Iterable[str], other: Iterable[str]) -> bool | None:
    """Say whether two sets of polities have one in common; None where either is empty."""
    first, second = set(one), set(other)
    if not first or not second:
        return None
    return any(kin(a, b) for a in first for b in second)


def role_states(roles: Sequence[Role], strong: bool = False) -> list[str]:
    """Return the polities of the offices that a document names; with `strong`, of those that tell a state for sure."""
    found = (polity_of(r.of) for r in roles if r.of and (not strong or r.office in STRONG))
    return [state for state in found if state]


def year_of(day: str) -> int:
    """Return the year of an ISO day."""
    return int(day[:4])


class _Known:
    """The persons of the lexicon by folded surname."""

    def __init__(self) -> None:
        self.by_surname: dict[str, list[tuple[Name, int]]] = defaultdict(list)
        self.by_given: dict[str, list[tuple[Name, int]]] = defaultdict(list)
        for folded, number in lexicon().everybody():
            name = parse(folded)
            if not name.full:
                continue
            self.by_surname[name.surname].append((name, number))
            self.by_given[name.given + " " + name.surname[:1]].append((name, number))

    def near(self, name: Name) -> Iterator[tuple[Name, Person]]:
        """Yield persons whose surname is the same, or whose given name is and whose surname begins alike."""
        numbers = [*self.by_surname.get(name.surname, ()), *self.by_given.get(name.given + " " + name.surname[:1], ())]
        seen = set()
        for other, number in numbers:
            if (other, number) not in seen:
                seen.add((other, number))
                yield other, lexicon().person_at(number)


@cache
def known_persons() -> _Known:
    """Return the lexicon's persons by surname, made on first use."""
    return _Known()


def in_time(person: Person, figure: Figure, years: int) -> bool:
    """Say whether a person held some post within so many years of the figure's days."""
    if not figure.days or not person.posts:
        return True
    first, last = year_of(min(figure.days)), year_of(max(figure.days))
    for post in person.posts:
        since = year_of(post.since) if post.since else 0
        until = year_of(post.until) if post.until else 9999
        if since - years <= last and first <= until + years:
            return True
    return False


def has_fame(person: Person, day: str | None, years: int) -> bool:
    """Say whether a person held one of the highest offices on a day, or so many years from it."""
    for post in person.posts:
        if len(post.title) <= 3 or office_of(post.title)[0] not in HIGHEST:
            continue
        since = year_of(post.since) if post.since else 0
        until = year_of(post.until) if post.until else 9999
        if day is None or since - years <= year_of(day) <= until + years:
            return True
    return False


def is_son(one: Name, other: Name, person: Person, days: Iterable[str]) -> bool:
    """Say whether a name with "Jr." is not this person's, who is known, and famous in those days, without it."""
    if one.suffix not in JUNIOR or other.suffix in JUNIOR:
        return False
    return any(has_fame(person, day, 10) for day in sorted(days)) or (not days and has_fame(person, None, 10))


JUNIOR = frozenset({"jr", "junior"})


def juniors(figure: Figure) -> bool:
    """Say whether a figure goes by a name with "Jr."."""
    return any(name.suffix in JUNIOR for name in figure.names)


_FEW = 6
"""A surname that more than so many in the lexicon have is no proof of anybody."""
_HEADS = frozenset({"President", "Prime Minister", "Premier", "Chancellor", "Supreme Leader", "General Secretary"})


@cache
def _heads(surname: str, day: str) -> tuple[str, ...]:
    """Return the keys of the lexicon's persons of a surname who headed a state before a day, or do on it."""
    return tuple(
        person.key
        for person in lexicon().namesakes(surname)
        if any(p.title in _HEADS and p.since and p.since <= day for p in person.posts)
    )


def is_rare(surname: str) -> bool:
    """Say whether few in the lexicon have a surname, so that it tells who is meant where no state of theirs is named."""
    return 0 < len({person.key for person in lexicon().namesakes(fold_phrase(surname).split()[-1])}) <= _FEW


def famous_once(surname: str, day: str | None, around: Iterable[str]) -> Person | None:
    """Return the only one of a surname who ever headed a state that is named here."""
    known = lexicon()
    heads = [p for key in _heads(fold_phrase(surname), day or "9") if (p := known.person_by_key(key)) is not None]
    left = [person for person in heads if agree(states_of(person), around)]
    return left[0] if len(left) == 1 else None


def is_far(person: Person, told: Iterable[str], around: Iterable[str]) -> bool:
    """Say whether a full name is rather a stranger's: who has it in the lexicon is little known, their state not named."""
    states, named = states_of(person), set(around)
    if not states or not named or agree(states, named | set(told)) or has_fame(person, None, 0):
        return False
    return not any(post.title in _HEADS for post in person.posts)


def _held_by(post: Post, day: str) -> bool:
    """Say whether an office is held on a day, or was not long before."""
    begun = not post.since or post.since <= day
    return begun and (not post.until or year_of(day) - year_of(post.until) <= _FRESH)


_FRESH = 3
"""So many years after an office the press still calls who held it by the surname alone."""


def _leads(title: str) -> bool:
    """Say whether a title is of one of the highest offices itself, not of a deputy's."""
    return len(title) > 3 and not title.startswith("Deputy ") and office_of(title)[0] in STRONG | HIGHEST


def outranked(figure: Figure, surname: str, day: str | None, around: Iterable[str]) -> bool:
    """Say whether a surname alone is rather another's, who headed a state, than this one's, out of office on the day."""
    person = figure.person
    if person is None or day is None or any(_held_by(post, day) and _leads(post.title) for post in person.posts):
        return False
    head = famous_once(surname, day, around)
    return head is not None and head.key != person.key


def famous_of(left: Sequence[Figure], day: str | None) -> list[Figure]:
    """Return the only one of several whom the press of a day calls by the surname alone; nobody where two could be."""
    high = [f for f in left if f.person is not None and has_fame(f.person, day, 2)]
    if len(high) == 1:
        others = max((len(f.documents) for f in left if f is not high[0]), default=0)
        return high if day is not None or len(high[0].documents) >= 3 * others else []
    return []


def apart_in(figure: Figure, number: int, bare: str) -> bool:
    """Say whether a surname can be a figure's: not where its own document tells the two apart, an article aside."""
    if number not in figure.documents:
        return True
    return all(shown.split()[-1].casefold() != bare.casefold() for shown in figure.shown)


def near_by(one: Figure, other: Figure) -> bool:
    """Say whether a stranger's documents name the state of one whom the lexicon knows and the record names in full."""
    if one.person is None:
        one, other = other, one
    return one.person is not None and bool(one.heads) and bool(agree(one.states, other.around))


def rank_of(figure: Figure) -> tuple[int, int, int, str]:
    """Return what decides under which figure's key two become one: the known, the more often told, the longer name."""
    name = max(figure.shown, key=lambda shown: (figure.shown[shown], len(shown), shown), default="")
    return (0 if figure.person is not None else 1, -len(figure.documents), -len(name), figure.key)


def states_apart(states: Counter[str]) -> list[set[str]]:
    """Group the states told of one name: those that follow each other are one, the most told first."""
    groups: list[set[str]] = []
    for state, _ in sorted(states.items(), key=lambda item: (-item[1], item[0])):
        for group in groups:
            if any(kin(state, other) for other in group):
                group.add(state)
                break
        else:
            groups.append({state})
    return groups
