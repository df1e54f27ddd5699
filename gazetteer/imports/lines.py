"""Lines of files that people bring: any size, plain or packed, each with its number.

A line that cannot be used (too long, other bytes than the encoding allows, zero bytes) is
refused by its number; the others are given.
"""

from __future__ import annotations

import gzip
import lzma
import stat
import zipfile
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, NamedTuple

from gazetteer.errors import UnusableInput
from gazetteer.imports.incoming import Refused

__all__ = ["Block", "blocks_of", "chunks_of", "lines_in", "lines_of"]

UTF_8 = ("utf-8",)


class Block(NamedTuple):
    """Some whole lines as bytes, the number of the first, and lines that are emptied in it."""

    first: int
    raw: bytes
    refused: tuple[Refused, ...] = ()


def lines_of(
    path: Path, encodings: Sequence[str] = UTF_8, *, members: str = ""
) -> Iterator[tuple[int, str] | Refused]:
    """Give the lines of a text with their numbers, without line ends; empty ones are skipped.

    Parameters
    ----------
    path
        A text, or a zip or gzip of one.
    encodings
        Tried in turn, on each line by itself where the first does not fit.
    members
        Read all texts of a zip whose name contains this, one after another; else the largest.

    Raises
    ------
    UnusableInput
        When the file cannot be read, or is not what it says.
    """
    for block in blocks_of(path, members=members):
        lines, refused = lines_in(block, encodings)
        bad = {one.line: one for one in (*block.refused, *refused)}
        for number, line in enumerate(lines, block.first):
            if line:
                yield number, line
            elif number in bad:
                yield bad[number]


def blocks_of(path: Path, *, members: str = "") -> Iterator[Block]:
    """Give a text in blocks of whole lines; see `lines_of`."""
    first, rest = 1, b""
    too_long: Refused | None = None
    with closing(chunks_of(path, members=members)) as chunks:
        for chunk in chunks:
            whole, newline, after = (rest + chunk).rpartition(b"\n")
            if newline:
                refused = (too_long,) if too_long else ()
                if too_long:
                    whole = whole[whole.find(b"\n") :] if b"\n" in whole else b""
                    too_long = None
                yield Block(first, whole, refused)
                first += whole.count(b"\n") + 1
            rest = after
            if too_long or len(rest) > _LONGEST_BYTES:
                too_long, rest = _too_long(first), b""
    if too_long:
        yield Block(first, b"", (too_long,))
    elif rest:
        yield Block(first, rest)


def lines_in(
    block: Block, encodings: Sequence[str] = UTF_8
) -> tuple[list[str], tuple[Refused, ...]]:
    """Give the lines of a block, without line ends, empty where they are refused."""
    try:
        text = block.raw.decode(encodings[0])
    except UnicodeDecodeError:
        return _one_by_one(block, encodings)
    lines = text.replace("\r\n", "\n").removesuffix("\r").split("\n")
    if "\0" in text or max(map(len, lines)) > _LONGEST_BYTES:
        return _one_by_one(block, encodings)
    return lines, ()


def chunks_of(path: Path, *, members: str = "") -> Generator[bytes]:
    """Give the bytes of a text, unpacked and without a byte-order mark; see `lines_of`."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnusableInput("is no file", file=path, remedy="name a file")
        given = 0
        for chunk in _unpacked(path, members):
            if not given:
                chunk = _without_mark(chunk, path)  # noqa: PLW2901
            given += len(chunk)
            yield chunk
    except (OSError, ValueError, RuntimeError, *_BAD_ARCHIVES) as error:
        what = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise UnusableInput(what, file=path, remedy="give a readable file") from error


def _unpacked(path: Path, members: str) -> Iterator[bytes]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in _chosen(archive, path, members):
                with archive.open(member) as stream:
                    yield from _bounded(stream, member.compress_size, path)
                yield b"\n"
        return
    with path.open("rb") as stream:
        if stream.peek(2)[:2] != _GZIP:
            while chunk := stream.read(_CHUNK_BYTES):
                yield chunk
            return
    with gzip.open(path) as unpacked:
        yield from _bounded(unpacked, path.stat().st_size, path)


def _bounded(stream: IO[bytes] | gzip.GzipFile, packed_bytes: int, path: Path) -> Iterator[bytes]:
    """Read what is packed; text never shrinks to a hundredth, but an attack does."""
    most = max(_HARMLESS_BYTES, _TIMES_PACKED * packed_bytes)
    while chunk := stream.read(_CHUNK_BYTES):
        most -= len(chunk)
        if most < 0:
            what = f"unpacks to more than {_TIMES_PACKED} times its size, as no text does"
            raise UnusableInput(what, file=path, remedy="unpack it and look what it holds")
        yield chunk


def _chosen(archive: zipfile.ZipFile, path: Path, members: str) -> list[zipfile.ZipInfo]:
    texts = [one for one in archive.infolist() if one.filename.lower().endswith(_TEXTS)]
    if not texts:
        what = f"holds no file that ends in {', '.join(_TEXTS)}"
        remedy = "give the zip as it was published, or the file in it"
        raise UnusableInput(what, file=path, remedy=remedy)
    named = [one for one in texts if members and members in one.filename]
    if named:
        return sorted(named, key=lambda one: one.filename)
    return [max(texts, key=lambda one: one.file_size)]


def _without_mark(chunk: bytes, path: Path) -> bytes:
    if chunk.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        remedy = f"save it as UTF-8: iconv -f UTF-16 -t UTF-8 {path.name} > utf8-{path.name}"
        raise UnusableInput("is in UTF-16", file=path, remedy=remedy)
    return chunk.removeprefix(BOM_UTF8)


def _one_by_one(block: Block, encodings: Sequence[str]) -> tuple[list[str], tuple[Refused, ...]]:
    lines: list[str] = []
    refused: list[Refused] = []
    for number, raw in enumerate(block.raw.split(b"\n"), block.first):
        line, why = _decoded(raw.removesuffix(b"\r"), number, encodings)
        lines.append(line)
        if why is not None:
            refused.append(why)
    return lines, tuple(refused)


def _decoded(raw: bytes, number: int, encodings: Sequence[str]) -> tuple[str, Refused | None]:
    if len(raw) > _LONGEST_BYTES:
        return "", _too_long(number)
    if b"\0" in raw:
        return "", Refused(number, "holds a zero byte", "save the file as plain text")
    for encoding in encodings:
        try:
            return raw.decode(encoding), None
        except UnicodeDecodeError as error:
            byte = raw[error.start]
    what = f"byte 0x{byte:02X} is not valid {encodings[-1].upper()}"
    return "", Refused(number, what, "save the file as UTF-8, or give its --encoding")


def _too_long(number: int) -> Refused:
    what = f"the line has more than {_LONGEST_BYTES:,} bytes"
    return Refused(number, what, "give one place a line")


_LONGEST_BYTES = 1_000_000
_CHUNK_BYTES = 2_000_000
_HARMLESS_BYTES = 50_000_000
_TIMES_PACKED = 100
_GZIP = b"\x1f\x8b"
_TEXTS = (".txt", ".csv", ".tsv", ".json", ".geojson", ".jsonl", ".ndjson")
_BAD_ARCHIVES = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError)
