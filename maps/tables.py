"""Look-ups as tables: drawn on a terminal, plain aligned columns in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.listing import printable

if TYPE_CHECKING:
    from gazetteer import Candidate, Place
    from gazetteer.around import Surroundings
    from maps.lookup import Look

__all__ = ["Table", "drawn", "plain", "tables"]

_HEAD = ("score", "name", "kind", "country", "region", "lon,lat", "ref", "reasons")
_HELD = ("held by", "kind", "country", "ref", "known by")
_NEAR = ("nearest", "kind", "country", "region", "from there", "ref")
_UNKNOWN = "no place of this name is known"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in readers' words under a title, and notes below; all printable."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def tables(looks: Sequence[Look]) -> list[Table]:
    """Put look-ups into tables: one a name, two a position."""
    return [table for look in looks for table in _tables(look)]


def plain(shown: Sequence[Table]) -> str:
    """Write tables with aligned columns, two spaces between them and the last as long as it is."""
    return "\n".join(line for table in shown for line in _plain_lines(table))


def drawn(shown: Sequence[Table], width: int | None = None) -> str:
    """Draw tables for a terminal, in its colours; `width` in columns, by default the terminal's."""
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    out = StringIO()
    size = Console().width if width is None else width
    console = Console(file=out, force_terminal=True, width=size, highlight=False)
    for table in shown:
        if table.title:
            console.print(Text(table.title, style="bold"))
        if table.rows:
            grid = Drawn(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
            for title in table.head:
                grid.add_column(title, overflow="fold", justify="left")
            for row in table.rows:
                grid.add_row(*(Text(cell) for cell in row))
            console.print(grid)
        for note in table.notes:
            console.print(Text(note, style="dim"))
    return out.getvalue().rstrip("\n")


def _tables(look: Look) -> Iterator[Table]:
    if look.around is not None:
        yield from _around(look.name, look.around)
    elif not look.found:
        yield Table(printable(look.name), _HEAD, (), (_UNKNOWN,))
    else:
        rows = tuple(_row(one) for one in look.found)
        yield Table(
            printable(look.name), _HEAD, rows, tuple(_notes([one.place for one in look.found]))
        )


def _row(candidate: Candidate) -> tuple[str, ...]:
    place = candidate.place
    return (
        f"{candidate.score:.2f}",
        printable(place.name),
        place.kind.value,
        printable(_countries(place)),
        printable(place.region or ""),
        f"{place.lon_deg:.4f},{place.lat_deg:.4f}",
        printable(place.ref),
        printable("; ".join(candidate.why)),
    )


def _around(name: str, around: Surroundings) -> Iterator[Table]:
    from gazetteer.around import compass
    from gazetteer.notebook import known_by

    held = tuple(
        (
            printable(one.place.name),
            one.place.kind.value,
            printable(_countries(one.place)),
            printable(one.place.ref),
            known_by(one),
        )
        for one in around.holders
    )
    nearest = tuple(
        (
            printable(one.place.name),
            one.place.kind.value,
            printable(_countries(one.place)),
            printable(one.place.region or ""),
            f"{one.distance_km:.0f} km {compass(one.bearing_deg)}",
            printable(one.place.ref),
        )
        for one in around.nearest
    )
    shown = [*(one.place for one in around.holders), *(one.place for one in around.nearest)]
    missing = () if held else ("no area of the store holds this position",)
    yield Table(printable(name), _HELD, held, missing)
    yield Table("", _NEAR, nearest, tuple(_notes(shown)))


def _countries(place: Place) -> str:
    return " or ".join(place.countries)


def _notes(places: Sequence[Place]) -> Iterator[str]:
    """Write who says what of the countries on which sources differ, once a place."""
    for place in dict.fromkeys(places):
        if place.note:
            yield printable(f"{place.name}: {place.note}")


def _plain_lines(table: Table) -> Iterator[str]:
    if table.title:
        yield table.title
    if table.rows:
        lines = (table.head, *table.rows)
        widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
        for cells in lines:
            padded = (
                cell + " " * (width - _width(cell))
                for cell, width in zip(cells, widths, strict=True)
            )
            yield "  " + "  ".join(padded).rstrip()
    yield from (f"  {note}" for note in table.notes)


def _width(text: str) -> int:
    """Columns that a text takes on a terminal: wide East Asian letters take two."""
    from rich.cells import cell_len

    return len(text) if text.isascii() else cell_len(text)
