"""Articles whose reports readers mended, as lessons for the tagger: what is taught, what is left out, what teaches nothing."""

from __future__ import annotations

from typing import Any

from training.attributions import Row
from training.mended import lesson

TEXT = "Norland said its envoy told Ruritania that the strait was open. He hopes for peace. \u201cWe wait,\u201d she added."


def _at(words: str) -> tuple[tuple[int, int], ...]:
    start = TEXT.index(words)
    return ((start, start + len(words)),)


OUTER = Row(_at("its envoy told Ruritania that the strait was open"), _at("said"), _at("Norland"), "ok")
INNER = Row(_at("the strait was open"), _at("told"), _at("its envoy"), "missed")
HOPE = Row(_at("for peace"), _at("hopes"), _at("He"), "no")
WAIT = Row(_at("\u201cWe wait,\u201d"), _at("added"), _at("she"), "who", ("Anna Weber",))


def _lesson(*rows: Row) -> dict[str, Any]:
    return lesson("one", TEXT, [(0, len(TEXT))], rows)


def test_what_readers_let_stand_is_taught() -> None:
    (told,) = _lesson(OUTER)["attributions"]
    assert told == {"cue": OUTER.cue, "source": OUTER.source, "content": OUTER.content}


def test_of_reports_in_reports_only_the_outer_one_is_taught() -> None:
    assert [one["cue"] for one in _lesson(OUTER, INNER)["attributions"]] == [OUTER.cue]
    assert [one["cue"] for one in _lesson(INNER)["attributions"]] == [INNER.cue]


def test_what_is_no_report_teaches_nothing_either_way() -> None:
    line = _lesson(HOPE)
    assert not line["attributions"]
    assert {TEXT[a:b] for a, b in line["skip"]} == {"hopes", "for peace"}


def test_words_of_a_report_are_taught_though_readers_struck_out_another_there() -> None:
    other = Row(_at("told Ruritania"), (), (), "no")
    assert _lesson(OUTER, other)["skip"] == []
    wide = Row(_at("the strait was open. He hopes for peace"), (), (), "no")
    assert [TEXT[a:b] for a, b in _lesson(OUTER, wide)["skip"]] == [". He hopes for peace"]


def test_a_speaker_that_readers_mended_or_that_stands_far_off_is_not_known() -> None:
    assert _lesson(WAIT)["attributions"][0]["source"] is None
    far = Row(((900, 910),), ((890, 895),), ((0, 7),), "ok")
    assert _lesson(far)["attributions"][0]["source"] is None
    nobody = Row(_at("for peace"), (), (), "ok")
    assert _lesson(nobody)["attributions"][0]["source"] == ()
