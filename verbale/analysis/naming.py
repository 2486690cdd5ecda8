"""Whether words can name a matter: they stand where nouns stand, "the embargo", and not where verbs do, "to impose".

Told from the words around them in the statements themselves, so it holds for words that no list knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from verbale.analysis.terms import Term, no_things, not_before, piece, terms_of, vague
from verbale.analysis.things import ABBREVIATION, OPENS_A_NAME, things_in
from verbale.lexicon.wording import hollow

_TOKEN = re.compile(r"\d[A-Z]\b|[^\W\d_]+\d{0,3}(?:['’-][^\W_]+)*|[.,;:!?]|[“”\"()$%0-9]+")
_NAMING = 0.4
"""The part of an issue's statements that must have a pair of words for it to be the issue's name."""
_NAMED = 40
"""Statements of an issue in which it is looked whether its word is the head of a noun phrase."""
_IS_THING = 0.2
"""The part of them in which it must be."""
_QUOTES = '“”"'
_LEAST = 0.34
_CAPITALS = 0.6
_LONGEST_NAME = 2
"""Words of a name that are taken before its last."""
_ADJECTIVES = ("ern", "ous", "ful", "able", "ible")


@cache
def _before_verbs() -> frozenset[str]:
    return frozenset(
        "to will would could can cannot should must may might shall not never we they he she it i you who which has have had "
        "is are was were been be being do does did also then let further".split()
    )


@cache
def _after_verbs() -> frozenset[str]:
    return frozenset("the a an its their his her our my your us them him me this these those itself themselves".split())


def name_of(term: Term, contents: Sequence[str]) -> str | None:
    """Return the name of an issue: the pair of words that its term ends and that enough of its statements have, else the term.

    None where none of them stands as the name of a thing does.
    """
    single = len(term.words) == 1
    if single and (term.words[0] in no_things() or not _is_thing(term.words[0], contents)):
        # "press" is a word of kind in "press conference", which is a term of its own
        return None
    found: list[Term] = []
    if single:
        pairs = Counter(t for c in contents for t in terms_of(c) if len(t.words) == 2 and t.words[1] == term.words[0])
        least = max(2, _NAMING * len(contents))
        found = [t for t, count in sorted(pairs.items(), key=lambda item: (-item[1], item[0])) if count >= least]
    for one in (*found, term):
        alone = len(one.words) == 1
        if one.words[0] in (vague() if alone else not_before()) or one.words[-1] in no_things():
            continue
        shapes = names_of_matter(one.words, contents, _folded)
        if shapes:
            # "invasion" names an issue, "invading" tells of it
            nouns = {t.alone.lower() for c in contents[:_NAMED] for t in things_in(c)} if alone else set()
            shapes = Counter({s: n for s, n in shapes.items() if s.lower() in nouns}) or shapes
            return min(shapes.items(), key=lambda item: (item[0].endswith("ing"), -item[1], item[0]))[0]
    return None


def _is_thing(word: str, contents: Sequence[str]) -> bool:
    """Say whether enough contents name something by a word: "stands ready" names no stand."""
    some = contents[:_NAMED]
    return sum(any(thing.word == word for thing in things_in(c)) for c in some) >= _IS_THING * len(some)


@lru_cache(200_000)
def _folded(token: str) -> str:
    return piece(token)[0] if token[0].isalpha() else ""


def names_of_matter(words: tuple[str, ...], contents: Iterable[str], fold: Callable[[str], str]) -> Counter[str]:
    """Return the shapes in which one or two folded words name a thing in contents, with counts; none if they mostly do not.

    `fold` folds a word as it stands.
    """
    names: Counter[str] = Counter()
    bad = capital = 0
    size = len(words)
    for content in contents:
        tokens = _TOKEN.findall(content)
        folded = [fold(t) for t in tokens]
        for at in range(len(tokens) - size + 1):
            if tuple(folded[at : at + size]) != words:
                continue
            capital += size == 1 and at > 0 and tokens[at][0].isupper()
            if _stands_as_noun(tokens, folded, at, at + size):
                first = _name_begins(tokens, folded, at) if size > 1 and words[0].startswith("@") else at
                left, last = tokens[first : at + size - 1], tokens[at + size - 1]
                kept = [t if t[0].isupper() and words[0].startswith("@") else t.lower() for t in left]
                # "NAFTA", but "SITES" of a headline
                upper = last.isupper() and (len(last) <= ABBREVIATION or words[-1].startswith("@"))
                names[" ".join((*kept, last if upper else last.lower()))] += 1
            else:
                bad += 1
    good = names.total()
    fits = good >= _LEAST * (good + bad) and capital < _CAPITALS * (good + bad)
    return names if fits else Counter()


def _name_begins(tokens: list[str], folded: list[str], at: int) -> int:
    """Return where a name of several words begins that ends here: "Camp" of "Camp David"."""
    first = at
    while first > 0 and at - first < _LONGEST_NAME and tokens[first - 1][0].isupper():
        if first == 1 and not folded[0].startswith("@") and tokens[0] not in OPENS_A_NAME:
            break  # whatever a sentence begins with
        if tokens[first - 1].casefold() in hollow() or tokens[first - 1].endswith(("'s", "’s")):
            break
        first -= 1
    return first


def _stands_as_noun(tokens: list[str], folded: list[str], start: int, end: int) -> bool:
    back = start - 1
    while back >= 0 and tokens[back][0] in _QUOTES:
        back -= 1
    before = tokens[back].casefold() if back >= 0 else ""
    if before in _before_verbs() or before.endswith(("n't", "n’t")):
        return False
    last = tokens[end - 1].casefold()
    if (
        last.endswith("ed")
        or (end - start > 1 and last.endswith("ly"))
        or (end - start == 1 and last.endswith(_ADJECTIVES))
    ):
        return False
    after = tokens[end] if end < len(tokens) else "."
    if after.casefold() in _after_verbs() or (end - start == 1 and after.endswith("ly")):
        return False
    # a word of matter right behind it: this one only tells of what kind that is
    return not (
        after[0].islower()
        and folded[end]
        and after.casefold() not in hollow()
        and not after.endswith(("ed", "ing", "ly"))
    )
