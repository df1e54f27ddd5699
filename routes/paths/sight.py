"""Whether a straight way over water is free of the areas that ships keep off."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from routes.paths.raster import Raster
from routes.paths.vectors import Vectors, along, distances_km, positions

__all__ = ["GRID_DEG", "PIECE_KM", "WIDE_PIECE_KM", "Sight", "in_tiles", "past_the_edge"]

# Great circles are tried as chains of straight pieces on the map: one of 40 km strays from
# its great circle by some 50 m at 60° of latitude.
PIECE_KM = 40.0
# Far from all coasts, longer pieces are known to be free.
WIDE_PIECE_KM = 320.0
_BLOCK_DEG, _TILE_DEG = 20, 2
# Positions are kept to about 7 m.
GRID_DEG = 1 / 16384
_OVERLAP_DEG = 15.0
# Great circles that are longer are tried near their ends first.
_LONG_KM = 2 * PIECE_KM
# Where points of a great circle of so many km are tried first: most meet land near an end.
_SAMPLES = (
    (np.array([0.02, 0.06, 0.15, 0.35, 0.65, 0.9]), 60.0),
    ((np.arange(16) + 0.5) / 16, 120.0),
)

_Limits = tuple[int, int, int, int]


def in_tiles(polygons: Sequence[Any]) -> list[Any]:
    """Cut polygons (lon_deg, lat_deg) into tiles, for quick tests."""
    world = (-180, -90, 180, 90)
    return [
        tile
        # Continents into blocks first: each cut goes through all vertices of what it cuts.
        for limits, block in _squares(np.array(polygons, dtype=object), world, _BLOCK_DEG)
        for _, parts in _squares(block, limits, _TILE_DEG)
        for tile in shapely.get_parts(shapely.set_precision(parts, GRID_DEG)).tolist()
        if tile.geom_type == "Polygon" and not tile.is_empty
    ]


def _squares(areas: Any, within: _Limits, side_deg: int) -> Iterator[tuple[_Limits, Any]]:
    """Give squares and the parts of areas, an array, in each."""
    tree = shapely.STRtree(areas)
    for west in range(within[0], within[2], side_deg):
        for south in range(within[1], within[3], side_deg):
            limits = (west, south, west + side_deg, south + side_deg)
            met = areas[np.sort(tree.query(shapely.box(*limits)))]
            if len(met):
                # A quick cut may leave rings that touch themselves.
                yield limits, shapely.make_valid(shapely.clip_by_rect(met, *limits))


def past_the_edge(areas: Any, overlap_deg: float) -> Any:
    """Return areas, an array, with what lies so near ±180 repeated on the other side."""
    bounds = shapely.bounds(areas)
    east = _turned(areas[bounds[:, 2] > 180 - overlap_deg], -360.0)
    west = _turned(areas[bounds[:, 0] < overlap_deg - 180], 360.0)
    return np.concatenate([areas, east, west])


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
        self._tiles = tiles
        self._offing, self._wide_offing, self.solid = offing, wide_offing, solid
        self._areas = past_the_edge(np.array(tiles, dtype=object), _OVERLAP_DEG)
        self._tree = shapely.STRtree(self._areas)
        shapely.prepare(self._areas)
        # GEOS completes its indexes at their first use, while shapely lets other threads run.
        self._lock = threading.Lock()

    def crew(self, count: int) -> list[Sight]:
        """Return so many sights that see the same, for as many threads: one takes turns."""
        # What GEOS builds into an area at its first use is for one thread at a time.
        copies = (shapely.from_wkb(shapely.to_wkb(self._tiles)) for _ in range(count - 1))
        rasters = self._offing, self._wide_offing, self.solid
        return [self, *(Sight(tiles, *rasters) for tiles in copies)]

    def free(self, a: Vectors, b: Vectors) -> Any:
        """Tell for each great circle from `a` to `b`, shape (n, 3) each, whether it is free."""
        km = distances_km(a, b)
        seen = self._not_solid(a, b, km)
        for stage in (self._open_ended, self._unblocked):
            kept = np.flatnonzero(seen)
            if len(kept):
                seen[kept] = stage(a.take(kept, axis=0), b.take(kept, axis=0), km[kept])
        return seen

    def _open_ended(self, a: Vectors, b: Vectors, km: Any) -> Any:
        """Tell which great circles are free near both ends: nine in ten are blocked there."""
        free = np.ones(len(a), dtype=bool)
        for tail, head in ((a, b), (b, a)):
            long = np.flatnonzero(free & (km > _LONG_KM))
            if len(long):
                here = tail.take(long, axis=0)
                there = along(here, head.take(long, axis=0), PIECE_KM / km[long])
                strokes = _strokes(positions(here), positions(there))
                free[long[self._touching(strokes)]] = False
        return free

    def _unblocked(self, a: Vectors, b: Vectors, km: Any) -> Any:
        free = np.ones(len(a), dtype=bool)
        owner = np.arange(len(a))
        for wide, piece_km in ((self._wide_offing, WIDE_PIECE_KM), (self._offing, PIECE_KM)):
            points, of = _cut(a, b, np.ceil(km / piece_km))
            at = positions(points)
            off = wide.holds(at)
            head = np.flatnonzero((of[:-1] == of[1:]) & ~(off[:-1] & off[1:]))
            if not len(head):
                return free
            a, b = points.take(head, axis=0), points.take(head + 1, axis=0)
            owner = owner[of[head]]
            km = distances_km(a, b)
        strokes = _strokes(at.take(head, axis=0), at.take(head + 1, axis=0))
        free[owner[self._touching(strokes)]] = False
        return free

    def _not_solid(self, a: Vectors, b: Vectors, km: Any) -> Any:
        """Tell which great circles meet no solid cell at a few points; most others end here."""
        wet = np.ones(len(a), dtype=bool)
        for shares, least_km in _SAMPLES:
            longer = np.flatnonzero(wet & (km > least_km))
            if not len(longer):
                break
            heads, tails = a.take(longer, axis=0)[:, None], b.take(longer, axis=0)[:, None]
            # A point of the chord lies under the great circle, though not at the same share of it.
            points = positions(heads + shares[:, None] * (tails - heads))
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


def _turned(areas: Any, lon_deg: float) -> Any:
    return shapely.transform(areas, lambda lon_lat_deg: np.add(lon_lat_deg, (lon_deg, 0.0)))


def _cut(a: Vectors, b: Vectors, count: Any) -> tuple[Vectors, Any]:
    """Cut great circles into pieces, `count` each: their vertices, and whose each is."""
    pieces = np.maximum(1, count).astype(int)
    if pieces.max() == 1:
        return np.stack([a, b], axis=1).reshape(-1, 3), np.arange(len(a)).repeat(2)
    vertices = pieces + 1
    owner = np.arange(len(a)).repeat(vertices)
    step = np.arange(len(owner)) - (vertices.cumsum() - vertices).repeat(vertices)
    shares = step / pieces[owner]
    return along(a.take(owner, axis=0), b.take(owner, axis=0), shares), owner


def _strokes(heads: Vectors, tails: Vectors) -> Any:
    """Return short pieces between positions as lines on the map, none over ±180 but past it."""
    lines = np.stack([heads, tails], axis=1)
    lines[:, 1, 0] -= 360 * np.round((lines[:, 1, 0] - lines[:, 0, 0]) / 360)
    return shapely.linestrings(lines)
