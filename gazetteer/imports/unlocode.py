"""UN/LOCODE: the code list of the United Nations for trade and transport locations.

Two forms are read: CSV with the header `Change,Country,Location,…`, and the parts that are
officially published, without a header, the countries between dots, in Latin-1 or UTF-8.
Columns and codes as in the UNECE's notes on the code list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from gazetteer.imports.incoming import (
    BadValue,
    Incoming,
    LeftOut,
    Refused,
    Row,
    country_of,
    made,
    name_of,
    position_of,
    shown,
)
from gazetteer.imports.lines import lines_of
from gazetteer.imports.table import header_of, records_of

__all__ = ["CITATION", "PARTS", "SOURCES", "read"]

CITATION = "UN/LOCODE, United Nations Economic Commission for Europe"
SOURCES = ("unlocode",)
PARTS = "CodeListPart"
"""What the names of the official parts contain."""


def read(path: Path, encodings: Sequence[str] = ("utf-8", "latin-1")) -> Iterator[Row]:
    """Read a code list, one part of it, or the zip of all parts.

    Lines of a zip are counted through its parts. Entries without coordinates, such that refer
    to others and such that are to be removed are left out.

    Parameters
    ----------
    path
        The file.
    encodings
        Tried in turn on each line.
    """
    lines = lines_of(path, encodings, members=PARTS)
    first = next(lines, None)
    if first is None:
        return
    columns: Sequence[str] = _OFFICIAL
    if not isinstance(first, Refused) and "Change" in first[1]:
        columns = header_of(iter([first]))[0]
    else:
        lines = chain([first], lines)

    def row(number: int, values: list[str]) -> Row | None:
        if len(values) != len(columns):
            what = f"has {len(values)} values, {len(columns)} are wanted"
            raise BadValue(what, "give the code list as it is published")
        return _row(number, dict(zip(columns, values, strict=True)))

    yield from made(records_of(lines, len(columns)), row)


_OFFICIAL = (
    "Change", "Country", "Location", "Name", "NameWoDiacritics", "Subdivision", "Function",
    "Status", "Date", "IATA", "Coordinates", "Remarks",
)  # fmt: skip
_COORDINATES = re.compile(r"(\d\d)([0-5]\d)([NS]) (\d{3})([0-5]\d)([EW])").fullmatch
_FUNCTIONS = re.compile(r"[0-9B-]{8}").fullmatch
_IN_BRACKETS = re.compile(r"\((?:ex |see |former(?:ly)? )?([^()]+)\)")
_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{3}").fullmatch
_INTERNATIONAL_WATERS = "XZ"


def _row(number: int, values: dict[str, str]) -> Row | None:
    location, country = values["Location"], values["Country"]
    if values["Name"].startswith(".") and not location:
        return None
    if values["Change"] == "=" or not location:
        return LeftOut(number, "entry that refers to another")
    if values["Change"] == "X" or values["Status"] == "XX":
        return LeftOut(number, "entry to be removed")
    if not values["Coordinates"]:
        return LeftOut(number, "entry without coordinates")
    code = country + location
    if not _CODE(code):
        raise BadValue(f"code {shown(code)} is no UN/LOCODE", "give two letters and three more")
    lon_deg, lat_deg = _position(values["Coordinates"])
    name, *others = _names(values["Name"], values["NameWoDiacritics"])
    functions = values["Function"] if _FUNCTIONS(values["Function"]) else values["Status"]
    return Incoming(
        number,
        "unlocode",
        code,
        name,
        _kind(functions),
        lon_deg,
        lat_deg,
        None if country == _INTERNATIONAL_WATERS else country_of(country),
        names=tuple(others),
        codes=tuple(filter(None, (code, values["IATA"]))),
        weight=0.5 if "1" in functions else 0.0,
        precision="locality",
    )


def _position(written: str) -> tuple[float, float]:
    found = _COORDINATES(" ".join(written.split()))
    if found is None:
        raise BadValue(f"coordinates {shown(written)} cannot be read", "give them as 5554N 03735E")
    lat_deg = (int(found[1]) + int(found[2]) / 60) * (-1 if found[3] == "S" else 1)
    lon_deg = (int(found[4]) + int(found[5]) / 60) * (-1 if found[6] == "W" else 1)
    return position_of(lon_deg, lat_deg)


def _names(written: str, plain: str) -> list[str]:
    """Give the name and, after it, what stands in brackets or without diacritics."""
    bare = [_IN_BRACKETS.sub(" ", one).strip() or one for one in (written, plain or written)]
    found = [*bare, *_IN_BRACKETS.findall(written), *_IN_BRACKETS.findall(plain)]
    return list(dict.fromkeys(name_of(one) for one in found))


def _kind(functions: str) -> str:
    does = set(functions) - {"-", "0", "5"}
    if "1" in does:
        return "port"
    return next((kind for only, kind in _ONLY.items() if does == {only}), "city")


# A location with one function is what serves it; with several, a town.
_ONLY = {"2": "station", "4": "airport", "6": "facility", "7": "facility", "B": "crossing"}
