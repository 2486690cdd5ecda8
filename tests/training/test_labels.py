"""The labelled passages are exact, and the checker that says so sees what it should."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from training.labels.check import DEV, FOLDER, Passage, faults, mode_of, place, read, read_all, summary
from verbale.model import Act, Mode

TEXT = (
    'The dam must wait, Egypt said. "We are patient," the minister told aides. He called the plan "unfair" and wrong.'
)


def made(**changes: Any) -> Passage:
    label = {"id": "s1", "speaker": "Egypt", "cue": "said", "content": ["The dam must wait"], "mode": "indirect"}
    row = {"id": "dam-001", "dispute": "dam", "decade": "2020s", "text": TEXT}
    for field in tuple(changes):
        if field in Passage.__struct_fields__:
            row[field] = changes.pop(field)
    return msgspec.convert({**row, "statements": [{**label, "act": "demand", **changes}]}, Passage)


def test_all_passages_are_sound() -> None:
    passages = read_all()
    assert faults(passages) == []
    assert summary(passages).startswith(f"{len(passages)} passages, ")


def test_set_a_is_large_and_balanced() -> None:
    passages = list(read(FOLDER / "set_a.jsonl"))
    assert len({p.dispute for p in passages} & DEV) == 3
    labels = [label for p in passages for label in p.statements]
    assert len(labels) >= 500
    acts = Counter(label.act for label in labels)
    assert set(acts) == set(get_args(Act))
    assert acts["assert"] <= 0.2 * len(labels)
    assert set(Counter(label.mode for label in labels)) == set(get_args(Mode))
    assert any(not p.statements for p in passages)


def test_a_sound_passage_has_no_fault() -> None:
    assert faults([made()]) == []
    assert faults([made(content=["We are patient,"], mode="direct", cue="told")]) == []
    assert faults([made(content=['the plan "unfair" and wrong'], mode="mixed", cue="called")]) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"content": ["The dam must not wait"]}, "0 times"),
        ({"content": ["the"]}, "2 times"),
        ({"cue": "sai"}, "0 times"),
        ({"content": []}, "no content"),
        ({"mode": "direct"}, "the marks say indirect"),
        ({"content": ["We are patient,"]}, "the marks say direct"),
        ({"content": ['the plan "unfair"'], "mode": "direct"}, "the marks say mixed"),
        ({"content": ["wrong."]}, "full stop"),
        ({"speaker": "He"}, "pronoun"),
        ({"act_accept": ["demand"]}, "accepted"),
        ({"parent": "s9"}, "no such parent"),
        ({"parent": "s1"}, "no such parent"),
        ({"spoken": "Monday"}, "EDTF"),
        ({"content": ["wrong", "The dam"]}, "out of order"),
        ({"id": "river-001"}, "does not begin"),
        ({"decade": "2020"}, "decade"),
        ({"status": [{"trigger": "signed", "type": "AGREE", "status": "happened"}]}, "trigger"),
    ],
)
def test_a_fault_is_named(changes: dict[str, Any], says: str) -> None:
    assert any(says in fault for fault in faults([made(**changes)]))


def test_ids_and_texts_are_used_once() -> None:
    assert any("used 2 times" in fault for fault in faults([made(), made()]))
    assert any("same text" in fault for fault in faults([made(), made(id="dam-002")]))


@pytest.mark.parametrize("change", [{"act": "shout"}, {"mode": "quoted"}, {"medium": "pigeon"}, {"colour": "red"}])
def test_what_is_unknown_is_refused(change: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    row = json.loads(msgspec.json.encode(made()))
    row["statements"][0] |= change
    file.write_bytes(msgspec.json.encode(row))
    with pytest.raises(ValueError, match=r"x\.jsonl:1: "):
        list(read(file))


def test_words_are_whole_words() -> None:
    assert place("the man said he saw the hen", "he") == (13, 15)
    with pytest.raises(ValueError, match="2 times"):
        place("the man and the hen", "the")


def test_a_quotation_may_run_over_paragraphs() -> None:
    text = "“We wait.\n\n“We have time,” he said."
    assert mode_of(text, [place(text, "We wait."), place(text, "We have time,")]) == "direct"
