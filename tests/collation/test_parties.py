"""Whose voice is whose."""

from __future__ import annotations

import itertools

import pytest

from tests.collation.test_actors import read
from verbale.collation.parties import Parties

TEXT = (
    "9 January 2022\n\nRussia’s Deputy Foreign Minister Sergei Ryabkov said no. The Kremlin agreed. Kremlin spokesman Dmitry "
    "Peskov said so. The Russian Foreign Ministry denied it. The Russian Defence Ministry did not. The Russian government "
    "agreed. A senior Russian official told us. US Secretary of State Antony Blinken said it first; the State Department, the "
    "Pentagon and the White House followed. Congress said no, and so did Hamas, US officials said. White House spokeswoman Jen "
    "Psaki left. NATO Secretary-General Jens Stoltenberg stayed, the spokesman of the European Commission said. China "
    "answered, the Chinese Foreign Ministry said."
)


@pytest.fixture(scope="module")
def voices() -> tuple[Parties, dict[str, str]]:
    _, folded = read(TEXT)
    names = {actor.lexicon_key or actor.name: key for key, actor in folded.actors.items()}
    return Parties(folded), names


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("dmitry-peskov", "RUS.PRESIDENCY", True),
        ("dmitry-peskov", "RUS", True),
        ("RUS.PRESIDENCY", "RUS", True),
        ("RUS.MFA", "RUS", True),
        ("sergei-ryabkov", "RUS.MFA", True),
        ("sergei-ryabkov", "RUS", True),
        ("RUS.GOVERNMENT", "RUS.MFA", True),
        ("jen-psaki", "USA.PRESIDENCY", True),
        ("jen-psaki", "USA", True),
        ("antony-blinken", "USA.STATE", True),
        ("jens-stoltenberg", "NATO", True),
        ("senior Russian official", "RUS", True),
        ("US officials", "USA", True),
        ("sergei-ryabkov", "dmitry-peskov", False),
        ("sergei-ryabkov", "RUS.PRESIDENCY", False),
        ("RUS.MFA", "RUS.MOD", False),
        ("RUS.MFA", "RUS.PRESIDENCY", False),
        ("USA.STATE", "USA.DOD", False),
        ("USA.CONGRESS", "USA", False),
        ("PSE.HAMAS", "RUS", False),
        ("jens-stoltenberg", "USA", False),
        ("CHN.MFA", "RUS.MFA", False),
    ],
)
def test_same_voice(voices: tuple[Parties, dict[str, str]], first: str, second: str, same: bool) -> None:
    parties, keys = voices
    assert parties.same_voice(keys[first], keys[second]) is same
    assert parties.same_voice(keys[second], keys[first]) is same


def test_never_across_polities_and_always_with_oneself(voices: tuple[Parties, dict[str, str]]) -> None:
    parties, keys = voices
    for first, second in itertools.product(keys.values(), repeat=2):
        if first == second:
            assert parties.same_voice(first, second)
        elif parties.polity(first) != parties.polity(second):
            assert not parties.same_voice(first, second)
    assert not parties.same_voice("no such", keys["RUS"])
    assert parties.polity("no such") is None


def test_polity_of_persons_seats_and_bodies(voices: tuple[Parties, dict[str, str]]) -> None:
    parties, keys = voices
    wanted = {
        "sergei-ryabkov": "RUS",
        "RUS.PRESIDENCY": "RUS",
        "USA.DOD": "USA",
        "CHN.MFA": "CHN",
        "EU.COMMISSION": "EU",
    }
    assert {key: parties.polity(keys[key]) for key in wanted} == wanted
