"""The world's canals, navigable rivers and straits, as this package knows them.

The rows stand in ``passages.csv``, each with its source. A `gate` is a segment from shore to
shore: a line that crosses it uses the passage. A `line` with its `corridor_km` says where a
canal or river runs, since the coastline at 1:10 million does not show it.
"""

from __future__ import annotations

import csv
import functools
import math
import threading
from collections.abc import Iterable, Sequence
from datetime import date
from importlib import resources
from typing import Any

from gazetteer.errors import SupplyroutesError
from gazetteer.place import Record
from routes.paths.line import Coordinates, Position, split_at_antimeridian

__all__ = ["Passage", "gates", "on_inland_water", "passages", "passages_used", "shut"]

_KM_PER_DEG = 111.2
# GEOS completes a prepared area at its first use, while shapely lets other threads run.
_LOCK = threading.Lock()
_SPELLINGS = {
    "babelmandeb": "babalmandab",
    "babalmandeb": "babalmandab",
    "hormuz": "ormuz",
    "bosphorus": "bosporus",
    "turkishstraits": "bosporus",
    "southafrica": "good-hope",
    "chili": "magellan",
}


class Passage(Record):
    """One canal, river, strait or cape.

    `shut_between` holds the periods in which it was closed to shipping (ISO dates); `added`
    says that its line is a lane of ours, which the engine does not have or draws too crudely.
    `toll_km` is what a voyage must save elsewhere before a ship takes it: locks, shallow water
    and narrow chambers keep most ships out of some canals.
    """

    id: str
    name: str
    kind: str
    ordinary: bool
    opened: str = ""
    shut_between: tuple[tuple[str, str], ...] = ()
    added: bool = False
    toll_km: float = 0.0
    gate: Coordinates = ()
    line: Coordinates = ()
    corridor_km: float = 0.0
    source: str

    def is_open(self, on: str) -> bool:
        """Whether ships could pass on an ISO date."""
        return on >= self.opened and not any(a <= on < b for a, b in self.shut_between)


@functools.cache
def passages() -> tuple[Passage, ...]:
    """Read all passages; once a process."""
    text = resources.files("routes.paths").joinpath("passages.csv").read_text(encoding="utf-8")
    return tuple(_passage(row) for row in csv.DictReader(text.splitlines()))


def shut(avoid: Iterable[str], as_of: date | str | None) -> frozenset[str]:
    """Return the ids of the passages that a line must not use.

    Parameters
    ----------
    avoid
        Names or ids, in any case: "Suez Canal", "suez", "Bab-el-Mandeb".
    as_of
        The day of the voyage, ISO or a date; None is today's world. A year alone means its
        first day.

    Raises
    ------
    SupplyroutesError
        If a name is none of a passage, or the date is not ISO.
    """
    known = {_folded(key): row.id for row in passages() for key in (row.id, row.name) if row.gate}
    chosen = {row.id for row in passages() if not row.ordinary}
    for name in avoid:
        folded = _folded(name)
        found = known.get(folded) or known.get(_folded(_SPELLINGS.get(folded, "")))
        if found is None:
            listed = ", ".join(sorted(row.id for row in passages() if row.gate))
            raise SupplyroutesError(f"no passage is named {name!r}", remedy=f"known: {listed}")
        chosen.add(found)
    if as_of is not None:
        day = _day(as_of)
        chosen |= {row.id for row in passages() if row.gate and not row.is_open(day)}
    return frozenset(chosen)


def passages_used(coordinates: Coordinates) -> tuple[str, ...]:
    """Name the passages whose gates a line of (lon_deg, lat_deg) crosses, in order."""
    import shapely

    parts = [shapely.LineString(part) for part in split_at_antimeridian(coordinates)]
    met: list[tuple[int, float, str]] = []
    for number, part in enumerate(parts):
        for row, gate in _gates():
            if part.intersects(gate):
                crossing = part.intersection(gate).representative_point()
                met.append((number, part.project(crossing), row.name))
    return tuple(dict.fromkeys(name for _, _, name in sorted(met)))


def gates(ids: Iterable[str]) -> list[Any]:
    """Return the gates of the passages with these ids, as shapely lines."""
    wanted = set(ids)
    return [gate for row, gate in _gates() if row.id in wanted]


def on_inland_water(lons_deg: Any, lats_deg: Any) -> Any:
    """Tell which positions lie on a canal or river of ours, though drawn as land.

    Takes and returns scalars or arrays.
    """
    import shapely

    with _LOCK:
        return shapely.contains_xy(_corridors(), lons_deg, lats_deg)


@functools.cache
def _corridors() -> Any:
    """Return the area in which a line over drawn land runs on a canal or river; once a process."""
    import shapely
    from shapely import affinity

    areas = []
    for row in passages():
        if row.line:
            # Degrees of longitude shrink with latitude: widen in a stretched plane, then undo.
            stretch = 1 / math.cos(math.radians(row.line[0][1]))
            plane = affinity.scale(
                shapely.LineString(row.line), xfact=1 / stretch, yfact=1, origin=(0, 0)
            )
            wide = plane.buffer(row.corridor_km / _KM_PER_DEG)
            areas.append(affinity.scale(wide, xfact=stretch, yfact=1, origin=(0, 0)))
    area = shapely.union_all(areas)
    shapely.prepare(area)
    return area


@functools.cache
def _gates() -> tuple[tuple[Passage, Any], ...]:
    import shapely

    return tuple((row, shapely.LineString(row.gate)) for row in passages() if row.gate)


def _passage(row: dict[str, str]) -> Passage:
    return Passage(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        ordinary=row["use"] == "ordinary",
        opened=row["opened"],
        shut_between=tuple(_period(part) for part in row["closed"].split(";") if part),
        added=row["engine"] == "added",
        toll_km=float(row["toll_km"] or 0),
        gate=_positions(row["gate"]),
        line=_positions(row["line"]),
        corridor_km=float(row["corridor_km"] or 0),
        source=row["source"],
    )


def _period(text: str) -> tuple[str, str]:
    start, end = text.split("/")
    return start, end


def _positions(text: str) -> Coordinates:
    found: list[Position] = []
    for pair in filter(None, text.split(";")):
        lon, lat = pair.split()
        found.append((float(lon), float(lat)))
    return tuple(found)


def _folded(name: str) -> str:
    words: Sequence[str] = name.casefold().replace("-", " ").replace("_", " ").split()
    dropped = {"canal", "strait", "straits", "of", "the", "el"}
    return "".join(word for word in words if word not in dropped) or "".join(words)


def _day(as_of: date | str) -> str:
    if isinstance(as_of, date):
        return as_of.isoformat()[:10]
    padded = as_of + "-01" * max(0, 2 - as_of.count("-")) if as_of else as_of
    try:
        return date.fromisoformat(padded).isoformat()
    except ValueError:
        raise SupplyroutesError(
            f"{as_of!r} is no date", remedy="give YYYY, YYYY-MM or YYYY-MM-DD"
        ) from None
