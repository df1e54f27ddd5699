"""Sea and river legs: the shortest way over navigable water, or a reason for none."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from gazetteer.collector import collector_at_rest
from routes.paths.berth import Berth, berths_of, other_berth, spoken
from routes.paths.coast import SHORE, approach, coast
from routes.paths.geodesy import densified, distance_km, length_km
from routes.paths.hub import hub_of
from routes.paths.line import TOLD_KM, Basis, Coordinates, Line, Position, Unroutable
from routes.paths.outlook import Seen, clear, look, outlook
from routes.paths.passages import passages_used, shut
from routes.paths.pulling import Strokes, pulled
from routes.paths.search import Search
from routes.paths.vectors import Vectors, unit_vectors
from routes.paths.waters import Waters, WayLeft, waters

__all__ = ["METHOD", "cut_to", "joined", "sea_line"]

METHOD = "shortest way over water that keeps a ship's distance from the coast"

_SAME_PLACE_KM = 0.05
# Each takes some 150 bytes.
_MOST_STROKES = 100_000
# So many corners are looked for from either end before the first search.
_FIRST_TRIED = 12


def sea_line(
    start: Position,
    end: Position,
    *,
    avoid: Iterable[str] = (),
    prefer: Iterable[str] = (),
    as_of: date | str | None = None,
) -> Line:
    """Compute the shortest way over water between two positions.

    Parameters
    ----------
    start, end
        Positions (lon_deg, lat_deg), on water or within 25 km of water that ships reach.
    avoid
        Names of passages not to use, as in `routes.paths.passages.shut`.
    prefer
        Names of passages that may be used though they are no ordinary routes.
    as_of
        The day of the voyage; passages not yet open, or closed, on it are not used.

    Raises
    ------
    Unroutable
        With the reason: an end far from navigable water, waters that do not meet, no way
        without what is avoided, or two ends that are one place.
    """
    if distance_km(start, end) < _SAME_PLACE_KM:
        raise Unroutable(f"both ends are the same place, {spoken(start)}")
    closed = shut(avoid, as_of, prefer=prefer)
    # Always computed from the same end: the way back is the way there.
    a, b = sorted((start, end))
    here, there, way = _way(a, b, _Voyage(waters(), closed))
    coordinates = densified(_once([a, *way, b]))
    first, last = approach(a, here.water), approach(b, there.water)
    snaps = first.to_water_km, last.to_water_km
    line = _line(tuple(coordinates), snaps, first.land_km + last.land_km)
    return line if (a, b) == (start, end) else _turned(line)


def _way(a: Position, b: Position, voyage: _Voyage) -> tuple[Berth, Berth, list[Position]]:
    """Return the berths of two places and the way between; from a pocket try the open water."""
    pairs = [(here, there) for here in berths_of(a) for there in berths_of(b)]
    refusal = None
    found: list[tuple[float, int, list[Position]]] = []
    for number, (here, there) in enumerate(pairs):
        try:
            way = voyage.way(here.water, there.water)
        except Unroutable as error:
            refusal = error
            continue
        found.append((length_km(_twice(way)) + here.cost_km + there.cost_km, number, way))
    if found:
        _, number, way = min(found)
        return (*pairs[number], way)
    here, there = pairs[0]
    moved = other_berth(a, here), other_berth(b, there)
    if refusal is not None and not any(moved):
        raise refusal
    here, there = moved[0] or here, moved[1] or there
    return here, there, voyage.way(here.water, there.water)


def _twice(way: list[Position]) -> list[Position]:
    """Return a way of one point as a line of no length."""
    return way if len(way) > 1 else way * 2


def joined(lines: Sequence[Line]) -> Line:
    """Return computed lines, each beginning where the one before ends, as one."""
    whole = functools.reduce(Line.followed_by, lines)
    return whole.model_copy(update={"note": _note(whole.passages, whole.snap_km, whole.land_km)})


def cut_to(line: Line, coordinates: Coordinates) -> Line:
    """Return a computed line shortened to some of its coordinates, measured anew."""
    if coordinates == line.coordinates:
        return line
    snaps = (
        line.snap_km[0] if coordinates[0] == line.coordinates[0] else 0.0,
        line.snap_km[1] if coordinates[-1] == line.coordinates[-1] else 0.0,
    )
    land = sum(end - start for start, end in coast().land_runs(coordinates))
    return _line(coordinates, snaps, land)


class _Voyage:
    """The ways over water that one voyage may take."""

    def __init__(self, world: Waters, closed: frozenset[str]) -> None:
        self._world, self._closed = world, closed
        self._graph = world.graph(closed)

    def way(self, a: Position, b: Position) -> list[Position]:
        """Return the vertices from `a` to `b`, both included; both on navigable water."""
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
        """Return the corners of the shortest chain that joins two points.

        A first chain leads through the most promising corners that both ends see. Only those
        through which a way may be shorter still are then looked for.
        """
        here, there = (outlook(point, self._closed) for point in (a, b))
        if shared := hub_of((a, b), self._closed):
            which, hub = shared
            chain = hub.chain_to((there, here)[which])
            return chain[::-1] if chain and which else chain
        # Together in half the time.
        look((here, here.closest), (there, there.closest))
        starts, ends = here.nearest, there.nearest
        if not (starts and ends):
            return None
        to_b, to_a = self._left(ends, b), self._left(starts, a)
        through_a, through_b = here.way_km(to_b), there.way_km(to_a)
        first = look(
            (here, here.promising(through_a, _FIRST_TRIED)),
            (there, there.promising(through_b, _FIRST_TRIED)),
        )
        starts, ends = starts | first[0], ends | first[1]
        left = self._left(ends, b)
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
        over_a = to_a.overstated_km(self._left(starts | seen[0], a))
        over_b = left.overstated_km(self._left(ends | seen[1], b))
        if over_a or over_b:
            # What came to light lowers the bounds by which the rest was left out.
            seen = look(
                (here, here.leaving(through_a, left, km + over_b)),
                (there, there.leaving(through_b, to_a, km + over_a)),
            )
            over_b = left.overstated_km(self._left(ends | seen[1], b))
        found = search.through(seen[0], seen[1], over_b)
        return found and found[1]

    def _left(self, ends: Seen, end: Position) -> WayLeft:
        return WayLeft(self._world, ends, unit_vectors(end))


@functools.lru_cache(maxsize=2)
def _known_strokes(_closed: frozenset[str]) -> dict[tuple[int, int], bool]:
    """Return what is known of strokes between corners: many ways go by the same."""
    return {}


def _line(coordinates: Coordinates, snaps: tuple[float, float], land_km: float) -> Line:
    used = passages_used(coordinates)
    return Line(
        coordinates=coordinates,
        basis=Basis.COMPUTED,
        method=METHOD,
        length_km=length_km(coordinates),
        data=(SHORE, f"supplyroutes waters {waters().mark[:12]}"),
        snap_km=snaps,
        land_km=land_km,
        passages=used,
        note=_note(used, snaps, land_km),
    )


def _turned(line: Line) -> Line:
    passages_back = line.passages[::-1]
    snaps = line.snap_km[::-1]
    return line.model_copy(
        update={
            "coordinates": line.coordinates[::-1],
            "snap_km": snaps,
            "passages": passages_back,
            "note": _note(passages_back, snaps, line.land_km),
        }
    )


def _note(used: tuple[str, ...], snaps: tuple[float, float], land_km: float) -> str:
    said = ["Shortest way over water, computed; not a vessel's track."]
    if used:
        said.append(f"By way of {', '.join(used)}.")
    far = [km for km in snaps if km >= TOLD_KM]
    if far:
        said.append(f"Joined to the water by a straight approach of {max(far):.0f} km at most.")
    if land_km >= TOLD_KM:
        said.append(f"{land_km:.0f} km of it over land by the coastline of GSHHG.")
    return " ".join(said)


def _once(path: list[Position]) -> list[Position]:
    return path[:1] + [b for a, b in pairwise(path) if a != b]
