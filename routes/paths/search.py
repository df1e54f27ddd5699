"""The shortest chain of edges between corners, found by A* with landmarks.

The known ways from a few landmarks bound the way that is left from below (Goldberg and
Harrelson, 2005).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

__all__ = ["Graph", "shortest"]


class Graph(NamedTuple):
    """Edges by the corner where they begin: those of `n` stand at `first[n]:first[n + 1]`.

    `km` is what an edge costs: its length, with tolls; infinite where it may not be used.
    `links` keeps the edges of corners that searches have met, as Python's own numbers.
    """

    first: Any
    head: Any
    km: Any
    links: dict[int, list[tuple[int, float]]]

    def at_cost(self, km: Any) -> Graph:
        """Return the same edges at other costs."""
        return Graph(self.first, self.head, km, {})

    def links_of(self, corner: int) -> list[tuple[int, float]]:
        """Return where the edges of a corner lead, and what each costs."""
        part = slice(self.first[corner], self.first[corner + 1])
        found = list(zip(self.head[part].tolist(), self.km[part].tolist(), strict=True))
        self.links[corner] = found
        return found

    @classmethod
    def of(cls, count: int, tail: Any, head: Any, km: Any) -> Graph:
        """Make the graph of undirected edges between `count` corners."""
        return cls.numbered(count, tail, head, km)[0]

    @classmethod
    def numbered(cls, count: int, tail: Any, head: Any, km: Any) -> tuple[Graph, Any]:
        """Make the graph, and give the number of the edge that stands at each of its places."""
        tails, heads = np.concatenate([tail, head]), np.concatenate([head, tail])
        order = np.argsort(tails, kind="stable")
        first = np.concatenate([[0], np.cumsum(np.bincount(tails, minlength=count))])
        edge = order % len(tail) if len(tail) else order
        return cls(first, heads[order], km[edge], {}), edge


def shortest(
    graph: Graph,
    starts: Mapping[int, float],
    ends: Mapping[int, float],
    left_km: Any,
    most_km: float = math.inf,
) -> tuple[float, list[int]] | None:
    """Return the cost and the corners of the cheapest chain, or None when there is none.

    Parameters
    ----------
    starts, ends
        Corners at which a chain may begin and end, each with the km that it takes to get there.
    left_km
        For each corner a lower bound of the km from it to the end; any buffer of numbers.
    most_km
        Only a chain that costs less is looked for.
    """
    best, last = most_km, -1
    came: dict[int, int] = {}
    gone = dict(starts)
    left = memoryview(left_km)
    heap = [(km + left[corner], corner) for corner, km in starts.items()]
    heapq.heapify(heap)
    done: set[int] = set()
    known, links_of = graph.links.get, graph.links_of
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
        for other, km in known(corner) or links_of(corner):
            there = here + km
            if there < gone.get(other, best):
                gone[other] = there
                came[other] = corner
                heapq.heappush(heap, (there + left[other], other))
    return None if last < 0 else (float(best), _traced(last, came))


def _traced(last: int, came: Mapping[int, int]) -> list[int]:
    chain = [last]
    while (before := came.get(chain[-1])) is not None:
        chain.append(before)
    return chain[::-1]
