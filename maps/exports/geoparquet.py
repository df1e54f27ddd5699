"""GeoParquet 1.1: legs, sites and places in one file, for analysis by column."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from maps.exports.layers import frame_of, needed
from maps.exports.material import Material
from maps.exports.tables import Table, layers_of

__all__ = ["geoparquet_of"]


def geoparquet_of(material: Material) -> bytes:
    """Write the parts that have shapes as rows; `layer` says what a row is.

    Raises
    ------
    SupplyroutesError
        When the extra `gis` is not installed.
    """
    needed("geopandas", "pyarrow", extra="gis")
    stream = BytesIO()
    frame = frame_of(_joined(table for table in layers_of(material) if table.is_layer))
    frame.to_parquet(stream, index=False, schema_version="1.1.0", compression="zstd")
    return stream.getvalue()


def _joined(tables: Iterable[Table]) -> Table:
    """Lay tables under each other; a column that one of them lacks is empty there."""
    layers = tuple(tables)
    columns = tuple(dict.fromkeys(name for table in layers for name in table.columns))
    rows = []
    for table in layers:
        at = {name: n for n, name in enumerate(table.columns)}
        rows += [
            (table.name, *(row[at[name]] if name in at else None for name in columns))
            for row in table.rows
        ]
    shapes = tuple(shape for table in layers for shape in table.shapes)
    return Table("features", ("layer", *columns), tuple(rows), shapes, is_layer=True)
