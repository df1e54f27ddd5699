"""The World Port Index of the National Geospatial-Intelligence Agency, `UpdatedPub150.csv`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from gazetteer.imports.incoming import (
    BadValue,
    Incoming,
    Row,
    country_of,
    made,
    name_of,
    names_of,
    number_of,
    position_of,
    shown,
)
from gazetteer.imports.lines import UTF_8
from gazetteer.imports.table import Values, rows_of

__all__ = ["CITATION", "COLUMNS", "SOURCES", "read"]

CITATION = "World Port Index, National Geospatial-Intelligence Agency"
SOURCES = ("wpi", "unlocode")
COLUMNS = ("World Port Index Number", "Main Port Name", "Latitude", "Longitude")


def read(path: Path, encodings: Sequence[str] = UTF_8) -> Iterator[Row]:
    """Read the table of ports; of its 109 columns those that name and place a port."""
    return made(rows_of(path, COLUMNS, encodings=encodings), _port)


def _port(number: int, values: Values) -> Incoming:
    index = number_of(values["World Port Index Number"], "World Port Index Number")
    if not index:
        raise BadValue("the World Port Index Number is empty", "give the table as published")
    lon_deg, lat_deg = position_of(values["Longitude"], values["Latitude"])
    locode = values.get("UN/LOCODE", "").replace(" ", "").upper()
    known = bool(_LOCODE(locode))
    return Incoming(
        number,
        "wpi",
        index,
        name_of(values["Main Port Name"]),
        "port",
        lon_deg,
        lat_deg,
        _country(values.get("Country Code", ""), locode if known else ""),
        names=names_of(_BETWEEN_NAMES.split(values.get("Alternate Port Name", ""))),
        codes=(locode,) if known else (),
        further=(("unlocode", locode),) if known else (),
        weight=_WEIGHTS.get(values.get("Harbor Size", "").casefold(), 0.0),
    )


def _country(written: str, locode: str) -> str | None:
    """Read the country: the table has its name in some editions, its code in others."""
    if len(written) == 2:
        return country_of(written)
    if written and not any(character.isalpha() for character in written):
        raise BadValue(f"country {shown(written)} is no name", "give the table as published")
    return country_of(locode[:2]) if locode else None


_LOCODE = re.compile(r"[A-Z]{2}[A-Z0-9]{3}").fullmatch
_BETWEEN_NAMES = re.compile(r"[;/]")
_WEIGHTS = {"large": 0.9, "medium": 0.6, "small": 0.3, "very small": 0.1, "l": 0.9, "m": 0.6}
