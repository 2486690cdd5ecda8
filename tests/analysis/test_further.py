"""Issues of statements that speak of what nobody else does, of what they only point at, and what a content is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import verbale
from verbale.analysis.pointing import points
from verbale.analysis.positions import Voices
from verbale.analysis.stances import is_said
from verbale.analysis.terms import WORD, head_of
from verbale.analysis.things import names_in, things_in
from verbale.record import Record


def _names(content: str) -> list[str]:
    return [thing.name for thing in things_in(content)]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("to halt construction on the reef", ["construction", "reef"]),
        ("to collaborate", []),
        ("the Norland government must end its surveillance patrols", ["surveillance patrols"]),
        ("military restraint", ["military restraint"]),
        ("to close Norland’s consulate", ["consulate"]),
        ("not to give in to aggression", ["aggression"]),
        ("Norland rejects any unilateral steps", ["unilateral steps"]),
        ("an international security agreement Norland signed", ["security agreement"]),
        ("firm, legally binding guarantees", ["binding guarantees"]),
        ("a 90-day trade truce", ["trade truce"]),
        ("the proposal", []),
        ("Norland’s proposal", ["Norland’s proposal"]),
        ("to use 5G networks", ["5G networks"]),
    ],
)
def test_things_are_named_and_verbs_are_not(content: str, names: list[str]) -> None:
    assert _names(content) == names


def test_what_a_statement_only_adds_is_not_what_it_is_about() -> None:
    assert "embargo" not in _names("heavy penalties will follow quickly because of the embargo")
    head = head_of(WORD.findall("If Norland closes the strait, it will face heavy penalties"))
    assert head == ["it", "will", "face", "heavy", "penalties"]
    assert head_of(WORD.findall("tolls will stay in place as long as the lock is shut"))[-1] == "place"


def test_names_behind_small_words_are_a_last_resort() -> None:
    assert [thing.name for _, thing in names_in("to stay out of Ruritania")] == ["Ruritania"]
    assert not names_in("Ruritania should leave")


def test_words_that_only_point() -> None:
    assert points("the accusations")
    assert points("it")
    assert not points("the embargo")
    assert not points("there would be tolls on timber in the north")


ARTICLES = {
    "a.txt": "RIVERTOWN, March 4, 2019 (Courier) - Iran demanded the withdrawal of foreign warships from the strait on Monday.\n\n"
    "Turkey called for a maritime court.\n\nFrance rejected the demand.\n\nBrazil offered helicopters.\n",
    "b.txt": "RIVERTOWN, March 5, 2019 (Courier) - France refused a maritime court on Tuesday.\n\n"
    "Japan urged Iran to collaborate.\n",
}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder: Path = tmp_path_factory.mktemp("further")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with verbale.open(tmp_path_factory.mktemp("record") / "r.db") as opened:
        opened.build(folder)
        yield opened


def test_a_position_that_nobody_shares_has_an_issue_of_its_own(record: Record) -> None:
    facts = record.facts
    voices = Voices(facts)
    issues = {issue.id: issue for issue in record.issues()}
    placed = {p.statement_id: issues[p.issue_id].name for p in record.placed()}
    told = {
        s.content: placed.get(s.id)
        for s in facts.said
        if s.speaker_id and voices.stance(s)[0] != "states" and is_said(s, voices.stance(s)[0])
    }
    assert told, "no stance was read"
    for content, issue in told.items():
        if "court" in content:
            assert issue is not None
            assert "court" in issue
        if content == "to collaborate":
            assert issue == "collaborate"  # a verb, where no noun names it
    counted = {name: sum(1 for held in placed.values() if held == name) for name in set(placed.values())}
    assert all(issue.statements == counted[issue.name] for issue in issues.values())
