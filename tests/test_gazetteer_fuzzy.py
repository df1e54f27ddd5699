"""Misspelt names among all names of a store: what is near is found, what is not is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.fuzzy import Near, Speller, most_edits

LETTERS = st.text("abcdé нгш上", min_size=4, max_size=10)


def edits_between(one: str, other: str) -> int:
    """Optimal string alignment, cell by cell, as the textbooks write it."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            ways = [table[i - 1, j] + 1, table[i, j - 1] + 1]
            ways.append(table[i - 1, j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                ways.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(ways)
    return table[len(one), len(other)]


def speller_of(keys: set[str]) -> Speller:
    return Speller(lambda length: "".join(sorted(key for key in keys if len(key) == length)))


@given(st.sets(LETTERS, max_size=30), LETTERS)
def test_it_agrees_with_the_textbook(keys: set[str], asked: str) -> None:
    apart = {key: edits_between(asked, key) for key in keys}
    near = {key: n for key, n in apart.items() if 0 < n <= most_edits(asked)}
    nearest = min(near.values(), default=0)
    wanted = {Near(key, n) for key, n in near.items() if n == nearest}
    assert set(speller_of(keys).near(asked)) == wanted


@pytest.mark.parametrize(
    ("asked", "edits"), [("abc", 0), ("abcd", 1), ("abcdef", 1), ("abcdefg", 2), ("a" * 41, 0)]
)
def test_longer_names_bear_more_mistakes(asked: str, edits: int) -> None:
    assert most_edits(asked) == edits


def test_an_empty_store_and_an_empty_name() -> None:
    assert speller_of(set()).near("makhachkala") == ()
    assert speller_of({"aden"}).near("") == ()


@pytest.mark.parametrize(
    ("written", "name", "letters"),
    [
        ("Vladivostrok", "Vladivostok", "one letter"),
        ("Mahatschkala", "Makhachkala", "one letter"),
        ("Astrakahn", "Astrakhan", "one letter"),
        ("Tshabahar", "Chabahar", "2 letters"),
        ("Влодивасток", "Vladivostok", "2 letters"),
    ],
)
def test_a_store_forgives_one_letter_or_two_and_says_so(
    written: str, name: str, letters: str
) -> None:
    with Gazetteer.open() as gazetteer:
        best = gazetteer.find(written)[0]
        sure = gazetteer.find(name)[0]
    assert best.place.name == name
    assert letters in best.why[0]
    assert best.score < sure.score
