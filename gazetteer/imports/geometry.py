"""Where a GeoJSON geometry of any type lies: one position, and a box if it is an area."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from gazetteer.imports.incoming import BadValue, position_of, shown

__all__ = ["extent_of"]

Position = tuple[float, float]
Box = tuple[float, float, float, float]
Part = tuple[str, list[Position]]


def extent_of(geometry: object) -> tuple[float, float, Box | None]:
    """Give the position (lon_deg, lat_deg) of a geometry, and its box unless it is a point.

    The position is the first point there is, else one within the largest polygon, else the
    middle of the longest line. The box is (west, south, east, north), west > east where the
    parts lie closest together across ±180, as RFC 7946 has them cut there.

    Raises
    ------
    BadValue
        When it is no geometry, or a coordinate is not on the globe.
    """
    parts = list(_parts(geometry, 0))
    if not parts:
        raise BadValue("the geometry is empty", "give a position, or null")
    points = [positions[0] for kind, positions in parts if kind == "Point"]
    extended = [part for part in parts if part[0] != "Point"]
    lon_deg, lat_deg = points[0] if points else _inside(extended)
    if not extended and len(points) == 1:
        return lon_deg, lat_deg, None
    box = _box([positions for _, positions in parts])
    return lon_deg, lat_deg, None if box[:2] == box[2:] else box


def _parts(geometry: object, depth: int) -> Iterator[Part]:
    """Give the points, lines and outer rings of a geometry."""
    if not isinstance(geometry, dict) or depth > _DEEPEST:
        raise BadValue(f"geometry {shown(geometry)} is none of GeoJSON", _AS_GEOJSON)
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        for one in _listed(geometry.get("geometries")):
            yield from _parts(one, depth + 1)
        return
    if not isinstance(kind, str) or kind not in _NESTED:
        raise BadValue(f"geometry type {shown(kind)} is not known", _AS_GEOJSON)
    simple = kind.removeprefix("Multi")
    coordinates = geometry.get("coordinates")
    for one in _listed(coordinates) if kind.startswith("Multi") else [coordinates]:
        line = [one] if simple == "Point" else _listed(one)
        if simple == "Polygon":
            line = _listed(line[0]) if line else []
        if line:
            yield simple, [_position(position) for position in line]


def _listed(value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    raise BadValue(f"coordinates {shown(value)} are no list", _AS_GEOJSON)


def _position(value: object) -> Position:
    pair = _listed(value)
    if len(pair) < 2 or any(isinstance(one, bool | str) for one in pair[:2]):
        raise BadValue(f"position {shown(pair)} is no pair of numbers", _AS_GEOJSON)
    return position_of(pair[0], pair[1])


def _inside(parts: list[Part]) -> Position:
    """Give a position that lies on the largest part, polygons before lines."""
    import shapely

    rings = [positions for kind, positions in parts if kind == "Polygon" and len(positions) > 3]
    if rings:
        largest = max((shapely.Polygon(ring) for ring in rings), key=lambda one: one.area)
        point = shapely.point_on_surface(largest)
        if not point.is_empty:
            return float(point.x), float(point.y)
    longest = max((positions for _, positions in parts), key=len)
    return longest[len(longest) // 2]


def _box(parts: list[list[Position]]) -> Box:
    lats = [lat for positions in parts for _, lat in positions]
    spans = sorted((min(lon for lon, _ in one), max(lon for lon, _ in one)) for one in parts)
    merged: list[tuple[float, float]] = []
    for west, east in spans:
        if merged and west <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], east))
        else:
            merged.append((west, east))
    # The box leaves out the widest gap; the one across ±180 stands first and wins a tie.
    gaps = [merged[0][0] + 360 - merged[-1][1]]
    gaps += [after[0] - before[1] for before, after in pairwise(merged)]
    widest = gaps.index(max(gaps))
    return merged[widest][0], min(lats), merged[widest - 1][1], max(lats)


_DEEPEST = 8
_AS_GEOJSON = "give it as RFC 7946 describes it, longitude first"
_NESTED = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
)
