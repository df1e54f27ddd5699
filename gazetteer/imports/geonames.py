"""The dump of GeoNames: one place a line, 19 columns, tab-separated, no header.

Columns and feature codes as GeoNames' readme and featureCodes list them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from gazetteer.imports.incoming import (
    BadValue,
    Incoming,
    LeftOut,
    Refused,
    Row,
    country_of,
    number_of,
    position_of,
)
from gazetteer.imports.lines import Block, blocks_of, lines_in, lines_of

__all__ = ["CITATION", "SOURCES", "alternates", "divisions", "read", "read_block"]

CITATION = "GeoNames (CC BY 4.0)"
_COLUMNS, _HEAD = 19, 8


SOURCES = ("geonames",)


def read(path: Path) -> Iterator[Row]:
    """Read a dump: `allCountries.txt`, a country's, or one of these as it comes in its zip.

    The file is read twice: first for the lines of its administrative divisions, in which the
    other places lie.

    Parameters
    ----------
    path
        The text file or the zip that holds it.

    Yields
    ------
    Incoming, Refused or LeftOut
        One a line. Features that no route names (peaks, hotels, schools, streams' bends) are
        left out by their feature code.
    """
    known = divisions(path)
    for block in blocks_of(path):
        yield from read_block(block, known)


def read_block(block: Block, divisions: Mapping[str, int]) -> Iterator[Row]:
    """Read some lines of a dump; see `read`.

    Parameters
    ----------
    block
        Whole lines.
    divisions
        See `divisions`.
    """
    yield from block.refused
    lines, refused = lines_in(block)
    yield from refused
    for number, line in enumerate(lines, block.first):
        # Many rows of a dump are left out: they are parted no further than their feature.
        head = line.split("\t", _HEAD)
        kind = _kind(head[6], head[7]) if len(head) > _HEAD else ""
        if kind is None:
            yield LeftOut(number, f"feature {head[6]}.{head[7]}")
            continue
        tail = head[-1].split("\t")
        if len(head) + len(tail) != _COLUMNS + 1:
            if line:
                what = f"has {len(head) + len(tail) - 1} columns, {_COLUMNS} are wanted"
                remedy = "give the dump as GeoNames publishes it, tab-separated"
                yield Refused(number, what, remedy)
            continue
        try:
            yield _place(number, head, tail, kind, divisions)
        except BadValue as error:
            yield Refused(number, str(error), error.remedy)


def divisions(path: Path) -> dict[str, int]:
    """Give the line of each first- and second-order division by its code, as in IR.35.01."""
    found: dict[str, int] = {}
    for block in blocks_of(path):
        line, counted_to = block.first, 0
        for match in _DIVISION.finditer(block.raw):
            line += block.raw.count(b"\n", counted_to, match.start())
            counted_to = match.start()
            country, *codes = (part.decode("ascii", "replace") for part in match.groups()[1:])
            width = 1 if match[1] == b"1" else 2
            found[".".join([country, *codes[:width]])] = line
    return found


def alternates(path: Path) -> Iterator[tuple[int, str, str] | Refused]:
    """Read `alternateNamesV2.txt` or its zip.

    Yields
    ------
    tuple or Refused
        The GeoNames id of a place, a name and its form: alternate, code or abbreviation. Links
        and identifiers of other databases are passed over.
    """
    for one in lines_of(path):
        if isinstance(one, Refused):
            yield one
            continue
        number, line = one
        parts = line.split("\t")
        if len(parts) < 4 or not parts[1].isdigit():
            what = f"column 2 {parts[1] if len(parts) > 1 else ''!r} is no GeoNames id"
            yield Refused(number, what, "give alternateNamesV2.txt as GeoNames publishes it")
        elif parts[2] not in _NO_NAMES and parts[3]:
            yield int(parts[1]), parts[3], _FORMS.get(parts[2], "alternate")


_NO_NAMES = frozenset({"link", "wkdt", "post", "phon", "piny", "tcid"})
_FORMS = {"iata": "code", "icao": "code", "faac": "code", "unlc": "code", "abbr": "abbreviation"}
# Columns 7 to 12 of a row that is a division: class, code, country, others', first, second.
_DIVISION = re.compile(rb"\tA\tADM([12])\t([A-Z]{2})\t[^\t\n]*\t([^\t\n]*)\t([^\t\n]*)\t")
_MACHINE_MADE = re.compile(r"[a-z ]+").fullmatch


def _place(
    number: int, head: list[str], tail: list[str], kind: str, divisions: Mapping[str, int]
) -> Incoming:
    code, name, _, others, lat, lon, _, feature, _ = head
    country, _, first, second, _, _, people = tail[:7]
    if not (code.isascii() and code.isdigit()):
        raise BadValue(f"id {code!r} is no number", "give the dump as GeoNames publishes it")
    if not name:
        raise BadValue("the name is empty", "give a name")
    lon_deg, lat_deg = position_of(lon, lat)
    region = district = None
    if first:
        region = divisions.get(f"{country}.{first}")
        if second:
            district = divisions.get(f"{country}.{first}.{second}")
    return Incoming(
        number,
        "geonames",
        int(code),
        name,
        kind,
        lon_deg,
        lat_deg,
        country_of(country),
        0 if people == "0" else number_of(people, "population"),
        tuple([one for one in others.split(",") if one and not _MACHINE_MADE(one)])
        if others
        else (),
        (),
        (),
        None if region == number else region,
        None if district == number else district,
        feature == "PPLC",
        _WEIGHT.get(feature, 0.0),
    )


@lru_cache(maxsize=2048)
def _kind(group: str, code: str) -> str | None:
    if code in _KINDS:
        return _KINDS[code]
    if group == "P":
        return "city"
    if group == "A":
        return "country" if code.startswith("PCL") else "region"
    if group == "H":
        return next((kind for start, kind in _WATERS if code.startswith(start)), None)
    return None


_WEIGHT = {"ADM1": 1.0, "PRT": 0.5, "AIRP": 1.0, "SEA": 1.0, "OCN": 1.0}
_WATERS = (
    ("CNL", "canal"),
    ("STM", "river"),
    ("LK", "lake"),
    ("LGN", "lake"),
    ("RSV", "lake"),
    ("BAY", "sea"),
)
_BY_KIND = {
    "region": "RGN RGNE RGNH RGNL CONT AREA TRB PEN DSRT PLN DLTA OAS RESV",
    "sea": "SEA OCN GULF COVE FJD INLT",
    "strait": "STRT CHN CHNM CHNN NRWS SD",
    "river": "WAD",
    "port": "PRT HBR DCK ANCH FYT LDNG JTY QUAY PIER DCKB DCKY",
    "airport": "AIRP AIRF AIRH AIRT",
    "base": "AIRB MILB NVB INSM",
    "zone": "INDS",
    "station": "RSTN RSTP RSD TRANT RYD RTE",
    "crossing": "CSTM PSTB PSTC BDG TNL FY",
    "facility": (
        "MFG MFGB MFGC MFGCU MFGLM MFGM MFGPH MFGQ MFGSG OILR OILT OILW OILP OILQ OILF GASF PS "
        "PSH PSN MN MNA MNAU MNC MNCR MNCU MNFE MNMT MNN MNNI MNPB MNPL MNQ MNQR MNSN MNTG MLSW "
        "STNB STNC STNE STNF STNI STNM STNR STNS STNW FCL DEPO GOSP PMPO SALT TMPO OILJ LEV GRNR "
        "WHSE DAM DPOF CMP CMPRF CMPQ"
    ),
    "island": "ISL ISLET ISLF ISLM ISLS ISLT ISLX ATOL",
    "passage": "PASS CAPE GAP CNYN PT",
}
_KINDS = {code: kind for kind, codes in _BY_KIND.items() for code in codes.split()}
