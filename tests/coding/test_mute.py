"""Reports that nobody made: mute things, duties to speak, silence, titles, nouns that look like reporting words."""

from __future__ import annotations

import pytest

from verbale.coding.attributions.cues import find_cues, is_no_verb
from verbale.coding.attributions.found import Found, Page
from verbale.coding.attributions.mute import is_due, is_mute, is_silence, is_title
from verbale.coding.attributions.unsaid import is_deed, is_supposed
from verbale.coding.draft import Draft, Sentence
from verbale.coding.tokens import tokens
from verbale.model import Document


def _page(text: str) -> Page:
    draft = Draft(Document(id="d", text=text, language="en"))
    draft.sentences = [Sentence(0, len(text), 0, "body")]
    return Page(draft, [])


def _found(page: Page, speaker: str | None, cue: str, content: str, mode: str = "indirect") -> Found:
    text = page.draft.text
    start = text.index(speaker) if speaker else 0
    at = text.index(cue, start if speaker else 0)
    said = text.index(content, at)
    return Found(
        mode=mode,  # type: ignore[arg-type]
        act="assert",
        content=[(said, said + len(content))],
        cue=[(at, at + len(cue))],
        speaker=(start, start + len(speaker)) if speaker else None,
        rule="test",
        confidence=0.7,
        sentence=0,
    )


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content", "mute"),
    [
        ("The crisis at Vell has revealed that the pact is weak.", "The crisis at Vell", "has revealed", "the pact is weak", True),
        ("Tensions threaten to spread to the coast.", "Tensions", "threaten", "to spread to the coast", True),
        ("The resignations of envoys showed how deep it is.", "The resignations of envoys", "showed", "how deep", True),
        ("An envoy to a war zone revealed that the pact is weak.", "An envoy to a war zone", "revealed", "the pact is weak", False),
        ("Peter Rise revealed that the pact is weak.", "Peter Rise", "revealed", "the pact is weak", False),
        ("Tensions over Vell, which has demanded relief, rose.", "Tensions", "has demanded", "relief", False),
        ("The figures show that the pact is weak.", "The figures", "show", "the pact is weak", False),
        ("The crisis underlines flaws, said Lund.", "The crisis", "said", "Lund", False),
        ("Opinion: why the dam must wait", "Opinion", ":", "why the dam must wait", True),
    ],
)  # fmt: skip
def test_what_happens_says_nothing(text: str, speaker: str, cue: str, content: str, mute: bool) -> None:
    page = _page(text)
    assert is_mute(page, _found(page, speaker, cue, content)) is mute


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content", "due"),
    [
        ("The council must demand a new survey.", "The council", "must demand", "a new survey", True),
        ("The council should now demand a new survey.", "The council", "demand", "a new survey", True),
        ("Lund needs to make clear that she will wait.", "Lund", "needs to make clear", "she will wait", True),
        ("Lund will have to propose another date.", "Lund", "will have to propose", "another date", True),
        ("The ministry has to just accept the map.", "The ministry", "has to just accept", "the map", True),
        ("Lund has refused to answer the letter.", "Lund", "has refused to answer", "the letter", False),
        ("Lund had to rebuff questions about the map.", "Lund", "had to rebuff", "questions about the map", False),
        ("We must warn that the dam leaks.", "We", "must warn", "the dam leaks", False),
        ("Lund demanded a new survey.", "Lund", "demanded", "a new survey", False),
        ("Lund said she must demand a new survey.", "Lund", "said", "she must demand a new survey", False),
    ],
)  # fmt: skip
def test_a_duty_to_speak_is_no_speech(text: str, speaker: str, cue: str, content: str, due: bool) -> None:
    page = _page(text)
    item = _found(page, speaker, cue, content)
    assert is_due(page, item) is due
    assert is_supposed(page, item) is due


@pytest.mark.parametrize(
    ("text", "cue", "content", "silent"),
    [
        ("Lund made no mention of the dam.", "made no mention of", "the dam", True),
        ("Lund has offered few details of the plan.", "has offered", "few details of the plan", True),
        ("Lund did not give any hint that she would yield.", "did not give any hint", "she would yield", True),
        ("Lund offered no apology for the flood.", "offered", "no apology for the flood", False),
        ("Lund made mention of the dam.", "made mention of", "the dam", False),
    ],
)
def test_silence_is_no_report(text: str, cue: str, content: str, silent: bool) -> None:
    page = _page(text)
    assert is_silence(page, _found(page, "Lund", cue, content)) is silent


@pytest.mark.parametrize(
    ("before", "title"),
    [
        ("She is the author of the best-selling “", True),
        ("The so-called “", True),
        ("In the 1994 comedy, “", True),
        ("The author said: “", False),
        ("Of the book he said, “", False),
    ],
)
def test_marks_behind_a_work_hold_its_title(before: str, title: bool) -> None:
    text = f"{before}The River Comes Back.”"
    assert is_title(_page(text), (len(before), len(text) - 1)) is title


@pytest.mark.parametrize(
    ("text", "form", "noun"),
    [
        ("The Gulf states have rejected the plan.", "states", True),
        ("A Norwegian state without a coast was drawn up.", "state", True),
        ("Danish support for the pact has grown.", "support", True),
        ("The press secretary waited.", "press", True),
        ("They have fears that are shared by many.", "fears", True),
        ("Both continue to keep a fleet that is idle.", "continue", True),
        ("The paper states that the dam leaks.", "states", False),
        ("Lund and Berg support the pact.", "support", False),
        ("Norway fears that the dam leaks.", "fears", False),
    ],
)
def test_a_noun_by_its_neighbours_reports_nothing(text: str, form: str, noun: bool) -> None:
    words = tokens(text, 0, len(text))
    index = next(i for i, word in enumerate(words) if word.low == form)
    assert is_no_verb(words, index) is noun
    if noun:
        assert not any(cue.first == index for cue in find_cues(words, [False] * len(words)))


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Lund imposed new tolls on the canal.", "imposed", "new tolls on the canal"),
        ("The chamber passed the bill.", "passed", "the bill"),
        ("Lund said nothing about the dam.", "said", "nothing about the dam"),
    ],
)
def test_deeds_are_no_reports(text: str, cue: str, content: str) -> None:
    page = _page(text)
    assert is_deed(page, _found(page, None, cue, content))


def test_nothing_is_agreed_is_a_report() -> None:
    page = _page("Lund said nothing is agreed before the spring.")
    assert not is_deed(page, _found(page, "Lund", "said", "nothing is agreed before the spring"))


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content", "supposed"),
    [
        ("But would Lund accept such a map?", "Lund", "accept", "such a map", True),
        ("Who will now believe that the dam holds?", "Who", "believe", "the dam holds", True),
        ("So why did Lund refuse the offer?", "Lund", "refuse", "the offer", False),
        ("No country has offered troops.", "No country", "offered", "troops", True),
        ("No Liberals backed the plan.", "No Liberals", "backed", "the plan", True),
        ("No 10 backed the plan.", "No 10", "backed", "the plan", False),
        ("Norway backed the plan.", "Norway", "backed", "the plan", False),
    ],
)
def test_a_question_and_a_nobody_say_nothing(text: str, speaker: str, cue: str, content: str, supposed: bool) -> None:
    page = _page(text)
    assert is_supposed(page, _found(page, speaker, cue, content)) is supposed
