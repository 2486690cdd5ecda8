"""On which day something was said where its own frame names none: never a day of something else."""

from __future__ import annotations

import verbale
from verbale.model import Attribution, Coding

HEAD = "REYKJAVIK, March 15, 2019 (Meridian) - "


def said(coding: Coding, words: str) -> Attribution:
    return next(a for a in coding.attributions if words in " ".join(span.text for span in a.content))


def day(text: str, words: str) -> str | None:
    spoken = said(verbale.code(HEAD + text), words).spoken
    return spoken.value if spoken is not None else None


def test_a_meeting_that_is_spoken_of_is_not_the_day_of_speaking() -> None:
    text = (
        "The inquiry met on Friday.\n\nColonel Ada Berg testified about a February 10 meeting at the palace, saying that "
        "the envoys had been told to wait.\n\n“It was improper,” Berg testified.\n"
    )
    assert day(text, "the envoys had been told") != "2019-02-10"
    assert day(text, "It was improper") != "2019-02-10"


def test_a_meeting_at_which_words_fell_is_their_day() -> None:
    assert day("“My people want more,” Premier Eva Lund told a Feb. 21 cabinet meeting.\n", "want more") == "2019-02-21"


def test_since_a_day_is_not_on_it() -> None:
    text = "Since rising to power in 2015, Premier Eva Lund has courted the allies, promising to fight smuggling.\n"
    assert day(text, "to fight smuggling") != "2015"


def test_a_year_that_tells_which_law_is_meant_is_no_day() -> None:
    assert day("Berg cited a 1991 law as proof that “the strait is ours.”\n", "the strait is ours") != "1991"


def test_the_perfect_tells_of_another_time() -> None:
    text = (
        "Iceland on Friday closed the strait.\n\nFaroe officials said that they were stunned.\n\n"
        "Premier Eva Lund has threatened to seize the trawlers.\n"
    )
    assert day(text, "they were stunned") == "2019-03-15"
    assert day(text, "to seize the trawlers") == "../2019-03-15"


def test_what_is_always_said_has_no_day() -> None:
    text = "Iceland on Friday closed the strait.\n\nOslo fishes there too. Norway says that the bank is its own.\n"
    assert day(text, "the bank is its own") == "../2019-03-15"


def test_a_relative_clause_lends_its_day_to_nothing() -> None:
    text = (
        "Foreign Minister Jon Dahl, who on March 2 said that Norway could wait, told reporters that talks must begin.\n"
    )
    assert day(text, "talks must begin") != "2019-03-02"


def test_a_month_holds_for_its_own_sentence() -> None:
    text = (
        "In December, Foreign Minister Jon Dahl said that Norway could wait.\n\nThe fleet sailed.\n\nIt is at sea now.\n\n"
        "Dahl said that talks must begin.\n"
    )
    assert day(text, "Norway could wait") == "2018-12"
    assert day(text, "talks must begin") == "../2019-03-15"


def test_words_told_of_are_not_later_than_the_telling() -> None:
    text = (
        "Iceland on Thursday closed the strait.\n\nThe Harbour Post reported Monday that Faroe skippers said they were "
        "ready to talk.\n"
    )
    spoken = said(verbale.code(HEAD + text), "they were ready to talk").spoken
    assert spoken is not None
    assert spoken.latest == "2019-03-11"


def test_a_day_that_opens_a_sentence_does_not_reach_back() -> None:
    text = (
        "At the palace, Premier Eva Lund said that she had seen the letter.\n\n"
        "Over the weekend, Lund called the envoys liars.\n"
    )
    assert day(text, "she had seen the letter") == "../2019-03-15"


def test_what_is_being_demanded_has_no_day() -> None:
    text = "Iceland on Friday closed the strait.\n\nOslo is demanding that it reopen the strait.\n"
    assert day(text, "it reopen the strait") == "../2019-03-15"


def test_a_day_that_was_only_planned_is_not_that_of_the_article() -> None:
    text = (
        "Premier Eva Lund said that her husband has offered to travel today to Oslo.\n\nBerg said that it was a trap.\n"
    )
    assert day(text, "it was a trap") == "../2019-03-15"


def test_before_a_speech_is_the_day_of_the_speech() -> None:
    text = "Before his Sunday night address, Berg assured the pupils that the trip was important.\n"
    assert day(text, "the trip was important") == "2019-03-10"


def test_the_day_of_the_news_stands_behind_a_year_since_which() -> None:
    text = "Two skippers who had been held since 2016 were released Tuesday.\n\nBerg said that he was glad.\n"
    assert day(text, "he was glad") == "2019-03-12/2019-03-15"


def test_a_sentence_in_the_present_gives_the_article_no_day() -> None:
    text = "Premier Eva Lund faces a test Friday night, when talks begin.\n\nBerg said that it was a trap.\n"
    assert day(text, "it was a trap") == "../2019-03-15"


def test_what_a_state_did_by_words_further_down_is_of_no_known_day() -> None:
    head = "GENEVA, March 14, 2014 (Wire) - Talks on the strait of Otranto ended on Friday without a result.\n\n"
    body = (
        "Envoys left the hall in silence. The hall was cleared by noon. Nobody spoke to the press outside.\n\n"
        "The strait is forty miles wide at its narrowest. Ferries cross it twice a day. Fishermen work on both shores.\n\n"
        "A lighthouse stands on the eastern cape. It was built in 1869. Its lamp has been dark for a decade.\n\n"
    )
    tail = "Albania threatened to close the port. Foreign Minister Ilir Hoxha denied that he had walked out.\n"
    found = {a.content[0].text.split()[0]: a for a in verbale.code(head + body + tail).attributions}
    closing = next(a for a in found.values() if "close the port" in a.content[0].text)
    denied = next(a for a in found.values() if "walked out" in a.content[0].text)
    assert closing.spoken is None or closing.spoken.earliest is None
    assert denied.spoken is not None
    assert denied.spoken.value == "2014-03-14"
