"""One statement, many readings: what joins, what stays apart, and that a person outranks the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from verbale.collation.cluster import Pair, Verdicts, cluster
from verbale.collation.judgements import fold_judgements
from verbale.errors import UsageError
from verbale.model import Judgement
from verbale.record import Record

FERRY = (
    "LISBON, 3 May 2011 (Reuters) - Portuguese Foreign Minister Ana Duarte said on Tuesday that the ferry line would reopen "
    "“as soon as the mines are cleared, and never on a whim.” \n\n"
    "Duarte also said that fishing quotas were a separate matter.\n"
)
FERRY_TOO = (
    "4 May 2011\n\nPortugal's foreign minister, Ana Duarte, told reporters on Tuesday the ferry line will only open again "
    "“as soon as the mines are cleared, and never on a caprice.”\n\n"
    "Spanish Foreign Minister Luis Ortega said on Tuesday that the ferry line was needed at once.\n"
)
LATER = "20 June 2011\n\nPortuguese Foreign Minister Ana Duarte said on Monday that fishing quotas were a separate matter.\n"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in (("a.txt", FERRY), ("b.txt", FERRY_TOO), ("c.txt", LATER)):
        (articles / name).write_text(text, encoding="utf-8")
    record = Record.open(tmp_path / "r.db")
    record.build(articles)
    return record


def test_a_quotation_in_two_translations_is_one_statement_with_two_readings(record: Record) -> None:
    mines = record.statements(containing="mines")
    assert len(mines) == 1
    assert len(mines[0].readings) == 2
    assert mines[0].speaker == "Ana Duarte"
    assert len({r.document_id for r in mines[0].readings}) == 2


def test_the_differing_word_is_a_disagreement_of_wording_with_its_spans(record: Record) -> None:
    (found,) = record.disagreements(kind="wording")
    assert {side.value for side in found.sides} == {"whim", "caprice"}
    for side in found.sides:
        for evidence in side.evidence:
            document = record.store.document(evidence.document_id)
            assert document is not None
            assert document.text[evidence.start : evidence.end] == evidence.text


def test_another_speaker_and_another_month_stay_apart(record: Record) -> None:
    (needed,) = record.statements(containing="needed at once")
    assert needed.speaker == "Luis Ortega"
    assert len(needed.readings) == 1
    quotas = record.statements(containing="quotas")
    assert len(quotas) == 2, "said in May and again in June"
    links = record.store.links(type="repeats")
    assert {(x.left_id, x.right_id) for x in links} == {(quotas[1].id, quotas[0].id)}


def test_a_person_outranks_the_rules_and_may_take_it_back(record: Record) -> None:
    (mines,) = record.statements(containing="mines")
    left, right = (r.attribution_id for r in mines.readings)
    record.judge(left, right, "different", by="person:ana", reason="two occasions")
    record.collate()
    assert len(record.statements(containing="mines")) == 2
    record.collate()
    assert len(record.statements(containing="mines")) == 2, "a judgement survives collating again"
    assert [j.by for j, stands in record.history(left) if stands and j.verdict == "different"] == ["person:ana"]
    assert record.retract(left, right, by="person:ana")
    record.collate()
    assert len(record.statements(containing="mines")) == 1


def test_two_people_who_contradict_each_other_are_shown_and_decide_nothing(record: Record) -> None:
    (mines,) = record.statements(containing="mines")
    left, right = (r.attribution_id for r in mines.readings)
    record.judge(left, right, "different", by="person:ana")
    record.judge(left, right, "same", by="person:bo")
    record.collate()
    (conflict,) = record.conflicts()
    assert {conflict.left, conflict.right} == {left, right}
    assert "person:ana" in conflict.by
    assert len(record.statements(containing="mines")) == 1, "as the rules have it"


def test_judgements_travel_between_records(record: Record, tmp_path: Path) -> None:
    (mines,) = record.statements(containing="mines")
    left, right = (r.attribution_id for r in mines.readings)
    record.judge(left, right, "different", by="person:ana")
    record.export(tmp_path / "j.jsonl", what="judgements")
    with Record.open(tmp_path / "other.db") as other:
        other.build(tmp_path / "articles")
        assert other.import_judgements(tmp_path / "j.jsonl") == (1, 0)
        assert other.import_judgements(tmp_path / "j.jsonl") == (0, 0)
        other.collate()
        assert len(other.statements(containing="mines")) == 2


def test_what_is_no_judgement_is_refused_with_its_line(record: Record, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"left": "a", "right": "b", "verdict": "same", "by": "rule:x"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.jsonl:1.*only people"):
        record.import_judgements(bad)
    bad.write_text("\nnonsense\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.jsonl:2"):
        record.import_judgements(bad)
    with pytest.raises(UsageError, match="maybe"):
        record.judge("a", "b", "maybe", by="person:ana")


def test_groups_join_from_the_surest_pair_down_and_never_against_a_word() -> None:
    pairs = [Pair("a", "b", 0.9), Pair("b", "c", 0.7), Pair("c", "d", 0.6)]
    scores = {frozenset((p.left, p.right)): p.score for p in pairs}

    def score(left: str, right: str) -> float:
        return scores.get(frozenset((left, right)), 0.3)

    for order in (pairs, pairs[::-1]):
        groups, conflicts = cluster("dbca", order, Verdicts({}, {}), threshold=0.5, mean=0.5, score=score)
        assert groups == [["a", "b", "c"], ["d"]]
        assert not conflicts
    said = Verdicts({("a", "d"): "person:x"}, {("a", "b"): "person:y"})
    groups, _ = cluster("abcd", pairs, said, threshold=0.5, mean=0.4, score=score)
    assert groups == [["a", "d"], ["b", "c"]]
    said = Verdicts({("a", "b"): "x", ("b", "c"): "x"}, {("a", "c"): "y"})
    groups, conflicts = cluster("abc", [], said, threshold=0.5, mean=0.5, score=score)
    assert groups == [["a", "b"], ["c"]]
    assert [(c.left, c.right) for c in conflicts] == [("a", "c")]


def test_rules_and_models_are_no_people() -> None:
    verdicts, conflicts = fold_judgements(
        [Judgement("a", "b", "same", "rule:collation-2"), Judgement("a", "b", "different", "model:m")]
    )
    assert not verdicts.same
    assert not verdicts.different
    assert not conflicts
