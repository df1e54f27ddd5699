"""Lines that nobody computed: straight joins of the stops, and lines given as they are."""

from __future__ import annotations

from collections.abc import Sequence

from routes.paths.geodesy import checked, densified, length_km
from routes.paths.line import Basis, Line, Position, Unroutable

__all__ = ["direct_line", "drawn_line"]


def direct_line(stops: Sequence[Position], *, why: str = "") -> Line:
    """Join stops (lon_deg, lat_deg) straight, and say that the way itself is not known.

    Parameters
    ----------
    stops
        Two or more positions.
    why
        A sentence on why nothing better was computed.

    Raises
    ------
    Unroutable
        If all stops are one place.
    """
    coordinates = tuple(densified(stops))
    length = length_km(coordinates)
    if not length:
        raise Unroutable("both ends are the same place")
    note = "Straight line between the places; the way taken is not known."
    return Line(
        coordinates=coordinates,
        basis=Basis.DIRECT,
        method="not routed" if why else "geodesic",
        length_km=length,
        data=("WGS 84",),
        note=f"Not routed. {why} {note}" if why else note,
    )


def drawn_line(positions: Sequence[Sequence[float]]) -> Line:
    """Keep a line of (lon_deg, lat_deg) as the analyst or the source gave it.

    Raises
    ------
    SupplyroutesError
        If a position is not on the globe, or there are not two different ones.
    """
    coordinates = tuple(checked(position) for position in positions)
    if len(set(coordinates)) <= 1:
        raise Unroutable("a drawn line needs two different positions")
    return Line(
        coordinates=coordinates,
        basis=Basis.DRAWN,
        method="as given",
        length_km=length_km(coordinates),
        note="Line as drawn by the analyst or the source; not computed.",
    )
