"""What a reader of some format gives for each row of its file: a place, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

from gazetteer.schema import KINDS, PRECISIONS

__all__ = [
    "BadValue",
    "Incoming",
    "LeftOut",
    "Refused",
    "Row",
    "country_of",
    "kind_of",
    "made",
    "name_of",
    "names_of",
    "number_of",
    "position_of",
    "precision_of",
    "shown",
]


class Incoming(NamedTuple):
    """A place read from a file.

    `code` is its identifier within `source`; `line` where it stands; `region` and `district`
    are lines of the rows that contain it; `further` pairs of source and code. `weight` tells
    the better-known sites of a kind. `box` is (west, south, east, north) in degrees, west >
    east across ±180; `precision` and `citation` are empty where those of the kind and of the
    whole file hold.
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
    citation: str = ""


class Refused(NamedTuple):
    """A row that cannot be used, and how to mend it."""

    line: int
    what: str
    remedy: str


class LeftOut(NamedTuple):
    """A sound row that routes do not need, by the reason that it shares with others."""

    line: int
    reason: str


Given = TypeVar("Given")
Row = Incoming | Refused | LeftOut


class BadValue(ValueError):  # noqa: N818 - read as in "raises BadValue"
    """A value that a reader cannot use; becomes a `Refused` with the row's line."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


def made(
    raw: Iterable[tuple[int, Given] | Refused], make: Callable[[int, Given], Row | None]
) -> Iterator[Row]:
    """Make a row of each raw one, by its line; one with a bad value is refused."""
    for one in raw:
        if isinstance(one, Refused):
            yield one
            continue
        try:
            row = make(*one)
        except BadValue as error:
            row = Refused(one[0], str(error), error.remedy)
        if row is not None:
            yield row


def position_of(lon: str | float, lat: str | float) -> tuple[float, float]:
    """Read a position in decimal degrees."""
    try:
        lon_deg, lat_deg = float(lon), float(lat)
    except (TypeError, ValueError, OverflowError):
        what = f"position {shown(lon)}, {shown(lat)} is no pair of numbers"
        raise BadValue(what, "give longitude and latitude in decimal degrees") from None
    # Comparisons are false for what is no number.
    if -180.0 <= lon_deg <= 180.0 and -90.0 <= lat_deg <= 90.0:
        return lon_deg, lat_deg
    what = f"position {shown(lon)}, {shown(lat)} is not on the globe"
    raise BadValue(what, "keep longitude within ±180 and latitude within ±90")


@lru_cache(maxsize=1024)
def country_of(code: str) -> str | None:
    """Read an ISO 3166-1 code of two letters, or nothing."""
    if not code:
        return None
    upper = code.upper()
    if upper in _COUNTRIES:
        return upper
    remedy = f"give ISO 3166-1 alpha-2, {_MEANT.get(upper, 'as IR')}"
    raise BadValue(f"country {shown(code)} is no code of a country", remedy)


def kind_of(word: str) -> str:
    """Read a kind of place."""
    kind = word.strip().lower()
    if kind in KINDS:
        return kind
    raise BadValue(f"kind {shown(word)} is not known", f"use one of {', '.join(KINDS)}")


def precision_of(word: str) -> str:
    """Read a precision, or nothing."""
    precision = word.strip().lower()
    if not precision or precision in PRECISIONS:
        return precision
    remedy = f"use one of {', '.join(PRECISIONS)}"
    raise BadValue(f"precision {shown(word)} is not known", remedy)


def number_of(value: str, name: str) -> int:
    """Read a count, empty for none."""
    if not value:
        return 0
    if value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    try:
        count = float(value)
    except ValueError:
        count = math.nan
    # Comparisons are false for what is no number.
    if 0 <= count <= 1e11:
        return int(count)
    raise BadValue(f"{name} {shown(value)} is no count", "give a whole number, or nothing")


def name_of(written: object) -> str:
    """Read a name: white space becomes single spaces, what cannot be shown is refused."""
    name = " ".join(written.split()) if isinstance(written, str) else ""
    if not name:
        raise BadValue("the name is empty", "give a name")
    if len(name) > _LONGEST_NAME:
        what = f"the name has {len(name):,} characters"
        raise BadValue(what, f"keep names within {_LONGEST_NAME}")
    if not name.isprintable() and any(c < " " or "\ud800" <= c <= "\udfff" for c in name):
        raise BadValue(f"name {shown(name)} has characters that are no text", "type it anew")
    return name


def names_of(written: Iterable[object]) -> tuple[str, ...]:
    """Read other names, each once; empty ones are passed over."""
    return tuple(dict.fromkeys(name_of(one) for one in written if one and str(one).strip()))


def shown(value: object) -> str:
    """Give a value as errors show it, shortened."""
    text = str(value)
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


_SHOWN = 60
_LONGEST_NAME = 300
_MEANT = {"UK": "GB for the United Kingdom", "EL": "GR for Greece", "EU": "or nothing"}
# ISO 3166-1, Kosovo as GeoNames has it, and former codes that its dumps still use.
_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW AN CS YU
"""
_COUNTRIES = frozenset(_CODES.split())
