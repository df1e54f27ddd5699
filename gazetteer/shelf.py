"""One file of places, read row by row; a gazetteer is one shelf, or several above each other."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer.errors import SupplyroutesError, UnusableInput
from gazetteer.place import Assignment, BoundingBox, Place, PlaceKind, Precision
from gazetteer.schema import APPLICATION, FORMAT, FORMS, HAS, split_code

__all__ = ["ID_BITS", "Entry", "Shelf"]

ID_BITS = 40
"""Bits of an id that count within its shelf; those above them number the shelf."""


class Entry(NamedTuple):
    """A row of a store with what its Place does not show.

    `form` says how the row bears the name that was asked for: name, alternate, bare (a generic
    word taken off its name), core (a generic word taken off the name asked for), code,
    abbreviation, demonym or mistaken (a known mistranslation). `region` and `district` are ids of
    containing regions; the lower its `rank`, the more prominent the row.
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
    details: int
    form: str
    rank: int
    curated: bool

    @property
    def capital(self) -> bool:
        """Whether it is a country's capital."""
        return bool(self.details & HAS["capital"])

    @property
    def disputed(self) -> bool:
        """Whether sources or claimants differ on its country."""
        return bool(self.details & HAS["assigned"])


class Shelf:
    """A read-only file of places; `number` is its place in the pile and part of its ids."""

    def __init__(self, path: Path, *, number: int = 0, remedy: str) -> None:
        if not path.is_file():
            raise SupplyroutesError("the place store is missing", file=path, remedy=remedy)
        self.path = path
        self.number = number
        self._remedy = remedy
        self._offset = number << ID_BITS
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._store = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self.closed = False
        try:
            self.meta = self._checked_meta()
            self._store.execute(f"PRAGMA mmap_size={_MAPPED_BYTES}")
        except BaseException:
            self._store.close()
            raise
        # One cursor for all look-ups by key: making one takes a tenth of the time of a look-up.
        self._look_up = self._store.cursor().execute
        self._kinds = tuple(PlaceKind(kind) for kind in json.loads(self.meta["kinds"]))
        self._precisions = tuple(Precision(one) for one in json.loads(self.meta["precisions"]))
        self._sources: list[str] = json.loads(self.meta["sources"])
        preferred = self.meta.get("preferred") == "yes"
        self._region_names: dict[int, str] = {}
        self._numbers = {source: number for number, source in enumerate(self._sources)}
        self._ours = tuple(preferred or source == "curated" for source in self._sources)

    def close(self) -> None:
        """Close the file."""
        self.closed = True
        self._store.close()

    def under(self, key: str) -> list[Entry]:
        """Give the rows under a folded key, the most prominent first; of many the first 256."""
        try:
            rows = self._look_up(_UNDER_KEY, (key,)).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._unreadable(error) from None
        return self._entries(rows) if rows else rows

    def forms(self, key: str) -> list[tuple[str, PlaceKind]]:
        """Give form and kind of each row under a folded key, the most prominent first."""
        return [(FORMS[form], self._kinds[kind]) for form, kind in self._all(_FORMS_OF_KEY, (key,))]

    def entry(self, number: int) -> Entry | None:
        """Give the row with an id."""
        return self._first(_BY_ID, (number - self._offset,))

    def with_ref(self, ref: str, *, primary: bool = False) -> Entry | None:
        """Give the row that bears a ref, as its own or, unless `primary`, as a further one."""
        source, _, code = ref.partition(":")
        if source not in self._numbers or not code:
            return None
        found = self._first(_BY_REF, (self._numbers[source], split_code(code)))
        return None if found is None or (primary and self.ref(found) != ref) else found

    def bearer(self, source: str, code: int | str) -> tuple[int, bool] | None:
        """Give the id of the row that bears a ref, and whether the ref is its own."""
        number = self._numbers.get(source)
        found = () if number is None else self._all(_BEARER, (number, code))
        return (found[0][0] + self._offset, bool(found[0][1])) if found else None

    def source(self, entry: Entry) -> str:
        """Give what the ref of a row begins with."""
        return self._sources[entry.source]

    def ref(self, entry: Entry) -> str:
        """Give the ref of a row."""
        return f"{self._sources[entry.source]}:{entry.code}"

    def in_cells(self, low: int, high: int) -> Iterator[Entry]:
        """Give the rows whose one-degree cells lie in a run of cells."""
        for row in self.rows(_IN_CELLS, (low, high)):
            yield from self._entries([row])

    def place(self, entry: Entry) -> Place:
        """Make the public Place of a row."""
        number, details = entry.id - self._offset, entry.details
        return Place.trusted(
            ref=f"{self._sources[entry.source]}:{entry.code}",
            name=entry.name,
            kind=entry.kind,
            precision=self._precisions[entry.precision],
            lon_deg=entry.lon_deg,
            lat_deg=entry.lat_deg,
            country=entry.country,
            region=self._region_name(entry),
            population=entry.population,
            box=self._box(number) if details & HAS["box"] else None,
            refs=self._refs(number) if details & HAS["refs"] else (),
            assigned=self._assigned(number) if details & HAS["assigned"] else (),
            citation=self._citations[entry.citation],
        )

    def shapes(self, entry: Entry) -> list[Any]:
        """Give the parts of a row's area as shapely geometries, at the finest scale."""
        import shapely

        number = entry.id - self._offset
        found = self._all(_SHAPES, (number, number))
        return [shapely.from_wkb(zlib.decompress(row[0])) for row in found]

    def label(self, entry: Entry) -> tuple[float, float] | None:
        """Give the (lon_deg, lat_deg) at which a map writes the row's name."""
        found = self._all("SELECT lon, lat FROM label WHERE place = ?", (entry.id - self._offset,))
        return (found[0][0] / 1e5, found[0][1] / 1e5) if found else None

    def keys_of_length(self, length: int) -> str:
        """Give all folded keys of so many characters, one after another without a gap."""
        found = self._all("SELECT keys FROM spelling WHERE length = ?", (length,))
        return zlib.decompress(found[0][0]).decode() if found else ""

    def sounding(self, heard: str) -> list[str]:
        """Give the folded keys that have a skeleton of `gazetteer.sounds`."""
        found = self._all("SELECT key FROM sound WHERE sound = ? LIMIT 256", (heard,))
        return [key for (key,) in found]

    def kind_number(self, kind: PlaceKind | str) -> int:
        """Give the number under which the file keeps a kind."""
        return self._kinds.index(PlaceKind(kind))

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Read rows by an SQL statement.

        Raises
        ------
        SupplyroutesError
            When the file has been closed.
        UnusableInput
            When it turns out to be damaged.
        """
        try:
            yield from self._store.execute(statement, values)
        except sqlite3.DatabaseError as error:
            raise self._unreadable(error) from None

    def _all(self, statement: str, values: Sequence[Any]) -> list[Any]:
        try:
            return self._store.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._unreadable(error) from None

    def _first(self, statement: str, values: Sequence[Any]) -> Entry | None:
        found = self._all(statement, values)
        return self._entries(found[:1])[0] if found else None

    def _unreadable(self, error: Exception) -> SupplyroutesError:
        if self.closed:
            remedy = "ask within its `with` block, or keep what Gazetteer.open() gives without one"
            return SupplyroutesError("the gazetteer is closed", file=self.path, remedy=remedy)
        return UnusableInput(
            f"the place store is damaged ({error})", file=self.path, remedy=self._remedy
        )

    def _entries(self, rows: list[Any]) -> list[Entry]:
        if not rows:
            return rows
        kinds, ours, offset = self._kinds, self._ours, self._offset
        # Look-ups spend most of their time here: `tuple.__new__` spares a call a row.
        made = [
            _new(
                Entry,
                (
                    number + offset, source, code, name, kinds[kind], precision, country, lon, lat,
                    people, cited, region, district, details, FORMS[form], rank, ours[source],
                ),
            )
            for (
                number, source, code, name, kind, precision, country, lon, lat,
                people, cited, region, district, details, form, rank,
            ) in rows
        ]  # fmt: skip
        return made if not offset else [self._raised(entry) for entry in made]

    def _raised(self, entry: Entry) -> Entry:
        region, district = (home and home + self._offset for home in (entry.region, entry.district))
        return entry._replace(region=region, district=district)

    def _region_name(self, entry: Entry) -> str | None:
        if entry.region is None:
            return None
        number = entry.region - self._offset
        if number not in self._region_names:
            found = self._all("SELECT name FROM place WHERE id = ?", (number,))
            self._region_names[number] = str(found[0][0]) if found else ""
        return self._region_names[number] or None

    def _box(self, number: int) -> BoundingBox | None:
        found = self._all("SELECT west, south, east, north FROM box WHERE place = ?", (number,))
        if not found:
            return None
        west, south, east, north = (value / 1e5 for value in found[0])
        return BoundingBox(west_deg=west, south_deg=south, east_deg=east, north_deg=north)

    def _refs(self, number: int) -> tuple[str, ...]:
        found = self._all("SELECT source, code FROM further WHERE place = ?", (number,))
        return tuple(f"{self._sources[source]}:{code}" for source, code in found)

    def _assigned(self, number: int) -> tuple[Assignment, ...]:
        found = self._all("SELECT source, country FROM assigned WHERE place = ?", (number,))
        return tuple(Assignment(source=source, country=country) for source, country in found)

    @cached_property
    def _citations(self) -> dict[int, str]:
        return dict(self.rows("SELECT id, words FROM citation"))

    def _checked_meta(self) -> dict[str, str]:
        try:
            meta = dict(self._store.execute("SELECT key, value FROM meta"))
        except sqlite3.Error as error:
            what = f"is no place store ({error})"
            raise UnusableInput(what, file=self.path, remedy=self._remedy) from None
        if meta.get("application") != APPLICATION:
            raise UnusableInput("is no place store", file=self.path, remedy=self._remedy)
        if meta.get("format") != str(FORMAT):
            what = f"has store format {meta.get('format')!r}, this version reads {FORMAT}"
            raise UnusableInput(what, file=self.path, remedy=self._remedy)
        return meta


# Reading through the page cache of the system spares a copy of each page; a map of the file
# takes address space, not memory.
_MAPPED_BYTES = 1 << 31
_new = tuple.__new__
_COLUMNS = (
    "p.id, p.source, p.code, p.name, p.kind, p.precision, p.country, p.lon / 1e5, p.lat / 1e5, "
    "p.population, p.citation, p.region, p.district, p.details"
)
_UNDER_KEY = (
    f"SELECT {_COLUMNS}, n.form, n.rank FROM name n JOIN place p ON p.id = n.place "  # noqa: S608
    "WHERE n.key = ? ORDER BY n.rank, n.place LIMIT 256"
)
_BY_ID = f"SELECT {_COLUMNS}, 0, 0 FROM place p WHERE p.id = ?"  # noqa: S608
_BY_REF = (
    f"SELECT {_COLUMNS}, 0, 0 FROM ref r JOIN place p ON p.id = r.place "  # noqa: S608
    "WHERE r.source = ? AND r.code = ?"
)
_BEARER = (
    "SELECT r.place, p.source = r.source AND p.code = r.code FROM ref r "
    "JOIN place p ON p.id = r.place WHERE r.source = ? AND r.code = ?"
)
_IN_CELLS = (
    f"SELECT {_COLUMNS}, 0, 0 FROM cell c JOIN place p ON p.id = c.place "  # noqa: S608
    "WHERE c.cell BETWEEN ? AND ?"
)
_FORMS_OF_KEY = (
    "SELECT n.form, p.kind FROM name n JOIN place p ON p.id = n.place "
    "WHERE n.key = ? ORDER BY n.rank, n.place LIMIT 256"
)
_SHAPES = (
    "SELECT s.geometry FROM shape s JOIN extent e ON e.id = s.id "
    "WHERE s.place = ? AND e.scale = (SELECT min(f.scale) FROM shape t JOIN extent f "
    "ON f.id = t.id WHERE t.place = ?)"
)
