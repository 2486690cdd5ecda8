"""Charts as numbers: where each dot, bar and line stands. Templates print them as SVG, with no style of its own."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape
from msgspec import Struct

from verbale.web.index import NO_DAY, Article, day_number, day_of

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Tick(Struct, frozen=True):
    """A mark on an axis of days."""

    x: float
    label: str
    strong: bool


class Scale(Struct, frozen=True):
    """Days to places from left to right."""

    low: int
    high: int
    left: float
    right: float

    def x(self, number: int) -> float:
        """Return the place of a day."""
        return round(self.left + (number - self.low) / max(1, self.high - self.low) * (self.right - self.left), 1)

    def ticks(self, most: int = 10) -> tuple[Tick, ...]:
        """Return days, months or years to mark: no more than asked for."""
        found = _ticks(self.low, self.high, most)
        return tuple(Tick(self.x(n), label, strong) for n, label, strong in found)


def _ticks(low: int, high: int, most: int) -> list[tuple[int, str, bool]]:
    days = high - low
    if days <= 45:
        step = max(1, math.ceil(days / most))
        shown = [n for n in range(low, high + 1) if (n - low) % step == 0]
        return [(n, _day_label(n, n == shown[0]), day_of(n)[8:] == "01") for n in shown]
    months: list[tuple[int, str, bool]] = []
    year, month = int(day_of(low)[:4]), int(day_of(low)[5:7])
    every = next(
        e for e in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000) if days / 30.4 / e <= most or e == 12000
    )
    while year <= 9999:
        number = day_number(f"{year:04d}-{month:02d}-01")
        if number > high:
            break
        if number >= low and (year * 12 + month - 1) % every == 0:
            label = str(year) if month == 1 or every >= 12 else f"{_MONTHS[month - 1]}" + ("" if months else f" {year}")
            months.append((number, label, month == 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months


def _day_label(number: int, first: bool) -> str:
    iso = day_of(number)
    label = f"{int(iso[8:])} {_MONTHS[int(iso[5:7]) - 1]}"
    return f"{label} {iso[:4]}" if first else label


def window(pairs: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the stretch of days in which nearly all of something lies: a lone mention of 1962 must not squeeze the rest."""
    days = sorted(n for pair in pairs for n in pair if n != NO_DAY)
    if not days:
        return None
    low, high = days[0], days[-1]
    if len(days) >= 20:
        first, last = days[len(days) // 20], days[-1 - len(days) // 20]
        room = max(30, (last - first) // 2)
        low, high = max(low, first - room), min(high, last + room)
    return low, high


# -- who wrote when ----------------------------------------------------------------------------------------------------


class Cell(Struct, frozen=True):
    """The articles of one outlet in one stretch of days."""

    x: float
    width: float
    count: int
    step: int
    """How dark, 1 to 4."""
    since: str
    until: str


class CoverageRow(Struct, frozen=True):
    """One outlet's articles over time."""

    outlet_id: str
    outlet: str
    count: int
    cells: tuple[Cell, ...]


class Coverage(Struct, frozen=True):
    """Articles by outlet and day."""

    rows: tuple[CoverageRow, ...]
    ticks: tuple[Tick, ...]
    unit: str
    left_out: int
    """How many articles fall outside or have no day."""
    width: int = 640


def coverage(articles: Sequence[Article], most: int = 12) -> Coverage | None:
    """Return who wrote when; None where no article has a day."""
    dated = [(a, day_number(a.earliest or a.latest)) for a in articles]
    stretch = window((n, n) for _, n in dated)
    if stretch is None:
        return None
    low, high = stretch
    days = high - low + 1
    size = 1 if days <= 64 else 7 if days <= 448 else 30 if days <= 1900 else 365
    columns = (days - 1) // size + 1
    counts: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for article, number in dated:
        if low <= number <= high:
            counts[article.outlet_id, article.outlet or "no outlet known"][(number - low) // size] += 1
    peak = max((n for c in counts.values() for n in c.values()), default=1)
    width = 640 / columns
    rows = []
    for (outlet_id, outlet), found in sorted(counts.items(), key=lambda r: (-sum(r[1].values()), r[0]))[:most]:
        cells = tuple(
            Cell(
                round(c * width, 2), round(max(width - 1, 1.5), 2), n, max(1, math.ceil(4 * n / peak)),
                day_of(low + c * size), day_of(low + (c + 1) * size - 1),
            )
            for c, n in sorted(found.items())
        )  # fmt: skip
        rows.append(CoverageRow(outlet_id, outlet, sum(found.values()), cells))
    unit = {1: "day", 7: "week", 30: "30 days", 365: "year"}[size]
    scale = Scale(low, low + columns * size, 0, 640)
    shown = sum(n for c in counts.values() for n in c.values())
    return Coverage(tuple(rows), scale.ticks(8), unit, len(articles) - shown)


class Pulse(Struct, frozen=True):
    """How many rows fall into each stretch of days."""

    cells: tuple[Cell, ...]
    ticks: tuple[Tick, ...]
    unit: str
    peak: int
    width: int = 400
    height: int = 60

    def tall(self, cell: Cell) -> float:
        """Return a bar's height."""
        return round(max(2.0, cell.count / self.peak * (self.height - 4)), 1)


def pulse(days: Sequence[int], width: int = 400) -> Pulse | None:
    """Return how many of some days fall into each day, week, month or year; None where there are too few to show."""
    stretch = window((n, n) for n in days)
    if stretch is None or stretch[1] - stretch[0] < 2:
        return None
    low, high = stretch
    long = high - low + 1
    size = next((s for s in (1, 7, 30, 91, 365) if long / s <= 60), 3650)
    columns = (long - 1) // size + 1
    counts = Counter((n - low) // size for n in days if low <= n <= high)
    peak = max(counts.values())
    wide = width / columns
    cells = tuple(
        Cell(round(c * wide, 2), round(max(wide - 1, 1.5), 2), n, max(1, math.ceil(4 * n / peak)),
             day_of(low + c * size), day_of(low + (c + 1) * size - 1))
        for c, n in sorted(counts.items())
    )  # fmt: skip
    unit = {1: "day", 7: "week", 30: "30 days", 91: "quarter", 365: "year"}.get(size, "ten years")
    return Pulse(cells, Scale(low, low + columns * size, 0, width).ticks(5), unit, peak, width)


# -- the timeline strip ------------------------------------------------------------------------------------------------


class Dot(Struct, frozen=True):
    """A statement or event on its lane: a dot for a day, a bar for a stretch of days."""

    id: str
    kind: str
    x: float
    width: float
    y: float
    style: str
    label: str
    open: bool = False
    """Only the first or the last day is known."""

    @property
    def svg(self) -> Markup:
        """The dot as it is drawn. A strip has hundreds: made here, they take a tenth of a template's time."""
        label = escape(self.label)
        wide = self.width > _BAR
        style = f"{self.style}{' range' if wide else ''}{' half' if self.open else ''}"
        high = 4 if wide else 8
        return Markup(
            f'<a href="/{escape(self.kind)}/{escape(self.id)}" aria-label="{label}"><rect class="{style}" x="{self.x - 4:.1f}" '
            f'y="{self.y - high / 2:.1f}" width="{self.width + 8:.1f}" height="{high}" rx="{1 if self.kind == "events" else 4}">'
            f"<title>{label}</title></rect></a>"
        )


class Lane(Struct, frozen=True):
    """What one party said and did."""

    id: str
    name: str
    y: float
    height: float
    count: int
    dots: tuple[Dot, ...]


class Strip(Struct, frozen=True):
    """The timeline."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    scale: Scale
    height: float
    since: str
    until: str
    left_out: int

    def zoomed(self, factor: float, shift: float = 0.0) -> dict[str, str]:
        """Return the first and last day of a stretch so many times as long, moved by so much of its length."""
        low, high = self.scale.low, self.scale.high
        half = max(3.0, (high - low) * factor / 2)
        middle = (low + high) / 2 + (high - low) * shift
        return {"since": day_of(math.floor(middle - half)), "until": day_of(math.ceil(middle + half))}


_ROW, _TOP, _HEAD = 11.0, 26.0, 17.0
_BAR = 10
"""What is wider is a bar and no dot."""
_STACK = 9


def strip(
    given: Sequence[tuple[str, str, str, int, int, str, str]],
    names: Mapping[str, str],
    width: float = 1000.0,
    asked: tuple[int, int] | None = None,
) -> Strip | None:
    """Lay out (lane, kind, id, first day, last day, style, label) on lanes; dots that would touch are stacked."""
    stretch = window((g[3], g[4]) for g in given)
    if stretch is None:
        return None
    low, high = asked or stretch
    edge = max(1, (high - low) // 60)
    low, high = low - edge, max(high + edge, low + 7)
    scale = Scale(low, high, 0, width)
    lanes: list[Lane] = []
    y = _TOP
    left_out = 0
    by_lane: defaultdict[str, list[tuple[str, str, str, int, int, str, str]]] = defaultdict(list)
    for g in given:
        by_lane[g[0]].append(g)
    for lane, items in sorted(by_lane.items(), key=lambda i: (-len(i[1]), names.get(i[0], ""), i[0])):
        ends: list[float] = []
        dots: list[Dot] = []
        for _, kind, key, first, last, style, label in items:
            begin, finish = max(low, first if first != NO_DAY else last), min(high, last if last != NO_DAY else first)
            if begin > finish:
                left_out += 1
                continue
            x = scale.x(begin)
            wide = max(0.0, scale.x(finish) - x) if finish > begin else 0.0
            half = NO_DAY in (first, last)
            row = next((n for n, end in enumerate(ends) if end <= x), len(ends))
            if row >= _STACK:
                row = min(range(len(ends)), key=lambda n: ends[n])
            if row == len(ends):
                ends.append(0.0)
            ends[row] = x + wide + 9
            dots.append(Dot(key, kind, x, round(wide, 1), row, style, label, half))
        height = max(1, len(ends)) * _ROW + _HEAD + 4
        placed = tuple(
            Dot(d.id, d.kind, d.x, d.width, round(y + _HEAD + d.y * _ROW + _ROW / 2, 1), d.style, d.label, d.open)
            for d in dots
        )
        lanes.append(Lane(lane, names.get(lane, "nobody named"), y, height, len(items), placed))
        y += height
    return Strip(tuple(lanes), scale.ticks(12), scale, y + 4, day_of(low), day_of(high), left_out)


# -- who met whom ------------------------------------------------------------------------------------------------------


class Node(Struct, frozen=True):
    """A party of the network."""

    id: str
    name: str
    x: float
    y: float
    r: float
    anchor: str
    tx: float
    ty: float


class Edge(Struct, frozen=True):
    """Two parties that met or called."""

    left: str
    right: str
    x1: float
    y1: float
    x2: float
    y2: float
    cx: float
    cy: float
    step: int
    """How thick, 1 to 5."""
    count: int
    label: str


class Net(Struct, frozen=True):
    """Who met whom, drawn on a circle."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def net(pairs: Mapping[tuple[str, str], int], names: Mapping[str, str], most: int = 16) -> Net | None:
    """Lay out pairs of parties on a circle, the busiest at the top; None where there are none."""
    weight: Counter[str] = Counter()
    for (left, right), n in pairs.items():
        weight[left] += n
        weight[right] += n
    shown = [key for key, _ in sorted(weight.items(), key=lambda w: (-w[1], names.get(w[0], ""), w[0]))[:most]]
    if len(shown) < 2:
        return None
    places: dict[str, tuple[float, float]] = {}
    nodes = []
    # neighbours on the circle are those of like weight, left and right of the top in turn
    ordered = shown[::2] + shown[1::2][::-1]
    for n, key in enumerate(ordered):
        angle = 2 * math.pi * n / len(ordered) - math.pi / 2
        x, y = 400 + 190 * math.cos(angle), 240 + 180 * math.sin(angle)
        places[key] = (x, y)
        anchor = "middle" if abs(math.cos(angle)) < 0.25 else "start" if math.cos(angle) > 0 else "end"
        r = 4 + 1.8 * math.sqrt(weight[key])
        tx = x + (r + 7) * (0 if anchor == "middle" else 1 if anchor == "start" else -1)
        ty = y + 4 if anchor != "middle" else (y - r - 8 if y < 240 else y + r + 16)
        nodes.append(
            Node(
                key,
                names.get(key, key),
                round(x, 1),
                round(y, 1),
                round(min(r, 16), 1),
                anchor,
                round(tx, 1),
                round(ty),
            )
        )
    edges = []
    peak = max(pairs.values())
    for (left, right), n in sorted(pairs.items(), key=lambda p: (p[1], p[0])):
        if left in places and right in places:
            (x1, y1), (x2, y2) = places[left], places[right]
            edges.append(
                Edge(
                    left, right, round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1), round((x1 + x2) / 4 + 200, 1),
                    round((y1 + y2) / 4 + 120, 1), max(1, math.ceil(5 * n / peak)), n,
                    f"{names.get(left, '')} and {names.get(right, '')}: {n}",
                )
            )  # fmt: skip
    return Net(tuple(nodes), tuple(edges))
