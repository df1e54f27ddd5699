"""The tables of a dossier as GeoDataFrames, and GDAL's writing of them with the same bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gazetteer.errors import SupplyroutesError
from maps.exports.tables import Table

__all__ = ["WGS84", "frame_of", "needed", "scratch", "steady_clock", "typed_columns"]

WGS84 = "OGC:CRS84"
"""Longitude before latitude, as in all that this project writes."""

_WHOLE = frozenset({"number", "leg", "start", "end", "page"})
_REAL = frozenset({"length_km", "lon_deg", "lat_deg", "score"})


def needed(*modules: str, extra: str) -> None:
    """Import what an extra brings, or tell how to install it.

    Raises
    ------
    SupplyroutesError
        When one of the modules is not installed.
    """
    for module in modules:
        try:
            import_module(module)
        except ImportError:
            raise SupplyroutesError(
                f"this needs {module}, which is not installed",
                remedy=f"install it with: pip install 'supplyroutes[{extra}]'",
            ) from None


def typed_columns(table: Table) -> dict[str, Any]:
    """Give the columns of a table by name as pandas arrays, nulls kept, types as they are.

    The type of a column does not hang on its values: an empty column of a dossier has the
    same one as a full column of another, so that files of several dossiers can be joined.
    """
    import pandas as pd

    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    return {
        name: pd.array(list(values), dtype=_dtype(name))
        for name, values in zip(table.columns, columns, strict=True)
    }


def frame_of(table: Table, *, known: bool = False) -> Any:
    """Make a GeoDataFrame of a table with shapes; `known` leaves out rows without one."""
    import geopandas as gpd

    frame = gpd.GeoDataFrame(typed_columns(table), geometry=list(table.shapes), crs=WGS84)
    return frame[frame.geometry.notna()] if known else frame


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """Give a path in a folder of its own that is gone afterwards: GDAL writes files only."""
    with TemporaryDirectory(prefix="supplyroutes-") as folder:
        yield Path(folder) / name


@contextmanager
def steady_clock() -> Iterator[None]:
    """Make GDAL date what it writes by SOURCE_DATE_EPOCH, or else 1970, never by the clock."""
    import pyogrio

    option = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: _moment().strftime("%Y-%m-%dT%H:%M:%S.000Z")})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _moment() -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch) if epoch.isdecimal() else 0, tz=UTC)


def _dtype(name: str) -> str:
    if name in _WHOLE:
        return "Int64"
    return "Float64" if name in _REAL else "string"
