"""Groups of accounts: strict reading, pairing with coded rows, pairs counted as the page says, and the labelled sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.grouping import GOLD, reading_of, texts_of, write_blank
from verbale.analysis.gold import digest
from verbale.analysis.gold_accounts import decode_groups
from verbale.analysis.gold_groups import Grouped, GroupGold, GroupReport, Row, blank, read_groups, score_groups
from verbale.errors import GoldError
from verbale.model import Span
from verbale.record import Record

ROOT = Path(__file__).resolve().parents[2]
SETS = sorted(p for p in (ROOT / "tests/gold/collation").glob("*.json") if not p.stem.startswith("actors-"))

ONE = "Minister Arda said the strait must stay open. “The strait stays open,” Arda said. Borland denied any blockade."
TWO = "The strait has to remain open, Arda insisted. Borland said no blockade was planned. The envoys met on Monday."
SHA = {"one": digest(ONE), "two": digest(TWO)}
TEXTS = {SHA["one"]: ONE, SHA["two"]: TWO}
TEXT = {"one": ONE, "two": TWO}


def account(where: str, words: str, **more: Any) -> dict[str, Any]:
    start = TEXT[where].index(words)
    return {"sha256": SHA[where], "start": start, "end": start + len(words), **more}


def row(where: str, words: str, group: str, *names: str, type: str = "", country: str | None = None) -> Row:
    start = TEXT[where].index(words)
    return Row(SHA[where], (Span.of(TEXT[where], start, start + len(words)),), group, names, country, type)


def data(**more: Any) -> dict[str, Any]:
    return {
        "name": "strait",
        "origin": "test",
        "licence": "Apache-2.0",
        "documents": [{"file": f"{name}.txt", "sha256": sha} for name, sha in SHA.items()],
        "statements": [
            {
                "group": "open",
                "speakers": ["Arda"],
                "polity": "ARD",
                "accounts": [
                    account("one", "the strait must stay open"),
                    account("one", "The strait stays open,"),
                    account("two", "The strait has to remain open"),
                ],
            },
            {"group": "denial-1", "polity": "BOR", "accounts": [account("one", "any blockade")]},
            {"group": "denial-2", "polity": "BOR", "accounts": [account("two", "no blockade was planned")]},
        ],
        "events": [{"group": "meeting", "type": "CONSULT", "accounts": [account("two", "met")]}],
        **more,
    }


def gold(**more: Any) -> GroupGold:
    return decode_groups(json.dumps(data(**more)).encode(), "strait.json")


RIGHT = (
    row("one", "the strait must stay open", "a", "Arda"),
    row("one", "The strait stays open,", "a", "Arda"),
    row("two", "The strait has to remain open", "a", "Arda"),
    row("one", "any blockade", "b"),
    row("two", "no blockade was planned", "c"),
)


def scored(rows: tuple[Row, ...], events: tuple[Row, ...] = (), **more: Any) -> GroupReport:
    return score_groups(gold(**more), Grouped(TEXTS, rows, events))


def counts(report: GroupReport, measure: str, category: str = "statements") -> tuple[int, int, int]:
    score = report.score(category, measure)
    return score.right, score.given, score.wanted


def test_a_right_grouping_is_perfect() -> None:
    report = scored(RIGHT)
    assert counts(report, "pairs") == (3, 3, 3)
    assert counts(report, "pairs across documents") == (2, 2, 2)
    assert counts(report, "pairs, end to end") == (3, 3, 3)
    assert report.across_polities == report.across_countries == 0
    assert not report.faults


def test_parted_accounts_are_missed_merges() -> None:
    report = scored((*RIGHT[:2], row("two", "The strait has to remain open", "z", "Arda"), *RIGHT[3:]))
    assert counts(report, "pairs") == (1, 1, 3)
    assert {(f.kind, f.groups) for f in report.faults} == {("missed merge", ("open", "open"))}


def test_joined_groups_are_false_merges_and_two_polities_are_counted() -> None:
    report = scored((*RIGHT[:3], row("one", "any blockade", "a"), RIGHT[4]))
    assert counts(report, "pairs") == (3, 6, 3)
    assert report.across_polities == 3
    assert [f.kind for f in report.faults] == ["false merge"] * 3
    assert ("the strait must stay open", "any blockade") in {fault.words for fault in report.faults}


def test_countries_are_those_of_the_record() -> None:
    rows = (
        row("one", "the strait must stay open", "a", "Arda", country="ARD"),
        row("two", "no blockade was planned", "a", country="BOR"),
    )
    assert scored(rows).across_countries == 1


def test_what_was_not_coded_is_missed_end_to_end_only() -> None:
    report = scored(RIGHT[1:])
    assert counts(report, "accounts coded") == (4, 4, 5)
    assert counts(report, "pairs") == (1, 1, 1)
    assert counts(report, "pairs, end to end") == (1, 1, 3)
    assert [f.kind for f in report.faults] == ["not coded", "not coded"]


def test_optional_accounts_are_no_miss() -> None:
    statements = data()["statements"]
    statements[0]["accounts"][0]["optional"] = True
    report = scored(RIGHT[1:], statements=statements)
    assert counts(report, "accounts coded") == (4, 4, 4)
    assert counts(report, "pairs, end to end") == (1, 1, 1)
    assert counts(scored(RIGHT, statements=statements), "pairs, end to end") == (3, 3, 3)


def test_doubtful_accounts_and_unsure_groups_count_for_nothing() -> None:
    statements = data()["statements"]
    statements[0]["accounts"][2]["doubtful"] = True
    assert counts(scored(RIGHT, statements=statements), "pairs") == (1, 1, 1)
    joined = (*RIGHT[:3], row("one", "any blockade", "b"), row("two", "no blockade was planned", "b"))
    assert counts(scored(joined), "pairs") == (3, 4, 3)
    assert counts(scored(joined, unsure=[["denial-1", "denial-2"]]), "pairs") == (3, 3, 3)


def test_half_of_the_words_are_enough_and_less_is_not() -> None:
    assert counts(scored((row("one", "strait must stay", "a"),)), "accounts coded")[0] == 1
    assert counts(scored((row("one", "strait must", "a"),)), "accounts coded")[0] == 0


def test_the_right_speaker_decides_between_nested_contents() -> None:
    statements = [
        {
            "group": "wrapper",
            "speakers": ["Borland"],
            "accounts": [account("two", "The strait has to remain open, Arda")],
        },
        {"group": "inside", "speakers": ["Arda"], "accounts": [account("two", "The strait has to remain open")]},
    ]
    rows = (
        row("two", "The strait has to remain open, Arda insisted", "w", "Borland"),
        row("two", "strait has to remain open, Arda", "i", "Minister Arda"),
    )
    items = gold(statements=statements)
    report = score_groups(items, Grouped(TEXTS, rows, ()))
    assert counts(report, "accounts coded") == (2, 2, 2)
    joined = score_groups(items, Grouped(TEXTS, (*rows, row("one", "any blockade", "i")), ()))
    assert counts(joined, "pairs") == (0, 0, 0)


def test_events_meet_by_trigger_or_by_type_in_one_sentence() -> None:
    assert counts(scored(RIGHT, (row("two", "envoys met", "e", type="AGREE"),)), "accounts coded", "events") == (
        1,
        1,
        1,
    )
    near = row("two", "envoys", "e", type="CONSULT")
    assert counts(scored(RIGHT, (near,)), "accounts coded", "events") == (1, 1, 1)
    other_type = row("two", "envoys", "e", type="AGREE")
    assert counts(scored(RIGHT, (other_type,)), "accounts coded", "events") == (0, 0, 1)
    other_sentence = row("two", "planned", "e", type="CONSULT")
    assert counts(scored(RIGHT, (other_sentence,)), "accounts coded", "events") == (0, 0, 1)


def test_a_document_that_the_record_lacks_is_missed() -> None:
    report = score_groups(gold(), Grouped({SHA["one"]: ONE}, RIGHT[:2], ()))
    assert report.missing == ("two.txt",)
    assert counts(report, "pairs, end to end") == (1, 1, 3)


def test_the_order_of_rows_changes_nothing() -> None:
    events = (row("two", "met", "e", type="CONSULT"), row("two", "envoys", "f", type="CONSULT"))
    assert scored(RIGHT, events) == scored(RIGHT[::-1], events[::-1])


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"unsure": [["open", "shut"]]}, "no group 'shut'"),
        ({"links": [{"left": "open", "type": "answers", "right": "shut"}]}, "no group 'shut'"),
        ({"links": [{"left": "open", "type": "mocks", "right": "open"}]}, "mocks"),
        ({"disagreements": [{"kind": "date", "group": "shut", "note": "?"}]}, "no group 'shut'"),
        ({"documents": []}, "not among `documents`"),
        ({"statements": [{"group": "open", "accounts": []}]}, "no account"),
        ({"colour": "red"}, "colour"),
        ({"events": [{"group": "open", "type": "CONSULT", "accounts": [account("two", "met")]}]}, "listed twice"),
        (
            {"statements": [{"group": g, "accounts": [account("one", "any blockade")]} for g in ("a", "b")]},
            "already in a group",
        ),
        ({"statements": [{"group": "a", "accounts": [{"sha256": SHA["one"], "start": 4, "end": 4}]}]}, "is empty"),
    ],
)
def test_faulty_files_are_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(GoldError, match=message):
        gold(**more)


def test_words_outside_the_text_are_refused() -> None:
    statements = [{"group": "a", "accounts": [{"sha256": SHA["one"], "start": 0, "end": 4000}]}]
    with pytest.raises(GoldError, match="outside a text"):
        scored(RIGHT, statements=statements)


def test_a_blank_tells_nothing_of_the_groups() -> None:
    empty = blank(gold())
    assert [len(group.accounts) for group in empty.statements] == [1] * 5
    assert [group.accounts[0].start for group in empty.statements if group.accounts[0].sha256 == SHA["one"]] == sorted(
        account.start for group in gold().statements for account in group.accounts if account.sha256 == SHA["one"]
    )
    assert {group.group for group in empty.statements} == {"s1", "s2", "s3", "s4", "s5"}
    assert not any(group.speakers or group.polity or group.note for group in empty.statements)


def test_a_second_reader_is_scored_like_a_record(tmp_path: Path) -> None:
    agree = score_groups(gold(), Grouped.by_reader(gold(), TEXTS))
    assert counts(agree, "pairs") == (3, 3, 3)
    write_blank(gold(), TEXTS, tmp_path)
    written = read_groups(tmp_path / "strait.json")
    assert written.statements[0].note == "the strait must stay open"
    apart = score_groups(gold(), Grouped.by_reader(written, TEXTS))
    assert counts(apart, "accounts coded") == (5, 5, 5)
    assert counts(apart, "pairs") == (0, 0, 3)


def test_second_readings_group_the_accounts_of_the_first_and_hold_no_words() -> None:
    readings = {path: reading_of(path.stem, GOLD / "readers") for path in SETS}
    assert {path.stem for path, reading in readings.items() if reading is not None} >= {"seeds"}
    for path, reading in readings.items():
        if reading is None:
            continue
        first, second = read_groups(path), read_groups(reading)
        said, told = (
            [{(account.sha256, account.pieces) for group in groups for account in group.accounts} for groups in both]
            for both in ((first.statements, second.statements), (first.events, second.events))
        )
        assert said[0] == said[1]
        assert told[0] == told[1]
        assert not [g for g in second.statements if g.note] + [g for g in second.events if g.note]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_labelled_sets_stand_in_their_texts_and_hold_none_of_them(path: Path, tmp_path: Path) -> None:
    labelled = read_groups(path)
    articles = texts_of(labelled, ROOT.parent / "shared", tmp_path)
    if articles is None:
        pytest.skip("no ../shared beside the checkout: the articles may not be redistributed")
    with Record.open(tmp_path / "record.db") as record:
        record.add(articles)
        texts = {digest(document.text): document.text for document in record.store.documents()}
    assert {document.sha256 for document in labelled.documents} <= set(texts)
    report = score_groups(labelled, Grouped.by_reader(labelled, texts))
    assert not report.faults
    assert report.score("statements", "pairs").f1 == report.score("events", "pairs").f1 == 1.0
    if path.stem not in {"security-guarantees", "dam-on-the-nile"}:
        notes = [s.note for s in labelled.statements] + [e.note for e in labelled.events]
        notes += [each.note for each in labelled.disagreements]
        lines = [line for text in texts.values() for line in text.splitlines() if line]
        assert not [note for note in notes if len(note) > 30 and any(note in line for line in lines)]
