"""Acts: what a report does, as the shipped network tells it."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from verbale.language import Piece, load
from verbale.language.act_words import BUCKETS, buckets
from verbale.language.acts import (
    ACTS,
    CONTENT,
    CUE,
    LONGEST_MATTER,
    NOT_READ,
    SOURCE,
    Roles,
    Told,
    cue_words,
    flags_of,
    lay_out,
    matter_in,
)
from verbale.language.windows import cut_windows
from verbale.language.words import read_words
from verbale.model import Act


def _at(text: str, words: str) -> tuple[Piece, ...]:
    start = text.index(words)
    return ((start, start + len(words)),)


CASES = [
    ("The harbour master", "demanded", "the release of both tugs", "demand"),
    ("Lisbon", "denied", "that its pilots had crossed the strait", "deny"),
    ("The envoy", "accused", "the islanders of cutting the cable", "accuse"),
    ("The premier", "turned down", "the invitation to the summit", "refuse"),
    ("The delegation", "hailed", "the lighthouse treaty as a triumph", "praise"),
    ("The admiral", "threatened", "to sink any dredger that came back", "threaten"),
    ("The mediators", "proposed", "a joint survey of the reef", "propose"),
    ("Our ministry", "pledged", "to reopen the ferry line by spring", "promise"),
]


@pytest.mark.parametrize(("source", "cue", "content", "act"), CASES)
def test_plain_cases(source: str, cue: str, content: str, act: str) -> None:
    text = f"{source} {cue} {content}."
    roles = Roles(_at(text, source), _at(text, cue), _at(text, content))
    (found,) = load().acts(text, [(0, len(text))], [roles])
    assert ACTS[found.read.act] == act
    assert 0.3 < found.read.probability <= 1.0


def test_the_content_decides_where_the_verb_does_not() -> None:
    text = "“We will never accept these terms,” the governor said. “The other side must withdraw at once,” he said."
    first, second = text.index("”"), text.rindex("”")
    many = [
        Roles(_at(text, "the governor"), _at(text, "said"), ((1, first),)),
        Roles(_at(text, "he said")[:0], (), ((text.rindex("“") + 1, second),)),
    ]
    sentences = [(0, text.index("said.") + 5), (text.rindex("“"), len(text))]
    assert [ACTS[one.read.act] for one in load().acts(text, sentences, many)] == ["refuse", "demand"]


def test_the_acts_are_those_of_the_vocabulary() -> None:
    assert sorted(ACTS) == sorted(get_args(Act))


def test_alone_and_after_the_tagger_are_the_same() -> None:
    paragraph = (
        "The consul warned that the dykes would break. “Nobody asked us,” said the mayor, who rejected the plan. "
    )
    text = "\n\n".join(paragraph * 3 for _ in range(12))
    sentences: list[Piece] = []
    start = 0
    for line in text.split("\n\n"):
        sentences.append((start, start + len(line)))
        start += len(line) + 2
    tagger = load()
    found = tagger.tag_document(text, sentences)
    many = [Roles(one.source, one.cue, one.content) for one in found]
    assert len(many) > 20
    after = tagger.acts(text, sentences, many)
    tagger.tag_document("Nothing here.", [(0, 13)])
    assert tagger.acts(text, sentences, many) == after
    assert tuple(tagger.acts(text, sentences, [one])[0] for one in many) == after


def test_the_matter_is_the_likeliest_stretch_of_words() -> None:
    scores = np.full((6, 2), -3.0, np.float32)  # none, then five words
    scores[3, 0] = scores[4, 1] = 2.0
    assert matter_in(scores) == (2, 3)
    scores[0] = 5.0
    assert matter_in(scores) is None
    backward = np.full((8, 2), -3.0, np.float32)
    backward[6, 0] = backward[2, 1] = 4.0  # an end before its beginning is no stretch
    first, last = matter_in(backward) or (0, -1)
    assert first <= last < first + LONGEST_MATTER
    assert matter_in(np.zeros((1, 2), np.float32)) is None


MATTERS = [
    ("Norland", "demanded", "that the neighbours lift the grain embargo before Friday", "grain embargo"),
    ("The foreign minister", "rejected", "any talks on the Sund bridge tolls", "bridge tolls"),
    ("Our government", "offered", "to release the captured sailors if the fleet turns back", "sailors"),
]


@pytest.mark.parametrize(("source", "cue", "content", "matter"), MATTERS)
def test_the_words_of_the_matter_are_told(source: str, cue: str, content: str, matter: str) -> None:
    text = f"{source} {cue} {content}."
    (found,) = load().acts(text, [(0, len(text))], [Roles(_at(text, source), _at(text, cue), _at(text, content))])
    assert found.matter is not None
    start, end = found.matter
    assert text[start:end].endswith(matter.split()[-1])


def test_words_outside_all_sentences_do_no_harm() -> None:
    tagger = load()
    roles = Roles((), (), ((0, 4),))
    assert tagger.acts("", [], [roles]) == (Told(NOT_READ),)
    assert tagger.acts("said", [], [roles]) == (Told(NOT_READ),)
    assert tagger.acts("said", [(0, 4)], []) == ()
    (found,) = tagger.acts("He said no.", [(0, 11)], [Roles((), ((50, 60),), ((70, 90),))])
    assert 0 <= found.read.act < len(ACTS)


def test_a_long_content_is_cut_and_the_speaker_is_still_read() -> None:
    text = "“" + "The water is ours. " * 60 + "”, the miller shouted."
    roles = Roles(_at(text, "the miller"), _at(text, "shouted"), ((1, text.index("”")),))
    words = read_words(text, [(0, len(text))], load().vocabulary)
    (window, *_) = [w for w in cut_windows(words) if w.last == len(words)]
    sheet = lay_out(text, words, window, roles)
    assert len(sheet.words) == len(sheet.roles) <= 64
    assert {SOURCE, CUE, CONTENT} <= set(sheet.roles.tolist())
    assert sorted(sheet.words.tolist()) == sheet.words.tolist()


def test_the_lexicon_speaks_through_flags() -> None:
    text = "The board ruled out a sale that must not happen."
    roles = Roles(_at(text, "The board"), _at(text, "ruled out"), _at(text, "a sale that must not happen"))
    flags = flags_of(text, roles)
    assert cue_words(text, roles) == ["ruled", "out"]
    assert flags[ACTS.index("refuse")] == 1.0
    assert flags[len(ACTS) + ACTS.index("demand")] == 1.0


def test_rows_of_the_table_are_the_same_in_every_process() -> None:
    rows = buckets("said", "No, never", True, ["assert"])
    assert rows == sorted(set(rows))
    assert all(0 <= row < BUCKETS for row in rows)
    assert rows == buckets("said", "No, never", True, ["assert"])
    assert rows != buckets("denied", "No, never", True, ["deny"])
