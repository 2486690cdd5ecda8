"""The gold format: strict, and its errors name the file, the document and the item."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from verbale.analysis.gold import Where, bounds, decode_gold, digest, find_document, locate, place_gold, read_gold
from verbale.errors import GoldError

TEXT = "He said the talks failed. The minister said he would wait. “No,” he said."


def gold(document: dict[str, Any]) -> bytes:
    frame = {"name": "g", "origin": "us", "licence": "CC0", "documents": [{"file": "a.txt", **document}]}
    return json.dumps(frame).encode()


def statement(**fields: Any) -> dict[str, Any]:
    return {"speaker": "X", "act": "assert", "mode": "indirect", "content": ["the talks failed"], **fields}


def test_words_are_found_as_whole_words() -> None:
    assert locate(TEXT, "he").start == TEXT.index("he would")
    assert locate(TEXT, Where(text="he", occurrence=2)).start == TEXT.index("he said.")
    assert locate("glued headlineBRUSSELS", "headline").start == 6
    assert locate(TEXT, (0, 2)).text == "He"
    assert locate(TEXT, Where(start=0, end=2, text="He")).text == "He"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("war", "not in the text"),
        (Where(text="said", occurrence=9), "only 3 times"),
        (Where(text="said", occurrence=0), "counts from 1"),
        (Where(), "neither"),
        ((5, 5000), "outside"),
        (Where(start=0, end=2, text="Xx"), "is 'He' in the text"),
    ],
)
def test_words_that_are_not_there(words: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        locate(TEXT, words)


def test_occurrences_counted_from() -> None:
    read = decode_gold(gold({"counted_from": "The minister", "statements": [statement(content=["said"])]}), "g.json")
    located = place_gold(read.documents[0], TEXT).statements
    assert located is not None
    assert located[0].content[0].start == TEXT.index("said he")


@pytest.mark.parametrize(
    ("document", "parts"),
    [
        ({"statements": [statement(act="grumble")]}, ["g.json", "a.txt", "statements[0].act"]),
        ({"statements": [statement(cuee="said")]}, ["g.json", "a.txt", "cuee"]),
        ({"statements": [statement(content=[])]}, ["g.json", "a.txt", "statement 1", "no content"]),
        ({"statements": [statement(parent="p")]}, ["g.json", "a.txt", "statement 1", "'p'"]),
        ({"statements": [statement(id="p"), statement(id="p")]}, ["a.txt", "statement 2", "twice"]),
        ({"statements": [statement(spoken="last week")]}, ["a.txt", "statement 1", "EDTF"]),
        ({"events": [{"type": "CONSULT", "trigger": "talks", "happened": "2021-13"}]}, ["a.txt", "event 1", "EDTF"]),
        ({"dateline": {"value": "soon"}}, ["a.txt", "dateline", "EDTF"]),
        ({"file": None}, ["g.json", "neither"]),
    ],
)
def test_errors_name_file_document_and_item(document: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(GoldError) as error:
        decode_gold(gold(document), "g.json")
    assert all(part in str(error.value) for part in parts), str(error.value)


def test_words_not_in_the_document_are_named() -> None:
    read = decode_gold(gold({"statements": [statement(), statement(cue="shouted")]}), "g.json")
    with pytest.raises(GoldError, match=r"g\.json: a\.txt: statement 2, cue: the words 'shouted' stand not"):
        place_gold(read.documents[0], TEXT, "g.json")


def test_another_text_is_refused_by_its_digest() -> None:
    read = decode_gold(gold({"sha256": digest("other")}), "g.json")
    with pytest.raises(GoldError, match="SHA-256"):
        place_gold(read.documents[0], TEXT)


def test_furniture_that_a_reader_dropped_may_be_missing() -> None:
    segments = [{"role": "furniture", "text": "Log in", "optional": True}]
    read = decode_gold(gold({"segments": segments}), "g.json")
    assert place_gold(read.documents[0], TEXT).segments == ()


def test_a_document_is_found_by_digest_before_name() -> None:
    read = decode_gold(gold({"sha256": digest(TEXT)}), "g.json").documents[0]
    given = {"x/a.txt": 1, "y/b.txt": 2}
    assert find_document(read, given, {digest(TEXT): "y/b.txt"}) == 2
    assert find_document(read, given, {}) == 1
    assert find_document(read, {"x/ba.txt": 3}, {}) is None


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        read_gold(tmp_path / "none.json")
    (tmp_path / "bad.json").write_bytes(b"{]")
    with pytest.raises(GoldError, match=r"bad\.json"):
        read_gold(tmp_path / "bad.json")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-12-24", ("2021-12-24", "2021-12-24")),
        ("2021-12-17~", ("2021-12-17", "2021-12-17")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2021", ("2021-01-01", "2021-12-31")),
        ("2021-W51", ("2021-12-20", "2021-12-26")),
        ("2021-12-16/2021-12-21", ("2021-12-16", "2021-12-21")),
        ("2021-12/..", ("2021-12-01", None)),
        ("../2021-12", (None, "2021-12-31")),
        ("[2021-12-23,2021-12-30]", ("2021-12-23", "2021-12-30")),
    ],
)
def test_bounds(value: str, expected: tuple[str | None, str | None]) -> None:
    assert bounds(value) == expected


@pytest.mark.parametrize("value", ["", "2021-02-30", "2021-13", "2021-W60", "yesterday", "24.12.2021"])
def test_not_edtf(value: str) -> None:
    with pytest.raises(ValueError):
        bounds(value)
