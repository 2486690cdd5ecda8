"""Cut a sentence into words and marks with the few properties that finding names needs."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from verbale.coding.draft import Sentence
from verbale.lexicon.actors import WORD, common_words, fold, lexicon

_ARTICLE = re.compile(r"(?:al|el|ul|ad|as|ash|at|an|ar|az|ez|es)[-'’][^\W\d_]")
"""The Arabic article, which the press writes small inside a name: "al-Sadr"."""
_fold = lru_cache(maxsize=65536)(fold)
MAX_TOKENS = 4000
"""A "sentence" longer than this is a data dump, not prose; the rest of it is left unread."""


class Token(Struct, gc=False):
    """A word or mark: offsets without a possessive ending, folded form, and how it is written."""

    start: int
    end: int
    text: str
    fold: str
    word: bool
    cap: bool
    upper: bool
    poss: bool
    adjacent: bool
    """Only a space or a hyphen stands between it and the token before."""


def tokenise(text: str, sentence: Sentence) -> list[Token]:
    """Return the tokens of a sentence; "Ukraine's" is one token that ends before its apostrophe."""
    tokens: list[Token] = []
    last = sentence.start
    skip = -1
    for match in WORD.finditer(text, sentence.start, min(sentence.end, sentence.start + 40000)):
        start, end = match.span()
        if start < skip:
            continue
        word = match.group()
        poss = False
        if len(word) > 2 and word[-1] in "sS" and word[-2] in "'’":
            word, end, poss = word[:-2], end - 2, True
        elif text[end : end + 1] in ("'", "’") and word[-1:] in ("s", "z", "x") and word[0].isupper():
            poss = text[end + 1 : end + 2] in (" ", "")
        adjacent = bool(tokens) and (start - last <= 1 or text[last:start].isspace())
        pair = "-" in word and _BETWEEN.match(text, match.end()) is not None
        for first, past, part, folded, plain, cap, upper, final in _read(word, pair):
            tokens.append(
                Token(
                    start + first, start + past, part, folded, plain, cap, upper, poss and final, adjacent and not first
                )
            )
        last = match.end()
        if len(tokens) >= MAX_TOKENS:
            break
    return tokens


@lru_cache(maxsize=65536)
def _read(word: str, pair: bool = False) -> tuple[tuple[int, int, str, str, bool, bool, bool, bool], ...]:
    """Return a word's parts with all that each is by itself: where it stands, how it reads, and whether it is the last."""
    parts = (_pair(word) if pair else None) or _parts(word)
    return tuple(
        (
            offset,
            offset + len(part),
            part,
            _fold(part),
            part[0].isalnum(),
            part[0].isupper() or (part[0] in "aeu" and _ARTICLE.match(part) is not None),
            len(part) > 1 and part.isupper(),
            number == len(parts) - 1,
        )
        for number, (offset, part) in enumerate(parts)
    )


_BETWEEN = re.compile(
    r"\s(?:summits?|talks|meetings?|calls?|pact|accord|declaration|communiqu[eé]|handshake|letters)\b"
)


def _pair(word: str) -> tuple[tuple[int, str], ...] | None:
    """Split "Trump-Kim" before "summit": the two that met, where both are names by which the press calls somebody."""
    head, _, tail = word.partition("-")
    if "-" in tail or not head[:1].isupper() or not tail[:1].isupper():
        return None
    known = lexicon()
    if not (_fold(head) in known.surnames and _fold(tail) in known.surnames):
        return None
    return ((0, head), (len(head), "-"), (len(head) + 1, tail))


def _parts(word: str) -> tuple[tuple[int, str], ...]:
    """Split "US-Russia" and "Russian-backed" at the hyphen, but not "Jean-Yves" or "Nagorno-Karabakh"."""
    if "-" not in word:
        return ((0, word),)
    known = lexicon()
    whole = _fold(word)
    if whole in known.longest or not word[0].isupper():
        return ((0, word),)
    head, _, tail = word.partition("-")
    if not head or not tail:
        return ((0, word),)
    name = _fold(head) in known.phrases and (head[0].isupper())
    if name and (_fold(tail) in known.phrases or tail[0].islower() or _fold(tail.split("-")[0]) in common_words()):
        return ((0, head), (len(head), "-"), (len(head) + 1, tail))
    if tail in _TAILS:
        return ((0, head), (len(head), "-"), (len(head) + 1, tail))
    return ((0, word),)


_TAILS = frozenset(
    "type linked related like based led backed born trained funded mediated brokered sponsored controlled occupied held run "
    "style era allies fueled caused made installed appointed drafted dominated ruled friendly owned speaking designed built "
    "supplied proposed".split()
)


def is_title_case(tokens: list[Token], role: str) -> bool:
    """Say whether a sentence writes most of its longer words with a capital, as headlines do."""
    words = [token for token in tokens if token.word and len(token.text) > 3 and not token.text[0].isdigit()]
    capitals = sum(token.cap for token in words)
    if role in ("headline", "crosshead"):
        return len(words) >= 2 and capitals >= 0.7 * len(words)
    return len(words) >= 4 and capitals >= 0.85 * len(words) and tokens[-1].text not in _STOPS


_STOPS = frozenset('.?!"”)')


def is_shouted(tokens: list[Token]) -> bool:
    """Say whether a sentence is written in capitals."""
    words = [token for token in tokens if token.word and len(token.text) > 3]
    return len(words) >= 3 and sum(token.upper for token in words) >= 0.8 * len(words)
