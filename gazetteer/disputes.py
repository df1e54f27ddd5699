"""Which country each source and each claimant gives a place, at build time; nothing is decided.

Four kinds of voices are kept side by side, where they differ: the data that list the place
(GeoNames, the World Port Index, airportsdata), the country in its UN/LOCODE, the polygon of
Natural Earth in which it lies, and the claims in `curated/disputes.csv`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gazetteer.curation import Line, table_rows
from gazetteer.errors import SupplyroutesError
from gazetteer.layers import Row, voices_of
from gazetteer.outlines import Shape

__all__ = ["Dispute", "assign_countries", "dispute_shapes", "read_disputes"]

HEADER = ["ref", "claims", "outline", "citation"]
NATURAL_EARTH = "Natural Earth"
# Natural Earth at 1:10 million puts places near a border on its wrong side; beyond this
# distance, or beside a border that it calls disputed, the difference is one of opinion.
_BORDER_DEG = 0.05
# A port or airport of no known region shares the claims to the nearest town, if it is this near.
_TOWN_DEG = 0.15
_LONE = frozenset({"port", "airport", "facility"})
_SITES = frozenset({"exact", "site", "locality"})


@dataclass(frozen=True, slots=True)
class Dispute:
    """An area that more than one claim; `claims` are (country, who claims it).

    `outline` is a coarse polygon, or None where the row's own polygon or regions say enough.
    """

    ref: str
    claims: tuple[tuple[str, str], ...]
    outline: Any = None


def read_disputes(path: Path) -> list[Dispute]:
    """Read `ref,claims,outline,citation`; a claim is `who:country`, an outline `lon lat|…`.

    Raises
    ------
    SupplyroutesError
        Naming file, line and value of a bad row.
    """
    found = []
    for line in table_rows(path, HEADER):
        claims = tuple(_claim(part, line) for part in line.values["claims"].split("|"))
        found.append(Dispute(line.values["ref"], claims, _outline(line)))
    return found


def dispute_shapes(disputes: Iterable[Dispute]) -> list[Shape]:
    """Give the outlines as shapes of the layer `areas`."""
    return [
        Shape("areas", 10, one.outline, ref=one.ref, disputed=True)
        for one in disputes
        if one.outline is not None
    ]


def assign_countries(
    rows: list[Row],
    outlines: Sequence[Shape],
    disputes: Sequence[Dispute],
    sovereigns: dict[str, str],
) -> None:
    """Set `assigned` of each row on whose country its sources or the claimants differ.

    Parameters
    ----------
    rows
        All rows of the store.
    outlines
        Natural Earth's countries and borders among them, at 1:10 million.
    disputes
        What is claimed by whom.
    sovereigns
        The state to which Natural Earth counts a country code or area.
    """
    said = [dict.fromkeys([*voices_of(row), *row.assigned]) for row in rows]
    for number, country in _by_natural_earth(rows, outlines, sovereigns):
        said[number][country, NATURAL_EARTH] = None
    for number, claims in _claimed(rows, outlines, disputes):
        said[number].update(dict.fromkeys(claims))
    for row, voices in zip(rows, said, strict=True):
        differ = len({country for country, _ in voices}) > 1
        row.assigned = list(voices) if differ else []


def _claim(part: str, line: Line) -> tuple[str, str]:
    who, _, country = part.partition(":")
    if not who.strip() or not country.strip():
        raise line.bad("claims", "write who:country, several parted by |")
    return country.strip(), who.strip()


def _outline(line: Line) -> Any:
    written = line.values["outline"]
    if not written:
        return None
    try:
        corners = [tuple(map(float, corner.split())) for corner in written.split("|")]
        outline = shapely.Polygon(corners)
    except (TypeError, ValueError):
        raise line.bad("outline", "write lon lat, corners parted by |") from None
    if not outline.is_valid or outline.is_empty:
        raise line.bad("outline", "its sides cross: put the corners in order")
    return outline


def _by_natural_earth(
    rows: list[Row], outlines: Sequence[Shape], sovereigns: dict[str, str]
) -> Iterator[tuple[int, str]]:
    """Give the rows that Natural Earth puts into another country than their own source."""
    sites = [number for number, row in enumerate(rows) if row.precision in _SITES and row.country]
    spots = _spots(rows, sites)
    tree = shapely.STRtree(spots)
    areas, named = _areas(rows, outlines)
    near = _beside_disputed(spots, outlines)
    for ref, area in areas.items():
        country = named[ref].country or named[ref].name
        for place in tree.query(area, predicate="contains"):
            row = rows[sites[place]]
            own = areas.get(f"iso:{row.country}")
            if row.country == country or own is None:
                continue
            if ref in sovereigns and sovereigns[ref] == sovereigns.get(f"iso:{row.country}"):
                continue
            if near[place] or shapely.distance(own, spots[place]) > _BORDER_DEG:
                yield sites[place], country


def _spots(rows: list[Row], numbers: Sequence[int]) -> Any:
    places = [(rows[number].lon_deg, rows[number].lat_deg) for number in numbers]
    return shapely.points(np.array(places, dtype=float).reshape(-1, 2))


def _areas(rows: list[Row], outlines: Sequence[Shape]) -> tuple[dict[str, Any], dict[str, Row]]:
    """Give Natural Earth's areas, and the row that stands for each, by the area's ref."""
    by_ref = {ref: row for row in rows for ref in (row.ref, *row.refs)}
    drawn = [shape for shape in outlines if shape.layer == "countries" and shape.scale == 10]
    areas: dict[str, Any] = {}
    for shape in drawn:
        if shape.ref is not None:
            known = areas.get(shape.ref)
            both = shape.geometry if known is None else shapely.union(known, shape.geometry)
            areas[shape.ref] = both
    for area in areas.values():
        shapely.prepare(area)
    return areas, {ref: by_ref[ref] for ref in areas}


def _beside_disputed(spots: Any, outlines: Sequence[Shape]) -> Any:
    borders = [
        shape.geometry
        for shape in outlines
        if shape.layer == "borders" and shape.scale == 10 and shape.disputed
    ]
    beside = np.zeros(len(spots), dtype=bool)
    if borders:
        found = shapely.STRtree(spots).query(borders, predicate="dwithin", distance=_BORDER_DEG)
        beside[found[1]] = True
    return beside


def _claimed(
    rows: list[Row], outlines: Sequence[Shape], disputes: Sequence[Dispute]
) -> Iterator[tuple[int, tuple[tuple[str, str], ...]]]:
    """Give each row that is, or lies in, a claimed area."""
    numbers = {ref: number for number, row in enumerate(rows) for ref in (row.ref, *row.refs)}
    held, homes = _members(rows)
    areas, _ = _areas(rows, outlines)
    sites = [number for number, row in enumerate(rows) if row.precision in _SITES]
    tree = shapely.STRtree(_spots(rows, sites))
    lone = _lone_sites(rows)
    for dispute in disputes:
        if dispute.ref not in numbers:
            raise SupplyroutesError(
                f"ref {dispute.ref!r} is no row of the store", remedy="mend curated/disputes.csv"
            )
        number = numbers[dispute.ref]
        row = rows[number]
        refs = {row.ref, *row.refs}
        inside = {number}
        inside.update(*(held[ref] for ref in refs))
        if row.kind == "country":
            inside.update(homes[str(row.country)])
        polygon = dispute.outline
        if polygon is None and row.kind != "country":
            polygon = next((areas[ref] for ref in refs if ref in areas), None)
        if polygon is not None:
            met = [sites[place] for place in tree.query(polygon, predicate="contains")]
            inside.update(one for one in met if _may_be_claimed(rows[one], dispute))
        for one in sorted(inside | _beside(inside, lone)):
            yield one, dispute.claims


def _lone_sites(rows: list[Row]) -> dict[int, list[int]]:
    """Number the ports and airports of no known region by the nearest town of their country."""
    towns = [number for number, row in enumerate(rows) if row.kind == "city"]
    sites = [n for n, row in enumerate(rows) if row.kind in _LONE and not row.within]
    if not towns or not sites:
        return {}
    tree, spots = shapely.STRtree(_spots(rows, towns)), _spots(rows, sites)
    found: dict[int, list[int]] = defaultdict(list)
    for place, town in tree.query_nearest(spots, max_distance=_TOWN_DEG, all_matches=False).T:
        if rows[sites[place]].country == rows[towns[town]].country:
            found[towns[town]].append(sites[place])
    return found


def _beside(inside: set[int], lone: dict[int, list[int]]) -> set[int]:
    return {site for town in inside for site in lone.get(town, ())}


def _may_be_claimed(row: Row, dispute: Dispute) -> bool:
    """Whether a row in a coarse outline lies in one of the states that claim the area."""
    return row.country is None or row.country in {country for country, _ in dispute.claims}


def _members(rows: list[Row]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Number the rows by the refs of the regions that hold them, and by country."""
    held: dict[str, list[int]] = defaultdict(list)
    homes: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for ref in row.within:
            held[ref].append(number)
        if row.country:
            homes[row.country].append(number)
    return held, homes
