"""Air legs: great circles between the stops."""

from __future__ import annotations

from collections.abc import Sequence

from routes.paths.geodesy import densified, length_km
from routes.paths.line import Basis, Line, Position, Unroutable

__all__ = ["air_line"]


def air_line(stops: Sequence[Position]) -> Line:
    """Join stops (lon_deg, lat_deg) by geodesics with a vertex at least every 50 km.

    Raises
    ------
    Unroutable
        If all stops are one place.
    """
    coordinates = tuple(densified(stops))
    length = length_km(coordinates)
    if not length:
        raise Unroutable("all stops of the flight are the same place")
    return Line(
        coordinates=coordinates,
        basis=Basis.DIRECT,
        method="geodesic",
        length_km=length,
        data=("WGS 84",),
        note="Direct great-circle line between the stops; not a flight track.",
    )
