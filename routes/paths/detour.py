"""The way round a piece of coast: a small visibility graph over the shore nearby.

The corners of the land, kept a little off it, are the nodes; two nodes that see each other
over water are joined; the shortest chain is the way (Lozano-Pérez and Wesley, 1979).
"""

from __future__ import annotations

import functools
from typing import Any

from routes.paths.coast import Coast
from routes.paths.geodesy import distance_km, geod
from routes.paths.line import Position

__all__ = ["around"]

# Distance kept from land and how much its outline is simplified, in degrees: first with
# room, then for narrow straits. The second must stay below the first.
_GRAINS = ((0.03, 0.025), (0.012, 0.008), (0.003, 0.002))
_MOST_CORNERS = 700
# A corner is joined to this many of the nearest others: a way along a coast needs no more.
_NEIGHBOURS = 45
_LONGEST_KM = 700.0
_NARROWEST_PAD_DEG = 0.25


@functools.lru_cache(maxsize=4096)
def around(shore: Coast, a: Position, b: Position) -> tuple[Position, ...] | None:
    """Return a way over water from `a` to `b`, both included, or None.

    Positions are (lon_deg, lat_deg), on water and at most 700 km apart; farther ones are left
    to the lanes. The answer may be longer than needed where the coast is intricate.
    """
    if distance_km(a, b) > _LONGEST_KM:
        return None
    over = b[0] - 360 * round((b[0] - a[0]) / 360)
    goal = (over, b[1])
    for room, tolerance in _GRAINS:
        for pad in (_NARROWEST_PAD_DEG, 1.2):
            found = _search(shore, a, goal, room, tolerance, pad)
            if found:
                return tuple(((lon + 180) % 360 - 180, lat) for lon, lat in found)
    return None


def _search(
    shore: Coast, a: Position, b: Position, room: float, tolerance: float, pad: float
) -> list[Position] | None:
    import shapely

    pad = max(pad, 0.4 * max(abs(a[0] - b[0]), abs(a[1] - b[1])))
    west, east = min(a[0], b[0]) - pad, max(a[0], b[0]) + pad
    south, north = min(a[1], b[1]) - pad, max(a[1], b[1]) + pad
    land = shore.within(west, max(-90, south), east, min(90, north))
    corners = _corners(land, room, tolerance, (west, south, east, north))
    if corners is None:
        return None
    shapely.prepare(land)
    return _shortest(land, [a, b, *corners])


def _corners(
    land: Any, room: float, tolerance: float, limits: tuple[float, float, float, float]
) -> list[Position] | None:
    """Return the convex corners of the land, `room` off it; None when there are too many."""
    import shapely

    for coarser in (1, 2, 4):
        wide = shapely.buffer(land, room * coarser, quad_segs=2)
        outline = shapely.simplify(wide, tolerance * coarser)
        kept = [
            point
            for polygon in shapely.get_parts(shapely.orient_polygons(outline))
            for ring in (polygon.exterior, *polygon.interiors)
            for point in _convex(ring)
            if _inside(point, limits)
        ]
        if len(kept) <= _MOST_CORNERS:
            return kept
    return None


def _convex(ring: Any) -> list[Position]:
    """Return the corners at which a ring with its land on the left turns to the left."""
    points = list(ring.coords)[:-1]
    found = []
    for number, (x, y) in enumerate(points):
        (px, py), (nx, ny) = points[number - 1], points[(number + 1) % len(points)]
        if (x - px) * (ny - y) > (y - py) * (nx - x):
            found.append((x, y))
    return found


def _inside(point: Position, limits: tuple[float, float, float, float]) -> bool:
    west, south, east, north = limits
    return west < point[0] < east and south < point[1] < north


def _shortest(land: Any, points: list[Position]) -> list[Position] | None:
    import networkx as nx
    import numpy as np
    import shapely

    places = np.array(points)
    heads, tails = _pairs(places)
    strokes = shapely.linestrings(np.stack([places[heads], places[tails]], axis=1))
    seen = ~shapely.intersects(land, strokes)
    heads, tails = heads[seen], tails[seen]
    metres = geod().inv(*places[heads].T, *places[tails].T)[2]
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        zip(heads.tolist(), tails.tolist(), np.asarray(metres).tolist(), strict=True)
    )
    try:
        chain = nx.dijkstra_path(graph, 0, 1)
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return None
    return [points[number] for number in chain]


def _pairs(places: Any) -> tuple[Any, Any]:
    """Pair each place with its nearest ones, and both ends (the first two) with all."""
    import numpy as np

    gaps = np.abs(places[:, None, :] - places[None, :, :])
    gaps[..., 0] *= np.cos(np.radians(places[0, 1]))
    order = np.argsort((gaps**2).sum(axis=2), axis=1)[:, 1 : _NEIGHBOURS + 1]
    joined = np.zeros((len(places), len(places)), dtype=bool)
    np.put_along_axis(joined, order, values=True, axis=1)
    joined[:2] = True
    heads, tails = np.nonzero(joined | joined.T)
    once = heads < tails
    return heads[once], tails[once]
