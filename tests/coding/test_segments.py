"""Segments: properties that hold for any text, and single marks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbale.coding.segments import line_hash, mark_segments, repeated_lines
from verbale.model import CODED_ROLES, Document, Outlet, Segment


def _mark(text: str, **more: object) -> tuple[Segment, ...]:
    return mark_segments(Document(id="d", text=text, language="en", **more))  # type: ignore[arg-type]


def _role_of(text: str, words: str) -> str:
    at = text.index(words)
    return next(segment.role for segment in _mark(text) if segment.start <= at < segment.end)


def _check(text: str, segments: tuple[Segment, ...]) -> None:
    position = 0
    for segment in segments:
        assert segment.start >= position
        assert segment.end > segment.start
        assert not text[position : segment.start].strip()
        assert segment.reason
        position = segment.end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    "line",
    [
        "Posted on: 14 March 2019 | Admin",
        "Published on March 14th, 2019 by Jane Roe",
        "Submitted by admin on Thu, 03/14/2019 - 10:22",
        "14 March 2019 | World",
    ],
)
def test_a_stamp_with_its_author_or_section_is_no_headline(line: str) -> None:
    body = "The minister said on Monday that talks would go on in Vienna next week.\n\nHe left for home at noon.\n"
    assert _role_of(f"{line}\n\n{body}", line) == "dateline"
    assert _role_of(f"Envoy leaves Vienna\n{line}\n\n{body}", line) == "dateline"


@pytest.mark.parametrize("line", ["Published drafts of 2019 pact anger Oslo", "Updated pact of 1949 faces new test"])
def test_a_headline_with_a_year_stays_one(line: str) -> None:
    body = "The minister said on Monday that talks would go on in Vienna next week.\n\nHe left for home at noon.\n"
    assert _role_of(f"{line}\n\n{body}", line) == "headline"


_SNIPPETS = st.sampled_from(
    [
        "\n", "\n\n", " ", "The minister said on Monday that talks would go on in Vienna next week. ", "Share", "\u00a0",
        "© AFP 2023 / JOHN DOE", "Tags: a, b", "“We will wait,” he said.", "05:55 GMT 15.12.2021", "•", "By Jane Roe",
        "MOSCOW, Dec 24 (Reuters) - ", "[ad_1]", "What next?", "\u2028", "\r\n", "/DW/", "Image caption A ship", "👩‍🚀",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_SNIPPETS, st.text(max_size=12)), max_size=25).map("".join))
def test_segments_cover_all_and_never_overlap(text: str) -> None:
    _check(text, _mark(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(_SNIPPETS, min_size=1, max_size=12).map("".join), st.data())
def test_structured_segments_are_refined_without_loss(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    given_segments = tuple(Segment(a, b, "body", "html") for a, b in ((0, cut), (cut, len(text))) if a < b)
    segments = _mark(text, segments=given_segments)
    assert segments == tuple(sorted(segments))
    if given_segments:
        _check(text, segments)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 2_000_000,
        "A " * 400_000,
        "x.\n" * 200_000,
        "\x00\x01" * 100_000,
        "( " * 200_000,
        "Tags: " * 100_000,
        "-" * 500_000,
        "A, " * 200_000,
        "1/" * 200_000,
    ],
    ids=range(9),
)
def test_hostile_texts_cost_their_length(text: str) -> None:
    begun = time.perf_counter()
    segments = _mark(text)
    assert time.perf_counter() - begun < 20
    _check(text, segments)


def test_blank_text_has_no_segments() -> None:
    assert _mark("") == ()
    assert _mark(" \n\t\u00a0\n") == ()


def test_credit_and_caption_glued_together_are_two() -> None:
    text = (
        "Bridge reopens\n© Wire 2020 / ANNA KOVACThis picture taken on May 3 shows the bridge.\n"
        "The bridge was reopened on Monday after two years, the mayor said.\nIt had been shelled in the war."
    )
    assert _role_of(text, "© Wire") == "credit"
    assert _role_of(text, "This picture") == "caption"


def test_a_quotation_that_sounds_like_a_mark_is_body() -> None:
    text = (
        "The leader spoke on Sunday to a crowd of thousands in the main square.\n"
        "“Follow us on this road,” she said, “and sign up for nothing.”\n"
        "The crowd cheered, and police looked on from the side streets."
    )
    assert _role_of(text, "“Follow us") == "body"


def test_trailing_agency_mark_is_credit() -> None:
    text = "The talks ended without a result on Friday, both sides said in Geneva./DW/\nSource link"
    assert _role_of(text, "/DW/") == "credit"
    assert _role_of(text, "Source link") == "credit"
    assert _role_of(text, "The talks") == "body"


def test_outlet_name_and_writer_are_not_body() -> None:
    text = (
        "Delta Post\nTroops leave the strip\nJane Roe\n"
        "The last troops left the strip on Monday, the army said in a statement.\nNobody was hurt."
    )
    segments = _mark(text, outlet=Outlet("delta", "Delta Post"), byline="Jane Roe")
    roles = {text[segment.start : segment.end].split("\n")[0]: segment.role for segment in segments}
    assert roles["Delta Post"] == "furniture"
    assert roles["Jane Roe"] == "byline"
    assert roles["Troops leave the strip"] == "headline"


def test_title_of_the_source_finds_a_glued_headline() -> None:
    text = "border talks fail again Ministers of both states left Geneva on Friday without a deal, and no new date was set."
    segments = _mark(text, title="border talks fail again")
    assert [segment.role for segment in segments] == ["headline", "body"]


def test_lines_that_an_outlet_repeats_are_furniture() -> None:
    line = "Delta Post brings you the delta, every day"
    texts = [
        f"The minister spoke on day {n} about the dam and the river.\n{line}\nHe will speak again." for n in range(4)
    ]
    recurring = repeated_lines((str(n), "delta", text) for n, text in enumerate(texts))
    assert line_hash(line) in recurring
    assert line_hash("He will speak again.") in recurring
    segments = mark_segments(Document(id="d", text=texts[0], language="en"), recurring)
    assert next(s.role for s in segments if s.start <= texts[0].index(line) < s.end) == "furniture"


def test_repeated_lines_keep_quotations_and_count_documents() -> None:
    quote = "“We will not go back,” he said."
    twice = [("a", "o", f"{quote}\nfoot"), ("a", "o", "foot\nfoot"), ("b", "o", quote), ("c", "o", quote)]
    assert repeated_lines(twice) == frozenset()


def test_other_languages_are_marked_without_error() -> None:
    text = "Министр выступил в понедельник.\nОн сказал, что переговоры продолжатся в январе.\n"
    assert any(segment.role in CODED_ROLES for segment in _mark(text))


@pytest.mark.parametrize(
    "line",
    [
        "Baku, September 27, 2020. AZERTAC",
        "Buenos Aires, April 3, 1982",
        "Tuesday, August 27, 2019, 2:00 p.m. Ministry of Foreign Affairs, Tokyo",
        "The White House, Washington, D.C., 22 October 1962, 7 p.m.",
    ],
)
def test_a_day_with_where_it_was_told_is_a_dateline(line: str) -> None:
    body = "The minister said on Monday that talks would go on in Vienna next week.\n\nHe left for home at noon.\n"
    assert _role_of(f"Envoys leave Vienna after talks\n\n{line}\n\n{body}", line) == "dateline"
    assert _role_of(f"{line}\n\n{body}", line) == "dateline"


@pytest.mark.parametrize(
    "line",
    [
        "September 11, 2001: what we know",
        "September 11, 2001, Changed Tokyo",
        "Baku and Yerevan, September 27, 2020, to April 1, 2021",
        "Vienna, March 14 Alliance",
    ],
)
def test_a_headline_with_a_day_stays_one(line: str) -> None:
    body = "The minister said on Monday that talks would go on in Vienna next week.\n\nHe left for home at noon.\n"
    assert _role_of(f"{line}\n\n{body}", line) == "headline"


def test_a_day_and_place_in_prose_are_no_dateline() -> None:
    line = "They met in Baku, September 27, 2020. AZERTAC was there."
    assert (
        _role_of(f"Envoys leave Vienna after talks\n\n{line}\n\nHe left for home at noon on Monday.\n", line) == "body"
    )


@pytest.mark.parametrize("names", ["Briefer: Nicholas Burns", "Moderator: Ann de Roe, Daily Post"])
def test_who_speaks_in_a_transcript_is_no_title(names: str) -> None:
    text = (
        f"Wednesday, January 31, 1996\n\n{names}\n\nMR. BURNS: Good afternoon. Both sides withdrew their ships yesterday.\n\n"
        "QUESTION: Did the Secretary speak to the minister?\n\nMR. BURNS: He did. We are pleased that both stepped back.\n"
    )
    assert _role_of(text, names) == "byline"
    assert _role_of(text, "Wednesday") == "dateline"
