"""The ways from a few landmarks to all corners, which make searches short; made at build time."""

from __future__ import annotations

from typing import Any

import numpy as np

from routes.paths.search import Graph

__all__ = ["LANDMARK_UNIT_KM", "UNREACHED", "landmark_table"]

# Landmarks' tables hold ways in these units in 16 bits; and this where no way leads.
LANDMARK_UNIT_KM = 1.0
UNREACHED = 65_535


def landmark_table(graph: Graph, start: int, count: int) -> Any:
    """Return the ways from `count` landmarks, each the farthest from those before it.

    Shape (count, corners), in units of `LANDMARK_UNIT_KM`.
    """
    matrix = graph.matrix()
    table: list[Any] = []
    nearest = _from(matrix, start)
    while len(table) < count:
        reached = np.where(np.isfinite(nearest), nearest, -1.0)
        km = _from(matrix, int(np.argmax(reached)))
        nearest = np.minimum(nearest, km)
        units = np.round(km / LANDMARK_UNIT_KM)
        table.append(np.where(units < UNREACHED, units, UNREACHED))
    return np.stack(table).astype(np.uint16)


def _from(matrix: Any, source: int) -> Any:
    from scipy.sparse.csgraph import dijkstra

    return dijkstra(matrix, indices=source)
