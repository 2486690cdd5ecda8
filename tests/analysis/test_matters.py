"""What a statement is about: the words that the network named, and the things and issues made of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

import verbale
from tests.analysis.test_following import BASE
from verbale.analysis.matters import about, own_things, things_of
from verbale.analysis.things import names_in, thing_named, verb_phrase
from verbale.record import Record


@pytest.mark.parametrize(
    ("words", "name", "alone"),
    [
        ("the grain embargo", "grain embargo", "embargo"),
        ("withdrawal of troops", "withdrawal of troops", "withdrawal"),
        ("red line", "red line", "red line"),
        ("“no-entry” zone", "no-entry zone", "no-entry zone"),
        ("the Halden Straits", "Halden Straits", "Halden Straits"),
        ("fishermen’s quotas", "fishermen’s quotas", "quotas"),
        ("Tariffs On Steel", "tariffs on steel", "tariffs"),
        ("bridge tolls", "bridge tolls", "tolls"),
    ],
)
def test_a_thing_is_called_as_the_words_call_it(words: str, name: str, alone: str) -> None:
    thing = thing_named(words)
    assert thing is not None
    assert (thing.name, thing.alone) == (name, alone)


@pytest.mark.parametrize("words", ["", "the", "its own", "…", "“”"])
def test_words_that_name_nothing(words: str) -> None:
    assert thing_named(words) is None


def test_one_thing_in_other_words_has_one_head() -> None:
    heads = {thing.head for words in ("grain embargo", "embargo", "embargo on grain") if (thing := thing_named(words))}
    assert heads == {"embargo"}


def test_what_the_network_named_goes_before_what_the_words_hold() -> None:
    said = replace(BASE, content="to keep its skin in the game while the embargo lasts", matters=("embargo",))
    assert about(said) == "embargo"
    assert [thing.name for thing in things_of(said)] == ["embargo"]
    bare = replace(said, matters=())
    assert about(bare) == bare.content
    assert [thing.name for thing in things_of(bare)] == ["embargo lasts", "game"]
    # where the network saw nothing that tells, what readers never took for a matter is none
    assert [thing.name for thing in things_of(replace(said, matters=("the",)))] == ["embargo lasts"]


ARTICLE = """ANKARA, March 3, 2021 (Wire) - Turkey demanded on Wednesday that Greece lift the grain embargo.

U.S. Senator Marco Rubio demanded that Turkey return the captured tanker.

President Erdogan, backed by Russia and China, rejected the arms inspections.
"""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("matters")
    (folder / "wire.txt").write_text(ARTICLE, encoding="utf-8")
    with verbale.open(tmp_path_factory.mktemp("record") / "r.db") as opened:
        opened.build(folder)
        yield opened


def test_an_issue_is_called_by_the_words_of_its_matter(record: Record) -> None:
    shown = {(p.actor, p.issue): p.stance for p in record.positions()}
    assert shown.get(("Turkey", "grain embargo")) == "demands"


def test_a_legislator_stands_for_himself(record: Record) -> None:
    tanker = {p.actor for p in record.positions() if "tanker" in p.issue}
    assert tanker == {"Marco Rubio"}


def test_who_stands_behind_a_speaker_does_not_say_it_too(record: Record) -> None:
    assert {p.actor for p in record.positions() if "inspections" in p.issue} == {"Turkey"}


@pytest.mark.parametrize(
    ("verb", "content", "name"),
    [
        ("leave", "to leave Norland at once", "leave Norland"),
        ("isolate", "the decision would further isolate the islanders", "isolate islanders"),
        ("shoot", "it will not shoot any fishing boats", "shoot fishing boats"),
        ("leave", "to leave immediately", "leave"),
        ("leave", "they should leave it", "leave"),
        ("militias", "militias fighting in the north", "militias"),
    ],
)
def test_a_verb_that_names_a_matter_takes_what_it_is_done_to(verb: str, content: str, name: str) -> None:
    assert verb_phrase(verb, content) == name


def test_capitals_are_kept_by_names_and_short_words_alone() -> None:
    assert (thing := thing_named("CULTURAL SITES"))
    assert thing.name == "cultural sites"
    assert (thing := thing_named("NAFTA talks"))
    assert thing.name == "NAFTA talks"
    assert (thing := thing_named("AID cuts"))
    assert thing.name == "AID cuts"


@pytest.mark.parametrize("words", ["New Zealand", "New York talks", "Great Britain"])
def test_new_and_great_belong_to_the_name_behind_them(words: str) -> None:
    assert (thing := thing_named(words))
    assert thing.name == words
    if words != "New York talks":
        assert [name.name for _, name in names_in(f"to leave {words}")] == [words]
    assert [name.name for _, name in names_in("new sanctions on Iran")] == ["Iran"]


@pytest.mark.parametrize(
    ("matter", "content", "names"),
    [
        ("veto an earlier version", "to veto an earlier version of the treaty", ["earlier version"]),
        ("hammering Norland", "hammering Norland with more demands", ["Norland"]),
        ("disarmed", "The band must be disarmed", []),
        ("enforcing", "enforcing the quota", []),
        ("hit back", "to hit back with levies", []),
        ("retaliate", "to retaliate against the levies", []),
        ("engage Norland economically", "efforts to engage Norland economically", ["Norland"]),
        ("negotiating table", "to the negotiating table", ["negotiating table"]),
        ("regime change", "to seek regime change", ["regime change"]),
        ("responsible", "being responsible", []),
        ("freedom of assembly", "respect the freedom of assembly", ["freedom of assembly"]),
        ("Camp David meeting", "a Camp David meeting", ["Camp David meeting"]),
    ],
)
def test_a_matter_is_called_without_its_verb_and_an_answer_is_none(matter: str, content: str, names: list[str]) -> None:
    said = replace(BASE, content=content, matters=(matter,))
    assert [thing.name for thing in own_things(said)] == names


def test_what_readers_took_for_a_matter_goes_before_what_they_did_not() -> None:
    said = replace(BASE, content="to retaliate in the event of new sanctions", matters=("retaliate",))
    assert next(thing.name for thing in things_of(said)) == "sanctions"
