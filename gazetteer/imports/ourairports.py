"""The table of airports of OurAirports, `airports.csv`; closed ones are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from gazetteer.imports.incoming import (
    BadValue,
    Incoming,
    LeftOut,
    Row,
    country_of,
    made,
    name_of,
    names_of,
    position_of,
)
from gazetteer.imports.lines import UTF_8
from gazetteer.imports.table import Values, rows_of

__all__ = ["CITATION", "COLUMNS", "SOURCES", "read"]

CITATION = "OurAirports (public domain)"
SOURCES = ("icao", "iata", "ourairports")
COLUMNS = ("ident", "type", "name", "latitude_deg", "longitude_deg", "iso_country")


def read(path: Path, encodings: Sequence[str] = UTF_8) -> Iterator[Row]:
    """Read the table of airports.

    An airport whose identifier is its ICAO code has the ref `icao:…`, any other
    `ourairports:…`.
    """
    return made(rows_of(path, COLUMNS, encodings=encodings), _airport)


def _airport(number: int, values: Values) -> Row:
    if values["type"] == "closed":
        return LeftOut(number, "closed airport")
    ident = values["ident"]
    if not ident:
        raise BadValue("the ident is empty", "give the table as published")
    lon_deg, lat_deg = position_of(values["longitude_deg"], values["latitude_deg"])
    icao = values.get("icao_code") or values.get("gps_code") or ""
    iata = values.get("iata_code", "")
    own = ident == icao and bool(_ICAO(icao))
    return Incoming(
        number,
        "icao" if own else "ourairports",
        ident,
        name_of(values["name"]),
        "airport",
        lon_deg,
        lat_deg,
        country_of(values["iso_country"]),
        names=names_of(values.get("keywords", "").split(",")),
        codes=tuple(code for code in (icao if own else "", iata) if code),
        further=(("iata", iata),) if _IATA(iata) else (),
        weight=_WEIGHTS.get(values["type"], 0.0),
    )


_ICAO = re.compile(r"[A-Z]{4}").fullmatch
_IATA = re.compile(r"[A-Z]{3}").fullmatch
_WEIGHTS = {"large_airport": 1.5, "medium_airport": 1.0, "small_airport": 0.3}
