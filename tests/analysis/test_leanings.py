"""Rules and network each have a say in which stance a statement takes."""

from __future__ import annotations

import pytest

from verbale.analysis.leanings import settled
from verbale.model import Stance


@pytest.mark.parametrize(
    ("rule", "leanings", "stance"),
    [
        ("refuses", (), "refuses"),
        ("states", (("refuses", 80.0), ("states", 15.0)), "refuses"),
        ("demands", (("states", 96.0),), "states"),
        ("demands", (("demands", 45.0), ("states", 50.0)), "demands"),
        ("offers", (("threatens", 70.0), ("states", 20.0)), "threatens"),
        ("states", (("demands", 45.0), ("states", 50.0)), "states"),
        ("denies", (("denies", 50.0), ("refuses", 50.0)), "denies"),
        ("red line", (("refuses", 80.0), ("states", 20.0)), "red line"),
        ("red line", (("refuses", 20.0), ("states", 80.0)), "states"),
        ("refuses", (("denies", 51.0), ("refuses", 30.0), ("states", 14.0)), "refuses"),
    ],
)
def test_the_likelier_one_counts_and_agreement_counts_more(
    rule: Stance, leanings: tuple[tuple[Stance, float], ...], stance: Stance
) -> None:
    assert settled(rule, leanings, conditional=False, plain=False) == stance


def test_an_acceptance_with_a_condition_is_one_if() -> None:
    assert settled("states", (("accepts", 90.0),), conditional=True, plain=True) == "accepts if"
    assert settled("accepts if", (("accepts", 60.0), ("states", 40.0)), conditional=True, plain=True) == "accepts if"
    assert settled("accepts if", (("accepts", 60.0), ("states", 40.0)), conditional=False, plain=True) == "accepts"
    assert settled("accepts if", (), conditional=True, plain=True) == "accepts if"


def test_after_a_plain_said_rules_need_words_that_take_the_stance_by_themselves() -> None:
    refused: tuple[tuple[Stance, float], ...] = (("refuses", 24.0), ("states", 75.0))
    assert settled("refuses", refused, conditional=False, plain=True, marked=True) == "refuses"
    assert settled("refuses", refused, conditional=False, plain=True) == "states"
    assert settled("refuses", refused, conditional=False, plain=False) == "states"
    denied: tuple[tuple[Stance, float], ...] = (("denies", 80.0), ("states", 15.0))
    assert settled("refuses", denied, conditional=False, plain=True, marked=True) == "refuses"
    assert settled("refuses", denied, conditional=False, plain=True) == "denies"


def test_after_a_plain_said_the_silence_of_rules_tells_less() -> None:
    leanings: tuple[tuple[Stance, float], ...] = (("demands", 49.0), ("states", 41.0))
    assert settled("states", leanings, conditional=False, plain=True) == "demands"
    assert settled("states", leanings, conditional=False, plain=False) == "states"
