"""The map of an instrument: places, ranges as geodesic circles, distances on each view of borders, and a table of the same."""

from __future__ import annotations

from msgspec import Struct
from starlette.requests import Request

from verbale.analysis.undertakings import geodesy, surfaces
from verbale.analysis.undertakings.boundaries import ERROR_KM, GENERAL, check_view, known, places, views
from verbale.analysis.undertakings.model import Claim, File, Place, Provision
from verbale.analysis.undertakings.parties import is_party, of_instrument
from verbale.analysis.undertakings.quantities import Quantity, quantity
from verbale.analysis.undertakings.rows import Undertaking
from verbale.analysis.undertakings.testing import place_of
from verbale.analysis.undertakings.times import when
from verbale.analysis.undertakings.wording import party
from verbale.errors import UsageError
from verbale.lexicon.actors import members
from verbale.web.library import Desk
from verbale.web.pages.undertakings_drawing import Drawing, Pin, draw
from verbale.web.shown import Shown, format_of, missing

_MOST = 24
"""Places on one map."""


class Spot(Struct, frozen=True):
    """A place with what stands there or is supposed to, and whose territory it may reach."""

    label: str
    place: Place
    range_km: Quantity | None
    to: tuple[str, ...]
    day: str
    from_: str
    """What says so: a claim, a scenario of the file, or the question asked on the page."""
    href: str = ""


class DistanceRow(Struct, frozen=True):
    """One place, one territory, one view: how far, and whether a range reaches."""

    place: str
    lat: float
    lon: float
    within_km: float
    range_km: str
    to: str
    view: str
    km: float
    error_km: float
    nearest_lat: float
    nearest_lon: float
    reaches: str
    """yes, no, undetermined; empty where no range is said"""
    depends_on_view: bool
    stands_on: str
    """On whose territory the place lies on this view."""
    says: str


def page(desk: Desk, request: Request) -> Shown:
    """The map of an instrument, or of any place that is asked for."""
    asked = request.query_params
    view = asked.get("view") or None
    check_view(view)
    name = request.path_params.get("instrument")
    file = None
    if name is not None:
        try:
            file = surfaces.file_of(name, desk.store)
        except UsageError as error:
            if "is known here" in str(error):
                raise missing("instrument") from None
            raise
    found: list[Undertaking] | None = desk.worked_out("undertakings") if file else []
    own = next((u for u in found or () if file and u.instrument == file.instrument.id), None)
    spots: list[Spot] = []
    wrong = ""
    if asked.get("place"):
        try:
            spots = [_asked(asked["place"], asked.get("range_km", ""), asked.get("to", ""), asked.get("day", ""))]
        except UsageError as error:
            wrong = str(error)
    elif file is not None:
        spots = _of_claims(file, own) + _of_cases(file)
    spots = spots[:_MOST]
    rows = [row for spot in spots for row in _rows(spot, view)]
    title = f"Map: {file.instrument.short or file.instrument.title}" if file else "Map of ranges"
    if format_of(request) != "html":
        if wrong:
            raise UsageError(wrong)
        return Shown("undertakings_map.html", title, rows=rows)
    day = max((s.day for s in spots), default="9999")
    drawing: Drawing | None = draw([_pin(s, rows) for s in spots], view, day) if spots else None
    context = {
        "file": file,
        "spots": spots,
        "table": rows,
        "drawing": drawing,
        "view": view,
        "views": views(),
        "wrong": wrong,
        "party": party,
        "depends": [r for r in rows if r.depends_on_view],
        "states": sorted({s for s in (*_parties(file), "RUS", "USA", "UKR") if known(s)}, key=party),
    }
    return Shown("undertakings_map.html", title, rows=(), context=context)


def _pin(spot: Spot, rows: list[DistanceRow]) -> Pin:
    own = [r for r in rows if r.says == spot.from_ and r.place == spot.label and r.range_km == str(spot.range_km or "")]
    nearest = tuple((r.view, r.nearest_lat, r.nearest_lon, r.km) for r in own)
    return Pin(spot.label, spot.place, spot.range_km, nearest)


def _parties(file: File | None) -> list[str]:
    return sorted(of_instrument(file.instrument, "9999-12-31")) if file else []


def _asked(name: str, range_km: str, to: str, day: str) -> Spot:
    """Return what the page's form asks. Raises UsageError in words for whoever typed it."""
    name = " ".join(name.split())[:80]
    parts = name.replace(";", ",").split(",")
    try:
        place = place_of([float(p) for p in parts]) if len(parts) in {2, 3} else None
    except ValueError:
        place = None
    if place is None:
        there = places(name)
        if not there:
            raise UsageError(f"No place {name!r} is known here. Write latitude and longitude: 44.08, 24.42")
        if len(there) > 1:
            listed = "; ".join(f"{p.lat:g}, {p.lon:g}" for p in there[:6])
            raise UsageError(
                f"There are {len(there)} places {name!r}: {listed}. Write which, by latitude and longitude."
            )
        place = there[0]
    figure = quantity(range_km) if range_km.strip() else None
    if range_km.strip() and (figure is None or figure.least < 0):
        raise UsageError(f"{range_km!r} is no range: write 700, 500-5500, or more than 480")
    keys = tuple(k for part in to.upper().replace(",", " ").split() if (k := part.strip())) or ("RUS",)
    for key in keys:
        if not known(key):
            raise UsageError(f"The map has no territory of {key!r}: write a state with three letters (RUS, UKR)")
    if day:
        when(day)
    return Spot(place.name or name, place, figure, keys[:6], day or "9999-12-31", "asked on this page")


def _of_claims(file: File, found: Undertaking | None) -> list[Spot]:
    spots = []
    rules = {p.id: p for p in file.provisions}
    for row in found.rows if found else ():
        for claim in row.claims:
            spot = _spot(file, rules[row.provision], claim, claim.bearer or "", f"{claim.speaker} on {row.provision}")
            if spot is not None:
                spots.append(spot)
    return spots


def _of_cases(file: File) -> list[Spot]:
    spots: dict[tuple[str, str], Spot] = {}
    rules = {p.id: p for p in file.provisions}
    for case in file.cases:
        for claim in case.claims:
            spot = _spot(
                file, rules[case.provision], claim, case.bearer, f"scenario {case.id}: {case.title or case.provision}"
            )
            if spot is not None:
                spots.setdefault((spot.label, str(spot.range_km)), spot)
    return list(spots.values())


def _spot(file: File, p: Provision, claim: Claim, bearer: str, says: str) -> Spot | None:
    place = place_of(claim.attrs.get("place"))
    if place is None:
        return None
    given = claim.attrs.get("range_km")
    figure = quantity(given) if isinstance(given, str | int | float | list) else None
    day = when(claim.when).last.date().isoformat() if claim.when else "9999-12-31"
    label = place.name or f"{place.lat:g}, {place.lon:g}"
    return Spot(
        label, place, figure, _targets(file, p, bearer, day), day, says, f"/undertakings/{file.instrument.id}/{p.id}"
    )


def _targets(file: File, p: Provision, bearer: str, day: str) -> tuple[str, ...]:
    """Return whose territory a rule asks about: as it says, else that of the other parties."""
    tests = {**p.where, **{n: t for way in p.any_of for n, t in way.items()}}
    wanted = tests.get("reaches")
    given = [wanted] if isinstance(wanted, str) else list(wanted) if isinstance(wanted, list) else []
    if not given:
        given = sorted(of_instrument(file.instrument, day) - {bearer})
    keys = [
        k
        for g in given
        for k in (sorted(members(g.removesuffix("_members").upper(), day)) if g.endswith("_members") else [g])
    ]
    return tuple(k for k in keys if is_party(k) and known(k))[:4]


def _rows(spot: Spot, view: str | None) -> list[DistanceRow]:
    found = []
    word = {True: "yes", False: "no", None: "undetermined"}
    for key in spot.to:
        asked = (view,) if view is not None else GENERAL
        told = []
        for name in asked:
            d = geodesy.to_territory(spot.place, key, name, spot.day)
            reach = geodesy.reaches(spot.place, spot.range_km, key, name, spot.day).truth if spot.range_km else None
            told.append((name, d, word[reach] if spot.range_km else "", geodesy.host(spot.place, name, spot.day) or ""))
        apart = max(d.km for _, d, *_ in told) - min(d.km for _, d, *_ in told) > 2 * ERROR_KM
        depends = len({(reach, host) for _, _, reach, host in told}) > 1 or apart
        found += [
            DistanceRow(
                spot.label, spot.place.lat, spot.place.lon, spot.place.within_km, str(spot.range_km or ""), key, name,
                round(d.km, 1), round(d.error_km, 1), round(d.lat, 4), round(d.lon, 4), reach, depends, host, spot.from_,
            )
            for name, d, reach, host in told
        ]  # fmt: skip
    return found
