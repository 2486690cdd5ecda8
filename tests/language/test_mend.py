"""Pieces end at words, with their quotation marks."""

from __future__ import annotations

import pytest

from verbale.language.mend import trimmed, whole_words, with_marks


@pytest.mark.parametrize(
    ("text", "piece", "expected"),
    [
        ("They will co-operate now", "operate", "co-operate"),
        ("Putin's aide spoke", "Putin", "Putin"),
        ("The envoys' plan", "envoys", "envoys"),
        ("a cease-fire deal", "cease", "cease-fire"),
        ("plain words here", "words", "words"),
    ],
)
def test_whole_words(text: str, piece: str, expected: str) -> None:
    start = text.rindex(piece)
    a, b = whole_words(text, start, start + len(piece), 0, len(text))
    assert text[a:b] == expected


@pytest.mark.parametrize(
    ("text", "piece", "expected"),
    [
        ("“We will go,” he said", "We will go,”", "“We will go,”"),
        ("“We will go,” he said", "“We will go", "“We will go,”"),
        ('"We will go," he said', "We will go", "We will go"),
        ('"Go." he said', '"Go.', '"Go."'),
        ("it was a “grave error”.", "it was a “grave error", "it was a “grave error”"),
        ("He said go", "go", "go"),
        ("so-called “peace” plan", "peace", "“peace”"),
    ],
)
def test_marks_come_in_pairs(text: str, piece: str, expected: str) -> None:
    start = text.index(piece)
    a, b = with_marks(text, start, start + len(piece), 0, len(text))
    assert text[a:b] == expected


def test_margins() -> None:
    text = ", that they left, "
    assert trimmed(text, 0, len(text)) == (2, 16)
    assert trimmed("— , ", 0, 4) is None
