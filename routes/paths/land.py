"""Land legs along lines that the user gives: the shortest way over them, with their citation.

Lines are joined where they share a vertex (to about a metre); lines that merely cross are
taken for a bridge and are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from routes.paths.geodesy import densified, distance_km, length_km
from routes.paths.line import Basis, Line, Position, Unroutable
from routes.paths.network import Network

__all__ = ["FARTHEST_STATION_KM", "network_line"]

FARTHEST_STATION_KM = 25.0
_DECIMALS = 5
_APPROACH_KM = 1.0


def network_line(start: Position, end: Position, network: Network) -> Line:
    """Compute the shortest way along a user's lines.

    Parameters
    ----------
    start, end
        Positions (lon_deg, lat_deg), at most 25 km from a vertex of the lines.
    network
        The lines, as `routes.paths.network.read_network` gives them.

    Raises
    ------
    Unroutable
        If an end is too far from the lines, both are met at one point, or no chain of lines
        joins them.
    """
    from routes.paths.search import shortest

    # Always computed from the same end: the way back is the way there.
    a, b = sorted((start, end))
    nodes, graph = _graph(network)
    here, there = _station(a, nodes, network), _station(b, nodes, network)
    if here == there:
        raise Unroutable(f"both ends meet {network.name} at the same point")
    found = shortest(graph, {here: 0.0}, {there: 0.0}, [0.0] * len(nodes))
    if found is None:
        raise Unroutable(f"the lines of {network.name} do not join the two places")
    way = [a, *(nodes[number] for number in found[1]), b]
    way = way[:1] + [after for before, after in pairwise(way) if after != before]
    snaps = distance_km(a, nodes[here]), distance_km(b, nodes[there])
    coordinates = tuple(densified(way))
    if (a, b) != (start, end):
        coordinates, snaps = coordinates[::-1], snaps[::-1]
    return Line(
        coordinates=coordinates,
        basis=Basis.COMPUTED,
        method="shortest way along given lines",
        length_km=length_km(coordinates),
        data=(network.citation,),
        snap_km=snaps,
        note=_note(network, snaps),
    )


def _graph(network: Network) -> tuple[list[Position], Any]:
    import numpy as np

    from routes.paths.search import Graph

    numbers: dict[Position, int] = {}
    edges: dict[tuple[int, int], float] = {}
    for line in network.lines:
        rounded = [(round(lon, _DECIMALS), round(lat, _DECIMALS)) for lon, lat in line]
        for a, b in pairwise(rounded):
            tail, head = (numbers.setdefault(one, len(numbers)) for one in (a, b))
            if tail != head:
                edges[min(tail, head), max(tail, head)] = distance_km(a, b)
    pairs = np.array(list(edges), dtype=np.int64).reshape(-1, 2)
    km = np.array(list(edges.values()))
    return list(numbers), Graph.of(len(numbers), pairs[:, 0], pairs[:, 1], km)


def _station(place: Position, nodes: Sequence[Position], network: Network) -> int:
    import numpy as np

    from routes.paths.vectors import distances_km, unit_vectors

    km = distances_km(unit_vectors(nodes), unit_vectors(place))
    nearest = int(np.argmin(km))
    if km[nearest] > FARTHEST_STATION_KM:
        raise Unroutable(
            f"the lines of {network.name} come no nearer than {km[nearest]:.0f} km to "
            f"{place[1]:.2f}, {place[0]:.2f} (latitude, longitude)"
        )
    return nearest


def _note(network: Network, snaps: tuple[float, float]) -> str:
    said = f"Shortest way along the lines of {network.citation}, computed; not a vehicle's track."
    if max(snaps) >= _APPROACH_KM:
        said += f" Joined to them by a straight approach of {max(snaps):.0f} km at most."
    return said
