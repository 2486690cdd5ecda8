"""Which words can name a matter in dispute."""

from __future__ import annotations

from verbale.analysis.naming import names_of_matter


def _fold(token: str) -> str:
    return (
        token.lower()
        if token[0].isalpha() and token.lower() not in {"the", "a", "of", "to", "will", "on", "and"}
        else ""
    )


def test_words_that_stand_as_nouns_name_a_matter() -> None:
    contents = ["The embargo was lifted.", "Norland will keep the embargo, he said", "an end to the embargo"]
    assert names_of_matter(("embargo",), contents, _fold) == {"embargo": 3}


def test_verbs_and_words_of_kind_name_none() -> None:
    contents = ["It will impose tolls.", "They impose a toll on timber", "to impose the toll"]
    assert not names_of_matter(("impose",), contents, _fold)
    assert not names_of_matter(("northern",), ["the northern lock", "in the northern."], _fold)
    assert not names_of_matter(("gross",), ["the release of Gross, he said", "freed Gross."], _fold)


def test_a_pair_names_a_matter_by_its_last_word() -> None:
    contents = ["the chemical weapons of the regime", "ban on chemical weapons."]
    assert names_of_matter(("chemical", "weapons"), contents, _fold) == {"chemical weapons": 2}
    assert not names_of_matter(("chemical",), contents, _fold)
