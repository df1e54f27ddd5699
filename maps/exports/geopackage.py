"""GeoPackage: layers for legs, sites and places, plain tables, and the relations among them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from maps.exports.layers import frame_of, needed, scratch, steady_clock, typed_columns
from maps.exports.material import Material
from maps.exports.tables import RELATIONS, Cell, Table, layers_of

__all__ = ["geopackage_of"]

_MAPPINGS = {mapping: (base, related) for base, related, mapping, _, _ in RELATIONS}


def geopackage_of(material: Material) -> bytes:
    """Write the tables into one GeoPackage 1.3 or later.

    Relations follow the OGC's Related Tables extension (18-000), by row numbers as it asks;
    the mapping tables keep the dossier's ids beside them.

    Raises
    ------
    SupplyroutesError
        When the extra `gis` is not installed.
    """
    needed("geopandas", "pyogrio", extra="gis")
    tables = layers_of(material)
    with steady_clock(), scratch("dossier.gpkg") as path:
        for table in tables:
            if table.name not in _MAPPINGS:
                _write(table, path)
        _relate(path, {table.name: table for table in tables})
        return path.read_bytes()


def _write(table: Table, path: Path) -> None:
    import geopandas as gpd
    import pandas as pd
    import pyogrio

    # "id" is the dossier's; GDAL numbers the rows in a column of its own.
    options = {"driver": "GPKG", "layer": table.name, "layer_options": {"FID": "fid"}}
    if not table.is_layer:
        frame = pd.DataFrame(typed_columns(table))
        pyogrio.write_dataframe(frame, path, append=path.exists(), **options)
        return
    shaped: gpd.GeoDataFrame = frame_of(table)
    pyogrio.write_dataframe(
        shaped, path, append=path.exists(), geometry_type="Unknown", promote_to_multi=False,
        **options,
    )  # fmt: skip


def _relate(path: Path, tables: dict[str, Table]) -> None:
    rows = {name: {row[0]: n for n, row in enumerate(t.rows, 1)} for name, t in tables.items()}
    with sqlite3.connect(path) as store:
        store.execute(_RELATIONS_TABLE)
        for extended in ("gpkgext_relations", *_MAPPINGS):
            store.execute(_EXTENSION, (extended,))
        for name, (base, related) in _MAPPINGS.items():
            _map(store, tables[name], rows[base], rows[related])
            store.execute(_CONTENTS, (name, name))
            store.execute(_RELATION, (base, related, name))
    store.close()


def _map(
    store: sqlite3.Connection, table: Table, bases: dict[Cell, int], others: dict[Cell, int]
) -> None:
    columns = ", ".join(f'"{column}" TEXT NOT NULL' for column in table.columns)
    store.execute(
        f'CREATE TABLE "{table.name}" (base_id INTEGER NOT NULL, related_id INTEGER NOT NULL,'
        f" {columns})"
    )
    marks = ", ".join("?" * (2 + len(table.columns)))
    store.executemany(
        f'INSERT INTO "{table.name}" VALUES ({marks})',  # noqa: S608 - names of our own
        (
            (bases[row[0]], others[row[1]], *row)
            for row in table.rows
            if row[0] in bases and row[1] in others
        ),
    )


_RELATIONS_TABLE = """
CREATE TABLE gpkgext_relations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    base_table_name TEXT NOT NULL,
    base_primary_column TEXT NOT NULL DEFAULT 'id',
    related_table_name TEXT NOT NULL,
    related_primary_column TEXT NOT NULL DEFAULT 'id',
    relation_name TEXT NOT NULL,
    mapping_table_name TEXT NOT NULL UNIQUE
)
"""
_EXTENSION = """
INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
VALUES (?, NULL, 'gpkg_related_tables', 'http://www.geopackage.org/18-000.html', 'read-write')
"""
_CONTENTS = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
SELECT ?, 'attributes', ?, '', max(last_change) FROM gpkg_contents
"""
_RELATION = """
INSERT INTO gpkgext_relations (base_table_name, base_primary_column, related_table_name,
    related_primary_column, relation_name, mapping_table_name)
VALUES (?, 'fid', ?, 'fid', 'features', ?)
"""
