"""Datelines: single cues, claims and ranges, and texts that nobody should be able to break."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbale.coding.dateline import find_dateline
from verbale.coding.dateline.solve import edtf
from verbale.coding.segments import mark_segments
from verbale.coding.segments.agency import find_agency_line
from verbale.coding.sentences import split_sentences
from verbale.model import DateClaim, Dateline, Document

_BODY = "The minister said that talks would go on in Vienna, and that nobody should expect a result.\nHe left at noon."


def infer(text: str, *claims: DateClaim, url: str | None = None) -> Dateline:
    document = Document(id="d", text=text, language="en", url=url, date_claims=claims)
    segments = mark_segments(document)
    return find_dateline(document, segments, split_sentences(text, segments))


@pytest.mark.parametrize(
    ("line", "place", "day", "sign"),
    [
        ("MOSCOW, Dec 24 (Reuters) - The", "MOSCOW", "Dec 24", "Reuters"),
        ("WATFORD, England (AP) — The", "WATFORD", None, "AP"),
        ("BEIJING, Dec. 3 (Xinhua) -- The", "BEIJING", "Dec. 3", "Xinhua"),
        ("MOSCOW, December 15. /TASS/. The", "MOSCOW", "December 15", "TASS"),
        ("Brussels, 14 December 2021 (Europe Press) – The", "Brussels", "14 December 2021", "Europe Press"),
        ("UNITED NATIONS, March 1 - The", "UNITED NATIONS", "March 1", None),
        ("BERLIN — Four", "BERLIN", None, None),
        ("(Reuters) - The", None, None, "Reuters"),
    ],
)
def test_agency_lines(line: str, place: str | None, day: str | None, sign: str | None) -> None:
    found = find_agency_line(line, 0, len(line))
    assert found is not None
    assert (line[slice(*found.place)] if found.place else None) == place
    assert (line[slice(*found.day)] if found.day else None) == day
    assert found.sign == sign
    assert line[found.end :].lstrip() in {"The", "Four"}


@pytest.mark.parametrize(
    "line",
    [
        "The minister (a former general) said",
        "Russia, which said so on Friday, will",
        "Mr Smith (Labour) - said the",
        "NATO: what the drafts say",
        "Moscow said on Dec 24 (Friday) that",
    ],
)
def test_first_words_that_are_no_dateline(line: str) -> None:
    assert find_agency_line(line, 0, len(line)) is None


def test_place_of_the_agency_line_is_kept_with_its_words() -> None:
    dateline = infer("GENEVA, Jan 10, 2022 (AFP) - " + _BODY)
    assert dateline.kind == "agency"
    assert dateline.place == "Geneva"
    assert dateline.place_evidence is not None
    assert dateline.place_evidence.text == "GENEVA"
    assert dateline.when is not None
    assert dateline.when.value == "2022-01-10"


def test_month_in_the_address_is_a_range() -> None:
    dateline = infer(_BODY, url="https://example.org/2021/12/talks-go-on")
    assert dateline.when is not None
    assert (dateline.when.earliest, dateline.when.latest) == ("2021-12-01", "2021-12-31")
    assert dateline.when.value == "2021-12"


def test_a_metadata_day_that_nothing_contradicts_is_believed() -> None:
    dateline = infer(_BODY, DateClaim("2013-04-05", "meta:article:published_time", "published"))
    assert dateline.kind == "source"
    assert dateline.when is not None
    assert dateline.when.value == "2013-04-05"
    assert not dateline.rejected


_WRITTEN_ON = (
    "The consul said on Thursday that the harbour was shut.\n\n"
    "The mayor told reporters on Friday that the pilots are to strike.\n"
)


def test_a_page_that_was_written_on_is_of_the_day_of_its_last_word() -> None:
    dateline = infer(_WRITTEN_ON, DateClaim("2019-07-18", "meta:date", "published"))  # a Thursday
    assert dateline.when is not None
    assert dateline.when.value == "2019-07-19"
    assert "a day later: it tells of “Friday”" in dateline.when.basis
    assert [span.text for span in dateline.when.evidence] == ["Friday"]


@pytest.mark.parametrize("told", ["said last Friday", "will speak on Friday", "is to go to Oslo for a Friday meeting"])
def test_what_is_to_come_or_was_last_week_moves_no_day(told: str) -> None:
    text = f"The consul said on Thursday that the harbour was shut.\n\nThe mayor {told}.\n"
    dateline = infer(text, DateClaim("2019-07-18", "meta:date", "published"))
    assert dateline.when is not None
    assert dateline.when.value == "2019-07-18"


def test_a_claim_before_what_the_text_tells_of_is_rejected_with_its_reason() -> None:
    text = (
        "Troops left the strip on Monday, April 19, 2021, and more followed on Tuesday, April 20, 2021.\n"
        "The coronavirus had delayed the move. President Biden spoke of a promise kept.\n" + _BODY
    )
    dateline = infer(text, DateClaim("2009-04-21", "meta:date", "published"))
    assert dateline.when is not None
    assert dateline.when.earliest is not None
    assert dateline.when.earliest >= "2021-04-19"
    assert len(dateline.rejected) == 1
    assert dateline.rejected[0].startswith("2009-04-21 (meta:date 2009-04-21): does not agree with")


def test_a_stamp_in_the_text_outweighs_metadata_of_another_year() -> None:
    text = "Envoys meet\n14 May 2018 10:20 GMT\nEnvoys of both sides met on Monday.\n" + _BODY
    dateline = infer(text, DateClaim("2023-05-14", "meta:article:published_time", "published"))
    assert dateline.kind == "stamp"
    assert dateline.when is not None
    assert dateline.when.value == "2018-05-14"
    assert [reason[:10] for reason in dateline.rejected] == ["2023-05-14"]


def test_a_later_change_of_the_page_is_no_contradiction() -> None:
    published = DateClaim("2018-05-14", "meta:article:published_time", "published")
    modified = DateClaim("2020-05-14", "meta:article:modified_time", "modified")
    dateline = infer(_BODY, published, modified)
    assert dateline.when is not None
    assert dateline.when.value == "2018-05-14"
    assert not dateline.rejected


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert infer(_BODY) == Dateline(when=None, kind="none")
    assert infer("") == Dateline(when=None, kind="none")


@pytest.mark.parametrize("value", ["", "yesterday", "2021-13-45", "99999-01-01", "0000-00-00"])
def test_claims_that_are_no_days_are_passed_over(value: str) -> None:
    assert infer(_BODY, DateClaim(value, "meta:date")).when is None


def test_order_of_claims_does_not_matter() -> None:
    one, two = DateClaim("2013-04-05", "meta:a", "published"), DateClaim("2013-04-09", "feed:b", "unknown")
    assert infer(_BODY, one, two) == infer(_BODY, two, one)


def test_edtf() -> None:
    assert edtf(date(2021, 12, 5), date(2021, 12, 5)) == "2021-12-05"
    assert edtf(date(2021, 12, 1), date(2021, 12, 31)) == "2021-12"
    assert edtf(date(2021, 1, 1), date(2021, 12, 31)) == "2021"
    assert edtf(date(2021, 1, 1), date(2022, 12, 31)) == "2021-01-01/2022-12-31"


_CUES = (
    "In 2014 |seven years ago |next month, |January 2022 |on Tuesday (December 14th) |9999 |\n|President Biden said. "
    "|February 30, 2020 |Feb 29 |last week |0001-01-01 |15.12.2021\n"
).split("|")


def test_what_htmldate_reads_from_the_tags_is_no_second_witness() -> None:
    text = f"Envoy: no deal on the wreck\nPosted Wednesday, August 9, 2023\nThe envoy spoke on Wednesday.\n{_BODY}"
    tag = DateClaim("2016-01-01T00:00:00+00:00", "meta:article:published_time", "published")
    twice = infer(text, tag, DateClaim("2016-01-01", "htmldate", "unknown"))
    assert twice.when is not None
    assert twice.when.value == "2023-08-09"
    assert [one.split(" ")[0] for one in twice.rejected] == ["2016-01-01"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "In 2014 ",
                "seven years ago ",
                "next month, ",
                "January 2022 ",
                "on Tuesday (December 14th) ",
                "9999 ",
                "\n",
                "President Biden said. ",
                "February 30, 2020 ",
                "Feb 29 ",
                "last week ",
                "0001-01-01 ",
                "15.12.2021\n",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_any_mix_of_cues_gives_an_ordered_range_with_its_words(text: str) -> None:
    dateline = infer(text)
    if dateline.when is not None:
        assert dateline.when.earliest is not None
        assert dateline.when.latest is not None
        assert dateline.when.earliest <= dateline.when.latest
        assert all(text[span.start : span.end] == span.text for span in dateline.when.evidence)
        assert dateline.when.basis


@pytest.mark.parametrize(
    "text", ["President " * 60_000, "In 2014 " * 40_000, "A" * 800_000, "Dec 24, " * 30_000], ids=range(4)
)
def test_hostile_texts(text: str) -> None:
    begun = time.perf_counter()
    infer(text)
    assert time.perf_counter() - begun < 40


@pytest.mark.parametrize(
    ("head", "day", "place"),
    [
        ("Villages shelled along the front\n\nBaku, September 27, 2020. AZERTAC", "2020-09-27", "Baku"),
        ("Tuesday, August 27, 2019, 2:00 p.m. Ministry of Foreign Affairs, Tokyo", "2019-08-27", None),
        ("Wednesday, January 31, 1996\n\nBriefer: Nicholas Burns", "1996-01-31", None),
    ],
)
def test_a_line_of_its_own_gives_the_day(head: str, day: str, place: str | None) -> None:
    dateline = infer(f"{head}\n\n{_BODY}")
    assert dateline.when is not None
    assert (dateline.when.value, dateline.place) == (day, place)
