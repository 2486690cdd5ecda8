"""Where the places of events lie: towns by the lexicon's coordinates, states by their outlines; nothing is guessed."""

from __future__ import annotations

import gzip
from collections import Counter
from functools import cache, lru_cache
from importlib import resources

from msgspec import Struct

from verbale.export.places import point_of
from verbale.lexicon.actors import fold_phrase, lexicon
from verbale.web.outlines import middle


class Spot(Struct, frozen=True):
    """A place that can be drawn."""

    name: str
    longitude: float
    latitude: float
    state: str | None = None
    """The key of a state that is meant as a whole; None for a town."""


@cache
def _towns() -> dict[str, Spot]:
    """Return towns of Natural Earth that have their name alone."""
    data = resources.files("verbale.lexicon").joinpath("boundaries", "places.tsv.gz").read_bytes()
    rows = [line.split("\t") for line in gzip.decompress(data).decode("utf-8").splitlines() if line[:1] != "#"][1:]
    often = Counter(fold_phrase(row[0]) for row in rows)
    return {
        folded: Spot(row[0], float(row[3]), float(row[2])) for row in rows if often[folded := fold_phrase(row[0])] == 1
    }


@lru_cache(maxsize=4096)
def spot_of(place: str) -> Spot | None:
    """Return where a place lies: a town of the lexicon, a state as a whole, else a town of a name that no other has."""
    point = point_of(place)
    if point is not None:
        return Spot(point.name, point.longitude, point.latitude)
    folded = fold_phrase(place.strip().removeprefix("the "))
    for entry in lexicon().phrases.get(folded, ()):
        if entry.kind == "polity" and entry.use == "name":
            found = middle(entry.key)
            if found is not None:
                return Spot(lexicon().actors[entry.key].name, *found, state=entry.key)
    return _towns().get(folded)
