"""Where a voyage begins: the navigable water nearest to a place."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from gazetteer.place import Record
from routes.paths.coast import on_land_nearby
from routes.paths.geodesy import distance_km
from routes.paths.line import Position, Unroutable
from routes.paths.outlook import outlook
from routes.paths.vectors import EARTH_KM, distances_km, positions, unit_vectors
from routes.paths.waters import waters

__all__ = ["FARTHEST_BERTH_KM", "Berth", "berths_of", "other_berth", "spoken"]

FARTHEST_BERTH_KM = 25.0

_KM_PER_DEG = 111.2
# Most berths lie this near; only the others pay for a wide look.
_LOOKS_KM = (4.0, FARTHEST_BERTH_KM)
_CLEAR_KM = 0.05
_BEARINGS_DEG = np.arange(0.0, 360.0, 15.0)
_STEPS_KM = np.arange(0.4, 12.1, 0.4)
_FIRST_STEPS = 10
_LAND_COUNTS = 5.0
_SECOND_COSTS_KM = 30.0
_POLAR_COSINE = 0.05


class Berth(Record):
    """Where the computed part of a line begins, and how far that is from the place.

    `cost_km` counts land on the way manifold.
    """

    water: Position
    km: float
    cost_km: float


@functools.lru_cache(maxsize=8192)
def berths_of(position: Position) -> tuple[Berth, ...]:
    """Return the navigable water nearest to a position (lon_deg, lat_deg), at most 25 km off.

    Two are given where the place stands between two waters, as on a spit: the voyage decides.

    Raises
    ------
    Unroutable
        If there is none within 25 km.
    """
    if waters().sight.afloat(np.array([position]))[0]:
        return (Berth(water=position, km=0.0, cost_km=0.0),)
    if found := _over_least_land(position):
        return found
    for reach_km in _LOOKS_KM:
        water = _water_within(position, reach_km)
        if water is not None and (km := distance_km(position, water)) <= reach_km:
            return (Berth(water=water, km=km, cost_km=km),)
    raise Unroutable(
        f"{spoken(position)} lies more than {FARTHEST_BERTH_KM:.0f} km from water that ships reach"
    )


def other_berth(position: Position, berth: Berth) -> Berth | None:
    """Return the nearest water that belongs to the oceans, if the berth lies in a mere pocket.

    None when it belongs to them itself, or no such water is near.
    """
    world = waters()
    if world.oceanic[list(outlook(berth.water, frozenset()).nearest)].any():
        return None
    km = distances_km(world.at, unit_vectors(position))
    nearest = int(np.argmin(np.where(world.oceanic, km, np.inf)))
    if km[nearest] > FARTHEST_BERTH_KM:
        return None
    lon, lat = world.lon_lat_deg[nearest].tolist()
    off_km = float(km[nearest])
    return Berth(water=(lon, lat), km=off_km, cost_km=off_km)


def _over_least_land(position: Position) -> tuple[Berth, ...]:
    """Return the nearest navigable water in any direction, land on the way counted manifold.

    A ship's distance is kept off the coast: the nearest navigable water may lie on the far
    side of a spit. The second berth, if any, is out of sight of the first; there is none
    where no land lies before the first.
    """
    for steps_km in (_STEPS_KM[:_FIRST_STEPS], _STEPS_KM):
        rays, reached, cost_km = _rays(position, steps_km)
        order = np.argsort(cost_km, kind="stable")
        # Without land on the way and so near, nothing farther off can be better.
        if len(order) and cost_km[order[0]] == reached[order[0]]:
            break
    if not len(order):
        return ()
    first = order[0]
    over_land = cost_km[first] > reached[first]
    within = cost_km[order[1:]] < cost_km[first] + (_SECOND_COSTS_KM if over_land else 0.0)
    others = order[1:][within]
    vectors = unit_vectors(rays)
    hidden = ~waters().sight.free(
        np.broadcast_to(vectors[first], (len(others), 3)), vectors[others]
    )
    chosen = [first, *others[hidden][:1]]
    return tuple(
        Berth(water=tuple(rays[n].tolist()), km=float(reached[n]), cost_km=float(cost_km[n]))
        for n in chosen
    )


def _rays(position: Position, steps_km: Any) -> tuple[Any, Any, Any]:
    """Return where rays from a place reach navigable water, after how many km, at which cost."""
    points = _star(position, steps_km)
    afloat = waters().sight.afloat(points).reshape(len(_BEARINGS_DEG), len(steps_km))
    reached = np.flatnonzero(afloat.any(axis=1))
    last = afloat.argmax(axis=1)
    passed = (np.arange(len(steps_km)) <= last[:, None]) & afloat.any(axis=1)[:, None]
    dry = np.zeros_like(afloat)
    dry[passed] = on_land_nearby(position, points[passed.ravel()])
    km = steps_km[last]
    cost_km = km + _LAND_COUNTS * (steps_km[1] - steps_km[0]) * dry.sum(axis=1)
    landed = points.reshape(*afloat.shape, 2)[reached, last[reached]]
    return landed, km[reached], cost_km[reached]


def _star(position: Position, steps_km: Any) -> Any:
    """Return positions along rays on the sphere, shape (rays * steps, 2): near enough so near."""
    middle, bearings = unit_vectors(position), np.radians(_BEARINGS_DEG)[:, None]
    lon = math.radians(position[0])
    east = np.array([-math.sin(lon), math.cos(lon), 0.0])
    ways = np.cos(bearings) * np.cross(middle, east) + np.sin(bearings) * east
    angles = (np.asarray(steps_km) / EARTH_KM)[None, :, None]
    return positions(np.cos(angles) * middle + np.sin(angles) * ways[:, None]).reshape(-1, 2)


def _water_within(position: Position, reach_km: float) -> Position | None:
    import shapely
    from shapely import affinity

    lon, lat = position
    # Distances must not be those of plain degrees: squeeze longitudes to true scale first.
    squeeze = max(_POLAR_COSINE, math.cos(math.radians(lat)))
    high = reach_km / _KM_PER_DEG * 1.02
    limits = (lon - high / squeeze, max(-90, lat - high), lon + high / squeeze, min(90, lat + high))
    dry = affinity.scale(waters().sight.nearby(*limits), xfact=squeeze, yfact=1, origin=(lon, lat))
    frame = shapely.box(lon - high, limits[1], lon + high, limits[3])
    clear_deg = _CLEAR_KM / _KM_PER_DEG
    water = shapely.difference(frame, shapely.buffer(dry, clear_deg, quad_segs=1))
    if water.is_empty:
        return None
    nearest = shapely.shortest_line(shapely.Point(position), water).coords[-1]
    found_lon = lon + (nearest[0] - lon) / squeeze
    return (found_lon + 180) % 360 - 180 if abs(found_lon) > 180 else found_lon, nearest[1]


def spoken(position: Position) -> str:
    """Write a position for readers."""
    lon, lat = position
    return f"{abs(lat):.2f}°{'S' if lat < 0 else 'N'} {abs(lon):.2f}°{'W' if lon < 0 else 'E'}"
