"""The formats that can be imported, and how a file shows which of them it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from gazetteer.errors import SupplyroutesError, UnusableInput
from gazetteer.imports import geonames, linkedplaces, ourairports, plain, portindex, unlocode
from gazetteer.imports.incoming import Refused, Row
from gazetteer.imports.lines import UTF_8, chunks_of, lines_of
from gazetteer.imports.table import header_of

__all__ = ["FORMATS", "Asked", "Format", "detected", "format_named"]


class Asked(NamedTuple):
    """What a user says of a file: `columns` are its own by those of `plain`."""

    layer: str
    citation: str = ""
    columns: Mapping[str, str] = {}
    encoding: str = ""


class Format(NamedTuple):
    """A format: what its refs begin with, whose data it mostly carries, how it is read.

    Rows of a `preferred` one are a person's choice; of one with `own_ids` the refs begin with
    the name of the layer.
    """

    name: str
    title: str
    citation: str
    sources: tuple[str, ...]
    read: Callable[[Path, Asked], Iterator[Row]]
    preferred: bool = False
    own_ids: bool = False


def format_named(name: str) -> Format:
    """Give the format of a name.

    Raises
    ------
    SupplyroutesError
        When there is none of that name.
    """
    found = next((one for one in FORMATS if one.name == name), None)
    if found is None:
        remedy = f"use one of {', '.join(one.name for one in FORMATS)}"
        raise SupplyroutesError(f"format {name!r} is not known", remedy=remedy)
    return found


def detected(path: Path, asked: Asked) -> Format:
    """Tell the format of a file by its first line.

    Raises
    ------
    UnusableInput
        When it is none that is known, or the file cannot be read.
    """
    head = next(chunks_of(path, members=unlocode.PARTS), b"").lstrip(b"\x1e \t\r\n")[:1]
    if not head:
        raise UnusableInput("the file is empty", file=path, remedy="give a file of places")
    if head in b"{[":
        return format_named("lpf")
    lines = lines_of(path, _encodings(asked, ("utf-8", "latin-1")), members=unlocode.PARTS)
    readable = (one[1] for one in islice(lines, _LOOKED_AT) if not isinstance(one, Refused))
    return format_named(_form(next(readable, ""), asked, path))


def _form(line: str, asked: Asked, path: Path) -> str:
    cells = line.split("\t")
    if len(cells) == _GEONAMES_COLUMNS and cells[0].isdigit():
        return "geonames"
    header, _ = header_of(iter([(1, line)]))
    named = {name.casefold() for name in header}
    for form, columns in _HEADERS.items():
        if named.issuperset(name.casefold() for name in columns):
            return form
    if len(header) == _UNLOCODE_COLUMNS and len(header[1]) == 2 and header[1].isupper():
        return "unlocode"
    wanted = [asked.columns.get(own, own) for own in plain.NEEDED]
    if named.issuperset(name.casefold() for name in wanted):
        return "csv"
    if 4 <= len(cells) <= _ALTERNATES_COLUMNS and all(cell.isdigit() for cell in cells[:2]):
        remedy = "give it with --alternates, beside the dump of the places themselves"
        raise UnusableInput("holds alternate names, no places", file=path, remedy=remedy)
    remedy = "give --format, or for CSV its columns, as in --column lon_deg=Longitude"
    raise UnusableInput("its format is not recognised", file=path, line=1, remedy=remedy)


def _encodings(asked: Asked, usual: tuple[str, ...] = UTF_8) -> tuple[str, ...]:
    return (asked.encoding,) if asked.encoding else usual


FORMATS = (
    Format(
        "geonames",
        "dump of GeoNames, 19 columns",
        geonames.CITATION,
        geonames.SOURCES,
        lambda path, _: geonames.read(path),
    ),
    Format(
        "unlocode",
        "UN/LOCODE code list, CSV",
        unlocode.CITATION,
        unlocode.SOURCES,
        lambda path, asked: unlocode.read(path, _encodings(asked, ("utf-8", "latin-1"))),
    ),
    Format(
        "wpi",
        "World Port Index, CSV",
        portindex.CITATION,
        portindex.SOURCES,
        lambda path, asked: portindex.read(path, _encodings(asked)),
    ),
    Format(
        "ourairports",
        "airports of OurAirports, CSV",
        ourairports.CITATION,
        ourairports.SOURCES,
        lambda path, asked: ourairports.read(path, _encodings(asked)),
    ),
    Format(
        "lpf",
        "Linked Places Format, GeoJSON",
        "",
        linkedplaces.SOURCES,
        lambda path, asked: linkedplaces.read(path, asked.layer, asked.citation),
        own_ids=True,
    ),
    Format(
        "csv",
        "CSV with named columns",
        "",
        plain.SOURCES,
        lambda path, asked: plain.read(path, asked.layer, asked.columns, _encodings(asked)),
        preferred=True,
        own_ids=True,
    ),
)
_HEADERS = {
    "unlocode": ("Change", "Country", "Location", "Name"),
    "wpi": portindex.COLUMNS,
    "ourairports": ourairports.COLUMNS,
}
_GEONAMES_COLUMNS, _UNLOCODE_COLUMNS, _ALTERNATES_COLUMNS = 19, 12, 10
_LOOKED_AT = 50
