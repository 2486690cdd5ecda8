"""Which accounts are compared: those with words in common, and in one article what may be told twice."""

from __future__ import annotations

import random

from verbale.collation.candidates import LEAD, NEAR, told_again


def test_what_is_in_the_lead_or_near_is_compared_and_nothing_else() -> None:
    draw = random.Random(4)
    for _ in range(200):
        begins = sorted(draw.randrange(3000) for _ in range(draw.randrange(30)))
        wanted = {
            (one, other)
            for other in range(len(begins))
            for one in range(other)
            if begins[one] < LEAD or begins[other] - begins[one] < NEAR
        }
        found = list(told_again(begins))
        assert len(found) == len(set(found))
        assert set(found) == wanted


def test_a_long_page_is_not_compared_with_itself() -> None:
    begins = list(range(LEAD, LEAD + 100 * 20_000, 100))
    assert len(list(told_again(begins))) < 6 * len(begins)
