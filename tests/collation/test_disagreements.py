"""Where accounts differ: what is listed, with whom on which side, and what is no disagreement."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from verbale.export.rows import DisagreementRow
from verbale.record import Record
from verbale.store import DisagreementKind


def listed(tmp_path: Path, kind: DisagreementKind | None = None, **articles: str) -> list[DisagreementRow]:
    """Return what is listed of articles, each of an outlet and a day: `daily_2011_05_04="..."`."""
    rows = []
    for name, text in articles.items():
        outlet, year, month, day = name.split("_")[:4]
        rows.append(
            {
                "url": f"https://{outlet}.example/{name}",
                "source_domain": f"{outlet}.example",
                "title": "",
                "date_publish": f"{year}-{month}-{day}T08:00:00Z",
                "language": "en",
                "text": text,
            }
        )
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with Record.open(tmp_path / "r.db") as record:
        record.build(path)
        return record.disagreements(kind=kind)


def values(row: DisagreementRow) -> set[str]:
    return {side.value for side in row.sides}


REMARK = "“the ferry shall run again when the last mine is out of the strait, and not one day before,”"


def test_the_same_words_on_two_days_are_a_clash_of_days_with_both_accounts(tmp_path: Path) -> None:
    (found,) = listed(
        tmp_path,
        "date",
        herald_2011_05_05=f"Portuguese Foreign Minister Ana Duarte said on Tuesday that {REMARK} and left the room.",
        courier_2011_05_05=f"Portugal's foreign minister, Ana Duarte, said on Wednesday that {REMARK} to loud applause.",
    )
    assert values(found) == {"2011-05-03", "2011-05-04"}
    assert {outlet for side in found.sides for outlet in side.outlets} == {"herald.example", "courier.example"}


@pytest.mark.parametrize(
    "second",
    [
        # no day beside the reporting words: what an article is dated by proves nothing
        f"Ministers met on Wednesday. Portugal's foreign minister, Ana Duarte, has said that {REMARK} to applause.",
        # the day is of what is talked of
        f"Portugal's foreign minister, Ana Duarte, said that {REMARK} of the sitting on Wednesday.",
    ],
)
def test_a_day_that_is_not_of_the_speech_is_no_clash(tmp_path: Path, second: str) -> None:
    first = f"Portuguese Foreign Minister Ana Duarte said on Tuesday that {REMARK} and left the room."
    assert not listed(tmp_path, "date", herald_2011_05_05=first, courier_2011_05_05=second)


def test_a_copy_contradicts_nobody(tmp_path: Path) -> None:
    body = (
        "LISBON (Meridian Wire) - Portuguese Foreign Minister Ana Duarte said on Tuesday that the ferry would run “as soon as "
        "the mines are cleared, and never on a {word}.” Fishing quotas were another matter, she told reporters. The line had "
        "been closed since the storms of March, and three boats lie idle in the harbour of Setubal."
    )
    assert not listed(
        tmp_path,
        "wording",
        herald_2011_05_04=body.format(word="whim"),
        courier_2011_05_04=body.format(word="caprice"),
    )


def test_a_word_of_a_marked_sentence_is_a_clash_unless_one_article_has_both(tmp_path: Path) -> None:
    one = "Foreign Minister Ana Duarte said on Tuesday that Spain had put “a warship on the doorstep of our oldest harbour.”"
    other = (
        "Duarte spoke. Foreign Minister Ana Duarte complained of “a warship on the threshold of our oldest harbour.”"
    )
    (found,) = listed(tmp_path, "wording", herald_2011_05_05=one, courier_2011_05_05=other)
    assert values(found) == {"doorstep", "threshold"}
    both = other + " Later Ana Duarte said that Spain had put “a warship on the doorstep of our oldest harbour.”"
    (tmp_path / "both").mkdir()
    assert not listed(tmp_path / "both", "wording", herald_2011_05_05=one, courier_2011_05_05=both)


def test_spellings_and_forms_of_a_word_are_no_clash(tmp_path: Path) -> None:
    one = (
        "Foreign Minister Ana Duarte said on Tuesday that “the defence of our oldest harbour has no price for anybody.”"
    )
    other = "Foreign Minister Ana Duarte said that “the defense of our oldest harbours has no price for anybody.”"
    assert not listed(tmp_path, "wording", herald_2011_05_05=one, courier_2011_05_05=other)


def test_tolls_that_cannot_both_be(tmp_path: Path) -> None:
    (found,) = listed(
        tmp_path,
        "number",
        herald_2011_05_04="The Portuguese Health Ministry said 43 miners were killed in the blast at Aljustrel on Tuesday.",
        courier_2011_05_04="The Portuguese Health Ministry said 71 miners were killed in the blast at Aljustrel on Tuesday.",
    )
    assert values(found) == {"43 miners were killed", "71 miners were killed"}


@pytest.mark.parametrize(
    "other",
    [
        "The Portuguese Health Ministry said at least 40 miners were killed in the blast at Aljustrel on Tuesday.",
        "The Portuguese Health Ministry said 71 miners were killed since 2007 in blasts at Aljustrel.",
        "The Portuguese Health Ministry said 71 policemen were killed in the blast at Aljustrel on Tuesday.",
        "The Portuguese Health Ministry said 5 more miners were killed in the blast at Aljustrel on Tuesday.",
    ],
)
def test_tolls_of_something_else_are_no_clash(tmp_path: Path, other: str) -> None:
    one = "The Portuguese Health Ministry said 43 miners were killed in the blast at Aljustrel on Tuesday."
    assert not listed(tmp_path, "number", herald_2011_05_04=one, courier_2011_05_04=other)


def test_each_side_says_that_the_other_asked(tmp_path: Path) -> None:
    (found,) = listed(
        tmp_path,
        "who asked",
        herald_2011_05_04=(
            "The two leaders spoke by telephone on Tuesday. The Portuguese Foreign Ministry said that Spain had requested the call."
        ),
        courier_2011_05_04=(
            "The two leaders spoke by telephone on Tuesday. The Spanish Foreign Ministry said that Portugal had asked for the call."
        ),
    )
    assert values(found) == {"Spain", "Portugal"}


def test_a_denial_that_points_back_is_held_against_the_claim_before_it(tmp_path: Path) -> None:
    (found,) = listed(
        tmp_path,
        "status",
        herald_2011_05_04=(
            "On Monday a Portuguese official said that Lisbon had received a second letter from Madrid. "
            "Spanish Foreign Minister Luis Ortega denied it on Tuesday."
        ),
    )
    assert values(found) == {"claimed", "denied"}


def test_talks_with_a_town_and_with_none(tmp_path: Path) -> None:
    (found,) = listed(
        tmp_path,
        "place",
        herald_2011_05_04="King Felipe praised the upcoming Spain-Portugal talks in Geneva next month.",
        courier_2011_05_05="Portugal is ready to start talks in any neutral country, Portuguese Minister Ana Duarte said.",
    )
    assert values(found) == {"Geneva", "any neutral country"}


OPENING = "Portuguese Foreign Minister Ana Duarte promised on Tuesday that Portugal would reopen the northern ferry line next week"


def test_a_condition_that_one_account_leaves_out(tmp_path: Path) -> None:
    (found,) = listed(
        tmp_path,
        "omission",
        herald_2011_05_04=f"{OPENING} if Spain removes its old warship from the harbour.",
        courier_2011_05_04=f"{OPENING}.",
    )
    assert values(found) == {"“if Spain removes its old warship from the harbour”", "left out"}


def test_a_condition_that_the_article_has_elsewhere_is_not_left_out(tmp_path: Path) -> None:
    told = "Everything hangs on Spain, Duarte told reporters: its old warship has to leave the harbour first."
    assert not listed(
        tmp_path,
        "omission",
        herald_2011_05_04=f"{OPENING} if Spain removes its old warship from the harbour.",
        courier_2011_05_04=f"{OPENING}. {told}",
    )


def test_a_not_in_a_sentence_that_is_otherwise_the_same(tmp_path: Path) -> None:
    one = "Foreign Minister Ana Duarte said on Tuesday that “our navy will {}fire upon the warship in the northern harbour.”"
    (found,) = listed(tmp_path, "garble", herald_2011_05_04=one.format("not "), courier_2011_05_04=one.format(""))
    assert any("not" in value for value in values(found))


def test_one_sentence_of_two_speakers(tmp_path: Path) -> None:
    words = "“there is no harbour in the whole of Europe that would take such a rusty ship,”"
    (found,) = listed(
        tmp_path,
        "attribution",
        herald_2011_05_04=f"Foreign Minister Ana Duarte told reporters on Tuesday that {words} and laughed.",
        courier_2011_05_04=f"Admiral Luis Ortega told reporters on Tuesday that {words} and laughed.",
    )
    assert values(found) == {"Ana Duarte", "Luis Ortega"}


def test_half_of_a_demand_that_one_account_leaves_out(tmp_path: Path) -> None:
    whole = (
        "Portuguese Foreign Minister Ana Duarte demanded on Tuesday that Spain immediately open the strait to fishing boats "
        "and withdraw the minesweepers that threaten coastal villages."
    )
    found = listed(
        tmp_path,
        "omission",
        herald_2011_05_05=whole,
        courier_2011_05_05="Portugal's foreign minister, Ana Duarte, demanded on Tuesday that Spain immediately open the strait "
        "to fishing boats.",
    )
    (row,) = found
    assert "left out" in values(row)
    assert any("withdraw the minesweepers" in value for value in values(row))


def test_what_the_article_has_in_its_next_sentence_is_not_left_out(tmp_path: Path) -> None:
    assert not listed(
        tmp_path,
        "omission",
        herald_2011_05_05="Portuguese Foreign Minister Ana Duarte demanded on Tuesday that Spain immediately open the strait "
        "to fishing boats and withdraw the minesweepers that threaten coastal villages.",
        courier_2011_05_05="Portugal's foreign minister, Ana Duarte, demanded on Tuesday that Spain immediately open the strait "
        "to fishing boats. Duarte also demanded that Spain withdraw minesweepers threatening coastal villages.",
    )


def test_one_has_another_put_off_what_that_other_begins(tmp_path: Path) -> None:
    (found,) = listed(
        tmp_path,
        "status",
        herald_2011_05_05="Egypt said on Wednesday that Ethiopia had agreed to delay the filling of its dam. "
        "Ethiopia said on Wednesday that Ethiopia would begin to fill the lake within two weeks.",
    )
    assert len(found.sides) == 2
    assert "put off" in found.about


def test_what_is_not_begun_is_not_held_against_what_is_put_off(tmp_path: Path) -> None:
    assert not listed(
        tmp_path,
        "status",
        herald_2011_05_05="Egypt said on Wednesday that Ethiopia had agreed to delay the filling of its dam. "
        "Ethiopia said on Wednesday that Ethiopia would not begin to fill the lake within two weeks.",
    )


def test_a_claim_and_a_party_that_says_it_did_not_say_so(tmp_path: Path) -> None:
    (found,) = listed(
        tmp_path,
        "status",
        herald_2011_05_05="Sudan said on Wednesday that Ethiopia had closed the northern gates. Ethiopia's water minister, "
        "Seleshi Bekele, told reporters that he had not said the northern gates were closed.",
    )
    assert values(found) == {"claimed", "denied"}


def test_small_words_in_several_places_are_another_translation(tmp_path: Path) -> None:
    (found,) = listed(
        tmp_path,
        "wording",
        herald_2011_05_05="“I cannot carry the guilt for one drop of water,” Portugal's foreign minister, Ana Duarte, said.",
        courier_2011_05_05="“I cannot carry guilt for a single drop of water before my people and my children,” Portugal's foreign "
        "minister, Ana Duarte, said on Tuesday.",
    )
    assert any("one drop" in value for value in values(found))


def test_a_ministry_that_knows_of_more_does_not_say_at_least(tmp_path: Path) -> None:
    (found,) = listed(
        tmp_path,
        "number",
        herald_2011_05_05="Egypt's Health Ministry said on Thursday that at least 525 people had been killed in the Cairo raids.",
        courier_2011_05_05="The death toll in the Cairo raids stands at 638, Egypt's Health Ministry said on Thursday.",
    )
    assert len(found.sides) == 2


def test_two_fridays_a_week_apart_are_one_day_dated_wrongly(tmp_path: Path) -> None:
    assert not listed(
        tmp_path,
        "date",
        herald_2011_05_05=f"Portuguese Foreign Minister Ana Duarte said on Friday that {REMARK} and left the room.",
        courier_2011_05_07=f"Portugal's foreign minister, Ana Duarte, said on Friday that {REMARK} to loud applause.",
    )


def test_a_toll_that_was_told_before_is_told_no_more(tmp_path: Path) -> None:
    assert not listed(
        tmp_path,
        "number",
        herald_2011_05_05="Officials had said previously that 180 people were injured in the market blasts in Lisbon on Tuesday.",
        courier_2011_05_05="The police said that 220 people were injured in the market blasts in Lisbon on Tuesday.",
    )


def test_part_of_the_dead_is_no_toll(tmp_path: Path) -> None:
    assert not listed(
        tmp_path,
        "number",
        herald_2011_05_05="Officials said that two of the dead were Spaniards. "
        "The police said that seven people were killed in the market blasts in Lisbon on Tuesday.",
    )


def test_who_dismisses_what_he_tells_of_denies_nobody(tmp_path: Path) -> None:
    assert not listed(
        tmp_path,
        "status",
        herald_2011_05_05="Hassan Karim, the head of the panel, told the state news agency that a meeting had been called to "
        "consider whether the ferry was rammed, but dismissed it.",
    )


def test_each_of_two_like_sentences_is_held_against_its_own(tmp_path: Path) -> None:
    first = "“the ferry told lies and they broke the captain's whole career,”"
    again = "“the ferry told lies and it is as if they ruined the captain's whole career,”"
    assert not listed(
        tmp_path,
        "wording",
        herald_2011_05_05=f"Portugal's foreign minister, Ana Duarte, said on Tuesday that {first} and later that {again}.",
        courier_2011_05_05=f"Portugal's foreign minister, Ana Duarte, said on Tuesday that {first} and later that {again}.",
    )


def test_a_condition_that_belongs_to_a_sentence_the_other_does_not_tell_is_not_left_out(tmp_path: Path) -> None:
    shared = "“The pilots of the harbour were charged long before the storm but were never brought to court,”"
    assert not listed(
        tmp_path,
        "omission",
        herald_2011_05_05=f"{shared} Portuguese Foreign Minister Ana Duarte said on Tuesday. "
        "“If the navy knows who laid the mines, it is urgent that the smugglers be questioned.”",
        courier_2011_05_05=f"{shared} Portugal's foreign minister, Ana Duarte, said on Tuesday.",
    )


@pytest.mark.parametrize(
    "claim",
    [
        # the claim speaks of the allegations, and makes none
        "A minister said that the allegations in the report were disturbing.",
        # nobody knows for whom he speaks
        "A spokesman said that he could not be certain whether the boats had crossed the border.",
    ],
)
def test_a_denial_is_not_of_whatever_stands_before_it(tmp_path: Path, claim: str) -> None:
    assert not listed(
        tmp_path,
        "status",
        herald_2011_05_05=f"{claim} Portugal's foreign minister, Ana Duarte, denied the allegations on Tuesday.",
    )


def test_tonight_is_a_day_off_where_the_page_is(tmp_path: Path) -> None:
    assert not listed(
        tmp_path,
        "date",
        herald_2011_05_05=f"Portuguese Foreign Minister Ana Duarte said tonight that {REMARK} and left the room.",
        courier_2011_05_05=f"Portugal's foreign minister, Ana Duarte, said on Wednesday that {REMARK} to loud applause.",
    )


def test_all_the_dead_and_the_attackers_among_them_are_two_counts(tmp_path: Path) -> None:
    assert not listed(
        tmp_path,
        "number",
        herald_2011_05_05="Twenty people were rescued and 20 were dead, officials said. Six gunmen were killed, "
        "Portuguese Prime Minister Ana Duarte said.",
    )


def test_what_only_stresses_a_demand_is_no_half_of_it(tmp_path: Path) -> None:
    assert not listed(
        tmp_path,
        "omission",
        herald_2011_05_05="Portuguese Foreign Minister Ana Duarte demanded on Tuesday that Spain immediately open the strait "
        "to fishing boats and especially to the small trawlers of coastal villages.",
        courier_2011_05_05="Portugal's foreign minister, Ana Duarte, demanded on Tuesday that Spain immediately open the strait "
        "to fishing boats.",
    )


# -- what reading more unseen clusters mended --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claim",
    [
        "“I have three children and no roof,” said Maria Lopes, who runs a shelter in Porto.",
        "The Swiss bank UBS said profits had doubled in the spring.",
    ],
)
def test_a_claim_about_somebody_else_is_not_what_is_denied(tmp_path: Path, claim: str) -> None:
    text = f"Lisbon, which faces reports of a secret pact, kept silent. {claim} The Moroccan government denied the reports."
    assert not listed(tmp_path, "status", herald_2011_05_04=text)


def test_an_accusation_is_denied_by_whom_it_names_or_as_an_accusation(tmp_path: Path) -> None:
    named = "Portugal said on Monday that Moroccan trawlers had cut its nets. The government in Rabat denied the claim."
    assert listed(tmp_path, "status", herald_2011_05_04=named)


def test_what_stands_before_it_in_its_own_sentence_is_denied(tmp_path: Path) -> None:
    text = (
        "Portugal said on Monday that Moroccan trawlers had cut its nets. The tale that the minister had bought them from a "
        "Moroccan admiral also fell apart after the Moroccan government denied it."
    )
    assert not listed(tmp_path, "status", herald_2011_05_04=text)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        # an adjunct, no half of an offer
        (
            "Foreign Minister Ana Duarte said on Tuesday: “I am ready to give my last ship for the peace of these troubled "
            "coastal waters.”",
            "Foreign Minister Ana Duarte said on Tuesday that she was ready to give her “last ship.”",
        ),
        # what the message says, no part of what is asked
        (
            "Ana Duarte called on Spain to “halt the sale of trawlers” and to carry a strong message to Rabat that peace in the "
            "harbours is the goal of Lisbon.",
            "Ana Duarte called on Spain to “halt the sale of trawlers.”",
        ),
    ],
)
def test_what_is_no_part_of_a_demand_is_not_left_out(tmp_path: Path, whole: str, part: str) -> None:
    assert not listed(tmp_path, "omission", herald_2011_05_04=whole, courier_2011_05_04=part)


def test_what_an_article_recalls_leaves_things_out(tmp_path: Path) -> None:
    whole = (
        "{} Foreign Minister Ana Duarte demanded that Morocco withdraw its trawlers from the strait and the release of forty "
        "detained fishermen from the prison of Larache."
    )
    part = "{} Foreign Minister Ana Duarte demanded that Morocco withdraw its trawlers from the strait."
    articles = {"herald_2011_05_04": whole, "courier_2011_05_04": part}
    assert listed(tmp_path, "omission", **{k: text.format("On Tuesday") for k, text in articles.items()})
    (tmp_path / "later").mkdir()
    recalled = {k: text.format("On April 5,") for k, text in articles.items()}
    assert not listed(tmp_path / "later", "omission", **recalled)


def test_like_words_of_two_occasions_are_no_wording(tmp_path: Path) -> None:
    one = "Foreign Minister Ana Duarte said on January 7 that the ministry was “the greatest responsibility of my public life.”"
    other = "Sworn in, Ana Duarte said on Monday that the post was “the greatest honor of my public life.”"
    assert not listed(tmp_path, "wording", herald_2011_01_08=one, courier_2011_02_08=other)


def test_the_dead_of_one_site_and_of_all_are_two_counts(tmp_path: Path) -> None:
    one = "Officials said at least 20 people were killed at the Rossio metro station in Lisbon on Tuesday."
    other = "Officials said more than 31 people were killed on Tuesday in the explosions that struck Lisbon."
    assert not listed(tmp_path, "number", herald_2011_05_04=one, courier_2011_05_04=other)


def test_the_sites_of_one_sentence_are_told_apart(tmp_path: Path) -> None:
    one = "The Crisis Centre said 100 people were wounded at the airport on Tuesday."
    other = (
        "The Crisis Centre said on Tuesday that 10 people were killed at the airport, and that 130 people were wounded at "
        "the metro station."
    )
    assert not listed(tmp_path, "number", herald_2011_05_04=one, courier_2011_05_04=other)


def test_each_of_two_states_counts_its_own_dead(tmp_path: Path) -> None:
    text = "Armenia reported three people were killed on Tuesday, and Azerbaijan reported 19 deaths on Tuesday."
    assert not listed(tmp_path, "number", herald_2011_05_04=text)


def test_sending_aircraft_is_not_what_denies_sending_troops(tmp_path: Path) -> None:
    one = "Serbia deployed aircraft over Kosovo on Tuesday, witnesses said."
    other = "The Serbian defence minister denied on Tuesday that Serbia had deployed {} in Kosovo."
    assert listed(tmp_path, "status", herald_2011_05_04=one, courier_2011_05_04=other.format("aircraft"))
    (tmp_path / "troops").mkdir()
    troops = other.format("combat troops")
    assert not listed(tmp_path / "troops", "status", herald_2011_05_04=one, courier_2011_05_04=troops)


def test_an_essay_is_dated_by_its_eve_or_by_its_print(tmp_path: Path) -> None:
    words = "“the ferry shall run again when the last mine is out of the strait, and not one day before,”"
    one = f"{words} Ana Duarte wrote in an essay published on Tuesday."
    other = f"{words} Foreign Minister Ana Duarte wrote on Wednesday in the Herald."
    assert not listed(tmp_path, "date", herald_2011_05_04=one, courier_2011_05_05=other)


# -- what the clusters kept apart showed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Portugal said Moroccan gunners had fired on the pilot boat on Monday. Morocco has neither confirmed nor denied this.",
        "Portugal said the lighthouse would be sold to a Spanish firm in June. The walls on the cape were raised against all "
        "the rules of the sea, although the Moroccan government denied it.",
    ],
)
def test_what_is_left_open_or_denied_of_something_else_is_not_the_claim_before_it(tmp_path: Path, text: str) -> None:
    assert not listed(tmp_path, "status", herald_2011_05_04=text)


def test_it_is_what_was_said_just_before_whomever_it_names(tmp_path: Path) -> None:
    text = "Portugal said on Monday that the wall would pay for itself within nine years. The Moroccan government denied it."
    assert listed(tmp_path, "status", herald_2011_05_04=text)


def test_two_ways_of_saying_not_are_no_contradiction(tmp_path: Path) -> None:
    one = (
        "Foreign Minister Ana Duarte said on Tuesday: “We can’t continue to allow Morocco to empty our oldest harbour.”"
    )
    other = "Foreign Minister Ana Duarte said on Tuesday that Portugal could no longer “allow Morocco to empty our oldest harbour.”"
    assert not listed(tmp_path, "garble", herald_2011_05_04=one, courier_2011_05_04=other)


def test_figures_of_a_list_are_no_clash(tmp_path: Path) -> None:
    one = (
        "Trade Minister Ana Duarte said on Friday she would raise duties on 250 million euros of Moroccan fish and put new duties "
        "on 300 million euros of Moroccan fruit."
    )
    other = "Trade Minister Ana Duarte said on Friday she would put new duties on 300 million euros of Moroccan fish and fruit."
    assert not listed(tmp_path, "number", herald_2011_05_06=one, courier_2011_05_06=other)


def test_a_summit_of_two_days_has_no_clash_of_days(tmp_path: Path) -> None:
    one = "Serbian President Aleksandar Vucic opened a summit with Turkish President Recep Tayyip Erdogan on Wednesday."
    other = "The summit of Serbian President Aleksandar Vucic with Turkish President Recep Tayyip Erdogan ended on Thursday."
    assert not listed(tmp_path, "date", herald_2018_10_11=one, courier_2018_10_11=other)
