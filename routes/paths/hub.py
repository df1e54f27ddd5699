"""The shortest ways from one end to all corners at once, for an end that many voyages share.

A search for one voyage meets a few thousand corners, in Python; to find the ways to all of them in
compiled code takes as long as a few such searches. Both find the same ways.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from routes.paths.line import Position
from routes.paths.outlook import Outlook, outlook
from routes.paths.waters import waters

__all__ = ["Hub", "expect", "hub_of"]

# So many visits by searches take as long as a hub, with what it has to load.
_OFTEN = 12
# Each takes 2 MB.
_KEPT = 8


class Hub:
    """The shortest ways over the graph from a point to all corners.

    Parameters
    ----------
    point
        A position (lon_deg, lat_deg) on navigable water.
    closed
        Ids of the passages that must not be used.
    """

    def __init__(self, point: Position, closed: frozenset[str]) -> None:
        from scipy.sparse.csgraph import dijkstra

        numbers, km = outlook(point, closed).everything
        # The point is one more corner, from which steps lead to those that it sees.
        self._here = len(waters().at)
        steps = _with_one_more(_matrix(closed), numbers, km)
        self._gone_km, self._came = dijkstra(steps, indices=self._here, return_predecessors=True)

    def chain_to(self, other: Outlook) -> list[int] | None:
        """Return the corners of the shortest chain from the hub to another point, in order."""
        numbers, km = other.everything
        if not len(numbers):
            return None
        whole = self._gone_km.take(numbers) + km
        nearest = int(whole.argmin())
        if not np.isfinite(whole[nearest]):
            return None
        chain = [int(numbers[nearest])]
        while (before := self._came.item(chain[-1])) != self._here:
            chain.append(before)
        return chain[::-1]


def hub_of(points: tuple[Position, Position], closed: frozenset[str]) -> tuple[int, Hub] | None:
    """Return which end of a voyage is a hub, by number, and the hub; None while neither is.

    Each call counts as a visit to both ends; ends that were not visited lately are forgotten.
    """
    visits = [next(_visits(point, closed)) for point in points]
    if max(visits) < _OFTEN:
        return None
    which = int(visits[1] > visits[0])
    return which, _hub(points[which], closed)


def expect(point: Position, closed: frozenset[str]) -> None:
    """Make a hub of a point from its next visit on."""
    visits = _visits(point, closed)
    while next(visits) < _OFTEN:
        pass


@functools.lru_cache(maxsize=_KEPT)
def _visits(_point: Position, _closed: frozenset[str]) -> Iterator[int]:
    return itertools.count()


@functools.lru_cache(maxsize=_KEPT)
def _hub(point: Position, closed: frozenset[str]) -> Hub:
    return Hub(point, closed)


@functools.lru_cache(maxsize=2)
def _matrix(closed: frozenset[str]) -> Any:
    return waters().graph(closed).matrix()


def _with_one_more(matrix: Any, columns: Any, values: Any) -> Any:
    """Return a square sparse matrix with one more row, of some values, and an empty column."""
    from scipy.sparse import csr_matrix

    first = np.append(matrix.indptr, matrix.indptr[-1] + len(columns)).astype(np.int32)
    inner = np.concatenate([matrix.indices, columns.astype(np.int32)])
    count = len(first) - 1
    return csr_matrix((np.concatenate([matrix.data, values]), inner, first), shape=(count, count))
