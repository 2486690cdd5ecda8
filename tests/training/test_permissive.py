"""What the permissive recipe learns from: our own passages, the disputes kept apart left out, in the tagger's habits."""

from __future__ import annotations

from typing import Any

import msgspec

from training.labels.check import DEV, Passage, read_all
from training.permissive import labels_of, outermost, pages, paragraphs_of, passages, reporting, rolesets, widened

TEXT = 'The dam must wait, Egypt said. Sudan said that Egypt had told its envoys that "the door" was open.'


def passage() -> Passage:
    common: dict[str, Any] = {"mode": "indirect", "act": "assert"}
    rows = [
        {"id": "s1", "speaker": "Egypt", "cue": "said.", "content": ["The dam must wait"]},
        {
            "id": "s2",
            "speaker": "Sudan",
            "speaker_text": "Sudan",
            "cue": "Sudan said",
            "content": ['Egypt had told its envoys that "the door" was open'],
        },
        {"id": "s3", "speaker": "Egypt", "cue": "had told", "content": ['"the door" was open'], "parent": "s2"},
    ]
    labels = [common | row for row in rows]
    return msgspec.convert(
        {"id": "x-1", "dispute": "x", "decade": "2020s", "text": TEXT, "statements": labels}, Passage
    )


def words(text: str, pieces: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in pieces]


def test_a_content_takes_in_its_marks_and_its_that() -> None:
    text = "He said “yes”. She said that it would."
    start = text.index("yes")
    assert text[slice(*widened(text, start, start + 3))] == "“yes”"
    start = text.index("it would")
    assert text[slice(*widened(text, start, start + 8))] == "that it would"


def test_of_reports_in_reports_only_the_outer_one_is_marked() -> None:
    found = labels_of(passage())
    assert [words(TEXT, one["cue"]) for one in found] == [["said."], ["Sudan said"]]
    assert words(TEXT, found[1]["content"]) == ['that Egypt had told its envoys that "the door" was open']


def test_a_content_with_a_report_in_it_is_a_text_of_its_own() -> None:
    whole, inner = paragraphs_of([passage()])
    assert whole[0] == TEXT
    text, (only,) = inner
    assert text.startswith("Egypt had told")
    assert words(text, only["cue"]) == ["had told"]
    assert words(text, only["content"]) == ['that "the door" was open']


def test_what_stands_inside_another_content_goes() -> None:
    outer = {"source": [(0, 2)], "cue": [(3, 7)], "content": [(8, 40)]}
    inner = {"source": [(8, 10)], "cue": [(11, 15)], "content": [(16, 30)]}
    assert outermost([inner, outer]) == [outer]


def test_pages_keep_every_label_on_its_words() -> None:
    parts = paragraphs_of([passage()]) * 9
    rows = list(pages(parts, 3))
    assert len(rows) > 1
    cues = [row["text"][a:b] for row in rows for one in row["attributions"] for a, b in one["cue"]]
    assert sorted(cues) == sorted(text[a:b] for text, found in parts for one in found for a, b in one["cue"])
    assert [row["text"] for row in pages(parts, 3)] == [row["text"] for row in rows]


def test_the_disputes_kept_apart_are_not_learned_from() -> None:
    kept = {p.text for p in read_all() if p.dispute in DEV}
    learned = "\n\n".join(row["text"] for row in passages(1))
    assert kept
    assert not any(text in learned for text in kept)


def test_the_lists_are_whole() -> None:
    table = rolesets()
    assert table["accuse.01"] == ("ARG2", 2)
    assert all(content in ("ARG1", "ARG2") and least > 0 for content, least in table.values())
    lines = reporting().splitlines()
    assert lines[0].startswith("#")
    assert {"said", "urging", "denied"} <= set(lines[1:])
