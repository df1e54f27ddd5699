"""CSV (RFC 4180): one table a file, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO

from maps.exports.characters import for_cell
from maps.exports.material import Material
from maps.exports.tables import Cell, Table, tables_of

__all__ = ["csv_files"]


def csv_files(material: Material) -> dict[str, bytes]:
    """Write each table as UTF-8 with a header, by file name.

    Text that a spreadsheet would run as a formula begins with an apostrophe; shapes are
    left out, but points have their columns.
    """
    return {f"{table.name}.csv": _csv(table) for table in tables_of(material)}


def _csv(table: Table) -> bytes:
    stream = StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    # A byte-order mark: without one Excel takes UTF-8 for the system's own encoding.
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _cell(cell: Cell) -> Cell:
    return for_cell(cell) if isinstance(cell, str) else cell
