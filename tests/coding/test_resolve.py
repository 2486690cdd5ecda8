"""Who spoke, to whom and on which day: what a frame names and what it only seems to name."""

from __future__ import annotations

import verbale
from verbale.model import Attribution, Coding


def said(coding: Coding, words: str) -> Attribution:
    return next(a for a in coding.attributions if words in " ".join(span.text for span in a.content))


def speaker(coding: Coding, words: str) -> str:
    wanted = said(coding, words).speaker_id
    return next(m.name for m in coding.mentions if m.id == wanted)


def test_the_stop_of_a_junior_belongs_to_his_name() -> None:
    coding = verbale.code(
        "Ferdinand Marcos Jr. flew to Davao.\n\n“Our people were put in danger,” President Ferdinand Marcos Jr. said.\n"
    )
    assert speaker(coding, "Our people") == "Ferdinand Marcos Jr."


def test_a_news_conference_is_where_and_not_to_whom() -> None:
    coding = verbale.code("“We will never abandon our post,” Foreign Minister Ada Berg told a news conference.\n")
    found = said(coding, "abandon")
    assert found.addressee_id is None
    assert found.medium == "news conference"
    asked = verbale.code("“We will never abandon our post,” Foreign Minister Ada Berg told reporters.\n")
    assert said(asked, "abandon").addressee_id is not None


def test_a_doorstep_in_the_words_is_no_briefing() -> None:
    coding = verbale.code("Berg accused Norway of keeping ships “on the doorstep of our home”.\n")
    assert all(a.medium is None for a in coding.attributions)


LONG = """Iceland sees provocation in talk of patrols

REYKJAVIK, March 6, 2019 (Meridian) - During a phone call on Monday, Prime Minister Eva Lund stressed the need for talks.

Foreign Minister Ada Berg has told Meridian that the patrols were "a signal".

"It is unclear why they do this," Berg stated.

The statement follows Oslo spokesman Per Dahl telling a briefing that patrols were being considered.

Lund underscored that talks could begin at once.

The prime minister added that ships had been seen near the bank.

Dahl said that the ships were not armed.

In a separate development on Monday, Berg told Meridian that "they are fixated on the idea of a threat".
"""


def test_an_older_day_is_not_lent_to_what_is_said_without_one() -> None:
    coding = verbale.code(LONG)
    lately = said(coding, "It is unclear").spoken
    assert lately is not None
    assert (lately.earliest, lately.latest) == ("2019-03-04", "2019-03-06")
    stated = said(coding, "fixated").spoken
    assert stated is not None
    assert (stated.earliest, stated.latest) == ("2019-03-04", "2019-03-04")
