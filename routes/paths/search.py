"""The shortest chain of edges between corners, found by A* with landmarks.

The known ways from a few landmarks bound the way that is left from below (Goldberg and
Harrelson, 2005).
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

__all__ = ["Graph", "Search", "shortest"]

# A tenth of the memory of a list of pairs.
Links = tuple["array[int]", "array[float]"]
Bounds = Mapping[int, float] | Sequence[float]


class Graph(NamedTuple):
    """Undirected edges, sorted by their tails, each known by its number.

    `km` is what an edge costs: its length, with tolls; infinite where it may not be used.
    Corner `n` is the tail of the edges `first[n]:first[n + 1]`, and the head of the edges
    `back[first_back[n]:first_back[n + 1]]`, of which `back_tail` and `back_km` hold what `tail`
    and `km` do. `links` keeps the edges of corners that searches have met: where they lead, and
    what each costs.
    """

    tail: Any
    head: Any
    km: Any
    first: Any
    back: Any
    back_tail: Any
    back_km: Any
    first_back: Any
    links: dict[int, Links]

    def at_cost(self, km: Any) -> Graph:
        """Return the same edges at other costs."""
        return self._replace(km=km, back_km=km.take(self.back), links={})

    def links_of(self, corner: int) -> Links:
        """Return where the edges of a corner lead, and what each costs."""
        first, first_back = self.first.item, self.first_back.item
        ahead = slice(first(corner), first(corner + 1))
        behind = slice(first_back(corner), first_back(corner + 1))
        others = self.head[ahead].tobytes() + self.back_tail[behind].tobytes()
        km = self.km[ahead].tobytes() + self.back_km[behind].tobytes()
        found = array("i", others), array("d", km)
        self.links[corner] = found
        return found

    def matrix(self) -> Any:
        """Return the usable edges as a sparse matrix of costs, each in both directions."""
        from scipy.sparse import csr_matrix

        count = len(self.first) - 1
        usable = np.isfinite(self.km)
        tail, head, km = self.tail[usable], self.head[usable], self.km[usable]
        both = np.concatenate([tail, head]), np.concatenate([head, tail])
        return csr_matrix((np.tile(km, 2), both), shape=(count, count))

    @classmethod
    def of(cls, count: int, tail: Any, head: Any, km: Any) -> Graph:
        """Make the graph of undirected edges between `count` corners."""
        order = np.argsort(tail, kind="stable")
        tail, head = (part[order].astype(np.int32) for part in (tail, head))
        return cls.of_sorted(count, tail, head, km[order].astype(float))

    @classmethod
    def of_sorted(cls, count: int, tail: Any, head: Any, km: Any) -> Graph:
        """Make the graph of edges whose tails ascend; nothing of them is copied.

        Tails and heads are numbers of 32 bits, costs of 64.
        """
        # Heads sorted with the numbers of their edges as the low half: far quicker than argsort.
        key = head.astype(np.int64)
        key <<= 32
        key |= np.arange(len(head), dtype=np.int32)
        key.sort()
        back = key.astype(np.int32)
        first, first_back = _firsts(tail, count), _firsts(head, count)
        return cls(tail, head, km, first, back, tail.take(back), km.take(back), first_back, {})


def shortest(
    graph: Graph, starts: Mapping[int, float], ends: Mapping[int, float], left_km: Bounds
) -> tuple[float, list[int]] | None:
    """Return the cost and the corners of the cheapest chain, or None when there is none.

    Parameters are those of `Search` and of `Search.through`.
    """
    return Search(graph, left_km).through(starts, ends)


class Search:
    """A search for the cheapest chain that goes on when further corners become known.

    Parameters
    ----------
    graph
        The edges between corners.
    left_km
        For each corner, by its number, a lower bound of the km from it to the end.
    """

    def __init__(self, graph: Graph, left_km: Bounds) -> None:
        self._gone_km: dict[int, float] = {}
        self._graph, self._left = graph, left_km
        self._came: dict[int, int] = {}
        self._heap: list[tuple[float, int]] = []
        self._ends: dict[int, float] = {}
        self._best, self._last = math.inf, -1

    def through(
        self, starts: Mapping[int, float], ends: Mapping[int, float], slack_km: float = 0.0
    ) -> tuple[float, list[int]] | None:
        """Return the cheapest chain through these corners and those of earlier calls.

        Parameters
        ----------
        starts, ends
            Corners at which a chain may begin and end, each with the km that it takes to get
            there.
        slack_km
            By how much `left_km` may overstate the way left, now that there are more ends.
        """
        for corner, km in starts.items():
            if km < self._gone_km.get(corner, math.inf):
                self._gone_km[corner] = km
                self._came.pop(corner, None)
                heapq.heappush(self._heap, (km + self._left[corner], corner))
        self._ends |= ends
        for corner, km in ends.items():
            there = self._gone_km.get(corner, math.inf) + km
            if there < self._best:
                self._best, self._last = there, corner
        self._spread(slack_km)
        return None if self._last < 0 else (float(self._best), self._chain())

    def _spread(self, slack_km: float) -> None:
        gone, came, heap, left, ends = self._gone_km, self._came, self._heap, self._left, self._ends
        best, last = self._best, self._last
        known, links_of = self._graph.links.get, self._graph.links_of
        while heap and heap[0][0] < best + slack_km:
            bound, corner = heapq.heappop(heap)
            here = gone[corner]
            # Put in again since, with less behind it.
            if bound > here + left[corner]:
                continue
            if corner in ends and here + ends[corner] < best:
                best, last = here + ends[corner], corner
            for other, km in zip(*(known(corner) or links_of(corner)), strict=True):
                there = here + km
                if there < gone.get(other, best):
                    gone[other] = there
                    came[other] = corner
                    heapq.heappush(heap, (there + left[other], other))
        self._best, self._last = best, last

    def _chain(self) -> list[int]:
        chain = [self._last]
        while (before := self._came.get(chain[-1])) is not None:
            chain.append(before)
        return chain[::-1]


def _firsts(ends: Any, count: int) -> Any:
    """Return how many of the ends are corners below each, and below all: shape (count + 1,)."""
    return np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=count))])
