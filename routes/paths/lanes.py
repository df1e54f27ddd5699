"""The sea lanes of searoute 1.6, behind one function: the shortest chain of lanes.

Only the package's network is used, copied once into a graph of our own. Its search keeps
restrictions in shared state, finds the nearest lane by plain degrees and answers where it
should refuse; none of that is called. Canals that the network lacks, or draws too crudely,
are taken from ``passages.csv``. This module is what another engine would replace.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from routes.paths.geodesy import distance_km
from routes.paths.line import Position
from routes.paths.passages import gates, passages

__all__ = ["ENGINE", "Edge", "Lanes", "lanes"]

ENGINE = "searoute 1.6.0 (network of sea lanes)"

Edge = frozenset[Position]

# An added canal joins the lanes that lie this near to its mouths.
_MOUTH_KM = 60.0


class Lanes:
    """The network: nodes are (lon_deg, lat_deg), edges carry their length in km."""

    def __init__(self, graph: Any) -> None:
        import numpy as np

        self._graph = graph
        self._nodes: list[Position] = list(graph.nodes)
        self._directions = _directions(np.array(self._nodes))
        self._lock = threading.Lock()

    def nearest(self, position: Position, count: int) -> list[Position]:
        """Return the nodes nearest to a position by great circle, nearest first."""
        import numpy as np

        closeness = self._directions @ _directions(np.array([position]))[0]
        count = min(count, len(self._nodes))
        best = np.argpartition(-closeness, count - 1)[:count]
        return [self._nodes[n] for n in best[np.argsort(-closeness[best], kind="stable")]]

    def across(self, ids: Collection[str]) -> frozenset[Edge]:
        """Return the edges that cross the gates of the passages with these ids."""
        return _across(self, frozenset(ids))

    def shortest(
        self,
        starts: Sequence[tuple[Position, float]],
        ends: Sequence[tuple[Position, float]],
        closed: Collection[Edge] = (),
    ) -> list[Position] | None:
        """Return the nodes of the shortest chain of lanes, or None when none leads there.

        Parameters
        ----------
        starts, ends
            Nodes at which the chain may begin and end, each with the km that it costs to
            reach it.
        closed
            Edges that must not be used.
        """
        import networkx as nx

        def weight(a: Any, b: Any, data: dict[str, float]) -> float | None:
            return None if frozenset((a, b)) in closed else data["km"]

        # The two virtual nodes stand in the shared graph while the search runs.
        with self._lock:
            try:
                for node, km in starts:
                    self._graph.add_edge("start", node, km=km)
                for node, km in ends:
                    self._graph.add_edge("end", node, km=km)
                _, found = nx.bidirectional_dijkstra(self._graph, "start", "end", weight)
            except (nx.NetworkXNoPath, nx.NodeNotFound):
                return None
            finally:
                self._graph.remove_nodes_from(("start", "end"))
        return list(found[1:-1])

    def crossing(self, gate: Any) -> list[Edge]:
        """Return the edges that cross a shapely line."""
        with self._lock:
            edges, strokes = self._strokes
            return [edges[number] for number in strokes.query(gate, predicate="intersects")]

    @functools.cached_property
    def _strokes(self) -> tuple[list[Edge], Any]:
        import shapely

        pairs = [(a, b) for a, b in self._graph.edges if abs(a[0] - b[0]) <= 180]
        return [frozenset(pair) for pair in pairs], shapely.STRtree(shapely.linestrings(pairs))


@functools.cache
def lanes() -> Lanes:
    """Return the network; loaded once a process."""
    import networkx as nx
    from searoute.data.marnet_dict import edge_list

    graph = nx.Graph()
    for a, neighbours in edge_list.items():
        for b, data in neighbours.items():
            here, there = _eastern(a), _eastern(b)
            if here != there:
                graph.add_edge(here, there, km=float(data["weight"]))
    _add_canals(graph)
    network = Lanes(graph)
    for row in passages():
        for a, b in network.across({row.id}) if row.toll_km else ():
            graph.edges[a, b]["km"] += row.toll_km
    return network


@functools.lru_cache(maxsize=64)
def _across(network: Lanes, ids: frozenset[str]) -> frozenset[Edge]:
    return frozenset(edge for gate in gates(ids) for edge in network.crossing(gate))


def _eastern(node: tuple[float, float]) -> Position:
    # The network holds every node on the antimeridian twice.
    lon, lat = float(node[0]), float(node[1])
    return (180.0 if lon == -180 else lon, lat)


def _add_canals(graph: Any) -> None:
    added = [row for row in passages() if row.added]
    crude = Lanes(graph)
    for gate in gates(row.id for row in added):
        graph.remove_edges_from(tuple(edge) for edge in crude.crossing(gate))
    before = Lanes(graph)
    for row in added:
        for a, b in pairwise(row.line):
            graph.add_edge(a, b, km=distance_km(a, b))
        for mouth in (row.line[0], row.line[-1]):
            for node in before.nearest(mouth, 3):
                if (km := distance_km(mouth, node)) <= _MOUTH_KM:
                    graph.add_edge(mouth, node, km=km)


def _directions(positions: Any) -> Any:
    import numpy as np

    lon, lat = np.radians(positions).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
