"""Deeds that are told, and those that only would be; conditions that are whole, and those that set none."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.analysis.test_standing import BASE
from verbale.analysis.conditional import condition_in
from verbale.analysis.hypotheses import Lead
from verbale.analysis.stances import stance_of
from verbale.model import Act


@pytest.mark.parametrize(
    ("act", "lead", "cue", "content", "stance"),
    [
        ("accept", Lead("the garrison would go home after ", "", ""), "agrees to", "the lease", "states"),
        ("accept", Lead("the garrison went home after ", "", ""), "agreed to", "the lease", "accepts"),
        ("refuse", Lead("the talks will end if ", "", ""), "refuses", "the lease", "states"),
        ("refuse", Lead("Kosovo says that ", "", ""), "refuses", "the lease", "refuses"),
        ("accept", Lead("", "", ""), "must also accept", "the lease", "states"),
        ("accept", Lead("", "", ""), "has yet to accept", "the lease", "states"),
        ("accept", Lead("", "", ""), "has accepted", "the lease", "accepts"),
        ("demand", Lead("", "the minister had long resisted ", ""), "demands", "for an inquiry", "refuses"),
        ("demand", Lead("", "the minister rejected repeated ", ""), "calls", "for an inquiry", "refuses"),
        ("demand", Lead("", "the minister bowed to ", ""), "demands", "for an inquiry", "accepts"),
        ("demand", Lead("", "Serbia ignored the minister's ", ""), "demands", "for an inquiry", "demands"),
        ("warn", Lead("", "", "also warned it planned "), "warned", "to watch the ports closely", "states"),
        ("warn", Lead("", "", "also warned Serbia "), "warned", "to watch its tone", "demands"),
        ("demand", Lead("", "", "Kosovo wants "), "wants", "to see the lists", "demands"),
        ("propose", Lead("", "the envoy has previously ", ""), "advocated", "a blockade of the strait", "states"),
        ("promise", Lead("", "", "promised during his campaign "), "promised", "to end the lease", "states"),
        ("accept", Lead("", "", "the two had agreed that "), "agreed", "a closure would be hard on farmers", "states"),
        ("accept", Lead("", "", "the two had agreed that "), "agreed", "the drought posed a danger to all", "states"),
        ("accept", Lead("", "", "the two had agreed that "), "agreed", "talks would resume in May", "accepts"),
    ],
)
def test_what_only_would_be_is_no_stance(act: Act, lead: Lead, cue: str, content: str, stance: str) -> None:
    assert stance_of(replace(BASE, act=act, lead=lead, cue=cue, content=content))[0] == stance


def test_what_is_so_is_so_in_every_account() -> None:
    lead = Lead("", "", "the two had agreed that ")
    others = (("accept", "the drought “poses a danger”", "agreed"),)
    said = replace(BASE, act="accept", lead=lead, cue="agreed", content="the drought posed a danger", others=others)
    assert stance_of(said)[0] == "states"


def test_words_within_a_condition_take_no_stance() -> None:
    said = replace(BASE, act="assert", cue="reckons", content="it can hold the pass if they reject the treaty")
    assert stance_of(said)[0] == "states"
    assert stance_of(replace(said, content="they reject the treaty"))[0] == "refuses"
    both = replace(
        said, act="refuse", cue="said", content="if they refuse the treaty, it will never recognise the border"
    )
    assert stance_of(both)[0] == "red line"


@pytest.mark.parametrize(
    ("act", "cue", "content", "stance"),
    [
        ("promise", "pledged", "to unleash a storm of fire on Norland", "threatens"),
        ("propose", "said", "the fleet is ready to teach Norland a lesson", "threatens"),
        ("promise", "vowed", "vengeance for the raid", "threatens"),
        ("propose", "suggested", "it would consider revoking its recognition of the border", "threatens"),
        ("propose", "suggested", "the lease would be long", "states"),
        ("propose", "suggested", "the two sides should share the water", "offers"),
        ("propose", "suggesting", "it would still back the lease", "states"),
        ("promise", "pledged", "to withhold aid from the islands", "threatens"),
        ("promise", "said", "they will be spared the tariffs", "states"),
        ("threaten", "read", "the pact will give well-paying jobs", "states"),
        ("propose", "indicated", "her party wasn't ready to back the pact", "refuses"),
        ("propose", "told Norland", "to get ready for its fleet", "threatens"),
        ("demand", "is seeking", "evidence of the leak", "states"),
        ("demand", "wrote", "The pact is bad, may have to end it", "states"),
        ("propose", "signalled", "it was ready to pull out of the water treaty", "threatens"),
        ("propose", "signalled", "it was ready to pull back its gunboats", "offers"),
        ("accuse", "blasted", "proposed curbs on timber", "states"),
        ("propose", "proposed", "curbs on timber", "offers"),
        ("request", "asked", "“What are they to do without the canal”", "states"),
        ("promise", "vowed", "to defend its people", "states"),
        ("promise", "pledged", "to defend the islanders", "offers"),
        ("promise", "vowed", "to win back the islands", "states"),
        ("promise", "assured", "he would not accept any lease", "refuses"),
        ("promise", "assured", "he would not attack the islands", "offers"),
        ("demand", "said", "the draft has to be fleshed out", "states"),
        ("demand", "said", "the draft has to be withdrawn", "demands"),
        ("demand", "seeks", "re-election in May", "states"),
        ("demand", "called for", "the referendum", "states"),
        ("demand", "called for", "a referendum on the lease", "demands"),
        ("accept", "agreed", "to form a coalition with the Farmers", "states"),
        ("accept", "agreed", "to form a joint commission on the water", "accepts"),
        ("deny", "mocked", "the warning as a load of nonsense", "states"),
        ("demand", "said", "the matter will likely need to return to the council", "states"),
    ],
)
def test_what_is_harm_and_what_is_one_s_own_affair(act: Act, cue: str, content: str, stance: str) -> None:
    assert stance_of(replace(BASE, act=act, cue=cue, content=content))[0] == stance


@pytest.mark.parametrize(
    ("content", "condition"),
    [
        ("it would strike if ships entered U.S. waters, he said", "if ships entered U.S. waters"),
        ("it would strike if attacked by the U.S.", "if attacked by the U.S."),
        ("it will pay if the dam opens, … We urge them to open it", "if the dam opens"),
        ("it would act if necessary to keep the strait open", None),
        ("no talks until after the U.S. elections", None),
        ("no talks until the raids stop", "until the raids stop"),
    ],
)
def test_conditions_are_whole(content: str, condition: str | None) -> None:
    assert condition_in(content) == condition
