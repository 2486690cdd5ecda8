"""Distances on the WGS-84 ellipsoid, and what follows from them: reach, nearness to a border, on whose territory.

Every answer admits error: of the place, of the map, of the range; what lies within it is undetermined. Where boundary views
answer differently, the answer is "depends on the view", with each view's figure.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from geographiclib.geodesic import Geodesic
from msgspec import Struct

from verbale.analysis.undertakings.boundaries import (
    ERROR_KM,
    GENERAL,
    STEP_KM,
    Floats,
    epoch,
    inside,
    keys,
    pieces,
    territory,
)
from verbale.analysis.undertakings.model import Place
from verbale.analysis.undertakings.quantities import Quantity, Truth

_A, _F = 6378.137, 1 / 298.257223563
_E2 = _F * (2 - _F)
_NEAREST = 12
"""How many of the nearest points are measured exactly."""


class Distance(Struct, frozen=True):
    """How far a place is from a territory or border, on one view."""

    view: str
    km: float
    error_km: float
    lat: float
    lon: float
    """The nearest point."""

    @property
    def least(self) -> float:
        """The least that it may be."""
        return max(0.0, self.km - self.error_km)

    @property
    def most(self) -> float:
        """The most that it may be."""
        return self.km + self.error_km

    def __str__(self) -> str:
        return f"{self.km:.0f} km (± {self.error_km:.0f}) on the view {self.view}, nearest at {self.lat:.2f}, {self.lon:.2f}"


class Verdict(Struct, frozen=True):
    """An answer on each view that was asked."""

    truth: Truth
    by_view: tuple[tuple[str, Truth], ...]
    distances: tuple[Distance, ...]
    why: str

    @property
    def depends(self) -> bool:
        """Whether views answer differently."""
        return len({truth for _, truth in self.by_view}) > 1


def between(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Return the length in km of the shortest line between two points on the ellipsoid."""
    return float(Geodesic.WGS84.Inverse(lat, lon, lat2, lon2, Geodesic.DISTANCE)["s12"]) / 1000.0


def cartesian(lat: Floats, lon: Floats) -> Floats:
    """Return points of the ellipsoid in space, in km: straight lines there order points as geodesics do."""
    phi, lam = np.radians(lat), np.radians(lon)
    n = _A / np.sqrt(1 - _E2 * np.sin(phi) ** 2)
    return np.stack(
        [n * np.cos(phi) * np.cos(lam), n * np.cos(phi) * np.sin(lam), n * (1 - _E2) * np.sin(phi)], axis=-1
    )


class _Line(Struct, frozen=True):
    """A territory's outline as steps in space."""

    start: Floats
    step: Floats
    border: Floats


@lru_cache(maxsize=64)
def _outline(key: str, view: str, when: str) -> _Line:
    starts, steps, borders = [], [], []
    for ring in territory(key, view, when):
        first = cartesian(ring.lat, ring.lon)
        whole = np.roll(first, -1, axis=0) - first
        length = np.linalg.norm(whole, axis=1)
        parts = np.maximum(1, np.ceil(length / STEP_KM)).astype(np.int64)
        index = np.repeat(np.arange(len(first)), parts)
        offset = np.arange(len(index)) - np.repeat(np.cumsum(parts) - parts, parts)
        step = whole[index] / parts[index, None]
        starts.append(first[index] + step * offset[:, None])
        steps.append(step)
        borders.append(ring.border[index])
    return _Line(np.concatenate(starts), np.concatenate(steps), np.concatenate(borders))


def _geographic(point: Floats) -> tuple[float, float]:
    """Return latitude and longitude of a point near the surface (one step of Bowring's method is exact enough there)."""
    x, y, z = (float(c) for c in point)
    flat = float(np.hypot(x, y))
    b = _A * (1 - _F)
    theta = np.arctan2(z * _A, flat * b)
    second = (_A * _A - b * b) / (b * b)
    lat = np.arctan2(z + second * b * np.sin(theta) ** 3, flat - _E2 * _A * np.cos(theta) ** 3)
    return float(np.degrees(lat)), float(np.degrees(np.arctan2(y, x)))


def _nearest(place: Place, line: _Line, only: Floats | None) -> tuple[float, float, float]:
    here = cartesian(np.array(place.lat), np.array(place.lon))
    start, step = (line.start, line.step) if only is None else (line.start[only], line.step[only])
    if not len(start):
        return float("inf"), 0.0, 0.0
    size = np.maximum((step * step).sum(axis=1), 1e-12)
    along = np.clip(((here - start) * step).sum(axis=1) / size, 0.0, 1.0)
    points = start + step * along[:, None]
    away = ((points - here) ** 2).sum(axis=1)
    near = np.argsort(away, kind="stable")[:_NEAREST]
    best = (float("inf"), 0.0, 0.0)
    for index in near:
        lat, lon = _geographic(points[index])
        best = min(best, (between(place.lat, place.lon, lat, lon), lat, lon))
    return best


def _is_inside(place: Place, key: str, view: str, day: str) -> bool:
    return any(inside(place.lat, place.lon, ring) for ring in territory(key, view, day))


@lru_cache(maxsize=4096)
def to_territory(place: Place, key: str, view: str, day: str = "9999") -> Distance:
    """Return how far a place is from a state's territory: 0 inside. Exclaves count, since the word is "territory"."""
    error = ERROR_KM + place.within_km
    if _is_inside(place, key, view, day):
        return Distance(view, 0.0, error, place.lat, place.lon)
    km, lat, lon = _nearest(place, _outline(key, view, epoch(day)), None)
    return Distance(view, km, error, lat, lon)


@lru_cache(maxsize=4096)
def to_border(place: Place, key: str, view: str, day: str = "9999") -> Distance | None:
    """Return how far a place, on either side, is from a state's land border (not its coast); None where it has none."""
    line = _outline(key, view, epoch(day))
    km, lat, lon = _nearest(place, line, line.border.astype(bool))
    return None if km == float("inf") else Distance(view, km, ERROR_KM + place.within_km, lat, lon)


def _views(view: str | None) -> tuple[str, ...]:
    return GENERAL if view is None else (view,)


def _verdict(by_view: list[tuple[str, Truth]], distances: list[Distance], what: str) -> Verdict:
    truths = {truth for _, truth in by_view}
    truth = by_view[0][1] if len(truths) == 1 else None
    said = "; ".join(str(d) for d in distances)
    if len(truths) > 1:
        word = {True: "yes", False: "no", None: "undetermined"}
        what += " depends on the view: " + ", ".join(f"{v} {word[t]}" for v, t in by_view)
    return Verdict(truth, tuple(by_view), tuple(distances), f"{what}: {said}" if said else what)


def reaches(place: Place, range_km: Quantity, key: str, view: str | None = None, day: str = "9999") -> Verdict:
    """Say whether a weapon at a place can reach a state's territory. Its range is a claim too, given as an interval."""
    found: list[tuple[str, Truth]] = []
    distances = []
    for name in _views(view):
        d = to_territory(place, key, name, day)
        truth: Truth = True if range_km.least >= d.most else False if range_km.most < d.least else None
        found.append((name, truth))
        distances.append(d)
    return _verdict(found, distances, f"a range of {range_km} km reaching {key}")


def near_border(place: Place, within_km: float, key: str, view: str | None = None, day: str = "9999") -> Verdict:
    """Say whether a place lies within so many km of a state's land border."""
    found: list[tuple[str, Truth]] = []
    distances = []
    for name in _views(view):
        d = to_border(place, key, name, day)
        if d is None:
            found.append((name, False))
            continue
        found.append((name, True if d.most <= within_km else False if d.least > within_km else None))
        distances.append(d)
    return _verdict(found, distances, f"within {within_km:g} km of the border of {key}")


def on_territory(place: Place, key: str, view: str | None = None, day: str = "9999") -> Verdict:
    """Say whether a place lies on a state's territory; undetermined within the error of a land border."""
    found: list[tuple[str, Truth]] = []
    distances = []
    for name in _views(view):
        edge = to_border(place, key, name, day)
        near = edge is not None and edge.km < edge.error_km
        found.append((name, None if near else host(place, name, day) == key))
        distances.append(to_territory(place, key, name, day))
    return _verdict(found, distances, f"on the territory of {key}")


@lru_cache(maxsize=4096)
def host(place: Place, view: str, day: str = "9999") -> str | None:
    """Return whose territory a place lies on, by the outlines alone; the nearest within 10 km for a place off a coarse coast."""
    inner = [k for k in keys() if _has(k, view, day) and _is_inside(place, k, view, day)]
    if inner:
        return inner[0]
    near: list[tuple[float, str]] = []
    for k in keys():
        if not _has(k, view, day) or not any(
            ring.lat.min() - 0.3 <= place.lat <= ring.lat.max() + 0.3
            and ring.lon.min() - 1.5 <= place.lon <= ring.lon.max() + 1.5
            for ring in territory(k, view, day)
        ):
            continue
        near.append((to_territory(place, k, view, day).km, k))
    return min(near)[1] if near and min(near)[0] <= 10.0 else None


def _has(key: str, view: str, day: str) -> bool:
    """Say whether a key holds any land on a view: Kosovo's, as a piece of Serbia, is not its own."""
    own = [p for p in pieces() if p.base == key and len(p.rings) and p.holder(view, day)[0] != key]
    return not own or any(p.name not in _WHOLE for p in own)


_WHOLE = frozenset({"Kosovo", "Northern Cyprus", "Somaliland"})
