"""Whether words can name a matter: they stand where nouns stand, "the embargo", and not where verbs do, "to impose".

Told from the words around them in the statements themselves, so it holds for words that no list knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

from verbale.lexicon.wording import hollow

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.,;:!?]|[“”\"()$%0-9]+")
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
                first = _name_begins(tokens, at) if size > 1 and words[0].startswith("@") else at
                left, last = tokens[first : at + size - 1], tokens[at + size - 1]
                kept = [t if t[0].isupper() and words[0].startswith("@") else t.lower() for t in left]
                names[" ".join((*kept, last if last.isupper() else last.lower()))] += 1
            else:
                bad += 1
    good = names.total()
    fits = good >= _LEAST * (good + bad) and capital < _CAPITALS * (good + bad)
    return names if fits else Counter()


def _name_begins(tokens: list[str], at: int) -> int:
    """Return where a name of several words begins that ends here: "Camp" of "Camp David"."""
    first = at
    while first > 1 and at - first < _LONGEST_NAME and tokens[first - 1][0].isupper():
        if tokens[first - 1].casefold() in hollow() or tokens[first - 1].endswith(("'s", "’s")):
            break
        first -= 1
    return first


def _stands_as_noun(tokens: list[str], folded: list[str], start: int, end: int) -> bool:
    before = tokens[start - 1].casefold() if start else ""
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
    if after.casefold() in _after_verbs():
        return False
    # a word of matter right behind it: this one only tells of what kind that is
    return not (
        after[0].islower()
        and folded[end]
        and after.casefold() not in hollow()
        and not after.endswith(("ed", "ing", "ly"))
    )
