"""A line between positions, by the mode of travel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from gazetteer.errors import SupplyroutesError
from routes.dossier import Mode
from routes.paths.air import air_line
from routes.paths.direct import direct_line
from routes.paths.geodesy import checked
from routes.paths.line import Line, Position

__all__ = ["trace"]


def trace(
    start: Sequence[float],
    end: Sequence[float],
    mode: str = "sea",
    via: Iterable[Sequence[float]] = (),
    avoid: Iterable[str] = (),
    as_of: date | str | None = None,
) -> Line:
    """Return the line from one position to another.

    Parameters
    ----------
    start, end
        Positions (lon_deg, lat_deg).
    mode
        ``sea`` is computed over water, ``air`` a great circle; ``river``, ``rail``, ``road``,
        ``pipeline``, ``foot`` and ``unspecified`` are direct lines that say so.
    via
        Positions to pass, in order.
    avoid
        Passages not to use, by name or id ("suez", "Panama Canal"); of meaning at sea only.
    as_of
        The day of the voyage: canals not yet open, or closed, on it are not used.

    Raises
    ------
    Unroutable
        With the reason, when no honest line can be computed.
    SupplyroutesError
        If a position, mode, passage or date is none.
    """
    stops = [checked(position) for position in (start, *via, end)]
    match _mode(mode):
        case Mode.SEA:
            return _by_sea(stops, tuple(avoid), as_of)
        case Mode.AIR:
            return air_line(stops)
        case _:
            return direct_line(stops)


def _by_sea(stops: list[Position], avoid: tuple[str, ...], as_of: date | str | None) -> Line:
    from routes.paths.sea import joined, sea_line

    legs = [sea_line(a, b, avoid=avoid, as_of=as_of) for a, b in pairwise(stops)]
    return joined(legs)


def _mode(mode: str) -> Mode:
    try:
        return Mode(mode)
    except ValueError:
        raise SupplyroutesError(
            f"{mode!r} is no mode of travel", remedy=f"known: {', '.join(Mode)}"
        ) from None
