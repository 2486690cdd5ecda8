"""Who of a country speaks for it, and what looks like a stance and is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

import verbale
from verbale.analysis.facts import Said
from verbale.analysis.positions import Voices
from verbale.analysis.stances import stance_of
from verbale.analysis.standing import is_of_state, is_over, on_own_account, others_in
from verbale.model import Act, MentionKind
from verbale.store import Actor, Post

BASE = Said("s", "a", None, "assert", "indirect", "", None, None, None, None, "l", ("l",), ("d",), ("o",), 1.0, 1)


@pytest.mark.parametrize(
    ("act", "cue", "content", "stance"),
    [
        # what one must do oneself is demanded of nobody
        ("demand", "said", "We must be ready for a long winter", "states"),
        ("demand", "said", "it has to defend the islands", "states"),
        ("demand", "said", "We need to see the maps without delay", "demands"),
        ("demand", "said", "the garrison must leave the islands", "demands"),
        ("demand", "said", "the embargo should have been lifted in March", "states"),
        ("demand", "said", "The council’s response was that this should go to the court", "states"),
        ("demand", "said", "we have said that this should go to the court", "demands"),
        ("demand", "wants", "to widen the canal", "states"),
        ("demand", "wants", "to see the maps", "demands"),
        ("demand", "wants", "the garrison to leave", "demands"),
        ("demand", "called", "the toll an outrage that should shame Norland", "states"),
        # questions
        ("request", "was asked", "whether he would open the lock", "states"),
        ("request", "asked about", "the prisoners", "states"),
        ("request", "asked", "Does this council want the toll?", "states"),
        # vows of harm are no offers, and what is told is none either
        ("promise", "vowed", "to levy tariffs on Norland's timber", "threatens"),
        ("promise", "pledged", "to restart the reactor", "threatens"),
        ("propose", "said", "Norland is ready to impose sanctions on the shippers", "threatens"),
        ("propose", "said", "the fleet is ready to act on any order", "threatens"),
        ("promise", "vowed", "the plotters would pay a heavy price", "threatens"),
        ("propose", "proposed", "to sanction the shippers", "threatens"),
        ("propose", "was walking back", "a remark on the lock", "states"),
        ("promise", "pledged", "to lift the tariffs on timber", "offers"),
        ("propose", "offered", "few details of the plan", "states"),
        ("propose", "offered", "statistics on the toll", "states"),
        ("propose", "offered", "safe passage to the crews", "offers"),
        ("propose", "suggested", "the envoy should have stayed away", "states"),
        ("promise", "said", "I will be a plain citizen from then on", "states"),
        ("promise", "said", "we will release the crews", "offers"),
        # what is not so, and what is refused
        ("deny", "said", "the list does not hold any bread or fuel", "states"),
        ("deny", "said", "we did not shell the port", "denies"),
        ("deny", "said", "it had no intention of talking with Norland", "refuses"),
        ("deny", "dismissed", "the offer of a lease", "refuses"),
        ("deny", "dismissed", "the claim that it had shelled the port", "denies"),
        ("deny", "played down", "the size of the march", "states"),
        ("refuse", "rejected", "accusations of theft", "denies"),
        ("refuse", "said", "he could not name a date", "states"),
        ("refuse", "said", "we will not sign under fire", "refuses"),
        ("refuse", "declined", "to publicly detail the terms", "states"),
        ("warn", "warned", "to stay out of the strait", "demands"),
        ("warn", "warned against", "the toll", "demands"),
        ("accept", "accepted", "that the lease would need the council's consent", "states"),
        ("accept", "expressed support for", "the people", "states"),
        ("accept", "accepted", "the lease", "accepts"),
        ("accept", "agreed", "both sides should show restraint", "demands"),
        ("accept", "agreed", "to show restraint", "accepts"),
        ("assert", "said", "it would take resolute countermeasures", "threatens"),
        ("assert", "said", "the plan was not acceptable", "red line"),
        ("deny", "said", "he had not drawn the red line", "states"),
    ],
)
def test_what_looks_like_a_stance(act: Act, cue: str, content: str, stance: str) -> None:
    assert stance_of(replace(BASE, act=act, cue=cue, content=content))[0] == stance


def test_the_speaker_s_own_party_is_no_other() -> None:
    said = replace(BASE, act="demand", cue="said", content="Norland must widen the canal")
    assert stance_of(said)[0] == "demands"
    assert stance_of(said, None, lambda before: "Norland" in before)[0] == "states"


def test_words_of_one_s_own_tell_others_apart() -> None:
    said = replace(BASE, act="demand", cue="said", content="They have to open the lock")
    assert stance_of(replace(said, mode="direct"))[0] == "demands"
    assert stance_of(said)[0] == "states"


def _actor(name: str, kind: MentionKind = "person", key: str | None = None) -> Actor:
    return Actor("a", name, kind, "NOR", None, key)


def test_who_of_a_country_speaks_for_it() -> None:
    assert is_of_state(_actor("Kari Vik"), ())
    assert is_of_state(_actor("Defence Ministry", "organisation"), ())
    assert not is_of_state(_actor("Norwegian reporter"), [Post("a", "reporter")])
    assert not is_of_state(_actor("Kari Vik"), [Post("a", "analyst at the Fjord Institute")])
    assert not is_of_state(_actor("Norwegian companies", "group"), ())
    assert not is_of_state(_actor("draped"), ())
    assert is_of_state(_actor("Kari Vik"), [Post("a", "analyst"), Post("a", "Foreign Minister")])
    assert not is_of_state(
        _actor("Kari Vik"), [Post("a", "author"), Post("a", "president of the Fjord Institute, author")]
    )
    assert is_of_state(_actor("Kari Vik"), [Post("a", "author"), Post("a", "President of the European Council")])


def test_who_speaks_on_their_own_account() -> None:
    senator = [Post("a", "Sen."), Post("a", "Secretary of State", since="2025-01-21")]
    assert on_own_account(_actor("Kari Vik"), senator, "2013-11-20")
    assert not on_own_account(_actor("Kari Vik"), senator, "2025-03-01")
    assert not on_own_account(_actor("Kari Vik"), [Post("a", "Foreign Minister")], "2013-11-20")
    assert on_own_account(_actor("Kari Vik"), [Post("a", "Chairman", "USA.SENATE")], "2013-11-20")
    assert on_own_account(_actor("Republicans", "organisation", "USA.REPUBLICANS"), (), None)
    assert not on_own_account(_actor("Defence Ministry", "organisation"), (), None)


def test_what_several_say_together_is_a_position_of_each(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(
        "The Harbour Telegraph\n\n3 May 2020\n\nCAIRO — Egypt and Sudan said on Sunday that the reservoir must not be filled "
        "before the rains.\n\nEgypt demanded maps of the reservoir on Sunday. Sudan demanded a map of the reservoir in April.\n",
        encoding="utf-8",
    )
    with verbale.open(tmp_path / "r.db") as record:
        record.build(articles)
        facts = record.facts
        joint = Voices(facts).joint
        assert [j.phrase for j in joint.values()] == ["Egypt and Sudan"]
        parties = {p.actor for p in record.positions() for s in p.history if s.statement_id in joint}
        assert parties == {"Egypt", "Sudan"}


def test_what_is_asked_at_home_and_who_speaks_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "The Harbour Telegraph\n\n3 May 2020\n\nBELGRADE — Serbian President Aleksandar Vucic urged voters to back the pact on "
        "Kosovo. Vucic urged Kosovo to sign the pact. Vuk Jeremic, a special adviser on Serbia and Kosovo, said the pact must "
        "be signed at once. Serbia and Kosovo said the pact must be signed before winter.\n",
        encoding="utf-8",
    )
    with verbale.open(tmp_path / "r.db") as record:
        record.build(tmp_path / "a.txt")
        facts = record.facts
        voices = Voices(facts)
        stances = {s.content: voices.stance(s)[0] for s in facts.said}
        joint = [j.phrase for j in voices.joint.values()]
    assert stances["to back the pact on Kosovo"] == "states"
    assert stances["to sign the pact"] == "demands"
    assert joint == ["Serbia and Kosovo"]


def test_who_has_left_office_binds_nobody() -> None:
    post = Post("a", "President", "NOR", since="2001-01-20", until="2009-01-20")
    assert is_over([post], "2013-11-20")
    assert not is_over([post], "2005-11-20")
    assert not is_over([post, Post("a", "Foreign Minister", "NOR")], "2013-11-20")
    assert not is_over([], "2013-11-20")
    former = Post("a", "former ambassador to China", "CAN")
    assert is_over([former], "2013-11-20")
    assert not is_over([former, Post("a", "Foreign Minister", "CAN")], "2013-11-20")


def test_names_of_those_who_bind_nobody() -> None:
    assert others_in("Capitol Hill Democrats")
    assert others_in("Leaders of the Highland Caucus")
    assert not others_in("Democratic Republic of Congo")
