"""A person's corrections: they outrank what was coded, survive coding anew, are taken back, travel, and may clash."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import verbale
from tests.articles import write
from verbale.collation.collate import collate
from verbale.errors import UsageError
from verbale.export.rows import StatementRow
from verbale.model import Coding, Correction
from verbale.record import Record

ADA, LENA = "person:Ada Berg", "person:Lena Ort"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    record = verbale.open(tmp_path / "own.db")
    record.build([write(tmp_path / "articles", sixth=True)])
    return record


def said(record: Record, words: str) -> StatementRow:
    return next(s for s in record.statements() if words in s.content)


def test_each_field_is_corrected_and_taken_back(record: Record) -> None:
    before = said(record, "belongs to nobody")
    wanted = {"speaker": "Lena Ort", "act": "warn", "day": "2019-03-02/2019-03-04", "addressee": "Norway"}
    for field, value in wanted.items():
        assert record.correct(before.id, field, value, by=ADA, reason="as printed", at="2026-01-02T03:04:05Z") == 1
    assert not record.store.is_collated()
    record.collate()
    after = said(record, "belongs to nobody")
    assert (after.speaker, after.act, after.when, after.addressee) == tuple(wanted.values())
    assert (after.earliest, after.latest) == ("2019-03-02", "2019-03-04")
    assert "corrected by Ada Berg: as printed" in after.basis
    assert after.readings == before.readings  # the coding stays as it was
    assert {(c.field, c.coded) for c in after.corrected} == {
        ("speaker", "Jon Vale"), ("act", before.act), ("day", before.when), ("addressee", before.addressee or "")
    }  # fmt: skip
    assert record.verify() == []
    for field in wanted:
        assert record.retract_correction(after.id, field, by=ADA, at="2026-01-03T00:00:00Z") == 1
        assert record.retract_correction(after.id, field, by=ADA) == 0
    record.collate()
    assert said(record, "belongs to nobody") == before
    assert [stands for _, stands in record.corrections_of(before.id)] == [False] * 4
    assert record.verify() == []


def test_nothing_known_is_a_correction_too(record: Record) -> None:
    before = said(record, "belongs to nobody")
    record.correct(before.id, "speaker", "", by=ADA)
    record.correct(before.id, "day", "", by=ADA)
    record.collate()
    after = said(record, "belongs to nobody")
    assert (after.speaker, after.when, after.basis) == (None, None, "corrected: not known")


def test_a_row_that_is_none_is_left_out_and_comes_back(record: Record) -> None:
    before = said(record, "belongs to nobody")
    own = before.readings[0].attribution_id
    record.correct(own, "kept", "no", by=ADA, reason="no one says this")
    record.collate()
    assert not [s for s in record.statements() if "belongs to nobody" in s.content]
    assert record.verify() == []
    assert record.retract_correction(own, "kept", by=ADA) == 1
    record.correct(own, "kept", "yes", by=ADA)
    record.collate()
    after = said(record, "belongs to nobody")
    assert msgspec.structs.replace(after, corrected=()) == before
    assert [(c.field, c.value) for c in after.corrected] == [("kept", "yes")]


def test_an_event_has_its_day_and_status_corrected(record: Record) -> None:
    event = next(e for e in record.events() if e.type == "CONSULT")
    record.correct(event.id, "status", "denied", by=ADA)
    record.correct(event.id, "day", "2019-03", by=ADA)
    record.collate()
    mention = event.accounts[0].event_mention_id
    found = next(e for e in record.events() if mention in {a.event_mention_id for a in e.accounts})
    assert (found.status, found.when, found.latest) == ("denied", "2019-03", "2019-03-31")
    assert {c.field for c in found.corrected} == {"day", "status"}


def test_a_correction_outlives_a_coding_that_draws_the_words_otherwise(record: Record) -> None:
    before = said(record, "belongs to nobody")
    record.correct(before.id, "act", "warn", by=ADA)
    document = before.readings[0].document_id
    coding = record.store.coding(document)
    assert coding is not None
    own = before.readings[0].attribution_id
    redrawn = []
    for a in coding.attributions:
        if a.id == own:
            words = a.content[0]
            shorter = msgspec.structs.replace(words, end=words.end - 1, text=words.text[:-1])
            a = msgspec.structs.replace(a, id="0123456789abcdef", content=(shorter, *a.content[1:]))
        redrawn.append(a)
    anew: Coding = msgspec.structs.replace(coding, coder="other-1", attributions=tuple(redrawn), leanings=())
    record.store.put_coding(anew)
    record.collate()
    after = said(record, "belongs to nobody")
    assert after.readings[0].attribution_id == "0123456789abcdef"
    assert after.act == "warn"
    assert after.corrected[0].row_id == "0123456789abcdef"
    assert record.retract_correction(after.id, "act", by=ADA) == 1


def test_people_who_contradict_each_other_decide_nothing(record: Record) -> None:
    before = said(record, "belongs to nobody")
    record.correct(before.id, "act", "warn", by=ADA)
    record.correct(before.id, "act", "demand", by=LENA)
    assert [(c.field, c.values) for c in record.contradictions()] == [("act", ("demand", "warn"))]
    record.collate()
    assert said(record, "belongs to nobody").act == before.act
    record.correct(before.id, "act", "warn", by=LENA)  # she comes round
    record.collate()
    assert said(record, "belongs to nobody").act == "warn"
    assert record.contradictions() == []


def test_corrections_travel_with_the_judgements(record: Record, tmp_path: Path) -> None:
    row = said(record, "belongs to nobody")
    record.correct(row.id, "speaker", "Lena Ort", by=ADA, reason="heard it")
    record.export(tmp_path / "corrections.jsonl", what="corrections")
    with verbale.open(tmp_path / "other.db") as other:
        other.build([tmp_path / "articles"])
        assert other.import_judgements(tmp_path / "corrections.jsonl") == (1, 0)
        assert other.import_judgements(tmp_path / "corrections.jsonl") == (0, 0)
        other.collate()
        assert said(other, "belongs to nobody").speaker == "Lena Ort"
    for wrong in ({"by": "rule:x"}, {"field": "act", "value": "sing"}, {"field": "colour"}):
        line = {**msgspec.to_builtins(Correction(row.id, "act", "warn", ADA, "d", 0, 1)), **wrong}
        (tmp_path / "wrong.jsonl").write_bytes(msgspec.json.encode(line))
        with pytest.raises(UsageError, match=r"wrong\.jsonl:1"):
            record.import_judgements(tmp_path / "wrong.jsonl")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("act", "sing", "no act"), ("day", "soon", "not a day"), ("day", "2019-13", "not a day"), ("status", "denied", "one cor"),
        ("day", "2019-03-04/2019-03-01", "not a day"), ("speaker", "Nobody Atall", "nobody in"), ("colour", "red", "one cor"),
    ],
)  # fmt: skip
def test_what_is_no_correction_is_refused(record: Record, field: str, value: str, told: str) -> None:
    row = said(record, "belongs to nobody")
    with pytest.raises(UsageError, match=told):
        record.correct(row.id, field, value, by=ADA)
    assert record.store.corrections() == []


def test_who_corrects_is_a_person_and_the_row_is_there(record: Record) -> None:
    row = said(record, "belongs to nobody")
    with pytest.raises(UsageError, match="no person"):
        record.correct(row.id, "act", "warn", by="rule:collation-2")
    with pytest.raises(UsageError, match="there is no statement"):
        record.correct("f" * 16, "act", "warn", by=ADA)


def test_what_follows_is_the_same_as_of_a_record_collated_anew(record: Record) -> None:
    rows = record.statements()
    record.correct(rows[0].id, "act", "warn", by=ADA)
    record.collate()
    record.correct(rows[1].id, "speaker", "Lena Ort", by=ADA)
    record.correct(rows[2].id, "kept", "no", by=ADA)
    record.correct(record.events()[0].id, "day", "2019", by=LENA)
    record.collate()
    record.retract_correction(rows[0].id, "act", by=ADA)
    record.collate()
    pairs = [(d, c) for d in record.store.documents() if (c := record.store.coding(d.id)) is not None]
    anew = collate(lambda: pairs, record.store.judgements(), record.store.corrections()).collation
    held = record.store.collation()
    for part in msgspec.structs.fields(anew):
        assert sorted(map(repr, getattr(held, part.name))) == sorted(map(repr, getattr(anew, part.name))), part.name
