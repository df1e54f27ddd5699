"""The areas that ships keep off: land, widened by a seamanlike distance; made at build time.

Ships do not shave headlands. Land is widened by `OFFING_KM`, but narrow waters would be shut
by that; there only `NARROWS_KM` are kept. What is narrow follows from morphological opening
(Serra, 1982): water that no disc of the wider radius reaches. Canals and navigable rivers,
which no coastline shows, are cut out as ribbons.

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
from routes.paths.sight import GRID_DEG, past_the_edge

__all__ = ["NARROWS_KM", "OFFING_KM", "RIBBON_KM", "keep_off", "km_per_deg", "scaled"]

OFFING_KM = 4.5
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
_LEAST_INLET_KM2 = 30.0
_REACH_KM = 6.8
_NECK_MORE_KM = 1.5
# Water that is shut in and smaller than this is a pocket in which no voyage begins.
_LEAST_BASIN_KM2 = 150.0
# Sounds narrower than twice the narrows are entered only where nothing else joins two waters.
_SOUND_KM = 0.1
_SOUND_REACH_KM = 1.2
# About a course the offing gives way, and farther about its ends, so that its mouth is open.
_SHOULDER_KM, _MOUTH_KM = 5.0, 11.0
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
    whole = shapely.disjoint_subset_union_all(np.array(tiles, dtype=object))
    return [
        _without_pockets(part) for part in shapely.get_parts(whole) if part.geom_type == "Polygon"
    ]


def km_per_deg(lat_deg: float) -> tuple[float, float]:
    """Return the km of a degree of longitude, and of one of latitude, near a latitude."""
    squeeze = max(_POLAR_COSINE, math.cos(math.radians(lat_deg)))
    return squeeze * _KM_PER_DEG, _KM_PER_DEG


def _without_pockets(area: Any) -> Any:
    kept = [ring for ring in area.interiors if _area_km2(ring) > _LEAST_BASIN_KM2]
    return shapely.Polygon(area.exterior, kept)


def _area_km2(ring: Any) -> float:
    basin = shapely.Polygon(ring)
    squeeze = math.cos(math.radians(basin.centroid.y))
    return float(basin.area) * _KM_PER_DEG**2 * squeeze


def _tile(west: float, south: float, trees: tuple[Any, Any]) -> list[Any]:
    limits = (west, south, west + _TILE_DEG, south + _TILE_DEG)
    scale = km_per_deg(south + _TILE_DEG / 2)
    pad = _MARGIN_KM / scale[0], _MARGIN_KM / scale[1]
    wide = (west - pad[0], south - pad[1], limits[2] + pad[0], limits[3] + pad[1])
    dry = _clipped(trees[0], wide)
    if not len(dry):
        return []
    if len(dry) == 1 and dry[0].equals(shapely.box(*wide)) and not len(_clipped(trees[1], wide)):
        return [shapely.box(*limits)]
    frame = scaled(np.array([shapely.box(*wide)]), scale)[0]
    kept = _kept_off(scaled(dry, scale), scaled(_clipped(trees[1], wide), scale), frame)
    back = scaled(np.array([kept], dtype=object), (1 / scale[0], 1 / scale[1]))[0]
    # On the grid, then free of it: a union that rounds takes many times as long.
    on_grid = shapely.set_precision(shapely.clip_by_rect(back, *limits), GRID_DEG)
    parts = shapely.get_parts(shapely.set_precision(on_grid, 0))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _kept_off(dry: Any, courses: Any, frame: Any) -> Any:
    """Return the areas of one tile, all in km."""
    land = shapely.disjoint_subset_union_all(dry)
    near = _widened(land, NARROWS_KM, _NARROWS_SLACK_KM)
    # Widened from what is simple already: the many vertices of land take long.
    far = _widened(near, OFFING_KM - NARROWS_KM, _OFFING_SLACK_KM)
    reach = _narrows(shapely.difference(frame, near), shapely.difference(frame, far))
    kept = shapely.union(near, shapely.difference(far, reach))
    if len(courses):
        give_way = shapely.union(
            shapely.buffer(shapely.union_all(courses), _SHOULDER_KM),
            shapely.buffer(shapely.union_all(shapely.boundary(courses)), _MOUTH_KM),
        )
        kept = shapely.union(shapely.difference(kept, give_way), near)
    kept = _without_chinks(shapely.simplify(kept, _OUTLINE_SLACK_KM))
    # After the outlines are simple, or they would shut so narrow a water again.
    kept = shapely.difference(kept, _sounds(land, near, frame, kept))
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
    joins = _joining(parts, shapely.get_parts(opened), 2 * _SLIVER_KM)
    kept = parts[joins | (shapely.area(parts) > _LEAST_INLET_KM2)]
    kept = shapely.simplify(kept, _NARROWS_SLACK_KM)
    inlets = shapely.buffer(shapely.union_all(kept), _REACH_KM + _SLIVER_KM, quad_segs=2)
    return shapely.union(inlets, _necks(shapely.get_parts(offing)))


def _necks(basins: Any) -> Any:
    """Return where two waters come near each other: short necks that no opening shows."""
    reach_km = OFFING_KM + _NECK_MORE_KM
    one, other = shapely.STRtree(basins).query(basins, predicate="dwithin", distance=2 * reach_km)
    one, other = one[one < other], other[one < other]
    wide = shapely.buffer(basins, reach_km + _SLIVER_KM, quad_segs=2)
    lenses = shapely.intersection(wide[one], wide[other])
    # Between waters farther apart than the reach, a lens falls short of both.
    short_km = np.maximum(0.0, shapely.distance(basins[one], basins[other]) - reach_km)
    return shapely.union_all(shapely.buffer(lenses, short_km + _SLIVER_KM, quad_segs=2))


def _sounds(land: Any, near: Any, frame: Any, kept: Any) -> Any:
    """Return water too narrow to keep a distance in, where it joins waters else apart."""
    basins = shapely.get_parts(shapely.difference(frame, kept))
    basins = basins[shapely.area(basins) > _LEAST_BASIN_KM2 / 10]
    if len(basins) < 2:
        return shapely.Polygon()
    shut = shapely.difference(frame, shapely.union_all(basins))
    shallow = shapely.buffer(land, _SOUND_KM, quad_segs=1)
    water = shapely.difference(shut, shallow)
    # Water along a coast joins all; taken apart where a disc of the near distance passes.
    open_coast = shapely.buffer(
        shapely.difference(frame, shapely.buffer(land, NARROWS_KM + 0.15, quad_segs=2)),
        NARROWS_KM,
        quad_segs=2,
    )
    parts = shapely.get_parts(shapely.difference(water, open_coast))
    joins = parts[_joining(parts, basins, _SOUND_REACH_KM)]
    sounds = shapely.simplify(_about(joins, _SOUND_REACH_KM, shallow), _SOUND_KM)
    return shapely.union(sounds, _mouths(parts, basins, shapely.boundary(frame), near, shallow))


def _mouths(parts: Any, basins: Any, edge: Any, near: Any, shallow: Any) -> Any:
    """Return sounds that lead into bays else shut, through the distance kept off on both sides."""
    mouth_km = OFFING_KM + _SOUND_REACH_KM
    bays = basins[shapely.length(shapely.intersection(basins, edge)) < _MARGIN_KM]
    _, part = shapely.STRtree(parts).query(bays, predicate="dwithin", distance=mouth_km)
    leading = parts[np.unique(part)]
    joins = leading[_joining(leading, basins, mouth_km)]
    sounds = _about(joins, _SOUND_REACH_KM, shallow)
    return shapely.simplify(shapely.union(sounds, _about(joins, mouth_km, near)), _SOUND_KM)


def _about(parts: Any, km: float, shut: Any) -> Any:
    """Return what lies so near some parts of the water and is not shut."""
    simple = shapely.simplify(shapely.union_all(parts), _SOUND_KM)
    return shapely.difference(shapely.buffer(simple, km, quad_segs=2), shut)


def _joining(parts: Any, basins: Any, reach_km: float) -> Any:
    """Tell which parts of the water come near more than one basin."""
    # Asked by the few large ones, which GEOS then indexes.
    _, part = shapely.STRtree(parts).query(basins, predicate="dwithin", distance=reach_km)
    return np.bincount(part, minlength=len(parts)) > 1


def _widened(land: Any, km: float, slack_km: float) -> Any:
    return shapely.simplify(shapely.buffer(land, km, quad_segs=2), slack_km)


def _clipped(tree: Any, limits: tuple[float, ...]) -> Any:
    found = tree.geometries[tree.query(shapely.box(*limits))]
    cut = shapely.clip_by_rect(found, *limits) if len(found) else found
    return cut[~shapely.is_empty(cut)] if len(cut) else cut


def scaled(geometries: Any, scale: tuple[float, float]) -> Any:
    """Return geometries with both coordinates multiplied."""
    return shapely.transform(geometries, lambda points: points * scale)
