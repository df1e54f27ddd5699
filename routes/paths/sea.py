"""Sea and river legs: the shortest way over navigable water, or a reason for none."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from routes.paths.berth import Berth, berths_of, other_berth, spoken
from routes.paths.coast import SHORE, approach, coast
from routes.paths.geodesy import densified, distance_km, length_km
from routes.paths.line import TOLD_KM, Basis, Coordinates, Line, Position, Unroutable
from routes.paths.passages import passages_used, shut
from routes.paths.voyage import Voyage
from routes.paths.waters import waters

__all__ = ["METHOD", "cut_to", "joined", "sea_line"]

METHOD = "shortest way over water that keeps a ship's distance from the coast"

_SAME_PLACE_KM = 0.05


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
    here, there, way = _way(a, b, Voyage(waters(), closed))
    coordinates = densified(_once([a, *way, b]))
    first, last = approach(a, here.water), approach(b, there.water)
    snaps = first.to_water_km, last.to_water_km
    line = _line(tuple(coordinates), snaps, first.land_km + last.land_km)
    return line if (a, b) == (start, end) else _turned(line)


def _way(a: Position, b: Position, voyage: Voyage) -> tuple[Berth, Berth, list[Position]]:
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
