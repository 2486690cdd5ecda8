"""What follows from a record: stances and their history, deadlines, what changed, search by meaning, framing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

import verbale
from tests.articles import write
from verbale.analysis.akin import akin
from verbale.analysis.brief import told
from verbale.analysis.facts import Said
from verbale.analysis.positions import Voices
from verbale.analysis.sentences import sentence_at
from verbale.analysis.stances import is_said, stance_of
from verbale.analysis.terms import terms_of
from verbale.errors import UsageError
from verbale.record import Record

CUES = {"accept": "accepted", "refuse": "refused", "warn": "warned", "accuse": "called", "expect": "expects"}
BASE = Said("s", "a", None, "assert", "indirect", "", None, None, None, None, "l", ("l",), ("d",), ("o",), 1.0, 1)


@pytest.mark.parametrize(
    ("act", "content", "stance"),
    [
        ("assert", "the passage must be withdrawn from the draft", "demands"),
        ("assert", "there were no plans to mine the strait", "denies"),
        ("assert", "Quito was ready to send a delegation", "offers"),
        ("accuse", "the offer was a non-starter", "refuses"),
        ("warn", "not to fill the basin before the rains", "demands"),
        ("warn", "the enclave would be cut off if shots were fired", "threatens"),
        ("warn", "the winter would be hard", "states"),
        ("promise", "the fleet will respond if the buoy is moved", "threatens"),
        ("promise", "the ferries will run again in May", "offers"),
        ("assert", "We welcome the talks as long as their aim is to end the war", "states"),
        ("refuse", "to comment on the leak", "states"),
        ("assert", "some of their demands were “unacceptable”", "states"),
        ("assert", "the shelling of the port is unacceptable", "red line"),
        ("refuse", "a corridor that crosses the ceasefire line is a red line", "red line"),
        ("accept", "the text if the maps are annexed", "accepts if"),
        ("expect", "the other side must pull back", "states"),
    ],
)
def test_a_stance_is_taken_by_act_and_words(act: str, content: str, stance: str) -> None:
    assert stance_of(replace(BASE, act=act, content=content, cue=CUES.get(act, "said")))[0] == stance


def test_a_condition_stays_with_the_stance() -> None:
    found = stance_of(
        replace(BASE, act="accept", cue="agreed to", content="the truce on condition that the port is opened, he said")
    )
    assert found == ("accepts if", "on condition that the port is opened, he said")


def test_issues_are_words_and_pairs_never_names_alone() -> None:
    terms = {" ".join(t.words) for t in terms_of("Addis Ababa fills the reservoir behind the Nile dam")}
    assert "reservoir" in terms or any("reservoir" in t for t in terms)
    assert "@addis" not in terms


def test_a_sentence_does_not_end_at_an_initial() -> None:
    text = "He flew home. The U.S. Navy said Adm. Lee would sail on Monday. Nobody came."
    at = text.index("sail")
    start, end = sentence_at(text, at, at + 4)
    assert text[start:end] == "The U.S. Navy said Adm. Lee would sail on Monday."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("../2021-12-23", "by 2021-12-23"),
        ("2021-12-16/2021-12-21", "2021-12-16 to 2021-12-21"),
        ("2021-W49", "the week of 2021-12-06"),
        ("1982-21", "spring 1982"),
        ("[1962-10-22,1962-10-23]", "one of 1962-10-22, 1962-10-23"),
        (None, "a day not known"),
    ],
)
def test_days_are_told_in_words(value: str | None, words: str) -> None:
    assert told(value) == words


@pytest.fixture
def record(tmp_path: Path) -> Record:
    opened = verbale.open(tmp_path / "r.db")
    opened.build(write(tmp_path / "articles"))
    return opened


def test_a_plan_is_due_until_its_day_and_overdue_on_record_after_it(record: Record) -> None:
    before = [d for d in record.deadlines(as_of="2019-03-06") if d.earliest == "2019-03-11"]
    after = [d for d in record.deadlines(as_of="2019-04-01") if d.earliest == "2019-03-11"]
    assert [d.state for d in before] == ["open"]
    assert [d.state for d in after] == ["overdue on record"]
    assert "Norway" in (before[0].owed_by or "")
    assert [d for d in record.deadlines(as_of="2019-03-04") if d.earliest == "2019-03-11"] == []


def test_deadlines_are_the_same_twice(record: Record) -> None:
    assert record.deadlines() == record.deadlines()


def test_what_is_new_since_a_day_is_what_later_articles_say(record: Record) -> None:
    changes = record.diff(since="2019-03-05")
    kinds = {c.kind for c in changes}
    assert {"new article", "new statement"} <= kinds
    assert all("Berg:" not in c.what for c in changes if c.kind == "new statement")
    assert record.diff(since="2020-01-01") == []


def test_two_records_are_compared_by_what_articles_say(record: Record, tmp_path: Path) -> None:
    with verbale.open(tmp_path / "other.db") as other:
        other.build(write(tmp_path / "more", sixth=True))
        changes = record.diff(other)
        assert [c.what for c in changes if c.kind == "new article"] == ["Mediator warns both sides"]
        back = [c.kind for c in other.diff(record)]
        assert back.count("withdrawn article") == 1
        assert other.diff(other) == []
    with pytest.raises(UsageError, match="second record"):
        record.diff()


def test_an_article_given_again_with_another_text_is_a_correction(tmp_path: Path) -> None:
    folder = write(tmp_path / "articles")
    with verbale.open(tmp_path / "r.db") as record:
        record.build(folder)
        south = folder / "south.txt"
        south.write_text(south.read_text(encoding="utf-8").replace("Geneva", "Vienna"), encoding="utf-8")
        changes = record.watch(folder)
        assert [c.kind for c in changes if "article" in c.kind] == ["corrected article"]
        assert record.watch(folder) == []


def test_search_by_meaning_finds_like_words_and_obeys_filters(record: Record) -> None:
    found = record.search("negotiations with Norway", meaning=True)
    assert found
    assert "talks" in found[0].words
    assert all(row.kind == "statement" for row in found)
    assert {row.who for row in record.search("talks", meaning=True, by="Jon Vale")} == {"Jon Vale"}
    assert record.search("talks", meaning=True, until="2018-01-01") == []
    assert record.search("the of", meaning=True) == []
    assert {row.kind for row in record.search("bank", by="Ada Berg")} == {"statement"}


def test_framing_counts_names_with_examples_that_stand_in_the_articles(record: Record) -> None:
    found = record.framing("Ada Berg")
    assert {x.about for x in found.labels} == {"Ada Berg"}
    for x in found.labels:
        text = record.view.page(x.example_document_id).document.text
        assert " ".join(text[x.start : x.end].split()) == x.label
    everyone = record.framing()
    assert sum(v.active + v.passive for v in everyone.voices) == record.counts()["event_mention"]
    for v in everyone.voices:
        if v.words:
            assert record.view.page(v.document_id).document.text[v.start : v.end] == v.words


def test_what_others_must_or_refuse_is_no_stance_of_the_speaker() -> None:
    said = replace(BASE, content="Norland rejects any talks")
    assert stance_of(said)[0] == "refuses"
    assert stance_of(said, lambda before: "Norland" in before)[0] == "states"
    absent = replace(BASE, act="refuse", cue="said", content="Norland did not attend the talks")
    assert stance_of(absent, lambda before: "Norland" in before)[0] == "states"


def test_words_of_one_matter_stand_for_one_another() -> None:
    assert akin("negotiations").get("talks", 0) >= 0.8
    assert akin("truce").get("ceasefire", 0) >= 0.8
    assert "accept" not in akin("reject")


def test_another_address_on_the_same_line_of_a_file_is_another_article(tmp_path: Path) -> None:
    def line(number: int, words: str) -> str:
        return (
            json.dumps({"url": f"https://paper.example/{number}", "title": f"Part {number}", "text": words * 9}) + "\n"
        )

    first, second = line(1, "Norland said on Monday that it would keep the bank. "), line(2, "Ruritania refused. ")
    feed = tmp_path / "news.jsonl"
    feed.write_text(first, encoding="utf-8")
    with verbale.open(tmp_path / "r.db") as record:
        record.build(feed, fast=True)
        feed.write_text(second + first, encoding="utf-8")
        assert [c.kind for c in record.watch(feed, fast=True) if "article" in c.kind] == ["new article"]
        feed.write_text(line(2, "Ruritania agreed after all. "), encoding="utf-8")
        assert [c.kind for c in record.watch(feed, fast=True) if "article" in c.kind] == ["corrected article"]


@pytest.mark.parametrize(
    ("act", "cue", "content", "stance"),
    [
        ("refuse", "said", "we will not sign the charter", "refuses"),
        ("refuse", "ruled out", "a new corridor", "refuses"),
        ("deny", "wrote", "the envoys had failed to answer", "states"),
        ("deny", "said", "the maps had never been drawn", "denies"),
        ("deny", "said", "the council was not convinced", "states"),
        ("propose", "didn’t offer", "any further detail", "states"),
        ("propose", "suggested", "the power of the league was beginning to wane", "states"),
        ("propose", "suggested", "that both sides should meet in Lima", "offers"),
        ("accept", "agreed", "the raid was despicable", "states"),
        ("accept", "agreed", "to a truce", "accepts"),
        ("promise", "said", "We will see what happens", "states"),
        ("promise", "vowed", "to retaliate for the raid", "threatens"),
        ("promise", "promised", "to respond to the letter", "offers"),
        ("threaten", "said", "they will protect the firms", "states"),
        ("threaten", "said", "If the bridge is cut, this will entail bitter regret", "threatens"),
        ("assert", "insisted", "that all foreign troops leave the islands", "demands"),
        ("assert", "insisted", "that all foreign troops had left the islands", "states"),
        ("announce", "said", "the embassy would hand over its written reply on Monday", "offers"),
        ("assert", "said", "the allies had offered Ruritania further rounds of talks", "offers"),
        ("assert", "said", "not a single tank would remain on the bank", "offers"),
        ("refuse", "", "it is not we who threaten the islands", "denies"),
        ("assert", "said", "Turkey will not sit idly by", "threatens"),
        ("refuse", "said", "we will not stand idly by while the river is taken", "threatens"),
        ("refuse", "refused", "to stand idly by", "threatens"),
    ],
)
def test_a_plain_reporting_word_leaves_it_to_the_words_to_show_a_stance(
    act: str, cue: str, content: str, stance: str
) -> None:
    assert stance_of(replace(BASE, act=act, cue=cue, content=content))[0] == stance


def test_a_condition_ends_where_what_follows_from_it_begins() -> None:
    said = replace(BASE, act="warn", cue="warned", content="If the dam is shut, we will respond")
    assert stance_of(said) == ("threatens", "If the dam is shut")


def test_what_is_denied_or_passed_on_is_no_stance(tmp_path: Path) -> None:
    passed = replace(BASE, cue="said", act="demand", content="the president had asked that the bridge must be opened")
    assert stance_of(passed)[0] == "demands"
    assert stance_of(replace(passed, reports=True))[0] == "states"
    assert stance_of(replace(passed, cue="demanded", reports=True))[0] == "demands"
    assert stance_of(replace(passed, denied=True))[0] == "states"


def test_whose_words_a_stance_is_told_in(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(
        "The Harbour Telegraph\n\n3 May 2020\n\nCAIRO — Egyptian Foreign Minister Sameh Shoukry said on Sunday that Ethiopia had "
        "promised to delay the filling of the reservoir.\n\nEthiopia promised on Sunday to publish the maps of the reservoir. "
        "Ethiopia promised on Sunday to count the water in the reservoir.\n",
        encoding="utf-8",
    )
    with verbale.open(tmp_path / "r.db") as record:
        record.build(articles)
        said = {s.content: s for s in record.facts.said}
        voices = Voices(record.facts)
        delayed = next(s for c, s in said.items() if c.startswith("to delay"))
        assert voices.told_by(delayed) == "Egypt"
        assert voices.told_by(next(s for c, s in said.items() if c.startswith("to publish"))) is None
        outer = next(s for c, s in said.items() if c.startswith("Ethiopia had"))
        assert outer.reports
        assert outer.cue == "said"


def test_what_is_only_known_unexpected_or_denied_is_no_position() -> None:
    assert not is_said(replace(BASE, cue="knows", content="the demands go too far"), "states")
    assert not is_said(replace(BASE, cue="does not expect", content="the talks to succeed"), "states")
    assert not is_said(
        replace(BASE, cue="threatened", act="threaten", content="the islanders", denied=True), "threatens"
    )
    assert not is_said(replace(BASE, cue="made demands on", act="demand", content="Norland and Ruritania"), "demands")
    assert is_said(replace(BASE, cue="does not accept", act="refuse", content="the charter"), "refuses")
    assert stance_of(replace(BASE, cue="has not ruled out", act="refuse", content="an embargo"))[0] == "states"


def test_a_statement_with_the_last_word_of_an_issue_is_placed_under_it(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    lines = [
        "Norway demanded legally binding fishing quotas on Monday. ",
        "Iceland said that it would discuss fishing quotas. ",
        "Denmark rejected fishing quotas on Monday. ",
        "Sweden proposed fishing quotas for ten years. ",
        "Finland said that it would never sign such quotas.",
    ]
    (articles / "a.txt").write_text("The Fjord Post\n\n4 May 2020\n\nOSLO — " + "\n\n".join(lines), encoding="utf-8")
    with verbale.open(tmp_path / "r.db") as record:
        record.build(articles)
        (issue,) = [i for i in record.issues() if "quotas" in i.name]
        assert issue.name == "fishing quotas"
        finland = [p for p in record.positions() if p.actor == "Finland"]
        assert [p.issue for p in finland] == ["fishing quotas"]


def test_the_stance_of_any_of_its_wordings_is_a_statement_s_own() -> None:
    merged = replace(BASE, content="If a ship sails, that is a breach", act="threaten", cue="said")
    assert stance_of(merged)[0] == "states"
    other = ("threaten", "any ship would be met with a swift response", "warned")
    assert stance_of(replace(merged, others=(other,)))[0] == "threatens"


def test_talks_that_are_only_wished_for_are_no_contact(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(
        "The Fjord Post\n\n4 May 2020\n\nOSLO — Norway is ready to send an envoy for talks with Iceland, its foreign ministry said "
        "on Monday.\n\nDanish Prime Minister Mette Frederiksen met Swedish Prime Minister Stefan Löfven in Oslo on Monday.\n",
        encoding="utf-8",
    )
    with verbale.open(tmp_path / "r.db") as record:
        record.build(articles)
        assert [{*c.who, *c.whom} for c in record.contacts()] == [{"Mette Frederiksen", "Stefan Löfven"}]


def test_a_paper_is_no_party(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(
        "The Fjord Post\n\n4 May 2020\n\nOSLO — El País said on Monday that Norway must lift the quotas. Iceland said on Monday "
        "that Norway must lift the quotas. The New York Times said that Norway must lift the quotas.\n",
        encoding="utf-8",
    )
    with verbale.open(tmp_path / "r.db") as record:
        record.build(articles)
        voices = Voices(record.facts)
        speakers = {record.facts.name(s.speaker_id): s.speaker_id for s in record.facts.said if s.speaker_id}
        assert {name for name, i in speakers.items() if voices.stands(i)} == {"Iceland"}
        assert len(speakers) > 1


def test_a_ministry_without_a_state_speaks_for_the_one_that_its_words_open_with(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(
        "The River Post\n\n4 May 2020\n\nNIAMEY — Niger and Mali met on Monday. “Mali rejects any new pumps,” the Irrigation "
        "Ministry said in a statement.\n",
        encoding="utf-8",
    )
    with verbale.open(tmp_path / "r.db") as record:
        record.build(articles)
        voices = Voices(record.facts)
        (said,) = [s for s in record.facts.said if "pumps" in s.content]
        assert said.speaker_id is not None
        assert record.facts.name(voices.party(said.speaker_id)) == "Mali"
        assert voices.stance(said)[0] == "refuses"


def test_who_keeps_something_to_himself_refuses_nobody_whatever_the_network_leans_to() -> None:
    said = replace(BASE, act="refuse", content="to say whether the ferry would sail", cue="refused")
    assert stance_of(replace(said, leanings=(("refuses", 90.0), ("states", 10.0))))[0] == "states"
    asked = replace(BASE, act="refuse", content="to withdraw the gunboats", cue="refused")
    assert stance_of(replace(asked, leanings=(("refuses", 90.0), ("states", 10.0))))[0] == "refuses"


def test_who_is_intent_on_a_guarantee_demands_it() -> None:
    said = replace(
        BASE,
        act="assert",
        content="it is seriously interested in obtaining firm written guarantees of passage",
        cue="said",
    )
    assert stance_of(said)[0] == "demands"
    assert stance_of(replace(said, leanings=(("offers", 40.0), ("demands", 14.0))))[0] == "demands"
    plain = replace(BASE, act="assert", content="it is interested in obtaining the harbour records", cue="said")
    assert stance_of(plain)[0] == "states"
