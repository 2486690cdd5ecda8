"""Persons across documents: spellings, initials, slips and bare surnames brought to one key, namesakes kept apart.

A name that the lexicon knows is its key. Other full names are figures of their own, joined by rules from the surest down;
a join is refused where one document tells the two apart, where their states differ, or where more than one other would do.
A surname alone joins who is left after title, state and day. Nothing here depends on the order of documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from verbale.collation.chains import TOP, Chain, holder_of
from verbale.collation.figures import (
    STRONG,
    Figure,
    Join,
    agree,
    has_fame,
    in_time,
    is_far,
    is_son,
    juniors,
    known_persons,
    near_by,
    offices_of,
    rank_of,
    role_states,
    states_apart,
    states_of,
    year_of,
)
from verbale.collation.names import TURNED, Name, fold, name_score, parse, skeleton
from verbale.collation.surnames import Surnames
from verbale.lexicon.actors import Person, fold_phrase, lexicon
from verbale.lexicon.institutions import kin

__all__ = ["Join", "People"]

_BLOCK = 300
"""More names than this under one head are compared with none: no press surname is so common."""


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
        surnames = Surnames(self.figures)
        surnames.resolve(self.bare)
        self.key_of.update(surnames.key_of)
        self.joins += surnames.joins
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
                states = [role.of] if role.of else sorted(states_of(person) if person else chain.around)
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
        states = states_of(person)
        if name.full and is_far(person, role_states(chain.roles), chain.around):
            return False
        told = role_states(chain.roles, strong=True)
        if told and states and not agree(told, states):
            # a title that belongs to the next name must not make a stranger of a minister of that year
            near = bool(agree(states, chain.around)) and chain.day is not None
            if not near or not has_fame(person, chain.day, 10):
                return False
        ends = [post.until for post in person.posts if post.until]
        if chain.day and len(ends) == len(person.posts) and ends:
            late = year_of(chain.day) - max(year_of(end) for end in ends)
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
                figure.offices = set(offices_of(person.key))
        if name is not None:
            figure.names.add(name)
        figure.documents.add(number)
        figure.heads.append(chain.head.id)
        figure.polities.update(role_states(chain.roles))
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
                states.update(set(role_states(chain.roles, strong=True)))
            groups = states_apart(states)
            for number, chain, name in rows:
                own = role_states(chain.roles, strong=True)
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
                    self.figures[key] = Figure(key, names=names, person=person, offices=set(offices_of(person.key)))
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
        for name in sorted(figure.names, key=lambda each: (each.joined, each.suffix, each.given)):
            for other, person in known_persons().near(name):
                score, reason = name_score(name, other)
                if not score:
                    continue
                states = states_of(person)
                same = agree(figure.polities, states)
                office = bool(offices_of(person.key) & figure.offices)
                if same is False or (score < 0.9 and not same and not (office and score >= 0.85)):
                    continue
                if not same and is_far(person, (), figure.around):
                    continue
                if reason == TURNED and not same and not agree(states, figure.around):
                    continue
                if is_son(name, other, person, figure.days):
                    continue
                if not in_time(person, figure, 15 if score < 0.95 else 45):
                    continue
                if score < 0.8 and not office:
                    continue
                score += 0.02 if same else 0.0
                before = found.get(person.key)
                if before is None or before[0] < score:
                    found[person.key] = (score, reason, person)
        if not found:
            return None
        ranked = sorted(found.values(), key=lambda each: -each[0])
        top = [each for each in ranked if each[0] >= ranked[0][0] - 0.03]
        if len(top) > 1:
            top = [each for each in top if offices_of(each[2].key) & figure.offices and in_time(each[2], figure, 3)]
        if len(top) != 1:
            return None
        score, reason, person = top[0]
        return person, min(0.97, score), reason

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
                    sure = score >= 0.85 and reason != TURNED
                    if score and (sure or agree(one.states, other.states) or near_by(one, other)):
                        yield score, left, right, reason

    def _may(self, one: Figure, other: Figure, score: float) -> bool:
        """Say whether two figures may be one: not both known, not told apart by one document, not of two states."""
        if one.person is not None and other.person is not None:
            return False
        shared = agree(one.states, other.states)
        if one.documents & other.documents and juniors(one) != juniors(other):
            return False  # an article that names father and son
        if score < 0.95 and one.documents & other.documents:
            # "Bill" and "William" of one office in one article are one man; any other two are two
            return 0.88 <= score < 0.9 and bool(shared and one.offices & other.offices & STRONG)
        if shared is False:
            return False
        if score < 0.85 and not shared and not near_by(one, other):
            return False
        clash = bool(one.offices and other.offices and not one.offices & other.offices)
        strangers = one.person is None and other.person is None
        return not (clash and ((strangers and score < 0.85) or (score < 0.75 and not shared)))

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
        keep, gone = (one, other) if rank_of(one) <= rank_of(other) else (other, one)
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
