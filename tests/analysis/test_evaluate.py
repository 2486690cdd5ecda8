"""The scorer against numbers computed by hand."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from verbale.analysis.evaluate import Report, evaluate
from verbale.analysis.gold import Gold
from verbale.analysis.gold_match import match, overlap
from verbale.analysis.gold_names import Names, agree
from verbale.model import (
    Attribution,
    Coding,
    Dateline,
    Document,
    EventMention,
    Hop,
    Mention,
    Span,
    TimeExpression,
    When,
)

TEXT = (
    "Foreign Minister Lino Serra said on Monday that the ferry line would reopen in spring. "
    "“We keep our word,” he told reporters.\n"
    "Anna Koth met Serra in Port Vell. Koth rejected the plan.\n"
    "Photo: Lino Serra in 1999"
)
CONTENT = "the ferry line would reopen in spring"  # 7 words
QUOTE = "We keep our word,"


def span(words: str, occurrence: int = 1) -> Span:
    start = -1
    for _ in range(occurrence):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words), words)


SERRA = Mention("m1", span("Lino Serra"), "person", "name", "Lino Serra", "m1")
HE = Mention("m2", span("he", 3), "person", "pronoun", "Lino Serra", "m1")
KOTH = Mention("m3", span("Anna Koth"), "person", "name", "Anna Koth", "m3")
SHORT = Mention("m4", span("Serra", 2), "person", "name", "Lino Serra", "m1")
MENTIONS = (SERRA, HE, KOTH, SHORT)
SAID = Attribution("a1", "indirect", "promise", "m1", (span(CONTENT),), (span("said"),))
TOLD = Attribution("a2", "direct", "assert", "m2", (span(QUOTE),), (span("told"),))
MET = EventMention("e1", "CONSULT", None, None, "happened", span("met"), ("m3",), ("m1",))
REJECTED = EventMention("e2", "REJECT", None, None, "happened", span("rejected"), ("m3",), ())
CODING = Coding("d", "test", Dateline(None, "none"), (), (), MENTIONS, (SAID, TOLD), (MET, REJECTED))
GOLD_SAID = {"speaker": "Lino Serra", "act": "promise", "mode": "indirect", "content": [CONTENT]}
GOLD_TOLD = {"speaker": "Lino Serra", "act": "assert", "mode": "direct", "content": [QUOTE]}
GOLD_MET = {"type": "CONSULT", "actors": ["Anna Koth"], "recipients": ["Lino Serra"], "trigger": "met"}
GOLD_REJECTED = {"type": "REJECT", "actors": ["Anna Koth"], "trigger": "rejected"}


def report(document: dict[str, Any], coding: Coding = CODING, **frame: Any) -> Report:
    raw = {"name": "g", "origin": "us", "licence": "CC0", "documents": [{"file": "a.txt", **document}], **frame}
    gold = msgspec.convert(raw, Gold)
    return evaluate(gold, {"x/a.txt": (Document("d", TEXT, "en"), coding)})


def coded(**fields: Any) -> Coding:
    return msgspec.structs.replace(CODING, **fields)


def said(**fields: Any) -> Coding:
    return coded(attributions=(msgspec.structs.replace(SAID, **fields), TOLD))


def numbers(report: Report, category: str, measure: str) -> tuple[int, int, int]:
    score = report.score(category, measure)
    return score.right, score.given, score.wanted


STATEMENTS = {"statements": [GOLD_SAID, GOLD_TOLD]}


def test_all_right() -> None:
    found = report({**STATEMENTS, "events": [GOLD_MET, GOLD_REJECTED]})
    for score in found.scores:
        assert (score.precision, score.recall, score.f1) == (1, 1, 1), score
    assert numbers(found, "statements", "found with speaker") == (2, 2, 2)
    assert numbers(found, "direct quotations", "exact words and speaker") == (1, 1, 1)
    assert numbers(found, "events", "full") == (2, 2, 2)
    assert found.faults == ()


def test_nothing_coded() -> None:
    found = report(STATEMENTS, coded(attributions=()))
    assert numbers(found, "statements", "found") == (0, 0, 2)
    score = found.score("statements", "found")
    assert (score.precision, score.recall, score.f1) == (0, 0, 0)
    assert [fault.kind for fault in found.faults] == ["missed", "missed"]


def test_nothing_wanted_and_something_coded() -> None:
    found = report({"statements": []})
    assert numbers(found, "statements", "found") == (0, 2, 0)
    score = found.score("statements", "found")
    assert (score.precision, score.recall, score.f1) == (0, 1, 0)


def test_one_word_too_few_is_found_but_not_exact() -> None:
    found = report(STATEMENTS, said(content=(span("ferry line would reopen in spring"),)))
    assert numbers(found, "statements", "found") == (2, 2, 2)
    assert numbers(found, "statements", "content exact") == (1, 2, 2)
    assert found.score("statements", "content exact").f1 == 0.5


def test_half_the_words_are_found_and_fewer_are_not() -> None:
    four = said(content=(span("the ferry line would"),))  # 4 of 7
    three = said(content=(span("the ferry line"),))  # 3 of 7
    assert numbers(report(STATEMENTS, four), "statements", "found") == (2, 2, 2)
    assert numbers(report(STATEMENTS, three), "statements", "found") == (1, 2, 2)


def test_marks_and_that_do_not_count() -> None:
    assert (
        numbers(report(STATEMENTS, said(content=(span("that " + CONTENT + "."),))), "statements", "content exact")[0]
        == 2
    )


def test_wrong_speaker() -> None:
    found = report(STATEMENTS, said(speaker_id="m3"))
    assert numbers(found, "statements", "found") == (2, 2, 2)
    assert numbers(found, "statements", "found with speaker") == (1, 2, 2)
    assert numbers(found, "statements", "speaker, of found") == (1, 2, 2)
    assert ("speaker", "Lino Serra", "Anna Koth") in {(f.kind, f.wanted, f.given) for f in found.faults}


def test_direct_quotation_of_the_wrong_speaker_or_words() -> None:
    wrong = msgspec.structs.replace(TOLD, speaker_id="m3")
    found = report(STATEMENTS, coded(attributions=(SAID, wrong)))
    assert numbers(found, "direct quotations", "exact words") == (1, 1, 1)
    assert numbers(found, "direct quotations", "exact words and speaker") == (0, 1, 1)
    cut = msgspec.structs.replace(TOLD, content=(span("We keep our"),))
    found = report(STATEMENTS, coded(attributions=(SAID, cut)))
    assert numbers(found, "direct quotations", "exact words") == (0, 1, 1)
    assert numbers(found, "statements", "found") == (2, 2, 2)


def test_direct_and_indirect_confused() -> None:
    found = report(STATEMENTS, said(mode="direct"))
    assert numbers(found, "statements", "mode") == (1, 2, 2)
    assert numbers(found, "direct quotations", "exact words") == (1, 2, 1)


def test_acts_accuracy_and_macro() -> None:
    found = report(STATEMENTS, said(act="assert"))
    assert numbers(found, "statements", "act") == (1, 2, 2)
    # assert: 1 right of 2 given and 1 wanted, F1 2/3; promise: none right, F1 0
    assert found.act_macro_f1 == pytest.approx(1 / 3)
    assert found.acts == (("assert", "assert", 1), ("promise", "assert", 1))


def test_an_accepted_act_is_right_but_not_the_first_choice() -> None:
    found = report({"statements": [{**GOLD_SAID, "act_accept": ["announce"]}, GOLD_TOLD]}, said(act="announce"))
    assert numbers(found, "statements", "act") == (2, 2, 2)
    assert numbers(found, "statements", "act, first choice") == (1, 2, 2)


def test_optional_gold_counts_for_nothing_either_way() -> None:
    document = {"statements": [{**GOLD_SAID, "optional": True}, GOLD_TOLD]}
    assert numbers(report(document), "statements", "found") == (1, 1, 1)
    assert numbers(report(document, coded(attributions=(TOLD,))), "statements", "found") == (1, 1, 1)


def test_nested_contents_find_their_own_speaker() -> None:
    outer = {"speaker": "Anna Koth", "act": "assert", "mode": "indirect", "id": "o",
             "content": ["Lino Serra said on Monday that the ferry line would reopen in spring"]}  # fmt: skip
    inner = {**GOLD_SAID, "parent": "o"}
    both = (
        msgspec.structs.replace(SAID, parent_id="a9"),
        Attribution(
            "a9", "indirect", "assert", "m3", (span("said on Monday that the ferry line would reopen in spring"),)
        ),
    )
    found = report({"statements": [outer, inner]}, coded(attributions=both))
    assert numbers(found, "statements", "found with speaker") == (2, 2, 2)
    assert numbers(found, "statements", "parent, of found") == (1, 1, 1)


def test_spoken_addressee_medium_and_relay() -> None:
    told = {**GOLD_TOLD, "addressee": "reporters", "medium": "briefing", "spoken": "2021-05-03",
            "relay": [{"name": "Harbour News"}]}  # fmt: skip
    reporters = Mention("m9", span("reporters"), "group", "description", "reporters", "m9")
    day = When("2021-05-03", "2021-05-03", "2021-05-03", "")
    full = msgspec.structs.replace(
        TOLD, addressee_id="m9", medium="briefing", spoken=day, relay=(Hop(None, "Harbour News", None),)
    )
    document = {"statements": [GOLD_SAID, told]}
    mentions = (*MENTIONS, reporters)
    right = report(document, coded(attributions=(SAID, full), mentions=mentions))
    for measure in ("spoken", "medium", "relay", "addressee"):
        assert numbers(right, "statements", measure) == (1, 1, 1), measure
    bare = report(document, coded(attributions=(SAID, TOLD), mentions=mentions))
    assert numbers(bare, "statements", "spoken") == (0, 1, 1)
    assert numbers(bare, "statements", "addressee") == (0, 0, 1)
    extra = msgspec.structs.replace(SAID, addressee_id="m3")
    more = report(document, coded(attributions=(extra, full), mentions=mentions))
    assert numbers(more, "statements", "addressee") == (1, 2, 1)


def test_events_type_parties_full() -> None:
    document = {"events": [{**GOLD_MET, "happened": "2021-05", "place": "Port Vell"}, GOLD_REJECTED]}
    day = When("2021-05", "2021-05-01", "2021-05-31", "")
    full = msgspec.structs.replace(MET, happened=day, place=span("Port Vell"))
    assert numbers(report(document, coded(events=(full, REJECTED))), "events", "full") == (2, 2, 2)
    assert numbers(report(document), "events", "full") == (1, 2, 2)
    swapped = msgspec.structs.replace(full, actors=("m1",), recipients=("m3",))  # a meeting has no sides
    assert numbers(report(document, coded(events=(swapped, REJECTED))), "events", "full") == (2, 2, 2)
    alone = msgspec.structs.replace(full, recipients=())
    found = report(document, coded(events=(alone, REJECTED)))
    assert numbers(found, "events", "type") == (2, 2, 2)
    assert numbers(found, "events", "type and both parties") == (1, 2, 2)
    other = msgspec.structs.replace(MET, type="AGREE")
    found = report(document, coded(events=(other, REJECTED)))
    assert numbers(found, "events", "type") == (1, 2, 2)
    assert {fault.kind for fault in found.faults} == {"missed", "spurious"}


def test_sides_of_a_refusal_matter() -> None:
    swapped = msgspec.structs.replace(REJECTED, actors=(), recipients=("m3",))
    found = report({"events": [GOLD_MET, GOLD_REJECTED]}, coded(events=(MET, swapped)))
    assert numbers(found, "events", "type") == (2, 2, 2)
    assert numbers(found, "events", "type and both parties") == (1, 2, 2)


def test_mentions_by_span_kind_and_actor() -> None:
    mentions = [
        {"text": "Lino Serra", "kind": "person", "actor": "Lino Serra"},
        {"text": "Anna Koth", "kind": "organisation"},
        {"text": "Serra", "occurrence": 2, "kind": "person", "actor": "Lino Serra"},
        {"text": "Port Vell", "kind": "place"},
    ]
    found = report({"mentions": mentions})  # the pronoun is no name and is not counted
    assert numbers(found, "mentions", "span") == (3, 3, 4)
    assert numbers(found, "mentions", "span and kind") == (2, 3, 4)
    assert numbers(found, "mentions", "actor, of found") == (2, 2, 2)
    lone = msgspec.structs.replace(SHORT, name="Serra", head_id="m4")  # the article gives the full name
    found = report({"mentions": mentions}, coded(mentions=(SERRA, HE, KOTH, lone)))
    assert numbers(found, "mentions", "actor, of found") == (1, 2, 2)


def test_date_lines_count_for_nothing() -> None:
    segments = [{"role": "dateline", "text": "Anna Koth met"}]
    assert numbers(report({"segments": segments, "mentions": []}), "mentions", "span") == (0, 2, 0)


def test_times() -> None:
    monday = TimeExpression("t1", span("Monday"), "date", "2021-05-03", None, None, "DATE", "2021-05-03", "", "")
    times = [{"text": "on Monday", "value": "2021-05-03"}, {"text": "in spring", "value": "2022-21"}]
    found = report({"times": times}, coded(times=(monday,)))
    assert numbers(found, "times", "found") == (1, 1, 2)
    assert numbers(found, "times", "found with value") == (1, 1, 2)
    late = msgspec.structs.replace(monday, value="2021-05-10")
    assert numbers(report({"times": times}, coded(times=(late,))), "times", "found with value") == (0, 1, 2)


@pytest.mark.parametrize(
    ("value", "first", "last", "right", "honest"),
    [
        ("2021-05-04", "2021-05-04", "2021-05-04", 1, 1),
        ("2021-05-05", "2021-05-05", "2021-05-05", 1, 0),  # inside what gold accepts, and yet without the true day
        ("2021-05-03/2021-05-06", "2021-05-03", "2021-05-06", 1, 1),
        ("2021-05", "2021-05-01", "2021-05-31", 0, 1),
        ("2023-05-04", "2023-05-04", "2023-05-04", 0, 0),
        ("../2021-05-01", None, "2021-05-01", 0, 0),
    ],
)
def test_datelines(value: str, first: str | None, last: str | None, right: int, honest: int) -> None:
    dateline = Dateline(When(value, first, last, ""), "inferred")
    found = report({"dateline": {"value": "2021-05-04", "accept": ["2021-05-03/2021-05-06"]}}, coded(dateline=dateline))
    assert numbers(found, "datelines", "right") == (right, 1, 1)
    assert numbers(found, "datelines", "honest range") == (honest, 1, 1)


def test_furniture_must_not_be_coded() -> None:
    segments = [{"role": "caption", "text": "Photo: Lino Serra in 1999"}]
    assert report({"segments": segments}).furniture_coded == 0
    caption = Mention("m8", span("Lino Serra", 2), "person", "name", "Lino Serra", "m1")
    year = TimeExpression("t1", span("1999"), "date", "1999", None, None, "DATE", "1999", "", "")
    found = report({"segments": segments}, coded(mentions=(*MENTIONS, caption), times=(year,)))
    assert found.furniture_coded == 2
    assert found.rows()[-1][:3] == ("furniture", "coded rows", "2")


def test_a_document_that_was_not_coded_is_missed() -> None:
    raw = {"name": "g", "origin": "us", "licence": "CC0",
           "documents": [{"file": "b.txt", "statements": [GOLD_SAID, {**GOLD_TOLD, "optional": True}],
                          "dateline": {"value": "2021"}}]}  # fmt: skip
    found = evaluate(msgspec.convert(raw, Gold), {"x/a.txt": (Document("d", TEXT, "en"), CODING)})
    assert found.missing == ("b.txt",)
    assert numbers(found, "statements", "found") == (0, 0, 1)
    assert numbers(found, "datelines", "right") == (0, 0, 1)


def test_skipping_is_right_where_gold_says_so() -> None:
    assert numbers(report({"skipped": True}), "documents", "skipped") == (0, 1, 1)
    assert numbers(report({"skipped": True}, coded(skipped="language: de")), "documents", "skipped") == (1, 1, 1)


def test_only_what_is_labelled_is_scored() -> None:
    found = report({"dateline": {"value": "2021"}})
    assert {score.category for score in found.scores} == {"datelines"}
    with pytest.raises(KeyError):
        found.score("statements", "found")


def test_the_table_has_plain_rows() -> None:
    header, *rows = report(STATEMENTS, said(speaker_id="m3")).rows()
    assert header == ("category", "measure", "right", "given", "wanted", "precision", "recall", "F1")
    assert ("statements", "found with speaker", "1", "2", "2", "0.500", "0.500", "0.500") in rows
    assert all(len(row) == len(header) for row in rows)


def test_heaviest_pairs_first_and_ties_to_the_earlier() -> None:
    assert match([(0.6, 0, 0), (0.9, 1, 0), (0.5, 0, 1)]) == {1: 0, 0: 1}
    assert match([(1.0, 1, 1), (1.0, 0, 1), (1.0, 0, 0), (1.0, 1, 0)]) == {0: 0, 1: 1}
    assert overlap(frozenset({1, 2, 3}), frozenset({2, 3, 4})) == 0.5
    assert overlap(frozenset(), frozenset()) == 0


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Peskov", "Kremlin spokesman Dmitry Peskov", True),
        ("Sergei Ryabkov", "Deputy Foreign Minister Sergey Ryabkov", True),
        ("Ryoabkov", "Ryabkov", True),
        ("the Kremlin", "Kremlin", True),
        ("Abdel Fattah al-Sisi", "al-Sisi", True),
        ("Viktor Orbán", "Viktor Orban", True),
        ("reporters", "reporters in Moscow", True),
        ("the government in Washington", "government of Egypt", False),
        ("U.S. Treasury", "the US Treasury", True),
        ("Joe Biden", "Jill Biden", False),
        ("Foreign Ministry", "Defence Ministry", False),
        ("Ukraine", "the president of Ukraine", False),
        ("Austria", "Australia", False),
        ("Iran", "Iraq", False),
        ("he", "Peskov", False),
        ("the", "a", False),
    ],
)
def test_names(left: str, right: str, same: bool) -> None:
    assert agree(left, right) is same
    assert agree(right, left) is same


def test_aliases_join_and_part() -> None:
    names = Names(
        [("Russia", "Moscow"), ("Russian Foreign Ministry", "Foreign Ministry"), ("Iranian Foreign Ministry",)]
    )
    assert names.same("Moscow", "Russia")
    assert not names.same("Moscow", "Iran")
    assert not names.same("Foreign Ministry", "Iranian Foreign Ministry")
