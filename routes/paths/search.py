"""The shortest chain of edges between corners, found by A* with landmarks and reach.

The known ways from a few landmarks bound the way that is left from below (Goldberg and
Harrelson, 2005). A corner's reach is the most by which shortest ways go on before and after
it: in a fjord's head little, so that such corners are left out far from both ends (Gutman,
2004).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

__all__ = ["Graph", "shortest"]


class Graph(NamedTuple):
    """Edges by the corner where they begin: those of `n` stand at `first[n]:first[n + 1]`.

    `km` is what an edge costs: its length, with tolls; infinite where it may not be used.
    """

    first: Any
    head: Any
    km: Any

    @classmethod
    def of(cls, count: int, tail: Any, head: Any, km: Any) -> Graph:
        """Make the graph of undirected edges between `count` corners."""
        tails, heads = np.concatenate([tail, head]), np.concatenate([head, tail])
        order = np.argsort(tails, kind="stable")
        first = np.searchsorted(tails[order], np.arange(count + 1))
        return cls(first, heads[order], np.concatenate([km, km])[order])


def shortest(
    graph: Graph,
    starts: Mapping[int, float],
    ends: Mapping[int, float],
    left_km: Any,
    reach_km: Any = None,
) -> tuple[float, list[int]] | None:
    """Return the cost and the corners of the cheapest chain, or None when there is none.

    Parameters
    ----------
    starts, ends
        Corners at which a chain may begin and end, each with the km that it takes to get there.
    left_km
        For each corner a lower bound of the km from it to the end; any buffer of numbers.
    reach_km
        The reach of each corner, if corners are to be left out by it; a buffer of numbers.
    """
    best, last = np.inf, -1
    came: dict[int, int] = {}
    gone = dict(starts)
    left = memoryview(left_km)
    reach = left if reach_km is None else memoryview(reach_km)
    heap = [(km + left[corner], corner) for corner, km in starts.items()]
    heapq.heapify(heap)
    done: set[int] = set()
    first, head, cost = graph
    while heap:
        bound, corner = heapq.heappop(heap)
        if bound >= best:
            break
        if corner in done:
            continue
        done.add(corner)
        here = gone[corner]
        if corner in ends and here + ends[corner] < best:
            best, last = here + ends[corner], corner
        part = slice(first[corner], first[corner + 1])
        for other, km in zip(head[part].tolist(), cost[part].tolist(), strict=True):
            there = here + km
            if there >= gone.get(other, best):
                continue
            if reach[other] > there or reach[other] >= left[other]:
                gone[other] = there
                came[other] = corner
                heapq.heappush(heap, (there + left[other], other))
    return None if last < 0 else (float(best), _traced(last, came))


def _traced(last: int, came: Mapping[int, int]) -> list[int]:
    chain = [last]
    while (before := came.get(chain[-1])) is not None:
        chain.append(before)
    return chain[::-1]
