"""Drawing a map as SVG paths: outlines from the vendored boundaries, circles that are geodesics, pieces on which views differ.

The projection is azimuthal and equidistant about the middle of what is shown: near it a circle of a range looks round. Distances
are never measured on the drawing; they are geodesics, and stand in the table beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from geographiclib.geodesic import Geodesic
from msgspec import Struct

from verbale.analysis.undertakings import geodesy
from verbale.analysis.undertakings.boundaries import GENERAL, Ring, keys, outline, pieces, territory
from verbale.analysis.undertakings.model import Place
from verbale.analysis.undertakings.quantities import Quantity
from verbale.analysis.undertakings.wording import party
from verbale.errors import UsageError

WIDTH, HEIGHT = 960.0, 620.0
_EARTH = 6371.0
_LEAST_KM = 420.0
"""Half of the least stretch that is shown."""
_MOST_KM = 4500.0
_STEP = 3
"""Degrees of azimuth between points of a circle."""
_PIXEL = 1.1
_LABELS = 26
_FAR = 150.0
"""A ring with a point so many degrees away is on the other side of the world."""


class Pin(Struct, frozen=True):
    """What is drawn: a place, its range, and the nearest points of territories as (view, lat, lon, km)."""

    label: str
    place: Place
    range_km: Quantity | None
    nearest: tuple[tuple[str, float, float, float], ...]


class Shape(Struct, frozen=True):
    """One state's outline as an SVG path."""

    key: str
    name: str
    path: str


class Mark(Struct, frozen=True):
    """A place on the map with the circles of its range."""

    label: str
    x: float
    y: float
    number: int
    vague: float
    """Radius in pixels of the disc within which it may lie; 0 for a point."""
    inner: str
    outer: str
    range_words: str
    lines: tuple[tuple[str, str, float, float, str], ...]
    """(view, path to the nearest point, x, y of the nearest point, words)"""


class Label(Struct, frozen=True):
    """A state's name."""

    x: float
    y: float
    name: str


class Drawing(Struct, frozen=True):
    """A map."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    disputed: tuple[Shape, ...]
    """Pieces on which the views differ; `name` says who holds them on which."""
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    scale: tuple[float, str]
    """A bar: its length in pixels and what it stands for."""


class _Frame(Struct, frozen=True):
    lat: float
    lon: float
    km: float
    """Kilometres for a pixel."""

    def xy(self, lat: float, lon: float) -> tuple[float, float, float]:
        """Return x, y and the angle from the middle in degrees."""
        p0, p = math.radians(self.lat), math.radians(lat)
        d = math.radians(lon - self.lon)
        cos = math.sin(p0) * math.sin(p) + math.cos(p0) * math.cos(p) * math.cos(d)
        c = math.acos(max(-1.0, min(1.0, cos)))
        k = 1.0 if c < 1e-9 else c / math.sin(c) if c < math.pi - 1e-6 else 0.0
        x = k * math.cos(p) * math.sin(d) * _EARTH / self.km
        y = k * (math.cos(p0) * math.sin(p) - math.sin(p0) * math.cos(p) * math.cos(d)) * _EARTH / self.km
        return WIDTH / 2 + x, HEIGHT / 2 - y, math.degrees(c)


def _frame(pins: Sequence[Pin]) -> _Frame:
    points: list[tuple[float, float]] = []
    for place, figure, nearest in ((p.place, p.range_km, p.nearest) for p in pins):
        points.append((place.lat, place.lon))
        points += [(lat, lon) for _, lat, lon, km in nearest if km < _MOST_KM]
        if figure is not None:
            reach = min(_finite(figure) * 1.06, _MOST_KM * 0.8)
            for azimuth in (0, 90, 180, 270):
                end = Geodesic.WGS84.Direct(place.lat, place.lon, azimuth, reach * 1000)
                points.append((end["lat2"], end["lon2"]))
    x = sum(math.cos(math.radians(a)) * math.cos(math.radians(o)) for a, o in points)
    y = sum(math.cos(math.radians(a)) * math.sin(math.radians(o)) for a, o in points)
    z = sum(math.sin(math.radians(a)) for a, _ in points)
    lat, lon = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    raw = _Frame(lat, lon, 1.0)
    dx = max(abs(raw.xy(a, o)[0] - WIDTH / 2) for a, o in points)
    dy = max(abs(raw.xy(a, o)[1] - HEIGHT / 2) for a, o in points)
    half = min(max(dy, dx * HEIGHT / WIDTH, _LEAST_KM) * 1.12, _MOST_KM)
    return _Frame(lat, lon, half / (HEIGHT / 2))


def _finite(figure: Quantity) -> float:
    return figure.most if math.isfinite(figure.most) else figure.least if math.isfinite(figure.least) else 0.0


def _path(frame: _Frame, ring: Ring) -> tuple[str, list[tuple[float, float]]]:
    """Return a ring as a path, empty where it does not touch the frame; points closer than a pixel are left out."""
    points: list[tuple[float, float]] = []
    for lat, lon in zip(ring.lat.tolist(), ring.lon.tolist(), strict=True):
        x, y, away = frame.xy(lat, lon)
        if away > _FAR:
            return "", []
        if not points or abs(x - points[-1][0]) + abs(y - points[-1][1]) > _PIXEL:
            points.append((x, y))
    clipped = _clip(points)
    if len(clipped) < 3:
        return "", []
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in clipped) + "Z", clipped


def _clip(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a polygon cut at the frame's edges (Sutherland and Hodgman)."""
    edge = 20.0
    for axis, limit, below in ((0, -edge, False), (0, WIDTH + edge, True), (1, -edge, False), (1, HEIGHT + edge, True)):
        if not points:
            return []
        made: list[tuple[float, float]] = []
        last = points[-1]
        for point in points:
            here, there = (
                (point[axis] <= limit, last[axis] <= limit) if below else (point[axis] >= limit, last[axis] >= limit)
            )
            if here != there:
                t = (limit - last[axis]) / (point[axis] - last[axis])
                made.append((last[0] + t * (point[0] - last[0]), last[1] + t * (point[1] - last[1])))
            if here:
                made.append(point)
            last = point
        points = made
    return points


def _line(frame: _Frame, points: Sequence[tuple[float, float]], *, closed: bool) -> str:
    xy = [frame.xy(lat, lon) for lat, lon in points]
    if not xy:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in xy) + ("Z" if closed else "")


def circle(frame: _Frame, place: Place, km: float) -> str:
    """Return the circle of all points so far from a place, on the ellipsoid."""
    if not 0 < km < 12_000:
        return ""
    points = [
        (end["lat2"], end["lon2"])
        for azimuth in range(0, 360, _STEP)
        for end in (Geodesic.WGS84.Direct(place.lat, place.lon, azimuth, km * 1000),)
    ]
    return _line(frame, points, closed=True)


def _geodesic(frame: _Frame, place: Place, lat: float, lon: float) -> str:
    line = Geodesic.WGS84.InverseLine(place.lat, place.lon, lat, lon)
    steps = max(2, min(40, int(line.s13 / 50_000)))
    points = [(p["lat2"], p["lon2"]) for n in range(steps + 1) for p in (line.Position(line.s13 * n / steps),)]
    return _line(frame, points, closed=False)


def draw(pins: Sequence[Pin], view: str | None, day: str) -> Drawing:
    """Return the map of some places. Without a view the outlines are those of `de_facto`, and what differs is marked."""
    frame = _frame(pins)
    seen = view or GENERAL[0]
    shapes, labels = [], []
    for key in keys():
        try:
            rings = territory(key, seen, day)
        except UsageError:
            continue  # a piece that is another's on this view
        paths, best = [], (0.0, 0.0, 0.0)
        for ring in rings:
            path, points = _path(frame, ring)
            if path:
                paths.append(path)
                best = max(best, _middle(points))
        if paths:
            shapes.append(Shape(key, party(key), "".join(paths)))
            if best[0] > 2600:
                labels.append((best[0], Label(round(best[1]), round(best[2]), party(key))))
    labels.sort(key=lambda x: -x[0])
    return Drawing(
        int(WIDTH), int(HEIGHT), tuple(shapes), tuple(_disputed(frame, day)),
        tuple(_mark(frame, n, pin) for n, pin in enumerate(pins, 1)),
        tuple(label for _, label in labels[:_LABELS]), _scale(frame),
    )  # fmt: skip


def _middle(points: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the size of a polygon and its middle."""
    area = cx = cy = 0.0
    for (x, y), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
        cross = x * y2 - x2 * y
        area += cross
        cx += (x + x2) * cross
        cy += (y + y2) * cross
    if abs(area) < 1:
        return 0.0, 0.0, 0.0
    x, y = cx / (3 * area), cy / (3 * area)
    if not (30 < x < WIDTH - 30 and 20 < y < HEIGHT - 20):
        return 0.0, 0.0, 0.0
    return abs(area) / 2, x, y


def _disputed(frame: _Frame, day: str) -> list[Shape]:
    found = []
    for piece in pieces():
        holders = {view: piece.holder(view, day) for view in GENERAL}
        if len({holder for holder, _ in holders.values()}) < 2:
            continue
        path = "".join(_path(frame, ring)[0] for ring in outline(piece))
        if path:
            words = "; ".join(f"{view}: {party(holder)} ({because})" for view, (holder, because) in holders.items())
            found.append(Shape(piece.name, f"{piece.name}: {words}", path))
    return found


def _mark(frame: _Frame, number: int, pin: Pin) -> Mark:
    place, figure = pin.place, pin.range_km
    x, y, _ = frame.xy(place.lat, place.lon)
    inner = outer = ""
    if figure is not None:
        outer = circle(frame, place, _finite(figure))
        inner = circle(frame, place, figure.least) if math.isfinite(figure.most) and figure.least < figure.most else ""
    told: dict[tuple[float, float, float], list[str]] = {}
    for view, lat, lon, km in pin.nearest:
        if km > 0 and geodesy.between(place.lat, place.lon, lat, lon) <= _MOST_KM * 1.5:
            told.setdefault((lat, lon, km), []).append(view)
    lines = []
    for (lat, lon, km), seen in told.items():
        at = frame.xy(lat, lon)
        words = f"{km:,.0f} km" + (f" ({seen[0].replace('_', ' ')})" if len(seen) < len(GENERAL) else "")
        lines.append((seen[0], _geodesic(frame, place, lat, lon), round(at[0], 1), round(at[1], 1), words))
    vague = place.within_km / frame.km
    return Mark(
        pin.label, round(x, 1), round(y, 1), number, round(vague, 1) if vague > 5 else 0.0, inner, outer,
        f"{figure} km" if figure is not None else "", tuple(lines),
    )  # fmt: skip


def _scale(frame: _Frame) -> tuple[float, str]:
    for km in (2000, 1000, 500, 200, 100, 50, 20):
        if km / frame.km < 200:
            return round(km / frame.km, 1), f"{km:,} km in the middle of the map"
    return round(20 / frame.km, 1), "20 km"
