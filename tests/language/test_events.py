"""The reader of events: which words of a sentence it is given, and what becomes of its scores."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from verbale.language import load
from verbale.language.event_read import NOT_READ, OUTPUTS, STATUSES, TYPES, EventRead
from verbale.language.events import (
    ACTOR,
    OTHER,
    RECIPIENT,
    TRIGGER,
    EventReader,
    Place,
    Sheet,
    laid_out,
    lay_out,
    load_events,
    read_events,
)
from verbale.language.windows import cut_windows
from verbale.language.words import read_words
from verbale.model import EventType, Status


def _at(text: str, words: str) -> tuple[tuple[int, int], ...]:
    start = text.index(words)
    return ((start, start + len(words)),)


def _sheet(text: str, sentences: list[tuple[int, int]], place: Place) -> tuple[list[str], list[int]]:
    words = read_words(text, sentences, load().vocabulary)
    (window,) = cut_windows(words)
    sheet = lay_out(words, window, place)
    return [text[words.starts[w] : words.ends[w]] for w in sheet.words], sheet.roles.tolist()


def test_types_are_those_of_the_model_and_none() -> None:
    assert TYPES[0] == "NONE"
    assert set(TYPES[1:]) == set(get_args(EventType))


def test_the_words_of_its_own_sentence_with_their_roles() -> None:
    text = "It rained. Two Kenyan pilots thanked the harbour master of Oslo. Nobody else spoke."
    sentences = [(0, 10), (11, 64), (65, len(text))]
    place = Place(_at(text, "Two Kenyan pilots"), _at(text, "thanked"), _at(text, "the harbour master"))
    words, roles = _sheet(text, sentences, place)
    assert words == ["Two", "Kenyan", "pilots", "thanked", "the", "harbour", "master", "of", "Oslo", "."]
    assert roles == [ACTOR] * 3 + [TRIGGER] + [RECIPIENT] * 3 + [OTHER] * 3


def test_of_a_long_sentence_the_words_about_the_marks() -> None:
    text = "rain " * 90 + "Oslo thanked Bergen " + "wind " * 90 + "."
    place = Place(_at(text, "Oslo"), _at(text, "thanked"), _at(text, "Bergen"))
    words, roles = _sheet(text, [(0, len(text))], place)
    assert len(words) == 64
    assert [word for word, role in zip(words, roles, strict=True) if role] == ["Oslo", "thanked", "Bergen"]


def test_a_place_without_a_verb_is_read_by_its_parties() -> None:
    text = "Oslo and Bergen."
    words, roles = _sheet(text, [(0, len(text))], Place(_at(text, "Oslo"), (), _at(text, "Bergen")))
    assert roles == [ACTOR, OTHER, RECIPIENT, OTHER]
    assert words[0] == "Oslo"


def test_scores_become_a_type_and_its_share_a_status_and_how_right_the_parties_are() -> None:
    scores = np.zeros(OUTPUTS, dtype=np.float32)
    scores[TYPES.index("AID")] = np.log(16.0)
    scores[len(TYPES) + STATUSES.index("denied")] = np.log(3.0)
    scores[-2:] = np.log(9.0), -np.log(9.0)
    seen = []

    def network(states: np.ndarray, roles: np.ndarray) -> np.ndarray:
        seen.append((states.shape, roles.tolist()))
        return scores

    sheet = Sheet(np.arange(2), np.array([ACTOR, TRIGGER]))
    read = EventReader(network).read(np.zeros((2, 384), dtype=np.float32), sheet)
    assert (read.type, read.probability, read.none) == ("AID", 0.5, round(1 / 32, 3))
    assert (read.status, read.sure) == ("denied", 0.5)
    assert (read.actor, read.recipient) == (0.9, 0.1)
    assert seen == [((2, 384), [1, 2])]


def test_statuses_are_those_of_the_model() -> None:
    assert set(STATUSES) == set(get_args(Status))
    assert EventRead(0, 1.0).type == "NONE"


def test_nothing_asked_nothing_read() -> None:
    assert read_events("Oslo thanked Bergen.", [(0, 20)], []) == ()
    assert laid_out("", [], []) == []


def test_a_folder_without_weights_tells_no_events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_events(tmp_path) is None
    monkeypatch.setattr("verbale.language.events.load_events", lambda: None)
    text = "Oslo thanked Bergen."
    place = Place(_at(text, "Oslo"), _at(text, "thanked"), _at(text, "Bergen"))
    assert read_events(text, [(0, len(text))], [place]) == (NOT_READ,)


CASES = [
    ("{The Kyrgyz president} <dined> with (the Uzbek ambassador) in Osh.", "CONSULT"),
    ("{Separatists} <ambushed> a column of (Senegalese soldiers) at dawn.", "ASSAULT"),
    ("{Police in Lusaka} <jailed> (forty Zambian students) for a week.", "COERCE"),
    ("{The governor} <denounced> (the Chilean navy) as a gang of thieves.", "ACCUSE"),
    ("{The king} <wore> a scarf that (the Bhutanese) had given him.", "NONE"),
]


@pytest.mark.skipif(load_events() is None, reason="no weights of the reader of events")
@pytest.mark.parametrize(("marked", "kind"), CASES)
def test_plain_cases(marked: str, kind: str) -> None:
    text, at, opened = "", {}, 0
    for letter in marked:
        if letter in "{<(":
            opened = len(text)
        elif letter in "}>)":
            at[letter] = ((opened, len(text)),)
        else:
            text += letter
    (read,) = read_events(text, [(0, len(text))], [Place(at["}"], at[">"], at[")"])])
    assert read.type == kind
    assert 0.3 < read.probability <= 1.0


@pytest.mark.skipif(load_events() is None, reason="no weights of the reader of events")
def test_the_same_alone_and_among_others() -> None:
    text = "Oslo thanked Bergen. Rome scolded Turin. Lima armed Cusco."
    sentences = [(0, 20), (21, 40), (41, len(text))]
    places = [
        Place(_at(text, a), _at(text, v), _at(text, b))
        for a, v, b in (("Oslo", "thanked", "Bergen"), ("Rome", "scolded", "Turin"), ("Lima", "armed", "Cusco"))
    ]
    together = read_events(text, sentences, places)
    assert together == tuple(read_events(text, sentences, [place])[0] for place in places)
