"""Whose voices became one since the time before, or two; and that old articles are compared anew for that alone."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from tests.collation.test_incremental import at_once, lines
from verbale.collation import incremental
from verbale.collation.actors import ActorFacts, Folded
from verbale.collation.flips import Spoken, flipped, rarer, spoken_of
from verbale.collation.parties import Parties
from verbale.record import Record


def voices(told: Spoken) -> Parties:
    """Return whose voice is whose by a table."""
    actors = {
        key: ActorFacts(
            key, kind, key.removeprefix("lexicon:") if key.startswith("lexicon:") else None,
            polity=state, named=named, bodies=frozenset(bodies),
        )
        for key, (kind, state, named, bodies) in told.items()
    }  # fmt: skip
    return Parties(Folded(actors, {}, (), ()))


def test_an_office_of_one_article_makes_a_speaker_the_ministrys_voice() -> None:
    ministry: Spoken = {"lexicon:NOR.MFA": ("organisation", "NOR", True, ("NOR", "NOR.GOVERNMENT"))}
    before: Spoken = {"person:ada berg": ("person", "NOR", True, ("NOR",)), **ministry}
    now: Spoken = {"person:ada berg": ("person", "NOR", True, ("NOR", "NOR.GOVERNMENT", "NOR.MFA")), **ministry}
    same = voices(now).same_voice
    assert not voices(before).same_voice("person:ada berg", "lexicon:NOR.MFA")
    assert same("person:ada berg", "lexicon:NOR.MFA")
    often = [("lexicon:NOR.MFA",)] * 3 + [("person:ada berg",)]
    pairs = flipped(before, now, same)
    assert pairs == [("lexicon:NOR.MFA", "person:ada berg")]
    assert rarer(pairs, often) == {"person:ada berg"}
    assert rarer(pairs, [("person:ada berg",)] * 3) == {"lexicon:NOR.MFA"}
    assert flipped(now, now, same) == []


@pytest.mark.parametrize("seed", range(40))
def test_of_each_two_voices_that_became_one_or_two_one_is_named(seed: int) -> None:
    chance = random.Random(seed)
    bodies = ("NOR", "NOR.MFA", "NOR.MOD", "NOR.GOVERNMENT", "SWE", "SWE.MFA")
    keys = [*(f"lexicon:{body}" for body in bodies), *(f"mention:{n}" for n in range(6)), "person:a b", "person:c d"]

    def table() -> Spoken:
        return {
            key: (
                "organisation" if key.startswith("lexicon:") else "person",
                key.removeprefix("lexicon:")[:3] if key.startswith("lexicon:") else chance.choice(("NOR", "SWE")),
                not key.startswith("mention:"),
                tuple(sorted(chance.sample(bodies, chance.randint(0, 3)))),
            )
            for key in keys
            if chance.random() < 0.8
        }

    before, now = table(), table()
    now.update({key: told for key, told in before.items() if chance.random() < 0.7})
    was, pairs = voices(before).same_voice, flipped(before, now, voices(now).same_voice)
    found = rarer(pairs, [keys[:5], keys[3:]])
    for one, other in combinations(keys, 2):
        apart = was(one, other) != voices(now).same_voice(one, other)
        assert apart == ((min(one, other), max(one, other)) in pairs)
        assert not apart or found & {one, other}


OFFICIAL = (
    "OSLO, 14 March 2019 (Reuters) - Norwegian official Ada Bergstad said on Thursday that “the reef is nobody's prize and "
    "nobody will ever fish there again.” Fishermen protested.\n"
)
MINISTRY = (
    "BERGEN, 14 March 2019 (AP) - The Norwegian Foreign Ministry said on Thursday that “the reef is nobody's prize and "
    "nobody will ever fish there again.” Boats stayed in port.\n"
)
LATER = (
    "PARIS, 2 May 2019 (AFP) - Ada Bergstad, a Norwegian Foreign Ministry spokeswoman, opened an exhibition of "
    "sea charts. Visitors came from all over.\n"
)


def test_old_articles_are_compared_anew_where_a_new_one_tells_for_whom_somebody_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[tuple[str, str]]] = []

    def spy(*given):  # type: ignore[no-untyped-def]
        told.append(flipped(*given))
        return told[-1]

    monkeypatch.setattr(incremental, "flipped", spy)
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(OFFICIAL, encoding="utf-8")
    (folder / "b.txt").write_text(MINISTRY, encoding="utf-8")
    with Record.open(tmp_path / "r.db") as record:
        record.build(folder)
        assert "lexicon:NOR.MFA" in spoken_of(incremental._Run(record.store).folded)
        (folder / "c.txt").write_text(LATER, encoding="utf-8")
        record.build(folder)
        assert any(told)
        assert lines(record.store) == at_once(record.store)
        assert record.verify() == []
