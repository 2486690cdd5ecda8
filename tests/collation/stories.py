"""Made-up reports for the tests of copies: one agency's report of a strait, a rival's, and filler that nobody shares."""

from __future__ import annotations

LEAD = (
    "Ardania will not withdraw its coast guard from the Selm Strait before a maritime line is agreed in writing, "
    "its foreign minister said after four hours of talks with his Kestovan counterpart."
)
REST = (
    "“We did not come here to hand over waters in which our grandfathers fished,” Joren Halvik told reporters outside "
    "the old customs house. He added that a hotline between the two navies could be opened within three weeks.",
    "The Kestovan delegation left without a statement. An aide to minister Iva Tamarin said the offer was being "
    "studied and that an answer would be sent through the Swiss embassy before the end of the month.",
    "Both countries have claimed the narrow passage since 1974, when a treaty on lighthouses lapsed and was never "
    "renewed. Tension rose in spring after a Kestovan survey ship cut two Ardanian fishing nets and was fired upon "
    "with flares, an incident that each side describes differently.",
    "Envoys of five neighbouring states have urged both capitals to let an outside panel hear the case. Ardania has "
    "said it would accept such a panel only if the lighthouse on Skarn island stays in its hands meanwhile.",
)
WIRE = "\n".join((LEAD, *REST))

RIVAL = "\n".join(
    (
        "Talks on the Selm Strait ended on a cold note on Tuesday, with Kestova promising a reply and Ardania refusing "
        "to move a single patrol boat until it has one.",
        "Iva Tamarin, who leads Kestova’s diplomacy, slipped out of a side door while her opposite number held court "
        "on the steps. “We did not come here to hand over waters in which our grandfathers fished,” said Joren Halvik.",
        "Fishermen on the eastern shore doubt that anything will change this season. Many have moved their boats north, "
        "where the catch is poorer but nobody fires flares at them, and the harbour of Dunmar stands half empty.",
        "Insurance on vessels that pass the strait has doubled since spring, brokers say, and two ferry lines have "
        "stopped their night crossings altogether.",
    )
)
OTHER = "\n".join(
    (
        "Rain fell on the upland terraces for the ninth day running and the tea growers of Mirabad began to fear for "
        "their second harvest, the most valuable of the year.",
        "Roads to three villages were cut by mud. Teachers walked for two hours to open schools that no child could "
        "reach, and the district council ordered boats from the reservoir to carry flour and lamp oil.",
        "The growers’ union wants the state to buy what can still be picked at a fixed price. A spokesman for the farm "
        "ministry said that a decision would be taken once the water had gone down and the loss could be counted.",
    )
)


def filler(seed: int, words: int) -> str:
    """Return text that shares no five words in a row with that of another seed."""
    return " ".join(f"w{seed}x{index}" for index in range(words))
