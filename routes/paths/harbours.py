"""The narrow waters by which ports are reached; made at build time.

A ship's distance from the coast shuts fjords, harbour mouths and channels on which ports stand.
From each such port the way through the water, on a fine grid, is opened as a ribbon: ships keep to
the middle of it.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import shapely

from routes.paths.keepoff import RIBBON_KM, km_per_deg, scaled
from routes.paths.line import Position
from routes.paths.sight import GRID_DEG, in_tiles, past_the_edge

__all__ = ["with_harbours"]

# Looked for so far from a port, in turn, in such steps: long fjords last.
_REACHES_KM = ((8.0, 0.15), (25.0, 0.25), (70.0, 0.4))
# Ports' positions are given to a minute of arc or so, often ashore.
_ASHORE_KM = 4.0
# A port on an open coast needs no channel: its approach is straight and over water.
_OPEN_COAST_KM = 6.0
# Nearer to the shore than this, a step counts manifold.
_MIDDLE_KM, _AT_THE_SHORE = 0.4, 3.0
_SLACK_KM = 0.12
_SIDEWAYS = ((0, 1), (1, 0), (1, 1), (1, -1))


def with_harbours(areas: list[Any], land: Sequence[Any], harbours: Sequence[Position]) -> list[Any]:
    """Return the areas to keep off with a channel cut to each port that water reaches.

    Parameters
    ----------
    areas
        Polygons (lon_deg, lat_deg), as `routes.paths.keepoff.keep_off` makes them.
    land
        Polygons of land, lakes taken out; they may be cut into tiles.
    harbours
        Positions (lon_deg, lat_deg) of ports.
    """
    trees = [
        shapely.STRtree(past_the_edge(np.array(parts, dtype=object), 1.0))
        for parts in (land, in_tiles(areas))
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda port: _ribbon(port, trees), harbours))
    ribbons = shapely.union_all([ribbon for ribbon in found if ribbon is not None])
    cut = shapely.difference(np.array(areas, dtype=object), ribbons, grid_size=GRID_DEG)
    return [part for part in shapely.get_parts(cut) if part.geom_type == "Polygon"]


def _ribbon(port: Position, trees: list[Any]) -> Any:
    """Return the channel to a port; None where it needs none or no water leads to it."""
    if _needs_none(*(_about(port, _OPEN_COAST_KM + 1, tree) for tree in trees)):
        return None
    for reach_km, step_km in _REACHES_KM:
        # With a margin: nothing is known beyond the edge, where all would pass for free.
        dry, kept = (_about(port, reach_km + 1, tree) for tree in trees)
        way = _way(dry, kept, reach_km, step_km)
        if way is not None:
            ribbon = shapely.buffer(shapely.simplify(way, _SLACK_KM), RIBBON_KM, quad_segs=2)
            east, north = km_per_deg(port[1])
            on_map = scaled(np.array([ribbon]), (1 / east, 1 / north))[0]
            return shapely.transform(on_map, lambda points: points + port)
    return None


def _about(port: Position, reach_km: float, tree: Any) -> Any:
    """Return what lies about a port as one geometry, in km from it."""
    (lon, lat), (east, north) = port, km_per_deg(port[1])
    wide, high = reach_km / east, reach_km / north
    limits = lon - wide, lat - high, lon + wide, lat + high
    met = tree.geometries[tree.query(shapely.box(*limits))]
    cut = shapely.transform(shapely.clip_by_rect(met, *limits), lambda points: points - port)
    whole = shapely.union_all(scaled(cut, (east, north)))
    shapely.prepare(whole)
    return whole


def _needs_none(dry: Any, kept: Any) -> bool:
    """Whether a port has no water, or one on the open coast, with no land before it."""
    if shapely.contains(dry, shapely.Point(0, 0).buffer(_ASHORE_KM)):
        return True
    nearby = shapely.Point(0, 0).buffer(_OPEN_COAST_KM)
    water = shapely.difference(nearby, kept)
    if water.is_empty:
        return False
    stroke = shapely.shortest_line(shapely.Point(0, 0), water)
    # The first part of it leads from the quay to the water.
    beyond = shapely.difference(stroke, shapely.Point(0, 0).buffer(_ASHORE_KM / 2))
    return not shapely.intersects(dry, beyond)


def _way(dry: Any, kept: Any, reach_km: float, step_km: float) -> Any:
    """Return the way from the port, on a grid of water, to where ships keep their distance."""
    from scipy.sparse.csgraph import dijkstra

    side = np.arange(-reach_km, reach_km + step_km / 2, step_km)
    x, y = np.meshgrid(side, side)
    wet = ~shapely.contains_xy(dry, x, y)
    quays = np.where(wet, np.hypot(x, y), math.inf)
    start = np.unravel_index(np.argmin(quays), quays.shape)
    if quays[start] > _ASHORE_KM:
        return None
    number = np.cumsum(wet).reshape(wet.shape) - 1
    graph = _steps(wet, number, step_km)
    km, came = dijkstra(graph, indices=number[start], return_predecessors=True)
    free = ~shapely.contains_xy(kept, x[wet], y[wet])
    km[~free] = math.inf
    last = int(np.argmin(km))
    if not math.isfinite(km[last]):
        return None
    vertices = [last]
    while (before := came[vertices[-1]]) >= 0:
        vertices.append(before)
    points = np.stack([x[wet], y[wet]], axis=1)[vertices]
    return shapely.LineString(points) if len(points) > 1 else None


def _steps(wet: Any, number: Any, step_km: float) -> Any:
    """Return the steps between neighbouring cells of water, those along the shore at a cost."""
    from scipy.ndimage import distance_transform_edt
    from scipy.sparse import coo_matrix

    near = distance_transform_edt(wet) * step_km < _MIDDLE_KM
    cost = np.where(near, _AT_THE_SHORE, 1.0)
    rows, columns, lengths = [], [], []
    for down, right in _SIDEWAYS:
        here = (slice(0, wet.shape[0] - down), slice(max(0, -right), wet.shape[1] - max(0, right)))
        there = (slice(down, None), slice(max(0, right), wet.shape[1] - max(0, -right)))
        both = wet[here] & wet[there]
        rows.append(number[here][both])
        columns.append(number[there][both])
        lengths.append((cost[here] + cost[there])[both] * (step_km / 2 * math.hypot(down, right)))
    row, column, km = (np.concatenate(parts) for parts in (rows, columns, lengths))
    count = int(wet.sum())
    both_ways = np.concatenate([row, column]), np.concatenate([column, row])
    return coo_matrix((np.concatenate([km, km]), both_ways), shape=(count, count)).tocsr()
