"""Makes the place store out of the pinned data packages and the curated rows.

Runs while the package is built (`hatch_build.py`) and by `python -m gazetteer.build`. The
result is one read-only SQLite file; the same inputs give the same rows in the same order.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from gazetteer import names
from gazetteer.collector import collector_at_rest
from gazetteer.disputes import assign_countries, dispute_shapes, read_disputes
from gazetteer.errors import SupplyroutesError
from gazetteer.joining import gather, name_waters
from gazetteer.layers import Row
from gazetteer.outlines import Shape, shapes, sovereigns
from gazetteer.pins import HOME, Pins, fingerprint, load_pins
from gazetteer.schema import (
    APPLICATION,
    FORMAT,
    FORMS,
    HAS,
    KINDS,
    PRECISIONS,
    cell_of,
    fill,
    fixed,
    new_store,
    rank_of,
    split_code,
)
from gazetteer.spelling import fill_spellings

__all__ = ["build_store", "main"]

SOURCES = ("geonames", "wpi", "unlocode", "icao", "iata", "lid", "iso", "ne", "curated")


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
    with collector_at_rest(), ThreadPoolExecutor(1) as aside:
        # GEOS works without Python's lock: outlines are cut while rows are gathered.
        cut = aside.submit(shapes, pins)
        rows = gather(pins, home / "curated")
        outlines = cut.result()
        name_waters(outlines, rows)
        disputes = read_disputes(home / "curated" / "disputes.csv")
        assign_countries(rows, outlines, disputes, sovereigns(pins))
        outlines += dispute_shapes(disputes)
        return _write(target, rows, outlines, fingerprint(home))


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


def _write(target: Path, rows: list[Row], outlines: list[Shape], mark: str) -> dict[str, int]:
    ids = {ref: number for number, row in enumerate(rows, 1) for ref in (row.ref, *row.refs)}
    cited = {words: number for number, words in enumerate(sorted({r.citation for r in rows}), 1)}
    with new_store(target) as store:
        fill(store, "citation", 2, [(number, words) for words, number in cited.items()])
        fill(store, "place", 14, _places(rows, ids, cited))
        fill(store, "box", 5, ((n, *map(fixed, r.box)) for n, r in enumerate(rows, 1) if r.box))
        labelled = ((n, r.label) for n, r in enumerate(rows, 1) if r.label)
        fill(store, "label", 3, ((number, *map(fixed, label)) for number, label in labelled))
        fill(store, "assigned", 3, ((n, *one) for n, r in enumerate(rows, 1) for one in r.assigned))
        fill(store, "ref", 3, sorted(_refs(rows), key=str))
        fill(store, "further", 3, _further(rows))
        fill(store, "name", 4, _names(rows))
        cells = ((cell_of(r.lon_deg, r.lat_deg), n) for n, r in enumerate(rows, 1))
        fill(store, "cell", 2, sorted(cells))
        _write_shapes(store, outlines, ids)
        counts = {
            table: int(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
            for table in ("place", "name", "shape")
        }
        fill_spellings(store)
        fill(store, "meta", 2, sorted(_meta(mark, counts).items()))
    return {"places": counts["place"], "names": counts["name"], "shapes": counts["shape"]}


def _meta(mark: str, counts: dict[str, int]) -> dict[str, str]:
    return {
        "application": APPLICATION,
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
            fixed(row.lon_deg),
            fixed(row.lat_deg),
            row.population,
            cited[row.citation],
            *within,
            _details(row),
        )


def _details(row: Row) -> int:
    facts = {
        "capital": row.capital,
        "box": row.box is not None,
        "refs": bool(row.refs),
        "assigned": bool(row.assigned),
    }
    return sum(HAS[fact] for fact, holds in facts.items() if holds)


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


def _names(rows: list[Row]) -> list[tuple[str, int, int, int]]:
    """Give every key of every row once, under its strongest form, in the order of the index."""
    found: list[tuple[str, int, int, int]] = []
    for number, row in enumerate(rows, 1):
        rank = rank_of(row.prominence)
        strongest: dict[str, int] = {}
        for name, form in _written(row):
            key = names.fold(name)
            if key and form < strongest.get(key, len(FORMS)):
                strongest[key] = form
        found.extend((key, rank, number, form) for key, form in strongest.items())
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
    further = (row.codes, row.demonyms, row.abbreviations, row.mistaken)
    for form, listed in enumerate(further, FORMS.index("code")):
        yield from ((name, form) for name in listed)


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
    return SOURCES.index(source), split_code(code)


if __name__ == "__main__":
    raise SystemExit(main())
