"""Reads a user's lines (roads, railways, pipelines) from GeoJSON, GPX or GeoPackage."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gazetteer.errors import UnusableInput
from gazetteer.place import Record
from routes.paths.geodesy import checked
from routes.paths.line import Coordinates

__all__ = ["Network", "read_network"]

_MOST_BYTES = 200_000_000
# Lengths of the optional envelope in a GeoPackage geometry, by its code (OGC 12-128r18, 2.1.3).
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_WGS_84 = 4326


class Network(Record):
    """Lines in (lon_deg, lat_deg), with the name and the citation of their file."""

    name: str
    citation: str
    lines: tuple[Coordinates, ...]


def read_network(path: Path) -> Network:
    """Read all lines of a file.

    The citation is the file's own (`citation`, `attribution` or `source` of a GeoJSON
    collection, the author or name in a GPX's metadata, a GeoPackage's description), else the
    file's name.

    Raises
    ------
    UnusableInput
        If the file is missing, too large, of another form, broken or holds no line.
    """
    readers = {".geojson": _geojson, ".json": _geojson, ".gpx": _gpx, ".gpkg": _geopackage}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnusableInput(
            f"{path.suffix or 'a file without ending'} is no form of lines that is read",
            file=path,
            remedy="give GeoJSON (.geojson), GPX (.gpx) or GeoPackage (.gpkg)",
        )
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnusableInput("the file is larger than 200 MB", file=path, remedy="cut it")
        cited, lines = reader(path)
    except OSError as error:
        raise UnusableInput(f"the file cannot be read ({error.strerror})", file=path) from error
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        sqlite3.Error,
    ) as error:
        raise UnusableInput(f"the file is broken ({error})", file=path) from error
    kept = tuple(line for line in lines if len(set(line)) > 1)
    if not kept:
        raise UnusableInput("the file holds no line", file=path, remedy="give lines, not points")
    return Network(name=path.name, citation=cited or path.name, lines=kept)


def _geojson(path: Path) -> tuple[str, list[Coordinates]]:
    data = json.loads(path.read_bytes())
    if not isinstance(data, dict):
        raise ValueError("it is no GeoJSON object")  # noqa: TRY004 - told as one kind of fault
    cited = next(
        (str(data[key]) for key in ("citation", "attribution", "source") if data.get(key)), ""
    )
    features = data.get("features", [data])
    geometries = [one.get("geometry", one) for one in features]
    return cited, [line for one in geometries if one for line in _lines_of(one)]


def _lines_of(geometry: dict[str, Any]) -> Iterator[Coordinates]:
    match geometry.get("type"):
        case "LineString":
            yield _line(geometry["coordinates"])
        case "MultiLineString":
            yield from map(_line, geometry["coordinates"])
        case "GeometryCollection":
            for one in geometry["geometries"]:
                yield from _lines_of(one)


def _gpx(path: Path) -> tuple[str, list[Coordinates]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    told = root.findtext("{*}metadata/{*}author/{*}name") or root.findtext("{*}metadata/{*}name")
    parts = [*root.iterfind(".//{*}trkseg"), *root.iterfind(".//{*}rte")]
    lines = [
        _line([(one.get("lon"), one.get("lat")) for one in part if _is_point(one.tag)])
        for part in parts
    ]
    return told or "", lines


def _is_point(tag: object) -> bool:
    return isinstance(tag, str) and tag.rpartition("}")[2] in {"trkpt", "rtept"}


def _geopackage(path: Path) -> tuple[str, list[Coordinates]]:
    base = sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=ro", uri=True)
    try:
        tables = base.execute(
            "SELECT g.table_name, g.column_name, g.srs_id, c.description "
            "FROM gpkg_geometry_columns g LEFT JOIN gpkg_contents c USING (table_name)"
        ).fetchall()
        lines = [line for table in tables for line in _table_lines(base, *table[:3])]
    finally:
        base.close()
    return next((str(table[3]) for table in tables if table[3]), ""), lines


def _table_lines(
    base: sqlite3.Connection, table: str, column: str, srs: int
) -> Iterator[Coordinates]:
    if srs != _WGS_84:
        raise ValueError(f"layer {table} is in the system {srs}; give longitudes and latitudes")
    named = ('"' + name.replace('"', '""') + '"' for name in (column, table))
    question = "SELECT {} FROM {}".format(*named)  # noqa: S608 - names cannot be parameters
    for (blob,) in base.execute(question):
        yield from _decoded(blob) if blob else ()


def _decoded(blob: bytes) -> Iterator[Coordinates]:
    import shapely

    if blob[:2] != b"GP":
        raise ValueError("a geometry is none of GeoPackage")
    skipped = 8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7]
    try:
        parts = shapely.get_parts(shapely.from_wkb(blob[skipped:]))
    except shapely.errors.GEOSException as error:
        raise ValueError(str(error)) from error
    for part in parts:
        if part.geom_type == "LineString":
            yield _line(shapely.get_coordinates(part).tolist())


def _line(points: Any) -> Coordinates:
    return tuple(checked(point[:2]) for point in points)
