"""How many of its forces somebody moves: the number that belongs to the words for the move."""

from __future__ import annotations

import pytest

from verbale.analysis.contacts import _limits, _moved


@pytest.mark.parametrize(
    ("sentence", "words", "number", "limits"),
    [
        ("Argentina sent six destroyers north on Friday.", "sent six destroyers", "six destroyers", (6, 6)),
        ("Ethiopia called up 50,000 reservists.", "called up 50,000", "50,000 reservists", (50000, 50000)),
        ("At least three Icelandic gunboats were sent out.", "sent", "At least three Icelandic gunboats", (3, None)),
        ("After two soldiers were killed Chad sent 800 troops to the lake.", "sent", "800 troops", (800, 800)),
        ("Peru withdrew three battalions after two soldiers died.", "withdrew", "three battalions", (3, 3)),
    ],
)
def test_the_number_nearest_to_the_move(
    sentence: str, words: str, number: str, limits: tuple[int | None, int | None]
) -> None:
    at = sentence.index(words)
    found = _moved([("Nobody counted.", 0, 6), (sentence, at, at + len(words))])
    assert found is not None
    assert found[0] == number
    assert _limits(found) == limits


@pytest.mark.parametrize("sentence", ["Two of the soldiers left.", "Britain moved its fleet on 3 April."])
def test_what_is_no_number_of_forces(sentence: str) -> None:
    assert _moved([(sentence, 0, 5)]) is None
