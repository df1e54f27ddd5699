"""What is measured once on the whole graph to make searches short; made at build time."""

from __future__ import annotations

from typing import Any

import numpy as np

from routes.paths.search import Graph

__all__ = ["LANDMARK_UNIT_KM", "UNREACHED", "landmark_table", "reaches"]

# Landmarks' tables hold ways in these units in 16 bits; and this where no way leads.
LANDMARK_UNIT_KM = 0.5
UNREACHED = 65_535


def landmark_table(graph: Graph, start: int, count: int) -> Any:
    """Return the ways from `count` landmarks, each the farthest from those before it.

    Shape (count, corners), in units of `LANDMARK_UNIT_KM`.
    """
    matrix = _matrix(graph)
    table: list[Any] = []
    nearest = _from(matrix, start)
    while len(table) < count:
        reached = np.where(np.isfinite(nearest), nearest, -1.0)
        km = _from(matrix, int(np.argmax(reached)))
        nearest = np.minimum(nearest, km)
        units = np.round(km / LANDMARK_UNIT_KM)
        table.append(np.where(units < UNREACHED, units, UNREACHED))
    return np.stack(table).astype(np.uint16)


def reaches(graph: Graph, start: int, samples: int) -> Any:
    """Estimate the reach of each corner from the shortest ways of some corners to all.

    The corner `start` tells which waters are meant; in others the reach is infinite.
    """
    from scipy.sparse.csgraph import dijkstra

    matrix = _matrix(graph)
    main = np.flatnonzero(np.isfinite(_from(matrix, start)))
    reach = np.full(len(graph.first) - 1, np.inf)
    reach[main] = 0.0
    for source in np.random.default_rng(samples).choice(main, samples, replace=False).tolist():
        km, before = dijkstra(matrix, indices=source, return_predecessors=True)
        onward = _onward(km[main], before, main)
        reach[main] = np.maximum(reach[main], np.minimum(km[main], onward))
    return reach


def _onward(km: Any, before: Any, main: Any) -> Any:
    """Return how far the farthest way through each corner goes on beyond it."""
    place = np.zeros(len(before), dtype=np.int64)
    place[main] = np.arange(len(main))
    parent = np.where(before[main] < 0, -1, place[np.maximum(before[main], 0)])
    farthest = km.copy()
    for level in reversed(_levels(parent)[1:]):
        np.maximum.at(farthest, parent[level], farthest[level])
    return farthest - km


def _levels(parent: Any) -> list[Any]:
    """Return the members of a tree by their number of steps from the root, whose parent is -1."""
    order = np.argsort(parent, kind="stable")
    first = np.searchsorted(parent[order], np.arange(len(parent) + 1))
    levels = [order[: first[0]]]
    while True:
        starts, counts = first[levels[-1]], first[levels[-1] + 1] - first[levels[-1]]
        total = int(counts.sum())
        if not total:
            return levels
        offset = np.repeat(starts - np.cumsum(counts) + counts, counts)
        levels.append(order[offset + np.arange(total)])


def _matrix(graph: Graph) -> Any:
    from scipy.sparse import csr_matrix

    count = len(graph.first) - 1
    open_ = np.isfinite(graph.km)
    tail = np.repeat(np.arange(count), np.diff(graph.first))[open_]
    return csr_matrix((graph.km[open_], (tail, graph.head[open_])), shape=(count, count))


def _from(matrix: Any, source: int) -> Any:
    from scipy.sparse.csgraph import dijkstra

    return dijkstra(matrix, indices=source)
