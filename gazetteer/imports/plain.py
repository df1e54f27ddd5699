"""Tables of a user's own, in CSV: a place a row, its columns named as here or mapped to it.

`name`, `lon_deg` and `lat_deg` must be there; `id`, `country`, `kind`, `names` (parted by |),
`citation`, `precision`, `population` and `box` (west, south, east, north) may be.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gazetteer.errors import SupplyroutesError
from gazetteer.imports.incoming import (
    BadValue,
    Incoming,
    Row,
    country_of,
    kind_of,
    made,
    name_of,
    names_of,
    number_of,
    position_of,
    precision_of,
    shown,
)
from gazetteer.imports.lines import UTF_8
from gazetteer.imports.table import Values, rows_of

__all__ = ["FURTHER", "NEEDED", "SOURCES", "box_of", "checked_columns", "read"]

NEEDED = ("name", "lon_deg", "lat_deg")
FURTHER = ("id", "country", "kind", "names", "citation", "precision", "population", "box")
SOURCES = (
    "geonames", "wpi", "unlocode", "icao", "iata", "iso", "curated", "wikidata", "ourairports",
)  # fmt: skip
"""With one of these before a colon an `id` is a ref: the row replaces the one that has it."""


def read(
    path: Path,
    layer: str,
    columns: Mapping[str, str] | None = None,
    encodings: Sequence[str] = UTF_8,
) -> Iterator[Row]:
    """Read a table of places.

    Parameters
    ----------
    path
        The file.
    layer
        What the refs of its rows begin with. A row without an `id` has one made of its name
        and position, which stays the same while these do.
    columns
        Columns of the file by those of this module, as in {"lon_deg": "Longitude"}.
    encodings
        See `lines_of`.
    """
    mapped = checked_columns(columns or {})
    written = {own: mapped.get(own, own) for own in (*NEEDED, *FURTHER)}
    needed = [written[own] for own in (*NEEDED, *mapped) if own in (*NEEDED, *FURTHER)]

    def place(number: int, values: Values) -> Incoming:
        folded = {name.casefold(): value for name, value in values.items()}
        own = {name: folded.get(theirs.casefold(), "") for name, theirs in written.items()}
        return _place(number, own, layer)

    return made(rows_of(path, list(dict.fromkeys(needed)), encodings=encodings), place)


def checked_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """Check that only columns of this module are mapped.

    Raises
    ------
    SupplyroutesError
        Naming the column that is not known.
    """
    known = (*NEEDED, *FURTHER)
    for own in columns:
        if own not in known:
            what = f"a place has no column {own!r}"
            raise SupplyroutesError(what, remedy=f"map one of {', '.join(known)}")
    return dict(columns)


def box_of(written: str) -> tuple[float, float, float, float] | None:
    """Read a box, west, south, east, north in degrees, or nothing; west > east across ±180."""
    if not written:
        return None
    parts = re.split(r"[\s,;|]+", written.strip("[]() "))
    if len(parts) != 4:
        raise BadValue(f"box {shown(written)} has no four numbers", _BOX)
    west, south = position_of(parts[0], parts[1])
    east, north = position_of(parts[2], parts[3])
    if south > north:
        raise BadValue(f"box {shown(written)} has its south above its north", _BOX)
    return west, south, east, north


_BOX = "give west, south, east, north in degrees"
# Of a place whose kind is not told nothing is claimed to be known to the metre.
_KIND, _PRECISION = "facility", "locality"


def _place(number: int, values: Values, layer: str) -> Incoming:
    name = name_of(values["name"])
    lon_deg, lat_deg = position_of(values["lon_deg"], values["lat_deg"])
    source, code = _identity(values["id"], layer, f"{name}|{lon_deg:.5f}|{lat_deg:.5f}")
    return Incoming(
        number,
        source,
        code,
        name,
        kind_of(values["kind"]) if values["kind"] else _KIND,
        lon_deg,
        lat_deg,
        country_of(values["country"]),
        number_of(values["population"], "population"),
        names=names_of(values["names"].split("|")),
        precision=precision_of(values["precision"]) or ("" if values["kind"] else _PRECISION),
        box=box_of(values["box"]),
        citation=" ".join(values["citation"].split()),
    )


def _identity(written: str, layer: str, otherwise: str) -> tuple[str, str]:
    source, colon, code = written.partition(":")
    if colon and code and source in SOURCES:
        return source, code
    if not written:
        return layer, hashlib.sha256(otherwise.encode()).hexdigest()[:12]
    if not written.isprintable() or len(written) > _LONGEST_ID:
        raise BadValue(f"id {shown(written)} cannot be one", "give a short word or number")
    return layer, written


_LONGEST_ID = 200
