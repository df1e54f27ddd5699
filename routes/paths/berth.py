"""Where a voyage begins: the navigable water nearest to a place, and the corners seen there."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from gazetteer.place import Record
from routes.paths.coast import on_land_nearby
from routes.paths.corners import TOLERANCE
from routes.paths.geodesy import distance_km, geod
from routes.paths.line import Position, Unroutable
from routes.paths.vectors import EARTH_KM, Vectors, distances_km, unit_vectors
from routes.paths.waters import Waters, waters
from routes.paths.weaving import REACH_KM

__all__ = ["FARTHEST_BERTH_KM", "Berth", "Outlook", "berths_of", "other_berth", "spoken"]

FARTHEST_BERTH_KM = 25.0

_KM_PER_DEG = 111.2
# Most berths lie this near; only the others pay for a wide look.
_LOOKS_KM = (4.0, FARTHEST_BERTH_KM)
_CLEAR_KM = 0.05
_BEARINGS_DEG = np.arange(0.0, 360.0, 15.0)
_STEPS_KM = np.arange(0.4, 12.1, 0.4)
_LAND_COUNTS = 5.0
_SECOND_COSTS_KM = 30.0
_POLAR_COSINE = 0.05
_LOOKS = (0, 40, 160, 640, 2560)
_ENOUGH_SEEN = 2
_LOOKS_AT_ONCE, _MOST_LOOKS = 250, 2500


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
    seen = Outlook(berth.water, world, lambda a, _: np.zeros(len(a), dtype=bool))
    seen.look_near()
    if world.oceanic[list(seen.seen)].any():
        return None
    km = distances_km(world.corners.at, unit_vectors(position))
    nearest = int(np.argmin(np.where(world.oceanic, km, np.inf)))
    if km[nearest] > FARTHEST_BERTH_KM:
        return None
    lon, lat = world.lon_lat_deg[nearest].tolist()
    off_km = float(km[nearest])
    return Berth(water=(lon, lat), km=off_km, cost_km=off_km)


class Outlook:
    """The corners that a point on the water may reach straight, looked at only as needed.

    Parameters
    ----------
    point
        A position (lon_deg, lat_deg) on navigable water.
    world
        The waters.
    barred
        Tells for two arrays of unit vectors which strokes between them must not be taken.
    """

    def __init__(self, point: Position, world: Waters, barred: Any) -> None:
        self.at = unit_vectors(point)
        self.seen: dict[int, float] = {}
        self._point, self._world, self._barred = point, world, barred
        self._numbers, self._km = _eligible(world, self.at)
        self._untried = np.ones(len(self._numbers), dtype=bool)

    def look_near(self) -> None:
        """Try the nearest corners, and more of them until some are seen."""
        most = min(_LOOKS[-1], len(self._km) - 1)
        order = np.argpartition(self._km, most)[:most]
        order = order[np.argsort(self._km[order], kind="stable")]
        for first, last in pairwise(_LOOKS):
            self._look(order[first:last])
            if len(self.seen) >= _ENOUGH_SEEN:
                return
        if not self.seen:
            self._look_around()

    def _look_around(self) -> None:
        """Try near corners that no way touches as a tangent: at a river's head all bend first."""
        dot = self._world.corners.at @ self.at
        self._numbers = np.argsort(-dot, kind="stable")[: _LOOKS[2]]
        self._km = distances_km(self._world.corners.at[self._numbers], self.at)
        self._untried = np.ones(len(self._numbers), dtype=bool)
        self._look(np.arange(len(self._numbers)))

    def look_for_less(self, left_km: Any, most_km: float) -> bool:
        """Try the corners that may lie on a way of less than `most_km`; tell if any is seen."""
        bound = self._km + left_km[self._numbers]
        hopeful = np.flatnonzero(self._untried & (bound < most_km))
        hopeful = hopeful[np.argsort(bound[hopeful], kind="stable")][:_MOST_LOOKS]
        parts = range(0, len(hopeful), _LOOKS_AT_ONCE)
        return any(self._look(hopeful[first : first + _LOOKS_AT_ONCE]) for first in parts)

    def _look(self, which: Any) -> bool:
        self._untried[which] = False
        heads = self._world.corners.at[self._numbers[which]]
        tails = np.broadcast_to(self.at, heads.shape)
        free = ~self._barred(tails, heads)
        free[free] = self._world.sight.free(tails[free], heads[free])
        found = self._numbers[which[free]]
        self.seen |= zip(found.tolist(), self._measured(found), strict=True)
        return bool(len(found))

    def _measured(self, corners: Any) -> Sequence[float]:
        lon, lat = self._world.lon_lat_deg[corners].T
        here_lon, here_lat = (np.full_like(lon, value) for value in self._point)
        _, _, metres = geod().inv(here_lon, here_lat, lon, lat)
        return (metres / 1000).tolist() if len(corners) else []


def _eligible(world: Waters, at: Vectors) -> tuple[Any, Any]:
    """Return the numbers of the corners that a point may be joined to, and the km to each.

    Corners of the lowest rank look over narrow waters only.
    """
    x, y, z = at.astype(np.float32)
    # Spelt out: a matrix product would set several threads to so small a task.
    dot, before, after = (x * world.planes[0] + y * world.planes[1] + z * world.planes[2]).reshape(
        3, -1
    )
    # As `corners.tangent` has it, without a copy of all corners.
    slight = np.minimum(np.abs(before), np.abs(after)) < TOLERANCE * np.sqrt(
        np.maximum(0, 1 - dot * dot)
    )
    near = dot > math.cos(REACH_KM[1] / EARTH_KM)
    numbers = np.flatnonzero((slight | (before * after > 0)) & (near | (world.corners.rank > 0)))
    return numbers, distances_km(world.corners.at[numbers], at)


def _over_least_land(position: Position) -> tuple[Berth, ...]:
    """Return the nearest navigable water in any direction, land on the way counted manifold.

    A ship's distance is kept off the coast: the nearest navigable water may lie on the far
    side of a spit. The second berth, if any, is out of sight of the first; there is none
    where no land lies before the first.
    """
    rays, reached, cost_km = _rays(position)
    if not len(rays):
        return ()
    order = np.argsort(cost_km, kind="stable")
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


def _rays(position: Position) -> tuple[Any, Any, Any]:
    """Return where rays from a place reach navigable water, after how many km, at which cost."""
    bearings, steps = np.meshgrid(_BEARINGS_DEG, _STEPS_KM, indexing="ij")
    lon, lat = (np.full(bearings.size, value) for value in position)
    ends = geod().fwd(lon, lat, bearings.ravel(), steps.ravel() * 1000)
    points = np.stack(ends[:2], axis=1)
    afloat = waters().sight.afloat(points).reshape(bearings.shape)
    reached = np.flatnonzero(afloat.any(axis=1))
    last = afloat.argmax(axis=1)
    dry = on_land_nearby(position, points, _STEPS_KM[-1]).reshape(bearings.shape)
    dry &= np.arange(len(_STEPS_KM)) <= last[:, None]
    km = _STEPS_KM[last]
    cost_km = km + _LAND_COUNTS * (_STEPS_KM[1] - _STEPS_KM[0]) * dry.sum(axis=1)
    landed = points.reshape(*bearings.shape, 2)[reached, last[reached]]
    return landed, km[reached], cost_km[reached]


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
