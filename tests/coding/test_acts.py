"""Which act a report is: by the trained head, and where words decide besides."""

from __future__ import annotations

import verbale
from verbale.model import Attribution


def said(text: str, words: str) -> Attribution:
    found = [a for a in verbale.code(text).attributions if words in " ".join(s.text for s in a.content)]
    return min(found, key=lambda a: a.content[-1].end - a.content[0].start)


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


def test_whoever_passes_on_anothers_words_asserts_and_the_other_does_what_he_does() -> None:
    text = "The ministry in Rabat said that King Hassan had threatened to close the border at Oujda unless the raids stopped.\n"
    inner, outer = said(text, "to close the border"), said(text, "King Hassan had threatened")
    assert inner.act == "threaten"
    assert inner.parent_id == outer.id
    assert outer.act == "assert"


def test_a_reporting_word_that_names_an_act_keeps_it_over_anothers_words() -> None:
    text = "Lima denied that President Belaunde had promised to withdraw the garrison at Paquisha by Friday.\n"
    assert said(text, "President Belaunde had promised").act == "deny"


def test_what_is_surely_more_than_an_assertion_is_more() -> None:
    crucial = said("“It is crucial that the ports stay open,” said Foreign Minister Nwosu in Lagos.\n", "crucial")
    assert crucial.act == "demand"
    awaits = said("Kampala awaits an answer from the mediators by the end of June, an official said.\n", "awaits")
    assert awaits.act == "expect"


def test_whoever_denies_somebody_a_thing_refuses_it() -> None:
    assert said("Norway denied Dahl a visa over the raid.\n", "visa").act == "refuse"
    assert said("The Treasury denied Berg Holding “a licence to trade with the band.”\n", "licence").act == "refuse"
    assert said("Oslo denied her request on Friday.\n", "request").act == "refuse"
    assert said("Norway denied it was behind the raid.\n", "raid").act == "deny"
    assert said("Norway denied that Dahl a week ago had met Berg.\n", "met").act == "deny"
