"""Memory does not grow with the number of articles: nothing is remembered of each word that was ever read."""

from __future__ import annotations

import functools
import gc

import pytest

from verbale.coding.coder import Coder
from verbale.model import Document, row_id

_LETTERS = "bdfgklmnprstvz"
_VOWELS = "aeiou"


def word(number: int) -> str:
    """Return a word that nobody has read before."""
    made = ""
    for _ in range(4):
        number, letter = divmod(number, len(_LETTERS))
        number, vowel = divmod(number, len(_VOWELS))
        made += _LETTERS[letter] + _VOWELS[vowel]
    return made


def article(number: int) -> Document:
    names = [word(number * 100 + n).capitalize() for n in range(40)]
    lines = [
        f"Minister {names[n]} {names[n + 1]} of {names[n + 2]} told the {names[n + 3]}ian press that President {names[n]}’s "
        f"{word(number * 100 + n + 50)}ing of {names[n + 3]}ians would {word(number * 100 + n + 51)} the {names[n + 2]} talks."
        for n in range(0, 36, 4)
    ]
    text = "\n\n".join(lines)
    return Document(id=row_id("document", "", text), text=text, language="en")


def unbounded() -> dict[str, int]:
    """Return how much each cache without a bound holds."""
    gc.collect()
    return {
        f"{one.__module__}.{one.__qualname__}": one.cache_info().currsize
        for one in gc.get_objects()
        if isinstance(one, functools._lru_cache_wrapper)
        and one.cache_info().maxsize is None
        and (one.__module__ or "").startswith("verbale")
    }


@pytest.mark.parametrize("fast", [True, False])
def test_no_cache_without_a_bound_grows_with_what_is_read(fast: bool) -> None:
    coder = Coder(fast)
    for number in range(8):
        coder.code(article(number))
    before = unbounded()
    for number in range(8, 20):
        coder.code(article(number))
    after = unbounded()
    grown = {name: size - before.get(name, 0) for name, size in after.items() if size - before.get(name, 0) > 12}
    assert grown == {}
