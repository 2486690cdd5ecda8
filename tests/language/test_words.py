"""Words, their offsets, and the marks that lower-casing loses."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.language.words import Vocabulary, read_words

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *string.ascii_lowercase, *(f"##{c}" for c in string.ascii_lowercase)]
VOCABULARY = Vocabulary([*PIECES, "min", "##ister", "minister", '"', "“", "”", "'", "."])


def test_the_longest_piece_wins() -> None:
    assert VOCABULARY.pieces("Minister") == (VOCABULARY._ids["minister"],)
    assert VOCABULARY.pieces("ministers") == (VOCABULARY._ids["minister"], VOCABULARY._ids["##s"])


def test_accents_and_unknown_letters_do_not_stop_the_reader() -> None:
    assert VOCABULARY.pieces("Erdoğan") == VOCABULARY.pieces("erdogan")
    assert VOCABULARY.pieces("外") == (VOCABULARY.unknown,)
    assert VOCABULARY.pieces("a" * 101) == (VOCABULARY.unknown,)


@given(st.text(max_size=300))
def test_words_are_cut_from_the_text_in_order(text: str) -> None:
    words = read_words(text, [(0, len(text))], VOCABULARY)
    position = 0
    for start, end, pieces in zip(words.starts, words.ends, words.pieces, strict=True):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip("_") or text[position:start].isspace() or "_" in text[position:start]
        assert pieces
        position = end


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“We agree,” he said.", [3, 1, 1, 1, 4, 0, 0, 0]),
        ('"We agree," he said.', [3, 1, 1, 1, 4, 0, 0, 0]),
        ("‘We agree,’ he said.", [3, 2, 2, 2, 4, 0, 0, 0]),
        ("Tehran's envoy didn't agree.", [0] * 9),
    ],
)
def test_quotation_marks_are_followed(text: str, inside: list[int]) -> None:
    assert read_words(text, [(0, len(text))], VOCABULARY).quotes == inside


def test_a_stray_mark_ends_with_its_paragraph() -> None:
    text = 'He said "we agree.\nThey left.'
    words = read_words(text, [(0, 18), (19, 29)], VOCABULARY)
    assert words.quotes[-3:] == [0, 0, 0]
    assert words.paragraphs == [0] * 6 + [1] * 3
    assert words.places[0] == words.places[6] == 3
