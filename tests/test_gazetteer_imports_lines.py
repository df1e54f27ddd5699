"""Lines of files that people bring: each numbered, the bad ones refused, packed files bounded."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import UnusableInput
from gazetteer.imports import lines as room
from gazetteer.imports.incoming import Refused
from gazetteer.imports.lines import chunks_of, lines_of


def read(path: Path, **options: str) -> tuple[list[tuple[int, str]], list[Refused]]:
    good: list[tuple[int, str]] = []
    bad: list[Refused] = []
    for one in lines_of(path, **options):
        if isinstance(one, Refused):
            bad.append(one)
        else:
            good.append(one)
    return good, bad


def written(tmp_path: Path, raw: bytes, name: str = "a.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(raw)
    return path


def test_lines_are_numbered_and_empty_ones_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfone\r\n\r\nthree\nfour")
    assert read(path) == ([(1, "one"), (3, "three"), (4, "four")], [])


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1000])
def test_lines_do_not_depend_on_how_the_file_comes_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(room, "_CHUNK_BYTES", chunk)
    monkeypatch.setattr(room, "_LONGEST_BYTES", 9)
    raw = "a\r\nöö\n\n0123456789\nnul\0\nb\xff\n".encode("latin-1").replace(b"\xf6", b"\xc3\xb6")
    good, bad = read(written(tmp_path, raw + b"x" * 40 + b"\nlast"))
    assert good == [(1, "a"), (2, "öö"), (8, "last")]
    assert [one.line for one in bad] == [4, 5, 6, 7]
    assert all(one.remedy for one in bad)


@given(st.lists(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]))))
def test_whatever_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_text("".join(f"{line}\n" for line in ["x", *lines]), encoding="utf-8", newline="")
    wanted = [(number, line) for number, line in enumerate(["x", *lines], 1) if line]
    assert read(path) == (wanted, [])


def test_an_endless_line_takes_no_memory(tmp_path: Path) -> None:
    path = written(tmp_path, b"good\n" + b"x" * 24_000_000 + b"\nafter\n")
    tracemalloc.start()
    good, bad = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert good == [(1, "good"), (3, "after")]
    assert [one.line for one in bad] == [2]
    assert peak < 12_000_000


def test_other_encodings_are_tried_line_by_line(tmp_path: Path) -> None:
    path = written(tmp_path, "Malmö\n".encode() + "Göteborg\n".encode("latin-1"))
    assert [line for _, line in read(path)[0]] == ["Malmö"]
    both = lines_of(path, ("utf-8", "latin-1"))
    assert list(both) == [(1, "Malmö"), (2, "Göteborg")]


def test_utf_16_is_told_from_text(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"a\.txt: is in UTF-16; save it as UTF-8: iconv"):
        read(written(tmp_path, "name\n".encode("utf-16")))


def test_a_zip_gives_its_largest_text_or_the_named_ones_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.pdf", b"%PDF" * 100)
        archive.writestr("Part2.csv", "c\n")
        archive.writestr("Part1.csv", "a\nb")
        archive.writestr("Codes.csv", "of no use, but the largest\n")
    assert read(path)[0] == [(1, "of no use, but the largest")]
    assert read(path, members="Part")[0] == [(1, "a"), (2, "b"), (3, "c")]


def test_gzip(tmp_path: Path) -> None:
    assert read(written(tmp_path, gzip.compress(b"a\nb\n"), "a.txt.gz"))[0] == [(1, "a"), (2, "b")]


def bomb(kind: str) -> bytes:
    big = b"0,0\n" * 1_000_000
    if kind == "gzip":
        return gzip.compress(big, 9)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", big)
    return packed.getvalue()


@pytest.mark.parametrize("kind", ["zip", "gzip"])
def test_what_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(room, "_HARMLESS_BYTES", 1_000_000)
    path = written(tmp_path, bomb(kind))
    assert path.stat().st_size < 50_000
    with pytest.raises(UnusableInput, match="unpacks to more than 100 times its size"):
        for _ in chunks_of(path):
            pass


@pytest.mark.parametrize("cut", [30, 60, 90])
def test_a_damaged_archive_is_one_error(tmp_path: Path, cut: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "".join(f"line {n}\n" for n in range(1000)))
    raw = bytearray(packed.getvalue())
    raw[cut : cut + 20] = b"\xff" * 20
    with pytest.raises(UnusableInput, match="cannot be read"):
        read(written(tmp_path, bytes(raw), "a.zip"))
    with pytest.raises(UnusableInput, match="cannot be read"):
        read(written(tmp_path, gzip.compress(b"x" * 9999)[: -cut // 5], "a.gz"))


def test_no_text_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.exe", b"MZ")
    with pytest.raises(UnusableInput, match="holds no file that ends in"):
        read(path)


def test_what_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", Path("/dev/null"), tmp_path / "a\0b"):
        with pytest.raises(UnusableInput):
            read(path)
