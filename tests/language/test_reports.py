"""The reader of reports: how a passage is laid out for it, and that an answer hangs on the two reports alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from verbale.collation.sense import FIGURES
from verbale.language.encoder import load_encoder
from verbale.language.reports import AFTER, BEFORE, CONTENT, CUE, SPEAKER, Mark, Reader, Report, lay_out, load_reports

NOTHING_KNOWN = [0.0] * (len(FIGURES) + 1)


def _marked(text: str) -> tuple[str, list[Mark]]:
    """Return a passage without its brackets: [speaker], {cue}, <content>."""
    marks: list[Mark] = []
    plain = ""
    opened: list[tuple[int, int]] = []
    for letter in text:
        if letter in "[{<":
            opened.append((len(plain), {"[": SPEAKER, "{": CUE, "<": CONTENT}[letter]))
        elif letter in "]}>":
            start, role = opened.pop()
            marks.append((start, len(plain), role))
        else:
            plain += letter
    end = max(stop for _, stop, role in marks if role == CONTENT) if marks else 0
    return plain, [(end, len(plain), AFTER), *marks]


@pytest.fixture(scope="module")
def reader() -> Reader:
    found = load_reports()
    assert found is not None
    return found


def _read(reader: Reader, text: str) -> Report:
    report = reader.read(*_marked(text))
    assert report is not None
    return report


FERRY = "Earlier [Ana Duarte] {said} that <the ferry would sail again in spring>, if nothing broke."
FERRY_TOO = "<Boats will cross the strait once more from March>, {according to} [the minister]."
FISH = "[Ana Duarte] {said} <quotas for cod had been cut by a third>."


def test_each_word_is_told_what_it_is() -> None:
    encoder = load_encoder()
    assert encoder is not None
    sheet = lay_out(encoder, *_marked(FERRY))
    assert sheet is not None
    roles = sheet.roles.tolist()
    assert roles[0] == BEFORE
    assert roles[1:4] == [SPEAKER, SPEAKER, CUE]
    assert roles[4] == BEFORE
    assert roles[5:12] == [CONTENT] * 7
    assert set(roles[12:]) == {AFTER}
    assert sheet.states.shape == (len(roles), 384)
    assert sheet.pieces.shape == (len(roles),)


def test_of_a_long_report_so_many_words_are_read() -> None:
    encoder = load_encoder()
    assert encoder is not None
    passage = "word " * 100 + "tide " * 200 + "rest " * 50
    sheet = lay_out(encoder, passage, [(500, 1500, CONTENT)])
    assert sheet is not None
    assert sheet.roles.tolist() == [BEFORE] * 24 + [CONTENT] * 64
    tail = lay_out(encoder, passage, [(500, 550, CONTENT), (550, len(passage), AFTER)])
    assert tail is not None
    assert tail.roles.tolist() == [BEFORE] * 24 + [CONTENT] * 10 + [AFTER] * 10


@pytest.mark.parametrize("passage", ["", "   ", "No word of it is marked."])
def test_where_nothing_is_said_there_is_nothing_to_read(reader: Reader, passage: str) -> None:
    assert reader.read(passage, []) is None
    assert reader.read(passage, [(900, 950, CONTENT), (-5, 0, CONTENT)]) is None


def test_an_answer_hangs_on_the_two_reports_alone(reader: Reader) -> None:
    one, other = _read(reader, FERRY), _read(reader, FERRY_TOO)
    before = reader.compare(one, other, NOTHING_KNOWN)
    _read(reader, FISH)
    reader.compare(one, _read(reader, FISH), NOTHING_KNOWN)
    assert reader.compare(_read(reader, FERRY), _read(reader, FERRY_TOO), NOTHING_KNOWN) == before
    assert abs(reader.compare(other, one, NOTHING_KNOWN) - before) < 0.01


def test_what_is_said_in_other_words_is_nearer_than_what_is_not(reader: Reader) -> None:
    mines = _read(reader, "[Ana Duarte] {said} that <the ferry line would reopen once the mines had been cleared>.")
    too = _read(reader, "“<We will not open the line before the last mine is gone>,” [Duarte] {said}.")
    money = _read(reader, "[Duarte] {said} <the ferry line had lost eight million euros last year>.")
    assert reader.compare(mines, too, NOTHING_KNOWN) > 5 * reader.compare(mines, money, NOTHING_KNOWN)


def test_rows_have_the_widths_that_are_told(reader: Reader) -> None:
    report = _read(reader, FERRY)
    words = len(report.pieces)
    assert report.keys.shape == report.values.shape == (words, 128)
    assert report.weights.shape == (words,)
    assert np.allclose(np.linalg.norm(report.keys, axis=1), 1, atol=1e-4)
    assert report.said.sum() == 7


def test_without_weights_there_is_no_reader(tmp_path: Path) -> None:
    assert load_reports(tmp_path) is None
