"""The public object: from a folder to rows that lead to their words, the same every time."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import verbale
from tests.articles import NORTH, write
from verbale.errors import RecordError, UsageError
from verbale.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Record:
    opened = verbale.open(tmp_path / "r.db")
    opened.build(write(tmp_path / "articles"))
    return opened


def test_a_folder_becomes_a_sound_record(record: Record) -> None:
    assert len(record.documents()) == 2
    assert record.verify() == []
    quotations = {(s.speaker, s.content) for s in record.statements(mode="direct")}
    assert ("Ada Berg", "We will not give up the bank,") in quotations
    assert any(speaker == "Jon Vale" and "The bank belongs to nobody," in content for speaker, content in quotations)


def test_days_come_from_the_articles(record: Record) -> None:
    assert sorted(d.dateline or "" for d in record.documents()) == ["2019-03-04", "2019-03-05"]
    said = next(s for s in record.statements(by="Vale", mode="mixed"))
    assert (said.earliest, said.latest) == ("2019-03-05", "2019-03-05")


def test_every_field_leads_to_its_words(record: Record) -> None:
    rows = record.statements()
    assert rows
    for row in rows:
        for reading in row.readings:
            text = record.store.document(reading.document_id)
            assert text is not None
            for e in reading.evidence:
                assert text.text[e.start : e.end] == e.text
            assert {"content"} <= {e.field for e in reading.evidence}


def test_furniture_is_kept_and_not_coded(record: Record) -> None:
    north = next(d for d in record.documents() if "north.txt" in d.received[0])
    page = record.view.page(north.id)
    assert page.document.text == NORTH
    assert page.coding is not None
    furniture = [s for s in page.coding.segments if s.role == "furniture"]
    assert "Leave a Reply" in [page.document.text[s.start : s.end].strip() for s in furniture]
    for mention in page.coding.mentions:
        assert not any(s.start <= mention.span.start < s.end for s in furniture)


def test_two_builds_give_identical_bytes(tmp_path: Path) -> None:
    folder = write(tmp_path / "articles", sixth=True)
    dumps = []
    for name, workers in (("a.db", 1), ("b.db", 2)):
        with verbale.open(tmp_path / name) as opened:
            opened.build(folder, workers=workers)
            dumps.append(list(opened.dump()))
            opened.export(tmp_path / f"{name}.jsonl")
    assert dumps[0] == dumps[1]
    assert (tmp_path / "a.db.jsonl").read_bytes() == (tmp_path / "b.db.jsonl").read_bytes()


def test_a_further_article_leaves_the_others_rows_as_they_were(record: Record, tmp_path: Path) -> None:
    before = {s.id: s for s in record.statements()}
    events = {e.id: e for e in record.events()}
    record.build(write(tmp_path / "more", sixth=True) / "sixth.txt")
    after = {s.id: s for s in record.statements()}
    assert len(after) > len(before)
    assert {key: after[key] for key in before} == before
    assert {e.id: e for e in record.events() if e.id in events} == events


def test_building_again_changes_nothing(record: Record, tmp_path: Path) -> None:
    before = list(record.dump())
    added = record.build(tmp_path / "articles")
    assert (added.new, added.known) == (0, 2)
    assert list(record.dump()) == before


def test_the_order_in_which_articles_arrive_does_not_matter_to_what_they_say(tmp_path: Path) -> None:
    folder = write(tmp_path / "articles", sixth=True)
    rows = []
    for name, order in (("a.db", ["north", "south", "sixth"]), ("b.db", ["sixth", "south", "north"])):
        with verbale.open(tmp_path / name) as opened:
            for article in order:
                opened.build(folder / f"{article}.txt")
            rows.append((opened.statements(), opened.events(), sorted(a.id for a in opened.actors())))
    assert rows[0] == rows[1]


def test_names_are_found_in_any_spelling_and_errors_help(record: Record) -> None:
    assert record.statements(by="berg") == record.statements(by="Ada Berg")
    with pytest.raises(UsageError, match="nobody"):
        record.statements(by="Metternich")


def test_fast_leaves_the_tagger_out_and_coding_again_puts_it_in(tmp_path: Path) -> None:
    folder = write(tmp_path / "articles")
    with verbale.open(tmp_path / "r.db") as opened:
        opened.build(folder, fast=True)
        fast = {c.coder for c in opened.store.codings()}
        assert ("Ada Berg", "We will not give up the bank,") in {(s.speaker, s.content) for s in opened.statements()}
        opened.build(folder)
        assert {c.coder for c in opened.store.codings()}.isdisjoint(fast)
        assert opened.verify() == []


def test_search_gives_statements_first(record: Record) -> None:
    rows = record.search("bank")
    assert rows[0].kind == "statement"
    assert {r.kind for r in rows} == {"statement", "article"}


def test_search_finds_a_statement_far_down_an_article_that_says_the_word_often(tmp_path: Path) -> None:
    words = " ".join(f"The strait lay quiet for the {n}th day, and boats kept away from the strait." for n in range(9))
    (tmp_path / "a.txt").write_text(
        f"Strait stays shut\n\nWESTPORT, March 4, 2019 - {words}\n\n“We will open the strait to the pilgrims of Elm Island,” "
        "Foreign Minister Anna Weber told reporters.\n\n“The strait is ours,” she said.\n", encoding="utf-8",
    )  # fmt: skip
    with verbale.open(tmp_path / "r.db") as opened:
        opened.build(tmp_path / "a.txt")
        found = opened.search("strait pilgrims")
        assert [r.kind for r in found] == ["statement", "statement", "article"]
        assert ["pilgrims" in r.words for r in found[:2]] == [True, False]


def test_code_needs_no_record() -> None:
    coding = verbale.code("“We are ready,” Peskov told TASS.")
    assert coding.attributions[0].speaker is not None
    assert coding.attributions[0].speaker.text == "Peskov"
    assert coding.attributions[0].relay[0].name == "TASS"


def test_an_article_in_another_language_is_kept_listed_and_not_coded(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "de.txt").write_text(
        "Der Außenminister erklärte am Montag in Berlin, die Gespräche über die Meerenge würden im April fortgesetzt. "
        "Beide Seiten hätten sich darauf verständigt, teilte sein Sprecher mit.\n", encoding="utf-8",
    )  # fmt: skip
    with verbale.open(tmp_path / "r.db") as opened:
        opened.build(folder)
        assert len(opened.documents()) == 1
        assert opened.statements() == []
        assert [s.reason.split(";")[0] for s in opened.skips()] == ["language: de"]


def test_one_article_that_breaks_the_coder_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from verbale.coding import coder as module

    real = module.Coder.code

    def breaks(self: module.Coder, document: verbale.model.Document) -> verbale.model.Coding:
        if "Iceland rejects" in document.text:
            raise RuntimeError("boom")
        return real(self, document)

    monkeypatch.setattr(module.Coder, "code", breaks)
    with verbale.open(tmp_path / "r.db") as opened:
        opened.build(write(tmp_path / "articles"))
        assert opened.statements(by="Vale")
        assert any("RuntimeError: boom" in s.reason for s in opened.skips())
        assert opened.verify() == []


def test_a_disk_that_fails_while_collating_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(store: object, told: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr("verbale.record.making.collate_record", fails)
    with Record.open(tmp_path / "r.db") as record, pytest.raises(RecordError, match=r"r\.db"):
        record.collate()
