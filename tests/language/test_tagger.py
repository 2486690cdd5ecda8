"""The shipped tagger: what it promises whoever calls it, whatever the text."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language.marked import marked_documents
from verbale.language import Piece, TaggedAttribution, load

TEXT = (
    "The inspectors left on Friday, Iran's foreign minister said on Sunday.\n\n"
    "“The agreement was signed once. It will not be signed twice,” Hossein Amir-Abdollahian told the official news "
    "agency. “Those who left it know the way back.”\n\n"
    "Washington has repeatedly denied that it added demands. A State Department spokesman said Tehran had accused "
    "the mediators of bias."
)
SENTENCES: list[Piece] = []
_start = 0
for _line in TEXT.split("\n\n"):
    SENTENCES.append((_start, _start + len(_line)))
    _start += len(_line) + 2


def _texts(pieces: tuple[Piece, ...]) -> list[str]:
    return [TEXT[start:end] for start, end in pieces]


@pytest.fixture(scope="module")
def found() -> tuple[TaggedAttribution, ...]:
    return load().tag_document(TEXT, SENTENCES)


def test_speakers_cues_and_contents_are_linked(found: tuple[TaggedAttribution, ...]) -> None:
    by_speaker = {_texts(one.source)[0]: one for one in found if one.source}
    assert _texts(by_speaker["Iran's foreign minister"].content) == ["The inspectors left on Friday"]
    quoted = by_speaker["Hossein Amir-Abdollahian"]
    assert _texts(quoted.content) == [
        "“The agreement was signed once. It will not be signed twice,”",
        "“Those who left it know the way back.”",
    ]
    assert "told" in _texts(quoted.cue)[0]
    assert "denied" in _texts(by_speaker["Washington"].cue)[0]


def test_a_report_in_a_report_has_depth(found: tuple[TaggedAttribution, ...]) -> None:
    inner = [one for one in found if one.depth]
    surest = max(inner, key=lambda one: one.probability)
    assert _texts(surest.source) == ["Tehran"]
    assert "accused" in _texts(surest.cue)[0]
    assert surest.again  # the first reading passes over it


def test_pieces_are_ordered_and_hold_whole_words(found: tuple[TaggedAttribution, ...]) -> None:
    for one in found:
        assert one.content
        assert 0.0 <= one.probability <= 1.0
        for pieces in (one.cue, one.source, one.content):
            assert all(a[1] <= b[0] for a, b in pairwise(pieces))
            for start, end in pieces:
                assert start < end
                assert "\n" not in TEXT[start:end]
                assert not (start and TEXT[start - 1].isalnum() and TEXT[start].isalnum())
                assert not (end < len(TEXT) and TEXT[end - 1].isalnum() and TEXT[end].isalnum())


def _read_all(texts: list[str]) -> list[tuple[TaggedAttribution, ...]]:
    return load().tag(texts)


def test_the_company_a_text_keeps_changes_nothing() -> None:
    texts = [text for text, _gold in marked_documents()]
    alone = [load().tag([text])[0] for text in texts]
    assert load().tag(texts) == alone
    assert load().tag(texts[::-1]) == alone[::-1]
    with ProcessPoolExecutor(2) as pool:
        halves = list(pool.map(_read_all, [texts[::2], texts[1::2]]))
    assert halves[0] == alone[::2]
    assert halves[1] == alone[1::2]


def test_where_a_text_stands_changes_only_its_offsets() -> None:
    shifted = load().tag_document("\n" * 7 + TEXT, [(start + 7, end + 7) for start, end in SENTENCES])
    plain = load().tag_document(TEXT, SENTENCES)
    assert [[(s - 7, e - 7) for s, e in one.content] for one in shifted] == [list(one.content) for one in plain]
    assert [one.probability for one in shifted] == [one.probability for one in plain]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400))
def test_no_text_is_refused(text: str) -> None:
    for one in load().tag([text])[0]:
        for start, end in (*one.cue, *one.source, *one.content):
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("text", ["", " \n\n ", "\x00\x01", "a" * 5000, "“" * 3000, "said " * 3000, "\u0301" * 50])
def test_odd_texts(text: str) -> None:
    assert isinstance(load().tag([text])[0], tuple)


def test_it_loads_quickly_and_without_torch() -> None:
    code = (
        "import time, sys; begin = time.perf_counter(); from verbale.language import load; load();"
        "print(time.perf_counter() - begin); sys.exit('torch' in sys.modules)"
    )
    seconds = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        seconds.append(float(done.stdout))
        time.sleep(0.1)
    assert min(seconds) < 1.0
