"""The shortest way of one voyage: over the graph of the waters, then pulled taut."""

from __future__ import annotations

import functools

import numpy as np

from gazetteer.collector import collector_at_rest
from routes.paths.berth import spoken
from routes.paths.hub import hub_of
from routes.paths.line import Position, Unroutable
from routes.paths.outlook import Outlook, Seen, clear, look, outlook
from routes.paths.pulling import Strokes, pulled
from routes.paths.search import Search
from routes.paths.vectors import Vectors, unit_vectors
from routes.paths.waters import Waters, WayLeft

__all__ = ["Voyage"]

# What is known of a stroke takes some 150 bytes.
_MOST_STROKES = 100_000
# So many corners are looked for from either end before the first search.
_FIRST_TRIED = 12


class Voyage:
    """The ways over water that one voyage may take.

    Parameters
    ----------
    world
        The graph of the waters.
    closed
        Ids of the passages that must not be used.
    """

    def __init__(self, world: Waters, closed: frozenset[str]) -> None:
        self._world, self._closed = world, closed
        self._graph = world.graph(closed)

    def way(self, a: Position, b: Position) -> list[Position]:
        """Return the vertices of the shortest way between two positions on navigable water.

        Both, (lon_deg, lat_deg), are its first and its last vertex.

        Raises
        ------
        Unroutable
            If no way leads from one to the other.
        """
        ends = unit_vectors([a, b])
        if a == b or clear(ends[:1], ends[1:], self._closed)[0]:
            return [a, b]
        with collector_at_rest():
            chain = self._chain(a, b)
        if chain is None:
            raise Unroutable(
                f"no way over water leads from {spoken(a)} to {spoken(b)}: their waters do not "
                "meet, or only through a passage that is closed or avoided"
            )
        # The ends are no corners.
        corners = [-1, *chain, -2]
        at = np.concatenate([ends[:1], self._world.at[chain], ends[1:]])
        left = pulled(at, lambda strokes: self._free(corners, at, strokes))
        lon_lat = self._world.lon_lat_deg[[corners[vertex] for vertex in left[1:-1]]].tolist()
        return [a, *((lon, lat) for lon, lat in lon_lat), b]

    def _free(self, corners: list[int], at: Vectors, strokes: Strokes) -> list[bool]:
        """Tell which strokes between vertices are free; what is known of corners is looked up."""
        known = _known_strokes(self._closed)
        if len(known) > _MOST_STROKES:
            known.clear()
        keys = [(corners[tail], corners[head]) for tail, head in strokes]
        new = [number for number, key in enumerate(keys) if key not in known]
        fresh: dict[tuple[int, int], bool] = {}
        if new:
            tails, heads = np.array([strokes[number] for number in new]).T
            free = clear(at[tails], at[heads], self._closed).tolist()
            fresh.update(zip((keys[number] for number in new), free, strict=True))
        known.update((key, sees) for key, sees in fresh.items() if min(key) >= 0)
        return [fresh[key] if key in fresh else known[key] for key in keys]

    def _chain(self, a: Position, b: Position) -> list[int] | None:
        """Return the corners of the shortest chain that joins two points."""
        here, there = (outlook(point, self._closed) for point in (a, b))
        shared = hub_of((a, b), self._closed)
        if shared is None:
            return self._searched(here, there)
        which, hub = shared
        chain = hub.chain_to((there, here)[which])
        return chain[::-1] if chain and which else chain

    def _searched(self, here: Outlook, there: Outlook) -> list[int] | None:
        """Return the shortest chain by a search.

        A first chain leads through the most promising corners that both ends see. Only those
        through which a way may be shorter still are then looked for.
        """
        # Together in half the time.
        look((here, here.closest), (there, there.closest))
        starts, ends = here.nearest, there.nearest
        if not (starts and ends):
            return None
        to_b, to_a = self._left(ends, there), self._left(starts, here)
        through_a, through_b = here.way_km(to_b), there.way_km(to_a)
        first = look(
            (here, here.promising(through_a, _FIRST_TRIED)),
            (there, there.promising(through_b, _FIRST_TRIED)),
        )
        starts, ends = starts | first[0], ends | first[1]
        left = self._left(ends, there)
        search = Search(self._graph, left.everywhere())
        found = search.through(starts, ends)
        if found is None:
            return None
        km, _ = found
        seen = look(
            (here, here.leaving(through_a, left, km)), (there, there.leaving(through_b, to_a, km))
        )
        if seen[0].keys() <= starts.keys() and seen[1].keys() <= ends.keys():
            return found[1]
        over_a = to_a.overstated_km(self._left(starts | seen[0], here))
        over_b = left.overstated_km(self._left(ends | seen[1], there))
        if over_a or over_b:
            # What came to light lowers the bounds by which the rest was left out.
            seen = look(
                (here, here.leaving(through_a, left, km + over_b)),
                (there, there.leaving(through_b, to_a, km + over_a)),
            )
            over_b = left.overstated_km(self._left(ends | seen[1], there))
        found = search.through(seen[0], seen[1], over_b)
        return found and found[1]

    def _left(self, seen: Seen, end: Outlook) -> WayLeft:
        return WayLeft(self._world, seen, end.at)


@functools.lru_cache(maxsize=2)
def _known_strokes(_closed: frozenset[str]) -> dict[tuple[int, int], bool]:
    """Return what is known of strokes between corners: many ways go by the same."""
    return {}
