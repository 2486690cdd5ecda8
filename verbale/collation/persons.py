"""Persons across documents: spellings, initials, slips and bare surnames brought to one key, namesakes kept apart.

A name that the lexicon knows is its key. Other full names are figures of their own, joined by rules from the surest down;
a join is refused where one document tells the two apart, where their states differ, or where more than one other would do.
A surname alone joins who is left after title, state and day. Nothing here depends on the order of documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from msgspec import Struct

from verbale.collation.chains import TOP, Chain, Role, holder_of
from verbale.collation.names import Name, fold, given_agrees, middle_agrees, parse, skeleton, surname_agrees
from verbale.lexicon.actors import Person, fold_phrase, lexicon
from verbale.lexicon.institutions import kin, office_of, polity_of

_STRONG = frozenset(
    "PRESIDENT PRIME_MINISTER CHANCELLOR FOREIGN_MINISTER DEFENCE_MINISTER FINANCE_MINISTER INTERIOR_MINISTER MONARCH "
    "SECRETARY_OF_STATE SENATOR SECRETARY_GENERAL VICE_PRESIDENT DEPUTY_FOREIGN_MINISTER SUPREME_LEADER POPE "
    "SPOKESPERSON AMBASSADOR WATER_MINISTER GOVERNOR CROWN_PRINCE DIRECTOR_GENERAL".split()
)
"""Offices that tell a person's state for sure."""
_ROYAL = frozenset({"MONARCH", "PRINCE", "PRINCESS", "CROWN_PRINCE", "POPE", "SHEIKH"})
_BLOCK = 300
"""More names than this under one head are compared with none: no press surname is so common."""


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
        return told | _states(self.person) if self.person else told


@cache
def _states_of(key: str) -> frozenset[str]:
    person = lexicon().person_by_key(key)
    found = (polity_of(post.of) for post in person.posts if post.of) if person else ()
    return frozenset(state for state in found if state)


def _states(person: Person) -> set[str]:
    return set(_states_of(person.key))


@cache
def _offices_of(key: str) -> frozenset[str]:
    person = lexicon().person_by_key(key)
    return (
        frozenset(o for post in person.posts if len(post.title) > 3 and (o := office_of(post.title)[0]))
        if person
        else frozenset()
    )


def _agree(one: Iterable[str], other: Iterable[str]) -> bool | None:
    """Say whether two sets of polities have one in common; None where either is empty."""
    first, second = set(one), set(other)
    if not first or not second:
        return None
    return any(kin(a, b) for a in first for b in second)


def _role_states(roles: Sequence[Role], strong: bool = False) -> list[str]:
    found = (polity_of(r.of) for r in roles if r.of and (not strong or r.office in _STRONG))
    return [state for state in found if state]


def _year(day: str) -> int:
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
def _known() -> _Known:
    return _Known()


def name_score(one: Name, other: Name) -> tuple[float, str]:
    """Return how likely two full names are spellings of one, 0 to 1, with the reason in words."""
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return 0.0, ""
    if one.joined == other.joined:
        return 0.97, "the same name but for spelling"
    if sorted((one.given, *one.middle, one.surname)) == sorted((other.given, *other.middle, other.surname)):
        return 0.95, "the same words in another order"
    surname = surname_agrees(one, other)
    given = given_agrees(one, other) if surname else 0.0
    if not surname or not given or not middle_agrees(one, other):
        return 0.0, ""
    if surname == 1.0:
        if given == 1.0:
            same = one.middle == other.middle
            return (0.95, "the same name") if same else (0.9, "the same name with and without a middle one")
        if given == 0.95:
            return 0.95, "the same name but for spelling"
        if given == 0.9:
            return 0.88, "a short form of the given name"
        if given == 0.8:
            return 0.86, "another spelling of the given name"
        if given == 0.7:
            return 0.8, "an initial for the given name"
        return 0.7, "a slip in the given name"
    if given < 0.8 or given == 0.7:
        return 0.0, ""
    if surname == 0.8:
        return 0.8, "another spelling of the surname"
    return 0.72, "a slip in the surname"


class People:
    """All persons of a record; `resolve` gives each chain's key."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self.bare: list[tuple[int, Chain, Name]] = []
        self.key_of: dict[str, str] = {}
        self.joins: list[Join] = []
        self._full: list[tuple[int, Chain, Name]] = []
        self._parents: dict[str, str] = {}

    def add(self, number: int, chain: Chain) -> None:
        """Take in one named person of document `number`."""
        name = parse(chain.name)
        person = self._person(chain, name)
        if person is not None:
            self._enter(f"lexicon:{person.key}", number, chain, name if name.full else None, person)
        elif name.full:
            self._full.append((number, chain, name))
        else:
            self.bare.append((number, chain, name))

    def resolve(self) -> dict[str, str]:
        """Return each head's key; call once, after the last `add`."""
        self._enter_full()
        self._join()
        for figure in self.figures.values():
            for head in figure.heads:
                self.key_of[head] = figure.key
        self._resolve_bare()
        return self.key_of

    # -- full names --------------------------------------------------------------------------------------------------

    def _person(self, chain: Chain, name: Name) -> Person | None:
        """Return the lexicon's person of a chain: by the office on that day, else as the coder said, if it can be."""
        known = lexicon()
        person = known.person_by_key(chain.key) if chain.key else None
        if name.full and (exact := known.person(fold_phrase(chain.name))) is not None:
            person = exact  # "George W. Bush" is nobody who is called so without the W
        if chain.day:
            for role in chain.roles:
                if role.office not in TOP or role.status not in ("", "outgoing"):
                    continue
                states = [role.of] if role.of else sorted(_states(person) if person else chain.around)
                for state in states:
                    holder = holder_of(role.office, state, chain.day)
                    if (
                        holder is not None
                        and (person is None or holder.key != person.key)
                        and self._called(holder, name)
                    ):
                        return holder
        if person is None or not self._possible(person, chain, name):
            return None
        return person

    @staticmethod
    def _called(person: Person, name: Name) -> bool:
        for each in (person.name, *person.aliases):
            other = parse(each)
            if not name.full and name.surname == other.surname:
                return True
            if name.full and name_score(name, other)[0] >= 0.8:
                return True
        return False

    @staticmethod
    def _possible(person: Person, chain: Chain, name: Name) -> bool:
        """Say whether a chain can be a person: not with a high office of a state that was never theirs, nor out of time."""
        states = _states(person)
        told = _role_states(chain.roles, strong=True)
        if told and states and not _agree(told, states):
            return False
        ends = [post.until for post in person.posts if post.until]
        if chain.day and len(ends) == len(person.posts) and ends:
            late = _year(chain.day) - max(_year(end) for end in ends)
            named = any(len(post.title) > 3 for post in person.posts)
            if late > 40 and not named and not chain.roles and name.full:
                return False
        return True

    def _enter(self, key: str, number: int, chain: Chain, name: Name | None, person: Person | None = None) -> None:
        figure = self.figures.get(key)
        if figure is None:
            figure = self.figures[key] = Figure(key, person=person)
            if person is not None:
                figure.names = {parsed for each in (person.name, *person.aliases) if (parsed := parse(each)).full}
                figure.offices = set(_offices_of(person.key))
        if name is not None:
            figure.names.add(name)
        figure.documents.add(number)
        figure.heads.append(chain.head.id)
        figure.polities.update(_role_states(chain.roles))
        figure.offices.update(role.office for role in chain.roles if role.office)
        figure.shown[chain.name] += 1
        figure.around |= chain.around
        if chain.day:
            figure.days.add(chain.day)

    def _enter_full(self) -> None:
        """Make a figure of each full name that the lexicon's keys did not settle; two of one name by their states."""
        alike: dict[str, list[tuple[int, Chain, Name]]] = defaultdict(list)
        for number, chain, name in self._full:
            alike[fold(chain.name)].append((number, chain, name))
        for folded, rows in alike.items():
            states: Counter[str] = Counter()
            for _, chain, _ in rows:
                states.update(set(_role_states(chain.roles, strong=True)))
            groups = _apart(states)
            for number, chain, name in rows:
                own = _role_states(chain.roles, strong=True)
                at = next((g for g in groups if own and any(kin(own[0], state) for state in g)), None)
                key = f"person:{folded}"
                if len(groups) > 1 and at is not None and at is not groups[0]:
                    key += f"@{min(at)}"
                self._enter(key, number, chain, name)

    def _join(self) -> None:
        """Join figures pair by pair, the surest first; each pair only if both sides still agree."""
        pairs: list[tuple[float, str, str, str]] = []
        loose = [figure for figure in self.figures.values() if figure.person is None]
        for figure in sorted(loose, key=lambda f: f.key):
            found = self._lexical(figure)
            if found is not None:
                person, score, reason = found
                key = f"lexicon:{person.key}"
                if key not in self.figures:
                    names = {parsed for each in (person.name, *person.aliases) if (parsed := parse(each)).full}
                    self.figures[key] = Figure(key, names=names, person=person, offices=set(_offices_of(person.key)))
                pairs.append((score, figure.key, key, reason))
        pairs.extend(self._pairs())
        best: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for score, left, right, _ in pairs:
            best[left].append((score, right))
            best[right].append((score, left))
        for score, left, right, reason in sorted(set(pairs), key=lambda pair: (-pair[0], pair[1], pair[2])):
            one, other = self._root(left), self._root(right)
            if one == other or not self._may(self.figures[one], self.figures[other], score):
                continue
            if score < 0.95 and self._rivals(best, left, right, score):
                continue
            self._unite(one, other, score, reason)
        for key in [key for key, figure in self.figures.items() if not figure.heads]:
            del self.figures[key]

    def _lexical(self, figure: Figure) -> tuple[Person, float, str] | None:
        """Find the one person of the lexicon that a figure spells, helped by state and day."""
        found: dict[str, tuple[float, str, Person]] = {}
        for name in figure.names:
            for other, person in _known().near(name):
                score, reason = name_score(name, other)
                if not score:
                    continue
                states = _states(person)
                same = _agree(figure.polities, states)
                office = bool(_offices_of(person.key) & figure.offices)
                if same is False or (score < 0.9 and not same and not (office and score >= 0.85)):
                    continue
                if not self._in_time(person, figure, 15 if score < 0.95 else 45):
                    continue
                if score < 0.8 and not office:
                    continue
                before = found.get(person.key)
                if before is None or before[0] < score:
                    found[person.key] = (score + (0.02 if same else 0), reason, person)
        if not found:
            return None
        ranked = sorted(found.values(), key=lambda each: -each[0])
        top = [each for each in ranked if each[0] >= ranked[0][0] - 0.03]
        if len(top) > 1:
            top = [
                each for each in top if _offices_of(each[2].key) & figure.offices and self._in_time(each[2], figure, 3)
            ]
        if len(top) != 1:
            return None
        score, reason, person = top[0]
        return person, min(0.97, score), reason

    @staticmethod
    def _in_time(person: Person, figure: Figure, years: int) -> bool:
        """Say whether a person held some post within so many years of the figure's days."""
        if not figure.days or not person.posts:
            return True
        first, last = _year(min(figure.days)), _year(max(figure.days))
        for post in person.posts:
            since = _year(post.since) if post.since else 0
            until = _year(post.until) if post.until else 9999
            if since - years <= last and first <= until + years:
                return True
        return False

    def _pairs(self) -> Iterator[tuple[float, str, str, str]]:
        """Yield pairs of figures whose names may be one's, each with its score."""
        blocks: dict[str, set[str]] = defaultdict(set)
        for key, figure in self.figures.items():
            for name in figure.names:
                blocks["s " + name.surname].add(key)
                blocks["s " + name.given].add(key)
                blocks["j " + name.joined].add(key)
                blocks[f"g {name.given} {name.surname[:1]}"].add(key)
                if len(bones := skeleton(name.surname)) >= 3:
                    blocks["k " + bones].add(key)
        done: set[tuple[str, str]] = set()
        for keys in blocks.values():
            if not 1 < len(keys) <= _BLOCK:
                continue
            ordered = sorted(keys)
            for at, left in enumerate(ordered):
                one = self.figures[left]
                for right in ordered[at + 1 :]:
                    other = self.figures[right]
                    if (left, right) in done or (one.person is not None and other.person is not None):
                        continue
                    done.add((left, right))
                    score, reason = max(name_score(a, b) for a in one.names for b in other.names)
                    if score and (score >= 0.75 or _agree(one.states, other.states) or _near(one, other)):
                        yield score, left, right, reason

    def _may(self, one: Figure, other: Figure, score: float) -> bool:
        """Say whether two figures may be one: not both known, not told apart by one document, not of two states."""
        if one.person is not None and other.person is not None:
            return False
        if score < 0.95 and one.documents & other.documents:
            return False
        agree = _agree(one.states, other.states)
        if agree is False:
            return False
        if score < 0.75 and not agree and not _near(one, other):
            return False
        clash = one.offices and other.offices and not one.offices & other.offices
        return not (score < 0.75 and clash and not agree)

    def _rivals(self, best: dict[str, list[tuple[float, str]]], left: str, right: str, score: float) -> bool:
        """Say whether either side could as well be somebody else ("George Bush" beside two with middle names)."""
        for side, chosen in ((left, right), (right, left)):
            own = self.figures[self._root(side)]
            if own.person is not None:
                continue
            for other_score, other in best[side]:
                root = self._root(other)
                if root in (self._root(chosen), self._root(side)) or other_score < score - 0.05:
                    continue
                if self._may(own, self.figures[root], other_score) and not self._one(root, self._root(chosen), best):
                    return True
        return False

    def _one(self, first: str, second: str, best: dict[str, list[tuple[float, str]]]) -> bool:
        """Say whether two rivals are themselves spellings of one."""
        return any(self._root(other) == second and score >= 0.8 for score, other in best.get(first, ()))

    def _root(self, key: str) -> str:
        while key in self._parents:
            key = self._parents[key]
        return key

    def _unite(self, left: str, right: str, score: float, reason: str) -> None:
        one, other = self.figures[left], self.figures[right]
        keep, gone = (one, other) if _rank(one) <= _rank(other) else (other, one)
        if keep.heads and gone.heads:
            self.joins.append(Join(min(keep.heads), min(gone.heads), score, reason))
        elif gone.heads and keep.person is not None:
            self.joins.extend(
                Join(min(gone.heads), head, score, f"{reason}: {keep.person.name}")
                for head in gone.heads
                if head != min(gone.heads)
            )
        keep.take(gone)
        self._parents[gone.key] = keep.key
        gone.heads = []

    # -- surnames alone ----------------------------------------------------------------------------------------------

    def _resolve_bare(self) -> None:
        """Give each surname that stands alone to the one figure that title, state and day leave."""
        by_surname: dict[str, set[str]] = defaultdict(set)
        for key, figure in self.figures.items():
            for name in figure.names:
                by_surname[name.surname].add(key)
                by_surname[name.surname.rpartition(" ")[2]].add(key)
                if len(name.joined) > 2 and (figure.offices & _ROYAL):
                    by_surname[name.given].add(key)
        initials: dict[str, set[str]] = defaultdict(set)
        for surname in by_surname:
            initials[surname[:1]].add(surname)
        lone: dict[str, list[tuple[Chain, list[str]]]] = defaultdict(list)
        for number, chain, name in self.bare:
            told = [*_role_states(chain.roles), *(s for key in chain.inside if (s := polity_of(key)))]
            near = [self.figures[key] for key in sorted(by_surname.get(name.surname, ()))]
            chosen, score, reason = self._choose(near, number, chain, told), 0.9, "a surname that only one bears"
            if chosen is None and not near and len(name.surname) >= 6 and (told or chain.roles):
                like = {
                    key
                    for surname in sorted(initials.get(name.surname[:1], ()))
                    if surname_agrees(Name("", (), surname), name)
                    for key in by_surname[surname]
                }
                firm = [f for f in (self.figures[key] for key in sorted(like)) if _agree(told, f.states)]
                chosen, score, reason = (
                    self._choose(firm, number, chain, told),
                    0.7,
                    "a slip in a surname of the same office",
                )
            if chosen is not None:
                self.joins.append(Join(min(chosen.heads), chain.head.id, score, reason))
                self.key_of[chain.head.id] = chosen.key
                continue
            person = self._by_office(chain, name, told)
            if person is not None:
                self.key_of[chain.head.id] = f"lexicon:{person.key}"
            elif near:
                self.key_of[chain.head.id] = f"mention:{chain.head.id}"  # one of several: which, the words do not say
            else:
                lone[name.surname].append((chain, told))
        for surname, rows in lone.items():
            groups = _apart(Counter(state for _, told in rows for state in set(told)))
            for chain, told in rows:
                at = next((g for g in groups if told and any(kin(told[0], state) for state in g)), None)
                key = f"person:{surname}"
                self.key_of[chain.head.id] = (
                    key + f"@{min(at)}" if len(groups) > 1 and at and at is not groups[0] else key
                )

    def _choose(self, near: Sequence[Figure], number: int, chain: Chain, told: Sequence[str]) -> Figure | None:
        """Narrow candidates by state, office, day and the states around; return the one that is left."""
        left = [f for f in near if _agree(told, f.states) is not False and _apart_in(f, number, chain.name)]
        offices = {role.office for role in chain.roles if role.office}
        strong = offices & TOP
        if offices and (held := [f for f in left if f.offices & offices]):
            left = held
        elif strong:
            left = [f for f in left if not f.offices & TOP and f.person is None]
        if len(left) > 1 and chain.day and offices:
            day = chain.day
            held = [
                f for f in left
                if f.person and any(p.held_on(day) and office_of(p.title)[0] in offices for p in f.person.posts)
            ]  # fmt: skip
            left = held or left
        if len(left) > 1 and not told:
            around = [f for f in left if _agree(f.states, chain.around)]
            left = around if len(around) == 1 and len(chain.around) <= 3 else left
        if len(left) != 1:
            return None
        one = left[0]
        sure = bool(offices & one.offices) or bool(_agree(told, one.states)) or not one.states
        known = one.person is not None and bool(one.offices & TOP)
        return one if sure or known or _agree(one.states, chain.around) or not chain.around else None

    @staticmethod
    def _by_office(chain: Chain, name: Name, told: Sequence[str]) -> Person | None:
        """Find who of that name held that office on that day, among the states that the document names."""
        if not chain.day:
            return None
        found: dict[str, Person] = {}
        for role in chain.roles:
            if role.status not in ("", "outgoing") or role.office not in TOP | _ROYAL:
                continue
            for state in sorted(set(told) or chain.around):
                person = holder_of(role.office, state, chain.day)
                if person is not None and any(
                    name.surname in (parsed.surname, parsed.given if role.office in _ROYAL else "")
                    for each in (person.name, *person.aliases)
                    if (parsed := parse(each))
                ):
                    found[person.key] = person
        return next(iter(found.values())) if len(found) == 1 else None


def _apart_in(figure: Figure, number: int, bare: str) -> bool:
    """Say whether a surname can be a figure's: not where its own document tells the two apart, an article aside."""
    if number not in figure.documents:
        return True
    return all(shown.split()[-1].casefold() != bare.casefold() for shown in figure.shown)


def _near(one: Figure, other: Figure) -> bool:
    """Say whether a stranger's documents name the state of one whom the lexicon knows and the record names in full."""
    if one.person is None:
        one, other = other, one
    return one.person is not None and bool(one.heads) and bool(_agree(one.states, other.around))


def _rank(figure: Figure) -> tuple[int, int, int, str]:
    name = max(figure.shown, key=lambda shown: (figure.shown[shown], len(shown), shown), default="")
    return (0 if figure.person is not None else 1, -len(figure.documents), -len(name), figure.key)


def _apart(states: Counter[str]) -> list[set[str]]:
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
