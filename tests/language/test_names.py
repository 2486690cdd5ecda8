"""The reader of names: marks laid over words, scores turned into names."""

from __future__ import annotations

import numpy as np
import pytest

from verbale.language.names import MARKS, TYPES, NameReader, Names, decode, spread
from verbale.language.windows import Window
from verbale.language.words import Words


def _words(text: str) -> Words:
    words = Words()
    at = 0
    for word in text.split(" "):
        words.starts.append(at)
        words.ends.append(at + len(word))
        words.shapes.append(int(word[0].isupper()))
        at += len(word) + 1
    words.pieces = [(1,)] * len(words.starts)
    return words


def _scores(tags: list[str]) -> np.ndarray:
    scores = np.zeros((len(tags), 1 + 2 * len(TYPES)), dtype=np.float32)
    for row, tag in enumerate(tags):
        if tag == "O":
            scores[row, 0] = 6
        else:
            scores[row, 1 + TYPES.index(tag[2:]) + (len(TYPES) if tag[0] == "I" else 0)] = 6
    return scores


def test_names_that_touch_are_two_and_a_stray_inside_begins_one() -> None:
    found, _, out = decode(_scores(["O", "B-PER", "I-PER", "B-LOC", "O", "I-ORG", "I-ORG"]))
    assert [(first, last, TYPES[kind]) for first, last, kind, _ in found] == [
        (1, 3, "PER"), (3, 4, "LOC"), (5, 7, "ORG"),
    ]  # fmt: skip
    assert all(probability > 0.9 for *_, probability in found)
    assert out[0] > 0.9 > 0.1 > out[1]


def test_a_name_is_of_the_type_that_its_words_agree_on() -> None:
    scores = _scores(["B-ORG", "I-LOC", "I-LOC"])
    scores[0, 1 + TYPES.index("LOC")] = 5.5
    found, _, _ = decode(scores)
    assert [(first, last, TYPES[kind]) for first, last, kind, _ in found] == [(0, 3, "LOC")]
    assert found[0][3] < 0.5


def test_marks_go_to_the_words_that_begin_inside_them() -> None:
    words = _words("Envoy Tamar Beridze of Georgia")
    table = spread(words, [(6, 11, 0b101), (12, 19, 1 << (MARKS - 1)), (23, 30, 2)])
    assert [row.nonzero()[0].tolist() for row in table] == [[], [0, 2], [MARKS - 1], [], [1]]


def test_windows_are_read_one_at_a_time_and_offsets_are_the_documents() -> None:
    words = _words("Tamar Beridze met Omar Diallo")
    seen: list[int] = []

    def network(states: np.ndarray, shapes: np.ndarray, marks: np.ndarray) -> np.ndarray:
        seen.append(len(states))
        return _scores(["B-PER", "I-PER", "O"][: len(states)] if len(states) == 3 else ["B-PER", "I-PER"])

    def states(window: Window) -> np.ndarray:
        return np.zeros((window.last - window.first, 4), dtype=np.float32)

    names = NameReader(network).read(words, [Window(0, 3), Window(3, 5)], states, [])
    assert seen == [3, 2]
    assert [(name.start, name.end, name.type) for name in names.found] == [(0, 13, "PER"), (18, 29, "PER")]
    assert names.plain(14, 17) > 0.9
    assert names.plain(6, 17) < 0.1


@pytest.mark.parametrize("span", [(0, 1), (3, 4)])
def test_a_span_outside_all_words_is_not_called_plain(span: tuple[int, int]) -> None:
    assert Names((), (), ()).plain(*span) == 0.0
