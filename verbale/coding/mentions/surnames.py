"""Tell whom of the lexicon a surname alone means on a day, in an article that names these states; and nobody where two could be."""

from __future__ import annotations

from verbale.lexicon.actors import Person, Post, common_words, lexicon

TOP_OFFICES = frozenset({"PRESIDENT", "PRIME_MINISTER", "CHANCELLOR"})
_POSTED_ABROAD = frozenset({"AMBASSADOR", "PERMANENT_REPRESENTATIVE", "CONSUL", "GOVERNOR", "MAYOR"})
_FEW = 2
"""So many namesakes in the lexicon at most has a surname that tells who is meant in an article that names no state of theirs."""
_REMEMBERED = 20
"""So many years after the highest office a surname alone still means who held it, if nobody else of the name does."""
_RULING = frozenset({"President", "Prime Minister", "Premier", "Chancellor", "Supreme Leader", "Leader", "Taoiseach"})
_LATELY = "2009"
"""Who led a state until then or later is whom a bare surname means on a page that tells no day."""
_REMEMBERED_FOR = _RULING | {"Secretary of State"}


class Surnames:
    """The lexicon's bearers of a surname, as one document may mean them."""

    def __init__(self, day: str | None, states: frozenset[str]) -> None:
        self.day = day
        self.states = states
        """Keys of the polities and organisations that the document names."""
        self.lex = lexicon()
        self._rulers: dict[str, Person | None] = {}

    def ruler(self, surname: str) -> Person | None:
        """Return who of a surname governs, on the day, a state that the document names: whom the surname alone means."""
        if self.day is None:
            return self._of_late(surname)
        if surname not in self._rulers:
            found = {
                person.key: person
                for person, _ in self.lex.holders(surname, self.day)
                if any(p.title in _RULING and p.held_on(self.day) and self._here(p) for p in person.posts)
            }
            heads = {key: p for key, p in found.items() if any(_heads(post, self.day) for post in p.posts)}
            found = heads if len(heads) == 1 else found  # a premier stands behind who leads the state
            self._rulers[surname] = next(iter(found.values())) if len(found) == 1 else None
        return self._rulers[surname]

    def _of_late(self, surname: str) -> Person | None:
        """Return the only one of a surname who led, of late, a state that the document names: of a page without a day."""
        if surname not in self._rulers:
            found = [
                person
                for person in self.lex.namesakes(surname)
                if any(
                    is_top(post)
                    and post.title in _RULING
                    and self._here(post)
                    and (not post.until or post.until >= _LATELY)
                    for post in person.posts
                )
            ]
            self._rulers[surname] = found[0] if len(found) == 1 else None
        return self._rulers[surname]

    def _here(self, post: Post) -> bool:
        return post.of.partition(".")[0] in self.states

    def famous(self, surname: str) -> bool:
        """Say whether somebody of that surname held an office that makes a surname enough ("in Putin's words")."""
        return any(is_top(post) for person in self.lex.namesakes(surname) for post in person.posts)

    def possible(self, person: Person) -> bool:
        """Say whether somebody may be spoken of on the day, by the years of the offices held."""
        if self.day is None or not person.posts:
            return True
        year = int(self.day[:4])
        firsts = [int(post.since[:4]) for post in person.posts if post.since]
        lasts = [int(post.until[:4]) if post.until else 2100 for post in person.posts]
        return not firsts or (min(firsts) - 6 <= year <= max(lasts) + 30)

    def holder(self, surname: str, gender: str, titles: list[tuple[str, str | None]]) -> Person | None:
        """Return the one holder of an office whom a surname alone, its titles and the day allow."""
        if self.day is None:
            return self._ever(surname, titles)
        pairs = [
            (person, post)
            for person, post in self.lex.holders(surname, self.day)
            if self._near(person, surname) and _agrees(person, gender)
        ]
        fits = [
            person for person, post in pairs if any(fits_post(person, office, of, self.day) for office, of in titles)
        ]
        if len({person.key for person in fits}) == 1:
            return fits[0]
        top = {person.key: person for person, post in pairs if is_top(post)}
        if titles:
            return self._ever(surname, titles)
        if len(top) == 1:
            return next(iter(top.values()))
        if top and (ruler := self.ruler(surname)) is not None:
            return top.get(ruler.key)
        once = self._once(surname, gender) if not top else {}
        everybody = {person.key: person for person, post in pairs if self._stands_out(post)}
        if not everybody and len(once) == 1:
            return next(iter(once.values()))
        only = len(everybody) == 1 and len(surname) > 5 and once.keys() <= everybody.keys()
        return next(iter(everybody.values())) if only else None

    def _near(self, person: Person, surname: str) -> bool:
        """Say whether a surname alone can be somebody's: the document names their state, or nobody else is so called."""
        if not self.states or any(self._here(post) for post in person.posts):
            return True
        others = [other for other in self.lex.namesakes(surname) if other.key != person.key]
        rare = len(others) <= _FEW and surname not in common_words()
        return (
            rare
            and any(is_top(post) and post.held_on(self.day or "") for post in person.posts)
            and not any(is_top(post) for other in others for post in other.posts)
        )

    def _once(self, surname: str, gender: str) -> dict[str, Person]:
        """Return who of a surname held one of the highest offices of a state named here, and not long before the day."""
        year = int((self.day or "9999")[:4])
        return {
            person.key: person
            for person in self.lex.namesakes(surname)
            if _agrees(person, gender)
            for post in person.posts
            if post.title in _REMEMBERED_FOR
            and self._here(post)
            and post.until
            and 0 <= year - int(post.until[:4]) <= _REMEMBERED
        }

    def _stands_out(self, post: Post) -> bool:
        """Say whether the press may call who holds an office by the surname alone: not one of the many posted abroad."""
        words = post.title.casefold()
        phrases = (words, words.rpartition(" ")[2])
        office = next((found for phrase in phrases if (found := self.lex.offices.get(phrase)) is not None), None)
        return office is not None and office.name not in _POSTED_ABROAD

    def _ever(self, surname: str, titles: list[tuple[str, str | None]]) -> Person | None:
        """Return the only one of a surname who ever held the highest office that a title names, where no day decides."""
        held = [office for office, _ in titles if office in TOP_OFFICES]
        known = {p.key: p for o in held for p in self.lex.namesakes(surname) if fits_post(p, o, None, None)}
        only = next(iter(known.values())) if len(known) == 1 else None
        return only if only is not None and self.possible(only) else None


def _heads(post: Post, day: str) -> bool:
    return post.title in ("President", "Supreme Leader") and post.held_on(day)


def _agrees(person: Person, gender: str) -> bool:
    return not (person.gender and gender and person.gender != gender)


def is_top(post: Post) -> bool:
    """Say whether an office makes its holder known by surname alone."""
    return post.title in _TOP or (post.title == "Leader" and bool(post.of))


_TOP = frozenset(
    ["President", "Prime Minister", "Premier", "Chancellor", "Foreign Minister", "Secretary of State", "Supreme Leader",
     "Secretary General", "Secretary-General", "Foreign Secretary", "Director General", "General Secretary",
     "High Representative", "External Affairs Minister"]
)  # fmt: skip


def fits_post(person: Person, office: str, of: str | None, day: str | None) -> bool:
    """Say whether a person held such an office (of such a body) on the day."""
    offices = lexicon().offices
    for post in person.posts:
        named = offices.get(post.title.casefold())
        if named is None or named.name != office:
            continue
        if of and post.of and not same_house(of, post.of):
            continue
        if day is None or post.held_on(day):
            return True
    return False


def same_house(left: str | None, right: str | None) -> bool:
    """Say whether two keys belong to one polity or body: RUS, RUS.MFA and RUS.PRESIDENCY do."""
    return bool(left and right) and str(left).partition(".")[0] == str(right).partition(".")[0]
