"""Joins the corners that see each other over water into a graph; made at build time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from routes.paths.corners import Corners, leaving, tangent
from routes.paths.raster import Raster
from routes.paths.sight import Sight
from routes.paths.vectors import EARTH_KM, distances_km, positions

__all__ = ["REACH_KM", "Edges", "ranked", "weave"]

# Shares of the tangents that leave a corner, tried for how far it looks.
_GLANCES = (0.02, 0.2, 0.5, 0.8, 0.98)
_HEADLAND_KM = 25.0
# Corners of rank 0, 1, 2 are joined to those of their rank within the next of these.
REACH_KM = (0.0, 80.0, 350.0, 20_100.0)
_ROWS_AT_ONCE = 256
_TESTED_AT_ONCE = 100_000
_SAMPLE_KM = 15.0
# Rounds in which parts of the graph are joined to others in sight, strokes kept and tried.
_MENDINGS, _JOINS, _MOST_MENDS = 3, 4, 400
_LONGEST_MEND_KM = 250.0
# An edge that two others replace at so little cost is left out.
_STRETCH = 1 + 1e-3


class Edges(NamedTuple):
    """Pairs of corner numbers, the lower first, with the great-circle km between them."""

    tail: Any
    head: Any
    km: Any


def weave(corners: Corners, sight: Sight, solid: Raster) -> Edges:
    """Join corners by tangent strokes over water, the longer only from the higher ranks."""
    tails, heads = _candidates(corners, solid)
    seen = _seen(sight, corners.at[tails], corners.at[heads])
    tails, heads = tails[seen], heads[seen]
    edges = _spanner(Edges(tails, heads, distances_km(corners.at[tails], corners.at[heads])))
    for _ in range(_MENDINGS):
        edges = _mended(corners, sight, edges)
    return edges


def ranked(corners: Corners, sight: Sight) -> Corners:
    """Rank corners by how far they look in the directions in which a way could leave them.

    Of those that look farthest, the highest rank goes to the one with the widest view of all
    within some km: headlands have many corners, and far ways need but one.
    """
    rank = np.zeros(len(corners.at), dtype=np.uint8)
    looking = np.arange(len(rank))
    views = np.zeros(len(rank), dtype=int)
    for above, reach_km in enumerate(REACH_KM[1:-1], 1):
        views = _views(corners.chosen(looking), sight, reach_km / EARTH_KM)
        looking, views = looking[views > 0], views[views > 0]
        rank[looking] = above
    order = looking[np.argsort(-views, kind="stable")]
    rank[looking] -= 1
    rank[order[_apart(corners.at[order] * EARTH_KM, _HEADLAND_KM)]] += 1
    return corners._replace(rank=rank)


def _views(corners: Corners, sight: Sight, angle: float) -> Any:
    """Count the glances, along tangents that leave each corner, that are free so far."""
    views = np.zeros(len(corners.at), dtype=int)
    for share in _GLANCES:
        for ways in leaving(corners, share):
            ends = np.cos(angle) * corners.at + np.sin(angle) * ways
            views += _seen(sight, corners.at, ends)
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


def _mended(corners: Corners, sight: Sight, edges: Edges) -> Edges:
    """Join parts of the graph that see each other, be it by no tangent: long straight reaches."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    count = len(corners.at)
    matrix = coo_matrix((edges.km, (edges.tail, edges.head)), shape=(count, count))
    _, part = connected_components(matrix, directed=False)
    sizes = np.bincount(part)
    found = [np.stack([edges.tail, edges.head], axis=1)]
    for number in np.flatnonzero(sizes < sizes.max()).tolist():
        mine, others = np.flatnonzero(part == number), np.flatnonzero(part != number)
        middle = corners.at[mine[0]]
        wide_km = distances_km(corners.at[mine], middle).max() + _LONGEST_MEND_KM
        near = others[corners.at[others] @ middle > np.cos(min(np.pi, wide_km / EARTH_KM))]
        dot = corners.at[mine] @ corners.at[near].T
        row, column = np.nonzero(dot > np.cos(_LONGEST_MEND_KM / EARTH_KM))
        nearest = np.argsort(-dot[row, column], kind="stable")[:_MOST_MENDS]
        pair = np.stack([mine[row[nearest]], near[column[nearest]]], axis=1)
        seen = _seen(sight, corners.at[pair[:, 0]], corners.at[pair[:, 1]])
        found.append(np.sort(pair[seen][:_JOINS], axis=1))
    pairs = np.unique(np.concatenate(found), axis=0)
    tail, head = pairs[:, 0], pairs[:, 1]
    return Edges(tail, head, distances_km(corners.at[tail], corners.at[head]))


def _seen(sight: Sight, a: Any, b: Any) -> Any:
    parts = [slice(n, n + _TESTED_AT_ONCE) for n in range(0, len(a), _TESTED_AT_ONCE)]
    return np.concatenate([sight.free(a[part], b[part]) for part in parts] or [np.zeros(0, bool)])


def _candidates(corners: Corners, solid: Raster) -> tuple[Any, Any]:
    """Return pairs of corners whose stroke is a tangent at both and meets no solid cell."""
    found: list[Any] = []
    for rank, (nearest_km, farthest_km) in enumerate(pairwise(REACH_KM)):
        numbers = np.flatnonzero(corners.rank >= rank)
        chosen = corners.chosen(numbers)
        pairs_of = _tangent_pairs(chosen, nearest_km, farthest_km)
        found += [numbers[_not_solid(chosen, solid, pair)] for pair in pairs_of]
    pairs = np.unique(np.sort(np.concatenate(found), axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _tangent_pairs(corners: Corners, nearest_km: float, farthest_km: float) -> Iterator[Any]:
    """Give pairs of corners that lie so far apart and are joined by a tangent of both."""
    # Sorted by height above the equator's plane, those near enough stand in one slice.
    order = np.argsort(corners.at[:, 2], kind="stable")
    ordered = corners.chosen(order)
    band = 2 * np.sin(min(np.pi, farthest_km / EARTH_KM) / 2)
    most, least = (np.cos(min(np.pi, km / EARTH_KM)) for km in (nearest_km, farthest_km))
    for start in range(0, len(order), _ROWS_AT_ONCE):
        rows = ordered.chosen(slice(start, start + _ROWS_AT_ONCE))
        stop = np.searchsorted(ordered.at[:, 2], rows.at[-1, 2] + band, side="right")
        others = ordered.chosen(slice(start, stop))
        near = rows.at @ others.at.T
        kept = (near >= least) & (near < most)
        kept &= tangent(rows, others.at) & tangent(others, rows.at).T
        row, column = np.nonzero(kept)
        later = column > row
        yield np.stack([order[start + row[later]], order[start + column[later]]], axis=1)


def _not_solid(corners: Corners, solid: Raster, pairs: Any) -> Any:
    """Leave out strokes with a point in a solid cell: the middle first, then ever finer."""
    a, b = corners.at[pairs[:, 0]], corners.at[pairs[:, 1]]
    km = distances_km(a, b)
    wet = np.ones(len(pairs), dtype=bool)
    for level in range(1, 64):
        coarse = np.flatnonzero(wet & (km / 2 ** (level - 1) > _SAMPLE_KM))
        if not len(coarse):
            break
        for share in np.arange(1, 2**level, 2) / 2**level:
            # A point of the chord lies under the great circle, though not at the same share of it.
            chord = (1 - share) * a[coarse] + share * b[coarse]
            dry = solid.holds(positions(chord))
            wet[coarse[dry]] = False
            coarse = coarse[~dry]
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
