"""Distances against a second implementation, reach and territory by boundary view, the traps that were measured."""

from __future__ import annotations

import random

import pytest

from verbale.analysis.undertakings import boundaries, geodesy
from verbale.analysis.undertakings.model import Place
from verbale.analysis.undertakings.quantities import Quantity, quantity
from verbale.errors import UsageError

DAY = "2022-01-15"


def at(name: str) -> Place:
    found = boundaries.places(name)
    assert len(found) == 1, name
    return found[0]


def test_two_hundred_random_pairs_agree_with_proj() -> None:
    pyproj = pytest.importorskip("pyproj", reason="pyproj is not installed")
    geod = pyproj.Geod(ellps="WGS84")
    chance = random.Random(7)
    worst = 0.0
    for _ in range(200):
        a, c = chance.uniform(-89.9, 89.9), chance.uniform(-89.9, 89.9)
        b, d = chance.uniform(-180, 180), chance.uniform(-180, 180)
        worst = max(worst, abs(geodesy.between(a, b, c, d) - geod.inv(b, a, d, c)[2] / 1000))
    assert worst < 1e-6  # km: a millimetre


def test_distances_to_a_territory_agree_with_a_slow_second_way() -> None:
    pyproj = pytest.importorskip("pyproj", reason="pyproj is not installed")
    geod = pyproj.Geod(ellps="WGS84")
    chance = random.Random(3)
    states = ("POL", "UKR", "IRN", "GBR", "FJI")
    for number in range(40):
        key = states[number % len(states)]
        place = Place(chance.uniform(-60, 70), chance.uniform(-180, 180))
        found = geodesy.to_territory(place, key, "un", DAY)
        if found.km == 0.0:
            continue
        best = min(
            geod.inv(place.lon, place.lat, float(lon), float(lat))[2] / 1000
            for ring in boundaries.territory(key, "un", DAY)
            for lon, lat in zip(ring.lon, ring.lat, strict=True)
        )
        # a corner of the outline is never nearer than its nearest point, and that point lies on the outline
        assert found.km <= best + 0.01
        assert abs(geod.inv(place.lon, place.lat, found.lon, found.lat)[2] / 1000 - found.km) < 1e-6


@pytest.mark.parametrize(
    ("place", "key", "de_facto", "un"),
    [
        ("Deveselu", "RUS", 661, 979), ("Fetesti", "RUS", 392, 707), ("Redzikowo", "RUS", 162, 162),
        ("Suwalki", "RUS", 31, 31), ("Tapa", "RUS", 98, 98), ("Nome", "RUS", 221, 221), ("Kharkiv", "RUS", 32, 32),
        ("Sevastopol", "RUS", 0, 250),
    ],
)  # fmt: skip
def test_the_measured_traps(place: str, key: str, de_facto: float, un: float) -> None:
    for view, wanted in (("de_facto", de_facto), ("un", un)):
        found = geodesy.to_territory(at(place), key, view, DAY)
        assert found.least - 3 <= wanted <= found.most + 3, (view, found)


def test_a_reach_that_hangs_on_the_view_says_so_with_both_figures() -> None:
    verdict = geodesy.reaches(at("Deveselu"), Quantity(700, 700), "RUS", None, DAY)
    assert verdict.truth is None
    assert verdict.depends
    assert dict(verdict.by_view) == {"de_facto": True, "un": False}
    assert [round(d.km, -1) for d in verdict.distances] == [660, 970]
    assert "depends on the view" in verdict.why


def test_views_are_dated() -> None:
    assert geodesy.reaches(at("Deveselu"), Quantity(700, 700), "RUS", "de_facto", "2013-06-01").truth is False
    assert geodesy.reaches(at("Deveselu"), Quantity(700, 700), "RUS", "de_facto", "2015-06-01").truth is True
    assert geodesy.host(at("Sevastopol"), "RUS", "2013-01-01") == "UKR"
    assert geodesy.host(at("Sevastopol"), "RUS", "2015-01-01") == "RUS"


def test_a_range_within_the_error_is_undetermined() -> None:
    d = geodesy.to_territory(at("Suwalki"), "RUS", "un", DAY).km
    assert geodesy.reaches(at("Suwalki"), Quantity(d, d), "RUS", "un", DAY).truth is None
    assert geodesy.reaches(at("Suwalki"), Quantity(d - 20, d + 20), "RUS", "un", DAY).truth is None
    wide = quantity("some 500")
    assert wide is not None
    assert geodesy.reaches(at("Suwalki"), wide, "RUS", "un", DAY).truth is True


def test_a_vague_place_makes_the_answer_open() -> None:
    near = Place(50.0, 36.2, 100.0, "near the border")
    assert geodesy.near_border(near, 50, "RUS", "un", DAY).truth is None
    assert geodesy.near_border(at("Kharkiv"), 60, "RUS", "un", DAY).truth is True
    assert geodesy.near_border(at("Warsaw"), 60, "RUS", "un", DAY).truth is False


def test_a_border_is_not_a_coast() -> None:
    assert geodesy.to_border(Place(53.35, -6.26), "ISL", "un", DAY) is None
    dublin = geodesy.to_border(Place(53.35, -6.26), "IRL", "un", DAY)
    assert dublin is not None
    assert 60 < dublin.km < 110
    # the border of Poland is not nearer to Gdansk than Kaliningrad's
    gdansk = geodesy.to_border(Place(54.35, 18.65), "POL", "un", DAY)
    assert gdansk is not None
    assert 40 < gdansk.km < 90


@pytest.mark.parametrize(
    ("lat", "lon", "key"),
    [
        (66.2, -171.0, "RUS"), (64.7, 177.5, "RUS"), (-16.8, 179.3, "FJI"), (-16.6, -179.9, "FJI"), (54.7, 20.5, "RUS"),
        (48.0, 37.8, "UKR"), (59.4, 24.7, "EST"), (32.6, 51.7, "IRN"), (31.8, 35.2, None),
    ],
)  # fmt: skip
def test_whose_territory(lat: float, lon: float, key: str | None) -> None:
    found = geodesy.host(Place(lat, lon), "un", DAY)
    assert found == key if key else found in {"ISR", "PSE"}


def test_at_the_antimeridian_the_near_side_counts() -> None:
    across = geodesy.to_territory(Place(65.7, -168.1), "RUS", "un", DAY)
    assert across.km < 60


def test_kosovo_and_cyprus_follow_the_view() -> None:
    pristina, kyrenia = Place(42.66, 21.16), Place(35.33, 33.32)
    assert (geodesy.host(pristina, "de_facto", DAY), geodesy.host(pristina, "SRB", DAY)) == ("XKX", "SRB")
    assert geodesy.host(pristina, "de_facto", "1998-01-01") == "SRB"
    assert (geodesy.host(kyrenia, "de_facto", DAY), geodesy.host(kyrenia, "un", DAY)) == ("XNC", "CYP")
    verdict = geodesy.on_territory(pristina, "SRB", None, DAY)
    assert verdict.depends


def test_close_to_a_land_border_whose_territory_is_open() -> None:
    assert geodesy.on_territory(Place(50.28, 36.32), "RUS", "un", DAY).truth is None
    assert geodesy.on_territory(at("Sevastopol"), "UKR", "un", DAY).truth is True


def test_unknown_states_and_views_are_refused() -> None:
    with pytest.raises(UsageError, match="no territory"):
        boundaries.territory("SUN", "un")
    with pytest.raises(UsageError, match="de_facto, un"):
        boundaries.check_view("flat")


def test_a_name_that_several_places_bear_is_not_chosen_silently() -> None:
    from verbale.analysis.undertakings.testing import place_of

    assert len(boundaries.places("Springfield")) + len(boundaries.places("Cordoba")) >= 2
    namesakes = next(n for n in ("Cordoba", "Valencia", "San Jose", "Merida") if len(boundaries.places(n)) > 1)
    assert place_of(namesakes) is None
    assert place_of([50.0, 30.0]) == Place(50.0, 30.0)
    assert place_of([500.0, 30.0]) is None
