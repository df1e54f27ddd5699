"""The layout of a place store's file, and what every writer of one shares.

Only the standard library is used here: stores are made while the package is built, too.
"""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = [
    "APPLICATION",
    "FORMAT",
    "FORMS",
    "HAS",
    "KINDS",
    "PRECISIONS",
    "TABLES",
    "cell_of",
    "fill",
    "fixed",
    "new_store",
    "prominence",
    "rank_of",
    "split_code",
]

APPLICATION = "supplyroutes places"
FORMAT = 3
"""Version of the layout; a reader refuses any other."""

FORMS = ("name", "alternate", "bare", "code", "demonym", "abbreviation", "mistaken")
KINDS = (
    "country",
    "region",
    "sea",
    "strait",
    "canal",
    "river",
    "lake",
    "city",
    "port",
    "airport",
    "base",
    "zone",
    "station",
    "crossing",
    "facility",
    "island",
    "passage",
)
HAS = {"capital": 1, "box": 2, "refs": 4, "assigned": 8}
"""Bits of a row's `details`: whether it is a capital, and which other tables tell of it."""

PRECISIONS = ("exact", "site", "locality", "region", "country", "water", "undisclosed")

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE citation (id INTEGER PRIMARY KEY, words TEXT);
CREATE TABLE place (id INTEGER PRIMARY KEY, source INT, code, name TEXT, kind INT,
    precision INT, country TEXT, lon INT, lat INT, population INT, citation INT,
    region INT, district INT, details INT);
CREATE TABLE box (place INTEGER PRIMARY KEY, west INT, south INT, east INT, north INT);
CREATE TABLE label (place INTEGER PRIMARY KEY, lon INT, lat INT);
CREATE TABLE assigned (place INT, country TEXT, source TEXT, PRIMARY KEY (place, country, source))
    WITHOUT ROWID;
CREATE TABLE ref (source INT, code, place INT, PRIMARY KEY (source, code)) WITHOUT ROWID;
CREATE TABLE further (place INT, source INT, code, PRIMARY KEY (place, source, code)) WITHOUT ROWID;
CREATE TABLE name (key TEXT, rank INT, place INT, form INT, PRIMARY KEY (key, rank, place))
    WITHOUT ROWID;
CREATE TABLE cell (cell INT, place INT, PRIMARY KEY (cell, place)) WITHOUT ROWID;
CREATE TABLE shape (id INTEGER PRIMARY KEY, place INT, disputed INT, geometry BLOB);
CREATE TABLE extent (layer TEXT, scale INT, id INT, west REAL, south REAL, east REAL, north REAL,
    PRIMARY KEY (layer, scale, id)) WITHOUT ROWID;
CREATE TABLE spelling (length INTEGER PRIMARY KEY, keys BLOB);
CREATE TABLE sound (sound TEXT, key TEXT, PRIMARY KEY (sound, key)) WITHOUT ROWID;
"""
"""Degrees are kept as whole 100,000ths. Under a key of `name` the rows of lowest rank, the most
prominent, stand first. `assigned` lists whose data give a place to which country, where they
differ. `spelling` holds all keys of one length, compressed, for look-ups of misspelt names;
`sound` the keys that sound alike, for other ways to romanise a name."""


@contextmanager
def new_store(target: Path) -> Iterator[sqlite3.Connection]:
    """Open an empty store that takes the target's place once all is written, or never."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    try:
        store = sqlite3.connect(temporary, isolation_level=None)
        try:
            store.executescript(_FOR_ONE_WRITER)
            store.executescript(TABLES)
            store.execute("BEGIN")
            yield store
            store.execute("COMMIT")
        finally:
            store.close()
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def fill(store: sqlite3.Connection, table: str, width: int, values: Iterable[Any]) -> None:
    """Insert rows of values into a table."""
    marks = ",".join("?" * width)
    store.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608


def prominence(kind: str, population: int, weight: float, *, ours: bool) -> float:
    """How likely a place is meant, all else unknown; only the order counts.

    `weight` tells the better-known sites of a kind; `ours` rows that a person chose.
    """
    people = math.log10(population + 1)
    if kind == "country":
        return 100 + people
    if ours:
        return max(people, 5.0)
    if kind == "region":
        return people + (0.3 if weight else -1.0)
    if kind in {"sea", "lake"}:
        return 2.5 + math.log10(1 + 100 * weight)
    if kind in _SITES:
        return _SITES[kind] + weight
    return people


def rank_of(prominence: float) -> int:
    """Give the rank under which the store sorts a prominence: the lower, the more prominent."""
    return max(0, 12_000 - round(100 * prominence))


def split_code(code: str) -> int | str:
    """Give a code as the store keeps it: a number where nothing is lost by it."""
    plain = code.isascii() and code.isdigit() and (code == "0" or code[0] != "0")
    return int(code) if plain and len(code) < 16 else code


def cell_of(lon_deg: float, lat_deg: float) -> int:
    """Number of the one-degree cell that holds a position, row by row from the south pole."""
    return int(min(179, lat_deg + 90)) * 360 + int(min(359, lon_deg + 180))


def fixed(degrees: float) -> int:
    """Give degrees as the store keeps them."""
    return round(degrees * 100_000)


_FOR_ONE_WRITER = """
PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=0; PRAGMA cache_size=-65536;
PRAGMA locking_mode=EXCLUSIVE; PRAGMA threads=2;
"""
_SITES = {"port": 3.0, "airport": 2.0}
