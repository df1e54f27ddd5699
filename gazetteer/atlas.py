"""Natural Earth's land, lakes, countries and borders, out of the place store's file.

`layer` serves whoever draws or checks a coast: a layer's geometries, whole, at one of three
scales, optionally only those that meet a box. `shore` serves the coast check.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from gazetteer.place import Place, PlaceKind
from gazetteer.store import Gazetteer

__all__ = ["Box", "Feature", "LayerName", "features", "layer", "prominent"]

LayerName: TypeAlias = Literal["land", "lakes", "countries", "borders", "shore"]
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Feature:
    """A geometry in (lon_deg, lat_deg) with what is known of it.

    `ref` and `name` are those of the place whose area it is (a country, a named lake);
    `country` its ISO code. `disputed` marks borders that Natural Earth does not count as
    settled: disputed, indefinite, breakaway and ceasefire lines.
    """

    geometry: Any
    ref: str | None = None
    name: str | None = None
    country: str | None = None
    disputed: bool = False


def layer(
    name: LayerName, scale: int = 110, box: Box | None = None, *, gazetteer: Gazetteer | None = None
) -> list[Any]:
    """Give a layer's geometries as shapely objects in (lon_deg, lat_deg).

    Parameters
    ----------
    name
        ``land``: polygons, uncut, lakes not taken out (the Caspian is land here).
        ``lakes``: polygons, the Caspian and Aral among them.
        ``countries``: polygons, one geometry a country.
        ``borders``: lines on land.
        ``shore``: land without lakes larger than about 500 km², at scale 10 only, cut into
        tiles of 5°: for testing lines against the coast, never for drawing.
    scale
        10, 50 or 110, in millions: 10 is the finest.
    box
        (west, south, east, north) in degrees, west > east across ±180: only geometries whose
        limits meet it, uncut.
    gazetteer
        An open store; by default the embedded one is opened for this call.

    Raises
    ------
    ValueError
        When the layer or scale does not exist.
    """
    return [feature.geometry for feature in features(name, scale, box, gazetteer=gazetteer)]


def features(
    name: LayerName, scale: int = 110, box: Box | None = None, *, gazetteer: Gazetteer | None = None
) -> list[Feature]:
    """Give a layer's geometries with their attributes; parameters as for `layer`."""
    if name not in _LAYERS or scale not in _SCALES:
        raise ValueError(f"no layer {name!r} at scale {scale!r}")
    if gazetteer is not None:
        return _read(gazetteer, name, scale, box)
    with Gazetteer.open() as opened:
        return _read(opened, name, scale, box)


def prominent(
    box: Box, kinds: Sequence[PlaceKind], *, limit: int = 300, gazetteer: Gazetteer
) -> list[Place]:
    """Give the most populous places of some kinds whose position lies in a box.

    Parameters
    ----------
    box
        (west, south, east, north) in degrees, west > east across ±180.
    kinds
        The kinds that are wanted; where inhabitants are unknown, the store's order decides.
    limit
        The most places to give.
    """
    order = json.loads(gazetteer.meta["kinds"])
    codes = [order.index(kind.value) for kind in kinds if kind.value in order]
    west, south, east, north = (round(value * 100_000) for value in box)
    across = "lon BETWEEN ? AND ?" if west <= east else "(lon >= ? OR lon <= ?)"
    marks = ", ".join("?" * len(codes))
    statement = (
        f"SELECT id FROM place WHERE kind IN ({marks}) AND {across} "  # noqa: S608 - marks only
        "AND lat BETWEEN ? AND ? ORDER BY population DESC, id LIMIT ?"
    )
    numbers = gazetteer.rows(statement, (*codes, west, east, south, north, limit))
    entries = [gazetteer.entry(row[0]) for row in list(numbers)]
    return [gazetteer.place(entry) for entry in entries if entry is not None]


_LAYERS = ("land", "lakes", "countries", "borders", "shore")
_SCALES = (10, 50, 110)
_SELECT = """
SELECT s.geometry, s.disputed, s.place FROM extent e JOIN shape s ON s.id = e.id
WHERE e.layer = ? AND e.scale = ?
"""
_WITHIN = " AND e.east >= ? AND e.west <= ? AND e.north >= ? AND e.south <= ?"


def _read(gazetteer: Gazetteer, name: str, scale: int, box: Box | None) -> list[Feature]:
    import shapely

    rows: list[tuple[Any, ...]] = []
    if box is None:
        rows += gazetteer.rows(_SELECT + " ORDER BY e.id", (name, scale))
    else:
        for west, east in _spans(box):
            values = (name, scale, west, east, box[1], box[3])
            rows += gazetteer.rows(_SELECT + _WITHIN + " ORDER BY e.id", values)
    found = []
    for geometry, disputed, number in dict.fromkeys(rows):
        entry = None if number is None else gazetteer.entry(number)
        place = None if entry is None else gazetteer.place(entry)
        found.append(
            Feature(
                geometry=shapely.from_wkb(zlib.decompress(geometry)),
                ref=place.ref if place else None,
                name=place.name if place else None,
                country=place.country if place else None,
                disputed=bool(disputed),
            )
        )
    return found


def _spans(box: Box) -> list[tuple[float, float]]:
    west, _, east, _ = box
    return [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
