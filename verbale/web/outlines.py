"""The world's outlines as SVG paths for one stretch of the globe, from the package's own boundaries; nothing is fetched.

A plate carrée, its parallels drawn true in the middle of what is shown. Each border is thinned once and used by both of its
sides, as finely as the stretch is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from verbale.analysis.undertakings.boundaries import arc, pieces, world

WIDTH = 1000
_SHAPE = 0.52
"""Height by width of the drawing."""
_SMALLEST = 24.0
"""Degrees of longitude that are shown at least."""
_FINE = 1.1
"""Units of the drawing that a thinned line may lie beside the outline."""

Points = tuple[tuple[float, float], ...]


class Frame(Struct, frozen=True):
    """A stretch of the globe and how it is drawn."""

    west: float
    east: float
    south: float
    north: float

    @property
    def height(self) -> float:
        """The drawing's height."""
        return round(WIDTH * (self.north - self.south) / ((self.east - self.west) * self._squeeze), 1)

    @property
    def _squeeze(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point of the globe stands in the drawing."""
        x = (longitude - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - latitude) / (self.north - self.south) * self.height
        return round(x, 1), round(y, 1)


class Outline(Struct, frozen=True):
    """A state, or a piece of land in dispute, as a path."""

    key: str
    path: str
    x: float
    y: float
    """The middle of its largest part in sight."""


class Outlines(Struct, frozen=True):
    """What is in sight."""

    states: tuple[Outline, ...]
    disputed: tuple[Outline, ...]
    """Pieces that views differ on, whoever holds them; drawn over the states."""


def frame(points: Iterable[tuple[float, float]]) -> Frame:
    """Return the stretch that holds points (longitude, latitude) with room around them."""
    found = list(points) or [(-170.0, -55.0), (180.0, 75.0)]
    west, east = min(p[0] for p in found), max(p[0] for p in found)
    south, north = min(p[1] for p in found), max(p[1] for p in found)
    room = max(4.0, 0.14 * (east - west))
    wide = min(360.0, max(_SMALLEST, east - west + 2 * room))
    middle = min(65.0, max(-55.0, (south + north) / 2))
    squeeze = math.cos(math.radians(middle))
    tall = max(wide * squeeze * _SHAPE, (north - south) * 1.25 + 4)
    if tall > wide * squeeze * _SHAPE:
        wide = min(360.0, tall / (_SHAPE * squeeze))
    low = max(-60.0, min(middle - tall / 2, 84.0 - tall))
    left = max(-180.0, min((west + east) / 2 - wide / 2, 180.0 - wide))
    # whole degrees: records that differ by an event share their outlines
    return Frame(math.floor(left), math.ceil(left + wide), math.floor(low), min(84.0, math.ceil(low + tall)))


@lru_cache(maxsize=8)
def outlines(shown: Frame) -> Outlines:
    """Return the states and the pieces in dispute that are in sight, by key."""
    arcs: dict[int, Points] = {}
    step = (shown.east - shown.west) / WIDTH

    def drawn(key: str, rings: Iterable[Sequence[int]]) -> Outline | None:
        parts = []
        best = (0.0, 0.0, 0.0)
        for ring in rings:
            line: list[tuple[float, float]] = []
            for ref in ring:
                number = ref if ref >= 0 else ~ref
                if number not in arcs:
                    arcs[number] = _thin(arc(number), step * _FINE)
                line += arcs[number] if ref >= 0 else arcs[number][::-1]
            size, x, y = _in_sight(line, shown)
            if size > (1.6 * step) ** 2:
                parts.append(_path(line, shown))
                best = max(best, (size, x, y))
        return Outline(key, "".join(parts), *shown.at(best[1], best[2])) if parts else None

    shapes = world().shapes
    states = [drawn(key, rings) for key, rings in sorted(shapes.items())]
    disputed = [drawn(piece.name, [shapes[piece.base][n] for n in piece.rings]) for piece in pieces()]
    return Outlines(tuple(o for o in states if o), tuple(o for o in disputed if o))


def middle(key: str) -> tuple[float, float] | None:
    """Return the middle of a state's largest piece, None for what is no state."""
    best: tuple[float, float, float] | None = None
    for ring in world().shapes.get(key, ()):
        line = [p for ref in ring for p in (arc(ref) if ref >= 0 else arc(~ref)[::-1])]
        west, east = min(p[0] for p in line), max(p[0] for p in line)
        south, north = min(p[1] for p in line), max(p[1] for p in line)
        size = (east - west) * (north - south)
        if best is None or size > best[0]:
            best = size, (west + east) / 2, (south + north) / 2
    return (round(best[1], 2), round(best[2], 2)) if best else None


def _thin(line: Sequence[tuple[float, float]], most: float) -> Points:
    """Leave out points that lie no farther from the line between their neighbours (Douglas and Peucker, by a stack)."""
    if len(line) < 3:
        return tuple(line)
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        (x1, y1), (x2, y2) = line[first], line[last]
        dx, dy = x2 - x1, y2 - y1
        length = math.hypot(dx, dy)
        far, at = 0.0, 0
        for n in range(first + 1, last):
            x, y = line[n]
            off = abs(dx * (y - y1) - dy * (x - x1)) / length if length else math.hypot(x - x1, y - y1)
            if off > far:
                far, at = off, n
        if far > most:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return tuple(line[n] for n in sorted(keep))


def _in_sight(line: Sequence[tuple[float, float]], shown: Frame) -> tuple[float, float, float]:
    """Return how much of the frame a ring may take in square degrees, and the middle of that."""
    west, east = max(shown.west, min(p[0] for p in line)), min(shown.east, max(p[0] for p in line))
    south, north = max(shown.south, min(p[1] for p in line)), min(shown.north, max(p[1] for p in line))
    return max(0.0, east - west) * max(0.0, north - south), (west + east) / 2, (south + north) / 2


def _path(line: Sequence[tuple[float, float]], shown: Frame) -> str:
    """Return a ring in whole units, each point as a step from the one before."""
    found: list[str] = []
    at = (0, 0)
    room = 400
    for longitude, latitude in line:
        x, y = shown.at(longitude, latitude)
        # what lies far outside is drawn at the edge of what may be seen when scrolled: numbers stay short
        here = (round(min(WIDTH + room, max(-room, x))), round(min(shown.height + room, max(-room, y))))
        if not found:
            found.append(f"M{here[0]} {here[1]}l")
        elif here != at:
            dx, dy = here[0] - at[0], here[1] - at[1]
            found.append(f"{dx}{'' if dy < 0 else ' '}{dy}{' '}")
        at = here
    return "".join(found).rstrip().rstrip("l") + "z"
