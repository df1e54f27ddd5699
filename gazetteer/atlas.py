"""Natural Earth's land, lakes, countries and borders, and GSHHG's shore, out of the store's file.

`layer` serves whoever draws or checks a coast: a layer's geometries, whole, at one of three
scales, optionally only those that meet a box. `shore` serves the coast check.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from gazetteer.place import Place, PlaceKind
from gazetteer.store import Gazetteer

__all__ = ["Box", "Feature", "LayerName", "Runs", "features", "layer", "prominent", "runs"]

LayerName: TypeAlias = Literal["land", "lakes", "countries", "borders", "shore"]
Box: TypeAlias = tuple[float, float, float, float]
Runs: TypeAlias = tuple[tuple[int, float, float, float, float], ...]


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
    name: LayerName,
    scale: int = 110,
    box: Box | None = None,
    *,
    gazetteer: Gazetteer | None = None,
    among: Runs | None = None,
) -> list[Any]:
    """Give a layer's geometries as shapely objects in (lon_deg, lat_deg).

    Parameters
    ----------
    name
        ``land``: polygons, uncut; lakes are not taken out, but the Caspian is a hole in it.
        ``lakes``: polygons, the Caspian among them.
        ``countries``: polygons, one geometry a country.
        ``borders``: lines on land.
        ``shore``: GSHHG's land without lakes larger than 500 km², at scale 10 only, cut into
        tiles of 5°: for testing lines against the coast, never for drawing.
    scale
        10, 50 or 110, in millions: 10 is the finest.
    box
        (west, south, east, north) in degrees, west > east across ±180: only geometries whose
        limits meet it, uncut.
    gazetteer
        An open store; by default the embedded one is opened for this call.
    among
        The layer's `runs`, for who asks for many boxes: the others' limits are not read.

    Raises
    ------
    ValueError
        When the layer or scale does not exist.
    """
    found = features(name, scale, box, gazetteer=gazetteer, among=among)
    return [feature.geometry for feature in found]


def runs(name: LayerName, scale: int, *, gazetteer: Gazetteer) -> Runs:
    """Give the limits (west, south, east, north) of each run of a layer, after its number.

    The geometries of a run follow each other in the store; those of the shore lie together.
    """
    return tuple(gazetteer.rows(_RUNS, (_RUN, name, scale)))


def features(
    name: LayerName,
    scale: int = 110,
    box: Box | None = None,
    *,
    gazetteer: Gazetteer | None = None,
    among: Runs | None = None,
) -> list[Feature]:
    """Give a layer's geometries with their attributes; parameters as for `layer`."""
    if name not in _LAYERS or scale not in _SCALES or (name == "shore" and scale != _SHORE_SCALE):
        raise ValueError(f"no layer {name!r} at scale {scale!r}")
    if gazetteer is not None:
        return _read(gazetteer, name, scale, box, among)
    with Gazetteer.open() as opened:
        return _read(opened, name, scale, box, among)


def prominent(
    box: Box,
    kinds: Sequence[PlaceKind],
    *,
    limit: int | None = None,
    gazetteer: Gazetteer | None = None,
) -> list[Place]:
    """Give the most prominent places in a box, for the names on a map.

    Parameters
    ----------
    box
        (west, south, east, north) in degrees, west > east across ±180.
    kinds
        Kinds of place that are wanted.
    limit
        The most places to give; all when None.
    gazetteer
        An open store; by default the embedded one is opened for this call.

    Returns
    -------
    list of Place
        Most prominent first. A country stands at its label point, where readers look for the
        name, and is given when that point lies in the box.
    """
    if gazetteer is not None:
        return _prominent(gazetteer, box, kinds, limit)
    with Gazetteer.open() as opened:
        return _prominent(opened, box, kinds, limit)


_LAYERS = ("land", "lakes", "countries", "borders", "shore")
_SCALES = (10, 50, 110)
_SHORE_SCALE = 10
_SELECT = """
SELECT s.geometry, s.disputed, s.place FROM extent e JOIN shape s ON s.id = e.id
WHERE e.layer = ? AND e.scale = ?
"""
_WITHIN = """
AND e.east >= ? AND e.west <= ? AND e.north >= ? AND e.south <= ? AND e.id BETWEEN ? AND ?
"""
_RUN = 64
_RUNS = """
SELECT id / ? AS run, min(west), min(south), max(east), max(north) FROM extent
WHERE layer = ? AND scale = ? GROUP BY run
"""
_ALL_IDS = (0, 2**62)


def _read(
    gazetteer: Gazetteer, name: str, scale: int, box: Box | None, among: Runs | None
) -> list[Feature]:
    import shapely

    rows: list[tuple[Any, ...]] = []
    if box is None:
        rows += gazetteer.rows(_SELECT + " ORDER BY e.id", (name, scale))
    else:
        for west, east in _spans(box):
            sides = west, east, box[1], box[3]
            for ids in [_ALL_IDS] if among is None else _met(among, *sides):
                values = (name, scale, *sides, *ids)
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


def _met(
    among: Runs, west: float, east: float, south: float, north: float
) -> list[tuple[int, int]]:
    """Return the first and the last id of each run whose limits meet others."""
    return [
        (run * _RUN, run * _RUN + _RUN - 1)
        for run, its_west, its_south, its_east, its_north in among
        if its_east >= west and its_west <= east and its_north >= south and its_south <= north
    ]


def _spans(box: Box) -> list[tuple[float, float]]:
    west, _, east, _ = box
    return [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]


_SELECT_PROMINENT = """
SELECT p.id, coalesce(l.lon, p.lon) / 1e5, coalesce(l.lat, p.lat) / 1e5
FROM place p LEFT JOIN label l ON l.place = p.id
WHERE p.kind = ? AND coalesce(l.lat, p.lat) BETWEEN ? AND ?
AND coalesce(l.lon, p.lon) BETWEEN ? AND ? ORDER BY p.id LIMIT ?
"""


def _prominent(
    gazetteer: Gazetteer, box: Box, kinds: Sequence[PlaceKind], limit: int | None
) -> list[Place]:
    most = -1 if limit is None else limit
    rows: list[tuple[Any, ...]] = []
    for kind in kinds:
        for west, east in _spans(box):
            sides = [round(side * 1e5) for side in (box[1], box[3], west, east)]
            rows += gazetteer.rows(_SELECT_PROMINENT, (gazetteer.kind_number(kind), *sides, most))
    found = []
    for number, lon_deg, lat_deg in sorted(set(rows))[: len(rows) if limit is None else limit]:
        entry = gazetteer.entry(number)
        if entry is not None:
            spot = {"lon_deg": lon_deg, "lat_deg": lat_deg}
            found.append(gazetteer.place(entry).model_copy(update=spot))
    return found
