"""Which words can name a matter in dispute."""

from __future__ import annotations

from msgspec.structs import replace

from tests.analysis.test_standing import BASE
from verbale.analysis.facts import Said
from verbale.analysis.naming import name_of, names_of_matter
from verbale.analysis.terms import terms_of


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


def test_a_name_of_several_words_stays_whole() -> None:
    fold = lambda token: f"@{token.lower()}" if token == "David" else _fold(token)  # noqa: E731
    contents = ["the Camp David accords are signed", "he praised the Camp David accords."]
    assert names_of_matter(("@david", "accords"), contents, fold) == {"Camp David accords": 2}
    assert names_of_matter(("@david", "accords"), ["Norland’s David accords."], fold) == {"David accords": 1}


def _said(number: int, speaker: str, content: str) -> Said:
    return replace(BASE, id=f"s{number}", speaker_id=speaker, content=content)


def test_verbs_name_no_issue_with_their_noun_and_names_of_people_are_names() -> None:
    told = ["to avoid provocations at the border", "both must avoid provocations now", "avoid provocations, he said"]
    said = [_said(n, f"p{n}", words) for n, words in enumerate(told)]
    assert issue_name(said) == "provocations"
    assert terms_of("the raid on al-Sadr") == terms_of("the raid on Sadr")


def issue_name(said: list[Said]) -> str | None:
    """Return the name that statements give the first pair of words that they share."""
    shared = set.intersection(*(set(terms_of(s.content)) for s in said))
    told = [s.content for s in said]
    return next((n for term in sorted(shared) if len(term.words) == 1 and (n := name_of(term, told))), None)


def test_a_name_of_several_words_is_not_cut_at_its_first() -> None:
    def fold(word: str) -> str:
        return "@" * (word in {"Guarda", "Bay"}) + word.casefold().removesuffix("s")

    assert names_of_matter(("@bay", "prison"), ["Guarda Bay prison"], fold) == {"Guarda Bay prison": 1}
    assert names_of_matter(("@bay", "prison"), ["Close Bay prison"], fold) == {"Bay prison": 1}
    assert names_of_matter(("site",), ["the SITES.", "the sites.", "its sites."], fold) == {"sites": 3}
