"""Whose words count for whom: a movement that fights a state is no voice of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import verbale
from verbale.analysis.sides import is_movement, parties_of
from verbale.store import Actor, Post

COLOMBIA = Actor("col", "Colombia", "polity", "COL", "GOV", "COL")
FARC = Actor("farc", "FARC", "organisation", "COL", "REB", "COL.FARC")
PALESTINE = Actor("pse", "Palestine", "polity", "PSE", "GOV", "PSE")


def _parties(*actors: Actor, posts: tuple[Post, ...] = ()) -> dict[str, str]:
    by: dict[str, tuple[Post, ...]] = {}
    for post in posts:
        by[post.actor_id] = (*by.get(post.actor_id, ()), post)
    return parties_of({a.id: a for a in actors}, by)


@pytest.mark.parametrize(
    ("actor", "side"),
    [
        (Actor("x", "FARC commanders", "group", "COL", "MIL"), "farc"),
        (Actor("x", "the FARC's secretariat", "organisation", None, None), "farc"),
        (Actor("x", "the mission fighting the FARC", "organisation", None, None), "x"),
        (Actor("x", "a militia against FARC", "organisation", "COL", "MIL"), "col"),
        (Actor("x", "the anti-FARC brigade", "organisation", "COL", "MIL"), "col"),
        (Actor("x", "FARC chief", "office", "COL", "GOV", "COL.FARC.CHIEF"), "farc"),
        (Actor("x", "Colombian rebels", "group", "COL", "REB"), "x"),
        (Actor("x", "Colombia rebels", "group", "COL", "REB", "COL.REB"), "x"),
        (Actor("x", "Colombian officials", "group", "COL", "GOV"), "col"),
        (Actor("x", "Ecopetrol", "organisation", "COL", "BUS"), "x"),
        (Actor("x", "the administration", "organisation", None, "GOV"), "x"),
        (Actor("x", "Defence Ministry", "organisation", "COL", "GOV", "COL.MOD"), "col"),
    ],
)
def test_a_movement_is_a_side_of_its_own(actor: Actor, side: str) -> None:
    assert _parties(COLOMBIA, FARC, actor)["x"] == side


def test_who_speaks_for_a_movement_speaks_for_no_state() -> None:
    person = Actor("p", "Pablo Catatumbo", "person", "COL", "GOV")
    assert _parties(COLOMBIA, FARC, person, posts=(Post("p", "negotiator", "COL.FARC"),))["p"] == "farc"
    assert _parties(COLOMBIA, person, posts=(Post("p", "negotiator", "COL.FARC"),))["p"] == "p"
    assert _parties(COLOMBIA, FARC, person, posts=(Post("p", "negotiator", "COL"),))["p"] == "col"


def test_a_description_gives_no_office_its_state() -> None:
    told = Actor("p", "The Colombian minister", "person", "COL", "GOV")
    assert _parties(COLOMBIA, told, Actor("x", "the administration", "organisation"))["x"] == "x"
    named = Actor("p", "Juan Santos", "person", "COL", "GOV")
    assert _parties(COLOMBIA, named, Actor("x", "the Santos administration", "organisation"))["x"] == "col"


def test_a_movement_may_stand_for_its_people() -> None:
    plo = Actor("plo", "PLO", "organisation", "PSE", "REB", "PSE.PLO")
    assert not is_movement(plo)
    assert _parties(PALESTINE, plo)["plo"] == "pse"


def test_the_matrix_keeps_a_movement_and_its_state_apart(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "The Harbour Telegraph\n\n3 May 2016\n\nHAVANA — Colombia on Tuesday demanded the release of all hostages before the "
        "truce. The FARC rejected the release of hostages before the truce. FARC negotiators said the truce must be "
        "signed first, and the FARC demanded a pardon for its hostages and prisoners.\n",
        encoding="utf-8",
    )
    with verbale.open(tmp_path / "r.db") as record:
        record.build(tmp_path / "a.txt")
        stances = {(p.actor, s.stance) for p in record.positions() for s in p.history}
    assert ("FARC", "refuses") in stances
    assert ("Colombia", "demands") in stances
    assert ("Colombia", "refuses") not in stances
