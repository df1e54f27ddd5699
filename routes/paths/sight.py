"""Whether a straight way over water is free of the areas that ships keep off."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely import affinity

from routes.paths.raster import Raster
from routes.paths.vectors import Vectors, along, distances_km, positions

__all__ = ["GRID_DEG", "PIECE_KM", "WIDE_PIECE_KM", "Sight", "in_tiles"]

# Great circles are tried as chains of straight pieces on the map: one of 40 km strays from
# its great circle by some 50 m at 60° of latitude.
PIECE_KM = 40.0
# Far from all coasts, longer pieces are known to be free.
WIDE_PIECE_KM = 320.0
_TILE_DEG = 2
# Positions are kept to about 7 m.
GRID_DEG = 1 / 16384
_OVERLAP_DEG = 15.0
# Where points of a great circle of so many km are tried first: most meet land near an end.
_SAMPLES = (
    (np.array([0.02, 0.06, 0.15, 0.35, 0.65, 0.9]), 60.0),
    ((np.arange(16) + 0.5) / 16, 120.0),
)


def in_tiles(polygons: Sequence[Any]) -> list[Any]:
    """Cut polygons (lon_deg, lat_deg) into tiles, for quick tests."""
    tree = shapely.STRtree(polygons)
    tiles: list[Any] = []
    for west in range(-180, 180, _TILE_DEG):
        for south in range(-90, 90, _TILE_DEG):
            limits = (west, south, west + _TILE_DEG, south + _TILE_DEG)
            met = [polygons[number] for number in np.sort(tree.query(shapely.box(*limits)))]
            cut = shapely.clip_by_rect(met, *limits) if met else []
            parts = shapely.get_parts(shapely.set_precision(cut, GRID_DEG)).tolist()
            tiles += [one for one in parts if one.geom_type == "Polygon" and not one.is_empty]
    return tiles


class Sight:
    """The areas to keep off behind one spatial index.

    Parameters
    ----------
    tiles
        Small shapely polygons in (lon_deg, lat_deg), as `in_tiles` cuts them.
    offing, wide_offing
        Where nothing of them lies within half of `PIECE_KM` and of `WIDE_PIECE_KM`.
    solid
        Where all lies inside them.
    """

    def __init__(
        self, tiles: Sequence[Any], offing: Raster, wide_offing: Raster, solid: Raster
    ) -> None:
        self._offing, self._wide_offing, self.solid = offing, wide_offing, solid
        areas = np.array(tiles, dtype=object)
        bounds = shapely.bounds(areas)
        moved = [affinity.translate(one, -360) for one in areas[bounds[:, 2] > 180 - _OVERLAP_DEG]]
        moved += [affinity.translate(one, 360) for one in areas[bounds[:, 0] < _OVERLAP_DEG - 180]]
        self._areas = np.concatenate([areas, np.array(moved, dtype=object)])
        self._tree = shapely.STRtree(self._areas)
        shapely.prepare(self._areas)
        # GEOS completes its indexes at their first use, while shapely lets other threads run.
        self._lock = threading.Lock()

    def free(self, a: Vectors, b: Vectors) -> Any:
        """Tell for each great circle from `a` to `b`, shape (n, 3) each, whether it is free."""
        seen = self._not_solid(a, b)
        kept = np.flatnonzero(seen)
        seen[kept] = self._unblocked(a[kept], b[kept])
        return seen

    def _unblocked(self, a: Vectors, b: Vectors) -> Any:
        free = np.ones(len(a), dtype=bool)
        owner = np.arange(len(a))
        for wide, piece_km in ((self._wide_offing, WIDE_PIECE_KM), (self._offing, PIECE_KM)):
            if not len(a):
                return free
            a, b, of = _cut(a, b, piece_km)
            off = wide.holds(positions(np.stack([a, b])))
            near = ~(off[0] & off[1])
            a, b, owner = a[near], b[near], owner[of[near]]
        free[owner[self._touching(_strokes(a, b))]] = False
        return free

    def _not_solid(self, a: Vectors, b: Vectors) -> Any:
        """Tell which great circles meet no solid cell at a few points; most others end here."""
        wet = np.ones(len(a), dtype=bool)
        km = distances_km(a, b)
        for shares, least_km in _SAMPLES:
            longer = np.flatnonzero(wet & (km > least_km))
            if not len(longer):
                break
            points = positions(along(a[longer, None], b[longer, None], shares))
            wet[longer[self.solid.holds(points).any(axis=1)]] = False
        return wet

    def afloat(self, lon_lat_deg: Vectors) -> Any:
        """Tell for each position (lon_deg, lat_deg), shape (n, 2), whether it is free."""
        found = np.ones(len(lon_lat_deg), dtype=bool)
        found[self._touching(shapely.points(lon_lat_deg))] = False
        return found

    def nearby(self, west: float, south: float, east: float, north: float) -> Any:
        """Return the areas inside limits in degrees, as one geometry; lons may pass ±180."""
        with self._lock:
            met = self._areas[self._tree.query(shapely.box(west, south, east, north))]
        return shapely.union_all(shapely.clip_by_rect(met, west, south, east, north))

    def _touching(self, geometries: Any) -> Any:
        with self._lock:
            which, tile = self._tree.query(geometries)
            return which[shapely.intersects(self._areas[tile], geometries[which])]


def _cut(a: Vectors, b: Vectors, piece_km: float) -> tuple[Vectors, Vectors, Any]:
    """Cut great circles into pieces of so many km at most, and tell whose each piece is."""
    pieces = np.maximum(1, np.ceil(distances_km(a, b) / piece_km)).astype(int)
    if (pieces == 1).all():
        return a, b, np.arange(len(a))
    owner = np.repeat(np.arange(len(a)), pieces + 1)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(pieces + 1) - pieces - 1, pieces + 1)
    points = along(a[owner], b[owner], step / pieces[owner])
    inner = owner[:-1] == owner[1:]
    return points[:-1][inner], points[1:][inner], owner[:-1][inner]


def _strokes(a: Vectors, b: Vectors) -> Any:
    """Return short pieces as lines on the map, none over ±180 but past it."""
    heads, tails = positions(a), positions(b)
    tails[:, 0] -= 360 * np.round((tails[:, 0] - heads[:, 0]) / 360)
    return shapely.linestrings(np.stack([heads, tails], axis=1))
