"""Small words tell nothing, whether the table of the press holds them or not."""

from __future__ import annotations

import pytest

from verbale.lexicon.wording import contrary, like, weight


@pytest.mark.parametrize("word", ["on", "in", "i'm", "they'd", "between", "the", "never"])
def test_small_words_weigh_nothing_or_little(word: str) -> None:
    assert weight(word) < 0.35


def test_rare_words_weigh_more_than_common_ones() -> None:
    assert weight("doorstep") > weight("guarantee") > weight("year")
    assert weight("zwieback") == 1.0


def test_contraries_are_never_like() -> None:
    assert contrary("accepts", "rejected")
    assert contrary("eastward", "westward")
    assert "reject" not in like("accept")
    assert like("guarantee")["guarantees"] > 0.8
