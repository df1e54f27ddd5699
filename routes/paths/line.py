"""A drawn leg: its coordinates and everything that a reader must know of where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from operator import ne
from typing import NamedTuple

from pydantic import Field

from gazetteer.errors import SupplyroutesError
from gazetteer.place import Record

__all__ = [
    "TOLD_KM",
    "Basis",
    "Coordinates",
    "Line",
    "Position",
    "Remark",
    "Unroutable",
    "split_at_antimeridian",
]

Position = tuple[float, float]
Coordinates = tuple[Position, ...]

_KM_PER_NAUTICAL_MILE = 1.852
# Neither an approach nor a stretch over land that is shorter is told.
TOLD_KM = 1.0


class Basis(StrEnum):
    """What a line rests on; the page words it and chooses the stroke by it."""

    COMPUTED = "computed"
    DIRECT = "direct"
    DRAWN = "drawn"


class Unroutable(SupplyroutesError):  # noqa: N818 - the name that the package promises
    """No honest line can be computed; the text says why."""


class Remark(NamedTuple):
    """A thing to know of a line, for whoever words it in another language.

    `code` is one of `no-way` (none over water), `no-port` and `no-nearer` (an end is known only
    as the area `name`) and `not-crossed` (the line leaves out `name`, which the report names).
    """

    code: str
    name: str = ""


class Line(Record):
    """The line of a leg.

    `coordinates` are (lon_deg, lat_deg) with longitudes in [-180, 180]; where the line
    crosses the antimeridian two neighbours differ by more than 180°, and `parts` gives the
    form that a drawing needs. Between neighbours the line is the geodesic, and neighbours are
    close enough that a straight stroke shows the same.

    `snap_km` is the distance from each end to the water, along the straight approach by which
    it is joined to the computed part, or to the user's lines; `land_km` the length over land by
    the coastline of GSHHG, canals and navigable rivers not counted;
    `passages` names the canals and straits used, in order; `data` the versions of what was
    computed with; `note` says it all in a reader's words, and `remarks` hold
    what of it no other field tells.
    """

    coordinates: Coordinates = Field(min_length=2)
    basis: Basis
    method: str
    length_km: float = Field(ge=0)
    data: tuple[str, ...] = ()
    snap_km: tuple[float, float] = (0.0, 0.0)
    land_km: float = Field(default=0.0, ge=0)
    passages: tuple[str, ...] = ()
    note: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def length_nm(self) -> float:
        """Length in international nautical miles."""
        return self.length_km / _KM_PER_NAUTICAL_MILE

    @property
    def approaches(self) -> tuple[bool, bool]:
        """Whether the first and the last stroke are no way, but approaches that are told.

        An approach goes from a line's end to its neighbour. A line of a single stroke has no
        way from which one could be told apart.
        """
        start_km, end_km = self.snap_km
        has_way = len(self.coordinates) > 2
        return has_way and start_km >= TOLD_KM, has_way and end_km >= TOLD_KM

    def followed_by(self, other: Line) -> Line:
        """Return this line and one that begins where it ends, as one."""
        return self.model_copy(
            update={
                "coordinates": self.coordinates + other.coordinates[1:],
                "length_km": self.length_km + other.length_km,
                "snap_km": (self.snap_km[0], other.snap_km[1]),
                "land_km": self.land_km + other.land_km,
                "passages": tuple(dict.fromkeys(self.passages + other.passages)),
            }
        )

    @property
    def parts(self) -> tuple[Coordinates, ...]:
        """The coordinates cut at ±180, as RFC 7946 (3.1.9) asks for."""
        return split_at_antimeridian(self.coordinates)


def split_at_antimeridian(coordinates: Coordinates) -> tuple[Coordinates, ...]:
    """Cut a line of (lon_deg, lat_deg) wherever it crosses ±180.

    The latitude of a cut is interpolated along the short way round; each part has at least
    two positions.
    """
    longitudes = [position[0] for position in coordinates]
    if max(longitudes) - min(longitudes) <= 180:
        # Nearly all lines: none of their steps can be one across the antimeridian.
        part = _without_repeats(coordinates)
        return (part if len(part) > 1 else coordinates,)
    parts: list[list[Position]] = [[coordinates[0]]]
    for (lon, lat), (next_lon, next_lat) in pairwise(coordinates):
        if abs(next_lon - lon) > 180:
            edge = 180.0 if lon > 0 else -180.0
            span = next_lon + 2 * edge - lon
            cut_lat = lat + (next_lat - lat) * ((edge - lon) / span if span else 0.0)
            parts[-1].append((edge, cut_lat))
            parts.append([(-edge, cut_lat)])
        parts[-1].append((next_lon, next_lat))
    whole = [_without_repeats(part) for part in parts]
    return tuple(part for part in whole if len(part) > 1) or (coordinates,)


def _without_repeats(part: Sequence[Position]) -> Coordinates:
    if all(map(ne, part, part[1:])):
        return tuple(part)
    kept = [part[0]]
    kept += [after for before, after in pairwise(part) if after != before]
    return tuple(kept)
