"""Mentions: who and what a document names, and what points to what inside it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from verbale.coding.draft import Draft, Sentence
from verbale.coding.mentions import MentionIndex, find_mentions
from verbale.coding.sentences import split_sentences
from verbale.model import Dateline, Document, Mention, Segment, When, row_id

GOLD = Path(__file__).resolve().parents[1] / "gold" / "mentions.jsonl"


def draft(text: str, day: str | None = None, headline: str = "") -> Draft:
    whole = f"{headline}\n{text}" if headline else text
    cut = len(headline) + 1 if headline else 0
    segments = [Segment(cut, len(whole), "body")]
    if headline:
        segments.insert(0, Segment(0, cut - 1, "headline"))
    made = Draft(Document(id="d", text=whole, language="en"), segments=tuple(segments))
    made.sentences = split_sentences(whole, segments)
    if day:
        made.dateline = Dateline(When(day, day, day, "test"), "stamp")
    return made


def read(text: str, day: str | None = None, headline: str = "") -> list[Mention]:
    return list(find_mentions(draft(text, day, headline)))


def one(mentions: list[Mention], words: str, form: str | None = None) -> Mention:
    found = [m for m in mentions if m.span.text == words and (form is None or m.form == form)]
    assert found, (words, [m.span.text for m in mentions])
    return found[-1]


def test_a_title_belongs_to_the_name_beside_it() -> None:
    found = read("Russian Deputy Foreign Minister Sergei Ryabkov spoke.")
    title, name = one(found, "Russian Deputy Foreign Minister"), one(found, "Sergei Ryabkov")
    assert (title.kind, title.form, title.head_id) == ("office", "title", name.id)
    assert (name.kind, name.actor, name.head_id) == ("person", "sergei-ryabkov", name.id)
    assert one(found, "Russian").actor == "RUS"


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Dmytro Kuleba, Ukraine's foreign minister, left.", "Ukraine's foreign minister", "Dmytro Kuleba"),
        ("Peskov, a Kremlin spokesman, spoke. Dmitry Peskov left.", "Kremlin spokesman", "Peskov"),
        ("China's ambassador, Huang Xilian, protested.", "China's ambassador", "Huang Xilian"),
        ("The Swedish Foreign Minister, Mr Nils Holm, said so.", "Swedish Foreign Minister", "Nils Holm"),
        ("Peru's ambassador, Mrs. Ana Diaz, protested.", "Peru's ambassador", "Ana Diaz"),
        ("The Chilean envoy, Señor Juan Perez, left.", "Chilean envoy", "Juan Perez"),
        ("The mayor met his US counterpart Joe Biden.", "US counterpart", "Joe Biden"),
        ("Gen. Romeo Brawner, the armed forces chief, left.", "armed forces chief", "Romeo Brawner"),
        ("Jake Sullivan, the national security advisor to US President Joe Biden, called.",
         "national security advisor", "Jake Sullivan"),
        ("Behrouz Kamalvandi, a spokesman for the agency, spoke.", "spokesman", "Behrouz Kamalvandi"),
    ],
)  # fmt: skip
def test_titles_before_and_after_names(text: str, title: str, name: str) -> None:
    found = read(text)
    head = next(m for m in found if m.span.text == name)
    assert one(found, title, "title").head_id == head.head_id


def test_a_surname_points_back_to_the_full_name() -> None:
    found = read("Sameh Shoukry spoke in Cairo. Shoukry left. He did not return.")
    head = one(found, "Sameh Shoukry")
    assert one(found, "Shoukry").head_id == head.id
    assert one(found, "He").head_id == head.id
    assert one(found, "He").name == "Sameh Shoukry"


def test_a_slip_of_the_pen_is_the_same_person_but_a_namesake_is_not() -> None:
    found = read("Sergei Ryabkov met Joe Biden and Hunter Biden. Ryoabkov smiled. Hunter Biden left.")
    assert one(found, "Ryoabkov").head_id == one(found, "Sergei Ryabkov").id
    assert one(found, "Joe Biden").head_id != one(found, "Hunter Biden").head_id


def test_descriptions_find_their_person() -> None:
    text = (
        "Maria Zakharova, the Russian foreign ministry spokeswoman, met Wang Yi, the Chinese foreign minister. "
        "The diplomat from the south said nothing. The Chinese foreign minister left. The Russian spokeswoman stayed."
    )
    found = read(text)
    assert one(found, "Chinese foreign minister", "description").name == "Wang Yi"
    assert one(found, "Russian spokeswoman", "description").name == "Maria Zakharova"


def test_bodies_are_called_by_common_nouns() -> None:
    found = read("NATO met in Brussels. The alliance said the US-led military bloc would expand.")
    head = one(found, "NATO")
    assert one(found, "alliance").head_id == head.id
    assert one(found, "US-led military bloc").head_id == head.id


def test_a_capital_is_a_government_where_it_acts_and_a_town_where_things_happen() -> None:
    found = read("Moscow said it was ready. Talks took place in Moscow. He flew to Moscow. They spoke with Moscow.")
    kinds = [(m.kind, m.actor) for m in found if m.span.text == "Moscow"]
    assert kinds == [("polity", "RUS"), ("place", "RUS"), ("place", "RUS"), ("polity", "RUS")]


def test_metonyms_share_a_head_with_their_polity() -> None:
    found = read("Russia denies it. Moscow has its own view.")
    assert one(found, "Moscow").head_id == one(found, "Russia").id
    assert one(found, "Moscow").name == "Russia"


def test_possessives_stay_outside() -> None:
    found = read("Ukraine’s president and Russia's army met the Houthis' envoy.")
    assert {"Ukraine", "Russia", "Houthis"} <= {m.span.text for m in found if m.form == "name"}


def test_groups_by_description() -> None:
    found = read("Russian troops left. Western officials worried. Ukraine's intelligence service warned the Americans.")
    assert one(found, "Russian troops").actor == "RUS.MIL"
    assert one(found, "Western officials").actor == "WEST"
    assert one(found, "intelligence service").actor == "UKR.SPY"
    assert (one(found, "Americans").kind, one(found, "Americans").actor) == ("group", "USA")


def test_a_headline_in_title_case_uses_the_names_of_the_body() -> None:
    found = read(
        "Ivo Grbavac, the mayor, said the bridge was closed. Grbavac blamed the river.",
        headline="Grbavac Blames River After Long Debate Over Closed Bridge",
    )
    names = [m.span.text for m in found if m.kind == "person" and m.form == "name"]
    assert names == ["Grbavac", "Ivo Grbavac", "Grbavac"]
    assert {m.name for m in found if m.kind == "person"} == {"Ivo Grbavac"}


@pytest.mark.parametrize(
    "name",
    ["Ursula von der Leyen", "Mohammed bin Salman", "Bashar al-Assad", "Kim Jong Un", "Tsai Ing-wen", "S. Jaishankar",
     "Jean-Yves Le Drian", "Aung San Suu Kyi", "Recep Tayyip Erdoğan", "John F. Kennedy", "Abdel-Fattah el-Sissi",
     "Ozren Vukasović", "Tomás de la Vega", "Nguyen Van Thanh", "Farid al-Bayati"],
)  # fmt: skip
def test_names_of_many_makes(name: str) -> None:
    found = read(f"On Monday {name} said that the talks had failed.")
    assert [m.span.text for m in found if m.kind == "person"] == [name]


def test_words_that_only_look_like_names_are_left_alone() -> None:
    found = read("On Monday the talks began. Meanwhile, Christmas came. Traders say the January deal helped.")
    assert [m.span.text for m in found if m.kind == "person"] == []


def test_an_office_without_a_name_goes_to_its_holder_of_the_day() -> None:
    found = read("The Ukrainian foreign minister did not come.", day="2022-03-30")
    office = one(found, "Ukrainian foreign minister")
    assert (office.kind, office.actor) == ("office", "dmytro-kuleba")
    undated = one(read("The Ukrainian foreign minister did not come."), "Ukrainian foreign minister")
    assert undated.actor == "UKR.FOREIGN_MINISTER"


def test_a_bare_surname_is_known_by_the_day() -> None:
    text = "A spokesman said Lavrov would fly on Sunday."
    assert one(read(text, day="2021-12-24"), "Lavrov").actor == "sergei-lavrov"
    assert all(m.actor != "sergei-lavrov" for m in read(text, day="1950-12-24"))


def test_ids_are_hashes_of_the_place() -> None:
    mention = one(read("France spoke."), "France")
    assert mention.id == row_id("mention", "d", mention.span.start, mention.span.end)


def test_the_index_answers_by_place() -> None:
    found = find_mentions(draft("Russian President Vladimir Putin met Joe Biden in Geneva. Putin left."))
    index = MentionIndex(found)
    title = one(list(found), "Russian President")
    assert index.at(title.span.start + 9) == title
    assert index.at(2) == one(list(found), "Russian")
    assert [m.span.text for m in index.within(0, title.span.end)] == ["Russian President", "Russian"]
    assert index.head_of(one(list(found), "Putin")) == one(list(found), "Vladimir Putin")
    assert not index.is_actor_like(one(list(found), "Geneva"))
    assert index.is_actor_like(title)
    assert index.at(10_000) is None
    assert index.get("nothing") is None


def check(text: str, mentions: tuple[Mention, ...]) -> None:
    ids = {mention.id for mention in mentions}
    last: list[Mention] = []
    for mention in mentions:
        span = mention.span
        assert text[span.start : span.end] == span.text
        assert span.text.strip() == span.text
        assert mention.head_id in ids
        last = [outer for outer in last if outer.span.end > span.start]
        for outer in last:
            assert outer.span.end >= span.end
            assert outer.form in ("title", "description"), (outer.span.text, span.text)
        last.append(mention)
    assert len(ids) == len(mentions)


@settings(max_examples=150, deadline=None)
@example(["York-based", "Ministry", "He", "President", "York-based"])
@given(
    st.lists(
        st.sampled_from(
            ["Russian", "President", "Putin", "said", "the", "US", "-", "led", "alliance", ",", ".", "Deputy", "Minister",
             "of", "Foreign", "Affairs", "Ministry", "He", "Moscow", "in", "'s", "’", "troops", "al-Assad", "\n", "“", "A.",
             "JOE", "BIDEN", "Wang", "Yi", "\x00", "İ", "ß", "🙂", "New", "York-based", "for", "a", "spokesman", "(", ")"]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_heap_of_words_gives_exact_spans(words: list[str]) -> None:
    text = " ".join(words)
    check(text, find_mentions(draft(text)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_at_all_gives_exact_spans(text: str) -> None:
    check(text, find_mentions(draft(text)))


@pytest.mark.parametrize(
    "unit", ["A", "Al-", "a.", "the ", "US-", "X. ", "Mr ", "Putin ", "’s", "von der ", "President of the ", "He said "]
)
def test_hostile_lengths_are_read_in_time(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    made = Draft(Document(id="d", text=text, language="en"), sentences=[Sentence(0, len(text), 0, "body")])
    began = time.perf_counter()
    check(text, find_mentions(made))
    assert time.perf_counter() - began < 5


def test_thousands_of_different_names_are_read_in_time() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"{a.upper()}vex {b.upper()}ort{a}{c}" for a in letters for b in letters for c in letters[:3]]
    text = " ".join(f"{name} said so." for name in names)
    began = time.process_time()
    found = find_mentions(draft(text))
    assert len(found) > 1500
    assert time.process_time() - began < 10


def test_the_same_document_gives_the_same_rows() -> None:
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    text = "\n".join(row["text"] for row in rows)
    first, second = find_mentions(draft(text)), find_mentions(draft(text))
    assert first == second
    check(text, first)
