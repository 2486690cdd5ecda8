"""Windows cover every word once and fit the encoder."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language.test_words import VOCABULARY
from verbale.language.windows import cut_windows, feed
from verbale.language.words import read_words


@settings(max_examples=60)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=30), st.integers(8, 64), st.data())
def test_every_word_stands_in_one_window(sizes: list[int], budget: int, data: st.DataObject) -> None:
    text, sentences = "", []
    for size in sizes:
        begin = len(text)
        text += " ".join(["minister"] * size)
        sentences.append((begin, len(text)))
        text += data.draw(st.sampled_from([" ", "\n"]))
    words = read_words(text, sentences, VOCABULARY)
    windows = cut_windows(words, budget)
    assert [windows[0].first, windows[-1].last] == [0, len(words)]
    assert all(a.last == b.first for a, b in pairwise(windows))
    for window in windows:
        given_ = feed(words, window, VOCABULARY, budget)
        assert len(given_.ids) <= budget
        assert len(given_.heads) == window.last - window.first


def test_a_window_ends_with_a_paragraph_where_it_can() -> None:
    lines = ["minister " * 9 + "minister."] * 8
    text = "\n".join(" ".join([line, line]) for line in lines)
    sentences = []
    position = 0
    for line in text.split("\n"):
        middle = position + len(lines[0])
        sentences += [(position, middle), (middle + 1, position + len(line))]
        position += len(line) + 1
    words = read_words(text, sentences, VOCABULARY)
    for window in cut_windows(words, 60)[:-1]:
        assert words.paragraphs[window.last] != words.paragraphs[window.last - 1]
