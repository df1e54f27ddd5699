"""The areas that ships keep off: land, widened by a seamanlike distance; made at build time.

Ships do not shave headlands. Land is widened by `OFFING_KM`, but narrow waters would be shut
by that; there only `NARROWS_KM` are kept. What is narrow follows from morphological opening
(Serra, 1982): water that no disc of the wider radius reaches. Canals and navigable rivers,
which no coastline at 1:10 million shows, are cut out as ribbons.

Everything is done in tiles of 5°, in each of which longitudes are squeezed to true scale.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import shapely

from routes.paths.corners import STAND_OFF_KM
from routes.paths.line import Coordinates
from routes.paths.sight import past_the_edge

__all__ = ["NARROWS_KM", "OFFING_KM", "RIBBON_KM", "keep_off"]

OFFING_KM = 4.0
NARROWS_KM = 0.5
RIBBON_KM = 0.4

_KM_PER_DEG = 111.2
_TILE_DEG = 5
_MARGIN_KM = 22.0
_POLAR_COSINE = 0.04
# How far an outline may stray from the widened land: the coastline itself strays as much.
_OFFING_SLACK_KM = 1.4
_NARROWS_SLACK_KM = 0.4
_OUTLINE_SLACK_KM = 0.35
# Narrow water that is thinner, smaller and leads nowhere is left to the approach.
_SLIVER_KM = 0.3
_LEAST_INLET_KM2 = 15.0
_REACH_KM = 6.8
_NECK_MORE_KM = 1.5
# Water that is shut in and smaller than this is a pocket in which no voyage begins.
_LEAST_BASIN_KM2 = 150.0
# Sounds narrower than twice the narrows are entered only where nothing else joins two waters.
_SOUND_KM = 0.1
_SOUND_REACH_KM = 1.2
# About a course the offing gives way, and farther about its ends, so that its mouth is open.
_SHOULDER_KM, _MOUTH_KM = 5.0, 11.0
_GRID_DEG = 1 / 16384
_DRAWN_IN = 1.3
_LEAST_ISLAND_KM2 = 0.05


def keep_off(land: Sequence[Any], ribbons: Sequence[Coordinates]) -> list[Any]:
    """Return the areas to keep off, as shapely polygons in (lon_deg, lat_deg).

    Parameters
    ----------
    land
        Polygons of land, lakes taken out; they may be cut into tiles.
    ribbons
        Courses of canals and rivers through that land, as (lon_deg, lat_deg) lines.

    Returns
    -------
    list
        Polygons that do not overlap, each whole over all tiles.
    """
    pieces = past_the_edge(np.array(land, dtype=object), _TILE_DEG)
    courses = np.array([shapely.LineString(line) for line in ribbons], dtype=object)
    trees = shapely.STRtree(pieces), shapely.STRtree(courses)
    places = [
        (west, south) for west in range(-180, 180, _TILE_DEG) for south in range(-90, 90, _TILE_DEG)
    ]
    # GEOS works without Python's lock; the tiles come in order, however many work at them.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        tiles = [
            part
            for tile in pool.map(lambda at: _tile(at[0], at[1], trees), places)
            for part in tile
        ]
    whole = shapely.union_all(np.array(tiles, dtype=object), grid_size=_GRID_DEG)
    return [
        _without_pockets(part) for part in shapely.get_parts(whole) if part.geom_type == "Polygon"
    ]


def _without_pockets(area: Any) -> Any:
    kept = [ring for ring in area.interiors if _area_km2(ring) > _LEAST_BASIN_KM2]
    return shapely.Polygon(area.exterior, kept)


def _area_km2(ring: Any) -> float:
    basin = shapely.Polygon(ring)
    squeeze = math.cos(math.radians(basin.centroid.y))
    return float(basin.area) * _KM_PER_DEG**2 * squeeze


def _tile(west: float, south: float, trees: tuple[Any, Any]) -> list[Any]:
    limits = (west, south, west + _TILE_DEG, south + _TILE_DEG)
    squeeze = max(_POLAR_COSINE, math.cos(math.radians(south + _TILE_DEG / 2)))
    scale = squeeze * _KM_PER_DEG, _KM_PER_DEG
    pad = _MARGIN_KM / scale[0], _MARGIN_KM / scale[1]
    wide = (west - pad[0], south - pad[1], limits[2] + pad[0], limits[3] + pad[1])
    dry = _clipped(trees[0], wide)
    if not len(dry):
        return []
    if len(dry) == 1 and dry[0].equals(shapely.box(*wide)) and not len(_clipped(trees[1], wide)):
        return [shapely.box(*limits)]
    kept = _kept_off(_scaled(dry, scale), _scaled(_clipped(trees[1], wide), scale), wide, scale)
    back = _scaled(np.array([kept], dtype=object), (1 / scale[0], 1 / scale[1]))[0]
    cut = shapely.clip_by_rect(back, *limits)
    return [part for part in shapely.get_parts(cut) if part.geom_type == "Polygon"]


def _kept_off(dry: Any, courses: Any, wide: tuple[float, ...], scale: tuple[float, float]) -> Any:
    """Return the areas of one tile, all in km."""
    land = shapely.union_all(dry)
    near = _widened(land, NARROWS_KM, _NARROWS_SLACK_KM)
    far = _widened(land, OFFING_KM, _OFFING_SLACK_KM)
    frame = _scaled(np.array([shapely.box(*wide)], dtype=object), scale)[0]
    reach = _narrows(shapely.difference(frame, near), shapely.difference(frame, far))
    kept = shapely.union(near, shapely.difference(far, reach))
    kept = shapely.difference(kept, _sounds(land, frame, kept))
    if len(courses):
        give_way = shapely.union(
            shapely.buffer(shapely.union_all(courses), _SHOULDER_KM),
            shapely.buffer(shapely.union_all(shapely.boundary(courses)), _MOUTH_KM),
        )
        kept = shapely.union(shapely.difference(kept, give_way), near)
    kept = shapely.simplify(kept, _OUTLINE_SLACK_KM)
    if len(courses):
        ribbon = shapely.buffer(shapely.union_all(courses), RIBBON_KM, quad_segs=2)
        kept = shapely.difference(kept, ribbon)
    kept = _without_chinks(kept)
    parts = shapely.get_parts(kept)
    return shapely.multipolygons(parts[shapely.area(parts) > _LEAST_ISLAND_KM2])


def _without_chinks(kept: Any) -> Any:
    """Close gaps in which no corner can stand off both sides: no way leads through them."""
    # Drawn in by a little more than it is widened, or nearly the same edges would meet.
    wide = shapely.buffer(kept, STAND_OFF_KM, quad_segs=1)
    return shapely.union(kept, shapely.buffer(wide, -_DRAWN_IN * STAND_OFF_KM, quad_segs=1))


def _narrows(water: Any, offing: Any) -> Any:
    """Return narrow water with its mouths: larger inlets, and straits between open waters."""
    # The offing's outline is simplified: water along an open coast must not pass for narrow.
    opened = shapely.buffer(offing, OFFING_KM + _OFFING_SLACK_KM + 0.2, quad_segs=3)
    thinned = shapely.buffer(shapely.difference(water, opened), -_SLIVER_KM, quad_segs=2)
    parts = shapely.get_parts(thinned)
    basins = shapely.STRtree(shapely.get_parts(opened))
    part, _ = basins.query(parts, predicate="dwithin", distance=2 * _SLIVER_KM)
    joins = np.bincount(part, minlength=len(parts)) > 1
    kept = parts[joins | (shapely.area(parts) > _LEAST_INLET_KM2)]
    inlets = shapely.buffer(shapely.union_all(kept), _REACH_KM + _SLIVER_KM, quad_segs=2)
    return shapely.union(inlets, _necks(shapely.get_parts(offing)))


def _necks(basins: Any) -> Any:
    """Return where two waters come near each other: short necks that no opening shows."""
    tree = shapely.STRtree(basins)
    one, other = tree.query(basins, predicate="dwithin", distance=2 * (OFFING_KM + _NECK_MORE_KM))
    first = one < other
    wide = shapely.buffer(basins, OFFING_KM + _NECK_MORE_KM + _SLIVER_KM, quad_segs=2)
    return shapely.union_all(shapely.intersection(wide[one[first]], wide[other[first]]))


def _sounds(land: Any, frame: Any, kept: Any) -> Any:
    """Return water too narrow to keep a distance in, where it joins waters else apart."""
    basins = shapely.get_parts(shapely.difference(frame, kept))
    basins = basins[shapely.area(basins) > _LEAST_BASIN_KM2 / 10]
    if len(basins) < 2:
        return shapely.Polygon()
    shut = shapely.difference(frame, shapely.union_all(basins))
    water = shapely.difference(shut, shapely.buffer(land, _SOUND_KM, quad_segs=1))
    parts = shapely.get_parts(water)
    # Water along a coast joins all; taken apart where a disc of the near distance passes.
    open_coast = shapely.buffer(
        shapely.difference(frame, shapely.buffer(land, NARROWS_KM + 0.15, quad_segs=2)),
        NARROWS_KM,
        quad_segs=2,
    )
    parts = shapely.get_parts(shapely.difference(shapely.union_all(parts), open_coast))
    part, _ = shapely.STRtree(basins).query(parts, predicate="dwithin", distance=_SOUND_REACH_KM)
    joins = np.bincount(part, minlength=len(parts)) > 1
    reach = shapely.buffer(shapely.union_all(parts[joins]), _SOUND_REACH_KM, quad_segs=2)
    return shapely.difference(reach, shapely.buffer(land, _SOUND_KM, quad_segs=1))


def _widened(land: Any, km: float, slack_km: float) -> Any:
    return shapely.simplify(shapely.buffer(land, km, quad_segs=2), slack_km)


def _clipped(tree: Any, limits: tuple[float, ...]) -> Any:
    found = tree.geometries[tree.query(shapely.box(*limits))]
    cut = shapely.clip_by_rect(found, *limits) if len(found) else found
    return cut[~shapely.is_empty(cut)] if len(cut) else cut


def _scaled(geometries: Any, scale: tuple[float, float]) -> Any:
    return shapely.transform(geometries, lambda points: points * scale)
