"""Surnames that stand alone: given to the one figure whom title, state and day leave, or to nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from verbale.collation.chains import TOP, Chain, holder_of
from verbale.collation.figures import (
    HIGHEST,
    ROYAL,
    Figure,
    Join,
    agree,
    apart_in,
    famous_of,
    famous_once,
    is_rare,
    offices_of,
    outranked,
    role_states,
    states_apart,
)
from verbale.collation.names import Name, parse, surname_agrees
from verbale.lexicon.actors import Person, common_words, fold_phrase, given_names, lexicon
from verbale.lexicon.institutions import kin, office_of, polity_of


def _only_folded(figure: Figure, word: str) -> bool:
    """Say whether a given name is only spelled nearly as a figure's surname: "Barack" is not Ehud Barak, "Ben" not a Benn."""
    plain = fold_phrase(word)
    if plain not in given_names():
        return False
    person = figure.person
    written = [*figure.shown, *((person.name, *person.aliases) if person is not None else ())]
    return all(plain not in fold_phrase(name).split() for name in written)


class Surnames:
    """The figures of a record by surname; `resolve` gives each chain of a surname alone its key."""

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        self.figures = figures
        self.key_of: dict[str, str] = {}
        self.joins: list[Join] = []

    def resolve(self, bare: Sequence[tuple[int, Chain, Name]]) -> None:
        """Give each surname that stands alone to the one figure that title, state and day leave."""
        by_surname: dict[str, set[str]] = defaultdict(set)
        for key, figure in self.figures.items():
            for name in figure.names:
                by_surname[name.surname].add(key)
                by_surname[name.surname.rpartition(" ")[2]].add(key)
                if len(name.joined) > 2 and (figure.offices & ROYAL):
                    by_surname[name.given].add(key)
        initials: dict[str, set[str]] = defaultdict(set)
        for surname in by_surname:
            initials[surname[:1]].add(surname)
        alike: dict[str, set[str]] = {}
        lone: dict[str, list[tuple[Chain, list[str]]]] = defaultdict(list)
        for number, chain, name in bare:
            plain = chain.name.casefold().strip(".") in common_words() or len(chain.name.strip(".")) < 2
            if plain and not chain.roles:
                self.key_of[chain.head.id] = f"mention:{chain.head.id}"  # "But", "I": no name at all
                continue
            told = [*role_states(chain.roles), *(s for key in chain.inside if (s := polity_of(key)))]
            near = [self.figures[key] for key in sorted(by_surname.get(name.surname, ()))]
            near = [figure for figure in near if not _only_folded(figure, chain.name)]
            chosen, score, reason = self._choose(near, number, chain, told), 0.9, "a surname that only one bears"
            if chosen is None and not near and len(name.surname) >= 6 and (told or chain.roles):
                like = alike.get(name.surname)
                if like is None:
                    like = alike[name.surname] = {
                        key
                        for surname in sorted(initials.get(name.surname[:1], ()))
                        if surname_agrees(Name("", (), surname), name)
                        for key in by_surname[surname]
                    }
                firm = [f for f in (self.figures[key] for key in sorted(like)) if agree(told, f.states)]
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
            if person is None and near and not told and not chain.roles and is_rare(chain.name):
                head = famous_once(chain.name, chain.day, chain.around)
                rivals = head is not None and any(f.offices & TOP for f in near if f.key != f"lexicon:{head.key}")
                person = None if rivals or fold_phrase(chain.name) in lexicon().phrases else head
            if person is not None:
                self.key_of[chain.head.id] = f"lexicon:{person.key}"
            elif near:
                self.key_of[chain.head.id] = f"mention:{chain.head.id}"  # one of several: which, the words do not say
            else:
                lone[name.surname].append((chain, told))
        for surname, rows in lone.items():
            groups = states_apart(Counter(state for _, told in rows for state in set(told)))
            for chain, told in rows:
                at = next((g for g in groups if told and any(kin(told[0], state) for state in g)), None)
                key = f"person:{surname}"
                self.key_of[chain.head.id] = (
                    key + f"@{min(at)}" if len(groups) > 1 and at and at is not groups[0] else key
                )

    def _choose(self, near: Sequence[Figure], number: int, chain: Chain, told: Sequence[str]) -> Figure | None:
        """Narrow candidates by state, office, day and the states around; return the one that is left."""
        left = [f for f in near if agree(told, f.states) is not False and apart_in(f, number, chain.name)]
        offices = {role.office for role in chain.roles if role.office}
        here = [f for f in near if number in f.documents]
        if here and not told and offices <= HIGHEST:
            famous = famous_of(here, chain.day)
            if famous and (not offices or offices & offices_of(famous[0].key.partition(":")[2])):
                return famous[0]  # "Trump" beside his wife and his son: the press means the president
        strong = offices & TOP
        known = [f for f in left if f.person and offices_of(f.person.key) & offices]
        if offices and (held := known or [f for f in left if f.offices & offices]):
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
            around = [f for f in left if agree(f.states, chain.around)]
            left = around if len(around) == 1 and len(chain.around) <= 3 else left
        if len(left) > 1:
            left = famous_of(left, chain.day) or left
        if len(left) != 1:
            return None
        one = left[0]
        if not told and not offices and outranked(one, chain.name, chain.day, chain.around):
            return None
        sure = bool(offices & one.offices) or bool(agree(told, one.states)) or not one.states
        high = one.person is not None and bool(one.offices & TOP) and is_rare(chain.name)
        return one if sure or high or agree(one.states, chain.around) or not chain.around else None

    @staticmethod
    def _by_office(chain: Chain, name: Name, told: Sequence[str]) -> Person | None:
        """Find who of that name held that office on that day, among the states that the document names."""
        if not chain.day:
            return None
        found: dict[str, Person] = {}
        for role in chain.roles:
            if role.status not in ("", "outgoing") or role.office not in TOP | ROYAL:
                continue
            for state in sorted(set(told) or chain.around):
                person = holder_of(role.office, state, chain.day)
                if person is not None and any(
                    name.surname in (parsed.surname, parsed.given if role.office in ROYAL else "")
                    for each in (person.name, *person.aliases)
                    if (parsed := parse(each))
                ):
                    found[person.key] = person
        return next(iter(found.values())) if len(found) == 1 else None
