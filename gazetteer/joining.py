"""Brings the rows of all layers together: one place, one row, the most prominent first."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import shapely

from gazetteer import names
from gazetteer.curation import curated_rows, further_names
from gazetteer.errors import SupplyroutesError
from gazetteer.layers import (
    Division,
    Row,
    airports,
    cities,
    divisions,
    ports,
    subdivisions,
    territories,
    territory_names,
    voices_of,
)
from gazetteer.outlines import Shape, country_rows, lake_rows
from gazetteer.pins import Pins
from gazetteer.sphere import distance_km

__all__ = ["gather", "name_waters"]

_SAME_PORT_KM = 8.0
_SAME_SITE_KM = 8.0
_SAME_LAKE_KM = 100.0


def gather(pins: Pins, curated: Path) -> list[Row]:
    """Read, join and rank all rows, the most prominent first."""
    ours, same = curated_rows(curated)
    regions, within = subdivisions(pins)
    towns = cities(pins, within)
    listed = territories(pins)
    _mark_capitals(towns, listed)
    countries = _with_territories(country_rows(pins, listed), listed, towns)
    _set_positions([*countries, *regions], divisions(pins))
    seaports = _joined_ports(ports(pins))
    rows = [*countries, *regions, *towns, *seaports, *airports(pins), *lake_rows(pins)]
    rows = _with_curated(rows, ours, same)
    _name_in_all_scripts(rows, territory_names(pins))
    _give_details(rows, curated)
    rows.sort(key=lambda row: (-row.prominence, row.ref))
    return rows


def name_waters(outlines: list[Shape], rows: list[Row]) -> None:
    """Give an unnamed inland water to the sea or lake of ours whose position lies in it."""
    ours = [row for row in rows if row.precision == "water" and row.kind in {"sea", "lake"}]
    positions = shapely.points([(row.lon_deg, row.lat_deg) for row in ours])
    tree = shapely.STRtree(positions)
    for shape in outlines:
        if shape.layer == "lakes" and shape.ref is None:
            within = tree.query(shape.geometry, predicate="contains")
            if len(within) == 1:
                shape.ref = ours[within[0]].ref


def _mark_capitals(towns: list[Row], listed: list[dict[str, Any]]) -> None:
    wanted = {item["iso"]: names.fold(item["capital"]) for item in listed if item["capital"]}
    best: dict[str, tuple[bool, int, Row]] = {}
    for town in towns:
        iso = str(town.country)
        own = names.fold(town.name) == wanted.get(iso)
        if own or (iso in wanted and wanted[iso] in map(names.fold, town.names)):
            rank = (own, town.population)
            if iso not in best or rank > best[iso][:2]:
                best[iso] = (*rank, town)
    for _, _, town in best.values():
        town.capital = True


def _with_territories(
    countries: list[Row], listed: list[dict[str, Any]], towns: list[Row]
) -> list[Row]:
    """Add territories that Natural Earth counts to another country, placed by their towns."""
    known = {row.country for row in countries}
    lacking = {item["iso"]: item for item in listed if item["iso"] not in known}
    held: dict[str, list[Row]] = defaultdict(list)
    for town in towns:
        if town.country in lacking:
            held[str(town.country)].append(town)
    added = []
    for iso, found in sorted(held.items()):
        item = lacking[iso]
        capital = max(found, key=lambda town: (town.name == item["capital"], town.population))
        added.append(
            Row(
                ref=f"iso:{iso}",
                name=item["name"],
                kind="country",
                precision="country",
                lon_deg=capital.lon_deg,
                lat_deg=capital.lat_deg,
                country=iso,
                population=int(item["population"] or 0),
                codes=[iso, item["iso3"]],
                refs=[f"geonames:{item['geonameid']}"],
            )
        )
    return [*countries, *added]


def _set_positions(areas: list[Row], known: dict[str, Division]) -> None:
    """Put countries and divisions where GeoNames puts them."""
    for row in areas:
        found = next((known[ref] for ref in (row.ref, *row.refs) if ref in known), None)
        if found is not None:
            row.lon_deg, row.lat_deg = found.lon_deg, found.lat_deg
            row.population = found.population or row.population


def _name_in_all_scripts(rows: list[Row], known: dict[str, list[str]]) -> None:
    for row in rows:
        if row.kind == "country" and row.country:
            row.names.extend(known.get(row.country, ()))


def _give_details(rows: list[Row], curated: Path) -> None:
    """Give rows the names that the other tables have for them: short ones, demonyms, errors."""
    by_ref = {ref: row for row in rows for ref in (row.ref, *row.refs)}
    for file in ("short_names.csv", "other_names.csv", "demonyms.csv", "mistranslations.csv"):
        path = curated / file
        column = "demonym" if file == "demonyms.csv" else "name"
        for line, ref, name in further_names(path, column):
            row = _known(by_ref, ref, path, line)
            if column == "demonym":
                row.demonyms.append(name)
            elif file == "mistranslations.csv":
                row.mistaken.append(name)
            elif row.kind == "region" and name.endswith("."):
                row.abbreviations.append(name)
            else:
                row.names.append(name)


def _known(by_ref: dict[str, Row], ref: str, path: Path, line: int) -> Row:
    row = by_ref.get(ref)
    if row is None:
        raise SupplyroutesError(
            f"ref {ref!r} is no row of the store",
            file=path,
            line=line,
            remedy="use iso:, an ISO 3166-1 or 3166-2 code, or the ref of another row",
        )
    return row


def _joined_ports(found: list[Row]) -> list[Row]:
    """Join rows of one port: the same core name in one country within a few kilometres."""
    found.sort(key=lambda row: (not row.ref.startswith("geonames:"), -row.weight, row.ref))
    standing: dict[tuple[str | None, str], list[Row]] = defaultdict(list)
    kept: list[Row] = []
    for row in found:
        keys = _core_keys(row)
        twin = next(
            (
                other
                for key in keys
                for other in standing[row.country, key]
                if other.kind == row.kind and _apart_km(other, row) <= _SAME_PORT_KM
            ),
            None,
        )
        if twin is None:
            kept.append(row)
            twin = row
        else:
            _absorb(twin, row)
        for key in keys:
            standing[row.country, key].append(twin)
    return kept


def _core_keys(row: Row) -> list[str]:
    every = [key for name in (row.name, *row.names) for key in names.keys(name)[-1:]]
    return list(dict.fromkeys(every))


def _with_curated(rows: list[Row], ours: list[Row], same: dict[str, tuple[str, ...]]) -> list[Row]:
    """Let each curated row take the place of the rows that it is the same as."""
    by_ref = {ref: row for row in rows for ref in (row.ref, *row.refs)}
    waters: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.precision == "water":
            waters[names.fold(row.name)].append(row)
    gone: set[int] = set()
    for row in ours:
        twins = [by_ref[ref] for ref in same[row.ref] if ref in by_ref]
        if row.precision == "water":
            twins += [other for other in waters[names.fold(row.name)] if _overlap(row, other)]
        row.refs.extend(ref for ref in same[row.ref] if ref not in by_ref)
        for twin in twins:
            if id(twin) not in gone and twin.kind != "country":
                _hold_against(row, twin)
                _absorb(row, twin)
                gone.add(id(twin))
    return [*(row for row in rows if id(row) not in gone), *ours]


def _hold_against(row: Row, twin: Row) -> None:
    """Stop at a row of ours that does not lie where its second source puts it."""
    sited = row.precision in {"site", "exact"} and twin.precision in {"site", "locality"}
    if sited and _apart_km(row, twin) > _SAME_SITE_KM:
        raise SupplyroutesError(
            f"{row.ref} lies {_apart_km(row, twin):.0f} km from {twin.ref}, which it is said to be",
            remedy="mend the position or same_as in gazetteer/curated",
        )


def _overlap(row: Row, other: Row) -> bool:
    if row.box is None or other.box is None:
        return _apart_km(row, other) < _SAME_LAKE_KM
    return not (
        row.box[2] < other.box[0]
        or row.box[0] > other.box[2]
        or row.box[3] < other.box[1]
        or row.box[1] > other.box[3]
    )


def _absorb(row: Row, twin: Row) -> None:
    row.names.extend([twin.name, *twin.names])
    row.short.extend(twin.short)
    row.codes.extend(twin.codes)
    row.assigned.extend([*voices_of(twin), *twin.assigned])
    row.refs.extend(ref for ref in (twin.ref, *twin.refs) if ref not in row.refs)
    row.population = max(row.population, twin.population)
    row.weight = max(row.weight, twin.weight)
    row.box = row.box or twin.box
    row.within = row.within or twin.within


def _apart_km(one: Row, other: Row) -> float:
    return distance_km((one.lon_deg, one.lat_deg), (other.lon_deg, other.lat_deg))
