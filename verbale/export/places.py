"""Where a place lies, for the places whose coordinates the lexicon knows; never guessed for a country or a region."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from verbale.lexicon import load_table
from verbale.lexicon.actors import fold_phrase


class Point(Struct, frozen=True):
    """A town's middle, to about a kilometre."""

    name: str
    country: str
    latitude: float
    longitude: float


@cache
def _points() -> dict[str, Point]:
    found: dict[str, Point] = {}
    for row in load_table("place_points.tsv"):
        point = Point(row["name"], row["country"], float(row["latitude"]), float(row["longitude"]))
        for name in (row["name"], *(n for n in row["aliases"].split(";") if n)):
            found.setdefault(fold_phrase(name), point)
    return found


def point_of(place: str | None) -> Point | None:
    """Return where a place lies, by its name alone, or None."""
    return _points().get(fold_phrase(place.strip().removeprefix("the "))) if place else None
