"""The actor lexicon: what it holds, how it is looked up, that every file tells its origin."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from verbale.lexicon import actors
from verbale.lexicon.actors import Lexicon, fold, fold_phrase, lexicon, members

FOLDER = Path(actors.__file__).parent / "actors"


def keys(name: str) -> set[tuple[str, str]]:
    return {(entry.key, entry.use) for entry in lexicon().phrases.get(fold_phrase(name), ())}


@pytest.mark.parametrize(
    ("name", "key", "use"),
    [
        ("Russian Federation", "RUS", "name"),
        ("Russian", "RUS", "adjective"),
        ("Americans", "USA", "demonym"),
        ("Moscow", "RUS", "seat"),
        ("U.S.", "USA", "name"),
        ("Soviet Union", "SUN", "name"),
        ("East German", "DDR", "adjective"),
        ("Kosovo", "XKX", "name"),
        ("Taipei", "TWN", "seat"),
        ("Donetsk People's Republic", "UKR.DPR", "name"),
        ("Abkhazia", "GEO.ABKHAZIA", "name"),
        ("Palestinian", "PSE", "adjective"),
        ("Kremlin", "RUS.PRESIDENCY", "name"),
        ("Foggy Bottom", "USA.STATE", "name"),
        ("Élysée", "FRA.PRESIDENCY", "name"),
        ("Zhongnanhai", "CHN.LEADERSHIP", "name"),
        ("Blue House", "KOR.PRESIDENCY", "name"),
        ("International Atomic Energy Agency", "IAEA", "name"),
        ("Agence France-Presse", "MEDIA.AFP", "name"),
        ("Côte d’Ivoire", "CIV", "name"),
    ],
)
def test_names_lead_to_keys(name: str, key: str, use: str) -> None:
    assert (key, use) in keys(name)


def test_every_state_has_a_name_an_adjective_and_an_iso_key() -> None:
    states = [row for row in lexicon().actors.values() if row.kind == "state"]
    assert len(states) >= 190
    assert all(len(state.key) == 3 and state.key.isupper() for state in states)


def test_office_holders_are_dated() -> None:
    known = lexicon()
    assert [p.name for p in [known.holder("PRESIDENT", "USA", "2021-12-24")] if p] == ["Joe Biden"]
    assert [p.name for p in [known.holder("PRESIDENT", "USA", "2018-06-01")] if p] == ["Donald Trump"]
    assert [p.key for p in [known.holder("FOREIGN_MINISTER", "UKR", "2022-03-30")] if p] == ["dmytro-kuleba"]
    assert known.holder("FOREIGN_MINISTER", "UKR", "1890-01-01") is None
    assert known.holder("AMBASSADOR", "USA", "2018-02-06") is None  # one of many
    named = known.holder("AMBASSADOR", "USA", "2018-02-06", "ambassador to the united nations")
    assert named is not None
    assert named.key == "nikki-haley"
    assert "nikki-haley" in {p.key for p in known.in_office("AMBASSADOR", "USA", "2018-02-06")}
    assert "kim-jong-un" in {p.key for p in known.namesakes("kim")}


def test_transliterations_and_letters_with_marks_are_one_person() -> None:
    known = lexicon()
    for spelling in ("sergey ryabkov", "sergei ryabkov"):
        person = known.person(spelling)
        assert person is not None
        assert person.key == "sergei-ryabkov"
    assert fold("Vučić") == "vucic"
    assert fold("Erdoğan") == "erdogan"
    assert fold("Jr.") == "jr"
    assert fold("U.S.") == "u.s."


def test_ministries_are_built_from_polity_and_words() -> None:
    known = lexicon()
    assert known.ministry("foreign ministry", "RUS") == "RUS.MFA"
    assert known.ministry("defence ministry", "USA") == "USA.DOD"
    assert known.ministry("foreign ministry", "") is None
    assert known.ministry("bakery", "RUS") is None


def test_members_come_from_the_factbook() -> None:
    assert {"USA", "GBR", "TUR"} <= members("NATO")
    assert "RUS" not in members("NATO")
    assert members("no such body") == frozenset()


def test_every_key_that_a_table_refers_to_exists() -> None:
    known = lexicon()
    dangling = {actor.of for actor in known.actors.values() if actor.of and actor.of not in known.actors}
    assert dangling == set()


def test_every_file_tells_its_origin_and_odbl_facts_stand_alone() -> None:
    files = sorted(FOLDER.glob("*.t*"))
    assert len(files) >= 14
    origins = (FOLDER / "ORIGINS.md").read_text(encoding="utf-8")
    for file in files:
        head = "".join(line for line in file.read_text(encoding="utf-8").splitlines(True)[:5] if line.startswith("#"))
        assert "rigin" in head or "Open Database" in head, file.name
        assert file.name in origins, file.name
        assert ("Open Database" in head) == (file.name == "polities_odbl.tsv")


def test_the_lexicon_is_small_and_loads_quickly() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 1_500_000
    best = min(_load() for _ in range(3))
    assert best < 0.4, f"{best:.3f} s; the aim is 0.15 s on an idle core"


def _load() -> float:
    began = time.perf_counter()
    Lexicon()
    return time.perf_counter() - began
