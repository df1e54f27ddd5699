"""Makes the place store out of the pinned data packages and the curated rows.

Runs while the package is built (`hatch_build.py`) and by `python -m gazetteer.build`. The
result is one read-only SQLite file; the same inputs give the same rows in the same order.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gazetteer import names
from gazetteer.curation import curated_rows, further_names, further_positions
from gazetteer.errors import SupplyroutesError
from gazetteer.layers import Row, airports, cities, ports, positions, subdivisions, territories
from gazetteer.outlines import Shape, country_rows, lake_rows, shapes
from gazetteer.pins import FORMAT, HOME, Pins, fingerprint, load_pins

__all__ = ["build_store", "gather", "main"]

FORMS = ("name", "alternate", "bare", "code", "demonym", "abbreviation")
KINDS = (
    "country region sea strait canal river lake city port airport base zone station crossing "
    "facility island passage"
).split()
PRECISIONS = "exact site locality region country water undisclosed".split()
SOURCES = "geonames wpi unlocode icao iata lid iso ne curated".split()

_SAME_PORT_KM = 8.0
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE citation (id INTEGER PRIMARY KEY, words TEXT);
CREATE TABLE place (id INTEGER PRIMARY KEY, source INT, code, name TEXT, kind INT,
    precision INT, country TEXT, lon INT, lat INT, population INT, citation INT,
    region INT, district INT, capital INT);
CREATE TABLE box (place INTEGER PRIMARY KEY, west INT, south INT, east INT, north INT);
CREATE TABLE label (place INTEGER PRIMARY KEY, lon INT, lat INT);
CREATE TABLE ref (source INT, code, place INT, PRIMARY KEY (source, code)) WITHOUT ROWID;
CREATE TABLE further (place INT, source INT, code, PRIMARY KEY (place, source, code)) WITHOUT ROWID;
CREATE TABLE name (key TEXT, place INT, form INT, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE cell (cell INT, place INT, PRIMARY KEY (cell, place)) WITHOUT ROWID;
CREATE TABLE shape (id INTEGER PRIMARY KEY, place INT, disputed INT, geometry BLOB);
CREATE TABLE extent (layer TEXT, scale INT, id INT, west REAL, south REAL, east REAL, north REAL,
    PRIMARY KEY (layer, scale, id)) WITHOUT ROWID;
"""


def build_store(target: Path, *, pins: Pins | None = None, home: Path = HOME) -> dict[str, int]:
    """Make the store, whole or not at all.

    Parameters
    ----------
    target
        The file to make; written beside it first, then renamed.
    pins
        What the data packages must be; by default the recorded pins.
    home
        The folder of the package, with `curated/` in it.

    Returns
    -------
    dict
        Counts of places, names and shapes.

    Raises
    ------
    SupplyroutesError
        When a data package is missing or changed, a layer is short or a curated row is bad.
    """
    pins = load_pins() if pins is None else pins
    rows = gather(pins, home / "curated")
    outlines = shapes(pins)
    _name_waters(outlines, rows)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        counts = _write(temporary, rows, outlines, fingerprint(home))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return counts


def gather(pins: Pins, curated: Path) -> list[Row]:
    """Read, join and rank all rows, the most prominent first."""
    ours, same = curated_rows(curated)
    regions, within = subdivisions(pins)
    towns = cities(pins, within)
    listed = territories(pins)
    _mark_capitals(towns, listed)
    countries = _with_territories(country_rows(pins, listed, positions(pins)), listed, towns)
    seaports = _joined_ports(ports(pins))
    rows = [*countries, *regions, *towns, *seaports, *airports(pins), *lake_rows(pins)]
    rows = _with_curated(rows, ours, same)
    _give_details(rows, curated)
    rows.sort(key=lambda row: (-_prominence(row), row.ref))
    return rows


def main() -> int:
    """Make the embedded store for a working copy; one line tells what was made."""
    target = HOME / "data" / "places.sqlite"
    try:
        counts = build_store(target)
    except SupplyroutesError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    told = ", ".join(f"{count} {what}" for what, count in counts.items())
    sys.stdout.write(f"{target}: {told}, {target.stat().st_size / 1e6:.1f} MB\n")
    return 0


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


def _give_details(rows: list[Row], curated: Path) -> None:
    """Give countries and regions their short names, demonyms and customary positions."""
    by_ref = {ref: row for row in rows for ref in (row.ref, *row.refs)}
    for column, file in (("name", "short_names.csv"), ("demonym", "demonyms.csv")):
        path = curated / file
        for line, ref, name in further_names(path, column):
            row = _known(by_ref, ref, path, line)
            if column == "demonym":
                row.demonyms.append(name)
            elif row.kind == "region" and name.endswith("."):
                row.abbreviations.append(name)
            else:
                row.names.append(name)
    path = curated / "positions.csv"
    for line, ref, lon_deg, lat_deg in further_positions(path):
        row = _known(by_ref, ref, path, line)
        row.lon_deg, row.lat_deg = lon_deg, lat_deg


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
                if other.kind == row.kind and distance_km(other, row) <= _SAME_PORT_KM
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


def _with_curated(
    rows: list[Row], ours: list[Row], same: dict[str, tuple[str, ...]]
) -> list[Row]:
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
                _absorb(row, twin)
                gone.add(id(twin))
    return [*(row for row in rows if id(row) not in gone), *ours]


def _overlap(row: Row, other: Row) -> bool:
    if row.box is None or other.box is None:
        return distance_km(row, other) < 100  # noqa: PLR2004 - one lake, two label points
    return not (
        row.box[2] < other.box[0]
        or row.box[0] > other.box[2]
        or row.box[3] < other.box[1]
        or row.box[1] > other.box[3]
    )


def _name_waters(outlines: list[Shape], rows: list[Row]) -> None:
    """Give an unnamed inland water to the sea or lake of ours whose position lies in it."""
    import shapely

    ours = [row for row in rows if row.precision == "water" and row.kind in {"sea", "lake"}]
    positions = shapely.points([(row.lon_deg, row.lat_deg) for row in ours])
    tree = shapely.STRtree(positions)
    for shape in outlines:
        if shape.layer == "lakes" and shape.ref is None:
            within = tree.query(shape.geometry, predicate="contains")
            if len(within) == 1:
                shape.ref = ours[within[0]].ref


def _absorb(row: Row, twin: Row) -> None:
    row.names.extend([twin.name, *twin.names])
    row.codes.extend(twin.codes)
    row.refs.extend(ref for ref in (twin.ref, *twin.refs) if ref not in row.refs)
    row.population = max(row.population, twin.population)
    row.weight = max(row.weight, twin.weight)
    row.box = row.box or twin.box
    row.within = row.within or twin.within


def distance_km(one: Row, other: Row) -> float:
    """Great-circle distance between two rows on a sphere of 6,371 km."""
    south, north = math.radians(one.lat_deg), math.radians(other.lat_deg)
    turn = math.radians(other.lon_deg - one.lon_deg)
    half = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin(turn / 2) ** 2
    )
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


def _prominence(row: Row) -> float:
    """How likely the row is meant, all else unknown; only the order counts."""
    people = math.log10(row.population + 1)
    match row.kind:
        case "country":
            return 100 + people
        case _ if row.ref.startswith("curated:"):
            return max(people, 5.0)
        case "region":
            return people + (0.3 if row.weight else -1.0)
        case "sea" | "lake":
            return 2.5 + math.log10(1 + 100 * row.weight)
        case "port":
            return 3.0 + row.weight
        case "airport":
            return 2.0 + row.weight
        case _:
            return people
    return people


def _write(path: Path, rows: list[Row], outlines: list[Shape], mark: str) -> dict[str, int]:
    ids = {ref: number for number, row in enumerate(rows, 1) for ref in (row.ref, *row.refs)}
    cited = {words: number for number, words in enumerate(sorted({r.citation for r in rows}), 1)}
    store = sqlite3.connect(path, isolation_level=None)
    try:
        store.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=0;")
        store.executescript(_SCHEMA)
        store.execute("BEGIN")
        store.executemany("INSERT INTO citation VALUES (?,?)", [(n, w) for w, n in cited.items()])
        _fill(store, "place", 14, _places(rows, ids, cited))
        _fill(store, "box", 5, ((n, *map(_fixed, r.box)) for n, r in enumerate(rows, 1) if r.box))
        _fill(
            store,
            "label",
            3,
            ((n, *map(_fixed, r.label)) for n, r in enumerate(rows, 1) if r.label),
        )
        _fill(store, "ref", 3, sorted(_refs(rows), key=str))
        _fill(store, "further", 3, _further(rows))
        _fill(store, "name", 3, _names(rows))
        _fill(store, "cell", 2, sorted((cell_of(r.lon_deg, r.lat_deg), n) for n, r in enumerate(rows, 1)))
        _write_shapes(store, outlines, ids)
        counts = {
            table: int(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
            for table in ("place", "name", "shape")
        }
        _fill(store, "meta", 2, sorted(_meta(mark, counts).items()))
        store.execute("COMMIT")
    finally:
        store.close()
    return {"places": counts["place"], "names": counts["name"], "shapes": counts["shape"]}


def _fill(store: sqlite3.Connection, table: str, width: int, values: Iterable[Any]) -> None:
    marks = ",".join("?" * width)
    store.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608


def _meta(mark: str, counts: dict[str, int]) -> dict[str, str]:
    return {
        "application": "supplyroutes places",
        "counts": json.dumps(counts),
        "fingerprint": mark,
        "format": str(FORMAT),
        "kinds": json.dumps(KINDS),
        "precisions": json.dumps(PRECISIONS),
        "sources": json.dumps(SOURCES),
    }


def _places(
    rows: list[Row], ids: dict[str, int], cited: dict[str, int]
) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(rows, 1):
        within = [ids.get(ref) for ref in row.within[:2]]
        within += [None] * (2 - len(within))
        yield (
            number,
            *split_ref(row.ref),
            row.name,
            KINDS.index(row.kind),
            PRECISIONS.index(row.precision),
            row.country,
            _fixed(row.lon_deg),
            _fixed(row.lat_deg),
            row.population,
            cited[row.citation],
            *within,
            int(row.capital),
        )


def _refs(rows: list[Row]) -> Iterator[tuple[int, int | str, int]]:
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        for ref in (row.ref, *row.refs):
            if ref not in seen:
                seen.add(ref)
                yield (*split_ref(ref), number)


def _further(rows: list[Row]) -> Iterator[tuple[int, int, int | str]]:
    for number, row in enumerate(rows, 1):
        for source, code in sorted({split_ref(ref) for ref in row.refs}, key=str):
            yield (number, source, code)


def _names(rows: list[Row]) -> list[tuple[str, int, int]]:
    """Give every key of every row once, under its strongest form, in the order of the index."""
    found: list[tuple[str, int, int]] = []
    for number, row in enumerate(rows, 1):
        strongest: dict[str, int] = {}
        for name, form in _written(row):
            key = names.fold(name)
            if key and form < strongest.get(key, len(FORMS)):
                strongest[key] = form
        found.extend((key, number, form) for key, form in strongest.items())
    found.sort()
    return found


def _written(row: Row) -> Iterator[tuple[str, int]]:
    yield row.name, 0
    for name in dict.fromkeys(row.names):
        if name != row.name:
            yield name, 1
    for name in row.short:
        yield name, 2
    if row.kind not in {"city", "country", "airport"}:
        for name in (row.name, *row.names):
            bare = names.core(name)
            if bare is not None:
                yield bare.key, 2
    for code in row.codes:
        yield code, 3
    for name in row.demonyms:
        yield name, 4
    for name in row.abbreviations:
        yield name, 5


def _write_shapes(store: sqlite3.Connection, outlines: list[Shape], ids: dict[str, int]) -> None:
    for number, shape in enumerate(outlines, 1):
        place = ids.get(shape.ref) if shape.ref else None
        values = (number, place, int(shape.disputed), zlib.compress(shape.geometry.wkb, 6))
        store.execute("INSERT INTO shape VALUES (?,?,?,?)", values)
        store.execute(
            "INSERT INTO extent VALUES (?,?,?,?,?,?,?)",
            (shape.layer, shape.scale, number, *shape.geometry.bounds),
        )
    store.execute("CREATE INDEX shape_place ON shape (place) WHERE place IS NOT NULL")


def split_ref(ref: str) -> tuple[int, int | str]:
    """Part a ref into the number of its source and its code, a number where it can be one."""
    source, code = ref.split(":", 1)
    plain = code.isascii() and code.isdigit() and (code == "0" or code[0] != "0")
    return SOURCES.index(source), int(code) if plain else code


def cell_of(lon_deg: float, lat_deg: float) -> int:
    """Number of the one-degree cell that holds a position, row by row from the south pole."""
    return int(min(179, lat_deg + 90)) * 360 + int(min(359, lon_deg + 180))


def _fixed(degrees: float) -> int:
    return round(degrees * 100_000)


if __name__ == "__main__":
    raise SystemExit(main())
