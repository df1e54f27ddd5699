"""Rows of CSV files that people bring, each by itself, so that a bad one spoils no other."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from gazetteer.errors import UnusableInput
from gazetteer.imports.incoming import Refused
from gazetteer.imports.lines import UTF_8, lines_of

__all__ = ["Values", "header_of", "records_of", "rows_of"]

Values = Mapping[str, str]


def rows_of(
    path: Path, columns: Sequence[str], *, encodings: Sequence[str] = UTF_8
) -> Iterator[tuple[int, Values] | Refused]:
    """Give the rows of a CSV file with a header, by column and stripped, with their lines.

    Parameters
    ----------
    path
        The file; its values are parted by commas, semicolons or tabs, as its header is.
    columns
        Columns that its header must have, in any case and order; under these names they are
        given, all others under their own.
    encodings
        See `lines_of`.

    Raises
    ------
    UnusableInput
        When a column is lacking, named twice, or the file cannot be read.
    """
    lines = lines_of(path, encodings)
    written, delimiter = header_of(lines)
    by_fold = {name.casefold(): name for name in columns}
    header = [by_fold.get(name.casefold(), name) for name in written]
    _check_header(header, columns, path)
    for record in records_of(lines, len(header), delimiter):
        if isinstance(record, Refused):
            yield record
            continue
        number, values = record
        if len(values) == len(header):
            yield number, dict(zip(header, values, strict=True))
        else:
            what = f"has {len(values)} values, the header has {len(header)}"
            yield Refused(number, what, f"put values with {delimiter!r} in double quotes")


def header_of(lines: Iterator[tuple[int, str] | Refused]) -> tuple[list[str], str]:
    """Take the header off the lines of a table: its columns, and what parts them."""
    first = next(lines, Refused(1, "", ""))
    if isinstance(first, Refused):
        return [], ","
    delimiter = max(_DELIMITERS, key=first[1].count)
    return [name.strip() for name in next(csv.reader([first[1]], delimiter=delimiter))], delimiter


def records_of(
    lines: Iterable[tuple[int, str] | Refused], width: int, delimiter: str = ","
) -> Iterator[tuple[int, list[str]] | Refused]:
    """Give the values of each record, stripped, with the number of its first line.

    A quotation mark that is never closed spoils its own line only: what follows is joined to
    it when that makes a record of the wanted width, and read by itself otherwise.

    Parameters
    ----------
    lines
        Numbered lines, or why there is none.
    width
        How many values a record has.
    delimiter
        What stands between values.
    """
    stream = _Lines(lines)
    for one in stream:
        if isinstance(one, Refused):
            yield one
            continue
        number, line = one
        values = _parsed(line, delimiter, strict=line.count('"') % 2 == 1)
        if values is None:
            values = _joined(line, stream, width, delimiter)
        if values is None:
            what = "opens a quotation mark that nothing closes"
            yield Refused(number, what, 'close it, and write " within quotes twice')
        else:
            yield number, [value.strip() for value in values]


class _Lines:
    """Lines that can be put back."""

    def __init__(self, lines: Iterable[tuple[int, str] | Refused]) -> None:
        self._lines = iter(lines)
        self._back: deque[tuple[int, str] | Refused] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> tuple[int, str] | Refused:
        return self._back.popleft() if self._back else next(self._lines)

    def put_back(self, lines: Sequence[tuple[int, str] | Refused]) -> None:
        self._back.extendleft(reversed(lines))


def _joined(line: str, stream: _Lines, width: int, delimiter: str) -> list[str] | None:
    taken: list[tuple[int, str] | Refused] = []
    parts = [line]
    for one in stream:
        taken.append(one)
        if isinstance(one, Refused) or len(taken) == _MOST_LINES:
            break
        parts.append(one[1])
        if one[1].count('"') % 2 == 1:
            values = _parsed("\n".join(parts), delimiter, strict=True)
            if values is not None and len(values) == width:
                return values
            break
    stream.put_back(taken)
    return None


def _parsed(text: str, delimiter: str, *, strict: bool) -> list[str] | None:
    """Read one record; `strict` where it may end within quotes."""
    try:
        lines = text.splitlines(keepends=True) if strict else [text]
        return next(csv.reader(lines, delimiter=delimiter, strict=strict), [])
    except csv.Error:
        return None


def _check_header(header: list[str], columns: Sequence[str], path: Path) -> None:
    lacking = [name for name in columns if name not in header]
    if lacking:
        what = f"the header lacks {', '.join(map(repr, lacking))}"
        remedy = f"begin with a line of column names, {', '.join(columns)} among them"
        raise UnusableInput(what, file=path, line=1, remedy=remedy)
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice is not None:
        what = f"the header names {twice!r} twice"
        raise UnusableInput(what, file=path, line=1, remedy="name each column once")


_DELIMITERS = (",", ";", "\t")
_MOST_LINES = 100
