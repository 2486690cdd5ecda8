"""The actor lexicon: who acts in the news, by every name the press gives them, with offices and dates.

Loaded once, lazily. Phrases are kept under their folded words (`fold`), so that a tokenised text finds them by slices of
its own folded words; persons are parsed only when they are met.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Literal

from verbale.lexicon import load_table, load_words, read_text

FOLDER = "actors/"
WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}(?!\w)"  # U.S.
    r"|(?:St|Gen|Lt|Col|Maj|Brig|Adm|Sen|Rep|Gov|Capt|Sgt|Cmdr|Dr|Mr|Messrs|Mrs|Ms|Prof|Jr|Sr|Rev|Hon|Pres|Cpl|Sec|Amb|Inc|Corp|Ltd)\."
    r"|[A-Z]\.(?=\s?[A-Z])"  # an initial
    r"|[^\W_]+(?:[.'’\-&][^\W_]+)*"
    r"|\S"
)
"""A word or a mark. Possessive endings are still on it."""

Use = Literal["name", "adjective", "demonym", "seat", "title"]


def fold(word: str) -> str:
    """Return a word as the lexicon keeps it: small, without diacritics, typewriter apostrophe, no final stop."""
    word = word.replace("’", "'") if "’" in word else word
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        word = word.translate(_LETTERS)
    word = word.casefold()
    return word[:-1] if word[-1:] == "." and len(word) > 2 and "." not in word[:-1] else word


_LETTERS = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"})


def fold_phrase(phrase: str) -> str:
    """Fold a phrase word by word, as a tokenised text will ask for it."""
    return " ".join(fold(word) for word in WORD.findall(phrase))


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one actor or place, and how it is used."""

    key: str
    kind: Literal["polity", "organisation", "place"]
    use: Use
    surface: str


@dataclass(frozen=True, slots=True)
class Actor:
    """What the lexicon knows of a polity or organisation."""

    key: str
    name: str
    kind: str
    of: str = ""
    sector: str = ""
    nouns: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """An office held; a title of three capitals is only a sector."""

    title: str
    of: str
    since: str
    until: str

    def held_on(self, day: str) -> bool:
        """Say whether the office was held on an ISO day, as far as the dates are known."""
        return (not self.since or self.since <= day[: len(self.since)]) and (
            not self.until or day[: len(self.until)] <= self.until
        )


@dataclass(frozen=True, slots=True)
class Person:
    """A person with names and offices."""

    key: str
    name: str
    aliases: tuple[str, ...]
    gender: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A title as words: what office it names, in which PLOVER sector, and the gender it tells."""

    phrase: str
    name: str
    sector: str
    gender: str


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold_phrase(name)).strip("-")


def _list(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _plural(noun: str) -> str:
    if noun.endswith(("s", "ese", "men", "x")):
        return noun
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"


class Lexicon:
    """All tables, indexed for a reader of tokenised text."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}
        self.phrases: dict[str, tuple[Entry, ...]] = {}
        self.offices: dict[str, Office] = {}
        self.groups: dict[str, str] = {}
        self.ministries: dict[str, tuple[str, str]] = {}
        self.longest: dict[str, int] = {}
        self._persons: dict[str, int] = {}
        self._rows: list[str] = []
        self._load_polities()
        self._load_organisations()
        self._load_places()
        self._load_titles()
        self._load_persons()

    def _put(self, phrase: str, key: str, kind: Literal["polity", "organisation", "place"], use: Use) -> None:
        phrase = phrase.removeprefix("the ")
        folded = fold_phrase(phrase)
        if not folded:
            return
        entry = Entry(key, kind, use, phrase)
        before = self.phrases.get(folded, ())
        if all((other.key, other.use) != (key, use) for other in before):
            self.phrases[folded] = (*before, entry)
        self._reach(folded)

    def _reach(self, folded: str) -> None:
        first = folded.partition(" ")[0]
        words = folded.count(" ") + 1
        if self.longest.get(first, 0) < words:
            self.longest[first] = words

    def _load_polities(self) -> None:
        for row in load_table(FOLDER + "polities.tsv"):
            key = row["key"]
            self.actors[key] = Actor(
                key, row["name"], row["kind"], sector="GOV", since=row["since"], until=row["until"]
            )
            for name in (row["name"], *_list(row["aliases"])):
                self._put(name, key, "polity", "name")
            for name in _list(row["adjectives"]):
                self._put(name, key, "polity", "adjective")
            for name in _list(row["demonyms"]):
                self._put(_plural(name), key, "polity", "demonym")
                self._put(name, key, "polity", "demonym")
            for name in _list(row["seats"]):
                self._put(name, key, "polity", "seat")
        for row in load_table(FOLDER + "polities_odbl.tsv"):
            key = row["key"]
            known = key in self.actors
            self.actors.setdefault(key, Actor(key, row["name"], "territory", sector="GOV"))
            for name in (row["name"], *_list(row["aliases"])):
                if not known or fold_phrase(name) not in self.phrases:
                    self._put(name, key, "polity", "name")
            if row["demonym"]:
                self._put(row["demonym"], key, "polity", "adjective")
                self._put(_plural(row["demonym"]), key, "polity", "demonym")
            for name in _list(row["capitals"]):
                if fold_phrase(name) not in self.phrases:
                    self._put(name, key, "place", "name")

    def _load_organisations(self) -> None:
        for row in load_table(FOLDER + "organisations.tsv"):
            key = row["key"]
            self.actors[key] = Actor(
                key, row["name"], row["kind"], row["of"], row["sector"], tuple(_list(row["nouns"]))
            )
            for name in (row["name"], *_list(row["aliases"])):
                self._put(name, key, "organisation", "name")
        for row in load_table(FOLDER + "seats.tsv"):
            self._put(row["name"], row["key"], "organisation", "seat")
        for row in load_table(FOLDER + "ministries.tsv"):
            folded = fold_phrase(row["phrase"])
            self.ministries[folded] = (row["suffix"], row["sector"])
            self._reach(folded)

    def _load_places(self) -> None:
        for table in ("places.tsv", "places_phoenix.tsv"):
            for row in load_table(FOLDER + table):
                if table == "places.tsv" or fold_phrase(row["name"]) not in self.phrases:
                    self._put(row["name"], row["polity"], "place", "name")

    def _load_titles(self) -> None:
        for row in load_table(FOLDER + "offices.tsv"):
            office = Office(row["phrase"], row["office"], row["sector"], row["gender"])
            folded = fold_phrase(row["phrase"]).replace(" .", "")
            self.offices[folded] = office
            self._reach(folded)
        for row in load_table(FOLDER + "group_nouns.tsv"):
            folded = fold_phrase(row["phrase"])
            self.groups[folded] = row["sector"]
            self._reach(folded)

    def _load_persons(self) -> None:
        text = read_text(FOLDER + "persons.tsv")
        self._rows = [line for line in text.splitlines() if not line.startswith("#")][1:]
        for number, line in enumerate(self._rows):
            _, name, aliases, _ = line.split("\t", 3)
            for each in (name, *aliases.split(";")) if aliases else (name,):
                folded = " ".join(map(fold, each.split())) if not each.isascii() or "." in each else each.casefold()
                if " " in folded or each != name:
                    self._persons.setdefault(folded, number)
                    first, _, rest = folded.partition(" ")
                    words = rest.count(" ") + 2 if rest else 1
                    if self.longest.get(first, 0) < words:
                        self.longest[first] = words

    def _parse(self, number: int) -> Person:
        key, name, aliases, gender, posts = self._rows[number].split("\t")
        slug = key or _slug(name)
        held = tuple(Post(*post.split("|")) for post in _list(posts))
        return Person(slug, name, tuple(_list(aliases)), gender, held)

    @lru_cache(maxsize=1 << 15)  # noqa: B019 -- the lexicon lives as long as the process
    def person(self, folded: str) -> Person | None:
        """Return the person of a folded full name."""
        number = self._persons.get(folded)
        return None if number is None else self._parse(number)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """Rows of persons by key; keys that stand in the table are not parsed from names."""
        numbers: dict[str, int] = {}
        for number, line in enumerate(self._rows):
            key, name, _ = line.split("\t", 2)
            numbers.setdefault(key or _slug(name), number)
        return numbers

    def person_by_key(self, key: str) -> Person | None:
        """Return the person of a key."""
        number = self._numbers.get(key)
        return None if number is None else self._person(number)

    @cache  # noqa: B019 -- the lexicon lives as long as the process
    def _person(self, number: int) -> Person:
        return self._parse(number)

    def everybody(self) -> Iterator[tuple[str, int]]:
        """Yield every folded full name and alias with the number of its person, for an index of one's own."""
        yield from self._persons.items()

    def person_at(self, number: int) -> Person:
        """Return the person of a number that `everybody` gave."""
        return self._person(number)

    @cached_property
    def _before(self) -> dict[str, list[int]]:
        """Rows of persons whose surname comes first ("Xi Jinping"), by that folded surname."""
        index: dict[str, list[int]] = {}
        for folded, number in self._persons.items():
            words = folded.split(" ")
            if is_surname_first(words):
                index.setdefault(words[0], []).append(number)
        return index

    @cached_property
    def surnames(self) -> dict[str, list[int]]:
        """Rows of persons with a known office by folded last word: for a surname that comes without a first name."""
        index: dict[str, list[int]] = {}
        for folded, number in self._persons.items():
            index.setdefault(folded.partition(" of ")[0].rpartition(" ")[2], []).append(number)
        return index

    def namesakes(self, surname: str) -> Iterator[Person]:
        """Yield the persons of a surname."""
        for number in dict.fromkeys((*self.surnames.get(surname, ()), *self._before.get(surname, ()))):
            yield self._parse(number)

    def holders(self, surname: str, day: str) -> Iterator[tuple[Person, Post]]:
        """Yield the persons of a surname who held a named office of a polity or body on a day."""
        for person in self.namesakes(surname):
            for post in person.posts:
                if len(post.title) > 3 and post.held_on(day):
                    yield person, post
                    break

    @cached_property
    def by_office(self) -> dict[tuple[str, str], list[int]]:
        """Rows of persons by (office, of), for the offices whose title is a whole office phrase."""
        index: dict[tuple[str, str], list[int]] = {}
        for number, line in enumerate(self._rows):
            for post in _list(line.rpartition("\t")[2]):
                title, of, _ = post.split("|", 2)
                office = self.offices.get(title.casefold())
                if office is not None and of:
                    index.setdefault((office.name, of), []).append(number)
        return index

    def holder(self, office: str, of: str, day: str, phrase: str = "") -> Person | None:
        """Return who held an office on a day, where exactly one person did (the latest to start where rows overlap).

        Of an office that several hold at once only the one whose title is the whole `phrase` with its place
        ("ambassador to the united nations") can be told.
        """
        several = office in offices_of_many()
        if several and " to " not in phrase:
            return None
        found: list[tuple[str, Person]] = []
        for number in dict.fromkeys(self.by_office.get((office, of), ())):
            person = self._parse(number)
            for post in person.posts:
                named = self.offices.get(post.title.casefold())
                if several and post.title.casefold() != phrase:
                    continue
                if named and named.name == office and post.of == of and post.since and post.held_on(day):
                    found.append((post.since, person))
        found.sort(key=lambda pair: pair[0])
        if len(found) > 1 and found[-1][0][:4] == found[-2][0][:4] and found[-1][1].key != found[-2][1].key:
            return None
        return found[-1][1] if found else None

    def in_office(self, office: str, of: str, day: str) -> Iterator[Person]:
        """Yield everybody who held an office on a day, where several do at once as well."""
        for number in dict.fromkeys(self.by_office.get((office, of), ())):
            person = self._parse(number)
            for post in person.posts:
                named = self.offices.get(post.title.casefold())
                if named and named.name == office and post.of == of and post.since and post.held_on(day):
                    yield person
                    break

    def ministry(self, folded: str, of: str) -> str | None:
        """Return the key of a polity's ministry or body, by its folded words: ("foreign ministry", "RUS") is RUS.MFA."""
        found = self.ministries.get(folded)
        if found is None or not of:
            return None
        special = _SPECIAL.get((of, found[0]))
        return special or f"{of}.{found[0]}"


_SPECIAL = {
    ("USA", "MFA"): "USA.STATE", ("USA", "MOD"): "USA.DOD", ("USA", "FINANCE"): "USA.TREASURY", ("GBR", "MFA"): "GBR.FCDO",
    ("GBR", "FINANCE"): "GBR.TREASURY", ("GBR", "INTERIOR"): "GBR.HOME_OFFICE", ("IND", "MFA"): "IND.MEA",
    ("PAK", "MFA"): "PAK.FO", ("CHN", "MOD"): "CHN.MND", ("JPN", "MFA"): "JPN.MOFA", ("PHL", "MFA"): "PHL.DFA",
    ("UN", "SECURITY_COUNCIL"): "UN.UNSC", ("ISR", "PARLIAMENT"): "ISR.KNESSET", ("UKR", "PARLIAMENT"): "UKR.RADA",
    ("IRN", "PARLIAMENT"): "IRN.MAJLIS", ("EU", "PARLIAMENT"): "EU.PARLIAMENT", ("DEU", "PARLIAMENT"): "DEU.BUNDESTAG",
}  # fmt: skip


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, loaded on first use."""
    return Lexicon()


@cache
def name_words(kind: str) -> frozenset[str]:
    """Return the words that tell what a run of capitals names: organisation, place, never, locative, reporting ..."""
    return frozenset(next(row["words"] for row in load_table(FOLDER + "name_words.tsv") if row["kind"] == kind).split())


@cache
def common_words() -> frozenset[str]:
    """Return the words that prose writes small."""
    return frozenset(load_words(FOLDER + "common_words.txt"))


@cache
def given_names() -> dict[str, str]:
    """Return given names, folded, with the gender they mostly tell ('' where they tell none)."""
    return {fold(row["name"]): row["gender"] for row in load_table(FOLDER + "given_names.tsv")}


@cache
def surnames_first() -> frozenset[str]:
    """Return the folded surnames that come first in a name ("Xi", "Kim", "Nguyen")."""
    return frozenset(fold(word) for word in load_words(FOLDER + "surname_first.txt"))


def is_surname_first(words: Sequence[str]) -> bool:
    """Say whether the surname is the first of a name's folded words: "Kim Jong Un", not "Tony Kim", nor "Kim Campbell"."""
    return (
        1 < len(words) <= 3
        and words[0] in surnames_first()
        and words[1] not in given_names()
        and words[-1] not in _LAST_ALONE
    )


_LAST_ALONE = frozenset({"kim", "lee", "park", "chen", "wang", "nguyen", "tran"})
"""A name that ends so has its surname last, whatever it begins with."""


@cache
def offices_of_many() -> frozenset[str]:
    """Return the offices that several hold at once in one state or body."""
    return frozenset(load_words(FOLDER + "offices_of_many.txt"))


@cache
def title_modifiers() -> frozenset[str]:
    """Return the folded words that may stand inside a title before its noun."""
    return frozenset(fold(word) for word in load_words(FOLDER + "title_modifiers.txt"))


@cache
def members(organisation: str, day: str | None = None) -> frozenset[str]:
    """Return the keys of an organisation's members: on an ISO day, or of today where no day is given."""
    dated = [row for row in load_table(FOLDER + "memberships_own.tsv") if row["organisation"] == organisation]
    if dated:
        return frozenset(
            key
            for row in dated
            for key in _list(row["members"])
            if (not row["until"] if day is None else Post("", "", row["since"], row["until"]).held_on(day))
        )
    rows = load_table(FOLDER + "memberships.tsv")
    return frozenset(key for row in rows if row["organisation"] == organisation for key in _list(row["members"]))
