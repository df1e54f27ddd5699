"""Rows of CSV: a bad one, an open quotation mark above all, spoils no other."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.errors import UnusableInput
from gazetteer.imports.incoming import Refused
from gazetteer.imports.table import records_of, rows_of


def records(text: str, width: int) -> list[tuple[int, list[str]] | Refused]:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line]
    return list(records_of(lines, width))


def lines_and_values(text: str, width: int) -> list[tuple[int, list[str] | None]]:
    return [(one.line, None) if isinstance(one, Refused) else one for one in records(text, width)]


def test_quotes_as_csv_has_them() -> None:
    assert records('1,"a, b","say ""c"""\n2,5" pipe,x', 3) == [
        (1, ["1", "a, b", 'say "c"']),
        (2, ["2", '5" pipe', "x"]),
    ]


def test_a_record_over_several_lines() -> None:
    assert records('1,"a\nb\nc",2\n3,d,4', 3) == [(1, ["1", "a\nb\nc", "2"]), (4, ["3", "d", "4"])]


@pytest.mark.parametrize("after", ["2,b,20", '2,"b",20', '2,"b, c",20\n3,"d",1'])
def test_an_open_quote_spoils_its_own_line_only(after: str) -> None:
    found = lines_and_values(f'1,"a,10\n{after}', 3)
    assert found[0] == (1, None)
    assert len(found) == 1 + len(after.split("\n"))
    assert all(values is not None for _, values in found[1:])


def test_two_open_quotes_in_a_row_are_not_taken_for_one_record() -> None:
    found = lines_and_values('1,"a,10,20\n2,"b,11,21\n3,c,12,22', 4)
    assert found == [(1, None), (2, None), (3, ["3", "c", "12", "22"])]


def test_a_thousand_open_quotes_are_refused_one_by_one() -> None:
    found = lines_and_values("\n".join('1,"a,b' for _ in range(1000)), 3)
    assert found == [(number, None) for number in range(1, 1001)]


VALUES = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs", "Zl", "Zp"]))


@given(st.lists(st.lists(VALUES.map(str.strip), min_size=3, max_size=3), min_size=1, max_size=9))
def test_what_csv_writes_is_read(rows: list[list[str]]) -> None:
    # An empty line within a value is lost with all empty lines.
    rows = [[" ".join(value.split()) for value in row] for row in rows]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    assert [values for _, values in lines_and_values(stream.getvalue(), 3)] == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_shows_what_parts_values(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(delimiter.join(["NAME", "other"]) + "\n" + delimiter.join([" x ", "y"]))
    assert list(rows_of(path, ["name"])) == [(2, {"name": "x", "other": "y"})]


def test_a_row_of_another_width_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1\n1,2\n1,2,3\n")
    found = list(rows_of(path, ["a"]))
    assert [type(one) for one in found] == [Refused, tuple, Refused]
    assert isinstance(found[0], Refused)
    assert found[0].what == "has 1 values, the header has 2"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the header lacks 'a'"),
        ("b,c\n", "the header lacks 'a'"),
        ("a,b,b\n", "the header names 'b' twice"),
        ("a,A\n", "the header names 'a' twice"),
        ("\0\n", "the header lacks 'a'"),
    ],
)
def test_a_header_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(UnusableInput, match=said) as caught:
        list(rows_of(path, ["a"]))
    assert caught.value.line == 1
    assert caught.value.remedy
