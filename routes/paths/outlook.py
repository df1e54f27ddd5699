"""Which corners of the graph a point on the water can be joined to straight: its outlook.

A way leaves its first point for a corner that it touches as a tangent. What a point sees does
not depend on the voyage's other end: it is looked up once a point and kept.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from routes.paths.corners import REACH_KM, is_tangent, tangent
from routes.paths.geodesy import geod
from routes.paths.line import Position
from routes.paths.passages import gate_strokes, passages
from routes.paths.vectors import EARTH_KM, Vectors, crossing, positions, unit_vectors
from routes.paths.waters import SHORTEST_SHARE, Waters, waters

__all__ = ["barred", "is_open", "outlook", "wider_outlook"]

# Solid land is looked for at these distances, first in so many sectors all round, then on the
# way to each corner: most of what lies far away is hidden by land close by.
_NEAR_KM = np.array([8.0, 20.0, 45.0, 75.0, 110.0, 160.0, 230.0, 330.0, 450.0])
_FAR_KM = (
    np.array([600.0, 800.0, 1000.0]),
    np.array([1300.0, 1700.0, 2300.0, 3500.0, 5000.0, 8000.0, 12_000.0]),
)
_SECTORS = 512
# Then at the middles of ever more parts of the way.
_PARTS, _LEAST_PART_KM = (4, 16), 8.0
_AROUND = 160


@functools.lru_cache(maxsize=4096)
def outlook(point: Position, closed: frozenset[str]) -> dict[int, float]:
    """Return the corners that a point sees and may leave for, each with the km to it.

    Parameters
    ----------
    point
        A position (lon_deg, lat_deg) on navigable water.
    closed
        Ids of the passages that must not be used: no stroke of the outlook goes through one.
    """
    world, at = waters(), unit_vectors(point)
    found = _seen(point, _lookouts().eligible(at), closed)
    if found:
        return found
    # At a river's head no way touches a corner as a tangent: all bend first.
    return _seen(point, np.argsort(-(world.at @ at), kind="stable")[:_AROUND], closed)


def wider_outlook(
    point: Position, closed: frozenset[str], left_km: Any, most_km: float
) -> dict[int, float]:
    """Return corners seen from afar, though they do not look so far, that may shorten a way.

    The outlook of a point on an open coast or at sea leaves them out, for they are many.

    Parameters
    ----------
    point, closed
        As for `outlook`.
    left_km
        For each corner a lower bound of the way from it to the voyage's other end.
    most_km
        A way is known that is so long.
    """
    return _seen(point, _lookouts().hopeful(unit_vectors(point), left_km, most_km), closed)


def is_open(seen: dict[int, float]) -> bool:
    """Tell from a point's outlook whether it may see more from afar."""
    return max(seen.values(), default=0.0) > REACH_KM[-2]


def barred(a: Vectors, b: Vectors, closed: frozenset[str]) -> Any:
    """Tell which great circles from `a` to `b` cross a gate that must not be crossed so."""
    c, d = _barred_gates(closed)
    if not len(c):
        return np.zeros(len(a), dtype=bool)
    return crossing(a[:, None], b[:, None], c, d).any(axis=1)


@functools.lru_cache(maxsize=64)
def _barred_gates(closed: frozenset[str]) -> tuple[Vectors, Vectors]:
    strokes, _ = gate_strokes()
    chosen: list[bool] = []
    for row in passages():
        # A stroke seen across a toll gate would go free of it: only edges pay.
        tolls = {row.toll_gate} if row.toll_km else set()
        chosen += [row.id in closed or own in tolls for own in range(len(row.gates))]
    ends = unit_vectors(strokes[np.array(chosen)])
    return ends[:, 0], ends[:, 1]


class _Lookouts:
    """The corners by how far they look, laid out so that one point is tried against all at once."""

    def __init__(self, world: Waters) -> None:
        self._world = world
        self._far = np.flatnonzero(world.rank == len(REACH_KM) - 2)
        far = world.corners(self._far)
        self._planes = np.ascontiguousarray(np.concatenate([far.at, far.before, far.after]).T)
        self._middling = np.flatnonzero(world.rank == len(REACH_KM) - 3)
        near = np.flatnonzero(world.rank < len(REACH_KM) - 2)
        # Sorted by height above the equator's plane, those near enough stand in one slice.
        self._near = near[np.argsort(world.at[near, 2], kind="stable")]
        self._near_at = world.at[self._near]
        self._height = np.ascontiguousarray(self._near_at[:, 2])
        self._least_dot = np.cos(np.array(REACH_KM[1:-1]) / EARTH_KM)[world.rank[self._near]]

    def eligible(self, at: Vectors) -> Any:
        """Return the corners that are tangents to a way from a point, and look as far as to it."""
        return np.concatenate([self._eligible_near(at), self._eligible_far(at)])

    def hopeful(self, at: Vectors, left_km: Any, most_km: float) -> Any:
        """Return the corners of middling reach through which a way from afar may be shorter."""
        numbers = self._middling[left_km[self._middling] < most_km - REACH_KM[-2]]
        km = np.arccos(np.clip(self._world.at[numbers] @ at, -1.0, 1.0)) * EARTH_KM
        bound = left_km[numbers] + km * SHORTEST_SHARE
        numbers = numbers[(bound < most_km) & (km > REACH_KM[-2])]
        return numbers[tangent(self._world.corners(numbers), at[None])[:, 0]]

    def _eligible_near(self, at: Vectors) -> Any:
        band = 2 * math.sin(REACH_KM[-2] / EARTH_KM / 2)
        part = slice(*np.searchsorted(self._height, (at[2] - band, at[2] + band)).tolist())
        close = self._near_at[part] @ at > self._least_dot[part]
        numbers = self._near[part][close]
        return numbers[tangent(self._world.corners(numbers), at[None])[:, 0]]

    def _eligible_far(self, at: Vectors) -> Any:
        dot, before, after = (at @ self._planes).reshape(3, -1)
        return self._far[is_tangent(dot, before, after)]


@functools.cache
def _lookouts() -> _Lookouts:
    return _Lookouts(waters())


def _seen(point: Position, numbers: Any, closed: frozenset[str]) -> dict[int, float]:
    """Return those of some corners that a point sees, each with the km to it."""
    world, at = waters(), unit_vectors(point)
    kept = numbers[~_shadowed(at, world.at[numbers])]
    for free in (lambda a, b: ~barred(a, b, closed), world.sight.unblocked):
        heads = world.at[kept]
        kept = kept[free(np.broadcast_to(at, heads.shape), heads)]
    return dict(zip(kept.tolist(), _measured(point, world.lon_lat_deg[kept]), strict=True))


def _shadowed(at: Vectors, heads: Vectors) -> Any:
    """Tell which corners are hidden by solid land, as far as a few points on the way show it."""
    solid = waters().sight.solid
    dot = np.clip(heads @ at, -1.0, 1.0)
    angle = np.arccos(dot)
    ahead = heads - dot[:, None] * at
    ahead /= np.maximum(1e-12, np.sin(angle))[:, None]

    def meets_land(which: Any, turns: Any) -> Any:
        dry = solid.holds(positions(_turned(at, ahead[which, None], turns)))
        return (dry & (turns < angle[which, None])).any(axis=1)

    hidden = angle > _horizon(*at.tolist())[_sector(heads @ _compass(at).T)]
    for steps_km in _FAR_KM:
        which = np.flatnonzero(~hidden)
        hidden[which] = meets_land(which, steps_km / EARTH_KM)
    for parts in _PARTS:
        which = np.flatnonzero(~hidden & (angle > parts * _LEAST_PART_KM / EARTH_KM))
        middles = (np.arange(parts) + 0.5) / parts
        hidden[which] = meets_land(which, angle[which, None] * middles)
    return hidden


def _turned(at: Vectors, ahead: Vectors, turns: Any) -> Vectors:
    """Return the points so many radians on from a point in given directions."""
    found: Vectors = np.cos(turns)[..., None] * at + np.sin(turns)[..., None] * ahead
    return found


@functools.lru_cache(maxsize=1024)
def _horizon(x: float, y: float, z: float) -> Any:
    """Return for each sector how far, in radians, land nearby lets see in it or beside it."""
    solid, at, turns = waters().sight.solid, np.array([x, y, z]), _NEAR_KM / EARTH_KM
    dry = solid.holds(positions(_turned(at, (_rose() @ _compass(at))[:, None], turns)))
    nearest = np.where(dry.any(axis=1), turns[dry.argmax(axis=1)], np.inf)
    return np.maximum(nearest, np.maximum(np.roll(nearest, 1), np.roll(nearest, -1)))


def _compass(at: Vectors) -> Vectors:
    """Return east and north at a point."""
    east = np.array([-at[1], at[0], 0.0]) / max(1e-12, math.hypot(at[0], at[1]))
    return np.stack([east, np.cross(at, east)])


@functools.cache
def _rose() -> Vectors:
    """Return the middles of all sectors as directions to the east and north, shape (n, 2)."""
    quarter = (np.arange(_SECTORS) + 0.5) / _SECTORS * 4
    north = np.where(quarter < 2, 1 - quarter, quarter - 3)
    east = np.where(quarter < 2, 1, -1) * (1 - np.abs(north))
    rose: Vectors = np.stack([east, north], axis=1) / np.hypot(east, north)[:, None]
    return rose


def _sector(ways: Vectors) -> Any:
    """Return the sector of each way to the east and north: angles, but without arc tangents."""
    east, north = ways.T
    share = north / np.maximum(1e-300, np.abs(east) + np.abs(north))
    quarter = np.where(east >= 0, 1 - share, 3 + share)
    return np.minimum((quarter * (_SECTORS / 4)).astype(int), _SECTORS - 1)


def _measured(point: Position, lon_lat_deg: Any) -> list[float]:
    if not len(lon_lat_deg):
        return []
    lon, lat = lon_lat_deg.T
    here_lon, here_lat = (np.full_like(lon, value) for value in point)
    km: list[float] = (geod().inv(here_lon, here_lat, lon, lat)[2] / 1000).tolist()
    return km
