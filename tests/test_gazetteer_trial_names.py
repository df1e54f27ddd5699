"""Names of the whole world, as reports write them, and where each must be found.

`trial_names.csv` was written from general knowledge of the world, before its names were looked
up: positions are rounded and `within_km` allows for that and for the size of the place. A
`rank` of `any` marks the few that the store holds and ranking does not yet put first.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetteer import Candidate, Gazetteer
from gazetteer.sphere import distance_km

TABLE = Path(__file__).parent / "data" / "trial_names.csv"
# What the resolver ranks below another meaning; a row that leaves this list must not come back.
MOST_NOT_FIRST = 11


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _candidates(gazetteer: Gazetteer, row: dict[str, str]) -> tuple[Candidate, ...]:
    kinds = [row["kind"]] if row["kind"] else []
    return gazetteer.find(row["written"], country=row["country"] or None, kinds=kinds, limit=12)


def _lies_there(one: Candidate, row: dict[str, str]) -> bool:
    wanted = (float(row["lon_deg"]), float(row["lat_deg"]))
    place = one.place
    return distance_km((place.lon_deg, place.lat_deg), wanted) <= float(row["within_km"])


def test_every_trial_name_is_found_where_it_lies(gazetteer: Gazetteer) -> None:
    wrong = []
    for row in _rows():
        found = _candidates(gazetteer, row)
        seen = found[:1] if row["rank"] == "first" else found
        if not any(_lies_there(one, row) for one in seen):
            best = found[0].place if found else None
            wrong.append(f"{row['written']} ({row['country']}, {row['kind']}): {best}")
    assert not wrong, "\n".join(wrong)


def test_the_table_covers_the_world_its_kinds_and_its_scripts(gazetteer: Gazetteer) -> None:
    rows = _rows()
    assert len(rows) > 1_000
    assert sum(row["rank"] != "first" for row in rows) <= MOST_NOT_FIRST
    kinds = Counter(
        next(one for one in _candidates(gazetteer, row) if _lies_there(one, row)).place.kind.value
        for row in rows
    )
    few = {kind for kind in _EVERY_KIND if kinds[kind] < 3}
    assert not few
    assert all(
        sum(any(low <= letter <= high for letter in row["written"]) for row in rows) >= 5
        for low, high in _SCRIPTS.values()
    )
    areas = Counter((float(r["lon_deg"]) // 60, float(r["lat_deg"]) // 30) for r in rows)
    assert len(areas) >= 25


_EVERY_KIND = (
    "country", "region", "sea", "strait", "canal", "river", "lake", "city", "port", "airport",
    "base", "zone", "station", "crossing", "facility", "island", "passage",
)  # fmt: skip
_SCRIPTS = {
    "Cyrillic": ("\u0400", "\u04ff"),
    "Arabic": ("\u0600", "\u06ff"),
    "Greek": ("\u0370", "\u03ff"),
    "Hebrew": ("\u0590", "\u05ff"),
    "Han": ("\u4e00", "\u9fff"),
    "Katakana": ("\u30a0", "\u30ff"),
    "Hangul": ("\uac00", "\ud7a3"),
}


def test_a_mistranslation_is_flagged(gazetteer: Gazetteer) -> None:
    port = gazetteer.find("Danube", country="RU", kinds=["port"])[0]
    assert port.place.ref == "curated:dunai-port"
    assert any("mistranslation" in reason for reason in port.why)
    river = gazetteer.find("Danube")[0]
    assert river.place.kind.value == "river"
    assert not any("mistranslation" in reason for reason in river.why)
    assert not any("mistranslation" in reason for reason in gazetteer.find("Dunai")[0].why)
