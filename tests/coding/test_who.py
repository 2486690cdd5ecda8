"""Whom a speaker's words mean, to whom they were said, by what medium, through whom and on which day."""

from __future__ import annotations

import pytest

import verbale
from verbale.coding.attributions.acts import act_of
from verbale.coding.attributions.found import Found
from verbale.coding.attributions.media import outlet_medium, paper_medium
from verbale.coding.attributions.naming import described_name, kind_of
from verbale.model import Act, Attribution, Coding


def said(coding: Coding, words: str) -> Attribution:
    found = [a for a in coding.attributions if words in " ".join(span.text for span in a.content)]
    return min(found, key=lambda a: sum(len(span.text) for span in a.content))


def called(coding: Coding, mention: str | None) -> str:
    return next((m.name for m in coding.mentions if m.id == mention), "")


def speaker(text: str, words: str) -> str:
    coding = verbale.code(text)
    return called(coding, said(coding, words).speaker_id)


def addressee(text: str, words: str) -> str:
    coding = verbale.code(text)
    return called(coding, said(coding, words).addressee_id)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Ada Berg, who keeps the lock, said she had seen the barges pass. “They did not stop,” the lock-keeper added.",
            "They did not stop",
            "Ada Berg",
        ),
        (
            "Kenya's trade minister assured a visiting banker that the port would open. “It is only paint,” he joked.",
            "only paint",
            "Kenya's trade minister",
        ),
        (
            "Peru rejected the line. “It is drawn in sand,” its ambassador told the board.",
            "drawn in sand",
            "Peru’s ambassador",
        ),
        (
            "Chile's foreign minister praised the draft. His Bolivian counterpart warned that it would fail.",
            "it would fail",
            "Bolivian foreign minister",
        ),
        ("Peru had agreed to wait, Quito's envoy said.", "Peru had agreed", "Quito's envoy"),
        ("A Swedish senator was told by the embassy in Lima that the map was lost.", "the map was lost", "embassy"),
        (
            "Ada Berg’s office told another story. It said that the gates would stay shut.",
            "the gates would",
            "Ada Berg’s office",
        ),
    ],
)
def test_whom_the_words_mean(text: str, words: str, name: str) -> None:
    assert speaker(text, words) == name


def test_who_was_called_she_is_not_meant_by_he() -> None:
    text = (
        "OSLO — The chancellor warned that the ice would not hold. “I have crossed it,” she told a Danish senator who asked "
        "why. He said patience was easy on land."
    )
    assert speaker(text, "patience was easy") != speaker(text, "I have crossed it")


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Sudan accused Chad of moving the stones.", "moving the stones", "Chad"),
        ("The council called on Chad on Monday to return the stones.", "to return the stones", "Chad"),
        ("“The stones are ours,” Ada Berg told lawmakers.", "stones are ours", "lawmakers"),
        ("Donors have been warned by the Red Cross that the wells are dry.", "the wells are dry", "Donors"),
        ("Ada Berg suggested in a letter to the council that both withdraw.", "both withdraw", "council"),
    ],
)
def test_to_whom(text: str, words: str, name: str) -> None:
    assert addressee(text, words).removeprefix("the ") == name


def test_what_is_asked_for_is_nobody_spoken_to() -> None:
    assert addressee("The envoy asked for a night to consult the capital.", "night") == ""


@pytest.mark.parametrize(
    ("text", "words", "medium"),
    [
        ("“It is over,” Ada Berg said in a televised address.", "It is over", "broadcast"),
        ("“It is over,” Ada Berg told a rally in Lima.", "It is over", "speech"),
        ("“It is over,” Ada Berg assured MPs.", "It is over", "parliament"),
        ("“It is over,” Ada Berg told the Lima Courier.", "It is over", "outlet"),
        ("“It is over,” Ada Berg told Reuters by telephone.", "It is over", "agency"),
        ("“It is over,” Ada Berg said in an interview with Reuters.", "It is over", "interview"),
        ("“It is over,” Ada Berg said on Skai television.", "It is over", "broadcast"),
        ("Ada Berg rejected the letter as late.", "letter", None),
    ],
)
def test_by_which_medium(text: str, words: str, medium: str | None) -> None:
    assert said(verbale.code(text), words).medium == medium


def test_the_words_of_a_call_fell_in_the_call_and_on_its_day() -> None:
    coding = verbale.code(
        "OSLO, 12 May 2019 — Prime Minister Ada Berg and President Per Dahl spoke by telephone for an hour on Friday.\n\n"
        "Berg warned that the grounds would be closed, her spokesman Olaf Lund told reporters on Sunday.\n"
    )
    inner = said(coding, "the grounds would be closed")
    assert (inner.medium, called(coding, inner.addressee_id)) == ("call", "Per Dahl")
    assert inner.spoken is not None
    assert inner.spoken.value == "2019-05-10"


def test_the_day_of_a_relative_clause_is_no_day_of_speaking() -> None:
    coding = verbale.code(
        "OSLO, 12 May 2019 — Two ministers met on Sunday.\n\n"
        "Ada Berg, who had been in Riga on Thursday, described the talks as “frank”.\n"
    )
    spoken = said(coding, "frank").spoken
    assert spoken is not None
    assert spoken.value != "2019-05-09"


def test_the_outlet_spoken_to_is_a_hop() -> None:
    found = said(verbale.code("“It is over,” Ada Berg told the Lima Courier."), "It is over")
    assert [(hop.name, hop.medium) for hop in found.relay] == [("the Lima Courier", "outlet")]


def test_names_of_the_described() -> None:
    assert described_name("a source close to the talks") == "a source close to the talks"
    assert described_name("A conservative senator from Ohio, waiting in the rain") == "A conservative senator from Ohio"
    assert described_name("A spokeswoman for the State Department") == "State Department spokeswoman"
    assert described_name("a quarterly report seen by Reuters") == "a quarterly report"
    assert kind_of("the governor's office") == "organisation"
    assert kind_of("the paper") == "document"


def test_outlets_by_name_and_by_kind() -> None:
    assert outlet_medium("TASS") == "agency"
    assert outlet_medium("Skai television") == "broadcast"
    assert outlet_medium("the nation") is None
    assert paper_medium("the daily Hraparak") == "outlet"
    assert paper_medium("a senior diplomat") is None


def test_a_verb_that_nobody_taught_says_its_act_where_the_head_is_in_doubt() -> None:
    found = Found("indirect", "assert", [(0, 1)], [], None, "", 0.9, 0)
    assert act_of(found, ["the offer"], "spurned") == "refuse"
    assert act_of(found, ["the offer"], "said") == "assert"
    found.act_known = True
    assert act_of(found, ["the offer"], "spurned") == "assert"


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("Canada does not accept the ruling on the strait.", "refuse"),
        ("The minister never accepted the ruling on the strait.", "refuse"),
        ("Canada refused to accept the ruling on the strait.", "refuse"),
        ("Canada accepted the ruling on the strait.", "accept"),
    ],
)
def test_an_acceptance_that_is_negated_is_a_refusal(words: str, act: str) -> None:
    coding = verbale.code(f"The court published its ruling on Monday. {words}")
    assert said(coding, "the ruling on the strait").act == act


@pytest.mark.parametrize(
    ("words", "act", "surely"),
    [
        ("It is essential that the locks at Gaboon be opened to all flags", "demand", True),
        ("There will be no talks about the islands before the fleet has sailed", "refuse", True),
        ("the cabinet would never accept a referendum", "refuse", True),
        ("he hoped that the ferry would sail by Easter", "expect", True),
        ("Quito awaits an answer by Easter", "expect", True),
        ("the survey was nothing but a pretext", "accuse", False),
        ("the survey was not a provocation", "assert", False),
        ("a second raid could lead to an open war on the river", "warn", False),
        ("Lisbon will continue to supply the garrison", "promise", False),
        ("the governor was expected to plead guilty", "assert", False),
        ("the ferry sails by Easter", "assert", False),
    ],
)
def test_what_the_head_takes_for_an_assertion_may_say_more(words: str, act: str, surely: bool) -> None:
    doubtful = Found("indirect", "assert", [(0, 1)], [], None, "", 0.9, 0)
    assert act_of(doubtful, [words], "said") == act
    known = Found("indirect", "assert", [(0, 1)], [], None, "", 0.9, 0, act_known=True)
    assert act_of(known, [words], "said") == (act if surely else "assert")


@pytest.mark.parametrize(
    ("taken", "words", "act"),
    [
        ("accuse", "It is not us who threaten our neighbours", "deny"),
        ("threaten", "the bridge at Khorgos is a red line for Almaty", "demand"),
        ("accuse", "the gunboats crossed a red line", "accuse"),
        ("demand", "Hanoi expects the fishing ministry in Manila to answer by June", "expect"),
    ],
)
def test_some_words_say_their_act_whatever_the_head_takes_them_for(taken: Act, words: str, act: str) -> None:
    found = Found("indirect", taken, [(0, 1)], [], None, "", 0.9, 0, act_known=True)
    assert act_of(found, [words], "said") == act
