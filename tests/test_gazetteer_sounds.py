"""The skeleton that romanisations of one name share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer, Mention
from gazetteer.names import fold
from gazetteer.sounds import sound
from gazetteer.sphere import distance_km


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hodeidah", "Al-Hudaydah"),
        ("Khmeimim", "Hmeimim"),
        ("Luhansk", "Lugansk"),
        ("Makhachkala", "Mahachkala"),
        ("Najaf", "Nadjaf"),
        ("Suwayda", "Sweida"),
        ("Latakia", "Lattakiyah"),
        ("Bandar Abbas", "Bender Abbas"),
        ("Jizan", "Jazan"),
        ("Kabardino-Balkaria", "Kabardino-Balkariya"),
    ],
)
def test_romanisations_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound(fold(one)) == sound(fold(other)) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tripoli", "Tbilisi"), ("Basra", "Basel"), ("Aden", "Eden Park"), ("Kazan", "Kirov")],
)
def test_other_names_do_not(one: str, other: str) -> None:
    assert sound(fold(one)) != sound(fold(other))


@pytest.mark.parametrize("name", ["", "A", "Oia", "上海", "Киев", "12", "São 3"])
def test_what_has_no_skeleton(name: str) -> None:
    assert sound(fold(name)) == ""


@given(st.text(max_size=40) | st.text("abcdeghijkqsuvwxyz ", max_size=12))
def test_any_text_has_a_plain_skeleton_or_none(text: str) -> None:
    heard = sound(fold(text))
    assert heard == "" or (heard.isascii() and heard.isalpha())
    assert not set(heard[1:]) & set("aeiouy")


@pytest.mark.parametrize(
    ("written", "lon_deg", "lat_deg"),
    [
        ("Mahatchqalah", 47.5, 42.98),
        ("Lugansque", 39.3, 48.57),
        ("Khasaviurt", 46.59, 43.25),
    ],
)
def test_an_unknown_romanisation_finds_its_place_and_says_so(
    written: str, lon_deg: float, lat_deg: float
) -> None:
    with Gazetteer.open() as gazetteer:
        assert not gazetteer.entries(written), "the store knows the spelling: choose another"
        (ranked,) = gazetteer.resolve(written, [Mention(start=0, end=len(written))])
    best = ranked[0]
    assert distance_km((best.place.lon_deg, best.place.lat_deg), (lon_deg, lat_deg)) < 25
    assert best.why[0].startswith("sounds like")
    assert best.score < 0.9
