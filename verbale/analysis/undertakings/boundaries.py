"""States' outlines and the views on who holds a piece of land: loaded once, asked by key, view and day.

A view decides only what is in dispute; everything else is the same on all of them. No view is the default: whoever asks
without one gets each view's answer (`geodesy`).
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib import resources

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from verbale.analysis.undertakings.model import Place
from verbale.errors import UsageError
from verbale.lexicon import load_table
from verbale.lexicon.actors import fold

Floats = NDArray[np.float64]
ERROR_KM = 4.0
"""Stated error of the outlines: simplification and the map's own generalisation."""
STEP_KM = 5.0
"""Outlines are filled in so that no two points of a ring are farther apart."""
GENERAL = ("de_facto", "un")


class World(Struct, frozen=True):
    """The file `world.mpk.gz`."""

    scale: int
    arcs: list[list[int]]
    shared: list[int]
    shapes: dict[str, list[list[int]]]
    continents: dict[str, str]


class Ring(Struct, frozen=True):
    """A closed line in degrees; `border` says of each step whether another state lies on its other side."""

    lon: Floats
    lat: Floats
    border: NDArray[np.bool_]


@cache
def world() -> World:
    """Return the outlines as they are stored."""
    data = resources.files("verbale.lexicon").joinpath("boundaries", "world.mpk.gz").read_bytes()
    return msgspec.msgpack.decode(gzip.decompress(data), type=World)


@cache
def arc(number: int) -> tuple[tuple[float, float], ...]:
    """Return a stored line as (longitude, latitude) in degrees."""
    flat, scale = world().arcs[number], world().scale
    x = y = 0
    found = []
    for i in range(0, len(flat), 2):
        x, y = x + flat[i], y + flat[i + 1]
        found.append((x / scale, y / scale))
    return tuple(found)


@cache
def _rings(key: str) -> tuple[Ring, ...]:
    shared = _shared()
    found = []
    for refs in world().shapes.get(key, ()):
        points: list[tuple[float, float]] = []
        border: list[bool] = []
        for ref in refs:
            line = arc(ref) if ref >= 0 else arc(~ref)[::-1]
            points += line[:-1]
            border += [(ref if ref >= 0 else ~ref) in shared] * (len(line) - 1)
        lon, lat = (np.array(axis) for axis in zip(*points, strict=True))
        found.append(Ring(lon, lat, np.array(border)))
    return tuple(found)


@cache
def _shared() -> frozenset[int]:
    return frozenset(world().shared)


def inside(lat: float, lon: float, ring: Ring) -> bool:
    """Say whether a point is within a ring (even-odd rule; rings are cut at 180 degrees, so this is safe there)."""
    x, y = ring.lon, ring.lat
    x2, y2 = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > lat) != (y2 > lat)
    if not crosses.any():
        return False
    x, y, x2, y2 = x[crosses], y[crosses], x2[crosses], y2[crosses]
    return bool(np.count_nonzero(lon < (x2 - x) * (lat - y) / (y2 - y) + x) % 2)


class Piece(Struct, frozen=True):
    """A piece in dispute: its rings, whose they are in the file, and who holds it on which view since when."""

    name: str
    base: str
    rings: tuple[int, ...]
    """Numbers of rings of the base; all of them where the piece has its own key."""
    holders: tuple[tuple[str, str, str, str], ...]
    """(view, since, holder, because), in order of view and day."""

    def holder(self, view: str, day: str) -> tuple[str, str]:
        """Return who holds it on a view and day, and because of what."""
        for name in (view, "de_facto"):
            rows = [row for row in self.holders if row[0] == name and row[1] <= day]
            if rows:
                return rows[-1][2], rows[-1][3]
        return self.base, "as the map draws it"


@cache
def pieces() -> tuple[Piece, ...]:
    """Return the pieces that views differ on, in the order of the table; those that the map cannot move are left out."""
    rows = load_table("boundaries/views.tsv")
    found = []
    for name in dict.fromkeys(row["piece"] for row in rows):
        own = [row for row in rows if row["piece"] == name]
        if "not moved" in own[0]["because"]:
            continue
        base = own[0]["base"]
        if own[0]["lat"]:
            lat, lon = float(own[0]["lat"]), float(own[0]["lon"])
            rings = tuple(n for n, ring in enumerate(_rings(base)) if inside(lat, lon, ring))
        else:
            rings = tuple(range(len(_rings(base))))
        holders = tuple(sorted((r["view"], r["since"], r["holder"], r["because"]) for r in own))
        found.append(Piece(name, base, rings, holders))
    return tuple(found)


def outline(piece: Piece) -> tuple[Ring, ...]:
    """Return the rings of a piece in dispute, whoever holds it."""
    rings = _rings(piece.base)
    return tuple(rings[n] for n in piece.rings)


@cache
def views() -> tuple[str, ...]:
    """Return the views that there are: the two general ones first, then states' own claims."""
    claims = sorted({row["view"] for row in load_table("boundaries/views.tsv")} - set(GENERAL))
    return (*GENERAL, *claims)


def check_view(view: str | None) -> None:
    """Raise UsageError for a view that does not exist."""
    if view is not None and view not in views():
        raise UsageError(f"there is no boundary view {view!r}. Views: {', '.join(views())}.")


@cache
def _changes() -> tuple[str, ...]:
    return tuple(sorted({row["since"] for row in load_table("boundaries/views.tsv") if row["since"]}))


@cache
def _territory(key: str, view: str, epoch: str) -> tuple[Ring, ...]:
    moved = {(p.base, n): p.holder(view, epoch)[0] for p in pieces() for n in p.rings}
    own = [ring for n, ring in enumerate(_rings(key)) if moved.get((key, n), key) == key]
    won = [_rings(base)[n] for (base, n), holder in sorted(moved.items()) if holder == key and base != key]
    return (*own, *won)


def epoch(day: str) -> str:
    """Return the last day up to `day` on which a view changed."""
    return max((c for c in _changes() if c <= day), default="")


def territory(key: str, view: str, day: str = "9999") -> tuple[Ring, ...]:
    """Return the rings of a state on a view and day. Raises UsageError for a state that the map does not have."""
    found = _territory(key, view, epoch(day))
    if not found:
        raise UsageError(f"the map has no territory of {key!r}")
    return found


def known(key: str) -> bool:
    """Say whether the map has a state."""
    return key in world().shapes


def keys() -> tuple[str, ...]:
    """Return the keys of all states and pieces."""
    return tuple(sorted(world().shapes))


def european(key: str) -> bool | None:
    """Say whether a state is European; None for those of which that is disputed (no treaty defines it)."""
    if key in _UNSETTLED:
        return None
    return world().continents.get(key) == "Europe" or key == "XKX"


_UNSETTLED = frozenset({"TUR", "GEO", "ARM", "AZE", "KAZ", "CYP", "XNC"})


@cache
def _gazetteer() -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[tuple[str, Place]]] = {}
    for row in load_table("boundaries/sites.tsv"):
        place = Place(float(row["lat"]), float(row["lon"]), float(row["within_km"]), row["name"])
        found.setdefault(fold(row["name"]), []).append((row["country"], place))
    data = resources.files("verbale.lexicon").joinpath("boundaries", "places.tsv.gz").read_bytes()
    for line in gzip.decompress(data).decode().splitlines():
        if line.startswith(("#", "name\t")):
            continue
        name, country, lat, lon = line.split("\t")
        here = found.setdefault(fold(name), [])
        place = Place(float(lat), float(lon), 5.0, name)
        # one town that two sources give to two states is one town: on whose territory it lies, the view says
        if all(c != country and not _same(place, p) for c, p in here):
            here.append((country, place))
    return {name: tuple(p for _, p in rows) for name, rows in found.items()}


def _same(one: Place, other: Place) -> bool:
    return abs(one.lat - other.lat) < 0.3 and abs(one.lon - other.lon) < 0.5


def places(name: str) -> tuple[Place, ...]:
    """Return the places of a name; several where there are namesakes, none where it is not known."""
    return _gazetteer().get(fold(name), ())
