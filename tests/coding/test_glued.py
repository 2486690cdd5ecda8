"""Furniture that a scraper glued to the article's own words."""

from __future__ import annotations

import time

import pytest

from verbale.coding.segments import mark_segments
from verbale.model import CODED_ROLES, Document

_BODY = (
    "The ministry said on Tuesday that the strait would stay shut until the talks end.\n\n"
    "Officials in the capital gave no date for the next round, which was put off twice.\n\n"
)


def coded(text: str) -> str:
    document = Document(id="d", text=text, language="en")
    segments = mark_segments(document)
    return "\n".join(text[s.start : s.end] for s in segments if s.role in CODED_ROLES)


def role(text: str, words: str) -> str:
    at = text.index(words)
    segments = mark_segments(Document(id="d", text=text, language="en"))
    return next(s.role for s in segments if s.start <= at < s.end)


@pytest.mark.parametrize(
    "line",
    [
        "JUST WATCHED Envoy leaves in anger Replay More Videos ... MUST WATCH Envoy leaves in anger 02:16",
        "Photos: The strait Photos: The strait The envoy says goodbye. Hide Caption 1 of 12 Photos: The strait The "
        "captain says the ship is ready to sail. Hide Caption 2 of 12",
        "Hide Caption 2 of 12 Photos: The strait The minister says he is sorry.",
        "Photos: The strait Photos: The strait The envoy says goodbye to the press on March 3.",
        "READ: Minister warns of war over the strait",
        "Envoy says the strait stays shut Read more",
        "Get our daily brief. Sign up to receive the stories that matter. We will never sell your address to newsletters.",
        "Ann Perks, Tom Reed and Lena Moss contributed to this report.",
    ],
)
def test_a_line_of_the_page_is_not_read(line: str) -> None:
    text = f"{_BODY}{line}\n\nThe captain said that the crew had refused to sail without a pilot."
    assert line[20:60] not in coded(text)
    assert "the crew had refused to sail" in coded(text)
    assert "would stay shut" in coded(text)


@pytest.mark.parametrize(
    "line",
    [
        "Iran must watch its words, the envoy told reporters, and the ships must leave the strait.",
        "The teacher said that children should read more.",
        "He signed up for the mission, the navy said, because nobody else was willing to go there.",
        "“The story of this strait: a story of pride,” the envoy said as he closed the talks.",
        "Ministers contributed to this report of the committee, which they later called unfair to the fishermen, she said.",
    ],
)
def test_an_article_s_own_words_stay(line: str) -> None:
    assert line[:40] in coded(f"{_BODY}{line}\n\n{_BODY}".replace("\n\n\n", "\n\n"))


def test_a_label_is_cut_off_the_summary_that_follows() -> None:
    text = f"Story highlights Envoys leave without a text\n\nMinister says the terms were unfair\n\n{_BODY}"
    assert role(text, "Story highlights") == "furniture"
    assert role(text, "Envoys leave") == "standfirst"
    assert role(text, "Minister says") == "standfirst"
    assert role(text, "The ministry said") == "body"


def test_a_picture_before_a_summary_is_a_caption() -> None:
    text = (
        "Smoke rises over the harbour on Thursday. (Photo: Ann Perks, AP) Story Highlights The strait is shut, say both\n\n"
        + _BODY
    )
    assert role(text, "Smoke rises") == "caption"
    assert role(text, "The strait is shut") == "standfirst"


def test_a_mark_at_either_end_is_cut_off() -> None:
    text = f"{_BODY}The pilots said that they would strike on Friday. ADVERTISEMENT\n\n{_BODY}"
    assert role(text, "The pilots said") == "body"
    assert role(text, "ADVERTISEMENT") == "furniture"


def test_hostile_lines_cost_little() -> None:
    began = time.perf_counter()
    for piece in (
        "Hide Caption 1 of 2 Photos: ",
        "Photos: a Photos: ",
        "JUST WATCHED ",
        "Sign up for ",
        "a ",
        "contributed ",
    ):
        mark_segments(Document(id="d", text=piece * 4000, language="en"))
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("label", ["Opinion", "Read", "See", "Full Coverage"])
def test_a_labelled_link_inside_the_text_is_furniture_and_at_its_head_the_headline(label: str) -> None:
    link = f"{label}: Why the dam at Vell must wait"
    first = "The governor said on Monday that the dam at Vell will not be filled before the spring of next year."
    second = "Farmers on both banks have long asked for a share of the water and for a seat on the board."
    text = "\n".join((link, first, link.replace("Vell", "Orme"), second))
    roles = {text[s.start : s.end]: s.role for s in mark_segments(Document(id="d", text=text, language="en"))}
    assert roles[link.replace("Vell", "Orme")] == "furniture"
    assert roles[link] == "headline"
