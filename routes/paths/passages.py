"""The world's canals, navigable rivers and straits, as this package knows them.

The facts stand in ``passages.csv``, each with its source; the courses of canals and rivers,
which no coastline shows, in ``courses.csv``. A gate is a stroke
across a passage: a line that crosses it uses the passage.
"""

from __future__ import annotations

import csv
import functools
import math
import threading
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer.collector import collector_at_rest
from gazetteer.errors import SupplyroutesError
from routes.paths.line import Coordinates, Position, split_at_antimeridian

__all__ = [
    "Passage",
    "extra_km",
    "gate_strokes",
    "named",
    "on_inland_water",
    "passages",
    "passages_used",
    "shut",
]

Gate = tuple[Position, Position]

_KM_PER_DEG = 111.2
# A line over drawn land counts as water so near to the course of a canal or river.
_CORRIDOR_KM = 1.5
# Gates across a course: how far apart, and how far to either side.
_STATION_KM = 8.0
_GATE_KM = 0.9
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


class Passage(NamedTuple):
    """One canal, river, strait, sea or cape.

    `shut_between` holds the periods in which it was closed to shipping (ISO dates). An
    extraordinary one is used only when it is asked for. `toll_km` is what a voyage must save
    elsewhere before a ship takes it: locks, shallow water and narrow chambers keep most ships
    out of some canals. `limits` are the ships that fit, in words.
    """

    id: str
    name: str
    kind: str
    ordinary: bool
    source: str
    opened: str = ""
    shut_between: tuple[tuple[str, str], ...] = ()
    toll_km: float = 0.0
    gates: tuple[Gate, ...] = ()
    has_own_gate: bool = False
    course: Coordinates = ()
    limits: str = ""

    @property
    def toll_gate(self) -> int:
        """The number of the gate at which the toll is due: one, lest it be due at each."""
        return 0 if self.has_own_gate else len(self.gates) // 2

    def is_open(self, on: str) -> bool:
        """Whether ships could pass on an ISO date."""
        return on >= self.opened and not any(a <= on < b for a, b in self.shut_between)


@functools.cache
@collector_at_rest()
def passages() -> tuple[Passage, ...]:
    """Read all passages; once a process."""
    courses = {row["id"]: _positions(row["course"]) for row in _table("courses.csv")}
    stations = _own_stations(courses)
    return tuple(
        _passage(row, courses.get(row["id"], ()), stations.get(row["id"], []))
        for row in _table("passages.csv")
    )


def named(name: str) -> Passage:
    """Return the passage of a name or id, in any case: "Suez Canal", "suez", "Bab-el-Mandeb".

    Raises
    ------
    SupplyroutesError
        If it is none of a passage.
    """
    folded = _folded(name)
    known = {_folded(key): row for row in passages() for key in (row.id, row.name)}
    found = known.get(folded) or known.get(_folded(_SPELLINGS.get(folded, "")))
    if found is None:
        listed = ", ".join(sorted(row.id for row in passages()))
        raise SupplyroutesError(f"no passage is named {name!r}", remedy=f"known: {listed}")
    return found


def shut(
    avoid: Iterable[str] = (), as_of: date | str | None = None, *, prefer: Iterable[str] = ()
) -> frozenset[str]:
    """Return the ids of the passages that a line must not use.

    Parameters
    ----------
    avoid
        Names or ids of passages.
    as_of
        The day of the voyage, ISO or a date; None is today's world. A year alone means its
        first day.
    prefer
        Names or ids of passages that may be used even when they are no ordinary routes.

    Raises
    ------
    SupplyroutesError
        If a name is none of a passage, the date is not ISO, or one passage is both avoided
        and preferred.
    """
    wanted, unwanted = ({named(name).id for name in names} for names in (prefer, avoid))
    if both := wanted & unwanted:
        raise SupplyroutesError(f"{min(both)} is both avoided and preferred")
    chosen = {row.id for row in passages() if not row.ordinary} - wanted | unwanted
    if as_of is not None:
        day = _day(as_of)
        chosen |= {row.id for row in passages() if not row.is_open(day)}
    return frozenset(chosen)


def passages_used(coordinates: Coordinates) -> tuple[str, ...]:
    """Name the passages whose gates a line of (lon_deg, lat_deg) crosses, in order."""
    import numpy as np
    import shapely

    tree, owners = _gate_tree()
    met: list[tuple[int, float, int]] = []
    for number, part in enumerate(split_at_antimeridian(coordinates)):
        strokes = shapely.linestrings(np.stack([part[:-1], part[1:]], axis=1))
        with _LOCK:
            which, gate = tree.query(strokes, predicate="intersects")
        points = shapely.intersection(strokes[which], tree.geometries[gate])
        for at, point, owner in zip(which.tolist(), points, owners[gate].tolist(), strict=True):
            along = shapely.line_locate_point(strokes[at], shapely.point_on_surface(point))
            met.append((number, at + along / (strokes[at].length + 1e-9), owner))
    rows = [passages()[owner] for _, _, owner in sorted(met)]
    return tuple(dict.fromkeys(row.name for row in rows if row.kind != "sea"))


@functools.cache
def gate_strokes() -> tuple[Any, Any]:
    """Return all gates as (lon_deg, lat_deg), shape (n, 2, 2), and the number of each's passage."""
    import numpy as np

    listed = [(gate, number) for number, row in enumerate(passages()) for gate in row.gates]
    strokes, owners = zip(*listed, strict=True)
    return np.array(strokes, dtype=float), np.array(owners)


def extra_km(crossed: Any, edges: int, closed: Collection[str]) -> Any:
    """Return what so many edges cost beyond their length: tolls, or infinity where closed.

    Parameters
    ----------
    crossed
        Pairs of an edge and a gate that it crosses, by the order of `gate_strokes`.
    edges
        How many edges there are.
    closed
        Ids of the passages that must not be used.
    """
    import numpy as np

    tolls: list[float] = []
    for row in passages():
        own = [0.0] * len(row.gates)
        if row.toll_km:
            own[row.toll_gate] = row.toll_km
        tolls += [math.inf] * len(own) if row.id in closed else own
    extra = np.zeros(edges)
    np.add.at(extra, crossed[:, 0], np.array(tolls)[crossed[:, 1]])
    return extra


def on_inland_water(lons_deg: Any, lats_deg: Any) -> Any:
    """Tell which positions lie on a canal or river of ours, though drawn as land.

    Takes and returns scalars or arrays.
    """
    import shapely

    with _LOCK:
        return shapely.contains_xy(_corridors(), lons_deg, lats_deg)


@functools.cache
def _gate_tree() -> tuple[Any, Any]:
    import shapely

    strokes, owners = gate_strokes()
    return shapely.STRtree(shapely.linestrings(strokes)), owners


@functools.cache
def _corridors() -> Any:
    """Return the area in which a line over drawn land runs on a canal or river; once a process."""
    import shapely
    from shapely import affinity

    areas = []
    for row in passages():
        if row.course:
            # Degrees of longitude shrink with latitude: widen in a stretched plane, then undo.
            stretch = 1 / math.cos(math.radians(row.course[0][1]))
            plane = affinity.scale(
                shapely.LineString(row.course), xfact=1 / stretch, yfact=1, origin=(0, 0)
            )
            wide = plane.buffer(_CORRIDOR_KM / _KM_PER_DEG, quad_segs=2)
            areas.append(affinity.scale(wide, xfact=stretch, yfact=1, origin=(0, 0)))
    area = shapely.union_all(areas)
    shapely.prepare(area)
    return area


def _table(name: str) -> list[dict[str, str]]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _passage(row: dict[str, str], course: Coordinates, stations: Sequence[Gate]) -> Passage:
    gate = _positions(row["gate"])
    return Passage(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        ordinary=row["use"] == "ordinary",
        source=row["source"],
        opened=row["opened"],
        shut_between=tuple(_period(part) for part in row["closed"].split(";") if part),
        toll_km=float(row["toll_km"] or 0),
        gates=(*zip(gate[::2], gate[1::2], strict=True), *stations),
        has_own_gate=bool(gate),
        course=course,
        limits=row["limits"],
    )


def _own_stations(courses: dict[str, Coordinates]) -> dict[str, list[Gate]]:
    """Return the stations of each course that no other course runs across.

    A ship that passes the mouth of a canal, or goes on where one river becomes another, must
    not be taken for one that uses both.
    """
    import numpy as np
    import shapely

    ids = list(courses)
    listed = [(number, gate) for number, id_ in enumerate(ids) for gate in _stations(courses[id_])]
    vertices = np.array([vertex for course in courses.values() for vertex in course])
    course_of = np.repeat(np.arange(len(ids)), [len(course) for course in courses.values()])
    strokes = shapely.linestrings(np.array([gate for _, gate in listed]))
    # What asks a tree is prepared: a few courses that ask make a quick answer, not many strokes.
    lines = shapely.linestrings(vertices, indices=course_of)
    course, station = shapely.STRtree(strokes).query(lines, predicate="intersects")
    owner = np.array([number for number, _ in listed])
    shared = set(station[owner[station] != course].tolist())
    own: dict[str, list[Gate]] = {id_: [] for id_ in ids}
    for number, (of, gate) in enumerate(listed):
        if number not in shared:
            own[ids[of]].append(gate)
    return {id_: gates or _stations(courses[id_]) for id_, gates in own.items()}


def _stations(course: Coordinates) -> list[Gate]:
    """Return strokes across a course, every few km and at least one."""
    found: list[Gate] = []
    waited = _STATION_KM / 2
    for (lon, lat), (next_lon, next_lat) in pairwise(course):
        squeeze = math.cos(math.radians(lat))
        east, north = (next_lon - lon) * squeeze * _KM_PER_DEG, (next_lat - lat) * _KM_PER_DEG
        length = math.hypot(east, north)
        waited += length
        if length and waited >= _STATION_KM:
            waited = 0.0
            middle = (lon + next_lon) / 2, (lat + next_lat) / 2
            aside = _GATE_KM / length / _KM_PER_DEG
            over, up = -north * aside / squeeze, east * aside
            found.append(((middle[0] - over, middle[1] - up), (middle[0] + over, middle[1] + up)))
    return found


def _period(text: str) -> tuple[str, str]:
    start, end = text.split("/")
    return start, end


def _positions(text: str) -> Coordinates:
    numbers = map(float, text.replace(";", " ").split())
    return tuple(zip(numbers, numbers, strict=True))


def _folded(name: str) -> str:
    words: Sequence[str] = name.casefold().replace("-", " ").replace("_", " ").split()
    dropped = {"canal", "strait", "straits", "of", "the", "el", "river"}
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
