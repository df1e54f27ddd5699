"""Reads the project's own cited rows: places, short names, demonyms."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gazetteer.errors import SupplyroutesError
from gazetteer.layers import Row

__all__ = ["HEADER", "Line", "curated_rows", "further_names", "table_rows"]

HEADER = [
    "id",
    "name",
    "kind",
    "country",
    "lon_deg",
    "lat_deg",
    "west_deg",
    "south_deg",
    "east_deg",
    "north_deg",
    "precision",
    "names",
    "citation",
    "same_as",
]
_KINDS = frozenset(
    [
        "region",
        "sea",
        "strait",
        "canal",
        "river",
        "lake",
        "city",
        "port",
        "airport",
        "base",
        "zone",
        "station",
        "crossing",
        "facility",
        "island",
        "passage",
    ]
)
_PRECISIONS = frozenset(["exact", "site", "locality", "region", "country", "water", "undisclosed"])


def curated_rows(folder: Path) -> tuple[list[Row], dict[str, tuple[str, ...]]]:
    """Read every table of places in a folder.

    Parameters
    ----------
    folder
        Its `*.csv` files whose header is `HEADER` are read, in order of name.

    Returns
    -------
    tuple
        The rows, and the refs that each is the same as, by ref.

    Raises
    ------
    SupplyroutesError
        Naming file, line, value and remedy of the first bad row.
    """
    rows: list[Row] = []
    same: dict[str, tuple[str, ...]] = {}
    where: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        for line, item in _table(path, HEADER):
            row = _curated(item, path, line)
            if row.ref in where:
                raise _bad(path, line, "id", item["id"], f"it is taken in {where[row.ref]}")
            where[row.ref] = f"{path.name}:{line}"
            rows.append(row)
            same[row.ref] = _parts(item["same_as"])
    return rows, same


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, and where it stands."""

    path: Path
    number: int
    values: dict[str, str]

    def bad(self, key: str, remedy: str) -> SupplyroutesError:
        """Make the error that says which value cannot be used."""
        return _bad(self.path, self.number, key, self.values[key], remedy)


def table_rows(path: Path, header: list[str]) -> Iterator[Line]:
    """Read a table that has exactly this header.

    Raises
    ------
    SupplyroutesError
        When the table has another header or a row another number of values.
    """
    for number, values in _table(path, header, strict=True):
        yield Line(path, number, values)


def further_names(path: Path, column: str) -> Iterator[tuple[int, str, str]]:
    """Read names of rows that other layers hold, from a table `ref,<column>,citation`.

    Yields
    ------
    tuple
        Line, ref and name.

    Raises
    ------
    SupplyroutesError
        When the table has another header or a row lacks a value.
    """
    header = ["ref", column, "citation"]
    for line, item in _table(path, header, strict=True):
        for key in header:
            if not item[key]:
                raise _bad(path, line, key, "", "give a value")
        yield line, item["ref"], item[column]


def _table(
    path: Path, header: list[str], *, strict: bool = False
) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SupplyroutesError("is not UTF-8", file=path, remedy="save it as UTF-8") from error
    reader = csv.reader(text.splitlines())
    if next(reader, []) != header:
        if strict:
            raise SupplyroutesError(
                "has another header", file=path, line=1, remedy=f"write {','.join(header)}"
            )
        return
    for values in reader:
        if not values:
            continue
        if len(values) != len(header):
            raise SupplyroutesError(
                f"row {values[0]!r} has {len(values)} values, {len(header)} are wanted",
                file=path,
                line=reader.line_num,
                remedy="put a value with a comma in double quotes",
            )
        yield reader.line_num, dict(zip(header, (value.strip() for value in values), strict=True))


def _curated(item: dict[str, str], path: Path, line: int) -> Row:
    for key in ("id", "name", "citation"):
        if not item[key]:
            raise _bad(path, line, key, "", "give a value")
    if item["kind"] not in _KINDS:
        raise _bad(path, line, "kind", item["kind"], f"use one of {', '.join(sorted(_KINDS))}")
    if item["precision"] not in _PRECISIONS:
        known = ", ".join(sorted(_PRECISIONS))
        raise _bad(path, line, "precision", item["precision"], f"use one of {known}")
    country = item["country"]
    if country and not (len(country) == 2 and country.isupper()):
        raise _bad(path, line, "country", country, "give a two-letter ISO 3166-1 code, or nothing")
    return Row(
        ref=f"curated:{item['id']}",
        name=item["name"],
        kind=item["kind"],
        precision=item["precision"],
        lon_deg=_degrees(item, "lon_deg", 180, path, line),
        lat_deg=_degrees(item, "lat_deg", 90, path, line),
        country=country or None,
        names=list(_parts(item["names"])),
        box=_box(item, path, line),
        citation=item["citation"],
        weight=1.0,
    )


def _box(item: dict[str, str], path: Path, line: int) -> tuple[float, float, float, float] | None:
    sides = ("west_deg", "south_deg", "east_deg", "north_deg")
    given = [side for side in sides if item[side]]
    if not given:
        return None
    if len(given) < len(sides):
        missing = next(side for side in sides if side not in given)
        raise _bad(path, line, missing, "", "give all four limits of the box, or none")
    limits = {"west_deg": 180, "south_deg": 90, "east_deg": 180, "north_deg": 90}
    west, south, east, north = (_degrees(item, side, limits[side], path, line) for side in sides)
    if south > north:
        raise _bad(path, line, "south_deg", item["south_deg"], "it lies north of north_deg")
    return (west, south, east, north)


def _degrees(item: dict[str, str], key: str, limit: int, path: Path, line: int) -> float:
    try:
        value = float(item[key])
    except ValueError:
        raise _bad(path, line, key, item[key], "give decimal degrees") from None
    if not -limit <= value <= limit:
        raise _bad(path, line, key, item[key], f"keep within -{limit} and {limit}")
    return value


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split("|") if part.strip())


def _bad(path: Path, line: int, key: str, value: str, remedy: str) -> SupplyroutesError:
    return SupplyroutesError(f"{key} {value!r} cannot be used", file=path, line=line, remedy=remedy)
