"""Lines and rows of files that people bring: any size, plain or zipped, with line numbers."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gazetteer.errors import UnusableInput
from gazetteer.imports.incoming import Refused

__all__ = ["blocks_of", "lines_of", "opened", "rows_of"]

_LONGEST_CHARACTERS = 1_000_000
_BLOCK_CHARACTERS = 4_000_000


def lines_of(path: Path, encoding: str = "utf-8") -> Iterator[tuple[int, str]]:
    """Give the lines of a text with their numbers, without line ends; empty ones are skipped.

    Raises
    ------
    UnusableInput
        When the file cannot be read, or a line has more than a million characters.
    """
    for first, lines in blocks_of(path, encoding):
        for number, line in enumerate(lines, first):
            if line:
                yield number, line


def blocks_of(path: Path, encoding: str = "utf-8") -> Iterator[tuple[int, list[str]]]:
    """Give the lines of a text by the block, each with the number of its first line.

    Raises
    ------
    UnusableInput
        When the file cannot be read, or a line has more than a million characters.
    """
    with opened(path, encoding) as stream:
        first, rest = 1, ""
        while block := stream.read(_BLOCK_CHARACTERS):
            lines = (rest + block).replace("\r\n", "\n").split("\n")
            rest = lines.pop()
            if len(rest) > _LONGEST_CHARACTERS:
                what = f"the line has more than {_LONGEST_CHARACTERS:,} characters"
                line = first + len(lines)
                remedy = "give a text file with one place a line"
                raise UnusableInput(what, file=path, line=line, remedy=remedy)
            yield first, lines
            first += len(lines)
        if rest:
            yield first, [rest.rstrip("\r")]


def rows_of(
    path: Path, columns: Sequence[str], *, encoding: str = "utf-8-sig"
) -> Iterator[tuple[int, dict[str, str]] | Refused]:
    """Give the rows of a CSV file with a header, by column and stripped, with their lines.

    Parameters
    ----------
    path
        The file.
    columns
        Columns that its header must have, in any case and order; others are kept.
    encoding
        Bytes that do not fit it are shown as U+FFFD.

    Raises
    ------
    UnusableInput
        When a column is lacking, named twice, or the file cannot be read.
    """
    with opened(path, encoding) as stream:
        reader = csv.reader(_bounded(stream, path))
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, columns, path)
        while True:
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Refused(reader.line_num, f"is no CSV ({error})", "close its quotation marks")
                continue
            if len(values) == len(header):
                row = dict(zip(header, (value.strip() for value in values), strict=True))
                yield reader.line_num, row
            elif values:
                what = f"has {len(values)} values, the header has {len(header)}"
                remedy = "put values with commas in double quotes"
                yield Refused(reader.line_num, what, remedy)


@contextmanager
def opened(path: Path, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """Open a text, or the text in a zip: the largest `.txt` or `.csv` there.

    Raises
    ------
    UnusableInput
        When the file cannot be read.
    """
    try:
        if not zipfile.is_zipfile(path):
            with path.open(encoding=encoding, errors="replace", newline="") as stream:
                yield stream
            return
        with zipfile.ZipFile(path) as archive:
            texts = [one for one in archive.infolist() if one.filename.endswith((".txt", ".csv"))]
            if not texts:
                remedy = "give the zip as it was published, or the file in it"
                raise UnusableInput("holds no .txt or .csv", file=path, remedy=remedy)
            chosen = max(texts, key=lambda one: one.file_size)
            with archive.open(chosen) as member:
                yield io.TextIOWrapper(member, encoding=encoding, errors="replace", newline="")
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError) as error:
        what = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise UnusableInput(what, file=path, remedy="give a readable file") from error


def _bounded(stream: IO[str], path: Path) -> Iterator[str]:
    for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_CHARACTERS), ""), 1):
        if len(line) == _LONGEST_CHARACTERS:
            what = f"the line has more than {_LONGEST_CHARACTERS:,} characters"
            raise UnusableInput(what, file=path, line=number, remedy="give one place a line")
        yield line.replace("\0", "")


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
