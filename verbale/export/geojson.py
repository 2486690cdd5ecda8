"""GeoJSON: events at the towns where they took place. What has no such town is left out, and counted in `omitted`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from verbale.export.json import write_object
from verbale.export.places import point_of
from verbale.export.rows import EvidenceRow
from verbale.export.view import View


class Geometry(Struct, frozen=True):
    """A point, longitude first."""

    coordinates: tuple[float, float]
    type: Literal["Point"] = "Point"


class Properties(Struct, frozen=True):
    """What is known of an event."""

    when: str | None
    earliest: str | None
    latest: str | None
    event: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str
    outlets: tuple[str, ...]
    independent: int
    confidence: float
    words: tuple[EvidenceRow, ...]


class Feature(Struct, frozen=True):
    """One event."""

    id: str
    geometry: Geometry
    properties: Properties
    type: Literal["Feature"] = "Feature"


class Omitted(Struct, frozen=True):
    """How many events are not on the map, and why."""

    without_place: int
    place_not_in_lexicon: int
    places: tuple[str, ...]


class Collection(Struct, frozen=True):
    """All events that have a point."""

    features: tuple[Feature, ...]
    omitted: Omitted
    type: Literal["FeatureCollection"] = "FeatureCollection"


def write(view: View, path: Path) -> None:
    """Write the events that have a point, in order of time."""
    features: list[Feature] = []
    nowhere, unknown, names = 0, 0, set()
    for event in view.store.events():
        point = point_of(event.place)
        if event.place is None:
            nowhere += 1
        elif point is None:
            unknown += 1
            names.add(event.place)
        else:
            row = view.event(event)
            words = tuple(e for field in ("trigger", "place") for e in row.evidence(field))
            properties = Properties(
                row.when, row.earliest, row.latest, row.type, row.mode, row.status, row.actors, row.recipients, event.place,
                row.outlets, row.independent, row.confidence, words,
            )  # fmt: skip
            features.append(Feature(row.id, Geometry((point.longitude, point.latitude)), properties))
    write_object(Collection(tuple(features), Omitted(nowhere, unknown, tuple(sorted(names)))), path)
