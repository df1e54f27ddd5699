"""What may be written after the command's options, and what is said of anything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

__all__ = ["Position", "Within", "country_code", "place_kinds"]


class Position(click.ParamType[Any]):
    """A position written as `lon,lat` in degrees."""

    name = "lon,lat"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[float, float]:
        """Read `53.4,36.9`."""
        if isinstance(value, tuple):
            return value
        try:
            lon_deg, lat_deg = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not lon,lat in degrees, as in 53.4,36.9", param, ctx)
        if not (abs(lon_deg) <= 180 and abs(lat_deg) <= 90):
            self.fail(f"{value!r} is not on the globe: give longitude, then latitude", param, ctx)
        return lon_deg, lat_deg


class Within(click.ParamType[Any]):
    """An area: `west,south,east,north` in degrees, or the name or ref of an area."""

    name = "AREA"

    def convert(self, value: Any, param: Any, ctx: Any) -> str | tuple[float, ...]:
        """Read `50,36,54,47` as a box and anything else as a name."""
        if isinstance(value, tuple):
            return value
        try:
            sides = tuple(float(part) for part in str(value).split(","))
        except ValueError:
            return str(value)
        if len(sides) != _SIDES:
            self.fail(f"{value!r} has not four sides: west,south,east,north", param, ctx)
        return sides


_SIDES = 4


def country_code(code: str | None) -> str | None:
    """Read an ISO 3166-1 code of two letters, in either case."""
    if code is None or (len(code) == 2 and code.isascii() and code.isalpha()):
        return code and code.upper()
    raise click.BadParameter(
        f"{code!r} is not a code of two letters, as in IR", param_hint="--country"
    )


def place_kinds(kinds: Sequence[str]) -> tuple[Any, ...]:
    """Read the names of kinds of place."""
    from gazetteer.place import PlaceKind

    known = [kind.value for kind in PlaceKind]
    for kind in kinds:
        if kind not in known:
            what = f"{kind!r} is none of {', '.join(known)}"
            raise click.BadParameter(what, param_hint="--kind")
    return tuple(PlaceKind(kind) for kind in kinds)
