"""The place store: look-ups by name, by ref, near a point and in a text."""

from __future__ import annotations

import json
import math
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from gazetteer import names
from gazetteer.errors import SupplyroutesError, UnusableInput
from gazetteer.pins import FORMAT
from gazetteer.place import BoundingBox, Candidate, Place, PlaceKind, Precision
from gazetteer.sphere import distance_km

if TYPE_CHECKING:
    from gazetteer.resolve import Mention

__all__ = ["EMBEDDED", "Entry", "Gazetteer"]

EMBEDDED = Path(__file__).parent / "data" / "places.sqlite"
"""The store that is made when the package is built."""

_KEPT = 20_000
_REBUILD = "reinstall supplyroutes, or run `python -m gazetteer.build` in a working copy"


class Entry(NamedTuple):
    """A row of the store with what its Place does not show.

    `form` says how the row bears the name that was asked for: name, alternate, bare (a generic
    word taken off its name), core (a generic word taken off the name asked for), code,
    abbreviation or demonym. `region` and `district` are ids of containing regions.
    """

    id: int
    source: int
    code: int | str
    name: str
    kind: PlaceKind
    precision: int
    country: str | None
    lon_deg: float
    lat_deg: float
    population: int
    citation: int
    region: int | None
    district: int | None
    capital: bool
    curated: bool
    form: str


class Gazetteer:
    """A read-only place store; safe to share within a thread, opened anew by a pickle.

    Use `Gazetteer.open`. Positions are (lon_deg, lat_deg) on WGS 84.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, meta: dict[str, str]) -> None:
        self._store = connection
        self.path = path
        self.meta = meta
        self._kinds = tuple(PlaceKind(kind) for kind in json.loads(meta["kinds"]))
        self._precisions = tuple(Precision(one) for one in json.loads(meta["precisions"]))
        self._places: dict[int, Place] = {}
        self._sources: list[str] = json.loads(meta["sources"])

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Open a place store.

        Parameters
        ----------
        path
            A store made by `gazetteer.build`; by default the embedded one.

        Raises
        ------
        SupplyroutesError
            When the embedded store is missing.
        UnusableInput
            When the file is no place store, is damaged, or has another version.
        """
        chosen = EMBEDDED if path is None else Path(path)
        if not chosen.is_file():
            raise SupplyroutesError("the place store is missing", file=chosen, remedy=_REBUILD)
        uri = f"{chosen.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            return cls(connection, chosen, _checked_meta(connection, chosen))
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, tuple[Path]]:
        return (Gazetteer.open, (self.path,))

    def named(self, name: str, *, demonyms: bool = False) -> tuple[Place, ...]:
        """Give every place that bears a name, the most prominent first, countries before all.

        Parameters
        ----------
        name
            A name in any script; generic words ("Port of", "-e", "airport") may be on it.
        demonyms
            Whether "Iranian" gives Iran.
        """
        return tuple(self.place(entry) for entry in self.entries(name, demonyms=demonyms))

    def find(
        self,
        name: str,
        *,
        country: str | None = None,
        kinds: Sequence[PlaceKind | str] = (),
        near: tuple[float, float] | None = None,
        limit: int = 10,
    ) -> tuple[Candidate, ...]:
        """Rank the places that a name may mean, with reasons.

        Parameters
        ----------
        name
            A name, or a name with its country ("Makhachkala, Russia").
        country
            ISO 3166-1 alpha-2 code in which the place is said to lie.
        kinds
            Kinds of place that are wanted.
        near
            A position (lon_deg, lat_deg) near which the place is expected.
        limit
            The most candidates to give.
        """
        from gazetteer.resolve import rank_name

        wanted = tuple(PlaceKind(kind) for kind in kinds)
        return rank_name(self, name, country=country, kinds=wanted, near=near)[:limit]

    def get(self, ref: str) -> Place | None:
        """Give the place with a ref ("geonames:13157242", "iso:IR", "curated:…"), or None."""
        source, _, code = ref.partition(":")
        if source not in self._sources or not code:
            return None
        key = (self._sources.index(source), _as_stored(code))
        row = self.rows(_SELECT_REF, key)
        found = next(row, None)
        return None if found is None else self.place(self._entry(found))

    def nearby(
        self,
        lon_deg: float,
        lat_deg: float,
        *,
        radius_km: float,
        kinds: Sequence[PlaceKind | str] = (),
    ) -> tuple[tuple[Place, float], ...]:
        """Give the places within a distance of a position, the nearest first.

        Parameters
        ----------
        lon_deg, lat_deg
            The position.
        radius_km
            How far, by great circle.
        kinds
            Kinds of place that are wanted; all when empty.

        Returns
        -------
        tuple
            Pairs of a place and its distance in km.
        """
        wanted = [self._kinds.index(PlaceKind(kind)) for kind in kinds]
        found: list[tuple[float, int, Entry]] = []
        for low, high in _cells(lon_deg, lat_deg, radius_km):
            rows = self.rows(_SELECT_CELL, (low, high))
            for row in rows:
                if wanted and row[4] not in wanted:
                    continue
                entry = self._entry(row)
                away = distance_km((lon_deg, lat_deg), (entry.lon_deg, entry.lat_deg))
                if away <= radius_km:
                    found.append((away, entry.id, entry))
        found.sort(key=lambda one: one[:2])
        return tuple((self.place(entry), round(away, 3)) for away, _, entry in found)

    def shape(self, ref: str) -> Any:
        """Give the area of a place as a shapely geometry in (lon_deg, lat_deg).

        Countries and lakes have polygons (of Natural Earth, 1:10 million); other areas give
        their box, in two parts where it crosses ±180. None for a place without an area.
        """
        import shapely

        place = self.get(ref)
        if place is None:
            return None
        number = self._number(place.ref)
        found = self.rows(_SELECT_SHAPE, (number, number))
        parts = [shapely.from_wkb(zlib.decompress(row[0])) for row in found]
        if parts:
            return parts[0] if len(parts) == 1 else shapely.union_all(parts)
        return None if place.box is None else _box_polygon(place.box)

    def label(self, ref: str) -> tuple[float, float] | None:
        """Give the (lon_deg, lat_deg) at which a map writes the name of a country or area.

        A country's position is the customary middle of its territory; its label point is where
        readers look for the name. None for places without one of their own.
        """
        place = self.get(ref)
        if place is None:
            return None
        values = (self._number(place.ref),)
        row = next(self.rows("SELECT lon, lat FROM label WHERE place = ?", values), None)
        return None if row is None else (row[0] / 1e5, row[1] / 1e5)

    def scan(self, text: str) -> tuple[Mention, ...]:
        """Find names of the store in a text, by the longest match on capitalised runs of words.

        Codes and demonyms are left out, and so are other names of three letters and fewer
        unless a country bears them. The caller decides which of them are places.

        Returns
        -------
        tuple of Mention
            Spans in code points, in order, that do not overlap.
        """
        from gazetteer.scan import scan

        return scan(self, text)

    def resolve(self, text: str, mentions: Sequence[Mention]) -> tuple[tuple[Candidate, ...], ...]:
        """Rank the places that written names mean in their text.

        Parameters
        ----------
        text
            The whole text.
        mentions
            The spans of the names, with what is known of each.

        Returns
        -------
        tuple
            For each mention its candidates, best first; empty when the store has none.
        """
        from gazetteer.resolve import resolve

        return resolve(self, text, mentions)

    def entries(self, name: str, *, demonyms: bool = False) -> tuple[Entry, ...]:
        """Give the rows behind `named`, with the form under which each bears the name."""
        keys = names.keys(name)
        found: dict[int, Entry] = {}
        for key in keys:
            for row in self.rows(_SELECT_NAME, (key,)):
                entry = self._entry(row)
                if entry.form == "demonym" and not demonyms:
                    continue
                if entry.id not in found:
                    found[entry.id] = entry if key == keys[0] else entry._replace(form="core")
        return tuple(found.values())

    def entry(self, number: int) -> Entry | None:
        """Give the row with an id of this store (ids differ between stores)."""
        found = self.rows(_SELECT, (number,))
        row = next(found, None)
        return None if row is None else self._entry(row)

    def forms(self, key: str) -> tuple[tuple[str, PlaceKind], ...]:
        """Give form and kind of each row under a folded key, the most prominent first."""
        rows = self.rows(_SELECT_FORMS, (key,))
        return tuple((_FORMS[form], self._kinds[kind]) for form, kind in rows)

    def kind_number(self, kind: PlaceKind | str) -> int:
        """Give the number under which the store keeps a kind; for the rooms of this package."""
        return self._kinds.index(PlaceKind(kind))

    def place(self, entry: Entry) -> Place:
        """Make the public Place of a row."""
        kept = self._places.get(entry.id)
        if kept is None:
            if len(self._places) >= _KEPT:
                self._places.clear()
            kept = self._places[entry.id] = self._made(entry)
        return kept

    def _made(self, entry: Entry) -> Place:
        refs = self.rows("SELECT source, code FROM further WHERE place = ?", (entry.id,))
        box = next(self.rows(_SELECT_BOX, (entry.id,)), None)
        return Place(
            ref=f"{self._sources[entry.source]}:{entry.code}",
            name=entry.name,
            kind=entry.kind,
            precision=self._precisions[entry.precision],
            lon_deg=entry.lon_deg,
            lat_deg=entry.lat_deg,
            country=entry.country,
            population=entry.population,
            box=None if box is None else _box(box),
            refs=tuple(f"{self._sources[source]}:{code}" for source, code in refs),
            citation=self._citations[entry.citation],
        )

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Read rows by an SQL statement; for the rooms of this package.

        Raises
        ------
        UnusableInput
            When the file turns out to be damaged.
        """
        try:
            yield from self._store.execute(statement, values)
        except sqlite3.DatabaseError as error:
            raise UnusableInput(
                f"the place store is damaged ({error})", file=self.path, remedy=_REBUILD
            ) from None

    @cached_property
    def _citations(self) -> dict[int, str]:
        return dict(self.rows("SELECT id, words FROM citation"))

    def _number(self, ref: str) -> int:
        source, _, code = ref.partition(":")
        key = (self._sources.index(source), _as_stored(code))
        found = self.rows("SELECT place FROM ref WHERE source = ? AND code = ?", key)
        return int(next(found)[0])

    def _entry(self, row: Sequence[Any]) -> Entry:
        return Entry(
            row[0], row[1], row[2], row[3], self._kinds[row[4]], row[5], row[6],
            row[7] / 1e5, row[8] / 1e5, row[9], row[10], row[11], row[12], bool(row[13]),
            self._sources[row[1]] == "curated", _FORMS[row[14]],
        )  # fmt: skip


_FORMS = ("name", "alternate", "bare", "code", "demonym", "abbreviation")
_SELECT = (
    "SELECT p.id, p.source, p.code, p.name, p.kind, p.precision, p.country, p.lon, p.lat, "
    "p.population, p.citation, p.region, p.district, p.capital, "
    "0 FROM place p WHERE p.id = ?"
)
_SELECT_NAME = (
    "SELECT p.id, p.source, p.code, p.name, p.kind, p.precision, p.country, p.lon, p.lat, "
    "p.population, p.citation, p.region, p.district, p.capital, "
    "n.form FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY n.place"
)
_SELECT_REF = (
    "SELECT p.id, p.source, p.code, p.name, p.kind, p.precision, p.country, p.lon, p.lat, "
    "p.population, p.citation, p.region, p.district, p.capital, "
    "0 FROM ref r JOIN place p ON p.id = r.place WHERE r.source = ? AND r.code = ?"
)
_SELECT_CELL = (
    "SELECT p.id, p.source, p.code, p.name, p.kind, p.precision, p.country, p.lon, p.lat, "
    "p.population, p.citation, p.region, p.district, p.capital, "
    "0 FROM cell c JOIN place p ON p.id = c.place WHERE c.cell BETWEEN ? AND ?"
)
_SELECT_FORMS = (
    "SELECT n.form, p.kind FROM name n JOIN place p ON p.id = n.place "
    "WHERE n.key = ? ORDER BY n.place"
)
_SELECT_BOX = "SELECT west, south, east, north FROM box WHERE place = ?"
_SELECT_SHAPE = (
    "SELECT s.geometry FROM shape s JOIN extent e ON e.id = s.id "
    "WHERE s.place = ? AND e.scale = (SELECT min(f.scale) FROM shape t JOIN extent f "
    "ON f.id = t.id WHERE t.place = ?)"
)


def _checked_meta(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.Error as error:
        raise UnusableInput(f"is no place store ({error})", file=path, remedy=_REBUILD) from None
    if meta.get("application") != "supplyroutes places":
        raise UnusableInput("is no place store", file=path, remedy=_REBUILD)
    if meta.get("format") != str(FORMAT):
        found = meta.get("format")
        raise UnusableInput(
            f"has store format {found!r}, this version reads {FORMAT}", file=path, remedy=_REBUILD
        )
    return meta


def _as_stored(code: str) -> int | str:
    plain = code.isascii() and code.isdigit() and (code == "0" or code[0] != "0")
    return int(code) if plain and len(code) < 16 else code


def _cells(lon_deg: float, lat_deg: float, radius_km: float) -> Iterator[tuple[int, int]]:
    """Runs of one-degree cells that cover a circle, row by row."""
    reach = radius_km / 111.0 + 1e-6
    south, north = max(-90.0, lat_deg - reach), min(90.0, lat_deg + reach)
    narrow = math.cos(math.radians(min(89.9, max(abs(south), abs(north)))))
    wide = min(180.0, reach / narrow)
    first, last = math.floor(lon_deg - wide + 180), math.floor(lon_deg + wide + 180)
    for row in range(int(min(179, south + 90)), int(min(179, north + 90)) + 1):
        if last - first >= 359:
            yield row * 360, row * 360 + 359
        elif first < 0:
            yield row * 360 + first + 360, row * 360 + 359
            yield row * 360, row * 360 + last
        elif last > 359:
            yield row * 360 + first, row * 360 + 359
            yield row * 360, row * 360 + last - 360
        else:
            yield row * 360 + first, row * 360 + last


def _box(row: Sequence[int]) -> BoundingBox:
    west, south, east, north = (value / 1e5 for value in row)
    return BoundingBox(west_deg=west, south_deg=south, east_deg=east, north_deg=north)


def _box_polygon(box: BoundingBox) -> Any:
    import shapely

    if box.west_deg <= box.east_deg:
        return shapely.box(box.west_deg, box.south_deg, box.east_deg, box.north_deg)
    return shapely.union_all(
        [
            shapely.box(box.west_deg, box.south_deg, 180.0, box.north_deg),
            shapely.box(-180.0, box.south_deg, box.east_deg, box.north_deg),
        ]
    )
