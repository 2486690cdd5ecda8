"""The telling words of a content: single words and pairs of neighbours, each as one canonical form and as it stands.

What a content is about stands at its head: what comes before its second sentence and before what it only adds
("after the raid", "because ...").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from msgspec import Struct

from verbale.collation.likeness import fold_word
from verbale.lexicon import load_words
from verbale.lexicon.wording import canonical, hollow, known, weight

_WEIGHT = 0.2
"""A word under this says nothing of its own."""
_WORDS_FIRST = 4
"""A content's head has so many words of more than three letters at least."""
_LONG = 3
_ENDS = frozenset(".!?;…")
_SHORTENED = frozenset({"Mr", "Mrs", "Ms", "Dr", "Gen", "Sen", "Rep", "St"})
WORD = re.compile(r"\d[A-Z]\b|[^\W\d_]+\d{0,3}(?:['’-][^\W_]+)*|[,;:!?…]|\.(?!\d)")


class Term(Struct, frozen=True, order=True):
    """One or two canonical words next to each other."""

    words: tuple[str, ...]


@cache
def empty() -> frozenset[str]:
    """Return the words that make no issue."""
    return hollow() | frozenset(load_words("issue_stopwords.txt"))


@cache
def vague() -> frozenset[str]:
    """Return the words that name an issue only beside another: "security demands", not "demands"."""
    return pointing_words() | frozenset(canonical(word) for word in load_words("issue_idle.txt"))


@cache
def pointing_words() -> frozenset[str]:
    """Return those of them that point at what was told before: "the proposal"."""
    return frozenset(canonical(word) for word in load_words("issue_vague.txt"))


@cache
def not_before() -> frozenset[str]:
    """Return the verbs that make no name with the noun behind them: "avoid actions"."""
    return frozenset(canonical(word) for word in load_words("issue_not_before.txt"))


@cache
def no_things() -> frozenset[str]:
    """Return the words that are no matter in dispute although they stand where nouns do."""
    return frozenset(load_words("issue_no_things.txt"))


def is_name(given: str) -> bool:
    """Say whether a word is written as a name: "Sinai", "al-Sadr"."""
    return given[0].isupper() or given.rpartition("-")[2][:1].isupper()


@lru_cache(200_000)
def piece(given: str) -> tuple[str, str]:
    """Return (canonical, as it stands) of a word that tells something, ("", "") of any other; "@..." is a name."""
    if given[0].isdigit():
        return given.casefold(), given
    word = fold_word(given)
    if not word[0].isalpha() or word in empty() or word.endswith("n't"):
        return "", ""
    if is_name(given) and not known(word):
        return f"@{word}", given
    return ("", "") if weight(word) < _WEIGHT else (canonical(word), given)


def pieces(content: str) -> list[tuple[str, str]]:
    """Return (canonical, as it stands) of the telling words in order; ("", "") where a mark or an empty word parts them."""
    return [piece(word) for word in WORD.findall(content)]


def terms_of(content: str) -> dict[Term, str]:
    """Return the terms of a content, each as it stands there first. A name alone is no term: it is a party or a place."""
    found: dict[Term, str] = {}
    told = pieces(content)
    for index, (word, surface) in enumerate(told):
        if not word:
            continue
        if not word.startswith("@"):
            found.setdefault(Term((word,)), surface.lower() if not surface.isupper() else surface)
        if index + 1 < len(told) and told[index + 1][0] and not told[index + 1][0].startswith("@"):
            other, right = told[index + 1]
            left = surface if word.startswith("@") else surface.lower()
            found.setdefault(Term((word, other)), f"{left} {right.lower()}")
    return found


def surface_of(content: str, term: Term) -> str:
    """Return a term as it stands in a content."""
    told = pieces(content)
    size = len(term.words)
    for index in range(len(told) - size + 1):
        here = told[index : index + size]
        if all(word == one[0] for word, one in zip(term.words, here, strict=True)):
            return " ".join(surface for _, surface in here)
    return " ".join(term.words)


@cache
def _asides() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return what opens what a content only adds: the rest of each by its first word."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for first, *rest in map(str.split, load_words("issue_asides.txt")):
        found[first] = (*found.get(first, ()), tuple(rest))
    return found


def head_of(tokens: list[str]) -> list[str]:
    """Return the tokens of a content's head, which tells what it is about: "sanctions stay" of "sanctions stay as long as ..."."""
    asides = _asides()
    start = 0
    if tokens and tokens[0].casefold() in asides and "," in tokens:
        # "if Norland attacks, it will face sanctions"
        start = tokens.index(",") + 1
    long = 0
    for at in range(start, len(tokens)):
        token = tokens[at]
        if len(token) > _LONG:
            if long >= _WORDS_FIRST and token in asides and _opens(tokens, at):
                return tokens[start:at]
            long += 1
        elif long >= _WORDS_FIRST and (
            (token in _ENDS and len(tokens[at - 1]) > 1 and tokens[at - 1] not in _SHORTENED)
            or (token in asides and _opens(tokens, at))
        ):
            return tokens[start:at]
    return tokens[start:]


def opens_aside(word: str) -> bool:
    """Say whether a word by itself opens an aside: "while"."""
    return () in _asides().get(word, ())


def _opens(tokens: list[str], at: int) -> bool:
    """Say whether the words from a place on open an aside."""
    rests = _asides()[tokens[at]]
    return any(tuple(tokens[at + 1 : at + 1 + len(rest)]) == rest for rest in rests)
