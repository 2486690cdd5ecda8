"""Which act a plain report is: the head's doubt against the report's own words."""

from __future__ import annotations

import verbale
from verbale.coding.attributions.weighing import LEAST, has_words_of, is_plain
from verbale.model import Attribution


def said(text: str, words: str) -> Attribution:
    return next(a for a in verbale.code(text).attributions if words in " ".join(s.text for s in a.content))


def test_what_is_only_told_accuses_nobody() -> None:
    told = said(
        "The court in Pristina sat on Monday. Mr. Krasniqi said he drove lorries for the guerrillas.\n", "lorries"
    )
    assert told.act == "assert"
    described = said("Mr. Krasniqi described his schooling in Belgrade.\n", "schooling")
    assert described.act == "assert"


def test_a_claim_of_responsibility_is_no_accusation() -> None:
    claimed = said("The Front claimed responsibility for the explosion at the port of Aden.\n", "responsibility")
    assert claimed.act != "accuse"


def test_an_accusation_without_its_verb_is_one_still() -> None:
    called = said("Islamabad called the shelling of the village a cowardly crime.\n", "cowardly")
    assert called.act == "accuse"


def test_whoever_will_not_sit_idly_by_threatens() -> None:
    warned = said("“We will not sit idly by if they cross the river,” Foreign Minister Ada Berg said.\n", "sit idly")
    assert warned.act in {"threaten", "warn"}


def test_a_commitment_not_to_do_a_thing_is_a_promise() -> None:
    bound = said("Managua committed not to let its ports be used by foreign fleets.\n", "fleets")
    assert bound.act == "promise"


def test_reporting_words_that_say_their_act_are_not_plain() -> None:
    assert is_plain("said")
    assert is_plain("has told")
    assert is_plain("")
    assert not is_plain("has threatened")
    assert not is_plain("turned down")


def test_words_of_an_act_are_found_whole_by_stem_and_by_phrase() -> None:
    assert has_words_of("accuse", "The ship violated the border")
    assert has_words_of("accuse", "They are responsible for it")
    assert not has_words_of("accuse", "The ship left on Monday")
    assert has_words_of("deny", "It wasn’t us")
    assert all(has_words_of(act, "") is False for act in LEAST)
