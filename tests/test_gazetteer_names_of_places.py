"""Every place answers to its own name: drawn from all rows of the embedded store."""

from __future__ import annotations

import random

import pytest

from gazetteer import Gazetteer
from gazetteer.names import fold

DRAWN = 1_500


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def drawn(gazetteer: Gazetteer, condition: str) -> list[tuple[int, str, str | None]]:
    """Rows of places, by chance that is the same each time."""
    rows = list(
        gazetteer.rows(f"SELECT id, name, country FROM place WHERE {condition} ORDER BY id")
    )
    return random.Random(7).sample(rows, min(DRAWN, len(rows)))


def test_every_name_finds_its_place(gazetteer: Gazetteer) -> None:
    for number, name, _ in drawn(gazetteer, "1"):
        assert number in {entry.id for entry in gazetteer.entries(name)}, name


def test_every_key_of_the_store_is_folded_already(gazetteer: Gazetteer) -> None:
    keys = [row[0] for row in gazetteer.rows("SELECT DISTINCT key FROM name ORDER BY key")]
    for key in random.Random(7).sample(keys, 20_000):
        assert fold(key) == key


def test_a_name_with_its_country_ranks_its_place_first_or_a_tie_is_reported(
    gazetteer: Gazetteer,
) -> None:
    wrong = []
    for number, name, country in drawn(gazetteer, "country IS NOT NULL"):
        entry = gazetteer.entry(number)
        assert entry is not None
        found = gazetteer.find(name, country=country)
        first = found[0] if found else None
        if first is not None and first.place == gazetteer.place(entry):
            continue
        told = first is not None and any("places of this name in" in why for why in first.why)
        if not told:
            wrong.append((name, country, first and (first.place.name, first.why)))
    assert not wrong
