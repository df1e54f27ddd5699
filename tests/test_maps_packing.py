"""The data's form: what the page unpacks is what was packed."""

import json
from collections.abc import Callable
from itertools import groupby
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from maps.packing import columns, encoded

LON = st.floats(-540, 540)
LAT = st.floats(-85, 85)
LINES = st.lists(st.lists(st.tuples(LON, LAT), max_size=9), max_size=6)


class Part(NamedTuple):
    kind: str
    share: float | None


class Whole(NamedTuple):
    name: str
    total: int | None
    numbers: tuple[int, ...]
    parts: tuple[Part, ...]


class Pair(NamedTuple):
    one: bool
    other: str


PART = st.builds(Part, kind=st.sampled_from("ab"), share=st.none() | st.floats(0, 1))
WHOLE = st.builds(
    Whole,
    name=st.text(max_size=3),
    total=st.none() | st.integers(),
    numbers=st.lists(st.integers(), max_size=2).map(tuple),
    parts=st.lists(PART, max_size=3).map(tuple),
)


@given(lines=LINES, units=st.sampled_from([100, 1000, 10000]))
def test_lines_come_back_to_half_a_unit(
    decoded: Callable[[str, int], list[tuple[float, float]]],
    lines: list[list[tuple[float, float]]],
    units: int,
) -> None:
    written = encoded(lines, units)
    assert len(written) == len(lines)
    for line, text in zip(lines, written, strict=True):
        steps = [(round(lon * units), round(lat * units)) for lon, lat in line]
        expected = [(lon / units, lat / units) for (lon, lat), _ in groupby(steps)]
        assert decoded(text, units) == expected


def test_letters_are_those_of_the_published_example() -> None:
    """Google's own example, with the axes in our order."""
    line = [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]
    assert encoded([line], 100_000) == ("_p~iF~ps|U_ulLnnqC_mqNvxq`@",)


@given(wholes=st.lists(WHOLE, max_size=9))
def test_records_come_back_whole(
    unpacked: Callable[[dict[str, Any]], list[dict[str, Any]]], wholes: list[Whole]
) -> None:
    back = unpacked(json.loads(json.dumps(columns(wholes))))
    assert back == [
        {
            **whole._asdict(),
            "numbers": list(whole.numbers),
            "parts": [part._asdict() for part in whole.parts],
        }
        for whole in wholes
    ]


def test_what_all_share_is_sent_once_and_what_few_differ_in_by_index() -> None:
    sent = columns([Pair(one=True, other=other) for other in "abababab"])
    assert sent["columns"]["one"] == {"all": True}
    assert sent["columns"]["other"] == {"of": ["a", "b"], "is": [0, 1] * 4}
    assert columns([]) == {"rows": 0, "columns": {}}
