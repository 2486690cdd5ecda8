"""The tagger of time expressions: what is found, what it says, and what is never claimed."""

from __future__ import annotations

import itertools
import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbale.coding.draft import Sentence
from verbale.coding.sentences import split_sentences
from verbale.coding.times import Form, explicit_dates, format_form, parse_form, points, resolve, tag_times
from verbale.coding.times.grammar import RULES
from verbale.coding.times.names import holiday_rules, period_bounds, period_phrases
from verbale.coding.times.patterns import compile_pattern
from verbale.model import Segment, TimeExpression, When, row_id

DAY = "2021-12-24"


def anchored(first: str, last: str | None = None) -> When:
    return When(first, first, last or first, "test")


def tagged(text: str, anchor: When | None = None) -> tuple[TimeExpression, ...]:
    return tag_times("d", text, split_sentences(text, [Segment(0, len(text), "body")]), anchor)


def one(text: str, first: str = DAY, last: str | None = None) -> TimeExpression:
    found = tagged(text, anchored(first, last))
    assert len(found) == 1, found
    return found[0]


# -- rows --------------------------------------------------------------------------------------------------------------


def test_rows_are_exact_words_in_order_and_apart() -> None:
    text = (
        "On Monday he left; the day after, 11 May, from 2 to 4 June and on 7/8 July 2019, at 5 p.m. EST, he was back."
    )
    found = tagged(text, anchored("2020-05-20"))
    assert len(found) >= 5
    for row in found:
        assert text[row.span.start : row.span.end] == row.span.text
        assert row.id == row_id("time", "d", row.span.start, row.span.end)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


def test_only_the_given_sentences_are_read() -> None:
    text = "Published Monday. He left on Tuesday."
    start = text.index("He")
    found = tag_times("d", text, [Sentence(start, len(text), 0, "body")], anchored(DAY))
    assert [row.span.text for row in found] == ["Tuesday"]


def test_the_basis_is_in_words() -> None:
    assert one("Talks start next month.").basis == "'next month', dateline 2021-12-24"
    assert one("It was 3 May 2014.").basis == "'3 May 2014', as written"
    assert one("It was Monday, 3 May 2014.").basis.endswith("though its day of the week disagrees")


# -- direction ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Iran said on Thursday that it was ready.", "2021-12-23"),
        ("Iran will answer on Thursday.", "2021-12-30"),
        ("On Friday, the envoy said nothing.", "2021-12-24"),  # the article's own day
        ("The envoy will meet them on Friday.", "2021-12-24"),
        ("They agreed to meet on Monday.", "2021-12-27"),
        ("He promised on Monday to come.", "2021-12-20"),
        ("Last Friday he resigned.", "2021-12-17"),
        ("Next Friday he resigns.", "2021-12-31"),
        ("The delegation could not be reached on Monday.", "2021-12-20"),
        ("In January the council will vote.", "2022-01"),
        ("In January the council voted.", "2021-01"),
        ("In November the council voted.", "2021-11"),
        ("On 18 March he mocked the offer.", "2021-03-18"),
        ("It will expire on 5 February.", "2022-02-05"),
    ],
)
def test_tense_decides_the_direction(text: str, value: str) -> None:
    assert one(text).value == value


@pytest.mark.parametrize(
    "unit", ["second", "night", "morning", "semester", "term", "season", "fortnight", "decade", "moment"]
)
@pytest.mark.parametrize(
    "said", ["two {u}s ago", "a {u} later", "the {u} before", "{u} after next", "the {u} before last", "last {u}"]
)
def test_every_unit_is_read_or_left(unit: str, said: str) -> None:
    words = said.format(u=unit)
    for row in tagged(f"They met on Wednesday. They met {words}.", anchored(DAY)):
        assert row.form
        assert parse_form(row.form) is not None


def test_nights_are_counted_as_days() -> None:
    assert one("They met three nights ago.").value == "2021-12-21"


# -- honesty -----------------------------------------------------------------------------------------------------------


def test_a_range_of_datelines_gives_all_the_days_it_may_be() -> None:
    row = one("He said on Thursday that he was ready.", "2021-12-24", "2021-12-31")
    assert (row.value, row.earliest, row.latest) == ("[2021-12-23,2021-12-30]", "2021-12-23", "2021-12-30")
    row = one("He spoke last month.", "2021-12-30", "2022-01-02")
    assert (row.value, row.earliest, row.latest) == ("[2021-11,2021-12]", "2021-11-01", "2021-12-31")
    assert one("He was born seven years ago.", "2021-01-01", "2021-12-31").value == "2014"


def test_a_wide_range_of_datelines_gives_its_bounds() -> None:
    row = one("He spoke on Thursday.", "2021-01-01", "2021-12-31")
    assert row.value == "[2020-12-31..2021-12-30]"
    assert (row.earliest, row.latest) == ("2020-12-31", "2021-12-30")


@pytest.mark.parametrize(
    "words", ["on Thursday", "yesterday", "next month", "two years ago", "this morning", "at noon"]
)
def test_no_dateline_no_day(words: str) -> None:
    (row,) = tagged(f"He left {words}.", None)
    assert (row.value, row.earliest, row.latest) == ("", None, None)


def test_no_dateline_keeps_what_is_written() -> None:
    values = [row.value for row in tagged("Signed on 14 December, ratified on 3 March 2009.", None)]
    assert values == ["XXXX-12-14", "2009-03-03"]


def test_an_open_end_of_the_dateline_is_no_dateline() -> None:
    assert resolve("rel:day:-1", When("2021", "2021-01-01", None, "test")).value == ""


def test_order_of_day_and_month() -> None:
    assert one("It arrived on 16/12/2021.").value == "2021-12-16"
    assert one("It arrived on 12/16/2021.").value == "2021-12-16"
    assert one("It arrived on 01/05/2021.").value == "[2021-01-05,2021-05-01]"
    assert [r.value for r in tagged("Sent on 01/05/2021, read on 16/05/2021.", anchored(DAY))] == [
        "2021-05-01",
        "2021-05-16",
    ]
    assert [r.value for r in tagged("Sent on 01/05/2021, read on 01/16/2021.", anchored(DAY))] == [
        "2021-01-05",
        "2021-01-16",
    ]


def test_later_than_nothing_stays_open() -> None:
    row = one("Three days later he resigned.")
    assert (row.value, row.form) == ("", "rel:day:+3@unknown")


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital; we met the Sun's second reporter.",
        "A 52-year-old driver and some 1900 troops crossed.",
        "Mr. May met April Jones of Second Avenue.",
        "The film 60 Minutes was shown; three quarters of voters said no.",
        "The sun sat low and the wed couple will can what they must.",
        "It fell in the spring of water and cost $1990.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert tagged(text, anchored(DAY)) == ()


# -- narrative anchors -------------------------------------------------------------------------------------------------


def test_counted_from_the_date_before() -> None:
    text = "He resigned on 3 March 2014. Two days later she fled. The following week they met. That month all ended."
    assert [row.value for row in tagged(text, anchored(DAY))] == ["2014-03-03", "2014-03-05", "2014-W11", "2014-03"]


def test_news_with_a_long_story_keeps_its_dateline() -> None:
    text = (
        "In 2001, 2003, 2009 and 2010 it failed. The unrest began on 1 October, he said on Friday. Last year was calm."
    )
    assert {row.span.text: row.value for row in tagged(text, anchored(DAY))}["1 October"] == "2021-10-01"


def test_a_count_from_the_dateline_forms_a_stretch() -> None:
    row = one("It was the calmest of the last decade.")
    assert (row.value, row.earliest, row.latest) == ("P10Y", "2011-12-24", "2021-12-24")
    row = one("They have to answer within 48 hours.")
    assert (row.value, row.earliest, row.latest) == ("PT48H", "2021-12-24", "2021-12-26")


def test_a_form_carries_its_base_and_resolves_again() -> None:
    text = "On Thursday he called. The day before, she had refused."
    row = tagged(text, anchored("2021-12-24", "2021-12-31"))[1]
    assert row.form == "rel:day:-1@weekday:TH:past"
    assert row.value == "[2021-12-22,2021-12-29]"
    assert resolve(row.form, anchored("2021-12-31")).value == "2021-12-29"


def test_a_narrative_of_the_past_reads_years_on() -> None:
    text = (
        "In 1939 the war began. On September 17, 1939, the east was taken. By October the country was divided. In 1940 "
        "the west followed: on May 10, 1940, the attack began, and on June 10 another; twelve days later it ended. In "
        "December 1941 it spread. In January the pact was signed. The front broke in 1943 and in 1944. In 1945 it fell."
    )
    values = [row.value for row in tagged(text, anchored(DAY))]
    assert values == [
        "1939", "1939-09-17", "1939-10", "1940", "1940-05-10", "1940-06-10", "1940-06-22", "1941-12", "1942-01", "1943",
        "1944", "1945",
    ]  # fmt: skip


# -- forms -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        "date:2021-12-14:TU", "date:XXXX-12-14:past", "date:XXXX-XX-24:near", "date:XXXX-Q3:past", "date:199",
        "weekday:TH:past", "weekday:TU:week-1", "rel:month:+1", "rel:day:-1@weekday:TH:past", "ref:PAST_REF",
        "time:15:12Z@date:2021-12-13", "weekday:FR:past;part=EV", "duration:P2W:past", "duration:PT48H:future",
        "set:XXXX-WXX-1", "range:date:XXXX-12-10:near>>date:XXXX-12-12:near", "holiday:new year's day:past",
        "period:cold-war;mod=END", "date:XXXX-06:this@rel:year:-1", "date:2021-01-05|2021-05-01",
        "range:date:XXXX-06:this@date:1914>>date:XXXX-08:this@date:1914",
    ],
)  # fmt: skip
def test_forms_are_read_as_they_are_written(form: str) -> None:
    assert parse_form(form).kind != "unknown"
    assert format_form(parse_form(form)) == form


def test_the_parts_of_a_form() -> None:
    form = parse_form("date:XXXX-12-14:TU")
    assert (form.year, form.month, form.day, form.weekday, form.absolute) == (None, 12, 14, 1, False)
    assert parse_form("date:2021-12-14").absolute
    assert parse_form("rel:month:+1").unit == "M"
    assert parse_form("rubbish") == Form("unknown")


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_string_is_a_form_or_unknown(text: str) -> None:
    resolve(text, anchored(DAY))
    assert isinstance(parse_form(text), Form)


def test_every_tagged_form_resolves_to_the_same_again() -> None:
    text = "On Monday, the day before Easter 2019, at 5 p.m. on 3 May, two years ago, from 2 to 4 June, in the 1990s, every day."
    for row in tagged(text, anchored(DAY)):
        again = resolve(row.form, anchored(DAY))
        assert (again.value, again.earliest, again.latest) == (row.value, row.earliest, row.latest), row


def test_explicit_dates_for_a_dateline() -> None:
    text = "On Tuesday (December 14th) he spoke; NATO on Thursday (16.12) answered, and next month, January 2022, they meet."
    found = explicit_dates(text, 0, len(text))
    assert [item.span.text for item in found] == [
        "Tuesday (December 14th)",
        "Thursday (16.12)",
        "next month",
        "January 2022",
    ]
    assert (found[0].form.month, found[0].form.day, found[0].form.weekday) == (12, 14, 1)
    assert (found[1].form.month, found[1].form.day, found[1].form.weekday) == (12, 16, 3)
    assert (found[2].form.unit, found[2].form.offset) == ("M", 1)
    assert (found[3].form.year, found[3].form.month) == (2022, 1)


# -- the calendar and the lexicon --------------------------------------------------------------------------------------


@given(
    st.dates(min_value=date(1600, 1, 1), max_value=date(2300, 1, 1)), st.sampled_from("DWMYQ"), st.integers(-500, 500)
)
@settings(deadline=None)
def test_shifting_there_and_back(day: date, unit: str, count: int) -> None:
    point = points.of_day(day, unit)
    there = points.shift(point, unit, count)
    assert points.shift(there, unit, -count) == point
    first, last = points.bounds(point) or (None, None)
    assert first is not None
    assert last is not None
    assert first <= day <= last


@given(
    st.dates(min_value=date(1600, 1, 1), max_value=date(2300, 1, 1)),
    st.sampled_from("WMYQH"),
    st.sampled_from(points.PARTS),
)
@settings(deadline=None)
def test_a_part_lies_within_its_whole(day: date, unit: str, part: str) -> None:
    point = points.of_day(day, unit)
    whole, piece = points.bounds(point), points.narrowed(point, part)
    assert whole is not None
    assert piece is not None
    assert whole[0] <= piece[0] <= piece[1] <= whole[1]


def test_moving_feasts() -> None:
    assert points.easter(2022) == date(2022, 4, 17)
    assert points.easter(2022, orthodox=True) == date(2022, 4, 24)
    assert one("They met last Thanksgiving.", "2000-01-05").value == "1999-11-25"
    assert one("They signed on Good Friday.", "1998-04-11").value == "1998-04-10"
    assert one("Ramadan begins soon enough.").value == ""


def test_the_lexicon_is_sound() -> None:
    for rule in RULES:
        compile_pattern(rule.pattern)
    assert all(phrase == phrase.lower() for phrase in (*holiday_rules(), *period_phrases()))
    for name in set(period_phrases().values()):
        bounds = period_bounds(name)
        assert bounds is not None, name
        assert all(points.bounds(point) for point in bounds if point), name


def test_the_day_that_has_become_a_name() -> None:
    assert one("Nothing since 9/11 was like it.").value == "2001-09-11"
    assert one("The Sept. 11 attacks changed it.").value == "2001-09-11"
    assert one("They met on Sept. 11 in Geneva.").value == "2021-09-11"
    assert one("He reads it every morning.").value == "R/P1D"


def test_named_periods_only_as_times() -> None:
    assert one("Since the end of the Cold War much has changed.").value == "1991-12-26"
    assert one("It dates from before World War II.").earliest == "1939-09-01"
    assert tagged("The Cold War shaped him.", anchored(DAY)) == ()


# -- anything goes in --------------------------------------------------------------------------------------------------


@given(st.text(max_size=400), st.sampled_from([None, DAY, "0001-01-01", "9999-12-31"]))
@settings(deadline=None, max_examples=200)
def test_any_text(text: str, day: str | None) -> None:
    for row in tag_times("d", text, [Sentence(0, len(text), 0, "body")], anchored(day) if day else None):
        assert text[row.span.start : row.span.end] == row.span.text


_WORDS = st.sampled_from(
    "the last next two three a of end May March 3 14 1990 2021 Monday on in week month year years ago later before day , - and to "
    "from between half quarter first second early late mid morning night noon 10:30 p.m. GMT ( ) BC 16.12 12/5/2001 1990s".split()
)


@given(st.lists(_WORDS, max_size=30), st.sampled_from([DAY, "0001-01-02", "9999-12-30"]))
@settings(deadline=None, max_examples=300)
def test_any_salad_of_time_words(words: list[str], day: str) -> None:
    text = " ".join(words)
    last = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    for row in tag_times("d", text, [Sentence(0, len(text), 0, "body")], anchored(day, last)):
        assert text[row.span.start : row.span.end] == row.span.text
        assert row.earliest is None or row.latest is None or row.earliest <= row.latest


@pytest.mark.parametrize(
    "unit", ["1", "monday ", "a ", "one-", "1.1.", "the end of the ", "two hundred and ", "1990-", "’90s", "\x00\n"]
)
def test_hostile_repetition_is_linear(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    tag_times("d", text, [Sentence(0, len(text), 0, "body")], anchored(DAY))
    assert time.process_time() - began < 4


def test_the_same_day_is_the_main_clause_s() -> None:
    text = (
        "On Thursday the minister, who had met the envoy on Tuesday, said that the talks would go on. "
        "The same day the envoy left for home."
    )
    assert [found.value for found in tagged(text, anchored(DAY))] == ["2021-12-23", "2021-12-21", "2021-12-23"]
