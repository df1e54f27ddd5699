"""What a reader of some format gives for each row of its file: a place, or why there is none."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from gazetteer.schema import KINDS

__all__ = [
    "BadValue",
    "Incoming",
    "LeftOut",
    "Refused",
    "country_of",
    "kind_of",
    "number_of",
    "position_of",
]


class Incoming(NamedTuple):
    """A place read from a file.

    `code` is its identifier within `source`; `line` where it stands; `region` and `district`
    are lines of the rows that contain it; `further` pairs of source and code.
    """

    line: int
    source: str
    code: int | str
    name: str
    kind: str
    lon_deg: float
    lat_deg: float
    country: str | None = None
    population: int = 0
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    further: tuple[tuple[str, str], ...] = ()
    region: int | None = None
    district: int | None = None
    capital: bool = False
    weight: float = 0.0
    precision: str = ""
    box: tuple[float, float, float, float] | None = None


class Refused(NamedTuple):
    """A row that cannot be used, and how to mend it."""

    line: int
    what: str
    remedy: str


class LeftOut(NamedTuple):
    """A sound row that routes do not need, by the reason that it shares with others."""

    line: int
    reason: str


class BadValue(ValueError):  # noqa: N818 - read as in "raises BadValue"
    """A value that a reader cannot use; becomes a `Refused` with the row's line."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


def position_of(lon: str, lat: str) -> tuple[float, float]:
    """Read a position in decimal degrees."""
    try:
        lon_deg, lat_deg = float(lon), float(lat)
    except ValueError:
        what = f"position {lon!r}, {lat!r} is no pair of numbers"
        raise BadValue(what, "give longitude and latitude in decimal degrees") from None
    # Comparisons are false for what is no number.
    if -180.0 <= lon_deg <= 180.0 and -90.0 <= lat_deg <= 90.0:
        return lon_deg, lat_deg
    what = f"position {lon!r}, {lat!r} is not on the globe"
    raise BadValue(what, "keep longitude within ±180 and latitude within ±90")


@lru_cache(maxsize=1024)
def country_of(code: str) -> str | None:
    """Read an ISO 3166-1 code of two letters, or nothing."""
    if not code:
        return None
    if len(code) == 2 and code.isascii() and code.isalpha():
        return code.upper()
    raise BadValue(f"country {code!r} is no code of two letters", "give ISO 3166-1 alpha-2, as IR")


def kind_of(word: str) -> str:
    """Read a kind of place."""
    kind = word.strip().lower()
    if kind in KINDS:
        return kind
    raise BadValue(f"kind {word!r} is not known", f"use one of {', '.join(KINDS)}")


def number_of(value: str, name: str) -> int:
    """Read a count, empty for none."""
    if not value:
        return 0
    if value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    try:
        count = int(float(value))
    except (ValueError, OverflowError):
        what = f"{name} {value!r} is no number"
        raise BadValue(what, "give a whole number, or nothing") from None
    if not 0 <= count <= 10**11:
        raise BadValue(f"{name} {value!r} cannot be", "give a whole number, or nothing")
    return count
