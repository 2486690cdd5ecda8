"""What belongs to what in the actor lexicon, for whom it speaks, who was a member when."""

from __future__ import annotations

import pytest

from verbale.lexicon import load_table
from verbale.lexicon.actors import FOLDER, lexicon, members
from verbale.lexicon.institutions import body_of, kin, office_of, parent, polity_of, sector_of, voice


@pytest.mark.parametrize(
    ("key", "polity"),
    [
        ("RUS.PRESIDENCY", "RUS"), ("USA.DOD", "USA"), ("CHN.MFA", "CHN"), ("KEN.MFA", "KEN"), ("EU.COMMISSION", "EU"),
        ("UKR.DPR", "UKR.DPR"), ("RUS.CHECHNYA", "RUS"), ("UN.UNSC", "UN"), ("WEST", "WEST"), ("NGA.PRESIDENCY", "NGA"),
        ("ESP.PM", "ESP"), ("KOR.PRESIDENCY", "KOR"), ("no such", None),
    ],
)  # fmt: skip
def test_polity(key: str, polity: str | None) -> None:
    assert polity_of(key) == polity


def test_ministries_speak_for_their_state_and_parliaments_do_not() -> None:
    assert voice("RUS.MFA") == {"RUS.MFA", "RUS.GOVERNMENT", "RUS"}
    assert voice("USA.CONGRESS") == {"USA.CONGRESS"}
    assert voice("PSE.HAMAS") == {"PSE.HAMAS"}
    assert voice("MEDIA.TASS") == {"MEDIA.TASS"}
    assert voice("UN.UNSC") == {"UN.UNSC"}
    assert "EU" in voice("EU.COMMISSION")


@pytest.mark.parametrize(
    ("office", "title", "of", "body"),
    [
        ("SPOKESPERSON", "Foreign Ministry Spokesperson", "CHN", "CHN.MFA"),
        ("SPOKESPERSON", "Press Secretary of the President", "RUS", "RUS.PRESIDENCY"),
        ("FOREIGN_MINISTER", "Foreign Minister", "KEN", "KEN.MFA"),
        ("SECRETARY_OF_STATE", "Secretary of State", "USA", "USA.STATE"),
        ("PRIME_MINISTER", "Prime Minister", "GBR", "GBR.PM"),
        ("SECRETARY_GENERAL", "Secretary General", "NATO", "NATO"),
        ("SPOKESPERSON", "spokesman", "USA.DOD", "USA.DOD"),
    ],
)
def test_whose_mouth_an_office_is(office: str, title: str, of: str, body: str) -> None:
    assert body_of(office, title, of) == body


def test_offices_are_read_from_titles() -> None:
    assert office_of("Deputy Foreign Minister")[0] == "DEPUTY_FOREIGN_MINISTER"
    assert office_of("spokesman for the foreign ministry")[0] == "SPOKESPERSON"
    assert office_of("Senior Advisor to the President")[0] == "ADVISER"
    assert office_of("White House Deputy Chief of Staff")[0] == "CHIEF_OF_STAFF"
    assert office_of("bakery") == ("", "")


def test_memberships_are_dated() -> None:
    assert "GBR" in members("EU", "2019-06-01")
    assert "GBR" not in members("EU", "2021-06-01")
    assert "GBR" not in members("EU")
    assert members("NATO", "1982-04-01") - {"BRD"} < members("NATO")
    assert "DDR" in members("WARSAW_PACT", "1962-10-22")
    assert members("WARSAW_PACT") == frozenset()
    assert "RUS" in members("G8", "2013-06-17")
    assert "IRN" in members("BRICS", "2024-06-01")
    assert "MLI" not in members("ECOWAS", "2025-06-01")


def test_tables_refer_to_known_keys() -> None:
    known = lexicon().actors
    for row in load_table(FOLDER + "memberships_own.tsv"):
        assert row["organisation"] in known
        assert all(key in known for key in row["members"].split(";")), row
    assert all(row["former"] in known and row["state"] in known for row in load_table(FOLDER + "successors.tsv"))


def test_kin_polities_and_parents() -> None:
    assert kin("SUN", "RUS")
    assert not kin("RUS", "UKR")
    assert parent("RUS.MIL") == "RUS"
    assert parent("RUS") is None
    assert sector_of("RUS.MIL") == "MIL"
    assert sector_of("USA.CONGRESS") == "LEG"


def test_leaders_since_1945_can_be_told_by_day() -> None:
    known = lexicon()
    for office, of, day, name in (
        ("SECRETARY_OF_STATE", "USA", "1962-10-25", "Dean Rusk"),
        ("PRESIDENT", "USA", "1991-01-17", "George H. W. Bush"),
        ("PRESIDENT", "USA", "2003-04-03", "George W. Bush"),
        ("FOREIGN_MINISTER", "SUN", "1962-10-18", "Andrei Gromyko"),
        ("PRIME_MINISTER", "IND", "1971-12-03", "Indira Gandhi"),
        ("PRESIDENT", "EGY", "1978-09-17", "Anwar Sadat"),
        ("MONARCH", "SAU", "2018-10-16", "Salman of Saudi Arabia"),
    ):
        holder = known.holder(office, of, day)
        assert holder is not None
        assert holder.name == name
    assert known.person_by_key("sergei-ryabkov") is not None
    assert known.person_by_key("no such") is None
