"""Names brought together: case, accents, hyphens, ways of writing Cyrillic and Arabic in Latin, initials, order, slips."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from msgspec import Struct
from rapidfuzz.distance import OSA

from verbale.lexicon import load_table, load_words
from verbale.lexicon.actors import FOLDER, lexicon, name_words

_NOT_LETTER = re.compile(r"[^a-z ]+")
_TWICE = re.compile(r"(.)\1+")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "þ": "th", "œ": "oe"})
_SUFFIXES = frozenset({"jr", "junior", "sr", "senior", "ii", "iii", "iv", "v", "vi", "xiv", "xvi"})
_ARTICLES = frozenset({"al", "el", "ul"})
"""Arabic articles: a surname is the same with and without one."""


@cache
def _respelling() -> tuple[tuple[str, str], ...]:
    return tuple((row["from"], row["to"]) for row in load_table("transliteration.tsv"))


@cache
def _particles() -> frozenset[str]:
    return name_words("particle") - {"y", "e", "uz"}


@lru_cache(maxsize=1 << 17)
def fold(name: str) -> str:
    """Return the key under which spellings of a name meet: "Sergey Lavrov" and "Sergei Lavrov" have one key."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS).removesuffix("'s")
    plain = " ".join(_NOT_LETTER.sub(" ", plain.replace("'", "")).split())
    for old, new in _respelling():
        plain = plain.replace(old, new)
    return _TWICE.sub(r"\1", plain) or " ".join(name.casefold().split())


class Name(Struct, frozen=True):
    """A person's name in its parts, folded."""

    given: str
    """The first word; a letter where only the initial is given; '' where the name is a surname alone."""
    middle: tuple[str, ...]
    surname: str
    """With its particles ("von der leien"), without an Arabic article."""
    suffix: str = ""
    eastern: bool = False
    """The surname comes first ("Xi Jinping")."""

    @property
    def full(self) -> bool:
        """Say whether there is more than a surname."""
        return bool(self.given)

    @property
    def joined(self) -> str:
        """All parts without blanks: "Kim Jong-un" and "Kim Jong Un" and "Kim Jongun" meet here."""
        return "".join((self.given, *self.middle, self.surname))


@cache
def _surname_first() -> frozenset[str]:
    return frozenset(fold(word) for word in load_words(FOLDER + "surname_first.txt"))


@lru_cache(maxsize=1 << 17)
def parse(name: str) -> Name:
    """Take a person's name apart. A single word, or a particle and a word, is a surname alone."""
    raw = name.replace(".", ". ").split()
    if "of" in raw[1:-1]:
        raw = raw[: raw.index("of", 1)]  # "Abdullah II of Jordan" is no Jordan
    words = [word for part in raw for word in fold(part).split() if word]
    suffix = ""
    while len(words) > 1 and words[-1] in _SUFFIXES_FOLDED and (raw[-1].rstrip(".,").casefold() in _SUFFIXES):
        suffix = words.pop()
    if len(words) == 2 and raw[0] == "Al" and not _has_article(words[1]):
        return Name(words[0], (), words[1], suffix)  # "Al Gore"
    kept = [word for at, word in enumerate(words) if not (word in _ARTICLES and at + 1 < len(words))] or words
    if len(kept) < 2:
        return Name("", (), kept[0] if kept else fold(name), suffix)
    if kept[0] in _particles():
        return Name("", (), " ".join(kept), suffix)
    turned = len(kept) == 2 and kept[1] in _WESTERN_ORDER
    if kept[0] in _surname_first() and len(kept) <= 3 and not turned and kept[1] not in _nicknames():
        return Name(kept[1], tuple(kept[2:]), kept[0], suffix, True)
    at = len(kept) - 1
    while at > 1 and kept[at - 1] in _particles():
        at -= 1
    return Name(kept[0], tuple(kept[1:at]), " ".join(kept[at:]), suffix)


@cache
def _with_article() -> frozenset[str]:
    return frozenset(
        fold(word[3:])
        for word in (folded.rpartition(" ")[2] for folded, _ in lexicon().everybody())
        if word[:3] in _JOINED
    )


def _has_article(surname: str) -> bool:
    return surname in _with_article()


_JOINED = frozenset({"al-", "el-", "ul-"})
_WESTERN_ORDER = frozenset(fold(word) for word in ("Kim", "Lee", "Park", "Chen", "Wang", "Nguyen", "Tran"))
"""A name that ends so has its surname last, whatever it begins with."""
_SUFFIXES_FOLDED = frozenset(fold(word) for word in _SUFFIXES)


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    for row in load_table(FOLDER + "nicknames.tsv"):
        forms = {fold(row["name"]), *(fold(form) for form in row["forms"].split(";"))}
        for form in forms:
            sets.setdefault(form, set()).update(forms)
    return {form: frozenset(others) for form, others in sets.items()}


TURNED = "the same words in another order"
"""The reason of a likeness that proves little: Paul Evans is not Evans Paul, though Abe Shinzo is Shinzo Abe."""
_LONG = 40
"""No part of a name is longer; what is, is compared with nothing but itself."""


def skeleton(word: str) -> str:
    """Return a folded word's consonants: vowels are what transliterations of Arabic and Persian differ in."""
    return "".join(c for c in word if c not in "aeiou ")


def given_agrees(one: Name, other: Name) -> float:
    """Return how well two given names agree: 1 the same, .9 a short form, .7 an initial, .6 a respelling or a slip, 0 no."""
    a, b = one.given, other.given
    if not a or not b or max(len(a), len(b)) > _LONG:
        return float(bool(a) and a == b)
    if a == b:
        return 1.0
    if b in _nicknames().get(a, ()):
        return 0.9
    if one.eastern or other.eastern:
        return 0.0  # the syllables of such names are short: "Sang" and "Sung", "Yi" and "Yiwei" are two people
    if len(a) == 1 or len(b) == 1:
        return 0.7 if a[0] == b[0] else 0.0
    bones = skeleton(a)
    if len(bones) >= 2 and bones == skeleton(b) and a[0] == b[0] and OSA.distance(a, b) <= max(1, len(a) // 4):
        return 0.8
    if min(len(a), len(b)) >= 5 and a[0] == b[0] and OSA.distance(a, b, score_cutoff=1) <= 1:
        return 0.6
    return 0.0


def surname_agrees(one: Name, other: Name) -> float:
    """Return how well two surnames agree: 1 the same, .8 other vowels, .7 a slip in a long one, 0 no."""
    a, b = one.surname, other.surname
    if a == b:
        return 1.0
    if not a or not b or max(len(a), len(b)) > _LONG or (a[0] != b[0] and {a[0], b[0]} != {"g", "k"}):
        return 0.0
    shorter, longer = sorted((len(a), len(b)))
    bones = skeleton(a)
    if len(bones) >= 3 and bones == skeleton(b) and OSA.distance(a, b) <= max(1, longer // 3):
        return 0.8
    if shorter >= 6 and OSA.distance(a, b, score_cutoff=1) <= 1:
        return 0.7
    if shorter >= 9 and OSA.distance(a, b, score_cutoff=2) <= 2:
        return 0.65
    return 0.0


def middle_agrees(one: Name, other: Name) -> bool:
    """Say whether middle names allow two names to be one: one has none, or the initials match in order."""
    a, b = one.middle, other.middle
    if a == b:
        return True
    if one.eastern is not other.eastern:
        return False  # "Kim Sung-han" is not Sung Kim
    if not a or not b:
        return True
    if one.eastern:
        return False
    if len(a) != len(b):
        short, long = sorted((a, b), key=len)
        return set(short) <= set(long) or {word[0] for word in short} <= {word[0] for word in long}
    return all(
        x == y or (x[0] == y[0] and 1 in (len(x), len(y))) or skeleton(x) == skeleton(y)
        for x, y in zip(a, b, strict=True)
    )


def name_score(one: Name, other: Name) -> tuple[float, str]:
    """Return how likely two full names are spellings of one, 0 to 1, with the reason in words."""
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return 0.0, ""
    if one.joined == other.joined:
        return 0.97, "the same name but for spelling"
    if sorted((one.given, *one.middle, one.surname)) == sorted((other.given, *other.middle, other.surname)):
        return 0.95, TURNED
    surname = surname_agrees(one, other)
    given = given_agrees(one, other) if surname else 0.0
    if not surname or not given or not middle_agrees(one, other):
        return 0.0, ""
    if surname == 1.0:
        if given == 1.0:
            same = one.middle == other.middle
            return (0.95, "the same name") if same else (0.9, "the same name with and without a middle one")
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
