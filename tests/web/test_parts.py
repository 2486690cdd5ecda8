"""The pieces that pages are made of: days in words, links, cut texts, charts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.web.charts import Scale, coverage, net, strip, window
from verbale.web.index import NO_DAY, Article, day_number, day_of
from verbale.web.marking import Mark, bits, paragraphs
from verbale.web.outlines import frame, outlines
from verbale.web.pages.statements import pieces
from verbale.web.spots import spot_of
from verbale.web.wording import citation, day, live, many, outside, short, since


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2021-12-24", "24 Dec 2021"),
        ("2021-12", "Dec 2021"),
        ("2021", "2021"),
        ("2021-W51", "week 51 of 2021"),
        ("2021-12-17~", "c. 17 Dec 2021"),
        ("2021-12-16/2021-12-21", "16–21 Dec 2021"),
        ("2021-12-30/2022-01-02", "30 Dec 2021–2 Jan 2022"),
        ("[2021-12-23,2021-12-30]", "one of 23 Dec 2021 or 30 Dec 2021"),
        ("[2021-12-02,2021-12-09,2021-12-16]", "one of 3, 2–16 Dec 2021"),
        ("../2021-02-03", "by 3 Feb 2021"),
        ("2021-05/..", "from May 2021"),
        ("2021-23", "autumn 2021"),
        ("2021-12-15T05:55", "15 Dec 2021, 05:55"),
        ("nonsense", "nonsense"),
        (None, "undated"),
    ],
)
def test_days_in_words(value: str | None, shown: str) -> None:
    assert day(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2022-01-05", "since 5 Jan 2022"),
        ("../2022-02-17", "since 17 Feb 2022 or before"),
        ("2022-01/..", "since Jan 2022"),
    ],
)
def test_since_when_in_words(value: str, shown: str) -> None:
    assert since(value) == shown


@given(st.text(max_size=40))
def test_no_day_is_too_odd_to_show(value: str) -> None:
    assert isinstance(day(value), str)
    assert day_number(value) >= NO_DAY


def test_days_are_numbers_and_back() -> None:
    assert day_of(day_number("2021-12-24")) == "2021-12-24"
    assert day_number("2021-12-25") - day_number("2021-12-24") == 1
    assert day_number("yesterday") == NO_DAY


@given(
    st.text(min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from(["said", "name", "time"])), max_size=8),
)
def test_bits_are_the_text_and_each_mark_its_words(text: str, places: list[tuple[int, int, str]]) -> None:
    marks = [Mark(s, min(len(text), s + n), layer) for s, n, layer in places if s < len(text)]
    cut = list(bits(text, 0, len(text), marks))
    assert "".join(b.text for b in cut) == text
    for mark in marks:
        assert "".join(b.text for b in cut if mark in b.marks) == text[mark.start : mark.end]
    opened = [m for b in cut for m in b.opens]
    assert sorted(opened) == sorted(marks)


def test_paragraphs_are_parted_by_blank_lines() -> None:
    text = "One.\n\nTwo,\nstill two.\n\n\n\nThree."
    assert [text[s:e] for s, e in paragraphs(text, 0, len(text))] == ["One.", "Two,\nstill two.", "Three."]


@given(st.text(max_size=80), st.text(max_size=80))
def test_pieces_are_the_reading(base: str, other: str) -> None:
    assert "".join(piece.text for piece in pieces(base, other)) == other


def test_pieces_mark_what_differs_and_in_a_paraphrase_what_is_shared() -> None:
    cut = pieces("Two ships will leave the bank on Monday", "Three ships will not leave the bank on Monday")
    assert [(p.missing, p.text) for p in cut if p.sort == "number"] == [("Two", "Three")]
    assert any(p.sort == "negation" for p in cut)
    cut = pieces(
        "“Is it us who bring ships near their islands? No, they stand at the gate of our house.”",
        "they came to the gate of our house",
    )
    assert "the gate of our house" in [p.text for p in cut if p.sort == "shared"]
    assert not any(p.missing for p in cut)


def test_live_links_find_the_words_and_never_run_code() -> None:
    assert live("https://a.example/x#top", "not one-sided") == "https://a.example/x#:~:text=not%20one%2Dsided"
    long = " ".join(f"word{n}" for n in range(40))
    linked = live("https://a.example/", long)
    assert linked is not None
    assert linked.endswith("#:~:text=word0%20word1%20word2%20word3,word36%20word37%20word38%20word39")
    for bad in ("javascript:alert(1)", "data:text/html,x", 'https://a.example/"onclick=x', None, ""):
        assert live(bad, "x") is None
    assert outside("javascript:alert(1)") is None


def test_a_citation_names_speaker_outlet_day_and_place() -> None:
    told = citation("no  new\nbases", "Ada Berg", "The Post", "Talks", "2022-01-05", "https://p.example/1", "abc#1-9")
    assert told == "Ada Berg: “no new bases” (The Post, “Talks”, 5 Jan 2022; abc#1-9). https://p.example/1"
    assert "javascript" not in citation("x", "", "", "", None, "javascript:alert(1)", "abc#1-2")


def test_numbers_and_cuts() -> None:
    assert many(1, "call, meeting or visit", "calls, meetings and visits") == "1 call, meeting or visit"
    assert many(12_345, "statement") == "12\u202f345 statements"
    assert short("one two three", 9) == "one two…"
    assert short("a" * 50, 10) == "a" * 9 + "…"


def article(number: int, when: str | None, outlet: str = "a.example") -> Article:
    return Article(str(number), outlet, outlet, "T", None, when, when, when, "en", None)


def test_coverage_counts_every_article_that_has_a_day() -> None:
    drawn = coverage(
        [article(1, "2022-01-01"), article(2, "2022-01-01"), article(3, "2022-01-05", "b.example"), article(4, None)]
    )
    assert drawn is not None
    assert (drawn.unit, drawn.left_out) == ("day", 1)
    assert [(r.outlet, r.count, [c.count for c in r.cells]) for r in drawn.rows] == [
        ("a.example", 2, [2]),
        ("b.example", 1, [1]),
    ]
    assert drawn.rows[0].cells[0].since == "2022-01-01"
    assert coverage([article(1, None)]) is None


def test_a_lone_day_of_long_ago_does_not_squeeze_the_rest() -> None:
    days = [(day_number("1962-10-22"), day_number("1962-10-22"))]
    days += [(day_number("2022-01-01") + n, day_number("2022-01-01") + n) for n in range(40)]
    stretch = window(days)
    assert stretch is not None
    assert day_of(stretch[0]).startswith("2021-12")


def test_the_strip_keeps_order_and_draws_doubt_as_width() -> None:
    first = day_number("2022-01-01")
    drawn = strip(
        [("r", "statements", "a", first, first, "d-ask", "A"), ("r", "statements", "b", first, first, "d-ask", "B"),
         ("r", "events", "c", first + 3, first + 9, "d-event", "C"), ("u", "events", "d", NO_DAY, first, "d-event", "D")],
        {"r": "R", "u": "U"},
    )  # fmt: skip
    assert drawn is not None
    assert [lane.name for lane in drawn.lanes] == ["R", "U"]
    by_id = {d.id: d for lane in drawn.lanes for d in lane.dots}
    assert by_id["a"].x == by_id["b"].x
    assert by_id["a"].y != by_id["b"].y
    assert by_id["c"].width > 100
    assert by_id["d"].width == 0
    assert strip([], {}) is None


def test_axes_are_marked_in_days_months_or_years() -> None:
    low = day_number("2021-11-20")
    assert [t.label for t in Scale(low, low + 5, 0, 100).ticks()][:2] == ["20 Nov 2021", "21 Nov"]
    assert [t.label for t in Scale(low, low + 120, 0, 100).ticks()] == ["Dec 2021", "2022", "Feb", "Mar"]
    assert len(Scale(low, low + 40_000, 0, 100).ticks()) <= 12


def test_axes_end_where_the_calendar_does() -> None:
    for low, high in (("0001-01-01", "0001-02-01"), ("9999-06-01", "9999-12-31"), ("0001-01-01", "9999-12-31")):
        scale = Scale(day_number(low) - 200, day_number(high) + 200, 0, 100)
        assert len(scale.ticks()) <= 13
    drawn = strip(
        [("r", "events", "a", day_number("9999-12-31"), day_number("9999-12-31"), "d-event", "A")], {"r": "R"}
    )
    assert drawn is not None
    assert drawn.until == "9999-12-31"


def test_a_network_needs_two_parties() -> None:
    assert net({}, {}) is None
    drawn = net({("a", "b"): 3, ("a", "c"): 1}, {"a": "A", "b": "B", "c": "C"})
    assert drawn is not None
    assert {n.name for n in drawn.nodes} == {"A", "B", "C"}
    assert {e.step for e in drawn.edges} == {2, 5}


def test_a_day_of_which_one_side_is_known_is_drawn_as_such_and_the_strip_zooms() -> None:
    day = day_number("2022-01-10")
    drawn = strip(
        [("a", "statements", "1", day, day, "d", "x"), ("a", "statements", "2", NO_DAY, day + 30, "d", "y"),
         ("a", "events", "3", day, day + 9, "d", "z")],
        {"a": "A"},
    )  # fmt: skip
    assert drawn is not None
    dots = {d.id: d for d in drawn.lanes[0].dots}
    assert [dots[i].open for i in "123"] == [False, True, False]
    assert dots["3"].width > 10
    days = [day_number(drawn.zoomed(f)[edge]) for f in (0.5, 1, 2) for edge in ("since", "until")]
    lengths = [b - a for a, b in zip(days[::2], days[1::2], strict=True)]
    assert lengths[0] < lengths[1] < lengths[2]
    later = drawn.zoomed(1, 0.5)
    assert later["since"] > drawn.since
    asked = strip([("a", "statements", "1", day, day, "d", "x")], {"a": "A"}, asked=(day - 100, day + 100))
    assert asked is not None
    assert (asked.since, asked.until) < ("2021-10-03", "2022-04-25")


def test_outlines_are_thinned_alike_for_both_sides_and_hold_what_they_should() -> None:
    shown = frame([(6.1, 46.2), (37.6, 55.8)])
    assert shown.west < 6 < 37 < shown.east
    x, y = shown.at(6.1, 46.2)
    assert 0 < x < 1000
    assert 0 < y < shown.height
    found = outlines(shown)
    keys = {o.key for o in found.states}
    assert {"FRA", "UKR", "POL", "RUS"} <= keys
    assert "BRA" not in keys
    assert {o.key for o in found.disputed} >= {"Crimea"}
    assert sum(len(o.path) for o in found.states) < 60_000
    assert all(o.path.startswith("M") and o.path.endswith("z") for o in found.states)
    world = frame([])
    assert (world.west, world.east) == (-180, 180)
    assert len(outlines(world).states) > 150


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=6))
def test_any_places_have_a_frame(points: list[tuple[float, float]]) -> None:
    shown = frame(points)
    assert shown.west < shown.east
    assert shown.south < shown.north
    assert 100 < shown.height < 4000


@pytest.mark.parametrize(
    ("place", "name", "state"),
    [("Geneva", "Geneva", None), ("the United States", "United States", "USA"), ("Ukraine", "Ukraine", "UKR")],
)  # fmt: skip
def test_places_are_known_by_name(place: str, name: str, state: str | None) -> None:
    spot = spot_of(place)
    assert spot is not None
    assert (spot.name, spot.state) == (name, state)


def test_an_unknown_place_is_not_guessed() -> None:
    assert spot_of("the Hall of Mirrors") is None
    assert spot_of("") is None
