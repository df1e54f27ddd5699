"""Joins the corners that see each other over water into a graph; made at build time."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from queue import SimpleQueue
from typing import Any, NamedTuple

import numpy as np

from routes.paths.corners import REACH_KM, Corners, is_tangent, leaving, tangent
from routes.paths.raster import Raster
from routes.paths.sight import Sight
from routes.paths.vectors import EARTH_KM, distances_km, positions

__all__ = ["Edges", "ranked", "weave"]

# Shares of the tangents that leave a corner, tried for how far it looks.
_GLANCES = (0.02, 0.2, 0.5, 0.8, 0.98)
_HEADLAND_KM = 25.0
_ROWS_AT_ONCE = 256
_TESTED_AT_ONCE = 50_000
_SAMPLE_KM = 15.0
_MANY_DRY = 0.05
# Rounds in which parts of the graph are joined to others in sight, strokes kept and tried.
_MENDINGS, _JOINS, _MOST_MENDS = 3, 4, 400
_LONGEST_MEND_KM = 250.0
# A corner in a river's straight reach has no more.
_FEW_EDGES = 2
# An edge that two others replace at so little cost is left out.
_STRETCH = 1 + 1e-3


class Edges(NamedTuple):
    """Pairs of corner numbers, the lower first, with the great-circle km between them."""

    tail: Any
    head: Any
    km: Any


def weave(corners: Corners, sight: Sight) -> Edges:
    """Join corners by tangent strokes over water, the longer only from the higher ranks."""
    tails, heads = _candidates(corners, sight.solid)
    crew = sight.crew(os.cpu_count() or 1)
    seen = _seen(crew, corners.at[tails], corners.at[heads])
    tails, heads = tails[seen], heads[seen]
    edges = _spanner(Edges(tails, heads, distances_km(corners.at[tails], corners.at[heads])))
    edges = _with_reaches(corners, crew, sight.solid, edges)
    for _ in range(_MENDINGS):
        before = len(edges.km)
        edges = _mended(corners, crew, edges)
        if len(edges.km) == before:
            break
    return edges


def ranked(corners: Corners, sight: Sight) -> Corners:
    """Rank corners by how far they look in the directions in which a way could leave them.

    Of those that look farthest, the highest rank goes to the one with the widest view of all
    within some km: headlands have many corners, and far ways need but one.
    """
    rank = np.zeros(len(corners.at), dtype=np.uint8)
    looking = np.arange(len(rank))
    views = np.zeros(len(rank), dtype=int)
    crew = sight.crew(os.cpu_count() or 1)
    for above, reach_km in enumerate(REACH_KM[1:-1], 1):
        views = _views(corners.chosen(looking), crew, reach_km / EARTH_KM)
        looking, views = looking[views > 0], views[views > 0]
        rank[looking] = above
    order = looking[np.argsort(-views, kind="stable")]
    rank[looking] -= 1
    rank[order[_apart(corners.at[order] * EARTH_KM, _HEADLAND_KM)]] += 1
    return corners._replace(rank=rank)


def _views(corners: Corners, crew: list[Sight], angle: float) -> Any:
    """Count the glances, along tangents that leave each corner, that are free so far."""
    views = np.zeros(len(corners.at), dtype=int)
    for share in _GLANCES:
        for ways in leaving(corners, share):
            ends = np.cos(angle) * corners.at + np.sin(angle) * ways
            views += _seen(crew, corners.at, ends)
    return views


def _apart(points_km: Any, apart_km: float) -> Any:
    """Choose points in order, each at least so far from all that were chosen before it."""
    cells: dict[tuple[int, int, int], list[int]] = {}
    kept: list[int] = []
    steps = (-1, 0, 1)
    around = [(a, b, c) for a in steps for b in steps for c in steps]
    for number, (i, j, k) in enumerate(np.floor(points_km / apart_km).astype(int).tolist()):
        near = [n for a, b, c in around for n in cells.get((i + a, j + b, k + c), ())]
        offset = points_km[near] - points_km[number]
        if not near or np.sum(offset * offset, axis=1).min() >= apart_km**2:
            cells.setdefault((i, j, k), []).append(number)
            kept.append(number)
    return np.array(kept, dtype=np.int64)


def _with_reaches(corners: Corners, crew: list[Sight], solid: Raster, edges: Edges) -> Edges:
    """Join corners with few edges along straight reaches that are longer than they look."""
    degree = np.bincount(np.concatenate([edges.tail, edges.head]), minlength=len(corners.at))
    numbers = np.flatnonzero(degree <= _FEW_EDGES)
    ends = corners.chosen(numbers)
    parts = _pairs_within(ends, (REACH_KM[1], _LONGEST_MEND_KM))
    pairs = np.concatenate([_not_solid(ends, solid, _tangents(ends, part)) for part in parts])
    seen = _seen(crew, ends.at[pairs[:, 0]], ends.at[pairs[:, 1]])
    return _joined(corners, edges, numbers[pairs[seen]])


def _joined(corners: Corners, edges: Edges, pairs: Any) -> Edges:
    both = np.concatenate([np.stack([edges.tail, edges.head], 1), pairs])
    tail, head = np.unique(np.sort(both, axis=1), axis=0).T
    return Edges(tail, head, distances_km(corners.at[tail], corners.at[head]))


def _mended(corners: Corners, crew: list[Sight], edges: Edges) -> Edges:
    """Join parts of the graph that see each other, be it by no tangent: long straight reaches."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    count = len(corners.at)
    matrix = coo_matrix((edges.km, (edges.tail, edges.head)), shape=(count, count))
    _, part = connected_components(matrix, directed=False)
    sizes = np.bincount(part)
    tree = cKDTree(corners.at)
    tried = [
        _strokes_out_of(np.flatnonzero(part == number), corners.at, tree)
        for number in np.flatnonzero(sizes < sizes.max()).tolist()
    ]
    if not tried:
        return edges
    pairs = np.concatenate(tried)
    owner = np.repeat(np.arange(len(tried)), [len(one) for one in tried])
    seen = _seen(crew, corners.at[pairs[:, 0]], corners.at[pairs[:, 1]])
    pairs, owner = pairs[seen], owner[seen]
    # The nearest few of each part: they stand in order.
    rank = np.arange(len(owner)) - np.searchsorted(owner, owner)
    return _joined(corners, edges, pairs[rank < _JOINS])


def _strokes_out_of(mine: Any, at: Any, tree: Any) -> Any:
    """Return pairs of a corner of a part and one of another, the nearest first."""
    middle = at[mine[0]]
    wide_km = min(distances_km(at[mine], middle).max() + _LONGEST_MEND_KM, np.pi * EARTH_KM)
    chord = 2 * np.sin(wide_km / EARTH_KM / 2)
    near = np.setdiff1d(tree.query_ball_point(middle, chord), mine, assume_unique=True)
    dot = at[mine] @ at[near].T
    row, column = np.nonzero(dot > np.cos(_LONGEST_MEND_KM / EARTH_KM))
    nearest = np.argsort(-dot[row, column], kind="stable")[:_MOST_MENDS]
    return np.stack([mine[row[nearest]], near[column[nearest]]], axis=1)


def _seen(crew: list[Sight], a: Any, b: Any) -> Any:
    parts = [slice(n, n + _TESTED_AT_ONCE) for n in range(0, len(a), _TESTED_AT_ONCE)]
    idle: SimpleQueue[Sight] = SimpleQueue()
    for sight in crew:
        idle.put(sight)

    def free(part: slice) -> Any:
        sight = idle.get()
        try:
            return sight.free(a[part], b[part])
        finally:
            idle.put(sight)

    with ThreadPoolExecutor(len(crew)) as pool:
        return np.concatenate([*pool.map(free, parts)] or [np.zeros(0, bool)])


def _candidates(corners: Corners, solid: Raster) -> tuple[Any, Any]:
    """Return pairs of corners whose stroke is a tangent at both and meets no solid cell."""
    found: list[Any] = []
    # Large arrays are worked at without Python's lock.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for rank, reach_km in enumerate(pairwise(REACH_KM)):
            numbers = np.flatnonzero(corners.rank >= rank)
            chosen = corners.chosen(numbers)
            if reach_km[1] < REACH_KM[-1]:
                tangents = pool.map(partial(_tangents, chosen), _pairs_within(chosen, reach_km))
            else:
                rows = range(0, len(numbers), _ROWS_AT_ONCE)
                tangents = pool.map(partial(_far_tangents, chosen, reach_km[0]), rows)
            wet = pool.map(partial(_not_solid, chosen, solid), tangents)
            found += [numbers[pairs] for pairs in wet]
    pairs = np.unique(np.sort(np.concatenate(found), axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _pairs_within(corners: Corners, reach_km: tuple[float, float]) -> list[Any]:
    """Return pairs of corners so far apart, many at once."""
    from scipy.spatial import cKDTree

    nearest, farthest = (2 * np.sin(km / EARTH_KM / 2) for km in reach_km)
    pairs = cKDTree(corners.at).query_pairs(farthest, output_type="ndarray")
    apart = corners.at[pairs[:, 0]] - corners.at[pairs[:, 1]]
    pairs = pairs[np.einsum("ij,ij->i", apart, apart) >= nearest**2]
    return np.array_split(pairs, len(pairs) // _TESTED_AT_ONCE + 1)


def _tangents(corners: Corners, pairs: Any) -> Any:
    """Keep the pairs whose stroke is a tangent at both corners."""
    kept = np.ones(len(pairs), dtype=bool)
    for one, other in (pairs.T, pairs.T[::-1]):
        mine, seen = corners.chosen(one), corners.at[other]
        kept &= is_tangent(*(np.einsum("ij,ij->i", part, seen) for part in mine[:3]))
    return pairs[kept]


def _far_tangents(corners: Corners, nearest_km: float, start: int) -> Any:
    """Return pairs of some corners and later ones, so far apart, joined by a common tangent."""
    rows = corners.chosen(slice(start, start + _ROWS_AT_ONCE))
    later = corners.chosen(slice(start, None))
    kept = rows.at @ later.at.T < np.cos(nearest_km / EARTH_KM)
    kept &= tangent(rows, later.at) & tangent(later, rows.at).T
    row, column = np.nonzero(kept)
    return start + np.stack([row, column], axis=1)[row < column]


def _not_solid(corners: Corners, solid: Raster, pairs: Any) -> Any:
    """Leave out strokes with a point in a solid cell: the middle first, then ever finer."""
    a, b = corners.at[pairs[:, 0]], corners.at[pairs[:, 1]]
    km = distances_km(a, b)
    wet = np.ones(len(pairs), dtype=bool)
    for level in range(1, 64):
        coarse = np.flatnonzero(wet & (km / 2 ** (level - 1) > _SAMPLE_KM))
        if not len(coarse):
            break
        here, there = a[coarse], b[coarse]
        for share in np.arange(1, 2**level, 2) / 2**level:
            # A point of the chord lies under the great circle, though not at the same share of it.
            dry = solid.holds(positions(here + share * (there - here)))
            wet[coarse[dry]] = False
            # Gathering what is left takes longer than a few needless looks.
            if np.count_nonzero(dry) > _MANY_DRY * len(dry):
                coarse, here, there = coarse[~dry], here[~dry], there[~dry]
    return pairs[wet]


def _spanner(edges: Edges) -> Edges:
    """Leave out, longest first, each edge that two shorter ones replace at little cost."""
    tails, heads, lengths = (part.tolist() for part in edges)
    links: dict[int, dict[int, float]] = {}
    for tail, head, km in zip(tails, heads, lengths, strict=True):
        links.setdefault(tail, {})[head] = km
        links.setdefault(head, {})[tail] = km
    kept = np.ones(len(lengths), dtype=bool)
    for number in np.argsort(-edges.km, kind="stable").tolist():
        tail, head, km = tails[number], heads[number], lengths[number]
        if _replaced(links[tail], links[head], km):
            kept[number] = False
            del links[tail][head], links[head][tail]
    return Edges(*(part[kept] for part in edges))


def _replaced(mine: dict[int, float], theirs: dict[int, float], km: float) -> bool:
    fewer, more = sorted((mine, theirs), key=len)
    return any(
        first < km and more.get(middle, km) < km and first + more[middle] <= km * _STRETCH
        for middle, first in fewer.items()
    )
