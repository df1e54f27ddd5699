"""Which corners of the graph a point on the water can be joined to straight: its outlook.

A way leaves its first point for a corner that it touches as a tangent. Thousands of corners are
touched so from any point, and most of them are hidden behind land: only those that could shorten
the way in hand are looked for. What a point sees does not depend on the voyage's other end: it is
looked up once and kept.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from routes.paths.corners import REACH_KM, is_tangent
from routes.paths.geodesy import geod
from routes.paths.line import Position
from routes.paths.passages import gate_strokes, passages
from routes.paths.vectors import EARTH_KM, Vectors, crossing, unit_vectors
from routes.paths.waters import SHORTEST_SHARE, Waters, WayLeft, waters

__all__ = ["Outlook", "Seen", "clear", "look", "outlook"]

# So many of the nearest corners are looked for at once, until one is seen.
_NEAREST = 48
# At a river's head so many of the nearest are tried, tangents or not.
_AROUND = 160
# An outlook takes some 70 kB.
_KEPT_OUTLOOKS = 512
# More would take much memory.
_LOOKED_FOR_AT_ONCE = 4000
# The rank of the corners of middling reach, and how far they look themselves.
_MIDDLING = len(REACH_KM) - 3
_FARTHEST_DOT = math.cos(REACH_KM[-2] / EARTH_KM)
# Heights above the equator's plane in so many steps to a pole: numbers of 16 bits sort quicker.
_STEPS = 32_000

Seen = dict[int, float]


class Outlook:
    """The corners that a point may leave for, and what is known of which of them it sees.

    Parameters
    ----------
    point
        A position (lon_deg, lat_deg) on navigable water.
    closed
        Ids of the passages that must not be used: no stroke of the outlook goes through one.

    Attributes
    ----------
    at
        The point as a unit vector.
    """

    def __init__(self, point: Position, closed: frozenset[str]) -> None:
        self.at, self.closed, self._point = unit_vectors(point), closed, point
        self._take(_lookouts().eligible(self.at))

    @property
    def closest(self) -> Any:
        """The corners that are looked for first."""
        return self._by_nearness[0]

    @functools.cached_property
    def nearest(self) -> Seen:
        """The nearest corners in sight, each with the km to it; empty if there are none."""
        if found := self._first_seen():
            return found
        # At a river's head no way touches a corner as a tangent: all bend first.
        self._take(np.argpartition(waters().at @ -self.at, _AROUND)[:_AROUND])
        return self._first_seen()

    def way_km(self, left: WayLeft) -> Any:
        """Return lower bounds of the ways through the corners that `promising` chooses from."""
        return self._least_km + left.of(self._numbers)

    def promising(self, way_km: Any, count: int) -> Any:
        """Return the corners, `count` at most, through which a way would be shortest."""
        if len(way_km) <= count:
            return self._numbers
        return self._numbers[np.argpartition(way_km, count)[:count]]

    def leaving(self, way_km: Any, left: WayLeft, most_km: float) -> Any:
        """Return the corners to leave for through which a way may be shorter than so many km.

        With them come those far off that do not look so far themselves: the point may see them.
        `left` bounds the ways on from all corners.
        """
        near = self._numbers[way_km < most_km]
        return np.concatenate([near, _lookouts().hopeful(self.at, left, most_km)])

    @functools.cached_property
    def everything(self) -> tuple[Any, Any]:
        """All corners in sight that a way may leave for, by number, and the km to each."""
        if not self.nearest:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        numbers = np.concatenate([self._numbers, _lookouts().afar(self.at)])
        sees = [
            clear(np.broadcast_to(self.at, (len(part), 3)), waters().at[part], self.closed)
            for part in np.array_split(numbers, len(numbers) // _LOOKED_FOR_AT_ONCE + 1)
        ]
        seen = numbers[np.concatenate(sees)]
        return seen, self._measured(seen)

    def told(self, numbers: Any) -> Seen:
        """Return those of some corners, looked for before, that are seen."""
        km = self._km
        return {one: km[one] for one in numbers.tolist() if one in km}

    def unknown(self, numbers: Any) -> Any:
        """Return those of some corners that nobody has looked for."""
        return numbers[self._looked_for[numbers >> 3] >> (numbers & 7) & 1 == 0]

    def learn(self, numbers: Any, sees: Any) -> None:
        """Keep what was found out about some corners."""
        bits = (1 << (numbers & 7)).astype(np.uint8)
        np.bitwise_or.at(self._looked_for, numbers >> 3, bits)
        seen = numbers[sees]
        self._km |= zip(seen.tolist(), self._measured(seen).tolist(), strict=True)

    def _take(self, numbers: Any) -> None:
        self._numbers = numbers
        self._least_km = _least_km(waters().at.take(numbers, axis=0) @ self.at)
        self._km: Seen = {}
        self._by_nearness = self._parts()
        # A bit for each corner.
        self._looked_for = np.zeros(len(waters().at) // 8 + 1, dtype=np.uint8)

    def _first_seen(self) -> Seen:
        for part in self._by_nearness:
            if found := look((self, part))[0]:
                return found
        return {}

    def _parts(self) -> list[Any]:
        """Return ever more corners, the nearest first: where none is seen, few farther off are."""
        count = min(len(self._numbers), 4 * _NEAREST)
        nearest = np.arange(len(self._numbers))
        if count < len(nearest):
            nearest = np.argpartition(self._least_km, count)
        first = nearest[:count][np.argsort(self._least_km[nearest[:count]], kind="stable")]
        parts = first[:_NEAREST], first[_NEAREST:], nearest[count:]
        return [self._numbers[part] for part in parts]

    def _measured(self, numbers: Any) -> Any:
        lon, lat = waters().lon_lat_deg.take(numbers, axis=0).T
        here_lon, here_lat = (np.full_like(lon, value) for value in self._point)
        return geod().inv(here_lon, here_lat, lon, lat)[2] / 1000 if len(numbers) else np.zeros(0)


@functools.lru_cache(maxsize=_KEPT_OUTLOOKS)
def outlook(point: Position, closed: frozenset[str]) -> Outlook:
    """Return the outlook of a point, with what is known of it already."""
    return Outlook(point, closed)


def look(*wanted: tuple[Outlook, Any]) -> list[Seen]:
    """Return for each point those of some corners (numbers) that it sees, with the km to each.

    What is not known yet is looked for at once for all points, which have the same passages
    closed.
    """
    new = [one.unknown(numbers) for one, numbers in wanted]
    counts = [len(numbers) for numbers in new]
    if any(counts):
        tails = np.repeat([one.at for one, _ in wanted], counts, axis=0)
        sees = clear(tails, waters().at.take(np.concatenate(new), axis=0), wanted[0][0].closed)
        parts = np.split(sees, np.cumsum(counts)[:-1])
        for (one, _), numbers, part in zip(wanted, new, parts, strict=True):
            one.learn(numbers, part)
    return [one.told(numbers) for one, numbers in wanted]


def clear(a: Vectors, b: Vectors, closed: frozenset[str]) -> Any:
    """Tell which great circles from `a` to `b` lead over water and through no closed gate."""
    found = waters().sight.free(a, b)
    kept = np.flatnonzero(found)
    c, d, normals = _barred_gates(closed)
    # Few strokes have their ends on two sides of a gate.
    row, gate = np.nonzero((a[kept] @ normals) * (b[kept] @ normals) < 0)
    if len(row):
        of = kept[row]
        found[of[crossing(a[of], b[of], c[gate], d[gate])]] = False
    return found


@functools.lru_cache(maxsize=64)
def _barred_gates(closed: frozenset[str]) -> tuple[Vectors, Vectors, Vectors]:
    """Return the ends of the gates that no stroke may cross, and the normals of their planes."""
    strokes, _ = gate_strokes()
    chosen: list[bool] = []
    for row in passages():
        # A stroke seen across a toll gate would go free of it: only edges pay.
        tolls = {row.toll_gate} if row.toll_km else set()
        chosen += [row.id in closed or own in tolls for own in range(len(row.gates))]
    c, d = np.moveaxis(unit_vectors(strokes[np.array(chosen)]), 1, 0)
    return c, d, np.cross(c, d).T


class _Lookouts:
    """The corners by how far they look, laid out so that one point is tried against all at once."""

    def __init__(self, world: Waters) -> None:
        self._world = world
        self._far = np.flatnonzero(world.rank == len(REACH_KM) - 2)
        far = world.corners(self._far)
        self._planes = np.ascontiguousarray(np.concatenate([far.at, far.before, far.after]).T)
        middling = np.flatnonzero(world.rank == _MIDDLING)
        self._middling = middling[np.argsort(world.at[middling, 2], kind="stable")]
        self._middling_height = world.at[self._middling, 2]
        self._middling_single = world.at_single.take(self._middling, axis=0)
        near = np.flatnonzero(world.rank < len(REACH_KM) - 2)
        height = _steps(world.at[near, 2])
        order = np.argsort(height, kind="stable")
        self._near, self._height = near[order], height[order]
        # Rows are taken many times quicker than by an index in brackets.
        self._near_at = world.at.take(self._near, axis=0)
        self._least_dot = np.cos(np.array(REACH_KM[1:-1]) / EARTH_KM)[world.rank[self._near]]

    def eligible(self, at: Vectors) -> Any:
        """Return the corners that are tangents to a way from a point, and look as far as to it."""
        return np.concatenate([self._eligible_near(at), self._eligible_far(at)])

    def hopeful(self, at: Vectors, left: WayLeft, most_km: float) -> Any:
        """Return the corners of middling reach through which a way from afar may be shorter."""
        angle = min(math.pi, most_km / EARTH_KM / SHORTEST_SHARE)
        # Sorted by height above the equator's plane, those near enough stand in one slice.
        band = 2 * math.sin(angle / 2)
        part = slice(*self._middling_height.searchsorted([at[2] - band, at[2] + band]))
        dot = self._middling_single[part] @ at.astype(np.float32)
        within = np.flatnonzero((dot < _FARTHEST_DOT) & (dot > math.cos(angle)))
        numbers = left.within(self._middling[part][within], _least_km(dot[within]), most_km)
        return self._touched(at, numbers)

    def afar(self, at: Vectors) -> Any:
        """Return the corners of middling reach that a way from afar touches."""
        far_off = self._middling_single @ at.astype(np.float32) < _FARTHEST_DOT
        return self._touched(at, self._middling[far_off])

    def _touched(self, at: Vectors, numbers: Any) -> Any:
        return numbers[self._world.touched(numbers, at)]

    def _eligible_near(self, at: Vectors) -> Any:
        band = 2 * math.sin(REACH_KM[-2] / EARTH_KM / 2)
        low, high = _steps(np.array([at[2] - band, at[2] + band]))
        part = slice(self._height.searchsorted(low), self._height.searchsorted(high, "right"))
        close = self._near_at[part] @ at > self._least_dot[part]
        numbers = self._near[part][close]
        return self._touched(at, numbers)

    def _eligible_far(self, at: Vectors) -> Any:
        dot, before, after = (at @ self._planes).reshape(3, -1)
        return self._far[is_tangent(dot, before, after)]


def _steps(height: Any) -> Any:
    return np.round(np.clip(height, -1.0, 1.0) * _STEPS).astype(np.int16)


def _least_km(dot: Any) -> Any:
    return np.arccos(np.clip(dot, -1.0, 1.0)) * (EARTH_KM * SHORTEST_SHARE)


@functools.cache
def _lookouts() -> _Lookouts:
    return _Lookouts(waters())
