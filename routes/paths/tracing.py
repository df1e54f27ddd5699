"""A line between positions, by the mode of travel."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from gazetteer.errors import SupplyroutesError
from routes.paths.air import air_line
from routes.paths.direct import direct_line
from routes.paths.geodesy import checked, distance_km
from routes.paths.line import Line, Position, Unroutable

if TYPE_CHECKING:
    from routes.paths.network import Network

__all__ = ["trace"]

# The values of `routes.dossier.Mode`, which takes long to load and is not needed here.
_ON_WATER = ("sea", "river")
_ON_LAND = ("rail", "road", "pipeline", "foot", "unspecified")


def trace(
    start: Sequence[float],
    end: Sequence[float],
    mode: str = "sea",
    via: Iterable[Sequence[float]] = (),
    avoid: Iterable[str] = (),
    as_of: date | str | None = None,
    *,
    prefer: Iterable[str] = (),
    network: Network | None = None,
) -> Line:
    """Return the line from one position to another.

    Parameters
    ----------
    start, end
        Positions (lon_deg, lat_deg).
    mode
        ``sea`` and ``river`` are computed over water, ``air`` is a great circle; ``rail``,
        ``road``, ``pipeline``, ``foot`` and ``unspecified`` follow the network where one is
        given, else they are direct lines that say so.
    via
        Positions to pass, in order.
    avoid, prefer
        Passages not to use, and passages to go through though another way be shorter, by name
        or id ("suez", "Panama Canal"); of meaning on water only.
    as_of
        The day of the voyage: canals not yet open, or closed, on it are not used.
    network
        A user's lines, for travel on land (see `routes.paths.network`).

    Raises
    ------
    Unroutable
        With the reason, when no honest line can be computed.
    SupplyroutesError
        If a position, mode, passage or date is none.
    """
    stops = [checked(position) for position in (start, *via, end)]
    if mode in _ON_WATER:
        return _over_water(stops, tuple(avoid), tuple(prefer), as_of)
    if mode == "air":
        return air_line(stops)
    if mode not in _ON_LAND:
        raise SupplyroutesError(
            f"{mode!r} is no mode of travel",
            remedy=f"known: air, {', '.join((*_ON_WATER, *_ON_LAND))}",
        )
    return direct_line(stops) if network is None else _along(stops, network)


def _over_water(
    stops: list[Position], avoid: tuple[str, ...], prefer: tuple[str, ...], as_of: date | str | None
) -> Line:
    from routes.paths.sea import joined, sea_line

    if stops[0] == stops[-1] and len(stops) == 2:
        raise Unroutable("both ends are the same place")
    stops = _through(stops, prefer)
    legs = [sea_line(a, b, avoid=avoid, prefer=prefer, as_of=as_of) for a, b in pairwise(stops)]
    return joined(legs)


def _through(stops: list[Position], prefer: tuple[str, ...]) -> list[Position]:
    """Put a stop in the middle of each preferred passage where the way grows least by it."""
    from routes.paths.passages import named

    for name in prefer:
        row = named(name)
        (a, b) = row.gates[row.toll_gate]
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        growth = [
            distance_km(x, middle) + distance_km(middle, y) - distance_km(x, y)
            for x, y in pairwise(stops)
        ]
        stops = stops.copy()
        stops.insert(growth.index(min(growth)) + 1, middle)
    return stops


def _along(stops: list[Position], network: Network) -> Line:
    from routes.paths.land import network_line

    legs = [network_line(a, b, network) for a, b in pairwise(stops)]
    return functools.reduce(Line.followed_by, legs)
