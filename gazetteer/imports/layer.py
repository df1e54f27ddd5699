"""Writes the places of one import into a store of their own, in bounded memory.

Rows go straight into their table as they are read; the indexes are then made by SQLite, which
sorts on disk. The store stands at its place when all is done, or not at all.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from gazetteer import names
from gazetteer.errors import UnusableInput
from gazetteer.imports.incoming import Incoming, Refused, Row
from gazetteer.schema import (
    APPLICATION,
    FORMAT,
    FORMS,
    HAS,
    KINDS,
    PRECISIONS,
    fill,
    fixed,
    new_store,
    prominence,
    rank_of,
    split_code,
)
from gazetteer.spelling import fill_spellings

__all__ = ["Alternates", "Batch", "Origin", "Summary", "prepared", "write_layer"]

Alternates = Iterable[tuple[int, str, str] | Refused]


class Origin(NamedTuple):
    """Where a layer comes from: its facts, kept in its `meta`.

    `preferred` marks lists of places that a person chose: they are prominent. `path`, `form`,
    `alternates`, `columns` (JSON) and `encoding` are what it takes to import it again.
    """

    path: str
    form: str
    sha256: str
    citation: str
    imported: str
    preferred: bool
    alternates: str = ""
    columns: str = "{}"
    encoding: str = ""


class Summary(NamedTuple):
    """What became of the rows of a file."""

    places: int
    names: int
    refused: int
    left_out: Counter[str]


class Batch(NamedTuple):
    """Rows ready for the tables of a store; plain values only, so that processes can pass it."""

    read: int
    places: list[tuple[Any, ...]]
    names: list[tuple[str, int, int, int]]
    boxes: list[tuple[int, int, int, int, int]]
    further: list[tuple[int, int, int | str]]
    refused: list[tuple[int, str, str]]
    left_out: list[str]
    cited: list[tuple[int, str]]


def write_layer(
    target: Path,
    batches: Iterable[Batch],
    origin: Origin,
    sources: Sequence[str],
    *,
    alternates: Alternates | None = None,
    refuse: Callable[[Refused], None] = lambda _: None,
    progress: Callable[[int], None] = lambda _: None,
) -> Summary:
    """Write a layer, whole or not at all.

    Parameters
    ----------
    target
        The file to make or replace.
    batches
        The rows of the file, in its order; see `prepared`.
    origin
        Where they come from.
    sources
        What the refs of the rows begin with.
    alternates
        Further names by GeoNames id.
    refuse
        Called with each row that cannot be used.
    progress
        Called now and then with the number of rows read.

    Raises
    ------
    UnusableInput
        When no row can be used.
    """
    with new_store(target) as store:
        writer = _Writer(store, refuse, progress)
        for batch in batches:
            writer.take(batch)
        writer.index(alternates, sources)
        if not writer.places:
            raise _nothing(writer, origin)
        fill(store, "citation", 2, [(1, origin.citation)])
        fill_spellings(store)
        summary = Summary(writer.places, _count(store, "name"), writer.refused, writer.left_out)
        fill(store, "meta", 2, sorted(_meta(origin, sources, summary).items()))
    return summary


def prepared(rows: Iterable[Row], sources: Sequence[str], *, preferred: bool) -> Iterator[Batch]:
    """Make batches of the rows that a reader gives.

    Parameters
    ----------
    rows
        Places, or why there is none.
    sources
        What the refs of the rows may begin with.
    preferred
        Whether they are more prominent than others of their name; see `Origin`.
    """
    stream = iter(rows)
    while taken := list(islice(stream, _BATCH)):
        batch = Batch(len(taken), [], [], [], [], [], [], [])
        for row in taken:
            if isinstance(row, Incoming):
                _add(batch, row, sources, ours=preferred)
            elif isinstance(row, Refused):
                batch.refused.append((row.line, row.what, row.remedy))
            else:
                batch.left_out.append(row.reason)
        yield batch


def _add(batch: Batch, row: Incoming, sources: Sequence[str], *, ours: bool) -> None:
    line, kind = row.line, row.kind
    rank = _rank(kind, row.population, row.weight, ours)
    own = names.fold(row.name)
    if not own:
        batch.refused.append((line, f"name {row.name!r} has no letter", "give a name"))
        return
    batch.names.append((own, rank, line, _NAME))
    if row.names or row.codes or (" " in own and kind not in _NEVER_BARE):
        batch.names.extend([(key, rank, line, form) for key, form in _further_keys(row, own)])
    details = _CAPITAL if row.capital else 0
    if row.box:
        details |= HAS["box"]
        west, south, east, north = map(fixed, row.box)
        batch.boxes.append((line, west, south, east, north))
    if row.further:
        details |= HAS["refs"]
        batch.further.extend([(line, sources.index(s), split_code(c)) for s, c in row.further])
    if row.citation:
        batch.cited.append((line, row.citation))
    batch.places.append(
        (
            line,
            sources.index(row.source),
            row.code if isinstance(row.code, int) else split_code(row.code),
            row.name,
            _KIND_NUMBER[kind],
            _PRECISION_NUMBER[row.precision] if row.precision else _USUAL_PRECISION[kind],
            row.country,
            round(row.lon_deg * 100_000),
            round(row.lat_deg * 100_000),
            row.population,
            1,
            row.region,
            row.district,
            details,
        )
    )


@lru_cache(maxsize=1 << 16)
def _rank(kind: str, population: int, weight: float, ours: bool) -> int:  # noqa: FBT001
    return rank_of(prominence(kind, population, weight, ours=ours))


class _Writer:
    """Fills the tables of one store, batch by batch."""

    def __init__(
        self,
        store: sqlite3.Connection,
        refuse: Callable[[Refused], None],
        progress: Callable[[int], None],
    ) -> None:
        self._store = store
        self._tell = refuse
        self._progress = progress
        self.read = self.places = self.refused = 0
        self.left_out: Counter[str] = Counter()
        self._cited, self._words = 1, ""
        for table in _STAGING:
            store.execute(table)

    def take(self, batch: Batch) -> None:
        """Write places, and their names in the order in which they come."""
        fill(self._store, "place", 14, batch.places)
        fill(self._store, "staged", 4, batch.names)
        fill(self._store, "box", 5, batch.boxes)
        self._store.executemany("INSERT OR IGNORE INTO further VALUES (?,?,?)", batch.further)
        for line, words in batch.cited:
            self._cite(line, words)
        self.places += len(batch.places)
        self.left_out.update(batch.left_out)
        for line, what, remedy in batch.refused:
            self._refuse(Refused(line, what, remedy))
        self._advance(batch.read)

    def index(self, alternates: Alternates | None, sources: Sequence[str]) -> None:
        """Make the indexes, and drop rows whose identifier an earlier row has."""
        self._store.execute(_FILL_REF)
        if _count(self._store, "ref") < self.places:
            self._drop_twins()
        if alternates is not None:
            self._take_alternates(alternates, sources.index("geonames"))
        self._store.execute(_FILL_NAME)
        self._store.execute(_FILL_CELL)
        self._store.execute("INSERT OR IGNORE INTO ref SELECT source, code, place FROM further")
        for table in ("staged", "alternate", "standing"):
            self._store.execute(f"DROP TABLE {table}")

    def _cite(self, line: int, words: str) -> None:
        """Give a row a citation of its own; rows that follow each other mostly share it."""
        if words != self._words:
            self._cited, self._words = self._cited + 1, words
            fill(self._store, "citation", 2, [(self._cited, words)])
        self._store.execute("UPDATE place SET citation = ? WHERE id = ?", (self._cited, line))

    def _refuse(self, row: Refused) -> None:
        self.refused += 1
        self._tell(row)

    def _advance(self, rows: int) -> None:
        self.read += rows
        self._progress(self.read)

    def _drop_twins(self) -> None:
        for line, first in self._store.execute(_TWINS).fetchall():
            what = f"its identifier is that of line {first}"
            self._refuse(Refused(line, what, "give each place one of its own"))
            for table, column in _OF_A_PLACE:
                self._store.execute(f"DELETE FROM {table} WHERE {column} = ?", (line,))  # noqa: S608
            self.places -= 1

    def _take_alternates(self, alternates: Alternates, source: int) -> None:
        stream = iter(alternates)
        while taken := list(islice(stream, _BATCH)):
            fill(self._store, "alternate", 3, self._folded(taken))
            self._advance(len(taken))
        self._store.execute("INSERT OR IGNORE INTO standing SELECT place, rank FROM staged")
        self._store.execute(_STAGE_ALTERNATES, (source,))

    def _folded(
        self, taken: list[tuple[int, str, str] | Refused]
    ) -> Iterator[tuple[int, str, int]]:
        for one in taken:
            if isinstance(one, Refused):
                self._refuse(one)
                continue
            number, name, form = one
            key = names.fold(name)
            if key:
                yield number, key, FORMS.index(form)


def _further_keys(row: Incoming, own: str) -> Iterator[tuple[str, int]]:
    """Give the keys of a row besides that of its name, each once, with its strongest form."""
    seen = {own}
    for name in row.names:
        key = names.fold(name)
        if key and key not in seen:
            seen.add(key)
            yield key, _ALTERNATE
    if row.kind not in _NEVER_BARE:
        for key in tuple(seen):
            bare = names.core(key) if " " in key else None
            if bare is not None and bare.key not in seen:
                seen.add(bare.key)
                yield bare.key, _BARE
    for code in row.codes:
        key = names.fold(code)
        if key and key not in seen:
            seen.add(key)
            yield key, _CODE


def _nothing(writer: _Writer, origin: Origin) -> UnusableInput:
    what = "the file holds no rows"
    remedy = "give a file with one place a row"
    if writer.read:
        what = f"none of its {writer.read:,} rows can be used"
        remedy = "see what is said of its lines, or give another --format"
    return UnusableInput(what, file=origin.path, remedy=remedy)


def _count(store: sqlite3.Connection, table: str) -> int:
    return int(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def _meta(origin: Origin, sources: Sequence[str], summary: Summary) -> dict[str, str]:
    return {
        "application": APPLICATION,
        **{key: str(value) for key, value in origin._asdict().items()},
        "counts": json.dumps({"place": summary.places, "name": summary.names}),
        "format": str(FORMAT),
        "kinds": json.dumps(KINDS),
        "left_out": json.dumps(dict(sorted(summary.left_out.items()))),
        "precisions": json.dumps(PRECISIONS),
        "preferred": "yes" if origin.preferred else "no",
        "refused": str(summary.refused),
        "sources": json.dumps(list(sources)),
    }


_BATCH = 20_000
_CAPITAL = HAS["capital"]
_NEVER_BARE = frozenset({"city", "country", "airport"})
_NAME, _ALTERNATE, _BARE, _CODE = (
    FORMS.index(form) for form in ("name", "alternate", "bare", "code")
)
_KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
_PRECISION_NUMBER = {precision: number for number, precision in enumerate(PRECISIONS)}
_PRECISION_OF = {
    "country": "country",
    "region": "region",
    "sea": "water",
    "strait": "water",
    "canal": "water",
    "river": "water",
    "lake": "water",
    "city": "locality",
}
_USUAL_PRECISION = {kind: _PRECISION_NUMBER[_PRECISION_OF.get(kind, "site")] for kind in KINDS}
_OF_A_PLACE = (("place", "id"), ("staged", "place"), ("box", "place"), ("further", "place"))
_STAGING = (
    "CREATE TEMP TABLE staged (key TEXT, rank INT, place INT, form INT)",
    "CREATE TEMP TABLE alternate (code INT, key TEXT, form INT)",
    "CREATE TEMP TABLE standing (place INTEGER PRIMARY KEY, rank INT)",
)
_FILL_REF = "INSERT OR IGNORE INTO ref SELECT source, code, id FROM place ORDER BY source, code, id"
_TWINS = (
    "SELECT p.id, r.place FROM place p JOIN ref r ON r.source = p.source AND r.code = p.code "
    "WHERE r.place <> p.id"
)
_STAGE_ALTERNATES = (
    "INSERT INTO staged SELECT a.key, s.rank, s.place, a.form FROM alternate a "
    "JOIN ref r ON r.source = ? AND r.code = a.code JOIN standing s ON s.place = r.place"
)
_FILL_NAME = (
    "INSERT OR IGNORE INTO name SELECT key, rank, place, form FROM staged "
    "ORDER BY key, rank, place, form"
)
_FILL_CELL = (
    "INSERT INTO cell SELECT min(179, (lat + 9000000) / 100000) * 360 "
    "+ min(359, (lon + 18000000) / 100000), id FROM place ORDER BY 1, 2"
)
