"""Which words set a day for what is to come, and which only look so."""

from __future__ import annotations

from pathlib import Path

import pytest

import verbale
from verbale.analysis.deadlines import _places
from verbale.analysis.due import Dated, due_of, is_of_a_noun, lies_ahead, sets_no_day, spoken_tomorrow
from verbale.analysis.given_time import gives_time


def _dated(sentence: str, words: str, value: str = "2020-05-08") -> Dated:
    at = sentence.index(words)
    return Dated("d", at, at + len(words), words, "date", value, value, value, sentence, 0)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The envoys worked in the past ten days to save the truce.", "the past ten days"),
        ("The vote will be held in June instead of July as planned.", "July"),
        ("Its announcement Tuesday that it would close the lock surprised many.", "Tuesday"),
        ("The council will hear of May's plan to widen the canal.", "May"),
        ("The toll went into effect at midnight.", "midnight"),
        ("The agreement should not be undermined today.", "today"),
        ("Crews are to be freed in the weeks following Friday’s signing.", "following Friday"),
    ],
)
def test_words_that_set_no_day(sentence: str, words: str) -> None:
    assert sets_no_day(_dated(sentence, words))
    assert due_of(_dated(sentence, words), "2020-05-04") is None


@pytest.mark.parametrize(
    ("sentence", "words", "ahead"),
    [
        ("The garrison is due to leave by Friday.", "Friday", True),
        ("We will keep the feast even if war should break out on Friday.", "Friday", False),
        ("No parade was scheduled for Friday.", "Friday", False),
        ("When people wake on Friday they will find the lock shut.", "Friday", False),
        ("The envoys are expected to meet on Friday.", "Friday", True),
    ],
)
def test_what_lies_ahead(sentence: str, words: str, ahead: bool) -> None:
    assert lies_ahead(_dated(sentence, words)) is ahead


def test_tomorrow_is_counted_from_the_day_of_speaking() -> None:
    one = _dated("Tomorrow the lock will be opened.", "Tomorrow", "2020-05-06")
    assert spoken_tomorrow(one, "2020-05-04", "2020-05-04").value == "2020-05-05"
    assert spoken_tomorrow(one, None, "2020-05-05") == one


def test_a_day_may_be_that_of_a_thing_named_before_it() -> None:
    assert is_of_a_noun(_dated("The rebels are expected to disrupt the elections on 8 May.", "8 May"))
    assert not is_of_a_noun(_dated("The rebels are expected to leave the town on 8 May.", "8 May"))


def test_one_meeting_told_twice_is_due_once_and_a_day_behind_a_promise_counts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "The Harbour Telegraph\n\n3 May 2020\n\nGENEVA — Kosovo and Serbia will hold negotiations in Geneva on May 12. Officials "
        "of both sides will meet in Geneva on May 12. Serbia on Sunday promised to free the crews by Friday.\n",
        encoding="utf-8",
    )
    with verbale.open(tmp_path / "r.db") as record:
        record.build(tmp_path / "a.txt")
        due = [(d.latest, d.owed_by) for d in record.deadlines(as_of="2020-05-04")]
    assert [d for d, _ in due] == ["2020-05-08", "2020-05-12"]
    assert due[0][1] == "Serbia"


def test_places_of_meetings() -> None:
    assert _places("Talks will be held in Vienna in May") == {"Vienna"}
    assert _places("Crews will be freed in Vienna") == frozenset()


@pytest.mark.parametrize(
    ("sentence", "words", "kind", "value", "given"),
    [
        ("The commission has until 8 May to settle it.", "8 May", "date", "2020-05-08", True),
        ("Norland gave Sudland till 8 May to sign.", "8 May", "date", "2020-05-08", True),
        ("Peru was given until 8 May to withdraw.", "8 May", "date", "2020-05-08", True),
        ("Chile handed the envoy 48 hours to leave the country.", "48 hours", "duration", "PT48H", True),
        ("The consul was ordered to leave within ten days.", "ten days", "duration", "P10D", True),
        ("Voters gave him four years to mend it.", "four years", "duration", "P4Y", False),
        ("Peru gave the visitors two hours in the port.", "two hours", "duration", "PT2H", False),
        ("Norland gave a pledge, which holds until 8 May.", "8 May", "date", "2020-05-08", False),
        ("They built the lock within ten days.", "ten days", "duration", "P10D", False),
    ],
)
def test_who_is_given_time(sentence: str, words: str, kind: str, value: str, given: bool) -> None:
    at = sentence.index(words)
    one = Dated("d", at, at + len(words), words, kind, value, None, None, sentence, 0)
    assert gives_time(one) is given


def test_time_that_is_given_is_due_and_a_question_owes_nothing(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(
        "The Harbour Telegraph\n\n15 March 2019\n\nGENEVA — Talks on the islands went on.\n\n"
        "Iran has given Norway until April 18 to agree to arbitration.\n\nWill the envoy of Peru go there next week?\n\n"
        "Kenya gave the Dutch ambassador 48 hours to leave the country.\n",
        encoding="utf-8",
    )
    with verbale.open(tmp_path / "r.db") as record:
        record.build(articles)
        due = [(d.due, d.owed_by, d.owed_to) for d in record.deadlines()]
    assert due == [("2019-03-15/2019-03-17", "Netherlands", "Kenya"), ("2019-04-18", "Norway", "Iran")]
