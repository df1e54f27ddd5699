"""Sea legs: the shortest way over water, checked against the coast, or a reason for none."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise

from gazetteer.place import Record
from routes.paths.coast import NATURAL_EARTH, Coast, coast
from routes.paths.detour import around
from routes.paths.geodesy import densified, distance_km, length_km
from routes.paths.lanes import ENGINE, Edge, Lanes, lanes
from routes.paths.line import (
    Basis,
    Coordinates,
    Line,
    Position,
    Unroutable,
    split_at_antimeridian,
)
from routes.paths.passages import gates, on_inland_water, passages_used, shut
from routes.paths.straighten import straightened

__all__ = ["METHOD", "cut_to", "joined", "sea_line"]

METHOD = "shortest way over sea lanes, pulled straight against the coast"
DATA = (ENGINE, NATURAL_EARTH)

FARTHEST_BERTH_KM = 25.0
LONGEST_LAND_RUN_KM = 5.0
# Round the world once and a bit: more is a lane gone astray.
_LONGEST_KM = 45_000.0
_SAME_PLACE_KM = 0.05
_ATTEMPTS = 8
_LANES_TRIED = 40
_LANES_SEEN = 6
_LANES_UNSEEN = 4
_UNSEEN_WITHIN_KM = 150.0
# A lane's end that is out of sight costs more than the straight distance to it.
_UNSEEN_DETOUR = 1.5
_SLIGHT_RUN_KM = 0.5
_NODE_ASHORE_KM = 15.0


class _Berth(Record):
    """Where the computed part of a line begins, and how far that is from the place."""

    water: Position
    km: float


def sea_line(
    start: Position,
    end: Position,
    *,
    avoid: Iterable[str] = (),
    as_of: date | str | None = None,
) -> Line:
    """Compute the shortest way over water between two positions.

    Parameters
    ----------
    start, end
        Positions (lon_deg, lat_deg), on water or within 25 km of water that ships reach.
    avoid
        Names of passages not to use, as in `routes.paths.passages.shut`.
    as_of
        The day of the voyage; passages not yet open, or closed, on it are not used.

    Raises
    ------
    Unroutable
        With the reason: an end far from navigable water, waters that do not meet, no way
        without what is avoided, a line over land, or two ends that are one place.
    """
    if distance_km(start, end) < _SAME_PLACE_KM:
        raise Unroutable(f"both ends are the same place, {_spoken(start)}")
    closed = shut(avoid, as_of)
    # Always computed from the same end: the way back is the way there.
    a, b = sorted((start, end))
    here, there = _berth(a), _berth(b)
    water = _Waters(coast(), lanes(), closed).way(here.water, there.water)
    coordinates = densified(_once([a, *water, b]))
    snaps = (here.km, there.km)
    if (a, b) != (start, end):
        coordinates, snaps = coordinates[::-1], snaps[::-1]
    return _checked(tuple(coordinates), snaps)


def joined(lines: Sequence[Line]) -> Line:
    """Return computed lines, each beginning where the one before ends, as one."""
    coordinates = [*lines[0].coordinates]
    for line in lines[1:]:
        coordinates += line.coordinates[1:]
    used = tuple(dict.fromkeys(name for line in lines for name in line.passages))
    snaps = (lines[0].snap_km[0], lines[-1].snap_km[1])
    return lines[0].model_copy(
        update={
            "coordinates": tuple(coordinates),
            "length_km": sum(line.length_km for line in lines),
            "snap_km": snaps,
            "land_km": sum(line.land_km for line in lines),
            "passages": used,
            "note": _note(used, snaps),
        }
    )


def cut_to(line: Line, coordinates: Coordinates) -> Line:
    """Return a computed line shortened to some of its coordinates, measured anew."""
    if coordinates == line.coordinates:
        return line
    used = passages_used(coordinates)
    snaps = (
        line.snap_km[0] if coordinates[0] == line.coordinates[0] else 0.0,
        line.snap_km[1] if coordinates[-1] == line.coordinates[-1] else 0.0,
    )
    return line.model_copy(
        update={
            "coordinates": coordinates,
            "length_km": length_km(coordinates),
            "snap_km": snaps,
            "land_km": sum(end - start for start, end in coast().land_runs(coordinates)),
            "passages": used,
            "note": _note(used, snaps),
        }
    )


class _Waters:
    """The ways over water that one voyage may take."""

    def __init__(self, shore: Coast, network: Lanes, closed: Collection[str]) -> None:
        self._shore = shore
        self._network = network
        self._barred: set[Edge] = set(network.across(closed))
        self._gates = gates(closed)

    def way(self, a: Position, b: Position) -> list[Position]:
        if a == b or self._sees(a, b):
            return [a, b]
        near = self._round_the_corner(a, b)
        return straightened(near or self._by_lanes(a, b), self._sees)

    def _round_the_corner(self, a: Position, b: Position) -> list[Position] | None:
        """Two ends on one piece of coast need no lane."""
        if distance_km(a, b) > _UNSEEN_WITHIN_KM:
            return None
        found = around(self._shore, a, b)
        free = found and all(not self._crosses_gate(*pair) for pair in pairwise(found))
        return list(found) if found and free else None

    def _by_lanes(self, a: Position, b: Position) -> list[Position]:
        starts, ends = self._joins(a), self._joins(b)
        for _ in range(_ATTEMPTS):
            chain = self._network.shortest(
                [join for join in starts if frozenset((a, join[0])) not in self._barred],
                [join for join in ends if frozenset((b, join[0])) not in self._barred],
                self._barred,
            )
            if chain is None:
                break
            path, dry = self._over_water(_once([a, *chain, b]))
            if not dry:
                return path
            self._barred |= dry
        raise Unroutable(
            f"no sea lane leads from {_spoken(a)} to {_spoken(b)}: their waters do not meet, "
            "or only through a passage that is closed or avoided"
        )

    def _joins(self, water: Position) -> list[tuple[Position, float]]:
        """Choose the lanes' nodes by which a line may reach its berth, with the km to each."""
        seen: list[tuple[Position, float]] = []
        unseen: list[tuple[Position, float]] = []
        for node in self._network.nearest(water, _LANES_TRIED):
            km = distance_km(water, node)
            if node == water or self._sees(water, node):
                seen.append((node, km))
            elif km < _UNSEEN_WITHIN_KM and len(unseen) < _LANES_UNSEEN:
                unseen.append((node, km * _UNSEEN_DETOUR))
            if len(seen) == _LANES_SEEN:
                break
        return seen + unseen

    def _over_water(self, path: list[Position]) -> tuple[list[Position], set[Edge]]:
        """Lead each stroke round the land that it meets; return also those that cannot be."""
        mended, dry = path[:1], set()
        for node, following in pairwise(path):
            a, b = mended[-1], _afloat(following)
            longest = self._longest_run(a, b)
            detour = around(self._shore, a, b) if longest > _SLIGHT_RUN_KM else None
            if detour and not any(self._crosses_gate(*pair) for pair in pairwise(detour)):
                mended += detour[1:]
                continue
            if longest > LONGEST_LAND_RUN_KM:
                dry.add(frozenset((node, following)))
            mended.append(b)
        return mended, dry

    def _longest_run(self, a: Position, b: Position) -> float:
        if not self._shore.meets_land(a, b):
            return 0.0
        runs = self._shore.land_runs([a, b], step_km=0.5)
        return max((end - start for start, end in runs), default=0.0)

    def _sees(self, a: Position, b: Position) -> bool:
        return not self._crosses_gate(a, b) and not self._shore.meets_land(a, b)

    def _crosses_gate(self, a: Position, b: Position) -> bool:
        import shapely

        strokes = [shapely.LineString(part) for part in split_at_antimeridian((a, b))]
        return any(stroke.intersects(gate) for stroke in strokes for gate in self._gates)


@functools.lru_cache(maxsize=4096)
def _afloat(node: Position) -> Position:
    """Move a lane's node that stands on drawn land to the water beside it."""
    if on_inland_water(*node) or not coast().on_land([node])[0]:
        return node
    return coast().nearest_water(node, within_km=_NODE_ASHORE_KM) or node


@functools.lru_cache(maxsize=4096)
def _berth(position: Position) -> _Berth:
    node = lanes().nearest(position, 1)[0]
    km = distance_km(position, node)
    if km <= FARTHEST_BERTH_KM and on_inland_water(*position) and on_inland_water(*node):
        return _Berth(water=node, km=km)
    water = coast().nearest_water(position, within_km=FARTHEST_BERTH_KM)
    if water is not None:
        return _Berth(water=water, km=distance_km(position, water))
    if km <= FARTHEST_BERTH_KM and on_inland_water(*node):
        return _Berth(water=node, km=km)
    raise Unroutable(
        f"{_spoken(position)} lies more than {FARTHEST_BERTH_KM:.0f} km from water that ships reach"
    )


def _checked(coordinates: Coordinates, snaps: tuple[float, float]) -> Line:
    length = length_km(coordinates)
    straight = distance_km(coordinates[0], coordinates[-1])
    if not straight * 0.999999 <= length <= _LONGEST_KM:
        raise Unroutable(f"the way found is {length:.0f} km long, which cannot be right")
    runs = coast().land_runs(coordinates)
    for start, end in runs:
        at_an_end = min(start, length - end) <= FARTHEST_BERTH_KM
        allowed = FARTHEST_BERTH_KM if at_an_end else LONGEST_LAND_RUN_KM
        if end - start > allowed:
            raise Unroutable(
                f"the way found crosses {end - start:.0f} km of land, {start:.0f} km from its start"
            )
    land = sum(end - start for start, end in runs)
    used = passages_used(coordinates)
    return Line(
        coordinates=coordinates,
        basis=Basis.COMPUTED,
        method=METHOD,
        length_km=length,
        data=DATA,
        snap_km=snaps,
        land_km=land,
        passages=used,
        note=_note(used, snaps),
    )


def _note(used: tuple[str, ...], snaps: tuple[float, float]) -> str:
    said = ["Shortest way over water, computed; not a vessel's track."]
    if used:
        said.append(f"By way of {', '.join(used)}.")
    far = [km for km in snaps if km >= 1]
    if far:
        said.append(f"Joined to the water by a straight approach of {max(far):.0f} km at most.")
    return " ".join(said)


def _once(path: list[Position]) -> list[Position]:
    return path[:1] + [b for a, b in pairwise(path) if a != b]


def _spoken(position: Position) -> str:
    lon, lat = position
    return f"{abs(lat):.2f}°{'S' if lat < 0 else 'N'} {abs(lon):.2f}°{'W' if lon < 0 else 'E'}"
