"""Where a leg begins and ends on the map: at a point, or at the edge of an area.

A place known only as a country, a region or a water is never a dot: its leg ends at the edge
of the area that is nearest to the other end, and between two areas it spans the gap between
them, so that no stroke points at an inner place that nobody named. Where two areas share a
border, the leg is a short stroke across it. Where one end lies inside the other (Moscow to
Russia) nothing is drawn: any line there would show a direction that nobody reported.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any, Protocol

from gazetteer.place import Record
from routes.dossier import DossierPlace
from routes.paths.geodesy import ahead, distance_km
from routes.paths.line import Coordinates, Position, Unroutable, split_at_antimeridian

__all__ = ["End", "Shapes", "clipped", "coastal_ends", "end_of", "meets", "straight_ends"]

_STROKE_DEG = 2.5
_STROKE_SHARE = 0.5
_BORDER_STEP_DEG = 0.25
_LARGE_SHARE = 0.05
_SHORES_MEET_KM = 100.0
_NEIGHBOURS_DEG = 0.05
_SHORE_PROBE_KM = 4.0
_MOST_SHORE_VERTICES = 4000
_KM_PER_DEG = 111.2


class Shapes(Protocol):
    """What is needed of a gazetteer here."""

    def shape(self, ref: str) -> Any | None:
        """Return the area of a place in (lon_deg, lat_deg)."""


class End(Record):
    """One end of a leg: a representative position, and the area when it is no point."""

    name: str
    position: Position
    area: Any = None
    is_water: bool = False


def end_of(place: DossierPlace, gazetteer: Shapes) -> End | None:
    """Return the end that a place makes; None while it has no position.

    An area whose outline the gazetteer does not know stands as its representative position.
    """
    if place.lon_deg is None or place.lat_deg is None:
        return None
    return End(
        name=place.name,
        position=(place.lon_deg, place.lat_deg),
        area=None if place.precision.is_point else _area(place, gazetteer),
        is_water=bool(place.kind and place.kind.is_water),
    )


def straight_ends(a: End, b: End) -> tuple[Position, Position] | None:
    """Return where a straight leg from `a` to `b` begins and ends; None when one lies in the other.

    Positions are (lon_deg, lat_deg).
    """
    import shapely

    if _inside(a.position, b.area) or _inside(b.position, a.area):
        return None
    start, finish = a.position, b.position
    # The second round lets each end choose by what the other has chosen.
    for _ in range(2):
        finish = _edge(b, start)
        start = _edge(a, finish)
    if a.area is None or b.area is None:
        return (start, finish) if start != finish else None
    if shapely.dwithin(a.area, b.area, _NEIGHBOURS_DEG):
        border = _closest(_border(a.area, b.area), start)
        return _beside(border, a.area), _beside(border, b.area)
    return start, finish


def coastal_ends(a: End, b: End) -> tuple[Position, Position]:
    """Return where a sea leg begins and ends: an area of land at its shore nearest the other.

    Waters keep their representative position: their line is cut afterwards, at the edge
    (see `clipped`).

    Raises
    ------
    Unroutable
        If an area has no shore, or two areas meet at it: which way a ship went then is open.
    """
    start, finish = a.position, b.position
    # The second round lets each end choose by what the other has chosen.
    for _ in range(2):
        finish = _landfall(b, start)
        start = _landfall(a, finish)
    if _is_land(a) and _is_land(b) and distance_km(start, finish) < _SHORES_MEET_KM:
        raise Unroutable(f"{a.name} and {b.name} meet at the shore and no port is named")
    return start, finish


def clipped(coordinates: Coordinates, a: End, b: End) -> Coordinates | None:
    """Cut a line (lon_deg, lat_deg) where it leaves a water it begins in and enters its last.

    None when nothing is left: one end lies inside the other.
    """
    line: Coordinates | None = coordinates
    if b.is_water and b.area is not None:
        line = _until(coordinates, b.area)
    if line and a.is_water and a.area is not None:
        line = _until(line[::-1], a.area)
        line = line[::-1] if line else None
    return line


def meets(coordinates: Coordinates, area: Any) -> bool:
    """Whether a line (lon_deg, lat_deg) crosses or touches an area."""
    import shapely

    return any(
        shapely.LineString(part).intersects(area) for part in split_at_antimeridian(coordinates)
    )


def _area(place: DossierPlace, gazetteer: Shapes) -> Any | None:
    refs = list(place.refs)
    if place.precision == "country" and place.country:
        refs.append(f"iso:{place.country}")
    return next((area for ref in refs if (area := gazetteer.shape(ref)) is not None), None)


def _inside(position: Position, area: Any) -> bool:
    import shapely

    return area is not None and bool(shapely.intersects_xy(area, *position))


def _edge(end: End, other: Position) -> Position:
    """Return the point of an area's edge nearest to the other end; a point is its own edge."""
    if end.area is None:
        return end.position
    return _closest(_edge_points(end.area.wkb), other)


@functools.lru_cache(maxsize=64)
def _edge_points(wkb: bytes) -> Sequence[Position]:
    """Return points along the edge of an area's larger parts, an exclave or islet left out."""
    import shapely

    parts = shapely.get_parts(shapely.from_wkb(wkb))
    sizes = shapely.area(parts)
    large = parts[sizes >= _LARGE_SHARE * sizes.max()]
    return _vertices(shapely.segmentize(shapely.multipolygons(large), _BORDER_STEP_DEG))


def _until(coordinates: Coordinates, area: Any) -> Coordinates | None:
    """Return the line up to its first meeting with the area; None when it begins inside."""
    import shapely

    if _inside(coordinates[0], area):
        return None
    for number in range(len(coordinates) - 1):
        stroke = (coordinates[number], coordinates[number + 1])
        for part in split_at_antimeridian(stroke):
            line = shapely.LineString(part)
            if not line.intersects(area):
                continue
            met = shapely.get_coordinates(line.intersection(area))
            first = min(map(tuple, met.tolist()), key=lambda point: math.dist(point, part[0]))
            return (*coordinates[: number + 1], (float(first[0]), float(first[1])))
    return coordinates


def _border(a: Any, b: Any) -> Sequence[Position]:
    """Return the vertices of one area's edge that lie at the other."""
    import numpy as np
    import shapely

    edge = shapely.get_coordinates(shapely.segmentize(a, _BORDER_STEP_DEG))
    near = shapely.intersects(shapely.box(*b.bounds).buffer(_NEIGHBOURS_DEG), shapely.points(edge))
    edge = edge[near]
    shapely.prepare(b)
    close = shapely.dwithin(b, shapely.points(edge), _NEIGHBOURS_DEG)
    found = edge[close] if close.any() else np.array(shapely.shortest_line(a, b).coords)
    return [(float(lon), float(lat)) for lon, lat in found]


def _beside(border: Position, area: Any) -> Position:
    """Return the end, inside an area, of a short stroke across its border."""
    import shapely

    nearby = shapely.intersection(area, shapely.Point(border).buffer(_STROKE_DEG))
    inner = nearby.representative_point()
    return ahead(border, (inner.x, inner.y), _STROKE_SHARE)


def _is_land(end: End) -> bool:
    return end.area is not None and not end.is_water


def _landfall(end: End, other: Position) -> Position:
    if not _is_land(end):
        return end.position
    shore = _shore_vertices(end.area.wkb)
    if not shore:
        raise Unroutable(f"{end.name} has no shore")
    return _closest(shore, other)


@functools.lru_cache(maxsize=64)
def _shore_vertices(wkb: bytes) -> Sequence[Position]:
    """Return the vertices of an area's edge that have water beside them."""
    import numpy as np
    import shapely

    from routes.paths.coast import coast

    edge = np.array(_vertices(shapely.from_wkb(wkb)))
    edge = edge[:: max(1, len(edge) // _MOST_SHORE_VERTICES)]
    wet = np.zeros(len(edge), dtype=bool)
    for turn in np.arange(8) * math.pi / 4:
        probe = edge.copy()
        high = _SHORE_PROBE_KM / _KM_PER_DEG
        probe[:, 0] += math.cos(turn) * high / np.maximum(0.05, np.cos(np.radians(edge[:, 1])))
        probe[:, 1] += math.sin(turn) * high
        wet |= ~coast().on_land(probe)
    return [(float(lon), float(lat)) for lon, lat in edge[wet]]


def _vertices(area: Any) -> Sequence[Position]:
    import shapely

    return [(float(lon), float(lat)) for lon, lat in shapely.get_coordinates(area)]


def _closest(vertices: Sequence[Position], position: Position) -> Position:
    import numpy as np

    lon, lat = np.radians(np.array(vertices)).T
    here_lon, here_lat = np.radians(position)
    closeness = np.sin(lat) * np.sin(here_lat)
    closeness += np.cos(lat) * np.cos(here_lat) * np.cos(lon - here_lon)
    return vertices[int(np.argmax(closeness))]
